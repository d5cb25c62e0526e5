//! What `status` calls healthy, what it tells of databases of other programs, and `config check`.

use super::place::Place;
use super::service::{DB, after_a_run, execute, fresh, json, planned_write, run_row};
use rusqlite::Connection;
use std::fs;
use std::path::Path;

/// After these runs, the exit code and the words of the only problem ("" for none).
fn check(more: &str, rows: &[(i64, &str)], code: i32, problem: &str) {
    let place = fresh(more);
    drop(arxsync::store::Store::open(&place.path(DB)).unwrap());
    for (number, (minutes_ago, outcome)) in rows.iter().enumerate() {
        execute(
            &place,
            &run_row(&format!("run-{number}"), *minutes_ago, outcome),
        );
    }
    let (status, found) = json(&place, &["status"]);
    let problems = status["problems"].as_array().unwrap();
    assert_eq!(found, Some(code), "{rows:?} {status}");
    assert_eq!(status["healthy"], code == 0);
    match problems.as_slice() {
        [] => assert_eq!(problem, "", "{rows:?}"),
        [one] => assert!(
            !problem.is_empty() && one.as_str().unwrap().starts_with(problem),
            "{rows:?} {one}"
        ),
        more => panic!("{rows:?} {more:?}"),
    }
}

#[test]
fn runs_that_fail_or_do_not_come_are_not_healthy() {
    const DAY: i64 = 24 * 60;
    let failing = "the last 3 runs did not succeed";
    let silent = "no run has succeeded since";
    check("", &[], 0, "");
    check("", &[(5, "clean")], 0, "");
    check("", &[(9, "clean"), (5, "failed"), (3, "")], 0, "");
    check(
        "",
        &[(9, "changed"), (5, "failed"), (3, ""), (1, "incomplete")],
        3,
        failing,
    );
    check(
        "",
        &[(9, "failed"), (5, "failed"), (3, "failed"), (1, "clean")],
        0,
        "",
    );
    check(
        "[alerts]\nafter = 4\n",
        &[(9, "failed"), (5, "failed"), (3, "failed")],
        0,
        "",
    );
    // Two days, the random delay of ten minutes, and an hour.
    check("", &[(2 * DAY + 60, "clean")], 0, "");
    check("", &[(2 * DAY + 80, "clean")], 3, silent);
    check("", &[(2 * DAY + 80, "failed")], 3, silent);
    check("", &[(2 * DAY + 80, "clean"), (1, "failed")], 3, silent);
    check(
        "[daemon]\nschedule = \"@weekly\"\n",
        &[(9 * DAY, "clean")],
        0,
        "",
    );
    check("schedule = \"@hourly\"\n", &[(200, "clean")], 3, silent);
}

#[test]
fn what_is_told_is_what_is_recorded() {
    let place = after_a_run();
    execute(
        &place,
        "INSERT INTO pace (host, last_answer, not_before, why) VALUES
         ('export.arxiv.org', 1, CAST(strftime('%s', 'now', '+90 minutes') AS INTEGER) * 1000, 'too many requests')
         ON CONFLICT DO UPDATE SET not_before = excluded.not_before, why = excluded.why;
         UPDATE runs SET deferred = 2, requests = 7",
    );
    let (status, code) = json(&place, &["status"]);
    assert_eq!(code, Some(0));
    assert_eq!(status["version"], env!("CARGO_PKG_VERSION"));
    let run = &status["last_run"];
    assert_eq!(
        (&run["outcome"], &run["requests"], &run["deferred"]),
        (&"changed".into(), &7.into(), &2.into())
    );
    assert_eq!(status["last_success"]["id"], run["id"]);
    let until = status["arxiv_closed"]["until"].as_str().unwrap();
    let minute = until[..16].replace('T', " ");
    assert_eq!(status["arxiv_closed"]["why"], "too many requests");
    assert_eq!(status["database"]["schema"], 6);
    assert_eq!(status["lists"][0]["schedule"], "17 4 * * *");
    assert_eq!(status["lists"][0]["next"], status["next_run"]);
    let told = place.run(&["status"]).stdout;
    assert!(
        told.contains(&format!(
            "arXiv         is not asked before {minute} UTC: too many"
        )),
        "{told}"
    );
    execute(
        &place,
        &(run_row("dead", 1, "") + &planned_write(&place, "dead")),
    );
    let (status, code) = json(&place, &["status"]);
    assert_eq!(code, Some(3));
    assert_eq!(status["pending_writes"][0]["run"], "dead");
}

#[test]
fn an_older_database_is_read_as_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let place = fresh("");
    fs::create_dir(place.path("state")).unwrap();
    let db = Connection::open(place.path(DB)).unwrap();
    db.execute_batch("PRAGMA application_id = 1634891891; PRAGMA journal_mode = wal")
        .unwrap();
    db.execute_batch(&fs::read_to_string(folder.join("0001_init.sql")).unwrap())
        .unwrap();
    db.execute_batch("PRAGMA user_version = 1").unwrap();
    db.execute_batch(&run_row("old", 1, "clean")).unwrap();
    db.close().unwrap();
    let before = place.tree();
    let (status, code) = json(&place, &["status"]);
    assert_eq!((code, &status["database"]["schema"]), (Some(0), &1.into()));
    let (history, _) = json(&place, &["history"]);
    assert_eq!(history["runs"][0]["id"], "old");
    let told = place.run(&["doctor"]).stdout;
    assert!(
        told.contains("has schema 1: the next run brings it to 6"),
        "{told}"
    );
    assert!(place.tree() == before);
}

fn told(place: &Place, args: &[&str]) -> (Option<i32>, String) {
    let ran = place.run(args);
    (ran.code, ran.stdout + &ran.stderr)
}

#[test]
fn a_database_that_is_none_of_ours_is_said_to_be() {
    let place = fresh("");
    place.write(DB, "# a list\n");
    for command in ["status", "history"] {
        let (code, text) = told(&place, &[command]);
        assert_eq!(code, Some(2));
        assert!(text.contains("cannot be read"), "{text}");
    }
    let other = fresh("");
    drop(arxsync::store::Store::open(&other.path(DB)).unwrap());
    execute(&other, "PRAGMA user_version = 99");
    let (code, text) = told(&other, &["status"]);
    assert_eq!(code, Some(2));
    assert!(
        text.contains("has schema 99, but this arxsync knows only up to 6"),
        "{text}"
    );
}

#[test]
fn a_configuration_is_checked_with_its_lists() {
    let place = fresh("[[list]]\npath = \"docs/*.md\"\nschedule = \"0 0 1 1 *\"\n");
    let (code, text) = told(&place, &["config", "check"]);
    assert_eq!(code, Some(3));
    let expected = "arxsync.toml is in order: 2 lists (1 of them cannot be worked on), next run ";
    assert!(text.starts_with(expected), "{text}");
    let expected = "\narxsync: [[list]] of arxsync.toml: no list matches \"docs/*.md\"";
    assert!(text.contains(expected), "{text}");
    place.write("docs/a.md", "# A\n");
    place.write("docs/b.md", "# B\n");
    let (code, text) = told(&place, &["config", "check", "--config", "arxsync.toml"]);
    assert_eq!(code, Some(0));
    assert!(
        text.starts_with("arxsync.toml is in order: 3 lists, next run "),
        "{text}"
    );
    place.write("docs/b.md", b"\xff");
    let (code, text) = told(&place, &["config", "check"]);
    assert_eq!(
        (code, text.contains("line 1 is not UTF-8")),
        (Some(3), true),
        "{text}"
    );
    place.write("docs/a.md", b"\xff");
    place.write("papers.md", b"\xff");
    assert_eq!(
        told(&place, &["config", "check"]).0,
        Some(2),
        "none is left"
    );
    let (code, text) = told(&place, &["config", "check", "--no-lists"]);
    let expected = "arxsync.toml is in order\n";
    assert_eq!((code, text.as_str()), (Some(0), expected));
    place.write("other.toml", "[daemon]\nschedule = \"0 25 * * *\"\n");
    let (code, text) = told(&place, &["config", "check", "--config", "other.toml"]);
    let expected =
        "arxsync: other.toml:2: daemon.schedule: hour: 25 is out of range; expected 0 to 23\n";
    assert_eq!((code, text.as_str()), (Some(2), expected));
    let (code, text) = told(&Place::new(), &["config", "check"]);
    assert_eq!(code, Some(0));
    assert!(
        text.starts_with("there is no configuration file, and the built-in defaults hold: 0 lists"),
        "{text}"
    );
}

fn keys(value: &serde_json::Value, into: &mut std::collections::BTreeSet<String>) {
    match value {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                into.insert(key.clone());
                keys(value, into);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| keys(item, into)),
        _ => {}
    }
}

#[test]
fn every_field_is_explained() {
    let place = after_a_run();
    let more = planned_write(&place, "dead")
        + "INSERT INTO pace (host, last_answer, not_before) VALUES ('h', 1, 4102444800000)";
    execute(&place, &(run_row("dead", 1, "") + &more));
    let _lock = arxsync::store::RunLock::acquire(&place.path("state"), "dead").unwrap();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/service.md");
    let page = fs::read_to_string(page).unwrap();
    for args in [
        &["status"][..],
        &["history"],
        &["history", "papers.md"],
        &["doctor"],
    ] {
        let mut found = std::collections::BTreeSet::new();
        keys(&json(&place, args).0, &mut found);
        assert!(found.remove("schema") && found.len() > 3, "{found:?}");
        for key in found {
            let quoted = format!("`{key}`");
            assert!(page.contains(&quoted), "docs/service.md lacks {quoted}");
        }
    }
}
