//! Where papers were published: from arXiv's feed, through the cache, into the report, and without
//! a request of its own.

use crate::fake::Fake;
use crate::home::{Home, Ran, USUAL};
use std::fs;

/// The messages of a run's findings of this kind.
fn published(ran: &Ran) -> Vec<String> {
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let findings = ran.report["findings"].as_array().unwrap().iter();
    let told = findings.filter(|finding| finding["code"] == "published");
    told.map(|finding| finding["message"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_journal_costs_no_request() {
    let (fake, without) = (Fake::start(), Fake::start());
    let (home, other) = (Home::new(&fake, USUAL), Home::new(&without, USUAL));
    let config = home.path("arxsync.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text + "[findings]\npublished = true\n").unwrap();
    let (told, silent) = (home.sync(), other.sync());
    assert_eq!(
        published(&told),
        [
            "the paper was published: Annals of Invented Baking 7 (2021) 112-123, doi:10.99999/aib.2021.0112",
            "the paper was published: J. Invent. Phys. 3 (1999) 1",
        ]
    );
    assert_eq!(published(&silent), [""; 0]);
    assert_eq!(fake.paths().len(), without.paths().len());
    assert_eq!(home.list(), other.list(), "no edit");
    let again = home.sync();
    assert_eq!(again.requests(), 0);
    assert_eq!(published(&again), published(&told), "from the cache");
}
