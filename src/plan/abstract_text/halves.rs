//! Brackets, dollars and double quotes without their other half. Which of two quotes is the other's
//! is told by what they touch, as people write them: they are no markup, and may stand on both
//! sides of its ends.

use crate::list::field::{Kind, Mark, Token, Tokens};

/// How many brackets have no other half, whatever stands between.
pub(super) fn brackets(text: &Tokens<'_>) -> usize {
    let (mut round, mut square) = (0_isize, 0_isize);
    for token in &text.list {
        match token.kind {
            Kind::Punctuation('(') => round += 1,
            Kind::Punctuation(')') => round -= 1,
            Kind::Punctuation('[') => square += 1,
            Kind::Punctuation(']') => square -= 1,
            _ => {}
        }
    }
    round.unsigned_abs() + square.unsigned_abs()
}

/// Whether a dollar sign has no other half: which words are mathematics is anybody's guess.
pub(super) fn has_dollar(text: &Tokens<'_>) -> bool {
    let is_dollar = |t: &&Token| &text.source[t.span.clone()] == "$";
    text.list.iter().filter(is_dollar).count() % 2 == 1
}

/// How many double quotes have no other half; those of inches and seconds (`5"`) have none anyway.
pub(super) fn quotes(text: &Tokens<'_>) -> usize {
    let found = (0..text.list.len()).filter(|at| is_double(text.text(*at)));
    let (mut open, mut lone) = (0, 0);
    for at in found {
        let before = at.checked_sub(1).map(|t| &text.list[t]);
        let (closes, opens) = (!is_edge(before), !is_end(text.list.get(at + 1)));
        let is_unit = before.is_some_and(|t| text.source[t.span.clone()].ends_with(is_digit));
        match (closes && open > 0, opens) {
            (true, _) => open -= 1,
            _ if is_unit => {}
            (false, true) => open += 1,
            (false, false) => lone += 1,
        }
    }
    lone + open
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Whether a token is a double quote, as it stands there.
fn is_double(token: &str) -> bool {
    matches!(token, "\"" | "\\\"" | "&quot;" | "“" | "”" | "„")
}

/// Whether nothing is before a quote that it could close.
fn is_edge(before: Option<&Token>) -> bool {
    before.is_none_or(|t| match &t.kind {
        Kind::Blank | Kind::Break => true,
        Kind::Open(pair) => pair.mark != Mark::Quote,
        _ => false,
    })
}

/// Whether nothing is behind a quote that it could open.
fn is_end(behind: Option<&Token>) -> bool {
    behind.is_none_or(|t| match &t.kind {
        Kind::Blank | Kind::Break => true,
        Kind::Close(pair) => pair.mark != Mark::Quote,
        Kind::Punctuation(c) => ".,;:!?".contains(*c),
        _ => false,
    })
}
