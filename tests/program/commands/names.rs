//! Old names of people who have a preferred one (`[names]`) appear nowhere that is read: not in
//! reports, log or history.

use super::place::Place;
use std::fs;
use std::path::Path;

#[test]
fn no_output_shows_an_old_name() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/preferred-names");
    let place = Place::new();
    for (from, to) in [("list.md", "list.md"), ("feed.xml", "feeds/a.xml")] {
        place.write(to, fs::read(case.join(from)).unwrap());
    }
    let names = fs::read_to_string(case.join("config.toml")).unwrap();
    let config = format!(
        "[arxiv]\nfeeds = \"feeds\"\n[report]\ndir = \"reports\"\n[store]\ndir = \"state\"\n{names}"
    );
    place.write("arxsync.toml", config);
    let mut outputs = Vec::new();
    for args in [
        &["--dry-run"][..],
        &["--dry-run", "--diff"],
        &["--check", "--json"],
        &[],
    ] {
        let ran = place.run(&[&["sync", "list.md"], args].concat());
        outputs.push((format!("{args:?}"), ran.stdout + &ran.stderr));
    }
    for folder in ["reports", "state"] {
        for file in fs::read_dir(place.path(folder)).unwrap() {
            let path = file.unwrap().path();
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            outputs.push((path.display().to_string(), text));
        }
    }
    let shown: String = outputs.iter().map(|(_, text)| text.as_str()).collect();
    assert!(shown.contains("Jane Doe"), "nothing was reported:\n{shown}");
    for (place, text) in outputs {
        for old in ["John Q", "Doe, John", "Pawel"] {
            assert!(!text.contains(old), "{place} shows {old}:\n{text}");
        }
    }
}
