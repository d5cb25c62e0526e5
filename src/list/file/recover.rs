//! What became of a write that a crash interrupted: told from the bytes that are there, never
//! guessed (`docs/architecture.md#how-a-list-is-written`). Recording the verdict is the store's.

use super::names::{bytes_of, temp_of};
use super::swap::{put_back, sync_folder};
use super::{FileError, split};
use crate::text::checksum::sha256;
use std::io;
use std::path::Path;

/// The fate of a planned write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Settled {
    /// The list was written (and perhaps edited afterwards).
    Applied,
    /// The list has its old bytes.
    Aborted,
    /// The list has bytes that are not ours; its keeper's edit stands.
    Conflict,
}

/// What the bytes say of a planned write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Nothing more is to be done to the list.
    Settled(Settled),
    /// The list was swapped with something else than had been read: its keeper's edit, which goes
    /// back.
    PutBack,
}

/// The verdict on a planned write, from what the list and the temporary file hold now (SHA-256;
/// `None`: not there).
///
/// A temporary file with the old bytes shows that the two were swapped and the list edited since; a
/// plain rename never leaves one.
fn verdict(before: &str, after: &str, list: Option<&str>, temp: Option<&str>) -> Verdict {
    use Settled::{Aborted, Applied, Conflict};
    match (list, temp) {
        (Some(list), None) if list == after => Verdict::Settled(Applied),
        (Some(list), Some(temp)) if list == after && temp == before => Verdict::Settled(Applied),
        (Some(list), Some(_)) if list == after => Verdict::PutBack,
        (Some(list), _) if list == before => Verdict::Settled(Aborted),
        (Some(_), Some(temp)) if temp == before => Verdict::Settled(Applied),
        _ => Verdict::Settled(Conflict),
    }
}

/// Looks at a list whose write was planned and never settled, and tells what became of the write.
/// An edit that was swapped out of the list's place is put back; otherwise nothing is touched, so
/// that doing it twice gives the same verdict. `real` is the list's canonical path, `temp_name` the
/// recorded one; the file of that name is to be [discarded](super::discard()) once the verdict is
/// recorded.
///
/// # Errors
///
/// The temporary file's name is none of ours, it could not be removed afterwards, or the file
/// system failed; nothing is settled then.
pub fn recover(
    real: &Path,
    temp_name: &str,
    hash_before: &str,
    hash_after: &str,
) -> Result<Settled, FileError> {
    let temp = temp_of(real, temp_name)?;
    let list_bytes = bytes_of(real).map_err(FileError::io("read", real))?;
    let temp_bytes = bytes_of(&temp).map_err(FileError::io("read", &temp))?;
    if temp_bytes.is_some() {
        check_removable(&temp)?;
    }
    let hash = |bytes: &Option<Vec<u8>>| bytes.as_ref().map(|b| sha256(b));
    let (list_hash, temp_hash) = (hash(&list_bytes), hash(&temp_bytes));
    let mut found = verdict(
        hash_before,
        hash_after,
        list_hash.as_deref(),
        temp_hash.as_deref(),
    );
    if found == Verdict::PutBack && is_beginning(temp_bytes, list_bytes) {
        found = Verdict::Settled(Settled::Applied);
    }
    match found {
        Verdict::Settled(settled) => {
            if settled == Settled::Applied {
                // The crash may have come before the folder was synced: "applied" must not be
                // recorded of a swap that a power cut can undo.
                sync_folder(real).map_err(FileError::io("sync the folder of", real))?;
            }
            Ok(settled)
        }
        Verdict::PutBack => {
            put_back(&temp, real, hash_after).map_err(FileError::io("put back", real))?;
            Ok(Settled::Conflict)
        }
    }
}

/// A write that is settled is looked at no more, and what it left would stay for ever.
fn check_removable(temp: &Path) -> Result<(), FileError> {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    let (folder, _) = split(temp);
    match tempfile::tempfile_in(folder) {
        Err(e) if matches!(e.kind(), PermissionDenied | ReadOnlyFilesystem) => {
            Err(FileError::io("remove", temp)(e))
        }
        _ => Ok(()),
    }
}

/// Whether the temporary file is nobody's edit, but the new text as far as it had been written; the
/// list then got its text from elsewhere.
fn is_beginning(temp: Option<Vec<u8>>, list: Option<Vec<u8>>) -> bool {
    matches!((temp, list), (Some(temp), Some(list)) if list.starts_with(&temp))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_tell_on_which_side_a_write_died() {
        let [applied, aborted, conflict] =
            [Settled::Applied, Settled::Aborted, Settled::Conflict].map(Verdict::Settled);
        let rows = [
            (Some("new"), None, applied),
            (Some("new"), Some("old"), applied),
            (Some("new"), Some("user"), Verdict::PutBack),
            (Some("old"), None, aborted),
            (Some("old"), Some("new"), aborted),
            (Some("old"), Some("partial"), aborted),
            (Some("user"), Some("old"), applied),
            (Some("user"), Some("new"), conflict),
            (Some("user"), Some("partial"), conflict),
            (Some("user"), None, conflict),
            (None, Some("old"), conflict),
            (None, Some("new"), conflict),
            (None, None, conflict),
        ];
        for (list, temp, expected) in rows {
            let found = verdict("old", "new", list, temp);
            assert_eq!(found, expected, "{list:?} {temp:?}");
        }
    }
}
