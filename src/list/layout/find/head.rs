//! The head of a block while a title is looked for in it: its pieces, and the ways to write a title
//! that leave no doubt (the text of a link, bold, quoted). In which order they are tried is the
//! caller's decision.

use super::label;
use super::link_text::is_title;
use super::prefix::{self, group, is_filler, is_tag, number, sign};
use crate::list::document::{Document, Inline, Mark};
use crate::list::entry::{Name, Value, Writing};
use crate::list::hints::Labels;
use crate::list::layout::syntax::tree::{self, Kind, Segment, segments};
use std::ops::Range;

/// A title at the head of a block.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its block.
    pub block: usize,
    /// The bytes of the title's text.
    pub title: Range<usize>,
    /// Where all that belongs to the title ends: its link, marks, quotes.
    pub rest: usize,
    /// How it is written.
    pub form: Form,
    /// The authors, where they stand in front of the title.
    pub authors: Option<Value>,
}

impl Head {
    /// The title as a value.
    pub fn value(&self) -> Value {
        Value {
            span: self.title.clone(),
            block: self.block,
            writing: Writing::Markdown,
        }
    }
}

/// How a title is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The text of a link.
    Link,
    /// Bold or italic.
    Marked,
    /// In quotation marks.
    Quoted,
    /// Plain text in front of links.
    Plain,
}

/// No title has more in front of it.
const MOST_PREFIXES: usize = 12;

/// A block while its head is looked for.
pub struct Reader<'d> {
    pub doc: &'d Document<'d>,
    pub block: usize,
    pub pieces: Vec<Inline>,
    pub segments: Vec<Segment>,
}

impl<'d> Reader<'d> {
    /// Nothing where the block begins with a label: that is a field of something else.
    pub fn new(doc: &'d Document<'d>, block: usize) -> Option<Self> {
        let pieces = doc.inlines(&doc.blocks[block], &doc.blocks[block].span);
        let first = pieces.first()?.span.start;
        let line = &doc.source[first
            ..doc
                .line_end(first)
                .min(doc.blocks[block].span.end)
                .max(first)];
        if is_field(doc.labels, line) || label::bare(doc.labels, line).is_some() {
            return None;
        }
        let segments = segments(doc, &pieces, 0..pieces.len());
        Some(Self {
            doc,
            block,
            pieces,
            segments,
        })
    }

    pub fn source(&self, span: &Range<usize>) -> &'d str {
        &self.doc.source[span.clone()]
    }

    pub fn text(&self, segment: &Segment) -> String {
        tree::text(self.doc, &self.pieces, segment)
    }

    pub fn new_head(&self, title: Range<usize>, rest: usize, form: Form) -> Option<Head> {
        let title = prefix::without_tags(self.doc.source, title);
        (!title.is_empty()).then_some(Head {
            block: self.block,
            title,
            rest,
            form,
            authors: None,
        })
    }

    /// A link whose text is a title; `rest` is where what is around it ends.
    pub fn link(&self, segment: &Segment, rest: usize) -> Option<Head> {
        let text = self.text(segment);
        if is_tag(&text) || !is_title(&text) || self.leads_within(segment) {
            return None;
        }
        let title = tree::inner_span(self.doc, &self.pieces, segment);
        self.new_head(title, rest, Form::Link)
    }

    /// Whether a link leads to a place in the list itself.
    pub fn leads_within(&self, segment: &Segment) -> bool {
        matches!(segment.kind, Kind::Marked(Mark::Link(url)) if self.doc.string(url).starts_with('#'))
    }

    /// A bold or italic span that is all title.
    pub fn whole(&self, segment: &Segment) -> Option<Head> {
        is_title(&self.text(segment)).then_some(())?;
        let title = tree::inner_span(self.doc, &self.pieces, segment);
        self.new_head(title, segment.span.end, Form::Marked)
    }

    pub fn end(&self) -> usize {
        self.segments.last().map_or(0, |a| a.span.end)
    }

    /// A title in quotation marks that open at `at`.
    pub fn quoted(&self, at: usize) -> Option<Head> {
        let line = self.source(&(at..self.end()));
        let open = line.chars().next()?;
        let inner = &line[open.len_utf8()..];
        let closes = |(i, c): &(usize, char)| {
            let next = inner[i + c.len_utf8()..].chars().next();
            matches!(c, '"' | '”') && !next.is_some_and(char::is_alphanumeric)
        };
        let begin = at + open.len_utf8();
        let of = |a: &&Segment| matches!(a.kind, Kind::Marked(_)) && a.span.start >= begin;
        let marked = self.segments.iter().find(of);
        // Quotation marks within a bold title, or link, close nothing.
        let is_outside = |(i, _): &(usize, char)| {
            marked.is_none_or(|a| !(a.span.start..a.span.end).contains(&(begin + i)))
        };
        let mut closings = inner.char_indices().filter(closes);
        let (close, c) = closings.find(is_outside)?;
        let within = begin..begin + close;
        let rest = within.end + c.len_utf8();
        let marked = marked.filter(|a| a.span.end <= within.end);
        let is_around = |a: &&Segment| {
            let outside = [within.start..a.span.start, a.span.end..within.end];
            !outside
                .iter()
                .any(|s| self.source(s).contains(char::is_alphanumeric))
        };
        let title = match marked.filter(is_around) {
            Some(segment) => tree::inner_span(self.doc, &self.pieces, segment),
            None => tree::bare(self.doc, within),
        };
        is_title(self.source(&title)).then_some(())?;
        self.new_head(title, rest, Form::Quoted)
    }

    /// How much of a run of text in front of a title is none of it.
    pub fn prefix_len(&self, i: usize) -> usize {
        let all = self.source(&self.segments[i].span);
        let is_last = !self.segments[i + 1..]
            .iter()
            .any(|a| matches!(a.kind, Kind::Text | Kind::Marked(_)));
        let next_is_marked = matches!(
            self.segments.get(i + 1).map(|a| a.kind),
            Some(Kind::Marked(Mark::Strong | Mark::Link(_) | Mark::Emphasis))
        );
        let mut rest = all;
        for _ in 0..MOST_PREFIXES {
            rest = rest.trim_start_matches(is_filler);
            let len = sign(rest)
                .or_else(|| number(rest))
                .or_else(|| group(rest, next_is_marked));
            match len {
                Some(len) if len > 0 && !(is_last && len == rest.len()) => rest = &rest[len..],
                _ => break,
            }
        }
        all.len() - rest.len()
    }
}

/// Whether a line begins with a field's label; a short name in front of a title looks like one:
/// `**Net**: "A Net of Nets"`.
fn is_field(labels: &Labels, line: &str) -> bool {
    let Some(label) = label::read(labels, line) else {
        return false;
    };
    let behind = line[label.len..].trim_start();
    let is_own = label.marked && matches!(label.name, Name::Other(_));
    !(is_own && behind.starts_with(['"', '“', '[']))
}
