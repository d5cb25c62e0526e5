//! The cache of papers: what arXiv answered, and when. How long an answer stays fresh is the caller's decision.

use super::{Store, StoreError};
use crate::arxiv::id::PaperRef;
use crate::arxiv::paper::{Paper, Resolution};
use rusqlite::{Connection, Error, OptionalExtension, Row, Transaction};
use std::collections::BTreeMap;

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

    /// Remembers that arXiv described a paper at `now`.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn put_found(
        &mut self,
        asked: &PaperRef,
        paper: &Paper,
        now: i64,
    ) -> Result<(), StoreError> {
        self.write(|tx| insert_found(tx, asked, paper, now))
    }

    /// Remembers that arXiv answered without a paper at `now`. Days are counted in UTC, so that asking twice on one day is no second proof.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn put_absent(&mut self, asked: &PaperRef, now: i64) -> Result<(), StoreError> {
        self.write(|tx| insert_absent(tx, asked, now))
    }

    /// Remembers one whole answer of arXiv's, or nothing of it.
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
    .query_row((paper.id.as_str(), version(paper)), from_row)
    .optional()
    .map(Option::flatten)
}

/// A paper in a form that this program does not read (an older one's) counts as not asked for: it is fetched again.
fn from_row(row: &Row<'_>) -> rusqlite::Result<Option<Cached>> {
    let resolution = match row.get::<_, Option<String>>(0)? {
        Some(json) => serde_json::from_str(&json).ok().map(Resolution::Found),
        None => Some(Resolution::Absent { days: row.get(1)? }),
    };
    let fetched_at = row.get(2)?;
    Ok(resolution.map(|resolution| Cached {
        resolution,
        fetched_at,
    }))
}

fn insert_found(
    tx: &Transaction<'_>,
    asked: &PaperRef,
    paper: &Paper,
    now: i64,
) -> rusqlite::Result<()> {
    let json =
        serde_json::to_string(paper).map_err(|e| Error::ToSqlConversionFailure(Box::new(e)))?;
    let sql = "INSERT INTO papers (arxiv_id, asked_version, outcome, paper, fetched_at)
               VALUES (?1, ?2, 'found', ?3, ?4)
               ON CONFLICT DO UPDATE SET outcome = 'found', paper = excluded.paper,
                   fetched_at = excluded.fetched_at, first_absent_at = NULL, absent_days = 0";
    let row = (asked.id.as_str(), version(asked), json, now);
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
