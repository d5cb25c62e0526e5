//! Rejects what is taken back, in the file of decisions: before the list is touched, so that no
//! crash lets the next run make it again.

use crate::app::decisions_file::{failed, put};
use crate::app::memory;
use crate::config::Config;
use crate::config::decisions::{self, Decisions, Rejection, Scope, Step};
use crate::plan::memory::Rejected;
use crate::plan::name_of;
use crate::plan::undo::Made;
use crate::store::{Decision, Store};
use anyhow::{Context as _, Result};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fs;
use std::path::{Path, PathBuf};

/// The file of decisions as it was, and as it is.
pub(super) struct Remembered<'a> {
    config: &'a Config,
    list: PathBuf,
    before: String,
    after: String,
    because: String,
}

impl<'a> Remembered<'a> {
    /// Rejects changes that are taken back, and forgets the rejection of those that are made again.
    ///
    /// # Errors
    ///
    /// The file cannot be read or written, or holds what is not understood.
    pub(super) fn write(
        config: &'a Config,
        now: Timestamp,
        list: &Path,
        made: &[&Made],
    ) -> Result<Self> {
        let path = &config.decisions;
        let before = decisions::text(path)?;
        let known = Decisions::parse(&before, path)?;
        let because = format!("undone on {}", now.to_zoned(TimeZone::UTC).date());
        let name = memory::list_name(config, list);
        let steps = made.iter().filter_map(|made| {
            let mut title = made.title.clone().unwrap_or_default();
            config.names.redact(&mut title);
            let scope = Scope {
                list: Some(name.clone()),
                title: Some(title).filter(|title| !title.is_empty()),
                because: Some(because.clone()),
            };
            step(&known, made, scope)
        });
        let steps: Vec<Step> = steps.collect();
        let after = match steps.is_empty() {
            true => before.clone(),
            false => decisions::edited(&before, path, &steps)?,
        };
        if before != after {
            put(config, &after)?;
        }
        Ok(Self {
            config,
            list: list.to_owned(),
            before,
            after,
            because,
        })
    }

    /// Takes the decisions back, as the list was not written; where somebody wrote the file
    /// meanwhile, it stays as it is.
    pub(super) fn restore(self) -> Result<()> {
        let path = &self.config.decisions;
        if self.before == self.after || decisions::text(path)? != self.after {
            return Ok(());
        }
        match self.before.is_empty() {
            true => fs::remove_file(path).with_context(|| failed(path)),
            false => put(self.config, &self.before),
        }
    }

    /// Notes the decisions in the log.
    pub(super) fn log(self, store: &mut Store, now: i64, made: &[&Made]) -> Result<()> {
        let list = self.list.to_string_lossy();
        let fields: Vec<String> = made.iter().map(|made| name_of(made.field)).collect();
        let noted = made.iter().zip(&fields).map(|(made, field)| Decision {
            at: now,
            who: self.config.user.as_deref(),
            action: if made.takes_back { "forget" } else { "undo" },
            item: &made.id,
            list: Some(&list),
            arxiv_id: Some(made.paper.as_str()),
            field: Some(field),
            because: (!made.takes_back).then_some(self.because.as_str()),
        });
        let noted: Vec<Decision<'_>> = noted.collect();
        Ok(store.log_decisions(&noted)?)
    }
}

/// What is to be done to the file. A rejection of other words than the undo rejected is somebody's
/// own, and stays.
fn step(known: &Decisions, made: &Made, scope: Scope) -> Option<Step> {
    let rejection = Rejection {
        scope,
        rejected: Rejected {
            paper: made.paper.clone(),
            field: made.field,
            version: made.version.filter(|version| *version > 0),
            words: made.words.clone()?,
        },
    };
    if !made.takes_back {
        return Some(Step::Reject(rejection));
    }
    let id = rejection.id();
    let is_ours = |r: &Rejection| r.id() == id && r.rejected.words == rejection.rejected.words;
    known
        .rejected
        .iter()
        .any(is_ours)
        .then_some(Step::Forget(id))
}
