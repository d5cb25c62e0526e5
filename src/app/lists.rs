//! Which lists a command works on, what is configured for each, and which of them cannot be worked
//! on. One bad list is a value, and holds up no other.

use crate::config::{Config, ListConfig, ListSettings};
use crate::list::file::{self, FileError, Found, Scope, Source};
use crate::report::{self, LeftOut, markdown, sanitize};
use crate::store::Tried;
use anyhow::{Result, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The lists of a command.
#[derive(Default)]
pub(super) struct Lists {
    /// Those that can be worked on.
    pub(super) tasks: Vec<Task>,
    /// Those that cannot.
    pub(super) bad: Vec<Bad>,
}

/// A list as it was read, and what is configured for it.
pub(super) struct Task {
    pub(super) source: Source,
    pub(super) settings: ListSettings,
    /// Somebody names it, by more than a pattern that it matches.
    pub(super) is_named: bool,
    origin: Option<Origin>,
}

/// A list that cannot be worked on.
pub(super) struct Bad {
    /// What is told of it.
    pub(super) told: LeftOut,
    origin: Option<Origin>,
}

/// Where the configuration names a list: under these names it is remembered.
#[derive(Clone)]
struct Origin {
    /// The pattern, absolute.
    pattern: String,
    /// The list's path as the pattern leads to it, absolute.
    list: String,
}

/// Nothing else was asked for than this one list, and it cannot be worked on.
#[derive(Debug, thiserror::Error)]
#[error("{why}")]
pub(super) struct NoList {
    why: String,
    /// What is to be remembered, where it is one of the configuration's.
    pub(super) tried: Option<Tried>,
}

/// How far patterns reach: not to what arxsync wrote itself. `report_dir` is the run's.
pub(super) fn scope<'a>(
    config: &Config,
    report_dir: Option<&Path>,
    is_over: &'a dyn Fn() -> bool,
) -> Scope<'a> {
    let reports = [config.report_dir.as_deref(), report_dir];
    let folders = reports.into_iter().flatten().chain([&*config.store_dir]);
    Scope {
        not_into: folders.map(Path::to_owned).collect(),
        is_left_out: &report::is_file_name,
        is_over,
    }
}

/// The list that came on the standard input, or those that are named, as files or globs, else those
/// of the configuration. A named list has the settings that the configuration gives it. Where
/// `scope` says that it is over, not all are found.
///
/// # Errors
///
/// No list is given.
pub(super) fn find(
    config: &Config,
    named: &[String],
    input: Option<&Source>,
    command: &str,
    scope: &Scope<'_>,
) -> Result<Lists> {
    if let Some(source) = input {
        return Ok(Lists::of_input(config, source));
    }
    if !named.is_empty() {
        return Ok(of_names(config, named, scope));
    }
    if config.lists.is_empty() {
        bail!(
            "no list is given: name one (arxsync {command} README.md), or add [[list]] to the configuration"
        );
    }
    Ok(of_config(config, scope))
}

/// What the configuration names, under the names that are remembered.
pub(super) fn patterns(lists: &[ListConfig]) -> Vec<String> {
    let absolute = |list: &ListConfig| absolute(Path::new(&list.pattern));
    lists.iter().map(absolute).collect()
}

fn of_config(config: &Config, scope: &Scope<'_>) -> Lists {
    let mut lists = Lists::default();
    let mut seen = BTreeSet::new();
    let source = config.source.as_deref();
    let source = source.unwrap_or(Path::new("the configuration")).display();
    for list in &config.lists {
        let mut found = search(&[&list.pattern], scope);
        let (mut ours, all) = (0, found.lists.len());
        for path in found.lists {
            let origin = Some(Origin::of(&list.pattern, &path));
            let is_named = path == Path::new(&list.pattern);
            match read(&path, is_named, scope) {
                Read::List(source) if seen.insert(source.real.clone()) => lists.tasks.push(Task {
                    is_named,
                    source,
                    settings: list.settings.clone(),
                    origin,
                }),
                Read::List(_) => {}
                Read::Ours => ours += 1,
                Read::Failed(error) => lists.add_bad(Bad::of(&error, error.to_string(), origin)),
            }
        }
        if ours > 0 && ours == all {
            let pattern = list.pattern.clone();
            found.failed.push(FileError::NoMatch { pattern });
        }
        for error in found.failed {
            let origin = Some(Origin::of(&list.pattern, error.path()));
            let why = format!("[[list]] of {source}: {error}");
            lists.add_bad(Bad::of(&error, why, origin));
        }
    }
    lists
}

fn of_names(config: &Config, named: &[String], scope: &Scope<'_>) -> Lists {
    let mut lists = Lists::default();
    let configured: Vec<(PathBuf, &ListConfig)> = config
        .lists
        .iter()
        .flat_map(|list| {
            let found = file::search(&[&list.pattern], scope).lists;
            found.into_iter().map(move |path| (path, list))
        })
        .collect();
    let mut found = search(named, scope);
    let (mut ours, all) = (0, found.lists.len());
    for path in found.lists {
        let real = path.canonicalize().ok();
        let same = |p: &Path| real.is_some() && p.canonicalize().ok() == real;
        let known = configured.iter().find(|(p, _)| same(p));
        let origin = known.map(|(p, list)| Origin::of(&list.pattern, p));
        let is_named = named.iter().any(|name| path == Path::new(name));
        match read(&path, is_named, scope) {
            Read::List(source) => lists.tasks.push(Task {
                is_named,
                source,
                settings: known.map_or_else(|| config.general(), |(_, l)| l.settings.clone()),
                origin,
            }),
            Read::Ours => ours += 1,
            Read::Failed(error) => lists.bad.push(Bad::of(&error, error.to_string(), origin)),
        }
    }
    if ours > 0 && ours == all && found.failed.is_empty() {
        let pattern = named.join(" ");
        found.failed.push(FileError::NoMatch { pattern });
    }
    let nowhere = |error: FileError| Bad::of(&error, error.to_string(), None);
    lists.bad.extend(found.failed.into_iter().map(nowhere));
    lists
}

/// Searches, and tells what no path can name. A name that can lead to no list is told by what it
/// is.
fn search(named: &[impl AsRef<str>], scope: &Scope<'_>) -> Found {
    let mut wrong = Vec::new();
    let mut right: Vec<&str> = Vec::new();
    for name in named.iter().map(AsRef::as_ref) {
        match file::check_name(name) {
            Ok(()) => right.push(name),
            Err(error) => wrong.push(error),
        }
    }
    let mut found = file::search(&right, scope);
    found.failed.extend(wrong);
    for path in &found.unnamed {
        let path = sanitize::one_line(&path.display().to_string());
        tracing::warn!(path, "left out, as its name is not UTF-8: rename it");
    }
    found
}

/// What a path leads to.
enum Read {
    List(Source),
    /// A report of ours, that a pattern matches.
    Ours,
    Failed(FileError),
}

/// Reads a list. A report of ours is none, wherever somebody put it: its quotations would be taken
/// for entries. That is an error where it `is_named`, and not just matched.
fn read(path: &Path, is_named: bool, scope: &Scope<'_>) -> Read {
    // That is somebody's wish to hear that the run is alive; whether it is over is asked later.
    let _ = (scope.is_over)();
    match file::read(path) {
        Ok(source) if markdown::is_report(&source.text) => {
            if is_named {
                let why = "it is a change report that arxsync wrote; name the list itself";
                return Read::Failed(file::not_a_list(path, why.into()));
            }
            let path = sanitize::one_line(&path.display().to_string());
            tracing::warn!(
                path,
                "left out, as it is a change report that arxsync wrote"
            );
            Read::Ours
        }
        Ok(source) => Read::List(source),
        Err(error) => Read::Failed(error),
    }
}

impl Lists {
    fn of_input(config: &Config, source: &Source) -> Self {
        let task = Task {
            source: source.clone(),
            settings: config.general(),
            is_named: true,
            origin: None,
        };
        Self {
            tasks: vec![task],
            bad: Vec::new(),
        }
    }

    /// Two patterns may lead to one list, which is bad once.
    fn add_bad(&mut self, bad: Bad) {
        let list = |bad: &Bad| bad.origin.as_ref().map(|origin| origin.list.clone());
        if !self.bad.iter().any(|known| list(known) == list(&bad)) {
            self.bad.push(bad);
        }
    }

    /// Leaves out the lists of which `trouble` knows why they cannot be worked on.
    pub(super) fn leave_out(&mut self, trouble: impl Fn(&Source) -> Option<String>) {
        let tasks = std::mem::take(&mut self.tasks);
        for task in tasks {
            match trouble(&task.source) {
                None => self.tasks.push(task),
                Some(why) => self.bad.push(Bad {
                    told: LeftOut {
                        path: task.source.path.display().to_string(),
                        why,
                    },
                    origin: task.origin,
                }),
            }
        }
    }

    /// Leaves out the lists that could not be replaced.
    pub(super) fn leave_out_unwritable(&mut self) {
        self.leave_out(|source| Some(file::check_writable(source).err()?.to_string()));
    }

    /// Where a single list was asked for and cannot be worked on, that is all there is to tell.
    ///
    /// # Errors
    ///
    /// [`NoList`]
    pub(super) fn refuse_a_single_bad_one(&self) -> Result<()> {
        match (self.tasks.as_slice(), self.bad.as_slice()) {
            ([], [bad]) => Err(NoList {
                why: bad.told.why.clone(),
                tried: bad.tried(),
            }
            .into()),
            _ => Ok(()),
        }
    }
}

impl Task {
    /// What is to be remembered of it.
    pub(super) fn tried(&self, problem: Option<&str>) -> Option<Tried> {
        self.origin.as_ref().map(|origin| origin.tried(problem))
    }
}

impl Bad {
    fn of(error: &FileError, why: String, origin: Option<Origin>) -> Self {
        let path = error.path().display().to_string();
        Self {
            told: LeftOut { path, why },
            origin,
        }
    }

    /// What is to be remembered of it.
    pub(super) fn tried(&self) -> Option<Tried> {
        let why = Some(self.told.why.as_str());
        self.origin.as_ref().map(|origin| origin.tried(why))
    }
}

impl Origin {
    fn of(pattern: &str, path: &Path) -> Self {
        Self {
            pattern: absolute(Path::new(pattern)),
            list: absolute(path),
        }
    }

    fn tried(&self, problem: Option<&str>) -> Tried {
        Tried {
            pattern: self.pattern.clone(),
            list: self.list.clone(),
            problem: problem.map(str::to_owned),
        }
    }
}

/// A path from the root, without following links: it need not exist.
fn absolute(path: &Path) -> String {
    let absolute = std::path::absolute(path);
    let path = absolute.as_deref().unwrap_or(path);
    path.display().to_string()
}
