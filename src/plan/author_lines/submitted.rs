//! Names as an author line that was submitted to arXiv writes them: arXiv's own cutting damages
//! some (`docs/arxiv.md#names`).

use super::Context;
use super::bound::is_beyond;
use super::find::Order;
use super::persons::Persons;
use super::reading::Reading;
use super::units::plain_words;
use crate::list::entry::Writing;
use crate::list::field::{self, Kind};
use crate::text::vocabulary::Vocabulary;
use std::ops::Range;

/// The names of a submitted line of plain text, one for each of arXiv's, where they are surely the
/// same people.
pub fn submitted(line: &str, authors: &[String]) -> Option<Vec<String>> {
    let vocabulary = Vocabulary::standard();
    let context = Context::plain(&vocabulary);
    let persons = Persons::read(authors, &vocabulary);
    let tokens = field::plain(line);
    if is_beyond(&tokens, authors) {
        return None;
    }
    let reading = Reading::new(&tokens, Writing::Markdown, &persons, &context);
    let hits = &reading.found.hits;
    let plain = hits.iter().all(|h| h.order == Order::Natural && !h.partial);
    if !plain || 5 * hits.len() < 4 * persons.list.len() {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    let mut unit = 0;
    for piece in pieces(&reading) {
        let words: Vec<usize> = plain_words(&reading.line, piece.clone()).collect();
        let key = |w: &usize| reading.line.words[*w].spelling.plain.as_str();
        if !words.iter().any(|&w| reading.line.words[w].letters) {
            continue;
        }
        let text = text(&reading, &piece);
        let here = |u: usize| {
            let name = reading.units.get(u).map(|u| &u.name);
            name.is_some_and(|n| piece.start <= n.start && n.end <= piece.end)
        };
        if here(unit) {
            // Each at its place, and no two in one.
            if hits[unit].person != names.len() || here(unit + 1) {
                return None;
            }
            unit += 1;
        } else if words.iter().all(|w| vocabulary.is_suffix(key(w)))
            && let Some(name) = names.last_mut()
        {
            *name = format!("{name} {text}");
            continue;
        }
        names.push(text);
    }
    let all = names.len() == persons.list.len() && persons.list.len() == authors.len();
    (all && unit == hits.len()).then_some(names)
}

/// What stands between the separators of a line, in its order.
fn pieces(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut out = Vec::new();
    for core in reading.gaps.iter().flat_map(|g| &g.cores) {
        out.push(start..core.start);
        start = core.end;
    }
    out.push(start..reading.line.tokens.list.len());
    out
}

/// A name without brackets and marks.
fn text(reading: &Reading<'_>, piece: &Range<usize>) -> String {
    let line = &reading.line;
    let is_mark = |token: usize| {
        let unit = reading.units.iter().find(|u| u.tokens.contains(&token));
        unit.is_some_and(|u| !u.name.contains(&token))
    };
    let words: Vec<usize> = plain_words(line, piece.clone()).collect();
    let kept = |token: usize| {
        let word = line.words_in(token..token + 1);
        !word.is_empty() && words.contains(&word.start) && !is_mark(token)
    };
    let mut out = String::new();
    let mut skipped = 0;
    for token in piece.clone() {
        let tokens = line.tokens;
        match &tokens.list[token].kind {
            Kind::Open(pair) if pair.partner < piece.end => skipped = skipped.max(pair.partner),
            Kind::Word(_) if kept(token) => out.push_str(tokens.text(token)),
            Kind::Blank => out.push(' '),
            Kind::Punctuation(c @ ('.' | '-' | '\'' | '’')) if token >= skipped => out.push(*c),
            _ => {}
        }
    }
    let joined = out.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.trim_matches('-').to_owned()
}
