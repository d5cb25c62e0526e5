//! The decisions file, with any text as title, list and reason, also what is made to break files,
//! pages and terminals: what is written is read again as it was meant, and nothing else with it.

use arxsync::config::decisions::{Decisions, Dismissal, Rejection, Scope, Step, edited};
use arxsync::plan::memory::{Ignored, Rejected};
use arxsync::plan::{Code, Field};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::path::Path;

/// What other tools have stumbled over, and what means something to TOML, Git, pages, terminals.
const HOSTILE: [&str; 34] = [
    "",
    " ",
    "\n",
    "\r",
    "\r\n",
    "a\rb",
    "\0",
    "\u{7f}",
    "\u{1b}]0;owned\u{7}",
    "\u{9b}31m",
    "\u{85}",
    "\u{2028}x\u{2029}",
    "\u{202e}gpj.exe",
    "\u{feff}",
    "\"",
    "\"\"\"",
    "'''",
    "'",
    "\"\"\"\"\"",
    "\\",
    "\\\\",
    "ends with \\",
    "\\\n  folded",
    "\"]]\n[[ignored]]\ncode = \"withdrawn\"\n",
    "# no comment",
    "a = 1\nb = 2",
    "\n<<<<<<< HEAD\n=======\n>>>>>>> theirs\n",
    "<<<<<<< HEAD",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1)) | `${x}` -->",
    "𝔘𝔫𝔦 é e\u{301} 中 🦉",
    "../../etc/passwd",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => proptest::sample::select(&HOSTILE[..]).prop_map(str::to_owned),
        2 => proptest::collection::vec(proptest::sample::select(&HOSTILE[..]), 1..5).prop_map(|parts| parts.concat()),
        3 => any::<String>(),
        1 => (proptest::sample::select(&HOSTILE[..]), 0usize..4).prop_map(|(part, n)| part.repeat(n * 800)),
    ]
}

fn scope() -> impl Strategy<Value = Scope> {
    let maybe = || proptest::option::of(text());
    (maybe(), maybe(), maybe()).prop_map(|(list, title, because)| Scope {
        list,
        title,
        because,
    })
}

fn paper() -> impl Strategy<Value = arxsync::arxiv::id::ArxivId> {
    (1u32..4).prop_map(|n| format!("2401.{n:05}").parse().unwrap())
}

fn rejection() -> impl Strategy<Value = Rejection> {
    let fields = [Field::Title, Field::Link, Field::Authors, Field::Abstract];
    let field = proptest::sample::select(fields.to_vec());
    (
        scope(),
        paper(),
        field,
        proptest::option::of(1u32..9),
        text(),
    )
        .prop_map(|(scope, paper, field, version, words)| Rejection {
            scope,
            rejected: Rejected {
                paper,
                field,
                version,
                words,
            },
        })
}

fn dismissal() -> impl Strategy<Value = Dismissal> {
    let maybe = || proptest::option::of(text());
    let code = proptest::sample::select(&[Code::NewerVersion, Code::Withdrawn][..]);
    let until = proptest::option::of((2026i16..2100, 1i8..13, 1i8..29));
    (
        scope(),
        code,
        proptest::option::of(paper()),
        maybe(),
        maybe(),
        until,
    )
        .prop_map(|(scope, code, paper, entry, at, until)| Dismissal {
            scope,
            ignored: Ignored {
                code,
                paper,
                entry,
                at,
            },
            until: until.map(|(y, m, d)| jiff::civil::date(y, m, d)),
        })
}

/// The decisions that hold after steps, by their ids; of those with one id the last.
fn held<T: Clone>(steps: &[T], id: impl Fn(&T) -> String) -> Vec<T> {
    let is_last = |(at, step): &(usize, &T)| steps[at + 1..].iter().all(|s| id(s) != id(step));
    let last = steps.iter().enumerate().filter(is_last);
    let mut kept: Vec<T> = last.map(|(_, step)| step.clone()).collect();
    kept.sort_by_key(id);
    kept
}

#[test]
fn whatever_the_words_are_a_decision_is_read_as_it_was_made() {
    let file = Path::new("d.toml");
    let cases = (
        proptest::collection::vec(rejection(), 0..5),
        proptest::collection::vec(dismissal(), 0..5),
        any::<bool>(),
    );
    TestRunner::new(crate::config(200))
        .run(&cases, |(rejected, ignored, one_by_one)| {
            let reject = rejected.iter().cloned().map(Step::Reject);
            let steps: Vec<Step> = reject
                .chain(ignored.iter().cloned().map(Step::Ignore))
                .collect();
            let mut text = String::new();
            let size = if one_by_one { 1 } else { steps.len().max(1) };
            for steps in steps.chunks(size) {
                text = edited(&text, file, steps).expect("its own file is understood");
            }
            let mut found = Decisions::parse(&text, file).expect("what is written is read");
            found.rejected.sort_by_key(Rejection::id);
            found.ignored.sort_by_key(Dismissal::id);
            prop_assert_eq!(found.rejected, held(&rejected, Rejection::id), "{}", text);
            prop_assert_eq!(found.ignored, held(&ignored, Dismissal::id), "{}", text);
            // A line of it is a key and its value, so that Git and people see what changed.
            let ok = |line: &str| {
                line.is_empty() || line.starts_with(['#', '[']) || line.contains(" = ")
            };
            prop_assert!(text.lines().all(ok), "{}", text);
            let acts = |c: char| {
                c != '\n'
                    && (c.is_control()
                        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
            };
            prop_assert!(!text.contains(acts), "{:?}", text);
            Ok(())
        })
        .unwrap();
}
