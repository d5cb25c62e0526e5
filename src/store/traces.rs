//! How the edits of a change are kept: as the JSON report writes them, with what each replaced and
//! the unchanged bytes around it, so that the change can be found again and taken back.

use super::Decided;
use crate::list::edit::Edit;
use crate::plan::undo::Trace;
use crate::plan::{Change, Decision};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// So many unchanged bytes before and behind a change are kept, within the lines.
const AROUND: usize = 48;

/// An edit, as it is written.
#[derive(Serialize, Deserialize)]
struct Kept {
    start: usize,
    end: usize,
    text: String,
    #[serde(default)]
    was: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lead: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tail: Option<String>,
}

/// What is kept of the changes of a list.
pub(super) struct Traces<'d> {
    decided: &'d Decided<'d>,
    /// The bytes of all edits that are made, in order.
    taken: Vec<Range<usize>>,
}

impl<'d> Traces<'d> {
    pub(super) fn new(decided: &'d Decided<'d>) -> Self {
        let made = decided.changes.iter();
        let made = made.filter(|change| change.decision == Decision::Apply);
        let spans = made.flat_map(|change| change.edits.iter().map(|e| e.span.clone()));
        let mut taken: Vec<Range<usize>> = spans.collect();
        taken.sort_by_key(|span| (span.start, span.end));
        Self { decided, taken }
    }

    /// The edits of a change, as JSON.
    pub(super) fn of(&self, change: &Change) -> String {
        let mut edits: Vec<&Edit> = change.edits.iter().collect();
        edits.sort_by_key(|e| (e.span.start, e.span.end));
        let is_made = change.decision == Decision::Apply;
        let kept = edits.iter().enumerate().map(|(i, edit)| {
            let lead = || match i.checked_sub(1) {
                None => self.ahead(edit),
                Some(before) => self.between(edits[before].span.end..edit.span.start),
            };
            let is_last = i + 1 == edits.len();
            Kept {
                start: edit.span.start,
                end: edit.span.end,
                text: edit.text.clone(),
                was: self.shown(edit.span.clone()),
                lead: is_made.then(lead).flatten(),
                tail: (is_made && is_last).then(|| self.behind(edit)).flatten(),
            }
        });
        let kept: Vec<Kept> = kept.collect();
        serde_json::to_string(&kept).unwrap_or_else(|_| unreachable!("numbers and texts are JSON"))
    }

    /// These bytes of the list, where they may be shown.
    fn shown(&self, span: Range<usize>) -> Option<String> {
        let text = self.decided.source.get(span.clone())?;
        (self.decided.shown.get(span) == Some(text)).then(|| text.to_owned())
    }

    /// The bytes of the line in front of an edit, with the line end before it, as far as nothing
    /// else is edited in it.
    fn ahead(&self, edit: &Edit) -> Option<String> {
        let at = edit.span.start;
        let text = self.decided.source.get(..at)?;
        let line = text.rfind('\n').unwrap_or(0);
        let others = &self.taken[..self.taken.partition_point(|span| span.start < at)];
        let edge = match self.is_shared(at, edit) {
            true => at,
            false => others.iter().map(|span| span.end).max().unwrap_or(0),
        };
        let from = line.max(edge).max(at.saturating_sub(AROUND));
        let from = (from..=at).find(|i| text.is_char_boundary(*i))?;
        self.shown(from..at)
    }

    /// The bytes of the line behind an edit, with its end, in the same way.
    fn behind(&self, edit: &Edit) -> Option<String> {
        let at = edit.span.end;
        let text = self.decided.source.get(at..)?;
        let line = text.find('\n').map_or(text.len(), |n| n + 1);
        let is_other = |span: &&Range<usize>| span.start >= at && span.end > at;
        let other = self.taken.iter().find(is_other).map(|span| span.start - at);
        let edge = match self.is_shared(at, edit) {
            true => 0,
            false => other.unwrap_or(text.len()),
        };
        let to = line.min(edge).min(AROUND);
        let to = (0..=to).rev().find(|i| text.is_char_boundary(*i))?;
        self.shown(at..at + to)
    }

    /// Whether more than this edit inserts something here: one of the two stands at its side.
    fn is_shared(&self, at: usize, edit: &Edit) -> bool {
        let inserted = self.taken.iter().filter(|s| s.start == at && s.end == at);
        inserted.count() > usize::from(edit.span.is_empty())
    }

    /// The bytes between two edits of a change, where no other change edits among them.
    fn between(&self, gap: Range<usize>) -> Option<String> {
        let meets = |s: &&Range<usize>| gap.start < s.end && s.start < gap.end;
        match self.taken.iter().any(|s| meets(&s)) {
            true => None,
            false => self.shown(gap),
        }
    }
}

/// What was kept of a change's edits.
pub(super) fn read(kept: &str) -> serde_json::Result<Vec<Trace>> {
    let kept: Vec<Kept> = serde_json::from_str(kept)?;
    let trace = |kept: Kept| Trace {
        edit: Edit {
            span: kept.start..kept.end,
            text: kept.text,
        },
        was: kept.was,
        lead: kept.lead,
        tail: kept.tail,
    };
    Ok(kept.into_iter().map(trace).collect())
}
