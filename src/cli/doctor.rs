//! `arxsync doctor`: what is wrong, and what to do.

use super::args::Doctor;
use super::exit::Exit;
use super::print;
use crate::app::doctor;
use crate::report::doctor as report;
use anyhow::Result;

/// Runs the command.
///
/// # Errors
///
/// The configuration is wrong, or with `--reopen` there is no database; everything else that is
/// wrong is told.
pub fn run(args: &Doctor) -> Result<Exit> {
    let config = args.place.load()?;
    if args.reopen {
        doctor::reopen(&config)?;
    }
    let examination = doctor::examine(&config);
    print(&if args.json {
        report::json(&examination)
    } else {
        report::text(&examination)
    })?;
    Ok(match examination.faults() {
        0 => Exit::Done,
        _ => Exit::Error,
    })
}
