//! The text of an earlier version beside the list's: which words of the list it has, and where. It
//! judges nothing.

use super::align::{Is, align};
use super::region::signs;
use super::text::Text;
use std::ops::Range;

/// An earlier version of a paper's text, beside the list's.
pub(super) struct Earlier {
    /// The version.
    pub number: u32,
    /// For each word of the list, the word of the version that agrees with it.
    of: Vec<Option<usize>>,
    /// For each of them, whether the same signs stand before it.
    same_signs: Vec<bool>,
}

impl Earlier {
    /// Compares a version with the list.
    pub fn new(number: u32, list: &Text<'_>, text: &Text<'_>) -> Self {
        let mut of = vec![None; list.len()];
        for block in align(&list.ids, &text.ids) {
            if block.is == Is::Same {
                for (i, j) in block.list.zip(block.arxiv) {
                    of[i] = Some(j);
                }
            }
        }
        let has_same = |(i, j): (usize, &Option<usize>)| {
            j.is_some_and(|j| signs(list, &list.gap(i)) == signs(text, &text.gap(j)))
        };
        let same_signs = of.iter().enumerate().map(has_same).collect();
        Self {
            number,
            of,
            same_signs,
        }
    }

    /// Whether the version has these words in a row, at the place where the list has them.
    pub fn has(&self, words: &Range<usize>) -> bool {
        let Some(first) = self.of[words.start] else {
            return false;
        };
        let in_row = words
            .clone()
            .all(|i| self.of[i] == Some(first + i - words.start));
        in_row && self.is_at_its_place(words, first)
    }

    /// Whether the signs between words that the version has are the version's, too.
    pub fn has_signs(&self, words: &Range<usize>) -> bool {
        self.same_signs[words.start + 1..words.end]
            .iter()
            .all(|same| *same)
    }

    /// Whether a neighbour is the version's neighbour too, or the version's text begins or ends
    /// there.
    fn is_at_its_place(&self, words: &Range<usize>, first: usize) -> bool {
        let before = words.start.checked_sub(1).map(|i| self.of[i]);
        let behind = self.of.get(words.end);
        let fits_before = before.is_none_or(|j| first > 0 && j == Some(first - 1));
        let fits_behind = behind.is_none_or(|j| *j == Some(first + words.len()));
        words.len() >= 6 || fits_before || fits_behind
    }
}
