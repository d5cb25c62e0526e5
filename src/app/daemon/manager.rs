//! What the service manager is told (sd_notify). Without systemd nobody listens, and nothing here
//! does anything.

use sd_notify::NotifyState;
use std::time::{Duration, Instant};

/// The way to the service manager.
pub(super) struct Manager {
    /// How often it wants to hear that the loop is alive; half of its patience.
    interval: Option<Duration>,
    last: Option<Instant>,
    status: String,
}

impl Manager {
    pub(super) fn new() -> Self {
        Self {
            interval: sd_notify::watchdog_enabled().map(|patience| patience / 2),
            last: None,
            status: String::new(),
        }
    }

    /// How long the loop may sleep.
    pub(super) fn interval(&self) -> Duration {
        self.interval.unwrap_or(Duration::MAX)
    }

    /// The loop is alive. It is told no more often than needed.
    pub(super) fn alive(&mut self) {
        let Some(interval) = self.interval else {
            return;
        };
        if self.last.is_none_or(|last| last.elapsed() >= interval / 2) {
            self.last = Some(Instant::now());
            tell(&[NotifyState::Watchdog]);
        }
    }

    /// Started, or done with reloading.
    pub(super) fn ready(&mut self) {
        self.status.clear();
        tell(&[NotifyState::Ready]);
    }

    /// The configuration is read again; `ready` follows.
    pub(super) fn reloading(&self) {
        match NotifyState::monotonic_usec_now() {
            Ok(now) => tell(&[NotifyState::Reloading, now]),
            Err(_) => tell(&[NotifyState::Reloading]),
        }
    }

    pub(super) fn stopping(&self) {
        tell(&[NotifyState::Stopping]);
    }

    /// What it does, on one line.
    pub(super) fn status(&mut self, text: &str) {
        if self.status != text {
            text.clone_into(&mut self.status);
            tell(&[NotifyState::Status(text)]);
        }
    }
}

/// That nobody listens is no fault of the service.
fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::debug!(%error, "cannot tell the service manager");
    }
}
