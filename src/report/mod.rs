//! A finished run → JSON, Markdown, terminal, unified diff; what is known of status, history and
//! health → text, JSON. Pure: values in, text out; nothing here decides or writes.

pub mod diff;
pub mod doctor;
pub mod entries;
pub mod escape;
pub mod excerpt;
pub mod history;
pub mod html;
pub mod items;
pub mod json;
pub mod links;
pub mod markdown;
pub mod marks;
pub mod metrics;
pub mod phrases;
pub mod review;
pub mod sanitize;
pub mod saved;
pub mod status;
pub mod terminal;
pub mod totals;
pub mod undo;
pub mod word_diff;

use crate::plan::Plan;
use crate::plan::lines::Numbers;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A form of a run's report that is written to its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// For people, also in issues and pull requests.
    Markdown,
    /// For programs; every other form can be made of it again.
    Json,
    /// For people, with all of it on one page.
    Html,
}

impl Format {
    /// Every form, with its name in the configuration and how its files end.
    pub const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Markdown, "markdown", "md"),
        (Self::Json, "json", "json"),
        (Self::Html, "html", "html"),
    ];

    /// The form of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        let named = Self::ALL.iter().find(|(_, known, _)| *known == name);
        named.map(|(format, ..)| *format)
    }

    /// How its files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Html => "html",
        }
    }
}

/// The name of a run's report. It begins with the day, so that people find it and names sort.
pub fn file_name(run: &Run, format: Format) -> String {
    let day = run.started_at.get(..10).unwrap_or_default();
    format!("arxsync-{day}-{}.{}", run.id, format.ending())
}

/// The name under which the newest report lies.
pub fn latest_name(format: Format) -> String {
    format!("latest.{}", format.ending())
}

/// Whether a file's name is that of a report; also as reports were named before they had a day.
pub fn is_file_name(name: &str) -> bool {
    run_of(name).is_some()
}

/// The id of the run whose report has this name.
pub fn run_of(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let is_known = Format::ALL.iter().any(|(_, _, known)| *known == ending);
    let run = stem.strip_prefix("arxsync-").filter(|_| is_known)?;
    let mut ids = [Some(run), undated(run)].into_iter().flatten();
    ids.find(|id| Uuid::parse_str(id).is_ok())
}

/// What stands behind the day, `2026-11-27-`.
fn undated(text: &str) -> Option<&str> {
    let (day, run) = text.split_at_checked(11)?;
    let fits = |(at, byte): (usize, u8)| match at {
        4 | 7 | 10 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    day.bytes().enumerate().all(fits).then_some(run)
}

/// What became of the report of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Written {
    /// None was asked for, or it could not be written ([`Run::unreported`]).
    #[default]
    No,
    /// There was nothing new to tell.
    NothingNew,
    /// Its first form lies here.
    At(String),
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
    /// What became of its report else.
    pub reported: Written,
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
    /// The lines of the plan in the list as it was read, where it was written: the plan itself has
    /// those of the list as it is since.
    pub lines_read: Option<Numbers>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_known_by_their_names() {
        let run = "01a20808-bc89-7002-a083-c8ad2881c900";
        let check = |name: String, expected| assert_eq!(is_file_name(&name), expected, "{name}");
        for ending in ["md", "json", "html"] {
            check(format!("arxsync-{run}.{ending}"), true);
            check(format!("arxsync-2026-11-27-{run}.{ending}"), true);
        }
        for other in [
            "arxsync-2026-11-27.md".to_owned(),
            format!("arxsync-2026-1-27-{run}.md"),
            format!("arxsync-2026-11-27-{run}.txt"),
            format!("2026-11-27-{run}.md"),
            format!("arxsync-é026-11-27-{run}.md"),
            "arxsync-notes.md".to_owned(),
            "latest.md".to_owned(),
            "arxsync".to_owned(),
        ] {
            check(other, false);
        }
    }
}
