//! The arguments of the command that takes changes back.

use super::service::Place;
use clap::builder::NonEmptyStringValueParser;

/// What the exit codes of `undo` mean.
pub(super) const CODES: &str = "\
Exit codes:
  0   all of it is undone; with --dry-run: would be
  2   error: bad usage or configuration, no such change or run, the list cannot be worked on
  3   incomplete: some of it does not fit any more and stays, or one of several lists does
  75  another run holds the lock";

/// Changes that are taken back.
#[derive(Debug, clap::Args)]
pub struct Undo {
    /// The ids of changes, or their beginnings, as reports and `sync --json` tell them
    #[arg(value_name = "CHANGE", value_parser = NonEmptyStringValueParser::new(),
          required_unless_present = "run", conflicts_with = "run")]
    pub changes: Vec<String>,

    /// All that this run changed: its id, or its beginning; an undo's makes its changes again
    #[arg(long, value_name = "RUN", value_parser = NonEmptyStringValueParser::new())]
    pub run: Option<String>,

    /// Show what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,

    /// Print what was done as JSON, and nothing else
    #[arg(long)]
    pub json: bool,

    /// Which service.
    #[command(flatten)]
    pub place: Place,
}
