//! The run report for programs: `docs/report.md#the-form`. It leaves nothing out and words nothing.

use super::{LeftOut, ListRun, Mode, Outcome, Problem, Run, Stats};
use crate::arxiv::id::ArxivId;
use crate::list::edit::Edit;
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
    stats: Stats,
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
    line: usize,
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
    line: usize,
    arxiv_id: &'a str,
    field: Field,
    kind: Kind,
    decision: Decision,
    why: Option<Why>,
    /// What else is to be known (an addition to the contract).
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
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
    list: &'a str,
    line: usize,
    arxiv_id: Option<&'a str>,
    code: Code,
    message: &'a str,
    suggestion: Option<&'a str>,
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
            },
            lists: lists(run),
            entries: rows(run, |list| &list.plan.entries, EntryRow::of),
            changes: rows(run, |list| &list.plan.changes, ChangeRow::of),
            findings: rows(run, |list| &list.plan.findings, FindingRow::of),
            stats: run.stats,
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
    row: fn(&'a str, &'a T) -> R,
) -> Vec<R> {
    let of_list = |list: &'a ListRun| items(list).iter().map(move |item| row(&list.path, item));
    run.lists.iter().flat_map(of_list).collect()
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
    fn of(list: &'a str, entry: &'a EntryVerdict) -> Self {
        Self {
            list,
            line: entry.line,
            title: &entry.title,
            arxiv_id: entry.arxiv_id.as_ref().map(ArxivId::as_str),
            layout: entry.layout,
            status: entry.status,
            why: entry.why.as_deref(),
        }
    }
}

impl<'a> ChangeRow<'a> {
    fn of(list: &'a str, change: &'a Change) -> Self {
        Self {
            id: &change.id,
            list,
            line: change.line,
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
    fn of(list: &'a str, finding: &'a Finding) -> Self {
        Self {
            list,
            line: finding.line,
            arxiv_id: finding.arxiv_id.as_ref().map(ArxivId::as_str),
            code: finding.code,
            message: &finding.message,
            suggestion: finding.suggestion.as_ref().map(ArxivId::as_str),
        }
    }
}
