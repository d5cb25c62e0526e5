//! `arxsync status`: how it goes.

use super::args::Status;
use super::exit::Exit;
use super::print;
use crate::app::status;
use crate::config::Config;
use crate::report::status as report;
use anyhow::Result;

/// Runs the command.
///
/// # Errors
///
/// The database cannot be read.
pub fn run(args: &Status, config: &Config) -> Result<Exit> {
    let status = status::status(config)?;
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
