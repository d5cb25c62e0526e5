//! A text cut where an author line has its separators. Which of the pieces are names, and whose, is
//! for others to say.

use crate::text::glyph::{Glyph, Glyphs};
use crate::text::mojibake;
use crate::text::vocabulary::Vocabulary;
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
            && let Some(len) = cut_len(&glyphs[at..])
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

/// The length of `et al.` and its like, where it starts here; blanks and stops between its words
/// are spelling.
fn cut_len(rest: &[Glyph]) -> Option<usize> {
    let cuts = Vocabulary::standard().sure_cuts();
    cuts.iter().find_map(|cut| {
        let mut at = 0;
        for word in cut.split(' ') {
            at += rest[at..]
                .iter()
                .take_while(|g| at > 0 && is_between(g.c))
                .count();
            for c in word.chars() {
                let here = rest.get(at)?.c;
                (here.to_lowercase().eq([c])).then_some(())?;
                at += 1;
            }
        }
        let behind = rest.get(at).map(|g| g.c);
        let ends = !behind.is_some_and(char::is_alphanumeric);
        ends.then(|| at + usize::from(behind == Some('.')))
    })
}

/// What may stand between the words of `et al.`
fn is_between(c: char) -> bool {
    matches!(c, '.' | ' ' | '\u{a0}' | '\n')
}

/// No name has more marks than this, with the commas between them.
const MOST_MARKS: usize = 60;

/// Whether a character marks a name for a footnote.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '*' | '∗' | '†' | '‡' | '§' | '¶' | '#' | '^' | '✉' | '⋆' | '★'
    ) || is_superscript(c)
}

/// Whether a character is a digit above the line.
fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Whether the comma at this place stands between marks.
fn is_mark_comma(glyphs: &[Glyph], at: usize) -> bool {
    let is_mark = |c: char| c.is_ascii_digit() || is_mark(c);
    let after = glyphs.get(at + 1).is_some_and(|g| is_mark(g.c));
    let run = glyphs[..at]
        .iter()
        .rev()
        .take(MOST_MARKS)
        .take_while(|g| is_mark(g.c) || g.c == ',');
    after
        && run
            .last()
            .is_some_and(|g| g.c == '^' || is_superscript(g.c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tex;
    use proptest::prelude::*;

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

    /// Names stand in order in the line.
    fn check_order(line: &str) {
        let mut at = 0;
        for name in split(&tex::fold(&Glyphs::plain(line))).names {
            assert!(
                at <= name.extent.start && name.extent.start <= name.span.start,
                "{name:?} in {line:?}"
            );
            assert!(line.get(name.span).is_some(), "{line:?}");
            assert!(line.get(name.extent.clone()).is_some(), "{line:?}");
            at = name.extent.end;
        }
    }

    #[test]
    fn hostile_lines_are_cut_in_linear_time() {
        for piece in [
            "(", ")", ",", ", ", "; ", " and ", "^", "1,", "¹,", "*", "Ã", "et al", "Jr, ", "e",
            "a ", "等",
        ] {
            check_order(&piece.repeat(100_000 / piece.len()));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn names_stand_in_order(line in "(, |; | and |&|Ada Abel|Bo|Ã¶|\\(|\\)|\\^1,2|¹,²|\\*|†|et al|\\.|Jr|等|\\\\'e|\\PC){0,30}") {
            check_order(&line);
        }
    }
}
