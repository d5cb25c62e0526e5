//! The JSON report against the contract's form.

use super::sample;
use arxsync::plan::{Change, Decision, Why};
use arxsync::report::LeftOut;
use arxsync::report::json::json;
use arxsync::report::markdown::{Shape, markdown};
use arxsync::report::saved;
use arxsync::report::terminal::summary;
use serde_json::{Value, json as value};

#[test]
fn the_whole_report_is_as_the_contract_says() {
    let mut run = sample::run();
    let list = &mut run.lists[0];
    let since = |id: &str| (id.to_owned(), "2025-12-24T00:00:00Z".to_owned());
    list.since = ["c3", "f1", "c1"].map(since).into();
    list.plan.changes[0].note = Some("these words are version 1's".to_owned());
    list.plan.ignored = 3;
    let rejected = Change {
        decision: Decision::Skip,
        why: Some(Why::Rejected),
        ..list.plan.changes[1].clone()
    };
    list.plan.changes.push(rejected);
    let text = json(&run);
    assert_eq!(text.matches('\n').count(), 1, "one line");
    let mut report: Value = serde_json::from_str(&text).unwrap();
    let rejected = report["changes"].as_array_mut().unwrap().pop().unwrap();
    assert_eq!(
        (&rejected["decision"], &rejected["why"]),
        (&value!("skip"), &value!("rejected"))
    );
    let entry = |list: &str, line: usize, title: &str, id: &str, status: &str| value!({"list": list, "line": line, "title": title, "arxiv_id": id, "layout": "labelled", "status": status});
    let expected = value!({
        "schema": 1,
        "run": {"id": "0192-run", "mode": "dry-run", "started_at": "2026-01-02T03:04:05Z",
                "finished_at": "2026-01-02T03:04:06Z", "outcome": "incomplete"},
        "lists": [
            {"path": "README.md", "entries": 3, "sha256_before": "aa", "sha256_after": "bb", "written": false, "problem": null},
            {"path": "more/other list.md", "entries": 1, "sha256_before": "cc", "sha256_after": "cc", "written": false, "problem": null}],
        "entries": [
            entry("README.md", 3, "A Pre-trained Model", "2210.02414", "changed"),
            entry("README.md", 11, "A Second Model", "2103.10360", "changed"),
            entry("README.md", 15, "Lost & <Found>", "2302.13971", "deferred"),
            entry("more/other list.md", 1, "Fine", "1706.03762", "ok")],
        "changes": [
            {"id": "c1", "list": "README.md", "line": 7, "arxiv_id": "2210.02414", "field": "abstract", "kind": "correct",
             "decision": "apply", "why": null, "note": "these words are version 1's",
             "before": "A bilingual language modle with 130 billion parameters.",
             "after": "A bilingual language model with 130 billion parameters.",
             "edits": [{"start": 126, "end": 131, "text": "model"}],
             "version": 2, "title": "A Pre-trained Model", "entry_line": 3, "new": true, "since": null, "evidence": "these words are version 1's"},
            {"id": "c2", "list": "README.md", "line": 9, "arxiv_id": "2210.02414", "field": "authors", "kind": "fill",
             "decision": "apply", "why": null, "before": null, "after": "Aohan Zeng, Xiao Liu",
             "edits": [{"start": 166, "end": 178, "text": "**Authors**: Aohan Zeng, Xiao Liu"}],
             "version": 2, "title": "A Pre-trained Model", "entry_line": 3, "new": true, "since": null, "evidence": null},
            {"id": "c3", "list": "README.md", "line": 11, "arxiv_id": "2103.10360", "field": "title", "kind": "correct",
             "decision": "propose", "why": "policy", "before": "A Second Model", "after": "The Second Model",
             "edits": [{"start": 185, "end": 193, "text": "The Second"}],
             "version": 2, "title": "A Second Model", "entry_line": 11, "new": false, "since": "2025-12-24T00:00:00Z", "evidence": null}],
        "findings": [
            {"id": "f1", "title": "A Second Model", "entry_line": 11, "new": false, "since": "2025-12-24T00:00:00Z", "evidence": null,
             "list": "README.md", "line": 11, "arxiv_id": "2103.10360", "code": "wrong-id",
             "message": "title and link name different papers", "suggestion": "hep-th/9901001"},
            {"id": "f2", "title": "Lost & <Found>", "entry_line": 15, "new": true, "since": null, "evidence": null,
             "list": "README.md", "line": 15, "arxiv_id": null, "code": "placeholder-text",
             "message": "the field \"Brief\" holds a template's <text>", "suggestion": null}],
        "stats": {"requests": 2, "retries": 1, "cache_hits": 1, "papers": 4,
                  "silenced": {"rejected": 1, "pinned": 0, "ignored": 3}}
    });
    assert_eq!(report, expected);
}

#[test]
fn a_list_that_was_not_worked_on_has_a_row_with_its_problem() {
    let mut run = sample::run();
    run.left_out = vec![LeftOut {
        path: "gone.md".to_owned(),
        why: "it does not exist".to_owned(),
    }];
    run.unreported = Some("no space".to_owned());
    let report: Value = serde_json::from_str(&json(&run)).unwrap();
    let expected = value!({"path": "gone.md", "entries": 0, "sha256_before": null, "sha256_after": null, "written": false, "problem": "it does not exist"});
    assert_eq!(report["lists"][2], expected);
    assert_eq!(report["run"]["unreported"], "no space");
}

#[test]
fn a_run_that_is_read_back_tells_the_same() {
    let mut run = sample::applied();
    run.left_out = vec![LeftOut {
        path: "gone.md".to_owned(),
        why: "it does not exist".to_owned(),
    }];
    let since = "2025-12-24T00:00:00Z".to_owned();
    run.lists[0].since = [("f1".to_owned(), since)].into();
    run.lists[0].plan.ignored = 3;
    let again = saved::run(&json(&run)).unwrap();
    let shape = Shape::default();
    assert_eq!(markdown(&again, &shape), markdown(&run, &shape));
    assert_eq!(summary(&again, 100), summary(&run, 100));
}

#[test]
fn a_report_of_an_older_version_is_read_too() {
    let mut report: Value = serde_json::from_str(&json(&sample::run())).unwrap();
    let new = [
        "id",
        "version",
        "new",
        "since",
        "evidence",
        "title",
        "entry_line",
    ];
    for table in ["changes", "findings"] {
        for row in report[table].as_array_mut().unwrap() {
            let row = row.as_object_mut().unwrap();
            let of = usize::from(table == "changes");
            new[of..].iter().for_each(|key| drop(row.remove(*key)));
        }
    }
    report["stats"].as_object_mut().unwrap().remove("silenced");
    let run = saved::run(&report.to_string()).unwrap();
    assert_eq!(run.lists[0].plan.changes[1].entry, 0);
    let report = markdown(&run, &Shape::default());
    assert!(report.contains("**A Pre-trained Model** · "), "{report}");
    assert!(!report.contains("arxsync ignore"), "{report}");
}

#[test]
fn what_is_no_report_is_refused_with_a_reason() {
    let good = json(&sample::run());
    let check = |text: String, expected: &str| {
        let why = saved::run(&text).unwrap_err();
        assert!(why.contains(expected), "{why}");
    };
    check("{}".to_owned(), "missing field `schema`");
    check("# Change report".to_owned(), "expected value");
    check(
        good.replacen("\"schema\":1", "\"schema\":2", 1),
        "\"schema\" is 2, and not 1",
    );
    check(
        good.replace("wrong-id", "wrong-idea"),
        "unknown variant `wrong-idea`",
    );
    check(
        good.replace("\"2103.10360\"", "\"x](y)\""),
        "\"x](y)\" is no arXiv id",
    );
    check(
        good.replace("\"id\":\"c1\"", "\"id\":\"c1; rm\""),
        "\"c1; rm\" is no id",
    );
    check(
        good.replace("\"list\":\"README.md\"", "\"list\":\"x\""),
        "\"x\" is none of its lists",
    );
}
