//! How lists write their entries. Each way is a layout family, which takes a parsed document and
//! gives the entries that it recognises; none takes what an earlier one has.
//!
//! | part | what it is |
//! | --- | --- |
//! | `family` | the families, one file each; a new one is a file and a row in its table |
//! | `candidate` | what may be an entry, read from its title on |
//! | `vote` | which candidates are entries and where their authors stand, decided by what most of them show |
//! | `pinned` | which entry a comment for the program belongs to |
//! | `find` | is this a title, a name, a label, a container, a link to a paper? |
//! | `syntax` | how texts are written: inline pieces, HTML, YAML, BibTeX |
//! | `vocabulary` | the words that lists use, the place to add another language's |

mod candidate;
mod family;
mod find;
mod pinned;
mod syntax;
#[cfg(test)]
mod testing;
mod vocabulary;
mod vote;

use self::family::FAMILIES;
use super::document::{BlockKind, Document, IsOver};
use super::entry::Entry;
use std::collections::BTreeMap;

/// The families' names in reports and in the configuration.
pub fn names() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().map(|(name, _)| *name)
}

/// All entries of a document that some families recognise, in order of their place; all families
/// are asked where none are named. Where `is_over` says that nobody wants them any more, not all
/// are found.
pub fn recognise(doc: &Document<'_>, layouts: &[&str], is_over: IsOver<'_>) -> Vec<Entry> {
    let mut taken: BTreeMap<usize, Entry> = BTreeMap::new();
    let is_asked = |name: &str| layouts.is_empty() || layouts.contains(&name);
    for (_, family) in FAMILIES.iter().filter(|(name, _)| is_asked(name)) {
        if is_over() {
            break;
        }
        for entry in family(doc, is_over) {
            if is_over() {
                break;
            }
            if is_free(&taken, &entry) {
                taken.insert(entry.span.start, entry);
            }
        }
    }
    // What an entry has in a text that is not read would be taken for missing.
    for at in &doc.unread {
        let entry = taken.range(..=at).next_back().map(|(start, _)| *start);
        entry.map(|start| taken.remove(&start));
    }
    let mut entries: Vec<Entry> = taken.into_values().collect();
    set_sections(doc, &mut entries);
    pinned::pin(doc, &mut entries);
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
