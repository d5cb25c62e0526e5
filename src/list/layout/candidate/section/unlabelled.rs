//! Authors of a candidate that no label announces: a paragraph or line of names below the title, or
//! behind the links there.

use super::{SectionCandidate, shown};
use crate::arxiv::id::Target;
use crate::list::document::{InlineKind, Mark};
use crate::list::entry::{Evidence, Link, Name, Value, Writing};
use crate::list::layout::find::byline::people;
use crate::list::layout::find::link::{links_in, only_links};
use crate::list::layout::find::position::Spot;
use crate::list::layout::syntax::spans::{trimmed, whole_lines};
use crate::list::layout::syntax::tree;
use std::ops::Range;

impl SectionCandidate<'_> {
    /// Whether a paragraph of links leads to no paper, and parts them by commas: names with pages.
    pub fn names_persons(&self, b: usize) -> bool {
        let block = &self.doc.blocks[b];
        let links = links_in(self.doc, &self.doc.inlines(block, &block.span));
        let leads_out = |l: &Link| matches!(l.target, Target::Elsewhere | Target::NoPaper);
        let source = &self.doc.source[block.span.clone()];
        links.len() > 1 && links.iter().all(leads_out) && source.contains("), ")
    }

    /// A paragraph in italics right below the title: names.
    pub fn take_authors(&mut self, b: usize) -> bool {
        let block = &self.doc.blocks[b];
        let whole = trimmed(self.doc, &block.span);
        let pieces = self.doc.inlines(block, &block.span);
        let italics = InlineKind::Open(Mark::Emphasis);
        let is_italic = pieces.first().is_some_and(|p| {
            p.kind == italics && p.span.start <= whole.start && whole.end <= p.span.end
        });
        let is_first = self.places.len() == 1 && !self.title.enclosed;
        let span = block.span.start + 1..pieces.first().map_or(0, |p| p.span.end - 1);
        if !is_first || !is_italic || !self.doc.source[span.clone()].contains([',', ' ']) {
            return false;
        }
        let value = Value {
            span,
            block: b,
            writing: Writing::Markdown,
        };
        self.places.push(shown(
            Name::Authors,
            Evidence::Form,
            whole_lines(self.doc, &block.span),
            value,
        ));
        true
    }

    /// Lines of links with which a paragraph below a heading begins, and the names behind them.
    pub fn take_links_and_names(&mut self, b: usize) -> bool {
        let (doc, block) = (self.doc, &self.doc.blocks[b]);
        let is_level = block.depth == doc.blocks[self.title.block].depth;
        if !self.title.is_heading || !is_level || self.has(&Name::Authors) {
            return false;
        }
        let lines = doc.lines(block);
        let links_of = |line: &Range<usize>| {
            let pieces = doc.inlines(block, line);
            let links = links_in(doc, &pieces);
            let is_all = only_links(doc, &pieces, &links, char::is_alphanumeric);
            (is_all && !links.is_empty()).then_some(links)
        };
        let links: Vec<Vec<Link>> = lines.iter().map_while(links_of).collect();
        let Some(first) = lines.get(links.len()).filter(|_| !links.is_empty()) else {
            return false;
        };
        self.free_links.extend(links.into_iter().flatten());
        self.take_names(Spot::BehindLinks, b, first.start);
        true
    }

    /// Whether nothing but pictures stands between a block and the heading above it.
    pub fn is_right_below(&self, b: usize) -> bool {
        let is_level = self.doc.blocks[b].depth == self.doc.blocks[self.title.block].depth;
        self.title.is_heading && is_level && self.places.len() == 1 && self.prose == 0
    }

    /// Names from `start` on in a block. They are the entry's authors where most entries have names
    /// there, see [`crate::list::layout::vote`].
    pub fn take_names(&mut self, spot: Spot, b: usize, start: usize) -> bool {
        let (doc, block) = (self.doc, &self.doc.blocks[b]);
        let extent = start..block.span.end;
        let pieces = doc.inlines(block, &extent);
        let italics = pieces
            .first()
            .filter(|p| p.kind == InlineKind::Open(Mark::Emphasis));
        let extent = italics.map_or(extent, |p| p.span.start + 1..p.span.end - 1);
        let value = Value {
            span: tree::unbroken(doc, extent),
            block: b,
            writing: Writing::Markdown,
        };
        let names = people(doc, &value).filter(|p| p.sure);
        self.unmarked.push((spot, names.is_some()));
        let Some(names) = names else { return false };
        let span = tree::unbroken(doc, names.span);
        let lines = whole_lines(doc, &span);
        let value = Value { span, ..value };
        self.places
            .push(shown(Name::Authors, Evidence::Form, lines, value));
        true
    }
}
