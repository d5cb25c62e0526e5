//! From lists to proven plans: what is known of their papers, a plan of each, and where a plan has
//! lookups, their answers and a second plan.

use super::connection::Watch;
use super::lists::Task;
use super::lookup::{self, LookupResults};
use super::request::Request;
use super::resolve::{self, Resolved};
use crate::arxiv::id::PaperRef;
use crate::arxiv::lookup::{Answer, Answers, Lookup};
use crate::arxiv::paper::Resolution;
use crate::config::Config;
use crate::plan::input::{Given, List, Only};
use crate::plan::verify::{self, Proven};
use crate::report::Stats;
use crate::store::Store;
use anyhow::Result;
use std::collections::BTreeSet;

/// The plans of all lists, and what they cost.
pub(super) struct Planned {
    /// One for each list.
    pub proven: Vec<Proven>,
    /// Requests, retries, cache hits, papers.
    pub stats: Stats,
    /// Whether arXiv did not answer a lookup on which a change depends.
    pub unanswered: bool,
}

/// Plans lists, and keeps what arXiv answers. What the second plan still wants to know is not asked
/// in this run.
pub(super) fn plan(
    config: &Config,
    store: &mut Store,
    request: &Request,
    tasks: &[Task],
    lists: &[List<'_>],
    watch: &mut dyn Watch,
) -> Result<Planned> {
    let (only, sources) = (request.only.as_ref(), request.sources);
    let wanted: BTreeSet<PaperRef> = lists.iter().flat_map(|l| l.wanted(only)).collect();
    tracing::info!(lists = lists.len(), papers = wanted.len(), "read the lists");
    let resolved = resolve::resolve(config, store, &wanted, sources, watch)?;
    tell_deferred(&resolved);
    let plan =
        |task, list, answers| verify::plan(list, given(config, task, &resolved, answers, only));
    let nothing = Answers::new();
    let pairs = || tasks.iter().zip(lists);
    let mut proven: Vec<Proven> = pairs().map(|(t, l)| plan(t, l, &nothing)).collect();
    let lookups = proven.iter().flat_map(|p| p.plan.lookups.iter().cloned());
    let lookups: BTreeSet<Lookup> = lookups.collect();
    let out_of_order = resolved.out_of_order.as_deref();
    let looked_up = lookup::look_up(config, store, &lookups, sources, out_of_order, watch)?;
    tell_unanswered(&looked_up);
    for ((task, list), proven) in pairs().zip(&mut proven) {
        if !proven.plan.lookups.is_empty() {
            *proven = plan(task, list, &looked_up.answers);
        }
    }
    let stats = Stats {
        requests: resolved.stats.requests + looked_up.requests,
        retries: resolved.stats.retries + looked_up.retries,
        ..resolved.stats
    };
    let unanswered = looked_up.unanswered;
    Ok(Planned {
        proven,
        stats,
        unanswered,
    })
}

fn given<'a>(
    config: &'a Config,
    task: &'a Task,
    resolved: &'a Resolved,
    answers: &'a Answers,
    only: Option<&'a Only>,
) -> Given<'a> {
    Given {
        resolutions: &resolved.resolutions,
        answers,
        overrides: &config.names,
        policy: &task.settings.policy,
        only,
    }
}

fn tell_deferred(resolved: &Resolved) {
    let mut deferred = 0;
    for (paper, resolution) in &resolved.resolutions {
        if let Resolution::Deferred { why } = resolution {
            deferred += 1;
            tracing::debug!(%paper, why, "deferred");
        }
    }
    if deferred > 0 {
        let why = resolved.out_of_order.as_deref().unwrap_or_default();
        tracing::info!(
            papers = deferred,
            why,
            "got no answer, and are asked again next time"
        );
    }
}

fn tell_unanswered(looked_up: &LookupResults) {
    for (lookup, answer) in &looked_up.answers {
        if let Answer::Deferred { why } = answer {
            tracing::debug!(?lookup, why, "not answered");
        }
    }
}
