//! From units to entries: a list's units show together where it writes its authors. One unit alone may mislead; where its place does
//! not speak for it, the entry gets no authors rather than wrong ones.

use super::candidate::Unit;
use super::candidate::section::Draft;
use super::find::byline::{People, only_people, people};
use super::find::position::{Position, Spot};
use super::find::title_line::Title;
use super::syntax::spans::whole_lines;
use crate::list::document::Document;
use crate::list::entry::{Content, Entry, Name, Place, Value};
use std::collections::HashMap;

/// A unit's candidates, read, and what became of them.
struct Read {
    unit: Unit,
    candidates: Vec<(Position, Option<People>)>,
    authors: Authors,
}

/// What is known of a unit's authors.
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
    fn of(units: &[Read]) -> Self {
        let mut counts: HashMap<Position, Count> = HashMap::new();
        for unit in units {
            // A position counts once in a unit, however many lines are there.
            let mut in_unit: HashMap<Position, bool> = HashMap::new();
            for (position, people) in &unit.candidates {
                *in_unit.entry(*position).or_default() |= people.as_ref().is_some_and(|p| p.sure);
            }
            for (position, sure) in in_unit {
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
        let both = || read.candidates.iter().zip(&read.unit.candidates);
        let names = both().find_map(|((position, people), (_, value))| {
            let people = people.as_ref().filter(|p| self.fits(*position, p))?;
            let span = people.span.clone();
            Some(Authors::Here(
                *position,
                Value {
                    span,
                    ..value.clone()
                },
            ))
        });
        let other = || {
            both()
                .find(|((position, _), _)| self.is_usual(*position))
                .map(|((position, _), (_, value))| Authors::Other(*position, value.clone()))
        };
        names.or_else(other).unwrap_or(Authors::None)
    }
}

impl Read {
    fn new(doc: &Document<'_>, unit: Unit) -> Self {
        let labelled = unit.has(&Name::Authors);
        let candidates = unit.candidates.iter().filter(|_| !labelled);
        Self {
            candidates: candidates
                .map(|(position, value)| match position {
                    Position::Before => (*position, only_people(doc, value)),
                    _ => (*position, people(doc, value)),
                })
                .collect(),
            authors: Authors::None,
            unit,
        }
    }

    fn has_authors(&self) -> bool {
        matches!(self.authors, Authors::Here(..)) || self.unit.has(&Name::Authors)
    }

    /// Whether it looks like an entry, wherever it leads.
    fn is_alike(&self) -> bool {
        let has_line = self.has_authors() || matches!(self.authors, Authors::Other(..));
        has_line && !self.unit.links.is_empty() || self.unit.labels() >= 2 && self.unit.is_linked()
    }
}

/// The entries that some units are.
pub(super) fn entries(doc: &Document<'_>, units: Vec<Unit>, layout: &'static str) -> Vec<Entry> {
    let mut units: Vec<Read> = units.into_iter().map(|unit| Read::new(doc, unit)).collect();
    let positions = Positions::of(&units);
    for read in &mut units {
        read.authors = positions.authors(read);
    }
    let siblings_lead = units
        .iter()
        .any(|r| r.has_authors() && r.unit.leads_to_paper());
    let is_entry = |r: &Read| r.unit.leads_to_paper() || siblings_lead && r.is_alike();
    let found = units.into_iter().filter(is_entry);
    found.map(|read| entry(doc, read, layout)).collect()
}

fn entry(doc: &Document<'_>, read: Read, layout: &'static str) -> Entry {
    let Read {
        mut unit, authors, ..
    } = read;
    let found = match authors {
        Authors::None => None,
        Authors::Here(position, value) => Some((
            position,
            value.span.clone(),
            Content::Shown {
                value,
                more: Vec::new(),
            },
        )),
        Authors::Other(position, value) => Some((position, value.span, Content::Hidden)),
    };
    if let Some((position, span, content)) = found {
        let title = &unit.places[0].lines;
        let lines = match position {
            Position::Line | Position::Below => whole_lines(doc, &span),
            _ => title.start..doc.line_end(span.end).max(title.end),
        };
        unit.places.push(Place {
            name: Name::Authors,
            lines,
            content,
        });
    }
    unit.places[1..].sort_by_key(|p| p.lines.start);
    Entry {
        span: unit.span,
        layout,
        section: 0,
        title: unit.head.value(),
        links: unit.links,
        places: unit.places,
        pins: unit.pins,
    }
}

/// What stands under each of these titles, with authors only where the list has authors in that spot.
pub(super) fn sections<'d>(
    doc: &'d Document<'d>,
    titles: &'d [Title],
) -> impl Iterator<Item = Draft<'d>> {
    let mut drafts = Draft::all(doc, titles);
    keep_usual(&mut drafts);
    drafts.into_iter()
}

/// Institutes stand behind links, too, and some look like names (`Carnegie Mellon`): so many lines, and three of four, must be names.
const FEWEST_LINES: usize = 3;

/// Takes names in a spot for authors only where most entries that lead to papers have names in it.
fn keep_usual(drafts: &mut [Draft<'_>]) {
    for spot in [Spot::NextLine, Spot::BelowHeading, Spot::BehindLinks] {
        let count = |are_names| {
            let papers = drafts.iter().filter(|d| d.leads_to_paper());
            let with = papers.filter(|d| d.unmarked.contains(&(spot, are_names)));
            with.count()
        };
        let (names, others) = (count(true), count(false));
        if names < FEWEST_LINES || names < 3 * others {
            for draft in drafts
                .iter_mut()
                .filter(|d| d.unmarked.contains(&(spot, true)))
            {
                draft.places.retain(|p| p.name != Name::Authors);
            }
            continue;
        }
        // What stands there and cannot be read may be names all the same: nothing is missing.
        for draft in drafts
            .iter_mut()
            .filter(|d| d.unmarked.contains(&(spot, false)))
        {
            if !draft.has(&Name::Authors) {
                draft.places.push(Place {
                    name: Name::Authors,
                    lines: draft.places[0].lines.clone(),
                    content: Content::Hidden,
                });
            }
        }
    }
}
