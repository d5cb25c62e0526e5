//! The commands that only look change no byte, make no file and hold up nobody, whatever state the
//! database was left in.

use super::bad_input::NOBODY;
use super::place::Place;
use super::service::{DB, after_a_run, database, fresh, json, planned_write, run_row};
use crate::skip::skipped;
use arxsync::store::{RunLock, Store};
use rusqlite::Connection;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::process::Command;
use std::sync::mpsc::{self, TryRecvError};
use std::thread;

const LOOKING: &[&[&str]] = &[
    &["status"],
    &["status", "--json"],
    &["history"],
    &["history", "2401.90101"],
    &["history", "papers.md", "--json"],
    &["doctor"],
    &["doctor", "--json"],
    &["config", "check"],
];

/// Runs all of them; the history must know these runs.
fn check(place: &Place, runs: &[&str]) {
    let before = place.tree();
    for args in LOOKING {
        let ran = place.run(args);
        assert!(matches!(ran.code, Some(0 | 2 | 3)), "{args:?} {ran:?}");
        // That no run could work is an error of `config check`, and a finding of the others.
        let is_error = args[0] == "config" && ran.code == Some(2);
        let found = (ran.stdout.is_empty(), ran.stderr.is_empty());
        assert_eq!(found, (is_error, !is_error), "{ran:?}");
        assert!(place.tree() == before, "{args:?} wrote");
    }
    let (history, _) = json(place, &["history"]);
    let told = history["runs"].as_array().unwrap();
    for run in runs {
        assert!(told.iter().any(|row| row["id"] == *run), "{run}: {history}");
    }
}

/// The database is in use: its last rows are only in its log.
fn with_log(place: &Place) -> Connection {
    let db = database(place);
    db.execute_batch(&run_row("in-the-log", 1, "clean"))
        .unwrap();
    assert!(
        fs::metadata(place.path("state/arxsync.db-wal"))
            .unwrap()
            .len()
            > 0
    );
    db
}

#[test]
fn nothing_is_touched_before_the_first_run() {
    let place = fresh("");
    check(&place, &[]);
    assert!(!place.path("state").exists());
}

#[test]
fn nothing_is_touched_after_a_run() {
    check(&after_a_run(), &[]);
}

#[test]
fn a_database_in_use_is_read_with_its_log() {
    let place = after_a_run();
    let db = with_log(&place);
    check(&place, &["in-the-log"]);
    // Somebody who is about to write is not held up, and holds nobody up.
    db.execute_batch("BEGIN IMMEDIATE").unwrap();
    check(&place, &["in-the-log"]);
    db.execute_batch(&run_row("later", 0, "clean")).unwrap();
    db.execute_batch("COMMIT").unwrap();
    check(&place, &["in-the-log", "later"]);
}

/// Runs begin and end all the time: every look gets one consistent state.
#[test]
fn a_database_that_is_opened_and_closed_all_the_time_can_be_read() {
    const MOST: i32 = 500;
    let place = &after_a_run();
    let (going_on, is_over) = mpsc::channel::<()>();
    let write = move || {
        let mut number = 0;
        while is_over.try_recv() == Err(TryRecvError::Empty) {
            number += 1;
            let db = database(place);
            let row = run_row(&format!("run-{number}"), 0, "clean");
            let old = number - MOST;
            db.execute_batch(&format!(
                "BEGIN IMMEDIATE; {row}; DELETE FROM runs WHERE id = 'run-{old}'; COMMIT"
            ))
            .unwrap();
            if number % 3 == 0 {
                db.execute_batch("PRAGMA wal_checkpoint").unwrap();
            }
        }
        number
    };
    let written = thread::scope(|scope| {
        // Also an assertion that fails ends it, and with it the writing.
        let going_on = going_on;
        let writer = scope.spawn(write);
        for _ in 0..60 {
            let ran = place.run(&["history", "--json", "--limit", "100000"]);
            assert_eq!(ran.code, Some(0), "{ran:?}");
            let told: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
            let runs = told["runs"].as_array().unwrap().iter();
            let mut numbers: Vec<i32> = runs
                .filter_map(|run| run["id"].as_str()?.strip_prefix("run-")?.parse().ok())
                .collect();
            numbers.sort_unstable();
            let is_whole = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
            let is_all = numbers.len() == MOST as usize || matches!(numbers[..], [] | [1, ..]);
            assert!(is_whole && is_all, "{numbers:?}");
        }
        drop(going_on);
        writer.join().unwrap()
    });
    assert!(written > 60, "{written}");
}

#[test]
fn what_a_crash_left_is_read_with_its_log() {
    for side_files in [&["-wal"][..], &["-wal", "-shm"]] {
        let place = after_a_run();
        let crashed = fresh("");
        let db = with_log(&place);
        for suffix in [&[""], side_files].concat() {
            let file = format!("{DB}{suffix}");
            crashed.write(&file, place.read(&file));
        }
        drop(db);
        fs::set_permissions(crashed.path("state"), fs::Permissions::from_mode(0o700)).unwrap();
        check(&crashed, &["in-the-log"]);
        // And it can still be used.
        drop(Store::open(&crashed.path(DB)).unwrap());
        check(&crashed, &["in-the-log"]);
    }
}

#[test]
fn whoever_holds_the_lock_is_named_and_not_held_up() {
    let place = after_a_run();
    let lock = RunLock::acquire(&place.path("state"), "under-way").unwrap();
    let db = with_log(&place);
    let long_ago = "UPDATE runs SET started_at = started_at - 600000 WHERE id <> 'in-the-log'";
    db.execute_batch(long_ago).unwrap();
    db.execute_batch(&run_row("under-way", 0, "")).unwrap();
    db.execute_batch(&planned_write(&place, "under-way"))
        .unwrap();
    check(&place, &["under-way"]);
    let (status, code) = json(&place, &["status"]);
    assert_eq!(code, Some(0), "{status}");
    assert_eq!(status["running"]["pid"], std::process::id());
    assert_eq!(status["running"]["run"], "under-way");
    assert_eq!(status["failures_in_a_row"], 0);
    assert!(
        place
            .run(&["status"])
            .stdout
            .contains("under way: 0 papers")
    );
    let (found, code) = json(&place, &["doctor"]);
    assert_eq!((code, &found["faults"]), (Some(0), &0.into()), "{found}");

    drop(lock);
    let (status, code) = json(&place, &["status"]);
    assert_eq!(code, Some(3), "{status}");
    assert_eq!(status["failures_in_a_row"], 1);
    assert!(
        place
            .run(&["status"])
            .stdout
            .contains("broke off: 0 papers")
    );
    let (found, code) = json(&place, &["doctor"]);
    assert_eq!((code, &found["faults"]), (Some(2), &1.into()), "{found}");
}

/// Root may write anywhere, so that the program runs as nobody.
#[test]
fn what_cannot_be_written_can_be_read() {
    let program = [&["setpriv"], NOBODY, &[env!("CARGO_BIN_EXE_arxsync")]].concat();
    let place = after_a_run();
    let mode = |path: &str, mode| {
        fs::set_permissions(place.path(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    let probe = Command::new(program[0])
        .args(&program[1..])
        .arg("--version")
        .output();
    if !probe.is_ok_and(|output| output.status.success()) {
        skipped("only root can run the program as nobody");
        return;
    }
    for with_a_log in [false, true] {
        let db = with_a_log.then(|| with_log(&place));
        for path in place.tree().into_keys() {
            chown(path, Some(65534), Some(65534)).unwrap();
        }
        mode("", 0o755);
        mode("state", 0o500);
        mode(DB, 0o400);
        let before = place.tree();
        for args in LOOKING {
            let ran = place.run_as(&program, args);
            // A run could not replace the list there.
            let expected = match args[0] {
                "doctor" | "config" => 2,
                _ => 0,
            };
            assert_eq!(ran.code, Some(expected), "{args:?} {ran:?}");
            assert!(place.tree() == before, "{args:?} wrote");
        }
        let ran = place.run_as(&program, &["doctor"]);
        assert!(
            ran.stdout.contains("state cannot be written to: "),
            "{ran:?}"
        );
        let told = place.run_as(&program, &["history"]).stdout;
        assert_eq!(told.contains("in-the-log"), with_a_log, "{told}");
        mode("state", 0o700);
        mode(DB, 0o600);
        drop(db);
    }
}
