//! The paper that an entry without a usable link means, among those that a search by its title
//! found. A guess with its evidence: it is offered, and written only where the policy says so.

use super::fields::{self, Shown};
use super::input::{Given, List};
use super::source::Source;
use crate::arxiv::id::ArxivId;
use crate::arxiv::lookup::{Answer, Lookup};
use crate::arxiv::paper::Paper;
use crate::arxiv::search::TitleQuery;
use crate::list::entry::Entry;
use crate::text::title::Likeness;

/// A paper that fits an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which paper.
    pub id: ArxivId,
    /// What speaks for it, to go behind a finding's message.
    pub evidence: String,
}

/// What is known of the paper that an entry means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// It was not searched for yet.
    Ask(Lookup),
    /// The one paper that fits.
    Found(Candidate),
    /// Nothing fits, or too much, or the entry has too little to search by.
    Nothing,
}

/// Looks for the paper of an entry other than `not`. Only entries with authors can be searched for:
/// a title alone proves nothing.
pub fn search(list: &List<'_>, given: Given<'_>, entry: &Entry, not: Option<&ArxivId>) -> Search {
    let has_authors = matches!(fields::author_line(&list.doc, entry), Shown::Value(_));
    let Some(query) = TitleQuery::of(&entry.title.text(&list.doc)).filter(|_| has_authors) else {
        return Search::Nothing;
    };
    let lookup = Lookup::Title(query);
    match given.answers.get(&lookup) {
        None => Search::Ask(lookup),
        Some(Answer::Papers(papers)) => best(list, given, entry, papers, not),
        Some(Answer::Raw(_) | Answer::Deferred { .. }) => Search::Nothing,
    }
}

fn best(
    list: &List<'_>,
    given: Given<'_>,
    entry: &Entry,
    papers: &[Paper],
    not: Option<&ArxivId>,
) -> Search {
    let fits = papers
        .iter()
        .filter(|p| not != Some(&p.id))
        .filter_map(|p| fit(list, given, entry, p));
    let mut fits: Vec<(bool, usize, Candidate)> = fits.collect();
    fits.sort_by_key(|(same_title, authors, _)| (!same_title, usize::MAX - authors));
    match fits.as_slice() {
        [] => Search::Nothing,
        // Two that fit alike are a choice for people.
        [a, b, ..] if (a.0, a.1) == (b.0, b.1) => Search::Nothing,
        [(_, _, best), ..] => Search::Found(best.clone()),
    }
}

/// Whether a paper has the entry's title (to the word), and how many of its authors, if it fits at
/// all.
fn fit(
    list: &List<'_>,
    given: Given<'_>,
    entry: &Entry,
    paper: &Paper,
) -> Option<(bool, usize, Candidate)> {
    let likeness = fields::title_likeness(&list.doc, entry, paper);
    let source = Source::new(paper, None, given.overrides);
    let Shown::Value(authors) =
        fields::authors_of(&list.doc, entry, &source.paper, given.overrides)
    else {
        return None;
    };
    if likeness == Likeness::Dissimilar || !authors.comparison.agrees() {
        return None;
    }
    let (matched, of) = (
        authors.comparison.matched,
        authors.comparison.reading.names.len(),
    );
    let whose = match (matched, of) {
        (1, 1) => "the author".to_owned(),
        (all, of) if all == of => format!("all {of} authors"),
        (some, of) => format!("{some} of the {of} authors"),
    };
    let evidence = format!(
        "{} is \u{201c}{}\u{201d}, with {whose} named here",
        paper.id, paper.title
    );
    let id = paper.id.clone();
    Some((
        likeness == Likeness::Same,
        matched,
        Candidate { id, evidence },
    ))
}
