//! One change or finding in the Markdown report: what it is about, what is to be known of it, and
//! the command that decides it.

use super::page::Shape;
use crate::arxiv::id::ArxivId;
use crate::plan::{Change, Code, Decision, Finding};
use crate::report::items::{Ids, Item, Told};
use crate::report::marks::{self, Shown};
use crate::report::totals::{Standing, standing};
use crate::report::{ListRun, Run, escape, phrases};
use std::fmt::Write as _;

/// What all items of a report need.
#[derive(Debug)]
pub struct Items<'a> {
    /// The run.
    pub run: &'a Run,
    /// How the page is to be.
    pub shape: &'a Shape,
    /// What is decided on.
    pub ids: Ids,
}

/// A line break that every renderer knows.
const BREAK: &str = "\\\n  ";

/// So many lines of a difference are shown where somebody decides; all of them are where it is
/// looked up.
const LINES: usize = 14;

impl Items<'_> {
    /// An item, as a bullet of a list.
    pub fn block(&self, told: &Told<'_>) -> String {
        let mut out = format!("- {}", self.head(told));
        match told.item {
            Item::Change(change) => self.push_change(&mut out, told.list, change),
            Item::Finding(finding) => self.push_finding(&mut out, finding),
        }
        out.push('\n');
        out
    }

    /// What it is about: the entry's title, the line, the paper.
    fn head(&self, told: &Told<'_>) -> String {
        let line = told.item.line();
        let mut out = String::new();
        if let Some(entry) = told.entry() {
            let title = match entry.title.trim() {
                "" => "(no title)".to_owned(),
                title => escape::text(title),
            };
            let _ = write!(out, "**{title}** · ");
        }
        out.push_str(&self.place(told.list, line));
        let (id, version) = match told.item {
            Item::Change(change) => (Some(&change.arxiv_id), change.version),
            Item::Finding(finding) => (finding.arxiv_id.as_ref(), None),
        };
        if let Some(id) = id {
            let _ = write!(out, " · {}", paper(id, version));
        }
        if let Item::Change(change) = told.item
            && let Some(day) = phrases::of_day(change)
        {
            let _ = write!(out, " {}", escape::text(&day));
        }
        if told.is_new && self.marks_new() && !is_applied(told.item) {
            out.push_str(" · **new**");
        }
        out
    }

    /// Whether some of what is told is not new.
    fn marks_new(&self) -> bool {
        let known = |list: &ListRun| !list.since.is_empty();
        crate::report::items::tells_all(self.run) && self.run.lists.iter().any(known)
    }

    /// `path:line`, as editors and terminals know to follow it, with a link.
    pub fn place(&self, list: &ListRun, line: usize) -> String {
        let shown = escape::code(&format!("{}:{line}", list.path));
        format!("[{shown}]({})", self.shape.links.to(&list.path, line))
    }

    fn push_change(&self, out: &mut String, list: &ListRun, change: &Change) {
        let standing = standing(self.run.mode, list);
        let reason = phrases::reason(change)
            .map_or(String::new(), |why| format!(": {}", escape::text(&why)));
        let _ = write!(
            out,
            "{BREAK}**{}** {}{reason}",
            phrases::field(change.field),
            phrases::outcome(change, standing)
        );
        let is_asked = change.decision == Decision::Propose;
        match marks::shown(change) {
            Shown::Inline(text) => {
                let _ = write!(out, "{BREAK}{text}");
                self.push_commands(out, change, standing, BREAK);
            }
            Shown::Diff(lines) => {
                out.push_str("\n\n");
                push_diff(out, lines, is_asked);
                self.push_commands(out, change, standing, "\n  ");
            }
        }
    }

    /// How somebody says yes or no to a change, or takes it back.
    fn push_commands(&self, out: &mut String, change: &Change, standing: Standing, lead: &str) {
        let id = self.ids.short(&change.id);
        if id.is_empty() {
            return;
        }
        let _ = match (change.decision, standing) {
            (Decision::Propose, _) if phrases::can_be_accepted(change) => write!(
                out,
                "{lead}yes: `arxsync accept {id}` · no: `arxsync reject {id}`"
            ),
            (Decision::Propose, _) => {
                write!(out, "{lead}yes: by hand · no: `arxsync reject {id}`")
            }
            (Decision::Apply, Standing::Made) => write!(out, "{lead}back: `arxsync undo {id}`"),
            (Decision::Apply, Standing::Pending) => {
                write!(out, "{lead}no: `arxsync reject {id}`")
            }
            (Decision::Apply, Standing::Held) | (Decision::Skip, _) => Ok(()),
        };
    }

    fn push_finding(&self, out: &mut String, finding: &Finding) {
        let (code, _) = phrases::code(finding.code);
        let message = escape::text(&finding.message);
        let _ = write!(out, "{BREAK}**{code}** {message}");
        if let Some(id) = &finding.suggestion {
            let _ = write!(out, "; suggested: {}", paper(id, None));
        }
        let id = self.ids.short(&finding.id);
        if !id.is_empty() && finding.code != Code::MergeConflict {
            let _ = write!(out, "{BREAK}fine as it is? `arxsync ignore {id}`");
        }
    }
}

fn is_applied(item: Item<'_>) -> bool {
    matches!(item, Item::Change(change) if change.decision == Decision::Apply)
}

/// The lines of a diff inside a bullet.
fn push_diff(out: &mut String, mut lines: Vec<String>, is_short: bool) {
    let hidden = lines.len().saturating_sub(LINES);
    if is_short && hidden > 1 {
        lines.truncate(LINES);
    }
    for line in escape::block("diff", &lines).lines() {
        let _ = writeln!(out, "  {line}");
    }
    if is_short && hidden > 1 {
        let _ = write!(out, "  … {hidden} more lines.");
    }
}

/// A paper, with its version where that is known.
pub fn paper(id: &ArxivId, version: Option<u32>) -> String {
    let version = version.map_or(String::new(), |version| format!("v{version}"));
    format!("[arXiv:{id}{version}](https://arxiv.org/abs/{id}{version})")
}
