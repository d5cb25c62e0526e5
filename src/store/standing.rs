//! What is remembered of a list from run to run: the proposals and findings that were told, what
//! was changed, and the decisions as they were made.

use super::{Look, Store, StoreError};
use crate::arxiv::id::ArxivId;
use crate::plan::Field;
use crate::plan::memory::{Applied, Made};
use rusqlite::{Connection, Row};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// Since when each proposal and finding of a list is known (unix milliseconds), by id.
pub type Since = BTreeMap<String, i64>;

/// A decision, as it was made.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'a> {
    /// Unix milliseconds.
    pub at: i64,
    /// The user's name, where it is known.
    pub who: Option<&'a str>,
    /// `accept`, `reject`, `ignore`, `forget`, `undo`.
    pub action: &'a str,
    /// The id of the change, the finding or the decision.
    pub item: &'a str,
    /// The list's canonical path.
    pub list: Option<&'a str>,
    /// The paper.
    pub arxiv_id: Option<&'a str>,
    /// The field.
    pub field: Option<&'a str>,
    /// Why, in the maintainer's words.
    pub because: Option<&'a str>,
}

impl Store {
    /// What the last run over a list told of it.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn standing(&self, list: &Path) -> Result<Since, StoreError> {
        let list = list.to_string_lossy();
        self.read(|conn| standing(conn, &list))
    }

    /// Records that a run that began at `at` told of these items; what is known stays as old as it
    /// is. Where `is_all`, what the run did not tell of is forgotten. Calls `goes_on` again and
    /// again: a list may have a hundred thousand of them.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn stand(
        &mut self,
        list: &Path,
        at: i64,
        items: &BTreeSet<&str>,
        is_all: bool,
        goes_on: &mut dyn FnMut(),
    ) -> Result<(), StoreError> {
        let list = list.to_string_lossy();
        let known = self.standing(Path::new(list.as_ref()))?;
        let is_told = |item: &&String| items.contains(item.as_str());
        let gone: Vec<&String> = known
            .keys()
            .filter(|item| is_all && !is_told(item))
            .collect();
        let new: Vec<&&str> = items.iter().filter(|i| !known.contains_key(**i)).collect();
        if gone.is_empty() && new.is_empty() {
            return Ok(());
        }
        self.write(|tx| {
            for item in &gone {
                let sql = "DELETE FROM standing WHERE list = ?1 AND item = ?2";
                tx.execute(sql, (&list, item))?;
            }
            let sql = "INSERT OR IGNORE INTO standing (list, item, since) VALUES (?1, ?2, ?3)";
            let mut insert = tx.prepare_cached(sql)?;
            for (i, item) in new.iter().enumerate() {
                insert.execute((&list, item, at))?;
                if i % 1_000 == 0 {
                    goes_on();
                }
            }
            Ok(())
        })
    }

    /// The changes that were ever made to a list, as far as the history goes back.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn applied(&self, list: &Path) -> Result<Applied, StoreError> {
        let list = list.to_string_lossy();
        self.read(|conn| {
            let sql = "SELECT DISTINCT arxiv_id, field, before, after FROM changes
                       WHERE list = ?1 AND state = 'applied' AND undoes IS NULL";
            let mut query = conn.prepare(sql)?;
            let mut applied = Applied::new();
            for row in query.query_map([&list], made)? {
                if let Some((of, made)) = row? {
                    applied.entry(of).or_default().push(made);
                }
            }
            Ok(applied)
        })
    }

    /// When a maintainer last said no to a change, by its id (unix milliseconds).
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn refused(&self) -> Result<HashMap<String, i64>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT item, max(at) FROM decisions
                       WHERE action IN ('reject', 'undo') GROUP BY item";
            let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
            conn.prepare(sql)?.query_map([], row)?.collect()
        })
    }

    /// Records decisions.
    ///
    /// # Errors
    ///
    /// See [`StoreError`]; also an action is none.
    pub fn log_decisions(&mut self, decided: &[Decision<'_>]) -> Result<(), StoreError> {
        self.write(|tx| {
            let sql =
                "INSERT INTO decisions (at, who, action, item, list, arxiv_id, field, because)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
            let mut insert = tx.prepare_cached(sql)?;
            for d in decided {
                let row = (
                    d.at, d.who, d.action, d.item, d.list, d.arxiv_id, d.field, d.because,
                );
                insert.execute(row)?;
            }
            Ok(())
        })
    }
}

impl Look {
    /// The canonical paths of the lists of which something was told whose id begins so.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn lists_with(&self, ids: &[&str]) -> Result<Vec<String>, StoreError> {
        self.read(|conn| {
            if !conn.table_exists(None, "standing")? {
                return Ok(Vec::new());
            }
            let sql = "SELECT DISTINCT list FROM standing WHERE substr(item, 1, length(?1)) = ?1";
            let mut query = conn.prepare(sql)?;
            let mut lists = Vec::new();
            for id in ids {
                let found = query.query_map([id], |row| row.get::<_, String>(0))?;
                lists.extend(found.collect::<Result<Vec<_>, _>>()?);
            }
            lists.sort();
            lists.dedup();
            Ok(lists)
        })
    }
}

fn standing(conn: &Connection, list: &str) -> rusqlite::Result<Since> {
    let sql = "SELECT item, since FROM standing WHERE list = ?1";
    let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    conn.prepare(sql)?.query_map([list], row)?.collect()
}

/// None where an older or a damaged database names what does not exist.
fn made(row: &Row<'_>) -> rusqlite::Result<Option<((ArxivId, Field), Made)>> {
    let paper = row.get::<_, String>(0)?.parse().ok();
    let field = serde_json::from_value(row.get::<_, String>(1)?.into()).ok();
    let made = Made {
        before: row.get(2)?,
        after: row.get(3)?,
    };
    Ok(paper.zip(field).map(|of| (of, made)))
}
