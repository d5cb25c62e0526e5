//! `arxsync history`: what was done.

use super::args::History;
use super::exit::Exit;
use super::print;
use crate::app::history;
use crate::report::history as report;
use anyhow::Result;

/// Runs the command.
///
/// # Errors
///
/// The configuration is wrong, the database cannot be read, or there is no such list.
pub fn run(args: &History) -> Result<Exit> {
    let config = args.place.load()?;
    let history = history::history(&config, args.of.as_deref(), args.limit)?;
    print(&if args.json {
        report::json(&history)
    } else {
        report::text(&history)
    })?;
    Ok(Exit::Done)
}
