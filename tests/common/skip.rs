//! How a test says that it does nothing here. Tests that are skipped count as passed, so that this
//! word is all that tells.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::Write;
use std::sync::Mutex;

/// Says on stderr which test is skipped, and why. What `print!` and `eprint!` say is kept back
/// where a test passes; this is not. The harness names each test's thread after it.
pub fn skipped(why: impl Display) {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let thread = std::thread::current();
    let line = format!("skipped: {}: {why}\n", thread.name().unwrap_or("a test"));
    if SAID.lock().unwrap().insert(line.clone()) {
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
}
