//! The terminal summary as it is seen without colour.

use super::sample;
use arxsync::plan::{Decision, Status, Why};
use arxsync::report::terminal::summary;
use arxsync::report::{LeftOut, Mode, Outcome, Problem, Run, Written};

/// What is left where colours are not wanted.
fn plain(run: &Run, width: usize) -> String {
    anstream::adapter::strip_str(&summary(run, width)).to_string()
}

#[test]
fn the_whole_summary_reads_as_expected() {
    assert_eq!(plain(&sample::run(), 100), include_str!("expected.txt"));
}

#[test]
fn a_calm_run_takes_three_lines() {
    let mut run = sample::run();
    run.lists = vec![sample::calm_list()];
    run.outcome = Outcome::Clean;
    let expected = "\
more/other list.md  1 entry, nothing to change

1 list, 1 entry: nothing to change
2 requests to arXiv (1 of them repeated) for 4 papers, 1 from the cache
";
    assert_eq!(plain(&run, 80), expected);
}

/// The lines below a change from `before` to `after`.
fn check(before: Option<&str>, after: &str, width: usize, expected: &[&str]) {
    let mut run = sample::run();
    run.lists.truncate(1);
    let plan = &mut run.lists[0].plan;
    plan.changes.truncate(1);
    plan.findings.clear();
    plan.changes[0].before = before.map(str::to_owned);
    plan.changes[0].after = after.to_owned();
    let shown = plain(&run, width);
    let below: Vec<&str> = shown
        .lines()
        .filter_map(|line| line.strip_prefix("      "))
        .collect();
    assert_eq!(below, expected);
}

#[test]
fn differences_are_short_and_marked_without_colour() {
    let words = "alpha beta gamma delta epsilon zeta eta theta iota kappa";
    let broken = |at: [&str; 5]| at.map(|word| format!("{words} {word}")).join(" ");
    check(
        Some(&format!("{words} modle {words}")),
        &format!("{words} model {words}"),
        80,
        &["… theta iota kappa [-modle-]{+model+} alpha beta gamma …"],
    );
    check(
        Some(&format!("{words} modle {words}")),
        &format!("{words} model {words}"),
        40,
        &[
            "… theta iota kappa [-modle-] alph…",
            "… theta iota kappa {+model+} alph…",
        ],
    );
    check(None, words, 40, &["{+alpha beta gamma delta epsilon…"]);
    check(
        Some(&broken(["a1", "b1", "c1", "d1", "e1"])),
        &broken(["a2", "b2", "c2", "d2", "e2"]),
        80,
        &[
            "… theta iota kappa [-a1-]{+a2+} alpha beta gamma …",
            "… theta iota kappa [-b1-]{+b2+} alpha beta gamma …",
            "… theta iota kappa [-c1-]{+c2+} alpha beta gamma …",
            "… 2 more places",
        ],
    );
}

#[test]
fn the_last_line_says_what_to_do_next() {
    let mut cases = Vec::new();
    let run = sample::run();
    cases.push((run.clone(), "next: run without --dry-run to apply"));
    cases.push((
        Run {
            mode: Mode::Check,
            ..run.clone()
        },
        "next: run without --check to apply",
    ));
    cases.push((
        sample::applied(),
        "next: run again later: arXiv is asked only for what is missing",
    ));
    let mut held = sample::applied();
    held.lists[0].written = false;
    held.lists[0].problem = Some(Problem::Changed);
    cases.push((held, "next: run again: what was held back is planned anew"));
    let mut bad = sample::applied();
    bad.left_out = vec![left_out()];
    cases.push((
        bad,
        "next: mend what is wrong with the lists that were not worked on, and run again",
    ));
    let mut proposed = sample::applied();
    proposed.lists[0].plan.entries[2].status = Status::Ok;
    let mut doubtful = proposed.clone();
    for change in &mut doubtful.lists[0].plan.changes {
        if change.decision == Decision::Propose {
            change.why = Some(Why::Unexplained);
        }
    }
    cases.push((
        doubtful,
        "next: `arxsync review` goes through what needs you",
    ));
    cases.push((
        proposed,
        "next: `arxsync review` goes through what needs you; [policy] title = \"correct\" applies such proposals",
    ));
    cases.push((
        Run {
            outcome: Outcome::Failed,
            ..run
        },
        "next: the run broke off: see the log, then run again",
    ));
    for (run, expected) in cases {
        assert_eq!(plain(&run, 80).lines().last(), Some(expected));
    }
}

#[test]
fn what_was_settled_long_ago_is_only_counted_and_what_waits_is_told() {
    for (why, told) in [
        (
            Why::Policy,
            Some("\nstanding: 1 off by policy: arxsync review\n"),
        ),
        (Why::Pinned, Some("\nstanding: 1 pinned: arxsync review\n")),
        (
            Why::Rejected,
            Some("\nstanding: 1 rejected: arxsync review\n"),
        ),
        (Why::NoSource, None),
        (Why::Unexplained, None),
    ] {
        let mut run = sample::run();
        let change = &mut run.lists[0].plan.changes[0];
        (change.decision, change.why) = (Decision::Skip, Some(why));
        let summary = plain(&run, 100);
        let is_shown = summary.contains("README.md:7 ");
        assert_eq!(is_shown, told.is_none(), "{why:?}:\n{summary}");
        match told {
            Some(told) => assert!(summary.contains(told), "{summary}"),
            None => assert!(summary.contains("1 change waits"), "{summary}"),
        }
    }
}

#[test]
fn a_night_tells_what_is_new_and_counts_what_is_not() {
    let mut run = sample::applied();
    let since = |id: &str| (id.to_owned(), "2026-01-01T00:00:00Z".to_owned());
    run.lists[0].since = ["c3", "f1"].map(since).into();
    run.reported = Written::At("reports/arxsync-x.md".to_owned());
    let summary = plain(&run, 100);
    assert!(
        summary.contains("f2       README.md:15  placeholder-text"),
        "{summary}"
    );
    assert!(!summary.contains("wrong-id"), "{summary}");
    assert!(
        summary.contains("1 proposal as before, 2 findings (1 new)"),
        "{summary}"
    );
    assert!(
        summary.contains("\nstanding: 2 as before: arxsync review\n"),
        "{summary}"
    );
    assert!(
        summary.contains("\nreport: reports/arxsync-x.md\n"),
        "{summary}"
    );
    run.mode = Mode::DryRun;
    let summary = plain(&run, 100);
    assert!(
        summary.contains("placeholder-text     new  Lost & <Found>"),
        "{summary}"
    );
    assert!(
        summary.contains("wrong-id             A Second Model"),
        "{summary}"
    );
}

#[test]
fn many_entries_that_were_not_asked_are_named_in_part() {
    let mut run = sample::run();
    let entry = run.lists[0].plan.entries[2].clone();
    run.lists[0].plan.entries = vec![entry; 10];
    let expected = "not asked: 10 entries of README.md (lines 15, 15, 15, 15, 15, 15, 15, 15, …): arXiv did not answer\n";
    let summary = plain(&run, 100);
    assert!(summary.contains(expected), "{summary}");
}

fn left_out() -> LeftOut {
    LeftOut {
        path: "gone.md".to_owned(),
        why: "list \"gone.md\" does not exist: check the path".to_owned(),
    }
}

#[test]
fn a_list_that_was_not_worked_on_is_told_with_its_remedy() {
    let mut run = sample::run();
    run.lists = vec![sample::calm_list()];
    run.left_out = vec![left_out()];
    run.unreported = Some("cannot write the report to reports: no space".to_owned());
    let expected = "\
more/other list.md  1 entry, nothing to change
gone.md
  not worked on: list \"gone.md\" does not exist: check the path

2 lists, 1 entry: 1 list not worked on
2 requests to arXiv (1 of them repeated) for 4 papers, 1 from the cache
no report: cannot write the report to reports: no space
next: mend what is wrong with the lists that were not worked on, and run again
";
    assert_eq!(plain(&run, 80), expected);
}

#[test]
fn what_needs_somebody_comes_first_and_the_rest_is_cut() {
    let mut run = sample::run();
    run.lists.truncate(1);
    let plan = &mut run.lists[0].plan;
    let applied = plan.changes.iter().find(|c| c.decision == Decision::Apply);
    let applied = vec![applied.cloned().unwrap(); 60];
    plan.changes.retain(|c| c.decision == Decision::Propose);
    let (proposals, findings) = (plan.changes.len(), plan.findings.len());
    assert!(proposals > 0 && findings > 0);
    plan.changes.splice(0..0, applied);
    let summary = plain(&run, 100);
    let (first, rest) = summary.split_once("\nREADME.md  ").unwrap();
    assert_eq!(first.matches("README.md:").count(), proposals + findings);
    assert_eq!(
        rest.matches("README.md:").count(),
        50 - proposals - findings
    );
    let more = format!(
        "\n  … {} more: --report DIR or --json has them all\n",
        10 + proposals + findings
    );
    assert!(rest.contains(&more), "{rest}");
}
