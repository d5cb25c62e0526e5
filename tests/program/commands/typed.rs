//! What people type that is no list of files: a list on stdin, an address, a BibTeX file, a list in
//! which nothing is recognised; and a configuration under which no run could work.

use super::place::{Place, Ran, TIDES};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

const LIST: &str = "\u{feff}- **Tides as Clocks**\r\n  - Paper: https://arxiv.org/abs/2401.90003\r\n  - Authors: Gita Gil, Hans Holm";
const CONFIG: &str = "[arxiv]\nfeeds = \"feeds\"\n[store]\ndir = \"state\"\n";

fn place(more: &str) -> Place {
    let place = Place::new();
    place.write("feeds/town.xml", TIDES);
    place.write("arxsync.toml", format!("{CONFIG}{more}"));
    place
}

fn on_stdin(list: &str, args: &[&str]) -> Ran {
    place("[report]\ndir = \"reports\"\n").run_with(list.as_bytes(), args)
}

#[test]
fn a_list_on_stdin_comes_out_corrected_and_nothing_else() {
    let right = LIST.replace("Gil,", "Gill,");
    let ran = on_stdin(LIST, &["sync", "-"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), right.as_str()));
    assert!(
        ran.stderr.contains("1 change made") && ran.stderr.contains("-:3"),
        "{}",
        ran.stderr
    );

    let diff = on_stdin(LIST, &["sync", "--diff", "-"]);
    assert!(
        diff.stdout.starts_with("--- a/-\n+++ b/-\n@@ "),
        "{}",
        diff.stdout
    );
    assert!(diff.stderr.contains("1 change made"), "{}", diff.stderr);

    let same = on_stdin(&right, &["sync", "-"]);
    assert_eq!((same.code, same.stdout.as_str()), (Some(0), right.as_str()));
    assert_eq!(on_stdin("", &["sync", "-"]).stdout, "");

    for (args, code) in [
        (&["sync", "--check", "-"], 1),
        (&["sync", "--dry-run", "-"], 0),
    ] {
        let ran = on_stdin(LIST, args);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(code), ""),
            "{args:?}"
        );
        assert!(ran.stderr.contains("1 change to make"), "{}", ran.stderr);
    }
    let entries = on_stdin(LIST, &["entries", "-"]);
    assert!(entries.stdout.contains("Tides as Clocks"), "{entries:?}");
}

#[test]
fn names_that_are_never_shown_in_a_report_stay_in_the_list_where_they_stand() {
    let place = place("[names]\n\"Old Name\" = \"New Name\"\n");
    let list = format!("Thanks to Old Name.\n\n{LIST}");
    let ran = place.run_with(list.as_bytes(), &["sync", "-"]);
    assert_eq!(ran.stdout, list.replace("Gil,", "Gill,"));
}

#[test]
fn a_list_on_stdin_leaves_nothing_behind() {
    let place = place("[report]\ndir = \"reports\"\n");
    place.run_with(LIST.as_bytes(), &["sync", "-"]);
    assert!(!place.path("reports").exists() && !place.path("-").exists());
    assert!(
        place
            .run(&["history", "--json"])
            .stdout
            .contains("\"runs\":[]")
    );
}

#[test]
fn what_is_not_worked_on_comes_out_as_it_went_in() {
    let merge = format!("<<<<<<< a\n{LIST}\n=======\n>>>>>>> b\n");
    let ran = on_stdin(&merge, &["sync", "-"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), merge.as_str()));
    let binary = on_stdin("a\0b", &["sync", "-"]);
    assert_eq!((binary.code, binary.stdout.as_str()), (Some(2), ""));
    assert!(
        binary
            .stderr
            .starts_with("arxsync: \"-\" is not a list: line 1 holds a NUL byte")
    );
    let two = on_stdin(LIST, &["sync", "-", "list.md"]);
    assert_eq!((two.code, two.stdout.as_str()), (Some(2), ""));
    assert!(two.stderr.contains("stands alone"), "{}", two.stderr);
}

#[test]
fn what_is_no_list_is_told_with_what_to_name_instead() {
    for (name, expected) in [
        (
            "https://example.org/README.md",
            "it is a web address, and arxsync reads files: save it",
        ),
        (
            "papers.bib",
            "it is a BibTeX file, and arxsync reads Markdown: name the Markdown list",
        ),
    ] {
        let place = place("");
        place.write("papers.bib", "@article{a, title = {A}}\n");
        let ran = place.run(&["sync", name]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
        place.write(
            "arxsync.toml",
            format!("{CONFIG}[[list]]\npath = \"{name}\"\n"),
        );
        for args in [&["sync"][..], &["config", "check"]] {
            let ran = place.run(args);
            assert_eq!(ran.code, Some(2), "{args:?}");
            assert!(ran.stderr.contains(expected), "{}", ran.stderr);
        }
    }
}

#[test]
fn a_list_in_which_nothing_is_recognised_is_not_in_order() {
    let check = |text: &str, more: &str, args: &[&str], code: i32| {
        let place = place(more);
        place.write("list.md", text);
        place.write("docs/other.md", LIST.replace("Gil,", "Gill,"));
        let ran = place.run(args);
        assert_eq!(ran.code, Some(code), "{args:?} {text:?} {ran:?}");
        let is_told =
            ran.stdout.contains("arxsync entries list.md") && ran.stdout.contains("[[list]]");
        assert_eq!(
            is_told,
            code == 1 || !args.contains(&"--check"),
            "{args:?} {text:?} {}",
            ran.stdout
        );
    };
    let (text, named) = ("# Papers\n\nSee below.\n", "[[list]]\npath = \"list.md\"\n");
    check(text, "", &["sync", "--check", "list.md"], 1);
    check(text, "", &["sync", "list.md"], 0);
    check(text, named, &["sync", "--check"], 1);
    check(
        text,
        "",
        &["sync", "--check", "docs/other.md", "list.md"],
        1,
    );
    // Of what a pattern finds, nobody said that it is a list; an empty one is in order.
    check(text, "", &["sync", "--check", "*.md"], 0);
    check(text, "[[list]]\npath = \"*.md\"\n", &["sync", "--check"], 0);
    check("\u{feff}\n \n", "", &["sync", "--check", "list.md"], 0);
    check(
        &LIST.replace("Gil,", "Gill,"),
        "",
        &["sync", "--check", "--only", "2401.90003", "list.md"],
        0,
    );
}

#[test]
fn a_configuration_under_which_no_run_could_work_is_refused_by_the_check() {
    let check = |prepare: &dyn Fn(&Place), code: i32, expected: &str| {
        let place = place("[[list]]\npath = \"list.md\"\n");
        place.write("list.md", LIST);
        prepare(&place);
        let ran = place.run(&["config", "check"]);
        let told = format!("{}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.code, Some(code), "{told}");
        assert!(told.contains(expected), "{told}");
        // And is by a run.
        let run = place.run(&["sync"]);
        assert_eq!(run.code == Some(0), code == 0, "{run:?}");
    };
    check(&|_| {}, 0, "arxsync.toml is in order: 1 list, next run ");
    check(
        &|p| fs::remove_dir_all(p.path("feeds")).unwrap(),
        2,
        "[arxiv] feeds: there is no folder",
    );
    let merge = format!("<<<<<<< a\n{LIST}\n=======\n>>>>>>> b\n");
    check(
        &|p| p.write("list.md", &merge),
        2,
        "line 1 begins an unresolved merge conflict",
    );
    check(&|p| p.write("state", ""), 2, "cannot use the folder");
    check(
        &|p| p.write("state/arxsync.db", "no database at all"),
        2,
        "arxsync.db",
    );
    let open = |p: &Place| {
        fs::create_dir(p.path("state")).unwrap();
        fs::set_permissions(p.path("state"), fs::Permissions::from_mode(0o777)).unwrap();
    };
    check(&open, 2, "everybody may write to it");
}
