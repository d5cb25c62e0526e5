//! An entry while its blocks are read: a title, and behind it whatever says what it is (a label, a
//! container, italics, a line of links). It ends where its list item ends, at the next title, or at
//! prose; it never reaches into its neighbour.

mod unlabelled;

use crate::list::document::{Block, BlockKind, Document, IsOver};
use crate::list::entry::{Content, Entry, Evidence, Link, Name, Place, Value, Writing};
use crate::list::inline;
use crate::list::layout::find::container::{self, Contained, SHORTEST_ABSTRACT};
use crate::list::layout::find::label;
use crate::list::layout::find::labelled_lines::{
    give_up_empty, goes_on, hidden, holds_text_of_its_own, labelled_lines,
};
use crate::list::layout::find::link::{leads_to_arxiv, links_in, only_links};
use crate::list::layout::find::position::Spot;
use crate::list::layout::find::title_line::Title;
use crate::list::layout::syntax::spans::{comments, whole_lines};
use crate::list::layout::vocabulary::LABELS_BESIDE_LINKS;
use crate::list::pins::Pins;
use crate::text::placeholder::is_placeholder;
use std::ops::Range;

/// So many paragraphs may stand between a heading and its fields.
const MOST_NOTES: usize = 3;

/// An entry while its blocks are read.
pub struct SectionCandidate<'d> {
    doc: &'d Document<'d>,
    title: &'d Title,
    pub places: Vec<Place>,
    /// Links behind labels.
    links: Vec<Link>,
    /// Links on lines of their own.
    free_links: Vec<Link>,
    /// Whether a label says what a place is.
    labelled: bool,
    /// Whether it has authors twice: it is several entries, or none.
    doubled: bool,
    /// Paragraphs so far that say nothing of their own.
    prose: usize,
    /// Where the last block that belongs to it ends.
    last: usize,
    /// Where there is text without a label that may be authors, and whether it looks like names.
    pub unmarked: Vec<(Spot, bool)>,
    /// How deep the block of the last label is; what is less deep is not part of its value.
    depth: usize,
    /// The next block that was not read as part of a container.
    next: usize,
    /// What its comments pin; what only looks like one (`\<!--`, code, math) is left out.
    pins: Pins,
}

impl<'d> SectionCandidate<'d> {
    /// What stands under each of these titles.
    pub fn all(
        doc: &'d Document<'d>,
        titles: &'d [Title],
        is_over: IsOver<'_>,
    ) -> Vec<SectionCandidate<'d>> {
        let titles_until = titles.iter().enumerate().take_while(|_| !is_over());
        let candidates = titles_until.map(|(i, title)| {
            let next = titles.get(i + 1).map_or(doc.blocks.len(), |t| t.block);
            let mut candidate = Self::new(doc, title);
            for b in title.block..title.end.min(next) {
                if b >= candidate.next && !candidate.take(b) {
                    break;
                }
            }
            candidate
        });
        candidates.collect()
    }

    fn new(doc: &'d Document<'d>, title: &'d Title) -> Self {
        let block = &doc.blocks[title.block];
        let lines = whole_lines(doc, &doc.first_line(block));
        let places = vec![shown(Name::Title, Evidence::Form, lines, title.value())];
        Self {
            doc,
            title,
            places,
            links: Vec::new(),
            free_links: Vec::new(),
            labelled: false,
            doubled: false,
            prose: 0,
            last: block.span.end,
            unmarked: Vec::new(),
            depth: block.depth,
            next: 0,
            pins: Pins::default(),
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
        for span in comments(self.doc, block) {
            self.pins.add(self.doc.source, &span);
        }
        let is_own = b == self.title.block;
        if !found.is_empty() {
            if self.is_too_deep(block) {
                return true;
            }
            self.depth = block.depth;
            self.take_labelled(found, block);
            self.last = self.last.max(block.span.end);
            return true;
        }
        if !is_own && (self.take_bare_label(b) || self.take_container(b)) {
            return true;
        }
        let is_within = block.depth >= self.depth;
        if is_own && !self.title.is_heading {
            let below = self.doc.lines(block).get(1).map(|line| line.start);
            below.map(|start| self.take_names(Spot::NextLine, b, start));
        }
        if block.kind == BlockKind::Text && !is_own {
            let is_taken = self.names_persons(b) && self.take_authors(b)
                || self.take_links(b)
                || self.take_links_and_names(b)
                || is_within && goes_on(self.doc, b, &mut self.places)
                || self.take_authors(b)
                || self.is_right_below(b)
                    && self.take_names(Spot::BelowHeading, b, block.span.start);
            let is_picture =
                inline::plain(self.doc, &self.doc.inlines(block, &block.span)).is_empty();
            if !is_taken && !is_picture && !self.title.enclosed {
                self.prose += 1;
                // Notes may stand between a heading and its fields.
                let is_note = self.title.is_heading && self.places.len() == 1;
                return is_note && self.prose <= MOST_NOTES;
            }
            if is_taken {
                self.last = self.last.max(block.span.end);
            }
        }
        if is_within && holds_text_of_its_own(self.doc, block) {
            give_up_empty(self.doc, &mut self.places);
        }
        if self.title.enclosed {
            self.last = self.last.max(block.span.end);
        }
        true
    }

    /// Under a heading, fields stand in paragraphs or in one list, which may be quoted; what is
    /// deeper belongs to the list's own entries.
    fn is_too_deep(&self, block: &Block) -> bool {
        self.title.is_heading && block.depth > self.doc.blocks[self.title.block].depth + 3
    }

    /// Labelled places. A second abstract is a translation; second authors are another paper's.
    fn take_labelled(&mut self, found: Vec<Place>, block: &Block) {
        self.labelled = true;
        for mut place in found {
            if place.name == Name::Abstract && self.has(&Name::Abstract) {
                place.name = Name::Other("abstract".into());
            }
            self.doubled |= place.name == Name::Authors && self.has(&Name::Authors);
            if let (Name::Other(key), Content::Shown { value, .. }) = (&place.name, &place.content)
                && LABELS_BESIDE_LINKS.iter().any(|label| key.contains(label))
            {
                let pieces = self.doc.inlines(block, &value.span);
                let links = links_in(self.doc, &pieces);
                if only_links(self.doc, &pieces, &links, char::is_alphabetic) {
                    self.free_links.extend(links);
                }
            }
            self.places.push(place);
        }
    }

    /// A label alone on its line or in a heading: `**Abstract**`, `## Abstract`. Its value follows.
    fn take_bare_label(&mut self, b: usize) -> bool {
        let block = &self.doc.blocks[b];
        let is_line = matches!(block.kind, BlockKind::Text | BlockKind::Heading(_));
        let source = &self.doc.source[block.span.clone()];
        let Some(name) = label::bare(self.doc.labels, source).filter(|_| is_line) else {
            return false;
        };
        let end = block.span.end;
        let value = Value {
            span: end..end,
            block: b,
            writing: Writing::Markdown,
        };
        self.places.push(shown(
            name,
            Evidence::Label,
            whole_lines(self.doc, &block.span),
            value,
        ));
        (self.labelled, self.depth) = (true, block.depth);
        self.last = self.last.max(end);
        true
    }

    /// A value in a container: of the label before it, or with a label of its own, or the abstract.
    fn take_container(&mut self, b: usize) -> bool {
        let Some(contained) = container::contained(self.doc, b) else {
            return false;
        };
        let (next, end) = (contained.end, contained.lines.end);
        if !self.put(contained) {
            return false;
        }
        self.next = next;
        self.last = self.last.max(end);
        true
    }

    fn put(&mut self, contained: Contained) -> bool {
        let text = || contained.value.text(self.doc);
        let waits = |p: &&mut Place| {
            is_empty(p) && !matches!(p.name, Name::Authors | Name::Link) && contained.name.is_none()
        };
        if let Some(place) = self.places.last_mut().filter(waits) {
            place.lines.end = contained.lines.end;
            place.content = Content::Shown {
                value: contained.value,
                more: contained.more,
            };
            return true;
        }
        let is_labelled = contained.name.is_some();
        let is_abstract = contained.name.as_ref().is_none_or(|n| *n == Name::Abstract);
        let text = text();
        let is_short = text.chars().count() < SHORTEST_ABSTRACT;
        let source = &self.doc.source[contained.lines.clone()];
        let is_quote = source.trim_start().starts_with('>');
        let says_little = is_short && !text.is_empty() && !is_placeholder(&text);
        let is_remark = !is_labelled && says_little;
        let block = &self.doc.blocks[contained.value.block];
        if !is_labelled && self.take_links_of(block, &contained.value) {
            return true;
        }
        if is_abstract && self.has(&Name::Abstract) {
            return false;
        }
        if is_remark {
            // A quote may be in the abstract's place.
            if is_quote {
                self.last = self.last.max(contained.lines.end);
                self.places.push(contained.into_place(self.doc));
            }
            return false;
        }
        self.labelled |= is_labelled;
        self.places.push(contained.into_place(self.doc));
        true
    }

    fn take_links(&mut self, b: usize) -> bool {
        let block = &self.doc.blocks[b];
        let value = Value {
            span: block.span.clone(),
            block: b,
            writing: Writing::Markdown,
        };
        self.take_links_of(block, &value)
    }

    /// A paragraph of links alone.
    fn take_links_of(&mut self, block: &Block, value: &Value) -> bool {
        if value.writing != Writing::Markdown || self.title.enclosed {
            return false;
        }
        let pieces = self.doc.inlines(block, &value.span);
        let links = links_in(self.doc, &pieces);
        let is_level = block.depth <= self.doc.blocks[self.title.block].depth + 1;
        if links.is_empty()
            || !is_level
            || !only_links(self.doc, &pieces, &links, char::is_alphanumeric)
        {
            return false;
        }
        self.free_links.extend(links);
        true
    }

    /// Whether it has a place of this name.
    pub fn has(&self, name: &Name) -> bool {
        let is_one = |p: &Place| p.name == *name && p.evidence != Evidence::Place;
        self.places.iter().any(is_one)
    }

    /// Whether its links or fields make it an entry.
    pub fn has_fields(&self) -> bool {
        let has_field = self.has(&Name::Authors) || self.has(&Name::Abstract);
        let is_field = has_field && (self.labelled || self.leads_to_paper());
        !self.doubled
            && (is_field || self.has(&Name::Link) && self.links.iter().any(leads_to_arxiv))
    }

    /// Whether its title, or a line below it, is a link to a paper.
    pub fn leads_to_paper(&self) -> bool {
        self.title_links()
            .iter()
            .chain(&self.free_links)
            .any(leads_to_arxiv)
    }

    fn title_links(&self) -> Vec<Link> {
        let block = &self.doc.blocks[self.title.block];
        links_in(self.doc, &self.doc.inlines(block, &self.places[0].lines))
    }

    /// The entry. Links behind a label count before the title's, and these before others.
    pub fn entry(self, layout: &'static str) -> Entry {
        let mut links = self.title_links();
        if self.has(&Name::Link) {
            links = self.links;
        } else if !links.iter().any(leads_to_arxiv) && self.free_links.iter().any(leads_to_arxiv) {
            links = self.free_links;
        }
        Entry {
            span: self.places[0].lines.start..self.last,
            layout,
            section: 0,
            title: self.title.value(),
            links,
            places: self.places,
            pins: self.pins,
        }
    }
}

fn shown(name: Name, evidence: Evidence, lines: Range<usize>, value: Value) -> Place {
    let more = Vec::new();
    Place {
        name,
        evidence,
        lines,
        content: Content::Shown { value, more },
    }
}

fn is_empty(place: &Place) -> bool {
    matches!(&place.content, Content::Shown { value, more } if value.span.is_empty() && more.is_empty())
}
