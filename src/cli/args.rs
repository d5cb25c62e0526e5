//! What can be typed: `README.md#use`. Flags hold only what differs from call to call; the rest is
//! configuration.

mod review;
mod service;
mod undo;

pub use review::{
    Accept, Decide, Decisions, DecisionsCommand, Field, Ignore, Lists, Reject, Review,
};
pub use service::{
    Backup, Config, ConfigCheck, ConfigCommand, Daemon, Doctor, History, Report, ReportFormat,
    Status,
};
pub use undo::Undo;

use crate::config::{self, ConfigError, Env, duration};
use crate::report::Mode;
use clap::builder::NonEmptyStringValueParser;
use clap::{ArgAction, ColorChoice, Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the exit codes mean, as `--help` tells it.
const EXIT_CODES: &str = "\
Exit codes:
  0   done; with --check: nothing is pending
  1   --check only: changes are pending, or nothing is recognised in a list
  2   error: bad usage or configuration, no list can be worked on, broken database
  3   incomplete: papers got no answer, a list changed or is unusable, or the clock is behind
  75  another run holds the lock";

const EXAMPLES: &str = "\
Examples:
  arxsync sync --dry-run README.md   see what would change
  arxsync sync README.md             correct the list in place
  arxsync sync --check '*.md'        in CI: exit 1 where a list needs correction";

/// The options of all commands come after a command's own, however many commands there are.
const LAST: usize = 100;

/// Keeps Markdown paper lists true to arXiv: corrects abstracts and author lists in place, touching
/// no other byte.
#[derive(Debug, Parser)]
#[command(name = "arxsync", version, after_help = EXIT_CODES)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// Say more about what happens, on stderr; twice for every request
    #[arg(short, long, action = ArgAction::Count, global = true, display_order = LAST)]
    pub verbose: u8,

    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value_t = ColorChoice::Auto, value_enum, global = true, display_order = LAST)]
    pub color: ColorChoice,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check lists against arXiv and correct them
    #[command(after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
    Sync(Sync),
    /// Decide on proposals and findings, one after the other
    #[command(after_help = review::CODES)]
    Review(Review),
    /// Make changes that were proposed, one by one or all
    #[command(after_help = review::CODES)]
    Accept(Accept),
    /// Say no to changes: they are not made, and not proposed again
    #[command(after_help = review::CODES)]
    Reject(Reject),
    /// Say that findings are known: they are not told again
    #[command(after_help = review::CODES)]
    Ignore(Ignore),
    /// Carry out decisions that the report's page saved
    #[command(after_help = review::CODES)]
    Decide(Decide),
    /// Show what was decided, or take it back
    #[command(after_help = review::CODES)]
    Decisions(Decisions),
    /// Show which entries are recognised in lists, without asking arXiv
    #[command(after_help = EXIT_CODES)]
    Entries(Entries),
    /// Run as a service: work on the lists of the configuration whenever they are due
    #[command(after_help = EXIT_CODES)]
    Daemon(Daemon),
    /// Tell how it goes: last runs, next run, what needs attention
    #[command(after_help = service::STATUS_CODES)]
    Status(Status),
    /// Tell what was done: the last runs, or all changes of a list or a paper
    #[command(after_help = service::CODES)]
    History(History),
    /// Take changes back that runs made, and reject them: no run makes them again
    #[command(after_help = undo::CODES)]
    Undo(Undo),
    /// Show the report of an earlier run again, also in another form
    #[command(after_help = service::CODES)]
    Report(Report),
    /// Examine database, lists and surroundings; name what is wrong and what to do
    #[command(after_help = service::DOCTOR_CODES)]
    Doctor(Doctor),
    /// Copy the database to a new file, also while a run is under way
    #[command(after_help = service::CODES)]
    Backup(Backup),
    /// Work on the configuration
    Config(Config),
}

impl Command {
    /// The configuration that a command goes by.
    ///
    /// # Errors
    ///
    /// See [`config::load`].
    pub fn load(&self) -> Result<config::Config, ConfigError> {
        let load = |file: &Option<PathBuf>, state: &Option<PathBuf>| {
            config::load(file.as_deref(), Path::new(""), &Env::read(state.clone()))
        };
        match self {
            Self::Sync(args) => load(&args.config, &args.state),
            Self::Entries(args) => load(&args.config, &None),
            Self::Config(args) => load(&args.check().config, &None),
            Self::Review(args) => args.lists.place.load(),
            Self::Accept(args) => args.lists.place.load(),
            Self::Reject(args) => args.lists.place.load(),
            Self::Ignore(args) => args.lists.place.load(),
            Self::Decide(args) => args.lists.place.load(),
            Self::Decisions(args) => args.lists().place.load(),
            Self::Daemon(args) => args.place.load(),
            Self::Status(args) => args.place.load(),
            Self::History(args) => args.place.load(),
            Self::Undo(args) => args.place.load(),
            Self::Doctor(args) => args.place.load(),
            Self::Backup(args) => args.place.load(),
            Self::Report(args) => args.place.load(),
        }
    }
}

/// What is recognised in lists.
#[derive(Debug, clap::Args)]
pub struct Entries {
    /// Markdown files, quoted globs, or - for stdin [default: those of the configuration]
    #[arg(value_name = "LIST", value_parser = NonEmptyStringValueParser::new())]
    pub lists: Vec<String>,

    /// Read this configuration [default: ./arxsync.toml, else the user's, else built-in]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Print the entries as JSON, and nothing else
    #[arg(long)]
    pub json: bool,
}

/// One run over lists.
#[derive(Debug, clap::Args)]
pub struct Sync {
    /// Markdown files, quoted globs, or - for stdin [default: those of the configuration]
    #[arg(value_name = "LIST", value_parser = NonEmptyStringValueParser::new())]
    pub lists: Vec<String>,

    /// Read this configuration [default: ./arxsync.toml, else the user's, else built-in]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Plan everything and write nothing: no list, no history
    #[arg(long)]
    pub dry_run: bool,

    /// As --dry-run, and exit with 1 where changes are pending
    #[arg(long)]
    pub check: bool,

    /// Print the changes as a unified diff that `git apply` takes
    #[arg(long)]
    pub diff: bool,

    /// Print the run report as JSON, and nothing else
    #[arg(long, conflicts_with = "diff")]
    pub json: bool,

    /// Answer from the cache and from saved answers only
    #[arg(long)]
    pub offline: bool,

    /// Ask arXiv again, also for what the cache holds fresh
    #[arg(long, conflicts_with = "offline")]
    pub refresh: bool,

    /// Only entries with this arXiv id, or whose title holds this text
    #[arg(long, value_name = "ID|TEXT", value_parser = NonEmptyStringValueParser::new())]
    pub only: Option<String>,

    /// Keep the database and the lock here [default: the user's state directory]
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,

    /// Write the report here in any mode [default: as configured, not in dry runs]
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,

    /// Wait so long (10s, 5m) for another run to end [default: not at all]
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub wait: Option<Duration>,
}

fn time(text: &str) -> Result<Duration, &'static str> {
    duration::parse(text).ok_or("a number and a unit are wanted: 10s, 5m, 1h")
}

impl Sync {
    /// What the run may do; `--check` implies `--dry-run`.
    pub fn mode(&self) -> Mode {
        match (self.check, self.dry_run) {
            (true, _) => Mode::Check,
            (false, true) => Mode::DryRun,
            (false, false) => Mode::Apply,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::exit::Exit;
    use clap::CommandFactory;
    use clap::error::ErrorKind;

    fn parse(line: &str) -> Result<Args, clap::Error> {
        Args::try_parse_from(line.split(' '))
    }

    fn sync(line: &str) -> Sync {
        match parse(line).unwrap().command {
            Command::Sync(sync) => sync,
            _ => panic!("{line}"),
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn check_wins_over_dry_run_wins_over_writing() {
        for (line, mode) in [
            ("arxsync sync", Mode::Apply),
            ("arxsync sync --diff", Mode::Apply),
            ("arxsync sync --dry-run", Mode::DryRun),
            ("arxsync sync --check", Mode::Check),
            ("arxsync sync --check --dry-run", Mode::Check),
        ] {
            assert_eq!(sync(line).mode(), mode, "{line}");
        }
    }

    #[test]
    fn every_option_is_read() {
        let all = "arxsync -vv sync a.md --config c.toml --dry-run --json --refresh --only 2210.02414 --state s --report r docs/*.md --color never";
        let args = parse(all).unwrap();
        assert_eq!((args.verbose, args.color), (2, ColorChoice::Never));
        let Command::Sync(given) = args.command else {
            panic!("{all}")
        };
        assert_eq!(given.lists, ["a.md", "docs/*.md"]);
        assert_eq!(given.config, Some("c.toml".into()));
        assert!(given.json && given.refresh && !given.offline && !given.diff);
        assert_eq!(given.only.as_deref(), Some("2210.02414"));
        assert_eq!(
            (given.state, given.report),
            (Some("s".into()), Some("r".into()))
        );
        assert!(sync("arxsync sync --offline --diff").offline);
    }

    #[test]
    fn bad_usage_exits_with_two() {
        for (line, kind) in [
            (
                "arxsync",
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand,
            ),
            ("arxsync snyc", ErrorKind::InvalidSubcommand),
            ("arxsync sync --json --diff", ErrorKind::ArgumentConflict),
            (
                "arxsync sync --offline --refresh",
                ErrorKind::ArgumentConflict,
            ),
            ("arxsync sync --dryrun", ErrorKind::UnknownArgument),
            ("arxsync history --limit 0", ErrorKind::ValueValidation),
            ("arxsync history a.md b.md", ErrorKind::UnknownArgument),
            ("arxsync report --limit 100", ErrorKind::ValueValidation),
            ("arxsync report --format pdf", ErrorKind::InvalidValue),
            ("arxsync status README.md", ErrorKind::UnknownArgument),
            ("arxsync config chek", ErrorKind::InvalidSubcommand),
            ("arxsync sync --only", ErrorKind::InvalidValue),
            ("arxsync sync --only=", ErrorKind::InvalidValue),
            ("arxsync sync --wait 10", ErrorKind::ValueValidation),
            ("arxsync sync --color sometimes", ErrorKind::InvalidValue),
        ] {
            let error = parse(line).unwrap_err();
            assert_eq!((error.kind(), error.exit_code()), (kind, 2), "{line}");
        }
    }

    #[test]
    fn help_tells_the_exit_codes() {
        for line in ["arxsync --help", "arxsync sync --help"] {
            let help = parse(line).unwrap_err().to_string();
            for exit in [
                Exit::Done,
                Exit::Pending,
                Exit::Error,
                Exit::Incomplete,
                Exit::Locked,
            ] {
                let code = format!("\n  {} ", exit.code());
                assert!(help.contains(&code), "{line}:\n{help}");
            }
        }
    }
}
