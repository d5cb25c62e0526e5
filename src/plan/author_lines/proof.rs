//! The proof of a line's edits: read again from its new bytes, the line has the same markup around
//! the same persons, and nothing unexplained that was not there before.

use super::reading::Reading;
use crate::list::field::{Kind, Mark};
use std::collections::BTreeMap;

/// What must be the same before and after.
pub(super) struct Inventory {
    markup: Vec<Piece>,
    /// Breaks and quotes, of which new items have new ones.
    fences: BTreeMap<String, usize>,
    /// Words that are no name's.
    words: BTreeMap<String, usize>,
    /// The persons who are there.
    persons: Vec<usize>,
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
            words: BTreeMap::new(),
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
        for gap in &reading.gaps {
            for word in reading.line.words_in(gap.tokens.clone()) {
                let word = reading.line.key(word).to_owned();
                *out.words.entry(word).or_default() += 1;
            }
        }
        out
    }

    /// Whether a line that was edited still has what it had; `joints` may bring words.
    pub fn is_kept_by(&self, after: &Self, joints: &[&str]) -> bool {
        let (was, is) = (self.known(self), self.known(after));
        // Persons who were found only afterwards stood in their pairs before.
        let has_all = |(was, is): (&Piece, &Piece)| {
            was.text == is.text && was.persons.iter().all(|p| is.persons.contains(p))
        };
        let markup = was.len() == is.len() && was.iter().zip(&is).all(has_all);
        let has_fence = |(fence, n): (&String, &usize)| {
            let now = after.fences.get(fence);
            now.is_some_and(|m| m >= n)
        };
        let is_known = |(word, n): (&String, &usize)| {
            let before = self.words.get(word);
            let joins = |joint: &&str| joint.to_lowercase().contains(word.as_str());
            before.is_some_and(|m| m >= n) || joints.iter().any(joins)
        };
        markup && self.fences.iter().all(has_fence) && after.words.iter().all(is_known)
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
