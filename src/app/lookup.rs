//! From the lookups that plans have to their answers: cache first, then arXiv, one request each.
//!
//! They come after everything else and in small numbers, as they cost a hundred times what a paper
//! by id costs.

use super::connection::{self, Progress, Watch};
use super::resolve::{Resolved, Sources};
use crate::arxiv::lookup::{Answer, Answers, Lookup};
use crate::clock::age;
use crate::config::Config;
use crate::store::{KeptAnswer, Store};
use anyhow::Result;
use std::collections::BTreeSet;
use std::time::Duration;

/// How many lookups one run makes: five minutes at arXiv's pace.
pub const MAX_LOOKUPS: usize = 100;

/// A search is not repeated for so long, whatever it found: titles of papers that are not on arXiv
/// would be searched for every night.
const SEARCH_MAX_AGE: Duration = Duration::from_secs(30 * 24 * 3600);

/// What became of a run's lookups, and what it cost.
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
    /// How many lookups arXiv was asked to answer.
    made: usize,
}

impl LookupResults {
    /// Finds the answers to lookups, records before searches. Where `resolved` says that arXiv did
    /// not answer earlier in this run, it is not asked; where it does not answer now, `resolved`
    /// says so afterwards.
    ///
    /// # Errors
    ///
    /// The database cannot be used, or there is no HTTPS on this machine. That arXiv does not
    /// answer is none.
    pub fn look_up(
        &mut self,
        config: &Config,
        store: &mut Store,
        lookups: &BTreeSet<Lookup>,
        sources: Sources,
        resolved: &mut Resolved,
        watch: &mut dyn Watch,
    ) -> Result<()> {
        if let Some(saved) = &resolved.saved {
            for lookup in lookups {
                match saved.answer(lookup) {
                    Some(answer) => drop(self.answers.insert(lookup.clone(), answer)),
                    None => self.defer([lookup.clone()], "no saved answer speaks of it"),
                }
            }
            return Ok(());
        }
        let mut open = Vec::new();
        for lookup in lookups {
            match from_cache(config, store, lookup, sources)? {
                Some(answer) => drop(self.answers.insert(lookup.clone(), answer)),
                None => open.push(lookup.clone()),
            }
        }
        if sources == Sources::Offline {
            self.defer(open, "it is not in the cache, and --offline asks nobody");
            return Ok(());
        }
        let left = MAX_LOOKUPS.saturating_sub(self.made);
        let rest = open.split_off(open.len().min(left));
        let why = format!("left for the next run: one run makes at most {MAX_LOOKUPS} lookups");
        self.defer(rest, &why);
        if open.is_empty() {
            return Ok(());
        }
        let closed = connection::closed(config, store)?;
        if let Some(why) = closed.as_deref().or(resolved.out_of_order.as_deref()) {
            self.defer(open, why);
            self.unanswered = true;
        } else {
            self.made += open.len();
            resolved.out_of_order = self.ask(config, store, open, watch)?;
        }
        Ok(())
    }

    /// Asks arXiv; why the rest was left, if it was.
    fn ask(
        &mut self,
        config: &Config,
        store: &mut Store,
        open: Vec<Lookup>,
        watch: &mut dyn Watch,
    ) -> Result<Option<String>> {
        watch.tell(&Progress::Start {
            count: open.len(),
            of: "lookups",
        });
        let asked = connection::ask(config, store, watch, async |client, on_event| {
            client.look_up(open, on_event).await
        })?;
        let stopped = asked.stopped.as_deref();
        connection::keep_away(config, store, stopped, asked.not_before)?;
        self.requests += asked.requests;
        self.retries += asked.retries;
        let deferred = |answer: &Answer| matches!(answer, Answer::Deferred { .. });
        self.unanswered |= asked.answers.values().any(deferred);
        self.answers.extend(asked.answers);
        Ok(asked.given_up)
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
    config: &Config,
    store: &Store,
    lookup: &Lookup,
    sources: Sources,
) -> Result<Option<Answer>> {
    let (ages, now) = (config.cache, config.clock.now());
    let fresh = |kept: &KeptAnswer| {
        let limit = match kept.answer {
            Answer::Papers(_) => SEARCH_MAX_AGE,
            _ if sources == Sources::Refresh => return false,
            Answer::Raw(None) => ages.absent_max_age,
            Answer::Raw(Some(_)) | Answer::Deferred { .. } => ages.max_age,
        };
        sources == Sources::Offline || age(kept.fetched_at, now) < limit
    };
    let kept = store.kept_answer(lookup)?;
    Ok(kept.filter(fresh).map(|kept| kept.answer))
}
