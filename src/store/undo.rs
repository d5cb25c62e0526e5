//! Changes that were made, to be taken back: by id or by run, with the writes since. Which of them
//! still can be is decided in [`crate::plan::undo`].

use super::{FILE_NAME, Store, StoreError, traces};
use crate::plan::undo::{Made, Traced, Write};
use rusqlite::{Connection, Row};
use serde::de::DeserializeOwned;
use std::path::Path;

/// A change that is known by the beginning of its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its id.
    pub id: String,
    /// The list's canonical path.
    pub list: String,
    /// 1-based line in it, as it was then.
    pub line: usize,
    /// The field.
    pub field: String,
    /// The entry's title.
    pub title: Option<String>,
    /// The row that made it last; `None`: no run did.
    pub row: Option<i64>,
}

/// Columns of a [`Made`], in the order of [`made`].
const MADE: &str = "c.id, c.change_id, c.run_id, c.write_id, c.list, c.line, c.arxiv_id, c.version, c.words, c.title, c.field,
    c.kind, c.before, c.after, c.takes_back,
    (SELECT u.run_id FROM changes u WHERE u.undoes = c.id AND u.state = 'applied' ORDER BY u.id DESC LIMIT 1)";

impl Store {
    /// Whether a state directory has a database, of whatever kind.
    pub fn is_in(state_dir: &Path) -> bool {
        state_dir.join(FILE_NAME).exists()
    }

    /// The changes whose ids begin so, each once.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn known_changes(&self, prefix: &str) -> Result<Vec<Known>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT change_id, list, line, field, title,
                         max(CASE WHEN state = 'applied' AND takes_back = 0 THEN id END)
                       FROM changes WHERE substr(change_id, 1, length(?1)) = ?1
                       GROUP BY change_id ORDER BY list, line, change_id";
            let row = |row: &Row<'_>| {
                Ok(Known {
                    id: row.get(0)?,
                    list: row.get(1)?,
                    line: row.get::<_, u32>(2)? as usize,
                    field: row.get(3)?,
                    title: row.get(4)?,
                    row: row.get(5)?,
                })
            };
            conn.prepare(sql)?.query_map([prefix], row)?.collect()
        })
    }

    /// The runs whose ids begin so, and when they began (unix milliseconds).
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn known_runs(&self, prefix: &str) -> Result<Vec<(String, i64)>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT id, started_at FROM runs WHERE substr(id, 1, length(?1)) = ?1 ORDER BY rowid";
            let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
            conn.prepare(sql)?.query_map([prefix], row)?.collect()
        })
    }

    /// The change of this row. What a damaged database names and does not exist is none.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn made(&self, row: i64) -> Result<Option<Made>, StoreError> {
        let sql = format!("SELECT {MADE} FROM changes c WHERE c.id = ?1 AND c.state = 'applied'");
        self.read(|conn| {
            let rows: Vec<Option<Made>> = conn
                .prepare(&sql)?
                .query_map([row], made)?
                .collect::<Result<_, _>>()?;
            Ok(rows.into_iter().flatten().next())
        })
    }

    /// The changes that a run made, in the order of its record.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn made_by(&self, run: &str) -> Result<Vec<Made>, StoreError> {
        let sql = format!(
            "SELECT {MADE} FROM changes c WHERE c.run_id = ?1 AND c.state = 'applied' ORDER BY c.id"
        );
        self.read(|conn| {
            let rows: Vec<Option<Made>> = conn
                .prepare(&sql)?
                .query_map([run], made)?
                .collect::<Result<_, _>>()?;
            Ok(rows.into_iter().flatten().collect())
        })
    }

    /// The writes of a list from this one on, the oldest first, with all that they changed.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn writes_from(&self, list: &str, first: i64) -> Result<Vec<Write>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT id, sha256_before, sha256_after FROM writes
                       WHERE list = ?1 AND id >= ?2 AND state = 'applied' ORDER BY id";
            let row = |row: &Row<'_>| {
                Ok(Write {
                    id: row.get(0)?,
                    sha256_before: row.get(1)?,
                    sha256_after: row.get(2)?,
                    changes: Vec::new(),
                })
            };
            let mut statement = conn.prepare(sql)?;
            let mut writes: Vec<Write> = statement
                .query_map((list, first), row)?
                .collect::<Result<_, _>>()?;
            for write in &mut writes {
                match changes_of(conn, write.id)? {
                    Some(changes) => write.changes = changes,
                    // Nobody knows what it left.
                    None => write.sha256_after.clear(),
                }
            }
            Ok(writes)
        })
    }
}

/// None where a damaged database cannot tell.
fn changes_of(conn: &Connection, write: i64) -> rusqlite::Result<Option<Vec<Traced>>> {
    let sql = "SELECT id, edits FROM changes WHERE write_id = ?1 ORDER BY id";
    let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let mut statement = conn.prepare_cached(sql)?;
    let rows: Vec<(i64, String)> = statement
        .query_map([write], row)?
        .collect::<Result<_, _>>()?;
    let read = |(id, edits): (i64, String)| Some((id, traces::read(&edits).ok()?));
    Ok(rows.into_iter().map(read).collect())
}

/// None where an older or a damaged database names what does not exist.
fn made(row: &Row<'_>) -> rusqlite::Result<Option<Made>> {
    let paper: Option<_> = row.get::<_, String>(6)?.parse().ok();
    let field = named(row.get(10)?);
    let (Some(paper), Some(field), Some(kind)) = (paper, field, named(row.get(11)?)) else {
        return Ok(None);
    };
    Ok(Some(Made {
        row: row.get(0)?,
        id: row.get(1)?,
        run: row.get(2)?,
        write: row.get(3)?,
        list: row.get(4)?,
        line: row.get::<_, u32>(5)? as usize,
        paper,
        version: row.get(7)?,
        words: row.get(8)?,
        title: row.get(9)?,
        field,
        kind,
        before: row.get(12)?,
        after: row.get(13)?,
        takes_back: row.get(14)?,
        undone_by: row.get(15)?,
    }))
}

fn named<T: DeserializeOwned>(name: String) -> Option<T> {
    serde_json::from_value(name.into()).ok()
}
