//! The lists of the configuration that could not be worked on: which, why, and since when. A list
//! is forgotten as soon as a run works on it again.

use super::{Look, Store, StoreError};
use rusqlite::Row;

/// What became of a list of the configuration in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// What the configuration names, absolute.
    pub pattern: String,
    /// Its path, absolute.
    pub list: String,
    /// Why it could not be worked on, if so.
    pub problem: Option<String>,
}

/// A list that could not be worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailingList {
    /// What the configuration names, absolute.
    pub pattern: String,
    /// Its path, absolute.
    pub list: String,
    /// Why, as the last run told it.
    pub problem: String,
    /// When the first of the runs in a row began that failed on it (unix milliseconds).
    pub since: i64,
    /// How many these are.
    pub runs: u32,
}

impl Store {
    /// Remembers what became of lists in the run that began at `at` (unix milliseconds). Of the
    /// patterns of `covered` all lists were tried: what else was known of them is over.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn note_lists(
        &mut self,
        run_id: &str,
        at: i64,
        tried: &[Tried],
        covered: &[String],
    ) -> Result<(), StoreError> {
        self.write(|tx| {
            let failed = "INSERT INTO failing_lists (list, pattern, problem, since, runs, run_id)
                          VALUES (?1, ?2, ?3, ?4, 1, ?5)
                          ON CONFLICT (list) DO UPDATE SET pattern = excluded.pattern, problem = excluded.problem,
                              runs = runs + 1, run_id = excluded.run_id";
            let good = "DELETE FROM failing_lists WHERE list = ?1";
            for Tried { pattern, list, problem } in tried {
                match problem {
                    Some(problem) => tx.execute(failed, (list, pattern, problem, at, run_id))?,
                    None => tx.execute(good, [list])?,
                };
            }
            let over = "DELETE FROM failing_lists WHERE pattern = ?1 AND run_id <> ?2";
            for pattern in covered {
                tx.execute(over, (pattern, run_id))?;
            }
            Ok(())
        })
    }

    /// Forgets what is known of lists that the configuration, all of whose patterns these are, does
    /// not name any more.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn forget_lists(&mut self, configured: &[String]) -> Result<(), StoreError> {
        let configured = serde_json::Value::from(configured).to_string();
        self.write(|tx| {
            let sql =
                "DELETE FROM failing_lists WHERE pattern NOT IN (SELECT value FROM json_each(?1))";
            tx.execute(sql, [configured]).map(drop)
        })
    }
}

impl Look {
    /// The lists that could not be worked on, by their paths. An older schema knows of none.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn failing_lists(&self) -> Result<Vec<FailingList>, StoreError> {
        if self.version < 4 {
            return Ok(Vec::new());
        }
        let sql = "SELECT pattern, list, problem, since, runs FROM failing_lists ORDER BY list";
        self.read(|conn| conn.prepare(sql)?.query_map([], failing)?.collect())
    }
}

fn failing(row: &Row<'_>) -> rusqlite::Result<FailingList> {
    Ok(FailingList {
        pattern: row.get(0)?,
        list: row.get(1)?,
        problem: row.get(2)?,
        since: row.get(3)?,
        runs: row.get(4)?,
    })
}
