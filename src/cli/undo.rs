//! `arxsync undo`: takes changes back that runs made.

use super::args::Undo;
use super::exit::Exit;
use super::print;
use crate::app::connection::Nobody;
use crate::app::diff_names::Here;
use crate::app::undo::{self, Request, What};
use crate::config::Config;
use crate::report::diff;
use crate::report::sanitize;
use crate::report::undo as report;
use anyhow::Result;
use std::io::IsTerminal as _;

/// Runs the command.
///
/// # Errors
///
/// There is no such change or run, the decisions or the database cannot be used, or another run
/// holds the lock.
pub fn run(args: &Undo, config: &Config) -> Result<Exit> {
    let request = Request {
        what: match &args.run {
            Some(run) => What::Run(run.clone()),
            None => What::Changes(args.changes.clone()),
        },
        dry_run: args.dry_run,
    };
    let undone = undo::undo(config, &request, &mut Nobody)?;
    let told = match args.json {
        true => report::json(&undone),
        false if args.dry_run => diff(&undone)? + &report::text(&undone),
        false => report::text(&undone),
    };
    print(&told)?;
    Ok(exit(&undone))
}

/// What would become of the lists, as a unified diff.
fn diff(undone: &report::Undo) -> Result<String> {
    let here = Here::find()?;
    let changed = undone.lists.iter().filter(|l| l.before != l.after);
    let texts = changed.map(|l| diff::of_texts(&l.before, &l.after, &here.named(&l.path)));
    let text: String = texts.collect();
    Ok(match std::io::stdout().is_terminal() {
        true => sanitize::lines(&text.replace("\r\n", "\n")),
        false => text,
    })
}

/// That a change was undone before is worth a word, but nothing is left to do about it where others
/// were undone.
fn exit(undone: &report::Undo) -> Exit {
    let is_done = undone.changes().any(|change| change.done);
    let is_left = |c: &report::UndoneChange| !(c.done || is_done && c.undone_by.is_some());
    if undone
        .lists
        .iter()
        .all(|list| list.problem.is_some() && !list.is_stale)
    {
        Exit::Error
    } else if undone.changes().any(is_left) {
        Exit::Incomplete
    } else {
        Exit::Done
    }
}
