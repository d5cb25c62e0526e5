//! Edits as data about the original text: byte ranges and what replaces them. Nothing here decides
//! what to edit.

use std::ops::Range;

/// A byte range of the text as it was read, and the text that replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The replaced bytes; empty for an insertion.
    pub span: Range<usize>,
    /// What comes in their place.
    pub text: String,
}

/// Disjoint edits of one text, in order. Insertions at one offset apply in the order in which they
/// were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditSet {
    edits: Vec<Edit>,
}

/// Why edits do not make a set.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum EditError {
    /// Two edits claim the same bytes.
    #[error("edits overlap: bytes {0:?} and {1:?}")]
    Overlap(Range<usize>, Range<usize>),
    /// An edit lies outside the text or cuts a character in two.
    #[error("edit of bytes {0:?} does not lie on character boundaries of the text")]
    OffBoundary(Range<usize>),
}

impl EditSet {
    /// Sorts the edits and checks them against the text that they are about.
    ///
    /// # Errors
    ///
    /// Two edits overlap, or one is out of bounds or inside a character.
    pub fn new(source: &str, mut edits: Vec<Edit>) -> Result<Self, EditError> {
        edits.sort_by_key(|e| (e.span.start, e.span.end));
        for e in &edits {
            let ordered = e.span.start <= e.span.end;
            if !ordered
                || !source.is_char_boundary(e.span.start)
                || !source.is_char_boundary(e.span.end)
            {
                return Err(EditError::OffBoundary(e.span.clone()));
            }
        }
        for pair in edits.windows(2) {
            if pair[0].span.end > pair[1].span.start {
                return Err(EditError::Overlap(
                    pair[0].span.clone(),
                    pair[1].span.clone(),
                ));
            }
        }
        Ok(Self { edits })
    }

    /// The text with all edits made. `source` is the text that the set was built for.
    pub fn apply(&self, source: &str) -> String {
        self.apply_within(source, 0..source.len())
    }

    /// A part of the text with the edits in it made; edits that reach over its ends are left out.
    pub fn apply_within(&self, source: &str, part: Range<usize>) -> String {
        let inside = |e: &&Edit| part.start <= e.span.start && e.span.end <= part.end;
        let edits = self.edits.iter().filter(inside);
        let longer: usize = edits.clone().map(|e| e.text.len()).sum();
        let mut out = String::with_capacity(part.len() + longer);
        let mut at = part.start;
        for e in edits {
            out.push_str(&source[at..e.span.start]);
            out.push_str(&e.text);
            at = e.span.end;
        }
        out.push_str(&source[at..part.end]);
        out
    }

    /// The edits in order.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit {
            span: start..end,
            text: text.into(),
        }
    }

    fn check(source: &str, edits: Vec<Edit>, expected: &str) {
        assert_eq!(EditSet::new(source, edits).unwrap().apply(source), expected);
    }

    #[test]
    fn edits_apply_in_order_of_place_and_keep_the_rest() {
        check("abc", vec![], "abc");
        check("abc", vec![edit(2, 3, "C"), edit(0, 1, "A")], "AbC");
        check("abc", vec![edit(1, 1, "x"), edit(1, 1, "y")], "axybc");
        check("abc", vec![edit(0, 3, "")], "");
        check("né", vec![edit(1, 3, "e")], "ne");
        check("abc", vec![edit(1, 2, "B"), edit(2, 2, "+")], "aB+c");
    }

    #[test]
    fn bad_edits_are_refused() {
        assert_eq!(
            EditSet::new("abc", vec![edit(0, 2, ""), edit(1, 3, "")]),
            Err(EditError::Overlap(0..2, 1..3))
        );
        assert_eq!(
            EditSet::new("né", vec![edit(2, 3, "")]),
            Err(EditError::OffBoundary(2..3))
        );
        assert_eq!(
            EditSet::new("abc", vec![edit(2, 9, "")]),
            Err(EditError::OffBoundary(2..9))
        );
    }
}
