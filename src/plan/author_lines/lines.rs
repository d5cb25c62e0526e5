//! Whole lines: one that is another known paper's, or an earlier version's, is written anew; and
//! names that nothing parts.

use super::find::find;
use super::form::{Form, write};
use super::persons::Persons;
use super::reading::Reading;
use super::units::{gaps, units};
use super::words::Line;
use crate::list::edit::Edit;
use crate::list::field::Kind;
use std::ops::Range;

/// Where exactly one separator is a single blank and all others are the same, it is written.
pub(super) fn lost_separators(reading: &Reading<'_>) -> Result<Vec<Edit>, String> {
    let count = reading.units.len();
    let is_lost = |&gap: &usize| reading.gaps[gap].cores.is_empty();
    let inner = 1..count.max(1);
    let lost: Vec<usize> = inner.clone().filter(is_lost).collect();
    let [gap] = lost.as_slice() else {
        return Ok(Vec::new());
    };
    let tokens = &reading.gaps[*gap].tokens;
    if reading.source(tokens) != " " || has_stop(reading, gap - 1) {
        return Ok(Vec::new());
    }
    let names = format!(
        "nothing parts the names {}",
        reading.source(&(reading.units[gap - 1].tokens.start..reading.units[*gap].tokens.end))
    );
    let others: Vec<String> = inner
        .filter(|g| g != gap)
        .filter_map(|g| match reading.gaps[g].cores.as_slice() {
            [core] => Some(reading.core_text(core)),
            _ => None,
        })
        .collect();
    let all = others.len() + 2 == count && !others.is_empty();
    let same = others.iter().all(|o| *o == others[0]) && reading.joint.as_ref() == others.first();
    match &reading.joint {
        Some(joint) if all && same => Ok(vec![Edit {
            span: reading.span(tokens),
            text: joint.clone(),
        }]),
        _ => Err(names),
    }
}

/// Whether what parts the names may be the stop that a name ends with, as its own.
fn has_stop(reading: &Reading<'_>, unit: usize) -> bool {
    let is_stop = |j: &String| j.trim() == ".";
    let last = reading.units[unit].name.end - 1;
    let ends = reading.line.tokens.list[last].kind == Kind::Punctuation('.');
    ends && reading.joint.as_ref().is_none_or(is_stop)
}

/// The edit that writes the whole line anew where it is, bare, that of another paper that is known.
pub(super) fn of_another_paper(reading: &Reading<'_>) -> Option<Vec<Edit>> {
    let gap = reading.gaps.first().filter(|_| reading.gaps.len() == 1)?;
    let names: Vec<String> = gap
        .places
        .iter()
        .map(|p| {
            reading
                .source(p)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .filter(|n| !n.is_empty())
        .collect();
    (reading.context.paper_with_authors)(&names)?;
    let cores: Vec<String> = gap.cores.iter().map(|c| reading.core_text(c)).collect();
    let (last, others) = match cores.split_last() {
        Some((last, [])) => (last.clone(), vec![last.clone()]),
        Some((last, others)) => (last.clone(), others.to_vec()),
        None => (", ".into(), vec![", ".into()]),
    };
    let joint = others.first()?;
    if !others.iter().all(|o| o == joint) {
        return None;
    }
    anew(reading, &gap.tokens, joint, &last)
}

/// The same for a line that is an earlier version's.
pub(super) fn of_earlier_version(reading: &Reading<'_>) -> Option<Vec<Edit>> {
    let is_it = |authors: &&Vec<String>| {
        let persons = Persons::read(authors, reading.context.vocabulary);
        let line = Line::new(reading.line.tokens, &persons.scripts);
        let found = find(&line, &persons, reading.context.vocabulary);
        let all = found.hits.len() == persons.list.len() && found.is_in_order();
        let units = units(&line, &found, &persons);
        let bare = units.iter().all(|u| u.name == u.tokens);
        let gaps = gaps(&line, &units, &|word| {
            reading.context.vocabulary.is_and(word)
        });
        let inner = gaps
            .get(1..gaps.len().saturating_sub(1))
            .unwrap_or_default();
        let clean = inner
            .iter()
            .all(|g| g.cores.len() == 1 && g.places.iter().all(Range::is_empty));
        let ends = gaps.first().into_iter().chain(gaps.last());
        let nothing = ends
            .flat_map(|g| g.tokens.clone())
            .all(|t| line.is_blank(t));
        all && bare && clean && nothing
    };
    reading.context.earlier.iter().find(is_it)?;
    let joint = reading.joint.clone()?;
    let last = reading.last_joint.clone().unwrap_or_else(|| joint.clone());
    anew(reading, &(0..reading.line.tokens.list.len()), &joint, &last)
}

fn anew(
    reading: &Reading<'_>,
    tokens: &Range<usize>,
    joint: &str,
    last: &str,
) -> Option<Vec<Edit>> {
    let list = &reading.line.tokens.list[tokens.clone()];
    let plain = |k: &Kind| matches!(k, Kind::Word(_) | Kind::Blank | Kind::Punctuation(_));
    let first = list.iter().find(|t| t.kind != Kind::Blank)?.span.start;
    let end = list.iter().rev().find(|t| t.kind != Kind::Blank)?.span.end;
    if !list.iter().all(|t| plain(&t.kind)) {
        return None;
    }
    let form = Form {
        style: reading.style().unwrap_or(super::form::Style::USUAL),
        joint: joint.to_owned(),
        last_joint: (last != joint).then(|| last.to_owned()),
        ..Form::default()
    };
    Some(vec![Edit {
        span: first..end,
        text: write(&reading.persons.names(), &form, reading.writing),
    }])
}
