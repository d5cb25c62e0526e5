//! `arxsync status`: how it goes.

use super::args::Status;
use super::exit::Exit;
use super::print;
use crate::app::status;
use crate::report::status as report;
use anyhow::Result;

/// Runs the command.
///
/// # Errors
///
/// The configuration is wrong, or the database cannot be read.
pub fn run(args: &Status) -> Result<Exit> {
    let config = args.place.load()?;
    let status = status::status(&config)?;
    print(&if args.json {
        report::json(&status)
    } else {
        report::text(&status)
    })?;
    Ok(if status.healthy {
        Exit::Done
    } else {
        Exit::Incomplete
    })
}
