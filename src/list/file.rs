//! Reads list files exactly as they are. With its submodules the only code that touches them;
//! nothing here knows Markdown.
//!
//! | part | what it does |
//! | --- | --- |
//! | here | reads a list, refusing what cannot be one |
//! | `foreign` | names that lead to no list, whatever lies there |
//! | `expand` | paths and patterns → the lists they name |
//! | `walk` | the search for what a pattern names |
//! | `write` | puts a new text in a list's place, atomically |
//! | `keep` | gives a new file the list's mode, owner and attributes |
//! | `swap` | lets two files change places, and back |
//! | `names` | the temporary file beside a list |
//! | `recover` | what became of a write that a crash interrupted |

mod expand;
mod foreign;
mod keep;
mod names;
mod recover;
mod swap;
mod walk;
mod write;

pub use expand::{expand, search};
pub use foreign::check_name;
pub use names::temp_name;
pub use recover::{Settled, recover};
pub use swap::discard;
pub use walk::{Found, Scope};
pub use write::{Staged, Swapped, Written, check_writable, stage, write};

use crate::text::checksum::sha256;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The largest list that is read, in bytes. The largest real lists are a hundred times smaller.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A list as it was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// As the user named it.
    pub path: PathBuf,
    /// The file itself: absolute, all links resolved. This is what is replaced, so that a link to a
    /// list stays a link.
    pub real: PathBuf,
    /// All of it, a byte order mark included, so that offsets into it are offsets into the file.
    pub text: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl Source {
    /// Whether it holds anything but blanks.
    pub fn has_text(&self) -> bool {
        !self.text.trim_start_matches('\u{feff}').trim().is_empty()
    }
}

/// Why a list could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is no such file.
    #[error("list {path:?} does not exist: check the path, or where its link leads")]
    Missing {
        /// As the user named it.
        path: PathBuf,
    },
    /// A pattern names no file.
    #[error(
        "no list matches {pattern:?}: check the pattern (`*` matches no hidden file and leads into no link; `.git`, the state folder and reports are left out)"
    )]
    NoMatch {
        /// As the user wrote it.
        pattern: String,
    },
    /// The file cannot be a list.
    #[error("{path:?} is not a list: {why}")]
    NotAList {
        /// As the user named it.
        path: PathBuf,
        /// What it is instead, and what to do.
        why: String,
    },
    /// The list can be read but must not, or cannot, be replaced.
    #[error("list {path:?} cannot be written: {why}")]
    NotWritable {
        /// As the user named it.
        path: PathBuf,
        /// Why, and what to do.
        why: String,
    },
    /// The file system failed after the new text had come into the list's place. Both texts are
    /// there; the next run settles which one stays.
    #[error(
        "list {path:?} is written, but perhaps not to the disk: {cause}; check the disk and run arxsync again, which settles it"
    )]
    Unsettled {
        /// The file itself.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The file system failed.
    #[error("cannot {doing} {path:?}: {cause}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
}

impl FileError {
    /// The list, pattern or file that it is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::NoMatch { pattern } => Path::new(pattern),
            Self::Missing { path }
            | Self::NotAList { path, .. }
            | Self::NotWritable { path, .. }
            | Self::Unsettled { path, .. }
            | Self::Io { path, .. } => path,
        }
    }

    /// For `map_err`: what was tried, and on which file.
    fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::Io { doing, path, cause }
    }
}

/// Reads a list.
///
/// # Errors
///
/// It does not exist, cannot be read, or is no text file of sensible size.
pub fn read(path: &Path) -> Result<Source, FileError> {
    let real = path.canonicalize().map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => FileError::Missing {
            path: path.to_owned(),
        },
        _ => FileError::io("find", path)(e),
    })?;
    let bytes = read_regular(path, &real)?;
    let sha256 = sha256(&bytes);
    let text = into_text(bytes).map_err(|why| not_a_list(path, why))?;
    Ok(Source {
        path: path.to_owned(),
        real,
        text,
        sha256,
    })
}

/// The name of a list that comes on the standard input.
pub const STDIN: &str = "-";

/// Reads a list that is not a file: it can be read, and not replaced.
///
/// # Errors
///
/// It cannot be read, or is no text of sensible size.
pub fn read_input(input: impl Read) -> Result<Source, FileError> {
    let path = Path::new(STDIN);
    let mut bytes = Vec::new();
    let read = input.take(MAX_BYTES + 1).read_to_end(&mut bytes);
    if read.map_err(FileError::io("read", path))? as u64 > MAX_BYTES {
        return Err(not_a_list(path, too_large()));
    }
    let sha256 = sha256(&bytes);
    Ok(Source {
        path: path.to_owned(),
        real: path.to_owned(),
        text: into_text(bytes).map_err(|why| not_a_list(path, why))?,
        sha256,
    })
}

fn read_regular(path: &Path, real: &Path) -> Result<Vec<u8>, FileError> {
    let failed = || FileError::io("read", path);
    let file = open(real).map_err(failed())?;
    let meta = file.metadata().map_err(failed())?;
    if !meta.is_file() {
        return Err(not_a_list(path, describe(meta.file_type()).into()));
    }
    let mut bytes = Vec::new();
    let limited = file.take(MAX_BYTES + 1).read_to_end(&mut bytes);
    if limited.map_err(failed())? as u64 > MAX_BYTES {
        return Err(not_a_list(path, too_large()));
    }
    Ok(bytes)
}

fn too_large() -> String {
    format!("it is larger than {MAX_BYTES} bytes; split it")
}

/// Opens for reading, following no link and waiting for nobody to write into a FIFO.
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW)
        .open(path)
}

fn describe(kind: std::fs::FileType) -> &'static str {
    if kind.is_dir() {
        "it is a directory; name the files in it (`DIR/*.md`)"
    } else if kind.is_fifo() {
        "it is a pipe; save its output to a file first"
    } else {
        "it is a device or a socket; name a Markdown file"
    }
}

/// The bytes as text, or why they are none.
fn into_text(bytes: Vec<u8>) -> Result<String, String> {
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        let line = line_of(&bytes, at);
        return Err(format!(
            "line {line} holds a NUL byte; binary files and UTF-16 are not read, save it as UTF-8"
        ));
    }
    String::from_utf8(bytes).map_err(|e| {
        let line = line_of(e.as_bytes(), e.utf8_error().valid_up_to());
        format!("line {line} is not UTF-8; save it as UTF-8")
    })
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    1 + bytes[..at].iter().filter(|b| **b == b'\n').count()
}

/// The folder and the name of a file.
fn split(real: &Path) -> (&Path, &std::ffi::OsStr) {
    let folder = real.parent().unwrap_or(Path::new("/"));
    (folder, real.file_name().unwrap_or_default())
}

/// This file is none, and why.
pub fn not_a_list(path: &Path, why: String) -> FileError {
    FileError::NotAList {
        path: path.to_owned(),
        why,
    }
}

fn not_writable(path: &Path, why: impl Into<String>) -> FileError {
    FileError::NotWritable {
        path: path.to_owned(),
        why: why.into(),
    }
}
