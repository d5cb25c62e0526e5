//! When lists are due, and how long a success may be ago before something must be wrong.

use crate::config::Config;
use crate::schedule::{Schedule, outside_announcement};
use jiff::{SignedDuration, Timestamp};

/// A schedule is looked at for so long, so that the nights and week-ends that it leaves out are
/// seen.
const HORIZON: SignedDuration = SignedDuration::from_hours(8 * 24);

/// So many times of it are looked at, whatever the horizon.
const FEWEST: usize = 3;
const MOST: usize = 500;

/// What a run may take, and a clock be wrong.
const ALLOWANCE: SignedDuration = SignedDuration::from_hours(1);

/// When a schedule is due next.
pub(super) fn next(schedule: &Schedule, now: Timestamp) -> Option<Timestamp> {
    schedule.next(now).map(outside_announcement)
}

/// When the first list is due; without lists, when they would be.
pub(super) fn first(config: &Config, now: Timestamp) -> Option<Timestamp> {
    let due = |schedule| next(schedule, now);
    schedules(config).into_iter().filter_map(due).min()
}

/// How long the last success may be ago: twice the time between the runs of the schedule that is
/// due most often, the random delay, and an hour.
pub(super) fn longest_silence(config: &Config, now: Timestamp) -> Option<SignedDuration> {
    let gaps = schedules(config).into_iter();
    let interval = gaps
        .filter_map(|schedule| longest_gap(schedule, now))
        .min()?;
    let delay = SignedDuration::try_from(config.daemon.random_delay).ok()?;
    interval
        .checked_mul(2)?
        .checked_add(delay)?
        .checked_add(ALLOWANCE)
}

fn schedules(config: &Config) -> Vec<&Schedule> {
    if config.lists.is_empty() {
        return vec![&config.daemon.schedule];
    }
    let lists = config.lists.iter();
    lists.map(|list| &list.settings.schedule).collect()
}

/// The longest time between two runs in a row.
fn longest_gap(schedule: &Schedule, now: Timestamp) -> Option<SignedDuration> {
    let mut longest = None;
    let mut last = schedule.next(now)?;
    for seen in 0..MOST {
        if seen >= FEWEST && last.duration_since(now) > HORIZON {
            break;
        }
        let Some(next) = schedule.next(last) else {
            break;
        };
        longest = longest.max(Some(next.duration_since(last)));
        last = next;
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn the_longest_gap_spans_nights_and_week_ends() {
        let now = "2026-11-23T09:00:00Z".parse().unwrap();
        for (line, hours) in [
            ("17 4 * * *", 24),
            ("@hourly", 1),
            ("0 3 * * 1-5", 72),
            ("*/30 9-17 * * mon-fri", 64),
            ("@weekly", 7 * 24),
            ("0 0 1 * *", 31 * 24),
        ] {
            let schedule = Schedule::parse(line, TimeZone::UTC).unwrap();
            let gap = longest_gap(&schedule, now).unwrap();
            let expected = SignedDuration::from_hours(hours);
            // From half past five on Friday to nine on Monday are 63 hours and a half.
            let slack = SignedDuration::from_mins(30);
            assert!(
                (expected - slack..=expected).contains(&gap),
                "{line}: {gap:?}"
            );
        }
    }
}
