//! `arxsync doctor`: what is wrong, and what to do.

use super::args::Doctor;
use super::exit::Exit;
use super::print;
use crate::app::doctor;
use crate::config::{self, Env};
use crate::report::doctor as report;
use anyhow::Result;
use std::path::Path;

/// Runs the command.
///
/// # Errors
///
/// The configuration is wrong; everything else that is, is told.
pub fn run(args: &Doctor) -> Result<Exit> {
    let env = Env::read(args.state.clone());
    let config = config::load(args.config.as_deref(), Path::new(""), &env)?;
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
