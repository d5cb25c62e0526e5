//! Takes changes back that earlier runs made: a run of its own, which can be taken back itself.
//! What is taken back is rejected before the list is touched, else the next run would make it
//! again. Where words stand now is found in [`crate::plan::undo`].

mod remember;
mod wanted;

use super::connection::{Stopped, Watch};
use super::lists::{self, Lists, Task};
use super::status::time;
use super::sync::ANY_MONTH;
use super::write::{self, Outcome as WriteOutcome, Recovered};
use super::{decisions_file, lock_wait, run_id};
use crate::config::Config;
use crate::config::decisions::Decisions;
use crate::list::edit::Edit;
use crate::list::file;
use crate::plan::input::amid_a_merge;
use crate::plan::undo::{Back, Made, Past, Refusal, Write, take_back};
use crate::plan::{Change, Decision, EntryVerdict, Status, name_of};
use crate::report::Outcome;
use crate::report::undo::{Undo, UndoneChange, UndoneList};
use crate::store::{Decided, RunEnd, Store, Undoes};
use crate::text::checksum::sha256;
use anyhow::{Result, bail};
use jiff::Timestamp;
use remember::Remembered;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// What is asked of a run that takes changes back.
#[derive(Clone, Debug)]
pub struct Request {
    /// Which changes.
    pub what: What,
    /// Whether it only tells what it would do.
    pub dry_run: bool,
}

/// Which changes are taken back.
#[derive(Clone, Debug)]
pub enum What {
    /// These, by the beginnings of their ids; of each the last time that it was made.
    Changes(Vec<String>),
    /// All that this run made, by the beginning of its id.
    Run(String),
}

/// Takes changes back.
///
/// # Errors
///
/// There is no such change or run, or more than one; the decisions or the database cannot be used,
/// or another run holds the lock ([`crate::store::LockError`]). No list was touched then, except
/// where the database failed after a list was written.
pub fn undo(config: &Config, request: &Request, watch: &mut dyn Watch) -> Result<Undo> {
    let dir = &config.store_dir;
    if !Store::is_in(dir) {
        bail!(
            "{} has no database, so no change is recorded: name the state directory of the run with --state DIR",
            dir.display()
        );
    }
    let started = config.clock.now();
    let id = run_id::new(started).to_string();
    let span = tracing::error_span!("run", %id);
    let _entered = span.enter();
    Decisions::read(&config.decisions)?;
    let (_lock, _) = lock_wait::acquire(dir, &id, Duration::ZERO, watch)?;
    let mut store = Store::open_in(dir)?;
    store.check_weekly(started.as_millisecond())?;
    if !request.dry_run {
        decisions_file::clean(config);
    }
    let recovered = match request.dry_run {
        true => Recovered::default(),
        false => write::recover(&mut store, &config.clock)?,
    };
    let mut by_list: BTreeMap<String, Vec<Made>> = BTreeMap::new();
    for made in wanted::find(&store, &request.what)? {
        by_list.entry(made.list.clone()).or_default().push(made);
    }
    let lists = find(config, &by_list, &recovered, watch)?;
    let job = Job {
        config,
        request,
        id,
        started,
    };
    let plans = by_list
        .into_iter()
        .map(|(path, made)| job.plan(&store, &lists, path, made));
    let plans = plans.collect::<Result<Vec<Plan<'_>>>>()?;
    job.carry_out(&mut store, plans, watch)
}

/// The lists as they are now; those that could not be written are left out.
fn find(
    config: &Config,
    by_list: &BTreeMap<String, Vec<Made>>,
    recovered: &Recovered,
    watch: &mut dyn Watch,
) -> Result<Lists> {
    let watch = RefCell::new(watch);
    let is_over = || watch.borrow_mut().is_over();
    let scope = lists::scope(config, None, &is_over);
    let paths: Vec<String> = by_list.keys().cloned().collect();
    let mut lists = lists::find(config, &paths, None, "undo", &scope)?;
    if is_over() {
        return Err(Stopped.into());
    }
    lists.leave_out(|source| recovered.trouble(&source.real));
    lists.leave_out(|source| {
        let path = source.path.display();
        amid_a_merge(&source.text).map(|why| format!("list {path}: {why}"))
    });
    lists.leave_out_unwritable();
    Ok(lists)
}

/// What holds for all of a run.
struct Job<'a> {
    config: &'a Config,
    request: &'a Request,
    id: String,
    started: Timestamp,
}

/// What is to become of a list.
struct Plan<'l> {
    path: String,
    made: Vec<Made>,
    /// The list and what taking the changes back makes of it; or why it cannot be worked on.
    back: Result<(&'l Task, Back), String>,
}

impl Plan<'_> {
    fn writes(&self) -> bool {
        (self.back.as_ref()).is_ok_and(|(task, back)| back.after != task.source.text)
    }
}

impl Job<'_> {
    fn plan<'l>(
        &self,
        store: &Store,
        lists: &'l Lists,
        path: String,
        made: Vec<Made>,
    ) -> Result<Plan<'l>> {
        let is_it = |task: &&Task| task.source.real == Path::new(&path);
        let Some(task) = lists.tasks.iter().find(is_it) else {
            let why = lists.bad.iter().find(|bad| bad.told.path == path);
            let elsewhere = || {
                format!("{path} leads to another file now: put the list where it was, or edit it")
            };
            let why = why.map_or_else(elsewhere, |bad| bad.told.why.clone());
            let back = Err(why);
            return Ok(Plan { path, made, back });
        };
        let first = made.iter().map(|made| made.write).min().unwrap_or_default();
        let writes = store.writes_from(&path, first)?;
        let past = Past {
            sha256: &task.source.sha256,
            writes: &writes,
            hints: &task.settings.hints,
            month: ANY_MONTH,
        };
        let mut back = take_back(&task.source.text, &past, &made);
        check_whole(task, &writes, &made, &mut back);
        let back = Ok((task, back));
        Ok(Plan { path, made, back })
    }

    fn carry_out(
        &self,
        store: &mut Store,
        plans: Vec<Plan<'_>>,
        watch: &mut dyn Watch,
    ) -> Result<Undo> {
        let writes = !self.request.dry_run && plans.iter().any(Plan::writes);
        if writes {
            store.begin_command(&self.id, "undo", self.started.as_millisecond())?;
        }
        let mut lists = Vec::with_capacity(plans.len());
        let mut failed = None;
        for plan in plans {
            if watch.is_over() {
                failed = Some(Stopped.into());
                break;
            }
            match self.list(store, plan) {
                Ok(list) => lists.push(list),
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
        if writes {
            let problem = failed.as_ref().map(|error| format!("{error:#}"));
            store.finish_run(&self.id, self.end(&lists, problem.as_deref()))?;
        }
        match failed {
            Some(error) => Err(error),
            None => Ok(Undo {
                run: writes.then(|| self.id.clone()),
                started_at: self.started.to_string(),
                dry_run: self.request.dry_run,
                decisions: self.config.decisions.display().to_string(),
                lists,
            }),
        }
    }

    fn end<'p>(&self, lists: &[UndoneList], problem: Option<&'p str>) -> RunEnd<'p> {
        let is_lacking = lists.iter().any(|list| list.problem.is_some());
        let outcome = match (problem, is_lacking) {
            (Some(_), _) => Outcome::Failed,
            (None, true) => Outcome::Incomplete,
            (None, false) => Outcome::Changed,
        };
        RunEnd {
            outcome: outcome.name(),
            finished_at: self.config.clock.now_ms(),
            requests: 0,
            retries: 0,
            cache_hits: 0,
            papers: 0,
            deferred: 0,
            problem,
        }
    }

    /// Rejects what is taken back of a list, writes the list, and tells of it.
    fn list(&self, store: &mut Store, plan: Plan<'_>) -> Result<UndoneList> {
        let writes = !self.request.dry_run && plan.writes();
        let Plan { path, made, back } = plan;
        let (task, back) = match back {
            Ok(back) => back,
            Err(why) => return Ok(unusable(path, &made, &why)),
        };
        let source = &task.source;
        let shown = |text: &str| {
            let mut text = text.to_owned();
            self.config.names.redact(&mut text);
            text
        };
        let mut list = UndoneList {
            path,
            sha256_before: Some(source.sha256.clone()),
            sha256_after: Some(source.sha256.clone()),
            written: false,
            problem: None,
            is_stale: false,
            changes: told(&source.text, &made, &back.fates),
            before: shown(&source.text),
            after: shown(&back.after),
        };
        if writes {
            let problem = self.write(store, task, &made, &back, &list.before)?;
            list.written = problem.is_none();
            match problem {
                None => list.sha256_after = Some(sha256(back.after.as_bytes())),
                Some((is_stale, why)) => {
                    list.changes = untouched(&made, &why);
                    list.is_stale = is_stale;
                    list.problem = Some(why);
                }
            }
        }
        Ok(list)
    }

    /// Why the list was not written, where it was not, and whether somebody else wrote it.
    fn write(
        &self,
        store: &mut Store,
        task: &Task,
        made: &[Made],
        back: &Back,
        shown: &str,
    ) -> Result<Option<(bool, String)>> {
        let done: Vec<(&Made, &[Edit])> = done(made, &back.fates).collect();
        let taken: Vec<&Made> = done.iter().map(|(made, _)| *made).collect();
        let source = &task.source;
        let remembered = Remembered::write(self.config, self.started, &source.real, &taken);
        let remembered = match remembered {
            Ok(remembered) => remembered,
            // What is not rejected would be made again.
            Err(error) => return Ok(Some((false, format!("{error:#}")))),
        };
        let Rows {
            entries,
            changes,
            undoes,
        } = rows(&source.text, &done);
        let changes: Vec<&Change> = changes.iter().collect();
        let task = write::Task {
            source,
            after: &back.after,
            decided: Decided {
                run_id: &self.id,
                list: &source.real,
                source: &source.text,
                shown,
                undoes: &undoes,
                entries: &entries,
                changes: &changes,
            },
        };
        let (is_stale, why) = match write::carry_out(store, &task, &self.config.clock)? {
            Some(WriteOutcome::Written) | None => {
                remembered.log(store, self.config.clock.now_ms(), &taken)?;
                return Ok(None);
            }
            Some(WriteOutcome::Stale) => {
                let path = source.path.display();
                (
                    true,
                    format!(
                        "{path} changed while arxsync worked, and is left as it is: run the command again"
                    ),
                )
            }
            Some(WriteOutcome::Failed(why)) => (false, why),
        };
        // Where it is written but perhaps not to the disk, what is undone stays rejected.
        let after = sha256(back.after.as_bytes());
        if file::read(&source.real).is_ok_and(|now| now.sha256 != after) {
            remembered.restore()?;
        }
        Ok(Some((is_stale, why)))
    }
}

/// Where all that a write did is taken back, and the list is as it left it, it gets its old bytes.
fn check_whole(task: &Task, writes: &[Write], made: &[Made], back: &mut Back) {
    let [first, ..] = made else { return };
    let Some(write) = writes.iter().find(|write| write.id == first.write) else {
        return;
    };
    let is_whole = made.iter().all(|made| made.write == write.id)
        && made.len() == write.changes.len()
        && back.fates.iter().all(Result::is_ok)
        && write.sha256_after == task.source.sha256;
    if is_whole && sha256(back.after.as_bytes()) != write.sha256_before {
        tracing::error!(list = ?task.source.path, "what would be undone is not what was recorded: report this bug");
        back.after.clone_from(&task.source.text);
        back.fates.fill(Err(Refusal::Unproven));
    }
}

/// The changes that are taken back, with their edits.
fn done<'a>(
    made: &'a [Made],
    fates: &'a [Result<Vec<Edit>, Refusal>],
) -> impl Iterator<Item = (&'a Made, &'a [Edit])> {
    let all = made.iter().zip(fates);
    all.filter_map(|(made, fate)| Some((made, fate.as_ref().ok()?.as_slice())))
}

/// What is recorded of the changes that are taken back: one of each for every change.
struct Rows {
    entries: Vec<EntryVerdict>,
    changes: Vec<Change>,
    undoes: Vec<Undoes>,
}

fn rows(text: &str, done: &[(&Made, &[Edit])]) -> Rows {
    let made = || done.iter().map(|(made, _)| *made);
    let numbered = done.iter().enumerate();
    let undoes = |made: &Made| Undoes {
        row: made.row,
        takes_back: !made.takes_back,
    };
    Rows {
        entries: made().map(verdict).collect(),
        changes: numbered
            .map(|(at, (made, edits))| change(text, at, made, edits))
            .collect(),
        undoes: made().map(undoes).collect(),
    }
}

/// What the row of a change says that takes another one back.
fn change(text: &str, at: usize, made: &Made, edits: &[Edit]) -> Change {
    Change {
        id: made.id.clone(),
        entry: at,
        line: line(text, edits, made),
        arxiv_id: made.paper.clone(),
        version: made.version,
        version_day: None,
        lapsed: None,
        words: made.words.clone().unwrap_or_default(),
        field: made.field,
        kind: made.kind,
        decision: Decision::Apply,
        why: None,
        note: None,
        before: Some(made.after.clone()).filter(|after| !after.is_empty()),
        after: made.before.clone().unwrap_or_default(),
        edits: edits.to_vec(),
    }
}

fn line(text: &str, edits: &[Edit], made: &Made) -> usize {
    let first = edits.first().map(|edit| edit.span.start);
    let line_of = |at| 1 + text[..at].matches('\n').count();
    first.map_or(made.line, line_of)
}

/// The entry of a change, for its title.
fn verdict(made: &Made) -> EntryVerdict {
    EntryVerdict {
        line: made.line,
        title: made.title.clone().unwrap_or_default(),
        arxiv_id: Some(made.paper.clone()),
        layout: "",
        status: Status::Changed,
        why: None,
    }
}

fn told(text: &str, made: &[Made], fates: &[Result<Vec<Edit>, Refusal>]) -> Vec<UndoneChange> {
    let of_one = |(made, fate): (&Made, &Result<Vec<Edit>, Refusal>)| UndoneChange {
        id: made.id.clone(),
        made_by: made.run.clone(),
        line: fate
            .as_ref()
            .map_or(made.line, |edits| line(text, edits, made)),
        arxiv_id: made.paper.to_string(),
        title: made.title.clone(),
        field: name_of(made.field),
        redo: made.takes_back,
        before: Some(made.after.clone()).filter(|after| !after.is_empty()),
        after: made.before.clone(),
        done: fate.is_ok(),
        why: fate.as_ref().err().map(Refusal::told),
        undone_by: made.undone_by.clone(),
    };
    made.iter().zip(fates).map(of_one).collect()
}

/// No change of a list is taken back.
fn untouched(made: &[Made], why: &str) -> Vec<UndoneChange> {
    let fates = vec![Err(Refusal::List(why.to_owned())); made.len()];
    told("", made, &fates)
}

fn unusable(path: String, made: &[Made], why: &str) -> UndoneList {
    UndoneList {
        path,
        sha256_before: None,
        sha256_after: None,
        written: false,
        problem: Some(why.to_owned()),
        is_stale: false,
        changes: untouched(made, why),
        before: String::new(),
        after: String::new(),
    }
}

/// A time of the record, for people.
fn minute(at: i64) -> String {
    time(at).to_string()
}
