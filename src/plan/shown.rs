//! What an entry shows of a field: a value, an empty place, or nothing. It compares nothing.

use crate::list::document::Document;
use crate::list::entry::{Blank, Content, Entry, Evidence, Name, Value, Writing};
use crate::list::field::{self, Tokens};
use crate::text::placeholder::{is_leftover, is_placeholder};
use std::ops::Range;

/// What an entry shows of a field.
pub enum Shown<'e> {
    /// The entry has no such field.
    Missing,
    /// The entry has the place without a value, or with a placeholder.
    Empty(Blank, Evidence),
    /// The maintainer commented it out, or it cannot be read.
    Hidden,
    /// A value.
    Value(Text<'e>),
}

/// A field's value.
#[derive(Clone, Copy)]
pub struct Text<'e> {
    /// The value.
    pub value: &'e Value,
    /// Paragraphs behind it that may go on with it.
    pub more: &'e [Value],
    /// How it is known what it is.
    pub evidence: Evidence,
}

/// A placeholder is short.
const LONGEST_PLACEHOLDER: usize = 200;

/// What an entry shows of a field.
pub fn shown<'e>(doc: &Document<'_>, entry: &'e Entry, name: &Name) -> Shown<'e> {
    let Some(place) = entry.place(name) else {
        return Shown::Missing;
    };
    match &place.content {
        Content::Hidden => Shown::Hidden,
        Content::Absent(blank) => Shown::Empty(blank.clone(), place.evidence),
        Content::Shown { value, more } => {
            let is_short = more.is_empty() && value.span.len() < LONGEST_PLACEHOLDER;
            let holds_place = || is_placeholder(&value.text(doc)) || is_leftover(value.source(doc));
            if value.span.is_empty() || is_short && holds_place() {
                return Shown::Empty(value.clone().into(), place.evidence);
            }
            Shown::Value(Text {
                value,
                more,
                evidence: place.evidence,
            })
        }
    }
}

impl<'e> Text<'e> {
    /// How its bytes write it.
    pub fn writing(&self) -> Writing {
        self.value.writing
    }

    /// The value alone, as tokens.
    pub fn tokens<'d>(&self, doc: &Document<'d>) -> Tokens<'d> {
        read(doc, self.value)
    }

    /// The value and the paragraphs behind it as far as they hold some of these words, as tokens.
    pub fn with_more<'d>(&self, doc: &Document<'d>, arxiv: &str) -> Tokens<'d> {
        let start = self.value.span.start;
        let goes_on = |next: &&Value| {
            let text = read(doc, next);
            let words: Vec<&str> = text.words().map(|(_, w)| w.text.as_str()).collect();
            let row = |w: &[&str]| arxiv.contains(&w.join(" "));
            words.windows(ROW).any(row)
        };
        let last = self.more.iter().rposition(|next| goes_on(&next));
        let end = last.map_or(self.value.span.end, |i| self.more[i].span.end);
        field::read(doc.source, start..end, self.value.writing)
    }
}

/// So many of arXiv's words in a row tell that a paragraph goes on with its text.
const ROW: usize = 4;

/// The tokens of a value.
pub fn read<'d>(doc: &Document<'d>, value: &Value) -> Tokens<'d> {
    let span: Range<usize> = value.span.clone();
    field::read(doc.source, span, value.writing)
}
