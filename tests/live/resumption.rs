//! A long run that is killed half-way: what was answered is kept, and the next run asks for the
//! rest only.

use crate::fake::{Fake, slow, status};
use crate::home::{Home, USUAL, ended};
use serde_json::json;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use url::Url;

const PAPERS: usize = 480;

fn id(number: usize) -> String {
    format!("2401.{number:05}")
}

/// The ids of every request so far.
fn asked(fake: &Fake) -> Vec<BTreeSet<String>> {
    let ids = |path: String| {
        let url: Url = fake.url(&path).parse().unwrap();
        let mut query = url.query_pairs();
        let (_, list) = query.find(|(key, _)| key == "id_list").unwrap();
        list.split(',').map(str::to_owned).collect()
    };
    fake.paths().into_iter().map(ids).collect()
}

#[test]
fn what_was_answered_is_not_asked_again() {
    let fake = Fake::start();
    let home = Home::new(&fake, USUAL);
    let mut list = String::from("# Papers\n\n");
    for number in 1..=PAPERS {
        let (id, title) = (
            id(number),
            format!("Notes on the {number} Owls of the North"),
        );
        let authors = ["Ada Abel", "Cy Cole"];
        fake.put(&json!({
            "id": id, "version": 1, "title": title, "authors": authors, "abstract": "We count owls.",
            "published": "2024-01-01T00:00:00Z", "updated": "2024-01-01T00:00:00Z",
        }));
        write!(
            list,
            "- **{title}**\n  - Paper: https://arxiv.org/abs/{id}\n  - Authors: Ada Abel, Cy Coole\n"
        )
        .unwrap();
    }
    home.put_list(&list);

    // Two batches are answered, the third fails and is halved, and with that half the run dies.
    fake.fault(status(500).after(2));
    fake.fault(slow(60.0));
    let mut first = home.start();
    fake.until_asked(4, || first.try_wait().unwrap().is_some());
    first.kill().unwrap();
    assert_eq!(ended(first).code, -1);
    assert!(home.list() == list, "half a run is no reason to write");
    let before = asked(&fake);
    let sizes: Vec<usize> = before.iter().map(BTreeSet::len).collect();
    assert_eq!(sizes, [100, 100, 100, 50]);

    fake.reset();
    let second = home.sync();
    assert_eq!(second.code, 0, "{}", second.stderr);
    let again: BTreeSet<String> = asked(&fake).into_iter().flatten().collect();
    let answered: BTreeSet<String> = before[..2].iter().flatten().cloned().collect();
    let all: BTreeSet<String> = (1..=PAPERS).map(id).collect();
    assert_eq!(again, &all - &answered);
    let right = list.replace("Cy Coole\n", "Cy Cole\n");
    assert!(home.list() == right, "{}", home.list());
}
