//! Keeps edits out of the middle of markup: a name behind a linked or bold one is no part of the
//! link, and what is taken out leaves no half of its emphasis.

use crate::list::document::{Document, InlineKind, Mark};
use crate::list::edit::Edit;
use crate::list::entry::Value;
use std::ops::Range;

/// Moves the ends of edits out of markup that they stand just inside of; `None` where an edit would
/// tear markup apart.
pub fn around(doc: &Document<'_>, value: &Value, edits: Vec<Edit>) -> Option<Vec<Edit>> {
    let pieces = doc.inlines(&doc.blocks[value.block], &value.span);
    let mark = |kind| {
        if let InlineKind::Open(mark) = kind {
            Some(mark)
        } else {
            None
        }
    };
    let marks: Vec<_> = pieces
        .iter()
        .filter_map(|p| mark(p.kind).map(|m| (p.span.clone(), m)))
        .collect();
    edits
        .into_iter()
        .map(|edit| moved(doc.source, &marks, edit))
        .collect()
}

fn moved(source: &str, marks: &[(Range<usize>, Mark)], mut edit: Edit) -> Option<Edit> {
    for (mark, kind) in marks {
        let (start, end) = (edit.span.start, edit.span.end);
        let inside = |at: usize| mark.start < at && at < mark.end;
        let closes = |at: usize| match kind {
            Mark::Link(_) | Mark::Image(_) => source[at..mark.end].starts_with(']'),
            _ => source[at..mark.end].chars().all(|c| "*_~".contains(c)),
        };
        let opens = |at: usize| source[mark.start..at].chars().all(|c| "*_~[!".contains(c));
        edit.span = match (inside(start), inside(end)) {
            (true, true) if start < end => start..end,
            (true, true) if closes(start) => mark.end..mark.end,
            (true, true) if opens(start) => mark.start..mark.start,
            // All of the markup goes with what it marks, or none of it.
            (true, false) if opens(start) => mark.start..end,
            (true, false) if closes(start) => mark.end..end,
            (false, true) if closes(end) => start..mark.end,
            (false, true) if opens(end) => start..mark.start,
            (false, false) => start..end,
            _ => return None,
        };
    }
    Some(edit)
}
