//! What the text of a page says of the paper that its front matter is about.

use crate::arxiv::id::Target;
use crate::list::document::{Block, BlockKind, Document};
use crate::list::entry::{Content, Link, Name, Value, Writing};
use crate::list::inline;
use crate::list::layout::find::link::links_in;
use crate::list::layout::find::{label, title_line};
use crate::list::layout::syntax::spans;

/// The links of the page's text, where they lead to one paper only.
pub(super) fn links(doc: &Document<'_>) -> Option<Vec<Link>> {
    let blocks = doc.blocks.iter().filter(|b| !b.inlines.is_empty());
    let links = blocks.flat_map(|b| links_in(doc, &doc.inlines(b, &b.span)));
    let links: Vec<Link> = links
        .filter(|l| matches!(l.target, Target::Paper(_)))
        .collect();
    let id = |l: &Link| match &l.target {
        Target::Paper(paper) => Some(paper.id.clone()),
        _ => None,
    };
    let first = id(links.first()?);
    links.iter().all(|l| id(l) == first).then_some(links)
}

/// What the page's text says of a field that the front matter lacks.
pub(super) fn field(doc: &Document<'_>, name: &Name) -> Option<Content> {
    let blocks = &doc.blocks;
    let text = |b: &Block| inline::plain(doc, &doc.inlines(b, &doc.first_line(b)));
    let names = |line: &str| label::read(doc.labels, line).is_some_and(|l| l.name == *name);
    for (i, block) in blocks.iter().enumerate() {
        match block.kind {
            BlockKind::Heading(_) if names(&format!("**{}**:", text(block).trim())) => {
                let next = blocks.get(i + 1).filter(|b| b.kind == BlockKind::Text);
                let Some(next) = next.filter(|_| *name == Name::Abstract) else {
                    return Some(Content::Hidden);
                };
                let span = spans::trimmed(doc, &next.span);
                return Some(shown(Value {
                    span,
                    block: i + 1,
                    writing: Writing::Markdown,
                }));
            }
            BlockKind::Text if names(&doc.source[doc.first_line(block)]) => {
                return Some(Content::Hidden);
            }
            _ => {}
        }
    }
    None
}

/// The first heading, where it says the title again, and where the text below it ends.
pub(super) fn heading(doc: &Document<'_>, title: &Value) -> Option<(Value, usize)> {
    let letters = |text: &str| -> String {
        let all = text.chars().flat_map(char::to_lowercase);
        all.filter(|c| c.is_alphanumeric()).collect()
    };
    let blocks = doc.blocks.iter().enumerate();
    let mut headings = blocks.filter(|(_, b)| matches!(b.kind, BlockKind::Heading(_)));
    let (block, first) = headings.next()?;
    let span = title_line::heading_text(doc, first);
    let is_symbol = |c: char| !c.is_alphanumeric() && !c.is_ascii();
    let text = doc.source[span.clone()]
        .trim_start_matches(is_symbol)
        .trim_start();
    let value = Value {
        span: span.end - text.len()..span.end,
        block,
        writing: Writing::Markdown,
    };
    let is_own = letters(&value.text(doc)) == letters(&title.text(doc));
    let next = headings.find(|(_, b)| b.kind == first.kind);
    let end = next.map_or(doc.source.len(), |(_, b)| b.span.start);
    is_own.then_some((value, end))
}

/// Content that is there.
pub fn shown(value: Value) -> Content {
    Content::Shown {
        value,
        more: Vec::new(),
    }
}
