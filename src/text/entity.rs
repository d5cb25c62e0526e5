//! HTML entities decoded. Lists hold them, and so do some of arXiv's own records
//! (`docs/arxiv.md#the-feed`).

use super::glyph::{Glyph, Glyphs};
use std::borrow::Cow;

/// The longest entity that is looked for, in characters.
const LONGEST: usize = 33;

/// Decodes entities, named and numeric (HTML 13.5); anything else stays.
pub fn fold(input: &Glyphs) -> Cow<'_, Glyphs> {
    if input.list.iter().all(|g| g.c != '&') {
        return Cow::Borrowed(input);
    }
    let (list, mut at) = (&input.list, 0);
    let mut out = Glyphs::default();
    while let Some(&glyph) = list.get(at) {
        match self::at(&list[at..]) {
            Some((text, len)) => {
                let end = list[at..at + len].iter().map(|g| g.end).max();
                out.push_decoded(&text, &(glyph.start..end.unwrap_or(glyph.end)));
                at += len;
            }
            None => {
                out.list.push(glyph);
                at += 1;
            }
        }
    }
    Cow::Owned(out)
}

/// What the entity that starts here stands for, and how many characters write it.
pub fn at(rest: &[Glyph]) -> Option<(String, usize)> {
    if rest.first()?.c != '&' {
        return None;
    }
    let is_name = |g: &&Glyph| g.c.is_ascii_alphanumeric() || g.c == '#';
    let name = rest[1..].iter().take(LONGEST).take_while(is_name);
    let name: String = name.map(|g| g.c).collect();
    if name.is_empty() || rest.get(name.len() + 1)?.c != ';' {
        return None;
    }
    let written = format!("&{name};");
    let decoded = html_escape::decode_html_entities(&written);
    (decoded != written).then(|| (decoded.into_owned(), name.len() + 2))
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
