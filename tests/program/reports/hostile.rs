//! Text that would like to be more than text (`docs/report.md#hostile-text`), put in every place of
//! a run that can hold any.

use super::sample;
use arxsync::plan::memory::Lapsed;
use arxsync::report::markdown::{Shape, markdown};
use arxsync::report::{LeftOut, Problem, Run, Written, json::json, terminal::summary};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

pub const HOSTILE: [&str; 16] = [
    "Evil](javascript:alert(1)) [x",
    "![p](http://evil/p.png)",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "x <!-- arxsync:end --> y -->",
    "a | b `c | d` ~~gone~~ **bold** __under__",
    "A\n# H1\n- [x] done\n[ref]: http://evil",
    "[x][1] [^1] \\[ ]( \\",
    "@octocat fixes #123 GH-1 org/repo#5 deadbeef1234567",
    "a@evil.example www.evil.example https://evil.example",
    "$\\href{javascript:alert(1)}{x}$ costs $5",
    "`a` ``` ```` ~~~~ \n```\n# out\n",
    "abc\u{202e}txt.exe\u{2066} Att\u{200b}ention \u{feff}",
    "\x1b]52;c;ZWNobyBoaQ==\x07 \x1b]8;;http://evil\x07x \x1b[2J \u{9b}31m \r\n\x08",
    "&lt;b&gt; &#64;octocat &commat;octocat",
    "1. one\n\n    code\n\n---\n===",
    "</details></pre></td> \u{2028} \u{85} \0",
];

/// The sample with this text wherever arXiv, a list, a path or a file system's message may put one.
pub fn run_with(text: &str) -> Run {
    let mut run = sample::run();
    run.left_out = vec![LeftOut {
        path: text.to_owned(),
        why: text.to_owned(),
    }];
    run.reported = Written::At(text.to_owned());
    for list in &mut run.lists {
        list.path = text.to_owned();
        list.problem = Some(Problem::Failed(text.to_owned()));
        for entry in &mut list.plan.entries {
            entry.title = text.to_owned();
        }
        for change in &mut list.plan.changes {
            change.before = change
                .before
                .as_ref()
                .map(|_| format!("old {text} and {text}"));
            change.after = format!("{text} and new {text}");
            change.note = Some(text.to_owned());
            change.version_day = Some(text.to_owned());
        }
        if let Some(change) = list.plan.changes.last_mut() {
            change.lapsed = Some(Lapsed {
                version: Some(1),
                on: Some(text.to_owned()),
                because: Some(text.to_owned()),
            });
        }
        for finding in &mut list.plan.findings {
            finding.message = text.to_owned();
        }
    }
    run
}

/// What a Markdown report is made of: its tags in order, and its text outside code.
fn structure(report: &str) -> (Vec<String>, String) {
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    let (mut tags, mut text, mut in_code) = (Vec::new(), String::new(), false);
    for event in Parser::new_ext(report, options) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => tags.push(link(&dest_url)),
            Event::Start(tag) => {
                in_code = matches!(tag, Tag::CodeBlock(_));
                tags.push(format!("{tag:?}"));
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(part) if !in_code => text.push_str(&part),
            Event::End(_) | Event::Text(_) | Event::SoftBreak => {}
            Event::Code(_) => tags.push("code".to_owned()),
            other => tags.push(format!("{other:?}")),
        }
    }
    (tags, text)
}

/// Without what shows which words differ: some texts are shown in a line, some in a block. That the
/// marks of a line are nothing but marks is tested beside them.
fn without_marks(tags: Vec<String>) -> Vec<String> {
    let marks = [
        "Strong",
        "Strikethrough",
        "HardBreak",
        "Paragraph",
        "CodeBlock",
    ];
    let is_mark = |tag: &String| marks.iter().any(|mark| tag.starts_with(mark));
    tags.into_iter().filter(|tag| !is_mark(tag)).collect()
}

/// Where a link leads: to a paper, or to a list's line, whose path is anybody's text.
fn link(to: &str) -> String {
    let Some((path, line)) = to.split_once("#L") else {
        return format!("link {to}");
    };
    let is_path = |b: u8| b.is_ascii_alphanumeric() || b"%-._/".contains(&b);
    assert!(path.bytes().all(is_path) && !path.starts_with("//"), "{to}");
    format!("link to line {line}")
}

#[test]
fn a_markdown_report_keeps_its_structure() {
    let (expected, _) = structure(&markdown(&run_with("harmless"), &Shape::default()));
    assert!(
        expected
            .iter()
            .any(|tag| tag == "link https://arxiv.org/abs/2210.02414v2")
    );
    let expected = without_marks(expected);
    for hostile in HOSTILE {
        let report = markdown(&run_with(hostile), &Shape::default());
        let (tags, text) = structure(&report);
        assert_eq!(without_marks(tags), expected, "{hostile:?}");
        for at in text.match_indices(['@', '#']).map(|(at, _)| at + 1) {
            assert!(
                text[at..].starts_with('\u{200b}'),
                "{hostile:?}: {}",
                &text[at - 1..]
            );
        }
        assert!(!report.contains(acts_or_hides), "{hostile:?}");
    }
}

/// What neither a terminal nor a reader of bytes may meet.
pub fn acts_or_hides(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(
            c,
            '\u{200b}' | '\u{202e}' | '\u{2066}' | '\u{2028}' | '\u{feff}'
        )
}

#[test]
fn nothing_but_the_summarys_own_colours_acts_on_a_terminal() {
    for hostile in HOSTILE {
        for width in [0, 60, 100, 300] {
            let shown = summary(&run_with(hostile), width);
            let mut bare = String::new();
            for (n, part) in shown.split("\x1b[").enumerate() {
                let (codes, rest) = if n == 0 {
                    ("", part)
                } else {
                    part.split_once('m').unwrap()
                };
                assert!(
                    codes.bytes().all(|b| b.is_ascii_digit() || b == b';'),
                    "{codes:?}"
                );
                bare.push_str(rest);
            }
            assert!(!bare.contains(acts_or_hides), "{hostile:?}: {bare:?}");
        }
    }
}

#[test]
fn json_gives_back_the_text_itself() {
    for hostile in HOSTILE {
        let report: serde_json::Value = serde_json::from_str(&json(&run_with(hostile))).unwrap();
        assert_eq!(report["entries"][0]["title"], hostile);
        assert_eq!(report["lists"][1]["problem"], hostile);
    }
}
