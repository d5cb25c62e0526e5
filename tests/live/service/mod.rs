//! The daemon as systemd sees it: what it tells, which signals it takes, what it does when it is
//! due.
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

mod after;
mod clock;
mod daemon;
mod log;
mod running;
mod units;
