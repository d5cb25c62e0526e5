//! What the exit code says: `README.md#exit-codes`. Scripts branch on these; everything else is in
//! the report.

use crate::plan::{Code, Decision};
use crate::report::{Mode, Outcome, Run};
use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done; with `--check`: nothing is pending.
    Done = 0,
    /// `--check` only: a run that may write would change a list, or nothing is recognised in one
    /// that is named. Never an error, so that CI can tell the two apart.
    Pending = 1,
    /// Bad usage, bad configuration, no list that could be worked on, a broken database, a fault
    /// that `doctor` found, a bug. 2 is also what clap says of bad usage.
    Error = 2,
    /// Sound, but some papers could not be asked for, a list changed meanwhile, one of several
    /// could not be worked on, or the clock is behind: the rest was done. Of `status`: runs fail,
    /// or do not come.
    Incomplete = 3,
    /// Another run holds the lock (`EX_TEMPFAIL` of sysexits).
    Locked = 75,
}

impl Exit {
    /// The exit code of a run that came to its end.
    ///
    /// Incomplete comes before pending, as in the report's outcome: what is pending is then not the
    /// whole truth. Proposals are not pending, or `--check` could never be satisfied by a sync.
    pub fn of_run(run: &Run) -> Self {
        match (run.outcome, run.mode) {
            (Outcome::Failed, _) => Self::Error,
            (Outcome::Incomplete, _) => Self::Incomplete,
            (_, Mode::Check) if would_write(run) || has_unread(run) => Self::Pending,
            (Outcome::Clean | Outcome::Changed, _) => Self::Done,
        }
    }

    /// The number.
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

fn would_write(run: &Run) -> bool {
    let mut changes = run.lists.iter().flat_map(|list| &list.plan.changes);
    changes.any(|change| change.decision == Decision::Apply)
}

/// A list in which nothing is recognised is not in order: nothing in it was checked.
fn has_unread(run: &Run) -> bool {
    let mut findings = run.lists.iter().flat_map(|list| &list.plan.findings);
    findings.any(|finding| finding.code == Code::NoEntries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arxiv::id::ArxivId;
    use crate::plan::{Change, Field, Kind, Plan};
    use crate::report::{ListRun, Stats, Written};
    use std::collections::BTreeMap;

    fn run(outcome: Outcome, mode: Mode, decision: Option<Decision>) -> Run {
        let change = |decision| Change {
            id: String::new(),
            entry: 0,
            line: 1,
            arxiv_id: ArxivId::try_from("2210.02414".to_owned()).unwrap(),
            version: None,
            version_day: None,
            lapsed: None,
            words: String::new(),
            field: Field::Title,
            kind: Kind::Correct,
            decision,
            why: None,
            note: None,
            before: None,
            after: String::new(),
            edits: Vec::new(),
        };
        let plan = Plan {
            changes: decision.map(change).into_iter().collect(),
            ..Plan::default()
        };
        let list = ListRun {
            path: String::new(),
            since: BTreeMap::new(),
            lines_read: None,
            plan,
            before: String::new(),
            after: String::new(),
            sha256_before: String::new(),
            sha256_after: String::new(),
            written: false,
            problem: None,
        };
        Run {
            id: String::new(),
            mode,
            started_at: String::new(),
            finished_at: String::new(),
            outcome,
            lists: vec![list],
            left_out: Vec::new(),
            unreported: None,
            reported: Written::No,
            stats: Stats::default(),
            problem: None,
        }
    }

    #[test]
    fn runs_end_with_the_contracts_codes() {
        let (apply, propose) = (Some(Decision::Apply), Some(Decision::Propose));
        for (outcome, mode, decision, exit, code) in [
            (Outcome::Clean, Mode::Apply, None, Exit::Done, 0),
            (Outcome::Clean, Mode::Check, None, Exit::Done, 0),
            (Outcome::Changed, Mode::Apply, apply, Exit::Done, 0),
            (Outcome::Changed, Mode::DryRun, apply, Exit::Done, 0),
            (Outcome::Changed, Mode::Check, apply, Exit::Pending, 1),
            (Outcome::Changed, Mode::Check, propose, Exit::Done, 0),
            (
                Outcome::Changed,
                Mode::Check,
                Some(Decision::Skip),
                Exit::Done,
                0,
            ),
            (Outcome::Incomplete, Mode::Apply, apply, Exit::Incomplete, 3),
            (Outcome::Incomplete, Mode::Check, apply, Exit::Incomplete, 3),
            (Outcome::Failed, Mode::Check, apply, Exit::Error, 2),
        ] {
            let found = Exit::of_run(&run(outcome, mode, decision));
            assert_eq!(
                (found, found.code()),
                (exit, code),
                "{outcome:?} {mode:?} {decision:?}"
            );
        }
        assert_eq!(Exit::Locked.code(), 75);
    }
}
