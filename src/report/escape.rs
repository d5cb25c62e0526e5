//! Untrusted text for the Markdown of a report, which people paste into issues and pull requests
//! (`docs/report.md#hostile-text`).
//!
//! Only for reports: it puts invisible characters behind `@` and `#` so that nobody is notified,
//! which must never get into a list.

use super::sanitize;

/// Breaks what GitHub would make a mention, reference or link of; nothing is seen of it.
const BREAK: &str = "&#8203;";

/// The text as literal Markdown on one line: no link, tag, image, mention, reference, math,
/// emphasis or block.
///
/// Marks that could mean nothing where they stand stay bare, so that the report can be read
/// unrendered too.
pub fn text(untrusted: &str) -> String {
    let line = sanitize::one_line(untrusted);
    let mut out = String::with_capacity(line.len() * 2);
    for word in line.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let gh_ref = word.ends_with('-') && bare.eq_ignore_ascii_case("gh");
        let breaks = gh_ref || looks_like_commit(bare);
        let www = bare.eq_ignore_ascii_case("www");
        for (at, c) in word.chars().enumerate() {
            let block_start = matches!(c, '.' | ')' | '-' | '+' | '=') && !out.contains(opens_text);
            if block_start || (www && c == '.') {
                out.push('\\');
            }
            push_escaped(&mut out, c);
            if breaks && at == 0 {
                out.push_str(BREAK);
            }
        }
    }
    // Before a space, a colon makes no address and no emoji, and it is in half of all titles.
    out.replace("\\: ", ": ")
}

/// Whether a character ends the possibility that what follows starts a list, a rule or an
/// underlined heading.
fn opens_text(c: char) -> bool {
    !matches!(c, '0'..='9' | '\\' | '-' | '+' | '=' | '.' | ')')
}

/// GitHub links seven to forty hexadecimal digits as a commit; plain numbers are left in peace.
fn looks_like_commit(word: &str) -> bool {
    (7..=40).contains(&word.len())
        && word.bytes().all(|b| b.is_ascii_hexdigit())
        && word.bytes().any(|b| b.is_ascii_alphabetic())
}

fn push_escaped(out: &mut String, c: char) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        // GitHub takes some escaped dollars for math all the same.
        '$' => out.push_str("&#36;"),
        '@' | '#' => {
            out.push('\\');
            out.push(c);
            out.push_str(BREAK);
        }
        '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '~' | '|' | '^' | ':' => {
            out.push('\\');
            out.push(c);
        }
        _ => out.push(c),
    }
}

/// The text as a code span that no backtick inside can end.
pub fn code(untrusted: &str) -> String {
    let line = sanitize::one_line(untrusted);
    let ticks = "`".repeat(longest_run(&line, '`') + 1);
    // Markdown takes one blank away on each side where a code span has both.
    let pad = if line.is_empty() || line.starts_with('`') || line.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{ticks}{pad}{line}{pad}{ticks}")
}

/// A fenced block of these lines that none of them can end.
pub fn block(language: &str, lines: &[String]) -> String {
    let longest = lines.iter().map(|line| longest_run(line, '`')).max();
    let fence = "`".repeat((longest.unwrap_or(0) + 1).max(3));
    let mut out = format!("{fence}{language}\n");
    for line in lines {
        out.push_str(line);
        out.push('\n');
    }
    out + &fence + "\n"
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    fn check(input: &str, expected: &str) {
        assert_eq!(text(input), expected, "{input:?}");
    }

    #[test]
    fn text_is_escaped_for_a_report() {
        check("A plain title", "A plain title");
        check(
            "@octocat fixes #123",
            "\\@&#8203;octocat fixes \\#&#8203;123",
        );
        check("GH-1 gh-2 weigh-3", "G&#8203;H-1 g&#8203;h-2 weigh-3");
        check(
            "deadbeef1234567 12345678 facade",
            "d&#8203;eadbeef1234567 12345678 facade",
        );
        check("<b>&amp;", "&lt;b&gt;&amp;amp;");
        check(
            "Fast, (very) 3.5x-models: it's 100%",
            "Fast, (very) 3.5x-models: it's 100%",
        );
        check("1. - a-b", "1\\. - a-b");
        check("www.evil.example http://e", "www\\.evil.example http\\://e");
        check("costs $5", "costs &#36;5");
        check("A\n# H1", "A \\#&#8203; H1");
        check("a\u{202e}b", "a\\\\u\\{202e\\}b");
    }

    /// What the Markdown parser makes of it: its text, and whether it is nothing but text in a
    /// paragraph.
    fn read_back(markdown: &str) -> (String, bool) {
        let mut read = String::new();
        let mut only_text = true;
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(part) => read.push_str(&part),
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                _ => only_text = false,
            }
        }
        (read.replace('\u{200b}', ""), only_text)
    }

    #[test]
    fn hostile_text_reads_back_as_itself_and_as_nothing_else() {
        for hostile in [
            "Evil](javascript:alert(1)) [x",
            "![p](http://evil/p.png)",
            "<script>alert(1)</script><img src=x onerror=alert(1)>",
            "x <!-- arxsync:end --> y -->",
            "a | b `c | d`",
            "[x][1] [^1] \\[ ]( \\",
            "a@evil.example www.evil.example https://evil.example",
            "$\\href{javascript:alert(1)}{x}$ costs $5",
            "`a` ``` ~~~ __b__ **c** ~~d~~",
            "1. one - two + three > four = five",
            "&lt;b&gt; &#64;octocat",
            "mailto:a :smile: back\\: slash",
            "12) twelve",
            "- item",
            "+ item",
            "---",
            "===",
            "(c) \"quoted\" it's: 50% off; yes? no! a/b {#id}",
        ] {
            assert_eq!(read_back(&text(hostile)), (hostile.to_owned(), true));
        }
    }

    #[test]
    fn code_cannot_be_left() {
        for (input, expected) in [
            ("README.md:9", "`README.md:9`"),
            ("a`b", "``a`b``"),
            ("``", "``` `` ```"),
            ("a\n\n# b", "`a # b`"),
        ] {
            assert_eq!(code(input), expected);
        }
        let lines = ["- ````".to_owned(), "+ x".to_owned()];
        assert_eq!(block("diff", &lines), "`````diff\n- ````\n+ x\n`````\n");
        assert_eq!(block("diff", &lines[1..]), "```diff\n+ x\n```\n");
    }
}
