//! The temporary file beside a list: its name, where it is, and what it and the list hold now.
//! Writes nothing.

use super::{FileError, MAX_BYTES, not_writable, open, split};
use crate::text::checksum::sha256;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What every temporary file's name begins with; hidden, so that no pattern takes it for a list.
const TEMP_PREFIX: &str = ".arxsync-";

/// The name of the temporary file that a run uses for a list: the same run and list have the same,
/// so that it can be found after a crash.
pub fn temp_name(run_id: &str, real: &Path) -> String {
    let list = sha256(real.as_os_str().as_encoded_bytes());
    format!("{TEMP_PREFIX}{run_id}-{}.tmp", &list[..12])
}

/// Whether a name can be one of [`temp_name`]'s. Nothing else is ever created or removed.
pub(super) fn is_temp_name(name: &str) -> bool {
    name.starts_with(TEMP_PREFIX) && name.ends_with(".tmp") && !name.contains(['/', '\0'])
}

/// The temporary file beside a list, if its name is one of ours.
pub(super) fn temp_of(real: &Path, temp_name: &str) -> Result<PathBuf, FileError> {
    if !is_temp_name(temp_name) {
        let why = format!("its recorded temporary file {temp_name:?} is none of arxsync's");
        return Err(not_writable(real, why));
    }
    let (folder, _) = split(real);
    Ok(folder.join(temp_name))
}

/// SHA-256 of a regular file; `None` where there is none (any more).
pub(super) fn sha256_of(path: &Path) -> io::Result<Option<String>> {
    Ok(bytes_of(path)?.map(|bytes| sha256(&bytes)))
}

/// The bytes of a regular file; `None` where there is none (any more).
pub(super) fn bytes_of(path: &Path) -> io::Result<Option<Vec<u8>>> {
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
    Ok(Some(bytes))
}

/// Not there, or a link in its place.
pub(super) fn is_absent(e: &io::Error) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound};
    matches!(e.kind(), NotFound | NotADirectory) || e.raw_os_error() == Some(libc::ELOOP)
}
