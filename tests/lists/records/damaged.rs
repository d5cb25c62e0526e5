//! Abstracts with one word wrong: always noticed, and nearly always mended.

use super::abstracts::{describe, judged};
use super::data::{records, scattered};
use super::totals::Totals;
use arxsync::list::edit::EditSet;
use arxsync::plan::abstract_text::Judgement;
use std::ops::Range;

/// The words of a text that say something, where they stand: not those of TeX.
fn saying(text: &str) -> Vec<Range<usize>> {
    let start = |w: &str| w.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace()
        .filter(|w| w.contains(char::is_alphanumeric) && !w.contains(['\\', '$', '{', '}']))
        .map(|w| start(w)..start(w) + w.len())
        .collect()
}

/// A text with these parts of it, in their order, written otherwise.
fn with(text: &str, parts: &[(Range<usize>, &str)]) -> String {
    let mut out = text.to_owned();
    for (part, new) in parts.iter().rev() {
        out.replace_range(part.clone(), new);
    }
    out
}

/// What is done to a text, given the places of the words that say something and a number that looks
/// random; `None` where it cannot be done.
type Damage = fn(&str, &[Range<usize>], usize) -> Option<String>;

/// Every damage is noticed: an edit, a proposal or a finding. All but one in `one_in` are mended,
/// and then the text is right.
fn check(what: &str, one_in: usize, damage: Damage) {
    let mut noticed = Totals::new(format!("abstracts, {what}, noticed"));
    let mut mended = Totals::new(format!("abstracts, {what}, mended"));
    for (i, record) in records().iter().enumerate() {
        let text = record.summary.as_str();
        let Some(other) = damage(text, &saying(text), scattered(i)) else {
            continue;
        };
        let judgement = judged(&other, text);
        let case = || format!("{}: {} | {other}", record.id, describe(&judgement));
        let is_noticed = !matches!(judgement, Judgement::Right | Judgement::Own(_));
        noticed.count(is_noticed, case);
        mended.count(is_mended(&other, text, &judgement), case);
    }
    // The scheme of an address is no part of what is compared: `httq://`.
    noticed.demand(5000);
    mended.demand(one_in);
}

/// Whether the text is edited, and right afterwards.
fn is_mended(listed: &str, arxiv: &str, judgement: &Judgement) -> bool {
    let Judgement::Edit { edits, .. } = judgement else {
        return false;
    };
    let edited = EditSet::new(listed, edits.clone()).unwrap().apply(listed);
    judged(&edited, arxiv) == Judgement::Right
}

/// One of these, by a number.
fn pick<T: Clone>(from: &[T], at: usize) -> Option<T> {
    from.get(at.checked_rem(from.len())?).cloned()
}

fn dropped(text: &str, words: &[Range<usize>], at: usize) -> Option<String> {
    Some(with(text, &[(pick(words, at)?, "")]))
}

#[test]
fn a_word_dropped() {
    check("one word dropped", 100, dropped);
}

/// One of the words with a digit, or without, replaced by a word that nobody writes there.
fn replaced(text: &str, words: &[Range<usize>], at: usize, number: bool) -> Option<String> {
    let is_meant =
        |w: &&Range<usize>| text[(*w).clone()].contains(|c: char| c.is_ascii_digit()) == number;
    let words: Vec<_> = words.iter().filter(is_meant).cloned().collect();
    Some(with(text, &[(pick(&words, at)?, "quagmire")]))
}

#[test]
fn a_word_replaced() {
    // Beside TeX another word is proposed.
    check("one word replaced", 40, |text, words, at| {
        replaced(text, words, at, false)
    });
}

#[test]
fn a_number_replaced_by_a_word() {
    // It may be the number in words: that is proposed, and how often is no matter.
    check("a number replaced by a word", 1, |text, words, at| {
        replaced(text, words, at, true)
    });
}

#[test]
fn neighbours_swapped() {
    // Beside a bracket they are proposed.
    check("two neighbours swapped", 50, |text, words, at| {
        let pairs: Vec<_> = words.windows(2).collect();
        let pair = pick(&pairs, at)?;
        let (a, b) = (&text[pair[0].clone()], &text[pair[1].clone()]);
        let letters = |w: &str| -> String { w.chars().filter(|c| c.is_alphanumeric()).collect() };
        let swapped = with(text, &[(pair[0].clone(), b), (pair[1].clone(), a)]);
        (letters(a) != letters(b)).then_some(swapped)
    });
}

#[test]
fn a_number_changed() {
    check("a number changed", 100, |text, words, at| {
        let places = words.iter().flat_map(Clone::clone);
        let digits: Vec<usize> = places
            .filter(|&i| text.as_bytes()[i].is_ascii_digit())
            .collect();
        let at = pick(&digits, at)?;
        let other = if &text[at..=at] == "7" { "3" } else { "7" };
        Some(with(text, &[(at..at + 1, other)]))
    });
}

#[test]
fn a_letter_changed() {
    check("a letter changed inside a word", 100, |text, words, at| {
        let word = pick(words, at)?;
        let letters: Vec<usize> = (word.start + 1..word.end)
            .filter(|&i| text.as_bytes()[i].is_ascii_lowercase())
            .collect();
        let at = pick(&letters, scattered(at))?;
        let other = if &text[at..=at] == "q" { "k" } else { "q" };
        Some(with(text, &[(at..at + 1, other)]))
    });
}

#[test]
fn a_negation_dropped() {
    check("a negation dropped", 100, |text, words, at| {
        let is_no = |w: &&Range<usize>| {
            let word = text[(*w).clone()].to_lowercase();
            matches!(word.as_str(), "not" | "no" | "never" | "without" | "cannot")
        };
        let negations: Vec<_> = words.iter().filter(is_no).cloned().collect();
        dropped(text, &negations, at)
    });
}
