//! Do an entry and the paper behind its link belong together? Title, authors and abstract are the witnesses.
//!
//! A title that differs is usually no wrong id (`LAYOUTS.md` 1.3), and an author line may have been copied along with a
//! wrong id: so a title needs a second witness before it is disbelieved, and before it is believed when it disagrees.

use crate::text::title::Likeness;

/// What the witnesses say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Witnesses {
    /// The titles.
    pub title: Likeness,
    /// Whether the authors agree; `None` where the entry has none.
    pub authors: Option<bool>,
    /// Whether the abstracts are versions of one text; `None` where the entry has none.
    pub abstract_: Option<bool>,
}

/// The verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The same paper.
    Same,
    /// The same paper under another title.
    Retitled,
    /// Another paper.
    Other,
}

/// Judges.
pub fn judge(w: Witnesses) -> Match {
    match (w.title, w.authors, w.abstract_) {
        (Likeness::Same, _, _) => Match::Same,
        (Likeness::Similar, Some(false), Some(false)) => Match::Other,
        (Likeness::Similar, _, _) => Match::Same,
        (Likeness::Dissimilar, _, Some(true)) => Match::Retitled,
        (Likeness::Dissimilar, Some(true), None) => Match::Retitled,
        (Likeness::Dissimilar, _, _) => Match::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Likeness::{Dissimilar, Same, Similar};

    fn check(title: Likeness, authors: Option<bool>, abstract_: Option<bool>, expected: Match) {
        assert_eq!(
            judge(Witnesses {
                title,
                authors,
                abstract_
            }),
            expected
        );
    }

    #[test]
    fn a_title_is_disbelieved_only_with_a_second_witness() {
        check(Same, Some(false), Some(false), Match::Same);
        check(Similar, Some(true), Some(false), Match::Same);
        check(Similar, None, None, Match::Same);
        check(Similar, Some(false), Some(false), Match::Other);
    }

    #[test]
    fn another_title_needs_a_witness_to_be_the_same_paper() {
        check(Dissimilar, Some(true), Some(true), Match::Retitled);
        check(Dissimilar, Some(false), Some(true), Match::Retitled);
        check(Dissimilar, Some(true), None, Match::Retitled);
        check(Dissimilar, Some(true), Some(false), Match::Other);
        check(Dissimilar, Some(false), None, Match::Other);
        check(Dissimilar, None, None, Match::Other);
    }
}
