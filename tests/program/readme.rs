//! What README.md says is so: the help, the exit codes, the commands, the keys of the
//! configuration, the examples.

use arxsync::cli::exit::Exit;
use arxsync::config::{Config, Env};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(project(path)).unwrap()
}

/// The contents of the fenced blocks in a language.
fn blocks(markdown: &str, language: &str) -> Vec<String> {
    let open = format!("```{language}\n");
    let pieces = markdown.split(&open).skip(1);
    pieces
        .map(|piece| piece.split("```").next().unwrap().to_owned())
        .collect()
}

/// The commands of a script: its lines without comments.
fn commands(script: &str) -> Vec<&str> {
    let lines = script
        .lines()
        .map(|line| line.split('#').next().unwrap().trim());
    lines.filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_help_is_what_the_program_says() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_arxsync"));
    program.args(["sync", "--help"]).env("COLUMNS", "100");
    let help = String::from_utf8(program.output().unwrap().stdout).unwrap();
    let shown = blocks(&read("README.md"), "text");
    assert!(shown.contains(&help), "README.md lacks this block:\n{help}");
}

#[test]
fn the_exit_codes_are_the_programs() {
    let readme = read("README.md");
    let (_, section) = readme.split_once("### Exit codes").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let row = |line: &str| {
        let mut cells = line.trim_matches('|').split(" | ").map(str::trim);
        Some((cells.next()?.parse::<u8>().ok()?, cells.next()?.to_owned()))
    };
    let told: Vec<(u8, String)> = section.lines().filter_map(row).collect();
    let codes: Vec<u8> = told.iter().map(|(code, _)| *code).collect();
    let all = [
        Exit::Done,
        Exit::Pending,
        Exit::Error,
        Exit::Incomplete,
        Exit::Locked,
    ];
    assert_eq!(codes, all.map(Exit::code));
    let help = &blocks(&readme, "text")[1];
    for (code, meaning) in told {
        let line = format!("  {code:<3} {}", meaning.replace('`', ""));
        assert!(help.contains(&line), "the help says otherwise: {line}");
    }
}

#[test]
fn its_two_commands_are_the_ones_that_are_run() {
    let readme = read("README.md");
    let first = blocks(&readme, "sh").swap_remove(0);
    let [demo, test] = commands(&first)[..] else {
        panic!("the first block has two commands: {first}");
    };
    // What tests/program/demo.rs takes from the README, and runs.
    assert!(demo.starts_with("cargo run --release -- sync "), "{demo}");
    let ci = read(".ci/run");
    assert_eq!(commands(&ci).last(), Some(&test), "the end of .ci/run");
}

#[test]
fn its_configurations_load() {
    let configurations = blocks(&read("README.md"), "toml");
    assert_eq!(configurations.len(), 2);
    let env = Env {
        home: Some("/home/me".into()),
        ..Env::default()
    };
    for text in configurations {
        let checked = Config::check(&text, Path::new("README.md"), Path::new(""), &env);
        assert!(checked.is_ok(), "{}\n{text}", checked.unwrap_err());
    }
}

#[test]
fn its_examples_of_changes_are_the_demos() {
    let readme = read("README.md");
    let summary = &blocks(&readme, "text")[0];
    assert!(read("tests/demo/expected.txt").contains(summary.as_str()));
    let golden = read("tests/demo/expected.diff");
    let diff = blocks(&readme, "diff").swap_remove(0);
    for line in diff.lines() {
        assert!(golden.lines().any(|l| l == line), "{line}");
    }
}

#[test]
fn it_is_short_and_names_the_rust_it_needs() {
    let readme = read("README.md");
    assert!(readme.lines().count() <= 200);
    let manifest: toml::Table = toml::from_str(&read("Cargo.toml")).unwrap();
    let rust = manifest["package"]["rust-version"].as_str().unwrap();
    assert!(readme.contains(&format!("Rust {rust} or newer")));
}
