//! The paper that an entry means, among those that a search by its title found: where it has no
//! usable link, or its link may be wrong. A guess with its evidence: it is offered, and written
//! only where the policy says so.

use super::author_lines::{Agreement, Context, Witness};
use super::input::{Given, List};
use super::title::Likeness;
use super::witnesses;
use crate::arxiv::id::ArxivId;
use crate::arxiv::lookup::{Answer, Lookup};
use crate::arxiv::paper::Paper;
use crate::arxiv::search::WordQuery;
use crate::list::entry::Entry;

/// A paper that fits an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which paper.
    pub id: ArxivId,
    /// What speaks for it, to go behind a finding's message.
    pub evidence: String,
    /// It has the entry's very title.
    pub same_title: bool,
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

/// Looks for the paper of an entry other than `not`: one with a title like the entry's whose
/// authors agree, or one with its very title that nothing speaks against.
pub fn search(
    list: &List<'_>,
    given: Given<'_>,
    entry: &Entry,
    not: Option<&ArxivId>,
    context: &Context<'_>,
) -> Search {
    let Some(query) = WordQuery::title(&entry.title.text(&list.doc)) else {
        return Search::Nothing;
    };
    let lookup = Lookup::Search(query);
    match given.answers.get(&lookup) {
        None => Search::Ask(lookup),
        Some(Answer::Papers(papers)) => best(list, entry, papers, not, context),
        Some(Answer::Raw(_) | Answer::Deferred { .. }) => Search::Nothing,
    }
}

fn best(
    list: &List<'_>,
    entry: &Entry,
    papers: &[Paper],
    not: Option<&ArxivId>,
    context: &Context<'_>,
) -> Search {
    let fits = papers
        .iter()
        .filter(|p| not != Some(&p.id))
        .filter_map(|p| fit(list, entry, p, context));
    let mut fits: Vec<(usize, Candidate)> = fits.collect();
    let rank = |(authors, c): &(usize, Candidate)| (!c.same_title, usize::MAX - authors);
    fits.sort_by_key(rank);
    match fits.as_slice() {
        [] => Search::Nothing,
        // Two that fit alike are a choice for people.
        [a, b, ..] if rank(a) == rank(b) => Search::Nothing,
        [(_, best), ..] => Search::Found(best.clone()),
    }
}

/// How many of a paper's authors the entry names, and the evidence, if the paper fits at all.
fn fit(
    list: &List<'_>,
    entry: &Entry,
    paper: &Paper,
    context: &Context<'_>,
) -> Option<(usize, Candidate)> {
    let same_title = match witnesses::title(&list.doc, entry, &paper.title) {
        Likeness::Same | Likeness::Slips => true,
        Likeness::Similar => false,
        Likeness::Different => return None,
    };
    let agreement = witnesses::named_authors(&list.doc, entry, paper, context);
    let witness = agreement.as_ref().map(Agreement::witness);
    let agrees = witness == Some(Witness::Agrees);
    if !agrees && (!same_title || witness == Some(Witness::Against)) {
        return None;
    }
    let named = agreement.filter(|_| agrees);
    let whose = match named.as_ref().map(|a| (a.found, a.listed)) {
        None => String::new(),
        Some((1, 1)) => ", with the author named here".to_owned(),
        Some((all, of)) if all == of => format!(", with all {of} authors named here"),
        Some((some, of)) => format!(", with {some} of the {of} authors named here"),
    };
    let evidence = format!("{} is \u{201c}{}\u{201d}{whose}", paper.id, paper.title);
    let id = paper.id.clone();
    let candidate = Candidate {
        id,
        evidence,
        same_title,
    };
    Some((named.map_or(0, |a| a.found), candidate))
}
