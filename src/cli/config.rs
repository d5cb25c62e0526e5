//! `arxsync config check`: whether the configuration is in order.

use super::args::{Config, ConfigCheck, ConfigCommand};
use super::exit::Exit;
use super::print;
use crate::app::settings;
use crate::config::{self, Env};
use crate::report::{phrases, sanitize, status};
use anyhow::Result;
use std::path::Path;

/// Runs the command.
///
/// # Errors
///
/// The configuration is wrong, or one of its lists cannot be read.
pub fn run(args: &Config) -> Result<Exit> {
    let ConfigCommand::Check(ConfigCheck { config }) = &args.command;
    let config = config::load(config.as_deref(), Path::new(""), &Env::read(None))?;
    let checked = settings::check(&config)?;
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
