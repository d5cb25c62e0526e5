//! Fields that were copied from the entry next to them: the commonest slip of people who add an
//! entry (`docs/explained-edits.md#same-paper`).
//!
//! What is copied is no witness for or against the paper that an entry names.

use super::input::List;
use super::lines::in_line;
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
    (id != *paper).then(|| format!("it is the same as in the entry {}", in_line(line)))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::hints::Hints;

    #[test]
    fn a_short_text_is_nobodys_copy() {
        let check = |text: &str, expected: bool| {
            let entry = |n: u32| {
                format!(
                    "1. **Title {n}**\n\n    **Paper**: https://arxiv.org/abs/2401.0000{n}\n\n    **Abstract**: {text}\n\n"
                )
            };
            let source = entry(1) + &entry(2);
            let hints = Hints::default();
            let list = List::read(&source, &hints, (2030, 1));
            let paper: ArxivId = "2401.00001".parse().unwrap();
            let copied = |agrees| is_copied(&list, 1, &Name::Abstract, &paper, agrees);
            assert_eq!(copied(true), expected, "{text}");
            assert!(!copied(false), "{text}");
            assert_eq!(note(&list, 1, &Name::Abstract, &paper), None);
            let other: ArxivId = "2401.00002".parse().unwrap();
            let told = note(&list, 1, &Name::Abstract, &other);
            let words = "it is the same as in the entry in line 1";
            assert_eq!(told.as_deref() == Some(words), expected, "{text}");
        };
        check("Bees sing in the wind, and so on.", true);
        check("See the paper itself.", false);
        check("A demonstration of it, 29 b..", false);
    }
}
