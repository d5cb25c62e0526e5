//! How fast texts are compared: a list's text, spelt otherwise than arXiv's, against arXiv's. Both
//! are folded from their bytes.
//!
//! The records lie in `../shared`; without them there is nothing to measure.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on should stop"
)]
#![allow(clippy::print_stdout, reason = "a benchmark that is skipped says so")]

use arxsync::text::glyph::Glyphs;
use arxsync::text::{align, words};
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

fn cut(text: &str) -> Vec<words::Word> {
    words::of(&Glyphs::plain(text))
}

/// Folding one side only.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn fold_one_side(bencher: Bencher<'_, '_>) {
    measure(bencher, |p| !cut(&p.listed).is_empty());
}

/// Whether two texts are the same: the list's bytes a second.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn same(bencher: Bencher<'_, '_>) {
    measure(bencher, |p| align::same(&cut(&p.listed), &cut(&p.arxiv)));
}

/// Where two texts differ, the list's bytes a second: one word is wrong.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn align_with_one_word_wrong(bencher: Bencher<'_, '_>) {
    measure(bencher, |p| {
        let mut listed = cut(&p.listed);
        let middle = listed.len() / 2;
        listed.remove(middle);
        align::align(&listed, &cut(&p.arxiv)).hunks.is_empty()
    });
}
