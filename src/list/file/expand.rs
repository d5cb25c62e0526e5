//! Paths and patterns → the lists they name. Looks at names only; reads no list.

use super::FileError;
use glob::MatchOptions;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// As a shell does it: `*` stops at `/` and does not match hidden files.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// The lists that paths and patterns (`*`, `**`, `?`, `[…]`) name: sorted, each file once. What
/// exists under the very name is taken literally; patterns skip directories and everything in
/// `.git`.
///
/// # Errors
///
/// A path does not exist, a pattern is malformed or matches no file, or a folder cannot be
/// searched.
pub fn expand(patterns: &[impl AsRef<Path>]) -> Result<Vec<PathBuf>, FileError> {
    let mut named = Vec::new();
    for pattern in patterns {
        named.extend(expand_one(pattern.as_ref())?);
    }
    named.sort();
    let mut seen = BTreeSet::new();
    named.retain(|path| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
    Ok(named)
}

fn expand_one(pattern: &Path) -> Result<Vec<PathBuf>, FileError> {
    if pattern.symlink_metadata().is_ok() {
        return Ok(vec![pattern.to_owned()]);
    }
    match pattern.to_str() {
        Some(text) if text.contains(['*', '?', '[']) => matches(text),
        _ => Err(FileError::Missing {
            path: pattern.to_owned(),
        }),
    }
}

fn matches(pattern: &str) -> Result<Vec<PathBuf>, FileError> {
    let found = glob::glob_with(pattern, OPTIONS)
        .map_err(|e| super::not_a_list(Path::new(pattern), format!("as a pattern: {e}")))?;
    let mut lists = Vec::new();
    for path in found {
        let path = path.map_err(|e| {
            let path = e.path().to_owned();
            FileError::io("search", &path)(e.into())
        })?;
        if !in_git(&path) && !path.is_dir() {
            lists.push(path);
        }
    }
    if lists.is_empty() {
        let pattern = pattern.to_owned();
        return Err(FileError::NoMatch { pattern });
    }
    Ok(lists)
}

fn in_git(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == ".git")
}
