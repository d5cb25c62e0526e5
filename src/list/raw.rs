//! Values that are not Markdown read into glyphs: raw HTML and YAML scalars. How they are written
//! is in [`super::escape`].

use super::entry::{List, Quotes};
use crate::text::entity;
use crate::text::glyph::{Glyph, Glyphs};
use crate::text::words::is_lost_url;
use std::ops::Range;

/// What a tag or comment says in running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// This.
    Says(&'static str),
    /// Nothing: it decorates text.
    Decoration,
    /// It only looks like a tag (`<SEG>`): it is text.
    None,
}

/// Reads a tag: those that decorate text say nothing; superscripts are marks.
pub fn tag(source: &str) -> Tag {
    let inner = source
        .trim_start_matches(['<', '/'])
        .trim_end_matches(['>', '/']);
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next();
    let closes = source.starts_with("</");
    match name.unwrap_or_default().to_ascii_lowercase().as_str() {
        "sup" if !closes => Tag::Says("^"),
        "sub" if !closes => Tag::Says("_"),
        "br" | "p" => Tag::Says("\n"),
        "sup" | "sub" | "b" | "i" | "u" | "em" | "strong" | "span" | "a" | "ins" | "mark"
        | "small" | "font" | "code" | "kbd" | "details" | "summary" | "s" | "del" | "tt"
        | "div" | "td" | "li" | "img" => Tag::Decoration,
        _ if source.starts_with("<!--") => Tag::Decoration,
        _ => Tag::None,
    }
}

/// Reads raw HTML that stands at `start`: text between tags, entities decoded.
pub fn html(source: &str, start: usize) -> Glyphs {
    let mut out = Glyphs::default();
    let mut at = 0;
    while let Some(open) = source[at..].find(['<', '[']).map(|i| at + i) {
        out.push_str(&source[at..open], start + at);
        if source[open..].starts_with('[') {
            at = open + 1;
            match address(&source[open..]) {
                Some((address, len)) => {
                    out.push_decoded(address, &(start + open..start + open + len));
                    at = open + len;
                }
                None => out.push_str("[", start + open),
            }
            continue;
        }
        at = open + tag_len(&source[open..]);
        let span = start + open..start + at;
        match tag(&source[open..at]) {
            Tag::Says(text) => out.push_decoded(text, &span),
            Tag::Decoration => {}
            Tag::None => out.push_str(&source[open..at], span.start),
        }
    }
    out.push_str(&source[at..], start + at);
    entity::fold(&out).into_owned()
}

/// The address of a Markdown link that shows it, or arXiv's "this https URL", and the link's
/// length: people write such links in HTML, too.
fn address(text: &str) -> Option<(&str, usize)> {
    // What it shows may be wrapped.
    let end = text
        .match_indices('\n')
        .nth(1)
        .map_or(text.len(), |(i, _)| i);
    let (shown, rest) = text[..end].strip_prefix('[')?.split_once("](")?;
    let (address, _) = rest.split_once(')')?;
    let is_one = shown.starts_with("http") && !shown.contains('\n') || is_lost_url(shown);
    let is_whole = address.contains("://") && !address.contains(char::is_whitespace);
    (is_one && is_whole).then(|| (address, shown.len() + address.len() + 4))
}

/// The length of the tag or comment at the beginning of a text; 1 where it is none.
fn tag_len(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |end| end + 3);
    }
    let is_tag = text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let end = text
        .find(['>', '\n'])
        .filter(|&end| is_tag && text[end..].starts_with('>'));
    end.map_or(1, |end| end + 1)
}

/// Reads a YAML scalar's inside that stands at `start`.
pub fn yaml(source: &str, start: usize, quotes: Quotes) -> Glyphs {
    let mut out = Glyphs::default();
    let mut rest = source.char_indices().peekable();
    while let Some((i, c)) = rest.next() {
        let next = rest.peek().map(|&(_, c)| c);
        let decoded = match (quotes, c, next) {
            (Quotes::Single, '\'', Some('\'')) => Some('\''),
            (Quotes::Double, '\\', Some('n')) => Some('\n'),
            (Quotes::Double, '\\', Some('t')) => Some('\t'),
            (Quotes::Double, '\\', Some(c @ ('"' | '\\' | '/' | ' '))) => Some(c),
            _ => None,
        };
        let len = if decoded.is_some() {
            rest.next();
            c.len_utf8() + next.map_or(0, char::len_utf8)
        } else {
            c.len_utf8()
        };
        out.list.push(Glyph {
            c: decoded.unwrap_or(c),
            start: start + i,
            end: start + i + len,
        });
    }
    out
}

/// Reads the items of a YAML list, a semicolon between two. The quotes belong to the letters beside
/// them, so that an item is replaced with its quotes.
pub fn yaml_list(source: &str, start: usize, list: List) -> Glyphs {
    let mut out = Glyphs::default();
    let mut last = start;
    for item in yaml_items(source, list.flow) {
        let (inner, quotes) = unquoted(&source[item.clone()]);
        let at = start + item.start + inner.start;
        let mut glyphs = yaml(&source[item.clone()][inner], at, quotes).list;
        if let Some(first) = glyphs.first_mut() {
            first.start = start + item.start;
        }
        if let Some(end) = glyphs.last_mut() {
            end.end = start + item.end;
        }
        if !out.list.is_empty() {
            out.push_decoded("; ", &(last..start + item.start));
        }
        last = start + item.end;
        out.list.extend(glyphs);
    }
    out
}

/// The items of a YAML list's inside, with their quotes: separated by commas, or each on a line
/// behind a dash.
pub fn yaml_items(source: &str, flow: bool) -> Vec<Range<usize>> {
    let (mut out, mut from, mut quote) = (Vec::new(), 0, None);
    for (i, c) in source.char_indices() {
        let opens = source[from..i]
            .trim_start_matches([' ', '\t', '-', '\r'])
            .is_empty();
        match c {
            '"' | '\'' if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() && opens => quote = Some(c),
            ',' if flow && quote.is_none() => out.push(std::mem::replace(&mut from, i + 1)..i),
            '\n' if !flow => out.push(std::mem::replace(&mut from, i + 1)..i),
            _ => {}
        }
    }
    out.push(from..source.len());
    let item = |r: Range<usize>| {
        let text = source[r.clone()].trim();
        let text = if flow {
            text
        } else {
            text.strip_prefix("- ").unwrap_or(text).trim_start()
        };
        let start = text.as_ptr() as usize - source.as_ptr() as usize;
        start..start + text.len()
    };
    out.into_iter()
        .map(item)
        .filter(|r| !r.is_empty())
        .collect()
}

/// A YAML scalar without its quotes, and which they were.
pub fn unquoted(scalar: &str) -> (Range<usize>, Quotes) {
    let ends = |c: char| scalar.len() >= 2 && scalar.starts_with(c) && scalar.ends_with(c);
    match (ends('"'), ends('\'')) {
        (true, _) => (1..scalar.len() - 1, Quotes::Double),
        (_, true) => (1..scalar.len() - 1, Quotes::Single),
        _ => (0..scalar.len(), Quotes::Plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_reads_as_its_text() {
        let check = |source: &str, expected: &str| {
            assert_eq!(html(source, 0).one_line(), expected, "{source}");
        };
        check("a <b>b</b> &amp; c<br/>d", "a b & c d");
        check(
            "x < y and <SEG> <!-- no --> 10<sup>3</sup>",
            "x < y and <SEG> 10^3",
        );
        check("a <b", "a <b");
        check(
            "at [this https\nURL](https://x.org/a)\n",
            "at https://x.org/a",
        );
        check(
            "[this\nor that](https://x.org)",
            "[this or that](https://x.org)",
        );
    }

    #[test]
    fn scalars_read_as_their_text() {
        assert_eq!(
            yaml(r#"a \"b\" \\c"#, 0, Quotes::Double).text(),
            r#"a "b" \c"#
        );
        assert_eq!(yaml("it''s", 0, Quotes::Single).text(), "it's");
        assert_eq!(yaml("a: b", 0, Quotes::Plain).text(), "a: b");
    }

    #[test]
    fn lists_read_as_their_items() {
        let check = |source: &str, flow, expected: &str| {
            let list = List {
                quotes: Quotes::Plain,
                flow,
            };
            assert_eq!(yaml_list(source, 0, list).text(), expected, "{source}");
        };
        check("A B\n- \"C, D\"\n- 'E'", false, "A B; C, D; E");
        check("A B, \"C, D\",'O''E'", true, "A B; C, D; O'E");
        check("J. O'Neil, B D'A", true, "J. O'Neil; B D'A");
        check("", true, "");
    }

    #[test]
    fn glyphs_know_their_source() {
        let text = html("a&lt;b", 10);
        let spans: Vec<_> = text.list.iter().map(|g| (g.c, g.start..g.end)).collect();
        assert_eq!(spans, [('a', 10..11), ('<', 11..15), ('b', 15..16)]);
    }
}
