//! Lookups that cost a request each, and their answers: a paper's record as it was submitted, and
//! papers by their title. Data only.
//!
//! They are asked only where an answer decides something: text that has lost its TeX is about to be
//! written, a link names no paper or the wrong one. Papers by id are asked for by the hundred, see
//! [`super::batches`].

use crate::arxiv::id::ArxivId;
use crate::arxiv::paper::Paper;
use crate::arxiv::search::WordQuery;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// One lookup, one request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lookup {
    /// The paper's record as its authors submitted it (OAI-PMH `GetRecord`, `arXivRaw`;
    /// `docs/arxiv.md#raw-records`).
    Raw(ArxivId),
    /// Papers with these words in their title, or in their abstract.
    Search(WordQuery),
}

/// What became of a lookup. Never an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The record; `None` where arXiv answered that there is none.
    Raw(Option<RawRecord>),
    /// The papers that a search found, the likeliest first; none is an answer too.
    Papers(Vec<Paper>),
    /// arXiv did not answer, or was not asked; nothing is known.
    Deferred {
        /// Why, in words for the report.
        why: String,
    },
}

/// The answers to some lookups.
pub type Answers = HashMap<Lookup, Answer>;

/// A paper's latest version as its authors submitted it: with its TeX, which the Atom feed has lost
/// (`docs/arxiv.md#tex`, `docs/arxiv.md#names`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawRecord {
    /// Which paper.
    pub id: ArxivId,
    /// The latest version (1-based); all else is about it.
    pub version: u32,
    /// Title, on one line.
    pub title: String,
    /// Authors as one flat line: TeX accents, affiliations in parentheses, suffixes, groups with a
    /// colon.
    pub authors: String,
    /// Abstract; paragraphs are separated by `\n`, single line wraps are joined.
    pub abstract_: String,
    /// The authors' comment.
    pub comment: Option<String>,
    /// Whether this version withdraws the paper: it has no size, or its source type holds `I`
    /// (`docs/arxiv.md#withdrawn-papers`).
    pub withdrawn: bool,
}
