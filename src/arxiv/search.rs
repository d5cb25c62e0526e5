//! A title as a search for it: which words are asked for, and how the query writes them. Pure; asks nobody.

use crate::text::{glyph::Glyphs, words};
use serde::{Deserialize, Serialize};

/// The words of a title, ready for arXiv's search. Titles that differ only in spelling give the same query.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TitleQuery(String);

impl TitleQuery {
    /// The query for a title; `None` where it has too few words to find anything by.
    pub fn of(title: &str) -> Option<Self> {
        let words = words::of(&Glyphs::plain(title));
        let keys = words.iter().map(|w| w.key.to_lowercase());
        let keys: Vec<String> = keys
            .filter(|k| k.chars().any(char::is_alphanumeric))
            .collect();
        (keys.len() > 1).then(|| Self(keys.join(" ")))
    }

    /// Its words, separated by single blanks.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
