//! What was done: the last runs, or all changes of a list or a paper. Touches nothing.

use super::status::time;
use crate::arxiv::id::PaperRef;
use crate::config::Config;
use crate::report::history::{History, PastChange, PastRun};
use crate::store::{self, ChangeRow, Of, RunRow};
use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};

/// So many runs are told where no other number is asked for.
const RUNS: u32 = 20;

/// Tells the last runs; or, `of` an arXiv id or a list's path, its changes, all but where at `most`
/// so many are asked for.
///
/// # Errors
///
/// The database cannot be read, or `of` is neither an id nor a list.
pub fn history(config: &Config, of: Option<&str>, most: Option<u32>) -> Result<History> {
    let dir = &config.store_dir;
    let Some(of) = of else {
        let runs = store::look(dir, |look| look.runs(most.unwrap_or(RUNS)))?;
        let runs = runs.unwrap_or_default();
        return Ok(History::Runs(runs.into_iter().map(past_run).collect()));
    };
    let most = most.unwrap_or(u32::MAX);
    if let Ok(paper) = PaperRef::parse(of) {
        let of = Of::Paper(paper.id.as_str());
        return Ok(changes(store::look(dir, |look| look.changes(of, most))?));
    }
    let path = real(Path::new(of))?;
    let Some(text) = path.to_str() else {
        bail!("{of}: lists whose path is not UTF-8 are never written, and have no history");
    };
    let found = store::look(dir, |look| look.changes(Of::List(text), most))?;
    if found.as_ref().is_none_or(Vec::is_empty) && !path.exists() {
        bail!(
            "{of} is neither an arXiv id nor a list, and no change of it is recorded: give an id (2210.02414), or the path of a list"
        );
    }
    Ok(changes(found))
}

/// The path under which a list is recorded, also where it is gone.
fn real(path: &Path) -> Result<PathBuf> {
    if let Ok(real) = path.canonicalize() {
        return Ok(real);
    }
    let absolute =
        std::path::absolute(path).with_context(|| format!("{} is no path", path.display()))?;
    let folder = absolute.parent().and_then(|dir| dir.canonicalize().ok());
    Ok(match (folder, absolute.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => absolute,
    })
}

fn changes(rows: Option<Vec<ChangeRow>>) -> History {
    let rows = rows.unwrap_or_default();
    History::Changes(rows.into_iter().map(past_change).collect())
}

fn past_run(run: RunRow) -> PastRun {
    PastRun {
        id: run.id,
        started_at: time(run.started_at),
        finished_at: run.finished_at.map(time),
        outcome: run.outcome,
        problem: run.problem,
        requests: run.requests,
        papers: run.papers,
        deferred: run.deferred,
        applied: run.applied,
        proposed: run.proposed,
    }
}

fn past_change(change: ChangeRow) -> PastChange {
    PastChange {
        run: change.run_id,
        at: time(change.at),
        list: change.list,
        line: change.line,
        arxiv_id: change.arxiv_id,
        field: change.field,
        kind: change.kind,
        decision: change.decision,
        why: change.why,
        state: change.state,
        before: change.before,
        after: change.after,
        times: change.times,
        first_at: time(change.first_at),
    }
}
