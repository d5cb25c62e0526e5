//! `doctor` names every fault that is planted, says what to do, and changes nothing.

use super::place::{Place, Tree};
use super::service::{DB, after_a_run, execute, fresh, json, planned_write, run_row};
use crate::skip::skipped;
use serde_json::Value;
use std::fs::{self, OpenOptions, Permissions};
use std::os::unix::fs::{FileExt as _, PermissionsExt as _};
use std::path::Path;

/// The findings in this state, as "check: message".
fn findings(found: &Value, state: &str) -> Vec<String> {
    let all = found["findings"].as_array().unwrap().iter();
    let those = all.filter(|finding| finding["state"] == state);
    let told = those.map(|f| {
        let text = |key: &str| f[key].as_str().unwrap();
        assert!(state != "fault" || !text("todo").is_empty(), "{f}");
        format!("{}: {}", text("check"), text("message"))
    });
    told.collect()
}

/// After the `plant`, there is exactly this fault.
fn check(plant: impl FnOnce(&Place), check: &str, words: &str) {
    let place = after_a_run();
    plant(&place);
    let before: Tree = place.tree();
    let (found, code) = json(&place, &["doctor"]);
    let faults = findings(&found, "fault");
    assert_eq!(code, Some(2), "{words}: {found}");
    let named = |fault: &String| fault.starts_with(&format!("{check}: ")) && fault.contains(words);
    assert!(
        faults.len() == 1 && named(&faults[0]),
        "{check}: {words}: {faults:#?}"
    );
    let told = place.run(&["doctor"]);
    assert!(
        told.stdout.ends_with("1 fault\n") && told.code == Some(2),
        "{told:?}"
    );
    assert!(place.tree() == before, "{words}: doctor wrote");
}

fn mode(place: &Place, path: &str, mode: u32) {
    fs::set_permissions(place.path(path), Permissions::from_mode(mode)).unwrap();
}

#[test]
fn nothing_is_wrong_after_a_run_or_before_the_first() {
    for place in [after_a_run(), fresh("")] {
        let (found, code) = json(&place, &["doctor"]);
        assert_eq!(code, Some(0), "{found}");
        assert_eq!(
            (&found["healthy"], &found["faults"]),
            (&true.into(), &0.into())
        );
        assert!(findings(&found, "fault").is_empty());
        assert!(
            place
                .run(&["doctor"])
                .stdout
                .ends_with("nothing is wrong\n")
        );
    }
    let (found, _) = json(&after_a_run(), &["doctor"]);
    for (name, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("busy_timeout", "5000"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("mmap_size", "0"),
    ] {
        assert_eq!(found["settings"][name], value, "{name}");
    }
}

#[test]
fn faults_of_the_database_are_named() {
    let journal = |place: &Place| execute(place, "PRAGMA journal_mode = delete");
    check(journal, "settings", "journal_mode = delete");
    let reference = "PRAGMA foreign_keys = OFF; UPDATE writes SET run_id = 'nobody'";
    let broken = |place: &Place| execute(place, reference);
    check(broken, "references", "of writes refers to no row of runs");
    let loose = |place: &Place| execute(place, "CREATE TABLE loose (x)");
    check(loose, "tables", "table loose is not STRICT");
    let damaged = |p: &Place| {
        let text = r#"{"sum":"0123456789abcdef","id":"2401.90001"}"#;
        execute(
            p,
            &format!(
                "INSERT INTO papers VALUES (NULL, '2401.90001', 0, 'found', '{text}', 1, NULL, 0);"
            ),
        );
    };
    check(damaged, "answers", "papers: 2401.90001 is damaged");
    let newer = |place: &Place| execute(place, "PRAGMA user_version = 99");
    check(newer, "database", "has schema 99");
    check(|place| place.write(DB, ""), "database", "is an empty file");
    // Its page is still there, and belongs to nothing.
    let lost = "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'changes_run'";
    check(|place| execute(place, lost), "integrity", "never used");
}

#[test]
fn damaged_pages_are_named_wherever_they_are() {
    let whole = after_a_run();
    let size = fs::metadata(whole.path(DB)).unwrap().len();
    for page in 1..size / 4096 {
        let place = fresh("");
        place.write(DB, whole.read(DB));
        mode(&place, "state", 0o700);
        mode(&place, DB, 0o600);
        let file = OpenOptions::new().write(true).open(place.path(DB)).unwrap();
        file.write_all_at(&[0xa5; 600], page * 4096).unwrap();
        drop(file);
        let before = place.tree();
        let (found, code) = json(&place, &["doctor"]);
        assert!(
            code == Some(2) && !findings(&found, "fault").is_empty(),
            "page {page}: {found}"
        );
        assert!(place.tree() == before, "page {page}: doctor wrote");
    }
}

#[test]
fn faults_of_folders_and_files_are_named() {
    check(
        |place| mode(place, "state", 0o755),
        "state",
        "is open to others (mode 0755)",
    );
    check(
        |place| mode(place, DB, 0o640),
        "database",
        "is open to others (mode 0640)",
    );
    let orphan = |place: &Place| place.write(".arxsync-0190-0123456789ab.tmp", "half");
    check(
        orphan,
        "leftovers",
        ".arxsync-0190-0123456789ab.tmp was left by a run",
    );
    let gone = |place: &Place| fs::remove_file(place.path("papers.md")).unwrap();
    check(gone, "list", "\"papers.md\" does not exist");
    let linked = |place: &Place| {
        fs::hard_link(place.path("papers.md"), place.path("other.md")).unwrap();
    };
    check(linked, "list", "has other hard links");
    let dead = |place: &Place| {
        execute(
            place,
            &(run_row("dead", 1, "") + &planned_write(place, "dead")),
        );
    };
    check(dead, "writes", "run dead broke off while it wrote");
    let log_only = |place: &Place| {
        fs::rename(place.path(DB), place.path("state/arxsync.db-wal")).unwrap();
    };
    check(log_only, "database", "is missing, but its log");
}

#[test]
fn edits_of_the_maintainer_are_no_faults() {
    let place = after_a_run();
    let mut text = place.read("papers.md");
    text.extend_from_slice(b"\nA line of my own.\n");
    place.write("papers.md", text);
    place.write("sub/.arxsync-0190-0123456789ab.tmp", "beside no list");
    place.write(".arxsync-notes.md", "mine");
    let (found, code) = json(&place, &["doctor"]);
    assert_eq!(code, Some(0), "{found}");
    let notes = findings(&found, "note");
    assert!(
        notes.len() == 1 && notes[0].contains("papers.md was edited since run "),
        "{notes:?}"
    );
}

#[test]
fn a_machine_without_time_zones_is_noticed() {
    let utc = Path::new("/usr/share/zoneinfo/UTC");
    if !utc.exists() {
        skipped(format_args!("there is no {}", utc.display()));
        return;
    }
    let place = fresh("");
    place.write("zones/UTC", fs::read(utc).unwrap());
    let program = ["env", "TZDIR=zones", env!("CARGO_BIN_EXE_arxsync")];
    let ran = place.run_as(&program, &["doctor"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stdout
            .contains("FAULT  time-zones    there is no time zone database"),
        "{ran:?}"
    );
}
