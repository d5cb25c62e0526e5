//! The arguments of the service, and of the commands by which people learn how it is.

use crate::config::{self, ConfigError, Env};
use clap::Subcommand;
use clap::builder::NonEmptyStringValueParser;
use std::path::{Path, PathBuf};

/// What the exit codes of `status` mean.
pub(super) const STATUS_CODES: &str = "\
Exit codes:
  0   healthy; also where there was no run yet
  2   error: bad usage or configuration, broken database
  3   runs fail or do not come, a write is not settled, or the clock is wrong";

/// What those of `doctor` mean.
pub(super) const DOCTOR_CODES: &str = "\
Exit codes:
  0   nothing is wrong
  2   something is, or: bad usage or configuration";

/// What those of the others mean.
pub(super) const CODES: &str = "\
Exit codes:
  0   done
  2   error: bad usage or configuration, unreadable list, broken database";

/// Which service: its configuration, and where its state is.
#[derive(Debug, clap::Args)]
pub struct Place {
    /// Read this configuration [default: ./arxsync.toml, else the user's, else built-in]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Where the database and the locks are [default: the user's state directory]
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
}

impl Place {
    /// Its configuration.
    ///
    /// # Errors
    ///
    /// See [`config::load`].
    pub fn load(&self) -> Result<config::Config, ConfigError> {
        let env = Env::read(self.state.clone());
        config::load(self.config.as_deref(), Path::new(""), &env)
    }
}

/// The service.
#[derive(Debug, clap::Args)]
pub struct Daemon {
    /// Which one.
    #[command(flatten)]
    pub place: Place,
}

/// A copy of the database.
#[derive(Debug, clap::Args)]
pub struct Backup {
    /// The copy; a file that exists is not replaced
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Which service.
    #[command(flatten)]
    pub place: Place,
}

/// How it goes.
#[derive(Debug, clap::Args)]
pub struct Status {
    /// Which service.
    #[command(flatten)]
    pub place: Place,

    /// Print it as JSON, and nothing else
    #[arg(long)]
    pub json: bool,
}

/// What was done.
#[derive(Debug, clap::Args)]
pub struct History {
    /// All changes of this paper, or of this list [default: the last runs]
    #[arg(value_name = "ID|LIST", value_parser = NonEmptyStringValueParser::new())]
    pub of: Option<String>,

    /// Which service.
    #[command(flatten)]
    pub place: Place,

    /// Print it as JSON, and nothing else
    #[arg(long)]
    pub json: bool,

    /// At most so many, the newest [default: 20 runs, all changes]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
}

/// What a run told.
#[derive(Debug, clap::Args)]
pub struct Report {
    /// The run's id or the beginning of it, or its JSON report [default: the newest]
    #[arg(value_name = "RUN|FILE", value_parser = NonEmptyStringValueParser::new())]
    pub of: Option<String>,

    /// Which service.
    #[command(flatten)]
    pub place: Place,

    /// The form
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,

    /// Cut Markdown to so many characters [default: 60000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(4000..))]
    pub limit: Option<u32>,
}

/// A form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ReportFormat {
    /// As on the terminal.
    Text,
    /// For people, also in issues and pull requests.
    Markdown,
    /// For programs.
    Json,
    /// One page with everything.
    Html,
}

/// What is wrong.
#[derive(Debug, clap::Args)]
pub struct Doctor {
    /// Which service.
    #[command(flatten)]
    pub place: Place,

    /// Print what was found as JSON, and nothing else
    #[arg(long)]
    pub json: bool,

    /// First forget that arXiv asked to be left alone: only where the reason is gone
    #[arg(long)]
    pub reopen: bool,
}

/// The configuration.
#[derive(Debug, clap::Args)]
pub struct Config {
    /// What to do with it.
    #[command(subcommand)]
    pub command: ConfigCommand,
}

impl Config {
    /// What it is to be checked for; so far nothing else can be done with it.
    pub fn check(&self) -> &ConfigCheck {
        let ConfigCommand::Check(check) = &self.command;
        check
    }
}

/// What can be done with the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Check the configuration and that its lists can be read
    #[command(after_help = CODES)]
    Check(ConfigCheck),
}

/// Whether the configuration is in order.
#[derive(Debug, clap::Args)]
pub struct ConfigCheck {
    /// Read this configuration [default: ./arxsync.toml, else the user's, else built-in]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Check the configuration alone, not the lists and folders that it names
    #[arg(long)]
    pub no_lists: bool,
}
