//! How lists write their entries. One file a layout family; each takes a parsed document and gives the entries that it
//! recognises. A family never takes what another one has.

mod label;
mod labelled;
mod links;
mod titles;

use super::document::Document;
use super::entry::Entry;

/// All entries of a document, in order of their place.
pub fn recognise(doc: &Document<'_>) -> Vec<Entry> {
    labelled::recognise(doc)
}
