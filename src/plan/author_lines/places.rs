//! Places between the found names that may be names: the words that stand there. What they are is
//! told in [`super::slips`].

use super::reading::Reading;
use super::words::{is_comma, is_passed_over};
use crate::list::field::{Kind, Mark};
use std::ops::Range;

/// A place with its words; `comma` says that only a comma parts it from the next one, and `stop`
/// that a full stop is among what does.
pub(super) struct Place {
    pub tokens: Range<usize>,
    pub words: Vec<usize>,
    pub comma: bool,
    pub stop: bool,
}

/// The places of a gap that may be names: all but the tail of the unit before and the head of the
/// one behind.
pub(super) fn places(reading: &Reading<'_>, gap: usize) -> Vec<Place> {
    let g = &reading.gaps[gap];
    let from = usize::from(gap > 0);
    let to = g.places.len() - usize::from(gap < reading.units.len());
    let range = from..to.max(from);
    let mut out = Vec::new();
    for i in range {
        let tokens = g.places[i].clone();
        let Some(words) = words(reading, &tokens) else {
            continue;
        };
        let core = g.cores.get(i).cloned().unwrap_or_default();
        let list = reading.line.tokens.list[core].iter();
        let signs: Vec<&Kind> = list
            .map(|t| &t.kind)
            .filter(|k| **k != Kind::Blank)
            .collect();
        out.push(Place {
            tokens,
            words,
            comma: matches!(signs[..], [Kind::Punctuation(c)] if is_comma(*c)),
            stop: signs.contains(&&Kind::Punctuation('.')),
        });
    }
    out
}

/// The words of a place, titles, suffixes and other scripts left out; `None` where something else
/// stands there. No separator is in a place.
fn words(reading: &Reading<'_>, tokens: &Range<usize>) -> Option<Vec<usize>> {
    let line = &reading.line;
    let list = &line.tokens.list;
    let mut out: Vec<usize> = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        match &list[at].kind {
            Kind::Word(_) => {
                let word = line.words_in(at..at + 1).start;
                let w = &line.words[word];
                let touches = at > tokens.start && !line.is_blank(at - 1);
                match (w.letters, w.foreign) {
                    (true, false) => out.push(word),
                    (true, true) => {}
                    // A sign or a number that touches is a mark.
                    _ if touches || w.raised => {}
                    _ => return None,
                }
            }
            Kind::Open(pair) if is_passed_over(&pair.mark) && pair.partner < tokens.end => {
                let is_whole = pair.mark == Mark::Quote
                    && reading.is_empty(&(tokens.start..at))
                    && reading.is_empty(&(pair.partner + 1..tokens.end));
                if !is_whole {
                    at = pair.partner;
                }
            }
            Kind::Punctuation('-') if line.is_spaced(at) => return None,
            Kind::Punctuation('@' | '#' | '\\') => return None,
            _ => {}
        }
        at += 1;
    }
    let vocabulary = reading.context.vocabulary;
    let key = |w: usize| line.words[w].spelling.plain.as_str();
    while out.len() > 2 && vocabulary.is_title(key(out[0])) {
        out.remove(0);
    }
    while out.len() > 2 && vocabulary.is_suffix(key(out[out.len() - 1])) {
        out.pop();
    }
    (!out.is_empty() && out.len() <= 8).then_some(out)
}
