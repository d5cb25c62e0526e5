//! Runs that meet other runs, crashes and editors: what becomes of the list, and of the record of
//! it.

use crate::fake::{Fake, slow};
use crate::home::{Home, Ran, USUAL, ended, original, with_changes};
use arxsync::list::file::{self, Settled};
use arxsync::store::{Decided, RunLock, Store, WritePlan};
use arxsync::text::checksum::sha256;
use jiff::Timestamp;
use serde_json::json;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Child;

/// A run that waits for an answer which comes after `seconds`.
fn start_waiting(fake: &Fake, home: &Home, seconds: f64) -> Child {
    fake.fault(slow(seconds));
    let mut run = home.start();
    fake.until_asked(1, || run.try_wait().unwrap().is_some());
    run
}

fn store(home: &Home) -> Store {
    Store::open(&home.path("state/arxsync.db")).unwrap()
}

fn modified_ms(path: &Path) -> i64 {
    let modified = path.metadata().unwrap().modified().unwrap();
    Timestamp::try_from(modified).unwrap().as_millisecond()
}

/// The one file of a run's leavings, if it left some.
fn temp_file(home: &Home) -> Option<PathBuf> {
    let names = home.beside_the_list();
    let temp = names.into_iter().find(|n| n != "list.md");
    temp.map(|name| home.path("lists").join(name))
}

fn assert_right(home: &Home, ran: &Ran) {
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        home.list() != original() && home.list() == with_changes(&ran.report, ""),
        "another list than right"
    );
    assert_eq!(home.beside_the_list(), ["list.md"]);
    assert_eq!(store(home).pending_writes().unwrap(), []);
}

#[test]
fn a_second_run_gives_way_at_once() {
    let fake = Fake::start();
    let home = Home::new(&fake, USUAL);
    let lock = RunLock::acquire(&home.path("state"), "the-first").unwrap();
    let second = home.sync();
    assert_eq!(second.code, 75, "{}", second.stderr);
    let holder = format!("(process {}, run the-first)", std::process::id());
    assert!(second.stderr.contains(&holder), "{}", second.stderr);
    assert!(home.list() == original() && fake.log().is_empty());
    drop(lock);
    assert_right(&home, &home.sync());
}

#[test]
fn a_patient_run_waits_for_its_turn() {
    let fake = Fake::start();
    let home = Home::new(&fake, USUAL);
    let lock = RunLock::acquire(&home.path("state"), "the-first").unwrap();
    let impatient = ended(home.start_with(&["--json", "--wait", "300ms"]));
    assert_eq!(impatient.code, 75, "{}", impatient.stderr);
    let mut patient = home.start_with(&["--json", "--wait", "1h"]);
    let mut told = String::new();
    let mut stderr = BufReader::new(patient.stderr.take().unwrap());
    stderr.read_line(&mut told).unwrap();
    assert!(
        told.contains("run the-first") && told.contains("waiting"),
        "{told}"
    );
    // What the first run made of the list is what the second one reads.
    home.put_list(&(original() + "\nA line of mine.\n"));
    drop(lock);
    let ran = ended(patient);
    assert_eq!(ran.code, 0);
    assert!(home.list() == with_changes(&ran.report, "") + "\nA line of mine.\n");
}

#[test]
fn a_killed_run_leaves_nothing_in_the_way() {
    let fake = Fake::start();
    let home = Home::new(&fake, USUAL);
    let mut first = start_waiting(&fake, &home, 60.0);
    let second = home.sync();
    assert_eq!(second.code, 75, "{}", second.stderr);
    first.kill().unwrap();
    assert_eq!(ended(first).code, -1);
    // Nobody heard the answer, and still the next request keeps its distance: from the latest time
    // at which it could have come.
    let latest = store(&home).last_answer("127.0.0.1").unwrap().unwrap();
    assert!(latest > modified_ms(&home.path("arxsync.toml")) + 20_000);
    assert!(home.list() == original());
    assert_eq!(home.beside_the_list(), ["list.md"]);
    assert_right(&home, &home.sync());
}

#[test]
fn an_edit_during_the_run_wins() {
    let fake = Fake::start();
    let home = Home::new(&fake, USUAL);
    let run = start_waiting(&fake, &home, 2.0);
    let edited = original() + "\nA line of mine.\n";
    home.put_list(&edited);
    let ran = ended(run);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(home.list() == edited, "the edit is lost");
    assert_eq!(home.beside_the_list(), ["list.md"]);
    let list = &ran.report["lists"][0];
    assert_eq!(
        (&list["written"], &ran.report["run"]["outcome"]),
        (&json!(false), &json!("incomplete"))
    );
    let problem = list["problem"].as_str().unwrap();
    assert!(
        problem.contains("changed while arxsync worked"),
        "{problem}"
    );
    let again = home.sync();
    assert_eq!((again.code, again.requests()), (0, 0), "{}", again.stderr);
    let right = with_changes(&again.report, "") + "\nA line of mine.\n";
    assert!(home.list() == right, "the corrections are lost");
}

/// Where a run died: what the list and the temporary file hold (`None`: there is none), and what
/// the next start makes of it.
fn check_crash(list: &str, temp: Option<&str>, expected: Settled) {
    let what = format!("list {list:.10?}, temporary file {temp:.10?}");
    let fake = Fake::start();
    let home = Home::new(&fake, USUAL);
    home.put_list(list);
    let (real, run) = (home.list_path(), "01a20000-0000-7000-8000-000000000000");
    let name = file::temp_name(run, &real);
    if let Some(text) = temp {
        std::fs::write(home.path("lists").join(&name), text).unwrap();
    }
    let mut before = store(&home);
    before.begin_run(run, "apply", 1).unwrap();
    let plan = WritePlan {
        sha256_before: &sha256(original().as_bytes()),
        sha256_after: &sha256(b"after"),
        temp_name: &name,
        planned_at: 2,
    };
    let decided = Decided {
        run_id: run,
        list: &real,
        source: "",
        shown: "",
        undoes: &[],
        entries: &[],
        changes: &[],
    };
    before.plan_write(&plan, &decided).unwrap();
    drop(before);
    let ran = home.sync();
    assert_eq!(ran.code, 0, "{what}: {}", ran.stderr);
    let said = format!("settled={expected:?}");
    assert!(ran.stderr.contains(&said), "{what}: {}", ran.stderr);
    assert_eq!(temp_file(&home), None, "{what}");
    assert_eq!(store(&home).pending_writes().unwrap(), [], "{what}");
    let kept = match temp {
        // Put back, and then corrected.
        Some(saved) if list == "after" && expected == Settled::Conflict => {
            let line = saved.strip_prefix(&original()).unwrap();
            with_changes(&ran.report, "") + line
        }
        _ if list == original() => with_changes(&ran.report, ""),
        _ => list.to_owned(),
    };
    assert!(home.list() == kept, "{what}: another list than expected");
    let again = home.sync();
    assert_eq!((again.code, again.stderr.as_str()), (0, ""), "{what}");
}

#[test]
fn the_next_start_settles_what_a_crash_left() {
    let old = original();
    // Planned, and perhaps written beside the list.
    check_crash(&old, None, Settled::Aborted);
    check_crash(&old, Some(""), Settled::Aborted);
    check_crash(&old, Some("after"), Settled::Aborted);
    // Swapped, and not recorded.
    check_crash("after", None, Settled::Applied);
    check_crash("after", Some(&old), Settled::Applied);
    // Swapped with what the user had saved in the last moment.
    let saved = old.clone() + "\nA line of mine.\n";
    check_crash("after", Some(&saved), Settled::Conflict);
    // The user's own since then.
    check_crash("mine", None, Settled::Conflict);
    check_crash("mine", Some("after"), Settled::Conflict);
    check_crash("mine", Some(&old), Settled::Applied);
}

#[test]
fn a_reader_that_goes_away_does_not_change_the_exit_code() {
    let fake = Fake::start();
    for (arguments, code) in [
        (&["--dry-run", "--diff"][..], 0),
        (&["--check", "--diff"], 1),
        (&["--check", "--json"], 1),
        (&["--check"], 1),
    ] {
        let home = Home::new(&fake, USUAL);
        let mut run = home.start_with(arguments);
        drop(run.stdout.take());
        let ran = ended(run);
        assert_eq!(ran.code, code, "{arguments:?}: {}", ran.stderr);
        assert!(
            !ran.stderr.contains("arxsync:"),
            "{arguments:?}: {}",
            ran.stderr
        );
    }
}
