//! The decisions file as it was written: keys, values and where they stand.

use super::Scope;
use crate::config::raw::Text;
use crate::plan::{Code, Field};
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Raw {
    pub rejected: Vec<Spanned<RawRejected>>,
    pub ignored: Vec<Spanned<RawIgnored>>,
}

/// One `[[rejected]]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawRejected {
    pub paper: Text,
    pub title: Text,
    pub field: Option<Spanned<Field>>,
    pub version: Option<Spanned<i64>>,
    pub words: Text,
    pub list: Text,
    pub because: Text,
}

/// One `[[ignored]]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawIgnored {
    pub code: Option<Spanned<Code>>,
    pub paper: Text,
    pub title: Text,
    pub entry: Option<String>,
    pub at: Option<String>,
    pub until: Option<Spanned<Datetime>>,
    pub list: Text,
    pub because: Text,
}

impl RawRejected {
    pub fn scope(&self) -> Scope {
        scope(&self.list, &self.title, &self.because)
    }
}

impl RawIgnored {
    pub fn scope(&self) -> Scope {
        scope(&self.list, &self.title, &self.because)
    }
}

fn scope(list: &Text, title: &Text, because: &Text) -> Scope {
    let plain = |text: &Text| text.as_ref().map(|text| text.get_ref().clone());
    Scope {
        list: plain(list),
        title: plain(title),
        because: plain(because),
    }
}
