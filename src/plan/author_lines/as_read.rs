//! A line's names as a person reads them: what a report says that there was and will be. What is
//! written is not made here.

use super::Context;
use super::bound::is_beyond;
use super::persons::Persons;
use super::reading::Reading;
use super::units::is_end_of_sentence;
use crate::list::entry::Writing;
use crate::list::field::{Kind, Mark, Tokens};
use std::ops::Range;

/// The names of a line on one line of text, without the links, the venue and what else stands
/// behind them; a semicolon is between the items of a list.
pub fn as_read(
    line: &Tokens<'_>,
    writing: Writing,
    authors: &[String],
    context: &Context<'_>,
) -> String {
    if is_beyond(line, authors) {
        return text(line, 0..line.list.len(), writing);
    }
    let persons = Persons::read(authors, context.vocabulary);
    names(&Reading::new(line, writing, &persons, context))
}

pub(super) fn names(reading: &Reading<'_>) -> String {
    text(
        reading.line.tokens,
        0..end_of_names(reading),
        reading.writing,
    )
}

/// Where the names are surely over: at a full stop, a break or a link behind the last one.
fn end_of_names(reading: &Reading<'_>) -> usize {
    let tokens = reading.line.tokens;
    let all = tokens.list.len();
    let last = reading.gaps.last().filter(|_| !reading.units.is_empty());
    let behind = last.map_or(all, |gap| gap.tokens.start);
    let ends = |at: &usize| match &tokens.list[*at].kind {
        Kind::Punctuation('.') => is_end_of_sentence(&reading.line, *at),
        Kind::Break | Kind::Aside(_) => true,
        Kind::Open(pair) => matches!(pair.mark, Mark::Link(_)) || tokens.text(*at) == "[",
        _ => false,
    };
    let end = (behind..all).find(ends).unwrap_or(all);
    // The stop of an abbreviation (`et al.`) belongs to it.
    let is_stop = tokens
        .list
        .get(end)
        .is_some_and(|t| t.kind == Kind::Punctuation('.'));
    let has_words = !reading.line.words_in(behind..end).is_empty();
    end + usize::from(is_stop && has_words)
}

fn text(tokens: &Tokens<'_>, part: Range<usize>, writing: Writing) -> String {
    let items = matches!(writing, Writing::YamlList(_));
    let mut out = String::new();
    let mut part = part;
    while let Some(at) = part.next() {
        match &tokens.list[at].kind {
            // A mark of an affiliation.
            Kind::Open(pair) if matches!(&pair.mark, Mark::Element(name) if name == "sup") => {
                part.start = pair.partner;
            }
            Kind::Word(word) => out.push_str(&word.text),
            Kind::Punctuation(_) => out.push_str(tokens.text(at)),
            Kind::Break if items && !out.is_empty() => out.push_str("; "),
            Kind::Blank | Kind::Break => out.push(' '),
            Kind::Open(pair) | Kind::Close(pair) if pair.mark == Mark::Quote && items => {}
            Kind::Open(pair) | Kind::Close(pair) if !pair.mark.is_markup() => {
                out.push_str(tokens.text(at));
            }
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
