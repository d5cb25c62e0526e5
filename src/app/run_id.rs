//! Names of runs: UUIDs that begin with the time, so that reports sort in a folder. The order of
//! runs is not theirs but that of their numbers in the database.

use jiff::Timestamp;
use uuid::{NoContext, Uuid};

/// A new one. The library's own way panics where the clock shows a time before 1970.
pub(super) fn new(now: Timestamp) -> Uuid {
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or_default();
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanoseconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_makes_a_name() {
        let mut names = [
            "-000100-01-01T00:00Z",
            "1970-01-01T00:00Z",
            "2026-12-01T00:00Z",
        ]
        .map(|time| new(time.parse().unwrap()).to_string());
        names[0].clear();
        assert!(names[1].starts_with("00000000-0000-7"), "{names:?}");
        assert!(names.is_sorted() && names[1] != new(Timestamp::UNIX_EPOCH).to_string());
        assert_eq!(new(Timestamp::MAX).get_version_num(), 7);
    }
}
