//! How long planning takes, from a list's text and papers in memory to a proven plan. No file is
//! read while the clock runs.
//!
//! The real list and its papers lie in `../shared`; without them there is nothing to measure.
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on should stop"
)]
#![allow(clippy::print_stdout, reason = "a benchmark that is skipped says so")]

use arxsync::arxiv::id::{ArxivId, PaperRef};
use arxsync::arxiv::lookup::Answers;
use arxsync::arxiv::paper::{Paper, Resolution};
use arxsync::list::hints::Hints;
use arxsync::plan::input::{Given, List, Resolutions};
use arxsync::plan::known::Known;
use arxsync::plan::memory::Memory;
use arxsync::plan::policy::Policy;
use arxsync::plan::verify;
use arxsync::text::names::overrides::Overrides;
use divan::Bencher;
use divan::counter::BytesCount;
use std::fs;
use std::path::Path;

/// A list and what arXiv says of its papers.
struct Case {
    list: String,
    papers: Vec<Paper>,
}

/// A month after all papers.
const NOW: (u16, u8) = (2030, 1);

fn main() {
    if shared().is_some() {
        divan::main();
    } else {
        println!("skipped: ../shared is not there");
    }
}

fn shared() -> Option<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let records = fs::read_to_string(folder.join("data/seed-records.jsonl")).ok()?;
    Some(Case {
        list: fs::read_to_string(folder.join("lists/awesome-mllm.md")).ok()?,
        papers: records.lines().map(paper).collect(),
    })
}

fn paper(record: &str) -> Paper {
    let record: serde_json::Value = serde_json::from_str(record).unwrap();
    let text = |key: &str| record[key].as_str().map(str::to_owned);
    let authors = record["authors"].as_array().unwrap().iter();
    Paper {
        id: text("id").unwrap().parse().unwrap(),
        version: record["version"].as_u64().unwrap().try_into().unwrap(),
        title: text("title").unwrap(),
        authors: authors
            .map(|name| name.as_str().unwrap().to_owned())
            .collect(),
        summary: text("abstract").unwrap(),
        comment: text("comment"),
        journal_ref: None,
        doi: None,
        published: text("published"),
        updated: text("updated"),
    }
}

impl Case {
    /// The list over and over, each time about papers of its own, until it has so many entries.
    fn repeated(&self, entries: usize) -> Self {
        let in_list = List::read(&self.list, &Hints::default(), NOW).entries.len();
        let mut out = Self {
            list: String::new(),
            papers: Vec::new(),
        };
        for round in 0..entries.div_ceil(in_list) {
            let mut list = self.list.clone();
            for (i, paper) in self.papers.iter().enumerate() {
                let fresh = fresh_id(round * self.papers.len() + i);
                list = list.replace(paper.id.as_str(), fresh.as_str());
                out.papers.push(Paper {
                    id: fresh,
                    ..paper.clone()
                });
            }
            out.list += &list;
        }
        out
    }

    fn resolutions(&self) -> Resolutions {
        let known = |paper: &Paper| {
            let asked = PaperRef {
                id: paper.id.clone(),
                version: None,
            };
            (asked, Resolution::Found(paper.clone()))
        };
        self.papers.iter().map(known).collect()
    }

    fn measure(&self, bencher: Bencher<'_, '_>) {
        let (resolutions, policy) = (self.resolutions(), Policy::default());
        let (answers, overrides) = (Answers::new(), Overrides::default());
        let memory = Memory::default();
        let known = Known::of(&resolutions);
        let given = || Given {
            resolutions: &resolutions,
            answers: &answers,
            overrides: &overrides,
            known: &known,
            policy: &policy,
            memory: &memory,
            only: None,
            is_over: &|| false,
        };
        let hints = Hints::default();
        bencher
            .counter(BytesCount::of_str(&self.list))
            .bench(|| verify::plan(&List::read(&self.list, &hints, NOW), given()));
    }
}

/// Ids of months without papers of the real list.
fn fresh_id(n: usize) -> ArxivId {
    let (month, number) = (n / 9_000, 1 + n % 9_000);
    format!("{:02}{:02}.{number:04}", 8 + month / 12, 1 + month % 12)
        .parse()
        .unwrap()
}

/// The list as it is: 62 entries.
#[divan::bench]
fn real_list(bencher: Bencher<'_, '_>) {
    shared().unwrap().measure(bencher);
}

/// Long lists: the time is to grow with the length and no faster.
#[divan::bench(args = [1_000, 10_000], sample_count = 5, sample_size = 1)]
fn long_list(bencher: Bencher<'_, '_>, entries: usize) {
    shared().unwrap().repeated(entries).measure(bencher);
}
