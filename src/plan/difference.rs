//! A difference between an entry's field and arXiv's, and the edits that fill a field that is
//! missing or empty. Whether an edit is made is not decided here.

use super::author_lines::{Form, write};
use super::{Field, Kind};
use crate::list::document::{BlockKind, Document};
use crate::list::edit::Edit;
use crate::list::entry::{Blank, Entry, Name, Value, Writing};
use crate::list::{self, escape, fill};

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
    /// What of the field's text is not understood; then it is not edited.
    pub unexplained: Option<String>,
    /// The edits; `None` where the list shows no form for the field.
    pub edits: Option<Vec<Edit>>,
}

/// The difference of a field that an entry has no place for, in the form that the list shows, or
/// else in the one that its maintainer gives; without edits where there is neither, or the latter
/// does not fit.
pub fn missing(
    doc: &Document<'_>,
    entries: &[Entry],
    target: usize,
    (name, form): (&Name, Option<&list::form::Form>),
    text: &str,
) -> Difference {
    let at = entries[target].title.span.start;
    if let Some(edit) = fill::insertion(doc, entries, target, name, text) {
        return filled(name, at, None, text, Some(edit));
    }
    let edit = form.and_then(|f| fill::given::insertion(doc, entries, target, (name, f), text));
    let note = edit.is_some().then(|| GIVEN.to_owned());
    Difference {
        note,
        ..filled(name, at, None, text, edit)
    }
}

/// What to know about a field in a form that the list does not show.
const GIVEN: &str = "written in the form of [list.form]";

/// The difference of an abstract that has its place, and no value or a placeholder.
pub fn empty(doc: &Document<'_>, blank: &Blank, text: &str) -> Difference {
    let written = escape::whole(text, blank.value.writing);
    in_blank(doc, &Name::Abstract, blank, text, &written)
}

/// The same for authors.
pub fn empty_authors(
    doc: &Document<'_>,
    blank: &Blank,
    names: &[String],
    usual: &Form,
) -> Difference {
    let writing = blank.value.writing;
    let written = match writing {
        Writing::YamlList(_) => {
            let form = Form {
                joint: item_joint(doc, blank),
                ..usual.clone()
            };
            write(names, &form, writing)
        }
        _ => write(names, usual, writing),
    };
    in_blank(doc, &Name::Authors, blank, &names.join(", "), &written)
}

/// What stands between two items of a YAML list whose first one will stand at a blank: what the
/// line before it begins with.
fn item_joint(doc: &Document<'_>, blank: &Blank) -> String {
    let Writing::YamlList(list) = blank.value.writing else {
        return String::new();
    };
    if list.flow {
        return ", ".into();
    }
    let before = match blank.before.rfind('\n') {
        Some(at) => blank.before[at + 1..].to_owned(),
        None => {
            let at = blank.value.span.start;
            doc.source[doc.line_start(at)..at].to_owned()
        }
    };
    format!("{}{before}", doc.eol())
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
        unexplained: None,
        edits: edit.map(|e| vec![e]),
    }
}

/// Fills an empty value: with a blank behind an ASCII colon and before a cell's bar, and without
/// the blanks that end its line.
fn at_label(doc: &Document<'_>, value: &Value, text: String) -> Edit {
    let (head, behind) = (
        &doc.source[..value.span.start],
        &doc.source[value.span.end..],
    );
    if !value.span.is_empty() {
        let span = value.span.clone();
        return Edit { span, text };
    }
    if value.writing == Writing::Cell {
        let pad = |glued: bool| if glued { " " } else { "" };
        let text = format!(
            "{}{text}{}",
            pad(head.ends_with('|')),
            pad(behind.starts_with('|'))
        );
        let span = value.span.clone();
        return Edit { span, text };
    }
    if matches!(doc.blocks[value.block].kind, BlockKind::Heading(_)) {
        return below_heading(doc, value, &text);
    }
    let is_label = head.ends_with([':', '*', '_', '>']);
    let wide = head.trim_end_matches(['*', '_']).ends_with('：');
    let text = if is_label && !wide {
        format!(" {text}")
    } else {
        text
    };
    let blanks = behind.len() - behind.trim_start_matches(' ').len();
    let ends_line = behind[blanks..].is_empty() || behind[blanks..].starts_with(['\n', '\r']);
    let is_hard_break = blanks >= 2;
    let over = if ends_line && !is_hard_break {
        blanks
    } else {
        0
    };
    Edit {
        span: value.span.start..value.span.end + over,
        text,
    }
}

/// A paragraph of its own below the heading that names it.
fn below_heading(doc: &Document<'_>, value: &Value, text: &str) -> Edit {
    let start = doc.blocks[value.block].span.start;
    let indent = &doc.source[doc.line_start(start)..start];
    let eol = doc.eol();
    Edit {
        span: value.span.clone(),
        text: format!("{eol}{eol}{indent}{text}"),
    }
}

/// A text on one line.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
