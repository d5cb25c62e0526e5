//! Whether the configuration is in order, and a run could work on the lists that it names.

use super::connection::Watch;
use super::lists::{self, Lists};
use super::{due, reports, sync};
use crate::config::Config;
use crate::plan::input;
use crate::report::LeftOut;
use crate::store;
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

/// Checks the lists and folders of a configuration, which has been checked itself when it was read:
/// all that a run would refuse.
///
/// # Errors
///
/// No report could be written, the saved answers are not there, or the state directory or its
/// database cannot be used.
pub fn check(config: &Config, watch: &mut dyn Watch) -> Result<Checked> {
    let watch = RefCell::new(watch);
    let is_over = || watch.borrow_mut().is_over();
    let mut lists = Lists::default();
    if !config.lists.is_empty() {
        let scope = lists::scope(config, None, &is_over);
        lists = lists::find(config, &[], None, "sync", &scope)?;
        lists.leave_out_unwritable();
        lists.leave_out(|source| {
            let why = input::amid_a_merge(&source.text)?;
            Some(format!("list {:?} cannot be worked on: {why}", source.path))
        });
    }
    sync::check_feeds(config)?;
    store::check(&config.store_dir)?;
    if let Some(dir) = &config.report_dir {
        reports::check(dir)?;
    }
    Ok(Checked {
        lists: lists.tasks.len(),
        left_out: lists.bad.into_iter().map(|bad| bad.told).collect(),
        next_run: due::first(config, config.clock.now()),
    })
}
