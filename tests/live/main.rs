//! The program as a whole, run against a stand-in for arXiv (`fake`) on the loopback, and the
//! daemon (`service`).
//!
//! What one answer means is tested in `tests/arxiv`; here only what a user sees: exit code, list,
//! report, requests.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod fake;
mod faults;
mod home;
mod lookups;
mod published;
mod resumption;
mod rounds;
mod runs;
mod service;
#[path = "../common/skip.rs"]
mod skip;
mod undo;
mod ways;
