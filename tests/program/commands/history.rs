//! What `history` tells of runs, papers and lists.

use super::service::{after_a_run, json};
use std::fs;

#[test]
fn runs_come_newest_first_and_proposals_once() {
    let place = after_a_run();
    for _ in 0..2 {
        assert_eq!(place.run(&["sync"]).code, Some(0));
    }
    let (history, code) = json(&place, &["history"]);
    let runs = history["runs"].as_array().unwrap();
    assert_eq!((code, runs.len()), (Some(0), 3));
    let outcomes: Vec<_> = runs
        .iter()
        .map(|run| run["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["clean", "clean", "changed"]);
    assert_eq!(
        (
            &runs[2]["applied"],
            &runs[2]["proposed"],
            &runs[0]["proposed"]
        ),
        (&9.into(), &1.into(), &0.into()),
        "what stands is noted once"
    );
    let (one, _) = json(&place, &["history", "--limit", "1"]);
    assert_eq!(one["runs"].as_array().unwrap().len(), 1);
    assert_eq!(one["runs"][0], runs[0]);

    let (history, _) = json(&place, &["history", "2404.90412v1"]);
    let changes = history["changes"].as_array().unwrap();
    let titles: Vec<_> = changes.iter().filter(|c| c["field"] == "title").collect();
    assert_eq!(titles.len(), 1, "{history}");
    let title = titles[0];
    assert_eq!(
        (&title["state"], &title["times"]),
        (&"noted".into(), &1.into())
    );
    assert_eq!(
        (&title["run"], &title["first_at"]),
        (&runs[2]["id"], &runs[2]["started_at"])
    );
    let told = place.run(&["history", "2404.90412"]).stdout;
    assert!(told.contains("proposed     title     2404.90412"), "{told}");
    assert!(told.contains("  by 3 runs since "), "{told}");
    assert!(
        told.contains("    … Long Is a [-Shrot-]{+Short+} Walk?\n"),
        "{told}"
    );
    let widest = told
        .lines()
        .filter(|line| line.starts_with("    "))
        .map(|l| l.chars().count());
    assert!(widest.max().unwrap() < 160, "{told}");
}

#[test]
fn a_list_is_found_under_its_path_also_when_it_is_gone() {
    let place = after_a_run();
    let count = |of: &str| {
        let (history, code) = json(&place, &["history", of]);
        assert_eq!(code, Some(0));
        history["changes"].as_array().unwrap().len()
    };
    assert_eq!(count("papers.md"), 10);
    std::os::unix::fs::symlink("papers.md", place.path("link.md")).unwrap();
    assert_eq!(count("./link.md"), 10);
    assert_eq!(count("arxsync.toml"), 0);
    assert_eq!(count("2501.00001"), 0);
    fs::remove_file(place.path("papers.md")).unwrap();
    assert_eq!(count("papers.md"), 10);
    let ran = place.run(&["history", "papres.md"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr
            .starts_with("arxsync: papres.md is neither an arXiv id nor a list"),
        "{ran:?}"
    );
    assert_eq!(
        place.run(&["history", "2501.00001"]).stdout,
        "no change is recorded\n"
    );
}
