//! The layout families, one file each: a parsed document in, the entries that the family recognises
//! out, with their bytes. A family knows nothing of the others.

mod bibtex;
mod citation;
mod front_matter;
mod html;
mod item;
mod labelled;
mod paragraph;
mod section;
mod table;

use crate::list::document::{Document, IsOver};
use crate::list::entry::Entry;

/// Blocks in, entries with spans out, in order of their place. [`Entry::section`] is set by
/// [`super::recognise`]. What is found when it is over is of no use.
pub type Family = fn(&Document<'_>, IsOver<'_>) -> Vec<Entry>;

/// The families by their names in reports and in the configuration, the ones that need most
/// evidence first: what one has taken, no later one gets.
pub const FAMILIES: [(&str, Family); 9] = [
    (front_matter::LAYOUT, front_matter::recognise),
    (bibtex::LAYOUT, bibtex::recognise),
    (table::LAYOUT, table::recognise),
    (html::LAYOUT, html::recognise),
    (citation::LAYOUT, citation::recognise),
    (item::LAYOUT, item::recognise),
    (labelled::LAYOUT, labelled::recognise),
    (paragraph::LAYOUT, paragraph::recognise),
    (section::LAYOUT, section::recognise),
];
