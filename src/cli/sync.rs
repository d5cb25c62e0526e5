//! `arxsync sync`: arguments to a request, the run, and what is printed of it.

use super::args::{Args, Sync};
use super::exit::Exit;
use super::progress::Bar;
use crate::app::diff_names::Here;
use crate::app::request::Request;
use crate::app::resolve::Sources;
use crate::app::service_run;
use crate::app::sync;
use crate::arxiv::id::PaperRef;
use crate::config::Config;
use crate::plan::input::Only;
use crate::report::{Mode, Run, diff, json, terminal};
use anyhow::{Context as _, Result};
use std::io::{ErrorKind, IsTerminal as _, Write as _};

/// Runs the command.
///
/// # Errors
///
/// Lists or database cannot be used, or another run holds the lock.
pub fn run(args: &Args, sync: &Sync, config: &Config) -> Result<Exit> {
    let request = Request {
        lists: sync.lists.clone(),
        mode: sync.mode(),
        sources: match (sync.offline, sync.refresh) {
            (true, _) => Sources::Offline,
            (false, true) => Sources::Refresh,
            (false, false) => Sources::Usual,
        },
        only: sync.only.as_deref().map(only),
        report_dir: sync.report.clone().or_else(|| config.report_dir.clone()),
        patience: sync.wait.unwrap_or_default(),
    };
    let mut bar = Bar::new();
    // The lists of the configuration are a service's, whoever starts it.
    let is_service = request.lists.is_empty() && request.mode == Mode::Apply;
    let run = match is_service {
        true => service_run::run(config, &config.lists, &request, &mut bar),
        false => sync::run(config, &request, &mut bar),
    };
    bar.clear();
    let run = run?;
    ignoring_broken_pipe(print(sync, &run, args))?;
    Ok(Exit::of_run(&run))
}

/// Whoever reads our output and stops has seen enough; what was done is the same.
pub(super) fn ignoring_broken_pipe(printed: std::io::Result<()>) -> Result<()> {
    match printed {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        printed => printed.context("cannot print what was done"),
    }
}

/// An arXiv id, or a part of a title.
fn only(text: &str) -> Only {
    match PaperRef::parse(text) {
        Ok(paper) => Only::Paper(paper.id),
        Err(_) => Only::Title(text.to_owned()),
    }
}

/// Data to stdout; with `--diff` the summary goes to stderr, so that the diff can be piped.
fn print(sync: &Sync, run: &Run, args: &Args) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    let width = terminal_width();
    if sync.json {
        return writeln!(out, "{}", json::json(run).trim_end());
    }
    if !sync.diff {
        return write!(out, "{}", terminal::summary(run, width));
    }
    let here = Here::find()?;
    let named = |list: &str| here.named(list);
    if std::io::stdout().is_terminal() && args.color != clap::ColorChoice::Never {
        write!(out, "{}", diff::for_terminal(run, named))?;
    } else {
        let diff = diff::unified(run, named);
        std::io::stdout().lock().write_all(diff.as_bytes())?;
    }
    out.flush()?;
    // The diff is what was asked for.
    let told = terminal::summary(run, width) + &diff::elsewhere(run, named);
    let _ = write!(anstream::stderr().lock(), "{told}");
    Ok(())
}

/// Columns of the terminal; 100 where there is none.
pub(super) fn terminal_width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|c| c.parse().ok())
        .filter(|c| (40..=400).contains(c))
        .unwrap_or(100)
}
