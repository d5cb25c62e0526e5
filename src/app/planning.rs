//! From lists to proven plans: what is known of their papers, a plan of each, and where a plan has
//! lookups, their answers and a second plan.

use super::connection::{Stopped, Watch};
use super::lookup::LookupResults;
use super::request::Request;
use super::resolve::{self, Resolved, Sources};
use crate::arxiv::id::PaperRef;
use crate::arxiv::lookup::{Answer, Answers, Lookup};
use crate::arxiv::paper::Resolution;
use crate::config::Config;
use crate::plan::Plan;
use crate::plan::input::{Given, List, Only};
use crate::plan::known::Known;
use crate::plan::memory::Memory;
use crate::plan::policy::Policy;
use crate::plan::verify::{self, Proven};
use crate::report::Stats;
use crate::store::Store;
use anyhow::Result;
use std::cell::RefCell;
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

/// A list to be planned, and what holds for it.
pub(super) struct Work<'a> {
    /// The list, read.
    pub list: &'a List<'a>,
    /// What may be changed.
    pub policy: &'a Policy,
    /// What was decided and done before.
    pub memory: &'a Memory,
}

/// Plans lists, asks what the plans want to know, and keeps what arXiv answers.
pub(super) fn plan(
    config: &Config,
    store: &mut Store,
    request: &Request,
    work: &[Work<'_>],
    watch: &mut dyn Watch,
) -> Result<Planned> {
    let (only, sources) = (request.only.as_ref(), request.sources);
    let wanted: BTreeSet<PaperRef> = work.iter().flat_map(|w| w.list.wanted(only)).collect();
    tracing::info!(lists = work.len(), papers = wanted.len(), "read the lists");
    let mut resolved = resolve::resolve(config, store, &wanted, sources, watch)?;
    tell_deferred(&resolved);
    let mut asked = Asked::default();
    let mut proven: Vec<Option<Proven>> = work.iter().map(|_| None).collect();
    let watch = RefCell::new(watch);
    let is_over = || watch.borrow_mut().is_over();
    for round in 0..=MOST_ROUNDS {
        let known = Known::of(&resolved.resolutions);
        let mut open = Questions::default();
        for (work, proven) in work.iter().zip(&mut proven) {
            if proven.is_some() {
                continue;
            }
            let given = given(config, work, &resolved, &asked, &known, only, &is_over);
            let draft = verify::draft(work.list, given);
            if is_over() {
                return Err(Stopped.into());
            }
            let questions = asked.open(&draft);
            if questions.is_empty() || round == MOST_ROUNDS {
                *proven = Some(verify::proven(work.list, given, draft).ok_or(Stopped)?);
            } else {
                open.extend(questions);
            }
        }
        if open.is_empty() {
            break;
        }
        let watch = &mut **watch.borrow_mut();
        asked.ask(open, config, store, &mut resolved, sources, watch)?;
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

/// What plans want to know and nobody has asked yet.
#[derive(Default)]
struct Questions {
    versions: BTreeSet<PaperRef>,
    lookups: BTreeSet<Lookup>,
}

impl Questions {
    fn is_empty(&self) -> bool {
        self.versions.is_empty() && self.lookups.is_empty()
    }

    fn extend(&mut self, other: Self) {
        self.versions.extend(other.versions);
        self.lookups.extend(other.lookups);
    }
}

/// What was asked for the plans' sake, besides the papers themselves.
#[derive(Default)]
struct Asked {
    looked_up: LookupResults,
    versions: BTreeSet<PaperRef>,
}

impl Asked {
    fn open(&self, draft: &Plan) -> Questions {
        let versions = draft.versions.iter();
        let is_answered = |l: &&Lookup| self.looked_up.answers.contains_key(*l);
        Questions {
            versions: versions
                .filter(|v| !self.versions.contains(v))
                .cloned()
                .collect(),
            lookups: draft
                .lookups
                .iter()
                .filter(|l| !is_answered(l))
                .cloned()
                .collect(),
        }
    }

    fn ask(
        &mut self,
        questions: Questions,
        config: &Config,
        store: &mut Store,
        resolved: &mut Resolved,
        sources: Sources,
        watch: &mut dyn Watch,
    ) -> Result<()> {
        let Questions { versions, lookups } = questions;
        resolved.versions(config, store, &versions, sources, watch)?;
        self.versions.extend(versions);
        let looked_up = &mut self.looked_up;
        looked_up.look_up(config, store, &lookups, sources, resolved, watch)?;
        tell_unanswered(&lookups, &looked_up.answers);
        Ok(())
    }
}

fn given<'a>(
    config: &'a Config,
    work: &'a Work<'a>,
    resolved: &'a Resolved,
    asked: &'a Asked,
    known: &'a Known<'a>,
    only: Option<&'a Only>,
    is_over: &'a dyn Fn() -> bool,
) -> Given<'a> {
    Given {
        resolutions: &resolved.resolutions,
        answers: &asked.looked_up.answers,
        known,
        overrides: &config.names,
        policy: work.policy,
        memory: work.memory,
        only,
        is_over,
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
