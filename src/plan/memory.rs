//! What a maintainer decided about a list before, and what was done to it: a no holds while arXiv
//! says the same, and what somebody put back is not made again. Pure; where it is kept is not known
//! here.

use super::fingerprint::{fold, words};
use super::{Code, EntryVerdict, Field, Finding};
use crate::arxiv::id::ArxivId;
use std::collections::{BTreeSet, HashMap};

/// All that is remembered of one list.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// The list's name in ids and decisions.
    pub list: String,
    /// Changes that are not wanted.
    pub rejected: Vec<Rejected>,
    /// Findings that are not to be told again.
    pub ignored: Vec<Ignored>,
    /// Changes that were made.
    pub applied: Applied,
    /// The ids of the changes that are made, whatever the policy says, and no others; `None` where
    /// the policy decides.
    pub chosen: Option<BTreeSet<String>>,
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
        let mut about = self
            .rejected
            .iter()
            .filter(|no| no.paper == change.paper && no.field == change.field);
        about.any(|no| {
            no.version.is_some() && no.version == change.version || no.words == change.words
        })
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
            rejected: vec![no("2401.00001", Field::Abstract, Some(2), "1:a")],
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
