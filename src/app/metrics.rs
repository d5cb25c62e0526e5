//! What monitors read of the service: the history's sums, as a file that is replaced as a whole.

use crate::clock::age;
use crate::report::metrics::{self, Metric, Values};
use crate::store::Totals;
use anyhow::{Context as _, Result};
use jiff::Timestamp;
use std::fs::Permissions;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

/// Writes the figures.
///
/// # Errors
///
/// The folder cannot be written to.
pub(super) fn write(file: &Path, totals: &Totals, now: Timestamp) -> Result<()> {
    let put = || -> io::Result<()> {
        let dir = file.parent().unwrap_or(Path::new("."));
        let mut temp = tempfile::NamedTempFile::new_in(dir)?;
        temp.write_all(metrics::text(&figures(totals, now)).as_bytes())?;
        // The exporter is another user.
        temp.as_file()
            .set_permissions(Permissions::from_mode(0o644))?;
        temp.persist(file)?;
        Ok(())
    };
    put().with_context(|| format!("cannot write [metrics] textfile {}", file.display()))
}

fn figures(totals: &Totals, now: Timestamp) -> Vec<Metric<'_>> {
    let mut all = times(totals, now);
    all.extend(sums(totals));
    all
}

fn times(totals: &Totals, now: Timestamp) -> Vec<Metric<'_>> {
    // A success of the future would silence the monitor until then: it is as old as can be.
    let success = totals.last_success;
    let success = success.map(|ms| if age(ms, now) == Duration::MAX { 0 } else { ms });
    let seconds = |ms: i64| ms as f64 / 1000.0;
    let last = totals.last;
    let duration = last.and_then(|(begun, ended, _)| Some(seconds(ended? - begun)));
    let gauge = |name, help, value| Metric::gauge(name, help, Values::One(value));
    vec![
        gauge(
            "last_run_timestamp_seconds",
            "When the last run began.",
            last.map(|(begun, ..)| seconds(begun)),
        ),
        gauge(
            "last_success_timestamp_seconds",
            "When the last run ended that did all there was to do.",
            success.map(seconds),
        ),
        gauge(
            "run_duration_seconds",
            "How long the last run took.",
            duration,
        ),
        gauge(
            "consecutive_failures",
            "Runs in a row that did not do all there was to do.",
            Some(f64::from(totals.failures)),
        ),
        gauge(
            "failing_lists",
            "Lists that the last run over them could not work on.",
            Some(f64::from(totals.failing_lists)),
        ),
        gauge(
            "db_size_bytes",
            "Size of the database.",
            Some(totals.size as f64),
        ),
    ]
}

/// Counters are sums over the runs that are kept.
fn sums(totals: &Totals) -> Vec<Metric<'_>> {
    let runs = totals.runs.iter();
    let runs = runs.map(|(outcome, n)| (outcome.as_deref().unwrap_or("broken-off"), *n));
    let deferred = totals.last.map(|(.., deferred)| ("deferred", deferred));
    let papers = names(&totals.papers).chain(deferred);
    let version = [(env!("CARGO_PKG_VERSION"), 1)];
    let [requests, retries] = totals.requests.map(|n| Values::One(Some(f64::from(n))));
    vec![
        Metric::gauge(
            "build_info",
            "The version that runs.",
            Values::by("version", version),
        ),
        Metric::gauge(
            "papers",
            "Papers known, unknown to arXiv, and without an answer in the last run.",
            Values::by("state", papers),
        ),
        Metric::counter(
            "runs_total",
            "Runs by how they ended.",
            Values::by("result", runs),
        ),
        Metric::counter(
            "edits_total",
            "Changes by what became of them.",
            Values::by("result", names(&totals.changes)),
        ),
        Metric::counter("http_requests_total", "Requests to arXiv.", requests),
        Metric::counter("http_retries_total", "Repeated requests.", retries),
    ]
}

fn names(counts: &[(String, u32)]) -> impl Iterator<Item = (&str, u32)> {
    counts.iter().map(|(name, n)| (name.as_str(), *n))
}
