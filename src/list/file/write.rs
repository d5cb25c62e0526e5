//! Puts a new text in a list's place, atomically, and only if the list is still what was read (`RELIABILITY.md` 3.2).
//! What to write is decided elsewhere; so is recording it.
//!
//! The new text goes to a temporary file in the list's folder, gets the list's mode and owner, and is synced; then the list is read again, and
//! only if it is unchanged the temporary file is renamed over it and the folder synced. A crash leaves the old bytes or the new ones.
//!
//! Two limits: between the last look and the rename an editor may still save (microseconds; what it saved is lost then), and extended
//! attributes and access control lists are not carried over.

use super::{FileError, Source, not_writable, open, recover, sha256, split};
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// What every temporary file's name begins with; hidden, so that no pattern takes it for a list.
const TEMP_PREFIX: &str = ".arxsync-";

/// What became of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// The list has the new text.
    Written {
        /// SHA-256 of the bytes it has now, in hexadecimal.
        sha256: String,
    },
    /// The new text is the old one; nothing was touched.
    Unchanged,
    /// Somebody changed or removed the list since it was read; it was left as they made it.
    Stale,
}

/// A new text beside its list, complete and synced, but not yet in its place. Dropping it removes it.
#[derive(Debug)]
#[must_use = "the list is only written by `commit`"]
pub struct Staged {
    temp: TempPath,
    real: PathBuf,
    sha256_before: String,
    sha256_after: String,
}

/// Replaces a list's text. `temp_name` is [`temp_name`]'s, recorded before.
///
/// # Errors
///
/// The list may not be replaced, or the file system failed. The list has its old bytes then, except where the last step, syncing the folder,
/// failed: then it has the new ones, and [`recover`](super::recover()) tells.
pub fn write(source: &Source, new_text: &str, temp_name: &str) -> Result<Written, FileError> {
    if new_text == source.text {
        return Ok(Written::Unchanged);
    }
    stage(source, new_text, temp_name)?.commit()
}

/// The name of the temporary file that a run uses for a list: the same run and list have the same, so that it can be found after a crash.
pub fn temp_name(run_id: &str, real: &Path) -> String {
    let list = sha256(real.as_os_str().as_encoded_bytes());
    format!("{TEMP_PREFIX}{run_id}-{}.tmp", &list[..12])
}

/// Whether a name can be one of [`temp_name`]'s. Nothing else is ever created or removed.
pub(super) fn is_temp_name(name: &str) -> bool {
    name.starts_with(TEMP_PREFIX) && name.ends_with(".tmp") && !name.contains(['/', '\0'])
}

/// Finds out, before a run spends anything on a list, whether it could be replaced. Leaves no trace: the file it tries has no name.
///
/// # Errors
///
/// The list has other hard links, is read-only, its folder is, or its owner could not be kept.
pub fn check_writable(source: &Source) -> Result<(), FileError> {
    if source.real.to_str().is_none() {
        let why = "its path is not UTF-8 and cannot be recorded; rename it";
        return Err(not_writable(&source.path, why));
    }
    let meta = replaceable(source)?;
    OpenOptions::new()
        .write(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW)
        .open(&source.real)
        .map_err(|e| not_writable(&source.path, format!("{e}; check its permissions")))?;
    let (folder, _) = split(&source.real);
    let probe = tempfile::tempfile_in(folder).map_err(|e| folder_failed(source, folder, &e))?;
    keep_mode_and_owner(source, &probe, &meta)
}

/// Writes the new text beside its list.
///
/// # Errors
///
/// The list may not be replaced, or the file system failed; nothing is left behind then.
pub fn stage(source: &Source, new_text: &str, temp_name: &str) -> Result<Staged, FileError> {
    if !is_temp_name(temp_name) {
        let why = format!("{temp_name:?} is no name for a temporary file; report this bug");
        return Err(not_writable(&source.path, why));
    }
    let meta = replaceable(source)?;
    let (folder, _) = split(&source.real);
    let path = folder.join(temp_name);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .map_err(|e| folder_failed(source, folder, &e))?;
    let failed = || FileError::io("write", &path);
    let temp = TempPath::try_from_path(&path).map_err(failed())?;
    file.write_all(new_text.as_bytes()).map_err(failed())?;
    keep_mode_and_owner(source, &file, &meta)?;
    file.sync_all().map_err(failed())?;
    Ok(Staged {
        temp,
        real: source.real.clone(),
        sha256_before: source.sha256.clone(),
        sha256_after: sha256(new_text.as_bytes()),
    })
}

impl Staged {
    /// Puts the new text in the list's place, if the list is still what was read.
    ///
    /// # Errors
    ///
    /// As [`write()`].
    pub fn commit(self) -> Result<Written, FileError> {
        let now = recover::sha256_of(&self.real).map_err(FileError::io("read", &self.real))?;
        if now != Some(self.sha256_before) {
            return Ok(Written::Stale);
        }
        self.temp
            .persist(&self.real)
            .map_err(|e| FileError::io("replace", &self.real)(e.error))?;
        sync_folder(&self.real)?;
        Ok(Written::Written {
            sha256: self.sha256_after,
        })
    }
}

/// Makes a rename in the folder of `real` survive a power cut.
pub(super) fn sync_folder(real: &Path) -> Result<(), FileError> {
    let (folder, _) = split(real);
    File::open(folder)
        .and_then(|dir| dir.sync_all())
        .map_err(FileError::io("sync the folder", folder))
}

/// The list's metadata, if replacing it keeps what it is.
fn replaceable(source: &Source) -> Result<Metadata, FileError> {
    let meta = open(&source.real)
        .and_then(|file| file.metadata())
        .map_err(FileError::io("look at", &source.path))?;
    if meta.nlink() > 1 {
        let why = "it has other hard links, which would keep the old text; make it a copy or a symbolic link";
        return Err(not_writable(&source.path, why));
    }
    Ok(meta)
}

/// Owner first: changing it clears bits of the mode.
fn keep_mode_and_owner(source: &Source, file: &File, list: &Metadata) -> Result<(), FileError> {
    let keep = || {
        let ours = file.metadata()?;
        if (ours.uid(), ours.gid()) != (list.uid(), list.gid()) {
            fchown(file, Some(list.uid()), Some(list.gid()))?;
        }
        file.set_permissions(list.permissions())
    };
    keep().map_err(|e: io::Error| {
        let (uid, gid) = (list.uid(), list.gid());
        let why =
            format!("its owner {uid}:{gid} could not be kept ({e}); run arxsync as its owner");
        not_writable(&source.path, why)
    })
}

fn folder_failed(source: &Source, folder: &Path, e: &io::Error) -> FileError {
    let why = format!(
        "no file can be made in its folder {folder:?} ({e}); make the folder writable (under systemd: `ReadWritePaths=`)"
    );
    not_writable(&source.path, why)
}
