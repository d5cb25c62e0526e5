//! When a host last answered, so that a new run keeps arXiv's distance too. The waiting itself is the client's.

use super::{Store, StoreError};
use rusqlite::OptionalExtension;

impl Store {
    /// When `host` last answered (unix milliseconds); after a run that died while it waited, when it would have given up.
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
}
