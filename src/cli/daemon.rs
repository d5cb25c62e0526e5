//! `arxsync daemon`: the service, with its configuration and its log.

use super::args::{Args, Daemon};
use super::exit::Exit;
use super::log;
use crate::app::daemon;
use crate::config::Config;
use anyhow::Result;

/// Runs the command until it is told to stop.
///
/// # Errors
///
/// Configuration or database cannot be used, or another daemon runs there.
pub fn run(args: &Args, daemon: &Daemon) -> Result<Exit> {
    let load = || -> Result<Config> { Ok(daemon.place.load()?) };
    // A service says what it does; what it is asked to leave out, it leaves out.
    log::start(args.verbose.max(1), load()?.log);
    daemon::run(&load)?;
    Ok(Exit::Done)
}
