//! One run over lists: read, ask, plan, and then what the mode allows. All modes share everything
//! up to the plan.

use super::connection::{Stopped, Watch, clock_problem};
use super::lists::{self, Task};
use super::lock_wait;
use super::planning::{self, Planned};
use super::request::Request;
use super::run_id;
use super::write::{self, Outcome as WriteOutcome};
use crate::clock::Behind;
use crate::config::Config;
use crate::list::entry::Entry;
use crate::list::file;
use crate::plan::input::{List, Only, compare_pages, lets_through};
use crate::plan::links::{Month, Named};
use crate::plan::verify::Proven;
use crate::plan::{Code, Decision, Status};
use crate::report::{ListRun, Mode, Outcome, Run, Stats, json, markdown};
use crate::store::{RunEnd, Store};
use anyhow::{Context as _, Error, Result, bail};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::path::Path;

/// Runs.
///
/// # Errors
///
/// No list is given or one cannot be read or replaced, the database cannot be used, or another run
/// holds the lock ([`crate::store::LockError`]). No list was touched then, except where the
/// database failed after a list was written.
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
    let mut tasks = lists::tasks(config, &request.lists, "sync")?;
    if let Some(only) = &request.only {
        check_only(&read(&tasks, ANY_MONTH), only)?;
    }
    check_feeds(config)?;
    if request.mode == Mode::Apply {
        check_targets(&tasks, request.report_dir.as_deref())?;
    }
    let (_lock, has_waited) = lock_wait::acquire(&config.store_dir, id, request.patience, watch)?;
    let started = config.clock.now();
    let mut store = Store::open_in(&config.store_dir)?;
    let is_settled = request.mode == Mode::Apply && write::recover(&mut store, &config.clock)?;
    if has_waited || is_settled {
        tasks = lists::tasks(config, &request.lists, "sync")?;
    }
    if request.mode == Mode::Apply {
        store.begin_run(id, "apply", started.as_millisecond())?;
    }
    let job = Job {
        config,
        request,
        id,
        started,
    };
    let run = job.work(&mut store, &tasks, watch);
    if let (Mode::Apply, Err(error)) = (request.mode, &run) {
        job.break_off(&mut store, error);
    }
    run
}

/// What holds for all of a run.
struct Job<'a> {
    config: &'a Config,
    request: &'a Request,
    id: &'a str,
    started: Timestamp,
}

impl Job<'_> {
    fn work(&self, store: &mut Store, tasks: &[Task], watch: &mut dyn Watch) -> Result<Run> {
        let mode = self.request.mode;
        let (planned, problem) = self.plan(store, tasks, watch)?;
        let mut runs = Vec::with_capacity(tasks.len());
        for (task, proven) in tasks.iter().zip(planned.proven) {
            if watch.is_over() {
                return Err(Stopped.into());
            }
            let run = self.list_run(store, task, proven, problem.as_deref())?;
            runs.push(run);
        }
        let run = Run {
            id: self.id.to_owned(),
            mode,
            started_at: self.started.to_string(),
            finished_at: self.config.clock.now().to_string(),
            outcome: outcome(&runs, planned.unanswered || problem.is_some()),
            problem,
            lists: runs,
            stats: planned.stats,
        };
        if mode == Mode::Apply {
            self.conclude(store, &run)?;
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
        let lists = read(tasks, month(self.started, known));
        let mut planned = planning::plan(config, store, request, tasks, &lists, watch)?;
        let found = clock_problem(config, store)?;
        if known.is_none() && found.is_some() {
            let lists = read(tasks, ANY_MONTH);
            let before = planned.stats;
            planned = planning::plan(config, store, request, tasks, &lists, watch)?;
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
        let Proven { plan, after } = proven;
        if plan.entries.is_empty() {
            tracing::info!(list = ?source.path, "no entry is recognised in this list");
        }
        let written = match (self.request.mode, forbids) {
            (Mode::Apply, None) => {
                write::carry_out(store, self.id, source, &plan, &after, &self.config.clock)?
            }
            (Mode::Apply | Mode::DryRun | Mode::Check, _) => None,
        };
        let would_be = self.request.mode == Mode::Apply && after != source.text;
        let problem = match &written {
            Some(WriteOutcome::Stale) => {
                Some("it was changed while arxsync worked; run again".to_owned())
            }
            Some(WriteOutcome::Failed(why)) => Some(why.clone()),
            Some(WriteOutcome::Written) => None,
            None => forbids.filter(|_| would_be).map(str::to_owned),
        };
        let is_written = written == Some(WriteOutcome::Written);
        let redacted = |mut text: String| {
            self.config.names.redact(&mut text);
            text
        };
        Ok(ListRun {
            path: source.path.display().to_string(),
            sha256_before: source.sha256.clone(),
            sha256_after: if is_written {
                file::sha256(after.as_bytes())
            } else {
                source.sha256.clone()
            },
            before: redacted(source.text.clone()),
            after: redacted(after),
            plan,
            written: is_written,
            failed: matches!(written, Some(WriteOutcome::Failed(_))),
            problem,
        })
    }

    /// Records how a run ended, and writes its report.
    fn conclude(&self, store: &mut Store, run: &Run) -> Result<()> {
        store.finish_run(&run.id, run_end(run, self.config.clock.now_ms()))?;
        match &self.request.report_dir {
            Some(dir) if is_worth_a_report(run) => write_report(dir, run),
            _ => Ok(()),
        }
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

fn read<'l>(tasks: &'l [Task], month: Month) -> Vec<List<'l>> {
    let read = |t: &'l Task| List::read(&t.source.text, &t.settings.hints, month);
    let mut lists: Vec<List<'l>> = tasks.iter().map(read).collect();
    compare_pages(&mut lists);
    lists
}

/// A misspelt `--only` must not look like a list that is in order.
fn check_only(lists: &[List<'_>], only: &Only) -> Result<()> {
    let told = match only {
        Only::Paper(id) => id.to_string(),
        Only::Title(text) => text.clone(),
    };
    let only = Some(only);
    let meant = |list: &List<'_>, entry: &Entry| match list.named(entry, &mut Vec::new()) {
        Named::Paper(paper) => lets_through(only, &list.doc, entry, Some(&paper)),
        Named::Nothing(_) => lets_through(only, &list.doc, entry, None),
    };
    let found = lists
        .iter()
        .any(|list| list.entries.iter().any(|entry| meant(list, entry)));
    if !found {
        bail!(
            "no entry matches --only {told}: give the arXiv id of an entry, or a part of its title"
        );
    }
    Ok(())
}

/// A folder of saved answers that is not there is no arXiv that does not answer.
fn check_feeds(config: &Config) -> Result<()> {
    if let Some(dir) = config.arxiv.feeds.as_deref().filter(|d| !d.is_dir()) {
        bail!(
            "[arxiv] feeds: there is no folder {}; it is looked for beside the configuration",
            dir.display()
        );
    }
    Ok(())
}

/// Reports are written last; that they cannot be is better known before a list is.
fn check_targets(tasks: &[Task], dir: Option<&Path>) -> Result<()> {
    for task in tasks {
        file::check_writable(&task.source)?;
    }
    let existing = dir.and_then(|d| d.ancestors().find(|d| d.exists()));
    if let Some(file) = existing.filter(|d| !d.is_dir()) {
        bail!(
            "cannot write reports to {}: it is no directory; name one with --report DIR or [report] dir",
            file.display()
        );
    }
    Ok(())
}

/// After it comes no id.
const ANY_MONTH: Month = (u16::MAX, 12);

/// Ids of later months cannot exist yet; by a clock that is behind, any may.
pub(super) fn month(now: Timestamp, behind: Option<Behind>) -> Month {
    if behind.is_some() {
        return ANY_MONTH;
    }
    let date = now.to_zoned(TimeZone::UTC).date();
    (date.year().unsigned_abs(), date.month().unsigned_abs())
}

/// `is_lacking`: arXiv did not answer a lookup on which a change depends, or the clock is wrong.
fn outcome(lists: &[ListRun], is_lacking: bool) -> Outcome {
    let deferred = |l: &ListRun| l.plan.entries.iter().any(|e| e.status == Status::Deferred);
    let changed = |l: &ListRun| l.plan.changes.iter().any(|c| c.decision == Decision::Apply);
    let conflict = |l: &ListRun| {
        l.plan
            .findings
            .iter()
            .any(|f| f.code == Code::MergeConflict)
    };
    let is_incomplete = |l: &ListRun| l.problem.is_some() || deferred(l) || conflict(l);
    if lists.iter().any(|l| l.failed) {
        Outcome::Failed
    } else if is_lacking || lists.iter().any(is_incomplete) {
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
    let problem = run.lists.iter().find_map(|l| l.problem.as_deref());
    let problem = run.problem.as_deref().or(problem);
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
        problem,
    }
}

/// A report that says "nothing" every night is not read when it says something.
fn is_worth_a_report(run: &Run) -> bool {
    run.outcome != Outcome::Clean
        || run
            .lists
            .iter()
            .any(|l| !l.plan.changes.is_empty() || !l.plan.findings.is_empty())
}

fn write_report(dir: &Path, run: &Run) -> Result<()> {
    let put = || -> std::io::Result<()> {
        std::fs::create_dir_all(dir)?;
        for (ending, text) in [("md", markdown::markdown(run)), ("json", json::json(run))] {
            let mut temp = tempfile::NamedTempFile::new_in(dir)?;
            std::io::Write::write_all(&mut temp, text.as_bytes())?;
            temp.persist(dir.join(format!("arxsync-{}.{ending}", run.id)))?;
        }
        Ok(())
    };
    put().with_context(|| format!("cannot write the report to {}", dir.display()))
}
