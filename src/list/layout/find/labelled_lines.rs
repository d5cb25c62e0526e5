//! The labelled places of a text block, what goes on with the last of them, and fields that are
//! commented out.

use super::label::{self, Label};
use super::link::links_in;
use crate::list::document::{Block, BlockKind, Document};
use crate::list::entry::{Content, Evidence, Link, Name, Place, Value, Writing};
use crate::list::layout::syntax::spans::{trimmed, whole_lines};
use std::ops::Range;

/// The labelled places of a text block; the links of those that name the paper's link are added to
/// `links`.
pub fn labelled_lines(doc: &Document<'_>, b: usize, links: &mut Vec<Link>) -> Vec<Place> {
    let block = &doc.blocks[b];
    let lines = doc.lines(block);
    let labels = labels(doc, &lines);
    let mut out = Vec::new();
    for (i, label) in labels.iter().enumerate() {
        let Some(label) = label else { continue };
        let last = (i + 1..lines.len())
            .find(|&k| labels[k].is_some())
            .unwrap_or(lines.len())
            - 1;
        let extent = lines[i].start + label.len..lines[last].end;
        let value = Value {
            span: trimmed(doc, &extent),
            block: b,
            writing: Writing::Markdown,
        };
        if label.name == Name::Link {
            links.extend(links_in(doc, &doc.inlines(block, &extent)));
        }
        let whole = whole_lines(doc, &(lines[i].start..lines[last].end));
        out.push(Place {
            evidence: Evidence::Label,
            name: label.name.clone(),
            lines: whole,
            content: Content::Shown {
                value,
                more: Vec::new(),
            },
        });
    }
    out
}

/// The labels of a block's lines. Running text may begin a line with a word and a colon
/// (`arXiv:1405.1707`): an unmarked label counts in a block whose labels are unmarked, and within
/// an abstract only behind a hard break.
fn labels(doc: &Document<'_>, lines: &[Range<usize>]) -> Vec<Option<Label>> {
    let mut out: Vec<Option<Label>> = Vec::with_capacity(lines.len());
    let mut last: Option<usize> = None;
    for (i, line) in lines.iter().enumerate() {
        let before = last.and_then(|at| out[at].as_ref());
        let hard = i > 0 && doc.source[lines[i - 1].end..line.start].starts_with(['\\', ' ']);
        let may_be_plain = before.is_none_or(|b| !b.marked && (hard || b.name != Name::Abstract));
        let label =
            label::read(doc.labels, &doc.source[line.clone()]).filter(|l| l.marked || may_be_plain);
        last = if label.is_some() { Some(i) } else { last };
        out.push(label);
    }
    out
}

/// A field inside a comment: `<!-- **Brief**:  -->`.
pub fn hidden(doc: &Document<'_>, block: &Block) -> Option<Place> {
    let text = doc.source[block.span.clone()].trim();
    let inner = text.strip_prefix("<!--")?.trim_end_matches("-->").trim();
    let label = label::read(doc.labels, inner)?;
    Some(Place {
        evidence: Evidence::Label,
        name: label.name,
        lines: whole_lines(doc, &block.span),
        content: Content::Hidden,
    })
}

/// Offers a paragraph without a label to the place before it: as the value that stands below its
/// label, or as more of an abstract. False where it belongs to neither.
pub fn goes_on(doc: &Document<'_>, block: usize, places: &mut [Place]) -> bool {
    let Some(Place {
        name,
        content: Content::Shown { value, more },
        lines,
        ..
    }) = places.last_mut()
    else {
        return false;
    };
    let paragraph = Value {
        span: doc.blocks[block].span.clone(),
        block,
        writing: Writing::Markdown,
    };
    if value.span.is_empty() && *name != Name::Link {
        *lines = lines.start..doc.line_end(paragraph.span.end);
        *value = paragraph;
        return true;
    }
    let is_abstract = *name == Name::Abstract;
    more.extend(is_abstract.then_some(paragraph));
    is_abstract
}

/// Whether a block without a label may hold a value in a way that this family does not read:
/// `<details>`, a quote, a table.
pub fn holds_text_of_its_own(doc: &Document<'_>, block: &Block) -> bool {
    let source = || doc.source[block.span.clone()].trim_start();
    match block.kind {
        BlockKind::Html => !source().starts_with("<!--"),
        // A fence that names its language holds no prose.
        BlockKind::Code => {
            let fence = source().lines().next().unwrap_or_default();
            let language = fence.trim_start_matches(['`', '~']).trim();
            language.len() == fence.trim_end().len() || matches!(language, "" | "text" | "txt")
        }
        BlockKind::Quote
        | BlockKind::Table
        | BlockKind::Row
        | BlockKind::Cell
        | BlockKind::Front
        | BlockKind::Other => true,
        BlockKind::Heading(_) | BlockKind::Text | BlockKind::List | BlockKind::Item => false,
    }
}

/// A label whose value stands in such a block is neither missing nor ours to fill; that of an empty
/// container would be within.
pub fn give_up_empty(doc: &Document<'_>, places: &mut [Place]) {
    let is_line = |v: &Value| {
        let kind = doc.blocks[v.block].kind;
        matches!(kind, BlockKind::Text | BlockKind::Heading(_))
    };
    if let Some(Place { content, .. }) = places.last_mut()
        && matches!(content, Content::Shown { value, more } if value.span.is_empty() && more.is_empty() && is_line(value))
    {
        *content = Content::Hidden;
    }
}
