//! One bad list fails alone: the others are done, and everything that tells of runs names the bad
//! one and what to do.

use super::bad_input::NOBODY;
use super::place::{Place, Ran};
use super::service::{DB, execute, fresh, json, run_row};
use crate::skip::skipped;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const MORE: &str = "[report]\ndir = \"reports\"\n[metrics]\ntextfile = \"arxsync.prom\"\n";

/// A place with a list that needs corrections, and one more that the configuration names so.
fn with_another(pattern: &str) -> Place {
    fresh(&format!("[[list]]\npath = \"{pattern}\"\n{MORE}"))
}

/// The example's list after a run.
fn corrected() -> Vec<u8> {
    let place = fresh("");
    assert_eq!(place.run(&["sync"]).code, Some(0));
    place.read("papers.md")
}

/// A list that is in order.
const FINE: &str = "# Nothing\n";

/// What is spoilt, with what words it is told, and how it is mended.
struct Case {
    pattern: &'static str,
    spoil: fn(&Place),
    words: &'static str,
    mend: fn(&Place),
}

fn mend(place: &Place) {
    let _ = fs::remove_file(place.path("bad.md"));
    let _ = fs::remove_dir(place.path("bad.md"));
    place.write("bad.md", FINE);
}

const CASES: &[Case] = &[
    Case {
        pattern: "bad.md",
        spoil: |_| {},
        words: "\"bad.md\" does not exist: check the path",
        mend,
    },
    Case {
        pattern: "bad.md",
        spoil: |place| place.write("bad.md", b"\xff\n"),
        words: "line 1 is not UTF-8; save it as UTF-8",
        mend,
    },
    Case {
        pattern: "bad.md",
        spoil: |place| fs::create_dir(place.path("bad.md")).unwrap(),
        words: "it is a directory; name the files in it",
        mend,
    },
    Case {
        pattern: "bad.md",
        spoil: |place| {
            place.write("bad.md", FINE);
            fs::hard_link(place.path("bad.md"), place.path("other")).unwrap();
        },
        words: "it has other hard links, which would keep the old text; make it a copy",
        mend,
    },
    Case {
        pattern: "bad.md",
        spoil: |place| place.write("bad.md", "# A\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\n"),
        words: "the list holds an unresolved merge conflict",
        mend,
    },
    Case {
        pattern: "b*.md",
        spoil: |_| {},
        words: "[[list]] of arxsync.toml: no list matches \"b*.md\"",
        mend,
    },
    Case {
        pattern: "bad.md",
        spoil: |place| {
            place.write("bad.md", FINE);
            assert_eq!(place.run(&["sync", "--offline"]).code, Some(0));
            stuck(place, "not-one-of-ours");
        },
        words: "broke off while it wrote this list, and that cannot be settled",
        mend: |place| execute(place, "UPDATE writes SET state = 'aborted', settled_at = 1"),
    },
];

/// Records that a run died while it wrote `bad.md`, and used this temporary file.
fn stuck(place: &Place, temp: &str) {
    let list = place.path("bad.md").canonicalize().unwrap();
    let write = format!(
        "INSERT INTO writes (run_id, list, sha256_before, sha256_after, temp_name, state, planned_at)
         VALUES ('dead', '{}', 'a', 'b', '{temp}', 'planned', 1)",
        list.display()
    );
    // What was made once, and is undone by whoever puts the old list back, is not made again.
    let again = "UPDATE runs SET outcome = 'failed' WHERE outcome IS NULL; DELETE FROM changes;";
    execute(place, &(run_row("dead", 9, "failed") + again + &write));
    // As if nothing had ever been corrected: what somebody puts back is left alone.
    execute(place, "UPDATE changes SET state = 'noted', write_id = NULL");
    place.write("papers.md", uncorrected());
}

fn uncorrected() -> Vec<u8> {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo/papers.md");
    fs::read(demo).unwrap()
}

/// The one problem of a list that the JSON report tells.
fn problem(report: &Value) -> &str {
    let lists = report["lists"].as_array().unwrap();
    let mut problems = lists.iter().filter_map(|list| list["problem"].as_str());
    let problem = problems.next().unwrap();
    assert_eq!(problems.next(), None, "{report}");
    problem
}

/// The newest report of this ending.
fn report(place: &Place, ending: &str) -> String {
    let reports = fs::read_dir(place.path("reports")).unwrap();
    let mut paths: Vec<_> = reports.map(|f| f.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == ending));
    paths.sort();
    fs::read_to_string(paths.last().unwrap()).unwrap()
}

fn check(case: &Case, corrected: &[u8]) {
    let place = with_another(case.pattern);
    (case.spoil)(&place);
    let words = case.words;
    let ran = place.run(&["sync"]);
    assert_eq!(ran.code, Some(3), "{words}: {ran:?}");
    assert!(ran.stdout.contains(words), "{words}: {ran:?}");
    assert!(place.read("papers.md") == corrected, "{words}: the other");
    let told: Value = serde_json::from_str(&report(&place, "json")).unwrap();
    assert!(problem(&told).contains(words), "{words}: {told}");
    assert_eq!(told["run"]["outcome"], "incomplete", "{words}");
    let told = report(&place, "md");
    assert!(told.to_lowercase().contains("not worked on"), "{told}");
    let (status, code) = json(&place, &["status"]);
    assert_eq!((code, &status["healthy"]), (Some(3), &false.into()));
    let failing = &status["failing_lists"][0];
    assert!(failing["problem"].as_str().unwrap().contains(words));
    assert_eq!(failing["runs"], 1, "{words}");
    assert!(status["problems"].to_string().contains("no run has worked"));
    let figures = || String::from_utf8(place.read("arxsync.prom")).unwrap();
    assert!(figures().contains("\narxsync_failing_lists 1\n"), "{words}");
    place.run(&["sync"]);
    let (status, _) = json(&place, &["status"]);
    assert_eq!(status["failing_lists"][0]["runs"], 2, "{words}");
    (case.mend)(&place);
    let ran = place.run(&["sync"]);
    assert_eq!(ran.code, Some(0), "{words}: {ran:?}");
    let (status, code) = json(&place, &["status"]);
    assert_eq!((code, &status["healthy"]), (Some(0), &true.into()));
    assert!(figures().contains("\narxsync_failing_lists 0\n"), "{words}");
}

#[test]
fn the_others_are_done_and_the_bad_one_is_told_everywhere() {
    let corrected = corrected();
    for case in CASES {
        check(case, &corrected);
    }
}

#[test]
fn named_lists_fail_alone_too() {
    let check = |args: &[&str], code: i32, words: &[&str]| {
        let place = fresh("");
        place.write("latin.md", b"\xff\n");
        let ran = place.run(&[&["sync", "--state", "elsewhere"], args].concat());
        assert_eq!(ran.code, Some(code), "{args:?} {ran:?}");
        let told = ran.stdout + &ran.stderr;
        for words in words {
            assert!(told.contains(words), "{args:?} {told}");
        }
    };
    let gone = "not worked on: list \"gone.md\" does not exist";
    let latin = "not worked on: \"latin.md\" is not a list: line 1 is not UTF-8";
    check(&["papers.md", "gone.md"], 3, &[gone, "2 lists"]);
    check(&["--check", "papers.md", "gone.md"], 3, &[gone]);
    check(&["gone.md", "latin.md"], 2, &[gone, latin, "2 lists"]);
    let only = "that can be worked on matches --only Nowhere: list \"gone.md\" does not exist";
    check(&["papers.md", "gone.md", "--only", "Nowhere"], 2, &[only]);
    check(&["papers.md", "gone.md", "--only", "Pigeons"], 3, &[gone]);
    check(&["--dry-run", "gone.md", "latin.md"], 2, &[gone, latin]);
    check(
        &["gone.md"],
        2,
        &["arxsync: list \"gone.md\" does not exist"],
    );
    let found = fresh("").run(&["entries", "papers.md", "gone.md"]);
    assert_eq!(found.code, Some(3), "{found:?}");
    assert!(found.stdout.contains("Counting Pigeons"), "{found:?}");
    assert!(found.stderr.starts_with("arxsync: list \"gone.md\""));
}

/// The only list of a configuration: the error is what it was, and `status` knows at once.
#[test]
fn a_service_without_any_list_is_unhealthy_at_once() {
    let place = fresh("");
    assert_eq!(place.run(&["sync"]).code, Some(0));
    fs::remove_file(place.path("papers.md")).unwrap();
    let ran = place.run(&["sync"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    let (status, code) = json(&place, &["status"]);
    assert_eq!(code, Some(3));
    let failing = &status["failing_lists"];
    assert!(failing[0]["list"].as_str().unwrap().ends_with("/papers.md"));
    let told = status["problems"].to_string();
    assert!(
        told.contains("(1 run)") && told.contains("does not exist"),
        "{told}"
    );
    // What the configuration does not name any more is nobody's trouble.
    place.write("new.md", FINE);
    let config = String::from_utf8(place.read("arxsync.toml")).unwrap();
    place.write("arxsync.toml", config.replace("papers.md", "new.md"));
    let (status, _) = json(&place, &["status"]);
    assert_eq!(status["failing_lists"], Value::Array(Vec::new()));
    assert_eq!(place.run(&["sync"]).code, Some(0));
    let db = rusqlite::Connection::open(place.path(DB)).unwrap();
    let left: i64 = db
        .query_row("SELECT count(*) FROM failing_lists", (), |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0);
}

/// A save in the moment of writing is no fault of a list, and a run over others clears nothing.
#[test]
fn a_run_over_other_lists_does_not_make_it_good() {
    let place = with_another("bad.md");
    assert_eq!(place.run(&["sync"]).code, Some(3));
    assert_eq!(place.run(&["sync", "papers.md"]).code, Some(0));
    assert_eq!(json(&place, &["status"]).1, Some(3));
    mend(&place);
    assert_eq!(place.run(&["sync", "./bad.md"]).code, Some(0));
    assert_eq!(json(&place, &["status"]).1, Some(0));
}

/// A folder in the temporary file's place cannot be removed as a file, by root neither.
#[test]
fn a_leftover_that_stays_holds_up_nothing() {
    let place = with_another("bad.md");
    place.write("bad.md", FINE);
    assert_eq!(place.run(&["sync", "--offline"]).code, Some(0));
    stuck(&place, ".arxsync-dead-0.tmp");
    fs::create_dir(place.path(".arxsync-dead-0.tmp")).unwrap();
    let ran = place.run(&["sync"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let told = "a temporary file stays beside the list: make its folder writable";
    assert!(ran.stderr.contains(told), "{ran:?}");
    assert!(place.read("papers.md") == corrected());
}

#[test]
fn a_report_folder_is_looked_at_before_a_list_is_written() {
    // Nobody can make a file there, not even root.
    let place = fresh("");
    let before = place.read("papers.md");
    let ran = place.run(&["sync", "--report", "/proc/reports"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
    let told = "arxsync: cannot write reports to /proc: ";
    assert!(ran.stderr.starts_with(told), "{ran:?}");
    assert!(place.read("papers.md") == before);
    let ran = fresh("[report]\ndir = \"/proc/reports\"\n").run(&["config", "check"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.starts_with(told), "{ran:?}");
}

#[test]
fn a_report_that_fails_later_takes_nothing_from_the_summary() {
    let place = fresh("");
    std::os::unix::fs::symlink("nowhere", place.path("reports")).unwrap();
    let ran = place.run(&["sync", "--report", "reports"]);
    assert_eq!(ran.code, Some(3), "{ran:?}");
    let told = "\nno report: cannot write the report to reports: ";
    assert!(
        ran.stdout.contains(told) && ran.stdout.contains(" made"),
        "{ran:?}"
    );
    assert!(place.read("papers.md") == corrected());
    let (history, _) = json(&place, &["history"]);
    assert_eq!(history["runs"][0]["outcome"], "incomplete");
    // What nobody was told is new until somebody is.
    fs::remove_file(place.path("reports")).unwrap();
    for (run, is_new) in [(1, true), (2, false)] {
        let (told, _) = json(&place, &["sync", "--report", "reports"]);
        let findings = told["findings"].as_array().unwrap();
        assert!(!findings.is_empty());
        assert!(
            findings.iter().all(|f| f["new"] == is_new),
            "run {run}: {told}"
        );
    }
}

/// As nobody, where root runs the tests: root may read and write everything. `None` where that
/// cannot be tried.
fn as_nobody(place: &Place) -> Option<impl Fn(&[&str]) -> Ran + '_> {
    let program = [&["setpriv"], NOBODY, &[env!("CARGO_BIN_EXE_arxsync")]].concat();
    let mut probe = Command::new(program[0]);
    let probe = probe.args(&program[1..]).arg("--version").output();
    if !probe.is_ok_and(|output| output.status.success()) {
        skipped("the program cannot be run as nobody");
        return None;
    }
    Some(move |args: &[&str]| place.run_as(&program, args))
}

fn tool(place: &Place, tool: &str, args: &[&str]) -> bool {
    let mut command = Command::new(tool);
    let ran = command.args(args).current_dir(place.path(".")).output();
    ran.is_ok_and(|output| output.status.success())
}

#[test]
fn a_folder_that_is_closed_holds_up_no_other() {
    let place = with_another("deep/**/*.md");
    place.write("deep/bad/bad.md", FINE);
    place.write("deep/good.md", FINE);
    let Some(run) = as_nobody(&place) else { return };
    assert!(tool(&place, "chown", &["-R", "65534:65534", "."]));
    let ran = run(&["sync", "--offline"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    fs::rename(place.path("deep/bad/bad.md"), place.path("bad.md")).unwrap();
    stuck(&place, ".arxsync-dead-0.tmp");
    fs::rename(place.path("bad.md"), place.path("deep/bad/bad.md")).unwrap();
    execute(
        &place,
        "UPDATE writes SET list = replace(list, 'bad.md', 'deep/bad/bad.md')",
    );
    assert!(tool(&place, "chown", &["-R", "65534:65534", "."]));
    let left = place.path("deep/bad/.arxsync-dead-0.tmp");
    fs::write(&left, "half of a").unwrap();
    for (mode, code, words) in [
        ("000", 3, "cannot search \"deep/bad\": "),
        ("000", 3, "an earlier write stays open"),
        (
            "555",
            3,
            "that cannot be settled: cannot remove \"DIR/deep/bad/",
        ),
        ("755", 0, "settled a write that an earlier run left open"),
        ("755", 0, "3 lists"),
    ] {
        assert!(tool(&place, "chmod", &[mode, "deep/bad"]));
        let ran = run(&["sync", "--offline"]);
        let told = ran.stdout.replace(place.path("").to_str().unwrap(), "DIR/") + &ran.stderr;
        assert_eq!(ran.code, Some(code), "{mode} {told}");
        assert!(told.contains(words), "{mode} {told}");
        assert!(!told.contains("good.md\" "), "{mode} {told}");
    }
    assert!(!left.exists());
}

#[test]
fn a_file_that_is_mounted_alone_is_told_before_anything_is_asked() {
    let place = fresh("");
    place.write("mounted.md", FINE);
    let before = place.read("papers.md");
    let script = format!(
        "mount --bind papers.md mounted.md && exec {} sync mounted.md",
        env!("CARGO_BIN_EXE_arxsync")
    );
    let args = ["-m", "sh", "-c", "mount --bind papers.md mounted.md"];
    if !tool(&place, "unshare", &args) {
        skipped("nothing can be mounted here");
        return;
    }
    let ran = place.run_as(&["unshare", "-m", "sh", "-c"], &[&script]);
    let told = "arxsync: list \"mounted.md\" cannot be written: it is mounted by itself, and a mounted file cannot be replaced; mount its folder instead\n";
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(2), told), "{ran:?}");
    assert!(place.read("papers.md") == before);
}

/// With `**`, the second run used to read the first one's report, and each told of all before it.
#[test]
fn what_arxsync_wrote_is_no_list() {
    let place = fresh(&format!("[[list]]\npath = \"**/*.md\"\n{MORE}"));
    let first = place.run(&["sync", "--json"]);
    let reports = fs::read_dir(place.path("reports")).unwrap();
    let mut reports = reports.map(|file| file.unwrap().file_name().into_string().unwrap());
    let report = reports.find(|name| name.ends_with(".md")).unwrap();
    let lists = |ran: &Ran| -> Vec<String> {
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        let lists = report["lists"].as_array().unwrap();
        let path = |list: &Value| list["path"].as_str().unwrap().to_owned();
        lists.iter().map(path).collect()
    };
    let all = lists(&first);
    let copied = place.read(&format!("reports/{report}"));
    place.write("docs/copy.md", &copied);
    place.write(&format!("docs/{report}"), &copied);
    let again = place.run(&["sync", "--json"]);
    assert_eq!(lists(&again), all);
    let told = "left out, as it is a change report that arxsync wrote";
    assert!(again.stderr.contains(told), "{}", again.stderr);
    for name in ["docs/copy.md", &format!("reports/{report}")] {
        let named = place.run(&["sync", "--offline", name]);
        let why = "it is a change report that arxsync wrote; name the list itself";
        assert_eq!(named.code, Some(2), "{}", named.stderr);
        assert!(named.stderr.contains(why), "{}", named.stderr);
    }
    assert_eq!(place.read("docs/copy.md"), copied);
    let only = place.run(&["sync", "--offline", "docs/*.md"]);
    assert_eq!(only.code, Some(2), "{}", only.stderr);
    assert!(only.stderr.contains("no list matches \"docs/*.md\""));
}
