//! What the stand-in gets wrong when it is told to.

use std::time::Duration;

/// More often than any test asks.
pub const EVER: usize = 1000;

/// How one answer fails.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// This status, and what `Retry-After` says, in seconds.
    Status(u16, Option<u32>),
    /// What goes with 429, under 200.
    RateIn200,
    /// A redirect to this address.
    Redirect(String),
    /// A page of HTML, under 200.
    Html,
    /// Bytes that are nothing, under 200.
    Garbage,
    /// A feed of so many MiB, packed into a few KiB.
    Bomb(usize),
    /// Entities that would grow to gigabytes.
    BillionLaughs,
    /// A feed without entries.
    Empty,
    /// Every second entry is left out; the feed counts them all.
    Partial,
    /// Other papers than those that were asked for.
    Swap,
    /// Every abstract has so many words.
    HugeField(usize),
    /// The right answer as `text/plain`.
    WrongType,
    /// This share of the right answer, as if it were all.
    Truncated(f64),
    /// The same, and the connection ends before all that was promised.
    Torn(f64),
    /// The right answer, bit by bit, in this time.
    Slow(Duration),
    /// No byte for so long, and then none.
    Hang(Duration),
    /// The connection ends at once.
    Reset,
}

/// A status without `Retry-After`.
pub fn status(code: u16) -> Kind {
    Kind::Status(code, None)
}

/// A status that asks to wait so many seconds.
pub fn wait(code: u16, seconds: u32) -> Kind {
    Kind::Status(code, Some(seconds))
}

/// The right answer after about so many seconds.
pub fn slow(seconds: f64) -> Kind {
    Kind::Slow(Duration::from_secs_f64(seconds))
}

/// Good answers, then bad ones of a kind.
#[derive(Clone, Debug)]
pub struct Fault {
    kind: Kind,
    after: usize,
    times: usize,
}

impl From<Kind> for Fault {
    fn from(kind: Kind) -> Self {
        let (after, times) = (0, 1);
        Self { kind, after, times }
    }
}

impl Kind {
    /// After so many good answers, once.
    pub fn after(self, good: usize) -> Fault {
        let fault = Fault::from(self);
        Fault {
            after: good,
            ..fault
        }
    }

    /// So many times.
    pub fn times(self, times: usize) -> Fault {
        self.after(0).times(times)
    }
}

impl Fault {
    /// So many times.
    pub fn times(self, times: usize) -> Self {
        Self { times, ..self }
    }
}

/// What goes wrong with the next answer, if anything does; the first fault that is not over counts.
pub fn next(faults: &mut [Fault]) -> Option<Kind> {
    for fault in faults {
        if fault.after > 0 {
            fault.after -= 1;
            return None;
        }
        if fault.times > 0 {
            fault.times -= 1;
            return Some(fault.kind.clone());
        }
    }
    None
}
