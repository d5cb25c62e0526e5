//! Goes through a list's entries and makes the plan of what `entry` finds on each.

use super::Plan;
use super::entry::EntryPlan;
use super::fields::{self, Shown, Shows};
use super::findings as notes;
use super::input::{Caution, Given, List};
use super::links::Named;
use super::source::Source;
use crate::arxiv::paper::Resolution;
use crate::list::entry::Entry;
use crate::text::names::form::Form;
use std::cell::LazyCell;

/// So many author lines show how a list writes its authors.
const SAMPLE: usize = 200;

/// Plans a list. `caution` is empty at first; [`super::verify`] fills it.
pub fn plan(list: &List<'_>, given: Given<'_>, caution: &Caution) -> Plan {
    let mut plan = plan_of(list, given, caution, |_| true);
    plan.findings.extend(notes::duplicates(list, &plan.entries));
    plan.findings.sort_by_key(|f| f.line);
    plan
}

/// Plans some entries of a list, by their index; what takes all entries to see is left out.
pub fn plan_of(
    list: &List<'_>,
    given: Given<'_>,
    caution: &Caution,
    chosen: impl Fn(usize) -> bool,
) -> Plan {
    let usual = LazyCell::new(|| usual_form(list, given));
    let mut plan = Plan::default();
    for i in (0..list.entries.len()).filter(|&i| chosen(i)) {
        EntryPlan::new(list, given, caution, &usual, i).work(&mut plan);
    }
    plan
}

/// The form that most of the list's right author lines have.
fn usual_form(list: &List<'_>, given: Given<'_>) -> Form {
    let line = |entry: &Entry| {
        let Named::Paper(asked) = list.named(entry, &mut Vec::new()) else {
            return None;
        };
        let Some(Resolution::Found(paper)) = given.resolutions.get(&asked) else {
            return None;
        };
        let source = Source::new(paper, None, given.overrides);
        match fields::authors_of(&list.doc, entry, &source.paper, given.overrides) {
            Shown::Value(a) if a.comparison.agrees() => Some((a, paper.authors.len())),
            _ => None,
        }
    };
    let lines = list.entries.iter().filter_map(line).take(SAMPLE);
    let (mut forms, mut ended, mut open) = (Vec::new(), 0, 0);
    for (authors, count) in lines {
        match authors.shows_all(count) {
            Some(Shows::All) => ended += 1,
            Some(Shows::AllAndOthers) => open += 1,
            None => {}
        }
        if count > 2 {
            forms.push(authors.form(&list.doc));
        }
    }
    Form {
        et_al_counts: ended > open,
        ..Form::usual(&forms)
    }
}
