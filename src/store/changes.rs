//! What a run is about to write, and every change it decided. Recorded before a list is touched,
//! settled afterwards (`docs/architecture.md#how-a-list-is-written`). The files themselves are
//! looked at in [`crate::list::file`].

use super::{Store, StoreError, traces};
use crate::list::file::Settled;
use crate::plan::{Change, Decision, EntryVerdict, name_of};
use rusqlite::{Connection, Error, Row, Transaction, params};
use std::path::{Path, PathBuf};

/// Names a recorded write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WriteId(i64);

/// A list that is about to be written.
#[derive(Clone, Copy, Debug)]
pub struct WritePlan<'a> {
    /// SHA-256 of its bytes as read, in hexadecimal.
    pub sha256_before: &'a str,
    /// SHA-256 of its bytes as they will be.
    pub sha256_after: &'a str,
    /// The temporary file in its folder ([`crate::list::file::temp_name`]).
    pub temp_name: &'a str,
    /// Unix milliseconds.
    pub planned_at: i64,
}

/// What a run decided about a list, to be recorded.
#[derive(Clone, Copy, Debug)]
pub struct Decided<'a> {
    /// The run.
    pub run_id: &'a str,
    /// The list's canonical path.
    pub list: &'a Path,
    /// The text that the edits are about.
    pub source: &'a str,
    /// The entries that the changes are about.
    pub entries: &'a [EntryVerdict],
    /// The changes that are made, and those that are told for the first time.
    pub changes: &'a [&'a Change],
    /// The same text as it may be shown: where it differs, names stand that nobody is to read
    /// again. They are not kept, and cannot be put back.
    pub shown: &'a str,
    /// The changes that these take back, one for each; empty where they are new.
    pub undoes: &'a [Undoes],
}

/// What a change takes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undoes {
    /// The row of the change.
    pub row: i64,
    /// Whether the old words stand again; else the change is made once more.
    pub takes_back: bool,
}

/// A write that was planned and never settled: the program died in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingWrite {
    /// Which one.
    pub id: WriteId,
    /// The run that planned it.
    pub run_id: String,
    /// The list's canonical path.
    pub list: PathBuf,
    /// SHA-256 of the list as it was read.
    pub sha256_before: String,
    /// SHA-256 of the list as it was to become.
    pub sha256_after: String,
    /// The temporary file in the list's folder.
    pub temp_name: String,
}

/// After so many further writes nobody looks any more whether a temporary file is still there.
const MOST_SETTLED: u32 = 200;

impl Store {
    /// Records, before a list is touched, that it is about to be written, with all its changes.
    /// Those that the plan applies share the write's fate; the others are noted.
    ///
    /// # Errors
    ///
    /// See [`StoreError`]; also the run is unknown, or writes this list already.
    pub fn plan_write(
        &mut self,
        plan: &WritePlan<'_>,
        decided: &Decided<'_>,
    ) -> Result<WriteId, StoreError> {
        let list = self.text(decided.list)?;
        self.write(|tx| {
            let sql = "INSERT INTO writes (run_id, list, sha256_before, sha256_after, temp_name, state, planned_at)
                       VALUES (?1, ?2, ?3, ?4, ?5, 'planned', ?6)";
            let (before, after) = (plan.sha256_before, plan.sha256_after);
            let row = (decided.run_id, list, before, after, plan.temp_name, plan.planned_at);
            tx.execute(sql, row)?;
            let id = WriteId(tx.last_insert_rowid());
            insert_changes(tx, list, Some(id), decided)?;
            Ok(id)
        })
    }

    /// Records the changes of a list that is not written.
    ///
    /// # Errors
    ///
    /// See [`StoreError`]; also the run is unknown.
    pub fn note_changes(&mut self, decided: &Decided<'_>) -> Result<(), StoreError> {
        let list = self.text(decided.list)?;
        self.write(|tx| insert_changes(tx, list, None, decided))
    }

    /// Records what became of a planned write and its changes, at `now` (unix milliseconds).
    ///
    /// # Errors
    ///
    /// See [`StoreError`]; also the write is settled already.
    pub fn settle_write(
        &mut self,
        id: WriteId,
        settled: Settled,
        now: i64,
    ) -> Result<(), StoreError> {
        let state = match settled {
            Settled::Applied => "applied",
            Settled::Aborted => "aborted",
            Settled::Conflict => "conflict",
        };
        let rows = self.write(|tx| {
            tx.execute(
                "UPDATE changes SET state = ?2 WHERE write_id = ?1 AND state = 'planned'",
                (id.0, state),
            )?;
            tx.execute(
                "UPDATE writes SET state = ?2, settled_at = ?3 WHERE id = ?1 AND state = 'planned'",
                (id.0, state, now),
            )
        })?;
        if rows == 0 {
            return Err(self.refuse(format!("has no write {} to settle: report this bug", id.0)));
        }
        Ok(())
    }

    /// The writes that a crash left unsettled, oldest first.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn pending_writes(&self) -> Result<Vec<PendingWrite>, StoreError> {
        self.read(pending_writes)
    }

    /// The list and the temporary file of the last settled writes, the newest first: a crash or the
    /// file system may have left the file.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn settled_writes(&self) -> Result<Vec<(PathBuf, String)>, StoreError> {
        self.read(|conn| {
            let sql = "SELECT list, temp_name FROM writes WHERE state <> 'planned'
                       ORDER BY id DESC LIMIT ?1";
            let row = |row: &Row<'_>| Ok((PathBuf::from(row.get::<_, String>(0)?), row.get(1)?));
            conn.prepare(sql)?.query_map([MOST_SETTLED], row)?.collect()
        })
    }

    fn text<'p>(&self, list: &'p Path) -> Result<&'p str, StoreError> {
        list.to_str().ok_or_else(|| {
            self.refuse(format!(
                "cannot record the list {list:?}: rename it so that its path is UTF-8"
            ))
        })
    }
}

pub(super) fn pending_writes(conn: &Connection) -> rusqlite::Result<Vec<PendingWrite>> {
    let sql = "SELECT id, run_id, list, sha256_before, sha256_after, temp_name
               FROM writes WHERE state = 'planned' ORDER BY id";
    conn.prepare(sql)?.query_map([], pending)?.collect()
}

fn pending(row: &Row<'_>) -> rusqlite::Result<PendingWrite> {
    Ok(PendingWrite {
        id: WriteId(row.get(0)?),
        run_id: row.get(1)?,
        list: PathBuf::from(row.get::<_, String>(2)?),
        sha256_before: row.get(3)?,
        sha256_after: row.get(4)?,
        temp_name: row.get(5)?,
    })
}

fn insert_changes(
    tx: &Transaction<'_>,
    list: &str,
    write: Option<WriteId>,
    decided: &Decided<'_>,
) -> rusqlite::Result<()> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO changes (run_id, list, write_id, state, change_id, line, arxiv_id, version, words, title, field, kind,
                              decision, why, before, after, edits, undoes, takes_back)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?;
    let around = traces::around(decided);
    for (at, change) in decided.changes.iter().enumerate() {
        let undoes = decided.undoes.get(at);
        let write = write.filter(|_| change.decision == Decision::Apply);
        let state = if write.is_some() { "planned" } else { "noted" };
        let entry = decided.entries.get(change.entry);
        insert.execute(params![
            decided.run_id,
            list,
            write.map(|w| w.0),
            state,
            &change.id,
            i64::try_from(change.line).map_err(|e| unfit(e.into()))?,
            change.arxiv_id.as_str(),
            change.version,
            &change.words,
            entry.map(|entry| &entry.title),
            name_of(change.field),
            name_of(change.kind),
            name_of(change.decision),
            change.why.map(name_of),
            &change.before,
            &change.after,
            traces::written(&around, change),
            undoes.map(|undoes| undoes.row),
            undoes.is_some_and(|undoes| undoes.takes_back),
        ])?;
    }
    Ok(())
}

fn unfit(why: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::ToSqlConversionFailure(why)
}
