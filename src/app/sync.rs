//! One run over lists: read, ask, plan, and then what the mode allows. All modes share everything
//! up to the plan.

use super::bug::{self, Step};
use super::connection::{Stopped, Watch, clock_problem};
use super::lists::{self, Lists, Task};
use super::lock_wait;
use super::memory;
use super::planning::{self, Planned, ReadList};
use super::reports;
use super::request::Request;
use super::run_id;
use super::status::time;
use super::write::{self, Outcome as WriteOutcome, Recovered};
use crate::clock::Behind;
use crate::config::Config;
use crate::config::decisions::Decisions;
use crate::list::entry::Entry;
use crate::list::file::Source;
use crate::plan::input::{List, Only, compare_pages, lets_through};
use crate::plan::lines::renumber;
use crate::plan::links::{Month, Named};
use crate::plan::verify::Proven;
use crate::plan::{
    Change, Code, Decision, EntryVerdict, Finding, Plan, Status, findings, fingerprint,
};
use crate::report::{LeftOut, ListRun, Mode, Outcome, Problem, Run, Stats, Written};
use crate::store::{Decided, RunEnd, Since, Store, Tried};
use crate::text::checksum::sha256;
use anyhow::{Error, Result, bail};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Runs.
///
/// # Errors
///
/// No list is given, or just one, which cannot be worked on; reports or the database cannot be
/// written, or another run holds the lock ([`crate::store::LockError`]). No list was touched then,
/// except where the database failed after a list was written.
pub fn run(config: &Config, request: &Request, watch: &mut dyn Watch) -> Result<Run> {
    let id = run_id::new(config.clock.now()).to_string();
    run_as(config, request, &id, watch)
}

/// Runs under this id.
///
/// # Errors
///
/// As [`run`].
pub(super) fn run_as(
    config: &Config,
    request: &Request,
    id: &str,
    watch: &mut dyn Watch,
) -> Result<Run> {
    // At the highest level, so that the id stands on every line, however quiet the log is.
    let span = tracing::error_span!("run", %id);
    let _entered = span.enter();
    let mut lists = find(config, request, &Recovered::default(), watch)?;
    if let Some(only) = &request.only {
        check_only(&lists, only, watch)?;
    }
    check_feeds(config)?;
    let decisions = Decisions::read(&config.decisions)?;
    if let Some(dir) = &request.report_dir {
        reports::check(dir)?;
    }
    let (_lock, has_waited) = lock_wait::acquire(&config.store_dir, id, request.patience, watch)?;
    let started = config.clock.now();
    let mut store = Store::open_in(&config.store_dir)?;
    store.check_weekly(started.as_millisecond())?;
    if request.mode == Mode::Apply {
        let recovered = write::recover(&mut store, &config.clock)?;
        if has_waited || recovered.has_settled || recovered.is_stuck() {
            lists = find(config, request, &recovered, watch)?;
        }
        match request.chosen {
            Some(_) => store.begin_command(id, "accept", started.as_millisecond())?,
            None => store.begin_run(id, "apply", started.as_millisecond())?,
        }
    } else if has_waited {
        lists = find(config, request, &Recovered::default(), watch)?;
    }
    let job = Job {
        config,
        request,
        decisions,
        id,
        started,
    };
    let run = job.work(&mut store, &lists, watch);
    if let (Mode::Apply, Err(error)) = (request.mode, &run) {
        job.break_off(&mut store, error);
    }
    run
}

/// The lists, as they are now. A run that may write leaves out those that it could not replace, or
/// must not.
fn find(
    config: &Config,
    request: &Request,
    recovered: &Recovered,
    watch: &mut dyn Watch,
) -> Result<Lists> {
    let watch = RefCell::new(watch);
    let is_over = || watch.borrow_mut().is_over();
    let scope = lists::scope(config, request.report_dir.as_deref(), &is_over);
    let input = request.input.as_ref();
    let mut lists = lists::find(config, &request.lists, input, "sync", &scope)?;
    if is_over() {
        return Err(Stopped.into());
    }
    if request.mode == Mode::Apply {
        lists.leave_out(|source| recovered.trouble(&source.real));
        lists.leave_out_unwritable();
    }
    lists.refuse_a_single_bad_one()?;
    Ok(lists)
}

/// What holds for all of a run.
struct Job<'a> {
    config: &'a Config,
    request: &'a Request,
    decisions: Decisions,
    id: &'a str,
    started: Timestamp,
}

impl Job<'_> {
    fn work(&self, store: &mut Store, lists: &Lists, watch: &mut dyn Watch) -> Result<Run> {
        let (mode, tasks) = (self.request.mode, &lists.tasks);
        let (planned, problem) = self.plan(store, tasks, watch)?;
        let mut runs = Vec::with_capacity(tasks.len());
        for (task, proven) in tasks.iter().zip(planned.proven) {
            if watch.is_over() {
                return Err(Stopped.into());
            }
            runs.push(match proven {
                Ok(proven) => self.list_run(store, task, proven, problem.as_deref())?,
                Err(why) => self.unplanned(task, why),
            });
        }
        let left_out: Vec<LeftOut> = lists.bad.iter().map(|bad| bad.told.clone()).collect();
        let is_lacking = planned.unanswered || problem.is_some();
        let mut run = Run {
            id: self.id.to_owned(),
            mode,
            started_at: told(self.started),
            finished_at: told(self.config.clock.now()),
            outcome: outcome(&runs, &left_out, is_lacking),
            problem,
            lists: runs,
            left_out,
            unreported: None,
            reported: Written::No,
            stats: planned.stats,
        };
        // Lists are written, and their report is due, whoever wants to stop: this is only to be
        // heard.
        watch.is_over();
        self.report(lists, &mut run);
        if mode == Mode::Apply {
            self.conclude(store, lists, &run, watch)?;
        }
        Ok(run)
    }

    /// Plans, and says why no list may be written, where the clock cannot be right. Where it is
    /// arXiv's answers that show it, everything is planned again without the clock's word: what it
    /// called an id of a month to come may be one.
    fn plan(
        &self,
        store: &mut Store,
        tasks: &[Task],
        watch: &mut dyn Watch,
    ) -> Result<(Planned, Option<String>)> {
        let (config, request) = (self.config, self.request);
        let known = clock_problem(config, store)?;
        let chosen = request.chosen.as_ref();
        let memories = memory::of_all(config, store, &self.decisions, chosen, tasks)?;
        let lists = read(tasks, month(self.started, known), watch)?;
        let mut planned = planning::plan(config, store, request, tasks, &memories, &lists, watch)?;
        let found = clock_problem(config, store)?;
        if known.is_none() && found.is_some() {
            let lists = read(tasks, ANY_MONTH, watch)?;
            let before = planned.stats;
            planned = planning::plan(config, store, request, tasks, &memories, &lists, watch)?;
            planned.stats.requests += before.requests;
            planned.stats.retries += before.retries;
        }
        let problem = found.or(known).map(|behind| behind.to_string());
        if let Some(problem) = &problem {
            tracing::error!(problem, "no list is edited");
        }
        Ok((planned, problem))
    }

    /// Does with a plan what the mode allows, where nothing `forbids` to write any list.
    fn list_run(
        &self,
        store: &mut Store,
        task: &Task,
        proven: Proven,
        forbids: Option<&str>,
    ) -> Result<ListRun> {
        let source = &task.source;
        let Proven { mut plan, after } = proven;
        if plan.entries.is_empty() {
            tracing::info!(list = ?source.path, "no entry is recognised in this list");
            let is_amid_a_merge = merge(&plan).is_some();
            if task.is_named && source.has_text() && !is_amid_a_merge {
                let name = source.path.display().to_string();
                plan.findings.push(findings::no_entries(&name));
                let name = memory::list_name(self.config, &source.real);
                fingerprint::identify(&name, |_| None, &mut plan.findings);
            }
        }
        if let Some(chosen) = &self.request.chosen {
            plan.changes.retain(|change| chosen.contains(&change.id));
            plan.findings.clear();
        }
        let since = store.standing(&source.real)?;
        let before = self.config.names.redacted(source.text.clone());
        let written = match (self.request.mode, forbids) {
            (Mode::Apply, None) => self.write(store, source, &plan, [&before, &after], &since)?,
            (Mode::Apply | Mode::DryRun | Mode::Check, _) => None,
        };
        let is_written = written == Some(WriteOutcome::Written);
        let would_be = self.request.mode == Mode::Apply && after != source.text;
        let problem = problem(written, merge(&plan), forbids.filter(|_| would_be));
        let lines_read = is_written.then(|| renumber(&mut plan, &source.text));
        Ok(ListRun {
            path: source.path.display().to_string(),
            sha256_before: source.sha256.clone(),
            sha256_after: if is_written {
                sha256(after.as_bytes())
            } else {
                source.sha256.clone()
            },
            before,
            after: self.config.names.redacted(after),
            since: since
                .into_iter()
                .map(|(id, at)| (id, told(time(at))))
                .collect(),
            plan,
            lines_read,
            written: is_written,
            problem,
        })
    }

    /// Records what is new of a list's plan, and writes the list, whose text may be shown as
    /// `shown`.
    fn write(
        &self,
        store: &mut Store,
        source: &Source,
        plan: &Plan,
        [shown, after]: [&str; 2],
        since: &Since,
    ) -> Result<Option<WriteOutcome>> {
        let is_new = |c: &&Change| c.decision == Decision::Apply || !since.contains_key(&c.id);
        let changes: Vec<&Change> = plan.changes.iter().filter(is_new).collect();
        let task = write::Task {
            source,
            after,
            decided: Decided {
                run_id: self.id,
                list: &source.real,
                source: &source.text,
                shown,
                undoes: &[],
                entries: &plan.entries,
                changes: &changes,
            },
        };
        write::carry_out(store, &task, &self.config.clock)
    }

    /// Remembers what was told of a list, so that it is new once. What a run did not look at is not
    /// forgotten.
    fn note_standing(
        &self,
        store: &mut Store,
        source: &Source,
        list: &ListRun,
        watch: &mut dyn Watch,
    ) -> Result<()> {
        if matches!(list.problem, Some(Problem::Merge(_) | Problem::Bug(_))) {
            return Ok(());
        }
        let plan = &list.plan;
        let open = |c: &&Change| c.decision != Decision::Apply;
        let changes = plan.changes.iter().filter(open).map(|c| c.id.as_str());
        let findings = plan.findings.iter().map(|f| f.id.as_str());
        let items: BTreeSet<&str> = changes.chain(findings).collect();
        let is_asked = |e: &EntryVerdict| e.status != Status::Deferred;
        let is_all = self.request.only.is_none()
            && self.request.chosen.is_none()
            && plan.entries.iter().all(is_asked);
        // Whoever wants to stop is heard when it is done.
        let mut goes_on = || {
            watch.is_over();
        };
        let at = self.started.as_millisecond();
        Ok(store.stand(&source.real, at, &items, is_all, &mut goes_on)?)
    }

    /// What is told of a list on which arxsync failed inside: it stays as it is.
    fn unplanned(&self, task: &Task, why: String) -> ListRun {
        let source = &task.source;
        let text = self.config.names.redacted(source.text.clone());
        ListRun {
            path: source.path.display().to_string(),
            plan: Plan::default(),
            lines_read: None,
            before: text.clone(),
            after: text,
            since: BTreeMap::new(),
            sha256_before: source.sha256.clone(),
            sha256_after: source.sha256.clone(),
            written: false,
            problem: Some(Problem::Bug(self.config.names.redacted(why))),
        }
    }

    /// Writes the report of a run, where one is wanted. That it cannot be written undoes nothing.
    fn report(&self, lists: &Lists, run: &mut Run) {
        let Some(dir) = &self.request.report_dir else {
            return;
        };
        let reals: Vec<&Path> = lists.tasks.iter().map(|task| &*task.source.real).collect();
        match reports::write(self.config, dir, run, &reals) {
            Ok(written) => run.reported = written,
            Err(error) => {
                run.unreported = Some(format!("{error:#}"));
                if run.outcome != Outcome::Failed {
                    run.outcome = Outcome::Incomplete;
                }
            }
        }
    }

    /// Records how a run and its lists ended.
    fn conclude(
        &self,
        store: &mut Store,
        lists: &Lists,
        run: &Run,
        watch: &mut dyn Watch,
    ) -> Result<()> {
        let covered = match self.request.lists.as_slice() {
            [] => lists::patterns(&self.config.lists),
            _ => Vec::new(),
        };
        let at = self.started.as_millisecond();
        store.note_lists(self.id, at, &tried(lists, run), &covered)?;
        // What a report was to tell and does not is new until one does.
        if run.problem.is_none() && run.unreported.is_none() {
            for (task, list) in lists.tasks.iter().zip(&run.lists) {
                self.note_standing(store, &task.source, list, watch)?;
            }
        }
        Ok(store.finish_run(&run.id, run_end(run, self.config.clock.now_ms()))?)
    }

    /// Records that a run came to no end, and why. That this fails, too, says nothing new.
    fn break_off(&self, store: &mut Store, error: &Error) {
        let is_stopped = error.is::<Stopped>();
        let problem = format!("{error:#}");
        let end = RunEnd {
            outcome: if is_stopped {
                Outcome::Incomplete
            } else {
                Outcome::Failed
            }
            .name(),
            finished_at: self.config.clock.now_ms(),
            requests: 0,
            retries: 0,
            cache_hits: 0,
            papers: 0,
            deferred: 0,
            problem: Some(&problem),
        };
        if let Err(error) = store.finish_run(self.id, end) {
            tracing::debug!(%error, "cannot record that the run broke off");
        }
    }
}

fn read<'l>(tasks: &'l [Task], month: Month, watch: &mut dyn Watch) -> Result<Vec<ReadList<'l>>> {
    let watch = RefCell::new(watch);
    let is_over = || watch.borrow_mut().is_over();
    let mut lists = Vec::with_capacity(tasks.len());
    for Task {
        source, settings, ..
    } in tasks
    {
        let list = bug::of_list(Step::Reading, source, || {
            List::read_while(&source.text, &settings.hints, month, &is_over)
        });
        if is_over() {
            return Err(Stopped.into());
        }
        lists.push(list);
    }
    compare_pages(lists.iter_mut().flatten());
    Ok(lists)
}

/// A misspelt `--only` must not look like a list that is in order.
fn check_only(lists: &Lists, only: &Only, watch: &mut dyn Watch) -> Result<()> {
    let told = match only {
        Only::Paper(id) => id.to_string(),
        Only::Title(text) => text.clone(),
    };
    let bad: Vec<String> = lists.bad.iter().map(|b| b.told.why.clone()).collect();
    let read = read(&lists.tasks, ANY_MONTH, watch)?;
    // What it fails on, the run tells.
    let is_meant = |(task, list): (&Task, &ReadList<'_>)| match list {
        Ok(list) => bug::of_list(Step::Reading, &task.source, || has(list, only)).unwrap_or(true),
        Err(_) => true,
    };
    let found = lists.tasks.iter().zip(&read).any(is_meant);
    match (found, bad.as_slice()) {
        (true, _) => Ok(()),
        (false, []) => bail!(
            "no entry matches --only {told}: give the arXiv id of an entry, or a part of its title"
        ),
        (false, bad) => bail!(
            "no entry of the lists that can be worked on matches --only {told}: {}",
            bad.join("; ")
        ),
    }
}

fn has(list: &List<'_>, only: &Only) -> bool {
    let only = Some(only);
    let meant = |entry: &Entry| match list.named(entry, &mut Vec::new()) {
        Named::Paper(paper) => lets_through(only, &list.doc, entry, Some(&paper)),
        Named::Nothing(_) => lets_through(only, &list.doc, entry, None),
    };
    list.entries.iter().any(meant)
}

/// A folder of saved answers that is not there is no arXiv that does not answer.
pub(super) fn check_feeds(config: &Config) -> Result<()> {
    if let Some(dir) = config.arxiv.feeds.as_deref().filter(|d| !d.is_dir()) {
        bail!(
            "[arxiv] feeds: there is no folder {}; it is looked for beside the configuration",
            dir.display()
        );
    }
    Ok(())
}

/// A time as reports tell it: whole seconds, rounded down.
fn told(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).map_or(at.to_string(), |at| at.to_string())
}

/// After it comes no id.
pub(super) const ANY_MONTH: Month = (u16::MAX, 12);

/// Why nothing in a list was looked at, where it is amid a merge.
fn merge(plan: &Plan) -> Option<Problem> {
    let is_merge = |f: &&Finding| f.code == Code::MergeConflict;
    let found = plan.findings.iter().find(is_merge)?;
    Some(Problem::Merge(found.message.clone()))
}

/// Why a plan was not carried out: what came of writing it, a merge, or what forbids to.
fn problem(
    written: Option<WriteOutcome>,
    merge: Option<Problem>,
    forbids: Option<&str>,
) -> Option<Problem> {
    match written {
        Some(WriteOutcome::Stale) => Some(Problem::Changed),
        Some(WriteOutcome::Failed(why)) => Some(Problem::Failed(why)),
        Some(WriteOutcome::Written) => None,
        None => merge.or_else(|| forbids.map(|why| Problem::Clock(why.to_owned()))),
    }
}

/// What is to be remembered of the lists of the configuration. That somebody saved one meanwhile,
/// or that the clock is behind, is no fault of it.
fn tried(lists: &Lists, run: &Run) -> Vec<Tried> {
    let worked_on = lists.tasks.iter().zip(&run.lists);
    let worked_on = worked_on.filter_map(|(task, list)| match &list.problem {
        Some(Problem::Changed | Problem::Clock(_)) => None,
        problem => task.tried(problem.as_ref().map(Problem::words)),
    });
    let bad = lists.bad.iter().filter_map(lists::Bad::tried);
    worked_on.chain(bad).collect()
}

/// Ids of later months cannot exist yet; by a clock that is behind, any may.
pub(super) fn month(now: Timestamp, behind: Option<Behind>) -> Month {
    if behind.is_some() {
        return ANY_MONTH;
    }
    let date = now.to_zoned(TimeZone::UTC).date();
    (date.year().unsigned_abs(), date.month().unsigned_abs())
}

/// `is_lacking`: arXiv did not answer a lookup on which a change depends, or the clock is wrong.
fn outcome(lists: &[ListRun], left_out: &[LeftOut], is_lacking: bool) -> Outcome {
    let deferred = |l: &ListRun| l.plan.entries.iter().any(|e| e.status == Status::Deferred);
    let changed = |l: &ListRun| l.plan.changes.iter().any(|c| c.decision == Decision::Apply);
    let is_incomplete = |l: &ListRun| l.problem.is_some() || deferred(l);
    let failed = |l: &ListRun| matches!(l.problem, Some(Problem::Failed(_) | Problem::Bug(_)));
    if lists.iter().all(failed) {
        Outcome::Failed
    } else if is_lacking || !left_out.is_empty() || lists.iter().any(is_incomplete) {
        Outcome::Incomplete
    } else if lists.iter().any(changed) {
        Outcome::Changed
    } else {
        Outcome::Clean
    }
}

fn run_end(run: &Run, finished_at: i64) -> RunEnd<'_> {
    let entries = run.lists.iter().flat_map(|l| &l.plan.entries);
    let deferred = entries.filter(|e| e.status == Status::Deferred);
    let deferred: BTreeSet<_> = deferred.filter_map(|e| e.arxiv_id.as_ref()).collect();
    let Stats {
        requests,
        retries,
        cache_hits,
        papers,
    } = run.stats;
    RunEnd {
        outcome: run.outcome.name(),
        finished_at,
        requests,
        retries,
        cache_hits,
        papers,
        deferred: u32::try_from(deferred.len()).unwrap_or(u32::MAX),
        problem: run.problem(),
    }
}

#[cfg(test)]
mod tests;
