//! Carrying out a plan, so that a crash at any point can be settled: planned in the database,
//! written, recorded.

use crate::clock::Clock;
use crate::list::file::{self, FileError, Settled, Source, Written};
use crate::plan::Plan;
use crate::store::{Store, WritePlan};
use anyhow::Result;

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

/// Records the plan of a list, and writes the list where its text changes.
pub(super) fn carry_out(
    store: &mut Store,
    run_id: &str,
    source: &Source,
    plan: &Plan,
    after: &str,
    clock: &Clock,
) -> Result<Option<Outcome>> {
    if after == source.text {
        store.note_changes(run_id, &source.real, &plan.changes)?;
        return Ok(None);
    }
    let temp_name = file::temp_name(run_id, &source.real);
    let sha256_after = file::sha256(after.as_bytes());
    let planned = WritePlan {
        list: &source.real,
        sha256_before: &source.sha256,
        sha256_after: &sha256_after,
        temp_name: &temp_name,
        planned_at: clock.now_ms(),
    };
    let write = store.plan_write(run_id, &planned, &plan.changes)?;
    let (outcome, settled) = match file::write(source, after, &temp_name) {
        Ok(Written::Written { .. } | Written::Unchanged) => (Outcome::Written, Settled::Applied),
        Ok(Written::Stale) => (Outcome::Stale, Settled::Conflict),
        // No second try on a disk that has just failed: the plan stays open for the next run.
        Err(error @ FileError::Unsettled { .. }) => {
            return Ok(Some(Outcome::Failed(error.to_string())));
        }
        Err(error) => {
            let settled = file::recover(&source.real, &temp_name, &source.sha256, &sha256_after)?;
            (Outcome::Failed(error.to_string()), settled)
        }
    };
    store.settle_write(write, settled, clock.now_ms())?;
    // Only now: until then it shows the next run what happened.
    file::discard(&source.real, &temp_name)?;
    Ok(Some(outcome))
}

/// Settles what a run that died left open, and removes what it left behind. Whether there was
/// something to settle; a list may have changed then.
pub(super) fn recover(store: &mut Store, clock: &Clock) -> Result<bool> {
    let pending = store.pending_writes()?;
    for write in &pending {
        let settled = file::recover(
            &write.list,
            &write.temp_name,
            &write.sha256_before,
            &write.sha256_after,
        )?;
        tracing::warn!(list = ?write.list, run = write.run_id, ?settled, "settled a write that an earlier run left open");
        store.settle_write(write.id, settled, clock.now_ms())?;
    }
    for (list, temp_name) in store.unswept_writes()? {
        file::discard(&list, &temp_name)?;
    }
    Ok(!pending.is_empty())
}
