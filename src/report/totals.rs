//! How much of everything a run, or one of its lists, holds. Counts only; how they are worded is in
//! [`super::phrases`].

use super::{ListRun, Mode, Run};
use crate::plan::{Decision, Status};

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
    /// Changes that policy, a pin or a doubt forbids.
    pub skipped: usize,
    /// Findings.
    pub findings: usize,
    /// Entries for which arXiv did not answer.
    pub deferred: usize,
}

impl Totals {
    /// The counts of one list.
    pub fn of_list(mode: Mode, list: &ListRun) -> Self {
        let decided = |decision| {
            list.plan
                .changes
                .iter()
                .filter(|c| c.decision == decision)
                .count()
        };
        let with = |status| {
            list.plan
                .entries
                .iter()
                .filter(|e| e.status == status)
                .count()
        };
        let to_apply = decided(Decision::Apply);
        let standing = standing(mode, list);
        let if_standing = |wanted| if standing == wanted { to_apply } else { 0 };
        Self {
            left_out: 0,
            entries: list.plan.entries.len(),
            made: if_standing(Standing::Made),
            pending: if_standing(Standing::Pending),
            held: if_standing(Standing::Held),
            proposed: decided(Decision::Propose),
            skipped: decided(Decision::Skip),
            findings: list.plan.findings.len(),
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
            skipped: sum.skipped + one.skipped,
            findings: sum.findings + one.findings,
            deferred: sum.deferred + one.deferred,
        })
    }
}
