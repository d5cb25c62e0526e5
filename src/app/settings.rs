//! Whether the configuration is in order, and the lists that it names can be read.

use super::{due, lists};
use crate::config::Config;
use anyhow::Result;
use jiff::Timestamp;

/// What a configuration that is in order says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// How many files its lists are.
    pub lists: usize,
    /// When the first of them is due.
    pub next_run: Option<Timestamp>,
}

/// Checks the lists of a configuration, which has been checked itself when it was read.
///
/// # Errors
///
/// A list is not there or cannot be read.
pub fn check(config: &Config) -> Result<Checked> {
    let lists = if config.lists.is_empty() {
        0
    } else {
        lists::tasks(config, &[], "sync")?.len()
    };
    Ok(Checked {
        lists,
        next_run: due::first(config, config.clock.now()),
    })
}
