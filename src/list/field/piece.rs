//! A piece of markup, an aside or an address among a field's characters, before its partner is
//! known.

use super::token::{Aside, Mark};
use crate::text::glyph::Glyph;
use compact_str::CompactString;
use std::ops::Range;

/// One character of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Delimiter {
    pub c: char,
    /// How long its run is.
    pub run: usize,
    pub opens: bool,
    pub closes: bool,
}

impl Delimiter {
    /// A run between two characters; `None` where it can only be text.
    pub fn of(c: char, run: usize, before: Option<char>, after: Option<char>) -> Option<Self> {
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let punctuation =
            |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
        let left = !blank(after) && (!punctuation(after) || blank(before) || punctuation(before));
        let right = !blank(before) && (!punctuation(before) || blank(after) || punctuation(after));
        let (opens, closes) = match c {
            '_' => (
                left && (!right || punctuation(before)),
                right && (!left || punctuation(after)),
            ),
            _ => (left, right),
        };
        let fits = matches!(c, '*' | '_') && run <= 3 || run == 2;
        (fits && (opens || closes)).then_some(Self {
            c,
            run,
            opens,
            closes,
        })
    }

    /// Whether a run of this kind may end one of the other (the rule of three).
    pub fn ends(&self, opener: &Self) -> bool {
        let both = self.opens && self.closes || opener.opens && opener.closes;
        let sum_is_odd = both
            && (self.run + opener.run).is_multiple_of(3)
            && !(self.run.is_multiple_of(3) && opener.run.is_multiple_of(3));
        self.closes && opener.opens && self.c == opener.c && !sum_is_odd
    }
}

/// A piece of markup, an aside or an address.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub span: Range<usize>,
    pub kind: PieceKind,
}

/// What a piece is, before partners are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// The beginning of a pair whose end was found with it; both have the same number.
    Open(Mark, usize),
    /// Its end.
    Close(Mark, usize),
    /// One character of a run that may be emphasis.
    Delimiter(Delimiter),
    /// A tag that opens an element.
    TagOpen(CompactString),
    /// A tag that closes one.
    TagClose(CompactString),
    /// A bracket, and whether it opens.
    Bracket(char, bool),
    /// A quotation mark, and whether it opens.
    Quote(char, bool),
    Aside(Aside),
    Break,
    /// An address: its key.
    Address(CompactString),
}

/// What `scan` found.
pub(super) struct Scanned {
    /// The text with a sign in each piece's place.
    pub glyphs: Vec<Glyph>,
    pub pieces: Vec<Piece>,
    /// Bytes of characters that were read in the wrong encoding.
    pub garbled: Vec<Range<usize>>,
}

/// The signs of pieces are taken from here on.
pub(super) const FIRST_SIGN: u32 = 0xf_0000;
/// So many pieces have a sign; a text with more is hostile, and the rest of its markup is text.
pub(super) const MOST_PIECES: usize = 0xfffd;

/// The piece whose sign a character is.
pub(super) fn piece_of(c: char) -> Option<usize> {
    (u32::from(c).checked_sub(FIRST_SIGN)).map(|i| i as usize)
}
