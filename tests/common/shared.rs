//! What lies beside the project, and not everywhere: recorded answers, real records.

use crate::skip::skipped;
use std::path::{Path, PathBuf};

/// A file or folder of `../shared`; `None`, with a word, where it is not there.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = present(name);
    if path.is_none() {
        skipped(format_args!("../shared/{name} is not there"));
    }
    path
}

/// The same without a word, for a test that has something to do without it, too.
pub fn present(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(name);
    path.exists().then_some(path)
}
