//! The Markdown report, as a whole and at its turns.

use super::sample;
use arxsync::plan::{Decision, Why};
use arxsync::report::markdown::{is_report, markdown};
use arxsync::report::{LeftOut, Problem};

#[test]
fn the_whole_report_reads_as_expected() {
    assert_eq!(markdown(&sample::run()), include_str!("expected.md"));
}

#[test]
fn decisions_are_told_with_their_reasons() {
    for (decision, why, expected) in [
        (Decision::Apply, None, "**abstract** to be corrected · "),
        (
            Decision::Propose,
            Some(Why::Policy),
            "**abstract** correction proposed: the policy leaves this field to you · ",
        ),
        (
            Decision::Skip,
            Some(Why::Policy),
            "**abstract** correction skipped: the policy leaves this field alone · ",
        ),
        (
            Decision::Skip,
            Some(Why::Pinned),
            "**abstract** correction skipped: a comment pins it · ",
        ),
        (
            Decision::Propose,
            Some(Why::NoForm),
            "**abstract** correction proposed: the list shows no form in which to write it · ",
        ),
    ] {
        let mut run = sample::run();
        let change = &mut run.lists[0].plan.changes[0];
        (change.decision, change.why) = (decision, why);
        let report = markdown(&run);
        assert!(
            report.contains(expected),
            "{expected:?} is not in:\n{report}"
        );
    }
}

#[test]
fn what_was_written_is_told_from_what_was_not() {
    let report = markdown(&sample::applied());
    assert!(report.contains("**abstract** corrected · "), "{report}");
    assert!(!report.contains("dry run"), "{report}");
    let mut held = sample::applied();
    held.lists[0].written = false;
    held.lists[0].problem = Some(Problem::Changed);
    let report = markdown(&held);
    assert!(
        report.contains("**Not written:** it was changed while arxsync worked; run again.\n"),
        "{report}"
    );
    assert!(report.contains("**abstract** not corrected · "), "{report}");
    assert!(report.contains("2 changes held back"), "{report}");
}

/// One change's diff block.
fn check(before: Option<&str>, after: &str, expected: &str) {
    let mut run = sample::run();
    let change = &mut run.lists[0].plan.changes[0];
    change.before = before.map(str::to_owned);
    change.after = after.to_owned();
    let report = markdown(&run);
    let block = report
        .split_once("```diff\n")
        .unwrap()
        .1
        .split_once("\n```")
        .unwrap()
        .0;
    assert_eq!(block, expected);
}

#[test]
fn a_diff_shows_what_differs_and_little_else() {
    let words = "alpha beta gamma delta epsilon zeta eta theta iota kappa";
    check(
        Some(&format!("{words} modle {words}")),
        &format!("{words} model {words}"),
        "- … epsilon zeta eta theta iota kappa modle alpha beta gamma delta epsilon zeta …\n\
         + … epsilon zeta eta theta iota kappa model alpha beta gamma delta epsilon zeta …",
    );
    check(
        Some("Ann Li, Bo He"),
        "Ann Li, Cy Wu, Bo He",
        "- Ann Li, Bo He\n+ Ann Li, Cy Wu, Bo He",
    );
    check(
        None,
        &format!("{words} {words}\nsecond {words}"),
        "+ alpha beta gamma delta epsilon zeta eta theta iota kappa alpha beta gamma delta epsilon zeta eta\n\
         + theta iota kappa second alpha beta gamma delta epsilon zeta eta theta iota kappa",
    );
    check(
        Some("The cat sat on the mat"),
        "Wholly other words",
        "- The cat sat on the mat\n+ Wholly other words",
    );
}

#[test]
fn a_list_that_was_not_worked_on_comes_first() {
    let mut run = sample::run();
    run.left_out = vec![LeftOut {
        path: "gone.md".to_owned(),
        why: "it does not exist".to_owned(),
    }];
    let report = markdown(&run);
    let head = report.split_once("Nothing to change in").unwrap().0;
    assert!(
        head.contains("**3 lists, 4 entries: 1 list not worked on, "),
        "{head}"
    );
    let section = "## Not worked on\n\nNothing in these lists was looked at or changed.\n\n- `gone.md`: it does not exist\n\n";
    assert!(head.ends_with(section), "{head}");
}

#[test]
fn reports_are_known_by_how_they_begin() {
    let report = markdown(&sample::run());
    assert!(is_report(&report));
    assert!(is_report(&report.replace('\n', "\r\n")));
    assert!(is_report(&format!("\u{feff}{report}")));
    let lines: Vec<&str> = report.lines().take(3).collect();
    assert!(is_report(&lines.join("\n")));
    for other in [
        "",
        "# Change report\n",
        "# Change report\n\n**All our changes.** We write to arXiv daily.\n",
        &report.replace("# Change", "## Change"),
        &format!("# Papers\n\n{report}"),
    ] {
        assert!(!is_report(other), "{other}");
    }
}
