//! What holds for every text, tried on random ones. Examples of single behaviours are in the modules themselves.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod authors;
mod edits;
mod escape;
mod parse;
mod texts;
mod words;

use proptest::prelude::ProptestConfig;

/// Failures are to become examples in the modules, so no file of seeds is kept.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
