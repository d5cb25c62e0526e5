//! Answers to lookups that cost a request each, and when they came. How long one stays fresh is the
//! caller's decision.

use super::{Store, StoreError, sealed};
use crate::arxiv::lookup::{Answer, Lookup};
use rusqlite::types::FromSql;
use rusqlite::{Connection, Error, OptionalExtension, Transaction};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A remembered answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Never deferred.
    pub answer: Answer,
    /// When arXiv gave it (unix milliseconds).
    pub fetched_at: i64,
}

impl Store {
    /// The last answer to a lookup.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn kept_answer(&self, lookup: &Lookup) -> Result<Option<KeptAnswer>, StoreError> {
        let kept = self.read(|conn| find(conn, lookup))?;
        Ok(kept.map(|(answer, fetched_at)| KeptAnswer { answer, fetched_at }))
    }

    /// Remembers an answer that came at `now` (unix milliseconds). One that was deferred is none,
    /// and not kept.
    ///
    /// # Errors
    ///
    /// See [`StoreError`].
    pub fn keep_answer(
        &mut self,
        lookup: &Lookup,
        answer: &Answer,
        now: i64,
    ) -> Result<(), StoreError> {
        match (lookup, answer) {
            (Lookup::Raw(id), Answer::Raw(record)) => self.write(|tx| {
                let sql = "INSERT INTO raw_records (arxiv_id, record, fetched_at) VALUES (?1, ?2, ?3)
                           ON CONFLICT DO UPDATE SET record = excluded.record, fetched_at = excluded.fetched_at";
                let record = record.as_ref().map(json).transpose()?;
                put(tx, sql, (id.as_str(), record, now))
            }),
            (Lookup::Search(query), Answer::Papers(papers)) => self.write(|tx| {
                let sql = "INSERT INTO searches (query, papers, fetched_at) VALUES (?1, ?2, ?3)
                           ON CONFLICT DO UPDATE SET papers = excluded.papers, fetched_at = excluded.fetched_at";
                put(tx, sql, (query.key(), json(papers)?, now))
            }),
            _ => Ok(()),
        }
    }
}

fn put(tx: &Transaction<'_>, sql: &str, row: impl rusqlite::Params) -> rusqlite::Result<()> {
    tx.prepare_cached(sql)?.execute(row).map(drop)
}

fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    let json = serde_json::to_string(value);
    let json = json.map_err(|e| Error::ToSqlConversionFailure(Box::new(e)))?;
    Ok(sealed::seal(&json))
}

fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
    let Some(whole) = sealed::open(json) else {
        tracing::warn!("a remembered answer is damaged, and not used");
        return None;
    };
    serde_json::from_str(&whole).ok()
}

/// An answer in a form that this program does not read (an older one's), or that is damaged, counts
/// as not asked for.
fn find(conn: &Connection, lookup: &Lookup) -> rusqlite::Result<Option<(Answer, i64)>> {
    Ok(match lookup {
        Lookup::Raw(id) => {
            let sql = "SELECT record, fetched_at FROM raw_records WHERE arxiv_id = ?1";
            let row = row::<Option<String>>(conn, sql, id.as_str())?;
            row.and_then(|(record, at)| match record {
                None => Some((Answer::Raw(None), at)),
                Some(json) => Some((Answer::Raw(Some(read(&json)?)), at)),
            })
        }
        Lookup::Search(query) => {
            let sql = "SELECT papers, fetched_at FROM searches WHERE query = ?1";
            let row = row::<String>(conn, sql, &query.key())?;
            row.and_then(|(json, at)| Some((Answer::Papers(read(&json)?), at)))
        }
    })
}

fn row<T: FromSql>(conn: &Connection, sql: &str, key: &str) -> rusqlite::Result<Option<(T, i64)>> {
    let mut found = conn.prepare_cached(sql)?;
    let row = found.query_row([key], |row| Ok((row.get(0)?, row.get(1)?)));
    row.optional()
}
