//! What became of a write that a crash interrupted: told from the bytes that are there, never guessed (`RELIABILITY.md` 3.2).
//! Recording the verdict is the store's.

use super::write::{is_temp_name, sync_folder};
use super::{FileError, MAX_BYTES, not_writable, open, sha256, split};
use std::fs;
use std::io::{self, Read};
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

/// The verdict on a planned write, from what the list and the temporary file hold now (SHA-256; `None`: not there).
///
/// A temporary file with the old bytes shows that the two were swapped and the list edited since; a plain rename never leaves one.
pub fn settle(
    hash_before: &str,
    hash_after: &str,
    list_hash_now: Option<&str>,
    temp_hash: Option<&str>,
) -> Settled {
    match (list_hash_now, temp_hash) {
        (Some(list), _) if list == hash_after => Settled::Applied,
        (Some(list), _) if list == hash_before => Settled::Aborted,
        (Some(_), Some(temp)) if temp == hash_before => Settled::Applied,
        _ => Settled::Conflict,
    }
}

/// Looks at a list whose write was planned and never settled, removes the temporary file, and tells what became of the write.
/// Doing it twice gives the same verdict. `real` is the list's canonical path, `temp_name` the recorded one.
///
/// # Errors
///
/// The temporary file's name is none of ours, or the file system failed; nothing is settled then.
pub fn recover(
    real: &Path,
    temp_name: &str,
    hash_before: &str,
    hash_after: &str,
) -> Result<Settled, FileError> {
    if !is_temp_name(temp_name) {
        let why = format!("its recorded temporary file {temp_name:?} is none of arxsync's");
        return Err(not_writable(real, why));
    }
    let (folder, _) = split(real);
    let temp = folder.join(temp_name);
    let list_hash = sha256_of(real).map_err(FileError::io("read", real))?;
    let temp_hash = sha256_of(&temp).map_err(FileError::io("read", &temp))?;
    let settled = settle(
        hash_before,
        hash_after,
        list_hash.as_deref(),
        temp_hash.as_deref(),
    );
    if settled == Settled::Applied {
        // The crash may have come before the folder was synced: "applied" must not be recorded of a rename that a power cut can undo.
        sync_folder(real)?;
    }
    match fs::remove_file(&temp) {
        Err(e) if !is_absent(&e) => Err(FileError::io("remove", &temp)(e)),
        _ => Ok(settled),
    }
}

/// SHA-256 of a regular file; `None` where there is none (any more).
pub(super) fn sha256_of(path: &Path) -> io::Result<Option<String>> {
    let file = match open(path) {
        Err(e) if is_absent(&e) => return Ok(None),
        opened => opened?,
    };
    if !file.metadata()?.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    // Longer files are none of ours, and cut off they are none either.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(Some(sha256(&bytes)))
}

/// Not there, or a link in its place.
fn is_absent(e: &io::Error) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound};
    matches!(e.kind(), NotFound | NotADirectory) || e.raw_os_error() == Some(libc::ELOOP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_tell_on_which_side_a_write_died() {
        use Settled::{Aborted, Applied, Conflict};
        let rows = [
            (Some("new"), None, Applied),
            (Some("new"), Some("old"), Applied),
            (Some("new"), Some("partial"), Applied),
            (Some("old"), None, Aborted),
            (Some("old"), Some("new"), Aborted),
            (Some("old"), Some("partial"), Aborted),
            (Some("user"), Some("old"), Applied),
            (Some("user"), Some("new"), Conflict),
            (Some("user"), Some("partial"), Conflict),
            (Some("user"), None, Conflict),
            (None, Some("old"), Conflict),
            (None, Some("new"), Conflict),
            (None, None, Conflict),
        ];
        for (list, temp, expected) in rows {
            assert_eq!(
                settle("old", "new", list, temp),
                expected,
                "{list:?} {temp:?}"
            );
        }
    }
}
