//! The JSON report against the contract's form.

use super::sample;
use arxsync::report::LeftOut;
use arxsync::report::json::json;
use serde_json::{Value, json as value};

#[test]
fn the_whole_report_is_as_the_contract_says() {
    let text = json(&sample::run());
    assert_eq!(text.matches('\n').count(), 1, "one line");
    let report: Value = serde_json::from_str(&text).unwrap();
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
             "decision": "apply", "why": null,
             "before": "A bilingual language modle with 130 billion parameters.",
             "after": "A bilingual language model with 130 billion parameters.",
             "edits": [{"start": 126, "end": 131, "text": "model"}]},
            {"id": "c2", "list": "README.md", "line": 9, "arxiv_id": "2210.02414", "field": "authors", "kind": "fill",
             "decision": "apply", "why": null, "before": null, "after": "Aohan Zeng, Xiao Liu",
             "edits": [{"start": 166, "end": 178, "text": "**Authors**: Aohan Zeng, Xiao Liu"}]},
            {"id": "c3", "list": "README.md", "line": 11, "arxiv_id": "2103.10360", "field": "title", "kind": "correct",
             "decision": "propose", "why": "policy", "before": "A Second Model", "after": "The Second Model",
             "edits": [{"start": 185, "end": 193, "text": "The Second"}]}],
        "findings": [
            {"list": "README.md", "line": 11, "arxiv_id": "2103.10360", "code": "wrong-id",
             "message": "title and link name different papers", "suggestion": "hep-th/9901001"},
            {"list": "README.md", "line": 15, "arxiv_id": null, "code": "placeholder-text",
             "message": "the field \"Brief\" holds a template's <text>", "suggestion": null}],
        "stats": {"requests": 2, "retries": 1, "cache_hits": 1, "papers": 4}
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
