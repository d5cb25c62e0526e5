//! One answer of arXiv's API as data: the papers in it, and whether it answers what was asked.
//! Pure.
//!
//! Reading the bytes is [`crate::arxiv::atom`]'s work.

use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::paper::Paper;
use crate::arxiv::search::WordQuery;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

/// An answer that was read in full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// The ids of the request, as the feed's own link or title tells them; empty for the answer to
    /// a search.
    pub asked: Vec<String>,
    /// `opensearch:totalResults`: how many entries the whole answer has. Before November 2025 it
    /// counted missing ids too.
    pub total: Option<u64>,
    /// The papers, in the feed's order, which is not the order of the request
    /// (`docs/arxiv.md#requests`).
    pub papers: Vec<Paper>,
    /// Entries that could not be read; the others are sound.
    pub damaged: Vec<Damaged>,
}

/// An entry that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// Which paper it was about, where that could be read.
    pub paper: Option<PaperRef>,
    /// What is wrong with it.
    pub why: String,
}

/// Why an answer cannot be used. Never a word about any paper.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// Not XML, or the XML of something else: `Rate exceeded.`, an HTML page, nothing at all.
    #[error("expected an Atom feed, but found {0}")]
    NotAFeed(String),
    /// The feed breaks off before its end.
    #[error("the feed is cut off before `</feed>`")]
    CutOff,
    /// XML that arXiv does not send: ill-formed, with a document type, with unknown entities, or
    /// too deep.
    #[error("the feed is not well formed: {0}")]
    Malformed(String),
    /// arXiv's own error entry (`docs/arxiv.md#refused-requests`).
    #[error("arXiv refuses the request: {message}")]
    Api {
        /// In arXiv's words.
        message: String,
        /// The id it names as badly formed, of perhaps several.
        bad_id: Option<String>,
    },
    /// Several ids were asked for and none came back, as happens when arXiv's index is out of order
    /// (`docs/arxiv.md#empty-and-cut-answers`).
    #[error("the feed is empty, though {0} ids were asked for")]
    Empty(usize),
    /// The entries do not fit the request or the feed's own count.
    #[error("the feed does not answer the request: {0}")]
    Inconsistent(String),
}

impl Feed {
    /// Checks that the feed answers a request for these papers, each id asked for once: no entry
    /// that was not asked for, none twice, as many as the feed itself counts, and the versions that
    /// were asked for.
    ///
    /// An id that is missing is no error. That all of several are missing is one; that the only one
    /// is missing is not.
    ///
    /// # Errors
    ///
    /// [`FeedError::Empty`] or [`FeedError::Inconsistent`].
    pub fn answers(&self, asked: &[PaperRef]) -> Result<(), FeedError> {
        let entries = self.papers.len() + self.damaged.len();
        if let Some(total) = self.total.filter(|total| *total != entries as u64) {
            return Err(FeedError::Inconsistent(format!(
                "it counts {total} entries, but has {entries}"
            )));
        }
        let wanted: BTreeMap<&ArxivId, &PaperRef> = asked.iter().map(|p| (&p.id, p)).collect();
        let mut seen = BTreeSet::new();
        let sound = self.papers.iter().map(|p| (&p.id, Some(p.version)));
        let broken = self.damaged.iter().filter_map(|d| d.paper.as_ref());
        let broken = broken.map(|p| (&p.id, p.version.map(NonZeroU32::get)));
        for (id, version) in sound.chain(broken) {
            let Some(want) = wanted.get(id) else {
                return Err(FeedError::Inconsistent(format!("nobody asked for {id}")));
            };
            let pinned = want.version.map(NonZeroU32::get);
            if pinned.is_some() && version.is_some() && pinned != version {
                let got = version.unwrap_or_default();
                return Err(FeedError::Inconsistent(format!(
                    "version {got} came for {want}"
                )));
            }
            if !seen.insert(id) {
                return Err(FeedError::Inconsistent(format!("{id} comes twice")));
            }
        }
        if entries == 0 && asked.len() > 1 {
            return Err(FeedError::Empty(asked.len()));
        }
        Ok(())
    }

    /// Checks that the feed can be the answer to a search: to nothing else, as many entries as the
    /// feed itself counts, and no paper twice. Finding nothing is an answer.
    ///
    /// # Errors
    ///
    /// [`FeedError::Inconsistent`].
    pub fn answers_search(&self) -> Result<(), FeedError> {
        let wrong = |why: String| Err(FeedError::Inconsistent(why));
        if let Some(id) = self.asked.first() {
            return wrong(format!("it answers for the id {id}"));
        }
        let entries = (self.papers.len() + self.damaged.len()) as u64;
        if let Some(total) = self
            .total
            .filter(|total| WordQuery::page(*total) != entries)
        {
            return wrong(format!("it counts {total} entries, but has {entries}"));
        }
        let mut seen = BTreeSet::new();
        match self.papers.iter().find(|paper| !seen.insert(&paper.id)) {
            Some(paper) => wrong(format!("{} comes twice", paper.id)),
            None => Ok(()),
        }
    }
}
