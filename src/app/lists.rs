//! Which lists a command works on, and what is configured for each.

use crate::config::{Config, ListConfig, ListSettings};
use crate::list::file::{self, Source};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A list as it was read, and what is configured for it.
pub(super) struct Task {
    pub(super) source: Source,
    pub(super) settings: ListSettings,
}

/// The lists that are named, as files or globs, else those of the configuration. A named list has
/// the settings that the configuration gives it.
pub(super) fn tasks(config: &Config, named: &[String], command: &str) -> Result<Vec<Task>> {
    let mut tasks = Vec::new();
    let mut seen = BTreeSet::new();
    let configured = configured(config, named.is_empty())?;
    if named.is_empty() {
        if configured.is_empty() {
            bail!(
                "no list is given: name one (arxsync {command} README.md), or add [[list]] to the configuration"
            );
        }
        for (path, list) in configured {
            let source = file::read(&path)?;
            if seen.insert(source.real.clone()) {
                let settings = list.settings.clone();
                tasks.push(Task { source, settings });
            }
        }
        return Ok(tasks);
    }
    for path in file::expand(named)? {
        let source = file::read(&path)?;
        let same = |p: &Path| p.canonicalize().is_ok_and(|real| real == source.real);
        let settings = configured
            .iter()
            .find(|(p, _)| same(p))
            .map_or_else(|| config.general(), |(_, list)| list.settings.clone());
        tasks.push(Task { source, settings });
    }
    Ok(tasks)
}

/// The files of the configuration's lists; ones that are not there matter only where they are to be
/// read.
fn configured(config: &Config, required: bool) -> Result<Vec<(PathBuf, &ListConfig)>> {
    let mut out = Vec::new();
    for list in &config.lists {
        match file::expand(&[&list.pattern]) {
            Ok(paths) => out.extend(paths.into_iter().map(|p| (p, list))),
            Err(error) if required => {
                let source = config
                    .source
                    .as_deref()
                    .unwrap_or(Path::new("the configuration"));
                return Err(error).with_context(|| format!("[[list]] of {}", source.display()));
            }
            Err(_) => {}
        }
    }
    Ok(out)
}
