//! What a maintainer says of a list's form (`[[list]] layout`, `fields`, `labels`, `form`): raw
//! words → a checked [`Hints`].

use super::raw::{RawList, Text, Words, Wrong};
use crate::list::entry::Name;
use crate::list::fill::trial;
use crate::list::form::Form;
use crate::list::hints::{Fields, Hints, Labels};
use crate::list::layout;

/// Checks what is said of one list.
pub(super) fn check(raw: &RawList) -> Result<Hints, Wrong> {
    let mut hints = Hints::default();
    each("list.layout", &raw.layout, |word| {
        let found = layout::names().find(|name| *name == word);
        hints.layouts.push(found.ok_or_else(|| {
            let known: Vec<&str> = layout::names().collect();
            format!(
                "{word:?} is no layout; expected some of {}",
                known.join(", ")
            )
        })?);
        Ok(())
    })?;
    let mut fields = Fields {
        authors: false,
        abstract_: false,
    };
    each("list.fields", &raw.fields, |word| {
        match word {
            "title" | "link" => {}
            "authors" => fields.authors = true,
            "abstract" => fields.abstract_ = true,
            _ => {
                let known = "title, link, authors, abstract";
                return Err(format!("{word:?} is no field; expected some of {known}"));
            }
        }
        Ok(())
    })?;
    hints.fields = raw.fields.is_some().then_some(fields);
    hints.labels = labels(raw)?;
    hints.edits_generated = edits_generated(raw)?;
    let (authors, abstract_) = (&raw.form.authors, &raw.form.abstract_);
    hints.forms.authors = form("list.form.authors", authors, &Name::Authors, &hints)?;
    hints.forms.abstract_ = form("list.form.abstract", abstract_, &Name::Abstract, &hints)?;
    Ok(hints)
}

fn edits_generated(raw: &RawList) -> Result<bool, Wrong> {
    let Some(given) = &raw.generated else {
        return Ok(false);
    };
    match given.get_ref().as_str() {
        "edit" => Ok(true),
        "check" => Ok(false),
        word => {
            let problem = format!("expected \"check\" or \"edit\", found {word:?}");
            Err((given.span(), "list.generated", problem))
        }
    }
}

fn form(key: &'static str, text: &Text, name: &Name, hints: &Hints) -> Result<Option<Form>, Wrong> {
    let Some(given) = text else { return Ok(None) };
    let form = trial::form(given.get_ref(), name, hints);
    form.map(Some)
        .map_err(|problem| (given.span(), key, problem))
}

fn labels(raw: &RawList) -> Result<Labels, Wrong> {
    let mut labels = Labels::default();
    for (key, words, field) in [
        ("list.labels.title", &raw.labels.title, Name::Title),
        ("list.labels.link", &raw.labels.link, Name::Link),
        ("list.labels.authors", &raw.labels.authors, Name::Authors),
        (
            "list.labels.abstract",
            &raw.labels.abstract_,
            Name::Abstract,
        ),
    ] {
        each(key, words, |word| {
            let is_name = labels.add(word, field.clone());
            is_name
                .then_some(())
                .ok_or_else(|| format!("{word:?} is no name: it holds no letter"))
        })?;
    }
    Ok(labels)
}

/// Offers each word; what is wrong with one is told with its place.
fn each(
    key: &'static str,
    words: &Words,
    mut take: impl FnMut(&str) -> Result<(), String>,
) -> Result<(), Wrong> {
    let Some(given) = words else { return Ok(()) };
    for word in given.get_ref().words() {
        take(word).map_err(|problem| (given.span(), key, problem))?;
    }
    Ok(())
}
