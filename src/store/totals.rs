//! What the history adds up to, for monitors. One consistent reading.

use super::status::IS_SUCCESS;
use super::{Store, StoreError};
use rusqlite::{Connection, OptionalExtension as _};

/// Sums over the runs that are kept. Times are unix milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many runs ended with each outcome; those without one broke off.
    pub runs: Vec<(Option<String>, u32)>,
    /// How many changes are in each state.
    pub changes: Vec<(String, u32)>,
    /// How many papers the cache holds, by what became of asking.
    pub papers: Vec<(String, u32)>,
    /// Requests to arXiv, and how many of them repeated a failed one.
    pub requests: [u32; 2],
    /// When the last run began and ended, and how many papers got no answer in it.
    pub last: Option<(i64, Option<i64>, u32)>,
    /// When the last run ended that succeeded.
    pub last_success: Option<i64>,
    /// How many runs came after that one, and did not succeed.
    pub failures: u32,
    /// How many came in a row just before the last run.
    pub failures_before: u32,
    /// How many lists of the configuration the last run over them could not work on.
    pub failing_lists: u32,
    /// Bytes.
    pub size: i64,
}

impl Store {
    /// Adds up.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn totals(&self) -> Result<Totals, StoreError> {
        self.read(|conn| {
            let sums = "SELECT coalesce(sum(requests), 0), coalesce(sum(retries), 0) FROM runs";
            let last =
                "SELECT started_at, finished_at, deferred FROM runs ORDER BY rowid DESC LIMIT 1";
            let success = format!(
                "SELECT finished_at FROM runs WHERE {IS_SUCCESS} ORDER BY rowid DESC LIMIT 1"
            );
            let number = "SELECT coalesce(max(rowid), 0) FROM runs";
            let number: i64 = conn.query_row(number, (), |row| row.get(0))?;
            let size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
            Ok(Totals {
                runs: counts(conn, "SELECT outcome, count(*) FROM runs GROUP BY 1")?,
                changes: counts(conn, "SELECT state, count(*) FROM changes GROUP BY 1")?,
                papers: counts(conn, "SELECT outcome, count(*) FROM papers GROUP BY 1")?,
                requests: conn.query_row(sums, (), |row| Ok([row.get(0)?, row.get(1)?]))?,
                last: conn
                    .query_row(last, (), |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                    .optional()?,
                last_success: conn.query_row(&success, (), |row| row.get(0)).optional()?,
                failures: failures(conn, i64::MAX)?,
                failures_before: failures(conn, number)?,
                failing_lists: conn
                    .query_row("SELECT count(*) FROM failing_lists", (), |row| row.get(0))?,
                size: conn.query_row(size, (), |row| row.get(0))?,
            })
        })
    }

    /// Records that a run failed at `at` (unix milliseconds), unless it is recorded: one that had
    /// not begun yet.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn record_failure(&mut self, id: &str, at: i64, problem: &str) -> Result<(), StoreError> {
        self.write(|tx| {
            let sql = "INSERT INTO runs (id, mode, started_at, finished_at, outcome, problem)
                       VALUES (?1, 'apply', ?2, ?2, 'failed', ?3) ON CONFLICT DO NOTHING";
            tx.execute(sql, (id, at, problem)).map(drop)
        })
    }
}

/// Runs in a row that did not succeed, of those in front of a run.
fn failures(conn: &Connection, before: i64) -> rusqlite::Result<u32> {
    let sql = format!(
        "SELECT count(*) FROM runs WHERE rowid < ?1
         AND rowid > (SELECT coalesce(max(rowid), 0) FROM runs WHERE rowid < ?1 AND {IS_SUCCESS})"
    );
    conn.query_row(&sql, [before], |row| row.get(0))
}

fn counts<K: rusqlite::types::FromSql>(
    conn: &Connection,
    sql: &str,
) -> rusqlite::Result<Vec<(K, u32)>> {
    let mut rows = conn.prepare(sql)?;
    let counted = rows.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
    counted.collect()
}
