//! What is remembered of runs, to tell people how it goes. Only reads.

use super::changes::{PendingWrite, pending_writes};
use super::pace::answered;
use super::{Look, StoreError};
use rusqlite::{OptionalExtension as _, Row};

/// A run, as it was recorded. Times are unix milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// Its id.
    pub id: String,
    /// When it began.
    pub started_at: i64,
    /// When it ended; `None`: it is under way, or broke off.
    pub finished_at: Option<i64>,
    /// `clean`, `changed`, `incomplete`, `failed`; `None` as above.
    pub outcome: Option<String>,
    /// Why it failed.
    pub problem: Option<String>,
    /// Requests sent.
    pub requests: u32,
    /// Papers that the lists name.
    pub papers: u32,
    /// How many of them got no answer.
    pub deferred: u32,
    /// Changes that it wrote.
    pub applied: u32,
    /// Changes that it proposed.
    pub proposed: u32,
}

/// A host that does not want to be asked for some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Which one.
    pub host: String,
    /// Until when (unix milliseconds).
    pub until: i64,
    /// What it said.
    pub why: Option<String>,
}

/// A run that did all that it was to do.
pub(super) const IS_SUCCESS: &str = "outcome IN ('clean', 'changed')";

impl Look {
    /// The last runs, newest first.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn runs(&self, most: u32) -> Result<Vec<RunRow>, StoreError> {
        let sql = self.run_sql("1 ORDER BY rowid DESC LIMIT ?1");
        self.read(|conn| conn.prepare(&sql)?.query_map([most], run_row)?.collect())
    }

    /// The last run, those aside that take changes back.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn last_run(&self) -> Result<Option<RunRow>, StoreError> {
        let which = format!("{} ORDER BY rowid DESC LIMIT 1", self.is_sync());
        let sql = self.run_sql(&which);
        self.read(|conn| conn.query_row(&sql, [], run_row).optional())
    }

    /// The last run that ended `clean` or `changed`.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn last_success(&self) -> Result<Option<RunRow>, StoreError> {
        let is_sync = self.is_sync();
        let which = format!("{IS_SUCCESS} AND {is_sync} ORDER BY rowid DESC LIMIT 1");
        let sql = self.run_sql(&which);
        self.read(|conn| conn.query_row(&sql, [], run_row).optional())
    }

    /// How many runs there were since the last success, without the one that is under way; all,
    /// where there was none.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn failures_in_a_row(&self, under_way: Option<&str>) -> Result<u32, StoreError> {
        let is_sync = self.is_sync();
        let sql = format!(
            "SELECT count(*) FROM runs WHERE NOT (outcome IS NULL AND id IS ?1) AND {is_sync}
             AND rowid > (SELECT coalesce(max(rowid), 0) FROM runs WHERE {IS_SUCCESS} AND {is_sync})"
        );
        self.read(|conn| conn.query_row(&sql, [under_way], |row| row.get(0)))
    }

    /// When the first run began that is remembered.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn first_run(&self) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT started_at FROM runs ORDER BY rowid LIMIT 1";
        self.read(|conn| conn.query_row(sql, [], |row| row.get(0)).optional())
    }

    /// The writes that were planned and are not settled, oldest first.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn pending_writes(&self) -> Result<Vec<PendingWrite>, StoreError> {
        self.read(pending_writes)
    }

    /// The hosts that do not want to be asked at `now` (unix milliseconds).
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn closed(&self, now: i64) -> Result<Vec<Closed>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT host, not_before, why FROM pace WHERE not_before > ?1 ORDER BY not_before DESC";
            let row = |row: &Row<'_>| {
                Ok(Closed {
                    host: row.get(0)?,
                    until: row.get(1)?,
                    why: row.get(2)?,
                })
            };
            conn.prepare(sql)?.query_map([now], row)?.collect()
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

    /// A query for runs; an older schema has neither `deferred` nor `problem`.
    /// Which runs tell how it goes: not those in which somebody takes changes back.
    fn is_sync(&self) -> &'static str {
        match self.version {
            ..6 => "1",
            _ => "command = 'sync'",
        }
    }

    fn run_sql(&self, which: &str) -> String {
        let service = if self.version >= 3 {
            "deferred, problem"
        } else {
            "0, NULL"
        };
        format!(
            "SELECT id, started_at, finished_at, outcome, requests, papers, {service},
               (SELECT count(*) FROM changes WHERE run_id = runs.id AND state = 'applied'),
               (SELECT count(*) FROM changes WHERE run_id = runs.id AND decision = 'propose')
             FROM runs WHERE {which}"
        )
    }
}

fn run_row(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    Ok(RunRow {
        id: row.get(0)?,
        started_at: row.get(1)?,
        finished_at: row.get(2)?,
        outcome: row.get(3)?,
        requests: row.get(4)?,
        papers: row.get(5)?,
        deferred: row.get(6)?,
        problem: row.get(7)?,
        applied: row.get(8)?,
        proposed: row.get(9)?,
    })
}
