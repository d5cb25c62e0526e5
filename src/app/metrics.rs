//! What monitors read of the service: the history's sums, as a file that is replaced as a whole.

use crate::report::metrics::{self, Metric, Values};
use crate::store::Tally;
use anyhow::{Context as _, Result};
use std::fs::Permissions;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// Writes the figures.
///
/// # Errors
///
/// The folder cannot be written to.
pub(super) fn write(file: &Path, tally: &Tally) -> Result<()> {
    let put = || -> io::Result<()> {
        let dir = file.parent().unwrap_or(Path::new("."));
        let mut temp = tempfile::NamedTempFile::new_in(dir)?;
        temp.write_all(metrics::text(&figures(tally)).as_bytes())?;
        // The exporter is another user.
        temp.as_file()
            .set_permissions(Permissions::from_mode(0o644))?;
        temp.persist(file)?;
        Ok(())
    };
    put().with_context(|| format!("cannot write [metrics] textfile {}", file.display()))
}

/// Counters are sums over the runs that are kept.
fn figures(tally: &Tally) -> Vec<Metric<'_>> {
    let seconds = |ms: i64| ms as f64 / 1000.0;
    let last = tally.last;
    let begun = last.map(|(begun, ..)| seconds(begun));
    let duration = last.and_then(|(begun, ended, _)| Some(seconds(ended? - begun)));
    let runs = tally.runs.iter();
    let runs = runs.map(|(outcome, n)| (outcome.as_deref().unwrap_or("broken-off"), *n));
    let [requests, retries] = tally.requests.map(f64::from);
    let deferred = last.map(|(.., deferred)| ("deferred", deferred));
    let version = vec![(env!("CARGO_PKG_VERSION"), 1)];
    let gauge = |name, help, values| Metric {
        name,
        help,
        is_counter: false,
        values,
    };
    let counter = |name, help, values| Metric {
        is_counter: true,
        ..gauge(name, help, values)
    };

    let one = Values::one;
    vec![
        gauge(
            "build_info",
            "The version that runs.",
            Values::by("version", version),
        ),
        gauge(
            "last_run_timestamp_seconds",
            "When the last run began.",
            one(begun),
        ),
        gauge(
            "last_success_timestamp_seconds",
            "When the last run ended that did all there was to do.",
            one(tally.last_success.map(seconds)),
        ),
        gauge(
            "run_duration_seconds",
            "How long the last run took.",
            one(duration),
        ),
        gauge(
            "consecutive_failures",
            "Runs in a row that did not do all there was to do.",
            one(Some(f64::from(tally.failures))),
        ),
        gauge(
            "db_size_bytes",
            "Size of the database.",
            one(Some(tally.size as f64)),
        ),
        gauge(
            "papers",
            "Papers known, unknown to arXiv, and without an answer in the last run.",
            Values::by("state", names(&tally.papers).chain(deferred)),
        ),
        counter(
            "runs_total",
            "Runs by how they ended.",
            Values::by("result", runs),
        ),
        counter(
            "edits_total",
            "Changes by what became of them.",
            Values::by("result", names(&tally.changes)),
        ),
        counter(
            "http_requests_total",
            "Requests to arXiv.",
            one(Some(requests)),
        ),
        counter(
            "http_retries_total",
            "Repeated requests.",
            one(Some(retries)),
        ),
    ]
}

fn names(counts: &[(String, u32)]) -> impl Iterator<Item = (&str, u32)> {
    counts.iter().map(|(name, n)| (name.as_str(), *n))
}
