//! What holds for every text, tried on random ones. Examples of single behaviours are in the
//! modules themselves.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod authors;
mod decided;
mod decisions;
mod edits;
mod escape;
mod forms;
mod grids;
mod parse;
mod texts;
mod undo;
mod words;

use proptest::prelude::ProptestConfig;
use proptest::test_runner::RngSeed;

/// The same texts in every run, so that a red test means a changed program; `SEED=… cargo test`
/// tries others. Failures are to become examples in the modules, so no file of seeds is kept.
fn config(cases: u32) -> ProptestConfig {
    let seed = std::env::var("SEED").ok().and_then(|s| s.parse().ok());
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed.unwrap_or(1)),
        ..ProptestConfig::default()
    }
}
