//! `arxsync entries`: what the program recognises in lists.

use super::args::Entries;
use super::exit::Exit;
use super::print;
use super::sync::terminal_width;
use crate::app::entries;
use crate::config::Config;
use crate::report::entries as report;
use anyhow::Result;

/// Runs the command.
///
/// # Errors
///
/// No list is given, or one cannot be read.
pub fn run(args: &Entries, config: &Config) -> Result<Exit> {
    let found = entries::recognise(config, &args.lists)?;
    let text = if args.json {
        report::json(&found)
    } else {
        report::text(&found, terminal_width())
    };
    print(&text)?;
    Ok(Exit::Done)
}
