//! HTML entities decoded. Lists hold them, and so do some of arXiv's own records (`ARXIV.md` 2.5).

use super::glyph::{Glyph, Glyphs};
use std::borrow::Cow;

/// The longest entity that is looked for, in characters.
const LONGEST: usize = 10;

/// Decodes numeric entities and the five that text needs; anything else stays.
pub fn fold(input: &Glyphs) -> Cow<'_, Glyphs> {
    if input.list.iter().all(|g| g.c != '&') {
        return Cow::Borrowed(input);
    }
    let (list, mut at) = (&input.list, 0);
    let mut out = Vec::with_capacity(list.len());
    while let Some(&glyph) = list.get(at) {
        let (c, len) = entity(&list[at..]).unwrap_or((glyph.c, 1));
        let end = list[at..at + len]
            .iter()
            .map(|g| g.end)
            .max()
            .unwrap_or(glyph.end);
        out.push(Glyph {
            c,
            start: glyph.start,
            end,
        });
        at += len;
    }
    Cow::Owned(Glyphs { list: out })
}

/// The character of the entity that starts here, and how many characters write it.
fn entity(rest: &[Glyph]) -> Option<(char, usize)> {
    if rest.first()?.c != '&' {
        return None;
    }
    let len = rest.iter().take(LONGEST).position(|g| g.c == ';')?;
    let name: String = rest[1..len].iter().map(|g| g.c).collect();
    let c = match name.as_str() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        number => {
            let digits = number.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| digits.parse().ok(), |h| u32::from_str_radix(h, 16).ok());
            code.and_then(char::from_u32)?
        }
    };
    Some((c, len + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(&Glyphs::plain(text)).text(), expected, "{text}");
    }

    #[test]
    fn entities_are_decoded_and_ampersands_stay() {
        check("R&amp;D af&#64257;ne &#x3b1; &lt;b&gt;", "R&D afﬁne α <b>");
        check(
            "R&D & &; &unknown; &#xd800; &",
            "R&D & &; &unknown; &#xd800; &",
        );
    }
}
