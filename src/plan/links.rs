//! Which paper an entry's links name, and what is wrong with them. Asks nobody.

use super::{Code, Finding, Status};
use crate::arxiv::id::{PaperRef, Target};
use crate::list::document::Document;
use crate::list::entry::{Content, Entry, Name};
use crate::text::placeholder::is_placeholder;

/// A year and a month, for ids that cannot exist yet.
pub type Month = (u16, u8);

/// What an entry's links say.
#[derive(Clone, Debug)]
pub enum Named {
    /// One paper.
    Paper(PaperRef),
    /// None, or none that can be settled on.
    Nothing(Status),
}

/// Reads an entry's links; what is wrong with them is added to `findings`. An id of a month after
/// `month` cannot exist yet.
pub fn named(
    doc: &Document<'_>,
    entry: &Entry,
    month: Month,
    findings: &mut Vec<Finding>,
) -> Named {
    let mut find = |code, at: usize, message: String| {
        findings.push(Finding::new(code, doc.line(at), message));
    };
    let mut papers: Vec<&PaperRef> = Vec::new();
    for link in &entry.links {
        let Target::Paper(paper) = &link.target else {
            continue;
        };
        if let Some(Target::Paper(badge)) = link.badge.as_ref().filter(|b| !is_paper(b, paper)) {
            find(
                Code::BadgeMismatch,
                link.span.start,
                format!(
                    "the badge shows {}, its link leads to {}",
                    badge.id, paper.id
                ),
            );
        }
        if paper.id.is_after(month.0, month.1) {
            find(
                Code::MalformedId,
                link.span.start,
                format!("{} is an id of a month to come", paper.id),
            );
            return Named::Nothing(Status::NoId);
        }
        if !papers.iter().any(|known| known.id == paper.id) {
            papers.push(paper);
        }
    }
    match papers.as_slice() {
        [] => Named::Nothing(without_paper(doc, entry, find)),
        [paper] => Named::Paper((*paper).clone()),
        several => {
            let ids: Vec<&str> = several.iter().map(|p| p.id.as_str()).collect();
            find(
                Code::LinkConflict,
                entry.links[0].span.start,
                format!("the links name different papers: {}", ids.join(", ")),
            );
            Named::Nothing(Status::Ambiguous)
        }
    }
}

/// The verdict on an entry whose links name no paper.
fn without_paper(
    doc: &Document<'_>,
    entry: &Entry,
    mut find: impl FnMut(Code, usize, String),
) -> Status {
    for link in &entry.links {
        match &link.target {
            Target::Placeholder => {
                find(
                    Code::PlaceholderLink,
                    link.span.start,
                    "the link only stands in for one".into(),
                );
                return Status::NoId;
            }
            Target::Malformed(id) => {
                find(
                    Code::MalformedId,
                    link.span.start,
                    format!("`{id}` cannot be an arXiv id"),
                );
                return Status::NoId;
            }
            _ => {}
        }
    }
    if let Some(Content::Shown { value, .. }) = entry.place(&Name::Link).map(|p| &p.content)
        && entry.links.is_empty()
        && is_placeholder(&value.text(doc))
    {
        find(
            Code::PlaceholderLink,
            value.span.start,
            "the link only stands in for one".into(),
        );
    }
    if entry.links.is_empty() {
        Status::NoId
    } else {
        Status::NotArxiv
    }
}

fn is_paper(target: &Target, paper: &PaperRef) -> bool {
    matches!(target, Target::Paper(p) if p.id == paper.id)
}
