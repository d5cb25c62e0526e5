//! A no that holds no more: what arXiv says since is told as such, with what was refused.

use super::place::Place;
use super::service::{database, json};
use serde_json::{Value, json as value};

const LIST: &str = "\
- **Tides as Clocks of the Northern Coast**
  - Paper: https://arxiv.org/abs/2401.90003
  - Authors: Gita Gill, Hans Holm
  - Abstract: We read nine clocks at the coast every day and write down what they say of the tide.
";

/// arXiv's words as the list would have them, but for the number.
fn abstract_with(number: &str) -> String {
    LIST.lines()
        .last()
        .and_then(|line| line.split_once(": "))
        .map(|(_, text)| text.replace("nine", number))
        .unwrap()
}

fn put(place: &Place, version: u32, number: &str) {
    place.write(
        "feeds/feed.xml",
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>arXiv Query: id_list=2401.90003</title>\
             <entry><id>http://arxiv.org/abs/2401.90003v{version}</id>\
             <updated>2024-0{version}-01T09:00:00Z</updated>\
             <title>Tides as Clocks of the Northern Coast</title>\
             <author><name>Gita Gill</name></author><author><name>Hans Holm</name></author>\
             <summary>{}</summary></entry></feed>",
            abstract_with(number)
        ),
    );
}

/// A list with a wrong abstract, of which somebody said that it is right.
fn refused(policy: &str) -> Place {
    let place = Place::new();
    place.write("list.md", LIST);
    let config = format!(
        "[arxiv]\nfeeds = \"feeds\"\n[store]\ndir = \"state\"\n[[list]]\npath = \"list.md\"\n\
         [report]\ndir = \"reports\"\nformats = [\"markdown\", \"html\", \"json\"]\n\
         [policy]\nabstract = \"{policy}\"\n"
    );
    place.write("arxsync.toml", config);
    put(&place, 2, "seven");
    let id = change(&place)["id"].as_str().unwrap().to_owned();
    let ran = place.run(&["reject", &id, "--because", "nine it is"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    place
}

/// The one change of a dry run.
fn change(place: &Place) -> Value {
    let (run, _) = json(place, &["sync", "--dry-run"]);
    let changes = run["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{run}");
    changes[0].clone()
}

fn report(place: &Place, form: &str) -> String {
    String::from_utf8(place.read(&format!("reports/latest.{form}"))).unwrap()
}

/// The day of the no, as the database has it.
fn day(place: &Place) -> String {
    let sql = "SELECT date(at / 1000, 'unixepoch') FROM decisions";
    database(place)
        .query_row(sql, [], |row| row.get(0))
        .unwrap()
}

#[test]
fn a_no_that_holds_is_told_in_no_part_of_its_own() {
    let place = refused("propose");
    for (version, number) in [(2, "eight"), (3, "seven")] {
        put(&place, version, number);
        let change = change(&place);
        assert_eq!(change["why"], "rejected");
        assert_eq!(change.get("rejected_before"), None);
        let ran = place.run(&["sync", "--dry-run"]);
        assert!(!ran.stdout.contains("since you said no"), "{ran:?}");
    }
}

#[test]
fn other_words_of_another_version_are_proposed_again_and_told_why() {
    let place = refused("propose");
    let day = day(&place);
    put(&place, 3, "eight");
    let change = change(&place);
    assert_eq!(change["decision"], "propose");
    let no = value!({"version": 2, "on": day, "because": "nine it is"});
    assert_eq!(change["rejected_before"], no);
    assert_eq!(
        (&change["version"], &change["version_day"]),
        (&3.into(), &"2024-03-01".into())
    );
    let ran = place.run(&["sync"]);
    assert!(
        ran.stdout.starts_with("changed since you said no\n"),
        "{ran:?}"
    );
    let why = format!(
        "you said no to version 2 on {day} (“nine it is”); version 3 of 2024-03-01 says something else"
    );
    let told = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(&why), "{told}");
    let markdown = report(&place, "md");
    assert!(
        markdown.contains("\n## Changed since you said no\n"),
        "{markdown}"
    );
    assert!(
        markdown.contains(&why) && markdown.contains("v3) of 2024-03-01"),
        "{markdown}"
    );
    assert!(report(&place, "html").contains("<section id=\"again\""));
    let again = place.run(&["report", "--format", "markdown"]);
    assert!(
        again.stdout.contains("\n## Changed since you said no\n"),
        "{again:?}"
    );
    let night = place.run(&["sync"]);
    assert!(night.stdout.contains("nothing new: no report"), "{night:?}");
}

#[test]
fn what_the_policy_corrects_is_corrected_and_told_there() {
    let place = refused("correct");
    put(&place, 3, "eight");
    let ran = place.run(&["sync"]);
    assert!(
        ran.stdout.starts_with("changed since you said no\n"),
        "{ran:?}"
    );
    let list = String::from_utf8(place.read("list.md")).unwrap();
    assert!(list.contains("We read eight clocks"), "{list}");
    let markdown = report(&place, "md");
    assert!(
        markdown.contains("**abstract** corrected: you said no to version 2"),
        "{markdown}"
    );
    assert!(!markdown.contains("## Done"), "{markdown}");
}

#[test]
fn without_the_history_the_day_is_not_known() {
    let place = refused("propose");
    put(&place, 3, "eight");
    database(&place)
        .execute("DELETE FROM decisions", [])
        .unwrap();
    let no = value!({"version": 2, "on": null, "because": "nine it is"});
    assert_eq!(change(&place)["rejected_before"], no);
}
