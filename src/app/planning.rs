//! From lists to proven plans: what is known of their papers, a plan of each, and where a plan has
//! lookups, their answers and a second plan.

use super::bug::{self, Step};
use super::connection::{Stopped, Watch};
use super::lists::Task;
use super::lookup::LookupResults;
use super::request::Request;
use super::resolve::{self, Resolved, Sources};
use crate::arxiv::id::PaperRef;
use crate::arxiv::lookup::{Answer, Answers, Lookup};
use crate::arxiv::paper::Resolution;
use crate::config::Config;
use crate::list::document::IsOver;
use crate::plan::Plan;
use crate::plan::input::{Given, List, Only};
use crate::plan::known::Known;
use crate::plan::memory::Memory;
use crate::plan::verify::{self, Proven};
use crate::report::Stats;
use crate::store::Store;
use anyhow::Result;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The plans of all lists, and what they cost.
pub(super) struct Planned {
    /// One for each list, or why there is none.
    pub proven: Vec<Result<Proven, String>>,
    /// Requests, retries, cache hits, papers.
    pub stats: Stats,
    /// Whether arXiv did not answer a lookup on which a change depends.
    pub unanswered: bool,
}

/// A list that was read, or why it was not: a bug.
pub(super) type ReadList<'l> = Result<List<'l>, String>;

/// Plans lists, asks what the plans want to know, and keeps what arXiv answers.
pub(super) fn plan(
    config: &Config,
    store: &mut Store,
    request: &Request,
    tasks: &[Task],
    memories: &[Memory],
    lists: &[ReadList<'_>],
    watch: &mut dyn Watch,
) -> Result<Planned> {
    let (only, sources) = (request.only.as_ref(), request.sources);
    let watch = RefCell::new(watch);
    let is_over = || watch.borrow_mut().is_over();
    let (wanted, mut proven) = wanted(tasks, lists, only, &is_over)?;
    tracing::info!(lists = lists.len(), papers = wanted.len(), "read the lists");
    let mut resolved =
        resolve::resolve(config, store, &wanted, sources, &mut **watch.borrow_mut())?;
    tell_deferred(&resolved);
    let mut asked = Asked::default();
    for round in 0..=MOST_ROUNDS {
        let known = Known::of(&resolved.resolutions);
        let mut open = Questions::default();
        let known_of = tasks.iter().zip(memories);
        for ((task, list), proven) in known_of.zip(lists).zip(&mut proven) {
            let (None, Ok(list)) = (&proven, list) else {
                continue;
            };
            let given = given(config, task, &resolved, &asked, &known, only, &is_over);
            let is_last = round == MOST_ROUNDS;
            let planned = bug::of_list(Step::Planning, &task.0.source, || {
                plan_list(list, given, &asked, is_last)
            });
            match planned {
                Err(why) => *proven = Some(Err(why)),
                Ok(planned) => match planned? {
                    ListPlan::Proven(plan) => *proven = Some(Ok(plan)),
                    ListPlan::Open(questions) => open.extend(questions),
                },
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

/// What is known of a list's plan before it is made: nothing, or why it is not.
type Unplanned = Option<Result<Proven, String>>;

/// The papers that the lists name, and for each list why it is not planned, where that is so.
fn wanted(
    tasks: &[Task],
    lists: &[ReadList<'_>],
    only: Option<&Only>,
    is_over: IsOver<'_>,
) -> Result<(BTreeSet<PaperRef>, Vec<Unplanned>), Stopped> {
    let mut wanted = BTreeSet::new();
    let mut papers = |(task, list): (&Task, &ReadList<'_>)| {
        let list = list.as_ref().map_err(Clone::clone);
        let of = |list: &List<'_>| {
            let papers = bug::of_list(Step::Reading, &task.source, || list.wanted(only, is_over))?;
            wanted.extend(papers);
            Ok(())
        };
        list.and_then(of).err().map(Err)
    };
    let unplanned = tasks.iter().zip(lists).map(&mut papers).collect();
    match is_over() {
        true => Err(Stopped),
        false => Ok((wanted, unplanned)),
    }
}

/// How far the plan of a list has come.
enum ListPlan {
    Proven(Proven),
    Open(Questions),
}

/// Plans a list, up to what the plan wants to know; where this `is_last`, without knowing it.
fn plan_list(
    list: &List<'_>,
    given: Given<'_>,
    asked: &Asked,
    is_last: bool,
) -> Result<ListPlan, Stopped> {
    let draft = verify::draft(list, given);
    if (given.is_over)() {
        return Err(Stopped);
    }
    let questions = asked.open(&draft);
    if questions.is_empty() || is_last {
        let proven = verify::proven(list, given, draft);
        return proven.map(ListPlan::Proven).ok_or(Stopped);
    }
    Ok(ListPlan::Open(questions))
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
    (task, memory): (&'a Task, &'a Memory),
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
        policy: &task.settings.policy,
        memory,
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
