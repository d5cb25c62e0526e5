//! From candidates to entries: a list's candidates show together where it writes its authors. One
//! candidate alone may mislead; where its place does not speak for it, the entry gets no authors
//! rather than wrong ones.

use super::candidate::Candidate;
use super::candidate::section::SectionCandidate;
use super::find::byline::{People, only_people, people};
use super::find::position::{Position, Spot};
use super::find::title_line::Title;
use super::syntax::spans::whole_lines;
use crate::list::document::{Document, IsOver};
use crate::list::entry::{Content, Entry, Evidence, Name, Place, Value};
use std::collections::HashMap;

/// A candidate's bylines, read, and what became of them.
struct Read {
    candidate: Candidate,
    bylines: Vec<(Position, Option<People>)>,
    authors: Authors,
}

/// What is known of a candidate's authors.
enum Authors {
    /// They have a label, or no place at all.
    None,
    /// They stand here.
    Here(Position, Value),
    /// Where the siblings have theirs stands something else: `OpenAI`.
    Other(Position, Value),
}

/// How often a position has text, and how often that is surely names.
#[derive(Clone, Copy, Default)]
struct Count {
    all: usize,
    sure: usize,
}

/// The positions of a list's authors.
struct Positions(HashMap<Position, Count>);

impl Positions {
    fn of(candidates: &[Read]) -> Self {
        let mut counts: HashMap<Position, Count> = HashMap::new();
        for candidate in candidates {
            // A position counts once in a candidate, however many lines are there.
            let mut in_candidate: HashMap<Position, bool> = HashMap::new();
            for (position, people) in &candidate.bylines {
                *in_candidate.entry(*position).or_default() |=
                    people.as_ref().is_some_and(|p| p.sure);
            }
            for (position, sure) in in_candidate {
                let count = counts.entry(position).or_default();
                count.all += 1;
                count.sure += usize::from(sure);
            }
        }
        Self(counts)
    }

    /// Whether most of what stands there is surely names.
    fn is_usual(&self, position: Position) -> bool {
        let count = self.0.get(&position).copied().unwrap_or_default();
        count.sure > 0 && 2 * count.sure >= count.all
    }

    fn fits(&self, position: Position, people: &People) -> bool {
        let count = self.0.get(&position).copied().unwrap_or_default();
        if people.trailing {
            return false;
        }
        self.is_usual(position) || people.sure && 4 * count.sure >= count.all
    }

    fn authors(&self, read: &Read) -> Authors {
        let both = || read.bylines.iter().zip(&read.candidate.bylines);
        let names = both().find_map(|((position, people), byline)| {
            people.as_ref().filter(|p| self.fits(*position, p))?;
            Some(Authors::Here(*position, byline.whole()))
        });
        let other = || {
            both()
                .find(|((position, _), _)| self.is_usual(*position))
                .map(|((position, _), byline)| Authors::Other(*position, byline.whole()))
        };
        names.or_else(other).unwrap_or(Authors::None)
    }
}

impl Read {
    fn new(doc: &Document<'_>, candidate: Candidate) -> Self {
        let labelled = candidate.has(&Name::Authors);
        let bylines = candidate.bylines.iter().filter(|_| !labelled);
        Self {
            bylines: bylines
                .map(|byline| match byline.position {
                    Position::Before => (byline.position, only_people(doc, &byline.names)),
                    _ => (byline.position, people(doc, &byline.names)),
                })
                .collect(),
            authors: Authors::None,
            candidate,
        }
    }

    fn has_authors(&self) -> bool {
        matches!(self.authors, Authors::Here(..)) || self.candidate.has(&Name::Authors)
    }

    /// Whether it looks like an entry, wherever it leads.
    fn is_alike(&self) -> bool {
        let has_line = self.has_authors() || matches!(self.authors, Authors::Other(..));
        has_line && !self.candidate.links.is_empty()
            || self.candidate.labels() >= 2 && self.candidate.is_linked()
    }
}

/// The entries that some candidates are.
pub(super) fn entries(
    doc: &Document<'_>,
    candidates: Vec<Candidate>,
    layout: &'static str,
    is_over: IsOver<'_>,
) -> Vec<Entry> {
    let mut candidates: Vec<Read> = candidates
        .into_iter()
        .take_while(|_| !is_over())
        .map(|candidate| Read::new(doc, candidate))
        .collect();
    let positions = Positions::of(&candidates);
    for read in &mut candidates {
        read.authors = positions.authors(read);
    }
    let siblings_lead = candidates
        .iter()
        .any(|r| is_over() || r.has_authors() && r.candidate.leads_to_paper());
    let is_entry = |r: &Read| r.candidate.leads_to_paper() || siblings_lead && r.is_alike();
    let found = candidates
        .into_iter()
        .filter(is_entry)
        .take_while(|_| !is_over());
    found.map(|read| entry(doc, read, layout)).collect()
}

fn entry(doc: &Document<'_>, read: Read, layout: &'static str) -> Entry {
    let Read {
        mut candidate,
        authors,
        ..
    } = read;
    let found = match authors {
        Authors::None => None,
        Authors::Here(position, value) => Some((position, Evidence::Form, value)),
        Authors::Other(position, value) => Some((position, Evidence::Place, value)),
    };
    if let Some((position, evidence, value)) = found {
        let span = value.span.clone();
        let title = &candidate.places[0].lines;
        let lines = match position {
            Position::Line | Position::Below => whole_lines(doc, &span),
            _ => title.start..doc.line_end(span.end).max(title.end),
        };
        candidate.places.push(Place {
            name: Name::Authors,
            evidence,
            lines,
            content: Content::Shown {
                value,
                more: Vec::new(),
            },
        });
    }
    candidate.places[1..].sort_by_key(|p| p.lines.start);
    Entry {
        span: candidate.span,
        layout,
        section: 0,
        title: candidate.head.value(),
        links: candidate.links,
        places: candidate.places,
        pins: candidate.pins,
    }
}

/// What stands under each of these titles, with authors only where the list has authors in that
/// spot.
pub(super) fn sections<'d>(
    doc: &'d Document<'d>,
    titles: &'d [Title],
    is_over: IsOver<'_>,
) -> impl Iterator<Item = SectionCandidate<'d>> + use<'d> {
    let mut candidates = SectionCandidate::all(doc, titles, is_over);
    keep_usual(&mut candidates);
    candidates.into_iter()
}

/// Institutes stand behind links, too, and some look like names (`Carnegie Mellon`): so many lines,
/// and three of four, must be names.
const FEWEST_LINES: usize = 3;

/// Takes names in a spot for authors only where most entries that lead to papers have names in it.
fn keep_usual(candidates: &mut [SectionCandidate<'_>]) {
    for spot in [Spot::NextLine, Spot::BelowHeading, Spot::BehindLinks] {
        let count = |are_names| {
            let papers = candidates.iter().filter(|d| d.leads_to_paper());
            let with = papers.filter(|d| d.unmarked.contains(&(spot, are_names)));
            with.count()
        };
        let (names, others) = (count(true), count(false));
        if names < FEWEST_LINES || names < 3 * others {
            for candidate in candidates
                .iter_mut()
                .filter(|d| d.unmarked.contains(&(spot, true)))
            {
                candidate.places.retain(|p| p.name != Name::Authors);
            }
            continue;
        }
        // What stands there and cannot be read may be names all the same: nothing is missing.
        for candidate in candidates
            .iter_mut()
            .filter(|d| d.unmarked.contains(&(spot, false)))
        {
            if !candidate.has(&Name::Authors) {
                candidate.places.push(Place {
                    name: Name::Authors,
                    evidence: Evidence::Form,
                    lines: candidate.places[0].lines.clone(),
                    content: Content::Hidden,
                });
            }
        }
    }
}
