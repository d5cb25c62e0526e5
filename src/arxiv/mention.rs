//! Running text → the papers that it names, with byte ranges. Pure.
//!
//! Takes addresses and ids after the word `arXiv`, never a bare number: `10.1145/1234.56789` and
//! `2023.1234` look like ids too (`docs/arxiv.md#mentions`).

use crate::arxiv::id::Target;
use crate::arxiv::link::{self, DOI};
use crate::arxiv::placeholder;
use std::ops::Range;

/// Finds URLs, addresses of arXiv without scheme, arXiv DOIs, and ids after `arXiv:` or `arXiv `.
///
/// Gives them in order, without the punctuation that ends a sentence or closes a bracket. URLs that
/// lead elsewhere are given too, so that the caller can tell an entry with another link from one
/// without.
pub fn find_in_text(text: &str) -> Vec<(Range<usize>, Target)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let hit = (c.is_ascii_alphanumeric() && starts_word(&text[..at]))
            .then(|| head_of(&text[at..]))
            .flatten();
        match hit {
            Some((length, target)) => {
                found.push((at..at + length, target));
                at += length;
            }
            None => at += c.len_utf8(),
        }
    }
    found
}

/// Whether a word can begin after this text. Only ASCII glues: Chinese writes `见arXiv:2101.00001`.
fn starts_word(before: &str) -> bool {
    let glue = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_' | '@');
    !before.ends_with(glue)
}

/// What a text begins with: its length in bytes, and what it points to.
fn head_of(text: &str) -> Option<(usize, Target)> {
    let word = first_word(text);
    let after_scheme = link::strip_prefix_ignoring_case(word, "https://")
        .or_else(|| link::strip_prefix_ignoring_case(word, "http://"));
    if after_scheme.is_some_and(|rest| !rest.is_empty()) {
        return Some((word.len(), Target::of_url(word)));
    }
    if link::strip_prefix_ignoring_case(word, DOI).is_some() {
        return Some((word.len(), link::in_doi(word)));
    }
    let dotted_host = word
        .split_once('/')
        .is_some_and(|(host, _)| host.contains('.'));
    if dotted_host && link::absolute(word).is_some() {
        return Some((word.len(), Target::of_url(word)));
    }
    after_arxiv(text)
}

/// An id after the word `arXiv` and a colon or blank. After a blank only a true id counts:
/// `arXiv 2023` is prose.
fn after_arxiv(text: &str) -> Option<(usize, Target)> {
    let rest = link::strip_prefix_ignoring_case(text, "arxiv")?;
    let unprefixed = rest.strip_prefix(':').unwrap_or(rest);
    let colon = unprefixed.len() < rest.len();
    let tail = unprefixed.trim_start_matches([' ', '\u{a0}']);
    if tail.len() == rest.len() {
        return None;
    }
    let in_id = |c: char| c.is_ascii_alphanumeric() || "./-?#_".contains(c);
    let end = tail.find(|c| !in_id(c)).unwrap_or(tail.len());
    let id = tail[..end].trim_end_matches(|c| "./-?#_".contains(c) && !tail.starts_with('?'));
    let target = link::in_id_position(id);
    let believable = match target {
        Target::Paper(_) => true,
        _ => colon && placeholder::has_shape_of_id(id),
    };
    believable.then_some((text.len() - tail.len() + id.len(), target))
}

/// In bytes; without a limit, a text of brackets alone would be read again from every one of them.
const LONGEST_ADDRESS: usize = 2048;

/// The text up to white space or what cannot be part of a URL, without trailing punctuation.
fn first_word(text: &str) -> &str {
    let stops = |c: char| {
        let foreign_mark = !c.is_ascii() && !c.is_alphanumeric();
        c.is_whitespace() || c.is_control() || foreign_mark || "<>\"`[]{}|\\".contains(c)
    };
    let mut word = text.split(stops).next().unwrap_or(text);
    let mut ends = (0..=LONGEST_ADDRESS.min(word.len())).rev();
    word = &word[..ends.find(|&end| word.is_char_boundary(end)).unwrap_or(0)];
    loop {
        let unbalanced =
            word.ends_with(')') && word.matches(')').count() > word.matches('(').count();
        let marks = word.ends_with(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        if !unbalanced && !marks {
            return word;
        }
        word = &word[..word.len() - 1];
    }
}
