//! The arguments of the commands by which a maintainer decides.

use super::service::Place;
use clap::builder::NonEmptyStringValueParser;
use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

/// What the exit codes of these commands mean.
pub(super) const CODES: &str = "\
Exit codes:
  0   done
  2   error: bad usage or configuration, a broken file of decisions, no list can be worked on
  3   some of it no longer applies, or could not be made; the rest was done
  75  another run holds the lock";

/// Where the changes are.
#[derive(Debug, clap::Args)]
pub struct Lists {
    /// Look only in this list [default: those of the configuration, else those that have the ids]
    #[arg(long = "list", value_name = "LIST", value_parser = NonEmptyStringValueParser::new())]
    pub lists: Vec<String>,

    /// Which service.
    #[command(flatten)]
    pub place: Place,
}

/// A field of an entry.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Field {
    /// The title.
    Title,
    /// The link to the paper.
    Link,
    /// The list of authors.
    Authors,
    /// The abstract.
    Abstract,
}

/// Questions and answers.
#[derive(Debug, clap::Args)]
pub struct Review {
    /// Lists, or ids of changes and findings [default: all that is open in the configuration's]
    #[arg(value_name = "LIST|ID", value_parser = NonEmptyStringValueParser::new())]
    pub of: Vec<String>,

    /// Where.
    #[command(flatten)]
    pub lists: Lists,
}

/// A yes.
#[derive(Debug, clap::Args)]
pub struct Accept {
    /// Ids of changes, or how they begin
    #[arg(value_name = "CHANGE", value_parser = NonEmptyStringValueParser::new(), required_unless_present = "all")]
    pub changes: Vec<String>,

    /// Every proposal that has an edit
    #[arg(long, conflicts_with = "changes")]
    pub all: bool,

    /// With --all: those of this field only
    #[arg(long, value_name = "FIELD", requires = "all")]
    pub field: Option<Field>,

    /// Where.
    #[command(flatten)]
    pub lists: Lists,
}

/// A no.
#[derive(Debug, clap::Args)]
pub struct Reject {
    /// Ids of changes, or how they begin
    #[arg(value_name = "CHANGE", value_parser = NonEmptyStringValueParser::new(), required = true)]
    pub changes: Vec<String>,

    /// Why, for those who read the file of decisions
    #[arg(long, value_name = "TEXT")]
    pub because: Option<String>,

    /// In every list that has the paper, not in this one alone
    #[arg(long)]
    pub everywhere: bool,

    /// Where.
    #[command(flatten)]
    pub lists: Lists,
}

/// A finding that is known.
#[derive(Debug, clap::Args)]
pub struct Ignore {
    /// Ids of findings, or how they begin
    #[arg(value_name = "FINDING", value_parser = NonEmptyStringValueParser::new(), required = true)]
    pub findings: Vec<String>,

    /// Why, for those who read the file of decisions
    #[arg(long, value_name = "TEXT")]
    pub because: Option<String>,

    /// Tell it again from this day on (2027-06-01)
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,

    /// Where.
    #[command(flatten)]
    pub lists: Lists,
}

/// Decisions from elsewhere.
#[derive(Debug, clap::Args)]
pub struct Decide {
    /// The file that the report's page saves, or - for stdin
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Where.
    #[command(flatten)]
    pub lists: Lists,
}

/// What was decided.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Decisions {
    /// What to do with them [default: show them].
    #[command(subcommand)]
    pub command: Option<DecisionsCommand>,

    /// Print them as JSON, and nothing else
    #[arg(long)]
    pub json: bool,

    /// Where.
    #[command(flatten)]
    pub lists: Lists,
}

/// What can be done with decisions.
#[derive(Debug, Subcommand)]
pub enum DecisionsCommand {
    /// Forget some: what they silenced is told again
    Forget {
        /// Ids of decisions, or how they begin
        #[arg(value_name = "ID", value_parser = NonEmptyStringValueParser::new(), required = true)]
        ids: Vec<String>,

        /// Where.
        #[command(flatten)]
        lists: Lists,
    },
    /// Forget those that silence nothing any more
    Prune {
        /// Where.
        #[command(flatten)]
        lists: Lists,
    },
}

impl Decisions {
    /// Where they are.
    pub fn lists(&self) -> &Lists {
        match &self.command {
            None => &self.lists,
            Some(DecisionsCommand::Forget { lists, .. } | DecisionsCommand::Prune { lists }) => {
                lists
            }
        }
    }
}
