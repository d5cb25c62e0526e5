//! Whether the configuration is in order, and a run could work on the lists that it names.

use super::connection::Watch;
use super::lists::{self, Lists};
use super::{due, sync};
use crate::config::Config;
use crate::report::LeftOut;
use anyhow::Result;
use jiff::Timestamp;
use std::cell::RefCell;

/// What a configuration that is in order says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// How many files its lists are that can be worked on.
    pub lists: usize,
    /// The lists that cannot be worked on.
    pub left_out: Vec<LeftOut>,
    /// When the first of them is due.
    pub next_run: Option<Timestamp>,
}

/// Checks the lists and the report folder of a configuration, which has been checked itself when it
/// was read: all that a run would refuse.
///
/// # Errors
///
/// No report could be written.
pub fn check(config: &Config, watch: &mut dyn Watch) -> Result<Checked> {
    let watch = RefCell::new(watch);
    let is_over = || watch.borrow_mut().is_over();
    let mut lists = Lists::default();
    if !config.lists.is_empty() {
        lists = lists::find(config, &[], "sync", &lists::scope(config, None, &is_over))?;
        lists.leave_out_unwritable();
    }
    if let Some(dir) = &config.report_dir {
        sync::check_reports(dir)?;
    }
    Ok(Checked {
        lists: lists.tasks.len(),
        left_out: lists.bad.into_iter().map(|bad| bad.told).collect(),
        next_run: due::first(config, config.clock.now()),
    })
}
