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
pub mod sanitize;
pub mod status;
pub mod terminal;
pub mod totals;
pub mod word_diff;

use crate::plan::Plan;
use serde::Serialize;

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
    /// One for each list, in the order given.
    pub lists: Vec<ListRun>,
    /// What it cost.
    pub stats: Stats,
    /// Why no list could be written, whatever it holds (the clock is behind).
    pub problem: Option<String>,
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
    /// SHA-256 of the bytes as read, in hexadecimal.
    pub sha256_before: String,
    /// SHA-256 of the bytes as they are after the run.
    pub sha256_after: String,
    /// Whether the file was written.
    pub written: bool,
    /// Why the plan was not carried out, where it was not ("changed while arxsync worked").
    pub problem: Option<String>,
    /// Whether that was an error, and not somebody else's edit.
    pub failed: bool,
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
    /// Sound, but some papers could not be asked for or a list changed meanwhile.
    Incomplete,
    /// It broke off.
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
