//! Proves a plan: the edited text is parsed and planned again in memory. It must ask for nothing more, and everything
//! outside the edited fields must read as before. An entry that fails is edited more coarsely, and then not at all.

use super::planner::{self, Caution, List, Only, Resolutions};
use super::policy::Policy;
use super::{Change, Code, Decision, Field, Finding, Plan, Why};
use crate::list::edit::EditSet;
use crate::list::entry::{Content, Entry, Name};
use std::collections::HashSet;

/// A plan, and the text that its applied changes give.
#[derive(Debug)]
pub struct Proven {
    /// The plan.
    pub plan: Plan,
    /// The text after it.
    pub after: String,
}

/// Plans a list so that the result is proven.
pub fn plan(
    list: &List<'_>,
    resolutions: &Resolutions,
    policy: &Policy,
    only: Option<&Only>,
) -> Proven {
    let mut caution = Caution::default();
    // Each round narrows the caution, so there are at most three: words, whole values, not at all.
    loop {
        let plan = planner::plan(list, resolutions, policy, only, &caution);
        let edited: HashSet<usize> = applied(&plan).map(|c| c.entry).collect();
        let source = list.doc.source;
        let edits = applied(&plan)
            .flat_map(|c| c.edits.iter().cloned())
            .collect();
        let (faulty, after) = match EditSet::new(source, edits) {
            Err(_) => (edited.clone(), source.to_owned()),
            Ok(set) => {
                let after = set.apply(source);
                (
                    faults(list, &plan, &after, resolutions, policy, only),
                    after,
                )
            }
        };
        if faulty.is_empty() {
            return Proven {
                plan: with_findings(plan),
                after,
            };
        }
        let hit: HashSet<usize> = faulty.intersection(&edited).copied().collect();
        let blamed = if hit.is_empty() { edited } else { hit };
        for entry in blamed {
            if !caution.whole.insert(entry) {
                caution.untouched.insert(entry);
            }
        }
    }
}

fn applied(plan: &Plan) -> impl Iterator<Item = &Change> {
    plan.changes
        .iter()
        .filter(|c| c.decision == Decision::Apply)
}

/// The entries that do not read back as meant.
fn faults(
    list: &List<'_>,
    plan: &Plan,
    after: &str,
    resolutions: &Resolutions,
    policy: &Policy,
    only: Option<&Only>,
) -> HashSet<usize> {
    let again = List::read(after);
    if again.entries.len() != list.entries.len() {
        return applied(plan).map(|c| c.entry).collect();
    }
    let replanned = planner::plan(&again, resolutions, policy, only, &Caution::default());
    let mut faulty: HashSet<usize> = applied(&replanned).map(|c| c.entry).collect();
    for (i, (old, new)) in list.entries.iter().zip(&again.entries).enumerate() {
        let touched: Vec<Field> = applied(plan)
            .filter(|c| c.entry == i)
            .map(|c| c.field)
            .collect();
        if !touched.is_empty() && !reads_alike(old, new, &touched)
            || touched.is_empty() && old.title.text != new.title.text
        {
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
