//! List files on a real file system: reading, expanding, writing (`files`), and what others do
//! meanwhile (`races`). The pure recovery table is tested beside its function.

mod files;
mod races;

use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with one list in it.
fn folder_with(list: &str) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().canonicalize().unwrap().join("list.md");
    fs::write(&path, list).unwrap();
    (dir, path)
}

/// What is in a folder, in order.
fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
