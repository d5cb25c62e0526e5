//! Whether the clock was set while nobody looked, or the machine slept.

use crate::clock;
use jiff::{SignedDuration, Timestamp};
use std::time::Instant;

/// What the clock showed when it was last looked at.
pub(super) struct Jumps {
    shown: Timestamp,
    at: Instant,
}

impl Jumps {
    pub(super) fn since(now: Timestamp) -> Self {
        Self {
            shown: now,
            at: Instant::now(),
        }
    }

    /// How far it jumped since then, if it did. `Instant` stands still while the machine sleeps, so
    /// that sleep looks as if the clock had been put forward: what it means for schedules is the
    /// same.
    pub(super) fn noticed(&mut self, now: Timestamp) -> Option<SignedDuration> {
        let before = std::mem::replace(self, Self::since(now));
        clock::jump(before.shown, before.at.elapsed(), now)
    }
}
