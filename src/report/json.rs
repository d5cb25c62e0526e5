//! The run report for programs: `docs/report.md#the-form`. It leaves nothing out and words nothing.

use super::items::Item;
use super::totals::Totals;
use super::{LeftOut, ListRun, Mode, Outcome, Problem, Run, Stats, Written};
use crate::arxiv::id::ArxivId;
use crate::list::edit::Edit;
use crate::plan::lines::Numbers;
use crate::plan::memory::Lapsed;
use crate::plan::{Change, Code, Decision, EntryVerdict, Field, Finding, Kind, Status, Why};
use serde::Serialize;

/// The report as one line of JSON with a line end.
pub fn json(run: &Run) -> String {
    let report = Report::of(run);
    let text =
        serde_json::to_string(&report).expect("strings, numbers and fixed keys always serialise");
    text + "\n"
}

#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    run: Head<'a>,
    lists: Vec<ListRow<'a>>,
    entries: Vec<EntryRow<'a>>,
    changes: Vec<ChangeRow<'a>>,
    findings: Vec<FindingRow<'a>>,
    stats: StatsRow,
}

#[derive(Serialize)]
struct StatsRow {
    #[serde(flatten)]
    stats: Stats,
    /// What is only counted (an addition to the contract).
    silenced: Silenced,
}

#[derive(Serialize)]
struct Silenced {
    rejected: usize,
    pinned: usize,
    ignored: usize,
}

#[derive(Serialize)]
struct Head<'a> {
    id: &'a str,
    mode: Mode,
    started_at: &'a str,
    finished_at: &'a str,
    outcome: Outcome,
    /// Why no list could be written (an addition to the contract).
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'a str>,
    /// Why there is no report in the folder (an addition to the contract).
    #[serde(skip_serializing_if = "Option::is_none")]
    unreported: Option<&'a str>,
    /// Where its report lies (an addition to the contract).
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'a str>,
}

#[derive(Serialize)]
struct ListRow<'a> {
    path: &'a str,
    entries: usize,
    /// None of a list that was not worked on.
    sha256_before: Option<&'a str>,
    sha256_after: Option<&'a str>,
    written: bool,
    problem: Option<&'a str>,
}

#[derive(Serialize)]
struct EntryRow<'a> {
    list: &'a str,
    #[serde(flatten)]
    lines: Lines,
    title: &'a str,
    arxiv_id: Option<&'a str>,
    layout: &'a str,
    status: Status,
    /// Why nothing is known (an addition to the contract).
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
}

#[derive(Serialize)]
struct ChangeRow<'a> {
    id: &'a str,
    list: &'a str,
    #[serde(flatten)]
    lines: Lines,
    arxiv_id: &'a str,
    /// The version that the list is compared with (an addition to the contract).
    version: Option<u32>,
    /// When that version was submitted, and the no that holds no more (additions to the contract).
    #[serde(skip_serializing_if = "Option::is_none")]
    version_day: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rejected_before: Option<&'a Lapsed>,
    field: Field,
    kind: Kind,
    decision: Decision,
    why: Option<Why>,
    /// What else is to be known (an addition to the contract).
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(flatten)]
    about: About<'a>,
    before: Option<&'a str>,
    after: &'a str,
    edits: Vec<EditRow<'a>>,
}

#[derive(Serialize)]
struct EditRow<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct FindingRow<'a> {
    /// Names it in decisions (an addition to the contract).
    id: &'a str,
    list: &'a str,
    #[serde(flatten)]
    lines: Lines,
    arxiv_id: Option<&'a str>,
    code: Code,
    message: &'a str,
    suggestion: Option<&'a str>,
    #[serde(flatten)]
    about: About<'a>,
}

impl<'a> Report<'a> {
    fn of(run: &'a Run) -> Self {
        Self {
            schema: 1,
            run: Head {
                id: &run.id,
                mode: run.mode,
                started_at: &run.started_at,
                finished_at: &run.finished_at,
                outcome: run.outcome,
                problem: run.problem.as_deref(),
                unreported: run.unreported.as_deref(),
                report: match &run.reported {
                    Written::At(path) => Some(path),
                    Written::No | Written::NothingNew => None,
                },
            },
            lists: lists(run),
            entries: rows(run, |list| &list.plan.entries, EntryRow::of),
            changes: rows(run, |list| &list.plan.changes, ChangeRow::of),
            findings: rows(run, |list| &list.plan.findings, FindingRow::of),
            stats: StatsRow {
                stats: run.stats,
                silenced: silenced(run),
            },
        }
    }
}

fn lists(run: &Run) -> Vec<ListRow<'_>> {
    let worked_on = run.lists.iter().map(ListRow::of);
    let left_out = run.left_out.iter().map(ListRow::of_left_out);
    worked_on.chain(left_out).collect()
}

/// One row for each item of each list.
fn rows<'a, T, R>(
    run: &'a Run,
    items: fn(&ListRun) -> &[T],
    row: fn(&'a ListRun, usize, &'a T) -> R,
) -> Vec<R> {
    let of_list = |list: &'a ListRun| {
        let numbered = items(list).iter().enumerate();
        numbered.map(move |(n, item)| row(list, n, item))
    };
    run.lists.iter().flat_map(of_list).collect()
}

/// Where a row is.
#[derive(Serialize)]
struct Lines {
    /// In the list as it was read, as the edits are.
    line: usize,
    /// In the list as the run left it, where it wrote it (an addition to the contract).
    #[serde(skip_serializing_if = "Option::is_none")]
    line_now: Option<usize>,
}

impl Lines {
    /// The lines of the `n`th row of a kind, which is in line `now` of the plan.
    fn of(list: &ListRun, kind: fn(&Numbers) -> &[usize], n: usize, now: usize) -> Self {
        let read = list.lines_read.as_ref();
        let read = read.and_then(|read| kind(read).get(n).copied());
        Self {
            line: read.unwrap_or(now),
            line_now: read.map(|_| now),
        }
    }
}

fn silenced(run: &Run) -> Silenced {
    let totals = Totals::of_run(run);
    Silenced {
        rejected: totals.rejected,
        pinned: totals.pinned,
        ignored: totals.ignored,
    }
}

/// What stands beside every change and finding (an addition to the contract).
#[derive(Serialize)]
struct About<'a> {
    /// No earlier run told of it.
    new: bool,
    /// When an earlier run first told of it.
    since: Option<&'a str>,
    /// Title and line of the entry.
    title: Option<&'a str>,
    entry_line: Option<usize>,
    /// What speaks for it.
    evidence: Option<&'a str>,
}

impl<'a> About<'a> {
    fn of(list: &'a ListRun, item: Item<'a>) -> Self {
        let (entry, evidence) = match item {
            Item::Change(change) => (Some(change.entry), change.note.as_deref()),
            Item::Finding(finding) => (finding.entry, None),
        };
        let at = entry;
        let entry = at.and_then(|entry| list.plan.entries.get(entry));
        let line = |(n, entry): (usize, &EntryVerdict)| {
            Lines::of(list, |read| &read.entries, n, entry.line).line
        };
        let is_new = list.is_new(item);
        let since = list.since.get(item.id()).filter(|_| !is_new);
        Self {
            new: is_new,
            since: since.map(String::as_str),
            title: entry.map(|entry| entry.title.as_str()),
            entry_line: at.zip(entry).map(line),
            evidence,
        }
    }
}

impl<'a> ListRow<'a> {
    fn of(list: &'a ListRun) -> Self {
        Self {
            path: &list.path,
            entries: list.plan.entries.len(),
            sha256_before: Some(&list.sha256_before),
            sha256_after: Some(&list.sha256_after),
            written: list.written,
            problem: list.problem.as_ref().map(Problem::words),
        }
    }

    fn of_left_out(list: &'a LeftOut) -> Self {
        Self {
            path: &list.path,
            entries: 0,
            sha256_before: None,
            sha256_after: None,
            written: false,
            problem: Some(&list.why),
        }
    }
}

impl<'a> EntryRow<'a> {
    fn of(list: &'a ListRun, n: usize, entry: &'a EntryVerdict) -> Self {
        Self {
            list: &list.path,
            lines: Lines::of(list, |read| &read.entries, n, entry.line),
            title: &entry.title,
            arxiv_id: entry.arxiv_id.as_ref().map(ArxivId::as_str),
            layout: entry.layout,
            status: entry.status,
            why: entry.why.as_deref(),
        }
    }
}

impl<'a> ChangeRow<'a> {
    fn of(list: &'a ListRun, n: usize, change: &'a Change) -> Self {
        Self {
            id: &change.id,
            list: &list.path,
            version: change.version,
            version_day: change.version_day.as_deref(),
            rejected_before: change.lapsed.as_ref(),
            about: About::of(list, Item::Change(change)),
            lines: Lines::of(list, |read| &read.changes, n, change.line),
            arxiv_id: change.arxiv_id.as_str(),
            field: change.field,
            kind: change.kind,
            decision: change.decision,
            why: change.why,
            note: change.note.as_deref(),
            before: change.before.as_deref(),
            after: &change.after,
            edits: change.edits.iter().map(EditRow::of).collect(),
        }
    }
}

impl<'a> EditRow<'a> {
    fn of(edit: &'a Edit) -> Self {
        Self {
            start: edit.span.start,
            end: edit.span.end,
            text: &edit.text,
        }
    }
}

impl<'a> FindingRow<'a> {
    fn of(list: &'a ListRun, n: usize, finding: &'a Finding) -> Self {
        Self {
            id: &finding.id,
            about: About::of(list, Item::Finding(finding)),
            list: &list.path,
            lines: Lines::of(list, |read| &read.findings, n, finding.line),
            arxiv_id: finding.arxiv_id.as_ref().map(ArxivId::as_str),
            code: finding.code,
            message: &finding.message,
            suggestion: finding.suggestion.as_ref().map(ArxivId::as_str),
        }
    }
}
