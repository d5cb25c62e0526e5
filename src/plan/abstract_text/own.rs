//! Words of the list that arXiv's text does not have: whether they are the list's own, a slip, or
//! an aside that no pair encloses.

use super::align::{Block, Is};
use super::asides::is_emphasis;
use super::explain::{Comparison, Step, Steps};
use super::region::signs;
use super::text::Border;
use super::tidy_up::WIDE;
use super::wording::has_command;
use crate::list::field::Mark;
use std::collections::HashSet;
use std::ops::Range;

impl Comparison<'_, '_> {
    /// Whether words are the list's own: at borders, or at an end of the text, or in another
    /// script.
    pub(super) fn own(&self, words: &Range<usize>, plain: &Range<usize>) -> Steps {
        if self.is_arxivs(plain) {
            return Err(format!(
                "words of arXiv's text stand twice: {}",
                self.said(plain)
            ));
        }
        let (before, behind) = (
            self.border_before(words, plain),
            self.border_behind(words, plain),
        );
        let apart = before >= Border::Mark && behind >= Border::Mark;
        if apart || self.is_outside(words) || self.is_in_another_script(plain) {
            return Ok(vec![Step::Own(plain.clone())]);
        }
        Err(format!(
            "arXiv does not have these words within a sentence: {}",
            self.said(plain)
        ))
    }

    /// Whether words stand before or behind the whole text: a sign divides them from it, or it
    /// begins with its capital.
    pub(super) fn is_outside(&self, words: &Range<usize>) -> bool {
        let has_sign = |gap: usize| !signs(self.list, &self.list.gap(gap)).is_empty();
        let starts = |i: usize| {
            i < self.list.len() && !self.list.word(i).text.starts_with(char::is_lowercase)
        };
        if words.start == 0 {
            return has_sign(words.end) || starts(words.end);
        }
        words.end == self.list.len() && (has_sign(words.start) || starts(words.start))
    }

    /// Whether words are a TeX command that stands for no letter, with its arguments: `\\cite{x}`.
    pub(super) fn is_command(&self, words: &Range<usize>) -> bool {
        let ends = self.list.gap(words.end).next();
        has_command(self.list.words_source(&(words.start..words.start + 1)))
            && ends.is_some_and(|t| self.list.tokens.text(t).starts_with('}'))
    }

    /// Whether words are all that stands in braces: `{>>a remark<<}`.
    pub(super) fn is_braced(&self, words: &Range<usize>) -> bool {
        let Some(open) = self.list.tokens.list[self.list.at[words.start]].inside else {
            return false;
        };
        let close = self.list.partner(open).unwrap_or(open);
        self.list.mark(open) == Some(&Mark::Tex)
            && self.list.tokens.text(open) == "{"
            && self.list.words_in(&(open..close)) == *words
    }

    /// Whether only emphasis is around words: it may as well be around words of the text.
    pub(super) fn is_emphasised(&self, words: &Range<usize>) -> bool {
        let open = self.asides.start(self.list.at[words.start]);
        let same = |i: usize| self.asides.start(self.list.at[i]) == open;
        words.clone().all(same) && open.is_some_and(|open| is_emphasis(self.list.mark(open)))
    }

    /// Whether the same words stand directly before or behind, or a part of them before and the
    /// rest behind.
    pub(super) fn is_doubled(&self, words: &Range<usize>) -> bool {
        let ids = &self.list.ids;
        let left = (0..words.start.min(words.len()))
            .take_while(|d| ids[words.start - 1 - d] == ids[words.end - 1 - d]);
        let right = (0..(ids.len() - words.end).min(words.len()))
            .take_while(|d| ids[words.start + d] == ids[words.end + d]);
        left.count() + right.count() >= words.len()
    }

    /// Whether arXiv has these words, in any rotation, where the list has none.
    pub(super) fn is_missing_elsewhere(&self, words: &Range<usize>) -> bool {
        let run = &self.list.ids[words.clone()];
        let is_missing = |b: &&Block| b.is == Is::Other && b.list.is_empty();
        let missing = self.blocks.iter().filter(is_missing);
        missing
            .map(|b| &self.arxiv.ids[b.arxiv.clone()])
            .any(|other| is_rotation(run, other))
    }

    /// Whether most of these words are a row of arXiv's text: doubled or moved, with a slip in it.
    pub(super) fn is_arxivs(&self, words: &Range<usize>) -> bool {
        let run = &self.list.ids[words.clone()];
        if run.len() < WIDE {
            return false;
        }
        let rows: HashSet<&[u32]> = self.arxiv.ids.windows(3).collect();
        let known = run.windows(3).filter(|row| rows.contains(row)).count();
        2 * known >= run.len() - 2
    }

    pub(super) fn is_in_another_script(&self, words: &Range<usize>) -> bool {
        2 * self.list.foreign(words.clone()) > words.len()
    }

    /// What divides plain words from those that agree before them.
    pub(super) fn border_before(&self, words: &Range<usize>, plain: &Range<usize>) -> Border {
        let borders = (words.start..=plain.start).map(|i| self.list.border(i));
        borders.max().unwrap_or(Border::None)
    }

    pub(super) fn border_behind(&self, words: &Range<usize>, plain: &Range<usize>) -> Border {
        let borders = (plain.end..=words.end).map(|i| self.list.border(i));
        borders.max().unwrap_or(Border::None)
    }
}

fn is_rotation(a: &[u32], b: &[u32]) -> bool {
    const FARTHEST: usize = 400;
    let at = |k: usize| a[k..].iter().chain(&a[..k]).eq(b);
    a.len() == b.len() && (0..a.len().min(FARTHEST)).any(at)
}
