//! `arxsync doctor`: what is wrong, and what to do.

use super::args::Doctor;
use super::exit::Exit;
use super::print;
use crate::app::doctor;
use crate::config::Config;
use crate::report::doctor as report;
use anyhow::Result;

/// Runs the command.
///
/// # Errors
///
/// With `--reopen` there is no database, or nothing can be printed; everything else that is wrong
/// is told.
pub fn run(args: &Doctor, config: &Config) -> Result<Exit> {
    if args.reopen {
        doctor::reopen(config)?;
    }
    let examination = doctor::examine(config);
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
