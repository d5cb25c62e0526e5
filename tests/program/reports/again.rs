//! What somebody said no to, and what is told again since arXiv says something else: in its place
//! in every form, with what was refused and why it is told again.

use super::sample;
use arxsync::plan::memory::Lapsed;
use arxsync::plan::{Change, Decision};
use arxsync::report::html::html;
use arxsync::report::json::json;
use arxsync::report::links::Links;
use arxsync::report::markdown::{Shape, markdown};
use arxsync::report::terminal::summary;
use arxsync::report::{Mode, Run, review, saved};

fn lapsed() -> Lapsed {
    Lapsed {
        version: Some(1),
        on: Some("2025-11-30".into()),
        because: Some("my <own> title".into()),
    }
}

/// The sample, whose title somebody said no to when it was version 1's.
fn run() -> Run {
    let mut run = sample::run();
    let change = &mut run.lists[0].plan.changes[2];
    change.lapsed = Some(lapsed());
    change.version_day = Some("2025-12-24".into());
    run
}

/// The forms for people.
fn forms(run: &Run) -> [(&'static str, String); 3] {
    [
        ("markdown", markdown(run, &Shape::default())),
        ("html", html(run, &Links::default())),
        (
            "terminal",
            anstream::adapter::strip_str(&summary(run, 200)).to_string(),
        ),
    ]
}

/// That these stand in each form in this order, in any case.
fn check_order(run: &Run, expected: &[&str]) {
    for (form, text) in forms(run) {
        let text = text.split("<main").last().unwrap().to_lowercase();
        let mut from = 0;
        for part in expected {
            let found = text[from..].find(&part.to_lowercase());
            assert!(
                found.is_some(),
                "{form}: no {part:?} behind {from} in\n{text}"
            );
            from += found.unwrap() + part.len();
        }
    }
}

#[test]
fn it_has_its_place_between_what_is_open_and_what_is_done() {
    let headings = ["need", "wrong-id", "changed since you said no", "title"];
    let words = [
        "you said no to version 1 on 2025-11-30",
        "own",
        "version 2 of 2025-12-24 says something else",
    ];
    check_order(
        &run(),
        &[&headings[..], &words, &["language", "modle"]].concat(),
    );
    let told = "changed since you said no";
    for (form, text) in forms(&sample::run()) {
        assert!(!text.to_lowercase().contains(told), "{form}");
    }
}

#[test]
fn what_is_made_again_is_told_there_and_not_among_what_is_done() {
    let mut run = run();
    let is_again = |change: &mut Change| {
        change.decision = Decision::Apply;
        change.lapsed = Some(lapsed());
    };
    run.lists[0].plan.changes.iter_mut().for_each(is_again);
    run.lists[0].plan.findings.clear();
    let expected = ["changed since you said no", "you said no to version 1"];
    check_order(&run, &expected);
    run.mode = Mode::Apply;
    run.lists[0].written = true;
    check_order(&run, &expected);
    let [(_, markdown), (_, html), _] = forms(&run);
    assert!(
        !markdown.contains("## Done") && !html.contains("id=\"done\""),
        "{markdown}"
    );
    assert!(!markdown.contains("Nothing new needs you"), "{markdown}");
    assert!(markdown.contains("arxsync undo c1"), "{markdown}");
}

#[test]
fn what_was_told_before_is_told_again_where_somebody_asks() {
    let mut run = run();
    run.lists[0]
        .since
        .insert("c3".into(), "2026-01-01T00:00:00Z".into());
    check_order(&run, &["changed since you said no", "second model"]);
    run.mode = Mode::Apply;
    let told = markdown(&run, &Shape::default());
    assert!(!told.contains("Changed since you said no"), "{told}");
}

#[test]
fn less_is_said_where_less_is_known() {
    let mut run = run();
    let change = &mut run.lists[0].plan.changes[2];
    (change.version, change.version_day) = (None, None);
    change.lapsed = Some(Lapsed::default());
    check_order(&run, &["you said no; arXiv says something else"]);
}

#[test]
fn the_json_keeps_it_for_every_other_form() {
    let text = json(&run());
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let expected =
        serde_json::json!({"version": 1, "on": "2025-11-30", "because": "my <own> title"});
    assert_eq!(value["changes"][2]["rejected_before"], expected);
    assert_eq!(value["changes"][2]["version_day"], "2025-12-24");
    assert!(value["changes"][0].get("rejected_before").is_none());
    let again = saved::run(&text).unwrap();
    assert_eq!(json(&again), json(&saved::run(&json(&again)).unwrap()));
    check_order(
        &again,
        &[
            "changed since you said no",
            "you said no to version 1 on 2025-11-30",
        ],
    );
}

#[test]
fn a_review_says_it_where_it_asks() {
    let run = run();
    let shown = review::item(&run.lists[0], "c3", "[1/1]", 300);
    let expected = "arXiv:2103.10360v2 of 2025-12-24: you said no to version 1 on 2025-11-30";
    let told = shown.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    assert!(told.contains(expected), "{told}");
}
