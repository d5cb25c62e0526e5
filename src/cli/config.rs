//! `arxsync config check`: whether the configuration is in order.

use super::args::ConfigCheck;
use super::exit::Exit;
use super::{print, tell_left_out};
use crate::app::connection::Nobody;
use crate::app::settings;
use crate::config::Config;
use crate::report::{phrases, sanitize, status};
use anyhow::Result;

/// Runs the command.
///
/// # Errors
///
/// No run could work, whatever the lists hold.
pub fn check(args: &ConfigCheck, config: &Config) -> Result<Exit> {
    let told = match &config.source {
        Some(file) => format!("{} is in order", file.display()),
        None => "there is no configuration file, and the built-in defaults hold".to_owned(),
    };
    if args.no_lists {
        print(&(sanitize::one_line(&told) + "\n"))?;
        return Ok(Exit::Done);
    }
    let checked = settings::check(config, &mut Nobody)?;
    let lists = phrases::count(checked.lists + checked.left_out.len(), "list");
    let next = checked.next_run.map_or("never".to_owned(), status::minute);
    let bad = match checked.left_out.len() {
        0 => String::new(),
        n => format!(" ({n} of them cannot be worked on)"),
    };
    let none = match config.lists.is_empty() {
        true => {
            "; without [[list]], lists are to be named (`arxsync sync README.md`), and there is nothing for `arxsync daemon`"
        }
        false => "",
    };
    let told = sanitize::one_line(&format!("{told}: {lists}{bad}, next run {next}{none}"));
    print(&(told + "\n"))?;
    Ok(tell_left_out(&checked.left_out, checked.lists == 0))
}
