//! SIGTERM, SIGINT and SIGHUP as flags, and a sleep that they end.

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// What was signalled.
pub(super) struct Signals {
    flags: Arc<Flags>,
}

#[derive(Default)]
struct Flags {
    stop: AtomicBool,
    reload: AtomicBool,
}

impl Signals {
    /// Listens from now on; the calling thread is the one that [`Signals::wait`] wakes.
    pub(super) fn install() -> io::Result<Self> {
        let flags = Arc::new(Flags::default());
        let mut signals = iterator::Signals::new([SIGTERM, SIGINT, SIGHUP])?;
        let (seen, sleeper) = (Arc::clone(&flags), thread::current());
        let listen = move || {
            for signal in signals.forever() {
                let flag = if signal == SIGHUP {
                    &seen.reload
                } else {
                    &seen.stop
                };
                flag.store(true, Ordering::SeqCst);
                sleeper.unpark();
            }
        };
        thread::Builder::new()
            .name("signals".into())
            .spawn(listen)?;
        Ok(Self { flags })
    }

    /// Whether the program is to end.
    pub(super) fn stop(&self) -> bool {
        self.flags.stop.load(Ordering::SeqCst)
    }

    /// Whether the configuration is to be read again; asking forgets it.
    pub(super) fn take_reload(&self) -> bool {
        self.flags.reload.swap(false, Ordering::SeqCst)
    }

    /// Sleeps for so long, or until a signal comes.
    #[expect(clippy::unused_self, reason = "only who listens may sleep so")]
    pub(super) fn wait(&self, time: Duration) {
        thread::park_timeout(time);
    }
}
