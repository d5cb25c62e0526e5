//! A field's bytes read as tokens that add up to them, whatever container they stand in. One
//! reading for abstracts, titles and author lines, of lists and of arXiv. It knows no paper and
//! judges nothing.
//!
//! The stages, each a file: `decode` what the container escapes (YAML, table cells, the signs of a
//! quote); `scan` finds markup, asides and addresses (`tags` HTML, `emphasis`, `links`); `pairs`
//! says which ends belong together; `words` cuts the rest. Characters keep their bytes through all
//! stages ([`crate::text::glyph`]); what markup was found stands among them as one character of a
//! private plane, so that TeX is folded around it.

mod decode;
mod emphasis;
mod links;
mod markup;
mod pairs;
mod piece;
mod scan;
mod tags;
pub mod token;
mod words;

pub use token::{Aside, Class, Kind, Mark, Pair, Token, Tokens, Word};

use super::entry::Writing;
use std::ops::Range;

/// Reads the bytes of a list's field.
pub fn read(source: &str, span: Range<usize>, writing: Writing) -> Tokens<'_> {
    let decoded = decode::decode(source, &span, writing);
    let scanned = scan::scan(decoded, scan::Dialect::of(writing));
    tokens(source, span, scanned)
}

/// Reads a text of arXiv's: TeX, and no markup.
pub fn plain(text: &str) -> Tokens<'_> {
    let span = 0..text.len();
    let decoded = decode::verbatim(text, &span);
    let scanned = scan::scan(decoded, scan::Dialect::Plain);
    tokens(text, span, scanned)
}

fn tokens<'s>(source: &'s str, span: Range<usize>, scanned: piece::Scanned) -> Tokens<'s> {
    let roles = pairs::resolve(&scanned.pieces);
    let list = words::cut(source, &span, scanned, &roles);
    Tokens { source, span, list }
}

#[cfg(test)]
mod tests;
