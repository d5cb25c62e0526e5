//! Values in containers of their own: `<details>` with or without a `<summary>`, and block quotes.
//! What such a value is to an entry is its family's decision.

use super::label;
use crate::list::document::{BlockKind, Document};
use crate::list::entry::{Content, Evidence, Name, Place, Value, Writing};
use crate::list::hints::Labels;
use crate::list::layout::syntax::spans::{trimmed, whole_lines};
use crate::text::placeholder::is_placeholder;
use std::ops::Range;

/// Shorter text without a label does not look like an abstract, in characters.
pub const SHORTEST_ABSTRACT: usize = 80;

/// A value in a container.
pub struct Contained {
    /// What the container's own label says that it is; nothing where it has none.
    pub name: Option<Name>,
    /// The value.
    pub value: Value,
    /// Further paragraphs of it.
    pub more: Vec<Value>,
    /// The lines of the whole container.
    pub lines: Range<usize>,
    /// Index one past its last block.
    pub end: usize,
}

impl Contained {
    /// Whether it is no quote, and holds little: `<details>` around something else.
    pub fn is_short_html(&self, doc: &Document<'_>) -> bool {
        let is_quote = doc.source[self.lines.clone()].trim_start().starts_with('>');
        !is_quote && self.value.span.len() < SHORTEST_ABSTRACT
    }

    /// The place of a field: an abstract where no label says otherwise. A short text does not look
    /// like one.
    pub fn into_place(self, doc: &Document<'_>) -> Place {
        let text = self.value.text(doc);
        let is_remark = !text.is_empty() && !is_placeholder(&text);
        let evidence = match self.name {
            Some(_) => Evidence::Label,
            None if is_remark && text.chars().count() < SHORTEST_ABSTRACT => Evidence::Place,
            None => Evidence::Form,
        };
        Place {
            name: self.name.unwrap_or(Name::Abstract),
            evidence,
            lines: self.lines,
            content: Content::Shown {
                value: self.value,
                more: self.more,
            },
        }
    }
}

/// The value in the container that block `b` is or begins.
pub fn contained(doc: &Document<'_>, b: usize) -> Option<Contained> {
    match doc.blocks[b].kind {
        BlockKind::Html => details(doc, b),
        BlockKind::Quote => quote(doc, b),
        _ => None,
    }
}

/// `<details>`: raw HTML up to its end or a blank line; Markdown where a blank line comes first.
/// Many are never closed.
fn details(doc: &Document<'_>, b: usize) -> Option<Contained> {
    let block = &doc.blocks[b];
    let source = &doc.source[block.span.clone()];
    let (name, from) = opening(doc.labels, source)?;
    let close = find_tag(source, from, "</details");
    let inside = close.as_ref().map_or(source.len(), |c| c.start);
    let span = within_tags(source, from..inside);
    let behind = close.as_ref().map_or(source.len(), |c| c.end);
    let html = |span: Range<usize>| Value {
        span,
        block: b,
        writing: Writing::Html,
    };
    if !source[behind..].trim().is_empty() {
        return None;
    }
    let start = block.span.start;
    let lines = whole_lines(doc, &block.span);
    if !span.is_empty() {
        let value = html(start + span.start..start + span.end);
        return of_paragraphs(name, vec![value], lines, b + 1);
    }
    let at = below(doc, start + from);
    if close.is_some() {
        return of_paragraphs(name, vec![html(at..at)], lines, b + 1);
    }
    let (mut paragraphs, end) = paragraphs_below(doc, b)?;
    if paragraphs.is_empty() {
        paragraphs.push(html(at..at));
    }
    let lines = whole_lines(doc, &(start..doc.blocks[end].span.end));
    of_paragraphs(name, paragraphs, lines, end + 1)
}

/// What the container's summary says that it holds, and where its inside begins.
fn opening(labels: &Labels, source: &str) -> Option<(Option<Name>, usize)> {
    let open = find_tag(source, 0, "<details")?;
    if !source[..open.start].trim().is_empty() {
        return None;
    }
    match find_tag(source, open.end, "<summary") {
        Some(summary) => {
            let end = find_tag(source, summary.end, "</summary")?;
            let text = &source[summary.end..end.start];
            Some((label::of_summary(labels, text), end.end))
        }
        None => Some((None, open.end)),
    }
}

/// What is filled in goes on the line below the label; in a list item it has to be indented as the
/// item is.
fn below(doc: &Document<'_>, at: usize) -> usize {
    let rest = &doc.source[at..];
    let Some(eol) = ["\r\n", "\n"].iter().find(|eol| rest.starts_with(**eol)) else {
        return at;
    };
    let line = &rest[eol.len()..];
    at + eol.len() + line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// The paragraphs between a container's beginning and its end, and the block that ends it.
fn paragraphs_below(doc: &Document<'_>, b: usize) -> Option<(Vec<Value>, usize)> {
    let mut paragraphs = Vec::new();
    for (i, next) in doc.blocks.iter().enumerate().skip(b + 1) {
        let is_end = next.kind == BlockKind::Html
            && find_tag(&doc.source[next.span.clone()], 0, "</details").is_some();
        if is_end {
            return Some((paragraphs, i));
        }
        if next.kind != BlockKind::Text || next.depth != doc.blocks[b].depth {
            return None;
        }
        paragraphs.push(paragraph(doc, i));
    }
    None
}

/// A block quote of paragraphs only.
fn quote(doc: &Document<'_>, b: usize) -> Option<Contained> {
    let block = &doc.blocks[b];
    let inner = b + 1..block.end;
    let is_text = |i: usize| doc.blocks[i].kind == BlockKind::Text;
    let mut paragraphs: Vec<Value> = Vec::new();
    let mut name = None;
    if !inner.clone().any(is_text) {
        // Nothing, or a lone sign that Markdown takes for a list.
        let source = &doc.source[block.span.clone()];
        let sign = source.trim_start_matches(['>', ' ', '\t']).trim_end();
        let start = match sign.len() {
            0 => doc.line_end(block.span.start),
            _ => block.span.end - source.trim_start_matches(['>', ' ', '\t']).len(),
        };
        paragraphs.push(Value {
            span: start..start + sign.len(),
            block: b,
            writing: Writing::Markdown,
        });
    } else if inner.clone().all(is_text) && !is_labelled(doc, b + 1) {
        paragraphs.extend(inner.map(|i| paragraph(doc, i)));
        if let Some((kind, start)) = callout(doc, b + 1) {
            paragraphs[0].span.start = start;
            name = Some(kind);
        }
    }
    of_paragraphs(name, paragraphs, whole_lines(doc, &block.span), block.end)
}

/// What the first line of a callout (`> [!abstract]- Abstract`) says that it holds, and where the
/// line below begins.
fn callout(doc: &Document<'_>, block: usize) -> Option<(Name, usize)> {
    let lines = doc.lines(&doc.blocks[block]);
    let text = &doc.source[lines.first()?.clone()];
    let (kind, title) = text.strip_prefix("[!")?.split_once(']')?;
    let kind = kind.to_lowercase();
    let names_it = label::bare(doc.labels, title) == Some(Name::Abstract);
    let name = match kind == "abstract" || names_it {
        true => Name::Abstract,
        false => Name::Other(kind),
    };
    Some((name, lines.get(1)?.start))
}

/// Whether a paragraph begins with a label of its own: `> **Figure:** …`.
fn is_labelled(doc: &Document<'_>, block: usize) -> bool {
    let line = doc.first_line(&doc.blocks[block]);
    label::read(doc.labels, &doc.source[line]).is_some_and(|l| l.marked)
}

fn of_paragraphs(
    name: Option<Name>,
    mut paragraphs: Vec<Value>,
    lines: Range<usize>,
    end: usize,
) -> Option<Contained> {
    if paragraphs.is_empty() {
        return None;
    }
    let more = paragraphs.split_off(1);
    Some(Contained {
        name,
        value: paragraphs.pop()?,
        more,
        lines,
        end,
    })
}

fn paragraph(doc: &Document<'_>, block: usize) -> Value {
    Value {
        span: trimmed(doc, &doc.blocks[block].span),
        block,
        writing: Writing::Markdown,
    }
}

/// The bytes of the next tag of this name (`<details`), in any case.
fn find_tag(source: &str, from: usize, tag: &str) -> Option<Range<usize>> {
    let is_here = |i: &usize| {
        let rest = &source.as_bytes()[*i..];
        rest.len() >= tag.len() && rest[..tag.len()].eq_ignore_ascii_case(tag.as_bytes())
    };
    let starts = source[from..].match_indices('<').map(|(i, _)| from + i);
    let start = starts.take(MOST_TAGS).find(is_here)?;
    let end = source[start..].find('>')?;
    Some(start..start + end + 1)
}

/// A container's own tags are among its first; so many are looked at, so that a text full of them
/// costs little.
const MOST_TAGS: usize = 10_000;

/// A range without white space and tags (`<p>`, `<br>`, `<sub>`) at its ends.
fn within_tags(source: &str, range: Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (range.start, range.end);
    loop {
        let text = &source[start..end];
        let trimmed = text.trim();
        start += text.len() - text.trim_start().len();
        end = start + trimmed.len();
        let is_tag = |tag: &str| {
            let name = tag.trim_start_matches(['<', '/']);
            ["p", "br", "sub", "blockquote", "div", "i"]
                .iter()
                .any(|n| {
                    name.strip_prefix(n)
                        .is_some_and(|rest| rest.starts_with(['>', ' ', '/']))
                })
        };
        let head = trimmed
            .find('>')
            .filter(|_| trimmed.starts_with('<') && is_tag(trimmed));
        let tail = trimmed
            .rfind('<')
            .filter(|&i| trimmed.ends_with('>') && is_tag(&trimmed[i..]));
        match (head, tail) {
            (Some(len), _) => start += len + 1,
            (None, Some(at)) => end = start + at,
            (None, None) => return start..end,
        }
    }
}
