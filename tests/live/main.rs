//! The program as a whole, run against the stand-in for arXiv that lies beside the project, and
//! skipped where it is not there; and the daemon (`service`), which needs no stand-in.
//!
//! What one answer means is tested in `tests/arxiv`; here only what a user sees: exit code, list,
//! report, requests.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod fake;
mod faults;
mod home;
mod lookups;
mod resumption;
mod rounds;
mod runs;
mod service;
#[path = "../common/shared.rs"]
mod shared;
#[path = "../common/skip.rs"]
mod skip;
