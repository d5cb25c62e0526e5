//! From units to entries: a list's units show together where it writes its authors. One unit alone may mislead; where its place does
//! not speak for it, the entry gets no authors rather than wrong ones.

use super::people::{People, people};
use super::unit::Unit;
use crate::list::document::Document;
use crate::list::entry::{Content, Entry, Name, Place, Value};
use std::collections::HashMap;

/// Where authors stand in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Position {
    /// In front of the title.
    Before,
    /// Behind it, in italics.
    Italic,
    /// Behind it and the word `by`.
    By,
    /// Behind it and a comma.
    Comma,
    /// Behind it and a dash, a stop or a colon.
    Dash,
    /// Behind it, in parentheses.
    Parenthesis,
    /// On a line below it.
    Line,
    /// In a block below it.
    Below,
}

/// How often a position has text, and how often that is surely names.
#[derive(Clone, Copy, Default)]
struct Count {
    all: usize,
    sure: usize,
}

/// The entries that some units are.
pub(super) fn entries(doc: &Document<'_>, units: Vec<Unit>, layout: &'static str) -> Vec<Entry> {
    let read: Vec<Vec<(Position, Option<People>)>> =
        units.iter().map(|u| candidates(doc, u)).collect();
    let mut counts: HashMap<Position, Count> = HashMap::new();
    for unit in &read {
        for (i, (position, _)) in unit.iter().enumerate() {
            let same = |other: &&(Position, Option<People>)| other.0 == *position;
            if unit[..i].iter().any(|other| same(&other)) {
                continue;
            }
            let count = counts.entry(*position).or_default();
            count.all += 1;
            let is_sure =
                |(_, people): &(Position, Option<People>)| people.as_ref().is_some_and(|p| p.sure);
            count.sure += usize::from(unit.iter().filter(same).any(is_sure));
        }
    }
    let fits = |position: &Position, people: &People| {
        let count = counts.get(position).copied().unwrap_or_default();
        if people.sure {
            4 * count.sure >= count.all
        } else {
            2 * count.sure >= count.all && count.sure > 0
        }
    };
    let with_authors: Vec<(Unit, Option<(Position, Value)>)> = units
        .into_iter()
        .zip(read)
        .map(|(unit, read)| {
            let found = read.into_iter().zip(&unit.candidates).find_map(
                |((position, people), (_, value))| {
                    let people = people.filter(|p| fits(&position, p))?;
                    Some((
                        position,
                        Value {
                            span: people.span,
                            ..value.clone()
                        },
                    ))
                },
            );
            (unit, found)
        })
        .collect();
    let is_field = |(unit, found): &(Unit, Option<_>)| found.is_some() || unit.has(&Name::Authors);
    let siblings_lead = with_authors
        .iter()
        .any(|u| is_field(u) && u.0.leads_to_paper());
    let is_alike = |u: &(Unit, Option<_>)| {
        is_field(u) && !u.0.links.is_empty() || u.0.labels() >= 2 && u.0.is_linked()
    };
    let is_entry = |u: &(Unit, Option<_>)| u.0.leads_to_paper() || siblings_lead && is_alike(u);
    with_authors
        .into_iter()
        .filter(is_entry)
        .map(|(unit, found)| entry(doc, unit, found, layout))
        .collect()
}

/// What stands where authors may stand: each position counts once, with its first names.
fn candidates(doc: &Document<'_>, unit: &Unit) -> Vec<(Position, Option<People>)> {
    if unit.has(&Name::Authors) {
        return Vec::new();
    }
    unit.candidates
        .iter()
        .map(|(position, value)| (*position, people(doc, value)))
        .collect()
}

fn entry(
    doc: &Document<'_>,
    mut unit: Unit,
    found: Option<(Position, Value)>,
    layout: &'static str,
) -> Entry {
    if let Some((position, value)) = found {
        let inline = !matches!(position, Position::Line | Position::Below);
        let at = if inline {
            unit.head.title.start
        } else {
            value.span.start
        };
        unit.places.push(Place {
            name: Name::Authors,
            lines: doc.line_start(at)..doc.line_end(value.span.end.max(if inline {
                unit.head.title.end
            } else {
                0
            })),
            content: Content::Shown {
                value,
                more: Vec::new(),
            },
        });
    }
    unit.places[1..].sort_by_key(|p| p.lines.start);
    let title = match &unit.places[0].content {
        Content::Shown { value, .. } => value.clone(),
        Content::Hidden | Content::Absent(_) => unreachable!("a unit's title is shown"),
    };
    Entry {
        span: unit.span,
        layout,
        section: 0,
        title,
        links: unit.links,
        places: unit.places,
        pins: unit.pins,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The entries of a list: title and authors.
    pub fn check(
        family: fn(&Document<'_>) -> Vec<Entry>,
        list: &str,
        expected: &[(&str, Option<&str>)],
    ) {
        let doc = Document::parse(list);
        let entries = family(&doc);
        let shown = |e: &Entry| match e.place(&Name::Authors).map(|p| p.content.clone()) {
            Some(Content::Shown { value, .. }) => Some(list[value.span].to_owned()),
            _ => None,
        };
        let found: Vec<(&str, Option<String>)> = entries
            .iter()
            .map(|e| (&list[e.title.span.clone()], shown(e)))
            .collect();
        let found: Vec<(&str, Option<&str>)> =
            found.iter().map(|(t, a)| (*t, a.as_deref())).collect();
        assert_eq!(found, expected, "{list}");
    }
}
