//! The cache of papers: what arXiv answered, and when. How long an answer stays fresh is the
//! caller's decision.

use super::{Store, StoreError, sealed};
use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::paper::{Paper, Resolution};
use rusqlite::{Connection, Error, OptionalExtension, Row, Transaction};
use std::collections::BTreeMap;
use std::num::NonZeroU32;

const DAY_MS: i64 = 86_400_000;

/// A remembered answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cached {
    /// Found or absent; never deferred.
    pub resolution: Resolution,
    /// When arXiv gave the answer (unix milliseconds).
    pub fetched_at: i64,
}

impl Store {
    /// The last answer to this way of asking for a paper.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn cached(&self, paper: &PaperRef) -> Result<Option<Cached>, StoreError> {
        self.read(|conn| find(conn, paper))
    }

    /// The last answers for those papers that have one.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn cached_all(
        &self,
        papers: &[PaperRef],
    ) -> Result<BTreeMap<PaperRef, Cached>, StoreError> {
        self.read(|conn| {
            let answers = papers.iter().filter_map(|paper| {
                let answer = find(conn, paper).transpose()?;
                Some(answer.map(|cached| (paper.clone(), cached)))
            });
            answers.collect()
        })
    }

    /// The records that are kept of single versions of these papers, whatever their age: a version
    /// does not change.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn versions<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a ArxivId>,
    ) -> Result<Vec<(PaperRef, Paper)>, StoreError> {
        self.read(|conn| {
            let mut kept = Vec::new();
            for id in ids {
                kept.extend(versions(conn, id)?);
            }
            Ok(kept)
        })
    }

    /// Remembers one whole answer of arXiv's, or nothing of it. Days of absence are counted in UTC,
    /// so that asking twice on one day is no second proof. A latest version that is replaced by a
    /// newer one is kept as the version that it is.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn put_batch(
        &mut self,
        found: &[(PaperRef, Paper)],
        absent: &[PaperRef],
        now: i64,
    ) -> Result<(), StoreError> {
        self.write(|tx| {
            for (asked, paper) in found {
                insert_found(tx, asked, paper, now)?;
            }
            absent
                .iter()
                .try_for_each(|asked| insert_absent(tx, asked, now))
        })
    }
}

fn find(conn: &Connection, paper: &PaperRef) -> rusqlite::Result<Option<Cached>> {
    conn.prepare_cached(
        "SELECT paper, absent_days, fetched_at FROM papers WHERE arxiv_id = ?1 AND asked_version = ?2",
    )?
    .query_row((paper.id.as_str(), version(paper)), |row| from_row(row, &paper.id))
    .optional()
    .map(Option::flatten)
}

fn versions(conn: &Connection, id: &ArxivId) -> rusqlite::Result<Vec<(PaperRef, Paper)>> {
    let mut found = conn.prepare_cached(
        "SELECT asked_version, paper FROM papers
         WHERE arxiv_id = ?1 AND asked_version > 0 AND outcome = 'found' ORDER BY asked_version",
    )?;
    let rows = found.query_map([id.as_str()], |row| {
        Ok((row.get::<_, u32>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut kept = Vec::new();
    for row in rows {
        let (version, json) = row?;
        if let Some(paper) = read(&json, id) {
            let (id, version) = (id.clone(), NonZeroU32::new(version));
            kept.push((PaperRef { id, version }, paper));
        }
    }
    Ok(kept)
}

fn from_row(row: &Row<'_>, id: &ArxivId) -> rusqlite::Result<Option<Cached>> {
    let resolution = match row.get::<_, Option<String>>(0)? {
        Some(json) => read(&json, id).map(Resolution::Found),
        None => Some(Resolution::Absent { days: row.get(1)? }),
    };
    let fetched_at = row.get(2)?;
    Ok(resolution.map(|resolution| Cached {
        resolution,
        fetched_at,
    }))
}

/// A paper in a form that this program does not read (an older one's), or that is damaged, counts
/// as not asked for: it is fetched again.
fn read(json: &str, id: &ArxivId) -> Option<Paper> {
    let Some(whole) = sealed::open(json) else {
        tracing::warn!(%id, "what is remembered of a paper is damaged, and not used");
        return None;
    };
    let paper: Option<Paper> = serde_json::from_str(&whole).ok();
    paper.filter(|paper| paper.id == *id)
}

fn insert_found(
    tx: &Transaction<'_>,
    asked: &PaperRef,
    paper: &Paper,
    now: i64,
) -> rusqlite::Result<()> {
    if asked.version.is_none() {
        keep_earlier(tx, paper)?;
        forget_outdated_record(tx, paper)?;
    }
    let json =
        serde_json::to_string(paper).map_err(|e| Error::ToSqlConversionFailure(Box::new(e)))?;
    let sql = "INSERT INTO papers (arxiv_id, asked_version, outcome, paper, fetched_at)
               VALUES (?1, ?2, 'found', ?3, ?4)
               ON CONFLICT DO UPDATE SET outcome = 'found', paper = excluded.paper,
                   fetched_at = excluded.fetched_at, first_absent_at = NULL, absent_days = 0";
    let row = (asked.id.as_str(), version(asked), sealed::seal(&json), now);
    tx.prepare_cached(sql)?.execute(row).map(drop)
}

/// Copies the record of a paper's latest version, which `newer` is about to replace, to the version
/// that it describes.
fn keep_earlier(tx: &Transaction<'_>, newer: &Paper) -> rusqlite::Result<()> {
    let sql = "INSERT INTO papers (arxiv_id, asked_version, outcome, paper, fetched_at)
               SELECT arxiv_id, paper ->> 'version', outcome, paper, fetched_at FROM papers
               WHERE arxiv_id = ?1 AND asked_version = 0 AND json_valid(paper)
                   AND paper ->> 'version' BETWEEN 1 AND ?2 - 1
               ON CONFLICT DO NOTHING";
    let row = (newer.id.as_str(), newer.version);
    tx.prepare_cached(sql)?.execute(row).map(drop)
}

/// The record as submitted of a version that is the latest no more answers no lookup: it is fetched
/// again.
fn forget_outdated_record(tx: &Transaction<'_>, newer: &Paper) -> rusqlite::Result<()> {
    let sql = "DELETE FROM raw_records
               WHERE arxiv_id = ?1 AND (NOT json_valid(record) OR record ->> 'version' < ?2)";
    let row = (newer.id.as_str(), newer.version);
    tx.prepare_cached(sql)?.execute(row).map(drop)
}

fn insert_absent(tx: &Transaction<'_>, asked: &PaperRef, now: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO papers (arxiv_id, asked_version, outcome, fetched_at, first_absent_at, absent_days)
               VALUES (?1, ?2, 'absent', ?3, ?3, 1)
               ON CONFLICT DO UPDATE SET outcome = 'absent', paper = NULL,
                   fetched_at = excluded.fetched_at,
                   first_absent_at = coalesce(first_absent_at, excluded.first_absent_at),
                   absent_days = absent_days + (outcome = 'found' OR fetched_at / ?4 < excluded.fetched_at / ?4)";
    let row = (asked.id.as_str(), version(asked), now, DAY_MS);
    tx.prepare_cached(sql)?.execute(row).map(drop)
}

/// The key's version; 0 stands for the latest.
fn version(paper: &PaperRef) -> i64 {
    paper.version.map_or(0, |v| v.get().into())
}
