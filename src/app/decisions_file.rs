//! The file of decisions, written: whole or not at all, whoever else reads or edits it. The caller
//! holds the lock, so that nobody's decisions are lost.

use crate::config::Config;
use crate::config::decisions::{Step, edited, text};
use crate::text::checksum::sha256;
use anyhow::{Context as _, Result};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// Takes some steps in the file.
///
/// # Errors
///
/// The file is not understood, and stays as it is; or it cannot be written.
pub(super) fn edit(config: &Config, steps: &[Step]) -> Result<()> {
    if steps.is_empty() {
        return Ok(());
    }
    let before = text(&config.decisions)?;
    let after = edited(&before, &config.decisions, steps)?;
    if after == before {
        return Ok(());
    }
    put(config, &after)
}

/// What is told where the file cannot be written.
pub(super) fn failed(path: &Path) -> String {
    format!(
        "cannot write the decisions to {}: make it and its folder writable, or name another file with [review] decisions; nothing was changed",
        path.display()
    )
}

/// The temporary file beside the decisions. It is called by the state directory, whose lock keeps
/// it to one run, so that the next one finds what a crash left.
struct Beside {
    real: PathBuf,
    folder: PathBuf,
    temp: PathBuf,
}

impl Beside {
    /// A link to the file stays a link.
    fn of(config: &Config) -> io::Result<Self> {
        let path = &config.decisions;
        let real = match path.canonicalize() {
            Err(error) if error.kind() == ErrorKind::NotFound => path.clone(),
            found => found?,
        };
        let folder = real.parent().filter(|dir| !dir.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        let state = config.store_dir.canonicalize()?;
        let hash = sha256(state.as_os_str().as_encoded_bytes());
        let temp = folder.join(format!(".arxsync-decisions-{}.tmp", &hash[..16]));
        Ok(Self { real, folder, temp })
    }

    fn clean(&self) -> io::Result<()> {
        match fs::remove_file(&self.temp) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Removes what a crash left beside the decisions; that it cannot be harms nothing yet.
pub(super) fn clean(config: &Config) {
    if let Err(error) = Beside::of(config).and_then(|beside| beside.clean()) {
        tracing::debug!(%error, "cannot look for what was left beside the decisions");
    }
}

/// Writes the file in one step, and so that it lasts; its mode is kept.
///
/// # Errors
///
/// It cannot be written; it is then as it was.
pub(super) fn put(config: &Config, text: &str) -> Result<()> {
    let written = || -> io::Result<()> {
        let beside = Beside::of(config)?;
        beside.clean()?;
        let mut new = OpenOptions::new();
        let mut temp = new.write(true).create_new(true).open(&beside.temp)?;
        let mut fill = || -> io::Result<()> {
            temp.write_all(text.as_bytes())?;
            if let Ok(meta) = fs::metadata(&beside.real) {
                temp.set_permissions(meta.permissions())?;
            }
            temp.sync_all()?;
            fs::rename(&beside.temp, &beside.real)
        };
        if let Err(error) = fill() {
            beside.clean()?;
            return Err(error);
        }
        File::open(&beside.folder)?.sync_all()
    };
    written().with_context(|| failed(&config.decisions))
}
