//! Where the edits of a recorded change stand now: told by the record, or found by their words.

use super::{Trace, Write};
use crate::list::edit::Edit;
use std::ops::Range;

/// The places of a change that the first of these writes made, where the text is as that write or a
/// later one left it, and nobody wrote in between.
pub(super) fn recorded(
    text: &str,
    sha256: &str,
    writes: &[Write],
    row: i64,
) -> Option<Vec<Range<usize>>> {
    let (first, later) = writes.split_first()?;
    let mut places = Vec::new();
    for (owner, edit, place) in placed(first) {
        if owner == row {
            places.push((edit.text.as_str(), place));
        }
    }
    let mut left = &first.sha256_after;
    let mut later = later.iter();
    while left != sha256 {
        let write = later.next().filter(|write| write.sha256_before == *left)?;
        let edits = in_order(write);
        for (_, place) in &mut places {
            *place = carried(place, &edits)?;
        }
        left = &write.sha256_after;
    }
    let stands = |(written, place): &(&str, Range<usize>)| text.get(place.clone()) == Some(written);
    let all = places.iter().all(stands);
    all.then(|| places.into_iter().map(|(_, place)| place).collect())
}

/// The edits of a write with the rows of their changes, in the order in which they stand.
fn in_order(write: &Write) -> Vec<(i64, &Edit)> {
    let mut edits: Vec<(i64, &Edit)> = Vec::new();
    for (row, traces) in &write.changes {
        edits.extend(traces.iter().map(|trace| (*row, &trace.edit)));
    }
    // As an edit set has them: insertions at one offset stay in the order of the changes.
    edits.sort_by_key(|(_, e)| (e.span.start, e.span.end));
    edits
}

/// The same, with the bytes that each has after the write.
fn placed(write: &Write) -> Vec<(i64, &Edit, Range<usize>)> {
    let (mut grown, mut gone) = (0, 0);
    let mut all = Vec::new();
    for (row, edit) in in_order(write) {
        let start = (edit.span.start + grown).saturating_sub(gone);
        all.push((row, edit, start..start + edit.text.len()));
        grown += edit.text.len();
        gone += edit.span.len();
    }
    all
}

/// Where bytes stand after these edits, which are in order; `None` where they are edited, or where
/// one of them is inserted at a place without bytes.
fn carried(place: &Range<usize>, edits: &[(i64, &Edit)]) -> Option<Range<usize>> {
    let (mut grown, mut gone) = (0, 0);
    for (_, edit) in edits {
        let span = &edit.span;
        let is_same = span.is_empty() && place.is_empty() && span.start == place.start;
        if is_same {
            return None;
        }
        if span.end <= place.start {
            grown += edit.text.len();
            gone += span.len();
        } else if span.start < place.end {
            return None;
        }
    }
    let moved = |at: usize| (at + grown).checked_sub(gone);
    Some(moved(place.start)?..moved(place.end)?)
}

/// All bytes from the first place to the last.
pub(super) fn whole(places: &[Range<usize>]) -> Range<usize> {
    let first = places.first().map_or(0, |place| place.start);
    first..places.last().map_or(first, |place| place.end)
}

/// The words of a change as they were written, with unchanged ones around them.
pub(super) struct Pattern {
    text: String,
    /// The places of the edits in it.
    places: Vec<Range<usize>>,
}

/// The fewest bytes that tell a place, with those around the change and without.
const FEWEST: usize = 12;
const FEWEST_ALONE: usize = 24;

/// What to look for, in turn: the change with what stood around it; where that was edited, the
/// change alone, with the one character on each side that shows that no word of it goes on.
pub(super) fn patterns(traces: &[Trace]) -> Vec<Pattern> {
    let with = Pattern::of(traces, |lead| lead, |tail| tail);
    let last = |lead: &'_ str| lead.char_indices().next_back().map_or(0, |(at, _)| at);
    let first = |tail: &'_ str| tail.chars().next().map_or(0, char::len_utf8);
    let alone = Pattern::of(traces, |l| &l[last(l)..], |t| &t[..first(t)]);
    let enough = |pattern: &Pattern, fewest| pattern.text.len() >= fewest;
    let with = with.filter(|p| enough(p, FEWEST));
    let alone = alone.filter(|p| whole(&p.places).len() >= FEWEST_ALONE);
    with.into_iter().chain(alone).collect()
}

impl Pattern {
    fn of(
        traces: &[Trace],
        lead: impl for<'t> Fn(&'t str) -> &'t str,
        tail: impl for<'t> Fn(&'t str) -> &'t str,
    ) -> Option<Self> {
        let (mut text, mut places) = (String::new(), Vec::new());
        for (i, trace) in traces.iter().enumerate() {
            let ahead = trace.lead.as_deref()?;
            text.push_str(if i == 0 { lead(ahead) } else { ahead });
            let start = text.len();
            text.push_str(&trace.edit.text);
            places.push(start..text.len());
        }
        text.push_str(tail(traces.last()?.tail.as_deref()?));
        Some(Self { text, places })
    }

    /// The places of the edits wherever it stands.
    pub(super) fn found(&self, text: &str) -> Vec<Vec<Range<usize>>> {
        let (mut found, mut from) = (Vec::new(), 0);
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(&self.text)) {
            let at = from + at;
            let place = |p: &Range<usize>| at + p.start..at + p.end;
            found.push(self.places.iter().map(place).collect());
            // It may begin anew within itself.
            from = at + self.text.chars().next().map_or(1, char::len_utf8);
        }
        found
    }
}
