//! The wait for the lock of the state directory, one run at a time. What the lock is, is in
//! [`crate::store`].

use super::connection::{BEAT, Stopped, Watch};
use crate::store::{LockError, RunLock};
use anyhow::Result;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// Takes the lock. Where another run holds it, waits for that run to end, at most for `patience`;
/// the second value tells whether it waited.
///
/// # Errors
///
/// Another run still holds it, the state directory cannot be used, or the watcher ended the wait
/// ([`Stopped`]).
pub(super) fn acquire(
    state_dir: &Path,
    id: &str,
    patience: Duration,
    watch: &mut dyn Watch,
) -> Result<(RunLock, bool)> {
    let begun = Instant::now();
    let mut has_waited = false;
    loop {
        let held = match RunLock::acquire(state_dir, id) {
            Err(held @ LockError::Held { .. }) if begun.elapsed() < patience => held,
            taken => return Ok((taken?, has_waited)),
        };
        if watch.is_over() {
            return Err(Stopped.into());
        }
        if !has_waited {
            tracing::warn!("{held}; waiting for it");
            has_waited = true;
        }
        thread::sleep(BEAT);
    }
}
