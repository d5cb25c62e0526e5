//! When a host last answered, so that a new run keeps arXiv's distance too. The waiting itself is
//! the client's.
//!
//! The date that the answer itself bears is kept as that of a host of its own, since our clock may
//! be wrong.

use super::{Store, StoreError};
use rusqlite::{Connection, OptionalExtension};

impl Store {
    /// When `host` last answered (unix milliseconds); after a run that died while it waited, when
    /// it would have given up.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn last_answer(&self, host: &str) -> Result<Option<i64>, StoreError> {
        self.read(|conn| {
            conn.prepare_cached("SELECT last_answer FROM pace WHERE host = ?1")?
                .query_row([host], |row| row.get(0))
                .optional()
        })
    }

    /// Remembers that `host` answered, or will have answered, at `ms` (unix milliseconds).
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn set_last_answer(&mut self, host: &str, ms: i64) -> Result<(), StoreError> {
        self.write(|tx| {
            let sql = "INSERT INTO pace (host, last_answer) VALUES (?1, ?2)
                       ON CONFLICT (host) DO UPDATE SET last_answer = excluded.last_answer";
            tx.prepare_cached(sql)?.execute((host, ms)).map(drop)
        })
    }

    /// The date (unix milliseconds) that the last answer of `host` bears, if that is known.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn answered(&self, host: &str) -> Result<Option<i64>, StoreError> {
        self.read(|conn| answered(conn, host))
    }

    /// Remembers the date that the last answer of `host` bears.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn set_answered(&mut self, host: &str, ms: i64) -> Result<(), StoreError> {
        self.set_last_answer(&dated(host), ms)
    }

    /// Until when (unix milliseconds) `host` does not want to be asked, and why.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn closed_until(&self, host: &str) -> Result<Option<(i64, String)>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT not_before, why FROM pace WHERE host = ?1 AND not_before IS NOT NULL";
            let found = conn
                .prepare_cached(sql)?
                .query_row([host], |row| Ok((row.get(0)?, row.get(1)?)));
            found.optional()
        })
    }

    /// Forgets that any host does not want to be asked; whether one did not.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn reopen(&mut self) -> Result<bool, StoreError> {
        self.write(|tx| {
            let sql = "UPDATE pace SET not_before = NULL, why = NULL WHERE not_before IS NOT NULL";
            tx.execute(sql, ()).map(|hosts| hosts > 0)
        })
    }

    /// Remembers that `host` does not want to be asked until `ms` (unix milliseconds).
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn close_until(&mut self, host: &str, ms: i64, why: &str) -> Result<(), StoreError> {
        self.write(|tx| {
            let sql = "UPDATE pace SET not_before = ?2, why = ?3 WHERE host = ?1";
            tx.prepare_cached(sql)?.execute((host, ms, why)).map(drop)
        })
    }
}

/// No host has such a name.
fn dated(host: &str) -> String {
    format!("{host} (its own date)")
}

pub(super) fn answered(conn: &Connection, host: &str) -> rusqlite::Result<Option<i64>> {
    conn.prepare_cached("SELECT last_answer FROM pace WHERE host = ?1")?
        .query_row([dated(host)], |row| row.get(0))
        .optional()
}
