//! Swapping a list with the file beside it, so that at every moment both texts are there, and
//! swapping back what somebody saved in between.

use super::names::{is_absent, sha256_of, temp_of};
use super::{FileError, split};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// How a new text came into a list's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Swap {
    /// The two changed places: what was the list is now beside it.
    Exchanged,
    /// The new text replaced the list, because the file system knows no exchange.
    Replaced,
}

/// Puts `temp` in the place of `real`, in one step.
pub(super) fn swap(temp: &Path, real: &Path) -> io::Result<Swap> {
    match renameat_with(CWD, temp, CWD, real, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(Swap::Exchanged),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
            fs::rename(temp, real).map(|()| Swap::Replaced)
        }
        Err(e) => Err(e.into()),
    }
}

/// Undoes an exchange, because what came out of the list's place at `real` was not what had been
/// read. Afterwards `temp` is ours again, to be removed.
///
/// Where the list was saved once more meanwhile, or removed, both texts are its keeper's: the one
/// at `temp` is moved to a name that nothing removes.
pub(super) fn put_back(temp: &Path, real: &Path, sha256_after: &str) -> io::Result<()> {
    match renameat_with(CWD, temp, CWD, real, RenameFlags::EXCHANGE) {
        Err(Errno::NOENT) => {}
        done => done?,
    }
    if sha256_of(temp)?.as_deref() != Some(sha256_after) {
        let kept = temp.with_extension("saved");
        tracing::warn!(list = ?real, ?kept, "the list was saved twice while it was written; the other text is kept");
        fs::rename(temp, kept)?;
    }
    sync_folder(real)
}

/// Makes a rename in the folder of `real` survive a power cut.
pub(super) fn sync_folder(real: &Path) -> io::Result<()> {
    let (folder, _) = split(real);
    File::open(folder).and_then(|dir| dir.sync_all())
}

/// Removes the temporary file of a write that is recorded as settled; it may be gone already.
///
/// # Errors
///
/// The name is none of ours, or the file system failed.
pub fn discard(real: &Path, temp_name: &str) -> Result<(), FileError> {
    let temp = temp_of(real, temp_name)?;
    // A file system that can only be read refuses to remove even what is not there.
    if fs::symlink_metadata(&temp).is_err_and(|e| is_absent(&e)) {
        return Ok(());
    }
    match fs::remove_file(&temp) {
        Err(e) if !is_absent(&e) => Err(FileError::io("remove", &temp)(e)),
        _ => Ok(()),
    }
}
