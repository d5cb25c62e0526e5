//! Goes through a list's entries and makes the plan of what `entry` finds on each.

use super::entry::EntryPlan;
use super::findings as notes;
use super::habits::Habits;
use super::input::{Given, List, Untouched};
use super::published;
use super::{Code, Finding, Plan, Why};
use crate::list::generated::Generated;

/// Plans a list. `untouched` is empty at first; [`super::verify`] fills it.
pub fn plan(list: &List<'_>, given: Given<'_>, untouched: &Untouched) -> Plan {
    let mut plan = plan_of(list, given, untouched, |_| true);
    published::once_a_paper(&mut plan.findings);
    plan.findings
        .extend(notes::duplicates(list, &plan.entries, given.is_over));
    plan.findings.extend(list.conflict.map(conflict));
    plan.findings.extend(generated(list, &plan));
    let unread = list.doc.unread.iter();
    plan.findings
        .extend(unread.map(|at| unread_text(list.doc.line(*at))));
    plan.findings.sort_by_key(|f| f.line);
    plan
}

/// Plans some entries of a list, by their index; what takes all entries to see is left out. What is
/// planned when `given` says that it is over is of no use.
pub fn plan_of(
    list: &List<'_>,
    given: Given<'_>,
    untouched: &Untouched,
    chosen: impl Fn(usize) -> bool,
) -> Plan {
    let habits = Habits::new(list, given);
    let mut plan = Plan::default();
    for i in (0..list.entries.len()).filter(|&i| chosen(i)) {
        if (given.is_over)() {
            break;
        }
        EntryPlan::new(list, given, untouched, &habits, i).work(&mut plan);
    }
    plan
}

/// Where a stretch that needs correction says that a program writes it.
fn generated(list: &List<'_>, plan: &Plan) -> Vec<Finding> {
    let held = plan
        .changes
        .iter()
        .filter(|c| c.why == Some(Why::Generated));
    let places: Vec<_> = held.map(|c| list.entries[c.entry].span.start).collect();
    let needs = |g: &&Generated| places.iter().any(|at| g.span.contains(at));
    let finding = |g: &Generated| {
        Finding::new(
            Code::Generated,
            list.doc.line(g.at),
            "the text says here that a program writes it, so it was checked and not edited; \
                  correct its source, or set [[list]] generated = \"edit\"",
        )
    };
    list.generated.iter().filter(needs).map(finding).collect()
}

fn unread_text(line: usize) -> Finding {
    let message = "the text that begins here is too long to be read, and the entry that it is in is left alone";
    Finding::new(Code::TooLarge, line, message).about("unread")
}

fn conflict(line: usize) -> Finding {
    Finding::new(
        Code::MergeConflict,
        line,
        "the list holds an unresolved merge conflict, so nothing in it was looked at; \
                  resolve it and run again",
    )
    .about("")
}
