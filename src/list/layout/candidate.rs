//! One list item or paragraph with a title at its head, read: its fields, its links, and where
//! authors may stand. Which of these are authors is decided in [`super::vote`], from all candidates
//! together.

pub mod section;

use super::find::byline::only_people;
use super::find::container;
use super::find::head::{Head, Reader};
use super::find::labelled_lines::{hidden, labelled_lines};
use super::find::link::{links_in, only_links};
use super::find::link_text;
use super::find::position;
use super::find::position::{Byline, Position};
use super::syntax::spans::{comments, trimmed, whole_lines};
use super::syntax::tree;
use crate::arxiv::id::Target;
use crate::list::document::{Block, BlockKind, Document, InlineKind, IsOver, Mark};
use crate::list::entry::{Content, Evidence, Link, Name, Place, Value, Writing};
use crate::list::inline;
use crate::list::pins::Pins;
use std::ops::Range;

/// A candidate, read.
pub(super) struct Candidate {
    /// Its title.
    pub(super) head: Head,
    /// Its labelled places and those in containers.
    pub(super) places: Vec<Place>,
    /// Where authors may stand, the likeliest first.
    pub(super) bylines: Vec<Byline>,
    /// Where it leads.
    pub(super) links: Vec<Link>,
    /// What the maintainer pinned.
    pub(super) pins: Pins,
    /// All its bytes.
    pub(super) span: Range<usize>,
}

impl Candidate {
    /// Reads the blocks from a head on, up to `end` (an index).
    pub(super) fn read(doc: &Document<'_>, head: Head, end: usize) -> Option<Self> {
        let reader = Reader::new(doc, head.block)?;
        let block = &doc.blocks[head.block];
        let mut candidate = Self {
            places: vec![title_place(doc, &head)],
            bylines: Vec::new(),
            links: links_of(doc, block, &block.span),
            pins: Pins::default(),
            span: doc
                .line_start(head.title.start)
                .max(outer_start(doc, head.block))..block.span.end,
            head,
        };
        candidate.take_pins(doc, block);
        if let Some(authors) = candidate.head.authors.clone() {
            candidate
                .bylines
                .push(Byline::new(Position::Before, authors));
        }
        candidate
            .bylines
            .extend(position::on_title_line(&reader, &candidate.head));
        candidate.take_lines(doc);
        let mut b = candidate.head.block + 1;
        while b < end {
            candidate.take_pins(doc, &doc.blocks[b]);
            b = candidate.take_block(doc, b);
            candidate.span.end = candidate.span.end.max(doc.blocks[b - 1].span.end);
        }
        Some(candidate)
    }

    fn take_pins(&mut self, doc: &Document<'_>, block: &Block) {
        for span in comments(doc, block) {
            self.pins.add(doc.source, &span);
        }
    }

    /// The lines behind the title's in its own block.
    fn take_lines(&mut self, doc: &Document<'_>) {
        let block = &doc.blocks[self.head.block];
        let labelled = labelled_lines(doc, self.head.block, &mut Vec::new());
        let lines = logical_lines(doc, block);
        let free = lines.iter().skip_while(|l| l.start < self.head.rest);
        let before_label = labelled.first().map_or(block.span.end, |p| p.lines.start);
        for line in free.take_while(|l| l.start < before_label).take(MOST_LINES) {
            let text = value(doc, self.head.block, line);
            self.bylines.push(Byline::new(Position::Line, text));
        }
        self.places.extend(
            labelled
                .into_iter()
                .filter(|p| p.lines.start >= self.head.rest),
        );
    }

    /// Takes a block behind the head's; the index of the next.
    fn take_block(&mut self, doc: &Document<'_>, b: usize) -> usize {
        let block = &doc.blocks[b];
        if let Some(contained) = container::contained(doc, b)
            && !self.has(contained.name.as_ref().unwrap_or(&Name::Abstract))
            && (contained.name.is_some() || !contained.is_short_html(doc))
        {
            let end = contained.end;
            self.places.push(contained.into_place(doc));
            return end;
        }
        match block.kind {
            BlockKind::Text => self.take_text(doc, b),
            BlockKind::Html => self.places.extend(hidden(doc, block)),
            _ => {}
        }
        b + 1
    }

    fn take_text(&mut self, doc: &Document<'_>, b: usize) {
        let block = &doc.blocks[b];
        let labelled = labelled_lines(doc, b, &mut self.links);
        if !labelled.is_empty() {
            self.places.extend(labelled);
            return;
        }
        let pieces = doc.inlines(block, &block.span);
        let links = links_in(doc, &pieces);
        let text = value(doc, b, &block.span);
        // `[Ada Abel](…), [Bo Bell](…)`
        let are_people = || only_people(doc, &text).is_some_and(|p| p.sure);
        if !links.is_empty()
            && only_links(doc, &pieces, &links, char::is_alphanumeric)
            && !are_people()
        {
            self.links.extend(links);
            return;
        }
        self.bylines.push(Byline::new(Position::Below, text));
    }

    /// Whether it has a place of this name.
    pub(super) fn has(&self, name: &Name) -> bool {
        let is_one = |p: &Place| p.name == *name && p.evidence != Evidence::Place;
        self.places.iter().any(is_one)
    }

    /// How many of its places have labels of the list's own.
    pub(super) fn labels(&self) -> usize {
        self.places.len() - 1
    }

    /// Whether it leads to a paper on arXiv, or means to.
    pub(super) fn leads_to_paper(&self) -> bool {
        let leads = |l: &Link| {
            matches!(
                l.target,
                Target::Paper(_) | Target::Malformed(_) | Target::Placeholder
            )
        };
        self.links.iter().any(leads)
    }

    /// Whether its title is a link.
    pub(super) fn is_linked(&self) -> bool {
        self.links
            .iter()
            .any(|l| l.span.start <= self.head.title.start && self.head.title.end <= l.span.end)
    }
}

/// Authors stand near their title.
const MOST_LINES: usize = 8;

/// A title's place: its line.
fn title_place(doc: &Document<'_>, head: &Head) -> Place {
    Place {
        evidence: Evidence::Form,
        name: Name::Title,
        lines: whole_lines(doc, &head.title),
        content: Content::Shown {
            value: head.value(),
            more: Vec::new(),
        },
    }
}

/// Where the first line of a block begins.
fn outer_start(doc: &Document<'_>, b: usize) -> usize {
    doc.line_start(doc.blocks[b].span.start)
}

/// What a line or block says, without hard breaks, emphasis and commas around.
fn value(doc: &Document<'_>, block: usize, extent: &Range<usize>) -> Value {
    let outer = trimmed(doc, extent);
    let pieces = doc.inlines(&doc.blocks[block], extent);
    // Names in italics, with something else behind them.
    let first = pieces
        .first()
        .filter(|p| p.kind == InlineKind::Open(Mark::Emphasis));
    let span = match first {
        Some(p) if p.span.start == outer.start => p.span.start + 1..p.span.end - 1,
        _ => outer,
    };
    Value {
        span: tree::unbroken(doc, span),
        block,
        writing: Writing::Markdown,
    }
}

/// The links of a block that lead to the paper, or might; a template's `[code]()` is none of them.
fn links_of(doc: &Document<'_>, block: &Block, within: &Range<usize>) -> Vec<Link> {
    let pieces = doc.inlines(block, within);
    let mut links = links_in(doc, &pieces);
    links.retain(|link| {
        let inside = pieces.partition_point(|p| p.span.start <= link.span.start);
        let text = || {
            let inner = pieces[inside..]
                .iter()
                .take_while(|p| p.span.end < link.span.end);
            inline::plain(doc, &inner.cloned().collect::<Vec<_>>())
        };
        link.target != Target::Placeholder
            || link_text::is_title(&text())
            || link_text::says_paper(&text())
    });
    links
}

/// The lines of a block; those over which emphasis reaches are one.
fn logical_lines(doc: &Document<'_>, block: &Block) -> Vec<Range<usize>> {
    let pieces = doc.inlines(block, &block.span);
    let mut marks = pieces
        .iter()
        .filter(|p| matches!(p.kind, InlineKind::Open(_)))
        .peekable();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut reaches = 0;
    for line in doc.lines(block) {
        match out.last_mut().filter(|last| reaches > last.end) {
            Some(last) => last.end = line.end,
            None => out.push(line.clone()),
        }
        while let Some(mark) = marks.next_if(|p| p.span.start < line.end) {
            reaches = reaches.max(mark.span.end);
        }
    }
    out
}

/// The items with a title, each up to the first list in it that has entries of its own.
pub fn in_items(
    doc: &Document<'_>,
    read: impl Fn(&Document<'_>, usize) -> Option<Head>,
    is_over: IsOver<'_>,
) -> Vec<Candidate> {
    let is_item = |b: &usize| doc.blocks[*b].kind == BlockKind::Item;
    let mut heads: Vec<Option<Head>> = vec![None; doc.blocks.len()];
    for b in (0..doc.blocks.len()).filter(is_item) {
        if is_over() {
            return Vec::new();
        }
        let has_text = doc
            .blocks
            .get(b + 1)
            .is_some_and(|t| t.kind == BlockKind::Text && b + 1 < doc.blocks[b].end);
        heads[b] = if has_text { read(doc, b + 1) } else { None };
    }
    let of_papers: Vec<bool> = heads
        .iter()
        .map(|h| {
            h.as_ref()
                .is_some_and(|h| !is_over() && leads_to_paper(doc, h))
        })
        .collect();
    let mut out = Vec::new();
    for (b, head) in heads.iter_mut().enumerate() {
        let Some(head) = head.take() else { continue };
        if is_over() {
            break;
        }
        out.extend(Candidate::read(doc, head, own_end(doc, b, &of_papers)));
    }
    out
}

/// Whether the head's block links to a paper.
fn leads_to_paper(doc: &Document<'_>, head: &Head) -> bool {
    let block = &doc.blocks[head.block];
    let pieces = doc.inlines(block, &block.span);
    inline::links(doc, &pieces).any(|(url, _)| matches!(Target::of_url(url), Target::Paper(_)))
}

/// Index one past the last block of an item that belongs to it, not to an entry in it.
fn own_end(doc: &Document<'_>, item: usize, of_papers: &[bool]) -> usize {
    let end = doc.blocks[item].end;
    let mut b = item + 1;
    while b < end {
        if doc.blocks[b].kind == BlockKind::List {
            let mut child = b + 1;
            while child < doc.blocks[b].end {
                if of_papers[child] {
                    return b;
                }
                child = doc.blocks[child].end;
            }
        }
        b = doc.blocks[b].end;
    }
    end
}
