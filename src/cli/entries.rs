//! `arxsync entries`: what the program recognises in lists.

use super::args::Entries;
use super::exit::Exit;
use super::sync::terminal_width;
use super::{print, tell_left_out};
use crate::app::entries;
use crate::config::{self, Env};
use crate::report::entries as report;
use anyhow::Result;
use std::path::Path;

/// Runs the command.
///
/// # Errors
///
/// The configuration is wrong, no list is given, or one cannot be read.
pub fn run(args: &Entries) -> Result<Exit> {
    let config = config::load(args.config.as_deref(), Path::new(""), &Env::read(None))?;
    let (found, left_out) = entries::recognise(&config, &args.lists)?;
    let text = if args.json {
        report::json(&found)
    } else {
        report::text(&found, terminal_width())
    };
    print(&text)?;
    Ok(tell_left_out(&left_out, found.is_empty()))
}
