//! Rejects what is taken back, in the file of decisions: before the list is touched, so that no
//! crash lets the next run make it again.

use crate::app::memory;
use crate::config::Config;
use crate::config::decisions::{self, Decisions, Rejection, Scope, Step};
use crate::plan::memory::Rejected;
use crate::plan::name_of;
use crate::plan::undo::Made;
use crate::store::{Decision, Store};
use anyhow::{Context as _, Result};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

/// The file of decisions as it was, and as it is.
pub(super) struct Remembered {
    path: PathBuf,
    list: PathBuf,
    before: String,
    after: String,
    because: String,
}

impl Remembered {
    /// Rejects changes that are taken back, and forgets the rejection of those that are made again.
    ///
    /// # Errors
    ///
    /// The file cannot be read or written, or holds what is not understood.
    pub(super) fn write(
        config: &Config,
        now: Timestamp,
        list: &Path,
        made: &[&Made],
    ) -> Result<Self> {
        let path = config.decisions.clone();
        let before = decisions::text(&path)?;
        let known = Decisions::parse(&before, &path)?;
        let because = format!("undone on {}", now.to_zoned(TimeZone::UTC).date());
        let name = memory::list_name(config, list);
        let steps = made.iter().filter_map(|made| {
            let mut title = made.title.clone().unwrap_or_default();
            config.names.redact(&mut title);
            let scope = Scope {
                list: Some(name.clone()),
                title: Some(title).filter(|title| !title.is_empty()),
                because: Some(because.clone()),
            };
            step(&known, made, scope)
        });
        let steps: Vec<Step> = steps.collect();
        let after = match steps.is_empty() {
            true => before.clone(),
            false => decisions::edited(&before, &path, &steps)?,
        };
        if before != after {
            put(&path, &after)?;
        }
        Ok(Self {
            path,
            list: list.to_owned(),
            before,
            after,
            because,
        })
    }

    /// Takes the decisions back, as the list was not written; where somebody wrote the file
    /// meanwhile, it stays as it is.
    pub(super) fn restore(self) -> Result<()> {
        if self.before == self.after || decisions::text(&self.path)? != self.after {
            return Ok(());
        }
        match self.before.is_empty() {
            true => fs::remove_file(&self.path).with_context(|| failed(&self.path)),
            false => put(&self.path, &self.before),
        }
    }

    /// Notes the decisions in the log.
    pub(super) fn log(self, store: &mut Store, now: i64, made: &[&Made]) -> Result<()> {
        let list = self.list.to_string_lossy();
        let fields: Vec<String> = made.iter().map(|made| name_of(made.field)).collect();
        let noted = made.iter().zip(&fields).map(|(made, field)| Decision {
            at: now,
            who: None,
            action: if made.takes_back { "forget" } else { "undo" },
            item: &made.id,
            list: Some(&list),
            arxiv_id: Some(made.paper.as_str()),
            field: Some(field),
            because: (!made.takes_back).then_some(self.because.as_str()),
        });
        let noted: Vec<Decision<'_>> = noted.collect();
        Ok(store.log_decisions(&noted)?)
    }
}

/// What is to be done to the file. A rejection of other words than the undo rejected is somebody's
/// own, and stays.
fn step(known: &Decisions, made: &Made, scope: Scope) -> Option<Step> {
    let rejection = Rejection {
        scope,
        rejected: Rejected {
            paper: made.paper.clone(),
            field: made.field,
            version: made.version.filter(|version| *version > 0),
            words: made.words.clone()?,
        },
    };
    if !made.takes_back {
        return Some(Step::Reject(rejection));
    }
    let id = rejection.id();
    let is_ours = |r: &Rejection| r.id() == id && r.rejected.words == rejection.rejected.words;
    known
        .rejected
        .iter()
        .any(is_ours)
        .then_some(Step::Forget(id))
}

fn failed(path: &Path) -> String {
    format!(
        "cannot write the decisions to {}: make it and its folder writable, or name another file with [review] decisions; nothing is undone",
        path.display()
    )
}

/// Writes the file in one step, and so that it lasts. A link stays a link.
fn put(path: &Path, text: &str) -> Result<()> {
    let written = || -> std::io::Result<()> {
        let real = match path.canonicalize() {
            Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
            found => found?,
        };
        let folder = real.parent().filter(|dir| !dir.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let mode = fs::metadata(&real).map(|meta| meta.permissions()).ok();
        let new = fs::Permissions::from_mode(0o666);
        let mut temp = tempfile::Builder::new()
            .prefix(".arxsync-decisions-")
            .permissions(new)
            .tempfile_in(folder)?;
        temp.write_all(text.as_bytes())?;
        if let Some(mode) = mode {
            temp.as_file().set_permissions(mode)?;
        }
        temp.as_file().sync_all()?;
        temp.persist(&real)?;
        File::open(folder)?.sync_all()
    };
    written().with_context(|| failed(path))
}
