//! Paths and patterns → the lists they name. Looks at names only; reads no list.

use super::FileError;
use super::walk::{Found, Scope, Walk};
use crate::list::pattern;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The lists that paths and patterns ([`crate::list::pattern`]) name. What exists under the very
/// name is taken literally; patterns skip directories and everything in `.git`.
pub fn search(patterns: &[impl AsRef<Path>], scope: &Scope<'_>) -> Found {
    let mut found = Found::default();
    for pattern in patterns {
        found.add(pattern.as_ref(), scope);
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
    let Found { lists, failed, .. } = search(patterns, &Scope::default());
    failed.into_iter().next().map_or(Ok(lists), Err)
}

impl Found {
    fn add(&mut self, path: &Path, scope: &Scope<'_>) {
        if path.symlink_metadata().is_ok() {
            return self.lists.push(path.to_owned());
        }
        match path.to_str() {
            Some(text) if pattern::is_pattern(text) => self.add_matches(text, scope),
            Some(text) if text.starts_with('~') => {
                self.failed.push(super::not_a_list(path, HOME.into()));
            }
            _ => self.failed.push(FileError::Missing {
                path: path.to_owned(),
            }),
        }
    }

    fn add_matches(&mut self, text: &str, scope: &Scope<'_>) {
        let patterns = match pattern::parse(text) {
            Ok(patterns) => patterns,
            Err(e) => {
                let why = format!("as a pattern: {e}");
                return self.failed.push(super::not_a_list(Path::new(text), why));
            }
        };
        let before = (self.lists.len(), self.failed.len());
        for pattern in &patterns {
            Walk::search(pattern, scope, self);
        }
        if before == (self.lists.len(), self.failed.len()) && !self.is_over {
            let pattern = text.to_owned();
            self.failed.push(FileError::NoMatch { pattern });
        }
    }
}

/// What to say of `'~/list.md'`.
const HOME: &str =
    "the shell puts the home folder in place of `~`, and only outside of quotes; write it in full";
