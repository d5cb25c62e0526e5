//! The rules, one function each: a file in, the broken lines out.

use crate::source::{Broken, File, blank, named_paths};

/// Who may use whom: a folder of `src`, and the modules of the other folders that it may name.
/// `docs/architecture.md` has the same table for people.
pub const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("clock", &[]),
    ("arxiv", &["text", "clock"]),
    (
        "list",
        &["text", "arxiv::id", "arxiv::link", "arxiv::mention"],
    ),
    (
        "plan",
        &[
            "text",
            "arxiv::id",
            "arxiv::link",
            "arxiv::paper",
            "arxiv::lookup",
            "arxiv::search",
            "list",
        ],
    ),
    ("schedule", &[]),
    // An edit is plain data, and part of a change.
    (
        "report",
        &["plan", "arxiv::id", "list::edit", "text::hidden"],
    ),
    (
        "store",
        &[
            "plan",
            "arxiv::id",
            "arxiv::paper",
            "arxiv::lookup",
            "arxiv::search",
            "list::edit",
            "list::file",
        ],
    ),
    (
        "config",
        &[
            "text",
            "list::entry",
            "list::fill::trial",
            "list::form",
            "list::hints",
            "list::layout",
            "list::pattern",
            "arxiv::id",
            "plan",
            "schedule",
            "clock",
        ],
    ),
    (
        "app",
        &[
            "text", "arxiv", "list", "plan", "report", "schedule", "store", "config", "clock",
        ],
    ),
    (
        "cli",
        &[
            "text", "arxiv", "list", "plan", "report", "store", "config", "app",
        ],
    ),
];

/// Folders without clock, file, socket, environment and SQL, and the files in them that are the
/// door to these.
const PURE: &[&str] = &["text/", "plan/", "report/", "list/", "arxiv/", "schedule"];
const DOORS: &[&str] = &["list/file", "arxiv/client"];

/// What a pure file may not name.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "Timestamp::now",
    "SystemTime",
    "Instant",
    "tokio",
    "reqwest",
    "rusqlite",
];

const SQL: &[&str] = &[
    "SELECT ",
    "INSERT ",
    "DELETE FROM",
    "UPDATE ",
    "CREATE TABLE",
    "PRAGMA ",
    "rusqlite",
];

/// Without tests.
const MAX_LINES: usize = 600;
const MAX_FN_LINES: usize = 60;
/// Where a comment line ends at the latest.
const MAX_COMMENT: usize = 100;

/// A rule: the broken lines of a file.
pub type Rule = fn(&File) -> Vec<Broken>;

/// The rules for `src`.
pub const OF_SOURCES: &[Rule] = &[
    imports,
    purity,
    one_clock,
    sql,
    unwraps,
    module_doc,
    file_length,
    function_length,
    comment_width,
];

/// The rules for `tests`, where a long table is no long function.
pub const OF_TESTS: &[Rule] = &[module_doc, file_length, comment_width, one_word_of_skipping];

/// What only one file of `tests` says, so that no test can do nothing in silence: a word that is
/// printed in another way is kept back where the test passes.
const SAID_ONCE: &[(&str, &str)] = &[
    ("\"skipped: ", "common/skip.rs"),
    ("../shared", "common/shared.rs"),
];

fn imports(file: &File) -> Vec<Broken> {
    let module = file.module();
    let Some((_, allowed)) = module
        .first()
        .and_then(|own| MAY_USE.iter().find(|(folder, _)| folder == own))
    else {
        return Vec::new();
    };
    let within = |path: &str, place: &str| path == place || path.starts_with(&format!("{place}::"));
    let folders = MAY_USE.iter().map(|(folder, _)| folder);
    let foreign = |path: &&(usize, String)| {
        folders
            .clone()
            .any(|f| *f != module[0] && within(&path.1, f))
            && !allowed.iter().any(|a| within(&path.1, a))
    };
    let named = named_paths(file);
    let broken = named.iter().filter(foreign);
    broken
        .map(|(line, path)| (*line, format!("`{}` may not use {path}", module[0])))
        .collect()
}

fn is_pure(file: &File) -> bool {
    let lies_in = |places: &[&str]| places.iter().any(|place| file.path.starts_with(place));
    lies_in(PURE) && !lies_in(DOORS)
}

fn purity(file: &File) -> Vec<Broken> {
    let words: &[&str] = if is_pure(file) { IMPURE } else { &[] };
    let broken = words
        .iter()
        .flat_map(|word| file.lines_with(word).map(move |line| (line, *word)));
    broken
        .map(|(line, word)| {
            (
                line,
                format!("a pure file names {word}; time and bytes come in as values"),
            )
        })
        .collect()
}

/// Whoever reads the time of day elsewhere cannot be tested by a clock that jumps.
fn one_clock(file: &File) -> Vec<Broken> {
    let words = ["Timestamp::now", "SystemTime::now", "Zoned::now", "now_v7"];
    let words = words.iter().filter(|_| file.path != "clock.rs");
    let lines = words.flat_map(|word| file.lines_with(word).map(move |line| (line, *word)));
    lines
        .map(|(line, word)| (line, format!("{word} outside of src/clock.rs")))
        .collect()
}

fn sql(file: &File) -> Vec<Broken> {
    if file.path.starts_with("store") {
        return Vec::new();
    }
    let code = blank(&file.text, true);
    let lines = code.lines().enumerate();
    let broken = lines.filter_map(|(i, line)| {
        SQL.iter()
            .find(|word| line.contains(**word))
            .map(|word| (i + 1, word))
    });
    broken
        .map(|(line, word)| (line, format!("`{}` outside of src/store", word.trim())))
        .collect()
}

fn unwraps(file: &File) -> Vec<Broken> {
    if file.path.ends_with("/tests.rs") {
        return Vec::new();
    }
    file.lines_with(".unwrap()")
        .map(|line| (line, "unwrap() outside of tests".to_owned()))
        .collect()
}

/// The house itself has to name what it looks for.
fn one_word_of_skipping(file: &File) -> Vec<Broken> {
    if file.path.starts_with("house/") {
        return Vec::new();
    }
    let code = blank(&file.text, true);
    let mut broken = Vec::new();
    for (i, line) in code.lines().enumerate() {
        let said = SAID_ONCE.iter().filter(|(word, _)| line.contains(word));
        let elsewhere = said.filter(|(_, place)| file.path != *place);
        broken.extend(elsewhere.map(|(word, place)| {
            let word = word.trim_matches(['"', ' ']);
            (i + 1, format!("`{word}` outside of tests/{place}"))
        }));
    }
    broken
}

fn module_doc(file: &File) -> Vec<Broken> {
    let opens = file.text.starts_with("//! ");
    (!opens)
        .then(|| {
            (
                1,
                "a file opens with `//!`: what it is for, and what not".to_owned(),
            )
        })
        .into_iter()
        .collect()
}

fn file_length(file: &File) -> Vec<Broken> {
    let lines = file.lines_without_tests();
    let message = format!("{lines} lines without tests, {MAX_LINES} are the most");
    (lines > MAX_LINES)
        .then_some((lines, message))
        .into_iter()
        .collect()
}

/// A row of a table in a doc comment cannot be wrapped.
fn comment_width(file: &File) -> Vec<Broken> {
    let is_row = |line: &str| line.trim_start_matches(['/', '!', ' ']).starts_with('|');
    let lines = file.text.lines().enumerate();
    let broken = lines.filter(|(_, line)| {
        line.trim_start().starts_with("//") && line.chars().count() > MAX_COMMENT && !is_row(line)
    });
    broken
        .map(|(i, _)| {
            (
                i + 1,
                format!("a comment line that goes beyond column {MAX_COMMENT}"),
            )
        })
        .collect()
}

/// Relies on rustfmt: a function ends at the first closing brace of its own indentation.
fn function_length(file: &File) -> Vec<Broken> {
    let code = blank(&file.text, false);
    let lines: Vec<&str> = code.lines().collect();
    let mut broken = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let head = line.trim_start();
        let words: Vec<&str> = head
            .split_whitespace()
            .take_while(|word| !word.contains('{'))
            .collect();
        let is_fn = words
            .iter()
            .position(|word| *word == "fn")
            .is_some_and(|at| {
                words[..at]
                    .iter()
                    .all(|w| w.starts_with("pub") || matches!(*w, "async" | "const"))
            });
        if !is_fn || head.ends_with('}') || head.ends_with(';') {
            continue;
        }
        let close = format!("{}}}", &line[..line.len() - head.len()]);
        let length = lines[i..]
            .iter()
            .position(|l| *l == close)
            .map_or(0, |n| n + 1);
        if length > MAX_FN_LINES {
            broken.push((
                i + 1,
                format!("a function of {length} lines, {MAX_FN_LINES} are the most"),
            ));
        }
    }
    broken
}
