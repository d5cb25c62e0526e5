//! The program: its commands as users call them, its configuration, its reports, what it remembers,
//! and what the pages say of it. Whole runs against the stand-in for arXiv, and the daemon, are in
//! `live`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../common/bare.rs"]
mod bare;
mod commands;
mod config;
mod demo;
mod docs;
mod readme;
mod reports;
#[path = "../common/skip.rs"]
mod skip;
mod store;
