//! What is to become of a field that arXiv's record was compared with.

use crate::list::edit::Edit;

/// The verdict on a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It says what arXiv says, or leaves something out on purpose.
    Right,
    /// It is the list's own and cannot be compared; the note says why.
    Own(String),
    /// It is explained to the last byte, and these edits make it right.
    Edit {
        /// The edits, about the list as it was read.
        edits: Vec<Edit>,
        /// What the field reads like afterwards, as plain text.
        after: String,
    },
    /// It differs, and not all of it is understood.
    Propose {
        /// What is not understood, in words.
        why: String,
        /// What would be written, where that is known; else empty.
        edits: Vec<Edit>,
        /// What the field would read like, as plain text.
        after: String,
    },
}
