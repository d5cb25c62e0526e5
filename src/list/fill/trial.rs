//! A form that a maintainer gives is tried on invented entries: what would not be read as its field
//! again is refused.

use super::given;
use crate::list::document::Document;
use crate::list::edit::EditSet;
use crate::list::entry::{Content, Entry, Evidence, Name, Writing};
use crate::list::form::Form;
use crate::list::hints::Hints;
use crate::list::layout;

/// Reads a form for a field of a list, of which `hints` says the rest.
///
/// # Errors
///
/// It is none, would never be used, or could not be read again; and what to do.
pub fn form(text: &str, name: &Name, hints: &Hints) -> Result<Form, String> {
    let field = match name {
        Name::Authors => "authors",
        _ => "abstract",
    };
    let form = Form::parse(text, field)?;
    let layouts = &hints.layouts;
    if !layouts.is_empty() && !layouts.iter().any(|l| given::is_in_lines(l)) {
        let layouts = layouts.join(", ");
        return Err(format!(
            "would be left unused: a form is for items and sections, and the list is read as {layouts}, where a column or key is the form; take it out"
        ));
    }
    if hints.fields.is_some_and(|fields| !fields.carries(name)) {
        return Err(format!(
            "would be left unused, as list.fields leaves {field} out; name {field} there, or take the form out"
        ));
    }
    if !SAMPLES
        .iter()
        .any(|lines| reads_back(lines, &form, name, hints))
    {
        let label = match name {
            Name::Authors => "Authors",
            _ => "Abstract",
        };
        return Err(format!(
            "{text:?} could not be read as {field} again once it is written; expected a label and then the value, like \"  - {label}: {{{field}}}\" or \"**{label}**: {{{field}}}\" (a word of your own needs [list.labels])"
        ));
    }
    Ok(form)
}

/// Invented entries, one for each kind: what is written before and behind its link.
const SAMPLES: [[&str; 2]; 5] = [
    ["- ", "\n"],
    ["- ", "\n\n"],
    ["### ", "\n\n"],
    ["- **Title**\n  - Paper: ", "\n"],
    ["### Title\n\n**Paper**: ", "\n\n"],
];

/// What is filled in there.
const NAMES: &str = "Ada Abel, Bo Bell, Cy Cole";
const TEXT: &str = "Owls sleep by day, which makes them hard to watch. We count them by night.";

/// Whether a form is found as its field in such entries, and changes nothing else of them.
fn reads_back([before, behind]: &[&str; 2], form: &Form, name: &Name, hints: &Hints) -> bool {
    let entry = |n: usize| {
        let title = [
            "Counting Owls",
            "Measuring Small Rivers",
            "Clocks of the Tide",
        ][n];
        let link = format!("https://arxiv.org/abs/2401.0000{n}");
        match before.contains("Title") {
            true => format!("{}{link}{behind}", before.replace("Title", title)),
            false => format!("{before}[{title}]({link}){behind}"),
        }
    };
    let source: String = (0..3).map(entry).collect();
    let value = match name {
        Name::Authors => NAMES,
        _ => TEXT,
    };
    let (doc, entries) = read(&source, hints);
    let edits = (0..entries.len())
        .map(|i| given::insertion(&doc, &entries, i, (name, form), value))
        .collect::<Option<Vec<_>>>();
    let Some(Ok(set)) = edits.map(|edits| EditSet::new(&source, edits)) else {
        return false;
    };
    let after = set.apply(&source);
    let (edited, found) = read(&after, hints);
    let says = |entry: &Entry| {
        let place = entry.place(name)?;
        match &place.content {
            Content::Shown { value, .. } if place.evidence == Evidence::Label => {
                (value.writing == Writing::Markdown).then(|| value.source(&edited))
            }
            _ => None,
        }
    };
    let same = |(old, new): (&Entry, &Entry)| {
        let targets = |e: &Entry| e.links.iter().map(|l| l.target.clone()).collect::<Vec<_>>();
        let others = |e: &Entry| e.places.iter().filter(|p| p.name != *name).count();
        targets(old) == targets(new)
            && others(old) == others(new)
            && old.title.source(&doc) == new.title.source(&edited)
            && old.pins.says() == new.pins.says()
            && says(new) == Some(value)
    };
    entries.len() == 3 && found.len() == 3 && entries.iter().zip(&found).all(same)
}

fn read<'a>(source: &'a str, hints: &'a Hints) -> (Document<'a>, Vec<Entry>) {
    let doc = Document::parse(source).with_labels(&hints.labels);
    let entries = layout::recognise(&doc, &hints.layouts, &|| false);
    (doc, entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::hints::Fields;

    fn ask(text: &str, name: &Name, hints: &Hints) -> Result<(), String> {
        form(text, name, hints).map(|_| ())
    }

    #[test]
    fn a_form_is_read_as_its_field_again() {
        let hints = Hints::default();
        for text in [
            "  - Authors: {authors}",
            "- Authors: {authors}",
            "    * **Authors**: {authors}",
            "**Authors**: {authors}",
            "  - *Authors:* {authors}",
            "  **Authors:** {authors}",
        ] {
            assert_eq!(ask(text, &Name::Authors, &hints), Ok(()), "{text:?}");
        }
        for text in ["  - Abstract: {abstract}", "**Abstract**: {abstract}"] {
            assert_eq!(ask(text, &Name::Abstract, &hints), Ok(()), "{text:?}");
        }
        let mut own = Hints::default();
        let wer = "  - Wer war es: {authors}";
        assert!(ask(wer, &Name::Authors, &own).is_err());
        own.labels.add("Wer war es", Name::Authors);
        assert_eq!(ask(wer, &Name::Authors, &own), Ok(()));
    }

    #[test]
    fn a_form_that_is_read_as_something_else_is_refused() {
        let check = |text: &str| {
            let said = ask(text, &Name::Authors, &Hints::default()).unwrap_err();
            let told = "could not be read as authors again once it is written; expected a label";
            assert!(said.contains(told), "{text:?}: {said}");
        };
        check("{authors}");
        check("  - {authors}");
        check("*{authors}*");
        check("  - Abstract: {authors}");
        check("  - Colour: {authors}");
        check("<!-- Authors: {authors} -->");
        check("```\nAuthors: {authors}\n```");
        check("- Authors: {authors} [x](https://arxiv.org/abs/2401.00009)");
        check("## [Authors](https://arxiv.org/abs/2401.00009): {authors}");
        check("  - Authors: {authors} <!-- arxsync: keep -->");
        check("  - Authors: {authors}, and more");
    }

    #[test]
    fn a_form_that_would_be_unused_is_refused() {
        let check = |hints: &Hints, expected: &str| {
            let said = ask("  - Authors: {authors}", &Name::Authors, hints).unwrap_err();
            assert_eq!(said, expected);
        };
        let table = Hints {
            layouts: vec!["table", "bibtex"],
            ..Hints::default()
        };
        check(
            &table,
            "would be left unused: a form is for items and sections, and the list is read as table, bibtex, where a column or key is the form; take it out",
        );
        let without = Hints {
            fields: Some(Fields {
                authors: false,
                abstract_: true,
            }),
            ..Hints::default()
        };
        check(
            &without,
            "would be left unused, as list.fields leaves authors out; name authors there, or take the form out",
        );
    }
}
