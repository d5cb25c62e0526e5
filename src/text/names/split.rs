//! A text cut where an author line has its separators. Which of the pieces are names, and whose, is
//! for others to say.

use super::marks::{is_mark, is_mark_comma};
use crate::text::glyph::{Glyph, Glyphs};
use crate::text::mojibake;
use std::ops::Range;

/// What separates a name from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    Comma,
    Semicolon,
    And,
}

/// What stands between two separators of an author line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedName {
    text: String,
    /// The bytes of the name itself, without marks (`*`, superscripts) and separators.
    pub span: Range<usize>,
    /// The bytes up to the separators on both sides: marks and affiliations included.
    pub extent: Range<usize>,
    before: Separator,
}

/// An author line, cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorLine {
    /// What stands between its separators.
    pub names: Vec<ListedName>,
    /// The bytes of `et al.`, where the line abbreviates.
    pub et_al: Option<Range<usize>>,
}

/// Cuts an author line (TeX already folded).
pub fn split(line: &Glyphs) -> AuthorLine {
    let (atoms, et_al) = atoms(&line.list);
    AuthorLine {
        names: with_suffixes(atoms),
        et_al,
    }
}

/// Cuts at separators outside parentheses; stops at `et al.`
fn atoms(glyphs: &[Glyph]) -> (Vec<ListedName>, Option<Range<usize>>) {
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
fn atom(glyphs: &[Glyph], before: Separator) -> Option<ListedName> {
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
    text.chars().any(char::is_alphabetic).then_some(ListedName {
        text,
        span,
        extent,
        before,
    })
}

/// What stands behind a family name, without its stop.
fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr" | "Sr" | "II" | "III" | "IV")
}

/// `Martinez, Jr.` is one name.
fn with_suffixes(atoms: Vec<ListedName>) -> Vec<ListedName> {
    let mut out: Vec<ListedName> = Vec::with_capacity(atoms.len());
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

/// The length of `et al.` in any of its spellings, where it starts here.
fn et_al_len(rest: &[Glyph]) -> Option<usize> {
    if !matches!(rest.first()?.c, 'e' | 'E' | 'a' | 'A' | '等') {
        return None;
    }
    let head: String = rest
        .iter()
        .take(12)
        .map(|g| g.c.to_ascii_lowercase())
        .collect();
    if head.starts_with('等') && rest.len() == 1 {
        return Some(1);
    }
    if head.starts_with("and others") {
        return Some(10);
    }
    let after_et = head.strip_prefix("et")?;
    let tail = after_et.trim_start_matches(['.', ' ', '\u{a0}', '\n']);
    let al = tail.strip_prefix("al")?;
    if al.starts_with(char::is_alphanumeric) {
        return None;
    }
    let dotted = usize::from(al.starts_with('.'));
    Some(head.chars().count() - al.chars().count() + dotted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tex;

    fn check(line: &str, expected: &[&str]) {
        let cut = split(&tex::fold(&Glyphs::plain(line)));
        let names: Vec<_> = cut.names.iter().map(|n| &line[n.span.clone()]).collect();
        assert_eq!(names, expected, "{line}");
    }

    #[test]
    fn separators_marks_and_affiliations() {
        check("A Bc, D Ef and G Hi.", &["A Bc", "D Ef", "G Hi"]);
        check(
            "A Bc,D Ef, and G Hi & J K",
            &["A Bc", "D Ef", "G Hi", "J K"],
        );
        check("A Bc; D Ef；G Hi", &["A Bc", "D Ef", "G Hi"]);
        check("A Bc^1,2, D Ef*, G Hi†", &["A Bc", "D Ef", "G Hi"]);
        check("A Bc (X, Y), D Ef (Z)", &["A Bc", "D Ef"]);
        check("01.AI: A Bc, ", &["01.AI", "A Bc"]);
        check("Alexander Sandy", &["Alexander Sandy"]);
        check("JÃ¶rg Bc*, D Â·Ef", &["JÃ¶rg Bc", "D Â", "Ef"]);
        check("A Bc, Jr., D Ef", &["A Bc, Jr.", "D Ef"]);
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
            assert_eq!(cut.names.len(), 1, "{tail}");
        }
        assert!(split(&Glyphs::plain("Et Alam, Ray Etalon")).et_al.is_none());
    }
}
