//! The folder of reports: when a run writes there, under which names, and what is made of an
//! earlier report.

use super::place::{Place, TIDES};
use super::service::fresh;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

/// An abstract to fill in, and a finding.
const LIST: &str = "\
- **Tides as Clocks**
  - Paper: https://arxiv.org/abs/2401.90003
  - Authors: Gita Gill, Hans Holm
- **Bells**
  - Paper: https://arxiv.org/abs/2413.90745
  - Authors: Ann Li, Bo He
  - Abstract: They ring.
";

fn place(report: &str) -> Place {
    let place = fresh(&format!("[report]\ndir = \"reports\"\n{report}"));
    place.write("papers.md", LIST);
    place.write("feeds/town.xml", TIDES);
    place
}

/// The names in a folder, with `RUN` for a run's day and id; none where there is no folder.
fn names(place: &Place, folder: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for item in fs::read_dir(place.path(folder)).into_iter().flatten() {
        let name = item.unwrap().file_name().into_string().unwrap();
        let run = name.strip_prefix("arxsync-").map(|rest| {
            let (run, ending) = rest.split_once('.').unwrap();
            assert_eq!(run.len(), "2026-11-27-".len() + 36, "{name}");
            format!("RUN.{ending}")
        });
        *found.entry(run.unwrap_or(name)).or_default() += 1;
    }
    found
}

fn all(names: &[(&str, usize)]) -> BTreeMap<String, usize> {
    names
        .iter()
        .map(|(n, times)| ((*n).to_owned(), *times))
        .collect()
}

#[test]
fn a_night_with_nothing_new_writes_no_report() {
    let place = place("");
    let first = place.run(&["sync"]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let one = [
        ("RUN.md", 1),
        ("RUN.json", 1),
        ("latest.md", 1),
        ("latest.json", 1),
    ];
    assert_eq!(names(&place, "reports"), all(&one));
    let path = first
        .stdout
        .lines()
        .find(|line| line.starts_with("report: reports/arxsync-"));
    let path = path.unwrap().strip_prefix("report: ").unwrap();
    assert_eq!(place.read(path), place.read("reports/latest.md"));
    for _ in 0..3 {
        let night = place.run(&["sync"]);
        assert!(
            night
                .stdout
                .contains("\nnothing new: no report was written\n"),
            "{night:?}"
        );
        assert!(
            night
                .stdout
                .contains("\nstanding: 1 as before: arxsync review\n"),
            "{night:?}"
        );
        assert!(!night.stdout.contains("needs you"), "{night:?}");
    }
    assert_eq!(names(&place, "reports"), all(&one));
    let more = "- **Bees**\n  - Paper: https://arxiv.org/abs/2413.90746\n";
    place.write(
        "papers.md",
        [&place.read("papers.md"), more.as_bytes()].concat(),
    );
    place.run(&["sync"]);
    let two = [
        ("RUN.md", 2),
        ("RUN.json", 2),
        ("latest.md", 1),
        ("latest.json", 1),
    ];
    assert_eq!(names(&place, "reports"), all(&two));
}

#[test]
fn a_report_that_is_asked_for_is_written_in_every_mode() {
    for (mode, code) in [("--dry-run", 0), ("--check", 1)] {
        let place = place("");
        let ran = place.run(&["sync", mode]);
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert_eq!(names(&place, "reports"), all(&[]));
        let ran = place.run(&["sync", mode, "--report", "out"]);
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert_eq!(names(&place, "out")["RUN.md"], 1);
        assert_eq!(names(&place, "reports"), all(&[]));
        assert!(place.read("papers.md") == LIST.as_bytes());
    }
}

#[test]
fn forms_links_and_mode_are_the_configurations() {
    let link = "link = \"https://github.com/o/r/blob/main/{path}?plain=1#L{line}\"";
    let place = place(&format!(
        "formats = \"markdown\"\nmode = \"0640\"\n{link}\n"
    ));
    place.run(&["sync"]);
    assert_eq!(
        names(&place, "reports"),
        all(&[("RUN.md", 1), ("latest.md", 1)])
    );
    let latest = place.path("reports/latest.md");
    assert_eq!(
        fs::metadata(latest).unwrap().permissions().mode() & 0o777,
        0o640
    );
    let text = String::from_utf8(place.read("reports/latest.md")).unwrap();
    let to = "](https://github.com/o/r/blob/main/papers.md?plain=1#L6)";
    assert!(text.contains(to), "{text}");
}

#[test]
fn links_without_an_address_lead_from_the_report_to_the_list() {
    let place = place("");
    place.run(&["sync"]);
    let text = String::from_utf8(place.read("reports/latest.md")).unwrap();
    assert!(text.contains("[`papers.md:6`](../papers.md#L6)"), "{text}");
}

#[test]
fn a_file_of_somebody_elses_is_not_replaced_by_the_latest() {
    let place = place("");
    place.write("reports/latest.md", LIST);
    let ran = place.run(&["sync"]);
    assert!(
        ran.stderr.contains("this is no report of arxsync's"),
        "{ran:?}"
    );
    assert!(place.read("reports/latest.md") == LIST.as_bytes());
    // Nor a page that only speaks of us.
    let page = "<!DOCTYPE html>\n<html><p>How we use arxsync</p></html>\n";
    place.write("pages/latest.html", page);
    let to_pages = "[report]\nformats = [\"html\"]\n[[list]]\npath = \"papers.md\"\n[arxiv]\nfeeds = \"feeds\"\n[store]\ndir = \"other\"\n";
    place.write("pages.toml", to_pages);
    let ran = place.run(&["sync", "--config", "pages.toml", "--report", "pages"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(place.read("pages/latest.html") == page.as_bytes());
    assert_eq!(
        names(&place, "pages"),
        all(&[("RUN.html", 1), ("latest.html", 1)])
    );
    assert_eq!(names(&place, "reports")["RUN.md"], 1);
}

#[test]
fn lines_of_a_written_list_are_those_of_the_list_as_it_is() {
    let place = place("");
    let report = |ran: &str| serde_json::from_str::<Value>(ran).unwrap();
    let planned = report(&place.run(&["sync", "--dry-run", "--json"]).stdout);
    let done = report(&place.run(&["sync", "--json"]).stdout);
    let now = String::from_utf8(place.read("papers.md")).unwrap();
    let at = |report: &Value, table: &str, key: &str| report[table][0][key].as_u64();
    let bells = now.lines().position(|line| line.contains("Bells")).unwrap() + 1;
    let entry = &done["entries"][1];
    assert_eq!(
        (&entry["line"], &entry["line_now"]),
        (&4.into(), &bells.into())
    );
    assert_eq!(planned["entries"][1].get("line_now"), None);
    for key in ["line", "entry_line"] {
        assert_eq!(
            at(&done, "findings", key),
            at(&planned, "findings", key),
            "{key}"
        );
    }
    assert_eq!(at(&done, "findings", "line_now"), Some(bells as u64 + 1));
    assert_eq!(planned["changes"][0]["edits"], done["changes"][0]["edits"]);
    let changes = done["changes"].as_array().unwrap();
    let filled = changes.iter().find(|c| c["field"] == "abstract").unwrap();
    let at = usize::try_from(filled["line_now"].as_u64().unwrap()).unwrap();
    assert!(
        now.lines()
            .nth(at - 1)
            .unwrap()
            .contains("The tide keeps time"),
        "{now}"
    );
}

#[test]
fn an_earlier_report_is_made_again() {
    let place = place("");
    place.run(&["sync"]);
    let json = place.read("reports/latest.json");
    let again = |args: &[&str]| place.run(&[&["report"], args].concat());
    let shown = again(&["--format", "json"]);
    assert_eq!(shown.stdout.as_bytes(), json, "{shown:?}");
    let run: Value = serde_json::from_slice(&json).unwrap();
    let id = run["run"]["id"].as_str().unwrap();
    let written = String::from_utf8(place.read("reports/latest.md")).unwrap();
    for of in [
        &["--format", "markdown"][..],
        &["--format", "markdown", &id[..20]],
    ] {
        let made = again(of);
        // It does not lie in the folder, and links from where it is read.
        assert_eq!(
            made.stdout,
            written.replace("(../papers.md", "(papers.md"),
            "{made:?}"
        );
    }
    let text = again(&["reports/latest.json"]);
    assert!(text.stdout.starts_with("needs you\n"), "{text:?}");
    place.write("list.json", "{\"schema\":1}");
    for (args, told) in [
        (
            &["list.json"][..],
            "list.json is no JSON report of arxsync's: missing field `run`",
        ),
        (&["papers.md"], "papers.md is no JSON report of arxsync's"),
        (
            &["nowhere.json"],
            "cannot read the report nowhere.json; name a run, or its JSON report",
        ),
        (
            &["01234567"],
            "there is no JSON report of the run 01234567 in ",
        ),
    ] {
        let ran = again(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.stderr.contains(told), "{ran:?}");
    }
    fs::remove_dir_all(place.path("reports")).unwrap();
    let none = again(&[]);
    assert!(
        none.stderr.contains("no run has written a JSON report yet"),
        "{none:?}"
    );
    assert_eq!(none.code, Some(2));
}

#[test]
fn a_report_that_is_anybodys_puts_nothing_into_a_command() {
    let place = place("");
    place.run(&["sync"]);
    let text = String::from_utf8(place.read("reports/latest.json")).unwrap();
    let run: Value = serde_json::from_str(&text).unwrap();
    let id = run["findings"][0]["id"].as_str().unwrap();
    for bad in ["x; rm -rf ~", "`x`", "$(x)", "a b"] {
        place.write("bad.json", text.replace(id, bad));
        let ran = place.run(&["report", "bad.json", "--format", "markdown"]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("is no id"), "{ran:?}");
    }
}
