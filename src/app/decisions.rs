//! The decisions that hold: shown, forgotten, and swept.

use super::connection::Watch;
use super::{decisions_file, lock_wait, review, run_id};
use crate::config::Config;
use crate::config::decisions::{Decisions, Dismissal, Rejection, Step};
use crate::plan::Why;
use crate::plan::memory::Rejected;
use crate::report::Run;
use crate::store::{Decision, Store};
use anyhow::Result;
use std::time::Duration;

/// The decisions that hold.
///
/// # Errors
///
/// The file is not understood.
pub fn all(config: &Config) -> Result<Decisions> {
    Ok(Decisions::read(&config.decisions)?)
}

/// Forgets the decisions whose ids begin so; says which went, and which there are not.
///
/// # Errors
///
/// The file is not understood, or cannot be written; another run holds the lock.
pub fn forget(
    config: &Config,
    ids: &[String],
    watch: &mut dyn Watch,
) -> Result<(Vec<String>, Vec<String>)> {
    let known = ids_of(&all(config)?);
    let (mut gone, mut left) = (Vec::new(), Vec::new());
    for id in ids {
        let found = known.iter().filter(|known| known.starts_with(id.as_str()));
        match found.collect::<Vec<_>>().as_slice() {
            [one] => gone.push((*one).clone()),
            [] => left.push(format!("{id}: there is no such decision")),
            several => left.push(format!("{id}: {} decisions begin so", several.len())),
        }
    }
    take_away(config, &gone, watch)?;
    Ok((gone, left))
}

/// Forgets what silences nothing any more: a no to what arXiv no longer says, or of a paper that is
/// gone, in the lists that are looked at; and findings that were ignored for a time that is over.
///
/// # Errors
///
/// As [`forget`], and as a run without writing.
pub fn prune(config: &Config, lists: &[String], watch: &mut dyn Watch) -> Result<Vec<String>> {
    let decisions = all(config)?;
    let run = review::plan(config, lists, watch)?;
    let names = review::list_names(config, &run);
    let today = super::memory::today(&config.clock);
    let is_looked_at = |no: &&Rejection| match &no.scope.list {
        Some(list) => names.contains(list),
        None => false,
    };
    let rejected = decisions.rejected.iter().filter(is_looked_at);
    let stale = rejected.filter(|no| !silences(&run, &no.rejected));
    let over = |known: &&Dismissal| known.until.is_some_and(|until| until <= today);
    let over = decisions.ignored.iter().filter(over);
    let gone: Vec<String> = stale
        .map(Rejection::id)
        .chain(over.map(Dismissal::id))
        .collect();
    take_away(config, &gone, watch)?;
    Ok(gone)
}

/// Whether a no keeps a change of the run from being made. Of a paper that got no answer nobody
/// knows.
fn silences(run: &Run, no: &Rejected) -> bool {
    let plans = || run.lists.iter().map(|list| &list.plan);
    let mut changes = plans().flat_map(|plan| &plan.changes);
    let mut entries = plans().flat_map(|plan| &plan.entries);
    changes.any(|change| {
        change.why == Some(Why::Rejected) && change.arxiv_id == no.paper && change.field == no.field
    }) || entries.any(|e| e.arxiv_id.as_ref() == Some(&no.paper) && e.why.is_some())
}

fn ids_of(decisions: &Decisions) -> Vec<String> {
    let rejected = decisions.rejected.iter().map(Rejection::id);
    rejected
        .chain(decisions.ignored.iter().map(Dismissal::id))
        .collect()
}

fn take_away(config: &Config, ids: &[String], watch: &mut dyn Watch) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let id = run_id::new(config.clock.now()).to_string();
    let _lock = lock_wait::acquire(&config.store_dir, &id, Duration::from_secs(10), watch)?;
    let steps: Vec<Step> = ids.iter().cloned().map(Step::Forget).collect();
    decisions_file::edit(config, &steps)?;
    let forgotten = |id| Decision {
        at: config.clock.now_ms(),
        who: config.user.as_deref(),
        action: "forget",
        item: id,
        list: None,
        arxiv_id: None,
        field: None,
        because: None,
    };
    let rows: Vec<Decision<'_>> = ids.iter().map(|id| forgotten(id.as_str())).collect();
    Ok(Store::open_in(&config.store_dir)?.log_decisions(&rows)?)
}
