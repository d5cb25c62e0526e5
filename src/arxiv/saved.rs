//! Answers of the API that were saved to files: the same lookups answered without a network. Pure;
//! reading the files is the caller's.

use super::lookup::{Answer, Lookup};
use crate::arxiv::atom;
use crate::arxiv::feed::{Feed, FeedError};
use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::oai;
use crate::arxiv::paper::Paper;
use std::collections::{BTreeMap, BTreeSet};

/// What a set of saved answers knows.
#[derive(Debug, Default)]
pub struct Saved {
    latest: BTreeMap<ArxivId, Paper>,
    versions: BTreeMap<(ArxivId, u32), Paper>,
    missing: BTreeSet<PaperRef>,
    /// Papers whose records cannot be read, and why.
    damaged: BTreeMap<ArxivId, String>,
    /// Answers of the OAI-PMH interface.
    records: Vec<Vec<u8>>,
    /// What the answers to searches found.
    searched: Vec<Paper>,
    refused: Vec<(String, FeedError)>,
}

/// What the saved answers say of one paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<'a> {
    /// One of them describes it.
    Found(&'a Paper),
    /// One of them was asked for it and answers soundly, without it.
    Absent,
    /// One of them describes it in a way that cannot be read, for this reason.
    Damaged(&'a str),
    /// None of them says anything.
    Unknown,
}

impl Saved {
    /// Reads saved answers, given as file name and content. Of two that describe one version the
    /// later by name counts.
    ///
    /// A file that is no feed spoils only itself, see [`Saved::refused`].
    pub fn new(mut files: Vec<(String, Vec<u8>)>) -> Self {
        files.sort();
        let mut saved = Self::default();
        for (name, bytes) in files {
            match atom::parse(&bytes) {
                Ok(feed) => saved.add(feed),
                Err(FeedError::NotAFeed(_)) if is_oai(&bytes) => saved.records.push(bytes),
                Err(error) => saved.refused.push((name, error)),
            }
        }
        saved
    }

    /// The files that could not be used, with the reason.
    pub fn refused(&self) -> &[(String, FeedError)] {
        &self.refused
    }

    /// Answers as arXiv would: a bare id means the latest version, and an answer to `IDv1` does not
    /// tell which that is.
    pub fn resolve(&self, paper: &PaperRef) -> Known<'_> {
        let found = match paper.version {
            Some(version) => self.versions.get(&(paper.id.clone(), version.get())),
            None => self.latest.get(&paper.id),
        };
        match found {
            Some(paper) => Known::Found(paper),
            None if self.missing.contains(paper) => Known::Absent,
            None => match self.damaged.get(&paper.id) {
                Some(why) => Known::Damaged(why),
                None => Known::Unknown,
            },
        }
    }

    /// Answers a lookup, where one of the files does. Whatever saved searches found may be what a
    /// title means.
    pub fn answer(&self, lookup: &Lookup) -> Option<Answer> {
        match lookup {
            Lookup::Raw(id) => {
                let mut records = self.records.iter();
                let record = records.find_map(|bytes| oai::parse(bytes, id).ok().flatten());
                record.map(|record| Answer::Raw(Some(record)))
            }
            Lookup::Search(_) => {
                (!self.searched.is_empty()).then(|| Answer::Papers(self.searched.clone()))
            }
        }
    }

    fn add(&mut self, feed: Feed) {
        if feed.asked.is_empty() {
            self.searched.extend(feed.papers.iter().cloned());
        }
        let asked: Vec<PaperRef> = feed.asked.iter().filter_map(|id| id.parse().ok()).collect();
        // What a feed leaves out means something only where it answers its request in full.
        let sound = asked.len() == feed.asked.len()
            && feed.damaged.is_empty()
            && feed.answers(&asked).is_ok();
        if sound {
            let found: BTreeSet<&ArxivId> = feed.papers.iter().map(|paper| &paper.id).collect();
            let missing = asked.iter().filter(|paper| !found.contains(&paper.id));
            self.missing.extend(missing.cloned());
        }
        for damaged in feed.damaged {
            if let Some(paper) = damaged.paper {
                self.damaged.insert(paper.id, damaged.why);
            }
        }
        for paper in feed.papers {
            let of_this = asked.iter().filter(|wanted| wanted.id == paper.id);
            let pinned = of_this.clone().count() > 0
                && of_this.clone().all(|wanted| wanted.version.is_some());
            let newer = self
                .latest
                .get(&paper.id)
                .is_none_or(|known| known.version <= paper.version);
            if newer && !pinned {
                self.latest.insert(paper.id.clone(), paper.clone());
            }
            self.versions
                .insert((paper.id.clone(), paper.version), paper);
        }
    }
}

fn is_oai(bytes: &[u8]) -> bool {
    bytes.windows(8).take(1000).any(|w| w == b"<OAI-PMH")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arxiv::search::WordQuery;

    fn file(name: &str, asked: &str, entries: &[&str]) -> (String, Vec<u8>) {
        let entry = |id: &&str| {
            format!("<entry><id>http://arxiv.org/abs/{id}</id><title>{name}</title></entry>")
        };
        let entries: String = entries.iter().map(entry).collect();
        let title = format!("<title>arXiv Query: search_query=&amp;id_list={asked}</title>");
        let text = format!("<feed xmlns='http://www.w3.org/2005/Atom'>{title}{entries}</feed>");
        (name.to_owned(), text.into_bytes())
    }

    #[test]
    fn saved_answers_know_what_they_were_asked() {
        let saved = Saved::new(vec![
            file(
                "b",
                "2101.00001,2101.00002,2101.00003",
                &["2101.00001v2", "2101.00003v1"],
            ),
            file("a", "2101.00001,2101.00002", &["2101.00001v2"]),
            file("c", "2101.00004v1", &["2101.00004v1"]),
            file("d", "2101.00005,2101.00006", &[]),
            file("e", "", &["2101.00007v1"]),
            ("f".to_owned(), b"Rate exceeded.".to_vec()),
        ]);
        let check = |id: &str, expected: &str| {
            let told = match saved.resolve(&id.parse().unwrap()) {
                Known::Found(paper) => format!("v{} in {}", paper.version, paper.title),
                other => format!("{other:?}"),
            };
            assert_eq!(told, expected, "{id}");
        };
        check("2101.00001", "v2 in b");
        check("2101.00001v2", "v2 in b");
        check("2101.00001v1", "Unknown");
        check("2101.00002", "Absent");
        check("2101.00004v1", "v1 in c");
        check("2101.00004", "Unknown");
        check("2101.00005", "Unknown");
        check("2101.00007", "v1 in e");
        assert_eq!(saved.refused()[0].0, "f");
    }

    #[test]
    fn saved_records_and_searches_answer_lookups() {
        let record = "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><GetRecord><record>\
            <header><identifier>oai:arXiv.org:2101.00001</identifier></header>\
            <metadata><arXivRaw xmlns='http://arxiv.org/OAI/arXivRaw/'><id>2101.00001</id>\
            <version version='v1'><date/><size>9kb</size></version>\
            <title>T</title><authors>A B</authors><abstract>Raw</abstract></arXivRaw></metadata>\
            </record></GetRecord></OAI-PMH>";
        let saved = Saved::new(vec![
            ("r.xml".to_owned(), record.into()),
            file("s", "", &["2101.00007v1"]),
        ]);
        let raw = |id: &str| saved.answer(&Lookup::Raw(id.parse().unwrap()));
        assert!(matches!(raw("2101.00001"), Some(Answer::Raw(Some(r))) if r.abstract_ == "Raw"));
        assert_eq!(raw("2101.00002"), None);
        let title = Lookup::Search(WordQuery::title("Any Title").unwrap());
        assert!(matches!(saved.answer(&title), Some(Answer::Papers(p)) if p.len() == 1));
        assert_eq!(Saved::new(Vec::new()).answer(&title), None);
        assert!(saved.refused().is_empty());
    }
}
