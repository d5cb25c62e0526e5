//! In touch with arXiv: the client at the pace that the store remembers, every answer kept as it comes, and arXiv left alone
//! where it said so. What is asked is [`super::resolve`]'s and [`super::inquire`]'s decision.

use crate::arxiv::client::{Client, ClientConfig, Event};
use crate::arxiv::work::Retry;
use crate::config::ArxivConfig;
use crate::store::{Store, StoreError};
use anyhow::{Context as _, Result};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// Papers in one request (`ARXIV.md` 1.5).
const BATCH: usize = 100;

/// The largest answer that is read, in bytes after decompression. A hundred papers take 300 kB; one with 3,000 authors as much.
const MAX_BODY: usize = 32 << 20;

/// After a 403 arXiv is left alone for so long: going on "will be interpreted as an attack" (`ARXIV.md` 1.4).
const AFTER_BLOCK: SignedDuration = SignedDuration::from_hours(1);

/// How far asking has come.
#[derive(Debug)]
pub enum Progress<'a> {
    /// Something is about to be asked.
    Start {
        /// How many there are.
        count: usize,
        /// What they are, in the plural.
        of: &'static str,
    },
    /// So many more were answered.
    Answered {
        /// How many.
        count: usize,
    },
    /// arXiv refused; the run waits.
    Waiting {
        /// How long.
        wait: Duration,
        /// For what reason.
        why: &'a str,
    },
}

/// Why arXiv may not be asked now, where it said so.
pub(super) fn closed(config: &ArxivConfig, store: &Store) -> Result<Option<String>> {
    let closed = store.closed_until(pace_key(config))?;
    let closed = closed.filter(|(until, _)| *until > Timestamp::now().as_millisecond());
    Ok(closed.map(|(_, why)| why))
}

/// Remembers for later runs, and tells, that arXiv wants to be left alone: because it `stopped` us, or `not_before` some time.
pub(super) fn keep_away(
    config: &ArxivConfig,
    store: &mut Store,
    stopped: Option<&str>,
    not_before: Option<Timestamp>,
) -> Result<()> {
    let until = match (stopped, not_before) {
        (Some(_), _) => Timestamp::now() + AFTER_BLOCK,
        (None, Some(until)) => until,
        (None, None) => return Ok(()),
    };
    let why = if let Some(why) = stopped {
        tracing::error!(
            why,
            "arXiv refuses to serve this machine: find out why before the next run"
        );
        format!("{why}; it is not asked before {}", minute(until))
    } else {
        format!("arXiv asks to be left alone until {}", minute(until))
    };
    Ok(store.close_until(pace_key(config), until.as_millisecond(), &why)?)
}

fn minute(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Runs `work` with a client, and keeps what it learns.
pub(super) fn ask<T>(
    config: &ArxivConfig,
    store: &mut Store,
    progress: &mut dyn FnMut(Progress<'_>),
    work: impl AsyncFnOnce(&mut Client, &mut dyn FnMut(Event<'_>)) -> T,
) -> Result<T> {
    let mut keeping = Keeping {
        store,
        progress,
        key: pace_key(config),
        failed: None,
    };
    let last = keeping.store.last_answer(keeping.key)?;
    let mut client = Client::new(client_config(config), last)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the network runtime")?;
    let done = runtime.block_on(work(&mut client, &mut |event| keeping.on(&event)));
    match keeping.failed {
        Some(error) => Err(error).context("cannot keep arXiv's answers"),
        None => Ok(done),
    }
}

/// Keeps every answer as it comes.
struct Keeping<'a> {
    store: &'a mut Store,
    progress: &'a mut dyn FnMut(Progress<'_>),
    key: &'a str,
    failed: Option<StoreError>,
}

impl Keeping<'_> {
    fn on(&mut self, event: &Event<'_>) {
        let now = Timestamp::now().as_millisecond();
        let kept = match event {
            Event::Contact { at_ms } => self.store.set_last_answer(self.key, *at_ms),
            Event::Answered { found, absent } => {
                (self.progress)(Progress::Answered {
                    count: found.len() + absent.len(),
                });
                self.store.put_batch(found, absent, now)
            }
            Event::Learned { question, answer } => {
                (self.progress)(Progress::Answered { count: 1 });
                self.store.keep_answer(question, answer, now)
            }
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

/// arXiv's terms count its API and its OAI-PMH interface together (`ARXIV.md` 1.4), so one pace, and one word that it wants
/// to be left alone, holds for both: they are kept under the API's host.
fn pace_key(config: &ArxivConfig) -> &str {
    config.api_url.host_str().unwrap_or_default()
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
