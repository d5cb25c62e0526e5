//! The Markdown report, as a whole and at its turns.

use super::sample;
use arxsync::plan::{Change, Decision, Finding, Status, Why};
use arxsync::report::markdown::{Shape, is_report};
use arxsync::report::{LeftOut, Mode, Problem, Run};

fn markdown(run: &Run) -> String {
    arxsync::report::markdown::markdown(run, &Shape::default())
}

#[test]
fn the_whole_report_reads_as_expected() {
    assert_eq!(markdown(&sample::run()), include_str!("expected.md"));
}

#[test]
fn decisions_are_told_with_their_reasons_and_the_command_that_decides() {
    let yes_or_no = "\\\n  yes: `arxsync accept c1` · no: `arxsync reject c1`\n";
    for (decision, why, expected, command) in [
        (
            Decision::Apply,
            None,
            "**abstract** to be corrected\\\n",
            "\\\n  no: `arxsync reject c1`\n",
        ),
        (
            Decision::Propose,
            Some(Why::Policy),
            "**abstract** correction proposed: the policy leaves this field to you\\\n",
            yes_or_no,
        ),
        (
            Decision::Propose,
            Some(Why::Reverted),
            "**abstract** correction proposed: it was made before, and somebody put the old words back; it is not made again unless you accept it; known\\\n",
            yes_or_no,
        ),
        (
            Decision::Propose,
            Some(Why::NoForm),
            "**abstract** correction proposed: the list shows no form for abstract: write one entry's by hand, ",
            "\\\n  yes: by hand · no: `arxsync reject c1`\n",
        ),
        (
            Decision::Skip,
            Some(Why::NoSource),
            "**abstract** correction skipped: arXiv's feed has lost TeX",
            "~~modle~~ **model** with 130 ",
        ),
    ] {
        let mut run = sample::run();
        let change = &mut run.lists[0].plan.changes[0];
        (change.decision, change.why) = (decision, why);
        change.note = (why == Some(Why::Reverted)).then(|| "known".to_owned());
        let report = markdown(&run);
        let (_, item) = report
            .split_once(expected)
            .unwrap_or_else(|| panic!("{expected}: {report}"));
        let item = item.split("\n- ").next().unwrap();
        assert!(
            format!("{item}\n").contains(command),
            "{command} is not in:\n{item}"
        );
    }
}

#[test]
fn what_was_settled_long_ago_is_counted_in_one_line() {
    let mut run = sample::run();
    run.mode = Mode::Apply;
    let plan = &mut run.lists[0].plan;
    for (change, why) in plan
        .changes
        .iter_mut()
        .zip([Why::Rejected, Why::Pinned, Why::Policy])
    {
        (change.decision, change.why) = (Decision::Skip, Some(why));
    }
    plan.ignored = 2;
    let since = "2026-01-01T00:00:00Z".to_owned();
    run.lists[0].since = plan
        .findings
        .iter()
        .map(|f| (f.id.clone(), since.clone()))
        .collect();
    let report = markdown(&run);
    let line = "**Standing:** 2 as before, 1 rejected, 1 pinned, 2 ignored, 1 off by policy: `arxsync review`\n";
    assert!(report.contains(line), "{report}");
    assert!(report.contains("\nNothing new needs you.\n"), "{report}");
    for told in ["wrong-id", "modle", "The Second"] {
        assert!(!report.contains(told), "{told} is in:\n{report}");
    }
    // Whoever asks for a dry run wants to see how it is.
    run.mode = Mode::DryRun;
    assert!(markdown(&run).contains("**wrong-id**"), "{report}");
}

#[test]
fn what_is_new_comes_before_what_is_not_and_says_so() {
    let mut run = sample::run();
    run.lists[0]
        .since
        .insert("f1".to_owned(), "2026-01-01T00:00:00Z".to_owned());
    let report = markdown(&run);
    let (new, old) = report.split_once("**wrong-id**").unwrap();
    assert!(new.contains("**placeholder-text**"), "{new}");
    assert_eq!(
        (
            new.matches("**new**").count(),
            old.matches("**new**").count()
        ),
        (2, 0)
    );
}

#[test]
fn what_was_written_is_told_from_what_was_not() {
    let report = markdown(&sample::applied());
    assert!(report.contains("**abstract** corrected\\\n"), "{report}");
    assert!(
        report.contains("\\\n  back: `arxsync undo c1`\n"),
        "{report}"
    );
    assert!(!report.contains("dry run"), "{report}");
    let mut held = sample::applied();
    held.lists[0].written = false;
    held.lists[0].problem = Some(Problem::Changed);
    let report = markdown(&held);
    let first = "## 4 things need you\n\n- `README.md` was not written: it was changed while arxsync worked; run again\n";
    assert!(report.contains(first), "{report}");
    assert!(
        report.contains("**abstract** not corrected\\\n"),
        "{report}"
    );
    assert!(report.contains("2 changes held back"), "{report}");
}

#[test]
fn a_list_that_was_not_worked_on_comes_first() {
    let mut run = sample::run();
    run.left_out = vec![LeftOut {
        path: "gone.md".to_owned(),
        why: "it does not exist".to_owned(),
    }];
    let report = markdown(&run);
    let (head, _) = report.split_once("**wrong-id**").unwrap();
    assert!(
        head.contains("**3 lists, 4 entries: 1 list not worked on, "),
        "{head}"
    );
    assert!(
        head.contains("- `gone.md` was not worked on: it does not exist\n"),
        "{head}"
    );
}

/// A report is cut between items, and what is left out is counted by list.
#[test]
fn a_long_report_is_cut_and_counts_the_rest() {
    let mut run = sample::applied();
    let list = &mut run.lists[0];
    let finding = list.plan.findings[0].clone();
    let number = |n: usize| Finding {
        id: format!("f{n:011}"),
        ..finding.clone()
    };
    list.plan.findings = (0..400).map(number).collect();
    list.plan.entries[2].status = Status::Ok;
    let change = list.plan.changes[0].clone();
    let number = |n: usize| Change {
        id: format!("c{n:011}"),
        ..change.clone()
    };
    list.plan.changes = (0..400).map(number).collect();
    for limit in [4_000, 10_000, 60_000] {
        let shape = Shape {
            limit,
            ..Shape::default()
        };
        let report = arxsync::report::markdown::markdown(&run, &shape);
        assert!(
            report.chars().count() <= limit,
            "{limit}: {}",
            report.chars().count()
        );
        let count = |word: &str| report.matches(word).count();
        let rest = |line: &str| -> usize {
            let number = line
                .strip_prefix("**… and ")
                .unwrap()
                .split(' ')
                .next()
                .unwrap();
            assert!(
                line.ends_with(
                    " of `README.md`. `arxsync report 0192-run --format json` has all of it."
                ),
                "{line}"
            );
            number.parse().unwrap()
        };
        let rest: usize = report
            .lines()
            .filter(|l| l.starts_with("**… and "))
            .map(rest)
            .sum();
        let shown = count("arxsync ignore f") + count("arxsync undo c");
        assert_eq!(shown + rest, 800, "{report}");
        assert!(shown > 0 || limit < 10_000);
        assert_eq!(count("<details>"), count("</details>"));
        assert!(report.ends_with("`2026-01-02T03:04:05Z` to `2026-01-02T03:04:06Z`.\n"));
    }
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
