//! Labelled fields (`LAYOUTS.md` T01): a title line, then `Paper:`, `Authors:`, `Abstract:` in any order and spelling.
//!
//! The title is a heading, the bold first line of a list item, or a paragraph that is all bold. An entry ends where its
//! list item ends, at the next heading, or at the next title; it never reaches into its neighbour.

use super::label::{self, Label};
use super::links::links_in;
use super::titles::{Title, titles};
use crate::arxiv::id::Target;
use crate::list::document::{Block, BlockKind, Document, InlineKind};
use crate::list::entry::{Content, Entry, Link, Name, Pins, Place, Value, Writing};
use std::ops::Range;

/// The name of this family in reports.
const LAYOUT: &str = "labelled";

/// The entries of this family.
pub fn recognise(doc: &Document<'_>) -> Vec<Entry> {
    let titles = titles(doc);
    let entry = |(i, title): (usize, &Title)| {
        let next = titles.get(i + 1).map_or(doc.blocks.len(), |t| t.block);
        entry(doc, title, title.end.min(next))
    };
    titles.iter().enumerate().filter_map(entry).collect()
}

/// The entry under a title, where its labels make it one.
fn entry(doc: &Document<'_>, title: &Title, end: usize) -> Option<Entry> {
    let mut draft = Draft::new(doc, title);
    for b in title.block..end {
        if !draft.take(b) {
            break;
        }
    }
    draft.is_entry().then(|| draft.entry())
}

/// An entry while its blocks are read.
struct Draft<'d> {
    doc: &'d Document<'d>,
    title: &'d Title,
    places: Vec<Place>,
    links: Vec<Link>,
    /// Where the last block that belongs to it ends.
    last: usize,
    /// How deep the block of the last label is; what is less deep is not part of its value.
    depth: usize,
    /// Its tags and comments; what only looks like one (`\<!--`, code, math) is left out.
    comments: String,
}

impl<'d> Draft<'d> {
    fn new(doc: &'d Document<'d>, title: &'d Title) -> Self {
        let block = &doc.blocks[title.block];
        let lines = whole_lines(doc, &doc.first_line(block));
        let value = Value {
            span: title.span.clone(),
            block: title.block,
            writing: Writing::Markdown,
        };
        let content = Content::Shown {
            value,
            more: Vec::new(),
        };
        let places = vec![Place {
            name: Name::Title,
            lines,
            content,
        }];
        Self {
            doc,
            title,
            places,
            links: Vec::new(),
            last: block.span.end,
            depth: block.depth,
            comments: String::new(),
        }
    }

    /// Takes a block; false where it shows that the entry has ended before it.
    fn take(&mut self, b: usize) -> bool {
        let block = &self.doc.blocks[b];
        let found = match block.kind {
            BlockKind::Text | BlockKind::Heading(_) => labelled_lines(self.doc, b, &mut self.links),
            BlockKind::Html => hidden(self.doc, block).into_iter().collect(),
            _ => Vec::new(),
        };
        let is_prose = found.is_empty() && block.kind == BlockKind::Text && b > self.title.block;
        let is_within = block.depth >= self.depth;
        let is_taken = is_prose && is_within && goes_on(self.doc, b, &mut self.places);
        if is_prose && !is_taken && !self.title.enclosed {
            return false;
        }
        if found.is_empty() && is_within && holds_text_of_its_own(self.doc, block) {
            give_up_empty(&mut self.places);
        }
        self.comments.push_str(&comments(self.doc, block));
        if !found.is_empty() {
            self.depth = block.depth;
        }
        if !found.is_empty() || is_taken || self.title.enclosed {
            self.last = self.last.max(block.span.end);
        }
        self.places.extend(found);
        true
    }

    fn has(&self, name: &Name) -> bool {
        self.places.iter().any(|p| p.name == *name)
    }

    fn is_entry(&self) -> bool {
        let points = self
            .links
            .iter()
            .any(|l| !matches!(l.target, Target::Elsewhere | Target::NoPaper));
        self.has(&Name::Authors) || self.has(&Name::Abstract) || self.has(&Name::Link) && points
    }

    fn entry(self) -> Entry {
        let (doc, line) = (self.doc, self.places[0].lines.clone());
        let block = &doc.blocks[self.title.block];
        let links = if self.has(&Name::Link) {
            self.links
        } else {
            links_in(doc, &doc.inlines(block, &line))
        };
        let span = line.start..self.last;
        let pins = Pins::read(&self.comments);
        let title = Value {
            span: self.title.span.clone(),
            block: self.title.block,
            writing: Writing::Markdown,
        };
        Entry {
            span,
            layout: LAYOUT,
            section: 0,
            title,
            links,
            places: self.places,
            pins,
        }
    }
}

/// Offers a paragraph without a label to the place before it: as the value that stands below its label, or as more of
/// an abstract. False where it belongs to neither.
fn goes_on(doc: &Document<'_>, block: usize, places: &mut [Place]) -> bool {
    let Some(Place {
        name,
        content: Content::Shown { value, more },
        lines,
    }) = places.last_mut()
    else {
        return false;
    };
    let paragraph = Value {
        span: doc.blocks[block].span.clone(),
        block,
        writing: Writing::Markdown,
    };
    if value.span.is_empty() && matches!(name, Name::Abstract | Name::Authors) {
        *lines = lines.start..doc.line_end(paragraph.span.end);
        *value = paragraph;
        return true;
    }
    let is_abstract = *name == Name::Abstract;
    more.extend(is_abstract.then_some(paragraph));
    is_abstract
}

/// Whether a block without a label may hold a value in a way that this family does not read: `<details>`, a quote, a table.
fn holds_text_of_its_own(doc: &Document<'_>, block: &Block) -> bool {
    match block.kind {
        BlockKind::Html => !doc.source[block.span.clone()]
            .trim_start()
            .starts_with("<!--"),
        BlockKind::Quote
        | BlockKind::Code
        | BlockKind::Table
        | BlockKind::Row
        | BlockKind::Cell
        | BlockKind::Front
        | BlockKind::Other => true,
        BlockKind::Heading(_) | BlockKind::Text | BlockKind::List | BlockKind::Item => false,
    }
}

/// A label whose value stands in such a block is neither missing nor ours to fill.
fn give_up_empty(places: &mut [Place]) {
    if let Some(Place { content, .. }) = places.last_mut()
        && matches!(content, Content::Shown { value, more } if value.span.is_empty() && more.is_empty())
    {
        *content = Content::Hidden;
    }
}

/// The labelled places of a text block; the links of those that name the paper's link are added to `links`.
fn labelled_lines(doc: &Document<'_>, b: usize, links: &mut Vec<Link>) -> Vec<Place> {
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
        let room = lines[i].start + label.len..lines[last].end;
        let value = Value {
            span: trimmed(doc, &room),
            block: b,
            writing: Writing::Markdown,
        };
        if label.name == Name::Link {
            links.extend(links_in(doc, &doc.inlines(block, &room)));
        }
        let whole = whole_lines(doc, &(lines[i].start..lines[last].end));
        out.push(Place {
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

/// The labels of a block's lines. Running text may begin a line with a word and a colon (`arXiv:1405.1707`): an unmarked
/// label counts in a block whose labels are unmarked, and within an abstract only behind a hard break.
fn labels(doc: &Document<'_>, lines: &[Range<usize>]) -> Vec<Option<Label>> {
    let mut out: Vec<Option<Label>> = Vec::with_capacity(lines.len());
    for (i, line) in lines.iter().enumerate() {
        let before = out.iter().flatten().next_back();
        let hard = i > 0 && doc.source[lines[i - 1].end..line.start].starts_with(['\\', ' ']);
        let may_be_plain = before.is_none_or(|b| !b.marked && (hard || b.name != Name::Abstract));
        out.push(label::read(&doc.source[line.clone()]).filter(|l| l.marked || may_be_plain));
    }
    out
}

/// A field inside a comment: `<!-- **Brief**:  -->`.
fn hidden(doc: &Document<'_>, block: &Block) -> Option<Place> {
    let text = doc.source[block.span.clone()].trim();
    let inner = text.strip_prefix("<!--")?.trim_end_matches("-->").trim();
    let label = label::read(inner)?;
    Some(Place {
        name: label.name,
        lines: whole_lines(doc, &block.span),
        content: Content::Hidden,
    })
}

/// The tags and comments of a block.
fn comments(doc: &Document<'_>, block: &Block) -> String {
    if block.kind == BlockKind::Html {
        return doc.source[block.span.clone()].to_owned();
    }
    let pieces = doc.inlines(block, &block.span).into_iter();
    pieces
        .filter(|p| p.kind == InlineKind::Html)
        .map(|p| &doc.source[p.span])
        .collect()
}

fn whole_lines(doc: &Document<'_>, span: &Range<usize>) -> Range<usize> {
    doc.line_start(span.start)..doc.line_end(span.end)
}

/// A value's bytes: without the blanks around it, a closing hard break, and emphasis around all of it.
fn trimmed(doc: &Document<'_>, room: &Range<usize>) -> Range<usize> {
    let text = &doc.source[room.clone()];
    if text.trim().is_empty() {
        // What is filled in goes behind one blank, as the label has it.
        let at = room.start + usize::from(text.starts_with([' ', '\t']));
        return at..at;
    }
    let lead = text.len() - text.trim_start().len();
    let mut end = text.trim_end();
    for tail in ["<br>", "<br/>", "<br />", "\\"] {
        end = end.strip_suffix(tail).unwrap_or(end).trim_end();
    }
    let (mut start, mut stop) = (room.start + lead, room.start + end.len().max(lead));
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What a list's first entry shows of a field; `None` where it has no such place.
    fn check(list: &str, name: &Name, expected: Option<&str>) {
        let doc = Document::parse(list);
        let entries = recognise(&doc);
        let place = entries.first().and_then(|e| e.place(name));
        let shown = place.map(|p| match &p.content {
            Content::Shown { value, .. } => value.text(&doc),
            Content::Hidden => "(hidden)".into(),
        });
        assert_eq!(shown.as_deref(), expected, "{list}");
    }

    #[test]
    fn a_value_may_stand_below_its_label() {
        let list = |rest: &str| {
            format!("# T\n\n**Link**: https://arxiv.org/abs/2401.00001\n\n**Abstract**:{rest}")
        };
        check(&list(" a b"), &Name::Abstract, Some("a b"));
        check(&list("\n\na b\n"), &Name::Abstract, Some("a b"));
        check(&list("\na b\n"), &Name::Abstract, Some("a b"));
        check(&list("\n"), &Name::Abstract, Some(""));
        check(&list("\n\n**Authors**: A\n"), &Name::Abstract, Some(""));
    }

    #[test]
    fn a_value_that_is_not_read_is_not_missing() {
        let list = |rest: &str| format!("# T\n\n- **Authors**: A B\n- **Abstract**:\n{rest}");
        check(
            &list("  <details>a b</details>\n"),
            &Name::Abstract,
            Some("(hidden)"),
        );
        check(&list("\n  > a b\n"), &Name::Abstract, Some("(hidden)"));
        check(&list("  <!-- none -->\n"), &Name::Abstract, Some(""));
        check(&list("\n```\ncode\n```\n"), &Name::Abstract, Some(""));
        check(&list("\nProse.\n"), &Name::Abstract, Some(""));
    }

    #[test]
    fn a_wrapped_line_is_no_label() {
        let list = |rest: &str| format!("# T\n\n{rest}\n");
        check(
            &list("**Abstract**: see\narXiv:1405.1707 and\nCode: b"),
            &Name::Abstract,
            Some("see arXiv:1405.1707 and Code: b"),
        );
        check(
            &list("Abstract: see\nLink: b"),
            &Name::Abstract,
            Some("see Link: b"),
        );
        check(&list("Authors: A B\nLink: b"), &Name::Authors, Some("A B"));
        check(
            &list("Abstract: see  \nLink: b"),
            &Name::Abstract,
            Some("see"),
        );
    }

    #[test]
    fn an_entry_ends_at_its_neighbour() {
        let list = "1. **T**\n\n    **Authors**: A B\n\n1. **U**\n\n    **Abstract**: a b\n";
        check(list, &Name::Abstract, None);
        check(
            "**T**\n\n**Authors**: A\n\nProse.\n\n**Abstract**: a\n",
            &Name::Abstract,
            None,
        );
        check("```\n# T\n\n**Authors**: A\n```\n", &Name::Authors, None);
    }

    #[test]
    fn a_star_within_a_bold_title_is_read_as_meant() {
        check(
            "1. **A* search**\n\n    **Authors**: A B\n",
            &Name::Authors,
            Some("A B"),
        );
    }
}
