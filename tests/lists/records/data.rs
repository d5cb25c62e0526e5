//! The records, real and invented, and pseudo-random places in them. Judges nothing.

use crate::shared::{present, shared};
use flate2::read::GzDecoder;
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::sync::OnceLock;

/// One of arXiv's records: as the API sends it, and as it was submitted where that differs.
pub struct Record {
    pub id: String,
    pub title: String,
    pub summary: String,
    pub authors: Vec<String>,
    pub title_raw: Option<String>,
    pub summary_raw: Option<String>,
    pub authors_raw: Option<String>,
    /// Its first category; empty where the data does not say.
    pub field: String,
}

impl Record {
    fn read(value: &Value) -> Self {
        let text = |key: &str| value[key].as_str().map(str::to_owned);
        let authors = value["authors"].as_array().into_iter().flatten();
        Self {
            id: text("id").unwrap(),
            title: text("title").unwrap(),
            summary: text("abstract").unwrap(),
            authors: authors.map(|a| a.as_str().unwrap().to_owned()).collect(),
            title_raw: text("title_raw"),
            summary_raw: text("abstract_raw"),
            authors_raw: text("authors_raw"),
            field: text("primary_category").unwrap_or_default(),
        }
    }

    /// The authors as the program takes them from a paper.
    pub fn author_names(&self) -> Vec<String> {
        arxsync::plan::source::one_by_one(&self.authors)
    }
}

const REAL: &str = "data/records.jsonl.gz";

/// A file of the data beside the project; `None`, with a word, where it is not there.
pub fn file(name: &str) -> Option<BufReader<File>> {
    shared(&format!("data/{name}")).map(open)
}

fn open(path: PathBuf) -> BufReader<File> {
    BufReader::new(File::open(path).unwrap())
}

/// Every how many records one is taken.
pub fn stride() -> usize {
    if cfg!(debug_assertions) && std::env::var_os("ALL").is_none() {
        250
    } else {
        1
    }
}

/// The records, and how many of them are real: those come first.
fn all() -> &'static (usize, Vec<Record>) {
    static RECORDS: OnceLock<(usize, Vec<Record>)> = OnceLock::new();
    RECORDS.get_or_init(|| {
        let real = present(REAL).map(open).map(taken).unwrap_or_default();
        (real.len(), real.into_iter().chain(invented()).collect())
    })
}

/// The records of real papers, and everywhere those of invented ones: for what has to hold of a
/// paper whoever wrote it.
pub fn records() -> &'static [Record] {
    &all().1
}

/// The real records only, for what is true of arXiv's papers and of no others; none, with a word of
/// every test, where the data is not there.
pub fn real_records() -> &'static [Record] {
    let (real, records) = all();
    shared(REAL).map_or(&[], |_| &records[..*real])
}

/// Those of whom a name is taken that stands in no other line: real people where there are records.
pub fn strangers() -> &'static [Record] {
    let (real, records) = all();
    if *real > 0 {
        &records[..*real]
    } else {
        records
    }
}

/// Those that have a submitted form are taken more often.
fn taken(file: BufReader<File>) -> Vec<Record> {
    let lines = BufReader::new(GzDecoder::new(file)).lines();
    let lines = lines.map(Result::unwrap).enumerate();
    let taken = lines.filter(|(i, line)| {
        let often = stride().div_ceil(20);
        i % stride() == 0 || i % often == 0 && line.contains("_raw\": ")
    });
    let read = |line: &str| Record::read(&serde_json::from_str(line).unwrap());
    taken.map(|(_, line)| read(&line)).collect()
}

fn invented() -> Vec<Record> {
    let text = include_str!("../../common/papers.toml");
    let papers: Value = toml::from_str(text).unwrap();
    let papers = papers["paper"].as_array().unwrap().iter();
    papers.map(Record::read).collect()
}

/// A number that looks random and is the same in every run (SplitMix64).
pub fn scattered(seed: usize) -> usize {
    let mut z = (seed as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) as usize
}
