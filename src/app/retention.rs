//! After a run over the configuration's lists: what is older than it has to be kept goes, reports
//! and history alike.

use super::connection::{Watch, clock_problem, pace_key};
use crate::clock::{self, LEEWAY};
use crate::config::Config;
use crate::report::is_file_name;
use crate::store::Store;
use anyhow::{Context as _, Result};
use jiff::Timestamp;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// So many of the last runs have to agree that it is so late, where arXiv's own date is not known.
const WITNESSES: u32 = 10;

/// Removes old reports, runs and papers. What is old is not for the clock alone to say: it may have
/// jumped ahead. What `watch` leaves no time for goes after the next run.
///
/// # Errors
///
/// The database or the reports' folder cannot be used.
pub(super) fn apply(config: &Config, store: &mut Store, watch: &mut dyn Watch) -> Result<()> {
    let keep = &config.keep;
    if watch.is_over() || clock_problem(config, store)?.is_some() {
        return Ok(());
    }
    let answered = store.answered(pace_key(config))?;
    let now = config.clock.now();
    let passed = clock::surely_passed(now, answered, store.begins(WITNESSES)?);
    let ms = passed.as_millisecond();
    let before =
        |age: Duration| ms.saturating_sub(i64::try_from(age.as_millis()).unwrap_or(i64::MAX));
    let rows = store.prune(ms, before(keep.runs), before(keep.papers))?;
    let mut reports = 0;
    if let Some(dir) = &config.report_dir {
        reports = prune_reports(dir, keep.reports, keep.max_reports, (now, passed), watch)
            .with_context(|| format!("cannot remove old reports in {}", dir.display()))?;
    }
    if rows + reports > 0 {
        tracing::info!(rows, reports, "forgot what is old");
    }
    Ok(())
}

/// Removes reports of ours that are older than `age`, and all but the newest `most` files. Nothing
/// else in the folder is touched. What lies behind `now` was written by a clock that was ahead, and
/// comes first when there are too many; how old a report is counts from `passed`.
fn prune_reports(
    dir: &Path,
    age: Duration,
    most: usize,
    (now, passed): (Timestamp, Timestamp),
    watch: &mut dyn Watch,
) -> io::Result<usize> {
    let (latest, passed) = (SystemTime::from(now + LEEWAY), SystemTime::from(passed));
    let mut reports: Vec<(SystemTime, PathBuf)> = Vec::new();
    let items = match fs::read_dir(dir) {
        // The folder is made with the first report.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        items => items?,
    };
    for item in items {
        if watch.is_over() {
            return Ok(0);
        }
        let item = item?;
        if item.file_type()?.is_file() && is_file_name(&item.file_name().to_string_lossy()) {
            reports.push((item.metadata()?.modified()?, item.path()));
        }
    }
    reports.sort_by_key(|(time, _)| (*time <= latest, *time));
    let too_many = reports.len().saturating_sub(most);
    let is_old = |time: &SystemTime| passed.duration_since(*time).is_ok_and(|old| old > age);
    let old = reports.iter().enumerate();
    let old = old.filter(|(i, (time, _))| *i < too_many || is_old(time));
    let mut gone = 0;
    for (_, (_, path)) in old {
        if watch.is_over() {
            break;
        }
        fs::remove_file(path)?;
        gone += 1;
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::connection::Nobody;

    #[test]
    fn only_old_reports_of_ours_go() {
        let dir = tempfile::tempdir().unwrap();
        let report = |n: u8| format!("arxsync-01a20808-bc89-7002-a083-c8ad2881c9{n:02}.md");
        let day = Duration::from_secs(24 * 3600);
        let put = |name: &str, days: u32| {
            let file = fs::File::create(dir.path().join(name)).unwrap();
            file.set_modified(SystemTime::now() - day * days).unwrap();
        };
        for n in 0..6 {
            put(&report(n), u32::from(n) * 10);
        }
        for other in ["arxsync-notes.md", "README.md", "arxsync-x.json"] {
            put(other, 1000);
        }
        let left = || {
            let mut names: Vec<String> = fs::read_dir(dir.path())
                .unwrap()
                .map(|f| f.unwrap().file_name().into_string().unwrap())
                .filter(|name| is_file_name(name))
                .collect();
            names.sort();
            names
        };
        let now = Timestamp::now();
        let prune =
            |most| prune_reports(dir.path(), day * 35, most, (now, now), &mut Nobody).unwrap();
        assert_eq!(prune(100), 2);
        assert_eq!(left(), [report(0), report(1), report(2), report(3)]);
        assert_eq!(prune(2), 2);
        assert_eq!(left(), [report(0), report(1)]);
        // One of a clock that was ahead is not the newest.
        let ahead = fs::File::create(dir.path().join(report(9))).unwrap();
        ahead.set_modified(SystemTime::now() + day * 400).unwrap();
        assert_eq!(prune(2), 1);
        assert_eq!(left(), [report(0), report(1)]);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 5);
    }

    #[test]
    fn a_folder_that_is_not_there_holds_no_report() {
        let dir = tempfile::tempdir().unwrap();
        let (missing, day) = (dir.path().join("reports"), Duration::from_secs(24 * 3600));
        let now = Timestamp::now();
        assert_eq!(
            prune_reports(&missing, day, 100, (now, now), &mut Nobody).unwrap(),
            0
        );
    }
}
