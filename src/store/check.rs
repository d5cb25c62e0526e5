//! When the database's pages are looked at as a whole: where a program broke off with it open, and
//! once a week. Looking at each run would cost a large cache more than all the rest of a run.

use super::at_rest::{REPLACE_IT, beside, refused};
use super::{Store, StoreError};
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;

const WEEK_MS: i64 = 7 * 86_400_000;

/// Whether the last program that had the database open broke off, or has it open now: else its log
/// is gone.
pub(super) fn broke_off(path: &Path) -> bool {
    beside(path, "-wal").exists()
}

/// Whether its pages were never looked at.
pub(super) fn is_unchecked(conn: &Connection) -> rusqlite::Result<bool> {
    Ok(!conn.table_exists(None, "upkeep")? || checked_at(conn)?.is_none())
}

fn checked_at(conn: &Connection) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT done_at FROM upkeep WHERE task = 'check'";
    conn.query_row(sql, [], |row| row.get(0)).optional()
}

/// Whether SQLite finds the pages in order.
pub(super) fn check_pages(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let found: String = conn
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|e| StoreError::from_sql(path, e))?;
    if found != "ok" {
        return Err(refused(path, format!("is damaged ({found}): {REPLACE_IT}")));
    }
    Ok(())
}

impl Store {
    /// Looks at all pages where that was not done for a week; `now` in unix milliseconds. What was
    /// done in the future was done long ago.
    ///
    /// # Errors
    ///
    /// The database is damaged; see [`StoreError`].
    pub fn check_weekly(&mut self, now: i64) -> Result<(), StoreError> {
        let last = self.read(checked_at)?;
        if last.is_some_and(|at| (at..at.saturating_add(WEEK_MS)).contains(&now)) {
            return Ok(());
        }
        check_pages(&self.conn, &self.path)?;
        self.write(|tx| {
            let sql = "INSERT INTO upkeep (task, done_at) VALUES ('check', ?1)
                       ON CONFLICT DO UPDATE SET done_at = excluded.done_at";
            tx.execute(sql, [now]).map(drop)
        })
    }
}
