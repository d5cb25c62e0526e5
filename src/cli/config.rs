//! `arxsync config check`: whether the configuration is in order.

use super::exit::Exit;
use super::print;
use crate::app::settings;
use crate::config::Config;
use crate::report::{phrases, sanitize, status};
use anyhow::Result;

/// Runs the command.
///
/// # Errors
///
/// One of its lists cannot be read.
pub fn check(config: &Config) -> Result<Exit> {
    let checked = settings::check(config)?;
    let lists = phrases::count(checked.lists, "list");
    let next = checked.next_run.map_or("never".to_owned(), status::minute);
    let told = match &config.source {
        Some(file) => format!("{} is in order", file.display()),
        None => "there is no configuration file, and the built-in defaults hold".to_owned(),
    };
    let told = sanitize::one_line(&format!("{told}: {lists}, next run {next}"));
    print(&(told + "\n"))?;
    Ok(Exit::Done)
}
