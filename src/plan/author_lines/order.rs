//! Names in another order than arXiv's: units change places, whole.

use super::cut;
use super::find::Hit;
use super::reading::Reading;
use crate::list::edit::Edit;
use crate::list::field::{Kind, Mark};
use std::ops::Range;

/// The edits that bring the names into arXiv's order; or why not. All persons are found.
pub(super) fn order(reading: &Reading<'_>) -> Result<Vec<Edit>, (String, Vec<Edit>)> {
    let hits = &reading.found.hits;
    let mut sorted: Vec<usize> = (0..hits.len()).collect();
    sorted.sort_by_key(|&u| hits[u].person);
    let moved: Vec<usize> = (0..hits.len()).filter(|&u| sorted[u] != u).collect();
    let no = |why: &str| Err((why.to_owned(), Vec::new()));
    let differs = |h: &Hit| h.order != hits[0].order || h.partial != hits[0].partial;
    if hits.iter().any(differs) {
        return no("the names are not all written in the same form");
    }
    if reading.units.iter().any(|u| u.torn) {
        return no("markup begins in the middle of a name");
    }
    if let Some(text) = nobodys(reading, &moved) {
        return no(&format!(
            "beside a name stands text that may not be its own: {text}"
        ));
    }
    let units: Vec<Range<usize>> = (0..hits.len()).map(|u| with_tail(reading, u)).collect();
    if count_places(reading, &units, &moved) {
        return no("numbers count the names");
    }
    let edit = |&u: &usize| Edit {
        span: reading.span(&units[u]),
        text: reading.source(&units[sorted[u]]).to_owned(),
    };
    let edits = moved.iter().map(edit).collect();
    match is_alphabetical(reading) {
        true => Err(("the names are in the order of the alphabet".into(), edits)),
        false => Ok(edits),
    }
}

/// Four or more names by their family names: that is an order, too.
fn is_alphabetical(reading: &Reading<'_>) -> bool {
    let family = |person: usize| {
        let word = reading.persons.list[person].words.last();
        word.map_or("", |w| w.spelling.plain.as_str())
    };
    let hits = &reading.found.hits;
    hits.len() >= 4
        && hits
            .windows(2)
            .all(|w| family(w[0].person) <= family(w[1].person))
}

/// A unit with what follows it behind a blank, where that is its own.
fn with_tail(reading: &Reading<'_>, unit: usize) -> Range<usize> {
    let tokens = &reading.units[unit].tokens;
    let tail = &reading.gaps[unit + 1].places[0];
    let is_last = unit + 1 == reading.units.len();
    if is_last && !reading.is_usual_tail(unit, tail) || reading.is_empty(tail) {
        return tokens.clone();
    }
    let blanks = tail.clone().rev().take_while(|&t| reading.line.is_blank(t));
    tokens.start..tail.end - blanks.count()
}

/// Text that is nobody's among the names, or a separator that is not the line's.
fn nobodys(reading: &Reading<'_>, moved: &[usize]) -> Option<String> {
    let inside = |u: usize| reading.line.tokens.list[reading.units[u].tokens.start].inside;
    let elsewhere = |u: &&usize| inside(**u) != inside(moved[0]) || is_in_brackets(reading, **u);
    if let Some(&u) = moved.iter().find(elsewhere) {
        return Some(reading.source(&reading.units[u].tokens).to_owned());
    }
    let is_clean = |gap: &usize| {
        let g = &reading.gaps[*gap];
        let count = reading.units.len();
        match *gap {
            0 => !moved.contains(&0) || reading.is_empty(&g.places[g.places.len() - 1]),
            gap if gap == count => {
                let ends = || g.cores.first().is_none_or(|core| ends_names(reading, core));
                !moved.contains(&(count - 1))
                    || !reading.units[count - 1].shares_stop
                        && is_tail_of(reading, count - 1)
                        && ends()
                    || names_first_ones(reading) && cut::is_dots(reading, gap)
            }
            gap => {
                g.cores.len() == 1
                    && reading.is_joint(&g.cores[0])
                    && reading.is_plain_joint(&g.cores[0])
                    && reading.is_empty(&g.places[1])
                    && is_tail_of(reading, gap - 1)
            }
        }
    };
    let gap = (0..reading.gaps.len()).find(|g| !is_clean(g))?;
    Some(reading.source(&reading.gaps[gap].tokens).trim().to_owned())
}

/// Whether the line names the paper's first authors, in whatever order.
pub(super) fn names_first_ones(reading: &Reading<'_>) -> bool {
    let hits = &reading.found.hits;
    hits.iter().all(|hit| hit.person < hits.len())
}

/// Whether nothing is behind a name in its place, or what the others have there.
fn is_tail_of(reading: &Reading<'_>, unit: usize) -> bool {
    let tail = &reading.gaps[unit + 1].places[0];
    reading.is_empty(tail) || reading.is_usual_tail(unit, tail)
}

/// `Ada Abel (Net Collaboration)`: the brackets say what the name is.
fn is_in_brackets(reading: &Reading<'_>, unit: usize) -> bool {
    let unit = &reading.units[unit];
    let is_bracket = |k: &Kind| matches!(k, Kind::Open(pair) if pair.mark == Mark::Bracket);
    let list = &reading.line.tokens.list;
    (unit.tokens.start..unit.name.start).any(|t| is_bracket(&list[t].kind))
}

/// Whether what is behind the last name is surely not his: a full stop or a break is between.
fn ends_names(reading: &Reading<'_>, core: &Range<usize>) -> bool {
    let list = &reading.line.tokens.list[core.clone()];
    let ends = |k: &Kind| matches!(k, Kind::Punctuation('.') | Kind::Break);
    list.iter().any(|t| ends(&t.kind)) || reading.core_text(core).contains('\n')
}

/// Whether the numbers at the units that move are those of their places.
fn count_places(reading: &Reading<'_>, units: &[Range<usize>], moved: &[usize]) -> bool {
    moved.iter().all(|&u| {
        let place = (u + 1).to_string();
        reading.numbers(units[u].clone()).any(|(_, n)| n == place)
    })
}
