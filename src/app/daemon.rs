//! The service: one loop, one job at a time. It sleeps until a schedule is due, runs `sync` over
//! the lists of that schedule, and tells systemd how it is. What a run does is in [`super::sync`];
//! when one is due is in `groups`.

mod groups;
mod jumps;
mod manager;
mod signals;

use super::connection::{Progress, Stopped, Watch};
use super::request::Request;
use super::resolve::Sources;
use super::run_id;
use super::service_run::{self, is_held};
use super::status::time;
use super::{settings, write};
use crate::config::Config;
use crate::report::status::minute;
use crate::report::{LeftOut, Mode, Run, sanitize};
use crate::store::{LockError, RunLock, Store};
use anyhow::{Context as _, Error, Result, bail};
use groups::{Group, Leeway};
use jiff::{SignedDuration, Timestamp};
use jumps::Jumps;
use manager::Manager;
use signals::Signals;
use std::time::Duration;

/// While nothing is due, the loop looks at the clock this often: it may have been set, or the
/// machine may have slept.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// How long to wait where another run holds the lock, or a run could not even begin.
const AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// Runs until it is told to stop (SIGTERM, SIGINT). `load` reads the configuration, again on
/// SIGHUP.
///
/// # Errors
///
/// The configuration names no list or cannot be read at the start, the database cannot be used, or
/// another daemon runs there.
pub fn run(load: &dyn Fn() -> Result<Config>) -> Result<()> {
    // First of all: an unhandled SIGHUP would end the program, and systemd would take that for its
    // wish.
    let signals = Signals::install().context("cannot listen to signals")?;
    let config = checked(load()?)?;
    let id = run_id::new(config.clock.now()).to_string();
    let _lock = RunLock::of_daemon(&config.store_dir, &id)?;
    settle(&config, &id)?;
    let mut daemon = Daemon {
        groups: Vec::new(),
        manager: Manager::new(),
        signals,
        config,
    };
    daemon.plan()?;
    daemon.manager.ready();
    tracing::info!(lists = daemon.config.lists.len(), "ready");
    daemon.serve(load);
    daemon.manager.stopping();
    tracing::info!("stopped");
    Ok(())
}

/// A daemon without a list would sleep for ever and look well.
fn checked(config: Config) -> Result<Config> {
    if config.lists.is_empty() {
        bail!("the configuration names no list: add [[list]] with the path of one");
    }
    Ok(config)
}

/// Opens the database and settles what an earlier run left open, unless a run is under way, which
/// has done so.
fn settle(config: &Config, id: &str) -> Result<()> {
    let lock = RunLock::acquire(&config.store_dir, id);
    let mut store = Store::open_in(&config.store_dir)?;
    match lock {
        Ok(_lock) => write::recover(&mut store, &config.clock).map(drop),
        Err(LockError::Held { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

struct Daemon {
    config: Config,
    groups: Vec<Group>,
    signals: Signals,
    manager: Manager,
}

impl Daemon {
    /// Finds out when which lists are due; what was missed while nobody ran is due at once, and
    /// once.
    fn plan(&mut self) -> Result<()> {
        let now = self.config.clock.now();
        let mut store = Store::open_in(&self.config.store_dir)?;
        let mut groups = groups::groups(&self.config);
        for group in &mut groups {
            let line = group.schedule.line();
            let last = store.schedule_started(line, now.as_millisecond())?;
            group.begun = time(last);
            group.due = groups::first(&group.schedule, last, now, self.leeway());
            tracing::info!(schedule = line, lists = group.lists.len(), due = %group.due, "planned");
        }
        self.groups = groups;
        let mut watcher = Watcher::new(&self.signals, &mut self.manager);
        tell_bad_lists(&self.config, &mut watcher);
        Ok(())
    }

    /// A delay that keeps machines with one schedule apart, and arXiv's hours where it is arXiv
    /// that is asked.
    fn leeway(&self) -> Leeway {
        let arxiv = &self.config.arxiv;
        Leeway {
            delay: groups::chance(self.config.daemon.random_delay),
            asks_arxiv: arxiv.feeds.is_none() && !arxiv.is_local(),
        }
    }

    /// Does not believe a due time that no schedule has: the clock was put back since it was
    /// reckoned.
    fn look_at_the_clock(&mut self, jumps: &mut Jumps, now: Timestamp) {
        if let Some(jump) = jumps.noticed(now) {
            tracing::warn!(by = %jump, "the clock was set, or the machine slept");
        }
        let leeway = self.leeway();
        let longest = Leeway {
            delay: SignedDuration::try_from(self.config.daemon.random_delay).unwrap_or_default(),
            ..leeway
        };
        for group in &mut self.groups {
            // A run that gave way to another one is tried again by no schedule.
            let latest = group.next(now, longest).saturating_add(AGAIN);
            if group.due > latest.unwrap_or(Timestamp::MAX) {
                group.due = group.next(now, leeway);
                let (schedule, due) = (group.schedule.line(), group.due);
                tracing::warn!(schedule, %due, "planned anew, as the clock was put back");
            }
        }
    }

    fn serve(&mut self, load: &dyn Fn() -> Result<Config>) {
        let mut jumps = Jumps::since(self.config.clock.now());
        while !self.signals.stop() {
            self.manager.alive();
            if self.signals.take_reload() {
                self.reload(load);
            }
            let now = self.config.clock.now();
            self.look_at_the_clock(&mut jumps, now);
            let Some(next) = (0..self.groups.len()).min_by_key(|&i| self.groups[i].due) else {
                return;
            };
            let due = self.groups[next].due;
            if due <= now {
                self.work(next, now);
            } else {
                self.manager.status(&format!("next run {}", minute(due)));
                let left = Duration::try_from(due.duration_since(now)).unwrap_or_default();
                self.signals
                    .wait(left.min(LONGEST_SLEEP).min(self.manager.interval()));
            }
        }
    }

    /// Takes the configuration as it is now; one that is wrong changes nothing.
    fn reload(&mut self, load: &dyn Fn() -> Result<Config>) {
        self.manager.reloading();
        let old = self.config.clone();
        let taken = load().and_then(checked).and_then(|config| {
            if config.store_dir != old.store_dir {
                bail!("[store] dir is another one: restart the daemon to move there");
            }
            self.config = config;
            self.plan()
        });
        match taken {
            Ok(()) => tracing::info!(
                lists = self.config.lists.len(),
                "reloaded the configuration"
            ),
            Err(error) => {
                self.config = old;
                let error = one_line(&error);
                tracing::error!(error, "the new configuration is refused, the old one holds");
            }
        }
        self.manager.ready();
    }

    /// Runs over the lists of a group, and plans its next run.
    fn work(&mut self, group: usize, now: Timestamp) {
        let config = Config {
            lists: self.groups[group].lists.clone(),
            ..self.config.clone()
        };
        let schedule = self.groups[group].schedule.clone();
        let done = self.run(&config, schedule.line(), now);
        let ended = self.config.clock.now();
        self.groups[group].begun = now;
        if schedule.next(now).is_some_and(|next| next <= ended) {
            let schedule = schedule.line();
            tracing::warn!(schedule, "what was due while the run went on is left out");
        }
        self.groups[group].due = match &done {
            Err(error) if is_held(error) => now + AGAIN,
            _ => groups::next(&schedule, ended, self.leeway()),
        };
        log(&done);
    }

    fn run(&mut self, config: &Config, line: &str, now: Timestamp) -> Result<Run> {
        let mut store = Store::open_in(&config.store_dir)?;
        let last = store.schedule_started(line, now.as_millisecond())?;
        store.start_schedule(line, now.as_millisecond())?;
        drop(store);
        let request = Request {
            lists: Vec::new(),
            input: None,
            mode: Mode::Apply,
            sources: Sources::Usual,
            only: None,
            chosen: None,
            report_dir: config.report_dir.clone(),
            patience: Duration::ZERO,
        };
        self.manager.status("working");
        let mut watcher = Watcher::new(&self.signals, &mut self.manager);
        let done = service_run::run(config, &self.config.lists, &request, &mut watcher);
        if done.as_ref().is_err_and(is_held) {
            // It is still to be done, also after a restart.
            Store::open_in(&config.store_dir)?.start_schedule(line, last)?;
        }
        done
    }
}

fn log(done: &Result<Run>) {
    match done {
        Err(error) if error.is::<Stopped>() => {}
        Err(error) if is_held(error) => tracing::info!(why = one_line(error), "a run is put off"),
        Err(error) => tracing::error!(error = one_line(error), "the run failed"),
        Ok(run) => {
            run.left_out.iter().for_each(tell_left_out);
            for list in &run.lists {
                if let Some(problem) = &list.problem {
                    let (list, why) = (&list.path, sanitize::one_line(problem.words()));
                    tracing::warn!(list, why, "a list was not written");
                }
            }
            if let Some(why) = &run.unreported {
                let why = sanitize::one_line(why);
                tracing::error!(why, "there is no report of the run");
            }
            let outcome = run.outcome.name();
            tracing::info!(run = run.id, outcome, "run ended");
        }
    }
}

/// What the runs will find is told at once; a list may come back before the first one.
fn tell_bad_lists(config: &Config, watch: &mut dyn Watch) {
    match settings::check(config, watch) {
        Ok(checked) => checked.left_out.iter().for_each(tell_left_out),
        Err(error) => tracing::error!(error = one_line(&error), "no run will work"),
    }
}

fn tell_left_out(list: &LeftOut) {
    let (list, why) = (
        sanitize::one_line(&list.path),
        sanitize::one_line(&list.why),
    );
    tracing::error!(list, why, "a list cannot be worked on");
}

fn one_line(error: &Error) -> String {
    sanitize::one_line(&format!("{error:#}"))
}

/// Watches a run for systemd and for signals.
struct Watcher<'a> {
    signals: &'a Signals,
    manager: &'a mut Manager,
    asked: usize,
    answered: usize,
}

impl<'a> Watcher<'a> {
    fn new(signals: &'a Signals, manager: &'a mut Manager) -> Self {
        Self {
            signals,
            manager,
            asked: 0,
            answered: 0,
        }
    }
}

impl Watch for Watcher<'_> {
    fn tell(&mut self, progress: &Progress<'_>) {
        match progress {
            Progress::Start { count, .. } => (self.asked, self.answered) = (*count, 0),
            Progress::Answered { count } => self.answered += count,
            Progress::Waiting { wait, why } => {
                let (seconds, why) = (wait.as_secs(), sanitize::one_line(why));
                return self
                    .manager
                    .status(&format!("waiting {seconds} s for arXiv: {why}"));
            }
        }
        let (answered, asked) = (self.answered, self.asked);
        self.manager
            .status(&format!("asking arXiv {answered}/{asked}"));
    }

    fn is_over(&mut self) -> bool {
        self.manager.alive();
        self.signals.stop()
    }
}
