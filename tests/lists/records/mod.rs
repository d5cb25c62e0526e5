//! The judgement of what counts as the same text, measured on tens of thousands of real records.
//!
//! They lie in `../shared/data`. Without them what has to hold of every paper is measured on a few
//! invented ones (`tests/common/papers.toml`), and each other test says that it does nothing. A
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
