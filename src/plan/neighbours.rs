//! Fields that were copied from the entry next to them: the commonest slip of people who add an
//! entry (`docs/explained-edits.md#same-paper`).
//!
//! What is copied is no witness for or against the paper that an entry names.

use super::input::List;
use super::links::Named;
use crate::arxiv::id::ArxivId;
use crate::list::entry::{Content, Entry, Name};

/// Shorter fields are alike by chance: a lone author, `et al.`
const SHORTEST: usize = 30;

/// Whether a field of entry `i` says nothing about the entry and a paper, as it was copied from the
/// entry beside: against the paper where it belongs to another one, for it where the id was copied
/// along.
pub fn is_copied(list: &List<'_>, i: usize, name: &Name, paper: &ArxivId, agrees: bool) -> bool {
    twin(list, i, name).is_some_and(|(_, id)| (id == *paper) == agrees)
}

/// What to tell of a field of entry `i` that is another entry's.
pub fn note(list: &List<'_>, i: usize, name: &Name, paper: &ArxivId) -> Option<String> {
    let (twin, id) = twin(list, i, name)?;
    let line = list.doc.line(list.entries[twin].span.start);
    (id != *paper).then(|| format!("it is the same as in the entry in line {line}"))
}

/// The entry beside entry `i` that has the same text in this field, and the paper it names.
fn twin(list: &List<'_>, i: usize, name: &Name) -> Option<(usize, ArxivId)> {
    let own = text(list, &list.entries[i], name)?;
    let before = i.checked_sub(1);
    let beside = [before, Some(i + 1)].into_iter().flatten();
    beside
        .filter_map(|k| list.entries.get(k).map(|entry| (k, entry)))
        .filter(|(_, entry)| text(list, entry, name) == Some(own))
        .find_map(|(k, entry)| match list.named(entry, &mut Vec::new()) {
            Named::Paper(paper) => Some((k, paper.id)),
            Named::Nothing(_) => None,
        })
}

fn text<'d>(list: &List<'d>, entry: &Entry, name: &Name) -> Option<&'d str> {
    match &entry.place(name)?.content {
        Content::Shown { value, .. } => {
            let text = list.doc.source[value.span.clone()].trim();
            (text.len() >= SHORTEST).then_some(text)
        }
        Content::Hidden | Content::Absent(_) => None,
    }
}
