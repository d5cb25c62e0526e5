//! From the papers that lists name to what is known of them: cache first, then saved answers or arXiv itself.

use crate::arxiv::client::{Client, ClientConfig, Event};
use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::paper::Resolution;
use crate::arxiv::question::Answers;
use crate::arxiv::saved::{Known, Saved};
use crate::arxiv::work::{Fetched, Outcome, Retry};
use crate::config::{ArxivConfig, CacheConfig, Config};
use crate::plan::input::Resolutions;
use crate::report::Stats;
use crate::store::Store;
use anyhow::{Context as _, Result};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// Papers in one request (`ARXIV.md` 1.5).
const BATCH: usize = 100;

/// The largest answer that is read, in bytes after decompression. A hundred papers take 300 kB; one with 3,000 authors as much.
const MAX_BODY: usize = 32 << 20;

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

/// How far asking has come.
#[derive(Debug)]
pub enum Progress<'a> {
    /// So many papers are to be asked for.
    Start {
        /// How many.
        papers: usize,
    },
    /// So many more were answered.
    Answered {
        /// How many.
        papers: usize,
    },
    /// arXiv refused; the run waits.
    Waiting {
        /// How long.
        wait: Duration,
        /// For what reason.
        why: &'a str,
    },
}

/// What is known of the wanted papers, and what it cost.
pub struct Resolved {
    /// One resolution for each wanted paper.
    pub resolutions: Resolutions,
    /// What became of the questions that the plans had.
    pub answers: Answers,
    /// Requests, retries, cache hits, papers.
    pub stats: Stats,
    /// Why arXiv may not be asked any more, where it said so.
    pub stopped: Option<String>,
}

/// Finds out about papers.
///
/// # Errors
///
/// The saved answers or the database cannot be used, or there is no HTTPS on this machine. That arXiv does not answer is none.
pub fn resolve(
    config: &Config,
    store: &mut Store,
    wanted: &BTreeSet<PaperRef>,
    sources: Sources,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Resolved> {
    let stats = Stats {
        papers: count(wanted.len()),
        ..Stats::default()
    };
    let mut resolved = Resolved {
        resolutions: Resolutions::new(),
        answers: Answers::new(),
        stats,
        stopped: None,
    };
    if let Some(dir) = &config.arxiv.feeds {
        resolved.resolutions = from_saved(dir, wanted)?;
        return Ok(resolved);
    }
    resolved.resolutions = from_cache(store, wanted, sources, config.cache)?;
    resolved.stats.cache_hits = count(resolved.resolutions.len());
    let is_known = |p: &&PaperRef| resolved.resolutions.contains_key(*p);
    let missing: Vec<PaperRef> = wanted.iter().filter(|p| !is_known(p)).cloned().collect();
    if let Some(why) = reason_not_to_ask(&config.arxiv, store, sources)? {
        let deferred = |p: PaperRef| (p, Resolution::Deferred { why: why.clone() });
        resolved
            .resolutions
            .extend(missing.into_iter().map(deferred));
    } else if !missing.is_empty() {
        progress(Progress::Start {
            papers: missing.len(),
        });
        let witness = resolved.witness();
        let fetched = ask(&config.arxiv, store, &missing, witness.as_ref(), progress)?;
        keep_away(&config.arxiv, store, &fetched)?;
        (resolved.stats.requests, resolved.stats.retries) = (fetched.requests, fetched.retries);
        resolved.stopped.clone_from(&fetched.stopped);
        resolved.resolutions.extend(settled(store, fetched)?);
    }
    Ok(resolved)
}

impl Resolved {
    /// A paper that surely exists.
    fn witness(&self) -> Option<ArxivId> {
        self.resolutions.values().find_map(|r| match r {
            Resolution::Found(paper) => Some(paper.id.clone()),
            Resolution::Absent { .. } | Resolution::Deferred { .. } => None,
        })
    }
}

/// After a 403 arXiv is left alone for so long: going on "will be interpreted as an attack" (`ARXIV.md` 1.4).
const AFTER_BLOCK: SignedDuration = SignedDuration::from_hours(1);

/// Why arXiv is not asked, where it is not.
fn reason_not_to_ask(
    config: &ArxivConfig,
    store: &Store,
    sources: Sources,
) -> Result<Option<String>> {
    if sources == Sources::Offline {
        return Ok(Some(
            "it is not in the cache, and --offline asks nobody".into(),
        ));
    }
    let closed = store.closed_until(&host(config))?;
    let closed = closed.filter(|(until, _)| *until > Timestamp::now().as_millisecond());
    Ok(closed.map(|(_, why)| why))
}

/// Remembers for later runs that arXiv wants to be left alone.
fn keep_away(config: &ArxivConfig, store: &mut Store, fetched: &Fetched) -> Result<()> {
    let until = match (&fetched.stopped, fetched.not_before) {
        (Some(_), _) => Timestamp::now() + AFTER_BLOCK,
        (None, Some(until)) => until,
        (None, None) => return Ok(()),
    };
    let why = match &fetched.stopped {
        Some(why) => format!("{why}; it is not asked before {}", minute(until)),
        None => format!("arXiv asks to be left alone until {}", minute(until)),
    };
    Ok(store.close_until(&host(config), until.as_millisecond(), &why)?)
}

fn minute(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Asks arXiv, at the pace that the store remembers.
fn ask(
    config: &ArxivConfig,
    store: &mut Store,
    missing: &[PaperRef],
    witness: Option<&ArxivId>,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Fetched> {
    let mut asking = Asking {
        store,
        progress,
        host: host(config),
        failed: None,
    };
    let mut client = Client::new(
        client_config(config),
        asking.store.last_answer(&asking.host)?,
    )?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the network runtime")?;
    let fetched = runtime.block_on(client.fetch(missing, witness, &mut |event| asking.on(&event)));
    match asking.failed {
        Some(error) => Err(error).context("cannot keep arXiv's answers"),
        None => Ok(fetched),
    }
}

/// Keeps every answer as it comes.
struct Asking<'a> {
    store: &'a mut Store,
    progress: &'a mut dyn FnMut(Progress<'_>),
    host: String,
    failed: Option<crate::store::StoreError>,
}

impl Asking<'_> {
    fn on(&mut self, event: &Event<'_>) {
        let kept = match event {
            Event::Contact { at_ms } => self.store.set_last_answer(&self.host, *at_ms),
            Event::Answered { found, absent } => {
                (self.progress)(Progress::Answered {
                    papers: found.len() + absent.len(),
                });
                self.store
                    .put_batch(found, absent, Timestamp::now().as_millisecond())
            }
            Event::Learned { .. } => Ok(()),
            Event::Waiting { wait, why } => {
                (self.progress)(Progress::Waiting { wait: *wait, why });
                Ok(())
            }
        };
        if let Err(error) = kept {
            self.failed.get_or_insert(error);
        }
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
    store: &Store,
    wanted: &BTreeSet<PaperRef>,
    sources: Sources,
    ages: CacheConfig,
) -> Result<Resolutions> {
    if sources == Sources::Refresh {
        return Ok(Resolutions::new());
    }
    let now = Timestamp::now().as_millisecond();
    let wanted: Vec<PaperRef> = wanted.iter().cloned().collect();
    let fresh = |cached: &crate::store::Cached| {
        let limit = if matches!(cached.resolution, Resolution::Found(_)) {
            ages.max_age
        } else {
            ages.absent_max_age
        };
        let age = u128::try_from(now - cached.fetched_at).unwrap_or_default();
        sources == Sources::Offline || age < limit.as_millis()
    };
    let cached = store.cached_all(&wanted)?.into_iter();
    Ok(cached
        .filter(|(_, c)| fresh(c))
        .map(|(paper, c)| (paper, c.resolution))
        .collect())
}

fn from_saved(dir: &Path, wanted: &BTreeSet<PaperRef>) -> Result<Resolutions> {
    let files = read_feeds(dir)
        .with_context(|| format!("cannot read the saved answers in {}", dir.display()))?;
    let saved = Saved::new(files);
    for (name, error) in saved.refused() {
        tracing::warn!(file = name, error = ?error.to_string(), "a saved answer cannot be used");
    }
    let resolution = |paper: &PaperRef| match saved.resolve(paper) {
        Known::Found(found) => Resolution::Found(found.clone()),
        Known::Absent => Resolution::Absent { days: 1 },
        Known::Unknown => Resolution::Deferred {
            why: "no saved answer speaks of it".into(),
        },
    };
    Ok(wanted.iter().map(|p| (p.clone(), resolution(p))).collect())
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

/// The pace is kept per host.
fn host(config: &ArxivConfig) -> String {
    config.api_url.host_str().unwrap_or_default().to_owned()
}

fn client_config(config: &ArxivConfig) -> ClientConfig {
    ClientConfig {
        api_url: config.api_url.clone(),
        oai_url: config.oai_url.clone(),
        contact: config.contact.clone(),
        min_interval: config.min_interval,
        connect_timeout: config.connect_timeout,
        timeout: config.timeout,
        max_body: MAX_BODY,
        retry: Retry {
            first: config.retry.first,
            max: config.retry.max,
            tries: config.retry.tries,
        },
        batch: BATCH,
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
