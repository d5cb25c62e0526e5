//! Signs that lists put on names for footnotes: `*`, `†`, superscripts.

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
