//! One field of an entry against arXiv: missing, the same text, or different, and the edits that
//! would mend it.
//!
//! Whether an edit is made is not decided here, nor whether the entry and the paper belong
//! together.

use super::author_line::Line;
use super::{Field, Kind, items, markup};
use crate::arxiv::paper::Paper;
use crate::list::document::Document;
use crate::list::edit::Edit;
use crate::list::entry::{Blank, Content, Entry, Name, Value, Writing};
use crate::list::{escape, fill};
use crate::text::glyph::Glyphs;
use crate::text::names::compare::{Comparison, compare};
use crate::text::names::elision::elides;
use crate::text::names::form::Form;
use crate::text::names::overrides::Overrides;
use crate::text::names::person::Person;
use crate::text::names::split::{self, AuthorLine, ListedName};
use crate::text::placeholder::{is_leftover, is_placeholder};
use crate::text::title::{self, Likeness};
use crate::text::words;
use crate::text::{entity, tex};
use sha2::{Digest, Sha256};

/// A difference in substance.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Which field.
    pub field: Field,
    /// Missing, or different.
    pub kind: Kind,
    /// Where: a byte of the field, or of the entry where the field is missing.
    pub at: usize,
    /// The value as plain text, where there is one.
    pub before: Option<String>,
    /// The value as it should be.
    pub after: String,
    /// What else is to be known about it.
    pub note: Option<String>,
    /// The edits; `None` where the list shows no form for the field.
    pub edits: Option<Vec<Edit>>,
}

impl Difference {
    /// The same difference in the same entry has the same id in every run.
    pub fn id(&self, entry_title: &str) -> String {
        let field = format!("{:?}", self.field);
        let mut hash = Sha256::new();
        for part in [
            entry_title,
            &field,
            self.before.as_deref().unwrap_or_default(),
            &self.after,
        ] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.finalize()
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// What an entry shows of a field, ready to be compared.
pub enum Shown<T> {
    /// The entry has no such field.
    Missing,
    /// The entry has the label without a value, or with a placeholder.
    Empty(Blank),
    /// The maintainer commented it out.
    Hidden,
    /// A value.
    Value(T),
}

/// An author line beside arXiv's.
pub struct Authors {
    value: Value,
    cut: AuthorLine,
    /// How they compare.
    pub comparison: Comparison,
}

/// What an entry shows of a field: its value, and the paragraphs that may go on with it.
pub(super) fn shown<'e>(
    doc: &Document<'_>,
    entry: &'e Entry,
    name: &Name,
) -> Shown<(&'e Value, &'e [Value])> {
    match entry.place(name).map(|p| &p.content) {
        None => Shown::Missing,
        Some(Content::Hidden) => Shown::Hidden,
        Some(Content::Absent(blank)) => Shown::Empty(blank.clone()),
        Some(Content::Shown { value, more }) => {
            let is_empty = value.span.is_empty()
                || more.is_empty()
                    && value.span.len() < 200
                    && (is_placeholder(&value.text(doc)) || is_leftover(value.source(doc)));
            if is_empty {
                Shown::Empty(value.clone().into())
            } else {
                Shown::Value((value, more))
            }
        }
    }
}

impl<T> Shown<T> {
    /// The same for what is made of the value.
    pub(super) fn map<U>(self, make: impl FnOnce(T) -> U) -> Shown<U> {
        match self {
            Self::Missing => Shown::Missing,
            Self::Hidden => Shown::Hidden,
            Self::Empty(blank) => Shown::Empty(blank),
            Self::Value(value) => Shown::Value(make(value)),
        }
    }
}

/// The entry's author line.
pub fn author_line<'e>(doc: &Document<'_>, entry: &'e Entry) -> Shown<&'e Value> {
    shown(doc, entry, &Name::Authors).map(|(value, _)| value)
}

/// The entry's authors beside the paper's, which stand one by one, see [`super::source`].
pub fn authors_of(
    doc: &Document<'_>,
    entry: &Entry,
    paper: &Paper,
    overrides: &Overrides,
) -> Shown<Authors> {
    author_line(doc, entry).map(|value| {
        let mut cut = split::split(&tex::fold(&entity::fold(&value.glyphs(doc))));
        overrides.mark(&mut cut);
        let persons: Vec<Person> = paper.authors.iter().map(|n| Person::new(n)).collect();
        Authors {
            comparison: compare(&cut, &persons),
            value: value.clone(),
            cut,
        }
    })
}

/// How alike the titles are.
pub fn title_likeness(doc: &Document<'_>, entry: &Entry, paper: &Paper) -> Likeness {
    title::compare(
        &words::of(&entry.title.glyphs(doc)),
        &words::of(&Glyphs::plain(&paper.title)),
    )
}

/// Whether two entries of a list have the title of one paper.
pub fn titles_alike(doc: &Document<'_>, a: &Entry, b: &Entry) -> bool {
    title::compare(
        &words::of(&a.title.glyphs(doc)),
        &words::of(&b.title.glyphs(doc)),
    ) != Likeness::Dissimilar
}

/// The title's difference, where a maintainer would see one, whichever way the title is read.
pub fn title_difference(doc: &Document<'_>, entry: &Entry, paper: &Paper) -> Option<Difference> {
    let arxiv = words::of(&Glyphs::plain(&paper.title));
    let is_right = |reading: &Glyphs| !title::differ(&words::of(reading), &arxiv);
    if is_right(&entry.title.glyphs(doc)) || is_right(&entry.title.verbatim(doc)) {
        return None;
    }
    let anew = |value: &Value| Edit {
        span: value.span.clone(),
        text: escape::whole(&paper.title, value.writing),
    };
    Some(Difference {
        field: Field::Title,
        kind: Kind::Correct,
        at: entry.title.span.start,
        before: Some(entry.title.text(doc)),
        after: paper.title.clone(),
        note: None,
        edits: Some(entry.titles().map(anew).collect()),
    })
}

impl Authors {
    /// The line as it stands in the list.
    fn line<'a>(&'a self, doc: &Document<'a>) -> Line<'a> {
        Line {
            source: doc.source,
            span: (self.value.span.start, self.value.span.end),
            writing: self.value.writing,
            cut: &self.cut,
            comparison: &self.comparison,
        }
    }

    /// How the line writes its names.
    pub fn form(&self, doc: &Document<'_>) -> Form {
        self.line(doc).form(&Form::default())
    }

    /// The difference.
    pub fn difference(
        &self,
        doc: &Document<'_>,
        paper: &Paper,
        usual: &Form,
    ) -> Option<Difference> {
        let speaks_of_nobody = || {
            self.shows_all(paper.authors.len()) == Some(Shows::AllAndOthers) && usual.et_al_counts
        };
        if self.comparison.hunks.is_empty() {
            if !speaks_of_nobody() {
                return None;
            }
        } else if self.is_selection(paper) || self.has_note(doc) {
            return None;
        }
        let (line, names) = (self.line(doc), &paper.authors);
        let (before, whole) = (self.value.text(doc), line.text(names, usual));
        if before == whole || elides(&before) {
            return None;
        }
        Some(Difference {
            field: Field::Authors,
            kind: Kind::Correct,
            at: self.value.span.start,
            before: Some(before),
            after: whole,
            note: None,
            edits: markup::around(doc, &self.value, line.edits(names, usual)),
        })
    }

    /// Whether nothing can be said against the line, however the list writes its authors.
    pub fn is_right(&self, count: usize) -> bool {
        self.comparison.hunks.is_empty() && self.shows_all(count) != Some(Shows::AllAndOthers)
    }

    /// Whether the line has all of so many authors, and no others.
    pub fn shows_all(&self, count: usize) -> Option<Shows> {
        let c = &self.comparison;
        let is_right = c.hunks.is_empty() && c.matched == count && c.reading.names.len() == count;
        // Who else is in a collaboration, arXiv does not always say.
        let is_person = |n: &ListedName| n.person.has_given_name();
        let is_right = is_right && c.reading.names.last().is_some_and(is_person);
        is_right.then_some(match self.cut.et_al {
            Some(_) => Shows::AllAndOthers,
            None => Shows::All,
        })
    }

    /// Whether all that is too many stands behind the names and is none: an affiliation, a venue, a
    /// year.
    fn has_note(&self, doc: &Document<'_>) -> bool {
        let names = &self.comparison.reading.names;
        let is_note = |n: &ListedName| says_place_or_year(&doc.source[n.extent.clone()]);
        self.comparison.hunks.iter().all(|h| {
            h.new.is_empty() && h.old.end == names.len() && names[h.old.clone()].iter().all(is_note)
        })
    }

    /// Whether a few names (a collaboration, the first authors) stand for a very long list on
    /// purpose.
    fn is_selection(&self, paper: &Paper) -> bool {
        let c = &self.comparison;
        c.matched == c.reading.names.len() && c.matched <= 10 && paper.authors.len() > 40
    }
}

/// What a line with all of a paper's authors says of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// There are none.
    All,
    /// There are some (`et al.`).
    AllAndOthers,
}

fn says_place_or_year(text: &str) -> bool {
    const PLACES: [&str; 8] = [
        "universit",
        "institut",
        "college",
        "laborator",
        "academy",
        "inc.",
        "corp",
        "research",
    ];
    let lower = text.to_lowercase();
    text.contains(|c: char| c.is_ascii_digit()) || PLACES.iter().any(|p| lower.contains(p))
}

/// The difference of a field that an entry has no label for; without edits where the list shows no
/// form for it.
pub fn missing(
    doc: &Document<'_>,
    entries: &[Entry],
    target: usize,
    name: &Name,
    text: &str,
) -> Difference {
    let edit = fill::insertion(doc, entries, target, name, text);
    filled(name, entries[target].title.span.start, None, text, edit)
}

/// The difference of a field that has its label, and no value or a placeholder.
pub fn empty(doc: &Document<'_>, name: &Name, blank: &Blank, text: &str) -> Difference {
    let written = escape::whole(text, blank.value.writing);
    in_blank(doc, name, blank, text, &written)
}

/// The same for authors, which may be items of a list.
pub fn empty_authors(
    doc: &Document<'_>,
    blank: &Blank,
    names: &[String],
    usual: &Form,
) -> Difference {
    if let Writing::YamlList(_) = blank.value.writing {
        let value = &blank.value;
        let separator =
            items::separator(doc.source, value.span.start, &blank.before, value.writing);
        let written = items::write(names, value.writing, &separator);
        return in_blank(doc, &Name::Authors, blank, &names.join("; "), &written);
    }
    if blank.value.writing == Writing::Bibtex {
        let and = || " and ".to_owned();
        let (separator, last_separator) = (and(), and());
        let form = Form {
            separator,
            last_separator,
            ..usual.clone()
        };
        return empty(doc, &Name::Authors, blank, &form.write(names));
    }
    empty(doc, &Name::Authors, blank, &usual.write(names))
}

fn in_blank(
    doc: &Document<'_>,
    name: &Name,
    blank: &Blank,
    text: &str,
    written: &str,
) -> Difference {
    let value = &blank.value;
    let written = format!("{}{written}{}", blank.before, blank.after);
    let edit = at_label(doc, value, written);
    let before = Some(value.text(doc)).filter(|t| !t.is_empty());
    filled(name, value.span.start, before, text, Some(edit))
}

fn filled(
    name: &Name,
    at: usize,
    before: Option<String>,
    text: &str,
    edit: Option<Edit>,
) -> Difference {
    let field = if *name == Name::Authors {
        Field::Authors
    } else {
        Field::Abstract
    };
    let at = edit.as_ref().map_or(at, |e| e.span.start);
    Difference {
        field,
        kind: Kind::Fill,
        at,
        before,
        after: one_line(text),
        note: None,
        edits: edit.map(|e| vec![e]),
    }
}

/// Fills an empty value, with a blank behind an ASCII colon.
fn at_label(doc: &Document<'_>, value: &Value, text: String) -> Edit {
    let before = doc.source[..value.span.start].chars().next_back();
    let is_label = matches!(before, Some(':' | '*' | '_' | '>'));
    let glued = value.span.is_empty() && is_label && value.writing != Writing::Cell;
    let wide = doc.source[..value.span.start]
        .trim_end_matches(['*', '_'])
        .ends_with('：');
    Edit {
        span: value.span.clone(),
        text: if glued && !wide {
            format!(" {text}")
        } else {
            text
        },
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
