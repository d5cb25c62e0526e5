//! The clock, and whether arXiv may be asked by it.

use crate::app::connection::pace_key;
use crate::clock;
use crate::config::Config;
use crate::report::doctor::{Examination, Finding};
use crate::report::status::minute;
use crate::store::{self, Closed, Look, Store, StoreError};
use jiff::Timestamp;

/// Examines the clock, and what was noted by it. That the database cannot be read is told where it
/// is examined itself.
pub(super) fn examine(all: &mut Examination, config: &Config) {
    let now = config.clock.now();
    let host = pace_key(config);
    let see = |look: &Look| Ok((look.answered(host)?, look.closed(now.as_millisecond())?));
    let (answered, closed) = store::look(&config.store_dir, see)
        .unwrap_or_default()
        .unwrap_or_default();
    all.findings.push(clock(now, answered));
    all.findings.push(arxiv(now, &closed));
}

fn clock(now: Timestamp, answered: Option<i64>) -> Finding {
    match clock::behind(now, answered) {
        None => Finding::ok("clock", format!("the clock shows {}", minute(now))),
        Some(behind) => Finding::fault(
            "clock",
            behind.to_string(),
            "set it (`timedatectl set-ntp true`); a board without a battery: start arxsync after time-sync.target",
        ),
    }
}

fn arxiv(now: Timestamp, closed: &[Closed]) -> Finding {
    match closed.iter().find(|c| clock::is_ahead(c.until, now)) {
        None => Finding::ok("arxiv", "arXiv did not ask to be left alone"),
        Some(Closed { until, why, .. }) => {
            let until = minute(crate::app::status::time(*until));
            let why = why.as_deref().unwrap_or("no reason is known");
            let lift =
                "`arxsync doctor --reopen` lifts that, where you know that the reason is gone";
            Finding::note(
                "arxiv",
                format!("arXiv is not asked before {until} ({why}); {lift}"),
            )
        }
    }
}

/// Lets arXiv be asked again though it wanted to be left alone; whether it did.
///
/// # Errors
///
/// There is no database, or it cannot be written.
pub fn reopen(config: &Config) -> Result<bool, StoreError> {
    Store::existing_in(&config.store_dir)?.reopen()
}
