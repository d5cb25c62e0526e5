//! The client against a small server on the loopback: what it sends, and what it makes of every
//! answer.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod lookups;
mod papers;
mod server;
