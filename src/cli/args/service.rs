//! The arguments of the commands by which people learn how it is. All of them only look.

use clap::Subcommand;
use clap::builder::NonEmptyStringValueParser;
use std::path::PathBuf;

/// What the exit codes of `status` mean.
pub(super) const STATUS_CODES: &str = "\
Exit codes:
  0   healthy; also where there was no run yet
  2   error: bad usage or configuration, broken database
  3   runs fail or do not come, or a write is not settled";

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

/// A copy of the database.
#[derive(Debug, clap::Args)]
pub struct Backup {
    /// The copy; a file that exists is not replaced
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Read this configuration [default: ./arxsync.toml, else the user's, else built-in]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Where the database is [default: the user's state directory]
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
}

/// How it goes.
#[derive(Debug, clap::Args)]
pub struct Status {
    /// Read this configuration [default: ./arxsync.toml, else the user's, else built-in]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Where the database and the lock are [default: the user's state directory]
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,

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

    /// Read this configuration [default: ./arxsync.toml, else the user's, else built-in]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Where the database is [default: the user's state directory]
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,

    /// Print it as JSON, and nothing else
    #[arg(long)]
    pub json: bool,

    /// At most so many, the newest [default: 20 runs, all changes]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
}

/// What is wrong.
#[derive(Debug, clap::Args)]
pub struct Doctor {
    /// Read this configuration [default: ./arxsync.toml, else the user's, else built-in]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Where the database and the lock are [default: the user's state directory]
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,

    /// Print what was found as JSON, and nothing else
    #[arg(long)]
    pub json: bool,
}

/// The configuration.
#[derive(Debug, clap::Args)]
pub struct Config {
    /// What to do with it.
    #[command(subcommand)]
    pub command: ConfigCommand,
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
}
