//! Characters that remember which bytes of the source they stand for.
//!
//! A text is decoded in layers (Markdown, then TeX, then the normal form). Each layer maps glyphs
//! to glyphs, so that a word of the normal form can be found again, and replaced, in the original
//! bytes. Nothing is decoded here.

use std::ops::Range;

/// One decoded character and the source bytes that wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// The character as a reader sees it.
    pub c: char,
    /// First source byte.
    pub start: usize,
    /// One past the last source byte.
    pub end: usize,
}

/// A decoded text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glyphs {
    /// The characters in order of their place in the source.
    pub list: Vec<Glyph>,
}

impl Glyphs {
    /// A text that is its own source, read from its first byte on.
    pub fn plain(text: &str) -> Self {
        let mut glyphs = Self::default();
        glyphs.push_str(text, 0);
        glyphs
    }

    /// Appends text that stands verbatim at `start` of the source.
    pub fn push_str(&mut self, text: &str, start: usize) {
        let at = |(i, c): (usize, char)| Glyph {
            c,
            start: start + i,
            end: start + i + c.len_utf8(),
        };
        self.list.reserve(text.len());
        self.list.extend(text.char_indices().map(at));
    }

    /// Appends text that the source writes in another way: every character stands for all of
    /// `span`.
    pub fn push_decoded(&mut self, text: &str, span: &Range<usize>) {
        self.list.extend(text.chars().map(|c| Glyph {
            c,
            start: span.start,
            end: span.end,
        }));
    }

    /// The characters alone.
    pub fn text(&self) -> String {
        self.list.iter().map(|g| g.c).collect()
    }

    /// The characters with white space folded to single blanks and none at the ends.
    pub fn one_line(&self) -> String {
        self.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
