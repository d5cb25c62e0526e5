//! What the database remembers (`memory`), also of lookups (`lookups`), and which files are opened
//! as one (`opening`). Migrations are tested beside their list.

mod lookups;
mod memory;
mod opening;

use std::path::PathBuf;
use tempfile::TempDir;

/// A folder, and where the database is to be in it.
fn fixture() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().canonicalize().unwrap().join("state/arxsync.db");
    (dir, path)
}
