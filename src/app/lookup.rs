//! From the lookups that plans have to their answers: cache first, then arXiv, one request each.
//!
//! They come after everything else and in small numbers, as they cost a hundred times what a paper
//! by id costs.

use super::connection::{self, Progress, Watch};
use super::resolve::{self, Sources};
use crate::arxiv::lookup::{Answer, Answers, Lookup};
use crate::config::{CacheConfig, Config};
use crate::store::{KeptAnswer, Store};
use anyhow::Result;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::time::Duration;

/// How many lookups one run makes: five minutes at arXiv's pace.
pub const MAX_LOOKUPS: usize = 100;

/// A search is not repeated for so long, whatever it found: titles of papers that are not on arXiv
/// would be searched for every night.
const SEARCH_MAX_AGE: Duration = Duration::from_secs(30 * 24 * 3600);

/// What became of lookups, and what it cost.
#[derive(Debug, Default)]
pub struct LookupResults {
    /// One answer for each lookup.
    pub answers: Answers,
    /// Requests sent.
    pub requests: u32,
    /// How many of them repeated a failed one.
    pub retries: u32,
    /// Whether arXiv left a lookup of this run unanswered.
    pub unanswered: bool,
}

/// Finds the answers to lookups, records before searches. `out_of_order` is why arXiv did not
/// answer for a paper earlier in this run, if it did not: then it is not asked.
///
/// # Errors
///
/// The database cannot be used, or there is no HTTPS on this machine. That arXiv does not answer is
/// none.
pub fn look_up(
    config: &Config,
    store: &mut Store,
    lookups: &BTreeSet<Lookup>,
    sources: Sources,
    out_of_order: Option<&str>,
    watch: &mut dyn Watch,
) -> Result<LookupResults> {
    let mut done = LookupResults::default();
    if let Some(dir) = &config.arxiv.feeds {
        let saved = resolve::saved(dir)?;
        let (known, unknown): (Vec<_>, Vec<_>) = lookups
            .iter()
            .map(|q| (q.clone(), saved.answer(q)))
            .partition(|(_, answer)| answer.is_some());
        let known = known
            .into_iter()
            .filter_map(|(q, answer)| Some((q, answer?)));
        done.answers.extend(known);
        done.defer(
            unknown.into_iter().map(|(q, _)| q),
            "no saved answer speaks of it",
        );
        return Ok(done);
    }
    let mut open = Vec::new();
    for lookup in lookups {
        match from_cache(store, lookup, sources, config.cache)? {
            Some(answer) => drop(done.answers.insert(lookup.clone(), answer)),
            None => open.push(lookup.clone()),
        }
    }
    if sources == Sources::Offline {
        done.defer(open, "it is not in the cache, and --offline asks nobody");
        return Ok(done);
    }
    let rest = open.split_off(open.len().min(MAX_LOOKUPS));
    let why = format!("left for the next run: one run makes at most {MAX_LOOKUPS} lookups");
    done.defer(rest, &why);
    if open.is_empty() {
        return Ok(done);
    }
    let closed = connection::closed(&config.arxiv, store)?;
    if let Some(why) = closed.as_deref().or(out_of_order) {
        done.defer(open, why);
        done.unanswered = true;
    } else {
        done.ask(config, store, open, watch)?;
    }
    Ok(done)
}

impl LookupResults {
    fn ask(
        &mut self,
        config: &Config,
        store: &mut Store,
        open: Vec<Lookup>,
        watch: &mut dyn Watch,
    ) -> Result<()> {
        watch.tell(&Progress::Start {
            count: open.len(),
            of: "lookups",
        });
        let asked = connection::ask(&config.arxiv, store, watch, async |client, on_event| {
            client.look_up(open, on_event).await
        })?;
        let stopped = asked.stopped.as_deref();
        connection::keep_away(&config.arxiv, store, stopped, asked.not_before)?;
        (self.requests, self.retries) = (asked.requests, asked.retries);
        let deferred = |answer: &Answer| matches!(answer, Answer::Deferred { .. });
        self.unanswered = asked.answers.values().any(deferred);
        self.answers.extend(asked.answers);
        Ok(())
    }

    fn defer(&mut self, lookups: impl IntoIterator<Item = Lookup>, why: &str) {
        let deferred = lookups.into_iter().map(|lookup| {
            let why = why.to_owned();
            (lookup, Answer::Deferred { why })
        });
        self.answers.extend(deferred);
    }
}

/// The kept answer, where it is fresh enough. A refresh is about what arXiv says of papers; a
/// search is not about any.
fn from_cache(
    store: &Store,
    lookup: &Lookup,
    sources: Sources,
    ages: CacheConfig,
) -> Result<Option<Answer>> {
    let fresh = |kept: &KeptAnswer| {
        let limit = match kept.answer {
            Answer::Papers(_) => SEARCH_MAX_AGE,
            _ if sources == Sources::Refresh => return false,
            Answer::Raw(None) => ages.absent_max_age,
            Answer::Raw(Some(_)) | Answer::Deferred { .. } => ages.max_age,
        };
        let age = Timestamp::now().as_millisecond() - kept.fetched_at;
        sources == Sources::Offline || u128::try_from(age).unwrap_or_default() < limit.as_millis()
    };
    let kept = store.kept_answer(lookup)?;
    Ok(kept.filter(fresh).map(|kept| kept.answer))
}
