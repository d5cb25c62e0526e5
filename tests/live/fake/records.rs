//! What the stand-in knows: invented papers (`tests/common/papers.toml`), by id and by words.

use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization as _;

/// A paper as arXiv has it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    pub id: String,
    #[serde(default = "one")]
    pub version: u32,
    pub title: String,
    pub authors: Vec<String>,
    #[serde(rename = "abstract")]
    pub summary: String,
    /// As submitted, where the feed says it otherwise.
    pub title_raw: Option<String>,
    pub authors_raw: Option<String>,
    pub abstract_raw: Option<String>,
    #[serde(default = "a_day")]
    pub published: String,
    pub updated: Option<String>,
    pub comment: Option<String>,
    pub journal_ref: Option<String>,
    pub doi: Option<String>,
    pub category: Option<String>,
    /// What earlier versions said otherwise.
    #[serde(default)]
    older: BTreeMap<String, Older>,
    /// The latest version says only that it is withdrawn.
    #[serde(default)]
    pub withdrawn: bool,
    /// Every answer that would have it fails.
    #[serde(default)]
    pub poisoned: bool,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Older {
    title: Option<String>,
    authors: Option<Vec<String>>,
    #[serde(rename = "abstract")]
    summary: Option<String>,
}

fn one() -> u32 {
    1
}

fn a_day() -> String {
    "2024-01-01T09:00:00Z".into()
}

impl Record {
    /// The paper as this version of it was; `None` where it has no such version.
    fn at(&self, version: u32) -> Option<Self> {
        if !(1..=self.version).contains(&version) {
            return None;
        }
        let mut then = self.clone();
        then.version = version;
        if let Some(older) = self.older.get(&version.to_string()).cloned() {
            then.title = older.title.unwrap_or(then.title);
            then.authors = older.authors.unwrap_or(then.authors);
            then.summary = older.summary.unwrap_or(then.summary);
        }
        Some(then)
    }

    /// A paper that nobody asks for.
    pub fn stranger(number: usize) -> Self {
        let id = format!("0801.{number:04}");
        let record = serde_json::json!({
            "id": id, "title": format!("Stranger {number}"), "authors": ["N. Obody"], "abstract": "Nobody asked.",
        });
        Record::deserialize(record).unwrap()
    }
}

/// The invented papers, as the file has them.
fn invented() -> Vec<Value> {
    let text = include_str!("../../common/papers.toml");
    let mut file: Value = toml::from_str(text).unwrap();
    serde_json::from_value(file["paper"].take()).unwrap()
}

/// The record of an invented paper.
pub fn record(id: &str) -> Value {
    invented().into_iter().find(|r| r["id"] == id).unwrap()
}

/// Papers by id.
pub struct Records(BTreeMap<String, Record>);

impl Records {
    pub fn invented() -> Self {
        let mut records = Self(BTreeMap::new());
        for record in invented() {
            records.put(record);
        }
        records
    }

    pub fn put(&mut self, record: Value) {
        let record: Record = serde_json::from_value(record).unwrap();
        self.0.insert(record.id.clone(), record);
    }

    /// The latest version.
    pub fn latest(&self, id: &str) -> Option<&Record> {
        self.0.get(id)
    }

    /// The paper of `2101.00001` or `2101.00001v2`. Only the id itself finds a paper: no blank
    /// about it, no `arXiv:`, no subject class (`math.GT/0309136`).
    pub fn find(&self, reference: &str) -> Option<Record> {
        let (id, version) = match reference.rsplit_once('v') {
            // Not `v01`.
            Some((id, digits)) if !digits.starts_with('0') => (id, Some(digits.parse().ok()?)),
            _ => (reference, None),
        };
        let record = self.0.get(id)?;
        record.at(version.unwrap_or(record.version))
    }

    /// The papers that a query finds, best first: `ti:a OR ti:b` those with any of the words,
    /// `abs:a AND abs:b` those with all of them.
    pub fn search(&self, query: &str) -> Vec<Record> {
        let needs_all = query.contains(" AND ");
        let terms: Vec<(&str, String)> = query
            .split(" AND ")
            .flat_map(|part| part.split(" OR "))
            .filter_map(|term| term.trim().split_once(':'))
            .map(|(field, word)| (field, word.to_lowercase()))
            .collect();
        let mut found: Vec<(usize, usize, &Record)> = Vec::new();
        for record in self.0.values() {
            let (title, summary) = (words(&record.title), words(&record.summary));
            let has = |(field, word): &&(&str, String)| match *field {
                "ti" => title.contains(word),
                "abs" => summary.contains(word),
                _ => title.contains(word) || summary.contains(word),
            };
            let hits = terms.iter().filter(has).count();
            if hits > 0 && (!needs_all || hits == terms.len()) {
                found.push((terms.len() - hits, title.len(), record));
            }
        }
        found.sort_by_key(|(missing, length, record)| (*missing, *length, &record.id));
        found.into_iter().map(|(_, _, r)| r.clone()).collect()
    }
}

/// The words of a text as an index has them.
fn words(text: &str) -> BTreeSet<String> {
    let marks = unicode_normalization::char::is_combining_mark;
    let plain: String = text.nfkd().filter(|c| !marks(*c)).collect();
    let plain = plain.to_lowercase();
    let words = plain.split(|c: char| !c.is_alphanumeric());
    words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}
