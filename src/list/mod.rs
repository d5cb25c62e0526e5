//! Everything Markdown: a list's text → blocks → entries, edits back into text, and the only code
//! that reads or writes list files.
//!
//! Nothing here knows what arXiv says; of [`crate::arxiv`] only identifiers are used.

pub mod document;
pub mod edit;
pub mod entry;
pub mod escape;
pub mod field;
pub mod file;
pub mod fill;
pub mod form;
pub mod generated;
pub mod hints;
pub mod inline;
pub mod layout;
pub mod pattern;
pub mod pins;
mod raw;
