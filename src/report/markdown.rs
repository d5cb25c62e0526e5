//! The change report a maintainer reads and decides on, in Markdown. Whatever comes from arXiv or a
//! list is escaped for the place where it lands (`docs/report.md#hostile-text`); links are built
//! from validated ids only.

use super::excerpt::{Context, Excerpt, excerpts};
use super::totals::{Standing, Totals, standing};
use super::word_diff::{Segment, diff};
use super::{LeftOut, ListRun, Mode, Problem, Run, escape, phrases, sanitize};
use crate::arxiv::id::ArxivId;
use crate::plan::{Change, Code, Finding, Status};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The words around a difference.
const CONTEXT: Context = Context {
    words: 6,
    chars: 40,
};

/// Columns of a line in a diff block: GitHub scrolls what is longer.
const COLUMNS: usize = 96;

/// How a report begins.
const HEAD: &str = "# Change report";

/// How its first paragraph ends.
const COST: &str = " to arXiv.";

/// Whether a text begins as reports do: also one that somebody renamed, or whose line ends were
/// changed.
pub fn is_report(text: &str) -> bool {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let summary = |line: &str| line.starts_with("**") && line.trim_end().ends_with(COST);
    lines.next() == Some(HEAD) && lines.next() == Some("") && lines.next().is_some_and(summary)
}

/// The report of a run.
pub fn markdown(run: &Run) -> String {
    let mut out = format!("{HEAD}\n\n");
    push_summary(&mut out, run);
    push_left_out(&mut out, &run.left_out);
    let (eventful, calm): (Vec<&ListRun>, Vec<&ListRun>) = run
        .lists
        .iter()
        .partition(|list| list.problem.is_some() || !list.plan.changes.is_empty());
    push_calm(&mut out, &calm);
    for list in eventful {
        push_list(&mut out, run.mode, list);
    }
    push_findings(&mut out, run);
    push_unanswered(&mut out, run);
    push_cost(&mut out, run);
    out
}

fn push_summary(out: &mut String, run: &Run) {
    let totals = Totals::of_run(run);
    let lists = phrases::count(run.lists.len() + totals.left_out, "list");
    let entries = phrases::count(totals.entries, "entry");
    let requests = phrases::count(run.stats.requests as usize, "request");
    let _ = writeln!(
        out,
        "**{lists}, {entries}: {}.** {requests}{COST}\n",
        phrases::counts(&totals)
    );
    if let Some(problem) = &run.problem {
        let _ = writeln!(out, "**{}**\n", escape::text(problem));
    }
    if run.mode != Mode::Apply {
        out.push_str("This was a dry run: no list was written.\n\n");
    }
}

/// What could not be worked on comes first: somebody has to mend it.
fn push_left_out(out: &mut String, lists: &[LeftOut]) {
    if lists.is_empty() {
        return;
    }
    out.push_str("## Not worked on\n\nNothing in these lists was looked at or changed.\n\n");
    for LeftOut { path, why } in lists {
        let (path, why) = (escape::code(path), escape::text(why));
        let _ = writeln!(out, "- {path}: {why}");
    }
    out.push('\n');
}

fn push_list(out: &mut String, mode: Mode, list: &ListRun) {
    let totals = Totals::of_list(mode, list);
    let entries = phrases::count(totals.entries, "entry");
    let _ = writeln!(
        out,
        "## {}\n\n{entries}, {}.\n",
        escape::code(&list.path),
        phrases::counts(&totals)
    );
    if let Some(problem) = &list.problem {
        let label = match problem {
            Problem::Merge(_) | Problem::Bug(_) => "Not worked on",
            Problem::Changed | Problem::Failed(_) | Problem::Clock(_) => "Not written",
        };
        let why = escape::text(problem.words());
        let _ = writeln!(out, "**{label}:** {why}.\n");
    }
    let mut changes: Vec<&Change> = list.plan.changes.iter().collect();
    changes.sort_by_key(|change| (change.entry, change.line));
    for of_entry in changes.chunk_by(|a, b| a.entry == b.entry) {
        push_entry(out, list, of_entry, standing(mode, list));
    }
}

/// Names the lists without changes; what was found in them comes below with the rest.
fn push_calm(out: &mut String, lists: &[&ListRun]) {
    if !lists.is_empty() {
        let paths: Vec<String> = lists.iter().map(|list| escape::code(&list.path)).collect();
        let _ = writeln!(out, "Nothing to change in {}.\n", paths.join(", "));
    }
}

fn push_entry(out: &mut String, list: &ListRun, changes: &[&Change], standing: Standing) {
    let entry = changes
        .first()
        .and_then(|change| list.plan.entries.get(change.entry));
    if let (Some(entry), Some(change)) = (entry, changes.first()) {
        let _ = writeln!(
            out,
            "### {}\n\n{} · {}\n",
            escape::text(&entry.title),
            place(list, entry.line),
            link(&change.arxiv_id)
        );
    }
    for change in changes {
        push_change(out, list, change, standing);
    }
}

fn push_change(out: &mut String, list: &ListRun, change: &Change, standing: Standing) {
    let reason = phrases::reason(change).map_or(String::new(), |why| format!(": {why}"));
    let _ = writeln!(
        out,
        "**{}** {}{reason} · {}\n",
        phrases::field(change.field),
        phrases::outcome(change, standing),
        place(list, change.line)
    );
    out.push_str(&escape::block("diff", &diff_lines(change)));
    out.push('\n');
}

/// A change as the lines of a diff: each differing place with the words around it, old above new.
fn diff_lines(change: &Change) -> Vec<String> {
    let old = sanitize::one_line(change.before.as_deref().unwrap_or_default());
    let new = sanitize::one_line(&change.after);
    let segments = diff(&old, &new);
    let mut lines = Vec::new();
    for excerpt in excerpts(&segments, CONTEXT) {
        let [old, new] = sides(&excerpt);
        push_wrapped(&mut lines, '-', &old);
        push_wrapped(&mut lines, '+', &new);
    }
    lines
}

/// The old and the new text of an excerpt; empty where nothing but the words around it would be
/// left.
fn sides(excerpt: &Excerpt<'_>) -> [String; 2] {
    let mut sides = [String::new(), String::new()];
    let mut holds = [false, false];
    for segment in &excerpt.segments {
        match segment {
            Segment::Equal(text) => {
                holds = holds.map(|holds| holds || text.contains(char::is_alphanumeric));
                sides.iter_mut().for_each(|side| side.push_str(text));
            }
            Segment::Removed(text) => {
                holds[0] = true;
                sides[0].push_str(text);
            }
            Segment::Added(text) => {
                holds[1] = true;
                sides[1].push_str(text);
            }
        }
    }
    let before = if excerpt.cut_before { "… " } else { "" };
    let after = if excerpt.cut_after { " …" } else { "" };
    let mut holds = holds.into_iter();
    sides.map(|side| match holds.next() {
        Some(true) => format!("{before}{}{after}", side.trim()),
        _ => String::new(),
    })
}

fn push_wrapped(lines: &mut Vec<String>, sign: char, text: &str) {
    if !text.is_empty() {
        let wrapped = sanitize::wrap(text, COLUMNS);
        lines.extend(wrapped.iter().map(|line| format!("{sign} {line}")));
    }
}

fn push_findings(out: &mut String, run: &Run) {
    let mut groups: BTreeMap<Code, Vec<(&ListRun, &Finding)>> = BTreeMap::new();
    for list in &run.lists {
        for finding in &list.plan.findings {
            groups
                .entry(finding.code)
                .or_default()
                .push((list, finding));
        }
    }
    if groups.is_empty() {
        return;
    }
    out.push_str(
        "## Findings\n\narXiv and the list disagree here in ways that only you can settle.\n\n",
    );
    for (code, findings) in groups {
        let (name, heading) = phrases::code(code);
        let _ = writeln!(out, "### {heading} (`{name}`)\n");
        for (list, finding) in findings {
            push_finding(out, list, finding);
        }
        out.push('\n');
    }
}

fn push_finding(out: &mut String, list: &ListRun, finding: &Finding) {
    let _ = write!(out, "- {}", place(list, finding.line));
    if let Some(id) = &finding.arxiv_id {
        let _ = write!(out, " · {}", link(id));
    }
    let _ = write!(out, ": {}", escape::text(&finding.message));
    if let Some(id) = &finding.suggestion {
        let _ = write!(out, "; suggested: {}", link(id));
    }
    out.push('\n');
}

fn push_unanswered(out: &mut String, run: &Run) {
    let mut lines = Vec::new();
    for list in &run.lists {
        for entry in &list.plan.entries {
            let why = match entry.status {
                Status::Deferred => entry.why.as_deref().unwrap_or("arXiv did not answer"),
                Status::Absent => "arXiv answered without this paper",
                _ => continue,
            };
            let id = entry
                .arxiv_id
                .as_ref()
                .map_or(String::new(), |id| format!(" · {}", link(id)));
            let title = escape::text(&entry.title);
            let (place, why) = (place(list, entry.line), escape::text(why));
            lines.push(format!("- {place}{id}: {title} ({why})\n"));
        }
    }
    if !lines.is_empty() {
        out.push_str("## Not checked\n\nNothing is known about these; they are asked for again in the next run.\n\n");
        out.extend(lines);
        out.push('\n');
    }
}

fn push_cost(out: &mut String, run: &Run) {
    let _ = writeln!(
        out,
        "---\n\n{}. Run {}, {} to {}.",
        capitalised(&phrases::cost(&run.stats)),
        escape::code(&run.id),
        escape::code(&run.started_at),
        escape::code(&run.finished_at)
    );
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// `path:line`, as editors and terminals know to follow it.
fn place(list: &ListRun, line: usize) -> String {
    escape::code(&format!("{}:{line}", list.path))
}

fn link(id: &ArxivId) -> String {
    format!("[arXiv:{id}](https://arxiv.org/abs/{id})")
}
