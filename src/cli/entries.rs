//! `arxsync entries`: what the program recognises in lists.

use super::args::Entries;
use super::exit::Exit;
use super::sync::{ignoring_broken_pipe, terminal_width};
use crate::app::entries;
use crate::config::{self, Env};
use crate::report::entries as report;
use anyhow::{Result, bail};
use std::io::Write as _;
use std::path::Path;

/// Runs the command.
///
/// # Errors
///
/// No list is given, or one cannot be read.
pub fn run(args: &Entries) -> Result<Exit> {
    let mut lists = args.lists.clone();
    if lists.is_empty() {
        let config = config::load(args.config.as_deref(), Path::new(""), &Env::read(None))?;
        lists.extend(config.lists.into_iter().map(|list| list.pattern));
    }
    if lists.is_empty() {
        bail!(
            "no list is given: name one (arxsync entries README.md), or add [[list]] to the configuration"
        );
    }
    let found = entries::recognise(&lists)?;
    let text = if args.json {
        report::json(&found)
    } else {
        report::text(&found, terminal_width())
    };
    ignoring_broken_pipe(anstream::stdout().lock().write_all(text.as_bytes()))?;
    Ok(Exit::Done)
}
