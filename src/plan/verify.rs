//! Proves a plan: the edited text is parsed and planned again in memory. It must ask for nothing
//! more, and everything outside the edited fields must read as before. What fails is proposed.

use super::fingerprint;
use super::input::{Given, List, Untouched};
use super::memory::Memory;
use super::planner;
use super::{Change, Code, Decision, Field, Finding, Kind, Plan};
use crate::arxiv::id::Target;
use crate::list::edit::EditSet;
use crate::list::entry::{Content, Name};
use crate::list::pins::Fault;
use crate::text::names::overrides::Overrides;
use std::collections::{HashMap, HashSet};

/// A plan, and the text that its applied changes give.
#[derive(Debug)]
pub struct Proven {
    /// The plan.
    pub plan: Plan,
    /// The text after it.
    pub after: String,
}

/// Plans a list so that the result is proven. What cannot be is proposed. There is none where
/// `given` says that it is over.
pub fn plan(list: &List<'_>, given: Given<'_>) -> Option<Proven> {
    proven(list, given, draft(list, given))
}

/// The plan of a list before it is proven. It tells what should be asked; what it edits is not to
/// be written.
pub fn draft(list: &List<'_>, given: Given<'_>) -> Plan {
    planner::plan(list, given, &Untouched::new())
}

/// The proven plan that a draft of the same list comes to; none where `given` says that it is over.
///
/// Every round in which an edited entry fails leaves more entries alone, so the rounds come to an
/// end: at the latest with a plan that edits nothing.
pub fn proven(list: &List<'_>, given: Given<'_>, draft: Plan) -> Option<Proven> {
    let mut untouched = Untouched::new();
    let mut plan = draft;
    loop {
        let touched = touched(&plan);
        let (after, faulty) = prove(list, given, &untouched, &plan, &touched);
        if (given.is_over)() {
            return None;
        }
        if faulty.is_empty() {
            let mut plan = redacted(plan, given.overrides);
            plan.findings
                .extend(too_large(list.doc.source.len(), after.len()));
            plan.findings.sort_by_key(|f| f.line);
            silence(&mut plan, list, given.memory);
            return Some(Proven { plan, after });
        }
        let guilty = touched.keys().copied().filter(|e| faulty.contains(e));
        let guilty: Vec<usize> = guilty.collect();
        // Where an entry suffers that was not edited, any of the edits may have done it.
        if guilty.is_empty() {
            untouched.extend(touched.into_keys());
        } else {
            untouched.extend(guilty);
        }
        plan = planner::plan(list, given, &untouched);
    }
}

/// The fields that a plan edits, by entry.
fn touched(plan: &Plan) -> HashMap<usize, Vec<Field>> {
    let mut touched: HashMap<usize, Vec<Field>> = HashMap::new();
    for change in applied(plan) {
        touched.entry(change.entry).or_default().push(change.field);
    }
    touched
}

fn applied(plan: &Plan) -> impl Iterator<Item = &Change> {
    plan.changes
        .iter()
        .filter(|c| c.decision == Decision::Apply)
}

/// The text after a plan, and the entries that do not read back as meant; none where nothing is
/// edited.
fn prove(
    list: &List<'_>,
    given: Given<'_>,
    untouched: &Untouched,
    plan: &Plan,
    touched: &HashMap<usize, Vec<Field>>,
) -> (String, HashSet<usize>) {
    let source = list.doc.source;
    let all = || touched.keys().copied().collect();
    let edits = applied(plan)
        .flat_map(|c| c.edits.iter().cloned())
        .collect();
    let Ok(set) = EditSet::new(source, edits) else {
        return (source.to_owned(), all());
    };
    if set.edits().is_empty() {
        return (source.to_owned(), HashSet::new());
    }
    let after = set.apply(source);
    let edited = List::read_while(&after, list.hints, list.month, given.is_over);
    if edited.entries.len() != list.entries.len() {
        return (after, all());
    }
    let asks_again = planner::plan_of(&edited, given, untouched, |i| touched.contains_key(&i));
    let mut faulty: HashSet<usize> = applied(&asks_again).map(|c| c.entry).collect();
    faulty.extend(differing(list, &edited, touched));
    faulty.extend(misread(plan, &edited));
    drop(edited);
    (after, faulty)
}

/// The entries whose field, filled in where its maintainer gives a form, is read as more than what
/// was written, or is not found: what stood there has become part of it.
fn misread(plan: &Plan, edited: &List<'_>) -> Vec<usize> {
    let is_read = |change: &Change| {
        let name = change.field.place();
        let is_filled = change.kind == Kind::Fill && edited.hints.form(&name).is_some();
        let place = edited.entries[change.entry].place(&name);
        let text = match place.map(|p| &p.content) {
            Some(Content::Shown { value, .. }) => value.source(&edited.doc),
            _ => "",
        };
        let is_within = || change.edits.iter().any(|e| e.text.contains(text));
        !is_filled || !text.is_empty() && is_within()
    };
    let misread = applied(plan).filter(|c| !is_read(c));
    misread.map(|c| c.entry).collect()
}

/// The entries that read differently, these fields of theirs aside; of two readings with as many
/// entries.
pub(super) fn differing(
    list: &List<'_>,
    edited: &List<'_>,
    touched: &HashMap<usize, Vec<Field>>,
) -> HashSet<usize> {
    let differs = |i: &usize| {
        let fields = touched.get(i).map_or(&[][..], Vec::as_slice);
        outside(list, *i, fields) != outside(edited, *i, fields)
    };
    (0..list.entries.len()).filter(differs).collect()
}

/// All that must stay as it is when these fields of an entry are edited.
#[derive(PartialEq)]
struct Outside<'l> {
    /// The other places: what they are, and the bytes that they show.
    places: Vec<(&'l Name, Option<&'l str>)>,
    links: Vec<&'l Target>,
    pins: ([bool; 4], Option<Fault>),
}

fn outside<'l>(list: &'l List<'_>, i: usize, fields: &[Field]) -> Outside<'l> {
    let entry = &list.entries[i];
    let is_edited = |name: &Name| fields.iter().any(|field| field.place() == *name);
    let text = |content: &Content| match content {
        Content::Shown { value, .. } => Some(value.source(&list.doc)),
        Content::Hidden | Content::Absent(_) => None,
    };
    let places = entry
        .places
        .iter()
        .filter(|p| !is_edited(&p.name))
        .map(|p| (&p.name, text(&p.content)));
    let links = entry
        .links
        .iter()
        .filter(|_| !fields.contains(&Field::Link))
        .map(|l| &l.target);
    Outside {
        places: places.collect(),
        links: links.collect(),
        pins: entry.pins.says(),
    }
}

/// Names the findings, and leaves out those that nobody wants to be told again.
fn silence(plan: &mut Plan, list: &List<'_>, memory: &Memory) {
    fingerprint::identify(&memory.list, |i| Some(list.place(i)), &mut plan.findings);
    let all = plan.findings.len();
    let entries = &plan.entries;
    plan.findings.retain(|f| !memory.ignores(f, entries));
    plan.ignored = all - plan.findings.len();
}

/// Old names are told to nobody: neither reports nor history get to see them.
fn redacted(mut plan: Plan, overrides: &Overrides) -> Plan {
    let texts = plan.changes.iter_mut().flat_map(|c| {
        let because = c.lapsed.as_mut().and_then(|no| no.because.as_mut());
        let note = c.note.as_mut();
        [c.before.as_mut(), Some(&mut c.after), note, because]
    });
    let messages = plan.findings.iter_mut().map(|f| Some(&mut f.message));
    for text in texts.chain(messages).flatten() {
        overrides.redact(text);
    }
    plan
}

/// GitHub shows no more of a README than this many bytes.
const SHOWN_BY_GITHUB: usize = 512_000;

/// What to say where edits push a list over the limit.
fn too_large(before: usize, after: usize) -> Option<Finding> {
    let is_over = before <= SHOWN_BY_GITHUB && after > SHOWN_BY_GITHUB;
    is_over.then(|| Finding::new(Code::TooLarge, 1, format!("the edits make the list {after} bytes long; GitHub shows no more than {SHOWN_BY_GITHUB} of a README")).about(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_edits_that_cross_the_limit_are_told() {
        assert!(too_large(511_000, 512_001).is_some());
        assert!(too_large(511_000, 512_000).is_none());
        assert!(too_large(512_001, 600_000).is_none());
    }
}
