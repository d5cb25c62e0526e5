//! Which recorded changes are meant, by the beginnings of their ids.

use super::{What, minute};
use crate::plan::undo::Made;
use crate::store::{Known, Store};
use anyhow::{Result, bail};
use std::collections::BTreeSet;

/// The changes that are to be taken back, each once.
///
/// # Errors
///
/// There is none of this name, or more than one.
pub(super) fn find(store: &Store, what: &What) -> Result<Vec<Made>> {
    match what {
        What::Run(prefix) => of_run(store, prefix),
        What::Changes(prefixes) => {
            let rows = prefixes.iter().map(|prefix| row(store, prefix));
            let rows = rows.collect::<Result<BTreeSet<i64>>>()?;
            let mut all = Vec::with_capacity(rows.len());
            for row in rows {
                all.extend(store.made(row)?);
            }
            Ok(all)
        }
    }
}

fn of_run(store: &Store, prefix: &str) -> Result<Vec<Made>> {
    let runs = store.known_runs(prefix)?;
    let run = match runs.as_slice() {
        [] => bail!(
            "no run {prefix} is recorded: `arxsync history --json` tells the ids of runs; those of --dry-run and --check are not kept"
        ),
        [(run, _)] => run,
        several => {
            let all = several
                .iter()
                .map(|(id, at)| format!("\n  {id}  {}", minute(*at)));
            bail!(
                "{} runs begin with {prefix}: give more of the id{}",
                several.len(),
                shown(all)
            )
        }
    };
    let made = store.made_by(run)?;
    if made.is_empty() {
        bail!("run {run} changed no list: there is nothing to undo");
    }
    Ok(made)
}

/// The row of the change that an id begins.
fn row(store: &Store, prefix: &str) -> Result<i64> {
    let known = store.known_changes(prefix)?;
    let made: Vec<&Known> = known.iter().filter(|k| k.row.is_some()).collect();
    match (made.as_slice(), known.first()) {
        ([one], _) => match one.row {
            Some(row) => Ok(row),
            None => unreachable!("only those with a row are left"),
        },
        ([], Some(only)) => bail!(
            "change {} ({}, line {}, {}) was told, and no run made it: there is nothing to undo",
            only.id,
            only.list,
            only.line,
            only.field
        ),
        ([], None) => bail!(
            "no change {prefix} is recorded: reports and `arxsync sync --json` tell the ids of changes; those of a run are undone by `arxsync undo --run RUN`"
        ),
        (several, _) => {
            let all = several.iter().map(|k| {
                let title = k.title.as_deref().unwrap_or_default();
                format!("\n  {}  {}:{}  {}  {title}", k.id, k.list, k.line, k.field)
            });
            bail!(
                "{} changes begin with {prefix}: give more of the id{}",
                several.len(),
                shown(all)
            )
        }
    }
}

/// So many candidates are named.
const SHOWN: usize = 10;

fn shown(mut all: impl Iterator<Item = String>) -> String {
    let named: String = all.by_ref().take(SHOWN).collect();
    match all.count() {
        0 => named,
        more => format!("{named}\n  and {more} more"),
    }
}
