//! The pieces of an author line between its separators. Which of them are names together is in
//! [`super::split`].

use super::elision::et_al_len;
use super::form::is_suffix;
use super::group::behind_person;
use super::marks::{is_mark, is_mark_comma};
use crate::text::glyph::Glyph;
use crate::text::mojibake;
use std::ops::Range;

/// What separates an atom from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Comma,
    Semicolon,
    And,
}

/// A piece between separators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Atom {
    pub(super) text: String,
    /// The bytes of the text.
    pub(super) span: Range<usize>,
    /// The bytes up to the separators on both sides.
    pub(super) extent: Range<usize>,
    pub(super) before: Separator,
}

/// Cuts at separators outside parentheses; stops at `et al.`
pub(super) fn atoms(glyphs: &[Glyph]) -> (Vec<Atom>, Option<Range<usize>>) {
    let (mut out, mut at, mut from) = (Vec::new(), 0, 0);
    let (mut depth, mut before) = (0_usize, Separator::Comma);
    while at < glyphs.len() {
        let c = glyphs[at].c;
        if depth == 0
            && is_word_start(glyphs, at)
            && let Some(len) = et_al_len(&glyphs[at..])
        {
            let span = glyphs[at].start..glyphs[at + len - 1].end;
            out.extend(atom(&glyphs[from..at], before));
            return (out, Some(span));
        }
        if let Some(len) = garbled(glyphs, at) {
            at += len;
            continue;
        }
        let separator = if depth == 0 {
            separator_at(glyphs, at)
        } else {
            None
        };
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if let Some((kind, len)) = separator {
            let found = atom(&glyphs[from..at], before);
            // ", and" is one separator, and the stronger one.
            before = if found.is_none() && before != Separator::Comma {
                before
            } else {
                kind
            };
            out.extend(found);
            at += len;
            from = at;
        } else {
            at += 1;
        }
    }
    out.extend(atom(&glyphs[from..], before));
    (out, None)
}

/// The length of a garbled character (`Ã¶`): its second half is no mark.
fn garbled(glyphs: &[Glyph], at: usize) -> Option<usize> {
    let found = mojibake::may_start(glyphs[at].c).then(|| mojibake::sequence(glyphs, at));
    found.flatten().map(|(_, len)| len)
}

fn is_word_start(glyphs: &[Glyph], at: usize) -> bool {
    at == 0 || glyphs[at].c == '等' || !glyphs[at - 1].c.is_alphanumeric()
}

/// The separator that starts here, and its length.
fn separator_at(glyphs: &[Glyph], at: usize) -> Option<(Separator, usize)> {
    let blank = |g: &Glyph| g.c.is_whitespace();
    match glyphs[at].c {
        // The comma of a superscript `1,2` is no separator.
        ',' if is_mark_comma(glyphs, at) => None,
        ',' | '，' | '、' | '·' | '•' | ':' | '：' => Some((Separator::Comma, 1)),
        '/' if at > 0
            && [at - 1, at + 1]
                .iter()
                .all(|&i| glyphs.get(i).is_some_and(blank)) =>
        {
            Some((Separator::Semicolon, 1))
        }
        ';' | '；' | '|' => Some((Separator::Semicolon, 1)),
        '&' => Some((Separator::And, 1)),
        'a' | 'A' if is_word_start(glyphs, at) => {
            let word: String = glyphs[at..]
                .iter()
                .take(4)
                .map(|g| g.c.to_ascii_lowercase())
                .collect();
            let is_and =
                word.starts_with("and") && word.chars().nth(3).is_some_and(char::is_whitespace);
            is_and.then_some((Separator::And, 3))
        }
        _ => None,
    }
}

/// The name between two separators; `None` where there are no letters.
fn atom(glyphs: &[Glyph], before: Separator) -> Option<Atom> {
    let (mut kept, mut depth, mut in_mark): (Vec<Glyph>, usize, bool) = (Vec::new(), 0, false);
    let mut at = 0;
    while let Some(g) = glyphs.get(at) {
        let garbled = garbled(glyphs, at);
        at += garbled.unwrap_or(1);
        match g.c {
            _ if garbled.is_some() && depth == 0 => {
                in_mark = false;
                kept.extend(&glyphs[at - garbled.unwrap_or(1)..at]);
            }
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            c if is_mark(c) => in_mark = true,
            c if in_mark && (c.is_ascii_digit() || c == ',') => {}
            _ if depth == 0 => {
                in_mark = false;
                kept.push(*g);
            }
            _ => {}
        }
    }
    let blank = |g: &Glyph| g.c.is_whitespace() || matches!(g.c, '\u{200b}' | '\u{feff}');
    let first = kept.iter().position(|g| !blank(g))?;
    let mut end = kept.iter().rposition(|g| !blank(g))? + 1;
    let initial = end - first >= 2
        && kept[end - 2].c.is_uppercase()
        && (end - first == 2 || !kept[end - 3].c.is_alphanumeric());
    let suffix = kept[first..end].iter().map(|g| g.c).collect::<String>();
    if !initial && !suffix.ends_with("Jr.") && !suffix.ends_with("Sr.") {
        while end > first && kept[end - 1].c == '.' {
            end -= 1;
        }
    }
    let name = &kept[first..end];
    let text: String = name.iter().map(|g| g.c).collect();
    let extent_start = glyphs.iter().find(|g| !blank(g))?.start;
    let room_end = glyphs.iter().rev().find(|g| !blank(g))?.end;
    let span = name.first()?.start..name.last()?.end;
    let extent = extent_start..if end < kept.len() && kept[end].c == '.' {
        span.end
    } else {
        room_end
    };
    text.chars().any(char::is_alphabetic).then_some(Atom {
        text,
        span,
        extent,
        before,
    })
}

/// `Martinez, Jr.` is one name.
pub(super) fn with_suffixes(atoms: Vec<Atom>) -> Vec<Atom> {
    let mut out: Vec<Atom> = Vec::with_capacity(atoms.len());
    for atom in atoms {
        match out.last_mut().filter(|_| {
            is_suffix(atom.text.trim_end_matches('.')) && atom.before == Separator::Comma
        }) {
            Some(name) => {
                name.text.push(' ');
                name.text.push_str(&atom.text);
                name.span.end = atom.span.end;
                name.extent.end = atom.extent.end;
            }
            None => out.push(atom),
        }
    }
    out
}

/// Cuts groups off from those who speak for them; empty where nobody does.
pub(super) fn with_groups(glyphs: &[Glyph], atoms: &[Atom]) -> Vec<Atom> {
    let mut out = Vec::new();
    for whole in atoms {
        if behind_person(&whole.text).is_none() {
            out.push(whole.clone());
            continue;
        }
        let from = glyphs.partition_point(|g| g.start < whole.extent.start);
        let inside = |g: &&Glyph| g.end <= whole.extent.end;
        let inner: Vec<Glyph> = glyphs[from..].iter().take_while(inside).copied().collect();
        let text: String = inner.iter().map(|g| g.c).collect();
        let count = |bytes: usize| text[..bytes].chars().count();
        match behind_person(&text) {
            Some((end, group)) => {
                out.extend(atom(&inner[..count(end)], whole.before));
                out.extend(atom(&inner[count(group)..], Separator::Comma));
            }
            None => out.push(whole.clone()),
        }
    }
    if out.len() == atoms.len() {
        Vec::new()
    } else {
        out
    }
}
