//! What is known of a list from before: the decisions that its maintainer made, what was changed in
//! it, and what was told of it already.

use super::lists::Task;
use crate::clock::Clock;
use crate::config::Config;
use crate::config::decisions::{Decisions, Rejection};
use crate::plan::memory::{Memory, No};
use crate::store::{Store, StoreError};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// The name of a list in ids and decisions: relative to the folder of the decisions where it lies
/// below that, so that it is the same on all machines that share the folder.
pub(super) fn list_name(config: &Config, list: &Path) -> String {
    let folder = config.decisions.parent();
    let folder = folder.filter(|dir| !dir.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).canonicalize().ok();
    let below = folder.and_then(|dir| list.strip_prefix(dir).ok().map(Path::to_owned));
    below.as_deref().unwrap_or(list).display().to_string()
}

/// What is remembered of each of the lists.
pub(super) fn of_all(
    config: &Config,
    store: &Store,
    decisions: &Decisions,
    chosen: Option<&BTreeSet<String>>,
    tasks: &[Task],
) -> Result<Vec<Memory>, StoreError> {
    let today = today(&config.clock);
    let days = match decisions.rejected.as_slice() {
        [] => Arc::default(),
        _ => Arc::new(days_of(store.refused()?)),
    };
    let of_one = |task: &Task| {
        let real = &task.source.real;
        let list = list_name(config, real);
        let rejected = decisions.rejected.iter();
        let rejected = rejected.filter(|no| no.scope.covers(&list));
        let ignored = decisions.ignored.iter();
        let ignored = ignored.filter(|known| {
            known.scope.covers(&list) && known.until.is_none_or(|until| today < until)
        });
        Ok(Memory {
            rejected: rejected.map(no).collect(),
            days: Arc::clone(&days),
            ignored: ignored.map(|known| known.ignored.clone()).collect(),
            applied: store.applied(real)?,
            chosen: chosen.cloned(),
            list,
        })
    };
    tasks.iter().map(of_one).collect()
}

fn no(rejection: &Rejection) -> No {
    No {
        to: rejection.rejected.clone(),
        because: rejection.scope.because.clone(),
    }
}

/// Times as days; what is none (the clock was far off) is nothing.
fn days_of(times: HashMap<String, i64>) -> HashMap<String, String> {
    let day = |at| {
        Some(
            Timestamp::from_millisecond(at)
                .ok()?
                .to_zoned(TimeZone::UTC)
                .date(),
        )
    };
    let days = times
        .into_iter()
        .filter_map(|(id, at)| Some((id, day(at)?.to_string())));
    days.collect()
}

/// The day, UTC.
pub(super) fn today(clock: &Clock) -> Date {
    clock.now().to_zoned(TimeZone::UTC).date()
}
