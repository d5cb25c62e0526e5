//! arxsync keeps people's Markdown paper lists true to arXiv.
//!
//! The way of the data, and where to look for it:
//!
//! | step | place |
//! | --- | --- |
//! | what the user typed and configured | [`cli`], [`config`] |
//! | a list is read, and written back atomically | [`list::file`] |
//! | text → blocks with byte spans → entries with fields | [`list::document`], [`list::layout`], [`list::entry`] |
//! | links → ids; bytes from arXiv → papers; the only network code | [`arxiv::id`], [`arxiv::atom`], [`arxiv::client`] |
//! | what counts as the same text, name, title | [`text`] |
//! | entries × papers → changes and findings | [`plan`] |
//! | edits, and text escaped for the place where it lands | [`list::edit`], [`list::escape`] |
//! | the only SQL: cache of papers, runs, pace | [`store`] |
//! | a finished run → JSON, Markdown, terminal, unified diff; status, history, health → text, JSON | [`report`] |
//! | the jobs that tie the above together | [`app`] |
//!
//! The heart of it, by example: another spelling is no difference, another word is.
//!
//! ```
//! use arxsync::text::{align, glyph::Glyphs, words};
//!
//! let words = |text| words::of(&Glyphs::plain(text));
//! let same = |a, b| align::same(&words(a), &words(b));
//! assert!(same(r"``Poincar\'e'' --- 90\% done", "“Poincaré” - 90% done."));
//! assert!(!same("trained on 78 tasks", "trained on 87 tasks"));
//! ```
//!
//! `docs/architecture.md` says who may use whom and what is never done; `tests/house` keeps those
//! rules.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")
)]

pub mod app;
pub mod arxiv;
pub mod cli;
pub mod config;
pub mod list;
pub mod plan;
pub mod report;
pub mod schedule;
pub mod store;
pub mod text;
