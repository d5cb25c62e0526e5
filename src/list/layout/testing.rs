//! What the families' tests look at in an entry.

use super::find::link::leads_to_arxiv;
use crate::list::document::Document;
use crate::list::entry::{Content, Entry, Name};

/// What an entry shows of a field: `+` where it is to be added, `hidden`, `-` where there is no
/// place for it.
pub(super) fn shown(doc: &Document<'_>, entry: &Entry, name: &Name) -> String {
    match entry.place(name).map(|p| &p.content) {
        Some(Content::Shown { value, .. }) => value.text(doc),
        Some(Content::Absent(_)) => "+".into(),
        Some(Content::Hidden) => "hidden".into(),
        None => "-".into(),
    }
}

/// A family's entries: title, authors, how many links lead to arXiv.
pub(super) fn check(
    family: fn(&Document<'_>) -> Vec<Entry>,
    list: &str,
    expected: &[(&str, &str, usize)],
) {
    let doc = Document::parse(list);
    let found: Vec<_> = family(&doc)
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

/// The entries of a list: title and authors.
pub(super) fn check_authors(
    family: fn(&Document<'_>) -> Vec<Entry>,
    list: &str,
    expected: &[(&str, Option<&str>)],
) {
    let doc = Document::parse(list);
    let entries = family(&doc);
    let shown = |e: &Entry| match e.place(&Name::Authors).map(|p| p.content.clone()) {
        Some(Content::Shown { value, .. }) => Some(list[value.span].to_owned()),
        _ => None,
    };
    let found: Vec<(&str, Option<String>)> = entries
        .iter()
        .map(|e| (&list[e.title.span.clone()], shown(e)))
        .collect();
    let found: Vec<(&str, Option<&str>)> = found.iter().map(|(t, a)| (*t, a.as_deref())).collect();
    assert_eq!(found, expected, "{list}");
}
