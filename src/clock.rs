//! The clock: the only place that reads the time of day, and how far it is believed.
//!
//! A board without a battery begins in 1970, a machine may have been years ahead for an hour. So
//! what lies in the future is old, the order of runs is that of their numbers, and where a clock
//! cannot be right, nothing is done on its word. Durations that matter while the program runs are
//! measured by `Instant`, which nobody sets.

use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// No clock that is right shows an earlier time: this program was made after it.
///
/// A constant and not the moment of compiling, so that the same sources always give the same
/// program; a test keeps it near the last commit.
pub const BUILT: Timestamp = Timestamp::constant(1_795_651_200, 0); // 2026-11-26

/// Clocks are set right by seconds, and servers differ by minutes: so much is no jump.
pub const LEEWAY: SignedDuration = SignedDuration::from_hours(1);

/// So long arXiv is left alone at most, whatever it or a clock said.
pub const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);

/// The last time of a clock with which reckoning is safe: calendars end with the year 9999.
const LATEST: Timestamp = Timestamp::constant(221_845_392_000, 0); // 9000-01-01

/// Tells the time of day.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    System,
    /// One that is set by hand, in milliseconds since 1970; its clones show the same.
    Set(Arc<AtomicI64>),
}

/// All clocks tell time alike: what is configured does not differ by them.
impl PartialEq for Clock {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Clock {}

impl Clock {
    /// One that stands still until [`Clock::set`].
    pub fn at(time: Timestamp) -> Self {
        Self::Set(Arc::new(AtomicI64::new(time.as_millisecond())))
    }

    /// Sets one that is set by hand, and all its clones.
    pub fn set(&self, time: Timestamp) {
        if let Self::Set(shown) = self {
            shown.store(time.as_millisecond(), Ordering::SeqCst);
        }
    }

    /// What it shows; nothing before 1970 and after 9000, where libraries panic.
    pub fn now(&self) -> Timestamp {
        let ms = match self {
            Self::System => system(),
            Self::Set(shown) => shown.load(Ordering::SeqCst),
        };
        let shown = Timestamp::from_millisecond(ms).unwrap_or(LATEST);
        shown.clamp(Timestamp::UNIX_EPOCH, LATEST)
    }

    /// The same in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }
}

/// Milliseconds since 1970; where the machine's clock shows an earlier time, 0.
fn system() -> i64 {
    use std::time::SystemTime;
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

/// How long ago something was that happened at `then` (milliseconds since 1970). What lies in the
/// future was noted by a clock that was ahead: nobody knows how long ago, so it is as old as can
/// be.
pub fn age(then: i64, now: Timestamp) -> Duration {
    let age = now.as_millisecond().saturating_sub(then);
    match u64::try_from(age) {
        Ok(age) => Duration::from_millis(age),
        Err(_) if i128::from(age) >= -LEEWAY.as_millis() => Duration::ZERO,
        Err(_) => Duration::MAX,
    }
}

/// Whether something may still be waited for until `until` (milliseconds since 1970). A longer wait
/// than the longest was noted by a clock that was ahead, or before there was a longest.
pub fn is_ahead(until: i64, now: Timestamp) -> bool {
    let left = i128::from(until) - i128::from(now.as_millisecond());
    left > 0 && left <= (LONGEST_WAIT + LEEWAY).as_millis()
}

/// Why a clock cannot be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// It shows a time before the program was made.
    Built(Timestamp),
    /// It shows the first time, and arXiv's last answer was of the second.
    Answered(Timestamp, Timestamp),
}

impl std::fmt::Display for Behind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (shown, since, what) = match self {
            Self::Built(now) => (now, &BUILT, "this arxsync was made"),
            Self::Answered(now, date) => (now, date, "arXiv's last answer is dated"),
        };
        write!(
            f,
            "the clock is behind: it shows {shown:.0}, and {what} {since:.0}; set it (`timedatectl set-ntp true`), until then no list is edited and no id is judged by its month"
        )
    }
}

/// Why a clock that shows `now` cannot be right, given the date of the last answer (milliseconds
/// since 1970). A date from before this program was made is no better than no date.
pub fn behind(now: Timestamp, answered: Option<i64>) -> Option<Behind> {
    if now < BUILT {
        return Some(Behind::Built(now));
    }
    let date = believed(answered)?;
    (date.duration_since(now) > LEEWAY).then_some(Behind::Answered(now, date))
}

/// A moment that has surely passed, by which old things may be thrown away: the clock's word alone
/// is not enough, it may just have jumped ahead. `answered` is the date of the last answer, else
/// `runs` are when the last runs began (milliseconds since 1970).
pub fn surely_passed(
    now: Timestamp,
    answered: Option<i64>,
    runs: impl IntoIterator<Item = i64>,
) -> Timestamp {
    let earliest = || {
        let runs = runs.into_iter().filter_map(|ms| believed(Some(ms)));
        runs.min()
    };
    believed(answered)
        .or_else(earliest)
        .map_or(now, |t| t.min(now))
}

fn believed(ms: Option<i64>) -> Option<Timestamp> {
    let time = Timestamp::from_millisecond(ms?).ok()?;
    (time >= BUILT).then_some(time)
}

/// How far a clock was put ahead (or the machine slept), or put back, while `passed` went by;
/// `None` where it just went on.
pub fn jump(before: Timestamp, passed: Duration, now: Timestamp) -> Option<SignedDuration> {
    let passed = SignedDuration::try_from(passed).unwrap_or(SignedDuration::MAX);
    let jump = now.duration_since(before).saturating_sub(passed);
    (jump.abs() > SignedDuration::from_mins(1)).then_some(jump)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    const DAY: i64 = 86_400_000;

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn now() -> Timestamp {
        at("2027-03-01T12:00:00Z")
    }

    #[test]
    fn a_clock_never_shows_what_libraries_cannot_take() {
        for (set, shown) in [
            ("-000100-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
            ("1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z"),
            ("2027-03-01T12:00:00Z", "2027-03-01T12:00:00Z"),
            ("9999-12-30T00:00:00Z", "9000-01-01T00:00:00Z"),
        ] {
            let clock = Clock::at(now());
            clock.clone().set(at(set));
            assert_eq!(clock.now(), at(shown), "{set}");
        }
        let beyond = Clock::Set(Arc::new(AtomicI64::new(i64::MAX)));
        assert_eq!(beyond.now(), LATEST);
        assert!(Clock::System.now() > BUILT);
    }

    #[test]
    fn what_lies_in_the_future_is_old() {
        let then = |ms: i64| age(now().as_millisecond().saturating_add(ms), now());
        assert_eq!(then(-5000), Duration::from_secs(5));
        assert_eq!(then(0), Duration::ZERO);
        assert_eq!(then(59 * 60_000), Duration::ZERO, "set right by minutes");
        for ahead in [61 * 60_000, DAY, 1500 * DAY, i64::MAX] {
            assert_eq!(then(ahead), Duration::MAX, "{ahead}");
        }
        assert!(age(i64::MIN, now()) > Duration::from_secs(1 << 40));
    }

    #[test]
    fn nothing_is_waited_for_longer_than_a_day() {
        let until = |ms: i64| is_ahead(now().as_millisecond().saturating_add(ms), now());
        for (ms, expected) in [
            (-1, false),
            (0, false),
            (1, true),
            (DAY, true),
            (2 * DAY, false),
            (1500 * DAY, false),
            (i64::MAX, false),
            (i64::MIN, false),
        ] {
            assert_eq!(until(ms), expected, "{ms}");
        }
    }

    #[test]
    fn a_clock_is_behind_the_build_and_the_last_answer() {
        let check = |now: &str, answered: Option<&str>, expected: &str| {
            let answered = answered.map(|t| at(t).as_millisecond());
            let told = behind(at(now), answered).map(|b| b.to_string());
            match (told, expected) {
                (None, "") => {}
                (Some(told), expected) if !expected.is_empty() => {
                    assert!(told.contains(expected), "{told}");
                }
                (told, _) => panic!("{now} {answered:?}: {told:?}"),
            }
        };
        check("1970-01-01T00:00:00Z", None, "this arxsync was made");
        check(
            "2022-06-01T00:00:00Z",
            None,
            "it shows 2022-06-01T00:00:00Z",
        );
        check("2027-03-01T12:00:00Z", None, "");
        check("2027-03-01T12:00:00Z", Some("2027-03-01T12:50:00Z"), "");
        check(
            "2027-03-01T12:00:00Z",
            Some("2027-03-01T14:00:00Z"),
            "last answer is dated 2027-03-01T14:00:00Z",
        );
        check("2027-03-01T12:00:00Z", Some("2027-01-01T00:00:00Z"), "");
        check("2027-03-01T12:00:00Z", Some("2001-01-01T00:00:00Z"), "");
    }

    #[test]
    fn a_clock_alone_does_not_say_what_is_old() {
        let (before, ahead) = (at("2027-02-01T00:00:00Z"), at("2031-01-01T00:00:00Z"));
        let ms = Timestamp::as_millisecond;
        assert_eq!(surely_passed(ahead, Some(ms(before)), []), before);
        assert_eq!(surely_passed(now(), Some(ms(ahead)), []), now());
        assert_eq!(
            surely_passed(ahead, None, [ms(ahead), ms(before), 1]),
            before
        );
        assert_eq!(surely_passed(now(), Some(1), []), now());
    }

    #[test]
    fn jumps_are_noticed_both_ways() {
        let minute = Duration::from_secs(60);
        let jump = |to: &str| jump(now(), minute, at(to)).map(|j| j.as_mins());
        assert_eq!(jump("2027-03-01T12:01:00Z"), None);
        assert_eq!(jump("2027-03-01T12:01:59Z"), None);
        assert_eq!(jump("2027-03-01T13:01:00Z"), Some(60), "ahead, or asleep");
        assert_eq!(jump("2027-02-24T12:01:00Z"), Some(-5 * 24 * 60));
    }

    /// The constant is to be moved now and then; not into the future of who builds.
    #[test]
    #[allow(clippy::print_stdout, reason = "a test that is skipped says so")]
    fn the_build_date_is_near_the_last_commit() {
        let git = ["log", "-1", "--format=%ct"];
        let log = Command::new("git").args(git).output();
        let seconds = log.ok().and_then(|o| String::from_utf8(o.stdout).ok());
        let Some(seconds) = seconds.and_then(|s| s.trim().parse().ok()) else {
            return println!("skipped: no Git history here");
        };
        let age = Timestamp::from_second(seconds)
            .unwrap()
            .duration_since(BUILT);
        let days = age.as_hours() / 24;
        assert!((0..=180).contains(&days), "set BUILT anew: {days} days");
    }
}
