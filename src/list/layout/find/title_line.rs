//! Lines that may be an entry's title: a heading, the bold first line of a list item, a paragraph
//! that is all bold.

use super::label;
use crate::list::document::{Block, BlockKind, Document, Inline, InlineKind, IsOver, Mark};
use crate::list::entry::{Value, Writing};
use crate::list::inline;
use crate::list::layout::syntax::tree;
use std::ops::Range;

/// A line that may be an entry's title.
pub struct Title {
    /// Its block.
    pub block: usize,
    /// Index one past the last block that may belong to its entry.
    pub end: usize,
    /// The bytes of the title's text.
    pub span: Range<usize>,
    /// Whether a list item encloses the entry.
    pub enclosed: bool,
    /// Whether it is a heading.
    pub is_heading: bool,
}

impl Title {
    /// The title as a value.
    pub fn value(&self) -> Value {
        Value {
            span: self.span.clone(),
            block: self.block,
            writing: Writing::Markdown,
        }
    }
}

/// The lines of a document that may be titles, in order.
pub fn titles(doc: &Document<'_>, is_over: IsOver<'_>) -> Vec<Title> {
    (0..doc.blocks.len())
        .take_while(|_| !is_over())
        .filter_map(|b| title(doc, b))
        .collect()
}

fn title(doc: &Document<'_>, b: usize) -> Option<Title> {
    let block = &doc.blocks[b];
    let line = doc.first_line(block);
    let text = &doc.source[line.clone()];
    if line.is_empty() || is_label(doc, text) {
        return None;
    }
    let parent = b.checked_sub(1).map(|p| &doc.blocks[p]);
    let in_item = parent.is_some_and(|p| p.kind == BlockKind::Item && p.end > b);
    match block.kind {
        BlockKind::Heading(_) => {
            let next = doc.blocks[b + 1..].iter().position(|x| {
                matches!(x.kind, BlockKind::Heading(_))
                    && label::bare(doc.labels, &doc.source[x.span.clone()]).is_none()
            });
            let end = next.map_or(doc.blocks.len(), |n| b + 1 + n);
            Some(Title {
                block: b,
                end,
                span: heading_text(doc, block),
                enclosed: false,
                is_heading: true,
            })
        }
        BlockKind::Text if in_item => {
            let end = parent.map_or(b, |p| p.end);
            bold(doc, block, &line).map(|span| Title {
                block: b,
                end,
                span,
                enclosed: true,
                is_heading: false,
            })
        }
        BlockKind::Text if block.depth == 0 => {
            let span = bold(doc, block, &line).or_else(|| numbered(doc, block, &line))?;
            Some(Title {
                block: b,
                end: doc.blocks.len(),
                span,
                enclosed: false,
                is_heading: false,
            })
        }
        _ => None,
    }
}

fn is_label(doc: &Document<'_>, text: &str) -> bool {
    label::read(doc.labels, text).is_some() || label::bare(doc.labels, text).is_some()
}

/// A heading's text without its number: `### 3. Title` and `### [Title](url)`.
pub fn heading_text(doc: &Document<'_>, block: &Block) -> Range<usize> {
    let pieces = doc.inlines(block, &block.span);
    let escape =
        |at: usize| usize::from(at > block.span.start && doc.source.as_bytes()[at - 1] == b'\\');
    let text = pieces
        .first()
        .map_or(block.span.start, |p| p.span.start - escape(p.span.start))
        ..pieces.last().map_or(block.span.end, |p| p.span.end);
    without_number(doc, text)
}

fn without_number(doc: &Document<'_>, span: Range<usize>) -> Range<usize> {
    let source = &doc.source[span.clone()];
    let behind = source.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = source.len() - behind.len();
    match behind.starts_with(". ") && digits > 0 {
        true => span.start + digits + 2..span.end,
        false => span,
    }
}

/// The bold text of a line that is bold from its start and holds nothing else but links, badges and
/// symbols.
fn bold(doc: &Document<'_>, block: &Block, line: &Range<usize>) -> Option<Range<usize>> {
    let pieces = doc.inlines(block, line);
    let open = pieces
        .iter()
        .find(|p| p.kind == InlineKind::Open(Mark::Strong));
    let Some(strong) = open.map(|p| p.span.clone()) else {
        return bold_as_meant(doc, line);
    };
    let before: Vec<Inline> = pieces
        .iter()
        .filter(|p| p.span.end <= strong.start)
        .cloned()
        .collect();
    let after: Vec<Inline> = pieces
        .iter()
        .filter(|p| p.span.start >= strong.end)
        .cloned()
        .collect();
    let speaks = |text: &str| text.contains(char::is_alphanumeric);
    if speaks(&inline::plain(doc, &before)) || speaks(without_note(&outside_links(doc, &after))) {
        return bold_as_meant(doc, line);
    }
    let inner = without_number(doc, strong.start + 2..strong.end - 2);
    (!doc.source[inner.clone()].trim().is_empty()).then(|| tree::unlinked(doc, block, inner))
}

/// The text of a link that is all of a line but for a number in front: `[14] [Title](url)`.
fn numbered(doc: &Document<'_>, block: &Block, line: &Range<usize>) -> Option<Range<usize>> {
    let text = &doc.source[line.clone()];
    let (number, rest) = text.strip_prefix('[')?.split_once("] ")?;
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let link = line.end - rest.len()..line.end;
    let inner = tree::unlinked(doc, block, link.clone());
    (is_number && inner != link).then_some(inner)
}

/// A title may be followed by a note: `(CVPR 2024)`, `[workshop]`.
fn without_note(text: &str) -> &str {
    let text = text.trim();
    let is_note = text.starts_with('(') && text.ends_with(')')
        || text.starts_with('[') && text.ends_with(']');
    if is_note { "" } else { text }
}

/// The text of a line in double asterisks that Markdown does not read as bold, for an asterisk
/// within (`**A* search**`).
fn bold_as_meant(doc: &Document<'_>, line: &Range<usize>) -> Option<Range<usize>> {
    let text = doc.source[line.clone()].trim_end();
    let inner = text.strip_prefix("**")?.strip_suffix("**")?;
    let is_one = !inner.trim().is_empty() && !inner.contains("**") && !inner.starts_with('*');
    is_one.then(|| line.start + 2..line.start + 2 + inner.len())
}

/// The text of some pieces that stands in no link.
fn outside_links(doc: &Document<'_>, pieces: &[Inline]) -> String {
    let links = inline::links(doc, pieces).map(|(_, span)| span);
    let free = inline::outside(pieces, links.collect());
    inline::plain(doc, &free)
}
