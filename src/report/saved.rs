//! The JSON report of an earlier run, read back, so that every other form can be made of it again.
//! It may be anybody's file: nothing in it is believed to be what it says it is.

use super::{LeftOut, ListRun, Mode, Outcome, Problem, Run, Stats, Written};
use crate::arxiv::id::ArxivId;
use crate::list::edit::Edit;
use crate::plan::lines::Numbers;
use crate::plan::memory::Lapsed;
use crate::plan::{Change, Code, Decision, EntryVerdict, Field, Finding, Kind, Plan, Status, Why};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// The run of a JSON report. The texts of its lists are not in it, and are empty.
///
/// # Errors
///
/// The text is no such report, or one of a newer version; says what is wrong.
pub fn run(text: &str) -> Result<Run, String> {
    let saved: Saved = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if saved.schema != 1 {
        return Err(format!("\"schema\" is {}, and not 1", saved.schema));
    }
    saved.run()
}

#[derive(Deserialize)]
struct Saved {
    schema: u32,
    run: Head,
    lists: Vec<List>,
    entries: Vec<Entry>,
    changes: Vec<ChangeRow>,
    findings: Vec<FindingRow>,
    stats: StatsRow,
}

#[derive(Deserialize)]
struct Head {
    id: String,
    mode: Mode,
    started_at: String,
    finished_at: String,
    outcome: Outcome,
    problem: Option<String>,
    unreported: Option<String>,
}

#[derive(Deserialize)]
struct List {
    path: String,
    sha256_before: Option<String>,
    sha256_after: Option<String>,
    written: bool,
    problem: Option<String>,
}

#[derive(Deserialize)]
struct Entry {
    list: String,
    line: usize,
    line_now: Option<usize>,
    title: String,
    arxiv_id: Option<String>,
    status: Status,
    why: Option<String>,
}

#[derive(Deserialize)]
struct ChangeRow {
    id: String,
    list: String,
    line: usize,
    line_now: Option<usize>,
    arxiv_id: String,
    version: Option<u32>,
    version_day: Option<String>,
    rejected_before: Option<Lapsed>,
    field: Field,
    kind: Kind,
    decision: Decision,
    why: Option<Why>,
    note: Option<String>,
    before: Option<String>,
    after: String,
    edits: Vec<EditRow>,
    #[serde(flatten)]
    about: About,
}

/// Reports of older versions have none of it.
#[derive(Deserialize)]
struct About {
    since: Option<String>,
    title: Option<String>,
    entry_line: Option<usize>,
}

#[derive(Deserialize)]
struct EditRow {
    start: usize,
    end: usize,
    text: String,
}

#[derive(Deserialize)]
struct FindingRow {
    #[serde(default)]
    id: String,
    list: String,
    line: usize,
    line_now: Option<usize>,
    arxiv_id: Option<String>,
    code: Code,
    message: String,
    suggestion: Option<String>,
    #[serde(flatten)]
    about: About,
}

#[derive(Deserialize)]
struct StatsRow {
    #[serde(flatten)]
    stats: Stats,
    silenced: Option<Silenced>,
}

#[derive(Deserialize)]
struct Silenced {
    ignored: usize,
}

impl Saved {
    fn run(self) -> Result<Run, String> {
        let ignored = self.stats.silenced.map_or(0, |silenced| silenced.ignored);
        let (mut lists, mut left_out) = (Vec::new(), Vec::new());
        for list in self.lists {
            match (list.sha256_before, list.problem) {
                (None, why) => left_out.push(LeftOut {
                    path: list.path,
                    why: why.unwrap_or_default(),
                }),
                (Some(before), problem) => lists.push(ListRun {
                    path: list.path,
                    plan: Plan::default(),
                    lines_read: None,
                    before: String::new(),
                    after: String::new(),
                    since: BTreeMap::new(),
                    sha256_before: before,
                    sha256_after: list.sha256_after.unwrap_or_default(),
                    written: list.written,
                    problem: problem.map(Problem::Failed),
                }),
            }
        }
        let mut filled = Lists::new(lists);
        for entry in self.entries {
            filled.entry(entry)?;
        }
        for change in self.changes {
            filled.change(change)?;
        }
        for finding in self.findings {
            filled.finding(finding)?;
        }
        let mut lists = filled.filled();
        // How many of each list is not told, and it is only the sum that is shown.
        if let Some(first) = lists.first_mut() {
            first.plan.ignored = ignored;
        }
        Ok(Run {
            id: name(self.run.id)?,
            mode: self.run.mode,
            started_at: self.run.started_at,
            finished_at: self.run.finished_at,
            outcome: self.run.outcome,
            lists,
            left_out,
            unreported: self.run.unreported,
            reported: Written::No,
            stats: self.stats.stats,
            problem: self.run.problem,
        })
    }
}

/// The lists, while their rows are put into them.
struct Lists {
    lists: Vec<ListRun>,
    /// The lines of each as it was left; the rows refer to each other by those that were read.
    now: Vec<Numbers>,
    places: HashMap<String, usize>,
}

impl Lists {
    fn new(lists: Vec<ListRun>) -> Self {
        let places = lists.iter().enumerate();
        let places = places.map(|(at, list)| (list.path.clone(), at)).collect();
        let now = vec![Numbers::default(); lists.len()];
        Self { lists, now, places }
    }

    /// The lists, once all rows are in.
    fn filled(mut self) -> Vec<ListRun> {
        for (list, now) in self.lists.iter_mut().zip(&self.now) {
            list.lines_read = list.written.then(|| Numbers::of(&list.plan));
            now.put(&mut list.plan);
        }
        self.lists
    }

    fn of(&mut self, path: &str) -> Result<(&mut ListRun, &mut Numbers), String> {
        let at = self.places.get(path).copied();
        let list = at.and_then(|at| self.lists.get_mut(at).zip(self.now.get_mut(at)));
        list.ok_or_else(|| format!("{path:?} is none of its lists"))
    }

    fn entry(&mut self, row: Entry) -> Result<(), String> {
        let arxiv_id = row.arxiv_id.as_deref().map(id).transpose()?;
        let (list, now) = self.of(&row.list)?;
        now.entries.push(row.line_now.unwrap_or(row.line));
        list.plan.entries.push(EntryVerdict {
            line: row.line,
            title: row.title,
            arxiv_id,
            layout: "",
            status: row.status,
            why: row.why,
        });
        Ok(())
    }

    fn change(&mut self, row: ChangeRow) -> Result<(), String> {
        let arxiv_id = id(&row.arxiv_id)?;
        let item = name(row.id)?;
        let (list, now) = self.of(&row.list)?;
        now.changes.push(row.line_now.unwrap_or(row.line));
        let paper = |entry: &EntryVerdict| entry.arxiv_id.as_ref() == Some(&arxiv_id);
        let entry = entry(list, &row.about).or_else(|| {
            // Reports of older versions name no entry: it is the last one above.
            let mut entries = list.plan.entries.iter();
            entries.rposition(|entry| entry.line <= row.line && paper(entry))
        });
        if let Some(since) = row.about.since {
            list.since.insert(item.clone(), since);
        }
        list.plan.changes.push(Change {
            id: item,
            entry: entry.unwrap_or(usize::MAX),
            line: row.line,
            arxiv_id,
            version: row.version,
            version_day: row.version_day,
            lapsed: row.rejected_before,
            words: String::new(),
            field: row.field,
            kind: row.kind,
            decision: row.decision,
            why: row.why,
            before: row.before,
            after: row.after,
            note: row.note,
            edits: row.edits.into_iter().map(edit).collect(),
        });
        Ok(())
    }

    fn finding(&mut self, row: FindingRow) -> Result<(), String> {
        let item = name(row.id)?;
        let suggestion = row.suggestion.as_deref().map(id).transpose()?;
        let arxiv_id = row.arxiv_id.as_deref().map(id).transpose()?;
        let (list, now) = self.of(&row.list)?;
        now.findings.push(row.line_now.unwrap_or(row.line));
        if let Some(since) = row.about.since.clone() {
            list.since.insert(item.clone(), since);
        }
        let finding = Finding {
            id: item,
            entry: entry(list, &row.about),
            arxiv_id,
            suggestion,
            ..Finding::new(row.code, row.line, row.message)
        };
        list.plan.findings.push(finding);
        Ok(())
    }
}

/// The entry that a row is about.
fn entry(list: &ListRun, about: &About) -> Option<usize> {
    let (line, title) = (about.entry_line?, about.title.as_ref()?);
    let mut entries = list.plan.entries.iter();
    entries.position(|entry| entry.line == line && entry.title == *title)
}

fn edit(row: EditRow) -> Edit {
    Edit {
        span: row.start..row.end,
        text: row.text,
    }
}

fn id(text: &str) -> Result<ArxivId, String> {
    text.parse().map_err(|_| format!("{text:?} is no arXiv id"))
}

/// An id, as it may stand in a command that somebody copies.
fn name(text: String) -> Result<String, String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    match text.len() <= 64 && text.chars().all(is_name) {
        true => Ok(text),
        false => Err(format!("{text:?} is no id")),
    }
}
