//! What a plan is made from: a list as it was read, and what is known of the papers that it names.

use super::Finding;
use super::links::{self, Month, Named};
use super::policy::Policy;
use super::source::Style;
use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::lookup::Answers;
use crate::arxiv::paper::Resolution;
use crate::list::document::Document;
use crate::list::entry::{Content, Entry, Name, Place};
use crate::list::hints::{Fields, Hints};
use crate::list::layout;
use crate::text::names::form::Form;
use crate::text::names::overrides::Overrides;
use crate::text::placeholder::is_sign;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;

/// What became of asking for the papers that lists name.
pub type Resolutions = HashMap<PaperRef, Resolution>;

/// A list, read.
pub struct List<'a> {
    /// Its text.
    pub doc: Document<'a>,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// When it was read.
    pub month: Month,
    /// What its maintainer says of it.
    pub hints: &'a Hints,
    /// Which fields it gives its entries.
    fields: Fields,
    /// How it writes mathematics; found out when it is asked for.
    style: OnceCell<Style>,
    /// Whether it marks blanks; found out when it is asked for.
    marks_blanks: OnceCell<bool>,
}

/// What is known and allowed when a list is planned.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// What became of asking for its papers.
    pub resolutions: &'a Resolutions,
    /// What became of the lookups that an earlier plan had.
    pub answers: &'a Answers,
    /// Names that are always written as configured.
    pub overrides: &'a Overrides,
    /// What may be done.
    pub policy: &'a Policy,
    /// The entries that the run is about; all where it is `None`.
    pub only: Option<&'a Only>,
}

/// Restricts a run to some entries.
#[derive(Clone, Debug)]
pub enum Only {
    /// Entries that name this paper.
    Paper(ArxivId),
    /// Entries whose title holds this text, in any case.
    Title(String),
}

/// How far edits may go; narrowed where an edit turned out not to read back as meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caution {
    /// Entries whose abstracts are replaced whole, not word by word.
    pub whole: HashSet<usize>,
    /// Entries that are not edited at all.
    pub untouched: HashSet<usize>,
}

/// How a list writes its authors, found out where it matters: most lists need no change of theirs.
pub(super) type Usual<'a> = &'a dyn Deref<Target = Form>;

impl<'a> List<'a> {
    /// Reads a list's text.
    pub fn read(source: &'a str, hints: &'a Hints, month: Month) -> Self {
        let doc = Document::parse(source).with_labels(&hints.labels);
        let mut entries = layout::recognise(&doc, &hints.layouts);
        if let Some(fields) = hints.fields {
            for entry in &mut entries {
                entry.places.retain(|p| fields.carries(&p.name));
            }
        }
        let mostly = |name| {
            let with = entries.iter().filter(|e| e.place(&name).is_some()).count();
            2 * with >= entries.len()
        };
        let fields = hints.fields.unwrap_or_else(|| Fields {
            authors: mostly(Name::Authors),
            abstract_: mostly(Name::Abstract),
        });
        Self {
            doc,
            entries,
            month,
            hints,
            fields,
            style: OnceCell::new(),
            marks_blanks: OnceCell::new(),
        }
    }

    /// Whether the list gives its entries this field: its maintainer says so, or half of them have
    /// it. Else it is not missing where it is not.
    pub fn carries(&self, name: &Name) -> bool {
        self.fields.carries(name)
    }

    /// Whether it writes a sign where a field has no value (`Code: -`): a tenth of its entries do,
    /// and not just a few.
    pub fn marks_blanks(&self) -> bool {
        let is_marked = |place: &Place| match (&place.name, &place.content) {
            (Name::Other(_), Content::Shown { value, .. }) => {
                value.span.len() < 8 && is_sign(&value.text(&self.doc))
            }
            _ => false,
        };
        *self.marks_blanks.get_or_init(|| {
            let has_one = |e: &&Entry| e.places.iter().any(is_marked);
            let marked = self.entries.iter().filter(has_one).count();
            marked >= 5 && 10 * marked >= self.entries.len()
        })
    }

    /// How the list writes mathematics.
    pub fn style(&self) -> Style {
        *self.style.get_or_init(|| Style::of(self.doc.source))
    }

    /// Which paper an entry names; what is wrong with its links is added to `findings`.
    pub fn named(&self, entry: &Entry, findings: &mut Vec<Finding>) -> Named {
        links::named(&self.doc, entry, self.month, findings)
    }

    /// The papers that the list names, of the entries that `only` lets through.
    pub fn wanted(&self, only: Option<&Only>) -> Vec<PaperRef> {
        let named = |e: &Entry| match self.named(e, &mut Vec::new()) {
            Named::Paper(paper) if lets_through(only, &self.doc, e, Some(&paper)) => Some(paper),
            _ => None,
        };
        self.entries.iter().filter_map(named).collect()
    }
}

/// Whether a restriction lets an entry through that names this paper.
pub fn lets_through(
    only: Option<&Only>,
    doc: &Document<'_>,
    entry: &Entry,
    paper: Option<&PaperRef>,
) -> bool {
    match only {
        None => true,
        Some(Only::Paper(id)) => paper.is_some_and(|p| p.id == *id),
        Some(Only::Title(text)) => entry
            .title
            .text(doc)
            .to_lowercase()
            .contains(&text.to_lowercase()),
    }
}
