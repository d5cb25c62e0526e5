//! A finished run → JSON, Markdown, terminal, unified diff; what is known of status, history and
//! health → text, JSON. Pure: values in, text out; nothing here decides or writes.

pub mod diff;
pub mod doctor;
pub mod entries;
pub mod escape;
pub mod excerpt;
pub mod history;
pub mod json;
pub mod markdown;
pub mod metrics;
pub mod phrases;
pub mod review;
pub mod sanitize;
pub mod status;
pub mod terminal;
pub mod totals;
pub mod undo;
pub mod word_diff;

use crate::plan::Plan;
use serde::Serialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The name of a run's report, in Markdown (`md`) or JSON (`json`).
pub fn file_name(id: &str, ending: &str) -> String {
    format!("arxsync-{id}.{ending}")
}

/// Whether a file's name is that of a report.
pub fn is_file_name(name: &str) -> bool {
    let run = name.strip_prefix("arxsync-").and_then(|rest| {
        rest.strip_suffix(".md")
            .or_else(|| rest.strip_suffix(".json"))
    });
    run.is_some_and(|run| Uuid::parse_str(run).is_ok())
}

/// A finished run, whatever its mode.
#[derive(Clone, Debug)]
pub struct Run {
    /// Sorts by time (UUID version 7).
    pub id: String,
    /// What was asked of it.
    pub mode: Mode,
    /// RFC 3339, UTC.
    pub started_at: String,
    /// RFC 3339, UTC.
    pub finished_at: String,
    /// How it ended.
    pub outcome: Outcome,
    /// One for each list that was worked on, in the order given.
    pub lists: Vec<ListRun>,
    /// The lists that could not be worked on at all.
    pub left_out: Vec<LeftOut>,
    /// Why its report could not be written, where it was to be.
    pub unreported: Option<String>,
    /// What it cost.
    pub stats: Stats,
    /// Why no list could be written, whatever it holds (the clock is behind).
    pub problem: Option<String>,
}

impl Run {
    /// The first thing that kept the run from doing all there was to do, where it was no paper.
    pub fn problem(&self) -> Option<&str> {
        let left_out = || self.left_out.first().map(|list| list.why.as_str());
        let mut held = self.lists.iter().filter_map(|list| list.problem.as_ref());
        (self.problem.as_deref())
            .or_else(left_out)
            .or_else(|| held.next().map(Problem::words))
            .or(self.unreported.as_deref())
    }
}

/// A list that could not be worked on: nothing of it was read, or it could not have been replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// As it was named: a file, or a pattern that names none.
    pub path: String,
    /// Why, and what to do.
    pub why: String,
}

/// Why what was planned for a list was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Somebody changed it meanwhile; the next run plans anew.
    Changed,
    /// It is amid a merge, and nothing in it was looked at.
    Merge(String),
    /// It could not be replaced.
    Failed(String),
    /// The clock is behind.
    Clock(String),
    /// arxsync failed inside, and nothing was planned.
    Bug(String),
}

impl Problem {
    /// The reason, and what to do.
    pub fn words(&self) -> &str {
        match self {
            Self::Changed => "it was changed while arxsync worked; run again",
            Self::Merge(why) | Self::Failed(why) | Self::Clock(why) | Self::Bug(why) => why,
        }
    }
}

/// What became of one list.
#[derive(Clone, Debug)]
pub struct ListRun {
    /// As the user named it.
    pub path: String,
    /// What should change.
    pub plan: Plan,
    /// The text as it was read.
    pub before: String,
    /// The text with all changes applied that the plan applies (equal to `before` where there are
    /// none).
    pub after: String,
    /// The proposals and findings that an earlier run told of, by id: since when (RFC 3339). What
    /// is not among them is new.
    pub since: BTreeMap<String, String>,
    /// SHA-256 of the bytes as read, in hexadecimal.
    pub sha256_before: String,
    /// SHA-256 of the bytes as they are after the run.
    pub sha256_after: String,
    /// Whether the file was written.
    pub written: bool,
    /// Why the plan was not carried out, where it was not.
    pub problem: Option<Problem>,
}

/// What a run may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Write lists, history and reports.
    Apply,
    /// Plan only.
    DryRun,
    /// Plan only, and tell by the exit code whether something is pending.
    Check,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Nothing to change.
    Clean,
    /// Changes were made, or are pending.
    Changed,
    /// Sound, but some papers could not be asked for, a list changed meanwhile, or one of several
    /// could not be worked on.
    Incomplete,
    /// It broke off, or could not work on any list.
    Failed,
}

impl Outcome {
    /// Its name in the report and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Changed => "changed",
            Self::Incomplete => "incomplete",
            Self::Failed => "failed",
        }
    }
}

/// What a run cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Requests sent to arXiv, retries included.
    pub requests: u32,
    /// How many of them repeated a failed one.
    pub retries: u32,
    /// Papers answered from the cache.
    pub cache_hits: u32,
    /// Different papers that the lists name.
    pub papers: u32,
}
