//! Carrying out a plan, so that a crash at any point can be settled: planned in the database,
//! written, recorded.

use crate::clock::Clock;
use crate::list::file::{self, FileError, Settled, Source, Written};
use crate::store::{Decided, Store, WritePlan};
use crate::text::checksum::sha256;
use anyhow::Result;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What became of a list that was to be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It has the new text.
    Written,
    /// Somebody changed it meanwhile; it was left alone.
    Stale,
    /// It could not be written, and has its old text; or whether it was, is for the next run to
    /// find out.
    Failed(String),
}

/// A list that is written, and what is decided about it.
pub(super) struct Task<'a> {
    /// The list as it was read.
    pub(super) source: &'a Source,
    /// Its new text.
    pub(super) after: &'a str,
    /// What is recorded of it.
    pub(super) decided: Decided<'a>,
}

/// Records what is decided about a list, and writes the list where its text changes.
pub(super) fn carry_out(
    store: &mut Store,
    task: &Task<'_>,
    clock: &Clock,
) -> Result<Option<Outcome>> {
    let Task {
        source,
        after,
        decided,
    } = task;
    if *after == source.text {
        store.note_changes(decided)?;
        return Ok(None);
    }
    let temp_name = file::temp_name(decided.run_id, &source.real);
    let sha256_after = sha256(after.as_bytes());
    let planned = WritePlan {
        sha256_before: &source.sha256,
        sha256_after: &sha256_after,
        temp_name: &temp_name,
        planned_at: clock.now_ms(),
    };
    let write = store.plan_write(&planned, decided)?;
    let (outcome, settled) = match file::write(source, after, &temp_name) {
        Ok(Written::Written { .. } | Written::Unchanged) => (Outcome::Written, Settled::Applied),
        Ok(Written::Stale) => (Outcome::Stale, Settled::Conflict),
        // No second try on a disk that has just failed: the plan stays open for the next run.
        Err(error @ FileError::Unsettled { .. }) => {
            return Ok(Some(Outcome::Failed(error.to_string())));
        }
        Err(error) => {
            let outcome = Outcome::Failed(error.to_string());
            match file::recover(&source.real, &temp_name, &source.sha256, &sha256_after) {
                Ok(settled) => (outcome, settled),
                // The plan stays open, and the next run tells what holds it up.
                Err(_) => return Ok(Some(outcome)),
            }
        }
    };
    store.settle_write(write, settled, clock.now_ms())?;
    // Only now: until then it shows the next run what happened.
    discard(&source.real, &temp_name);
    Ok(Some(outcome))
}

/// What a run finds of those that died before it.
#[derive(Debug, Default)]
pub(super) struct Recovered {
    /// Whether something was settled; a list may have changed then.
    pub(super) has_settled: bool,
    /// The lists whose writes cannot be settled, and why.
    stuck: Vec<(PathBuf, String)>,
}

impl Recovered {
    /// Whether some write cannot be settled.
    pub(super) fn is_stuck(&self) -> bool {
        !self.stuck.is_empty()
    }

    /// Why a list must not be written: what became of an earlier write is told from the bytes that
    /// are there now.
    pub(super) fn trouble(&self, list: &Path) -> Option<String> {
        let stuck = self.stuck.iter().find(|(stuck, _)| stuck == list);
        stuck.map(|(_, why)| why.clone())
    }
}

/// Settles what a run that died left open, and removes what it left behind. Where that cannot be
/// done it is told, and the other lists go on.
///
/// # Errors
///
/// The database cannot be used.
pub(super) fn recover(store: &mut Store, clock: &Clock) -> Result<Recovered> {
    let mut recovered = Recovered::default();
    for write in store.pending_writes()? {
        match file::recover(
            &write.list,
            &write.temp_name,
            &write.sha256_before,
            &write.sha256_after,
        ) {
            Ok(settled) => {
                tracing::warn!(list = ?write.list, run = write.run_id, ?settled, "settled a write that an earlier run left open");
                store.settle_write(write.id, settled, clock.now_ms())?;
                discard(&write.list, &write.temp_name);
                recovered.has_settled = true;
            }
            Err(error) => {
                let why = format!(
                    "run {} broke off while it wrote this list, and that cannot be settled: {error}; make its folder readable and writable",
                    write.run_id
                );
                tracing::warn!(list = ?write.list, why, "an earlier write stays open");
                recovered.stuck.push((write.list, why));
            }
        }
    }
    let mut held = BTreeSet::new();
    for (list, temp_name) in store.settled_writes()? {
        // What holds up one file of a folder holds up all.
        if !held.contains(&list) && !discard(&list, &temp_name) {
            held.insert(list);
        }
    }
    Ok(recovered)
}

/// Removes the temporary file of a settled write. Whether it is gone: one that stays harms nothing
/// but the eye, and the next run tries again.
fn discard(list: &Path, temp_name: &str) -> bool {
    let done = file::discard(list, temp_name);
    if let Err(error) = &done {
        let error = error.to_string();
        tracing::warn!(
            ?list,
            error,
            "a temporary file stays beside the list: make its folder writable, and see `arxsync doctor`"
        );
    }
    done.is_ok()
}
