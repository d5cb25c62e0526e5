//! What a maintainer decided, as a file that may be committed and edited: rejected changes and
//! ignored findings (docs/review.md#the-decisions-file). Text in, checked values out; how decisions
//! are written into it is in `edit`. It holds no text of lists or of arXiv but titles, for readers.

mod edit;
mod raw;

use super::ConfigError;
use super::check::{Checked, Checker};
use super::load;
use crate::arxiv::id::ArxivId;
use crate::plan::input::amid_a_merge;
use crate::plan::memory::{Ignored, Rejected};
use crate::plan::{fingerprint, name_of};
pub use edit::{Step, edited};
use jiff::civil::Date;
use raw::{Raw, RawIgnored, RawRejected};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;

/// All decisions that hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Changes that are not wanted.
    pub rejected: Vec<Rejection>,
    /// Findings that are not to be told again.
    pub ignored: Vec<Dismissal>,
}

/// What every decision says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The name of the list that it is about; every list where there is none.
    pub list: Option<String>,
    /// The entry's title, for readers only.
    pub title: Option<String>,
    /// Why, in the maintainer's words.
    pub because: Option<String>,
}

/// A change that is not wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// Which list, and why.
    pub scope: Scope,
    /// What was refused.
    pub rejected: Rejected,
}

/// A finding that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissal {
    /// Which list, and why.
    pub scope: Scope,
    /// What is known.
    pub ignored: Ignored,
    /// The first day on which it is told again.
    pub until: Option<Date>,
}

impl Rejection {
    /// Names the decision: of one list, paper and field there is one.
    pub fn id(&self) -> String {
        let paper = self.rejected.paper.as_str();
        fingerprint::decision_id(&[
            "rejected",
            self.scope.list(),
            paper,
            &name_of(self.rejected.field),
        ])
    }
}

impl Dismissal {
    /// Names the decision.
    pub fn id(&self) -> String {
        let Ignored {
            code,
            paper,
            entry,
            at,
        } = &self.ignored;
        let paper = paper.as_ref().map_or("", ArxivId::as_str);
        let (entry, at) = (entry.as_deref(), at.as_deref());
        let (entry, at) = (entry.unwrap_or_default(), at.unwrap_or_default());
        fingerprint::decision_id(&[
            "ignored",
            self.scope.list(),
            &name_of(*code),
            paper,
            entry,
            at,
        ])
    }
}

impl Scope {
    fn list(&self) -> &str {
        self.list.as_deref().unwrap_or_default()
    }

    /// Whether a decision is about this list.
    pub fn covers(&self, list: &str) -> bool {
        self.list.as_ref().is_none_or(|own| own == list)
    }
}

impl Decisions {
    /// Reads the file; no decisions where there is none.
    ///
    /// # Errors
    ///
    /// As [`Decisions::parse`]; also the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        Self::parse(&text(path)?, path)
    }

    /// Checks the file's text; `file` names it in messages.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong, with file, line and key: no TOML, amid a merge, an unknown
    /// key, a value that is none, the same decision twice.
    pub fn parse(text: &str, file: &Path) -> Result<Self, ConfigError> {
        let checker = Checker {
            text,
            file,
            base: Path::new(""),
            home: None,
        };
        if let Some(problem) = amid_a_merge(text) {
            return Err(ConfigError::Syntax {
                file: file.to_owned(),
                line: text
                    .lines()
                    .take_while(|l| !l.starts_with("<<<<<<< "))
                    .count()
                    + 1,
                problem,
            });
        }
        let raw: Raw = super::raw::parse(text).map_err(|misread| checker.misread(misread))?;
        let mut seen = Seen {
            checker: &checker,
            ids: HashMap::new(),
        };
        let rejected = raw.rejected.iter().map(|raw| {
            let rejection = checker.rejection(raw)?;
            seen.once(rejection.id(), raw.span(), "rejected")?;
            Ok(rejection)
        });
        let rejected = rejected.collect::<Checked<_>>()?;
        let ignored = raw.ignored.iter().map(|raw| {
            let dismissal = checker.dismissal(raw)?;
            seen.once(dismissal.id(), raw.span(), "ignored")?;
            Ok(dismissal)
        });
        Ok(Self {
            rejected,
            ignored: ignored.collect::<Checked<_>>()?,
        })
    }
}

/// The file's text; empty where there is no file.
///
/// # Errors
///
/// It cannot be read.
pub fn text(path: &Path) -> Result<String, ConfigError> {
    match load::read(path) {
        Ok(text) => Ok(text),
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(String::new())
        }
        Err(cause) => Err(ConfigError::Read {
            path: path.to_owned(),
            cause,
        }),
    }
}

/// The decisions so far, by their ids, and where each begins.
struct Seen<'c> {
    checker: &'c Checker<'c>,
    ids: HashMap<String, usize>,
}

impl Seen<'_> {
    fn once(&mut self, id: String, span: Range<usize>, key: &str) -> Checked<()> {
        match self.ids.entry(id) {
            Entry::Vacant(new) => {
                new.insert(span.start);
                Ok(())
            }
            Entry::Occupied(old) => {
                let (id, above) = (old.key(), &self.checker.text[..*old.get()]);
                let line = above.matches('\n').count() + 1;
                let problem =
                    format!("decision {id} stands in line {line} already; remove one of the two");
                Err(self.checker.wrong(span, key, problem))
            }
        }
    }
}

impl Checker<'_> {
    fn rejection(&self, raw: &Spanned<RawRejected>) -> Checked<Rejection> {
        let (span, raw) = (raw.span(), raw.get_ref());
        let field = raw.field.as_ref();
        let field = field.ok_or_else(|| self.lacks(&span, "rejected.field", "a field"))?;
        let words = raw.words.as_ref();
        let words = words.ok_or_else(|| self.lacks(&span, "rejected.words", "a fingerprint"))?;
        let version = match &raw.version {
            None => None,
            Some(given) => match u32::try_from(*given.get_ref()) {
                Ok(version) if version > 0 => Some(version),
                _ => {
                    let problem = format!("{} is no version; expected 1 or more", given.get_ref());
                    return Err(self.wrong(given.span(), "rejected.version", problem));
                }
            },
        };
        let paper = self.paper("rejected.paper", raw.paper.as_ref())?;
        Ok(Rejection {
            scope: raw.scope(),
            rejected: Rejected {
                paper: paper.ok_or_else(|| self.lacks(&span, "rejected.paper", "an arXiv id"))?,
                field: *field.get_ref(),
                version,
                words: words.get_ref().clone(),
            },
        })
    }

    fn dismissal(&self, raw: &Spanned<RawIgnored>) -> Checked<Dismissal> {
        let (span, raw) = (raw.span(), raw.get_ref());
        let code = raw.code.as_ref();
        let code = code.ok_or_else(|| self.lacks(&span, "ignored.code", "a finding's code"))?;
        let until = match &raw.until {
            None => None,
            Some(given) => Some(self.date("ignored.until", given)?),
        };
        Ok(Dismissal {
            scope: raw.scope(),
            ignored: Ignored {
                code: *code.get_ref(),
                paper: self.paper("ignored.paper", raw.paper.as_ref())?,
                entry: raw.entry.clone(),
                at: raw.at.clone(),
            },
            until,
        })
    }

    fn paper(&self, key: &str, text: Option<&Spanned<String>>) -> Checked<Option<ArxivId>> {
        let Some(text) = text else { return Ok(None) };
        text.get_ref().parse().map(Some).map_err(|_| {
            let problem = format!("{:?} is no arXiv id without a version", text.get_ref());
            self.wrong(text.span(), key, problem)
        })
    }

    fn date(&self, key: &str, given: &Spanned<toml::value::Datetime>) -> Checked<Date> {
        let text = given.get_ref().to_string();
        text.parse().map_err(|_| {
            let problem = format!("{text} is no date; expected one like 2027-06-01");
            self.wrong(given.span(), key, problem)
        })
    }

    fn lacks(&self, span: &Range<usize>, key: &str, what: &str) -> ConfigError {
        self.wrong(span.clone(), key, format!("missing; expected {what}"))
    }
}
