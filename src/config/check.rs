//! Raw values → checked ones. Pure: the environment and the folder that relative paths count from
//! come in as values.

use super::names;
use super::raw::{self, Raw, RawArxiv, RawList, RawPolicy, RawRetry, Text};
use super::{
    ArxivConfig, CacheConfig, Config, ConfigError, Env, ListConfig, ListSettings, RetryConfig,
    duration, hints,
};
use crate::clock::Clock;
use crate::list::hints::Hints;
use crate::plan::policy::{Policy, Rule};
use jiff::tz::TimeZone;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;
use toml::Spanned;
use url::{Host, Url};

const API_URL: &str = "https://export.arxiv.org/api/query";
const OAI_URL: &str = "https://oaipmh.arxiv.org/oai";

/// The name of the file of decisions.
const DECISIONS: &str = "arxsync-decisions.toml";

/// arXiv's terms: no more than one request every three seconds (`docs/arxiv.md#terms`).
const MIN_INTERVAL: Duration = Duration::from_secs(3);
/// For a connection to be made (`docs/arxiv.md#overload`).
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// For a whole answer; a refusal alone may take two minutes to arrive (`docs/arxiv.md#overload`).
const TIMEOUT: Duration = Duration::from_secs(120);
/// What survives arXiv's overloads: 60 s, doubling to 10 min (`docs/arxiv.md#overload`).
const RETRY: RetryConfig = RetryConfig {
    first: Duration::from_secs(60),
    max: Duration::from_secs(600),
    tries: 4,
};
/// arXiv's data change once a day (`docs/arxiv.md#terms`).
const MAX_AGE: Duration = Duration::from_secs(24 * 3600);
/// New papers may be missing for hours (`docs/arxiv.md#missing-papers`).
const ABSENT_MAX_AGE: Duration = Duration::from_secs(6 * 3600);

impl Config {
    /// Checks a configuration file's text. `file` names it in messages; relative paths in it count
    /// from `base`.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, with file, line, key, what was found and what is expected.
    pub fn check(text: &str, file: &Path, base: &Path, env: &Env) -> Result<Self, ConfigError> {
        let base = if base == Path::new(".") {
            Path::new("")
        } else {
            base
        };
        let checker = Checker {
            text,
            file,
            base,
            home: env.home.as_deref(),
        };
        let raw: Raw = raw::parse(text).map_err(|misread| checker.misread(misread))?;
        let mut config = checker.config(&raw, env)?;
        config.source = Some(file.to_path_buf());
        Ok(config)
    }

    /// The configuration where there is no file.
    ///
    /// # Errors
    ///
    /// The environment names no place for the state directory.
    pub fn defaults(env: &Env) -> Result<Self, ConfigError> {
        let none = Path::new("");
        Checker {
            text: "",
            file: none,
            base: none,
            home: None,
        }
        .config(&Raw::default(), env)
    }
}

pub(super) type Checked<T> = Result<T, ConfigError>;

pub(super) struct Checker<'a> {
    pub(super) text: &'a str,
    pub(super) file: &'a Path,
    /// Where relative paths count from.
    pub(super) base: &'a Path,
    pub(super) home: Option<&'a Path>,
}

impl Checker<'_> {
    fn config(&self, raw: &Raw, env: &Env) -> Checked<Config> {
        let general = Policy {
            published: raw.findings.published,
            ..Policy::default()
        };
        let policy = self.policy("policy", &raw.policy, general)?;
        let dir = self.dir("store.dir", &raw.store.dir)?;
        let zone = self.zone(raw)?;
        let general = ListSettings {
            policy,
            hints: Hints::default(),
            schedule: self.daemon(&raw.daemon, &zone)?.schedule,
        };
        let lists = raw.list.iter().map(|list| self.list(list, &general, &zone));
        let store_dir = (env.state.clone().or(dir))
            .or_else(|| env.state_dir())
            .ok_or(ConfigError::NoStateDir)?;
        // Without a configuration there is no folder that is anybody's to commit.
        let beside = match self.file == Path::new("") {
            true => &store_dir,
            false => self.base,
        };
        let decisions = self.dir("review.decisions", &raw.review.decisions)?;
        let decisions = decisions.unwrap_or_else(|| beside.join(DECISIONS));
        Ok(Config {
            decisions,
            arxiv: self.arxiv(&raw.arxiv)?,
            cache: CacheConfig {
                max_age: self.duration("cache.max_age", &raw.cache.max_age, MAX_AGE)?,
                absent_max_age: self.duration(
                    "cache.absent_max_age",
                    &raw.cache.absent_max_age,
                    ABSENT_MAX_AGE,
                )?,
            },
            store_dir,
            report_dir: self.dir("report.dir", &raw.report.dir)?,
            report: self.report(&raw.report)?,
            names: names::check(&raw.names)
                .map_err(|(span, problem)| self.wrong(span, "names", problem.to_owned()))?,
            daemon: self.daemon(&raw.daemon, &zone)?,
            log: self.log(&raw.log)?,
            metrics: self.dir("metrics.textfile", &raw.metrics.textfile)?,
            alerts: self.alerts(&raw.alerts)?,
            keep: self.keep(&raw.keep)?,
            lists: lists.collect::<Checked<_>>()?,
            policy,
            source: None,
            user: env.user.clone(),
            clock: Clock::System,
        })
    }

    fn arxiv(&self, raw: &RawArxiv) -> Checked<ArxivConfig> {
        let api_url = self.url("arxiv.api_url", &raw.api_url, API_URL)?;
        let oai_url = self.url("arxiv.oai_url", &raw.oai_url, OAI_URL)?;
        let min_interval = self.duration("arxiv.min_interval", &raw.min_interval, MIN_INTERVAL)?;
        if let Some(given) = &raw.min_interval
            && min_interval < MIN_INTERVAL
            && !(is_loopback(&api_url) && is_loopback(&oai_url))
        {
            let problem = format!(
                "{} is below 3s, which arXiv's terms require (shorter intervals are for loopback hosts only)",
                given.get_ref()
            );
            return Err(self.wrong(given.span(), "arxiv.min_interval", problem));
        }
        Ok(ArxivConfig {
            api_url,
            oai_url,
            contact: self.contact(&raw.contact)?,
            min_interval,
            connect_timeout: self.timeout(
                "arxiv.connect_timeout",
                &raw.connect_timeout,
                CONNECT_TIMEOUT,
            )?,
            timeout: self.timeout("arxiv.timeout", &raw.timeout, TIMEOUT)?,
            retry: self.retry(&raw.retry)?,
            feeds: self.dir("arxiv.feeds", &raw.feeds)?,
        })
    }

    fn retry(&self, raw: &RawRetry) -> Checked<RetryConfig> {
        let first = self.duration("arxiv.retry.first", &raw.first, RETRY.first)?;
        let max = self.duration("arxiv.retry.max", &raw.max, RETRY.max)?;
        let given = [
            ("arxiv.retry.max", &raw.max),
            ("arxiv.retry.first", &raw.first),
        ];
        let given = given
            .into_iter()
            .find_map(|(key, text)| Some((key, text.as_ref()?.span())));
        if let Some((key, span)) = given
            && first > max
        {
            let problem = format!("first ({first:?}) must not be longer than max ({max:?})");
            return Err(self.wrong(span, key, problem));
        }
        let tries = match &raw.tries {
            None => RETRY.tries,
            Some(given) => match u32::try_from(*given.get_ref()) {
                Ok(tries) if (1..=10).contains(&tries) => tries,
                _ => {
                    let problem = format!("{} is out of range; expected 1 to 10", given.get_ref());
                    return Err(self.wrong(given.span(), "arxiv.retry.tries", problem));
                }
            },
        };
        Ok(RetryConfig { first, max, tries })
    }

    fn list(
        &self,
        raw: &Spanned<RawList>,
        general: &ListSettings,
        zone: &TimeZone,
    ) -> Checked<ListConfig> {
        let key = "list.path";
        let list = raw.get_ref();
        let Some(path) = &list.path else {
            return Err(self.wrong(
                raw.span(),
                key,
                "missing; expected a file or a glob pattern".to_owned(),
            ));
        };
        Ok(ListConfig {
            pattern: self.pattern(key, path)?,
            settings: ListSettings {
                policy: self.policy("list.policy", &list.policy, general.policy)?,
                schedule: self
                    .schedule("list.schedule", &list.schedule, zone)?
                    .unwrap_or_else(|| general.schedule.clone()),
                hints: hints::check(list)
                    .map_err(|(span, key, problem)| self.wrong(span, key, problem))?,
            },
        })
    }

    fn policy(&self, table: &str, raw: &RawPolicy, general: Policy) -> Checked<Policy> {
        let rule = |field: &str, text: &Text, general| {
            self.rule(&format!("{table}.{field}"), text, general)
        };
        Ok(Policy {
            title: rule("title", &raw.title, general.title)?,
            link: rule("link", &raw.link, general.link)?,
            authors: rule("authors", &raw.authors, general.authors)?,
            abstract_: rule("abstract", &raw.abstract_, general.abstract_)?,
            published: general.published,
        })
    }

    fn rule(&self, key: &str, text: &Text, default: Rule) -> Checked<Rule> {
        let Some(text) = text else { return Ok(default) };
        Rule::from_name(text.get_ref()).ok_or_else(|| {
            let names = Rule::NAMES.map(|(name, _)| format!("{name:?}"));
            let problem = format!(
                "{:?} is no rule; expected one of {}",
                text.get_ref(),
                names.join(", ")
            );
            self.wrong(text.span(), key, problem)
        })
    }

    pub(super) fn duration(&self, key: &str, text: &Text, default: Duration) -> Checked<Duration> {
        let Some(text) = text else { return Ok(default) };
        duration::parse(text.get_ref()).ok_or_else(|| {
            let found = text.get_ref();
            let problem = format!("{found:?} is no duration; expected a number and a unit, like \"500ms\", \"3s\", \"10m\", \"24h\" or \"7d\"");
            self.wrong(text.span(), key, problem)
        })
    }

    /// A duration that is not zero.
    pub(super) fn timeout(&self, key: &str, text: &Text, default: Duration) -> Checked<Duration> {
        let timeout = self.duration(key, text, default)?;
        match text {
            Some(text) if timeout.is_zero() => {
                let problem = format!(
                    "{} would let no request through; expected a longer time",
                    text.get_ref()
                );
                Err(self.wrong(text.span(), key, problem))
            }
            _ => Ok(timeout),
        }
    }

    fn url(&self, key: &str, text: &Text, default: &str) -> Checked<Url> {
        let (found, span) = match text {
            Some(text) => (text.get_ref().as_str(), text.span()),
            None => (default, 0..0),
        };
        let problem = match Url::parse(found) {
            Ok(url) => match url_problem(&url) {
                None => return Ok(url),
                Some(problem) => problem.to_owned(),
            },
            Err(error) => format!("is no URL: {error}"),
        };
        // Credentials have no place in a message that ends in a log.
        let found = if found.contains('@') {
            "the address".to_owned()
        } else {
            format!("{found:?}")
        };
        Err(self.wrong(span, key, format!("{found} {problem}")))
    }

    fn contact(&self, text: &Text) -> Checked<Option<String>> {
        let Some(text) = text else { return Ok(None) };
        let contact = text.get_ref();
        if is_contact(contact) {
            return Ok(Some(contact.clone()));
        }
        let problem = format!(
            "{contact:?} is no contact; expected an e-mail address or an https:// address in plain ASCII"
        );
        Err(self.wrong(text.span(), "arxiv.contact", problem))
    }

    /// A path from the configuration's folder.
    pub(super) fn misread(&self, misread: raw::Misread) -> ConfigError {
        let raw::Misread { span, key, problem } = misread;
        if key.is_empty() {
            let (file, line) = (self.file.to_path_buf(), self.line(&span));
            return ConfigError::Syntax {
                file,
                line,
                problem,
            };
        }
        self.wrong(span, &key, problem)
    }

    pub(super) fn wrong(&self, span: Range<usize>, key: &str, problem: String) -> ConfigError {
        ConfigError::Value {
            file: self.file.to_path_buf(),
            line: self.line(&span),
            key: key.to_owned(),
            problem,
        }
    }

    /// The 1-based line of a span.
    fn line(&self, span: &Range<usize>) -> usize {
        let before = self.text.bytes().take(span.start);
        1 + before.filter(|&byte| byte == b'\n').count()
    }
}

/// Why an address may not be asked; `None` where it may.
fn url_problem(url: &Url) -> Option<&'static str> {
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(url) => {}
        "http" => {
            return Some(
                "is not encrypted; expected https:// (http:// is for loopback hosts only)",
            );
        }
        _ => return Some("is no web address; expected https://"),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Some("holds a user name or password; arXiv takes none");
    }
    let bare = url.query().is_none() && url.fragment().is_none();
    (!bare).then_some("holds a query or fragment; expected the bare address of the interface")
}

/// Whether an address may be told something: encrypted, or on this machine.
pub(super) fn is_safe(url: &Url) -> bool {
    url.scheme() == "https" && url.host().is_some() || url.scheme() == "http" && is_loopback(url)
}

pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// Whether the text may stand in the comment of a User-Agent and tells whom to ask.
fn is_contact(text: &str) -> bool {
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_graphic() && !b"()<>\";,\\".contains(&b));
    let mail = || {
        let (name, host) = text.split_once('@')?;
        (!name.is_empty() && !host.contains('@') && host.contains('.') && !host.starts_with('.'))
            .then_some(())
    };
    let page = || Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    plain && (page() || mail().is_some())
}
