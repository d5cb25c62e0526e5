//! What the fields of an entry say about whether it and a paper belong together
//! (docs/explained-edits.md#same-paper). The verdict is [`super::matching`]'s.

use super::abstract_text::{self, Texts};
use super::author_lines::{self, Agreement, Context, Witness};
use super::input::List;
use super::matching::Testimony;
use super::neighbours;
use super::shown::{self, Shown, shown};
use super::title::{self, Likeness, Title};
use crate::arxiv::paper::Paper;
use crate::list::document::Document;
use crate::list::entry::{Entry, Name};
use crate::list::field;

/// How alike the titles are; of the places where an entry has its title, the likest counts.
pub fn title(doc: &Document<'_>, entry: &Entry, arxiv: &str) -> Likeness {
    let arxiv = Title::of(&field::plain(arxiv));
    let own = Title::of(&shown::read(doc, &entry.title));
    title::compare(&own, &arxiv)
}

/// Whether the titles share no word that says something.
pub fn titles_share_nothing(doc: &Document<'_>, entry: &Entry, arxiv: &str) -> bool {
    let own = Title::of(&shown::read(doc, &entry.title));
    title::shares_nothing(&own, &Title::of(&field::plain(arxiv)))
}

/// Whether two entries of a list have the title of one paper.
pub fn titles_alike(doc: &Document<'_>, a: &Entry, b: &Entry) -> bool {
    let read = |entry: &Entry| Title::of(&shown::read(doc, &entry.title));
    title::compare(&read(a), &read(b)) != Likeness::Different
}

/// How many of a paper's authors an entry names, where it names somebody.
pub fn named_authors(
    doc: &Document<'_>,
    entry: &Entry,
    paper: &Paper,
    context: &Context<'_>,
) -> Option<Agreement> {
    match shown(doc, entry, &Name::Authors) {
        Shown::Value(text) if !paper.authors.is_empty() => {
            let line = text.tokens(doc);
            Some(author_lines::agreement(&line, &paper.authors, context))
        }
        _ => None,
    }
}

/// What the authors of entry `i` say.
pub fn authors(list: &List<'_>, i: usize, paper: &Paper, context: &Context<'_>) -> Testimony {
    let named = named_authors(&list.doc, &list.entries[i], paper, context);
    match named.map(|agreement| agreement.witness()) {
        None | Some(Witness::Nothing) => Testimony::Nothing,
        Some(Witness::Agrees) => heard(list, i, &Name::Authors, paper, true),
        Some(Witness::Against) => heard(list, i, &Name::Authors, paper, false),
    }
}

/// What the abstract of entry `i` says.
pub fn abstract_(list: &List<'_>, i: usize, paper: &Paper, texts: &Texts<'_>) -> Testimony {
    let Shown::Value(text) = shown(&list.doc, &list.entries[i], &Name::Abstract) else {
        return Testimony::Nothing;
    };
    match abstract_text::agreement(&text.tokens(&list.doc), texts) {
        abstract_text::Agreement::Version => heard(list, i, &Name::Abstract, paper, true),
        abstract_text::Agreement::Against => heard(list, i, &Name::Abstract, paper, false),
        abstract_text::Agreement::Nothing => Testimony::Nothing,
    }
}

/// A field that was copied from the entry beside says nothing.
fn heard(list: &List<'_>, i: usize, name: &Name, paper: &Paper, agrees: bool) -> Testimony {
    if neighbours::is_copied(list, i, name, &paper.id, agrees) {
        return Testimony::Nothing;
    }
    if agrees {
        Testimony::For
    } else {
        Testimony::Against
    }
}
