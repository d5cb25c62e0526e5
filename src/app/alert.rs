//! Tells others how runs of the service end: a dead-man monitor at every run, and a webhook where
//! runs keep failing and where they work again. That nobody can be told never fails a run.

use super::connection::{BEAT, Watch};
use crate::config::AlertConfig;
use crate::report::sanitize;
use anyhow::Result;
use reqwest::{Client, RequestBuilder, redirect};
use serde_json::json;
use std::time::Duration;
use url::Url;
use uuid::Uuid;

/// For a monitor to answer; a run does not wait longer for it.
const PATIENCE: Duration = Duration::from_secs(10);

/// A run, as monitors are told of it.
pub(super) struct Alerts<'a> {
    config: &'a AlertConfig,
    /// Start and end of one run are told under one name.
    id: Uuid,
}

/// How a run ended.
pub(super) struct End<'a> {
    /// Whether it did all there was to do.
    pub(super) is_success: bool,
    /// Failures in a row before this run, and with it.
    pub(super) failures: (u32, u32),
    /// What happened, on one line.
    pub(super) summary: &'a str,
}

impl<'a> Alerts<'a> {
    /// `id`: the run's.
    pub(super) fn new(config: &'a AlertConfig, id: Uuid) -> Self {
        Self { config, id }
    }

    /// A run begins.
    pub(super) fn started(&self, watch: &mut dyn Watch) {
        self.ping("start", "", watch);
    }

    /// It ended. The webhook is told once when enough runs failed in a row, and once when one works
    /// again.
    pub(super) fn ended(&self, end: &End<'_>, watch: &mut dyn Watch) {
        self.ping(if end.is_success { "" } else { "fail" }, end.summary, watch);
        let (before, now) = end.failures;
        let event = match end.is_success {
            true if before >= self.config.after => "recovered",
            false if now == self.config.after => "failing",
            _ => return,
        };
        let Some(url) = &self.config.webhook else {
            return;
        };
        let message = json!({
            "service": "arxsync",
            "event": event,
            "failures": now.max(before),
            "text": format!("arxsync: {event} ({} runs in a row failed): {}", now.max(before), sanitize::one_line(end.summary)),
        });
        tell("webhook", watch, |client| {
            let post = client.post(url.clone());
            post.header("content-type", "application/json")
                .body(message.to_string())
        });
    }

    /// `word` goes behind the monitor's address: nothing for success
    /// (`docs/service.md#what-the-service-tells-by-itself`).
    fn ping(&self, word: &str, body: &str, watch: &mut dyn Watch) {
        let Some(url) = &self.config.ping_url else {
            return;
        };
        let url = address(url, word, self.id);
        let body = sanitize::one_line(body);
        tell("ping_url", watch, |client| client.post(url).body(body));
    }
}

/// Sends a request. Addresses hold secrets, so the log names the key instead.
fn tell(key: &str, watch: &mut dyn Watch, request: impl FnOnce(&Client) -> RequestBuilder) {
    if let Err(error) = send(request, watch) {
        let error = error.downcast::<reqwest::Error>();
        let why = error.map_or_else(|e| e.to_string(), |e| e.without_url().to_string());
        tracing::warn!("cannot reach [alerts] {key}: {}", sanitize::one_line(&why));
    }
}

fn address(url: &Url, word: &str, id: Uuid) -> Url {
    let mut url = url.clone();
    if !word.is_empty() {
        let path = format!("{}/{word}", url.path().trim_end_matches('/'));
        url.set_path(&path);
    }
    url.query_pairs_mut().append_pair("rid", &id.to_string());
    url
}

/// Sends a request, unless the service ends meanwhile.
fn send(request: impl FnOnce(&Client) -> RequestBuilder, watch: &mut dyn Watch) -> Result<()> {
    // An error only says that there is a provider already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder()
        .timeout(PATIENCE)
        .redirect(redirect::Policy::none())
        .user_agent(concat!("arxsync/", env!("CARGO_PKG_VERSION")))
        .build()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let end = async {
        while !watch.is_over() {
            tokio::time::sleep(BEAT).await;
        }
    };
    let sent = runtime.block_on(async {
        tokio::select! {
            sent = request(&client).send() => sent?.error_for_status().map(drop),
            () = end => Ok(()),
        }
    });
    // A look-up of a name cannot be broken off, and may take minutes: nobody waits for it.
    runtime.shutdown_background();
    Ok(sent?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monitors_are_told_at_addresses_below_theirs() {
        let id = Uuid::nil();
        let address = |url: &str, word| address(&url.parse().unwrap(), word, id).to_string();
        let rid = "rid=00000000-0000-0000-0000-000000000000";
        assert_eq!(
            address("https://x.org/a", ""),
            format!("https://x.org/a?{rid}")
        );
        assert_eq!(
            address("https://x.org/a/", "fail"),
            format!("https://x.org/a/fail?{rid}")
        );
        assert_eq!(
            address("https://x.org/a?k=v", "start"),
            format!("https://x.org/a/start?k=v&{rid}")
        );
    }
}
