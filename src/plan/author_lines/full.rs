//! A given name in initials among names written out: written out, too. A line, or a list, that
//! writes initials keeps them.

use super::find::Hit;
use super::form::{Capitals, Given};
use super::persons::Person;
use super::reading::Reading;
use super::slips::{escape_part, is_touched, name_from};
use crate::list::edit::Edit;
use crate::list::field::Kind;

/// So many names have to be written out beside one that is not.
const FEWEST: usize = 2;

/// The edits that write given names out.
pub(super) fn written_out(reading: &Reading<'_>) -> Vec<Edit> {
    let house = reading.context.house.form.as_ref();
    let keeps = |given: Given| !matches!(given, Given::Full | Given::First);
    if house.is_some_and(|f| keeps(f.style.given)) {
        return Vec::new();
    }
    let hits = &reading.found.hits;
    let full = hits.iter().filter(|h| is_full(reading, h)).count();
    let short: Vec<&Hit> = hits.iter().filter(|h| is_short(reading, h)).collect();
    // As many of both are no slip.
    if full < FEWEST || 2 * short.len() > full {
        return Vec::new();
    }
    short.iter().flat_map(|h| edits(reading, h)).collect()
}

/// The word of the line that stands for the first given name.
fn first(hit: &Hit) -> Option<usize> {
    let pair = hit.pairs.iter().find(|(_, name)| *name == 0);
    pair.filter(|_| !hit.partial).map(|(word, _)| *word)
}

fn person<'a>(reading: &'a Reading<'_>, hit: &Hit) -> Option<&'a Person> {
    let person = &reading.persons.list[hit.person];
    (person.words.len() > 1 && !person.words[0].is_short()).then_some(person)
}

fn is_full(reading: &Reading<'_>, hit: &Hit) -> bool {
    let word = first(hit).map(|w| &reading.line.words[w]);
    person(reading, hit).is_some() && word.is_some_and(|w| !w.is_short())
}

fn is_short(reading: &Reading<'_>, hit: &Hit) -> bool {
    let word = first(hit).map(|w| &reading.line.words[w]);
    person(reading, hit).is_some() && word.is_some_and(|w| w.initial) && is_bare(reading, hit)
}

/// Whether a name is nothing but words, stops and blanks: no mark is glued into it.
fn is_bare(reading: &Reading<'_>, hit: &Hit) -> bool {
    let words = &reading.line.words;
    let tokens = words[hit.first].token..words[hit.last].token;
    let plain = |k: &Kind| match k {
        Kind::Word(_) | Kind::Blank => true,
        Kind::Punctuation(c) => matches!(c, '.' | '-' | '\'' | ','),
        _ => false,
    };
    let list = &reading.line.tokens.list;
    list[tokens].iter().all(|t| plain(&t.kind))
}

/// Each initial with the words that it stands for, up to the next word that the line has.
fn edits(reading: &Reading<'_>, hit: &Hit) -> Vec<Edit> {
    let named = &reading.persons.list[hit.person];
    let mut pairs = hit.pairs.clone();
    pairs.sort_unstable_by_key(|(_, name)| *name);
    let mut out = Vec::new();
    for (i, &(word, name)) in pairs.iter().enumerate() {
        let w = &reading.line.words[word];
        if !w.initial || named.words[name].is_short() {
            continue;
        }
        let next = pairs.get(i + 1).map_or(named.words.len(), |(_, n)| *n);
        let only_first = reading.style().is_some_and(|s| s.given == Given::First);
        let (Some(text), false) = (
            part(named, name, next),
            is_touched(reading, &(w.token..w.token + 1)),
        ) else {
            return Vec::new();
        };
        let text = match text.split_once(' ') {
            Some((first, _)) if only_first => first.to_owned(),
            _ => text,
        };
        let list = &reading.line.tokens.list;
        let end = w.token + 1 + usize::from(w.stop);
        // `A.Abel`: the next word would touch what is written.
        let touches = list.get(end).is_some_and(|t| t.word().is_some());
        let text = match reading.style().map(|s| s.capitals) {
            Some(Capitals::All) => text.to_uppercase(),
            _ if reading.is_lower() => text.to_lowercase(),
            _ => text,
        };
        let text = if touches { format!("{text} ") } else { text };
        out.push(Edit {
            span: reading.span(&(w.token..end)),
            text: escape_part(reading, &text),
        });
    }
    out
}

/// The words of a name from one to before another one, as arXiv writes them.
fn part(person: &Person, from: usize, to: usize) -> Option<String> {
    let text = name_from(person, from)?;
    let behind = match to < person.words.len() {
        true => name_from(person, to)?.len(),
        false => 0,
    };
    let part = text.get(..text.len().checked_sub(behind)?)?;
    Some(part.trim_end_matches([' ', '-']).to_owned())
}
