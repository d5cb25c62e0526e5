//! The only network code: requests to arXiv, one at a time and never faster than its terms allow,
//! which count its API and its OAI-PMH interface together (`docs/arxiv.md#terms`).
//!
//! What to ask next is decided by [`super::batches`] and [`super::lookups`], what an answer means
//! by [`super::response`].

use super::batches::{self, Batches, Fetched, Retry, Step};
use super::lookup::{Answer, Lookup};
use super::lookups::{LookedUp, Lookups, Next};
use super::response::{self, Failure, Reply};
use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::oai;
use crate::arxiv::paper::Paper;
use crate::clock::Clock;
use jiff::Timestamp;
use reqwest::Response;
use reqwest::header::{ACCEPT, DATE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::redirect::Policy;
use std::error::Error;
use std::io::ErrorKind;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// The longest silence within a body. The first byte may take minutes (`docs/arxiv.md#overload`);
/// once it came, the rest flows.
const IDLE: Duration = Duration::from_secs(30);

const MAX_REDIRECTS: usize = 3;

/// Where and how to ask.
#[derive(Clone, Debug)]
pub struct ClientConfig {
    /// The API's address, without query.
    pub api_url: Url,
    /// The OAI-PMH interface's address, without query.
    pub oai_url: Url,
    /// How arXiv's staff can reach whoever runs this: a mail address, or a URL.
    pub contact: Option<String>,
    /// From the end of an answer to the start of the next request.
    pub min_interval: Duration,
    /// For a connection to stand.
    pub connect_timeout: Duration,
    /// For one whole answer.
    pub timeout: Duration,
    /// The largest body after decompression, in bytes.
    pub max_body: usize,
    /// What to do after failures.
    pub retry: Retry,
    /// Papers in one request.
    pub batch: usize,
    /// What tells the time.
    pub clock: Clock,
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The contact cannot stand in a header.
    #[error("the contact {0:?} cannot be sent: use a mail address or URL in plain ASCII")]
    Contact(String),
    /// TLS or the proxy settings of the environment are unusable.
    #[error("cannot set up HTTPS: {0}")]
    Setup(#[from] reqwest::Error),
}

/// What happens during [`Client::fetch`] and [`Client::look_up`], at once.
#[derive(Debug)]
pub enum Event<'a> {
    /// A request is about to be sent, or its answer has ended, good or bad. Whoever asks next, in
    /// whichever process, has to count from the last of these: a program that is killed in between
    /// never hears the answer.
    Connection {
        /// When the answer ended, or will have ended at the latest, in milliseconds since 1970.
        at_ms: i64,
        /// The date that the answer bears, by arXiv's clock.
        date: Option<Timestamp>,
    },
    /// A batch was answered.
    Answered {
        /// What arXiv described.
        found: &'a [(PaperRef, Paper)],
        /// What it left out.
        absent: &'a [PaperRef],
    },
    /// A lookup was answered.
    Learned {
        /// Which one.
        lookup: &'a Lookup,
        /// The answer; deferred where arXiv's record cannot be read, or the lookup was refused.
        answer: &'a Answer,
    },
    /// The client waits before it goes on.
    Waiting {
        /// How long.
        wait: Duration,
        /// For what reason.
        why: &'a str,
    },
}

/// Asks arXiv, one request at a time: `&mut self` makes sure of that.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    config: ClientConfig,
    /// No request starts before.
    due: Instant,
}

impl Client {
    /// Makes a client. `last_connection_ms` is when arXiv was last in use, in milliseconds since
    /// 1970, if that is remembered.
    ///
    /// # Errors
    ///
    /// The contact is no text for a header, or the machine has no usable TLS set-up.
    pub fn new(config: ClientConfig, last_connection_ms: Option<i64>) -> Result<Self, ClientError> {
        // An error means that a provider is installed already, which is all we need.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let now_ms = config.clock.now_ms();
        let pause =
            last_connection_ms.map(|last| response::pause(now_ms, last, config.min_interval));
        Ok(Self {
            http: http_client(&config)?,
            due: Instant::now() + pause.unwrap_or_default(),
            config,
        })
    }

    /// Asks for papers and tells about every answer as it comes, so that it can be kept even if the
    /// program ends here.
    ///
    /// `witness` is a paper that surely exists, see [`Batches::new`]. Never fails: what could not
    /// be learned is deferred.
    pub async fn fetch(
        &mut self,
        wanted: &[PaperRef],
        witness: Option<&ArxivId>,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Fetched {
        let mut batches = Batches::new(
            wanted,
            self.config.batch,
            self.config.retry,
            witness.cloned(),
        );
        while let Some(batch) = batches.next_batch() {
            let (asked, mut url) = (batch.asked(), self.config.api_url.clone());
            url.set_query(Some(&batches::query(&asked)));
            let answer = self.ask(url, |reply| response::judge(reply, &asked), on_event);
            let answer = answer.await;
            match batches.settle(batch, answer, self.config.clock.now()) {
                Step::Answered { found, absent } => {
                    on_event(Event::Answered {
                        found: &found,
                        absent: &absent,
                    });
                }
                Step::Wait { wait, why } => self.wait(wait, &why, on_event),
                Step::GoOn => {}
            }
        }
        batches.finish()
    }

    /// Does lookups in their order, and tells about every answer as it comes. Never fails: what
    /// could not be learned is deferred.
    pub async fn look_up(
        &mut self,
        lookups: impl IntoIterator<Item = Lookup>,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> LookedUp {
        let mut lookups = Lookups::new(lookups, self.config.retry);
        while let Some(lookup) = lookups.next() {
            let url = self.address(lookup);
            let answer = self.ask(url, |r| response::judge_answer(r, lookup), on_event);
            let answer = answer.await;
            match lookups.settle(answer, self.config.clock.now()) {
                Next::Answered(lookup, answer) => on_event(Event::Learned {
                    lookup: &lookup,
                    answer: &answer,
                }),
                Next::Wait { wait, why } => self.wait(wait, &why, on_event),
                Next::Stop => {}
            }
        }
        lookups.finish()
    }

    fn address(&self, lookup: &Lookup) -> Url {
        let (url, query) = match lookup {
            Lookup::Raw(id) => (&self.config.oai_url, oai::query(id)),
            Lookup::Search(title) => (&self.config.api_url, title.url_query()),
        };
        let mut url = url.clone();
        url.set_query(Some(&query));
        url
    }

    fn wait(&mut self, wait: Duration, why: &str, on_event: &mut dyn FnMut(Event<'_>)) {
        on_event(Event::Waiting { wait, why });
        self.due = self.due.max(Instant::now() + wait);
    }

    /// One request, when it is due, and what `judge` makes of the reply.
    async fn ask<T>(
        &mut self,
        url: Url,
        judge: impl FnOnce(&Reply) -> Result<T, Failure>,
        on_event: &mut dyn FnMut(Event<'_>),
    ) -> Result<T, Failure> {
        tokio::time::sleep_until(self.due).await;
        let latest_end = self.config.clock.now().checked_add(self.config.timeout);
        on_event(Event::Connection {
            at_ms: latest_end.unwrap_or(Timestamp::MAX).as_millisecond(),
            date: None,
        });
        let mut date = None;
        let answer = self.send(url, judge, &mut date).await;
        self.due = Instant::now() + self.config.min_interval;
        on_event(Event::Connection {
            at_ms: self.config.clock.now_ms(),
            date,
        });
        answer
    }

    /// Sends it, and tells the date of the answer as soon as there is one.
    async fn send<T>(
        &self,
        url: Url,
        judge: impl FnOnce(&Reply) -> Result<T, Failure>,
        date: &mut Option<Timestamp>,
    ) -> Result<T, Failure> {
        tracing::debug!(%url, "asking arXiv");
        let response = self.http.get(url).send().await;
        let response = response.map_err(|error| {
            let failure = on_the_way(error);
            tracing::warn!(why = failure.why, "arXiv could not be asked");
            failure
        })?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let now = self.config.clock.now();
        let dated = headers.get(DATE).and_then(|value| value.to_str().ok());
        *date = dated.and_then(response::date);
        let waits = headers
            .get_all(RETRY_AFTER)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let retry_after = waits
            .filter_map(|value| response::retry_after(value, now))
            .max();
        let body = read_body(response, self.config.max_body).await;
        let answer = judge(&Reply {
            status,
            retry_after,
            body,
        });
        if let Err(failure) = &answer {
            // Whether the CDN or arXiv itself refused is what one wants to know then
            // (`docs/arxiv.md#the-edge`).
            let (via, cache, age) = (
                headers.get("via"),
                headers.get("x-cache"),
                headers.get("age"),
            );
            tracing::warn!(
                status,
                why = failure.why,
                ?via,
                ?cache,
                ?age,
                "arXiv did not answer"
            );
        }
        answer
    }
}

/// reqwest speaks HTTP/2 and offers it in the handshake; arXiv's edge turns away clients that do
/// not (`docs/arxiv.md#the-edge`).
fn http_client(config: &ClientConfig) -> Result<reqwest::Client, ClientError> {
    let accept = HeaderValue::from_static("application/atom+xml, */*;q=0.1");
    let builder = reqwest::Client::builder()
        .user_agent(user_agent(config.contact.as_deref())?)
        .default_headers(HeaderMap::from_iter([(ACCEPT, accept)]))
        .connect_timeout(config.connect_timeout)
        .timeout(config.timeout)
        .referer(false)
        .redirect(Policy::custom(|attempt| {
            // A redirect elsewhere is not followed: its answer would not be arXiv's.
            let first = attempt.previous().first().map(Url::origin);
            let here = first == Some(attempt.url().origin());
            let few = attempt.previous().len() <= MAX_REDIRECTS;
            if here && few {
                attempt.follow()
            } else {
                attempt.stop()
            }
        }));
    let builder = if is_loopback(&config.api_url) || is_loopback(&config.oai_url) {
        builder.no_proxy()
    } else {
        builder.https_only(true)
    };
    Ok(builder.build()?)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn user_agent(contact: Option<&str>) -> Result<HeaderValue, ClientError> {
    let program = concat!("arxsync/", env!("CARGO_PKG_VERSION"));
    let text = match contact {
        Some(url) if url.contains("://") => format!("{program} (+{url})"),
        Some(address) => format!("{program} (mailto:{address})"),
        None => program.to_owned(),
    };
    let header = HeaderValue::from_str(&text)
        .ok()
        .filter(|_| text.is_ascii());
    header.ok_or_else(|| ClientError::Contact(contact.unwrap_or_default().to_owned()))
}

/// Reads a body piece by piece, as some kilobytes on the line can be gigabytes after decompression.
async fn read_body(mut response: Response, limit: usize) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    loop {
        let chunk = tokio::time::timeout(IDLE, response.chunk()).await;
        match chunk.map_err(|_| format!("silence for {} s", IDLE.as_secs()))? {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => {
                return Err(format!("a body of more than {limit} bytes"));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => return Err(in_words(error)),
        }
    }
}

/// What kept a request from being answered.
fn on_the_way(error: reqwest::Error) -> Failure {
    let mut cause: Option<&(dyn Error + 'static)> = error.source().filter(|_| error.is_connect());
    while let Some(error) = cause {
        // The words of hyper's connector, which has no public type for it.
        if error.to_string().starts_with("dns error") {
            return Failure::unreachable("no such host");
        }
        let kind = error.downcast_ref().map(std::io::Error::kind);
        if kind == Some(ErrorKind::NetworkUnreachable) {
            return Failure::unreachable("no network");
        }
        cause = error.source();
    }
    Failure::on_the_way(in_words(error))
}

/// An error with its causes, without the URL, which may hold a hundred ids.
fn in_words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words.push_str(&format!(": {error}"));
        cause = error.source();
    }
    words
}
