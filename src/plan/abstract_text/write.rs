//! Text of arXiv's written into a list: pieces, with the white space at their ends, escaped for
//! their place.

use super::region::signs;
use super::text::Text;
use crate::list::edit::Edit;
use crate::list::entry::Writing;
use crate::list::escape;
use crate::list::field::Tokens;
use std::ops::Range;

/// What stands between two words of arXiv's.
pub(super) struct Gap<'a> {
    /// As it is.
    pub text: &'a str,
    /// Its punctuation.
    pub signs: String,
    /// Whether white space is its first.
    pub starts_blank: bool,
    /// Whether it is its last.
    pub ends_blank: bool,
}

impl<'a> Gap<'a> {
    /// The gap that some tokens make.
    pub fn new(text: &Text<'a>, tokens: &Range<usize>) -> Self {
        let source = text.source(tokens);
        // Braces of TeX's say nothing.
        let bare = source.trim_matches(['{', '}']);
        Self {
            text: source,
            signs: signs(text, tokens),
            starts_blank: bare.starts_with(char::is_whitespace),
            ends_blank: bare.ends_with(char::is_whitespace),
        }
    }
}

/// A part of a text, escaped; white space at its ends stays.
pub(super) fn written(text: &str, writing: Writing) -> String {
    let inner = text.trim();
    let lead = if text.starts_with(char::is_whitespace) {
        " "
    } else {
        ""
    };
    let tail = if text.ends_with(char::is_whitespace) && !inner.is_empty() {
        " "
    } else {
        ""
    };
    format!("{lead}{}{tail}", escape::part(inner, writing))
}

/// The same where mathematics of the list's is around it already.
pub(super) fn written_in_math(text: &str, writing: Writing) -> String {
    let whole = escape::part(&format!("${text}$"), writing);
    let inner = whole.strip_prefix('$').and_then(|t| t.strip_suffix('$'));
    inner.map_or_else(|| escape::part(text, writing), str::to_owned)
}

/// Writes a percent sign of BibTeX as the field writes it, or the fields near it, where that is not
/// as TeX wants it.
pub(super) fn spell_as_field(field: &Tokens<'_>, writing: Writing, edits: &mut [Edit]) {
    const NEAR: usize = 100_000;
    if writing != Writing::Bibtex || !edits.iter().any(|e| e.text.contains("\\%")) {
        return;
    }
    let (text, span) = (field.source.as_bytes(), &field.span);
    let near = span.start.saturating_sub(NEAR)..text.len().min(span.end + NEAR);
    let bare = is_bare(&text[span.clone()]).or_else(|| is_bare(&text[near]));
    if bare == Some(true) {
        for edit in edits {
            edit.text = edit.text.replace("\\%", "%");
        }
    }
}

/// Whether percent signs behind numbers stand bare in a text; `None` where it has none.
fn is_bare(text: &[u8]) -> Option<bool> {
    let has = |is: fn(u8) -> bool| text.windows(2).any(|p| is(p[0]) && p[1] == b'%');
    let has_bare = has(|c| c.is_ascii_digit());
    let is_escaped = has(|c| c == b'\\');
    (has_bare || is_escaped).then_some(!is_escaped)
}

/// A gap without its first signs.
pub(super) fn without_first(gap: &str, signs: usize) -> &str {
    let visible = gap.char_indices().filter(|(_, c)| !c.is_whitespace());
    let last = signs.checked_sub(1).and_then(|n| visible.clone().nth(n));
    last.map_or(gap, |(at, c)| &gap[at + c.len_utf8()..])
}

/// A gap without its last signs.
pub(super) fn without_last(gap: &str, signs: usize) -> &str {
    let visible = gap.char_indices().rev().filter(|(_, c)| !c.is_whitespace());
    let first = signs.checked_sub(1).and_then(|n| visible.clone().nth(n));
    first.map_or(gap, |(at, _)| &gap[..at])
}
