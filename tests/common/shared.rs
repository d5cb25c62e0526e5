//! What lies beside the project, and not everywhere: recorded answers, records, a stand-in for
//! arXiv.

use crate::skip::skipped;
use std::path::{Path, PathBuf};

/// A file or folder of `../shared`; `None`, with a word, where it is not there.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(name);
    if !path.exists() {
        skipped(format_args!("../shared/{name} is not there"));
        return None;
    }
    Some(path)
}
