//! The rules of the house, read off the sources: who may use whom, what pure files may not name,
//! how long things may be.
//!
//! What the compiler and clippy already keep (docs on public items, no `unsafe`, no printing) is
//! not repeated here.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod circles;
mod citations;
mod manifest;
mod pages;
mod rules;
mod source;

use rules::{MAY_USE, OF_SOURCES, OF_TESTS, Rule};
use source::File;
use std::path::{Path, PathBuf};

/// A path in the project's folder.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn sources(folder: &Path, below: &str, files: &mut Vec<File>) {
    for item in std::fs::read_dir(folder).unwrap() {
        let item = item.unwrap();
        let path = format!("{below}{}", item.file_name().to_string_lossy());
        if item.file_type().unwrap().is_dir() {
            sources(&item.path(), &format!("{path}/"), files);
        } else if path.ends_with(".rs") {
            files.push(File::new(
                &path,
                &std::fs::read_to_string(item.path()).unwrap(),
            ));
        }
    }
}

/// The files of `src`.
fn all_sources() -> Vec<File> {
    let mut files = Vec::new();
    sources(&project("src"), "", &mut files);
    files
}

fn broken_rules(folder: &str, rules: &[Rule]) -> Vec<String> {
    let mut files = Vec::new();
    sources(&project(folder), "", &mut files);
    assert!(files.len() > 5, "{folder} was not found");
    let told = |file: &File| -> Vec<String> {
        let broken = rules.iter().flat_map(|rule| rule(file));
        broken
            .map(|(line, what)| format!("{folder}/{}:{line}: {what}", file.path))
            .collect()
    };
    let mut all: Vec<String> = files.iter().flat_map(told).collect();
    all.sort();
    all
}

#[test]
fn the_sources_keep_the_rules() {
    let broken = broken_rules("src", OF_SOURCES);
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn the_tests_keep_theirs() {
    let broken = broken_rules("tests", OF_TESTS);
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_folder_is_in_the_table() {
    for file in &all_sources() {
        let known = file
            .module()
            .first()
            .is_none_or(|own| MAY_USE.iter().any(|(folder, _)| folder == own));
        assert!(
            known,
            "src/{}: its folder has no line in MAY_USE",
            file.path
        );
    }
}

#[test]
fn the_table_for_people_says_the_same() {
    let page = std::fs::read_to_string(project("docs/architecture.md")).unwrap();
    for (folder, allowed) in MAY_USE {
        let start = format!("| `{folder}` |");
        let row = page.lines().find(|line| line.starts_with(&start)).unwrap();
        let (_, cell) = row.trim_end_matches(" |").rsplit_once("| ").unwrap();
        let mut told: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        let mut names: Vec<&str> = allowed.iter().flat_map(|a| a.split("::")).collect();
        for words in [&mut told, &mut names] {
            words.sort_unstable();
            words.dedup();
        }
        let all = cell == "all of the above";
        assert!(all || told == names, "docs/architecture.md: {row}");
    }
}

/// What these rules say of a file of this text, behind a first line of documentation.
fn check(rules: &[Rule], path: &str, text: &str, expected: &[&str]) {
    let file = File::new(path, &format!("//! Doc.\n{text}"));
    let told = rules.iter().flat_map(|rule| rule(&file));
    let told: Vec<String> = told.map(|(line, what)| format!("{line}: {what}")).collect();
    assert_eq!(told, expected, "{path}: {text}");
}

#[test]
fn a_test_that_is_skipped_in_its_own_words_is_noticed() {
    let check = |path: &str, text: &str, expected: &[&str]| check(OF_TESTS, path, text, expected);
    let own = "fn f() {\n    println!(\"skipped: no git\");\n}";
    let told = "3: `skipped:` outside of tests/common/skip.rs";
    check("lists/a.rs", own, &[told]);
    check("common/skip.rs", own, &[]);
    let own = "const A: &str = \"x/../shared/data\";";
    let told = "2: `../shared` outside of tests/common/shared.rs";
    check("lists/a.rs", own, &[told]);
    check("common/shared.rs", own, &[]);
    let fine = "// ../shared, \"skipped: \"\nfn f() { skipped(\"no git\"); g(\"was skipped: \"); }";
    check("lists/a.rs", fine, &[]);
}

#[test]
fn a_broken_rule_is_noticed_where_it_is_broken() {
    let check = |path: &str, text: &str, expected: &[&str]| check(OF_SOURCES, path, text, expected);
    check(
        "text/a.rs",
        "use crate::list::entry;",
        &["2: `text` may not use list::entry"],
    );
    check(
        "text/a.rs",
        "use super::super::plan;",
        &["2: `text` may not use plan"],
    );
    check(
        "text/a.rs",
        "/// [`crate::plan`]\nuse super::words; // crate::plan",
        &[],
    );
    check(
        "list/a.rs",
        "use crate::arxiv::{id, paper::Paper};",
        &["2: `list` may not use arxiv::paper::Paper"],
    );
    check(
        "list/layout/a.rs",
        "\nuse super::super::entry;\nuse crate::text::x;",
        &[],
    );
    check(
        "arxiv/mod.rs",
        "fn f(x: &crate::list::Entry) {}",
        &["2: `arxiv` may not use list::Entry"],
    );
    check(
        "plan/a.rs",
        "use std::time::Instant;",
        &["2: a pure file names Instant; time and bytes come in as values"],
    );
    check("list/file/write.rs", "use std::fs;", &[]);
    check(
        "app/a.rs",
        "const A: &str = \"SELECT 1\";",
        &["2: `SELECT` outside of src/store"],
    );
    check(
        "app/a.rs",
        "fn f<'a>(x: &'a str) { y.unwrap(); }",
        &["2: unwrap() outside of tests"],
    );
    check(
        "app/a.rs",
        "#[cfg(test)]\nmod tests {\n    fn f() { y.unwrap() }\n}\nfn g() {}",
        &[],
    );
    check(
        "app/a.rs",
        "fn f() { '\"'; \".unwrap()\"; r#\".unwrap()\"#; '\\''; }",
        &[],
    );
    check(
        "app/a.rs",
        &format!("fn f() {{\n{}}}", "x;\n".repeat(59)),
        &["2: a function of 61 lines, 60 are the most"],
    );
    check(
        "app/a.rs",
        &"\n".repeat(600),
        &["601: 601 lines without tests, 600 are the most"],
    );
    check(
        "app/a.rs",
        &format!(
            "{}#[cfg(test)]\nmod tests {{\n{}}}",
            "\n".repeat(500),
            "\n".repeat(500)
        ),
        &[],
    );
    let wide = "x".repeat(97);
    check(
        "app/a.rs",
        &format!("// {wide}\n/// {wide}\n/// | {wide} |\nconst A: &str = \"{wide}{wide}\";"),
        &["3: a comment line that goes beyond column 100"],
    );
}
