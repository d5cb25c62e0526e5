//! What comments cite is in the project: the page is there, and so is the section. A citation is
//! the path of a page in docs, with or without `#section`, or a file named in capitals, such as the
//! README.
//!
//! Notes that lie elsewhere cannot be cited: a reader of the project does not have them.

use crate::pages::{pages, wrong};
use crate::source::{Broken, File, blank};
use crate::{project, sources};
use std::path::Path;

/// Folders whose Rust files have comments.
const RUST: [&str; 4] = ["src", "tests", "benches", "fuzz/fuzz_targets"];

/// Other files with comments; all of their text is looked at.
const OTHERS: [(&str, &str); 4] = [
    ("config", "toml"),
    ("migrations", "sql"),
    ("systemd", "service"),
    ("tests/acceptance", "py"),
];

/// The comments of a source file, each character where it stands.
fn comments(text: &str) -> String {
    let code = blank(text, true);
    let both = text.chars().zip(code.chars());
    let only = both.map(|(c, code)| match c {
        '\n' => c,
        _ if c == code => ' ',
        _ => c,
    });
    only.collect()
}

/// The citations in a text: line, path, section.
fn citations(text: &str) -> Vec<(usize, &str, Option<&str>)> {
    let mut found = Vec::new();
    for (i, line) in text.lines().enumerate() {
        for (at, ending) in line.match_indices(".md") {
            let end = at + ending.len();
            let in_path = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
            let start = line[..at].trim_end_matches(in_path).len();
            let goes_on = line[end..].starts_with(|c: char| c.is_ascii_alphanumeric());
            if goes_on || !is_citation(&line[start..end]) {
                continue;
            }
            let behind = line[end..].strip_prefix('#').unwrap_or_default();
            let in_section = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
            let len = behind.find(|c| !in_section(c)).unwrap_or(behind.len());
            let section = (len > 0).then(|| &behind[..len]);
            found.push((i + 1, &line[start..end], section));
        }
    }
    found
}

/// Whether a path is one of the project's pages by its form, and not a list's in an example.
fn is_citation(path: &str) -> bool {
    let stem = path.trim_end_matches(".md").rsplit('/').next();
    let in_capitals =
        stem.is_some_and(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_uppercase()));
    path.starts_with("docs/") || in_capitals && !path.starts_with(['/', '.'])
}

/// The citations in a text that lead nowhere.
fn broken(text: &str) -> Vec<Broken> {
    let lost = citations(text)
        .into_iter()
        .filter_map(|(line, path, section)| {
            let why = wrong(Path::new(path), section)?;
            Some((line, format!("{path} is cited, and {why}")))
        });
    lost.collect()
}

fn told(path: &str, broken: Vec<Broken>) -> Vec<String> {
    let lines = broken.into_iter();
    lines
        .map(|(line, what)| format!("{path}:{line}: {what}"))
        .collect()
}

#[test]
fn comments_cite_what_is_there() {
    let mut all = Vec::new();
    for folder in RUST {
        let mut files: Vec<File> = Vec::new();
        sources(&project(folder), "", &mut files);
        assert!(!files.is_empty(), "{folder} was not found");
        for file in files {
            let path = format!("{folder}/{}", file.path);
            all.extend(told(&path, broken(&comments(&file.text))));
        }
    }
    for (folder, ending) in OTHERS {
        for file in std::fs::read_dir(project(folder)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|e| e == ending) {
                let text = std::fs::read_to_string(&path).unwrap();
                all.extend(told(path.to_str().unwrap(), broken(&text)));
            }
        }
    }
    assert!(all.is_empty(), "\n{}\n", all.join("\n"));
}

#[test]
fn pages_name_what_is_there() {
    for page in pages() {
        let text = std::fs::read_to_string(project(&page)).unwrap();
        let broken = told(&page, broken(&text));
        assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
    }
}

#[test]
fn a_lost_citation_is_noticed_where_it_stands() {
    let check = |text: &str, expected: &[&str]| {
        let broken = broken(&comments(text));
        let found: Vec<String> = broken
            .iter()
            .map(|(line, what)| format!("{line}: {what}"))
            .collect();
        assert_eq!(found, expected, "{text}");
    };
    check("//! See `docs/arxiv.md#terms` and docs/arxiv.md.\n", &[]);
    check("/// `README.md#exit-codes`\nfn f() {} // README.md", &[]);
    check(
        "fn f() {}\n// (`docs/arxiv.md#nothing`)",
        &["2: docs/arxiv.md is cited, and has no section #nothing"],
    );
    check(
        "/* docs/nothing.md */",
        &["1: docs/nothing.md is cited, and is not there"],
    );
    check(
        "/// The facts (`NOTES.md` 1.3).",
        &["1: NOTES.md is cited, and is not there"],
    );
    check("const A: &str = \"NOTES.md\";", &[]);
    check("// `list.md`, `./NOTES.md`, `a/b.md`, `NOTES.mdx`", &[]);
}
