//! One field of an entry against arXiv: missing, the same text, or different, and the edits that would mend it.
//!
//! Whether an edit is made is not decided here, nor whether the entry and the paper belong together.

use super::authors::Line;
use super::splice::{self, Worded};
use super::{Field, Kind};
use crate::arxiv::paper::Paper;
use crate::list::document::Document;
use crate::list::edit::Edit;
use crate::list::entry::{Content, Entry, Name, Value};
use crate::list::{fill, inline};
use crate::text::align::{self, Alignment};
use crate::text::glyph::Glyphs;
use crate::text::names::compare::{Comparison, compare};
use crate::text::names::form::Form;
use crate::text::names::person::Person;
use crate::text::names::split::{self, AuthorLine};
use crate::text::placeholder::is_placeholder;
use crate::text::tex;
use crate::text::title::{self, Likeness};
use crate::text::words::{self, Word};
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

/// The words of a text, TeX folded.
pub fn words_of(glyphs: &Glyphs) -> Vec<Word> {
    words::cut(&tex::fold(glyphs))
}

/// What an entry shows of a field, ready to be compared.
pub enum Shown<T> {
    /// The entry has no such field.
    Missing,
    /// The entry has the label without a value, or with a placeholder.
    Empty(Value),
    /// The maintainer commented it out.
    Hidden,
    /// A value.
    Value(T),
}

/// An abstract beside arXiv's.
pub struct Abstract {
    /// The list's value, with the paragraphs behind it that belong to the same text.
    value: Value,
    words: Vec<Word>,
    /// arXiv's words.
    arxiv: Vec<Word>,
    /// How they compare.
    pub alignment: Alignment,
}

/// An author line beside arXiv's.
pub struct Authors {
    value: Value,
    cut: AuthorLine,
    /// How they compare.
    pub comparison: Comparison,
}

fn shown(entry: &Entry, name: &Name) -> Shown<(Value, Vec<Value>)> {
    match entry.place(name).map(|p| &p.content) {
        None => Shown::Missing,
        Some(Content::Hidden) => Shown::Hidden,
        Some(Content::Shown { value, more })
            if value.text.is_empty() || is_placeholder(&value.text) && more.is_empty() =>
        {
            Shown::Empty(value.clone())
        }
        Some(Content::Shown { value, more }) => Shown::Value((value.clone(), more.clone())),
    }
}

/// The entry's abstract beside the paper's.
pub fn abstract_of(entry: &Entry, paper: &Paper) -> Shown<Abstract> {
    match shown(entry, &Name::Abstract) {
        Shown::Missing => Shown::Missing,
        Shown::Hidden => Shown::Hidden,
        Shown::Empty(v) => Shown::Empty(v),
        Shown::Value((value, more)) => Shown::Value(best_extent(value, &more, paper)),
    }
}

/// Takes the paragraphs behind an abstract for its own as far as arXiv's text has their words.
fn best_extent(mut value: Value, more: &[Value], paper: &Paper) -> Abstract {
    let arxiv = words_of(&Glyphs::plain(&paper.summary));
    let mut words = words_of(&value.glyphs);
    let mut alignment = align::align(&words, &arxiv);
    for next in more {
        let known = align::align(&words_of(&next.glyphs), &arxiv);
        if known.old_kept < 0.7 || words_of(&next.glyphs).len() < 4 {
            break;
        }
        value.span.end = next.span.end;
        value.text = format!("{} {}", value.text, next.text);
        value
            .glyphs
            .push_decoded(" ", &(next.span.start..next.span.start));
        value.glyphs.list.extend(next.glyphs.list.iter().copied());
        words = words_of(&value.glyphs);
        alignment = align::align(&words, &arxiv);
    }
    Abstract {
        value,
        words,
        arxiv,
        alignment,
    }
}

/// The entry's authors beside the paper's.
pub fn authors_of(entry: &Entry, paper: &Paper) -> Shown<Authors> {
    match shown(entry, &Name::Authors) {
        Shown::Missing => Shown::Missing,
        Shown::Hidden => Shown::Hidden,
        Shown::Empty(v) => Shown::Empty(v),
        Shown::Value((value, _)) => {
            let cut = split::split(&tex::fold(&value.glyphs));
            let persons: Vec<Person> = author_names(paper).iter().map(|n| Person::new(n)).collect();
            Shown::Value(Authors {
                comparison: compare(&cut, &persons),
                value,
                cut,
            })
        }
    }
}

/// The paper's authors. A group in front of its members (`01.AI: Alex Young`) is a name of its own.
pub fn author_names(paper: &Paper) -> Vec<String> {
    let names = paper.authors.iter().flat_map(|n| n.split(": "));
    names
        .map(|n| n.trim().to_owned())
        .filter(|n| !n.is_empty())
        .collect()
}

/// How alike the titles are.
pub fn title_likeness(entry: &Entry, paper: &Paper) -> Likeness {
    title::compare(
        &words_of(&entry.title.glyphs),
        &words_of(&Glyphs::plain(&paper.title)),
    )
}

/// Whether two entries of a list have the title of one paper.
pub fn titles_alike(a: &Entry, b: &Entry) -> bool {
    title::compare(&words_of(&a.title.glyphs), &words_of(&b.title.glyphs)) != Likeness::Dissimilar
}

/// The title's difference, where a maintainer would see one.
pub fn title_difference(entry: &Entry, paper: &Paper) -> Option<Difference> {
    let (old, new) = (
        words_of(&entry.title.glyphs),
        words_of(&Glyphs::plain(&paper.title)),
    );
    let edits = vec![Edit {
        span: entry.title.span.clone(),
        text: inline::escape(&paper.title),
    }];
    title::differ(&old, &new).then(|| Difference {
        field: Field::Title,
        kind: Kind::Correct,
        at: entry.title.span.start,
        before: Some(entry.title.text.clone()),
        after: paper.title.clone(),
        edits: Some(edits),
    })
}

impl Abstract {
    /// Whether the two are versions of one text: most of the shorter one is in the other.
    pub fn is_version(&self) -> bool {
        self.alignment.hunks.is_empty()
            || self.alignment.old_kept >= 0.5
            || self.alignment.new_covered >= 0.5
    }

    /// Whether the list's text may be taken for an abstract at all: long enough, and in arXiv's script. A short text of
    /// its own words is the maintainer's summary; one in another script is a translation.
    pub fn is_abstract(&self) -> bool {
        self.is_version() || self.value.text.chars().count() >= 200 && !self.is_translation()
    }

    /// Whether the text is in another script than arXiv's.
    pub fn is_translation(&self) -> bool {
        let foreign = |w: &&Word| {
            w.key
                .chars()
                .any(|c| c.is_alphabetic() && c as u32 >= 0x400)
        };
        let share = |words: &[Word]| words.iter().filter(foreign).count() * 4 > words.len();
        share(&self.words) && !share(&self.arxiv)
    }

    /// The difference, with edits of the words that differ, or of the whole value where little is common.
    pub fn difference(
        &self,
        doc: &Document<'_>,
        paper: &Paper,
        in_words: bool,
    ) -> Option<Difference> {
        if self.alignment.hunks.is_empty() {
            return None;
        }
        let (old, new) = (
            words::without_final_stop(&self.words),
            words::without_final_stop(&self.arxiv),
        );
        let in_words = in_words && self.alignment.old_kept >= 0.5;
        let edits = if in_words {
            let old = Worded {
                source: doc.source,
                span: (self.value.span.start, self.value.span.end),
                words: old,
            };
            let new = Worded {
                source: &paper.summary,
                span: (0, paper.summary.trim_end().len()),
                words: new,
            };
            splice::edits(old, new, &self.alignment.hunks, inline::escape)
        } else {
            vec![Edit {
                span: self.value.span.clone(),
                text: inline::escape(&paper.summary),
            }]
        };
        Some(Difference {
            field: Field::Abstract,
            kind: Kind::Correct,
            at: self.value.span.start,
            before: Some(self.value.text.clone()),
            after: one_line(&paper.summary),
            edits: Some(edits),
        })
    }
}

impl Authors {
    /// The line as it stands in the list.
    fn line<'a>(&'a self, doc: &Document<'a>) -> Line<'a> {
        Line {
            source: doc.source,
            span: (self.value.span.start, self.value.span.end),
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
        if self.comparison.hunks.is_empty() || self.is_selection(paper) {
            return None;
        }
        let (line, names) = (self.line(doc), author_names(paper));
        Some(Difference {
            field: Field::Authors,
            kind: Kind::Correct,
            at: self.value.span.start,
            before: Some(self.value.text.clone()),
            after: line.form(usual).write(&names),
            edits: Some(line.edits(&names, usual)),
        })
    }

    /// Whether a few names (a collaboration, the first authors) stand for a very long list on purpose.
    fn is_selection(&self, paper: &Paper) -> bool {
        let c = &self.comparison;
        c.matched == c.reading.names.len() && c.matched <= 10 && paper.authors.len() > 40
    }
}

/// The difference of a field that the entry does not show.
pub fn missing(
    doc: &Document<'_>,
    entries: &[Entry],
    target: usize,
    name: &Name,
    empty: Option<&Value>,
    text: &str,
) -> Difference {
    let entry = &entries[target];
    let escaped = inline::escape(text);
    let edits = match empty {
        Some(value) => Some(vec![at_label(doc, value, escaped)]),
        None => fill::insertion(doc, entries, target, name, &escaped).map(|e| vec![e]),
    };
    Difference {
        field: if *name == Name::Authors {
            Field::Authors
        } else {
            Field::Abstract
        },
        kind: Kind::Fill,
        at: empty.map_or(entry.title.span.start, |v| v.span.start),
        before: empty.map(|v| v.text.clone()).filter(|t| !t.is_empty()),
        after: one_line(text),
        edits,
    }
}

/// Fills an empty value, with a blank behind an ASCII colon.
fn at_label(doc: &Document<'_>, value: &Value, text: String) -> Edit {
    let before = doc.source[..value.span.start].chars().next_back();
    let glued = value.span.is_empty() && matches!(before, Some(':' | '*' | '_'));
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

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
