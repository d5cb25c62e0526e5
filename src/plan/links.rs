//! Which paper an entry's links name, and what is wrong with them. Asks nobody.

use super::{Code, Finding, Status};
use crate::arxiv::id::{PaperRef, Target};
use crate::list::document::Document;
use crate::list::entry::Entry;

/// What an entry's links say.
#[derive(Clone, Debug)]
pub enum Named {
    /// One paper.
    Paper(PaperRef),
    /// None, or none that can be settled on.
    Nothing(Status),
}

/// Reads an entry's links; what is wrong with them is added to `findings`.
pub fn named(doc: &Document<'_>, entry: &Entry, findings: &mut Vec<Finding>) -> Named {
    let mut find = |code, at: usize, message: String| {
        findings.push(Finding {
            line: doc.line(at),
            arxiv_id: None,
            code,
            message,
            suggestion: None,
        });
    };
    let mut papers: Vec<&PaperRef> = Vec::new();
    for link in &entry.links {
        if let Target::Paper(paper) = &link.target {
            if !papers.contains(&paper) {
                papers.push(paper);
            }
            if let Some(Target::Paper(badge)) =
                link.badge.as_ref().filter(|b| !same_paper(b, paper))
            {
                find(
                    Code::BadgeMismatch,
                    link.span.start,
                    format!(
                        "the badge shows {}, its link leads to {}",
                        badge.id, paper.id
                    ),
                );
            }
        }
    }
    let mut ids: Vec<&str> = papers.iter().map(|p| p.id.as_str()).collect();
    ids.dedup();
    match papers.as_slice() {
        [] => {}
        [first, ..] if ids.len() == 1 => return Named::Paper((*first).clone()),
        _ => {
            find(
                Code::LinkConflict,
                entry.links[0].span.start,
                format!("the links name different papers: {}", ids.join(", ")),
            );
            return Named::Nothing(Status::Ambiguous);
        }
    }
    for link in &entry.links {
        match &link.target {
            Target::Placeholder => {
                find(
                    Code::PlaceholderLink,
                    link.span.start,
                    "the link only stands in for one".into(),
                );
                return Named::Nothing(Status::NoId);
            }
            Target::Malformed(id) => {
                find(
                    Code::MalformedId,
                    link.span.start,
                    format!("`{id}` cannot be an arXiv id"),
                );
                return Named::Nothing(Status::NoId);
            }
            _ => {}
        }
    }
    Named::Nothing(if entry.links.is_empty() {
        Status::NoId
    } else {
        Status::NotArxiv
    })
}

fn same_paper(target: &Target, paper: &PaperRef) -> bool {
    matches!(target, Target::Paper(p) if p.id == paper.id)
}
