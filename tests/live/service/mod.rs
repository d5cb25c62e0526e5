//! The daemon as systemd sees it: what it tells, which signals it takes, what it does when it is
//! due.

mod after;
mod clock;
mod daemon;
mod log;
mod running;
mod units;
