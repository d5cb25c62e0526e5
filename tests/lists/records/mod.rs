//! The judgement of what counts as the same text, measured on tens of thousands of real records:
//! nothing here is made up.
//!
//! The records lie in `../shared/data`; without them nothing is measured, and each test says so. A
//! debug build takes every 250th record; a release build, or `ALL=1`, takes all.
//! `cargo test --release --test lists records -- --nocapture` prints the figures.
#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

mod abstracts;
mod damaged;
mod data;
mod names;
mod tex_to_markdown;
mod texts;
mod titles;
mod totals;
