//! The offline example, run as README's first command runs it. `UPDATE_EXPECT=1` rewrites the
//! golden files in `tests/demo`.
//!
//! Every test works on a copy of `config/`, so that tests, and whoever tries the example meanwhile,
//! do not meet.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const LIST: &str = "config/demo/papers.md";

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What README's first command hands to the program.
fn readme_arguments() -> Vec<String> {
    let readme = fs::read_to_string(project("README.md")).unwrap();
    let line = readme.lines().find(|line| line.starts_with("cargo run "));
    let (_, arguments) = line.unwrap().split_once(" -- ").unwrap();
    let arguments = arguments.split('#').next().unwrap().split_whitespace();
    arguments.map(str::to_owned).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let target = to.join(item.file_name());
        if item.file_type().unwrap().is_dir() {
            copy(&item.path(), &target);
        } else {
            fs::copy(item.path(), target).unwrap();
        }
    }
}

/// A folder with a copy of `config/`.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    copy(&project("config"), &folder.path().join("config"));
    folder
}

/// Runs the program there with nothing of this machine's environment.
fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_arxsync"));
    command.args(arguments).current_dir(folder.path());
    command
        .env_clear()
        .env("HOME", folder.path())
        .env("COLUMNS", "100");
    command.output().unwrap()
}

fn sync(folder: &TempDir, options: &[&str]) -> Output {
    let always = ["sync", "--config", "config/demo.toml"];
    run(folder, &[&always, options].concat())
}

fn list(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join(LIST)).unwrap()
}

fn report(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The rows of a report's table that have this value.
fn rows<'a>(report: &'a Value, table: &str, key: &str, value: &str) -> Vec<&'a Value> {
    let rows = report[table].as_array().unwrap().iter();
    rows.filter(|row| row[key] == value).collect()
}

fn expect_file(name: &str, found: &[u8]) {
    let path = project("tests/demo").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    assert_eq!(String::from_utf8_lossy(found), expected, "{name}");
}

#[test]
fn the_first_command_of_the_readme_shows_what_is_wrong_and_writes_nothing() {
    let folder = folder();
    let arguments = readme_arguments();
    let output = run(
        &folder,
        &arguments.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    expect_file("expected.diff", &output.stdout);
    expect_file("expected.txt", &output.stderr);
    assert_eq!(list(&folder), fs::read_to_string(project(LIST)).unwrap());
}

#[test]
fn every_kind_of_mistake_is_in_the_example() {
    let report = report(&sync(&folder(), &["--dry-run", "--json"]));
    let named = |table: &str, keys: &[&str]| {
        let rows = report[table].as_array().unwrap().iter();
        let words = |row: &Value| {
            let words: Vec<&str> = keys.iter().filter_map(|key| row[*key].as_str()).collect();
            words.join(" ")
        };
        let mut named: Vec<String> = rows.map(words).collect();
        named.sort();
        named.dedup();
        named
    };
    assert_eq!(
        named("changes", &["field", "kind", "decision", "why"]),
        [
            "abstract correct apply",
            "abstract correct skip pinned",
            "abstract fill apply",
            "authors correct apply",
            "authors fill apply",
            "title correct propose policy",
        ]
    );
    assert_eq!(
        named("findings", &["code"]),
        [
            "duplicate-id",
            "malformed-id",
            "not-returned",
            "own-words",
            "placeholder-link",
            "placeholder-text",
            "withdrawn",
            "wrong-id",
        ]
    );
    assert_eq!(
        named("entries", &["status"]),
        ["absent", "changed", "no-id", "not-arxiv", "ok", "wrong-id"]
    );
}

#[test]
fn right_text_in_another_spelling_is_left_alone() {
    let folder = folder();
    let report = report(&sync(&folder, &["--json"]));
    let tides = rows(&report, "entries", "arxiv_id", "2407.90718");
    assert_eq!(tides.len(), 1);
    assert_eq!(tides[0]["status"], "ok");
    let section = |text: &str| {
        let (_, tail) = text.split_once("### Tides").unwrap();
        tail.split("### Snow").next().unwrap().to_owned()
    };
    let original = fs::read_to_string(project(LIST)).unwrap();
    assert!(section(&original).contains(r"Poincar\'e"));
    assert_eq!(section(&list(&folder)), section(&original));
}

#[test]
fn the_edits_of_the_report_give_the_written_file() {
    let folder = folder();
    let mut text = list(&folder);
    let report = report(&sync(&folder, &["--json"]));
    let mut edits: Vec<&Value> = rows(&report, "changes", "decision", "apply")
        .iter()
        .flat_map(|change| change["edits"].as_array().unwrap())
        .collect();
    let place = |edit: &Value, key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
    edits.sort_by_key(|edit| place(edit, "start"));
    for edit in edits.iter().rev() {
        let span = place(edit, "start")..place(edit, "end");
        text.replace_range(span, edit["text"].as_str().unwrap());
    }
    assert!(!edits.is_empty());
    assert_eq!(list(&folder), text);
}

#[test]
fn a_second_run_finds_nothing_more_to_write() {
    let folder = folder();
    let check = |expected| {
        let output = sync(&folder, &["--check"]);
        assert_eq!(output.status.code(), Some(expected), "{output:?}");
    };
    check(1);
    let first = report(&sync(&folder, &["--json"]));
    assert_eq!(first["lists"][0]["written"], true);
    let corrected = list(&folder);
    check(0);
    let second = report(&sync(&folder, &["--json"]));
    assert!(rows(&second, "changes", "decision", "apply").is_empty());
    assert_eq!(second["lists"][0]["written"], false);
    assert_eq!(list(&folder), corrected);
}
