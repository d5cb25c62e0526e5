//! What is kept of the edits of a change, so that it can be found again and taken back: what each
//! replaced, and the unchanged bytes around it.

use crate::list::edit::Edit;
use std::ops::Range;

/// An edit that was made, and what is known of its surroundings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The edit, about the list as it was before the run.
    pub edit: Edit,
    /// The bytes that it replaced; not known of runs of older versions, nor where a name stood that
    /// nobody is to read again.
    pub was: Option<String>,
    /// The unchanged bytes in front: of a change's first edit within its line, of the others all
    /// since the one before. `None`: not known, or others edited there.
    pub lead: Option<String>,
    /// Those behind the last edit of a change, within its line.
    pub tail: Option<String>,
}

/// So many unchanged bytes before and behind a change are kept, within the lines.
const AROUND: usize = 48;

/// A list and all edits that are made in it.
#[derive(Debug)]
pub struct Around<'a> {
    source: &'a str,
    shown_as: &'a str,
    /// The bytes of all edits that are made, in order.
    taken: Vec<Range<usize>>,
}

impl<'a> Around<'a> {
    /// A list's text, the same as it may be shown, and the edits of each change that is made.
    pub fn new<'e>(
        source: &'a str,
        shown: &'a str,
        made: impl Iterator<Item = &'e [Edit]>,
    ) -> Self {
        let mut taken: Vec<Range<usize>> = made.flatten().map(|e| e.span.clone()).collect();
        taken.sort_by_key(|span| (span.start, span.end));
        Self {
            source,
            shown_as: shown,
            taken,
        }
    }

    /// What is kept of a change's edits; of one that is not made nothing around them.
    pub fn traces(&self, edits: &[Edit], is_made: bool) -> Vec<Trace> {
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|e| (e.span.start, e.span.end));
        let lead = |i: usize| match i.checked_sub(1) {
            None => self.ahead(edits[i]),
            Some(before) => self.between(edits[before].span.end..edits[i].span.start),
        };
        let is_last = |i| i + 1 == edits.len();
        let trace = |(i, edit): (usize, &&Edit)| Trace {
            edit: (*edit).clone(),
            was: self.shown(edit.span.clone()),
            lead: is_made.then(|| lead(i)).flatten(),
            tail: (is_made && is_last(i)).then(|| self.behind(edit)).flatten(),
        };
        edits.iter().enumerate().map(trace).collect()
    }

    /// These bytes of the list, where they may be shown.
    fn shown(&self, span: Range<usize>) -> Option<String> {
        let text = self.source.get(span.clone())?;
        (self.shown_as.get(span) == Some(text)).then(|| text.to_owned())
    }

    /// The bytes of the line in front of an edit, with the line end before it, as far as nothing
    /// else is edited in it.
    fn ahead(&self, edit: &Edit) -> Option<String> {
        let at = edit.span.start;
        let text = self.source.get(..at)?;
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
        let text = self.source.get(at..)?;
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
