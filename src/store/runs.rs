//! Runs: when, in which mode, with what outcome. What they changed is in [`super::changes`].
//!
//! Their order is that of their numbers (`rowid`, which `VACUUM` keeps in order): the times are
//! those of a clock that may have been wrong. The last run is never forgotten, so that no number
//! comes twice.

use super::{Store, StoreError};

/// How a run ended, and what it cost.
#[derive(Clone, Copy, Debug)]
pub struct RunEnd<'a> {
    /// As in the report: `clean`, `changed`, `incomplete`, `failed`.
    pub outcome: &'a str,
    /// Unix milliseconds.
    pub finished_at: i64,
    /// Requests sent, retries included.
    pub requests: u32,
    /// How many of them repeated a failed one.
    pub retries: u32,
    /// Papers answered from the cache.
    pub cache_hits: u32,
    /// Different papers that the lists name.
    pub papers: u32,
    /// How many of them got no answer.
    pub deferred: u32,
    /// Why it failed.
    pub problem: Option<&'a str>,
}

impl Store {
    /// Records that a run begins at `started_at` (unix milliseconds). `mode` is as in the report:
    /// `apply`, `dry-run`, `check`.
    ///
    /// # Errors
    ///
    /// See [`StoreError`]; also a run of this id is known, or the mode is none.
    pub fn begin_run(&mut self, id: &str, mode: &str, started_at: i64) -> Result<(), StoreError> {
        self.write(|tx| {
            let sql = "INSERT INTO runs (id, mode, started_at) VALUES (?1, ?2, ?3)";
            tx.execute(sql, (id, mode, started_at)).map(drop)
        })
    }

    /// Records that a run of another command than `sync` begins, which writes lists, too: `accept`,
    /// `undo`. Whether the service is well is not told by it.
    ///
    /// # Errors
    ///
    /// See [`StoreError`]; also a run of this id is known.
    pub fn begin_command(
        &mut self,
        id: &str,
        command: &str,
        started_at: i64,
    ) -> Result<(), StoreError> {
        self.write(|tx| {
            let sql =
                "INSERT INTO runs (id, mode, started_at, command) VALUES (?1, 'apply', ?2, ?3)";
            tx.execute(sql, (id, started_at, command)).map(drop)
        })
    }

    /// When the last `most` runs began, the newest first (unix milliseconds).
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn begins(&self, most: u32) -> Result<Vec<i64>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT started_at FROM runs ORDER BY rowid DESC LIMIT ?1";
            let mut runs = conn.prepare(sql)?;
            runs.query_map([most], |row| row.get(0))?.collect()
        })
    }

    /// When the daemon last began with a schedule; now, where it is new.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn schedule_started(&mut self, line: &str, now: i64) -> Result<i64, StoreError> {
        self.write(|tx| {
            let sql = "INSERT OR IGNORE INTO schedules (line, started_at) VALUES (?1, ?2)";
            tx.execute(sql, (line, now))?;
            let sql = "SELECT started_at FROM schedules WHERE line = ?1";
            tx.query_row(sql, [line], |row| row.get(0))
        })
    }

    /// Remembers that the daemon began with a schedule.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn start_schedule(&mut self, line: &str, now: i64) -> Result<(), StoreError> {
        self.write(|tx| {
            let sql = "INSERT INTO schedules (line, started_at) VALUES (?1, ?2)
                       ON CONFLICT (line) DO UPDATE SET started_at = excluded.started_at";
            tx.execute(sql, (line, now)).map(drop)
        })
    }

    /// Records how a run ended. A run that never comes here broke off.
    ///
    /// # Errors
    ///
    /// See [`StoreError`]; also no run of this id is under way.
    pub fn finish_run(&mut self, id: &str, end: RunEnd<'_>) -> Result<(), StoreError> {
        let finished = self.write(|tx| {
            let sql = "UPDATE runs SET outcome = ?2, finished_at = ?3, requests = ?4, retries = ?5, cache_hits = ?6, papers = ?7,
                       deferred = ?8, problem = ?9
                       WHERE id = ?1 AND outcome IS NULL";
            let row = (
                id,
                end.outcome,
                end.finished_at,
                end.requests,
                end.retries,
                end.cache_hits,
                end.papers,
                end.deferred,
                end.problem,
            );
            tx.execute(sql, row)
        })?;
        if finished == 0 {
            return Err(self.refuse(format!("has no run {id} under way: report this bug")));
        }
        Ok(())
    }
}
