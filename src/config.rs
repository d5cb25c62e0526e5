//! The configuration: a raw file, then plain checked values. Nothing after this knows which key a
//! value came from.
//!
//! [`Config::check`] is pure. Only [`load`] opens files and only [`Env::read`] reads the
//! environment.

mod check;
pub mod decisions;
pub mod duration;
mod hints;
mod load;
mod names;
mod paths;
mod raw;
mod reports;
mod service;

use crate::clock::Clock;
use crate::list::hints::Hints;
use crate::plan::policy::Policy;
use crate::schedule::Schedule;
use crate::text::names::overrides::Overrides;
use std::io;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;

pub use load::{Env, load};

/// Everything that is configured, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// How arXiv is asked.
    pub arxiv: ArxivConfig,
    /// How long answers are kept.
    pub cache: CacheConfig,
    /// Where the database and the lock lie.
    pub store_dir: PathBuf,
    /// Where change reports are written; `None` writes none.
    pub report_dir: Option<PathBuf>,
    /// How they are written.
    pub report: ReportConfig,
    /// The file of decisions, whether there is one or not.
    pub decisions: PathBuf,
    /// Names that are always written as configured.
    pub names: Overrides,
    /// When the daemon runs.
    pub daemon: DaemonConfig,
    /// How log lines are written.
    pub log: LogFormat,
    /// The file that a Prometheus node exporter reads, if any.
    pub metrics: Option<PathBuf>,
    /// Who is told how runs end.
    pub alerts: AlertConfig,
    /// How long things are kept.
    pub keep: KeepConfig,
    /// The lists of the configuration, in its order.
    pub lists: Vec<ListConfig>,
    /// What may be changed in lists that have no policy of their own.
    pub policy: Policy,
    /// The file all this was read from; `None` for built-in defaults.
    pub source: Option<PathBuf>,
    /// Who decides, as the log of decisions names him; where the environment tells.
    pub user: Option<String>,
    /// What tells the time: the machine's clock. No file says so; tests put another one here.
    pub clock: Clock,
}

/// How arXiv is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArxivConfig {
    /// The Atom API.
    pub api_url: Url,
    /// The OAI-PMH interface.
    pub oai_url: Url,
    /// An e-mail address or a URL for the User-Agent, in visible ASCII.
    pub contact: Option<String>,
    /// Between the end of an answer and the next request; at least 3 s but for loopback hosts
    /// (`docs/arxiv.md#terms`).
    pub min_interval: Duration,
    /// For a connection to be made.
    pub connect_timeout: Duration,
    /// For a request as a whole.
    pub timeout: Duration,
    /// Back-off where arXiv names no time itself.
    pub retry: RetryConfig,
    /// A folder of saved answers to work from instead of the network.
    pub feeds: Option<PathBuf>,
}

impl ArxivConfig {
    /// Whether a server on this machine is asked instead of arXiv.
    pub fn is_local(&self) -> bool {
        check::is_loopback(&self.api_url)
    }
}

/// How change reports are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportConfig {
    /// The names of their forms: some of [`FORMATS`], each once, in their order.
    pub formats: Vec<&'static str>,
    /// An address with `{path}`, and `{line}` if wanted, to which the lines of lists link; without
    /// it, links are relative.
    pub link: Option<String>,
    /// The mode of the files; else the umask's.
    pub mode: Option<u32>,
}

/// The forms of change reports.
pub const FORMATS: [&str; 3] = ["markdown", "json", "html"];

/// Back-off: doubles from `first` to `max`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryConfig {
    /// The first wait.
    pub first: Duration,
    /// The longest wait; at least `first`.
    pub max: Duration,
    /// Requests in all for one batch, 1 to 10.
    pub tries: u32,
}

/// How long answers are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheConfig {
    /// A paper younger than this is not asked for again.
    pub max_age: Duration,
    /// A paper missing from an answer is not asked for again before this.
    pub absent_max_age: Duration,
}

/// When the daemon runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaemonConfig {
    /// When lists are due that have no schedule of their own.
    pub schedule: Schedule,
    /// A run begins up to so much later, by chance, so that not all machines ask at once.
    pub random_delay: Duration,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Who is told how runs end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertConfig {
    /// A dead-man monitor that is pinged when a run of the daemon starts and ends.
    pub ping_url: Option<Url>,
    /// Gets a message when runs keep failing, and when they work again.
    pub webhook: Option<Url>,
    /// So many runs must fail in a row; at least 1.
    pub after: u32,
}

/// How long things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeepConfig {
    /// Change reports.
    pub reports: Duration,
    /// So many files of reports at most.
    pub max_reports: usize,
    /// Runs and their changes.
    pub runs: Duration,
    /// Papers that no list has asked for.
    pub papers: Duration,
}

/// One list of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListConfig {
    /// A file or a pattern ([`crate::list::pattern`]); relative ones count from the configuration's
    /// folder, and the home folder stands in the place of `~`.
    pub pattern: String,
    /// What is configured for it.
    pub settings: ListSettings,
}

/// What is configured for a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSettings {
    /// The general policy with the list's own rules over it.
    pub policy: Policy,
    /// How it is to be read, where guessing gets it wrong.
    pub hints: Hints,
    /// When the daemon works on it.
    pub schedule: Schedule,
}

impl Config {
    /// What holds for a list that the configuration does not name.
    pub fn general(&self) -> ListSettings {
        ListSettings {
            policy: self.policy,
            hints: Hints::default(),
            schedule: self.daemon.schedule.clone(),
        }
    }
}

/// Why there is no configuration. Messages say where, what was found, and what is expected.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration {}: {cause}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system says; part of the message, so that it is not told twice.
        cause: io::Error,
    },
    /// The file is no TOML.
    #[error("{}:{line}: {problem}", file.display())]
    Syntax {
        /// Which file.
        file: PathBuf,
        /// 1-based.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// A key has no usable value, or is unknown.
    #[error("{}:{line}: {key}: {problem}", file.display())]
    Value {
        /// Which file.
        file: PathBuf,
        /// 1-based.
        line: usize,
        /// The key with its tables.
        key: String,
        /// What was found and what is expected.
        problem: String,
    },
    /// Neither the configuration nor the environment names a state directory.
    #[error(
        "no state directory is known: $STATE_DIRECTORY, $XDG_STATE_HOME and $HOME are unset; name one with --state DIR"
    )]
    NoStateDir,
}
