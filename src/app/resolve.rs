//! From the papers that lists name to what is known of them: cache first, then saved answers or
//! arXiv itself.

use super::connection::{self, Progress, Watch};
use crate::arxiv::batches::{Fetched, Outcome};
use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::paper::Resolution;
use crate::arxiv::saved::{Known, Saved};
use crate::clock::age;
use crate::config::Config;
use crate::plan::input::Resolutions;
use crate::report::Stats;
use crate::store::Store;
use anyhow::{Context as _, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where answers may come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sources {
    /// The cache while it is fresh, else arXiv.
    Usual,
    /// The cache, however old, and nothing else.
    Offline,
    /// arXiv, whatever the cache holds.
    Refresh,
}

/// Papers that arXiv has if it has any, for a run that knows of none.
const KNOWN: [&str; 2] = ["1706.03762", "hep-th/9711200"];

/// What is known of the wanted papers, and what it cost.
pub struct Resolved {
    /// One resolution for each wanted paper, and one for the latest version of each. Also what the
    /// cache holds of earlier versions, by which a list's old text is recognised.
    pub resolutions: Resolutions,
    /// Requests, retries, cache hits, papers.
    pub stats: Stats,
    /// Why arXiv did not answer, where it did not: it is not asked again in this run.
    pub out_of_order: Option<String>,
    /// The saved answers that stand for arXiv, where the configuration names some.
    pub saved: Option<Saved>,
}

/// Finds out about papers.
///
/// # Errors
///
/// The saved answers or the database cannot be used, or there is no HTTPS on this machine. That
/// arXiv does not answer is none.
pub fn resolve(
    config: &Config,
    store: &mut Store,
    wanted: &BTreeSet<PaperRef>,
    sources: Sources,
    watch: &mut dyn Watch,
) -> Result<Resolved> {
    let wanted = with_latest(wanted);
    let mut resolved = Resolved {
        resolutions: Resolutions::new(),
        stats: Stats {
            papers: papers(&wanted),
            ..Stats::default()
        },
        out_of_order: None,
        saved: config.arxiv.feeds.as_deref().map(saved).transpose()?,
    };
    if resolved.saved.is_none() {
        resolved.resolutions = from_cache(config, store, &wanted, sources)?;
        let is_known = |p: &&PaperRef| resolved.resolutions.contains_key(*p);
        let missing = papers(wanted.iter().filter(|p| !is_known(p)));
        resolved.stats.cache_hits = resolved.stats.papers - missing;
    }
    resolved.ask_missing(config, store, &wanted, sources, watch)?;
    if resolved.saved.is_none() {
        resolved.add_earlier(store, &wanted)?;
    }
    Ok(resolved)
}

/// Where a link pins a version, whether there is a newer one is worth knowing.
fn with_latest(wanted: &BTreeSet<PaperRef>) -> BTreeSet<PaperRef> {
    let latest = wanted.iter().map(|paper| paper.id.clone().into());
    latest.chain(wanted.iter().cloned()).collect()
}

/// How many different papers these are.
fn papers<'a>(refs: impl IntoIterator<Item = &'a PaperRef>) -> u32 {
    let ids: BTreeSet<&ArxivId> = refs.into_iter().map(|paper| &paper.id).collect();
    u32::try_from(ids.len()).unwrap_or(u32::MAX)
}

impl Resolved {
    /// Finds out about earlier versions, which never change: what was once answered is not asked
    /// again.
    ///
    /// # Errors
    ///
    /// As [`resolve`].
    pub fn versions(
        &mut self,
        config: &Config,
        store: &mut Store,
        wanted: &BTreeSet<PaperRef>,
        sources: Sources,
        watch: &mut dyn Watch,
    ) -> Result<()> {
        if self.saved.is_none() {
            let cached = store.cached_all(&self.missing(wanted))?.into_iter();
            let found = cached.map(|(paper, cached)| (paper, cached.resolution));
            let found = found.filter(|(_, r)| matches!(r, Resolution::Found(_)));
            self.resolutions.extend(found);
        }
        self.ask_missing(config, store, wanted, sources, watch)
    }

    /// Those of the wanted papers that nothing is known of.
    fn missing(&self, wanted: &BTreeSet<PaperRef>) -> Vec<PaperRef> {
        let is_known = |p: &&PaperRef| self.resolutions.contains_key(*p);
        wanted.iter().filter(|p| !is_known(p)).cloned().collect()
    }

    /// Asks for those of the wanted papers that nothing is known of, where arXiv may be asked.
    fn ask_missing(
        &mut self,
        config: &Config,
        store: &mut Store,
        wanted: &BTreeSet<PaperRef>,
        sources: Sources,
        watch: &mut dyn Watch,
    ) -> Result<()> {
        let missing = self.missing(wanted);
        if let Some(saved) = &self.saved {
            let answer = |p: PaperRef| (from_saved(saved, &p), p);
            let answers = missing.into_iter().map(answer);
            self.resolutions.extend(answers.map(|(r, p)| (p, r)));
        } else if let Some(why) = self.reason_not_to_ask(config, store, sources)? {
            let deferred = |p: PaperRef| (p, Resolution::Deferred { why: why.clone() });
            self.resolutions.extend(missing.into_iter().map(deferred));
        } else if !missing.is_empty() {
            self.ask(config, store, &missing, watch)?;
        }
        Ok(())
    }

    /// Why arXiv is not asked, where it is not.
    fn reason_not_to_ask(
        &self,
        config: &Config,
        store: &Store,
        sources: Sources,
    ) -> Result<Option<String>> {
        if sources == Sources::Offline {
            let why = "it is not in the cache, and --offline asks nobody";
            return Ok(Some(why.to_owned()));
        }
        let earlier = self.out_of_order.as_deref();
        match earlier.map(|why| format!("not asked for, because before it {why}")) {
            Some(why) => Ok(Some(why)),
            None => connection::closed(config, store),
        }
    }

    /// A paper that surely exists, and another one than those that are asked for.
    fn witness(&self, missing: &[PaperRef]) -> Option<ArxivId> {
        let asked: BTreeSet<&ArxivId> = missing.iter().map(|paper| &paper.id).collect();
        let found = self.resolutions.values().filter_map(|r| match r {
            Resolution::Found(paper) => Some(paper.id.clone()),
            Resolution::Absent { .. } | Resolution::Deferred { .. } => None,
        });
        let known = KNOWN.iter().filter_map(|id| id.parse().ok());
        found.chain(known).find(|id| !asked.contains(id))
    }

    fn ask(
        &mut self,
        config: &Config,
        store: &mut Store,
        missing: &[PaperRef],
        watch: &mut dyn Watch,
    ) -> Result<()> {
        watch.tell(&Progress::Start {
            count: missing.len(),
            of: "papers",
        });
        let witness = self.witness(missing);
        let fetched = connection::ask(config, store, watch, async |client, on_event| {
            client.fetch(missing, witness.as_ref(), on_event).await
        })?;
        let stopped = fetched.stopped.as_deref();
        connection::keep_away(config, store, stopped, fetched.not_before)?;
        self.stats.requests += fetched.requests;
        self.stats.retries += fetched.retries;
        self.out_of_order.clone_from(&fetched.given_up);
        self.resolutions.extend(settled(store, fetched)?);
        Ok(())
    }

    /// Adds what the cache holds of other versions, without asking for any.
    fn add_earlier(&mut self, store: &Store, wanted: &BTreeSet<PaperRef>) -> Result<()> {
        let latest = wanted.iter().filter(|paper| paper.version.is_none());
        for (version, paper) in store.versions(latest.map(|paper| &paper.id))? {
            let found = Resolution::Found(paper);
            self.resolutions.entry(version).or_insert(found);
        }
        Ok(())
    }
}

/// Outcomes as resolutions; for an absent paper the store knows on how many days it was missing.
fn settled(store: &Store, fetched: Fetched) -> Result<BTreeMap<PaperRef, Resolution>> {
    let mut out = BTreeMap::new();
    for (paper, outcome) in fetched.outcomes {
        let resolution = match outcome {
            Outcome::Found(found) => Resolution::Found(found),
            Outcome::Deferred { why } => Resolution::Deferred { why },
            Outcome::Absent => store
                .cached(&paper)?
                .map_or(Resolution::Absent { days: 1 }, |c| c.resolution),
        };
        out.insert(paper, resolution);
    }
    Ok(out)
}

fn from_cache(
    config: &Config,
    store: &Store,
    wanted: &BTreeSet<PaperRef>,
    sources: Sources,
) -> Result<Resolutions> {
    if sources == Sources::Refresh {
        return Ok(Resolutions::new());
    }
    let (ages, now) = (config.cache, config.clock.now());
    let wanted: Vec<PaperRef> = wanted.iter().cloned().collect();
    let fresh = |cached: &crate::store::Cached| {
        let limit = if matches!(cached.resolution, Resolution::Found(_)) {
            ages.max_age
        } else {
            ages.absent_max_age
        };
        sources == Sources::Offline || age(cached.fetched_at, now) < limit
    };
    let cached = store.cached_all(&wanted)?.into_iter();
    Ok(cached
        .filter(|(_, c)| fresh(c))
        .map(|(paper, c)| (paper, c.resolution))
        .collect())
}

/// The answers that were saved in a folder; what cannot be used of them is told.
fn saved(dir: &Path) -> Result<Saved> {
    let files = read_feeds(dir)
        .with_context(|| format!("cannot read the saved answers in {}", dir.display()))?;
    let saved = Saved::new(files);
    for (name, error) in saved.refused() {
        tracing::warn!(file = name, error = ?error.to_string(), "a saved answer cannot be used");
    }
    Ok(saved)
}

fn from_saved(saved: &Saved, paper: &PaperRef) -> Resolution {
    match saved.resolve(paper) {
        Known::Found(found) => Resolution::Found(found.clone()),
        Known::Absent => Resolution::Absent { days: 1 },
        Known::Damaged(why) => Resolution::Deferred {
            why: format!("the saved record is damaged: {why}"),
        },
        Known::Unknown => Resolution::Deferred {
            why: "no saved answer speaks of it".into(),
        },
    }
}

fn read_feeds(dir: &Path) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for item in std::fs::read_dir(dir)? {
        let path = item?.path();
        if path.extension().is_some_and(|e| e == "xml") {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            files.push((name, std::fs::read(&path)?));
        }
    }
    Ok(files)
}
