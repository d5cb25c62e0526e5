//! The log of any command: in its configured form and colour, and without harm where nobody can
//! write it.

use super::place::{Place, Ran};
use super::service::fresh;

fn run(place: &Place, redirected: &str, args: &[&str]) -> Ran {
    let script = format!("exec \"$0\" \"$@\" {redirected}");
    let program = ["/bin/sh", "-c", &script, env!("CARGO_BIN_EXE_arxsync")];
    place.run_as(&program, args)
}

#[test]
fn a_log_that_cannot_be_written_ends_nothing() {
    for args in [
        &["sync", "-vv"][..],
        &["sync", "-vv", "--dry-run", "--diff"],
        &["status", "-vv"],
    ] {
        let expected = run(&fresh(""), "2>/dev/null", args);
        for redirected in ["2>/dev/full", "2>&-"] {
            let ran = run(&fresh(""), redirected, args);
            let (is, should) = ((ran.code, ran.stdout), (expected.code, &expected.stdout));
            assert_eq!((is.0, &is.1), should, "{args:?} {redirected}");
        }
    }
}

#[test]
fn the_log_has_the_configured_form_and_the_wanted_colour() {
    let ran = fresh("[log]\nformat = \"json\"\n").run(&["sync", "-vv"]);
    assert!(!ran.stderr.is_empty());
    for line in ran.stderr.lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(event["level"].is_string(), "{line}");
    }
    for (colour, is_coloured) in [("always", true), ("never", false), ("auto", false)] {
        let ran = fresh("").run(&["sync", "-vv", "--color", colour]);
        assert_eq!(ran.stderr.contains('\u{1b}'), is_coloured, "{colour}");
    }
}
