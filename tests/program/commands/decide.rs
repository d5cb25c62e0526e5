//! What a maintainer decides, from the command line: that it is done, remembered, obeyed by every
//! run, and can be taken back.

use super::place::Place;
use super::service::{after_a_run, database, fresh, json};
use serde_json::Value;

const FILE: &str = "arxsync-decisions.toml";

fn plan(place: &Place) -> Value {
    json(place, &["sync", "--dry-run"]).0
}

/// The first change of a plan with this field and decision.
fn change<'p>(plan: &'p Value, field: &str, decision: &str) -> &'p Value {
    let mut changes = plan["changes"].as_array().unwrap().iter();
    let found = changes.find(|c| c["field"] == field && c["decision"] == decision);
    found.unwrap_or_else(|| panic!("no {field} to {decision} in {plan}"))
}

fn by_id<'p>(plan: &'p Value, id: &str) -> Option<&'p Value> {
    let changes = plan["changes"].as_array().unwrap();
    changes.iter().find(|change| change["id"] == id)
}

fn id(item: &Value) -> String {
    item["id"].as_str().unwrap().to_owned()
}

/// Runs a command, which ends with this code.
fn run(place: &Place, args: &[&str], code: i32) -> String {
    let ran = place.run(args);
    assert_eq!(ran.code, Some(code), "{args:?}: {ran:?}");
    ran.stdout + &ran.stderr
}

#[test]
fn a_no_is_remembered_and_obeyed_until_it_is_forgotten() {
    let place = fresh("");
    let no = id(change(&plan(&place), "abstract", "apply"));
    let told = run(
        &place,
        &["reject", &no[..7], "--because", "my own words"],
        0,
    );
    assert!(told.starts_with(&format!("rejected {no} ")), "{told}");
    let file = place.read(FILE);
    let file = String::from_utf8(file).unwrap();
    assert!(file.contains("because = \"my own words\""), "{file}");
    assert!(file.contains("list = \"papers.md\""), "{file}");
    let planned = plan(&place);
    let kept = by_id(&planned, &no).unwrap();
    assert_eq!(
        (&kept["decision"], &kept["why"]),
        (&"skip".into(), &"rejected".into())
    );
    run(&place, &["sync"], 0);
    run(&place, &["sync", "--check"], 0);
    assert!(by_id(&plan(&place), &no).is_some(), "it was not made");
    let told = run(&place, &["decisions"], 0);
    assert!(
        told.contains("rejected  abstract") && told.contains("my own words"),
        "{told}"
    );
    let decision = told.split_whitespace().next().unwrap();
    run(&place, &["decisions", "forget", decision], 0);
    let log = database(&place);
    let mut rows = log
        .prepare("SELECT action FROM decisions ORDER BY id")
        .unwrap();
    let rows = rows.query_map((), |row| row.get::<_, String>(0)).unwrap();
    let rows: Vec<String> = rows.map(Result::unwrap).collect();
    assert_eq!(rows, ["reject", "forget"]);
    run(&place, &["sync", "--check"], 1);
    assert_eq!(change(&plan(&place), "abstract", "apply")["id"], no);
}

#[test]
fn a_yes_makes_the_chosen_change_and_no_other() {
    let place = fresh("");
    let before = place.read("papers.md");
    let planned = plan(&place);
    let title = change(&planned, "title", "propose");
    run(&place, &["accept", &id(title)], 0);
    let edits = title["edits"].as_array().unwrap();
    let mut expected = String::from_utf8(before).unwrap();
    for edit in edits.iter().rev() {
        let offset = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
        let span = offset("start")..offset("end");
        expected.replace_range(span, edit["text"].as_str().unwrap());
    }
    assert_eq!(
        String::from_utf8(place.read("papers.md")).unwrap(),
        expected
    );
    assert!(!place.path(FILE).exists(), "a yes needs no memory");
    let (status, _) = json(&place, &["status"]);
    assert_eq!(
        status["last_run"],
        Value::Null,
        "a yes is no run of the service"
    );
    assert_eq!(by_id(&plan(&place), &id(title)), None);
}

#[test]
fn what_somebody_puts_back_is_proposed_and_made_on_a_yes_only() {
    let place = after_a_run();
    let corrected = place.read("papers.md");
    let original = fresh("").read("papers.md");
    place.write("papers.md", &original);
    run(&place, &["sync"], 0);
    assert!(place.read("papers.md") == original, "nothing is made again");
    run(&place, &["sync", "--check"], 0);
    let planned = plan(&place);
    let changes = planned["changes"].as_array().unwrap();
    let reverted = changes.iter().filter(|c| c["why"] == "reverted");
    assert_eq!(reverted.count(), 9);
    run(&place, &["accept", "--all", "--field", "authors"], 0);
    run(&place, &["accept", "--all", "--field", "abstract"], 0);
    assert!(place.read("papers.md") == corrected);
}

#[test]
fn a_known_finding_is_not_told_until_its_day() {
    let place = fresh("");
    let findings = |place: &Place| plan(place)["findings"].as_array().unwrap().clone();
    let all = findings(&place);
    let known = id(&all[0]);
    run(&place, &["ignore", &known, "--until", "2999-01-01"], 0);
    let left = findings(&place);
    assert_eq!(left.len(), all.len() - 1);
    assert!(left.iter().all(|f| f["id"] != known));
    let file = String::from_utf8(place.read(FILE)).unwrap();
    place.write(FILE, file.replace("2999-01-01", "2020-01-01"));
    assert_eq!(findings(&place), all);
    let told = run(&place, &["decisions", "prune"], 0);
    assert!(told.starts_with("forgotten: "), "{told}");
    let (all, _) = json(&place, &["decisions"]);
    assert_eq!(all["ignored"], Value::Array(Vec::new()));
}

#[test]
fn decisions_from_elsewhere_are_carried_out_as_far_as_they_fit() {
    let place = fresh("");
    let planned = plan(&place);
    let (yes, no) = (
        id(change(&planned, "title", "propose")),
        id(change(&planned, "authors", "apply")),
    );
    let one = |id: &str, verb: &str| format!(r#"{{"change": "{id}", "do": "{verb}"}}"#);
    let gone = "00000000beef";
    let all = [one(&yes, "accept"), one(&no, "reject"), one(gone, "reject")].join(", ");
    let file = |all: &str| format!(r#"{{"schema": 1, "run": "r", "decisions": [{all}]}}"#);
    place.write("d.json", file(&all));
    let told = run(&place, &["decide", "d.json"], 3);
    assert!(told.contains(&format!("accepted {yes}")), "{told}");
    assert!(told.contains(&format!("rejected {no}")), "{told}");
    assert!(
        told.contains(&format!("{gone}: no change or finding")),
        "{told}"
    );
    let planned = plan(&place);
    assert_eq!(by_id(&planned, &yes), None);
    assert_eq!(by_id(&planned, &no).unwrap()["why"], "rejected");
    let before = (place.read("papers.md"), place.read(FILE));
    place.write(
        "d.json",
        file(&(one(&no, "accept") + ", " + &one(&no, "reject"))),
    );
    let told = run(&place, &["decide", "d.json"], 2);
    assert!(told.contains("decided twice"), "{told}");
    assert!((place.read("papers.md"), place.read(FILE)) == before);
}

#[test]
fn a_broken_file_of_decisions_ends_everything_before_anything_is_written() {
    let place = fresh("");
    let no = id(change(&plan(&place), "abstract", "apply"));
    place.write(
        FILE,
        "[[rejected]]\npaper = \"2401.00001\"\nfield = \"abtract\"\n",
    );
    let before = (place.read("papers.md"), place.read(FILE));
    for args in [
        &["sync"][..],
        &["sync", "--check"],
        &["reject", &no],
        &["accept", &no],
        &["decisions"],
        &["decisions", "forget", "00"],
    ] {
        let told = run(&place, args, 2);
        let place_of_it = "arxsync-decisions.toml:3: rejected.field: unknown variant `abtract`";
        assert!(told.contains(place_of_it), "{args:?}: {told}");
    }
    assert!((place.read("papers.md"), place.read(FILE)) == before);
}

#[test]
fn what_does_not_fit_is_named() {
    let place = fresh("");
    let planned = plan(&place);
    let finding = id(&planned["findings"][0]);
    let change = id(change(&planned, "abstract", "apply"));
    for (args, told) in [
        (
            &["accept", "beefbeef"][..],
            "beefbeef: no change or finding of the lists has this id",
        ),
        (&["reject", &change[..3]], "give at least four letters"),
        (&["accept", &finding], "it is a finding, and has no edit"),
        (&["ignore", &change], "it is a change: `arxsync reject`"),
        (
            &["decisions", "forget", "beefbeef"],
            "there is no such decision",
        ),
    ] {
        let said = run(&place, args, 3);
        assert!(said.contains(told), "{args:?}: {said}");
    }
    let told = run(&place, &["review"], 2);
    assert!(
        told.contains("review asks on a terminal") && told.contains("arxsync decide"),
        "{told}"
    );
}
