//! `arxsync sync`: arguments to a request, the run, and what is printed of it.

use super::args::{Args, Sync};
use super::exit::Exit;
use super::progress::Bar;
use super::width;
use crate::app::diff_names::Here;
use crate::app::request::Request;
use crate::app::resolve::Sources;
use crate::app::service_run;
use crate::app::sync;
use crate::arxiv::id::PaperRef;
use crate::config::Config;
use crate::list::edit::{EditError, EditSet};
use crate::list::file::Source;
use crate::plan::Decision;
use crate::plan::input::Only;
use crate::plan::lines::renumber;
use crate::report::{Mode, Run, diff, json, terminal};
use anyhow::{Context as _, Result};
use std::io::{ErrorKind, IsTerminal as _, Write as _};

/// Runs the command.
///
/// # Errors
///
/// Lists or database cannot be used, or another run holds the lock.
pub fn run(args: &Args, sync: &Sync, config: &Config) -> Result<Exit> {
    let input = super::input(&sync.lists)?;
    let mode = match &input {
        // There is no file to write, and no history of one.
        Some(_) if sync.mode() == Mode::Apply => Mode::DryRun,
        _ => sync.mode(),
    };
    let request = Request {
        lists: sync.lists.clone(),
        input,
        mode,
        sources: match (sync.offline, sync.refresh) {
            (true, _) => Sources::Offline,
            (false, true) => Sources::Refresh,
            (false, false) => Sources::Usual,
        },
        only: sync.only.as_deref().map(only),
        chosen: None,
        report_dir: match mode {
            Mode::Apply => sync.report.clone().or_else(|| config.report_dir.clone()),
            Mode::DryRun | Mode::Check => sync.report.clone(),
        },
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
    ignoring_broken_pipe(match &request.input {
        Some(source) if !sync.json => print_filtered(sync, run.clone(), source, args),
        _ => print(sync, &run, args),
    })?;
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
    let width = width::of_terminal();
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

/// What becomes of a list on the standard input: the corrected one, or the difference, on stdout
/// and nothing else there. With `--dry-run` or `--check` only the summary is told.
fn print_filtered(sync: &Sync, mut run: Run, source: &Source, args: &Args) -> std::io::Result<()> {
    if sync.mode() == Mode::Apply {
        run.mode = Mode::Apply;
        for list in &mut run.lists {
            list.written = list.before != list.after;
            if list.written {
                renumber(&mut list.plan, &source.text);
            }
        }
    }
    if sync.diff {
        return print(sync, &run, args);
    }
    if sync.mode() == Mode::Apply {
        let text = filtered(&run, source).map_err(std::io::Error::other)?;
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
    }
    let told = terminal::summary(&run, width::of_terminal());
    let _ = write!(anstream::stderr().lock(), "{told}");
    Ok(())
}

/// The list with the changes of the run made; as it is where the run may edit nothing. The text in
/// the run is for reports, which show no name that must not be shown.
fn filtered(run: &Run, source: &Source) -> Result<String, EditError> {
    let is_held = run.problem.is_some() || run.lists.iter().any(|list| list.problem.is_some());
    if is_held {
        return Ok(source.text.clone());
    }
    let changes = run.lists.iter().flat_map(|list| &list.plan.changes);
    let applied = changes.filter(|change| change.decision == Decision::Apply);
    let edits = applied.flat_map(|change| change.edits.iter().cloned());
    Ok(EditSet::new(&source.text, edits.collect())?.apply(&source.text))
}
