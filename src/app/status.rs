//! How it goes: what is remembered of runs, who runs, when the next run is due, and whether
//! somebody should look after it. Touches nothing.

use super::connection::pace_key;
use super::{due, lists};
use crate::clock::{self, LEEWAY};
use crate::config::Config;
use crate::report::phrases::count;
use crate::report::status::{
    Closed, Database, Due, Failing, LastRun, LastSuccess, Pending, Running, Status, minute,
};
use crate::store::{self, FailingList, Holder, Look, PendingWrite, RunRow, StoreError};
use jiff::Timestamp;

/// What the database tells.
#[derive(Default)]
struct Seen {
    running: Option<Holder>,
    last_run: Option<RunRow>,
    last_success: Option<RunRow>,
    failures: u32,
    first_run: Option<i64>,
    pending: Vec<PendingWrite>,
    failing: Vec<FailingList>,
    closed: Option<store::Closed>,
    answered: Option<i64>,
    database: Option<Database>,
}

/// Tells how it goes.
///
/// # Errors
///
/// The database is none of ours, damaged, or of a newer program.
pub fn status(config: &Config) -> Result<Status, StoreError> {
    let now = config.clock.now();
    let dir = &config.store_dir;
    let holder = store::holder(dir);
    let seen = store::look(dir, |look| Seen::of(look, config, holder.clone(), now))?;
    let seen = seen.unwrap_or_else(|| Seen {
        running: holder.clone(),
        ..Seen::default()
    });
    let problems = problems(config, &seen, now);
    Ok(Status {
        version: env!("CARGO_PKG_VERSION"),
        checked_at: now,
        healthy: problems.is_empty(),
        problems,
        last_success: seen.last_success.as_ref().map(|run| LastSuccess {
            id: run.id.clone(),
            finished_at: time(run.finished_at.unwrap_or(run.started_at)),
        }),
        failures_in_a_row: seen.failures,
        running: seen.running.map(|Holder { pid, run }| Running { pid, run }),
        last_run: seen.last_run.map(last_run),
        pending_writes: seen.pending.into_iter().map(pending).collect(),
        failing_lists: seen.failing.into_iter().map(failing).collect(),
        arxiv_closed: seen.closed.map(|closed| Closed {
            until: time(closed.until),
            why: closed.why,
        }),
        next_run: due::first(config, now),
        lists: dues(config, now),
        database: seen.database,
    })
}

impl Seen {
    /// A run may have ended since the `holder` was asked for, or begun: then the lock tells now.
    fn of(
        look: &Look,
        config: &Config,
        holder: Option<Holder>,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let running = store::holder(&config.store_dir).or(holder);
        let run = running.as_ref().map(|holder| holder.run.as_str());
        Ok(Self {
            last_run: look.last_run()?,
            last_success: look.last_success()?,
            failures: look.failures_in_a_row(run)?,
            first_run: look.first_run()?,
            pending: look.pending_writes()?,
            failing: configured(look.failing_lists()?, config),
            closed: look
                .closed(now.as_millisecond())?
                .into_iter()
                .find(|closed| clock::is_ahead(closed.until, now)),
            answered: look.answered(pace_key(config))?,
            database: Some(Database {
                path: look.path().display().to_string(),
                bytes: look.bytes(),
                schema: look.schema(),
            }),
            running,
        })
    }
}

/// The lists that this configuration still names.
fn configured(mut failing: Vec<FailingList>, config: &Config) -> Vec<FailingList> {
    let patterns = lists::patterns(&config.lists);
    failing.retain(|list| patterns.contains(&list.pattern));
    failing
}

/// What somebody should look after.
fn problems(config: &Config, seen: &Seen, now: Timestamp) -> Vec<String> {
    let mut problems: Vec<String> = seen.failing.iter().map(failed).collect();
    if seen.failures >= config.alerts.after {
        let n = seen.failures;
        problems.push(format!(
            "the last {n} runs did not succeed: see `arxsync history`, and `arxsync doctor` for what is wrong here"
        ));
    }
    problems.extend(match clock::behind(now, seen.answered) {
        Some(behind) => Some(behind.to_string()),
        None => silence(config, seen, now),
    });
    if seen.running.is_none() && !seen.pending.is_empty() {
        problems.push(
            "a run broke off while it wrote a list: the next `arxsync sync` settles that".into(),
        );
    }
    problems
}

/// That no run has succeeded for too long, or nobody knows for how long.
fn silence(config: &Config, seen: &Seen, now: Timestamp) -> Option<String> {
    let success = seen.last_success.as_ref();
    let success = success.map(|run| run.finished_at.unwrap_or(run.started_at));
    let since = time(success.or(seen.first_run)?);
    let silent = now.duration_since(since);
    let since = minute(since);
    if silent < -LEEWAY {
        let what = success.map_or("run", |_| "run that succeeded");
        return Some(format!(
            "the last {what} is dated {since}, which is still to come: the clock was ahead then; the next run that succeeds settles that"
        ));
    }
    (silent > due::longest_silence(config, now)?).then(|| {
        format!("no run has succeeded since {since}: see whether `arxsync daemon` is running")
    })
}

/// At once, and not after some runs: a list that is not there does not come back by itself.
fn failed(list: &FailingList) -> String {
    let since = minute(time(list.since));
    let (runs, why) = (count(list.runs as usize, "run"), &list.problem);
    format!("no run has worked on a list since {since} ({runs}): {why}")
}

fn failing(list: FailingList) -> Failing {
    Failing {
        list: list.list,
        problem: list.problem,
        since: time(list.since),
        runs: list.runs,
    }
}

fn last_run(run: RunRow) -> LastRun {
    LastRun {
        id: run.id,
        started_at: time(run.started_at),
        finished_at: run.finished_at.map(time),
        outcome: run.outcome,
        problem: run.problem,
        requests: run.requests,
        papers: run.papers,
        deferred: run.deferred,
    }
}

fn pending(write: PendingWrite) -> Pending {
    Pending {
        list: write.list.display().to_string(),
        run: write.run_id,
    }
}

fn dues(config: &Config, now: Timestamp) -> Vec<Due> {
    let due = |list: &crate::config::ListConfig| Due {
        path: list.pattern.clone(),
        schedule: list.settings.schedule.line().to_owned(),
        next: due::next(&list.settings.schedule, now),
    };
    config.lists.iter().map(due).collect()
}

/// A recorded time; one that no clock has shown counts as the beginning of time.
pub(super) fn time(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}
