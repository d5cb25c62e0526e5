//! What was ever changed or proposed, by paper or by list. Only reads.

use super::{Look, StoreError};
use rusqlite::Row;

/// Whose changes are asked for.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// Those of a paper: its arXiv id without a version.
    Paper(&'a str),
    /// Those of a list: its canonical path.
    List(&'a str),
}

/// A change, as it was recorded. A proposal that run after run made again is one row: the last,
/// with how often it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// The run that decided it.
    pub run_id: String,
    /// When that run began (unix milliseconds).
    pub at: i64,
    /// The list's canonical path.
    pub list: String,
    /// 1-based line in it.
    pub line: u32,
    /// The paper.
    pub arxiv_id: String,
    /// `title`, `link`, `authors`, `abstract`.
    pub field: String,
    /// `fill` or `correct`.
    pub kind: String,
    /// `apply` or `propose`.
    pub decision: String,
    /// Why it was not applied.
    pub why: Option<String>,
    /// `noted`, `planned`, `applied`, `conflict`, `aborted`.
    pub state: String,
    /// What the field said.
    pub before: Option<String>,
    /// What it was to say.
    pub after: String,
    /// How many runs noted the same difference.
    pub times: u32,
    /// When the first of them began (unix milliseconds).
    pub first_at: i64,
}

impl Look {
    /// All changes that were applied or proposed, newest first.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn changes(&self, of: Of<'_>, most: u32) -> Result<Vec<ChangeRow>, StoreError> {
        let (column, value) = match of {
            Of::Paper(id) => ("arxiv_id", id),
            Of::List(path) => ("list", path),
        };
        let sql = format!(
            "SELECT run_id, at, list, line, arxiv_id, field, kind, decision, why, state, before, after, times, first_at
             FROM (SELECT c.*, r.started_at AS at, r.rowid AS number,
                     row_number() OVER (PARTITION BY c.list, c.change_id, c.state, c.decision ORDER BY c.id DESC) AS rank,
                     count(*) OVER (PARTITION BY c.list, c.change_id, c.state, c.decision) AS times,
                     first_value(r.started_at) OVER (PARTITION BY c.list, c.change_id, c.state, c.decision ORDER BY c.id) AS first_at
                   FROM changes c JOIN runs r ON r.id = c.run_id
                   WHERE c.{column} = ?1 AND c.decision <> 'skip')
             WHERE rank = 1 OR state <> 'noted'
             ORDER BY number DESC, list, line, field LIMIT ?2"
        );
        self.read(|conn| {
            conn.prepare(&sql)?
                .query_map((value, most), change_row)?
                .collect()
        })
    }
}

fn change_row(row: &Row<'_>) -> rusqlite::Result<ChangeRow> {
    let state: String = row.get(9)?;
    let at = row.get(1)?;
    let (times, first_at) = match state.as_str() {
        "noted" => (row.get(12)?, row.get(13)?),
        _ => (1, at),
    };
    Ok(ChangeRow {
        run_id: row.get(0)?,
        at,
        list: row.get(2)?,
        line: row.get(3)?,
        arxiv_id: row.get(4)?,
        field: row.get(5)?,
        kind: row.get(6)?,
        decision: row.get(7)?,
        why: row.get(8)?,
        state,
        before: row.get(10)?,
        after: row.get(11)?,
        times,
        first_at,
    })
}
