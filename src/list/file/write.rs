//! Puts a new text in a list's place, atomically, and only if the list is still what was read
//! (`docs/architecture.md#how-a-list-is-written`). What to write is decided elsewhere; so is
//! recording it.
//!
//! The new text goes to a temporary file in the list's folder, gets the list's mode, owner and
//! attributes, and is synced; then the list is read again, and only if it is unchanged the two
//! files change places and the folder is synced. What came out of the list's place is read once
//! more: where it is not what was read first, somebody saved in the last moment, and the two change
//! back. A crash leaves the old bytes or the new ones in the list, and the other ones beside it
//! until the write is recorded.
//!
//! Two limits: where the file system cannot exchange two files, a plain rename is done, and what an
//! editor saves between the last look and the rename is lost (microseconds); and an editor that
//! keeps the old file open and saves into it once the write is recorded, saves nothing.

use super::names::{is_temp_name, sha256_of};
use super::swap::{self, Swap};
use super::{FileError, Source, keep, not_writable, open, split};
use crate::text::checksum::sha256;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// What became of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// The list has the new text. The old one may still be beside it, until
    /// [`discard`](super::discard()) is called.
    Written {
        /// SHA-256 of the bytes it has now, in hexadecimal.
        sha256: String,
    },
    /// The new text is the old one; nothing was touched.
    Unchanged,
    /// Somebody changed or removed the list since it was read; it was left as they made it.
    Stale,
}

/// A new text beside its list, complete and synced, but not yet in its place. Dropping it removes
/// it.
#[derive(Debug)]
#[must_use = "the list is only written by `commit`"]
pub struct Staged {
    temp: TempPath,
    real: PathBuf,
    sha256_before: String,
    sha256_after: String,
}

/// Replaces a list's text. `temp_name` is [`temp_name`](super::temp_name())'s, recorded before.
///
/// # Errors
///
/// The list may not be replaced, or the file system failed. The list has its old bytes then, except
/// with [`FileError::Unsettled`].
pub fn write(source: &Source, new_text: &str, temp_name: &str) -> Result<Written, FileError> {
    if new_text == source.text {
        return Ok(Written::Unchanged);
    }
    stage(source, new_text, temp_name)?.commit()
}

/// Finds out, before a run spends anything on a list, whether it could be replaced. Leaves no
/// trace: the file it tries has no name.
///
/// # Errors
///
/// The list has other hard links, is read-only, its folder is, or its owner could not be kept.
pub fn check_writable(source: &Source) -> Result<(), FileError> {
    if source.real.to_str().is_none() {
        let why = "its path is not UTF-8 and cannot be recorded; rename it";
        return Err(not_writable(&source.path, why));
    }
    replaceable(source)?;
    let (folder, _) = split(&source.real);
    if is_mounted(&source.real, folder) {
        let why = "it is mounted by itself, and a mounted file cannot be replaced; mount its folder instead";
        return Err(not_writable(&source.path, why));
    }
    OpenOptions::new()
        .write(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW)
        .open(&source.real)
        .map_err(|e| not_writable(&source.path, format!("{e}; check its permissions")))?;
    let probe = tempfile::tempfile_in(folder).map_err(|e| folder_failed(source, folder, &e))?;
    keep::keep(source, &probe)
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
    replaceable(source)?;
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
    keep::keep(source, &file)?;
    file.sync_all().map_err(failed())?;
    Ok(Staged {
        temp,
        real: source.real.clone(),
        sha256_before: source.sha256.clone(),
        sha256_after: sha256(new_text.as_bytes()),
    })
}

impl Staged {
    /// Puts the new text in the list's place, if the list is still what was read: the three steps
    /// below.
    ///
    /// # Errors
    ///
    /// As [`write()`].
    pub fn commit(self) -> Result<Written, FileError> {
        if !self.is_current()? {
            return Ok(Written::Stale);
        }
        match self.swap()? {
            Some(swapped) => swapped.confirm(),
            None => Ok(Written::Stale),
        }
    }

    /// Whether the list is still what was read.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn is_current(&self) -> Result<bool, FileError> {
        let now = sha256_of(&self.real).map_err(FileError::io("read", &self.real))?;
        Ok(now.as_ref() == Some(&self.sha256_before))
    }

    /// Lets the new text and the list change places. `None`: the list is gone, and is not made
    /// again.
    ///
    /// # Errors
    ///
    /// The file system refused; the list is as it was.
    pub fn swap(self) -> Result<Option<Swapped>, FileError> {
        match swap::swap(&self.temp, &self.real) {
            Ok(how) => Ok(Some(Swapped { staged: self, how })),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(FileError::io("replace", &self.real)(e)),
        }
    }
}

/// A new text in its list's place, with what it replaced beside it. Not to be dropped unconfirmed:
/// what is beside it may be its keeper's.
#[derive(Debug)]
#[must_use = "what came out of the list's place must be looked at"]
pub struct Swapped {
    staged: Staged,
    how: Swap,
}

impl Swapped {
    /// Makes the swap last, and undoes it where what came out of the list's place is not what had
    /// been read.
    ///
    /// # Errors
    ///
    /// [`FileError::Unsettled`]; everything is left as it is then.
    pub fn confirm(self) -> Result<Written, FileError> {
        let Self { staged, how } = self;
        let real = staged.real;
        // From here on only success may remove what is beside the list.
        let temp = staged.temp.keep().map_err(|e| unsettled(&real)(e.error))?;
        let outcome = || -> io::Result<Written> {
            swap::sync_folder(&real)?;
            if how == Swap::Exchanged && sha256_of(&temp)?.as_ref() != Some(&staged.sha256_before) {
                swap::put_back(&temp, &real, &staged.sha256_after)?;
                return Ok(Written::Stale);
            }
            let sha256 = staged.sha256_after.clone();
            Ok(Written::Written { sha256 })
        };
        outcome().map_err(unsettled(&real))
    }
}

fn unsettled(real: &Path) -> impl FnOnce(io::Error) -> FileError {
    let path = real.to_owned();
    move |cause| FileError::Unsettled { path, cause }
}

/// Whether a file is a mount of its own, as a container may have it. Where the system does not
/// tell, replacing it fails later, and says so then.
#[cfg(target_os = "linux")]
fn is_mounted(file: &Path, folder: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
    let mount = |path: &Path| {
        let told = statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::MNT_ID).ok()?;
        let is_told = told.stx_mask & StatxFlags::MNT_ID.bits() != 0;
        is_told.then_some(told.stx_mnt_id)
    };
    matches!((mount(file), mount(folder)), (Some(file), Some(folder)) if file != folder)
}

#[cfg(not(target_os = "linux"))]
fn is_mounted(_: &Path, _: &Path) -> bool {
    false
}

/// Refuses a list that a new file cannot replace.
fn replaceable(source: &Source) -> Result<(), FileError> {
    let meta = open(&source.real)
        .and_then(|file| file.metadata())
        .map_err(FileError::io("look at", &source.path))?;
    if meta.nlink() > 1 {
        let why = "it has other hard links, which would keep the old text; make it a copy or a symbolic link";
        return Err(not_writable(&source.path, why));
    }
    Ok(())
}

fn folder_failed(source: &Source, folder: &Path, e: &io::Error) -> FileError {
    let why = format!(
        "no file can be made in its folder {folder:?} ({e}); make the folder writable (under systemd: `ReadWritePaths=`)"
    );
    not_writable(&source.path, why)
}
