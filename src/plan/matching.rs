//! Do an entry and the paper behind its link belong together? Title, authors and abstract are the
//! witnesses.
//!
//! A title that differs is usually no wrong id (`docs/explained-edits.md#same-paper`), and an
//! author line may have been copied along with a wrong id: so a title needs a second witness before
//! it is disbelieved, and before it is believed when it disagrees.

use crate::text::title::Likeness;

/// What the witnesses say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Witnesses {
    /// The titles.
    pub title: Likeness,
    /// The author lines.
    pub authors: Testimony,
    /// The abstracts: whether they are versions of one text.
    pub abstract_: Testimony,
}

/// What one field says about entry and paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Testimony {
    /// The entry has no such field, or one that cannot be compared.
    None,
    /// It was copied from the entry beside it, so it says nothing about this one.
    Copied,
    /// They belong together.
    For,
    /// They do not.
    Against,
}

/// The verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The same paper.
    Same,
    /// The same paper under another title.
    Retitled,
    /// Another title, and nobody to say more: renamed, or another paper. Or the same authors, and
    /// nothing else that agrees.
    Unsure,
    /// Another paper.
    Other,
}

/// Judges.
pub fn judge(w: Witnesses) -> Match {
    use Testimony::{Against, Copied, For, None};
    match (w.title, w.authors, w.abstract_) {
        (Likeness::Same, _, _) => Match::Same,
        // Both fields of the neighbour are a slip of the hand; one of them and one of nobody's are
        // not.
        (Likeness::Similar, Against, Against | Copied) => Match::Other,
        (Likeness::Similar, Copied, Against) => Match::Other,
        (Likeness::Similar, _, _) => Match::Same,
        (Likeness::Dissimilar, _, For) => Match::Retitled,
        (Likeness::Dissimilar, For, _) => Match::Unsure,
        // A title alone: papers are renamed more often than links are wrong.
        (Likeness::Dissimilar, None, None) => Match::Unsure,
        (Likeness::Dissimilar, _, _) => Match::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Likeness::{Dissimilar, Same, Similar};
    use Testimony::{Against, Copied, For, None};

    fn check(title: Likeness, authors: Testimony, abstract_: Testimony, expected: Match) {
        let witnesses = Witnesses {
            title,
            authors,
            abstract_,
        };
        assert_eq!(judge(witnesses), expected, "{witnesses:?}");
    }

    #[test]
    fn a_title_is_disbelieved_only_with_a_second_witness() {
        check(Same, Against, Against, Match::Same);
        check(Similar, For, Against, Match::Same);
        check(Similar, None, None, Match::Same);
        check(Similar, Against, Against, Match::Other);
    }

    #[test]
    fn another_title_needs_a_witness_to_be_the_same_paper() {
        check(Dissimilar, For, For, Match::Retitled);
        check(Dissimilar, Against, For, Match::Retitled);
        check(Dissimilar, For, None, Match::Unsure);
        check(Dissimilar, For, Against, Match::Unsure);
        check(Dissimilar, Against, None, Match::Other);
        check(Dissimilar, None, None, Match::Unsure);
    }

    #[test]
    fn what_was_copied_is_no_witness() {
        check(Similar, Copied, Copied, Match::Same);
        check(Similar, Copied, Against, Match::Other);
        check(Similar, Against, Copied, Match::Other);
        check(Dissimilar, Copied, None, Match::Other);
        check(Dissimilar, For, Copied, Match::Unsure);
        check(Dissimilar, Copied, Copied, Match::Other);
    }
}
