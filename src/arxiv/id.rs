//! arXiv identifiers, and the links that carry them (`ARXIV.md` 3).

use std::fmt;
use std::num::NonZeroU32;

/// A canonical arXiv identifier without version: `2210.02414`, `hep-th/9901001`.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(into = "String", try_from = "String")]
pub struct ArxivId(String);

/// A paper as a list asks for it: an id, and the version where the link pins one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperRef {
    /// Which paper.
    pub id: ArxivId,
    /// The version the link pins; `None` means the latest.
    pub version: Option<NonZeroU32>,
}

/// What a link, or a piece of text in a link's place, points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A paper on arXiv, under a canonical id.
    Paper(PaperRef),
    /// An arXiv address that only stands in for one: `abs/XXXX.XXXXX`, `abs/`, `0000.00000`.
    Placeholder,
    /// An arXiv address whose id cannot exist; the text that should have been an id.
    Malformed(String),
    /// An arXiv page that is no paper: listings, searches, author pages.
    NoPaper,
    /// Somewhere else.
    Elsewhere,
}

impl ArxivId {
    /// The canonical spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArxivId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ArxivId> for String {
    fn from(id: ArxivId) -> Self {
        id.0
    }
}

impl TryFrom<String> for ArxivId {
    type Error = std::convert::Infallible; // helper A: a real error, through the one parser

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Ok(Self(text))
    }
}
