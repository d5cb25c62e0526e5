//! What a maintainer decided about a list before, and what was done to it: a no holds while arXiv
//! says the same, and what somebody put back is not made again. Pure; where it is kept is not known
//! here.

use super::fingerprint::{fold, words};
use super::{Code, EntryVerdict, Field, Finding};
use crate::arxiv::id::ArxivId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// All that is remembered of one list.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// The list's name in ids and decisions.
    pub list: String,
    /// Changes that are not wanted.
    pub rejected: Vec<No>,
    /// The days (UTC) on which somebody said no, by the id of the change.
    pub days: Arc<HashMap<String, String>>,
    /// Findings that are not to be told again.
    pub ignored: Vec<Ignored>,
    /// Changes that were made.
    pub applied: Applied,
    /// The ids of the changes that are made, whatever the policy says, and no others; `None` where
    /// the policy decides.
    pub chosen: Option<BTreeSet<String>>,
}

/// A no, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct No {
    /// To what.
    pub to: Rejected,
    /// In the maintainer's words.
    pub because: Option<String>,
}

/// A no that holds no more, as arXiv says something else since.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lapsed {
    /// arXiv's version then, where it is known.
    pub version: Option<u32>,
    /// The day (UTC), where this database knows it.
    pub on: Option<String>,
    /// Why, in the maintainer's words.
    pub because: Option<String>,
}

/// A no to what arXiv said in a field.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rejected {
    /// The paper.
    pub paper: ArxivId,
    /// The field.
    pub field: Field,
    /// arXiv's version then, where it is known.
    pub version: Option<u32>,
    /// The fingerprint of arXiv's words then.
    pub words: String,
}

/// A finding that is known and stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ignored {
    /// What it is.
    pub code: Code,
    /// The paper, where it is about one.
    pub paper: Option<ArxivId>,
    /// The fingerprint of the entry's title, where no paper is named.
    pub entry: Option<String>,
    /// What it said ([`Finding::about`]); whatever it says where that is not known.
    pub at: Option<String>,
}

/// The changes that were made to one field of a paper.
pub type Applied = HashMap<(ArxivId, Field), Vec<Made>>;

/// What a change made of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// What it said before, where it said something.
    pub before: Option<String>,
    /// What it said after.
    pub after: String,
}

impl Memory {
    /// Whether a maintainer said no to what arXiv says in this field: to this version, or to these
    /// words.
    pub fn rejects(&self, change: &Rejected) -> bool {
        let is_same = |Rejected { version, words, .. }: &Rejected| {
            version.is_some() && *version == change.version || *words == change.words
        };
        self.noes(change).any(|no| is_same(&no.to))
    }

    /// The latest no to the same field of the paper, where none holds: arXiv says something else
    /// since. `ids_of` gives the ids that a change to such words may have had.
    pub fn lapsed(
        &self,
        change: &Rejected,
        ids_of: impl Fn(&Rejected) -> Vec<String>,
    ) -> Option<Lapsed> {
        if self.rejects(change) {
            return None;
        }
        let No { to, because } = self.noes(change).max_by_key(|no| no.to.version)?;
        let mut days = ids_of(to).into_iter().filter_map(|id| self.days.get(&id));
        Some(Lapsed {
            version: to.version,
            on: days.next().cloned(),
            because: because.clone(),
        })
    }

    /// What was said no to in a field of a paper.
    fn noes(&self, change: &Rejected) -> impl Iterator<Item = &No> {
        let is_of = |to: &Rejected| to.paper == change.paper && to.field == change.field;
        self.rejected.iter().filter(move |no| is_of(&no.to))
    }

    /// Whether the same was done before, and undone by somebody.
    pub fn was_reverted(
        &self,
        paper: &ArxivId,
        field: Field,
        before: Option<&str>,
        after: &str,
    ) -> bool {
        let same = |a: Option<&str>, b: Option<&str>| {
            fold(a.unwrap_or_default()) == fold(b.unwrap_or_default())
        };
        let is_same = |made: &Made| {
            same(made.before.as_deref(), before) && same(Some(&made.after), Some(after))
        };
        let made = self.applied.get(&(paper.clone(), field));
        made.is_some_and(|made| made.iter().any(is_same))
    }

    /// Whether this change was chosen one by one.
    pub fn chooses(&self, id: &str) -> bool {
        self.chosen.as_ref().is_some_and(|ids| ids.contains(id))
    }

    /// Whether somebody wants to hear no more of a finding.
    pub fn ignores(&self, finding: &Finding, entries: &[EntryVerdict]) -> bool {
        let entry = finding.entry.and_then(|i| entries.get(i));
        let is_it = |known: &Ignored| {
            let of_entry = |print: &String| entry.is_some_and(|e| words(&e.title) == *print);
            known.code == finding.code
                && known.paper == finding.arxiv_id
                && known.entry.as_ref().is_none_or(of_entry)
                && known.at.as_ref().is_none_or(|at| *at == finding.about)
        };
        self.ignored.iter().any(is_it)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ArxivId {
        text.parse().unwrap()
    }

    fn no(paper: &str, field: Field, version: Option<u32>, words: &str) -> Rejected {
        Rejected {
            paper: id(paper),
            field,
            version,
            words: words.into(),
        }
    }

    #[test]
    fn a_no_holds_for_the_same_version_or_the_same_words() {
        let memory = Memory {
            rejected: vec![No {
                to: no("2401.00001", Field::Abstract, Some(2), "1:a"),
                because: None,
            }],
            ..Memory::default()
        };
        let check = |change: Rejected, expected| assert_eq!(memory.rejects(&change), expected);
        check(no("2401.00001", Field::Abstract, Some(2), "1:a"), true);
        check(no("2401.00001", Field::Abstract, Some(2), "1:b"), true);
        check(no("2401.00001", Field::Abstract, Some(3), "1:a"), true);
        check(no("2401.00001", Field::Abstract, None, "1:a"), true);
        check(no("2401.00001", Field::Abstract, Some(3), "1:b"), false);
        check(no("2401.00001", Field::Abstract, None, "1:b"), false);
        check(no("2401.00001", Field::Authors, Some(2), "1:a"), false);
        check(no("2401.00002", Field::Abstract, Some(2), "1:a"), false);
    }

    #[test]
    fn a_no_that_holds_no_more_is_remembered() {
        let refused = |version, words: &str, because: Option<&str>| No {
            to: no("2401.00001", Field::Abstract, version, words),
            because: because.map(Into::into),
        };
        let memory = Memory {
            rejected: vec![
                refused(Some(3), "1:c", Some("mine")),
                refused(Some(2), "1:b", None),
            ],
            days: Arc::new(HashMap::from([("1:c".into(), "2024-05-01".into())])),
            ..Memory::default()
        };
        let check = |change: Rejected, expected: Option<Lapsed>| {
            let lapsed = memory.lapsed(&change, |no| vec!["x".into(), no.words.clone()]);
            assert_eq!(lapsed, expected, "{change:?}");
        };
        let latest = Lapsed {
            version: Some(3),
            on: Some("2024-05-01".into()),
            because: Some("mine".into()),
        };
        let of = |version, words| no("2401.00001", Field::Abstract, version, words);
        check(of(Some(4), "1:d"), Some(latest));
        check(of(Some(3), "1:d"), None);
        check(of(Some(2), "1:d"), None);
        check(of(None, "1:b"), None);
        check(no("2401.00001", Field::Authors, Some(4), "1:d"), None);
        check(no("2401.00002", Field::Abstract, Some(4), "1:d"), None);
    }

    #[test]
    fn what_was_made_before_is_known_by_its_words() {
        let made = Made {
            before: Some("Nine owls.".into()),
            after: "Two owls.".into(),
        };
        let memory = Memory {
            applied: HashMap::from([((id("2401.00001"), Field::Abstract), vec![made])]),
            ..Memory::default()
        };
        let check = |field, before, after, expected| {
            let found = memory.was_reverted(&id("2401.00001"), field, before, after);
            assert_eq!(found, expected, "{before:?} → {after}");
        };
        check(Field::Abstract, Some("Nine\nowls"), "Two owls.", true);
        check(Field::Abstract, Some("Ten owls."), "Two owls.", false);
        check(Field::Abstract, Some("Nine owls."), "Three owls.", false);
        check(Field::Abstract, None, "Two owls.", false);
        check(Field::Authors, Some("Nine owls."), "Two owls.", false);
    }

    #[test]
    fn a_finding_is_ignored_while_it_says_the_same() {
        let finding = |about: &str| Finding {
            arxiv_id: Some(id("2401.00001")),
            ..Finding::new(Code::NewerVersion, 3, "…").about(about)
        };
        let check = |paper: &str, at: Option<&str>, expected| {
            let memory = Memory {
                ignored: vec![Ignored {
                    code: Code::NewerVersion,
                    paper: Some(id(paper)),
                    entry: None,
                    at: at.map(str::to_owned),
                }],
                ..Memory::default()
            };
            assert_eq!(memory.ignores(&finding("7"), &[]), expected);
        };
        check("2401.00001", Some("7"), true);
        check("2401.00001", None, true);
        check("2401.00001", Some("6"), false);
        check("2401.00002", Some("7"), false);
    }
}
