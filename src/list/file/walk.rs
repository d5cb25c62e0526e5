//! The files that a pattern names. Folders are read, lists are not.
//!
//! What a pattern names outright is gone into wherever it leads. Where it has a sign (`*`, `**`),
//! no link to a folder is followed, so that no folder is below itself; and none is searched twice.

use super::FileError;
use crate::list::pattern::{Names, Pattern, Step};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, DirEntry, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// What paths and patterns name.
#[derive(Debug, Default)]
pub struct Found {
    /// The lists: sorted, each file once.
    pub lists: Vec<PathBuf>,
    /// A path that does not exist, a pattern that is malformed or matches no file, a folder that
    /// cannot be searched.
    pub failed: Vec<FileError>,
    /// What a pattern matches and is left out, as its name is not UTF-8.
    pub unnamed: Vec<PathBuf>,
    /// The search was ended before it was done.
    pub is_over: bool,
}

/// How far patterns reach. A path that names a file reaches it anyway.
pub struct Scope<'a> {
    /// Folders that no sign of a pattern leads into.
    pub not_into: Vec<PathBuf>,
    /// Names of files that are none.
    pub is_left_out: &'a dyn Fn(&str) -> bool,
    /// Whether the search is to end. Asked all the while.
    pub is_over: &'a dyn Fn() -> bool,
}

impl Default for Scope<'_> {
    fn default() -> Self {
        Self {
            not_into: Vec::new(),
            is_left_out: &|_| false,
            is_over: &|| false,
        }
    }
}

/// So many names are looked at before somebody is asked whether the search is to end.
const NAMES: usize = 500;

/// A file or folder, whatever its name.
type Place = (u64, u64);

fn place(meta: &Metadata) -> Place {
    (meta.dev(), meta.ino())
}

/// A search for what one pattern names.
pub(super) struct Walk<'a> {
    steps: &'a [Step],
    scope: &'a Scope<'a>,
    /// Folders that no sign leads into.
    closed: HashSet<Place>,
    /// What is still to be searched.
    open: Vec<Folder>,
    seen: HashSet<(Place, usize)>,
    found: &'a mut Found,
}

/// A folder, and the step that is next in it.
struct Folder {
    path: PathBuf,
    step: usize,
    /// A sign led here, not a name.
    is_guessed: bool,
}

impl<'a> Walk<'a> {
    /// Searches, and adds to `found`.
    pub(super) fn search(pattern: &'a Pattern, scope: &'a Scope<'a>, found: &'a mut Found) {
        let folders = scope.not_into.iter();
        let closed = folders.filter_map(|folder| folder.metadata().ok());
        let start = if pattern.absolute { "/" } else { "" };
        let mut walk = Walk {
            steps: &pattern.steps,
            scope,
            closed: closed.map(|meta| place(&meta)).collect(),
            open: vec![Folder {
                path: PathBuf::from(start),
                step: 0,
                is_guessed: false,
            }],
            seen: HashSet::new(),
            found,
        };
        while let Some(folder) = walk.open.pop() {
            if walk.is_over() {
                return;
            }
            walk.enter(folder);
        }
    }

    fn is_over(&mut self) -> bool {
        self.found.is_over |= (self.scope.is_over)();
        self.found.is_over
    }

    fn enter(&mut self, mut folder: Folder) {
        loop {
            let is_last = folder.step + 1 == self.steps.len();
            match &self.steps[folder.step] {
                Step::Name(name) => {
                    folder.path.push(name);
                    match is_last {
                        true => return self.add(folder.path),
                        false if !self.may_enter(&folder) => return,
                        false => folder.step += 1,
                    }
                }
                Step::Names(names) => return self.choose(&folder, names, is_last),
                // Folders are no lists.
                Step::Folders if is_last => return,
                Step::Folders => {
                    if !self.is_new(&folder) {
                        return;
                    }
                    self.descend(&folder);
                    (folder.step, folder.is_guessed) = (folder.step + 1, true);
                }
            }
        }
    }

    /// Behind a sign, a name may be a link's or a closed folder's, too.
    fn may_enter(&self, folder: &Folder) -> bool {
        let is_open = |meta: Metadata| meta.is_dir() && !self.closed.contains(&place(&meta));
        let is_up = folder.path.ends_with("..");
        !folder.is_guessed || is_up || folder.path.symlink_metadata().is_ok_and(is_open)
    }

    fn is_new(&mut self, folder: &Folder) -> bool {
        let path = here(&folder.path);
        let place = path.metadata().map(|meta| place(&meta));
        place.is_ok_and(|place| self.seen.insert((place, folder.step)))
    }

    /// A list by its name.
    fn add(&mut self, path: PathBuf) {
        let is_there = path.symlink_metadata().is_ok() && !path.is_dir();
        let name = path.file_name().unwrap_or_default();
        if is_there && !in_git(&path) && !(self.scope.is_left_out)(&name.to_string_lossy()) {
            self.found.lists.push(path);
        }
    }

    /// Goes on with what fits in a folder.
    fn choose(&mut self, folder: &Folder, names: &Names, is_last: bool) {
        for (entry, name) in self.names(&folder.path) {
            // What is no text fits nowhere as such; with a sign for each wrong byte it may.
            let shown = name.to_string_lossy();
            if !names.fit(&shown) {
                continue;
            }
            match (name.to_str(), is_last) {
                (None, _) => self.found.unnamed.push(folder.path.join(name)),
                (Some(_), true) => self.add(folder.path.join(name)),
                (Some(_), false) => self.go_into(folder, &entry, folder.step + 1),
            }
        }
    }

    /// All folders below one, for `**`.
    fn descend(&mut self, folder: &Folder) {
        for (entry, name) in self.names(&folder.path) {
            let is_hidden = name.as_encoded_bytes().first() == Some(&b'.');
            if is_hidden || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                continue;
            }
            match name.to_str() {
                None => self.found.unnamed.push(folder.path.join(name)),
                Some(_) => self.go_into(folder, &entry, folder.step),
            }
        }
    }

    fn go_into(&mut self, folder: &Folder, entry: &DirEntry, step: usize) {
        let path = folder.path.join(entry.file_name());
        // Of the entry itself: a link is none.
        let is_open = |meta: Metadata| meta.is_dir() && !self.closed.contains(&place(&meta));
        if !in_git(&path) && entry.metadata().is_ok_and(is_open) {
            self.open.push(Folder {
                path,
                step,
                is_guessed: true,
            });
        }
    }

    /// What is in a folder, sorted; nothing where it is none.
    fn names(&mut self, path: &Path) -> Vec<(DirEntry, std::ffi::OsString)> {
        let mut out = Vec::new();
        let entries = match fs::read_dir(here(path)) {
            Ok(entries) => entries,
            Err(error) => {
                self.fail(path, error);
                return out;
            }
        };
        for (n, entry) in entries.enumerate() {
            if n % NAMES == NAMES - 1 && self.is_over() {
                break;
            }
            match entry {
                Ok(entry) => {
                    let name = entry.file_name();
                    out.push((entry, name));
                }
                Err(error) => {
                    self.fail(path, error);
                    break;
                }
            }
        }
        out.sort_by(|a, b| OsStr::cmp(&a.1, &b.1));
        out
    }

    fn fail(&mut self, path: &Path, error: io::Error) {
        if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) {
            let failed = FileError::io("search", here(path))(error);
            self.found.failed.push(failed);
        }
    }
}

/// The working directory has no name.
fn here(path: &Path) -> &Path {
    match path.as_os_str().is_empty() {
        true => Path::new("."),
        false => path,
    }
}

fn in_git(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == ".git")
}
