//! Names left out on purpose: dots, "et al." in any tongue, a count. Such persons are not missing.

use super::persons::NameWord;
use super::reading::Reading;
use super::units::plain_words;
use crate::list::edit::Edit;
use crate::list::field::Kind;
use std::ops::Range;

/// What a gap says of the persons who are missing there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// They are left out on purpose.
    Purpose,
    /// Nothing.
    No,
    /// A number that is not theirs.
    OtherCount,
}

/// Whether the persons who are missing in a gap are left out on purpose.
pub(super) fn cut(reading: &Reading<'_>, gap: usize, missing: usize) -> Cut {
    let tokens = reading.gaps[gap].tokens.clone();
    if has_dots(reading, &tokens) || says_others(reading, &tokens) || is_remark(reading, gap) {
        return Cut::Purpose;
    }
    let mut other = false;
    for (word, number) in counts(reading, gap) {
        let count = number.parse::<usize>().ok().filter(|_| number.len() <= 3);
        let is_theirs = |n: usize| n == missing || n == reading.persons.list.len();
        match count {
            Some(n) if is_theirs(n) && is_said(reading, gap, word) => return Cut::Purpose,
            Some(_) => other = true,
            None => {}
        }
    }
    if other { Cut::OtherCount } else { Cut::No }
}

/// The numbers of a gap, but for those that half of the names have.
fn counts<'a>(reading: &'a Reading<'_>, gap: usize) -> impl Iterator<Item = (usize, &'a str)> {
    let g = &reading.gaps[gap];
    let (tail, head) = (&g.places[0], &g.places[g.places.len() - 1]);
    let unit = gap.checked_sub(1);
    let own = unit.is_some_and(|unit| reading.is_usual_tail(unit, tail));
    let counted = gap < reading.units.len() && reading.is_usual_head(gap, head);
    let from = if own { tail.end } else { g.tokens.start };
    let to = if counted { head.start } else { g.tokens.end };
    reading.numbers(from..to.max(from))
}

/// Whether a number counts persons: a plus is before it, or there are words in its place, none of
/// them a name's.
fn is_said(reading: &Reading<'_>, gap: usize, word: usize) -> bool {
    let line = &reading.line;
    let token = line.words[word].token;
    let is_plus = |t: usize| line.tokens.text(t).ends_with(['+', '&']);
    let before = (0..token).rev().take(2).find(|&t| !line.is_blank(t));
    if before.is_some_and(is_plus) {
        return true;
    }
    let tokens = reading.gaps[gap].tokens.clone();
    let near = tokens.start.max(token.saturating_sub(8))..tokens.end.min(token + 8);
    let words: Vec<usize> = line
        .words_in(near)
        .filter(|&w| line.words[w].letters)
        .collect();
    !words.is_empty() && !words.iter().any(|&w| reading.is_capital(w))
}

fn has_dots(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let list = &reading.line.tokens.list[tokens.clone()];
    list.iter().any(|t| t.kind == Kind::Punctuation('…'))
}

/// So many words of a gap are looked at.
const MOST_WORDS: usize = 40;

/// Whether words in a gap are known to say "and others".
fn says_others(reading: &Reading<'_>, tokens: &Range<usize>) -> bool {
    let line = &reading.line;
    let words: Vec<usize> = line.words_in(tokens.clone()).take(MOST_WORDS).collect();
    (0..words.len()).any(|from| {
        (from + 1..=words.len().min(from + 3)).any(|to| {
            let part = &words[from..to];
            let small = part.iter().all(|&w| !reading.is_capital(w));
            let keys: Vec<&str> = part.iter().map(|&w| line.key(w)).collect();
            small && reading.context.vocabulary.is_cut(&keys.join(" "))
        })
    })
}

/// Whether a gap says that others are left out, in dots and nothing else: no table of words says
/// so.
pub(super) fn is_dots(reading: &Reading<'_>, gap: usize) -> bool {
    let (line, tokens) = (&reading.line, &reading.gaps[gap].tokens);
    let plain = |k: &Kind| matches!(k, Kind::Blank | Kind::Punctuation(_));
    let list = &line.tokens.list[tokens.clone()];
    list.iter().all(|t| plain(&t.kind)) && has_dots(reading, tokens)
}

/// An "and others" behind the last name though arXiv has no others: what takes it out, where
/// nothing else stands there.
pub(super) fn others_of_nobody(reading: &Reading<'_>) -> Option<Option<Edit>> {
    let g = &reading.gaps[reading.gaps.len() - 1];
    let vocabulary = reading.context.vocabulary;
    let (line, list) = (&reading.line, &reading.line.tokens.list);
    // A group stands for all of its people.
    let stands_for_others = |w: &NameWord| vocabulary.is_organisation(&w.spelling.plain);
    let mut persons = reading.persons.list.iter();
    if reading.persons.open || persons.any(|p| p.words.iter().any(stands_for_others)) {
        return None;
    }
    let words: Vec<usize> = plain_words(line, g.tokens.clone()).take(3).collect();
    let keys: Vec<&str> = words.iter().map(|&w| line.key(w)).collect();
    let is_cut = |n: &usize| vocabulary.is_cut(&keys[..*n].join(" "));
    let count = (1..=keys.len()).find(is_cut)?;
    let end = line.words[words[count - 1]].token + 1;
    let is_stop = list
        .get(end)
        .is_some_and(|t| t.kind == Kind::Punctuation('.'));
    let end = end + usize::from(is_stop);
    let plain = |k: &Kind| {
        matches!(
            k,
            Kind::Word(_) | Kind::Blank | Kind::Punctuation(',' | '.')
        )
    };
    let is_bare = list[g.tokens.start..end].iter().all(|t| plain(&t.kind));
    let is_all = is_bare && reading.is_empty(&(end..g.tokens.end));
    Some(is_all.then(|| Edit {
        span: reading.span(&(g.tokens.start..end)),
        text: String::new(),
    }))
}

/// Words without capitals, five at most, and nothing else: "and others" in a tongue that nobody
/// told us of.
fn is_remark(reading: &Reading<'_>, gap: usize) -> bool {
    let (line, tokens) = (&reading.line, reading.gaps[gap].tokens.clone());
    let words: Vec<usize> = plain_words(line, tokens.clone()).collect();
    let Some(unit) = gap.checked_sub(1) else {
        return false;
    };
    let is_between = gap < reading.units.len();
    // A single word is what joins names, or was left behind when one was deleted.
    let least = if is_between { 2 } else { 1 };
    if !(least..=5).contains(&words.len()) {
        return false;
    }
    let tail = &reading.gaps[gap].places[0];
    let core = reading.gaps[gap].cores.first();
    // What half of the names have behind them is what the line says of its names.
    if reading.is_usual_tail(unit, tail) || core.is_some_and(|c| reading.is_tail_core(c)) {
        return false;
    }
    // Two Han letters or more may be a person's name in his own script.
    if words.iter().filter(|&&w| is_han(line.text(w))).count() > 1 {
        return false;
    }
    if let [word] = words.as_slice()
        && (reading.context.vocabulary.is_and(line.key(*word)) || reading.is_joint_word(*word))
    {
        return false;
    }
    let small = words.iter().all(|&w| {
        let word = &line.words[w];
        let sign = matches!(line.text(w), "+" | "and" | "&");
        let capital = line.text(w).chars().any(char::is_uppercase);
        sign || word.letters && (word.foreign && !is_between || !word.capital && !capital)
    });
    let is_plain = |kind: &Kind| match kind {
        Kind::Blank | Kind::Word(_) | Kind::Punctuation('.' | '\'') | Kind::Tex => true,
        Kind::Punctuation(c) => matches!(c, ',' | ';' | '，' | '、' | '；'),
        Kind::Open(pair) | Kind::Close(pair) => !tokens.contains(&pair.partner),
        _ => false,
    };
    small
        && line.tokens.list[tokens.clone()]
            .iter()
            .all(|t| is_plain(&t.kind))
}

fn is_han(text: &str) -> bool {
    text.starts_with(|c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}
