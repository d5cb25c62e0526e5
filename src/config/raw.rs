//! The configuration file as it was written: keys, values and where they stand. What they mean is
//! checked elsewhere.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// A string with its place in the file, where it is given.
pub type Text = Option<Spanned<String>>;

/// Where something is wrong, in bytes, the key, and what is.
pub(super) type Wrong = (Range<usize>, &'static str, String);

/// A string or several, where they are given.
pub type Words = Option<Spanned<OneOrMany>>;

/// A string, or several of them.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a string, or several in square brackets"
)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    /// All of them.
    pub fn words(&self) -> &[String] {
        match self {
            Self::One(word) => std::slice::from_ref(word),
            Self::Many(words) => words,
        }
    }
}

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Raw {
    pub arxiv: RawArxiv,
    pub cache: RawCache,
    pub store: RawStore,
    pub report: RawReport,
    pub policy: RawPolicy,
    pub daemon: RawDaemon,
    pub log: RawLog,
    pub metrics: RawMetrics,
    pub alerts: RawAlerts,
    pub keep: RawKeep,
    /// `[names]`: any name as key.
    pub names: BTreeMap<Spanned<String>, Spanned<String>>,
    pub review: RawReview,
    pub findings: RawFindings,
    pub list: Vec<Spanned<RawList>>,
}

/// `[review]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawReview {
    pub decisions: Text,
}

/// `[findings]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawFindings {
    pub published: bool,
}

/// `[arxiv]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawArxiv {
    pub api_url: Text,
    pub oai_url: Text,
    pub contact: Text,
    pub min_interval: Text,
    pub connect_timeout: Text,
    pub timeout: Text,
    pub feeds: Text,
    pub retry: RawRetry,
}

/// `[arxiv.retry]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawRetry {
    pub first: Text,
    pub max: Text,
    pub tries: Option<Spanned<i64>>,
}

/// `[cache]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawCache {
    pub max_age: Text,
    pub absent_max_age: Text,
}

/// `[store]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawStore {
    pub dir: Text,
}

/// `[report]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawReport {
    pub dir: Text,
    pub formats: Words,
    pub link: Text,
    pub mode: Text,
}

/// `[daemon]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawDaemon {
    pub schedule: Text,
    pub timezone: Text,
    pub random_delay: Text,
}

/// `[log]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawLog {
    pub format: Text,
}

/// `[metrics]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawMetrics {
    pub textfile: Text,
}

/// `[alerts]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawAlerts {
    pub ping_url: Text,
    pub webhook: Text,
    pub after: Option<Spanned<i64>>,
}

/// `[keep]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawKeep {
    pub reports: Text,
    pub max_reports: Option<Spanned<i64>>,
    pub runs: Text,
    pub papers: Text,
}

/// `[policy]` and `[list.policy]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawPolicy {
    pub title: Text,
    pub link: Text,
    pub authors: Text,
    #[serde(rename = "abstract")]
    pub abstract_: Text,
}

/// One `[[list]]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawList {
    pub path: Text,
    pub schedule: Text,
    pub layout: Words,
    pub fields: Words,
    pub generated: Text,
    pub labels: RawLabels,
    pub form: RawForm,
    pub policy: RawPolicy,
}

/// `[list.labels]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawLabels {
    pub title: Words,
    pub link: Words,
    pub authors: Words,
    #[serde(rename = "abstract")]
    pub abstract_: Words,
}

/// `[list.form]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawForm {
    pub authors: Text,
    #[serde(rename = "abstract")]
    pub abstract_: Text,
}

/// Why a file is not even a [`Raw`].
#[derive(Debug)]
pub struct Misread {
    /// Where, in bytes.
    pub span: Range<usize>,
    /// The key with its tables, `arxiv.min_interval`; empty where the file is no TOML.
    pub key: String,
    /// What is wrong, and what was expected.
    pub problem: String,
}

/// Reads a file's text. An unknown key is an error: a misspelt one would otherwise be silently
/// without effect.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Misread> {
    toml::from_str(text).map_err(|error| misread(text, error))
}

fn misread(text: &str, mut error: toml::de::Error) -> Misread {
    let span = error.span().unwrap_or(0..0);
    // Without its input, the error prints the key instead of an excerpt.
    error.set_input(None);
    let shown = error.to_string();
    let table = shown
        .lines()
        .find_map(|line| line.strip_prefix("in `")?.strip_suffix('`'));
    let table = table.unwrap_or_default();
    let message = error.message();
    if let Some(known) = message.strip_prefix("unknown field `") {
        let name = text
            .get(span.clone())
            .unwrap_or_default()
            .trim_matches(['"', '\'']);
        let names: Vec<&str> = known.split('`').skip(2).step_by(2).collect();
        let key = if table.is_empty() {
            name.to_owned()
        } else {
            format!("{table}.{name}")
        };
        return Misread {
            span,
            key,
            problem: unknown(name, &names),
        };
    }
    let problem = match table {
        "list" if message.contains("expected a sequence") => {
            "a list is written [[list]], in two brackets".to_owned()
        }
        _ => message.to_owned(),
    };
    Misread {
        span,
        key: table.to_owned(),
        problem,
    }
}

/// What to say about a name that is none of the known ones.
pub fn unknown(name: &str, known: &[&str]) -> String {
    let likeness = |known: &&str| strsim::normalized_damerau_levenshtein(name, known);
    let nearest = known
        .iter()
        .copied()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match (nearest.filter(|nearest| likeness(nearest) >= 0.6), known) {
        (Some(nearest), _) => format!("unknown key; did you mean {nearest}?"),
        (None, [only]) => format!("unknown key; expected {only}"),
        (None, _) => format!("unknown key; expected one of {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The keys of a table, as serde itself lists them.
    fn keys(table: &str) -> BTreeSet<String> {
        let error = parse::<Raw>(&format!("{table}\nno_such_key_at_all = 0")).unwrap_err();
        let (_, keys) = error.problem.split_once("expected one of ").unwrap();
        let tables = ["retry", "policy", "labels", "form"];
        keys.split(", ")
            .filter(|key| !tables.contains(key))
            .map(str::to_owned)
            .collect()
    }

    /// The keys of a table in the example, where most stand behind a `# `.
    fn explained(table: &str) -> BTreeSet<String> {
        let example = include_str!("../../config/arxsync.example.toml");
        let lines = example.lines().map(|line| line.trim_start_matches("# "));
        let section = lines.skip_while(|line| *line != table).skip(1);
        let section = section.take_while(|line| !line.starts_with('['));
        section
            .filter_map(|line| line.split_once(" = "))
            .map(|(key, _)| key.to_owned())
            .collect()
    }

    #[test]
    fn the_example_explains_every_key_and_no_other() {
        for table in [
            "[arxiv]",
            "[arxiv.retry]",
            "[cache]",
            "[report]",
            "[policy]",
            "[daemon]",
            "[alerts]",
            "[keep]",
            "[[list]]",
        ] {
            assert_eq!(explained(table), keys(table), "{table}");
        }
        for (table, key) in [
            ("[store]", "dir"),
            ("[log]", "format"),
            ("[metrics]", "textfile"),
            ("[review]", "decisions"),
            ("[findings]", "published"),
        ] {
            assert_eq!(
                explained(table),
                BTreeSet::from([key.to_owned()]),
                "{table}"
            );
        }
        assert_eq!(explained("[list.policy]"), keys("[policy]"));
        assert_eq!(explained("[list.labels]"), keys("[policy]"));
        assert_eq!(explained("[list.form]"), keys("[[list]]\n[list.form]"));
    }
}
