//! Missing persons put where they belong, in the line's own form. Only where every token of the gap
//! is explained; what is not is named.

use super::extra;
use super::find::Order;
use super::form::{Form, Style};
use super::reading::Reading;
use super::units::{Unit, plain_words};
use super::words::Between;
use crate::list::edit::Edit;
use crate::list::entry::Writing;
use crate::list::field::{Aside, Kind, Mark};
use std::ops::Range;

/// So many words of a gap are looked at.
const MOST_WORDS: usize = 40;

/// Where names go, and what is written around them.
struct Spot {
    /// The bytes that the names take the place of.
    span: Range<usize>,
    before: String,
    after: String,
}

/// The edits that insert all persons who are missing by accident; or why not.
pub(super) fn insert(reading: &Reading<'_>, missing: &[Vec<usize>]) -> Result<Vec<Edit>, String> {
    let (found, all) = (reading.units.len(), reading.persons.list.len());
    if found < 2 || 2 * found < all {
        return Err(format!("only {found} of {all} names are found in the line"));
    }
    if reading.units.iter().any(|u| u.torn) {
        return Err("markup begins in the middle of a name".into());
    }
    let Some(style) = reading.style() else {
        return Err("the names are written in no form that is known".into());
    };
    if let Some(tag) = lone_tag(reading) {
        return Err(format!("markup has one end only: {tag}"));
    }
    if let Some(tokens) = group(reading).or_else(|| extra::in_other_scripts(reading)) {
        return Err(unexplained(reading, "among the names", &tokens));
    }
    if let Some(text) = counts_found(reading) {
        return Err(format!("a number says how many there are: {text}"));
    }
    let may_be = |word: &str| format!("a name that seems to be missing may be there: {word}");
    if let Some(word) = hints_in_names(reading, &missing.concat()) {
        return Err(may_be(word));
    }
    let joint = joint(reading)?;
    let mut edits = Vec::new();
    for (gap, persons) in missing.iter().enumerate() {
        if persons.is_empty() {
            continue;
        }
        let is_last = gap == reading.units.len();
        if let Some(word) = hints_at(reading, gap, persons) {
            return Err(may_be(word));
        }
        if gap == 0 && is_first_inverted(reading) {
            return Err("only the first name has its family name first".into());
        }
        let spot = match gap {
            0 => before_first(reading, &joint)?,
            _ if is_last => behind_last(reading, &joint)?,
            _ => between(reading, gap, &joint)?,
        };
        let names: Vec<String> = persons.iter().map(|&p| name(reading, style, p)).collect();
        edits.extend(written(reading, spot, &names, &joint, is_last));
    }
    Ok(edits)
}

fn written(
    reading: &Reading<'_>,
    spot: Spot,
    names: &[String],
    joint: &str,
    is_last: bool,
) -> Vec<Edit> {
    let mut out = Vec::new();
    let last_joint = reading
        .last_joint
        .as_ref()
        .filter(|_| is_last && spot.after.is_empty());
    let text = match (last_joint, names.split_last()) {
        (Some(last_joint), Some((last, others))) if spot.before == joint => {
            // The last joint moves on.
            if let Some(core) = reading.gaps[reading.units.len() - 1].cores.first() {
                let span = reading.span(core);
                out.push(Edit {
                    span,
                    text: joint.to_owned(),
                });
            }
            let others: String = others.iter().map(|n| format!("{joint}{n}")).collect();
            format!("{others}{last_joint}{last}")
        }
        _ => format!("{}{}{}", spot.before, names.join(joint), spot.after),
    };
    out.push(Edit {
        span: spot.span,
        text,
    });
    out
}

/// A name in the line's form.
fn name(reading: &Reading<'_>, style: Style, person: usize) -> String {
    let form = Form {
        style,
        ..Form::default()
    };
    let lower = reading.is_lower();
    let name = &reading.persons.list[person].name;
    let name = &if lower {
        name.to_lowercase()
    } else {
        name.clone()
    };
    if is_wikilinks(reading) {
        return form.name(&format!("[[{name}]]"), 1, reading.writing);
    }
    form.name(name, 1, reading.writing)
}

/// Whether every name is a wikilink to itself.
fn is_wikilinks(reading: &Reading<'_>) -> bool {
    let is_link = |u: &Unit| {
        let open = u.name.start.checked_sub(1);
        let pair = open.and_then(|o| reading.line.tokens.list[o].pair());
        let same = pair
            .is_some_and(|(p, opens)| opens && p.mark == Mark::Wikilink && p.partner == u.name.end);
        same && open.is_some_and(|o| reading.line.tokens.text(o) == "[[")
    };
    matches!(reading.writing, Writing::YamlList(_)) && reading.units.iter().all(is_link)
}

fn is_first_inverted(reading: &Reading<'_>) -> bool {
    let hits = &reading.found.hits;
    hits.len() > 1 && hits[0].order == Order::Comma && hits[1].order == Order::Natural
}

/// A tag before the end of the names whose other end is not in the line.
fn lone_tag<'a>(reading: &Reading<'a>) -> Option<&'a str> {
    let tokens = reading.line.tokens;
    let end = reading.units.last()?.tokens.end;
    let is_tag = |t: &usize| tokens.list[*t].kind == Kind::Aside(Aside::Tag);
    (0..end).find(is_tag).map(|t| tokens.text(t))
}

/// Markup around several of the names, but not all: whether a missing one belongs there is not
/// known.
fn group(reading: &Reading<'_>) -> Option<Range<usize>> {
    let units = &reading.units;
    let holds_some = |pair: &Range<usize>| {
        let from = units.partition_point(|u| u.name.start < pair.start);
        let to = units.partition_point(|u| u.name.end <= pair.end);
        to > from + 1 && to - from < units.len()
    };
    let last = units.last()?.name.end;
    let mut pairs = (0..last).filter_map(|at| match &reading.line.tokens.list[at].kind {
        Kind::Open(pair) => Some(at..pair.partner),
        _ => None,
    });
    pairs.find(holds_some)
}

/// A word in a gap that may be short for a name of one who is missing there.
fn hints_at<'a>(reading: &Reading<'a>, gap: usize, missing: &[usize]) -> Option<&'a str> {
    let line = &reading.line;
    let persons = missing.iter().map(|&p| &reading.persons.list[p]);
    let names: Vec<&str> = persons
        .flat_map(|p| &p.words)
        .map(|w| w.spelling.plain.as_str())
        .collect();
    let hints = |&w: &usize| {
        let key = line.words[w].spelling.plain.as_str();
        reading.is_capital(w) && names.iter().any(|name| name.starts_with(key))
    };
    let tail = &reading.gaps[gap].places[0];
    let own = gap > 0 && reading.is_usual_tail(gap - 1, tail);
    let from = if own {
        tail.end
    } else {
        reading.gaps[gap].tokens.start
    };
    let words = plain_words(line, from..reading.gaps[gap].tokens.end);
    let mut words = words.take(MOST_WORDS);
    words
        .find(hints)
        .map(|w| line.tokens.text(line.words[w].token))
}

/// A word within a name that is found, or right behind it, which is not his, but one's who is
/// missing: the given names of two may have changed places.
fn hints_in_names<'a>(reading: &Reading<'a>, missing: &[usize]) -> Option<&'a str> {
    let line = &reading.line;
    let has = |person: usize, key: &str| {
        let mut words = reading.persons.list[person].words.iter();
        words.any(|w| w.spelling.plain == key)
    };
    let joins =
        |w: usize| reading.is_joint_word(w) || reading.context.vocabulary.is_and(line.key(w));
    let goes_on = |(to, between): &(usize, Between)| *between == Between::Near && !joins(*to);
    let near = |w: &usize| line.next[*w].filter(goes_on);
    let mut words = reading.found.hits.iter().flat_map(|hit| {
        let is_full = |w: &usize| reading.is_capital(*w) && !line.words[*w].initial;
        let behind = std::iter::successors(Some(hit.last), |w| near(w).map(|(to, _)| to));
        let behind = behind.skip(1).take(MOST_WORDS);
        let all = (hit.first..=hit.last).chain(behind).filter(is_full);
        all.map(|w| (hit.person, w))
    });
    let hints = |(person, w): &(usize, usize)| {
        let key = line.words[*w].spelling.plain.as_str();
        !has(*person, key) && missing.iter().any(|&m| has(m, key))
    };
    words
        .find(hints)
        .map(|(_, w)| line.tokens.text(line.words[w].token))
}

/// What stands between two names of this line.
fn joint(reading: &Reading<'_>) -> Result<String, String> {
    let others = reading.gaps.iter().skip(1).take(reading.units.len() - 1);
    let cores: Vec<&Range<usize>> = others.filter_map(|g| g.cores.last()).collect();
    let is_joint = |core: &&Range<usize>| reading.is_joint(core) && reading.is_plain_joint(core);
    let is_foreign = |core: &&Range<usize>| reading.is_joint(core) && !reading.is_plain_joint(core);
    if let Some(core) = cores.iter().copied().find(is_foreign) {
        return Err(unexplained(reading, "between two names", core));
    }
    // BibTeX parts names by `and` alone: what else parts some is within a name.
    if reading.has_rivals || reading.writing == Writing::Bibtex && !cores.iter().all(is_joint) {
        return Err("the names are not all parted in the same way".into());
    }
    let house = || reading.context.house.form.as_ref().map(|f| f.joint.clone());
    let joint = reading.joint.clone().or_else(house);
    joint.ok_or_else(|| "the line does not show what stands between its names".into())
}

/// A number that is the number of the names that are there.
fn counts_found(reading: &Reading<'_>) -> Option<String> {
    let found = reading.units.len().to_string();
    for (gap, g) in reading.gaps.iter().enumerate() {
        let own = gap > 0 && reading.is_usual_tail(gap - 1, &g.places[0]);
        let from = if own { g.places[0].end } else { g.tokens.start };
        let is_it = |(_, n): &(usize, &str)| *n == found;
        if reading.numbers(from..g.tokens.end).any(|n| is_it(&n)) {
            return Some(found);
        }
    }
    None
}

fn unexplained(reading: &Reading<'_>, place: &str, tokens: &Range<usize>) -> String {
    let text = reading.source(tokens).trim();
    let short: String = text.chars().take(80).collect();
    format!("{place} stands text that I do not understand: {short}")
}

/// Whether a tail of a unit is his: what touches is anyway; markup and brackets behind a blank are
/// where a separator follows.
fn is_explained_tail(reading: &Reading<'_>, unit: usize, tail: &Range<usize>) -> bool {
    let bare = plain_words(&reading.line, tail.clone()).next().is_none();
    bare || reading.is_usual_tail(unit, tail)
}

fn between(reading: &Reading<'_>, gap: usize, joint: &str) -> Result<Spot, String> {
    let g = &reading.gaps[gap];
    let names = || format!("between two names ({})", around(reading, gap));
    let Some(core) = g.cores.last() else {
        return Err(unexplained(reading, &names(), &g.tokens));
    };
    let (tail, head) = (reading.tail(gap), &g.places[g.cores.len()]);
    let others = &g.cores[..g.cores.len() - 1];
    let explained = match others.is_empty() {
        true => is_explained_tail(reading, gap - 1, &tail),
        false => {
            // Behind one of the line's own separators somebody else could stand.
            let inside = others.iter().any(|c| reading.is_joint(c));
            !inside && reading.is_tail_core(&others[0])
        }
    };
    if !explained || !is_bare_head(reading, head) {
        return Err(unexplained(reading, &names(), &g.tokens));
    }
    if reading.doubled(core).is_some() && reading.core_text(core) != joint {
        return Ok(Spot {
            span: reading.span(core),
            before: joint.to_owned(),
            after: joint.to_owned(),
        });
    }
    if !reading.is_joint(core) {
        return Err(unexplained(reading, &names(), &g.tokens));
    }
    let at = reading.span(core).start;
    Ok(Spot {
        span: at..at,
        before: joint.to_owned(),
        after: String::new(),
    })
}

fn around(reading: &Reading<'_>, gap: usize) -> String {
    let name = |unit: usize| reading.source(&reading.units[unit].name);
    format!("{} … {}", name(gap - 1), name(gap))
}

/// Nothing but the beginning of markup and blanks.
fn is_bare_head(reading: &Reading<'_>, head: &Range<usize>) -> bool {
    let list = &reading.line.tokens.list[head.clone()];
    list.iter().all(|t| match &t.kind {
        Kind::Blank | Kind::Tex => true,
        Kind::Open(pair) => pair.partner >= head.end,
        _ => false,
    })
}

fn before_first(reading: &Reading<'_>, joint: &str) -> Result<Spot, String> {
    let (g, unit) = (&reading.gaps[0], &reading.units[0]);
    let list = &reading.line.tokens.list;
    let last_end = reading.units[reading.units.len() - 1].tokens.start;
    let encloses_some = list[g.tokens.clone()].iter().any(|t| {
        t.pair().is_some_and(|(pair, opens)| {
            opens && (unit.tokens.end..last_end).contains(&pair.partner)
        })
    });
    let err = || Err(unexplained(reading, "before the names", &g.tokens));
    let head = &g.places[g.places.len() - 1];
    if encloses_some || !is_bare_head(reading, head) {
        return err();
    }
    let at = reading.span(&unit.tokens).start;
    let spot = |span: Range<usize>| {
        Ok(Spot {
            span,
            before: String::new(),
            after: joint.to_owned(),
        })
    };
    let Some(core) = g.cores.last() else {
        return spot(at..at);
    };
    let rest = g.places[..g.places.len() - 1].iter();
    let nothing_else = rest.clone().all(|p| reading.is_empty(p)) && g.cores.len() == 1;
    let text = reading.core_text(core);
    if nothing_else && text.trim() == joint.trim() && !joint.trim().is_empty() {
        return spot(reading.span(core));
    }
    let words = reading.line.words_in(g.tokens.clone());
    let is_small = |w: usize| reading.line.words[w].letters && !reading.line.words[w].capital;
    let numbers = reading.numbers(g.tokens.clone()).next().is_some();
    let leads_in =
        text.trim_end().ends_with(':') || words.clone().all(is_small) && words.len() <= 3;
    match leads_in && !words.is_empty() && !numbers {
        true => spot(at..at),
        false => err(),
    }
}

fn behind_last(reading: &Reading<'_>, joint: &str) -> Result<Spot, String> {
    let last = reading.units.len() - 1;
    let (g, unit) = (&reading.gaps[last + 1], &reading.units[last]);
    let list = &reading.line.tokens.list;
    let err = || Err(unexplained(reading, "behind the names", &g.tokens));
    let mut end = unit.tokens.end;
    // Behind every pair that began behind the first name, inside of those that hold them all.
    while let Some(Kind::Close(pair)) = list.get(end).map(|t| &t.kind)
        && pair.partner > reading.units[0].tokens.start
    {
        end += 1;
    }
    let at = |token: usize| {
        let at = reading.span(&(token..token)).start;
        Ok(Spot {
            span: at..at,
            before: joint.to_owned(),
            after: String::new(),
        })
    };
    let tail = end.min(g.places[0].end)..g.places[0].end;
    let rest_is_empty = reading.is_empty(&tail);
    if unit.shares_stop {
        return err();
    }
    if !rest_is_empty {
        let blank_end = trimmed(reading, &tail);
        if reading.is_usual_tail(last, &tail) && is_tail_of_line(reading, 0) {
            return at(blank_end);
        }
        if begins_with_number_in_brackets(reading, &tail) {
            return at(end);
        }
        return err();
    }
    if g.cores.is_empty() {
        return at(end);
    }
    if let Some(core) = left_over(reading) {
        let text = reading.core_text(&core);
        let same = text.trim() == joint.trim();
        let span = reading.span(&core);
        let before = match same {
            true => joint.to_owned(),
            false => format!("{} ", text.trim_end()),
        };
        return Ok(Spot {
            span,
            before,
            after: String::new(),
        });
    }
    if g.cores.len() == 1 && reading.is_tail_core(&g.cores[0]) {
        return at(trimmed(reading, &g.places[1]));
    }
    match is_tail_of_line(reading, 0) {
        true => at(end),
        false => err(),
    }
}

/// The end of some tokens without their last blanks.
fn trimmed(reading: &Reading<'_>, tokens: &Range<usize>) -> usize {
    let blanks = tokens
        .clone()
        .rev()
        .take_while(|&t| reading.line.is_blank(t));
    tokens.end - blanks.count()
}

fn begins_with_number_in_brackets(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let first = tokens.clone().find(|&t| !reading.line.is_blank(t));
    let pair = first.and_then(|t| Some((t, reading.line.tokens.list[t].pair()?)));
    pair.is_some_and(|(at, (pair, opens))| {
        opens
            && pair.mark == Mark::Bracket
            && reading
                .numbers(at..pair.partner.max(at))
                .any(|(_, n)| n.len() == 4)
    })
}

/// The separator that ends the line, where somebody behind it was deleted.
fn left_over(reading: &Reading<'_>) -> Option<Range<usize>> {
    let g = &reading.gaps[reading.units.len()];
    let [core] = g.cores.as_slice() else {
        return None;
    };
    let rest = g.places.iter().all(|p| reading.is_empty(p));
    let known = reading.is_joint(core);
    let text = reading.core_text(core);
    let said = |j: &Option<String>| j.as_ref().is_some_and(|j| j.trim() == text.trim());
    (rest && known && (said(&reading.joint) || said(&reading.last_joint))).then(|| core.clone())
}

/// Whether what follows behind the last name is no name: it begins with a full stop, a dash or a
/// break, or is a venue with its number, or a year.
fn is_tail_of_line(reading: &Reading<'_>, core: usize) -> bool {
    let g = &reading.gaps[reading.units.len()];
    let Some(first) = g.cores.get(core) else {
        return true;
    };
    let list = &reading.line.tokens.list;
    let text = reading.core_text(first);
    if !reading.is_joint(first) {
        let begins = |t: &&crate::list::field::Token| t.kind != Kind::Blank;
        let sign = list[first.clone()].iter().find(begins);
        return match sign.map(|t| &t.kind) {
            Some(Kind::Punctuation('.') | Kind::Break) => true,
            // Behind a dash may be what is said of the last name only, too.
            Some(Kind::Punctuation('-')) => says_no_place(reading, &g.places[core + 1]),
            None => text.contains('\n'),
            _ => false,
        };
    }
    let place = &g.places[core + 1];
    let words: Vec<usize> = reading.line.words_in(place.clone()).take(2).collect();
    let number = |w: usize| reading.line.words[w].number;
    match words.as_slice() {
        [first, second] => {
            reading.is_capital(*first) && !begins_a_name(reading, *first) && number(*second)
                || number(*first) && reading.line.key(*first).len() == 4
        }
        [only] => number(*only) && reading.line.key(*only).len() == 4,
        _ => false,
    }
}

/// Whether a word may be the beginning of a missing person's name that was cut there.
fn begins_a_name(reading: &Reading<'_>, word: usize) -> bool {
    let key = reading.line.words[word].spelling.plain.as_str();
    let hits = &reading.found.of_person;
    let missing = reading
        .persons
        .list
        .iter()
        .zip(hits)
        .filter(|(_, hit)| hit.is_none());
    missing
        .flat_map(|(person, _)| &person.words)
        .any(|w| w.spelling.plain.starts_with(key))
}

/// A number, an address, markup or another tongue: no affiliation of one person.
fn says_no_place(reading: &Reading<'_>, place: &Range<usize>) -> bool {
    let list = &reading.line.tokens.list[place.clone()];
    let numbers = reading.numbers(place.clone()).next().is_some();
    numbers
        || list
            .iter()
            .any(|t| t.pair().is_some_and(|(pair, _)| pair.mark.is_markup()))
}
