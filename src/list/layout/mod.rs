//! How lists write their entries: one file a layout family. A family takes a parsed document and gives the entries that it
//! recognises, with spans; it knows nothing of the others, and never takes what an earlier one has.

mod atoms;
mod bib;
mod bibtex;
mod cells;
mod citations;
mod columns;
mod containers;
mod draft;
mod front_matter;
mod head;
mod html;
mod items;
mod label;
mod labelled;
mod labels;
mod links;
mod one_name;
mod page_text;
mod paragraphs;
mod people;
mod plain;
mod prefix;
mod rows;
mod running;
mod sections;
mod siblings;
mod spans;
mod tables;
mod tags;
#[cfg(test)]
mod testing;
mod titles;
mod topics;
mod unit;
mod wording;
mod yaml;
mod yaml_form;

use super::document::{BlockKind, Document};
use super::entry::Entry;
use std::collections::BTreeMap;

/// Blocks in, entries with spans out, in order of their place. [`Entry::section`] is set by [`recognise`].
type Family = fn(&Document<'_>) -> Vec<Entry>;

/// The families, the ones that need most evidence first: what one has taken, no later one gets.
const FAMILIES: [(&str, Family); 9] = [
    (front_matter::LAYOUT, front_matter::recognise),
    (bibtex::LAYOUT, bibtex::recognise),
    (tables::LAYOUT, tables::recognise),
    (html::LAYOUT, html::recognise),
    (citations::LAYOUT, citations::recognise),
    (items::LAYOUT, items::recognise),
    (labelled::LAYOUT, labelled::recognise),
    (paragraphs::LAYOUT, paragraphs::recognise),
    (sections::LAYOUT, sections::recognise),
];

/// The families' names in reports and in the configuration.
pub fn names() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().map(|(name, _)| *name)
}

/// All entries of a document that some families recognise, in order of their place; all families are asked where none are named.
pub fn recognise(doc: &Document<'_>, layouts: &[&str]) -> Vec<Entry> {
    let mut taken: BTreeMap<usize, Entry> = BTreeMap::new();
    let is_asked = |name: &str| layouts.is_empty() || layouts.contains(&name);
    for (_, family) in FAMILIES.iter().filter(|(name, _)| is_asked(name)) {
        for entry in family(doc) {
            if is_free(&taken, &entry) {
                taken.insert(entry.span.start, entry);
            }
        }
    }
    let mut entries: Vec<Entry> = taken.into_values().collect();
    set_sections(doc, &mut entries);
    entries
}

/// Whether no entry has bytes of this one.
fn is_free(taken: &BTreeMap<usize, Entry>, entry: &Entry) -> bool {
    let before = taken.range(..entry.span.end).next_back();
    before.is_none_or(|(_, other)| other.span.end <= entry.span.start)
}

/// An entry's section begins at the nearest heading above it that belongs to no entry.
fn set_sections(doc: &Document<'_>, entries: &mut [Entry]) {
    let headings = doc
        .blocks
        .iter()
        .filter(|b| matches!(b.kind, BlockKind::Heading(_)));
    let mut headings = headings.map(|b| b.span.start).peekable();
    let (mut section, mut last_end) = (0, 0);
    for entry in entries {
        while let Some(heading) = headings.next_if(|h| *h < entry.span.start) {
            if heading >= last_end {
                section = heading;
            }
        }
        entry.section = section;
        last_end = entry.span.end;
    }
}
