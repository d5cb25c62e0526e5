//! The command line: arguments, one file a command, printing, exit codes. Nothing is decided here
//! that a library user would miss.

pub mod args;
pub mod backup;
pub mod config;
pub mod daemon;
pub mod decide;
pub mod decisions;
pub mod doctor;
pub mod entries;
pub mod exit;
pub mod history;
mod log;
mod progress;
pub mod report;
pub mod review;
pub mod status;
pub mod sync;
pub mod undo;
mod width;

use crate::app::bug;
use crate::config::{Config, ConfigError, LogFormat};
use crate::list::file::{self, Source};
use crate::report::{LeftOut, sanitize};
use crate::store::LockError;
use args::{Args, Command};
use clap::Parser as _;
use exit::Exit;
use std::io::Write as _;

/// The whole program: reads the command line, runs the command, and says how it went.
pub fn main() -> Exit {
    let args = Args::parse();
    colour(args.color).write_global();
    caught(|| {
        let config = args.command.load();
        let format = config.as_ref().map_or(LogFormat::Text, |config| config.log);
        log::start(verbose(&args), format, args.color);
        command(&args, config)
    })
}

/// How much the log says. A service says what it does; what it is asked to leave out, it leaves
/// out.
fn verbose(args: &Args) -> u8 {
    match args.command {
        Command::Daemon(_) => args.verbose.max(1),
        _ => args.verbose,
    }
}

/// A panic is a bug, and 101 would be no code of the contract. Nothing is used after it.
fn caught(command: impl FnOnce() -> Exit) -> Exit {
    bug::caught(command).unwrap_or_else(|bug| {
        bug.log("the command failed inside", "everything");
        let mut stderr = anstream::stderr().lock();
        let _ = writeln!(stderr, "arxsync: failed inside; please report it: {bug}");
        Exit::Error
    })
}

fn command(args: &Args, config: Result<Config, ConfigError>) -> Exit {
    match config
        .map_err(Into::into)
        .and_then(|config| ran(args, &config))
    {
        Ok(exit) => exit,
        Err(error) => {
            let is_lock = matches!(error.downcast_ref(), Some(LockError::Held { .. }));
            let message = sanitize::lines(&format!("{error:#}"));
            let _ = writeln!(anstream::stderr().lock(), "arxsync: {}", message.trim_end());
            if is_lock { Exit::Locked } else { Exit::Error }
        }
    }
}

fn ran(args: &Args, config: &Config) -> anyhow::Result<Exit> {
    match &args.command {
        Command::Sync(sync) => sync::run(args, sync, config),
        Command::Review(args) => review::run(args, config),
        Command::Accept(args) => decide::accept(args, config),
        Command::Reject(args) => decide::reject(args, config),
        Command::Ignore(args) => decide::ignore(args, config),
        Command::Decide(args) => decide::file(args, config),
        Command::Decisions(args) => decisions::run(args, config),
        Command::Entries(entries) => entries::run(entries, config),
        Command::Daemon(daemon) => daemon::run(daemon),
        Command::Status(args) => status::run(args, config),
        Command::History(args) => history::run(args, config),
        Command::Doctor(args) => doctor::run(args, config),
        Command::Undo(args) => undo::run(args, config),
        Command::Backup(args) => backup::run(args, config),
        Command::Report(args) => report::run(args, config),
        Command::Config(args) => config::check(args.check(), config),
    }
}

/// Prints on stdout what a command has to say.
fn print(text: &str) -> anyhow::Result<()> {
    sync::ignoring_broken_pipe(anstream::stdout().lock().write_all(text.as_bytes()))
}

/// The list on the standard input, where `-` names it.
fn input(lists: &[String]) -> anyhow::Result<Option<Source>> {
    match lists {
        [one] if one == file::STDIN => Ok(Some(file::read_input(std::io::stdin().lock())?)),
        _ if lists.iter().any(|list| list == file::STDIN) => anyhow::bail!(
            "- is the list on the standard input, and stands alone: name no other list beside it"
        ),
        _ => Ok(None),
    }
}

/// Tells which lists cannot be worked on, and the exit code that says so.
fn tell_left_out(lists: &[LeftOut], is_all: bool) -> Exit {
    for list in lists {
        let why = sanitize::one_line(&list.why);
        let _ = writeln!(anstream::stderr().lock(), "arxsync: {why}");
    }
    match (lists, is_all) {
        ([], _) => Exit::Done,
        (_, false) => Exit::Incomplete,
        (_, true) => Exit::Error,
    }
}

fn colour(choice: clap::ColorChoice) -> anstream::ColorChoice {
    match choice {
        clap::ColorChoice::Auto => anstream::ColorChoice::Auto,
        clap::ColorChoice::Always => anstream::ColorChoice::Always,
        clap::ColorChoice::Never => anstream::ColorChoice::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_with_two() {
        assert_eq!(caught(|| panic!("a bug")), Exit::Error);
        assert_eq!(caught(|| Exit::Pending), Exit::Pending);
    }
}
