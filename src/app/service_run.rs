//! A run over the lists of the configuration, with what a service wants around it: monitors hear of
//! it, the history says how it ended, figures are written, old things go. The daemon and the
//! timer's `arxsync sync` do the same.

use super::alert::{Alerts, End};
use super::bug;
use super::connection::{Stopped, Watch};
use super::lists::{self, NoList};
use super::request::Request;
use super::sync;
use super::{metrics, retention, run_id};
use crate::config::{Config, ListConfig};
use crate::report::{Outcome, Run, sanitize};
use crate::store::{LockError, Store};
use anyhow::{Error, Result, anyhow};
use uuid::Uuid;

/// Runs over the lists of `config`, some or all of those that are `configured`.
///
/// # Errors
///
/// As [`sync::run`]; also a bug. That monitors, figures or old reports cannot be reached is only
/// logged.
pub fn run(
    config: &Config,
    configured: &[ListConfig],
    request: &Request,
    watch: &mut dyn Watch,
) -> Result<Run> {
    let id = run_id::new(config.clock.now());
    let alerts = Alerts::new(&config.alerts, id);
    alerts.started(watch);
    let done = guarded(id, || sync::run_as(config, request, &id.to_string(), watch));
    let is_over = done
        .as_ref()
        .is_err_and(|e| e.is::<Stopped>() || is_held(e));
    if !is_over && let Err(error) = conclude(config, configured, &alerts, &done, id, watch) {
        let error = sanitize::one_line(&format!("{error:#}"));
        match done {
            Ok(_) => tracing::error!(error, "after the run"),
            // What went wrong first is what is to be told.
            Err(_) => tracing::debug!(error, "after the run"),
        }
    }
    done
}

/// Whether a run gave way to another one.
pub(super) fn is_held(error: &Error) -> bool {
    matches!(error.downcast_ref(), Some(LockError::Held { .. }))
}

/// What comes after a run that was not ended from outside.
fn conclude(
    config: &Config,
    configured: &[ListConfig],
    alerts: &Alerts<'_>,
    done: &Result<Run>,
    id: Uuid,
    watch: &mut dyn Watch,
) -> Result<()> {
    let summary = match done {
        Ok(run) => sanitize::one_line(&told(run)),
        Err(error) => sanitize::one_line(&format!("{error:#}")),
    };
    let is_success =
        matches!(done, Ok(run) if matches!(run.outcome, Outcome::Clean | Outcome::Changed));
    let mut end = End {
        is_success,
        failures: (0, 1),
        summary: &summary,
    };
    // A run that failed before there was a history makes none, but where it is a list that fails:
    // bad usage leaves no trace.
    let is_list = done.as_ref().is_err_and(Error::is::<NoList>);
    let store = match is_list {
        true => Store::open_in(&config.store_dir),
        false => Store::existing_in(&config.store_dir),
    };
    let Ok(mut store) = store else {
        alerts.ended(&end, watch);
        return Ok(());
    };
    if let Err(error) = done {
        record(
            &mut store,
            error,
            &summary,
            &id.to_string(),
            config.clock.now_ms(),
        )?;
    }
    store.forget_lists(&lists::patterns(configured))?;
    let totals = store.totals()?;
    end.failures = (totals.failures_before, totals.failures);
    alerts.ended(&end, watch);
    if let Some(file) = &config.metrics {
        metrics::write(file, &totals, config.clock.now())?;
    }
    retention::apply(config, &mut store, watch)
}

/// How a run ended, for monitors.
fn told(run: &Run) -> String {
    let (outcome, id) = (run.outcome.name(), &run.id);
    match run.problem() {
        Some(problem) => format!("{outcome}, run {id}: {problem}"),
        None => format!("{outcome}, run {id}"),
    }
}

/// Records a run that failed, and the list that it failed on.
fn record(store: &mut Store, error: &Error, summary: &str, id: &str, at: i64) -> Result<()> {
    store.record_failure(id, at, summary)?;
    if let Some(NoList {
        tried: Some(tried), ..
    }) = error.downcast_ref()
    {
        let covered = [tried.pattern.clone()];
        store.note_lists(id, at, std::slice::from_ref(tried), &covered)?;
    }
    Ok(())
}

/// A bug in a run must not end a service: the next run may be about other papers. What the run left
/// half-done is what a crash leaves, and the next run settles it.
fn guarded<T>(id: Uuid, work: impl FnOnce() -> Result<T>) -> Result<T> {
    bug::caught(work).unwrap_or_else(|bug| {
        bug.log("the run failed inside", &id.to_string());
        Err(anyhow!("the run failed inside; please report it: {bug}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bug_ends_the_run_and_not_the_service() {
        let done = guarded(Uuid::nil(), || -> Result<()> { panic!("a bug") });
        let told = done.unwrap_err().to_string();
        assert!(
            told.contains("please report it") && told.contains("service_run.rs:"),
            "{told}"
        );
        assert_eq!(guarded(Uuid::nil(), || Ok(1)).unwrap(), 1);
    }
}
