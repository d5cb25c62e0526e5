//! Plain text escaped for the place in a list where it lands, so that it reads back as it was.
//! Reads nothing itself.

mod mathematics;

use super::entry::{List, Quotes, Writing};
use crate::text::glyph::Glyphs;
use crate::text::tex;
use icu_properties::props::{
    BinaryProperty, DefaultIgnorableCodePoint, EnumeratedProperty, GeneralCategory,
};

/// Escapes plain text that takes a whole value's place.
pub fn whole(text: &str, writing: Writing) -> String {
    match writing {
        Writing::Yaml(Quotes::Plain) if !is_plain_scalar(text) => {
            format!("\"{}\"", part(text, Writing::Yaml(Quotes::Double)))
        }
        _ => part(text, writing),
    }
}

/// Escapes plain text that takes the place of some words of a value.
pub fn part(text: &str, writing: Writing) -> String {
    match writing {
        Writing::Markdown => escape(text),
        Writing::Cell => in_cell(&escape(text)),
        Writing::Html => replaced(text, &[('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;")]),
        Writing::Attribute => part(text, Writing::Html).replace('"', "&quot;"),
        Writing::Yaml(Quotes::Plain | Quotes::Block) => one_line(text),
        Writing::Yaml(Quotes::Single) => replaced(text, &[('\'', "''")]),
        Writing::Yaml(Quotes::Double) => replaced(text, &[('\\', r"\\"), ('"', r#"\""#)]),
        Writing::YamlList(list) => item(text, list),
        Writing::Bibtex => bibtex(text),
    }
}

/// An item of a YAML list, in quotes where it needs them.
fn item(text: &str, list: List) -> String {
    let in_quotes =
        |quotes, sign: char| format!("{sign}{}{sign}", part(text, Writing::Yaml(quotes)));
    let is_plain =
        is_plain_scalar(text) && !(list.flow && text.contains([',', '[', ']', '{', '}']));
    match list.quotes {
        Quotes::Single => in_quotes(Quotes::Single, '\''),
        Quotes::Plain | Quotes::Block if is_plain => one_line(text),
        _ => in_quotes(Quotes::Double, '"'),
    }
}

/// A pipe ends a cell wherever it stands, in math and code too.
fn in_cell(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for c in markdown.chars() {
        if c == '|' && !out.ends_with('\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn replaced(text: &str, with: &[(char, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in one_line(text).chars() {
        match with.iter().find(|(from, _)| *from == c) {
            Some((_, to)) => out.push_str(to),
            None => out.push(c),
        }
    }
    out
}

/// TeX reads these signs as its own; what is protected or in math already stays.
fn bibtex(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len() + 16);
    for (part, math) in math_parts(&line) {
        for c in part.chars() {
            let is_own = matches!(c, '&' | '%' | '#' | '_' | '$') && !out.ends_with('\\');
            if is_own && !math {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// Whether YAML reads a text without quotes as that text: no sign of YAML's own at its start, no
/// `: `, no ` #`.
fn is_plain_scalar(text: &str) -> bool {
    let line = one_line(text);
    let starts = line.starts_with(|c: char| c.is_alphabetic());
    let word = ["true", "false", "null", "yes", "no", "on", "off"];
    starts
        && !line.contains(": ")
        && !line.contains(" #")
        && !line.ends_with(':')
        && !word.contains(&line.to_lowercase().as_str())
}

/// Whether a plain scalar of YAML's ends before its text does, or is no scalar at all: a comment or
/// a key begins in it.
pub fn breaks_plain(scalar: &str) -> bool {
    let chars: Vec<char> = scalar.trim_end().chars().collect();
    let blank = |i: usize| chars.get(i).is_none_or(|c| c.is_whitespace());
    let breaks = |i: usize| match chars[i] {
        ':' => blank(i + 1),
        '#' => i > 0 && blank(i - 1),
        _ => false,
    };
    (0..chars.len()).any(breaks)
}

/// A text on one line, without what must not get into a list from outside.
fn one_line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_unsafe(*c))
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Escapes plain text for a paragraph's running text, so that Markdown reads it back as it is: no
/// new emphasis, link, tag, entity or code. TeX that Markdown would eat is written as what it
/// stands for; `$math$` stays as it is.
///
/// The text is one line; control and invisible formatting characters are left out.
pub fn escape(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len() + 16);
    let parts = math_parts(&line);
    for (i, (part, math)) in parts.iter().enumerate() {
        let dollar = |yes: bool| yes.then_some('$');
        if *math {
            // It says the same, and no site's template begins in it.
            out.push_str(
                &part
                    .replace("{{", "{ {")
                    .replace("{%", "{\\%")
                    .replace("{ {{", "{ { {"),
            );
        } else {
            escape_prose(part, (dollar(i > 0), dollar(i + 1 < parts.len())), &mut out);
        }
    }
    out
}

/// Characters that must not get into a list from outside: controls, and by Unicode's properties
/// whatever a reader does not see (bidi marks, formatting, tags, fillers).
fn is_unsafe(c: char) -> bool {
    let is_invisible = || {
        DefaultIgnorableCodePoint::for_char(c)
            || GeneralCategory::for_char(c) == GeneralCategory::Format
            // A Braille cell without dots.
            || c == '\u{2800}'
    };
    c.is_control() || !c.is_ascii() && is_invisible()
}

/// Cuts a line into prose and `$math$`, by the rule that GitHub and pulldown-cmark share: no blank
/// inside the dollars, no digit behind them.
fn math_parts(line: &str) -> Vec<(&str, bool)> {
    let bytes = line.as_bytes();
    let (mut out, mut from, mut at) = (Vec::new(), 0, 0);
    let is_open = |i: usize| {
        bytes[i] == b'$'
            && (i == 0 || bytes[i - 1] != b'\\')
            && bytes.get(i + 1).is_some_and(|b| !matches!(b, b' ' | b'$'))
    };
    while at < bytes.len() {
        if is_open(at) {
            let close = (at + 2..bytes.len()).find(|&i| bytes[i] == b'$' && bytes[i - 1] != b'\\');
            let good = close.filter(|&i| {
                bytes[i - 1] != b' ' && !bytes.get(i + 1).is_some_and(u8::is_ascii_digit)
            });
            if let Some(close) = good.filter(|&i| is_only_math(&line[at..i])) {
                out.push((&line[from..at], false));
                out.push((&line[at..=close], true));
                (from, at) = (close + 1, close + 1);
                continue;
            }
        }
        at += 1;
    }
    out.push((&line[from..], false));
    out
}

/// Whether nothing in math could be taken for code, a link or a tag by a reader of Markdown who
/// knows no math, nor make it no math for one who does (unbalanced braces).
fn is_only_math(math: &str) -> bool {
    let tag = |(i, _): (usize, &str)| {
        math[i + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
    };
    let mut depth = 0;
    let balanced = math.chars().all(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth >= 0
    });
    balanced
        && depth == 0
        && mathematics::has_known_commands(math)
        && !math.contains(['`', '~'])
        && !math.contains("](")
        && !math.contains("][")
        && !math.match_indices('<').any(tag)
}

/// Escapes a part without math; `beside` are the characters before and behind it.
fn escape_prose(text: &str, beside: (Option<char>, Option<char>), out: &mut String) {
    let chars: Vec<char> = text.chars().collect();
    let mut i = 0;
    while i < chars.len() {
        let (c, next) = (chars[i], chars.get(i + 1).copied().or(beside.1));
        let prev = i.checked_sub(1).map_or(beside.0, |p| Some(chars[p]));
        let alnum = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            '\\' if next == Some('`') => i += escape_grave(&chars[i..], out),
            '\\' => i += escape_backslash(next, out),
            '`' | '\'' if next == Some(c) => {
                out.push('"');
                i += 1;
            }
            '`' => out.push('\''),
            '*' | '[' | ']' | '$' => out.extend(['\\', c]),
            '_' if !(alnum(prev) && alnum(next)) => out.extend(['\\', c]),
            '<' if next
                .is_some_and(|n| n.is_ascii_alphabetic() || matches!(n, '/' | '!' | '?')) =>
            {
                out.push_str("\\<");
            }
            '&' if next.is_some_and(|n| n.is_ascii_alphanumeric() || n == '#') => {
                out.push_str("\\&");
            }
            '~' => out.push_str(tilde(prev, next)),
            // Jekyll and Hugo read `{{` and `{%` as templates, on pages that are not theirs yet,
            // too.
            '{' | '%' if prev == Some('{') => push_entity(c, out),
            _ => out.push(c),
        }
        i += 1;
    }
}

fn push_entity(c: char, out: &mut String) {
    out.push_str(&format!("&#{};", u32::from(c)));
}

/// A tilde between words is TeX for a blank; one that could end struck text is written so that it
/// cannot. It is never `\~`, which is TeX for an accent.
fn tilde(prev: Option<char>, next: Option<char>) -> &'static str {
    let glued = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    match (prev, next) {
        (Some('~'), _) | (_, Some('~')) => "&#126;",
        (Some(c), Some('(')) if !c.is_whitespace() => "&#126;",
        // An address (`/~user`), or "about" (`(~5`).
        (Some('/' | '(' | '\\'), _) => "~",
        _ if glued(prev) && glued(next) => " ",
        _ if glued(prev) => "&#126;",
        _ => "~",
    }
}

/// At TeX's grave accent, which Markdown takes for code: the letter itself. Returns how many more
/// characters were used.
fn escape_grave(rest: &[char], out: &mut String) -> usize {
    let len = if rest.get(2) == Some(&'{') { 5 } else { 3 };
    let written: String = rest.iter().take(len).collect();
    let letter = tex::fold(&Glyphs::plain(&written)).text();
    if letter.chars().count() == 1 && letter.chars().all(char::is_alphabetic) {
        out.push_str(&letter);
        return len - 1;
    }
    out.push('\'');
    1
}

/// At a backslash: TeX's protected characters are written as themselves. Returns how many more
/// characters were used.
fn escape_backslash(next: Option<char>, out: &mut String) -> usize {
    match next {
        Some(c @ ('%' | '#')) => out.push(c),
        // What follows tells whether the ampersand itself needs protection.
        Some('&') => return 0,
        Some(c @ ('_' | '$')) => out.extend(['\\', c]),
        Some(c) if !c.is_ascii_punctuation() => {
            out.push('\\');
            return 0;
        }
        _ => {
            out.push_str("\\\\");
            return 0;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(escape(text), expected, "{text}");
    }

    #[test]
    fn math_stays_where_nobody_reads_more_in_it() {
        check("$x_1$ and $a < b$", "$x_1$ and $a < b$");
        check("$[x](y)$", r"\$\[x\](y)\$");
        check("${x$", r"\${x\$");
        check("$<b>$", r"\$\<b>\$");
    }

    #[test]
    fn no_template_begins_in_what_is_written() {
        check("a {{x}} b {% y %}", "a {&#123;x}} b {&#37; y %}");
        check(r"$\frac{{\cal B}}{2}$", r"$\frac{ {\cal B}}{2}$");
        check("{0, 1}", "{0, 1}");
    }

    #[test]
    fn what_is_not_seen_stays_outside() {
        check(
            "a\u{3164}b\u{2800}c\u{115f}d\u{200b}e\u{e0041}f\u{202e}g",
            "abcdefg",
        );
    }

    #[test]
    fn each_place_has_its_own_escape() {
        let check = |text: &str, writing, expected: &str| {
            assert_eq!(whole(text, writing), expected, "{text} {writing:?}");
        };
        check("a|b $|x|$ \n*c*", Writing::Cell, r"a\|b $\|x\|$ \*c\*");
        check("a < b & *c* $x$", Writing::Html, "a &lt; b &amp; *c* $x$");
        check("a < \"b\"", Writing::Attribute, "a &lt; &quot;b&quot;");
        let list = |quotes, flow| Writing::YamlList(List { quotes, flow });
        check("A Bc, Jr.", list(Quotes::Plain, true), "\"A Bc, Jr.\"");
        check("A Bc, Jr.", list(Quotes::Plain, false), "A Bc, Jr.");
        check("O'Bc", list(Quotes::Single, true), "'O''Bc'");
        check(
            r#"say "x" \n"#,
            Writing::Yaml(Quotes::Double),
            r#"say \"x\" \\n"#,
        );
        check("it's", Writing::Yaml(Quotes::Single), "it''s");
        check("We show x", Writing::Yaml(Quotes::Plain), "We show x");
        check("We show: x", Writing::Yaml(Quotes::Plain), "\"We show: x\"");
        check(
            r"R&D 90\% $x_1$ a_b",
            Writing::Bibtex,
            r"R\&D 90\% $x_1$ a\_b",
        );
    }

    #[test]
    fn tildes_strike_nothing() {
        check("Fig.~3 and Fig.~4", "Fig. 3 and Fig. 4");
        check(
            "~5 to (~6) of https://e.org/~me",
            "~5 to (~6) of https://e.org/~me",
        );
        check("~$x_1$~", "~$x_1$&#126;");
        check("~a~ and ~~b~~", "~a&#126; and &#126;&#126;b&#126;&#126;");
    }

    #[test]
    fn protected_characters_stay_what_they_are() {
        check(r"R\&D \&lt;", r"R\&D \&lt;");
        check(r"caf\`e \`{a} \`x", "cafè à 'x");
    }
}
