//! When a run is due: crontab lines in a time zone. Pure: what time it is comes in as a value.
//!
//! A line means what crontab(5) says: minute, hour, day of month, month, day of week; where both
//! days are restricted, either is enough. The `cron` crate has other rules (six fields, Sunday is
//! 1, both days must fit), so each line is read here and given to it field by field. A time that
//! the clock skips in spring comes as much later; one that it repeats in autumn comes once.

mod field;

use chrono::{DateTime, Utc};
use field::{FIELDS, Field};
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Zoned};
use std::str::FromStr as _;

/// When runs are due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    line: String,
    zone: TimeZone,
    /// Due where any of these is.
    ways: Vec<cron::Schedule>,
}

/// The names of whole lines.
const NAMED: [(&str, &str); 7] = [
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];

impl Schedule {
    /// Reads a crontab line (five fields, or `@daily` and its like) that counts in a time zone.
    ///
    /// # Errors
    ///
    /// What is wrong with which field, and what is expected.
    pub fn parse(line: &str, zone: TimeZone) -> Result<Self, String> {
        let named = NAMED.iter().find(|(name, _)| *name == line.trim());
        if named.is_none() && line.trim().starts_with('@') {
            let known = NAMED.map(|(name, _)| name).join(", ");
            return Err(format!(
                "{line:?} is no schedule; expected five fields or one of {known}"
            ));
        }
        let fields: Vec<&str> = named.map_or(line, |(_, l)| *l).split_whitespace().collect();
        if fields.len() != FIELDS.len() {
            let count = fields.len();
            return Err(format!(
                "{line:?} has {count} fields; expected five: minute, hour, day of month, month, day of week"
            ));
        }
        let read = |(field, text): (&Field, &&str)| field.read(text);
        let sets: Result<Vec<String>, String> = FIELDS.iter().zip(&fields).map(read).collect();
        let sets = sets?;
        let schedule = Self {
            ways: ways(&sets, &fields)?,
            line: line.trim().to_owned(),
            zone,
        };
        match schedule.next(Timestamp::UNIX_EPOCH) {
            Some(_) => Ok(schedule),
            None => Err(format!(
                "{line:?} never comes: no such day is in that month"
            )),
        }
    }

    /// The line, as it was written.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The first time after some moment; `None` only in the far future.
    pub fn next(&self, after: Timestamp) -> Option<Timestamp> {
        // The clock may have been put forward or back since a time on the wall.
        let wall = after.to_zoned(self.zone.clone()).datetime() - 3.hours();
        let disguised = DateTime::<Utc>::from_timestamp(
            wall.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second(),
            0,
        )?;
        let first = |way: &cron::Schedule| {
            let times = way.after(&disguised);
            let mut times = times.filter_map(|t| self.instant(t));
            times.find(|t| *t > after)
        };
        self.ways.iter().filter_map(first).min()
    }

    /// The moment at which the clocks of the zone show a time.
    fn instant(&self, wall: DateTime<Utc>) -> Option<Timestamp> {
        let wall = Timestamp::from_second(wall.timestamp()).ok()?;
        let civil = wall.to_zoned(TimeZone::UTC).datetime();
        Some(civil.to_zoned(self.zone.clone()).ok()?.timestamp())
    }
}

/// Where both days are restricted, either is enough; `*/2` counts as unrestricted, as in
/// crontab(5).
fn ways(sets: &[String], fields: &[&str]) -> Result<Vec<cron::Schedule>, String> {
    let way = |day: &str, weekday: &str| {
        let line = format!("0 {} {} {day} {} {weekday} *", sets[0], sets[1], sets[3]);
        cron::Schedule::from_str(&line).map_err(|e| format!("{line:?} is no schedule: {e}"))
    };
    let restricted = |i: usize| !fields[i].starts_with('*');
    if restricted(2) && restricted(4) {
        return Ok(vec![way(&sets[2], "*")?, way("*", &sets[4])?]);
    }
    Ok(vec![way(&sets[2], &sets[4])?])
}

/// The time itself, or the end of the hole that arXiv has every day when it announces new papers:
/// Sunday to Thursday from 20:00 New York time it hardly answers for half an hour
/// (`docs/arxiv.md#announcements`).
pub fn outside_announcement(time: Timestamp) -> Timestamp {
    let Ok(zone) = TimeZone::get("America/New_York") else {
        return time;
    };
    let local: Zoned = time.to_zoned(zone);
    let (begin, end) = (Time::constant(20, 0, 0, 0), Time::constant(20, 40, 0, 0));
    let announces = !matches!(local.weekday(), Weekday::Friday | Weekday::Saturday);
    if !announces || local.time() < begin || local.time() >= end {
        return time;
    }
    local
        .with()
        .time(end)
        .build()
        .map_or(time, |end| end.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    /// The times after `from`, as `from` is written.
    fn check(line: &str, zone_name: &str, from: &str, expected: &[&str]) {
        let schedule = Schedule::parse(line, zone(zone_name)).unwrap();
        let mut at: Timestamp = from.parse().unwrap();
        for expected in expected {
            at = schedule.next(at).unwrap();
            assert_eq!(at.to_string(), *expected, "{line} {zone_name}");
        }
    }

    #[test]
    fn lines_mean_what_crontab_says() {
        let monday = "2026-11-23T09:00:00Z";
        for (line, expected) in [
            (
                "30 3 * * *",
                ["2026-11-24T03:30:00Z", "2026-11-25T03:30:00Z"],
            ),
            (
                "*/20 * * * *",
                ["2026-11-23T09:20:00Z", "2026-11-23T09:40:00Z"],
            ),
            (
                "0 0 * * 0",
                ["2026-11-29T00:00:00Z", "2026-12-06T00:00:00Z"],
            ),
            (
                "0 0 * * 7",
                ["2026-11-29T00:00:00Z", "2026-12-06T00:00:00Z"],
            ),
            (
                "0 0 * * mon-tue",
                ["2026-11-24T00:00:00Z", "2026-11-30T00:00:00Z"],
            ),
            // Either day is enough.
            (
                "0 0 13 * fri",
                ["2026-11-27T00:00:00Z", "2026-12-04T00:00:00Z"],
            ),
            (
                "0 0 */2 * 1",
                ["2026-12-07T00:00:00Z", "2026-12-21T00:00:00Z"],
            ),
            (
                "0 12 29 feb *",
                ["2028-02-29T12:00:00Z", "2032-02-29T12:00:00Z"],
            ),
            (
                "5,10-14/2 1 1 jan,jul *",
                ["2027-01-01T01:05:00Z", "2027-01-01T01:10:00Z"],
            ),
            ("@daily", ["2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z"]),
        ] {
            check(line, "UTC", monday, &expected);
        }
    }

    #[test]
    fn clocks_that_are_put_forward_and_back() {
        let berlin = "Europe/Berlin";
        // 02:30 does not exist on 29 March 2026.
        let spring = [
            "2026-03-28T01:30:00Z",
            "2026-03-29T01:30:00Z",
            "2026-03-30T00:30:00Z",
        ];
        check("30 2 * * *", berlin, "2026-03-27T12:00:00Z", &spring);
        // 02:30 comes twice on 25 October 2026.
        let autumn = ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"];
        check("30 2 * * *", berlin, "2026-10-24T12:00:00Z", &autumn);
        check(
            "0 3 * * *",
            "UTC",
            "2026-03-28T12:00:00Z",
            &["2026-03-29T03:00:00Z"],
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (line, problem) in [
            (
                "0 3 * *",
                "\"0 3 * *\" has 4 fields; expected five: minute, hour, day of month, month, day of week",
            ),
            ("60 3 * * *", "minute: 60 is out of range; expected 0 to 59"),
            ("0 24 * * *", "hour: 24 is out of range; expected 0 to 23"),
            (
                "0 3 0 * *",
                "day of month: 0 is out of range; expected 1 to 31",
            ),
            (
                "0 3 * abc *",
                "month: \"abc\" is no number; expected 1 to 12 or jan to dec",
            ),
            (
                "0 3 * * 8",
                "day of week: 8 is out of range; expected 0 to 7",
            ),
            ("0 3 5-2 * *", "day of month: 5-2 runs backwards"),
            ("*/0 3 * * *", "minute: a step of 0 leads nowhere"),
            (
                "0 0 31 2 *",
                "\"0 0 31 2 *\" never comes: no such day is in that month",
            ),
            (
                "@often",
                "\"@often\" is no schedule; expected five fields or one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly",
            ),
        ] {
            assert_eq!(Schedule::parse(line, TimeZone::UTC).unwrap_err(), problem);
        }
    }

    #[test]
    fn arxivs_daily_hole_is_stepped_over() {
        let moved = |time: &str| outside_announcement(time.parse().unwrap()).to_string();
        // Sunday evening in New York is Monday in UTC; winter and summer.
        assert_eq!(moved("2026-11-23T01:05:00Z"), "2026-11-23T01:40:00Z");
        assert_eq!(moved("2026-07-07T00:00:00Z"), "2026-07-07T00:40:00Z");
        assert_eq!(moved("2026-11-23T00:59:59Z"), "2026-11-23T00:59:59Z");
        assert_eq!(moved("2026-11-28T01:05:00Z"), "2026-11-28T01:05:00Z");
    }
}
