//! How much of everything a run, or one of its lists, holds. Counts only; how they are worded is in
//! [`super::phrases`].

use super::items::{self, Item, Silence};
use super::{ListRun, Mode, Run};
use crate::plan::{Change, Decision, Status};

/// Where the changes of a list that are to be applied stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They are in the file.
    Made,
    /// They wait for a run that may write.
    Pending,
    /// They were to be written and were not.
    Held,
}

/// The standing of a list's changes.
pub fn standing(mode: Mode, list: &ListRun) -> Standing {
    match mode {
        _ if list.written => Standing::Made,
        _ if list.problem.is_some() => Standing::Held,
        Mode::Apply => Standing::Held,
        Mode::DryRun | Mode::Check => Standing::Pending,
    }
}

/// The counts of a run or of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Lists that could not be worked on.
    pub left_out: usize,
    /// Entries of whatever status.
    pub entries: usize,
    /// Changes that are in the files.
    pub made: usize,
    /// Changes that a run which may write would make.
    pub pending: usize,
    /// Changes that were to be written and were not.
    pub held: usize,
    /// Changes left to the maintainer.
    pub proposed: usize,
    /// Those of them that no earlier run told of.
    pub new_proposed: usize,
    /// Changes that wait for something else.
    pub waiting: usize,
    /// Changes that a maintainer said no to.
    pub rejected: usize,
    /// Changes that a pin forbids.
    pub pinned: usize,
    /// Changes that the policy forbids.
    pub off: usize,
    /// Findings.
    pub findings: usize,
    /// Those of them that no earlier run told of.
    pub new_findings: usize,
    /// Findings that a maintainer does not want to be told of.
    pub ignored: usize,
    /// Entries for which arXiv did not answer.
    pub deferred: usize,
}

impl Totals {
    /// The counts of one list.
    pub fn of_list(mode: Mode, list: &ListRun) -> Self {
        let changes = &list.plan.changes;
        let silenced = |why| count(changes, |c| items::silence(c) == Some(why));
        let is_proposed = |c: &Change| c.decision == Decision::Propose;
        let findings = &list.plan.findings;
        let with = |status| {
            list.plan
                .entries
                .iter()
                .filter(|e| e.status == status)
                .count()
        };
        let to_apply = count(changes, |c| c.decision == Decision::Apply);
        let standing = standing(mode, list);
        let if_standing = |wanted| if standing == wanted { to_apply } else { 0 };
        Self {
            left_out: 0,
            entries: list.plan.entries.len(),
            made: if_standing(Standing::Made),
            pending: if_standing(Standing::Pending),
            held: if_standing(Standing::Held),
            proposed: count(changes, is_proposed),
            new_proposed: count(changes, |c| is_proposed(c) && list.is_new(Item::Change(c))),
            waiting: items::waiting(list).len(),
            rejected: silenced(Silence::Rejected),
            pinned: silenced(Silence::Pinned),
            off: silenced(Silence::Off),
            findings: findings.len(),
            new_findings: findings
                .iter()
                .filter(|f| list.is_new(Item::Finding(f)))
                .count(),
            ignored: list.plan.ignored,
            deferred: with(Status::Deferred),
        }
    }

    /// The counts of all lists of a run.
    pub fn of_run(run: &Run) -> Self {
        let lists = run.lists.iter().map(|list| Self::of_list(run.mode, list));
        let none = Self {
            left_out: run.left_out.len(),
            ..Self::default()
        };
        lists.fold(none, |sum, one| Self {
            left_out: sum.left_out,
            entries: sum.entries + one.entries,
            made: sum.made + one.made,
            pending: sum.pending + one.pending,
            held: sum.held + one.held,
            proposed: sum.proposed + one.proposed,
            new_proposed: sum.new_proposed + one.new_proposed,
            waiting: sum.waiting + one.waiting,
            rejected: sum.rejected + one.rejected,
            pinned: sum.pinned + one.pinned,
            off: sum.off + one.off,
            findings: sum.findings + one.findings,
            new_findings: sum.new_findings + one.new_findings,
            ignored: sum.ignored + one.ignored,
            deferred: sum.deferred + one.deferred,
        })
    }
}

fn count(changes: &[Change], wanted: impl Fn(&Change) -> bool) -> usize {
    changes.iter().filter(|change| wanted(change)).count()
}
