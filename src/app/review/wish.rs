//! What somebody wants to be done with a change or a finding, and the file of such wishes that the
//! report's page or a script writes (docs/review.md#decisions-from-elsewhere).

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// A change is made.
    Accept,
    /// A change is not made, and not proposed again.
    Reject,
    /// A finding is not told again.
    Ignore,
}

/// Shorter beginnings of ids are mistypings, as for git.
pub(in crate::app) const SHORTEST: usize = 4;

impl Verb {
    /// Its name in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Ignore => "ignore",
        }
    }
}

/// What is to be done with which item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The beginning of its id, long enough to be the only one.
    pub item: String,
    /// What is to be done.
    pub verb: Verb,
    /// Why, for readers.
    pub because: Option<String>,
    /// The first day on which an ignored finding is told again.
    pub until: Option<Date>,
    /// A no holds for every list.
    pub everywhere: bool,
}

impl Wish {
    /// A wish without more words.
    pub fn new(verb: Verb, item: &str) -> Self {
        Self {
            item: item.to_owned(),
            verb,
            because: None,
            until: None,
            everywhere: false,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    /// The run whose report they are about; every item is looked for in the lists as they are.
    #[serde(rename = "run")]
    _run: Option<String>,
    decisions: Vec<RawWish>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWish {
    change: String,
    r#do: Verb,
    because: Option<String>,
}

/// Reads a file of wishes, which `name` names in messages.
///
/// # Errors
///
/// It is no such file, or speaks twice of one item.
pub fn parse(text: &str, name: &str) -> Result<Vec<Wish>> {
    let raw: Raw = serde_json::from_str(text).with_context(|| {
        format!("{name}: no decisions can be read from it; save them again from the report's page")
    })?;
    if raw.schema != 1 {
        bail!(
            "{name}: schema {} is not known here: update arxsync",
            raw.schema
        );
    }
    let mut seen = BTreeSet::new();
    let wish = |raw: RawWish| {
        let is_id =
            raw.change.len() >= SHORTEST && raw.change.chars().all(|c| c.is_ascii_hexdigit());
        if !is_id {
            bail!("{name}: {:?} is no id of a change or finding", raw.change);
        }
        if !seen.insert(raw.change.clone()) {
            bail!(
                "{name}: {} is decided twice: keep one of the two",
                raw.change
            );
        }
        Ok(Wish {
            because: raw.because.filter(|why| !why.trim().is_empty()),
            ..Wish::new(raw.r#do, &raw.change)
        })
    };
    raw.decisions.into_iter().map(wish).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_read_as_the_page_writes_them() {
        let text = r#"{"schema": 1, "run": "r", "decisions": [
            {"change": "00c0ffee0001", "do": "accept"},
            {"change": "00c0ffee0002", "do": "reject", "because": "my own words"},
            {"change": "00c0ffee0003", "do": "ignore", "because": " "}]}"#;
        let expected = [
            Wish::new(Verb::Accept, "00c0ffee0001"),
            Wish {
                because: Some("my own words".into()),
                ..Wish::new(Verb::Reject, "00c0ffee0002")
            },
            Wish::new(Verb::Ignore, "00c0ffee0003"),
        ];
        assert_eq!(parse(text, "d.json").unwrap(), expected);
    }

    #[test]
    fn what_is_no_file_of_wishes_is_refused_by_name() {
        let one = |inner: &str| format!(r#"{{"schema": 1, "decisions": [{inner}]}}"#);
        let twice = r#"{"change": "00c0", "do": "accept"}, {"change": "00c0", "do": "reject"}"#;
        for (text, told) in [
            ("", "no decisions"),
            ("<html>", "no decisions"),
            (r#"{"schema": 2, "decisions": []}"#, "schema 2"),
            (&one(r#"{"change": "00c0", "do": "burn"}"#), "no decisions"),
            (
                &one(r#"{"change": "00c0", "do": "accept", "x": 1}"#),
                "no decisions",
            ),
            (&one(r#"{"change": "--al", "do": "accept"}"#), "is no id"),
            (&one(twice), "decided twice"),
        ] {
            let error = format!("{:#}", parse(text, "d.json").unwrap_err());
            assert!(
                error.starts_with("d.json: ") && error.contains(told),
                "{error}"
            );
        }
    }
}
