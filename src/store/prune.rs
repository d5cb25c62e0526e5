//! Forgets what is older than it has to be kept, and gives the space back. What is kept for how
//! long is decided elsewhere.

use super::status::IS_SUCCESS;
use super::{Store, StoreError};
use rusqlite::Transaction;

/// So many papers are kept at most, the ones that were asked for last: about 400 MB.
const MOST_PAPERS: i64 = 200_000;

/// `PRAGMA auto_vacuum` of a database that gives space back bit by bit.
const INCREMENTAL: i64 = 2;

impl Store {
    /// Forgets runs that began before `runs`, with their changes, and papers and answers that came
    /// before `papers` (unix milliseconds); `now` has surely passed. A run that says it is older
    /// than one before it was noted by a clock that was behind, and is no older than that one. The
    /// last run, the last that succeeded, and runs with a write that is not settled stay, and so do
    /// single versions of papers, which never change. Says how many rows went.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn prune(&mut self, now: i64, runs: i64, papers: i64) -> Result<usize, StoreError> {
        let gone = self.write(|tx| Ok(prune_runs(tx, now, runs)? + prune_papers(tx, papers)?))?;
        if gone > 0 {
            self.give_back()?;
        }
        Ok(gone)
    }

    /// Gives free pages back to the file system; a database that cannot do so bit by bit is made
    /// to, once.
    fn give_back(&self) -> Result<(), StoreError> {
        let vacuum = || {
            let mode: i64 = self
                .conn
                .pragma_query_value(None, "auto_vacuum", |row| row.get(0))?;
            if mode == INCREMENTAL {
                return self.conn.execute_batch("PRAGMA incremental_vacuum");
            }
            self.conn.pragma_update(None, "auto_vacuum", INCREMENTAL)?;
            self.conn.execute_batch("VACUUM")
        };
        vacuum().map_err(|e| StoreError::from_sql(&self.path, e))
    }
}

fn prune_runs(tx: &Transaction<'_>, now: i64, before: i64) -> rusqlite::Result<usize> {
    tx.execute_batch("CREATE TEMP TABLE IF NOT EXISTS old (id TEXT PRIMARY KEY); DELETE FROM old")?;
    let sql = format!(
        "INSERT INTO old SELECT id FROM runs WHERE started_at < ?1
         AND rowid < (SELECT coalesce(min(rowid), ?3) FROM runs WHERE started_at BETWEEN ?1 AND ?2)
         AND rowid <> (SELECT max(rowid) FROM runs)
         AND rowid NOT IN (SELECT coalesce(max(rowid), 0) FROM runs WHERE {IS_SUCCESS} AND command = 'sync')
         AND id NOT IN (SELECT run_id FROM writes WHERE state = 'planned')"
    );
    tx.execute(&sql, [before, now, i64::MAX])?;
    let mut gone = 0;
    for table in ["changes", "writes"] {
        let sql = format!("DELETE FROM {table} WHERE run_id IN (SELECT id FROM old)");
        gone += tx.execute(&sql, ())?;
    }
    gone += tx.execute("DELETE FROM runs WHERE id IN (SELECT id FROM old)", ())?;
    Ok(gone)
}

fn prune_papers(tx: &Transaction<'_>, before: i64) -> rusqlite::Result<usize> {
    let mut gone = 0;
    let is_version = "asked_version > 0 AND outcome = 'found'";
    for (table, kept) in [
        ("papers", is_version),
        ("raw_records", "FALSE"),
        ("searches", "FALSE"),
    ] {
        let sql = format!(
            "DELETE FROM {table} WHERE (fetched_at < ?1 AND NOT ({kept})) OR fetched_at <
                 (SELECT fetched_at FROM {table} ORDER BY fetched_at DESC LIMIT 1 OFFSET ?2)"
        );
        gone += tx.execute(&sql, (before, MOST_PAPERS))?;
    }
    Ok(gone)
}
