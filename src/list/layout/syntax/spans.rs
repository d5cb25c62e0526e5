//! The bytes of values and fields, for all layout families.

use crate::list::document::{Block, BlockKind, Document, InlineKind};
use std::ops::Range;

/// Whole lines around some bytes, without the last line end.
pub fn whole_lines(doc: &Document<'_>, span: &Range<usize>) -> Range<usize> {
    doc.line_start(span.start)..doc.line_end(span.end)
}

/// A value's bytes: without the blanks around it, a closing hard break, and emphasis around all of
/// it.
pub fn trimmed(doc: &Document<'_>, extent: &Range<usize>) -> Range<usize> {
    let text = &doc.source[extent.clone()];
    if text.trim().is_empty() {
        // What is filled in goes behind one blank, as the label has it.
        let at = extent.start + usize::from(text.starts_with([' ', '\t']));
        return at..at;
    }
    let lead = text.len() - text.trim_start().len();
    let mut end = text.trim_end();
    for tail in ["<br>", "<br/>", "<br />", "\\"] {
        end = end.strip_suffix(tail).unwrap_or(end).trim_end();
    }
    let (mut start, mut stop) = (extent.start + lead, extent.start + end.len().max(lead));
    for mark in ["*", "_"] {
        let inner = &doc.source[start..stop];
        let single =
            inner.starts_with(mark) && !inner.starts_with("**") && !inner.starts_with("__");
        if single && inner.len() > 2 && inner.ends_with(mark) && inner.matches(mark).count() == 2 {
            (start, stop) = (start + 1, stop - 1);
        }
    }
    start..stop
}

/// The tags and comments of a block.
pub fn comments(doc: &Document<'_>, block: &Block) -> Vec<Range<usize>> {
    if block.kind == BlockKind::Html {
        return vec![block.span.clone()];
    }
    let pieces = doc.inlines(block, &block.span).into_iter();
    pieces
        .filter(|p| p.kind == InlineKind::Html)
        .map(|p| p.span)
        .collect()
}
