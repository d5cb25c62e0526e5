//! The file of decisions, written: whole or not at all, whoever else reads or edits it.

use crate::config::Config;
use crate::config::decisions::{Step, edited, text};
use anyhow::{Context as _, Result};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

/// Takes some steps in the file. The caller holds the lock, so that nobody's decisions are lost.
///
/// # Errors
///
/// The file is not understood, and stays as it is; or it cannot be written.
pub(super) fn edit(config: &Config, steps: &[Step]) -> Result<()> {
    let path = &config.decisions;
    let before = text(path)?;
    let after = edited(&before, path, steps)?;
    if after == before {
        return Ok(());
    }
    replace(path, &after).with_context(|| {
        let name = path.display();
        format!("cannot write the decisions to {name}: make the file and its folder writable")
    })
}

fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    // Where the name is a link, what it leads to is written.
    let real = path.canonicalize();
    let path = real.as_deref().unwrap_or(path);
    let parent = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut temp = tempfile::Builder::new()
        .permissions(permissions(path))
        .tempfile_in(folder)?;
    temp.write_all(text.as_bytes())?;
    temp.as_file().sync_all()?;
    temp.persist(path)?;
    File::open(folder)?.sync_all()
}

/// Those of the file as it is; a new one may be read by everybody that the umask lets.
fn permissions(path: &Path) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    let known = fs::metadata(path).map(|meta| meta.permissions());
    known.unwrap_or_else(|_| fs::Permissions::from_mode(0o666))
}
