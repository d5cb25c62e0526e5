//! Examines the lists: whether they are there and can be written, what became of them since, and
//! what lies beside them.

use super::Recorded;
use crate::app::lists;
use crate::config::Config;
use crate::list::file::{self, FileError, Source};
use crate::report::doctor::{Examination, Finding};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// How the names of our temporary files begin and end ([`file::temp_name`]).
const TEMP: (&str, &str) = (".arxsync-", ".tmp");

/// Examines all lists that are configured or were ever written.
pub(super) fn examine(all: &mut Examination, config: &Config, recorded: &Recorded) {
    let mut folders = BTreeSet::new();
    if config.lists.is_empty() {
        let message = "the configuration names no list";
        all.findings.push(Finding::note("list", message));
    }
    let scope = lists::scope(config, None, &|| false);
    for list in &config.lists {
        let found = file::search(&[&list.pattern], &scope);
        for path in &found.lists {
            folders.extend(configured(all, path));
        }
        all.findings.extend(found.failed.iter().map(wrong));
        all.findings
            .extend(found.unnamed.iter().map(|p| unnamed(p)));
    }
    written(all, recorded);
    let lists = recorded
        .last_writes
        .iter()
        .map(|write| Path::new(&write.list));
    let pending = recorded.pending.iter().map(|write| write.list.as_path());
    folders.extend(lists.chain(pending).filter_map(folder));
    for folder in folders {
        leftovers(all, &folder, recorded);
    }
}

fn folder(list: &Path) -> Option<PathBuf> {
    list.parent().map(Path::to_owned)
}

/// A list of the configuration, and the folder that it lies in.
fn configured(all: &mut Examination, path: &Path) -> Option<PathBuf> {
    let checked = file::read(path).and_then(|source| {
        file::check_writable(&source)?;
        Ok(source)
    });
    match checked {
        Ok(Source { real, .. }) => {
            let message = format!("{} can be read and written", path.display());
            all.findings.push(Finding::ok("list", message));
            folder(&real)
        }
        Err(e) => {
            all.findings.push(wrong(&e));
            path.canonicalize().ok().as_deref().and_then(folder)
        }
    }
}

/// What a pattern would name, if it had a name.
fn unnamed(path: &Path) -> Finding {
    let message = format!("{} is left out, as its name is not UTF-8", path.display());
    Finding::note("list", message)
}

fn wrong(error: &FileError) -> Finding {
    let todo = "mend that, or take the list out of the configuration";
    Finding::fault("list", error.to_string(), todo)
}

/// What became of lists since a run wrote them. That people edit their lists is what lists are for.
fn written(all: &mut Examination, recorded: &Recorded) {
    for write in &recorded.last_writes {
        let (list, run) = (&write.list, &write.run_id);
        all.findings.push(match file::read(Path::new(list)) {
            Ok(source) if source.sha256 == write.sha256_after => {
                Finding::ok("history", format!("{list} is as run {run} wrote it"))
            }
            Ok(_) => Finding::note(
                "history",
                format!("{list} was edited since run {run} wrote it"),
            ),
            Err(FileError::Missing { .. }) => Finding::note(
                "history",
                format!("{list}, which run {run} wrote, is no longer there"),
            ),
            Err(e) => wrong(&e),
        });
    }
}

/// Temporary files of ours that no run is using.
fn leftovers(all: &mut Examination, folder: &Path, recorded: &Recorded) {
    let Ok(items) = fs::read_dir(folder) else {
        return;
    };
    let names = items.filter_map(|item| item.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter(|name| name.starts_with(TEMP.0) && name.ends_with(TEMP.1))
        .collect();
    names.sort();
    for name in names {
        let shown = folder.join(&name);
        let shown = shown.display();
        let running = recorded.running.as_ref();
        let todo = if recorded.pending.iter().any(|write| write.temp_name == name) {
            "run `arxsync sync`: it settles the write and removes the file".to_owned()
        } else {
            format!("rm {shown}: no write needs it any more")
        };
        all.findings.push(
            if running.is_some_and(|holder| name.contains(&holder.run)) {
                Finding::note("leftovers", format!("{shown} is just being written"))
            } else {
                let message = format!("{shown} was left by a run that broke off");
                Finding::fault("leftovers", message, todo)
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_files_have_the_names_that_are_looked_for() {
        let name = file::temp_name("run", Path::new("/a.md"));
        assert!(name.starts_with(TEMP.0) && name.ends_with(TEMP.1), "{name}");
    }
}
