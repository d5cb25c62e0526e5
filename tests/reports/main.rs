//! Reports of one sample run, compared as wholes, and what hostile text makes of them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod diff;
mod hostile;

mod json;
mod markdown;
mod sample;
mod terminal;
