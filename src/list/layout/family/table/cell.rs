//! What stands in a table's cell: its own text without what decorates it, and the title in it.
//! Knows no columns.

use crate::list::document::{Block, Document, Inline, InlineKind, Mark};
use crate::list::inline;
use crate::list::layout::find::link_text::is_label;
use std::ops::Range;

/// Tags around a cell's text that are no part of it.
const WRAPPERS: &[&str] = &[
    "details", "p", "div", "sub", "small", "center", "font", "span",
];

/// No cell's text is decorated with more layers than this.
const MOST_LAYERS: usize = 8;

/// A cell's text without the blanks, tags and emphasis around all of it; where it has none, an
/// empty range at the place where its text would stand. A summary (`<summary>Show</summary>`) is no
/// text.
pub(super) fn text(doc: &Document<'_>, cell: &Block) -> Range<usize> {
    let mut extent = cell.span.clone();
    for _ in 0..MOST_LAYERS {
        let next = without_mark(
            doc,
            cell,
            &without_tags(doc, cell, &without_blanks(doc, &extent)),
        );
        if next == extent {
            return extent;
        }
        extent = next;
    }
    extent
}

/// A range without the blanks around it; of blanks alone, behind the first.
pub(super) fn without_blanks(doc: &Document<'_>, extent: &Range<usize>) -> Range<usize> {
    let text = &doc.source[extent.clone()];
    let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let start = extent.start + text.len() - text.trim_start_matches(blank).len();
    if start == extent.end {
        let at = extent.start + usize::from(!text.is_empty());
        return at..at;
    }
    start..extent.start + text.trim_end_matches(blank).len()
}

/// A range without a tag that opens at its start, with its end tag, and without breaks at both
/// ends.
fn without_tags(doc: &Document<'_>, cell: &Block, extent: &Range<usize>) -> Range<usize> {
    let pieces = doc.inlines(cell, extent);
    let tag = |p: Option<&Inline>| {
        let piece = p.filter(|p| p.kind == InlineKind::Html)?;
        Some((
            name_of_tag(&doc.source[piece.span.clone()]),
            piece.span.clone(),
        ))
    };
    let (first, last) = (tag(pieces.first()), tag(pieces.last()));
    if let Some((_, span)) = last
        .clone()
        .filter(|(name, s)| name == "br" && s.end == extent.end)
    {
        return extent.start..span.start;
    }
    let Some((name, open)) = first.filter(|(_, span)| span.start == extent.start) else {
        return extent.clone();
    };
    match name.as_str() {
        "br" => open.end..extent.end,
        "summary" => {
            let closes = |p: &&Inline| tag(Some(p)).is_some_and(|(n, _)| n == "/summary");
            let end = pieces.iter().find(closes).map(|p| p.span.end);
            end.unwrap_or(open.end)..extent.end
        }
        _ if WRAPPERS.contains(&name.as_str()) => {
            let closing = last.filter(|(n, s)| *n == format!("/{name}") && s.end == extent.end);
            closing.map_or(extent.clone(), |(_, close)| open.end..close.start)
        }
        _ => extent.clone(),
    }
}

/// The name of a tag, with the slash of an end tag.
fn name_of_tag(tag: &str) -> String {
    let inner = tag.trim_start_matches('<');
    let is_name = |c: &char| c.is_ascii_alphanumeric() || *c == '/';
    let name: String = inner.chars().take_while(is_name).collect();
    name.trim_end_matches('/').to_ascii_lowercase()
}

/// A range without emphasis around all of it.
fn without_mark(doc: &Document<'_>, cell: &Block, extent: &Range<usize>) -> Range<usize> {
    let pieces = doc.inlines(cell, extent);
    let Some(first) = pieces.first().filter(|p| p.span == *extent) else {
        return extent.clone();
    };
    match first.kind {
        InlineKind::Open(Mark::Emphasis) => extent.start + 1..extent.end - 1,
        InlineKind::Open(Mark::Strong) => extent.start + 2..extent.end - 2,
        _ => extent.clone(),
    }
}

/// The title in a cell: its first link, bold text or line that says more than a label, without a
/// number before it.
pub(super) fn title(doc: &Document<'_>, cell: &Block) -> Option<Range<usize>> {
    let mut extent = text(doc, cell);
    for _ in 0..MOST_LAYERS {
        let pieces = doc.inlines(cell, &extent);
        let at = first_word(doc, &pieces)?;
        let piece = &pieces[at];
        let stop = stop(doc, &pieces[at..]).unwrap_or(extent.end);
        let rest = doc.source[piece.span.end.min(stop)..stop].trim_start();
        let goes_on = rest.starts_with(|c: char| c == ':' || c.is_alphanumeric());
        if !matches!(piece.kind, InlineKind::Open(_)) || goes_on {
            let start = if at == 0 {
                extent.start
            } else {
                piece.span.start
            };
            return Some(without_number(doc, start..stop)).filter(|r| !r.is_empty());
        }
        extent = inside(&pieces[at..]);
    }
    None
}

/// The index of the piece that begins the first text that is no picture, label or number.
fn first_word(doc: &Document<'_>, pieces: &[Inline]) -> Option<usize> {
    let mut at = 0;
    while at < pieces.len() {
        let piece = &pieces[at];
        match piece.kind {
            InlineKind::Open(mark) => {
                let len = closing(&pieces[at..]);
                let said = inline::plain(doc, &pieces[at..=at + len]);
                let is_label = is_label(&said) && matches!(mark, Mark::Link(_));
                if says_something(&said) && !is_label {
                    return Some(at);
                }
                at += len + 1;
            }
            InlineKind::Close(_) | InlineKind::Html => at += 1,
            _ if says_something(&doc.source[piece.span.clone()]) => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// Where the text that the first of some pieces begins comes to an end: at a break, a container, a
/// link or picture of its own, a dash behind bold text.
fn stop(doc: &Document<'_>, pieces: &[Inline]) -> Option<usize> {
    let first = pieces.first()?;
    let ends = |p: &&Inline| match p.kind {
        InlineKind::Html => {
            let name = name_of_tag(&doc.source[p.span.clone()]);
            name == "br" || WRAPPERS.contains(&name.as_str())
        }
        InlineKind::Open(Mark::Image(_)) => true,
        InlineKind::Open(Mark::Link(_)) => is_label(
            doc.source[p.span.clone()]
                .split("](")
                .next()
                .unwrap_or_default(),
        ),
        _ => false,
    };
    let stop = pieces
        .iter()
        .skip(1)
        .filter(|p| p.span.start >= first.span.end.min(p.span.start))
        .find(ends)?;
    let text = &doc.source[first.span.start..stop.span.start];
    let text = text.trim_end_matches([' ', '\t', '[', '(', '|', '\\', '-', '–', '—', '·']);
    Some(first.span.start + text.len())
}

/// The bytes inside the link or emphasis at the head of some pieces.
fn inside(pieces: &[Inline]) -> Range<usize> {
    let len = closing(pieces);
    let within = pieces[1..len.max(1)].iter();
    let (start, end) = within.fold((usize::MAX, 0), |(s, e), p| {
        (s.min(p.span.start), e.max(p.span.end))
    });
    start.min(end)..end
}

/// How many pieces further the mark at the head of some pieces ends.
fn closing(pieces: &[Inline]) -> usize {
    let InlineKind::Open(mark) = pieces[0].kind else {
        return 0;
    };
    let closes = |p: &Inline| p.kind == InlineKind::Close(mark) && p.span == pieces[0].span;
    pieces.iter().position(closes).unwrap_or(0)
}

fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// A title without the number before it: `1) `, `12. `, `[3] `.
fn without_number(doc: &Document<'_>, span: Range<usize>) -> Range<usize> {
    let text = &doc.source[span.clone()];
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit() || "[(（\\".contains(c));
    let rest = number.trim_start_matches(['.', ')', ']', '）', '、', '\\']);
    let has_digit = text[..text.len() - number.len()].contains(|c: char| c.is_ascii_digit());
    let is_number = has_digit && rest.len() < number.len() && rest.starts_with([' ', '\u{a0}']);
    let title = if is_number { rest.trim_start() } else { text };
    span.end - title.len()..span.end
}
