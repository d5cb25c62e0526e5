//! `arxsync backup`: a copy of the database, proven before it gets its name.

use super::args::Backup;
use super::exit::Exit;
use super::sync::ignoring_broken_pipe;
use crate::config::Config;
use crate::report::sanitize;
use crate::store::Store;
use anyhow::Result;
use std::io::Write as _;

/// Runs the command. A run may be under way.
///
/// # Errors
///
/// There is no database, the file exists, or it cannot be written.
pub fn run(args: &Backup, config: &Config) -> Result<Exit> {
    Store::existing_in(&config.store_dir)?.backup(&args.file)?;
    let file = sanitize::one_line(&args.file.display().to_string());
    let told = format!("the database is copied to {file}\n");
    ignoring_broken_pipe(anstream::stdout().lock().write_all(told.as_bytes()))?;
    Ok(Exit::Done)
}
