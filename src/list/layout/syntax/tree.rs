//! A block's inline pieces as a reader sees them: runs of text, links, bold and italic spans, one
//! behind the other.

use crate::list::document::{Block, Document, Inline, InlineKind, Mark};
use crate::list::inline;
use std::ops::Range;

/// A run of text, or a mark with all that is in it.
#[derive(Clone, Debug)]
pub struct Segment {
    /// What it is.
    pub kind: Kind,
    /// Its bytes, marks included.
    pub span: Range<usize>,
    /// The pieces in it, by index; without those that open and close it.
    pub inner: Range<usize>,
}

/// What a [`Segment`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Running text.
    Text,
    /// Code or math.
    Verbatim,
    /// A tag or a comment.
    Html,
    /// The end of a line that reads as a blank.
    SoftBreak,
    /// The end of a line that stays one.
    HardBreak,
    /// Bold, italic or struck text, a link, an image.
    Marked(Mark),
}

/// The segments of some pieces of a block, those at these indexes.
pub fn segments(doc: &Document<'_>, pieces: &[Inline], within: Range<usize>) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let piece = &pieces[at];
        let (kind, close) = match piece.kind {
            InlineKind::Text | InlineKind::Decoded(_) => (Kind::Text, at),
            InlineKind::Code(_) | InlineKind::Math => (Kind::Verbatim, at),
            InlineKind::Html => (Kind::Html, at),
            InlineKind::SoftBreak => (Kind::SoftBreak, at),
            InlineKind::HardBreak => (Kind::HardBreak, at),
            InlineKind::Open(mark) => (Kind::Marked(mark), closing(pieces, at, within.end)),
            InlineKind::Close(_) => {
                at += 1;
                continue;
            }
        };
        let inner = match kind {
            Kind::Marked(_) => at + 1..close,
            _ => at..at + 1,
        };
        match out.last_mut() {
            Some(run) if kind == Kind::Text && run.kind == kind && goes_on(doc, run, piece) => {
                run.span.end = piece.span.end;
                run.inner.end = inner.end;
            }
            _ => out.push(Segment {
                kind,
                span: piece.span.clone(),
                inner,
            }),
        }
        at = close + 1;
    }
    out
}

/// Whether a piece of text follows a run of text, but for the backslash of an escape.
fn goes_on(doc: &Document<'_>, run: &Segment, piece: &Inline) -> bool {
    let gap = doc.source.get(run.span.end..piece.span.start);
    matches!(gap, Some("" | "\\"))
}

/// The index of the piece that closes the mark at `at`.
fn closing(pieces: &[Inline], at: usize, end: usize) -> usize {
    let open = &pieces[at];
    let InlineKind::Open(mark) = open.kind else {
        return at;
    };
    let found = pieces[at + 1..end]
        .iter()
        .position(|p| p.kind == InlineKind::Close(mark) && p.span == open.span);
    found.map_or(end.saturating_sub(1), |i| at + 1 + i)
}

/// What a segment says, on one line.
pub fn text(doc: &Document<'_>, pieces: &[Inline], segment: &Segment) -> String {
    inline::plain(doc, &pieces[segment.inner.clone()])
}

/// The bytes within a mark: without further marks around all of it, blanks, and a final stop or
/// comma.
pub fn inner_span(doc: &Document<'_>, pieces: &[Inline], segment: &Segment) -> Range<usize> {
    let inside = segments(doc, pieces, segment.inner.clone());
    match inside.as_slice() {
        [only, behind @ ..] if matches!(only.kind, Kind::Marked(_)) && is_silent(doc, behind) => {
            inner_span(doc, pieces, only)
        }
        [first, .., last] => bare(doc, first.span.start..last.span.end),
        [only] => bare(doc, only.span.clone()),
        [] => segment.span.start..segment.span.start,
    }
}

/// The bytes of a link's text, where some bytes of a block are a link and nothing else.
pub fn unlinked(doc: &Document<'_>, block: &Block, span: Range<usize>) -> Range<usize> {
    let pieces = doc.inlines(block, &span);
    match segments(doc, &pieces, 0..pieces.len()).as_slice() {
        [link] if matches!(link.kind, Kind::Marked(Mark::Link(_))) => {
            inner_span(doc, &pieces, link)
        }
        _ => span,
    }
}

/// Whether nothing but punctuation is in some segments.
fn is_silent(doc: &Document<'_>, segments: &[Segment]) -> bool {
    let speaks = |a: &Segment| doc.source[a.span.clone()].contains(char::is_alphanumeric);
    !segments.iter().any(speaks)
}

/// Some bytes with the escape in front of them, without blanks around, and without a final stop or
/// comma.
pub fn bare(doc: &Document<'_>, span: Range<usize>) -> Range<usize> {
    let escaped = doc.source[..span.start].ends_with('\\');
    let start = span.start - usize::from(escaped);
    let text = &doc.source[start..span.end];
    let lead = text.len() - text.trim_start().len();
    let text = text.trim();
    let ended = text.trim_end_matches([',', ';']);
    let stop = ended.ends_with('.') && !ended.ends_with("..");
    start + lead..start + lead + ended.len() - usize::from(stop)
}

/// Some bytes without blanks, hard breaks and commas at their ends.
pub fn unbroken(doc: &Document<'_>, span: Range<usize>) -> Range<usize> {
    let text = &doc.source[span.clone()];
    let lead = text.len() - text.trim_start().len();
    let mut text = text.trim();
    loop {
        let mut shorter = text.trim_end_matches([',', ' ', '\t', '，', '\u{a0}']);
        for tail in ["<br>", "<br/>", "<br />"] {
            shorter = shorter.strip_suffix(tail).unwrap_or(shorter);
        }
        shorter = shorter.strip_suffix(" \\").unwrap_or(shorter);
        if shorter.len() == text.len() {
            return span.start + lead..span.start + lead + text.len();
        }
        text = shorter;
    }
}
