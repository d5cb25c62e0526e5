//! `arxsync daemon`: the service, with its configuration.

use super::args::Daemon;
use super::exit::Exit;
use crate::app::daemon;
use crate::config::Config;
use anyhow::Result;

/// Runs the command until it is told to stop.
///
/// # Errors
///
/// Configuration or database cannot be used, or another daemon runs there.
pub fn run(daemon: &Daemon) -> Result<Exit> {
    let load = || -> Result<Config> { Ok(daemon.place.load()?) };
    daemon::run(&load)?;
    Ok(Exit::Done)
}
