//! The parts of links and of mathematics among a field's characters: partners of brackets,
//! destinations, addresses that are shown.

use crate::text::glyph::Glyph;
use crate::text::url;
use crate::text::words::is_lost_url;
use compact_str::CompactString;
use std::ops::Range;

/// The partner of each opening sign, at its index; escaped ones have none.
pub(super) fn matching(text: &[Glyph], open: char, close: char) -> Vec<Option<usize>> {
    let (mut out, mut stack, mut escaped) = (vec![None; text.len()], Vec::new(), false);
    for (i, g) in text.iter().enumerate() {
        match g.c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == open => stack.push(i),
            c if c == close => {
                if let Some(at) = stack.pop() {
                    out[at] = Some(i);
                }
            }
            _ => {}
        }
    }
    out
}

/// Where a text is, as far as hostile input may be searched.
pub(super) fn find(text: &[Glyph], wanted: &str) -> Option<usize> {
    let starts = |i: &usize| {
        wanted
            .chars()
            .eq(text[*i..].iter().map(|g| g.c).take(wanted.len()))
    };
    (0..text.len()).find(starts)
}

/// Mathematics between dollars, by the indexes of its characters.
pub(super) struct Mathematics {
    /// Where the first delimiter begins.
    pub start: usize,
    /// Where the last one ends.
    end: usize,
    /// How many dollars a delimiter has.
    pub delimiter: usize,
}

impl Mathematics {
    pub fn inner(&self) -> Range<usize> {
        self.start + self.delimiter..self.end - self.delimiter
    }
}

/// Mathematics is no longer than this, in characters: dollars farther apart are money.
const LONGEST_MATH: usize = 500;

/// The mathematics of a text: the pairs of dollars that GitHub takes for it, and those that hold
/// what only TeX has.
pub(super) fn mathematics(text: &[Glyph]) -> Vec<Mathematics> {
    let (mut out, mut at) = (Vec::new(), 0);
    while at < text.len() {
        at += match text[at].c {
            '\\' => 2,
            '$' => match one(text, at) {
                Some(math) => {
                    let len = math.end - at;
                    out.push(math);
                    len
                }
                None => 1,
            },
            _ => 1,
        };
    }
    out
}

fn one(text: &[Glyph], start: usize) -> Option<Mathematics> {
    let c = |i: usize| text.get(i).map(|g| g.c);
    let delimiter = if c(start + 1) == Some('$') { 2 } else { 1 };
    let from = start + delimiter;
    let mut at = from;
    while c(at)? != '$' || at == from {
        if at > start + LONGEST_MATH || c(at) == Some('\n') && c(at + 1) == Some('\n') {
            return None;
        }
        at += if c(at) == Some('\\') { 2 } else { 1 };
    }
    if delimiter == 2 && c(at + 1) != Some('$') {
        return None;
    }
    let inner = &text[from..at];
    let blank = |g: Option<&Glyph>| g.is_none_or(|g| g.c.is_whitespace());
    let is_tex = |g: &Glyph| matches!(g.c, '\\' | '^' | '_' | '{' | '=');
    let is_tight = !blank(inner.first()) && !blank(inner.last());
    let is_money = c(at + 1).is_some_and(|c| c.is_ascii_digit());
    let end = at + delimiter;
    (is_tight && !is_money || inner.iter().any(is_tex)).then_some(Mathematics {
        start,
        end,
        delimiter,
    })
}

/// Where a link leads, and the length of what says so behind its text: `(x "title")`, `[x]`, `[]`.
/// The address of a reference is not known here.
pub(super) fn destination(
    rest: &[Glyph],
    brackets: &[Option<usize>],
    at: usize,
) -> Option<(Option<String>, usize)> {
    match rest.first()?.c {
        '(' => {
            let close = closing(rest)?;
            let inner: String = rest[1..close].iter().map(|g| g.c).collect();
            let inner = inner.trim();
            let (target, title) = match inner.strip_prefix('<').and_then(|i| i.split_once('>')) {
                Some(parts) => parts,
                None => inner.split_once(char::is_whitespace).unwrap_or((inner, "")),
            };
            let title = title.trim();
            let is_title = title.is_empty() || title.starts_with(['"', '\'', '(']);
            is_title.then(|| (Some(unescaped(target)), close + 1))
        }
        '[' => {
            let close = brackets.get(at).copied().flatten()?;
            let label = &rest[1..close - at];
            let is_label = label.len() < 200 && !label.iter().any(|g| matches!(g.c, '[' | '\n'));
            let is_footnote = label.first().is_some_and(|g| g.c == '^');
            (is_label && !is_footnote).then_some((None, close - at + 1))
        }
        _ => None,
    }
}

/// The longest destination that is looked for, in characters.
const LONGEST_DESTINATION: usize = 2000;

/// The parenthesis that closes the first one.
fn closing(text: &[Glyph]) -> Option<usize> {
    let (mut depth, mut at, mut quoted) = (0_usize, 0, false);
    while at < text.len().min(LONGEST_DESTINATION) {
        match text[at].c {
            '\\' => at += 1,
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// An address without the backslashes that protect it.
fn unescaped(address: &str) -> String {
    let mut chars = address.chars().peekable();
    let mut out = String::with_capacity(address.len());
    while let Some(c) = chars.next() {
        let protects = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        if !protects {
            out.push(c);
        }
    }
    out
}

/// Whether characters are an address and nothing else.
pub(super) fn is_address(text: &[Glyph]) -> bool {
    let text: String = text.iter().take(2000).map(|g| g.c).collect();
    let text = text.trim();
    let starts = ["http://", "https://", "www.", "ftp://"]
        .iter()
        .any(|s| text.starts_with(s));
    starts && !text.contains(char::is_whitespace)
}

/// The key of an address.
pub(super) fn key(text: &[Glyph]) -> CompactString {
    let text: String = text.iter().map(|g| g.c).collect();
    url::key_of(&unescaped(text.trim()))
}

/// Whether a link's text is its address, or what arXiv's pages show instead of one.
pub(super) fn shows_address(shown: &[Glyph], target: &str) -> bool {
    let text: String = shown.iter().take(2000).map(|g| g.c).collect();
    let text = text.replace('\\', "");
    let text = text.trim().trim_matches('`');
    let leads_out = target.contains("://") || target.starts_with("www.");
    leads_out
        && (text == target
            || is_address(shown)
            || is_lost_url(text)
            || url::key_of(text) == url::key_of(target))
}

/// The length of an HTML link's text and end tag, where the text is the address.
pub(super) fn shown_address(rest: &[Glyph], end: &str, target: &str) -> Option<usize> {
    let close = rest.iter().take(2000).position(|g| g.c == '<')?;
    let ends = end.chars().eq(rest[close..]
        .iter()
        .map(|g| g.c.to_ascii_lowercase())
        .take(end.len()));
    (ends && shows_address(&rest[..close], target)).then_some(close + end.len())
}

/// `<https://x.org>`: its key and length (CommonMark 6.5).
pub(super) fn autolink(text: &[Glyph]) -> Option<(CompactString, usize)> {
    let end = text.iter().take(2000).position(|g| g.c == '>')?;
    let inner = &text[1..end];
    is_address(inner).then(|| (key(inner), end + 1))
}

/// The length of the mark of a list's item at the start of a line, with the blank behind it.
pub(super) fn item_mark(line: &[Glyph]) -> usize {
    let c = |i: usize| line.get(i).map(|g| g.c);
    let blank = |i: usize| matches!(c(i), Some(' ' | '\t'));
    let digits = line
        .iter()
        .take(4)
        .take_while(|g| g.c.is_ascii_digit())
        .count();
    match c(digits) {
        Some('-' | '*' | '+') if digits == 0 && blank(1) => 2,
        Some('.' | ')') if digits > 0 && digits < 4 && blank(digits + 1) => digits + 2,
        _ => 0,
    }
}
