//! `arxsync daemon`: the service, with its configuration and its log.

use super::args::{Args, Daemon};
use super::exit::Exit;
use super::log;
use crate::app::daemon;
use crate::config::{self, Config, Env};
use anyhow::Result;
use std::path::Path;

/// Runs the command until it is told to stop.
///
/// # Errors
///
/// Configuration or database cannot be used, or another daemon runs there.
pub fn run(args: &Args, daemon: &Daemon) -> Result<Exit> {
    let load = || -> Result<Config> {
        let env = Env::read(daemon.state.clone());
        Ok(config::load(daemon.config.as_deref(), Path::new(""), &env)?)
    };
    // A service says what it does; what it is asked to leave out, it leaves out.
    log::start(args.verbose.max(1), load()?.log);
    daemon::run(&load)?;
    Ok(Exit::Done)
}
