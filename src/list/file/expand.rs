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

/// What paths and patterns name.
#[derive(Debug, Default)]
pub struct Found {
    /// The lists: sorted, each file once.
    pub lists: Vec<PathBuf>,
    /// A path that does not exist, a pattern that is malformed or matches no file, a folder that
    /// cannot be searched.
    pub failed: Vec<FileError>,
}

/// The lists that paths and patterns (`*`, `**`, `?`, `[…]`) name. What exists under the very name
/// is taken literally; patterns skip directories and everything in `.git`.
pub fn search(patterns: &[impl AsRef<Path>]) -> Found {
    let mut found = Found::default();
    for pattern in patterns {
        found.add(pattern.as_ref());
    }
    found.lists.sort();
    let mut seen = BTreeSet::new();
    let real = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
    found.lists.retain(|path| seen.insert(real(path)));
    found
}

/// The same, where all of them must be there.
///
/// # Errors
///
/// The first that failed.
pub fn expand(patterns: &[impl AsRef<Path>]) -> Result<Vec<PathBuf>, FileError> {
    let Found { lists, failed } = search(patterns);
    failed.into_iter().next().map_or(Ok(lists), Err)
}

impl Found {
    fn add(&mut self, pattern: &Path) {
        if pattern.symlink_metadata().is_ok() {
            return self.lists.push(pattern.to_owned());
        }
        match pattern.to_str() {
            Some(text) if text.contains(['*', '?', '[']) => self.add_matches(text),
            _ => self.failed.push(FileError::Missing {
                path: pattern.to_owned(),
            }),
        }
    }

    fn add_matches(&mut self, pattern: &str) {
        let matches = match glob::glob_with(pattern, OPTIONS) {
            Ok(matches) => matches,
            Err(e) => {
                let why = format!("as a pattern: {e}");
                return self.failed.push(super::not_a_list(Path::new(pattern), why));
            }
        };
        let before = (self.lists.len(), self.failed.len());
        for path in matches {
            match path {
                Ok(path) if in_git(&path) || path.is_dir() => {}
                Ok(path) => self.lists.push(path),
                Err(e) => {
                    let path = e.path().to_owned();
                    self.failed.push(FileError::io("search", &path)(e.into()));
                }
            }
        }
        if before == (self.lists.len(), self.failed.len()) {
            let pattern = pattern.to_owned();
            self.failed.push(FileError::NoMatch { pattern });
        }
    }
}

fn in_git(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == ".git")
}
