//! `arxsync report`: an earlier run's report again, in another form.

use super::args::{Report, ReportFormat};
use super::exit::Exit;
use super::{print, width};
use crate::app::reports::{self, Again, Wanted};
use crate::config::Config;
use crate::report::{Format, terminal};
use anyhow::Result;

/// Runs the command.
///
/// # Errors
///
/// There is no such report, or it is none that can be read.
pub fn run(args: &Report, config: &Config) -> Result<Exit> {
    let wanted = Wanted {
        of: args.of.as_deref(),
        format: match args.format {
            ReportFormat::Text => None,
            ReportFormat::Markdown => Some(Format::Markdown),
            ReportFormat::Json => Some(Format::Json),
            ReportFormat::Html => Some(Format::Html),
        },
        limit: args.limit.map(|limit| limit as usize),
    };
    print(&match reports::again(config, &wanted)? {
        Again::Text(text) => text,
        Again::Run(run) => terminal::summary(&run, width::of_terminal()),
    })?;
    Ok(Exit::Done)
}
