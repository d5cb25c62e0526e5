//! A list's author line cut into names that know their source bytes.
//!
//! A comma stands between names or inside one (`Family, Given`). All readings that the line allows are offered;
//! [`super::compare`] takes the one that arXiv's names support best.

use super::elision::et_al_len;
use super::form::{Order, is_suffix, is_whole_name};
use super::marks::{is_mark, is_mark_comma};
use super::overrides::Overrides;
use super::person::Person;
use crate::text::glyph::{Glyph, Glyphs};
use crate::text::mojibake;
use std::ops::Range;

/// One name of an author line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedName {
    /// The name for comparison.
    pub person: Person,
    /// The bytes of the name itself, without marks (`*`, superscripts) and separators.
    pub span: Range<usize>,
    /// The bytes up to the separators on both sides: marks and affiliations included.
    pub room: Range<usize>,
}

/// One reading of an author line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The names in order.
    pub names: Vec<ListedName>,
    /// The order of the parts of a name that this reading takes.
    pub order: Order,
}

/// An author line, cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorLine {
    atoms: Vec<Atom>,
    /// Names that count as others.
    pub(super) overrides: Overrides,
    /// The bytes of `et al.`, where the line abbreviates.
    pub et_al: Option<Range<usize>>,
}

/// Cuts an author line (TeX already folded).
pub fn split(line: &Glyphs) -> AuthorLine {
    let (atoms, et_al) = atoms(&line.list);
    AuthorLine {
        atoms: with_suffixes(atoms),
        overrides: Overrides::default(),
        et_al,
    }
}

impl AuthorLine {
    /// The readings that the line allows, the simplest first; never none.
    pub fn readings(&self) -> impl Iterator<Item = Reading> {
        type Starts = Box<dyn FnMut(&Atom) -> bool>;
        let each: Starts = Box::new(|_| true);
        let at = |separator| -> Starts { Box::new(move |a| a.before == separator) };
        let (pairs, first): (Starts, Starts) = (Box::new(pairs()), Box::new(first_pair()));
        let ways = [
            Some((Order::Natural, each)),
            strong_separator(&self.atoms).map(|s| (Order::Inverted, at(s))),
            // `Zhu, Deyao, and Jun Chen` reads alike either way; `Zhu, Deyao` alone says nothing of other names.
            (self.atoms.len() >= 3).then_some((Order::FirstInverted, first)),
            (self.atoms.len() >= 2).then_some((Order::Inverted, pairs)),
        ];
        let reading = |(order, starts)| Reading {
            names: self.grouped(starts),
            order,
        };
        ways.into_iter().flatten().map(reading)
    }

    /// Joins atoms into names; `starts` says whether an atom starts a new one.
    fn grouped(&self, mut starts: impl FnMut(&Atom) -> bool) -> Vec<ListedName> {
        let mut out: Vec<(String, Range<usize>, Range<usize>)> = Vec::new();
        for atom in &self.atoms {
            let new = starts(atom) || out.is_empty();
            match out.last_mut().filter(|_| !new) {
                Some((text, span, room)) => {
                    text.push_str(", ");
                    text.push_str(&atom.text);
                    span.end = atom.span.end;
                    room.end = atom.room.end;
                }
                None => out.push((atom.text.clone(), atom.span.clone(), atom.room.clone())),
            }
        }
        let name = |(text, span, room): (String, _, _)| ListedName {
            person: self.overrides.read(Person::inverted(&text)),
            span,
            room,
        };
        out.into_iter().map(name).collect()
    }
}

/// What separates an atom from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    Comma,
    Semicolon,
    And,
}

/// A piece between separators.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Atom {
    text: String,
    span: Range<usize>,
    room: Range<usize>,
    before: Separator,
}

/// `Martinez, Jr.` is one name.
fn with_suffixes(atoms: Vec<Atom>) -> Vec<Atom> {
    let mut out: Vec<Atom> = Vec::with_capacity(atoms.len());
    for atom in atoms {
        match out.last_mut().filter(|_| {
            is_suffix(atom.text.trim_end_matches('.')) && atom.before == Separator::Comma
        }) {
            Some(name) => {
                name.text.push(' ');
                name.text.push_str(&atom.text);
                name.span.end = atom.span.end;
                name.room.end = atom.room.end;
            }
            None => out.push(atom),
        }
    }
    out
}

/// The separator that stands around `Family, Given` pairs, where there is one besides commas.
fn strong_separator(atoms: &[Atom]) -> Option<Separator> {
    let mut between = atoms.iter().skip(1).map(|a| a.before);
    if between.any(|s| s == Separator::Semicolon) {
        return Some(Separator::Semicolon);
    }
    // Not so in `Zhu, Deyao, Jun Chen, and Xi Li`, nor in `Zhu, Deyao, and Jun Chen`: the first name alone is a pair.
    let groups = atoms.chunk_by(|_, atom| atom.before != Separator::And);
    let lengths: Vec<usize> = groups.map(<[Atom]>::len).collect();
    (lengths.iter().all(|n| *n <= 2) && lengths.iter().skip(1).any(|n| *n == 2))
        .then_some(Separator::And)
}

/// Joins atoms in pairs; one that can be no family name (`The ATLAS Collaboration`, `D.J.Saik`) stands by itself.
fn pairs() -> impl FnMut(&Atom) -> bool {
    let mut in_pair = false;
    move |atom| {
        let starts = !in_pair;
        in_pair = starts && !is_whole_name(&atom.text);
        starts
    }
}

/// Joins the first two atoms only.
fn first_pair() -> impl FnMut(&Atom) -> bool {
    let mut count = 0;
    move |_| {
        count += 1;
        count != 2
    }
}

/// Cuts at separators outside parentheses; stops at `et al.`
fn atoms(glyphs: &[Glyph]) -> (Vec<Atom>, Option<Range<usize>>) {
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
    let room_start = glyphs.iter().find(|g| !blank(g))?.start;
    let room_end = glyphs.iter().rev().find(|g| !blank(g))?.end;
    let span = name.first()?.start..name.last()?.end;
    let room = room_start..if end < kept.len() && kept[end].c == '.' {
        span.end
    } else {
        room_end
    };
    text.chars().any(char::is_alphabetic).then_some(Atom {
        text,
        span,
        room,
        before,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tex;

    fn check(line: &str, reading: usize, expected: &[&str]) {
        let cut = split(&tex::fold(&Glyphs::plain(line)));
        let names: Vec<_> = cut
            .readings()
            .nth(reading)
            .unwrap()
            .names
            .iter()
            .map(|n| &line[n.span.clone()])
            .collect();
        assert_eq!(names, expected, "{line}");
    }

    #[test]
    fn separators_marks_and_affiliations() {
        check("A Bc, D Ef and G Hi.", 0, &["A Bc", "D Ef", "G Hi"]);
        check(
            "A Bc,D Ef, and G Hi & J K",
            0,
            &["A Bc", "D Ef", "G Hi", "J K"],
        );
        check("A Bc; D Ef；G Hi", 0, &["A Bc", "D Ef", "G Hi"]);
        check("A Bc^1,2, D Ef*, G Hi†", 0, &["A Bc", "D Ef", "G Hi"]);
        check("A Bc (X, Y), D Ef (Z)", 0, &["A Bc", "D Ef"]);
        check("01.AI: A Bc, ", 0, &["01.AI", "A Bc"]);
        check("Alexander Sandy", 0, &["Alexander Sandy"]);
        check("JÃ¶rg Bc*, D Â·Ef", 0, &["JÃ¶rg Bc", "D Â", "Ef"]);
        check("A Bc, Jr., D Ef", 0, &["A Bc, Jr.", "D Ef"]);
    }

    #[test]
    fn inverted_names() {
        check(
            "Zhu, Deyao and Chen, Jun and others",
            1,
            &["Zhu, Deyao", "Chen, Jun"],
        );
        check("Zhu, D.; Chen, J.", 1, &["Zhu, D.", "Chen, J."]);
        check(
            "The XY Collaboration, Chard, R., D.J.Saik, Li, Z.",
            2,
            &["The XY Collaboration", "Chard, R.", "D.J.Saik", "Li, Z."],
        );
        check("Chard, R., Li, Z.", 2, &["Chard, R.", "Li, Z."]);
        check("Zhu, Deyao, and Jun Chen", 1, &["Zhu, Deyao", "Jun Chen"]);
        check(
            "Zhu, Deyao, Jun Chen, and Xi Li",
            1,
            &["Zhu, Deyao", "Jun Chen", "Xi Li"],
        );
    }

    #[test]
    fn et_al_in_its_spellings() {
        for tail in [
            " et al.",
            ", et al.",
            " et.al.",
            " et al",
            ", etal.",
            " and others",
            "等",
        ] {
            let line = format!("Wei Li{tail}");
            let cut = split(&Glyphs::plain(&line));
            assert!(cut.et_al.is_some(), "{tail}");
            assert_eq!(cut.readings().next().unwrap().names.len(), 1, "{tail}");
        }
        assert!(split(&Glyphs::plain("Et Alam, Ray Etalon")).et_al.is_none());
    }
}
