//! Raw HTML cut into tags and text, with their bytes. Knows no papers.

use std::ops::Range;

/// A tag, or the text between two.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its bytes.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text, entities as they are written.
    Text,
    /// A tag that opens, or stands alone; its name in lower case.
    Open(String),
    /// A tag that closes.
    Close(String),
    /// A comment, or what else is no text.
    Other,
}

impl Piece {
    /// Whether it opens an element of this name.
    pub fn opens(&self, name: &str) -> bool {
        matches!(&self.kind, Kind::Open(n) if n == name)
    }

    /// Whether it closes an element of this name.
    pub fn closes(&self, name: &str) -> bool {
        matches!(&self.kind, Kind::Close(n) if n == name)
    }

    /// The bytes of an attribute's value.
    pub fn attribute(&self, source: &str, name: &str) -> Option<Range<usize>> {
        let tag = &source[self.span.clone()];
        for (at, _) in tag.match_indices(name) {
            let rest = tag[at + name.len()..]
                .strip_prefix('=')
                .filter(|_| tag[..at].ends_with(char::is_whitespace));
            let Some(quote) = rest
                .and_then(|r| r.chars().next())
                .filter(|c| matches!(c, '"' | '\''))
            else {
                continue;
            };
            let start = at + name.len() + 2;
            let len = tag[start..].find(quote)?;
            return Some(self.span.start + start..self.span.start + start + len);
        }
        None
    }
}

/// Cuts some bytes of a text. What only looks like a tag (`a < b`, `<` without an end) is text.
pub fn pieces(source: &str, extent: Range<usize>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let (mut at, mut text) = (extent.start, extent.start);
    // Behind the last `>` nothing is a tag; so a row of `<` is not read again and again.
    let last = source[extent.clone()]
        .rfind('>')
        .map_or(extent.start, |i| extent.start + i);
    while let Some(open) = source[at..extent.end]
        .find('<')
        .map(|i| at + i)
        .filter(|&i| i < last)
    {
        let Some((kind, len)) = tag(&source[open..=last]) else {
            at = open + 1;
            continue;
        };
        if text < open {
            out.push(Piece {
                span: text..open,
                kind: Kind::Text,
            });
        }
        out.push(Piece {
            span: open..open + len,
            kind,
        });
        (at, text) = (open + len, open + len);
    }
    if text < extent.end {
        out.push(Piece {
            span: text..extent.end,
            kind: Kind::Text,
        });
    }
    out
}

/// No tag has more bytes than this.
const LONGEST_TAG: usize = 10_000;

/// The tag at the beginning of a text, and its length.
fn tag(text: &str) -> Option<(Kind, usize)> {
    if text.starts_with("<!--") {
        let end = text.find("-->").map_or(text.len(), |i| i + 3);
        return Some((Kind::Other, end));
    }
    let closes = text.starts_with("</");
    let name_at = 1 + usize::from(closes);
    let is_part = |c: &char| c.is_ascii_alphanumeric();
    let name: String = text[name_at..].chars().take_while(is_part).collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut quote = None;
    for (i, c) in text
        .char_indices()
        .skip(name_at + name.len())
        .take(LONGEST_TAG)
    {
        match c {
            '"' | '\'' if quote.is_none() => quote = Some(c),
            _ if quote == Some(c) => quote = None,
            '>' if quote.is_none() => {
                let name = name.to_ascii_lowercase();
                return Some((
                    if closes {
                        Kind::Close(name)
                    } else {
                        Kind::Open(name)
                    },
                    i + 1,
                ));
            }
            '<' if quote.is_none() => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[&str]) {
        let pieces = pieces(source, 0..source.len());
        let found: Vec<_> = pieces.iter().map(|p| &source[p.span.clone()]).collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn tags_and_text() {
        check("<p>a<br/>b</p>", &["<p>", "a", "<br/>", "b", "</p>"]);
        check(
            "a < b <a title=\"x > y\">c",
            &["a < b ", "<a title=\"x > y\">", "c"],
        );
        check("<!-- <p> -->a", &["<!-- <p> -->", "a"]);
        check("a <b", &["a <b"]);
        check("<a <b>", &["<a ", "<b>"]);
    }

    #[test]
    fn attributes() {
        let source = "<a data-href='no' href=\"x y\" title='z'>";
        let tag = &pieces(source, 0..source.len())[0];
        let value = |name| tag.attribute(source, name).map(|r| &source[r]);
        assert_eq!(
            [value("href"), value("title"), value("alt")],
            [Some("x y"), Some("z"), None]
        );
    }
}
