//! `arxsync config check`: whether the configuration is in order.

use super::args::{Config, ConfigCheck, ConfigCommand};
use super::exit::Exit;
use super::{print, tell_left_out};
use crate::app::settings;
use crate::config::{self, Env};
use crate::report::{phrases, sanitize, status};
use anyhow::Result;
use std::path::Path;

/// Runs the command.
///
/// # Errors
///
/// The configuration is wrong, or no report could be written.
pub fn run(args: &Config) -> Result<Exit> {
    let ConfigCommand::Check(ConfigCheck { config, no_lists }) = &args.command;
    let config = config::load(config.as_deref(), Path::new(""), &Env::read(None))?;
    let told = match &config.source {
        Some(file) => format!("{} is in order", file.display()),
        None => "there is no configuration file, and the built-in defaults hold".to_owned(),
    };
    if *no_lists {
        print(&(sanitize::one_line(&told) + "\n"))?;
        return Ok(Exit::Done);
    }
    let checked = settings::check(&config)?;
    let lists = phrases::count(checked.lists + checked.left_out.len(), "list");
    let next = checked.next_run.map_or("never".to_owned(), status::minute);
    let bad = match checked.left_out.len() {
        0 => String::new(),
        n => format!(" ({n} of them cannot be worked on)"),
    };
    let told = sanitize::one_line(&format!("{told}: {lists}{bad}, next run {next}"));
    print(&(told + "\n"))?;
    Ok(tell_left_out(&checked.left_out, checked.lists == 0))
}
