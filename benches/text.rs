//! How fast texts are compared: a list's text, spelt otherwise than arXiv's, against arXiv's. Both
//! are read from their bytes.
//!
//! The records lie in `../shared`; without them there is nothing to measure.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on should stop"
)]
#![allow(clippy::print_stdout, reason = "a benchmark that is skipped says so")]

use arxsync::list::entry::Writing;
use arxsync::list::field;
use arxsync::plan::abstract_text::{Judgement, NoOthers, Texts, judge};
use divan::Bencher;
use divan::counter::BytesCount;
use flate2::read::GzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

fn main() {
    if open().is_some() {
        divan::main();
    } else {
        println!("skipped: ../shared is not there");
    }
}

fn open() -> Option<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    File::open(folder.join("records.jsonl.gz")).ok()
}

/// A list's text, and arXiv's.
struct Pair {
    listed: String,
    arxiv: String,
}

/// All abstracts. A record that was submitted in another spelling has it in the list; the others
/// get one.
fn abstracts() -> Vec<Pair> {
    let lines = BufReader::new(GzDecoder::new(open().unwrap())).lines();
    lines.map(|line| pair(&line.unwrap())).collect()
}

fn pair(record: &str) -> Pair {
    let record: serde_json::Value = serde_json::from_str(record).unwrap();
    let arxiv = record["abstract"].as_str().unwrap().to_owned();
    let listed = match record["abstract_raw"].as_str() {
        Some(raw) => raw.to_owned(),
        None => respelt(&arxiv),
    };
    Pair { listed, arxiv }
}

/// As people and tools write the same: curly quotes, longer dashes, wrapped lines.
fn respelt(text: &str) -> String {
    let curly = text.replace('\'', "’").replace(" - ", " — ");
    curly.replacen(". ", ".\n", 3)
}

fn measure(bencher: Bencher<'_, '_>, compare: impl Fn(&Pair) -> bool + Sync) {
    let pairs = abstracts();
    let bytes: usize = pairs.iter().map(|p| p.listed.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| pairs.iter().filter(|p| compare(p)).count());
}

fn judged(listed: &str, arxiv: &str) -> Judgement {
    let texts = Texts {
        text: arxiv,
        ..Texts::default()
    };
    let tokens = field::read(listed, 0..listed.len(), Writing::Markdown);
    judge(&tokens, Writing::Markdown, &texts, &NoOthers).judgement
}

/// Reading one side only.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn read_one_side(bencher: Bencher<'_, '_>) {
    measure(bencher, |p| {
        let all = 0..p.listed.len();
        !field::read(&p.listed, all, Writing::Markdown)
            .list
            .is_empty()
    });
}

/// Whether two texts are the same: the list's bytes a second.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn same(bencher: Bencher<'_, '_>) {
    measure(bencher, |p| judged(&p.listed, &p.arxiv) == Judgement::Right);
}

/// What mends a text, the list's bytes a second: one word is missing.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn mend_one_word(bencher: Bencher<'_, '_>) {
    measure(bencher, |p| {
        let listed = without_middle_word(&p.listed);
        judged(&listed, &p.arxiv) != Judgement::Right
    });
}

fn without_middle_word(text: &str) -> String {
    let mut words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    words.remove(words.len() / 2);
    words.concat()
}
