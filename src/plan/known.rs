//! The papers of a run, looked up by what lists may have taken from them: rows of words of their
//! abstracts, their authors. Built only where it is asked for.

use super::abstract_text::{self, ROW_OF_OTHERS as ROW};
use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::paper::{Paper, Resolution};

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

/// What became of asking for the papers that lists name.
pub type Resolutions = HashMap<PaperRef, Resolution>;

/// The papers of a run.
#[derive(Default)]
pub struct Known<'a> {
    papers: Vec<&'a Paper>,
    /// The paper that has a row of words; the index of none where several have it.
    rows: OnceLock<HashMap<u64, Option<usize>>>,
    /// Names of all authors, in small letters.
    persons: OnceLock<HashSet<String>>,
    /// Papers by their authors.
    lines: OnceLock<HashMap<Vec<String>, usize>>,
}

impl<'a> Known<'a> {
    /// The papers that were found.
    pub fn of(resolutions: &'a Resolutions) -> Self {
        let found = resolutions.iter().filter_map(|(asked, r)| match r {
            // Earlier versions are no papers of their own.
            Resolution::Found(paper) if asked.version.is_none() => Some(paper),
            _ => None,
        });
        Self::from_papers(found.collect())
    }

    /// These papers.
    pub fn from_papers(papers: Vec<&'a Paper>) -> Self {
        Self {
            papers,
            ..Self::default()
        }
    }

    /// The paper, other than `not`, that alone has these words in a row: six, in small letters, cut
    /// between letters and digits.
    pub fn with_row(&self, words: &[&str], not: &ArxivId) -> Option<&'a Paper> {
        let rows = self.rows.get_or_init(|| self.all_rows());
        let paper = self.papers[(*rows.get(&hash(words.iter().copied()))?)?];
        (paper.id != *not).then_some(paper)
    }

    /// Whether some paper has an author of this name, written in full.
    pub fn is_person(&self, name: &str) -> bool {
        let names = || self.papers.iter().flat_map(|p| &p.authors);
        let persons = self
            .persons
            .get_or_init(|| names().map(|n| n.to_lowercase()).collect());
        persons.contains(&name.to_lowercase())
    }

    /// A paper with exactly these authors.
    pub fn with_authors(&self, names: &[String]) -> Option<&'a ArxivId> {
        let lower = |names: &[String]| names.iter().map(|n| n.to_lowercase()).collect();
        let lines = self.lines.get_or_init(|| {
            let papers = self.papers.iter().enumerate();
            papers.map(|(i, p)| (lower(&p.authors), i)).collect()
        });
        lines.get(&lower(names)).map(|&i| &self.papers[i].id)
    }

    fn all_rows(&self) -> HashMap<u64, Option<usize>> {
        let mut rows = HashMap::new();
        for (i, paper) in self.papers.iter().enumerate() {
            let text = paper.summary.to_lowercase();
            let words = words(&text);
            for row in words.windows(ROW) {
                let owner = rows.entry(hash(row.iter().copied())).or_insert(Some(i));
                if *owner != Some(i) {
                    *owner = None;
                }
            }
        }
        rows
    }
}

/// The papers of a run but one, for whoever compares that one's abstract.
pub struct OtherPapers<'k> {
    known: &'k Known<'k>,
    not: &'k ArxivId,
}

impl<'k> OtherPapers<'k> {
    /// All papers but this one.
    pub fn new(known: &'k Known<'k>, not: &'k ArxivId) -> Self {
        Self { known, not }
    }
}

impl abstract_text::OtherPapers for OtherPapers<'_> {
    fn with_row(&self, words: &[&str]) -> Option<String> {
        let paper = self.known.with_row(words, self.not)?;
        Some(paper.id.to_string())
    }
}

/// The words of a text, roughly: runs of letters, and runs of digits.
fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::with_capacity(text.len() / 6);
    let mut from = None;
    let mut last_is_digit = false;
    for (i, c) in text.char_indices() {
        let cut = !c.is_alphanumeric() || last_is_digit != c.is_numeric();
        if let Some(start) = from.filter(|_| cut) {
            out.push(&text[start..i]);
            from = None;
        }
        if c.is_alphanumeric() && from.is_none() {
            from = Some(i);
        }
        last_is_digit = c.is_numeric();
    }
    out.extend(from.map(|start| &text[start..]));
    out
}

fn hash<'w>(words: impl Iterator<Item = &'w str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.for_each(|w| w.hash(&mut hasher));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_words_names_its_paper() {
        let paper = |id: &str, summary: &str| Paper {
            id: id.parse().unwrap(),
            version: 1,
            title: String::new(),
            authors: vec!["Ada Abel".into()],
            summary: summary.into(),
            comment: None,
            journal_ref: None,
            doi: None,
            published: None,
            updated: None,
        };
        let common = "we count the bees of one hive.";
        let papers = [
            paper(
                "2101.00001",
                &format!("{common} GPT-4 tells us how many fly."),
            ),
            paper("2101.00002", common),
        ];
        let found = |p: &Paper| (p.id.clone().into(), Resolution::Found(p.clone()));
        let resolutions: Resolutions = papers.iter().map(found).collect();
        let known = Known::of(&resolutions);
        let (one, two) = (&papers[0].id, &papers[1].id);
        let row = ["gpt", "4", "tells", "us", "how", "many"];
        assert_eq!(known.with_row(&row, two).map(|p| &p.id), Some(one));
        assert_eq!(known.with_row(&row, one), None);
        let common: Vec<&str> = common.trim_end_matches('.').split(' ').take(ROW).collect();
        assert_eq!(known.with_row(&common, one), None);
        assert!(known.is_person("ada abel") && !known.is_person("Ada"));
    }
}
