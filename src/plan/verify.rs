//! Proves a plan: the edited text is parsed and planned again in memory. It must ask for nothing more, and everything
//! outside the edited fields must read as before. An entry that fails is edited more coarsely, and then not at all.

use super::input::{Given, List};
use super::planner::{self, Caution};
use super::{Change, Code, Decision, Field, Finding, Plan, Why};
use crate::list::edit::EditSet;
use crate::list::entry::{Content, Entry, Name};
use std::collections::{HashMap, HashSet};

/// A plan, and the text that its applied changes give.
#[derive(Debug)]
pub struct Proven {
    /// The plan.
    pub plan: Plan,
    /// The text after it.
    pub after: String,
}

/// Plans a list so that the result is proven.
///
/// Every round in which an edited entry fails makes the caution larger, so the rounds come to an end: at the latest with
/// a plan that edits nothing.
pub fn plan(list: &List<'_>, given: Given<'_>) -> Proven {
    let mut caution = Caution::default();
    loop {
        let again = |list: &List<'_>| planner::plan(list, given, &caution);
        let plan = again(list);
        let edited: HashSet<usize> = applied(&plan).map(|c| c.entry).collect();
        let (after, faulty) = prove(list, &plan, again);
        let to_blame: Vec<usize> = edited
            .iter()
            .copied()
            .filter(|e| faulty.contains(e))
            .collect();
        if faulty.is_empty() || edited.is_empty() {
            return Proven {
                plan: with_findings(plan),
                after,
            };
        }
        for entry in if to_blame.is_empty() {
            edited.into_iter().collect()
        } else {
            to_blame
        } {
            if !caution.whole.insert(entry) {
                caution.untouched.insert(entry);
            }
        }
    }
}

/// The text after a plan, and the entries that do not read back as meant.
fn prove(
    list: &List<'_>,
    plan: &Plan,
    again: impl Fn(&List<'_>) -> Plan,
) -> (String, HashSet<usize>) {
    let edits = applied(plan)
        .flat_map(|c| c.edits.iter().cloned())
        .collect();
    let source = list.doc.source;
    match EditSet::new(source, edits) {
        Ok(set) if set.edits().is_empty() => (source.to_owned(), HashSet::new()),
        Ok(set) => {
            let after = set.apply(source);
            let faulty = faults(list, plan, &List::read(&after, list.month), again);
            (after, faulty)
        }
        Err(error) => {
            tracing::debug!(%error, "a plan's edits do not fit together");
            (source.to_owned(), applied(plan).map(|c| c.entry).collect())
        }
    }
}

fn applied(plan: &Plan) -> impl Iterator<Item = &Change> {
    plan.changes
        .iter()
        .filter(|c| c.decision == Decision::Apply)
}

/// The entries of a list that do not read back as meant.
fn faults(
    list: &List<'_>,
    plan: &Plan,
    edited: &List<'_>,
    again: impl Fn(&List<'_>) -> Plan,
) -> HashSet<usize> {
    if edited.entries.len() != list.entries.len() {
        return applied(plan).map(|c| c.entry).collect();
    }
    let mut faulty: HashSet<usize> = applied(&again(edited)).map(|c| c.entry).collect();
    let mut touched: HashMap<usize, Vec<Field>> = HashMap::new();
    for change in applied(plan) {
        touched.entry(change.entry).or_default().push(change.field);
    }
    for (i, (old, new)) in list.entries.iter().zip(&edited.entries).enumerate() {
        if !reads_alike(old, new, touched.get(&i).map_or(&[], Vec::as_slice)) {
            faulty.insert(i);
        }
    }
    faulty
}

/// Whether two readings of an entry agree in all but the touched fields.
fn reads_alike(old: &Entry, new: &Entry, touched: &[Field]) -> bool {
    let is_touched = |name: &Name| match name {
        Name::Title => touched.contains(&Field::Title),
        Name::Link => touched.contains(&Field::Link),
        Name::Authors => touched.contains(&Field::Authors),
        Name::Abstract => touched.contains(&Field::Abstract),
        Name::Other(_) => false,
    };
    let shape = |e: &Entry| -> Vec<(Name, Option<String>)> {
        let text = |c: &Content| {
            if let Content::Shown { value, .. } = c {
                Some(value.text.clone())
            } else {
                None
            }
        };
        e.places
            .iter()
            .filter(|p| !is_touched(&p.name))
            .map(|p| (p.name.clone(), text(&p.content)))
            .collect()
    };
    let targets = |e: &Entry| e.links.iter().map(|l| l.target.clone()).collect::<Vec<_>>();
    shape(old) == shape(new)
        && (touched.contains(&Field::Link) || targets(old) == targets(new))
        && old.pins == new.pins
}

/// Reports the entries that could not be edited safely.
fn with_findings(mut plan: Plan) -> Plan {
    let unsafe_changes = plan.changes.iter().filter(|c| c.why == Some(Why::Unsafe));
    let findings: Vec<Finding> = unsafe_changes
        .map(|c| Finding {
            line: c.line,
            arxiv_id: Some(c.arxiv_id.clone()),
            code: Code::SelfCheck,
            message: "the edited entry would not read back as meant, so it was left alone; please report this as a bug".into(),
            suggestion: None,
        })
        .collect();
    plan.findings.extend(findings);
    plan.findings.sort_by_key(|f| f.line);
    plan
}
