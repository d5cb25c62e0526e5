//! Golden folders: every folder of `tests/cases` is a list, arXiv's answer, and what a run makes of
//! them.
//!
//! | file | what it is |
//! | --- | --- |
//! | `list.md` | the list |
//! | `feed.xml` | what arXiv answers |
//! | `raw.xml` | a record as its authors submitted it, if any |
//! | `search.xml` | what a search by title finds, if any |
//! | `config.toml` | more configuration, if any |
//! | `args` | more arguments, one a line, if any |
//! | `expected.md` | the list after a run |
//! | `expected.txt` | exit code, statuses, changes and findings of the report |
//!
//! `UPDATE_EXPECT=1` writes the last two anew; read the difference before you keep it.

use super::place::Place;
use super::rendering;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_case_ends_as_expected() {
    let mut failed = Vec::new();
    let cases = cases();
    for case in &cases {
        if let Err(why) = check(case) {
            let name = case.file_name().unwrap().to_string_lossy();
            failed.push(format!("== {name}: {why}"));
        }
    }
    assert!(!cases.is_empty());
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

/// What a run says on stdout.
struct Told {
    text: String,
    json: Value,
}

impl Told {
    fn rows(&self, key: &str) -> &[Value] {
        self.json[key].as_array().unwrap()
    }
}

/// The rows of a table without the lines to which edits moved them, which people are told in words.
fn unplaced(told: &Told, key: &str) -> Vec<Value> {
    let mut rows = told.rows(key).to_vec();
    for row in &mut rows {
        let row = row.as_object_mut().unwrap();
        row.remove("line_now");
        for (key, value) in row {
            match key.as_str() {
                "message" | "note" | "evidence" => {
                    let text = value.as_str().unwrap_or_default();
                    *value = text.replace(|c: char| c.is_ascii_digit(), "").into();
                }
                _ => {}
            }
        }
    }
    rows
}

fn check(case: &Path) -> Result<(), String> {
    let list = fs::read(case.join("list.md")).unwrap();
    let place = Place::new();
    place.write("list.md", &list);
    for answer in ["feed.xml", "raw.xml", "search.xml"] {
        if let Ok(bytes) = fs::read(case.join(answer)) {
            place.write(&format!("feeds/{answer}"), bytes);
        }
    }
    let more = fs::read_to_string(case.join("config.toml")).unwrap_or_default();
    let config = format!(
        "[arxiv]\nfeeds = \"feeds\"\n[report]\ndir = \"reports\"\n[store]\ndir = \"state\"\n{more}"
    );
    place.write("arxsync.toml", config);
    let args = fs::read_to_string(case.join("args")).unwrap_or_default();
    let args: Vec<&str> = args.lines().collect();

    let dry = dry_run(&place, &args)?;
    let check = run(&place, &[&args[..], &["--check"]].concat())?;
    let applied = run(&place, &args)?;
    for key in ["entries", "changes", "findings"] {
        ensure(unplaced(&dry, key) == unplaced(&applied, key), || {
            format!("the dry run reported other {key}")
        })?;
    }
    let after = place.read("list.md");
    ensure(edited(&list, &applied) == after, || {
        "the edits of the report do not give the written list".into()
    })?;
    rendering::check(&list, &after, applied.rows("changes"))?;
    second_run(&place, &args)?;
    undone(&place, &applied, &list)?;
    let told = format!("with --check: {}{}", check.text, summary(&applied));
    expect(&case.join("expected.txt"), told.as_bytes())?;
    expect(&case.join("expected.md"), &after)
}

fn run(place: &Place, args: &[&str]) -> Result<Told, String> {
    let args = [&["sync", "--json", "list.md"], args].concat();
    let ran = place.run(&args);
    let json = serde_json::from_str(&ran.stdout).map_err(|e| format!("{e}: {ran:?}"))?;
    let text = format!("exit {}\n", ran.code.unwrap());
    Ok(Told { text, json })
}

/// An undo of the run gives the list its bytes back, where they hold no name that is kept nowhere.
fn undone(place: &Place, applied: &Told, list: &[u8]) -> Result<(), String> {
    if place.read("list.md") == list {
        return Ok(());
    }
    let id = applied.json["run"]["id"].as_str().unwrap_or_default();
    let ran = place.run(&["undo", "--run", id]);
    let is_undone = place.read("list.md") == list || ran.stdout.contains("is kept nowhere");
    ensure(is_undone, || format!("not undone: {ran:?}"))
}

/// A dry run leaves everything but the state (which holds the cache) as it was.
fn dry_run(place: &Place, args: &[&str]) -> Result<Told, String> {
    let user_files = || {
        let mut tree = place.tree();
        tree.retain(|path, _| !path.starts_with(place.path("state")));
        tree
    };
    let before = user_files();
    let told = run(place, &[args, &["--dry-run"]].concat())?;
    ensure(user_files() == before, || "the dry run wrote".into())?;
    Ok(told)
}

/// A second run has nothing to write.
fn second_run(place: &Place, args: &[&str]) -> Result<(), String> {
    let list = |place: &Place| place.tree().remove(&place.path("list.md"));
    let before = list(place);
    let told = run(place, args)?;
    let again = told.rows("changes").iter();
    let again: Vec<&Value> = again.filter(|c| c["decision"] == "apply").collect();
    ensure(again.is_empty() && list(place) == before, || {
        format!("a second run is not content: {again:?}")
    })
}

/// The list with the report's edits made, from the last to the first.
fn edited(list: &[u8], told: &Told) -> Vec<u8> {
    let applied = told.rows("changes").iter();
    let applied = applied.filter(|change| change["decision"] == "apply");
    let mut edits: Vec<&Value> = applied
        .flat_map(|change| change["edits"].as_array().unwrap())
        .collect();
    let offset = |edit: &Value, key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
    edits.sort_by_key(|edit| (offset(edit, "start"), offset(edit, "end")));
    let mut text = list.to_vec();
    for edit in edits.into_iter().rev() {
        let span = offset(edit, "start")..offset(edit, "end");
        text.splice(span, edit["text"].as_str().unwrap().bytes());
    }
    text
}

/// What of the report a case fixes.
fn summary(told: &Told) -> String {
    let mut text = told.text.clone();
    let mut rows = |key: &str, columns: &[&str]| {
        for row in told.rows(key) {
            let rest = ["suggestion", "note"]
                .iter()
                .filter(|column| row[**column].is_string());
            let cells = columns.iter().chain(rest).map(|column| cell(&row[*column]));
            text += &format!("{} {}\n", key, cells.collect::<Vec<_>>().join(" "));
        }
    };
    rows("entries", &["line", "arxiv_id", "status", "title"]);
    rows("changes", &["line", "field", "kind", "decision", "why"]);
    rows("findings", &["line", "code", "message"]);
    text
}

fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".into(),
        other => other.to_string(),
    }
}

fn expect(path: &Path, found: &[u8]) -> Result<(), String> {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, found).unwrap();
    }
    let expected = fs::read(path).unwrap_or_default();
    ensure(expected == found, || {
        let name = path.file_name().unwrap().to_string_lossy();
        let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        format!("{name} is\n{}\nexpected\n{}", show(found), show(&expected))
    })
}

fn ensure(holds: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}
