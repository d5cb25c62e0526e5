//! `arxsync entries`: what the program recognises in lists.

use super::args::Entries;
use super::exit::Exit;
use super::width;
use super::{print, tell_left_out};
use crate::app::entries;
use crate::config::Config;
use crate::report::entries as report;
use anyhow::Result;

/// Runs the command.
///
/// # Errors
///
/// No list is given, or just one, which cannot be read.
pub fn run(args: &Entries, config: &Config) -> Result<Exit> {
    let input = super::input(&args.lists)?;
    let (found, left_out) = entries::recognise(config, &args.lists, input.as_ref())?;
    let text = if args.json {
        report::json(&found)
    } else {
        report::text(&found, width::of_terminal())
    };
    print(&text)?;
    Ok(tell_left_out(&left_out, found.is_empty()))
}
