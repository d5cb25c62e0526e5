//! A place in which the program has run once, offline, and its database. Expects nothing but that
//! the run works.

use super::place::Place;
use rusqlite::Connection;
use serde_json::Value;
use std::fs;
use std::path::Path;

pub const DB: &str = "state/arxsync.db";

/// The configuration, the list of the offline example, and its saved answers.
pub fn fresh(more: &str) -> Place {
    let place = Place::new();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo");
    for file in ["papers.md", "feeds/town.xml", "feeds/water.xml"] {
        place.write(file, fs::read(demo.join(file)).unwrap());
    }
    let config =
        "[arxiv]\nfeeds = \"feeds\"\n[store]\ndir = \"state\"\n[[list]]\npath = \"papers.md\"\n";
    place.write("arxsync.toml", format!("{config}{more}"));
    place
}

/// The same after a run.
pub fn after_a_run() -> Place {
    let place = fresh("");
    let ran = place.run(&["sync"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    place
}

pub fn database(place: &Place) -> Connection {
    Connection::open(place.path(DB)).unwrap()
}

/// Changes the database, and leaves no log behind.
pub fn execute(place: &Place, sql: &str) {
    let db = database(place);
    db.execute_batch(sql).unwrap();
    db.close().unwrap();
}

/// Records a run that began so many minutes ago and took one.
pub fn run_row(id: &str, minutes_ago: i64, outcome: &str) -> String {
    let at = format!("CAST(strftime('%s', 'now', '-{minutes_ago} minutes') AS INTEGER) * 1000");
    let end = match outcome {
        "" => "NULL, NULL".to_owned(),
        _ => format!("{at} + 60000, '{outcome}'"),
    };
    format!(
        "INSERT INTO runs (id, mode, started_at, finished_at, outcome) VALUES ('{id}', 'apply', {at}, {end});"
    )
}

/// A write of the list that nobody settled.
pub fn planned_write(place: &Place, run: &str) -> String {
    let list = place.path("papers.md").canonicalize().unwrap();
    format!(
        "INSERT INTO writes (run_id, list, sha256_before, sha256_after, temp_name, state, planned_at)
         VALUES ('{run}', '{}', 'a', 'b', '.arxsync-{run}-0.tmp', 'planned', 1);",
        list.display()
    )
}

/// What a command says as JSON, and its exit code.
pub fn json(place: &Place, args: &[&str]) -> (Value, Option<i32>) {
    let ran = place.run(&[args, &["--json"]].concat());
    let value = serde_json::from_str(&ran.stdout).unwrap_or_else(|e| panic!("{e}: {ran:?}"));
    (value, ran.code)
}
