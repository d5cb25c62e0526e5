//! The proof of a line's edits: read again from its new bytes, the line has the same markup around
//! the same persons, and all that is nobody's where it was.

use super::reading::Reading;
use crate::list::edit::Edit;
use crate::list::field::{Kind, Mark};
use std::collections::{BTreeMap, HashSet};

/// What must be the same before and after.
pub(super) struct Inventory {
    markup: Vec<Piece>,
    /// Breaks and quotes, of which new items have new ones.
    fences: BTreeMap<String, usize>,
    /// Words that are no name's.
    words: Words,
    /// The persons who are there.
    persons: Vec<usize>,
}

/// How often words are there that are no name's.
type Words = BTreeMap<Own, usize>;

/// A word that is no name's.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Own {
    word: String,
    /// The persons before and behind it, where no separator is between.
    beside: [Option<usize>; 2],
}

/// A piece of markup with the persons that it holds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Piece {
    text: String,
    persons: Vec<usize>,
}

impl Inventory {
    /// What a line has.
    pub fn of(reading: &Reading<'_>) -> Self {
        let mut out = Self {
            markup: Vec::new(),
            fences: BTreeMap::new(),
            words: Words::new(),
            persons: reading.found.hits.iter().map(|h| h.person).collect(),
        };
        out.persons.sort_unstable();
        let tokens = reading.line.tokens;
        for (at, token) in tokens.list.iter().enumerate() {
            let text = tokens.text(at).to_owned();
            let persons = match &token.kind {
                Kind::Break => {
                    *out.fences.entry(text).or_default() += 1;
                    continue;
                }
                Kind::Open(pair) | Kind::Close(pair)
                    if matches!(pair.mark, Mark::Quote | Mark::Wikilink) =>
                {
                    *out.fences.entry(text).or_default() += 1;
                    continue;
                }
                Kind::Open(pair) => persons_in(reading, at, pair.partner),
                Kind::Aside(_) | Kind::Close(_) => Vec::new(),
                _ => continue,
            };
            out.markup.push(Piece { text, persons });
        }
        out.words = own_words(reading, &[]);
        out
    }

    /// Whether a line still has what it had after edits, where it was.
    pub fn is_kept_by(&self, first: &Reading<'_>, edits: &[Edit], after: &Reading<'_>) -> bool {
        let now = Self::of(after);
        self.has_same_markup(&now) && self.has_same_words(&own_words(first, edits), after, &now)
    }

    fn has_same_markup(&self, now: &Self) -> bool {
        let mut fences = self.fences.iter();
        // Persons who were found only afterwards stood in their pairs before.
        self.known(self) == self.known(now)
            && fences.all(|(fence, n)| now.fences.get(fence) >= Some(n))
    }

    /// Whether there is no new word, and `kept`, which no edit takes the place of, are there.
    fn has_same_words(&self, kept: &Words, after: &Reading<'_>, now: &Self) -> bool {
        let joints = [&after.joint, &after.last_joint].into_iter().flatten();
        let joints: Vec<String> = joints.map(|j| j.to_lowercase()).collect();
        let joins = |word: &str| {
            joints
                .iter()
                .any(|j| j.split_whitespace().any(|w| w == word))
        };
        // Words of a name that was not read before are a name's now.
        let is_new = |unit: &usize| !self.persons.contains(&after.found.hits[*unit].person);
        let units = (0..after.units.len()).filter(is_new);
        let named = units.flat_map(|u| after.line.words_in(after.units[u].name.clone()));
        let named: HashSet<&str> = named.map(|w| after.line.key(w)).collect();
        let before = self.beside_known(&self.words);
        let (kept, now) = (self.beside_known(kept), self.beside_known(&now.words));
        let is_old = |(own, n): (&Own, &usize)| joins(&own.word) || before.get(own) >= Some(n);
        let is_there = |(own, n): (&Own, &usize)| {
            joins(&own.word) || named.contains(own.word.as_str()) || now.get(own) >= Some(n)
        };
        now.iter().all(is_old) && kept.iter().all(is_there)
    }

    /// Words beside persons who were there before; the others' came with them.
    fn beside_known(&self, words: &Words) -> Words {
        let known = |p: Option<usize>| p.filter(|p| self.persons.binary_search(p).is_ok());
        let mut out = Words::new();
        for (own, n) in words {
            let [before, behind] = own.beside.map(known);
            let own = Own {
                word: own.word.clone(),
                beside: [before, behind],
            };
            *out.entry(own).or_default() += n;
        }
        out
    }

    /// The markup of a line with the persons who were there before.
    fn known(&self, line: &Self) -> Vec<Piece> {
        let mut out = line.markup.clone();
        for piece in &mut out {
            let was_there = |p: &usize| self.persons.binary_search(p).is_ok();
            piece.persons.retain(was_there);
        }
        out.sort();
        out
    }
}

/// The words of a line that are no name's, but for those that edits take the place of.
fn own_words(reading: &Reading<'_>, edits: &[Edit]) -> Words {
    let line = &reading.line;
    let person = |unit: usize| reading.found.hits.get(unit).map(|hit| hit.person);
    let is_kept = |word: &usize| {
        let span = &line.tokens.list[line.words[*word].token].span;
        let mut edits = edits.iter();
        edits.all(|e| e.span.end <= span.start || span.end <= e.span.start)
    };
    let mut out = Words::new();
    for (g, gap) in reading.gaps.iter().enumerate() {
        for (i, place) in gap.places.iter().enumerate() {
            // Behind the last name stands what is the line's, or his with those of the others.
            let is_his = |unit: &usize| {
                i == 0 && (g < reading.units.len() || reading.is_usual_tail(*unit, place))
            };
            let before = g.checked_sub(1).filter(is_his).and_then(person);
            let behind = (i + 1 == gap.places.len()).then_some(g).and_then(person);
            for word in line.words_in(place.clone()).filter(is_kept) {
                let own = Own {
                    word: line.key(word).to_owned(),
                    beside: [before, behind],
                };
                *out.entry(own).or_default() += 1;
            }
        }
    }
    out
}

/// The persons whose names stand in a pair.
fn persons_in(reading: &Reading<'_>, open: usize, close: usize) -> Vec<usize> {
    let units = &reading.units;
    let from = units.partition_point(|u| u.name.start < open);
    let to = units.partition_point(|u| u.name.end <= close);
    let hits = reading.found.hits.get(from..to).unwrap_or_default();
    let mut out: Vec<usize> = hits.iter().map(|hit| hit.person).collect();
    out.sort_unstable();
    out
}
