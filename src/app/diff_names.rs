//! The names of lists in a diff, so that it can be applied from where it was made.

use crate::report::diff::Named;
use std::path::{Component, Path, PathBuf};

/// Where a diff is made.
#[derive(Debug)]
pub struct Here {
    /// The working directory, all links resolved.
    dir: PathBuf,
    /// The top of its Git work tree.
    top: Option<PathBuf>,
}

impl Here {
    /// The working directory.
    ///
    /// # Errors
    ///
    /// There is none: it was removed.
    pub fn find() -> std::io::Result<Self> {
        let dir = std::env::current_dir()?.canonicalize()?;
        let top = top_of(&dir);
        Ok(Self { dir, top })
    }

    /// A list's name as `git apply` reads it here: from the top of the work tree, without one from
    /// the working directory. A list that lies outside both is named from the top of its own work
    /// tree, else from its folder.
    pub fn named(&self, list: &str) -> Named {
        let list = Path::new(list);
        // Links are followed, as what they lead to is what changes.
        let real = list.canonicalize();
        let real = real.unwrap_or_else(|_| self.dir.join(list));
        if let Some(top) = &self.top
            && let Some(path) = below(&real, top)
        {
            return Named {
                is_from_top: *top != self.dir,
                apply_in: (!real.starts_with(&self.dir)).then(|| top.display().to_string()),
                path,
            };
        }
        if let Some(path) = below(&real, &self.dir) {
            return Named::here(&path);
        }
        let folder = real.parent().unwrap_or(Path::new("/"));
        let from = top_of(folder).unwrap_or_else(|| folder.to_owned());
        Named {
            path: below(&real, &from).unwrap_or_default(),
            is_from_top: false,
            apply_in: Some(from.display().to_string()),
        }
    }
}

/// The nearest folder, from this one up, that is the top of a Git work tree.
fn top_of(dir: &Path) -> Option<PathBuf> {
    let top = dir.ancestors().find(|dir| dir.join(".git").exists());
    top.map(Path::to_owned)
}

/// The way down from a folder, if it is one.
fn below(path: &Path, folder: &Path) -> Option<String> {
    let rest = path.strip_prefix(folder).ok()?;
    let is_down = rest.components().all(|c| matches!(c, Component::Normal(_)));
    is_down.then(|| rest.display().to_string())
}
