//! Saved answers that are not as they should be, and a reports folder that is not there yet: what a
//! run says of them.

use super::place::Place;
use super::service::fresh;

const LIST: &str = "- **Tides as Clocks**\n  - Paper: https://arxiv.org/abs/2401.90003\n";

/// The saved record of the list's paper, with this author.
fn feed(author: &str) -> String {
    format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'>\
         <title>arXiv Query: search_query=&amp;id_list=2401.90003</title>\
         <entry><id>http://arxiv.org/abs/2401.90003v1</id><title>Tides as Clocks</title>\
         <summary>The tide keeps time.</summary><author><name>{author}</name></author></entry></feed>"
    )
}

fn place(author: &str) -> Place {
    let place = fresh("[report]\ndir = \"reports\"\n");
    place.write("papers.md", LIST);
    place.write("feeds/town.xml", feed(author));
    place
}

#[test]
fn a_file_that_is_no_answer_is_told_once_a_run() {
    let place = fresh("");
    place.write("feeds/broken.xml", "Rate exceeded.");
    let ran = place.run(&["sync"]);
    let told = ran.stderr.matches("a saved answer cannot be used").count();
    assert_eq!((ran.code, told), (Some(0), 1), "{}", ran.stderr);
}

#[test]
fn a_record_that_is_too_large_is_told_with_its_paper() {
    let place = place(&"Word ".repeat(20_000));
    let ran = place.run(&["sync"]);
    let told = "1 entry of papers.md (line 1): the saved record is damaged: ";
    assert_eq!(ran.code, Some(3));
    assert!(ran.stdout.contains(told), "{}", ran.stdout);
}

#[test]
fn a_run_without_a_report_does_not_miss_its_folder() {
    let place = place("Gita Gill");
    let ran = place.run(&["sync"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(!place.path("reports").exists());
}
