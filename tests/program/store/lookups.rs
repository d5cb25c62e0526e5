//! What the database remembers of lookups that cost a request each.

use super::fixture;
use crate::bare::paper;
use arxsync::arxiv::id::PaperRef;
use arxsync::arxiv::lookup::{Answer, Lookup, RawRecord};
use arxsync::arxiv::search::WordQuery;
use arxsync::store::{KeptAnswer, Store};
use rusqlite::Connection;

fn raw(id: &str) -> Lookup {
    Lookup::Raw(id.to_owned().try_into().unwrap())
}

fn title(title: &str) -> Lookup {
    Lookup::Search(WordQuery::title(title).unwrap())
}

fn record(id: &str, version: u32) -> Answer {
    Answer::Raw(Some(RawRecord {
        id: id.to_owned().try_into().unwrap(),
        version,
        title: r"On $\alpha$".into(),
        authors: "A. Caf\\'e (1), B Two ((1) \"C\")".into(),
        abstract_: "first\nsecond".into(),
        comment: None,
        withdrawn: version == 2,
    }))
}

fn papers(ids: &[&str]) -> Answer {
    let paper = |id: &&str| paper((*id).to_owned().try_into().unwrap(), 1);
    Answer::Papers(ids.iter().map(paper).collect())
}

#[test]
fn the_last_answer_is_remembered() {
    let (_dir, path) = fixture();
    let table = [
        (raw("2101.00001"), record("2101.00001", 1)),
        (raw("2101.00002"), Answer::Raw(None)),
        (raw("hep-th/9901001"), record("hep-th/9901001", 2)),
        (title("some title"), papers(&["2101.00002", "2101.00001"])),
        (title("another title"), papers(&[])),
        // Another answer to the first lookups.
        (raw("2101.00002"), record("2101.00002", 3)),
        (raw("2101.00001"), Answer::Raw(None)),
        (title("Another  Title"), papers(&["2101.00003"])),
    ];
    for (lookup, answer) in table {
        let mut store = Store::open(&path).unwrap();
        let now = store
            .kept_answer(&lookup)
            .unwrap()
            .map_or(7, |kept| kept.fetched_at + 1);
        store.keep_answer(&lookup, &answer, now).unwrap();
        drop(store);
        let kept = Store::open(&path).unwrap().kept_answer(&lookup).unwrap();
        let fetched_at = now;
        assert_eq!(kept, Some(KeptAnswer { answer, fetched_at }));
    }
    let store = Store::open(&path).unwrap();
    assert_eq!(store.kept_answer(&title("any title")).unwrap(), None);
    let again = store.kept_answer(&title("another title")).unwrap().unwrap();
    assert_eq!(
        (again.answer, again.fetched_at),
        (papers(&["2101.00003"]), 8)
    );
}

#[test]
fn a_deferred_answer_is_not_kept() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let deferred = Answer::Deferred { why: "no".into() };
    for lookup in [raw("2101.00001"), title("some title")] {
        store.keep_answer(&lookup, &deferred, 1).unwrap();
        assert_eq!(store.kept_answer(&lookup).unwrap(), None);
    }
    let (lookup, known) = (raw("2101.00001"), record("2101.00001", 1));
    store.keep_answer(&lookup, &known, 1).unwrap();
    store.keep_answer(&lookup, &deferred, 2).unwrap();
    assert_eq!(store.kept_answer(&lookup).unwrap().unwrap().answer, known);
}

#[test]
fn an_answer_in_another_form_is_asked_for_again() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let table = [
        (raw("2101.00001"), record("2101.00001", 1)),
        (title("some title"), papers(&["2101.00001"])),
    ];
    for (lookup, answer) in &table {
        store.keep_answer(lookup, answer, 1).unwrap();
    }
    let other = Connection::open(&path).unwrap();
    let sql = "UPDATE raw_records SET record = '{\"id\": 7}'; UPDATE searches SET papers = '[7]'";
    other.execute_batch(sql).unwrap();
    for (lookup, _) in &table {
        assert_eq!(store.kept_answer(lookup).unwrap(), None);
    }
}

#[test]
fn the_record_of_an_outdated_version_is_forgotten() {
    let check = |version: Option<u32>, asked: &str, latest: u32, kept: bool| {
        let (_dir, path) = fixture();
        let mut store = Store::open(&path).unwrap();
        let id = "2101.00001";
        let answer = version.map_or(Answer::Raw(None), |version| record(id, version));
        store.keep_answer(&raw(id), &answer, 1).unwrap();
        store
            .keep_answer(&raw("2101.00002"), &record("2101.00002", 1), 1)
            .unwrap();
        let Answer::Papers(mut found) = papers(&[id]) else {
            return;
        };
        found[0].version = latest;
        let asked = PaperRef::parse(asked).unwrap();
        store
            .put_batch(&[(asked.clone(), found.remove(0))], &[], 2)
            .unwrap();
        let left = store.kept_answer(&raw(id)).unwrap().is_some();
        assert_eq!(left, kept, "{version:?}, {asked} is v{latest}");
        assert!(store.kept_answer(&raw("2101.00002")).unwrap().is_some());
    };
    check(Some(2), "2101.00001", 3, false);
    check(Some(2), "2101.00001", 2, true);
    check(Some(3), "2101.00001", 2, true);
    check(Some(2), "2101.00001v3", 3, true);
    check(None, "2101.00001", 3, true);
}
