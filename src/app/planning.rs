//! From lists to proven plans: what is known of their papers, a plan of each, and where a plan has
//! lookups, their answers and a second plan.

use super::connection::Watch;
use super::lists::Task;
use super::lookup::LookupResults;
use super::request::Request;
use super::resolve::{self, Resolved, Sources};
use crate::arxiv::id::PaperRef;
use crate::arxiv::lookup::{Answer, Answers, Lookup};
use crate::arxiv::paper::Resolution;
use crate::config::Config;
use crate::plan::input::{Given, List, Only};
use crate::plan::known::Known;
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

/// Plans lists, asks what the plans want to know, and keeps what arXiv answers.
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
    let mut resolved = resolve::resolve(config, store, &wanted, sources, watch)?;
    tell_deferred(&resolved);
    let mut asked = Asked::default();
    let mut proven: Vec<Option<Proven>> = tasks.iter().map(|_| None).collect();
    for round in 0..=MOST_ROUNDS {
        let known = Known::of(&resolved.resolutions);
        for ((task, list), proven) in tasks.iter().zip(lists).zip(&mut proven) {
            if proven.as_ref().is_none_or(|p| p.plan.asks()) {
                let given = given(
                    config,
                    task,
                    &resolved,
                    &asked.looked_up.answers,
                    &known,
                    only,
                );
                *proven = Some(verify::plan(list, given));
            }
        }
        if round == MOST_ROUNDS
            || !asked.more(config, store, &mut resolved, &proven, sources, watch)?
        {
            break;
        }
    }
    let Asked { looked_up, .. } = asked;
    let stats = Stats {
        requests: resolved.stats.requests + looked_up.requests,
        retries: resolved.stats.retries + looked_up.retries,
        ..resolved.stats
    };
    let proven = proven.into_iter().flatten().collect();
    Ok(Planned {
        proven,
        stats,
        unanswered: looked_up.unanswered,
    })
}

/// So often what a plan wants to know is asked: what an earlier version says may decide whether a
/// title is searched for, and that whether a record is read.
const MOST_ROUNDS: u32 = 3;

/// What was asked for the plans' sake, besides the papers themselves.
#[derive(Default)]
struct Asked {
    looked_up: LookupResults,
    versions: BTreeSet<PaperRef>,
}

impl Asked {
    /// Asks what the plans want to know and nobody has asked yet; whether there was anything.
    fn more(
        &mut self,
        config: &Config,
        store: &mut Store,
        resolved: &mut Resolved,
        proven: &[Option<Proven>],
        sources: Sources,
        watch: &mut dyn Watch,
    ) -> Result<bool> {
        let plans = || proven.iter().flatten().map(|p| &p.plan);
        let versions = plans().flat_map(|p| p.versions.iter()).cloned();
        let versions: BTreeSet<PaperRef> =
            versions.filter(|v| !self.versions.contains(v)).collect();
        let is_answered = |l: &Lookup| self.looked_up.answers.contains_key(l);
        let lookups = plans().flat_map(|p| p.lookups.iter()).cloned();
        let lookups: BTreeSet<Lookup> = lookups.filter(|l| !is_answered(l)).collect();
        if versions.is_empty() && lookups.is_empty() {
            return Ok(false);
        }
        resolved.versions(config, store, &versions, sources, watch)?;
        self.versions.extend(versions);
        let looked_up = &mut self.looked_up;
        looked_up.look_up(config, store, &lookups, sources, resolved, watch)?;
        tell_unanswered(&lookups, &looked_up.answers);
        Ok(true)
    }
}

fn given<'a>(
    config: &'a Config,
    task: &'a Task,
    resolved: &'a Resolved,
    answers: &'a Answers,
    known: &'a Known<'a>,
    only: Option<&'a Only>,
) -> Given<'a> {
    Given {
        resolutions: &resolved.resolutions,
        answers,
        known,
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

fn tell_unanswered(lookups: &BTreeSet<Lookup>, answers: &Answers) {
    for lookup in lookups {
        if let Some(Answer::Deferred { why }) = answers.get(lookup) {
            tracing::debug!(?lookup, why, "not answered");
        }
    }
}
