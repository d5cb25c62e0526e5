//! Do an entry and the paper behind its link belong together? Title, authors and abstract are the
//! witnesses (docs/explained-edits.md#same-paper).

use super::Status;
use super::title::Likeness;

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
    /// The entry has no such field, or one that cannot be compared or was copied from the entry
    /// beside it.
    Nothing,
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
    Renamed,
    /// Renamed, a companion paper of the same people, or a wrong link: a search by the title tells.
    Unsure,
    /// Another title, and no other witness.
    TitleAlone,
    /// Another paper.
    Other,
}

/// Whether entry and paper belong together.
pub enum Identity {
    /// They do.
    Sure,
    /// They may: nothing is applied.
    Unsure,
    /// They do not, or nobody can tell: nothing is compared.
    Not(Status),
}

/// Judges.
pub fn judge(w: Witnesses) -> Match {
    use Likeness::{Different, Same, Similar, Slips};
    use Testimony::{Against, For, Nothing};
    match (w.title, w.authors, w.abstract_) {
        (Same | Slips, _, _) | (Similar, _, For) => Match::Same,
        (Similar, For | Nothing, Nothing | Against) => Match::Unsure,
        (Different, For, For) => Match::Renamed,
        (Different, For, Nothing | Against) | (Different, Nothing, For) => Match::Unsure,
        (Different, Nothing, Nothing) => Match::TitleAlone,
        (Similar | Different, Against, _) | (Different, Nothing, Against) => Match::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Likeness::{Different, Same, Similar, Slips};
    use Testimony::{Against, For, Nothing};

    #[test]
    fn every_case_has_its_verdict() {
        for (title, authors, abstract_, expected) in [
            (Same, Against, Against, Match::Same),
            (Slips, Nothing, Nothing, Match::Same),
            (Similar, For, For, Match::Same),
            (Similar, Nothing, For, Match::Same),
            (Similar, Against, For, Match::Same),
            (Similar, For, Nothing, Match::Unsure),
            (Similar, For, Against, Match::Unsure),
            (Similar, Nothing, Nothing, Match::Unsure),
            (Similar, Nothing, Against, Match::Unsure),
            (Similar, Against, Nothing, Match::Other),
            (Similar, Against, Against, Match::Other),
            (Different, For, For, Match::Renamed),
            (Different, For, Nothing, Match::Unsure),
            (Different, For, Against, Match::Unsure),
            (Different, Nothing, For, Match::Unsure),
            (Different, Nothing, Nothing, Match::TitleAlone),
            (Different, Nothing, Against, Match::Other),
            (Different, Against, For, Match::Other),
            (Different, Against, Nothing, Match::Other),
            (Different, Against, Against, Match::Other),
        ] {
            let witnesses = Witnesses {
                title,
                authors,
                abstract_,
            };
            assert_eq!(judge(witnesses), expected, "{witnesses:?}");
        }
    }
}
