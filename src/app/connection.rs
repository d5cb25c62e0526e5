//! The connection to arXiv: the client at the pace that the store remembers, every answer kept as
//! it comes, and arXiv left alone where it said so. What is asked is [`super::resolve`]'s and
//! [`super::lookup`]'s decision.

use crate::arxiv::batches::Retry;
use crate::arxiv::client::{Client, ClientConfig, Event};
use crate::clock::{self, Behind, Clock};
use crate::config::Config;
use crate::report::status::minute;
use crate::store::{Store, StoreError};
use anyhow::{Context as _, Result};
use jiff::{SignedDuration, Timestamp};
use std::cell::RefCell;
use std::time::Duration;

/// Papers in one request (`docs/arxiv.md#requests`).
const BATCH: usize = 100;

/// The largest answer that is read, in bytes after decompression. A hundred papers take 300 kB; one
/// with 3,000 authors as much.
const MAX_BODY: usize = 32 << 20;

/// After a 403 arXiv is left alone for so long: going on "will be interpreted as an attack"
/// (`docs/arxiv.md#terms`).
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

/// Whoever watches a run: is told how far it has come, and may end it.
pub trait Watch {
    /// How far it has come.
    fn tell(&mut self, progress: &Progress<'_>);

    /// Whether the run is to end. Asked all the while: in a search for lists, for each list that is
    /// read or written and each entry that is planned, several times a second while arXiv is waited
    /// for, for each report that goes. That it is asked shows that the run is alive. Once it says
    /// so, it goes on saying so.
    fn is_over(&mut self) -> bool;
}

/// Nobody watches.
#[derive(Debug)]
pub struct Nobody;

impl Watch for Nobody {
    fn tell(&mut self, _: &Progress<'_>) {}

    fn is_over(&mut self) -> bool {
        false
    }
}

/// The watcher ended the run. Answers that came are kept, lists that were written stay written.
#[derive(Debug, thiserror::Error)]
#[error("the run was told to stop")]
pub struct Stopped;

/// How often a watcher is asked while arXiv is waited for.
pub(super) const BEAT: Duration = Duration::from_millis(200);

/// Why the clock cannot be right, as far as it and arXiv's last answer tell.
pub(super) fn clock_problem(config: &Config, store: &Store) -> Result<Option<Behind>> {
    let answered = store.answered(pace_key(config))?;
    Ok(clock::behind(config.clock.now(), answered))
}

/// Why arXiv may not be asked now: it said so, or the clock is so wrong that its certificate is
/// not valid yet.
pub(super) fn closed(config: &Config, store: &Store) -> Result<Option<String>> {
    let now = config.clock.now();
    if let Some(behind) = clock::behind(now, None) {
        return Ok(Some(behind.to_string()));
    }
    let closed = store.closed_until(pace_key(config))?;
    let closed = closed.filter(|(until, _)| clock::is_ahead(*until, now));
    Ok(closed.map(|(_, why)| why))
}

/// Remembers for later runs, and tells, that arXiv wants to be left alone: because it `stopped` us,
/// or `not_before` some time.
pub(super) fn keep_away(
    config: &Config,
    store: &mut Store,
    stopped: Option<&str>,
    not_before: Option<Timestamp>,
) -> Result<()> {
    let until = match (stopped, not_before) {
        (Some(_), _) => config.clock.now() + AFTER_BLOCK,
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

/// Runs `work` with a client, and keeps what it learns.
///
/// # Errors
///
/// The database cannot be used, there is no HTTPS on this machine, or the watcher ended it
/// ([`Stopped`]).
pub(super) fn ask<T>(
    config: &Config,
    store: &mut Store,
    watch: &mut dyn Watch,
    work: impl AsyncFnOnce(&mut Client, &mut dyn FnMut(Event<'_>)) -> T,
) -> Result<T> {
    let watch = RefCell::new(watch);
    let mut keeping = Keeping {
        store,
        watch: &watch,
        key: pace_key(config),
        clock: &config.clock,
        is_warned: false,
        failed: None,
    };
    let last = keeping.store.last_answer(keeping.key)?;
    let mut client = Client::new(client_config(config), last)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the network runtime")?;
    let mut on_event = |event: Event<'_>| keeping.on(&event);
    let done = runtime.block_on(async {
        tokio::select! {
            done = work(&mut client, &mut on_event) => Some(done),
            () = end(&watch) => None,
        }
    });
    // A look-up of a name cannot be broken off, and may take minutes: nobody waits for it.
    runtime.shutdown_background();
    match (keeping.failed, done) {
        (Some(error), _) => Err(error).context("cannot keep arXiv's answers"),
        (None, Some(done)) => Ok(done),
        (None, None) => Err(Stopped.into()),
    }
}

/// Ends when the watcher ends the run.
async fn end(watch: &RefCell<&mut dyn Watch>) {
    while !watch.borrow_mut().is_over() {
        tokio::time::sleep(BEAT).await;
    }
}

/// Keeps every answer as it comes.
struct Keeping<'a, 'w> {
    store: &'a mut Store,
    watch: &'a RefCell<&'w mut dyn Watch>,
    key: &'a str,
    clock: &'a Clock,
    is_warned: bool,
    failed: Option<StoreError>,
}

impl Keeping<'_, '_> {
    fn on(&mut self, event: &Event<'_>) {
        let now = self.clock.now_ms();
        let kept = match event {
            Event::Connection { at_ms, date } => self.connected(*at_ms, *date),
            Event::Answered { found, absent } => {
                self.tell(&Progress::Answered {
                    count: found.len() + absent.len(),
                });
                self.store.put_batch(found, absent, now)
            }
            Event::Learned { lookup, answer } => {
                self.tell(&Progress::Answered { count: 1 });
                self.store.keep_answer(lookup, answer, now)
            }
            Event::Waiting { wait, why } => {
                self.tell(&Progress::Waiting { wait: *wait, why });
                Ok(())
            }
        };
        if let Err(error) = kept {
            self.failed.get_or_insert(error);
        }
    }
}

impl Keeping<'_, '_> {
    /// Remembers when arXiv was in use, and the date that its answer bears.
    fn connected(&mut self, at_ms: i64, date: Option<Timestamp>) -> Result<(), StoreError> {
        self.store.set_last_answer(self.key, at_ms)?;
        let Some(date) = date else {
            return Ok(());
        };
        // An answer out of the cache of arXiv's CDN may be some hours old.
        let ahead = self.clock.now().duration_since(date);
        if ahead > clock::LONGEST_WAIT && !std::mem::replace(&mut self.is_warned, true) {
            tracing::warn!(hours = ahead.as_hours(), "the clock is ahead of arXiv's");
        }
        self.store.set_answered(self.key, date.as_millisecond())
    }

    fn tell(&self, progress: &Progress<'_>) {
        self.watch.borrow_mut().tell(progress);
    }
}

/// arXiv's terms count its API and its OAI-PMH interface together (`docs/arxiv.md#terms`), so one
/// pace, and one word that it wants to be left alone, holds for both: they are kept under the API's
/// host.
pub(super) fn pace_key(config: &Config) -> &str {
    config.arxiv.api_url.host_str().unwrap_or_default()
}

fn client_config(config: &Config) -> ClientConfig {
    let (config, clock) = (&config.arxiv, config.clock.clone());
    ClientConfig {
        clock,
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
