//! What is worth telling and has no edit: template text, doubles, withdrawals, absences.

use super::input::{List, Resolutions};
use super::{Change, Code, EntryVerdict, Finding, Status, lines, witnesses};
use crate::arxiv::id::PaperRef;
use crate::arxiv::lookup::Answer;
use crate::arxiv::paper::{Paper, Resolution};
use crate::list::document::IsOver;
use crate::list::entry::{Content, Entry, Name};
use crate::list::pins::Fault;
use crate::text::placeholder::{is_leftover, is_placeholder, is_sign};
use std::collections::HashMap;

/// A template's sentence is short; longer values are not looked at.
const LONGEST_TEMPLATE: usize = 200;

/// Template text in an entry's fields that none of its changes fills.
pub fn placeholders(list: &List<'_>, entry: &Entry, changes: &[Change]) -> Vec<Finding> {
    let doc = &list.doc;
    let is_filled = |at: usize| {
        changes
            .iter()
            .flat_map(|c| &c.edits)
            .any(|e| e.span.start <= at && at <= e.span.end)
    };
    let mut found = Vec::new();
    for place in &entry.places {
        let Content::Shown { value, .. } = &place.content else {
            continue;
        };
        if value.span.len() > LONGEST_TEMPLATE {
            continue;
        }
        let text = value.text(doc);
        let holds_a_place = match place.name {
            Name::Authors | Name::Abstract => is_placeholder(&text),
            Name::Other(_) => is_leftover(&text) && !(is_sign(&text) && list.marks_blanks()),
            Name::Title | Name::Link => false,
        };
        if holds_a_place && !is_filled(value.span.start) {
            found.push(Finding::new(
                Code::PlaceholderText,
                doc.line(value.span.start),
                format!("\u{201c}{text}\u{201d} only holds a place"),
            ));
        }
    }
    found
}

/// One paper listed twice in one section, under titles that say so. Under other headings it is
/// there on purpose.
pub fn duplicates(list: &List<'_>, verdicts: &[EntryVerdict], is_over: IsOver<'_>) -> Vec<Finding> {
    let mut first: HashMap<(usize, &str), usize> = HashMap::new();
    let mut found = Vec::new();
    for (i, verdict) in verdicts.iter().enumerate().take_while(|_| !is_over()) {
        let Some(id) = verdict
            .arxiv_id
            .as_ref()
            .filter(|_| verdict.status != Status::WrongId)
        else {
            continue;
        };
        let entry = &list.entries[i];
        let original = *first.entry((entry.section, id.as_str())).or_insert(i);
        if original != i && witnesses::titles_alike(&list.doc, entry, &list.entries[original]) {
            let place = lines::in_line(verdicts[original].line);
            let message = format!("the same paper is listed {place}");
            found.push(Finding {
                entry: Some(i),
                arxiv_id: Some(id.clone()),
                ..Finding::new(Code::DuplicateId, verdict.line, message).about("")
            });
        }
    }
    found
}

/// What to say of a paper that arXiv answered without, on so many different days.
///
/// It is called not found on the third day (`docs/arxiv.md#missing-papers`): a new id takes days to
/// be served, and answers have gaps.
pub fn absence(days: u32) -> (Code, String) {
    if days >= 3 {
        (
            Code::NotFound,
            format!("arXiv does not know this id (asked on {days} different days)"),
        )
    } else {
        (
            Code::NotReturned,
            "arXiv answered without this id; it is asked again before it is called not found"
                .into(),
        )
    }
}

/// The latest version, and what to say, where a link pins another one.
pub fn newer_version(asked: &PaperRef, resolutions: &Resolutions) -> Option<(u32, String)> {
    let pinned = asked.version?.get();
    match resolutions.get(&PaperRef::from(asked.id.clone())) {
        Some(Resolution::Found(paper)) if paper.version > pinned => {
            let latest = paper.version;
            let message = format!("the link pins version {pinned}; the latest is version {latest}");
            Some((latest, message))
        }
        _ => None,
    }
}

/// What to say of a paper that was withdrawn, as its raw record tells, or a sentence in comment or
/// abstract: arXiv's feed has no flag for it (`docs/arxiv.md#withdrawn-papers`).
pub fn withdrawal(paper: &Paper, raw: Option<&Answer>) -> Option<String> {
    let notice = notice(paper);
    let flagged = matches!(raw, Some(Answer::Raw(Some(record))) if record.withdrawn);
    match notice {
        Some(notice) => Some(format!("the paper was withdrawn: {notice}")),
        None => flagged.then(|| "the paper was withdrawn".to_owned()),
    }
}

/// The sentence that says a paper was withdrawn.
fn notice(paper: &Paper) -> Option<&str> {
    const NOTICES: [&str; 5] = [
        "has been withdrawn",
        "been withdrawn by",
        "is withdrawn",
        "withdrawn by the author",
        "withdrawn by arxiv",
    ];
    let says = |text: &str| {
        let text = text.to_lowercase();
        NOTICES.iter().any(|notice| text.contains(notice))
    };
    let comment = paper.comment.as_deref().filter(|c| says(c));
    if paper.title.to_lowercase().starts_with("withdrawn") {
        return Some(&paper.title);
    }
    // An abstract may speak of drugs or funds that were withdrawn; a notice is short.
    comment.or_else(|| Some(paper.summary.as_str()).filter(|s| s.chars().count() < 400 && says(s)))
}

/// What to say of a text in the abstract's place that is none.
pub const OTHER_TEXT: &str =
    "the text in the abstract's place is not a version of arXiv's abstract";

/// What to say of a text that is too long to be compared.
pub const TOO_LONG: &str = "the text is too long to be compared with arXiv's";

/// What to say where only the link says that entry and paper belong together.
pub fn mismatch(paper: &Paper) -> String {
    format!(
        "the link leads to \u{201c}{}\u{201d}, and the titles share no word",
        paper.title
    )
}

/// A comment that is meant for the program and pins nothing.
pub fn unknown_pin(list: &List<'_>, entry: &Entry) -> Option<Finding> {
    let unknown = entry.pins.unknown?;
    let message = match unknown.fault {
        Fault::NoPin => {
            "the comment is no pin that exists, so the entry is left alone; a pin is \
             `<!-- arxsync: keep -->`, or `keep` and some of title, link, authors, abstract"
        }
        Fault::Above => {
            "the comment stands above the entry, where it pins nothing, so the entry is left \
             alone; a pin belongs inside the entry, behind its title for example, and is \
             `<!-- arxsync: keep -->`, or `keep` and some of title, link, authors, abstract"
        }
    };
    Some(Finding::new(
        Code::UnknownPin,
        list.doc.line(unknown.at),
        message,
    ))
}

/// What to say of a list with text in which nothing is recognised.
pub fn no_entries(list: &str) -> Finding {
    Finding::new(
        Code::NoEntries,
        1,
        format!(
            "no entry is recognised in this list, so nothing was checked; `arxsync entries {list}` \
             shows what is read, and `layout` and `labels` of [[list]] say how it is written \
             (docs/layouts.md)"
        ),
    )
    .about("")
}

/// What to say of a paper that has another title on arXiv.
pub fn retitled(paper: &Paper) -> String {
    format!("arXiv has this paper as \u{201c}{}\u{201d}", paper.title)
}

/// What to say of a paper with another title for which nothing but the link speaks.
pub fn perhaps_retitled(paper: &Paper) -> String {
    format!(
        "the link leads to \u{201c}{}\u{201d}; it is wrong, or the paper has a new title",
        paper.title
    )
}

/// What to say of a link that leads to another paper.
pub fn other_paper(paper: &Paper) -> String {
    let authors = match paper.authors.as_slice() {
        [] => "nobody named",
        [one] => one,
        [first, ..] => &format!("{first} et al."),
    };
    format!(
        "the link leads to \u{201c}{}\u{201d} by {authors}",
        paper.title
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_withdrawal_is_read_from_comment_or_short_abstract() {
        let paper = |comment: Option<&str>, summary: &str| Paper {
            id: "2101.00001".parse().unwrap(),
            version: 2,
            title: String::new(),
            authors: Vec::new(),
            summary: summary.into(),
            comment: comment.map(Into::into),
            journal_ref: None,
            doi: None,
            published: None,
            updated: None,
        };
        let sentence = "This paper has been withdrawn by the author due to an error in Section 3";
        assert!(notice(&paper(Some(sentence), "Bees.")).is_some());
        assert!(notice(&paper(None, sentence)).is_some());
        assert!(notice(&paper(Some("12 pages"), "Bees.")).is_none());
        let long = format!(
            "{} The drug has been withdrawn from the market.",
            "We study bees. ".repeat(40)
        );
        assert!(notice(&paper(None, &long)).is_none());
    }

    #[test]
    fn absence_is_certain_on_the_third_day() {
        assert_eq!(
            [1, 2, 3].map(|d| absence(d).0),
            [Code::NotReturned, Code::NotReturned, Code::NotFound]
        );
    }
}
