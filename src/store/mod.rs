//! The only SQL: the cache of papers and answers, the pace of requests, runs and what they changed.
//! No clock: times come in as unix milliseconds.
//!
//! One SQLite database in the state directory, in WAL mode and with `synchronous=FULL`, because a
//! list is only touched after the intent to do so is on the disk
//! (`docs/architecture.md#how-a-list-is-written`). Every write is one `IMMEDIATE` transaction: a
//! deferred one that turns into a write fails at once where another writer is busy, instead of
//! waiting for it.

mod at_rest;
mod backup;
mod changes;
mod check;
mod health;
mod history;
mod lists;
mod lock;
mod look;
mod lookups;
mod medium;
mod migrate;
mod open;
mod pace;
mod papers;
mod prune;
mod runs;
mod sealed;
mod standing;
mod status;
#[cfg(test)]
mod tests;
mod totals;
mod traces;
mod undo;

pub use changes::{Decided, PendingWrite, Undoes, WriteId, WritePlan};
pub use health::{LastWrite, sqlite_version};
pub use history::{ChangeRow, Of};
pub use lists::{FailingList, Tried};
pub use lock::{Holder, LockError, RunLock, holder};
pub use look::{Look, check, look};
pub use lookups::KeptAnswer;
pub use medium::network;
pub use papers::Cached;
pub use runs::RunEnd;
pub use standing::{Decision, Since};
pub use status::{Closed, RunRow};
pub use totals::Totals;
pub use undo::Known;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};

/// An open database of this program's schema.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: PathBuf,
}

/// The newest schema version that this program knows.
pub const SCHEMA: i64 = migrate::KNOWN;

/// The database's name in the state directory.
const FILE_NAME: &str = "arxsync.db";

/// Why the database could not be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It was written by a newer program; it was not touched.
    #[error(
        "database {path:?} has schema {found}, but this arxsync knows only up to {known}: update arxsync, or use another state directory"
    )]
    TooNew {
        /// The database.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// Somebody else kept it busy for longer than we wait.
    #[error("database {path:?} is busy: another program is writing to it; try again later")]
    Locked {
        /// The database.
        path: PathBuf,
    },
    /// It is not a database that this program can use, or was asked for something that it cannot
    /// hold; it was not touched.
    #[error("database {path:?} {why}")]
    Refused {
        /// The database.
        path: PathBuf,
        /// What is wrong with it, and what to do.
        why: String,
    },
    /// SQLite failed in another way (disk full, read-only, a bug).
    #[error(
        "database {path:?} failed: {cause}; check that its folder is writable and its disk not full"
    )]
    Sql {
        /// The database.
        path: PathBuf,
        /// What SQLite says.
        cause: rusqlite::Error,
    },
    /// The file system failed.
    #[error("cannot {doing} {path:?}: {cause}; check the state directory")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// The database, or its folder.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
}

impl StoreError {
    /// Sorts what SQLite says into what a caller can do about it.
    fn from_sql(path: &Path, cause: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match cause.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked { path },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Refused {
                path,
                why: format!("cannot be read ({cause}): {}", at_rest::REPLACE_IT),
            },
            _ => Self::Sql { path, cause },
        }
    }
}

impl Store {
    /// Where the database is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `work` in one `IMMEDIATE` transaction; where it fails, nothing of it stays.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let path = &self.path;
        let conn = &mut self.conn;
        let run = || {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&tx)?;
            tx.commit()?;
            Ok(value)
        };
        run().map_err(|e| StoreError::from_sql(path, e))
    }

    /// Runs `work`, which only reads, on one consistent state of the database.
    fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let run = || {
            let tx = self.conn.unchecked_transaction()?;
            work(&tx)
        };
        run().map_err(|e| StoreError::from_sql(&self.path, e))
    }

    /// An error about a request that makes no sense to this database.
    fn refuse(&self, why: String) -> StoreError {
        StoreError::Refused {
            path: self.path.clone(),
            why,
        }
    }
}
