//! Which lists are due together, and when. Pure: the time comes in as a value, and chance from
//! [`chance`] alone.

use crate::config::{Config, ListConfig};
use crate::schedule::{Schedule, outside_announcement};
use jiff::{SignedDuration, Timestamp};
use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

/// Lists with one schedule.
pub(super) struct Group {
    pub(super) schedule: Schedule,
    pub(super) lists: Vec<ListConfig>,
    /// When its next run begins.
    pub(super) due: Timestamp,
    /// When its last run began, by the clock of then.
    pub(super) begun: Timestamp,
}

/// Where the clock was put back by no more, a run that is done is not done again.
const SET_RIGHT: SignedDuration = SignedDuration::from_hours(2);

impl Group {
    /// The next run after `now`; after the last run, where the clock was put back just over it.
    pub(super) fn next(&self, now: Timestamp, leeway: Leeway) -> Timestamp {
        let is_done = self.begun > now && self.begun.duration_since(now) <= SET_RIGHT;
        let after = if is_done { self.begun } else { now };
        next(&self.schedule, after, leeway)
    }
}

/// The lists of a configuration by their schedules, in the order in which it names them.
pub(super) fn groups(config: &Config) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for list in &config.lists {
        let schedule = &list.settings.schedule;
        match groups.iter_mut().find(|g| g.schedule == *schedule) {
            Some(group) => group.lists.push(list.clone()),
            None => groups.push(Group {
                schedule: schedule.clone(),
                lists: vec![list.clone()],
                due: Timestamp::MAX,
                begun: Timestamp::MIN,
            }),
        }
    }
    groups
}

/// When runs may begin, besides when they are due.
#[derive(Clone, Copy)]
pub(super) struct Leeway {
    /// How much later than due.
    pub(super) delay: SignedDuration,
    /// Whether arXiv's own hours count.
    pub(super) asks_arxiv: bool,
}

impl Leeway {
    fn shift(self, due: Timestamp) -> Timestamp {
        let due = due.saturating_add(self.delay).unwrap_or(Timestamp::MAX);
        if self.asks_arxiv {
            outside_announcement(due)
        } else {
            due
        }
    }
}

/// When a schedule that last began at `last` (unix milliseconds) is due: at once where it should
/// have begun since.
pub(super) fn first(schedule: &Schedule, last: i64, now: Timestamp, leeway: Leeway) -> Timestamp {
    // A clock that was put back must not keep a list waiting until it has caught up.
    let last = Timestamp::from_millisecond(last).map_or(now, |last| last.min(now));
    match schedule.next(last) {
        Some(missed) if missed <= now => Leeway {
            delay: SignedDuration::ZERO,
            ..leeway
        }
        .shift(now),
        _ => next(schedule, now, leeway),
    }
}

/// The next run after some moment.
pub(super) fn next(schedule: &Schedule, after: Timestamp, leeway: Leeway) -> Timestamp {
    leeway.shift(schedule.next(after).unwrap_or(Timestamp::MAX))
}

/// Some part of the longest delay, by chance.
pub(super) fn chance(longest: Duration) -> SignedDuration {
    let dice = RandomState::new().hash_one(0) % 1000;
    let part = longest.mul_f64(dice as f64 / 1000.0);
    SignedDuration::try_from(part).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    #[test]
    fn what_was_missed_is_caught_up_once() {
        let schedule = Schedule::parse("0 4 * * *", TimeZone::UTC).unwrap();
        let at = |time: &str| time.parse::<Timestamp>().unwrap();
        let first = |last: &str, now: &str| {
            let leeway = Leeway {
                delay: SignedDuration::from_mins(5),
                asks_arxiv: true,
            };
            first(&schedule, at(last).as_millisecond(), at(now), leeway).to_string()
        };
        // Nothing missed; five days missed; a clock that was put back an hour, and a year.
        let now = "2026-11-23T12:00:00Z";
        assert_eq!(first("2026-11-23T04:00:00Z", now), "2026-11-24T04:05:00Z");
        assert_eq!(first("2026-11-18T04:00:00Z", now), now);
        assert_eq!(first("2026-11-23T13:00:00Z", now), "2026-11-24T04:05:00Z");
        assert_eq!(first("2027-11-23T13:00:00Z", now), "2026-11-24T04:05:00Z");
        assert_eq!(first("1970-01-01T00:00:00Z", now), now);
    }

    #[test]
    fn a_due_time_beyond_the_schedule_is_reckoned_anew() {
        let schedule = Schedule::parse("0 4 * * *", TimeZone::UTC).unwrap();
        let at = |time: &str| time.parse::<Timestamp>().unwrap();
        let leeway = Leeway {
            delay: SignedDuration::from_mins(5),
            asks_arxiv: false,
        };
        let group = Group {
            lists: Vec::new(),
            begun: at("2026-12-10T04:03:00Z"),
            due: next(&schedule, at("2026-12-10T04:10:00Z"), leeway),
            schedule,
        };
        for (now, expected) in [
            // As it goes on; put forward; put back five days, a year.
            ("2026-12-10T04:11:00Z", "2026-12-11T04:05:00Z"),
            ("2026-12-11T04:01:00Z", "2026-12-12T04:05:00Z"),
            ("2026-12-05T10:00:00Z", "2026-12-06T04:05:00Z"),
            ("2025-12-10T03:00:00Z", "2025-12-10T04:05:00Z"),
            ("1970-01-01T00:00:00Z", "1970-01-01T04:05:00Z"),
            // Put back by ten minutes over a run that is done: not again.
            ("2026-12-10T03:58:00Z", "2026-12-11T04:05:00Z"),
        ] {
            let found = group.next(at(now), leeway);
            assert_eq!(found.to_string(), expected, "{now}");
            let is_believed = group.due <= found;
            assert_eq!(is_believed, expected >= "2026-12-11", "{now}");
        }
    }

    #[test]
    fn chance_stays_within_its_bounds() {
        let longest = Duration::from_secs(600);
        for _ in 0..1000 {
            let delay = chance(longest);
            assert!(delay >= SignedDuration::ZERO && delay < SignedDuration::from_mins(10));
        }
        assert_eq!(chance(Duration::ZERO), SignedDuration::ZERO);
    }
}
