//! Whether a database is in order: its pages, its references, its tables, its settings. Only reads;
//! mends nothing.

use super::{Look, StoreError, sealed};
use rusqlite::types::Value;
use rusqlite::{Connection, Row};

/// What a list was last made by a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastWrite {
    /// Its canonical path.
    pub list: String,
    /// SHA-256 of the bytes that it was given.
    pub sha256_after: String,
    /// The run that wrote it.
    pub run_id: String,
    /// When that was settled (unix milliseconds).
    pub at: i64,
}

/// The settings of every connection, and what they must be (`docs/architecture.md#the-database`).
const SETTINGS: [(&str, &str); 7] = [
    ("journal_mode", "wal"),
    ("synchronous", "2"),
    ("foreign_keys", "1"),
    ("busy_timeout", "5000"),
    ("trusted_schema", "0"),
    ("cell_size_check", "1"),
    ("mmap_size", "0"),
];

/// Where answers of arXiv's are kept: table, key, text.
const ANSWERS: [(&str, &str, &str); 3] = [
    ("papers", "arxiv_id", "paper"),
    ("raw_records", "arxiv_id", "record"),
    ("searches", "query", "papers"),
];

/// How many rows are told.
const MOST: usize = 20;

/// SQLite's version, and whether it is one that can be trusted: 3.51.3 is the first without a race
/// that can corrupt a write-ahead log, and 3.52.0 was withdrawn
/// (`docs/architecture.md#the-database`).
pub fn sqlite_version() -> (&'static str, bool) {
    let number = rusqlite::version_number();
    let is_sound = number >= 3_051_003 && number != 3_052_000;
    (rusqlite::version(), is_sound)
}

impl Look {
    /// The connection's settings as SQLite reads them back, each with what it must be.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn settings(&self) -> Result<Vec<(&'static str, String, &'static str)>, StoreError> {
        let mut found: Vec<_> = self.read(|conn| {
            let read = |(name, expected)| Ok((name, setting(conn, name)?, expected));
            SETTINGS.into_iter().map(read).collect()
        })?;
        if let (Some(true), Some((_, mode, _))) = (self.says_wal()?, found.first_mut()) {
            *mode = "wal".to_owned();
        }
        Ok(found)
    }

    /// What SQLite finds wrong with the database's pages and indexes; nothing where all is well.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn damages(&self) -> Result<Vec<String>, StoreError> {
        let mut found: Vec<String> = self.read(|conn| {
            let mut check = conn.prepare("PRAGMA integrity_check(20)")?;
            check.query_map([], |row| row.get(0))?.collect()
        })?;
        found.retain(|line| line != "ok");
        Ok(found)
    }

    /// The rows that refer to rows that are not there.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn broken_references(&self) -> Result<Vec<String>, StoreError> {
        let told = |row: &Row<'_>| {
            let (table, number, parent): (String, Option<i64>, String) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            let number = number.map_or_else(String::new, |n| format!(" {n}"));
            Ok(format!(
                "row{number} of {table} refers to no row of {parent}"
            ))
        };
        self.read(|conn| {
            let mut check = conn.prepare("PRAGMA foreign_key_check")?;
            check.query_map([], told)?.take(MOST).collect()
        })
    }

    /// The tables that would hold values of any type.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn loose_tables(&self) -> Result<Vec<String>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT name FROM pragma_table_list
                       WHERE type = 'table' AND schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
            conn.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// The rows with answers of arXiv's that are no longer what was written.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn damaged_answers(&self) -> Result<Vec<String>, StoreError> {
        self.read(|conn| {
            let mut damaged = Vec::new();
            for (table, key, text) in ANSWERS {
                let sql = format!("SELECT {key}, {text} FROM {table} WHERE {text} IS NOT NULL");
                let mut all = conn.prepare(&sql)?;
                let mut rows = all.query([])?;
                while let Some(row) = rows.next()? {
                    let text: String = row.get(1)?;
                    if sealed::open(&text).is_none() {
                        damaged.push(format!("{table}: {}", row.get::<_, String>(0)?));
                    }
                }
            }
            damaged.truncate(MOST);
            Ok(damaged)
        })
    }

    /// The last write of every list that was ever written.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn last_writes(&self) -> Result<Vec<LastWrite>, StoreError> {
        let write = |row: &Row<'_>| {
            Ok(LastWrite {
                list: row.get(0)?,
                sha256_after: row.get(1)?,
                run_id: row.get(2)?,
                at: row.get(3)?,
            })
        };
        self.read(|conn| {
            let sql = "SELECT list, sha256_after, run_id, settled_at FROM writes
                       WHERE id IN (SELECT max(id) FROM writes WHERE state = 'applied' GROUP BY list) ORDER BY list";
            conn.prepare(sql)?.query_map([], write)?.collect()
        })
    }
}

fn setting(conn: &Connection, name: &str) -> rusqlite::Result<String> {
    let value = conn.pragma_query_value(None, name, |row| row.get::<_, Value>(0))?;
    Ok(match value {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        other => format!("{other:?}"),
    })
}
