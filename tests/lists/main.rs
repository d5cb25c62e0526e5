//! Lists as files, and the judging of what is in them: on records of papers (`records`), and on
//! texts that nobody writes (`long_texts`).
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod list_file;
mod long_texts;
mod records;
#[path = "../common/shared.rs"]
mod shared;
#[path = "../common/skip.rs"]
mod skip;
