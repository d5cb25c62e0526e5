//! Characters read in the wrong encoding: UTF-8 taken for Latin-1 or Windows-1252 (`ClÃ©ment`,
//! `donâ€™t`), once or several times, and Python's escapes of the same bytes (`Cl\xc3\xa9ment`).
//!
//! Only what is certain counts: `SÃO`, `“IRMÃ”` and `pâté…` are honest text. Nothing is corrected
//! here; the rest of [`crate::text`] asks what a garbled text was.

use super::glyph::{Glyph, Glyphs};

/// How often a text is garbled at most: more is made up.
const MOST_TIMES: usize = 3;

/// The text as it was before it was garbled; `None` where nothing is certainly broken.
pub fn repaired(text: &str) -> Option<String> {
    let mut repaired = repaired_once(text)?;
    for _ in 1..MOST_TIMES {
        let Some(again) = repaired_once(&repaired) else {
            break;
        };
        repaired = again;
    }
    Some(repaired)
}

fn repaired_once(text: &str) -> Option<String> {
    if !text.contains(may_start) {
        return None;
    }
    let list = Glyphs::plain(text).list;
    let (mut out, mut at, mut any) = (String::with_capacity(text.len()), 0, false);
    while let Some(glyph) = list.get(at) {
        let (c, len) = sequence(&list, at).unwrap_or((glyph.c, 1));
        any |= len > 1;
        out.push(c);
        at += len;
    }
    any.then_some(out)
}

/// Whether a garbled character may start with this one. Quick to ask.
pub fn may_start(c: char) -> bool {
    c == '\\' || ('Â'..='ô').contains(&c)
}

/// The character that is garbled here, and how many characters it became.
pub fn sequence(text: &[Glyph], at: usize) -> Option<(char, usize)> {
    let first = text.get(at)?.c;
    if first == '\\' {
        return escaped(&text[at..]);
    }
    let lead = u8::try_from(u32::from(first)).ok()?;
    let len = match lead {
        0xc2..=0xc5 | 0xc8 | 0xce..=0xd1 => 2,
        0xe2 | 0xef => 3,
        0xf0 => 4,
        _ => return None,
    };
    let rest = text.get(at + 1..at + len)?;
    let mut bytes = vec![lead];
    for glyph in rest {
        bytes.push(continuation(glyph.c)?);
    }
    let c = decoded(&bytes)?;
    let before = at.checked_sub(1).map(|i| text[i].c);
    let after = text.get(at + len).map(|g| g.c);
    let certain = match lead {
        0xc8 => "ȘșȚț".contains(c) && in_word(before, after),
        // `â€™`, `âˆ’`, `ï¬\u{81}`, `ðŸ˜€`: no honest text goes on like this.
        0xe2 => !is_punctuation(rest[0].c),
        // `5Â°`; a number before `Å²` is a number of ångström.
        0xc2 if before.is_some_and(|c| c.is_ascii_digit()) => true,
        0xef => matches!(c, 'ﬀ'..='ﬆ' | '\u{feff}'),
        0xf0 => bytes[1] == 0x9f,
        _ => !is_punctuation(rest[0].c) || in_word(before, after),
    };
    certain.then_some((c, len))
}

/// `\xc3\xa9`: the bytes of one character, each written in hexadecimal digits.
fn escaped(text: &[Glyph]) -> Option<(char, usize)> {
    let byte = |part: &[Glyph]| {
        let digits: String = part.get(2..4)?.iter().map(|g| g.c).collect();
        (part[0].c == '\\' && part[1].c == 'x' && digits.chars().all(|c| c.is_ascii_hexdigit()))
            .then(|| u8::from_str_radix(&digits, 16).ok())?
    };
    let bytes: Vec<u8> = text.chunks(4).take(4).map_while(byte).collect();
    let len = (2..=bytes.len()).find(|&len| decoded(&bytes[..len]).is_some())?;
    Some((decoded(&bytes[..len])?, 4 * len))
}

/// The one character that these bytes write in UTF-8.
fn decoded(bytes: &[u8]) -> Option<char> {
    let mut chars = std::str::from_utf8(bytes).ok()?.chars();
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

/// The byte behind a lead byte, as Latin-1 or Windows-1252 shows it.
fn continuation(c: char) -> Option<u8> {
    /// What Windows-1252 shows for the bytes from 0x80 on; where it shows nothing, Latin-1's
    /// control character.
    const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let latin = u8::try_from(u32::from(c)).ok();
    let windows = || WINDOWS.chars().zip(0x80..).find(|(shown, _)| *shown == c);
    latin
        .filter(|byte| (0x80..0xc0).contains(byte))
        .or_else(|| windows().map(|(_, byte)| byte))
}

/// Whether a character may stand behind a capital letter in honest text: punctuation, and marks of
/// footnotes.
fn is_punctuation(c: char) -> bool {
    const SIGNS: &str = "‚„…†‡‹‘’“”•–—™›\u{a0}§«\u{ad}°±²³¶·¹»";
    SIGNS.contains(c)
}

/// Whether a capital letter between these would be in the middle, or at the beginning, of a word in
/// small letters.
fn in_word(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(char::is_lowercase)
        || after.is_some_and(|c| c.is_lowercase() || matches!(c, 'Â' | 'Ã'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(garbled: &str, expected: &str) {
        assert_eq!(repaired(garbled).as_deref(), Some(expected), "{garbled}");
    }

    #[test]
    fn garbled_text_is_repaired() {
        check("ClÃ©ment", "Clément");
        check("donâ€™t", "don’t");
        check("â€œaâ€\u{9d} â€“ bâ€¦", "“a” – b…");
        check("JÃ¶rg FranÃ§ois JosÃ³", "Jörg François Josó");
        check("GarcÃ\u{ad}a RÃ© VÅ©", "García Ré Vũ");
        check("Ã–zgÃ¼r Ã‰ric Ã\u{81}ngel", "Özgür Éric Ángel");
        check("Å‚ukasz Å\u{81}ukasz MilanoviÄ‡", "łukasz Łukasz Milanović");
        check("MÃœLLER GARCÃ\u{8d}A", "MÜLLER GARCÍA");
        check("at 5Â°C, 10Â±2, Î±nd", "at 5°C, 10±2, αnd");
        check("wordÂ\u{a0}word", "word\u{a0}word");
        check("ï¬\u{81}ne ðŸ˜€", "ﬁne 😀");
        check("ClÃƒÂ©ment", "Clément");
        check(r"Cl\xc3\xa9ment, don\xe2\x80\x99t", "Clément, don’t");
    }

    #[test]
    fn honest_text_is_left_alone() {
        for text in [
            "SÃO JOÃO",
            "“IRMÃ” AMANHÃ…",
            "the letter “Ã” is a letter",
            "pâté… «â» “là-bas”…",
            "Trần Văn Ân, Lê Ấn",
            "ANDERSSON Å² and MAß² and CAFÉ™",
            "ÂGE Â¹ 10 Å–20 Å, 5Å² or 3 Å³, ±2Å…",
            r"\xi \xc \x41\x42",
            r"a\xc3 b",
            "Ελλάδα, Łukasz, 漢字",
            "",
        ] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }
}
