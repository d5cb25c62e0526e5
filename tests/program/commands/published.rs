//! Where papers were published: told once, where it is wanted, and harmless whatever it says.

use super::place::Place;
use super::service::json;
use serde_json::Value;
use std::fs;

const LIST: &str = "\
- **Tides as Clocks**
  - Paper: https://arxiv.org/abs/2401.90003
  - Authors: Gita Gill
";

/// A list of one paper, which arXiv has with this journal.
fn place(journal: &str, config: &str) -> Place {
    let place = Place::new();
    place.write("list.md", LIST);
    let config = format!(
        "[arxiv]\nfeeds = \"feeds\"\n[store]\ndir = \"state\"\n[[list]]\npath = \"list.md\"\n\
         [report]\ndir = \"reports\"\nformats = [\"markdown\", \"json\", \"html\"]\n{config}"
    );
    place.write("arxsync.toml", config);
    put(&place, journal);
    place
}

const WANTED: &str = "[findings]\npublished = true\n";

fn put(place: &Place, journal: &str) {
    let journal = html_escape::encode_text(journal);
    place.write(
        "feeds/feed.xml",
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:arxiv=\"http://arxiv.org/schemas/atom\">\
             <title>arXiv Query: id_list=2401.90003</title><entry><id>http://arxiv.org/abs/2401.90003v1</id>\
             <title>Tides as Clocks</title><author><name>Gita Gill</name></author>\
             <arxiv:journal_ref>{journal}</arxiv:journal_ref></entry></feed>"
        ),
    );
}

/// The findings of a run, which ends well.
fn findings(place: &Place, args: &[&str]) -> Vec<Value> {
    let (run, code) = json(place, &[&["sync"], args].concat());
    assert_eq!(code, Some(0), "{run}");
    run["findings"].as_array().unwrap().clone()
}

#[test]
fn it_is_told_where_it_is_wanted_and_only_once() {
    let place = place("J. Tides 7 (2024)", "");
    assert_eq!(findings(&place, &[]), [Value::Null; 0], "off by default");
    let config = String::from_utf8(place.read("arxsync.toml")).unwrap();
    place.write("arxsync.toml", config + WANTED);
    let told = findings(&place, &[]);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["code"], "published");
    assert_eq!(
        told[0]["message"],
        "the paper was published: J. Tides 7 (2024)"
    );
    assert_eq!(told[0]["new"], true);
    assert_eq!(findings(&place, &["--check"])[0]["new"], false);
    let night = place.run(&["sync"]);
    assert!(night.stdout.contains("nothing new: no report"), "{night:?}");
    put(&place, "J. Tides  7\n (2024)");
    assert_eq!(findings(&place, &[])[0]["id"], told[0]["id"]);
    put(&place, "J. Tides 8 (2025)");
    assert_eq!(
        findings(&place, &[])[0]["new"],
        true,
        "it says something else"
    );
}

#[test]
fn it_stays_ignored_while_it_says_the_same() {
    let place = place("J. Tides 7 (2024)", WANTED);
    let told = findings(&place, &[]);
    let ran = place.run(&["ignore", told[0]["id"].as_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(findings(&place, &[]), [Value::Null; 0]);
    let file = String::from_utf8(place.read("arxsync-decisions.toml")).unwrap();
    assert!(file.contains("code = \"published\""), "{file}");
    assert!(!file.contains("J. Tides"), "{file}");
    put(&place, "J. Tides 8 (2025)");
    assert_eq!(findings(&place, &[]).len(), 1);
}

#[test]
fn whatever_it_says_is_text_in_every_form() {
    let long = "x".repeat(100_000);
    let many = "long ".repeat(20_000);
    for hostile in [
        "</script><script>alert(1)</script>",
        "a\u{202e}b\u{200b}c\u{2028}d\u{9b}31m",
        "one\ntwo\r\n## three\n\n- four",
        "`x` | [y](https://evil.example) ![z](https://evil.example) @you #1 $a_1$",
        &long,
        &many,
    ] {
        let place = place(hostile, WANTED);
        let ran = place.run(&["sync"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let report = |name: &str| fs::read_to_string(place.path(name)).unwrap_or_default();
        let (markdown, html) = (report("reports/latest.md"), report("reports/latest.html"));
        let mut texts = vec![ran.stdout, markdown.clone(), html.clone()];
        for format in ["text", "markdown"] {
            texts.push(place.run(&["report", "--format", format]).stdout);
        }
        for text in texts {
            let acts = |c: char| c.is_control() && c != '\n';
            assert!(!text.contains(acts), "{hostile:.40}: {text}");
            assert!(!text.contains(['\u{202e}', '\u{2028}']), "{hostile:.40}");
            assert!(text.len() < 60_000, "{hostile:.40}");
        }
        assert!(html.matches("</script>").count() <= 1, "{html}");
        assert!(!html.contains("alert(1)</script>"), "{html}");
        assert!(!markdown.contains("\n## three") && !markdown.contains("](https://evil"));
        assert!(!markdown.contains("<script"), "{markdown}");
    }
}
