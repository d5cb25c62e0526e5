//! A bug is a panic. It ends what it was about and nothing else: the list that was planned, the run
//! of a service, the command. This is the only place that catches one; pure code knows nothing of
//! it.
//!
//! A panic that is caught is told by whoever caught it, with its place, in one line. Others (on
//! other threads) are told as always. What ends the whole process (a stack that overflows, no
//! memory) nobody can catch.

use crate::list::file::Source;
use crate::report::sanitize;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::{Cell, RefCell};
use std::fmt::{self, Display, Formatter};
use std::panic::{self, AssertUnwindSafe, Location, PanicHookInfo, catch_unwind};
use std::sync::Once;

/// So many characters of a panic's message are told: some quote all that they stumbled over.
const LONGEST_MESSAGE: usize = 200;

thread_local! {
    /// How many calls on this thread wait for a panic.
    static CATCHING: Cell<u32> = const { Cell::new(0) };
    /// What the last panic that is to be caught says of itself.
    static CAUGHT: RefCell<Option<Bug>> = const { RefCell::new(None) };
}

/// What is known of a panic.
#[derive(Debug)]
pub struct Bug {
    message: String,
    place: String,
    /// Where `RUST_BACKTRACE` asks for it.
    backtrace: Option<Backtrace>,
}

/// What was done with a list when it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Parsing it, and recognising its entries.
    Reading,
    /// Comparing its entries, and proving the plan.
    Planning,
}

/// Works; a panic is a value.
///
/// That nothing half-done is seen afterwards is the caller's to know: `work` changes nothing that
/// is used after it panicked, or only what survives being left at any point.
///
/// # Errors
///
/// It panicked.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Bug> {
    listen();
    CATCHING.set(CATCHING.get() + 1);
    let done = catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(CATCHING.get() - 1);
    done.map_err(|_| CAUGHT.take().unwrap_or_else(Bug::unknown))
}

/// Works on one list. A panic fails that list alone: it is logged, and the reason to be told is the
/// error. The lists after it are about other papers.
///
/// This is sound since `work` gets all that other lists need by shared references. What it may
/// leave half-done belongs to the list that it failed on, which nobody looks at again; and who
/// watches the run is only asked, by a borrow that ends with it.
///
/// # Errors
///
/// It panicked: why the list is not worked on, and what to do.
pub(super) fn of_list<T>(
    step: Step,
    source: &Source,
    work: impl FnOnce() -> T,
) -> Result<T, String> {
    let work = || {
        #[cfg(test)]
        trap::spring(step, source);
        work()
    };
    caught(work).map_err(|bug| {
        let list = sanitize::one_line(&source.path.display().to_string());
        let step = step.words();
        bug.log(&format!("failed inside while {step} a list"), &list);
        format!("arxsync failed inside while {step} this list; please report it: {bug}")
    })
}

impl Step {
    fn words(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Planning => "planning",
        }
    }
}

impl Bug {
    fn of(info: &PanicHookInfo<'_>) -> Self {
        let payload = info.payload();
        let message = (payload.downcast_ref::<&str>().copied())
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("a panic without a message");
        let message: String = message.chars().take(LONGEST_MESSAGE).collect();
        let backtrace = Backtrace::capture();
        let is_wanted = backtrace.status() == BacktraceStatus::Captured;
        Self {
            message: sanitize::one_line(&message),
            place: info
                .location()
                .map_or_else(|| "an unknown place".into(), Location::to_string),
            backtrace: is_wanted.then_some(backtrace),
        }
    }

    /// Somebody else listens to panics in this process.
    fn unknown() -> Self {
        Self {
            message: "a panic".into(),
            place: "an unknown place".into(),
            backtrace: None,
        }
    }

    /// Logs it: `what` failed, on which list or run.
    pub fn log(&self, what: &str, on: &str) {
        let (why, place) = (&self.message, &self.place);
        tracing::error!(on, why, place, "a bug: {what}");
        if let Some(backtrace) = &self.backtrace {
            tracing::error!(%backtrace, "where it came from");
        }
    }
}

impl Display for Bug {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (message, place) = (&self.message, &self.place);
        let version = env!("CARGO_PKG_VERSION");
        write!(f, "{message:?} at {place} of arxsync {version}")
    }
}

/// From now on a panic that is caught is kept and not printed.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| match CATCHING.get() {
            0 => usual(info),
            _ => CAUGHT.set(Some(Bug::of(info))),
        }));
    });
}

/// Lets tests make the work on some lists panic. No product has it.
#[cfg(test)]
pub(super) mod trap {
    use super::{Source, Step};
    use std::cell::RefCell;

    thread_local! {
        static SET: RefCell<Option<(Step, String)>> = const { RefCell::new(None) };
    }

    /// From now on, this step panics on lists of this name, on this thread.
    pub fn set(step: Step, name: &str) {
        SET.set(Some((step, name.to_owned())));
    }

    pub fn spring(step: Step, source: &Source) {
        SET.with_borrow(|set| {
            if let Some((at, name)) = set
                && *at == step
                && source.path.ends_with(name)
            {
                panic!("{name} stepped on a trap");
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_value_that_knows_its_place() {
        assert_eq!(caught(|| 1).unwrap(), 1);
        let line = line!() + 1;
        let bug = caught(|| panic!("no such\nbyte: {}", 7)).unwrap_err() as Bug;
        let told = bug.to_string();
        assert!(told.contains(&format!("src/app/bug.rs:{line}:")), "{told}");
        assert!(told.starts_with("\"no such"), "{told}");
        assert!(!told.contains('\n'), "{told}");
        let bug = caught(|| panic::panic_any(7)).unwrap_err() as Bug;
        assert!(bug.to_string().contains("without a message"), "{bug}");
    }

    #[test]
    fn a_panic_within_another_work_ends_the_inner_one_alone() {
        let outer = caught(|| {
            let inner = caught(|| -> u8 { panic!("inner") });
            inner.unwrap_err().to_string()
        });
        assert!(outer.unwrap().contains("inner"));
        let bug = caught(|| {
            caught(|| ()).unwrap();
            panic!("outer")
        })
        .unwrap_err() as Bug;
        assert!(bug.to_string().contains("outer"), "{bug}");
        assert_eq!(CATCHING.get(), 0);
    }

    #[test]
    fn a_long_message_is_cut() {
        let bug = caught(|| panic!("{}", "é".repeat(5000))).unwrap_err() as Bug;
        assert!(bug.to_string().chars().count() < LONGEST_MESSAGE + 100);
    }
}
