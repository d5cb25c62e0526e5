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
//! | the only place that reads the time of day, and how far it is believed | [`clock`] |
//! | the jobs that tie the above together | [`app`] |
//!
//! The heart of it, by example: another spelling is no difference, another word is.
//!
//! ```
//! use arxsync::list::{entry::Writing, field};
//! use arxsync::plan::abstract_text::{Judgement, NoOthers, Texts, judge};
//!
//! let judged = |list: &str, text| {
//!     let tokens = field::read(list, 0..list.len(), Writing::Markdown);
//!     let texts = Texts { text, ..Texts::default() };
//!     judge(&tokens, Writing::Markdown, &texts, &NoOthers).judgement
//! };
//! let arxiv = r"``Poincar\'e'' maps --- 90\% of all";
//! assert_eq!(judged("“Poincaré” maps - 90% of **all**", arxiv), Judgement::Right);
//! let wrong = judged("It is trained on 78 tasks.", "It is trained on 87 tasks.");
//! let right = "It is trained on 87 tasks.";
//! assert!(matches!(wrong, Judgement::Edit { after, .. } if after == right));
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
pub mod clock;
pub mod config;
pub mod list;
pub mod plan;
pub mod report;
pub mod schedule;
pub mod store;
pub mod text;
