//! `arxsync backup`: a copy that can take the database's place, and never the place of another
//! file.

use super::service::{DB, after_a_run, database};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn a_copy_can_take_the_databases_place() {
    let place = after_a_run();
    // Somebody writes meanwhile.
    let busy = database(&place);
    busy.execute_batch("BEGIN IMMEDIATE").unwrap();
    let ran = place.run(&["backup", "copy.db"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (Some(0), "the database is copied to copy.db\n")
    );
    busy.execute_batch("ROLLBACK").unwrap();
    drop(busy);
    let mode = fs::metadata(place.path("copy.db"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let history = place.run(&["history"]).stdout;
    fs::rename(place.path("copy.db"), place.path(DB)).unwrap();
    assert_eq!(place.run(&["history"]).stdout, history);
    assert_eq!(place.run(&["sync"]).code, Some(0));
    let doctor = place.run(&["doctor"]);
    assert_eq!(doctor.code, Some(0), "{}", doctor.stdout);
}

#[test]
fn nothing_is_replaced_and_nothing_made_up() {
    let place = after_a_run();
    place.write("copy.db", "mine");
    let ran = place.run(&["backup", "copy.db"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("exists already"), "{}", ran.stderr);
    assert_eq!(place.read("copy.db"), b"mine");
    let ran = place.run(&["backup", "other.db", "--state", "nowhere"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("there was no run yet"),
        "{}",
        ran.stderr
    );
    assert!(!place.path("other.db").exists() && !place.path("nowhere").exists());
}
