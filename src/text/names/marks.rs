//! Signs that lists put on names for footnotes: `*`, `†`, superscripts.

use crate::text::glyph::Glyph;

/// No name has more marks than this, with the commas between them.
const MOST_MARKS: usize = 60;

/// Whether a character marks a name.
pub(super) fn is_mark(c: char) -> bool {
    matches!(
        c,
        '*' | '∗' | '†' | '‡' | '§' | '¶' | '#' | '^' | '✉' | '⋆' | '★'
    ) || is_superscript(c)
}

/// Whether a character is a digit above the line.
pub(super) fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

pub(super) fn is_mark_comma(glyphs: &[Glyph], at: usize) -> bool {
    let is_mark = |c: char| c.is_ascii_digit() || is_mark(c);
    let after = glyphs.get(at + 1).is_some_and(|g| is_mark(g.c));
    let run = glyphs[..at]
        .iter()
        .rev()
        .take(MOST_MARKS)
        .take_while(|g| is_mark(g.c) || g.c == ',');
    after
        && run
            .last()
            .is_some_and(|g| g.c == '^' || is_superscript(g.c))
}
