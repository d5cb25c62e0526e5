//! How it goes, as text and JSON. What is healthy was decided before; this only words it.

use super::phrases::count;
use super::sanitize;
use jiff::Timestamp;
use serde::Serialize;
use std::fmt::Write as _;

/// How it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Of the program.
    pub version: &'static str,
    /// When this was found.
    pub checked_at: Timestamp,
    /// Whether nobody need look after it.
    pub healthy: bool,
    /// What somebody should look after.
    pub problems: Vec<String>,
    /// The run that is under way.
    pub running: Option<Running>,
    /// The run that began last.
    pub last_run: Option<LastRun>,
    /// The last run that ended `clean` or `changed`.
    pub last_success: Option<LastSuccess>,
    /// Runs since then.
    pub failures_in_a_row: u32,
    /// Writes that were planned and are not settled.
    pub pending_writes: Vec<Pending>,
    /// The lists of the configuration that the last run over them could not work on.
    pub failing_lists: Vec<Failing>,
    /// Until when arXiv wants to be left alone.
    pub arxiv_closed: Option<Closed>,
    /// When the first list is due.
    pub next_run: Option<Timestamp>,
    /// When which list is due.
    pub lists: Vec<Due>,
    /// The database, where there is one.
    pub database: Option<Database>,
}

/// A run that is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Running {
    /// Its process.
    pub pid: u32,
    /// Its id.
    pub run: String,
}

/// The run that began last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LastRun {
    /// Its id.
    pub id: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended, if it did.
    pub finished_at: Option<Timestamp>,
    /// `clean`, `changed`, `incomplete`, `failed`; none where it is under way or broke off.
    pub outcome: Option<String>,
    /// Why it failed.
    pub problem: Option<String>,
    /// Requests sent.
    pub requests: u32,
    /// Papers that the lists name.
    pub papers: u32,
    /// How many of them got no answer.
    pub deferred: u32,
}

/// The last run that did all that it was to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LastSuccess {
    /// Its id.
    pub id: String,
    /// When it ended.
    pub finished_at: Timestamp,
}

/// A write that is not settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pending {
    /// The list.
    pub list: String,
    /// The run that planned it.
    pub run: String,
}

/// A list that could not be worked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failing {
    /// Its path, or the pattern where that names none.
    pub list: String,
    /// Why, and what to do.
    pub problem: String,
    /// When the first run in a row began that failed on it.
    pub since: Timestamp,
    /// How many these are.
    pub runs: u32,
}

/// arXiv wants to be left alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Closed {
    /// Until when.
    pub until: Timestamp,
    /// What it said.
    pub why: Option<String>,
}

/// When a list is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Due {
    /// As it is configured: a file or a pattern.
    pub path: String,
    /// Its schedule, a crontab line.
    pub schedule: String,
    /// The next time.
    pub next: Option<Timestamp>,
}

/// The database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Database {
    /// Where it is.
    pub path: String,
    /// What it takes on the disk, with its log.
    pub bytes: u64,
    /// The version of its schema.
    pub schema: i64,
}

/// For programs: one JSON object.
pub fn json(status: &Status) -> String {
    #[derive(Serialize)]
    struct Report<'a> {
        schema: u32,
        #[serde(flatten)]
        status: &'a Status,
    }
    sanitize::json(&Report { schema: 1, status })
}

/// For people: a line for every thing, after one that says how it goes.
pub fn text(status: &Status) -> String {
    let mut out = String::new();
    let verdict = match (status.healthy, &status.last_run) {
        (false, _) => "needs attention",
        (true, None) => "healthy (no run yet)",
        (true, Some(_)) => "healthy",
    };
    let _ = writeln!(out, "arxsync {}: {verdict}", status.version);
    for problem in &status.problems {
        line(&mut out, "problem", problem);
    }
    if let Some(Running { pid, run }) = &status.running {
        line(&mut out, "running", &format!("process {pid}, run {run}"));
    }
    push_runs(&mut out, status);
    for Pending { list, run } in &status.pending_writes {
        line(
            &mut out,
            "unsettled",
            &format!("the write of {list} by run {run}"),
        );
    }
    if let Some(Closed { until, why }) = &status.arxiv_closed {
        let why = why.as_deref().unwrap_or("no reason is known");
        line(
            &mut out,
            "arXiv",
            &format!("is not asked before {}: {why}", minute(*until)),
        );
    }
    push_next(&mut out, status);
    let database = match &status.database {
        None => "none yet".to_owned(),
        Some(Database {
            path,
            bytes,
            schema,
        }) => {
            format!("{path}, {} kB, schema {schema}", bytes.div_ceil(1000))
        }
    };
    line(&mut out, "database", &database);
    out
}

fn push_runs(out: &mut String, status: &Status) {
    let Some(run) = &status.last_run else {
        return line(out, "last run", "none yet");
    };
    let is_running = status.running.as_ref().is_some_and(|r| r.run == run.id);
    let ended = match (&run.outcome, run.finished_at) {
        (Some(outcome), Some(at)) => format!("{outcome} at {}", minute(at)),
        _ if is_running => "under way".to_owned(),
        _ => "broke off".to_owned(),
    };
    let cost = format!(
        "{}, {} deferred, {}",
        count(run.papers as usize, "paper"),
        run.deferred,
        count(run.requests as usize, "request")
    );
    let began = minute(run.started_at);
    line(
        out,
        "last run",
        &format!("{began}, {ended}: {cost} (run {})", run.id),
    );
    if let Some(problem) = &run.problem {
        line(out, "", problem);
    }
    match &status.last_success {
        Some(LastSuccess { id, finished_at }) => {
            line(
                out,
                "last success",
                &format!("{} (run {id})", minute(*finished_at)),
            );
        }
        None => line(out, "last success", "none yet"),
    }
    if status.failures_in_a_row > 0 {
        let failures = count(status.failures_in_a_row as usize, "run");
        line(
            out,
            "failures",
            &format!("{failures} in a row without success"),
        );
    }
}

fn push_next(out: &mut String, status: &Status) {
    let next = status.next_run.map_or("never".to_owned(), minute);
    line(
        out,
        "next run",
        &format!("{next}, if `arxsync daemon` is running"),
    );
    // One schedule for all is no news.
    let mut schedules: Vec<&str> = status.lists.iter().map(|l| l.schedule.as_str()).collect();
    schedules.dedup();
    if schedules.len() > 1 {
        for Due {
            path,
            schedule,
            next,
        } in &status.lists
        {
            let next = next.map_or("never".to_owned(), minute);
            line(out, "", &format!("{path} ({schedule}): {next}"));
        }
    }
}

/// What is told may hold anything: names of files, words of servers.
fn line(out: &mut String, label: &str, text: &str) {
    let _ = writeln!(out, "  {label:<13} {}", sanitize::one_line(text));
}

/// A moment as people read it.
pub fn minute(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet() -> Status {
        Status {
            version: "1.2.3",
            checked_at: "2026-11-23T09:00:00Z".parse().unwrap(),
            healthy: true,
            problems: Vec::new(),
            running: None,
            last_run: None,
            last_success: None,
            failures_in_a_row: 0,
            pending_writes: Vec::new(),
            failing_lists: Vec::new(),
            arxiv_closed: None,
            next_run: Some("2026-11-24T04:17:00Z".parse().unwrap()),
            lists: Vec::new(),
            database: None,
        }
    }

    #[test]
    fn a_service_that_has_not_run_is_told_shortly() {
        let expected = "\
arxsync 1.2.3: healthy (no run yet)
  last run      none yet
  next run      2026-11-24 04:17 UTC, if `arxsync daemon` is running
  database      none yet
";
        assert_eq!(text(&quiet()), expected);
    }

    /// With everything that there can be, and most of it hostile.
    fn troubled() -> Status {
        let time: Timestamp = "2026-11-23T04:17:00Z".parse().unwrap();
        let due = |path: &str, schedule: &str| Due {
            path: path.into(),
            schedule: schedule.into(),
            next: Some(time),
        };
        Status {
            healthy: false,
            problems: vec!["evil\nhealthy".into()],
            running: Some(Running {
                pid: 7,
                run: "r2".into(),
            }),
            last_run: Some(LastRun {
                id: "r1".into(),
                started_at: time,
                finished_at: Some(time),
                outcome: Some("failed".into()),
                problem: Some("\u{1b}[2J\u{202e}gone\nnext run never".into()),
                requests: 1,
                papers: 2,
                deferred: 1,
            }),
            failures_in_a_row: 3,
            pending_writes: vec![Pending {
                list: "/a\u{9b}.md".into(),
                run: "r1".into(),
            }],
            arxiv_closed: Some(Closed {
                until: time,
                why: Some("\u{7}rate".into()),
            }),
            lists: vec![due("a.md", "@daily"), due("b.md", "@weekly")],
            database: Some(Database {
                path: "/s/arxsync.db".into(),
                bytes: 45_001,
                schema: 3,
            }),
            ..quiet()
        }
    }

    #[test]
    fn everything_is_told_and_nothing_acts() {
        let status = troubled();
        let expected = "\
arxsync 1.2.3: needs attention
  problem       evil healthy
  running       process 7, run r2
  last run      2026-11-23 04:17 UTC, failed at 2026-11-23 04:17 UTC: 2 papers, 1 deferred, 1 request (run r1)
                \\u{1b}[2J\\u{202e}gone next run never
  last success  none yet
  failures      3 runs in a row without success
  unsettled     the write of /a\\u{9b}.md by run r1
  arXiv         is not asked before 2026-11-23 04:17 UTC: \\u{7}rate
  next run      2026-11-24 04:17 UTC, if `arxsync daemon` is running
                a.md (@daily): 2026-11-23 04:17 UTC
                b.md (@weekly): 2026-11-23 04:17 UTC
  database      /s/arxsync.db, 46 kB, schema 3
";
        assert_eq!(text(&status), expected);
        let told = json(&status);
        assert!(
            !told
                .trim_end()
                .contains(|c: char| c.is_control() || c == '\u{202e}'),
            "{told}"
        );
        let value: serde_json::Value = serde_json::from_str(&told).unwrap();
        assert_eq!(value["schema"], 1);
        assert_eq!(
            value["last_run"]["problem"],
            "\u{1b}[2J\u{202e}gone\nnext run never"
        );
        assert_eq!(value["next_run"], "2026-11-24T04:17:00Z");
    }
}
