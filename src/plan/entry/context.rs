//! What is known beside an entry when its fields are judged: other papers, earlier versions, the
//! list's habits.

use super::EntryPlan;
use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::paper::{Paper, Resolution};
use crate::plan::abstract_text::Texts;
use crate::plan::author_lines::Context;
use crate::plan::source::{Source, one_by_one};
use crate::text::vocabulary::Vocabulary;
use std::num::NonZeroU32;

impl<'a> EntryPlan<'a> {
    /// What is known beside an author line and its paper.
    pub(super) fn with_context<T>(
        &self,
        paper: Option<&Paper>,
        ask: impl FnOnce(&Context<'_>) -> T,
    ) -> T {
        // Each question takes its time where there are thousands of authors; an entry has several,
        // and is finished once it is begun.
        (self.given.is_over)();
        let known = self.given.known;
        let vocabulary = Vocabulary::standard();
        let old_names = |paper: &Paper, n| match self.given.resolutions.get(&version(&paper.id, n))
        {
            Some(Resolution::Found(old)) => Some(one_by_one(&old.authors)),
            _ => None,
        };
        let of = |paper| versions_of(paper).filter_map(move |n| old_names(paper, n));
        let earlier: Vec<Vec<String>> = paper.into_iter().flat_map(of).collect();
        ask(&Context {
            house: self.habits.house().clone(),
            is_known_person: &|name| known.is_person(name),
            former_names: &|name| self.given.overrides.former(name),
            paper_with_authors: &|names| {
                let is_own = |id: &&ArxivId| paper.is_some_and(|p| p.id == **id);
                let other = known.with_authors(names).filter(|id| !is_own(id));
                other.map(ToString::to_string)
            },
            earlier: &earlier,
            vocabulary: &vocabulary,
        })
    }

    /// The texts of earlier versions; nothing where nobody has asked for them yet.
    pub(super) fn earlier(&self, paper: &Paper) -> Option<Vec<(u32, &'a str)>> {
        let known: Vec<(u32, &Resolution)> = versions_of(paper)
            .filter_map(|n| {
                let found = self.given.resolutions.get(&version(&paper.id, n))?;
                Some((n, found))
            })
            .collect();
        if known.len() < versions_of(paper).count() {
            return None;
        }
        let text = |(n, r): (u32, &'a Resolution)| match r {
            Resolution::Found(old) => Some((n, old.summary.as_str())),
            _ => None,
        };
        Some(known.into_iter().filter_map(text).collect())
    }
}

/// A version of a paper.
pub(super) fn version(id: &ArxivId, version: u32) -> PaperRef {
    PaperRef {
        id: id.clone(),
        version: NonZeroU32::new(version),
    }
}

/// So many earlier versions are asked for, the latest of them.
const MOST_VERSIONS: u32 = 20;

pub(super) fn versions_of(paper: &Paper) -> impl Iterator<Item = u32> + use<> {
    paper.version.saturating_sub(MOST_VERSIONS).max(1)..paper.version
}

/// What arXiv says of an abstract: the text to be written, and the feed's where that is another.
pub(super) fn texts<'t>(
    source: &'t Source,
    feed: &'t Paper,
    earlier: Option<&'t [(u32, &'t str)]>,
) -> Texts<'t> {
    let text = source.paper.summary.as_str();
    Texts {
        text,
        other: Some(feed.summary.as_str()).filter(|feed| *feed != text),
        earlier,
    }
}
