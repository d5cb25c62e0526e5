//! What stands in a name's place and is nobody's who is missing: one person twice, and strangers.

use super::find::{Order, written};
use super::form::{Capitals, Given};
use super::reading::Reading;
use super::units::plain_words;
use super::words::is_passed_over;
use crate::list::edit::Edit;
use crate::list::field::{Kind, Mark};
use crate::text::names::particle::is_particle;
use std::ops::Range;

const HYPHEN: Kind = Kind::Punctuation('-');

/// What is too many.
pub(super) enum Extra {
    /// Nothing.
    None,
    /// It can go.
    Edits(Vec<Edit>),
    /// It is not known whether it should.
    Odd(String, Vec<Edit>),
}

/// A place among the names that is no unit: in this gap, between two of its separators or at an end
/// of the line.
#[derive(Clone, Copy)]
struct Place {
    gap: usize,
    /// Its first and its last place of the gap: two where a name has a comma within.
    first: usize,
    last: usize,
}

/// Looks for what is too many.
pub(super) fn extra(reading: &Reading<'_>) -> Extra {
    let places = places(reading);
    for &place in &places {
        match twice(reading, place) {
            Extra::None => {}
            other => return other,
        }
    }
    let is_stranger = |p: &Place| is_stranger(reading, *p);
    let strangers: Vec<Place> = places.iter().copied().filter(is_stranger).collect();
    // Where half of the names are followed by such, those are what the line says of its names.
    let behind = strangers
        .iter()
        .filter(|p| p.gap > 0 && p.first == 1)
        .count();
    if strangers.is_empty() || behind > 1 && 2 * behind >= reading.units.len() {
        return Extra::None;
    }
    let removals = strangers
        .iter()
        .map(|&p| (removal(reading, p), is_known(reading, p)));
    let removals: Vec<(Option<Edit>, bool)> = removals.collect();
    let known = removals
        .iter()
        .all(|(edit, known)| edit.is_some() && *known);
    let edits: Vec<Edit> = removals.into_iter().filter_map(|(edit, _)| edit).collect();
    if known {
        return Extra::Edits(edits);
    }
    let names = strangers
        .iter()
        .map(|&p| reading.source(&tokens(reading, p)).trim());
    let names = names.collect::<Vec<_>>().join(", ");
    let edits = if edits.len() == strangers.len() {
        edits
    } else {
        Vec::new()
    };
    Extra::Odd(format!("arXiv does not have this name: {names}"), edits)
}

fn tokens(reading: &Reading<'_>, place: Place) -> Range<usize> {
    let places = &reading.gaps[place.gap].places;
    places[place.first].start..places[place.last].end
}

/// The places that separators of this line join to its names.
fn places(reading: &Reading<'_>) -> Vec<Place> {
    let mut out = Vec::new();
    for gap in 0..reading.gaps.len() {
        match gap {
            0 => before(reading, &mut out),
            _ => behind(reading, gap, &mut out),
        }
    }
    out
}

/// From a name on, as long as the chain of names and of what names of this line have behind them
/// holds.
fn behind(reading: &Reading<'_>, gap: usize, out: &mut Vec<Place>) {
    let g = &reading.gaps[gap];
    let count = g.cores.len();
    let is_last_gap = gap == reading.units.len();
    let mut core = 0;
    while core < count {
        if reading.is_joint(&g.cores[core]) {
            let first = core + 1;
            let last = first + usize::from(is_inverted(reading, gap, first));
            let ends = last == count
                || reading.is_joint(&g.cores[last])
                || is_full_stop(reading, &g.cores[last])
                || reading.is_tail_core(&g.cores[last]);
            if !ends && is_last_gap {
                return;
            }
            if ends && (is_last_gap || last < count) {
                out.push(Place { gap, first, last });
            }
            core = last;
        } else if reading.is_tail_core(&g.cores[core]) || !is_last_gap {
            // What is said of one name ends before the next one.
            core += 1;
        } else {
            return;
        }
    }
}

fn before(reading: &Reading<'_>, out: &mut Vec<Place>) {
    let g = &reading.gaps[0];
    let is_joint = |core: usize| reading.is_joint(&g.cores[core]);
    let mut core = g.cores.len();
    while core > 0 && is_joint(core - 1) {
        let last = core - 1;
        let first = last - usize::from(last > 0 && is_inverted(reading, 0, last - 1));
        if first > 0 && !is_joint(first - 1) {
            return;
        }
        out.push(Place {
            gap: 0,
            first,
            last,
        });
        core = first;
    }
}

/// Whether a name with its family name first and a comma may begin at this place.
fn is_inverted(reading: &Reading<'_>, gap: usize, place: usize) -> bool {
    let g = &reading.gaps[gap];
    let comma = g
        .cores
        .get(place)
        .is_some_and(|c| reading.core_text(c).trim() == ",");
    comma && reading.style().is_some_and(|s| s.order == Order::Comma)
}

fn is_full_stop(reading: &Reading<'_>, core: &Range<usize>) -> bool {
    reading.core_text(core).trim() == "."
}

/// A copy of a person who stands beside it.
fn twice(reading: &Reading<'_>, place: Place) -> Extra {
    let g = &reading.gaps[place.gap];
    let tokens = tokens(reading, place);
    let words: Vec<usize> = plain_words(&reading.line, tokens.clone()).collect();
    let Some(person) = written(&reading.line, &words, reading.persons) else {
        return Extra::None;
    };
    let unit = reading.found.of_person[person];
    let is_left = place.gap > 0 && place.first == 1 && unit == Some(place.gap - 1);
    let is_right = place.last + 1 == g.cores.len() && unit == Some(place.gap);
    let Some(unit) = unit.filter(|_| is_left || is_right) else {
        return Extra::None;
    };
    let core = if is_left { place.first - 1 } else { place.last };
    let core = &g.cores[core];
    let unit_tokens = reading.units[unit].tokens.clone();
    // What has no word in common with it is the rest of the name: `Neto, Ada Abel`.
    let key = |w: usize| reading.line.words[w].spelling.plain.as_str();
    let its_words = || plain_words(&reading.line, unit_tokens.clone());
    if !words.iter().any(|&w| its_words().any(|i| key(i) == key(w))) {
        return Extra::None;
    }
    let (mine, its) = (marks(reading, &tokens), marks(reading, &unit_tokens));
    // What would then stand between the last two is not known.
    if mine > 0 && its > 0 || reading.joins_by_word(core) {
        let text = reading.source(&tokens).trim();
        return Extra::Odd(format!("a name is there twice: {text}"), Vec::new());
    }
    let gone = match (mine <= its, is_left) {
        (true, true) => core.start..tokens.end,
        (true, false) => tokens.start..core.end,
        (false, true) => unit_tokens.start..core.end,
        (false, false) => core.start..unit_tokens.end,
    };
    let span = reading.span(&gone);
    let text = String::new();
    Extra::Edits(vec![Edit { span, text }])
}

/// How much some tokens have beside letters.
fn marks(reading: &Reading<'_>, tokens: &Range<usize>) -> usize {
    let list = &reading.line.tokens.list[tokens.clone()];
    let quote = |m: &Mark| matches!(m, Mark::Quote | Mark::Wikilink);
    let plain = |k: &Kind| match k {
        Kind::Word(_) | Kind::Blank | Kind::Punctuation('.' | '-' | '\'') => true,
        Kind::Open(pair) | Kind::Close(pair) => quote(&pair.mark),
        _ => false,
    };
    list.iter().filter(|t| !plain(&t.kind)).count()
}

/// The words of a place that would be a name: those in brackets where others are in another script;
/// without numbers and signs that touch, and without what names of this line have behind them.
fn words_of(reading: &Reading<'_>, tokens: &Range<usize>) -> Vec<usize> {
    let line = &reading.line;
    let mut words: Vec<usize> = plain_words(line, tokens.clone()).take(12).collect();
    if words.iter().all(|&w| line.words[w].foreign) {
        let all = line.words_in(tokens.clone()).take(16);
        words = all.filter(|&w| !line.words[w].foreign).collect();
    }
    let is_mark = |w: usize| {
        let token = line.words[w].token;
        line.words[w].raised
            || !line.words[w].letters && token > tokens.start && !line.is_blank(token - 1)
    };
    words.retain(|&w| !is_mark(w) && !line.words[w].foreign);
    if let [number, first, ..] = words[..]
        && line.words[number].number
        && reading.is_usual_head(usize::MAX, &(tokens.start..line.words[first].token))
    {
        words.remove(0);
    }
    let behind = |i: usize| line.words[words[i - 1]].token + 1..tokens.end;
    let usual = |i: usize| reading.is_usual_tail(usize::MAX, &behind(i));
    let vocabulary = reading.context.vocabulary;
    let is_cut = |i: usize| {
        let keys: Vec<&str> = words[i..].iter().map(|&w| line.key(w)).collect();
        (1..=keys.len().min(3)).any(|n| vocabulary.is_cut(&keys[..n].join(" ")))
    };
    let end = (2..words.len()).find(|&i| usual(i) || is_cut(i));
    words.truncate(end.unwrap_or(words.len()));
    words
}

/// Whether a place reads like a person: two to four capitalised words, or one where the line has
/// parts of names only. Initials and particles are not counted among the four.
fn is_stranger(reading: &Reading<'_>, place: Place) -> bool {
    let tokens = tokens(reading, place);
    let words = words_of(reading, &tokens);
    let line = &reading.line;
    let partial = reading.found.hits.iter().filter(|h| h.partial).count();
    let alone = reading.units.len() > 2 && 2 * partial > reading.units.len();
    let (fewest, most) = if alone { (1, 3) } else { (2, 4) };
    if words.len() < fewest || weight(reading, &words) > most {
        return false;
    }
    let named = |w: &usize| line.words[*w].letters && !line.words[*w].foreign;
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else {
        return false;
    };
    // What half of the names have before them is what the line says of its names.
    let head = tokens.start..line.words[first].token;
    let start = match reading.is_usual_head(usize::MAX, &head) {
        true => head.end,
        false => head.start,
    };
    let end = line.words[last].token + 1;
    if has_odd_signs(reading, &(start..end)) || !words.iter().all(named) {
        return false;
    }
    is_capitalised(reading, &words)
        && is_name_like(reading, &words)
        && !is_silenced(reading, &words)
}

/// How many words of a name there are beside initials and particles, of which a person may have any
/// number.
fn weight(reading: &Reading<'_>, words: &[usize]) -> usize {
    let line = &reading.line;
    let weighs = |w: &&usize| {
        let word = &line.words[**w];
        !word.initial && !is_particle(&word.spelling.plain)
    };
    words.iter().filter(weighs).count()
}

/// Signs that no name has, and names of this line have not either.
fn has_odd_signs(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let list = &reading.line.tokens.list;
    let mut at = tokens.start;
    while at < tokens.end {
        match &list[at].kind {
            Kind::Open(pair) if is_passed_over(&pair.mark) && pair.partner < tokens.end => {
                at = pair.partner;
            }
            Kind::Punctuation(c @ ('@' | '#' | '…' | '?' | '!')) if !reading.is_usual_mark(*c) => {
                return true;
            }
            _ => {}
        }
        at += 1;
    }
    false
}

/// Particles within may be small, and what is behind a hyphen (`Zhi-zhong`).
fn is_capitalised(reading: &Reading<'_>, words: &[usize]) -> bool {
    let (line, last) = (&reading.line, words.len() - 1);
    words.iter().enumerate().all(|(i, &w)| {
        let particle = i > 0 && i < last && line.text(w).chars().count() <= 4;
        let hyphen = i > 0 && line.tokens.list[line.words[w].token - 1].kind == HYPHEN;
        reading.is_capital(w) || particle || hyphen || reading.is_lower()
    })
}

/// Whether a word has small letters behind its first one, or is like `MacFie` and `LeCun`.
fn has_small_letters(word: &str) -> bool {
    let tail: String = word.chars().skip(1).collect();
    let inner = tail.find(char::is_uppercase).filter(|&at| at <= 2);
    let small = |text: &str| text.chars().all(char::is_lowercase);
    let is_camel = |at: usize| {
        let behind = tail[at..].chars().skip(1);
        small(&tail[..at]) && behind.clone().count() >= 2 && behind.clone().all(char::is_lowercase)
    };
    small(&tail) || inner.is_some_and(is_camel)
}

/// Words with small letters, or initials in a line that has such.
fn is_name_like(reading: &Reading<'_>, words: &[usize]) -> bool {
    let line = &reading.line;
    let upper = reading
        .style()
        .is_some_and(|s| s.capitals != Capitals::Usual);
    let is_full = |w: &&usize| {
        let text = line.text(**w);
        text.chars().count() > 1 && (upper || has_small_letters(text))
    };
    let full = words.iter().filter(is_full).count();
    let initials = reading
        .style()
        .is_some_and(|s| !matches!(s.given, Given::Full | Given::First));
    let fits =
        |w: &usize| is_full(&w) || line.words[*w].initial || line.text(*w).chars().count() == 2;
    full >= 1 && (initials || words.iter().all(fits))
}

/// An organisation, a title, or "and others".
fn is_silenced(reading: &Reading<'_>, words: &[usize]) -> bool {
    let vocabulary = reading.context.vocabulary;
    let key = |w: &usize| reading.line.words[*w].spelling.plain.as_str();
    let is_silent = |w: &usize| vocabulary.is_organisation(key(w)) || vocabulary.is_cut(key(w));
    words.iter().any(is_silent) || words.iter().all(|w| vocabulary.is_suffix(key(w)))
}

/// A place among the names that holds words of another script alone: somebody's name may be written
/// there as he writes it himself.
pub(super) fn in_other_scripts(reading: &Reading<'_>) -> Option<Range<usize>> {
    let line = &reading.line;
    let is_foreign = |tokens: &Range<usize>| {
        let mut words = plain_words(line, tokens.clone()).peekable();
        words.peek().is_some() && words.all(|w| line.words[w].foreign)
    };
    let places = places(reading).into_iter().map(|p| tokens(reading, p));
    places.filter(|t| !t.is_empty()).find(is_foreign)
}

/// Whether a name is that of a person known in full from another paper.
fn is_known(reading: &Reading<'_>, place: Place) -> bool {
    let name = reading.source(&tokens(reading, place)).trim();
    (reading.context.is_known_person)(name)
}

/// What takes a bare name between two found ones out.
fn removal(reading: &Reading<'_>, place: Place) -> Option<Edit> {
    let g = &reading.gaps[place.gap];
    let is_between = place.gap > 0 && place.gap < reading.units.len();
    if !is_between || g.cores.len() != 2 || place.first != 1 || place.last != 1 {
        return None;
    }
    let tokens = tokens(reading, place);
    let bare = marks(reading, &tokens) == 0;
    let tail = &g.places[0];
    let explained = reading.is_empty(&g.places[2])
        && (reading.is_empty(tail) || reading.is_usual_tail(place.gap - 1, tail));
    if !(bare && explained) {
        return None;
    }
    let span = reading.span(&(g.cores[0].start..tokens.end));
    let text = String::new();
    Some(Edit { span, text })
}

/// How many names the line has that are nobody's of arXiv's.
pub(super) fn listed(reading: &Reading<'_>) -> usize {
    if reading.units.is_empty() {
        let words = |tokens: &Range<usize>| plain_words(&reading.line, tokens.clone()).count();
        let places = reading.gaps.iter().flat_map(|g| &g.places);
        return places.filter(|p| words(p) > 0).count();
    }
    let places = places(reading);
    places.iter().filter(|p| is_stranger(reading, **p)).count()
}
