//! What the families' tests look at in an entry.

use super::family::Family;
use super::find::link::leads_to_arxiv;
use crate::list::document::Document;
use crate::list::entry::{Content, Entry, Evidence, Name};

/// What an entry shows of a field: `+` where it is to be added, `hidden`, `-` where there is no
/// place for it, or one that does not look like it.
pub(super) fn shown(doc: &Document<'_>, entry: &Entry, name: &Name) -> String {
    let place = entry.place(name).filter(|p| p.evidence != Evidence::Place);
    match place.map(|p| &p.content) {
        Some(Content::Shown { value, .. }) => value.text(doc),
        Some(Content::Absent(_)) => "+".into(),
        Some(Content::Hidden) => "hidden".into(),
        None => "-".into(),
    }
}

/// A family's entries: title, authors, how many links lead to arXiv.
pub(super) fn check(family: Family, list: &str, expected: &[(&str, &str, usize)]) {
    let doc = Document::parse(list);
    let found: Vec<_> = family(&doc, &|| false)
        .iter()
        .map(|e| {
            (
                e.title.text(&doc),
                shown(&doc, e, &Name::Authors),
                papers(e),
            )
        })
        .collect();
    let found: Vec<_> = found
        .iter()
        .map(|(t, a, n)| (t.as_str(), a.as_str(), *n))
        .collect();
    assert_eq!(found, expected, "{list}");
}

/// How many of an entry's links lead to arXiv.
pub(super) fn papers(entry: &Entry) -> usize {
    entry.links.iter().filter(|l| leads_to_arxiv(l)).count()
}

/// The entries of a list: title, and what their place of authors begins with. What stands behind
/// the names is in the place, too, but for what does not look like authors at all.
pub(super) fn check_authors(family: Family, list: &str, expected: &[(&str, Option<&str>)]) {
    let doc = Document::parse(list);
    let entries = family(&doc, &|| false);
    let titles: Vec<&str> = entries
        .iter()
        .map(|e| &list[e.title.span.clone()])
        .collect();
    let wanted: Vec<&str> = expected.iter().map(|(title, _)| *title).collect();
    assert_eq!(titles, wanted, "{list}");
    for (entry, (_, names)) in entries.iter().zip(expected) {
        let place = entry.place(&Name::Authors);
        let shown = match place
            .filter(|p| p.evidence != Evidence::Place)
            .map(|p| &p.content)
        {
            Some(Content::Shown { value, .. }) => Some(&list[value.span.clone()]),
            _ => None,
        };
        let begins = match (shown, names) {
            (Some(shown), Some(names)) => shown.starts_with(names),
            (shown, names) => shown == *names,
        };
        assert!(begins, "{names:?} in {shown:?}: {list}");
    }
}
