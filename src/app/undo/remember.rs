//! Rejects what is taken back, in the file of decisions: before the list is touched, so that no
//! crash lets the next run make it again.

use crate::app::memory;
use crate::config::Config;
use crate::config::decisions::{self, Decisions, Rejection, Scope, Step};
use crate::list::file;
use crate::plan::memory::Rejected;
use crate::plan::name_of;
use crate::plan::undo::Made;
use crate::store::{Decision, Store};
use anyhow::{Context as _, Result};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// The file of decisions as it was, and as it is.
pub(super) struct Remembered<'a> {
    config: &'a Config,
    list: PathBuf,
    before: String,
    after: String,
    because: String,
}

impl<'a> Remembered<'a> {
    /// Rejects changes that are taken back, and forgets the rejection of those that are made again.
    ///
    /// # Errors
    ///
    /// The file cannot be read or written, or holds what is not understood.
    pub(super) fn write(
        config: &'a Config,
        now: Timestamp,
        list: &Path,
        made: &[&Made],
    ) -> Result<Self> {
        let path = &config.decisions;
        let before = decisions::text(path)?;
        let known = Decisions::parse(&before, path)?;
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
            false => decisions::edited(&before, path, &steps)?,
        };
        if before != after {
            put(config, &after)?;
        }
        Ok(Self {
            config,
            list: list.to_owned(),
            before,
            after,
            because,
        })
    }

    /// Takes the decisions back, as the list was not written; where somebody wrote the file
    /// meanwhile, it stays as it is.
    pub(super) fn restore(self) -> Result<()> {
        let path = &self.config.decisions;
        if self.before == self.after || decisions::text(path)? != self.after {
            return Ok(());
        }
        match self.before.is_empty() {
            true => fs::remove_file(path).with_context(|| failed(path)),
            false => put(self.config, &self.before),
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
        "cannot write the decisions to {}: make it and its folder writable, or name another file with [review] decisions; the list is left as it is",
        path.display()
    )
}

/// The temporary file beside the decisions. It is called by the state directory, whose lock keeps
/// it to one run, so that the next one finds what a crash left.
struct Beside {
    real: PathBuf,
    folder: PathBuf,
    temp: PathBuf,
}

impl Beside {
    /// A link to the file stays a link.
    fn of(config: &Config) -> io::Result<Self> {
        let path = &config.decisions;
        let real = match path.canonicalize() {
            Err(error) if error.kind() == ErrorKind::NotFound => path.clone(),
            found => found?,
        };
        let folder = real.parent().filter(|dir| !dir.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        let state = config.store_dir.canonicalize()?;
        let hash = file::sha256(state.as_os_str().as_encoded_bytes());
        let temp = folder.join(format!(".arxsync-decisions-{}.tmp", &hash[..16]));
        Ok(Self { real, folder, temp })
    }

    fn clean(&self) -> io::Result<()> {
        match fs::remove_file(&self.temp) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Removes what a crash left beside the decisions; that it cannot be harms nothing yet.
pub(super) fn clean(config: &Config) {
    if let Err(error) = Beside::of(config).and_then(|beside| beside.clean()) {
        tracing::debug!(%error, "cannot look for what was left beside the decisions");
    }
}

/// Writes the file in one step, and so that it lasts; its mode is kept.
fn put(config: &Config, text: &str) -> Result<()> {
    let written = || -> io::Result<()> {
        let beside = Beside::of(config)?;
        beside.clean()?;
        let mut new = OpenOptions::new();
        let mut temp = new.write(true).create_new(true).open(&beside.temp)?;
        let mut fill = || -> io::Result<()> {
            temp.write_all(text.as_bytes())?;
            if let Ok(meta) = fs::metadata(&beside.real) {
                temp.set_permissions(meta.permissions())?;
            }
            temp.sync_all()?;
            fs::rename(&beside.temp, &beside.real)
        };
        if let Err(error) = fill() {
            beside.clean()?;
            return Err(error);
        }
        File::open(&beside.folder)?.sync_all()
    };
    written().with_context(|| failed(&config.decisions))
}
