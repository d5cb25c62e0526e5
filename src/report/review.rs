//! One change or finding as `arxsync review` shows it. What can be answered is not known here.

use super::terminal::push_difference;
use super::{ListRun, phrases, sanitize};
use crate::arxiv::id::ArxivId;
use crate::plan::{Change, Finding};
use std::fmt::Write as _;

/// The item of this id: where it is and what differs, at most `width` columns wide where words
/// allow. `head` stands before it.
pub fn item(list: &ListRun, id: &str, head: &str, width: usize) -> String {
    let path = sanitize::one_line(&list.path);
    let indent = " ".repeat(head.len());
    let mut out = String::new();
    if let Some(change) = change(list, id) {
        let title = sanitize::one_line(title(list, Some(change.entry)));
        let (field, outcome) = (phrases::field(change.field), phrases::kind(change.kind));
        let line = format!("{head} {path}:{}  {field}  {outcome}", change.line);
        push_head(&mut out, &indent, &line, &title, width);
        let version = change.version.map_or(String::new(), |v| format!("v{v}"));
        let day = phrases::of_day(change).map_or(String::new(), |day| format!(" {day}"));
        let reason = phrases::reason(change).map_or(String::new(), |why| format!(": {why}"));
        let evidence = format!("arXiv:{}{version}{day}{reason}", change.arxiv_id);
        push_wrapped(&mut out, &indent, &evidence, width);
        push_difference(&mut out, change, width);
    } else if let Some(finding) = finding(list, id) {
        let title = sanitize::one_line(title(list, finding.entry));
        let code = phrases::code(finding.code).0;
        let line = format!("{head} {path}:{}  {code}", finding.line);
        push_head(&mut out, &indent, &line, &title, width);
        let suggested = finding.suggestion.as_ref();
        let suggested = suggested.map_or(String::new(), |id| format!("; suggested: {id}"));
        let told = format!("{}{suggested}", finding.message);
        push_wrapped(&mut out, &indent, &told, width);
    }
    out
}

/// The whole texts of a change, old above new.
pub fn whole(list: &ListRun, id: &str, width: usize) -> String {
    let Some(change) = change(list, id) else {
        return item(list, id, "", width);
    };
    let wrapped = |text| sanitize::wrap(&sanitize::one_line(text), width).join("\n");
    let old = wrapped(change.before.as_deref().unwrap_or("(nothing)"));
    let new = wrapped(&change.after);
    format!("--- the list\n{old}\n+++ with the edit\n{new}\n")
}

/// The address of the item's paper.
pub fn address(list: &ListRun, id: &str) -> String {
    let of_change = change(list, id).map(|change| &change.arxiv_id);
    let of_finding =
        || finding(list, id).and_then(|f| f.suggestion.as_ref().or(f.arxiv_id.as_ref()));
    let paper: Option<&ArxivId> = of_change.or_else(of_finding);
    paper.map_or("it names no paper".to_owned(), |paper| {
        format!("https://arxiv.org/abs/{paper}")
    })
}

fn change<'a>(list: &'a ListRun, id: &str) -> Option<&'a Change> {
    list.plan.changes.iter().find(|change| change.id == id)
}

fn finding<'a>(list: &'a ListRun, id: &str) -> Option<&'a Finding> {
    list.plan.findings.iter().find(|finding| finding.id == id)
}

fn title(list: &ListRun, entry: Option<usize>) -> &str {
    let entry = entry.and_then(|i| list.plan.entries.get(i));
    entry.map_or("", |entry| &entry.title)
}

/// Where the item is, and the entry's title: behind it, or below where that is too long.
fn push_head(out: &mut String, indent: &str, line: &str, title: &str, width: usize) {
    let whole = format!("{line}  {title}");
    if title.is_empty() || sanitize::width(&whole) <= width {
        let _ = writeln!(out, "{}", sanitize::cut(whole.trim_end(), width));
        return;
    }
    let below = format!("{indent} {title}");
    let _ = writeln!(out, "{}", sanitize::cut(line, width));
    let _ = writeln!(out, "{}", sanitize::cut(&below, width));
}

fn push_wrapped(out: &mut String, indent: &str, text: &str, width: usize) {
    let left = width.saturating_sub(indent.len() + 1).max(24);
    for line in sanitize::wrap(&sanitize::one_line(text), left) {
        let _ = writeln!(out, "{indent} {line}");
    }
}
