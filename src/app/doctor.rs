//! Examines the program's surroundings: SQLite, time zones, state directory, database, lists. Names
//! what is wrong and what to do, and changes nothing itself.

mod clock;
mod lists;

pub use clock::reopen;

use super::reports;
use crate::config::Config;
use crate::report::doctor::{Examination, Finding};
use crate::store::{self, Holder, LastWrite, Look, PendingWrite, SCHEMA, StoreError};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// What to do about a database that is damaged.
const REPLACE_IT: &str = "restore a backup of it, or move it away: the next run starts a new one, the cache is fetched again, the history is lost";

/// What the database tells, each part by itself: where one cannot be read, others can.
struct Seen {
    path: PathBuf,
    schema: i64,
    settings: Result<Vec<(&'static str, String, &'static str)>, StoreError>,
    damages: Result<Vec<String>, StoreError>,
    references: Result<Vec<String>, StoreError>,
    loose: Result<Vec<String>, StoreError>,
    answers: Result<Vec<String>, StoreError>,
    pending: Result<Vec<PendingWrite>, StoreError>,
    last_writes: Result<Vec<LastWrite>, StoreError>,
}

/// What of it matters for the lists.
#[derive(Default)]
struct Recorded {
    running: Option<Holder>,
    pending: Vec<PendingWrite>,
    last_writes: Vec<LastWrite>,
}

impl Recorded {
    /// Where the database tells nothing, the lock still does.
    fn only(running: Option<Holder>) -> Self {
        Self {
            running,
            ..Self::default()
        }
    }
}

/// Examines all there is.
pub fn examine(config: &Config) -> Examination {
    let mut all = Examination::default();
    all.findings.push(sqlite());
    all.findings.push(time_zones());
    clock::examine(&mut all, config);
    state_directory(&mut all, &config.store_dir);
    let recorded = database(&mut all, &config.store_dir);
    lists::examine(&mut all, config, &recorded);
    if let Some(dir) = &config.report_dir {
        all.findings.push(report_folder(dir));
    }
    all
}

fn report_folder(dir: &Path) -> Finding {
    match reports::check(dir) {
        Ok(()) => {
            let message = format!("reports can be written to {}", dir.display());
            Finding::ok("reports", message)
        }
        Err(error) => {
            let todo = "no run works before that is mended";
            Finding::fault("reports", error.to_string(), todo)
        }
    }
}

fn sqlite() -> Finding {
    let (version, is_sound) = store::sqlite_version();
    if is_sound {
        return Finding::ok("sqlite", format!("SQLite {version}"));
    }
    Finding::fault(
        "sqlite",
        format!("SQLite {version} can damage databases"),
        "build arxsync with SQLite 3.51.3 or newer (as it comes), but not 3.52.0",
    )
}

fn time_zones() -> Finding {
    // The one that is always needed, for arXiv's announcements.
    match TimeZone::get("America/New_York") {
        Ok(_) => Finding::ok("time-zones", "the time zone database is there"),
        Err(_) => Finding::fault(
            "time-zones",
            "there is no time zone database: schedules count in UTC only, and arXiv's announcements are not stepped over",
            "install the package tzdata, or let $TZDIR name its folder",
        ),
    }
}

fn state_directory(all: &mut Examination, dir: &Path) {
    let check = "state";
    let shown = dir.display();
    let meta = match fs::metadata(dir) {
        Ok(meta) => meta,
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            let message = format!("there is no {shown} yet: the first run makes it");
            return all.findings.push(Finding::note(check, message));
        }
        Err(e) => {
            let todo = "run doctor as the user that runs arxsync, or check the folders above it";
            let message = format!("{shown} cannot be looked at: {e}");
            return all.findings.push(Finding::fault(check, message, todo));
        }
    };
    let before = all.faults();
    let mut fault = |message: String, todo: String| {
        all.findings.push(Finding::fault(check, message, todo));
    };
    let mode = meta.permissions().mode() & 0o777;
    if !meta.is_dir() {
        let todo = "name another one with [store] dir or --state".to_owned();
        return fault(format!("{shown} is no directory"), todo);
    }
    if mode & 0o077 != 0 {
        let todo = format!("chmod 700 {shown} (under systemd: StateDirectoryMode=0700)");
        fault(format!("{shown} is open to others (mode {mode:04o})"), todo);
    }
    if let Some(network) = store::network(dir) {
        let message = format!(
            "{shown} is on a network file system ({network}): SQLite may lose what it writes there"
        );
        fault(
            message,
            "keep it on a local disk: name one with [store] dir or --state".to_owned(),
        );
    }
    if let Err(e) = tempfile::tempfile_in(dir) {
        let todo = "run as its owner, or check its permissions, and that its disk has space".into();
        fault(format!("{shown} cannot be written to: {e}"), todo);
    }
    if all.faults() == before {
        let message = format!("{shown} is private and can be written to");
        all.findings.push(Finding::ok(check, message));
    }
}

fn database(all: &mut Examination, dir: &Path) -> Recorded {
    let holder = store::holder(dir);
    let seen = store::look(dir, |look| Ok(see(look)));
    let running = store::holder(dir).or(holder);
    if let Some(holder) = &running {
        let message = format!("a run is under way ({holder})");
        all.findings.push(Finding::note("lock", message));
    }
    let seen = match seen {
        Ok(Some(seen)) => seen,
        Ok(None) => {
            let message = "there is no database yet: no run so far";
            all.findings.push(Finding::note("database", message));
            return Recorded::only(running);
        }
        Err(e) => {
            unusable(all, &e);
            return Recorded::only(running);
        }
    };
    private(all, &seen.path);
    schema(all, &seen);
    settings(all, seen.settings);
    let list = |all: &mut Examination, check, found, well: &str| match found {
        Err(e) => unusable(all, &e),
        Ok(found) => told(all, check, found, well, REPLACE_IT),
    };
    list(all, "integrity", seen.damages, "SQLite finds no damage");
    list(
        all,
        "references",
        seen.references,
        "all references lead somewhere",
    );
    let loose = seen.loose.map(|tables| {
        let of = |table| format!("table {table} is not STRICT: it was made by something else");
        tables.into_iter().map(of).collect()
    });
    list(all, "tables", loose, "all tables are STRICT");
    answers(all, seen.answers);
    if let Ok(pending) = &seen.pending {
        writes(all, pending, running.as_ref());
    }
    let failed = [seen.pending.as_ref().err(), seen.last_writes.as_ref().err()];
    failed.into_iter().flatten().for_each(|e| unusable(all, e));
    Recorded {
        running,
        pending: seen.pending.unwrap_or_default(),
        last_writes: seen.last_writes.unwrap_or_default(),
    }
}

fn see(look: &Look) -> Seen {
    Seen {
        path: look.path().to_owned(),
        schema: look.schema(),
        settings: look.settings(),
        damages: look.damages(),
        references: look.broken_references(),
        loose: look.loose_tables(),
        answers: look.damaged_answers(),
        pending: look.pending_writes(),
        last_writes: look.last_writes(),
    }
}

fn answers(all: &mut Examination, found: Result<Vec<String>, StoreError>) {
    let damaged = found.map(|rows| {
        let of = |row| format!("the answer of arXiv in {row} is damaged, and not used");
        rows.into_iter().map(of).collect()
    });
    let todo = "run `arxsync sync --refresh`, and check the disk: it has changed what was written";
    match damaged {
        Err(e) => unusable(all, &e),
        Ok(found) => told(all, "answers", found, "arXiv's answers are whole", todo),
    }
}

/// Only a damaged database is to be replaced. The same damage is told once, however many questions
/// it leaves without an answer.
fn unusable(all: &mut Examination, error: &StoreError) {
    let todo = match error {
        StoreError::TooNew { .. } => "update arxsync",
        StoreError::Locked { .. } => "try again when no run is under way",
        StoreError::Io { .. } | StoreError::Sql { .. } => {
            "check its permissions and the disk, and run doctor as the user that runs arxsync"
        }
        StoreError::Refused { .. } => REPLACE_IT,
    };
    let finding = Finding::fault("database", error.to_string(), todo);
    if !all.findings.contains(&finding) {
        all.findings.push(finding);
    }
}

fn private(all: &mut Examination, path: &Path) {
    let shown = path.display();
    let mode = fs::metadata(path).map_or(0, |meta| meta.permissions().mode() & 0o777);
    if mode & 0o077 != 0 {
        let message = format!("{shown} is open to others (mode {mode:04o})");
        let todo = format!("chmod 600 {shown}");
        all.findings.push(Finding::fault("database", message, todo));
    }
}

fn schema(all: &mut Examination, seen: &Seen) {
    let (path, found) = (seen.path.display(), seen.schema);
    all.findings.push(if found < SCHEMA {
        let message = format!("{path} has schema {found}: the next run brings it to {SCHEMA}");
        Finding::note("database", message)
    } else {
        Finding::ok("database", format!("{path} has schema {found}"))
    });
}

fn settings(
    all: &mut Examination,
    found: Result<Vec<(&'static str, String, &'static str)>, StoreError>,
) {
    let found = match found {
        Ok(found) => found,
        Err(e) => return unusable(all, &e),
    };
    let wrong = found
        .iter()
        .filter(|(_, found, expected)| found != expected);
    let wrong = wrong.map(|(name, found, expected)| {
        format!("SQLite has {name} = {found} here, and not {expected}")
    });
    let wrong = wrong.collect();
    let todo =
        "let a run open it (`arxsync sync --check`), which sets that; if it stays, report this bug";
    let well = "SQLite is set to keep what it is given";
    told(all, "settings", wrong, well, todo);
    let pairs = found.into_iter().map(|(name, found, _)| (name, found));
    all.settings = pairs.collect::<BTreeMap<_, _>>();
}

/// A fault for everything that was found, or that all is well.
fn told(all: &mut Examination, check: &'static str, found: Vec<String>, well: &str, todo: &str) {
    if found.is_empty() {
        all.findings.push(Finding::ok(check, well));
    }
    let fault = |message| Finding::fault(check, message, todo);
    all.findings.extend(found.into_iter().map(fault));
}

fn writes(all: &mut Examination, pending: &[PendingWrite], running: Option<&Holder>) {
    if pending.is_empty() {
        let message = "every write is settled";
        all.findings.push(Finding::ok("writes", message));
    }
    for write in pending {
        let (list, run) = (write.list.display(), &write.run_id);
        let is_under_way = running.is_some_and(|holder| holder.run == *run);
        all.findings.push(if is_under_way {
            Finding::note("writes", format!("{list} is just being written"))
        } else {
            let message = format!("run {run} broke off while it wrote {list}");
            Finding::fault(
                "writes",
                message,
                "run `arxsync sync`: it settles the write",
            )
        });
    }
}
