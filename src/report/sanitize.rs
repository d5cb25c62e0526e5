//! Text from arXiv or from a list, made fit to be looked at: on one line, with everything visible
//! that could act or hide (`docs/report.md#hostile-text`). It does not escape for Markdown; that is
//! [`super::escape`].

use crate::text::hidden::acts_or_hides;
use serde::Serialize;
use std::fmt::Write as _;

/// The text on one line: runs of white space become one space, and control, bidi and zero-width
/// characters are written as `\u{1b}`.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            push_visible(&mut out, c);
        }
    }
    out.trim().to_owned()
}

/// The text with its line ends and tabs, and everything else that could act or hide written as
/// `\u{1b}`.
pub fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            _ => push_visible(&mut out, c),
        }
    }
    out
}

/// A value as one line of JSON with a line end; what could act or hide is written as `\u202e`, so
/// that the line can be looked at and still says the same.
pub fn json(value: &impl Serialize) -> String {
    let text =
        serde_json::to_string(value).expect("strings, numbers and fixed keys always serialise");
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if acts_or_hides(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out + "\n"
}

fn push_visible(out: &mut String, c: char) {
    if acts_or_hides(c) {
        out.extend(c.escape_unicode());
    } else {
        out.push(c);
    }
}

/// How many terminal columns a visible text takes; wide scripts and emoji take two.
pub fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The text, cut to so many columns with `…` where it is longer.
pub fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += columns(c);
        if used > most {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}

/// The text in lines of at most so many columns, broken at spaces where there are any; at least one
/// line.
pub fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        if used > 0 && used + width(word.trim_end()) > most {
            lines.push(String::new());
            used = 0;
        }
        for c in word.chars() {
            if used > 0 && used + columns(c) > most && c != ' ' {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            used += columns(c);
        }
    }
    lines
        .iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// An approximation of Unicode's East Asian Width that is right for what lists hold; a wrong guess
/// costs a column of alignment.
fn columns(c: char) -> usize {
    match u32::from(c) {
        0x300..=0x36f | 0xfe00..=0xfe0f => 0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff => 2,
        0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6 => 2,
        0x1f300..=0x1faff | 0x20000..=0x3ffff => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        assert_eq!(one_line(input), expected, "{input:?}");
    }

    #[test]
    fn nothing_reaches_the_terminal_that_acts_or_hides() {
        check("plain – “text” é 中", "plain – “text” é 中");
        check(" a\r\n\tb\u{a0}c\u{85}d ", "a b c d");
        check(
            "\x1b]52;c;ZWNobyBoaQ==\x07",
            "\\u{1b}]52;c;ZWNobyBoaQ==\\u{7}",
        );
        check("\u{9b}31m\x7f", "\\u{9b}31m\\u{7f}");
        check("abc\u{202e}txt.exe\u{2066}", "abc\\u{202e}txt.exe\\u{2066}");
        check(
            "Att\u{200b}en\u{ad}tion\u{feff}",
            "Att\\u{200b}en\\u{ad}tion\\u{feff}",
        );
        check("tag\u{e0041}\u{61c}", "tag\\u{e0041}\\u{61c}");
        check("", "");
    }

    #[test]
    fn lines_keep_line_ends_only() {
        assert_eq!(
            lines("a\n\tb\r\n\x1b[2J\u{2028}"),
            "a\n\tb\\u{d}\n\\u{1b}[2J\\u{2028}"
        );
    }

    #[test]
    fn json_can_be_looked_at_and_says_the_same() {
        let text = "a\u{9b}b\u{202e}c\u{e0041}d\x1b\n\u{7f}é";
        let told = json(&[text]);
        assert_eq!(
            told,
            "[\"a\\u009bb\\u202ec\\udb40\\udc41d\\u001b\\n\\u007fé\"]\n"
        );
        let back: Vec<String> = serde_json::from_str(&told).unwrap();
        assert_eq!(back, [text]);
    }

    #[test]
    fn texts_are_wrapped_by_columns() {
        for (text, most, expected) in [
            ("", 5, vec![""]),
            ("one two three", 8, vec!["one two", "three"]),
            ("one two three", 7, vec!["one two", "three"]),
            ("abcdefgh ij", 5, vec!["abcde", "fgh", "ij"]),
            ("中文字符", 4, vec!["中文", "字符"]),
        ] {
            assert_eq!(wrap(text, most), expected);
        }
    }

    #[test]
    fn texts_are_cut_by_columns() {
        for (text, most, expected) in [
            ("short", 5, "short"),
            ("longer text", 8, "longer…"),
            ("中文字符", 8, "中文字符"),
            ("中文字符", 6, "中文…"),
            ("abc", 0, "…"),
        ] {
            assert_eq!(cut(text, most), expected);
        }
    }
}
