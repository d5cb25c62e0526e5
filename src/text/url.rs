//! URLs in running text: where one begins and ends, and the key that all its spellings have in
//! common. Opens none.

use super::class::{Class, classify};
use super::glyph::Glyph;
use compact_str::{CompactString, format_compact};

/// A URL that was found.
pub struct Url {
    /// How many characters write it.
    pub len: usize,
    /// `url:` and the address without what is only spelling: scheme, `www.`, case, escapes, a slash
    /// at the end.
    pub key: CompactString,
}

/// The URL that starts at this place of a text; it has a scheme, or looks like nothing else
/// (`www.…`, `host.org/path`).
pub fn at(text: &[Glyph], at: usize) -> Option<Url> {
    let rest = &text[at..];
    let before = at.checked_sub(1).map(|i| text[i].c);
    if !has_scheme(rest) && !is_bare_address(before, rest) {
        return None;
    }
    let stops =
        |g: &Glyph| g.c.is_whitespace() || matches!(g.c, '<' | '>' | '"' | '|' | '“' | '”' | '`');
    let end = rest.iter().position(stops).unwrap_or(rest.len());
    let len = without_punctuation(&rest[..end]);
    (len > 0).then(|| Url {
        len,
        key: key(&rest[..len]),
    })
}

fn starts_with(text: &[Glyph], start: &str) -> bool {
    let same = |(c, g): (char, &Glyph)| g.c.eq_ignore_ascii_case(&c);
    text.len() > start.len() && start.chars().zip(text).all(same)
}

fn has_scheme(text: &[Glyph]) -> bool {
    matches!(text[0].c, 'h' | 'H')
        && (starts_with(text, "https://") || starts_with(text, "http://"))
}

/// `www.x.org`, `x.org/path`, `x.org`: only endings that are no word or abbreviation.
fn is_bare_address(before: Option<char>, text: &[Glyph]) -> bool {
    let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '/' | '-' | '_');
    // Longer than any host name is no host name.
    let is_host = |g: &&Glyph| g.c.is_ascii_alphanumeric() || matches!(g.c, '-' | '.');
    if before.is_some_and(is_inside) {
        return false;
    }
    let host = text.iter().take(64).take_while(is_host);
    let (mut len, mut dot) = (0, None);
    for g in host.clone() {
        if g.c == '.' && dot.is_none() {
            dot = Some(len);
        }
        len += 1;
    }
    let after = text.get(len).map(|g| g.c);
    let Some(dot) = dot.filter(|dot| *dot == 3 || *dot > 0 && after == Some('/')) else {
        return false;
    };
    let host: String = host.map(|g| g.c).collect();
    let ending = host.trim_end_matches('.').rsplit('.').next();
    let is_ending = ending.is_some_and(|e| ENDINGS.contains(&e));
    let with_path = after == Some('/') && is_ending && !host.ends_with('.');
    with_path || after != Some('@') && (host[..dot].eq_ignore_ascii_case("www") && host.len() > 6)
}

const ENDINGS: [&str; 22] = [
    "ai", "app", "at", "ch", "cn", "co", "com", "de", "dev", "edu", "eu", "fr", "gov", "io", "it",
    "jp", "me", "net", "nl", "org", "se", "uk",
];

/// The length without what is around a URL rather than in it.
fn without_punctuation(url: &[Glyph]) -> usize {
    let count = |c: char| url.iter().filter(|g| g.c == c).count();
    let (open, mut closed) = (count('('), count(')'));
    let mut len = url.len();
    while let Some(last) = url[..len].last() {
        match last.c {
            ')' if open >= closed => break,
            ')' => closed -= 1,
            '.' | ',' | ';' | ':' | '\'' | ']' | '!' | '?' | '*' | '’' | '}' => {}
            _ => break,
        }
        len -= 1;
    }
    len
}

fn key(url: &[Glyph]) -> CompactString {
    let written: String = url.iter().map(|g| g.c).collect();
    key_of(&written)
}

/// The key of an address: all spellings of one have the same.
pub fn key_of(url: &str) -> CompactString {
    let visible = url.chars().filter(|c| classify(*c) != Class::Invisible);
    let written: String = visible.collect();
    let bare = written
        .split_once("://")
        .map_or(written.as_str(), |(_, rest)| rest);
    let bare = percent_decoded(bare).to_lowercase();
    let bare = bare.strip_prefix("www.").unwrap_or(&bare);
    format_compact!("url:{}", bare.trim_end_matches('/'))
}

/// `%7E` is `~`, and `%C3%A9` is `é`; what decodes to no text stays.
pub fn percent_decoded(url: &str) -> String {
    if !url.contains('%') {
        return url.to_owned();
    }
    let (bytes, mut at) = (url.as_bytes(), 0);
    let mut out = Vec::with_capacity(bytes.len());
    while let Some(&byte) = bytes.get(at) {
        let code = (byte == b'%').then(|| url.get(at + 1..at + 3)).flatten();
        let code = code.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(code.unwrap_or(byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::glyph::Glyphs;

    fn check(text: &str, expected: Option<(&str, &str)>) {
        let found = at(&Glyphs::plain(text).list, 0);
        let found = found.map(|url| (text.chars().take(url.len).collect::<String>(), url.key));
        let found = found.as_ref().map(|(text, key)| (text.as_str(), &key[4..]));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn all_spellings_have_one_key() {
        const KEY: &str = "x.org/~me/a";
        for url in [
            "https://x.org/~me/a",
            "http://x.org/~me/a/",
            "HTTPS://www.X.org/~me/A",
            "https://x.org/%7Eme/a",
            "https://x.org/%7eme/a/",
            "www.x.org/~me/a",
            "x.org/~me/a",
            "https://x.org/~me/\u{200b}a",
        ] {
            check(url, Some((url, KEY)));
        }
        check(
            "https://x.org/caf%C3%A9",
            Some(("https://x.org/caf%C3%A9", "x.org/café")),
        );
        check(
            "https://x.org/%ff%zz%",
            Some(("https://x.org/%ff%zz%", "x.org/%ff%zz%")),
        );
        check("www.x.org", Some(("www.x.org", "x.org")));
    }

    #[test]
    fn punctuation_behind_a_url_is_not_part_of_it() {
        check(
            "https://x.org/a.), so",
            Some(("https://x.org/a", "x.org/a")),
        );
        check(
            "https://x.org/a_(b)).",
            Some(("https://x.org/a_(b)", "x.org/a_(b)")),
        );
        check(
            "https://x.org/?q=1>",
            Some(("https://x.org/?q=1", "x.org/?q=1")),
        );
    }

    #[test]
    fn what_only_looks_like_an_address() {
        for text in [
            "e.g./i.e.",
            "and/or",
            "U.S./UK",
            "01.AI",
            "3.5/4",
            "me@x.org/a",
            "x.org",
            "end.It",
            "http://",
            ".com/a",
            "www.",
        ] {
            check(text, None);
        }
    }
}
