//! `arxsync history`: what was done.

use super::args::History;
use super::exit::Exit;
use super::print;
use crate::app::history;
use crate::config::Config;
use crate::report::history as report;
use anyhow::Result;

/// Runs the command.
///
/// # Errors
///
/// The database cannot be read, or there is no such list.
pub fn run(args: &History, config: &Config) -> Result<Exit> {
    let history = history::history(config, args.of.as_deref(), args.limit)?;
    print(&if args.json {
        report::json(&history)
    } else {
        report::text(&history)
    })?;
    Ok(Exit::Done)
}
