//! Titles of one paper in two versions, and titles of two papers: which are alike.

use super::data::{Record, file, real_records, scattered};
use super::totals::Totals;
use arxsync::list::field;
use arxsync::plan::title::{Likeness, Title, compare};
use std::collections::{BTreeMap, HashSet};
use std::io::BufRead;

fn cut(title: &str) -> Title {
    Title::of(&field::plain(title))
}

/// How many retitlings look like another paper is told; the authors then decide.
#[test]
fn retitled_papers() {
    let Some(file) = file("title_drift.tsv") else {
        return;
    };
    let mut alike = Totals::new("retitled papers, alike");
    for line in file.lines().skip(1) {
        let line = line.unwrap();
        let fields: Vec<&str> = line.split('\t').collect();
        let (old, new) = (fields[1], fields[2]);
        let like = compare(&cut(old), &cut(new));
        alike.count(like != Likeness::Different, || format!("{old} | {new}"));
    }
    alike.demand(3);
}

/// Of these pairs of papers at most one in ten thousand is taken for one paper.
fn check_pairs(what: &str, pairs: impl Iterator<Item = (usize, usize)>) {
    let records: &[Record] = real_records();
    let cuts: Vec<Title> = records.iter().map(|r| cut(&r.title)).collect();
    let mut totals = Totals::new(what);
    for (a, b) in pairs.filter(|&(a, b)| records[a].title != records[b].title) {
        let like = compare(&cuts[a], &cuts[b]);
        totals.count(like == Likeness::Different, || {
            format!("{} | {}", records[a].title, records[b].title)
        });
    }
    totals.demand(10_000);
}

#[test]
fn two_papers_at_random() {
    let n = real_records().len();
    let pairs = 2_000_000 / super::data::stride();
    let place = |i: usize| scattered(i).checked_rem(n);
    let pair = |i: usize| Some((place(2 * i)?, place(2 * i + 1)?));
    check_pairs(
        "titles of two papers at random",
        (0..pairs).filter_map(pair),
    );
}

/// Papers of one field that came one after the other. Sister papers of the same people are alike by
/// intention.
#[test]
fn neighbours_in_a_field() {
    let mut fields: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, record) in real_records().iter().enumerate() {
        fields.entry(&record.field).or_default().push(i);
    }
    let families: Vec<HashSet<&str>> = real_records().iter().map(families).collect();
    let near = |places: Vec<usize>| {
        let of = |k: usize| places.iter().skip(k).take(20).copied();
        let pairs = places
            .iter()
            .enumerate()
            .flat_map(|(k, &a)| of(k + 1).map(move |b| (a, b)));
        pairs.collect::<Vec<_>>()
    };
    let strangers = |&(a, b): &(usize, usize)| families[a].is_disjoint(&families[b]);
    check_pairs(
        "titles of neighbours in a field",
        fields.into_values().flat_map(near).filter(strangers),
    );
}

fn families(record: &Record) -> HashSet<&str> {
    let family = |name: &'_ String| name.rfind(' ').map_or(0, |i| i + 1);
    record.authors.iter().map(|n| &n[family(n)..]).collect()
}
