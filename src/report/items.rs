//! What a run tells, in the order in which people need it: what is new and theirs to decide, what
//! was done, what stands as before, what was silenced. No words, no layout.

use super::{ListRun, Mode, Outcome, Problem, Run};
use crate::plan::{Change, Code, Decision, EntryVerdict, Finding, Why};
use std::collections::BTreeSet;
use std::ops::Bound;

/// Shorter ids than this are not shown, as git does it.
const SHORTEST_ID: usize = 7;

/// A change or a finding.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    /// Something that differs.
    Change(&'a Change),
    /// Something that has no edit.
    Finding(&'a Finding),
}

impl<'a> Item<'a> {
    /// Its id.
    pub fn id(self) -> &'a str {
        match self {
            Self::Change(change) => &change.id,
            Self::Finding(finding) => &finding.id,
        }
    }

    /// 1-based.
    pub fn line(self) -> usize {
        match self {
            Self::Change(change) => change.line,
            Self::Finding(finding) => finding.line,
        }
    }

    fn entry(self) -> Option<usize> {
        match self {
            Self::Change(change) => Some(change.entry),
            Self::Finding(finding) => finding.entry,
        }
    }

    /// Whether somebody said no before, and arXiv says something else since.
    fn is_again(self) -> bool {
        matches!(self, Self::Change(change) if change.lapsed.is_some())
    }

    /// What weighs more comes first: what makes an entry wrong, then what is to be decided, then
    /// what is good to know.
    fn weight(self) -> (u8, Option<Code>) {
        let Self::Finding(finding) = self else {
            return (1, None);
        };
        let weight = match finding.code {
            Code::MergeConflict
            | Code::NoEntries
            | Code::WrongId
            | Code::TitleMismatch
            | Code::Withdrawn
            | Code::MalformedId
            | Code::NotFound
            | Code::BadgeMismatch
            | Code::LinkConflict
            | Code::OtherText => 0,
            Code::PlaceholderLink
            | Code::PlaceholderText
            | Code::MissingLink
            | Code::DuplicateId
            | Code::NotReturned
            | Code::NewerVersion
            | Code::Published
            | Code::TitleDrift
            | Code::TooLarge
            | Code::OwnWords
            | Code::UnknownPin
            | Code::Generated => 2,
        };
        (weight, Some(finding.code))
    }
}

/// An item, and where it is.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// In which list.
    pub list: &'a ListRun,
    /// What.
    pub item: Item<'a>,
    /// No earlier run told of it.
    pub is_new: bool,
}

impl<'a> Told<'a> {
    fn new(list: &'a ListRun, item: Item<'a>) -> Self {
        let is_new = list.is_new(item);
        Self { list, item, is_new }
    }

    /// The entry that it is about.
    pub fn entry(&self) -> Option<&'a EntryVerdict> {
        self.list.plan.entries.get(self.item.entry()?)
    }

    /// What of it is grouped: a finding's code.
    pub fn code(&self) -> Option<Code> {
        self.item.weight().1
    }
}

impl ListRun {
    /// Whether no earlier run told of this. What is to be made is made once.
    pub fn is_new(&self, item: Item<'_>) -> bool {
        let applies = matches!(item, Item::Change(c) if c.decision == Decision::Apply);
        applies || !self.since.contains_key(item.id())
    }

    fn changes(&self, wanted: fn(&Change) -> bool) -> impl Iterator<Item = Told<'_>> {
        let changes = self.plan.changes.iter().filter(move |c| wanted(c));
        changes.map(|change| Told::new(self, Item::Change(change)))
    }
}

/// What only a person can settle, the heaviest first; what is new before what is not.
pub fn needs_you(run: &Run) -> Vec<Told<'_>> {
    let all = run.lists.iter().flat_map(of_list);
    let mut all: Vec<Told<'_>> = all.filter(|told| !told.item.is_again()).collect();
    all.sort_by_key(|told| (!told.is_new, told.item.weight()));
    all
}

/// What somebody said no to, and what is proposed or made since arXiv says something else; what is
/// new before what is not.
pub fn asked_again(run: &Run) -> Vec<Told<'_>> {
    let is_open = |c: &Change| c.decision != Decision::Skip;
    let all = run.lists.iter().flat_map(|list| list.changes(is_open));
    let mut all: Vec<Told<'_>> = all.filter(|told| told.item.is_again()).collect();
    all.sort_by_key(|told| !told.is_new);
    all
}

fn of_list(list: &ListRun) -> impl Iterator<Item = Told<'_>> {
    let is_told = matches!(list.problem, Some(Problem::Merge(_)));
    let findings = list.plan.findings.iter();
    let findings = findings.filter(move |f| !(is_told && f.code == Code::MergeConflict));
    let findings = findings.map(|finding| Told::new(list, Item::Finding(finding)));
    let proposals = list.changes(|change| change.decision == Decision::Propose);
    proposals.chain(findings)
}

/// The changes of a list that are made, or are to be made, in the order of the list.
pub fn to_apply(list: &ListRun) -> Vec<Told<'_>> {
    let mut all: Vec<Told<'_>> = list.changes(|c| c.decision == Decision::Apply).collect();
    all.sort_by_key(|told| (told.item.entry(), told.item.line()));
    all
}

/// Those of them that nobody said no to before.
pub fn first_time(list: &ListRun) -> Vec<Told<'_>> {
    let mut all = to_apply(list);
    all.retain(|told| !told.item.is_again());
    all
}

/// The changes of a list that wait for something else than a person's word.
pub fn waiting(list: &ListRun) -> Vec<Told<'_>> {
    let waits = |c: &Change| c.decision == Decision::Skip && silence(c).is_none();
    list.changes(waits).collect()
}

/// Why nothing is told of a change but its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// A maintainer said no to it.
    Rejected,
    /// A comment in the list pins it.
    Pinned,
    /// The policy leaves the field alone.
    Off,
}

/// Whether, and why, nothing is told of a change.
pub fn silence(change: &Change) -> Option<Silence> {
    match (change.decision, change.why) {
        (Decision::Skip, Some(Why::Rejected)) => Some(Silence::Rejected),
        (Decision::Skip, Some(Why::Pinned)) => Some(Silence::Pinned),
        (Decision::Skip, Some(Why::Policy)) => Some(Silence::Off),
        _ => None,
    }
}

/// Whether a run over lists in which nothing was done, and which told no more than the runs before,
/// has something to tell.
pub fn is_news(run: &Run) -> bool {
    let of_list = |list: &ListRun| {
        let needs_you = of_list(list).any(|told| told.is_new);
        list.problem.is_some() || needs_you || !to_apply(list).is_empty()
    };
    let is_sound = matches!(run.outcome, Outcome::Clean | Outcome::Changed);
    !is_sound || run.problem.is_some() || !run.left_out.is_empty() || run.lists.iter().any(of_list)
}

/// Whether what earlier runs told of is listed again: only where somebody asks how it is.
pub fn tells_all(run: &Run) -> bool {
    run.mode != Mode::Apply
}

/// The ids of a run, each as short as it can be and still name one thing only.
#[derive(Clone, Debug)]
pub struct Ids(BTreeSet<String>);

impl Ids {
    /// Those of all changes and findings.
    pub fn of(run: &Run) -> Self {
        let changes = run.lists.iter().flat_map(|list| &list.plan.changes);
        let findings = run.lists.iter().flat_map(|list| &list.plan.findings);
        let changes = changes.map(|change| change.id.clone());
        Self(changes.chain(findings.map(|f| f.id.clone())).collect())
    }

    /// The shortest unique beginning of an id.
    pub fn short<'i>(&self, id: &'i str) -> &'i str {
        let before = self
            .0
            .range::<str, _>((Bound::Unbounded, Bound::Excluded(id)))
            .next_back();
        let after = self
            .0
            .range::<str, _>((Bound::Excluded(id), Bound::Unbounded))
            .next();
        let shared = [before, after].into_iter().flatten();
        let shared = shared.map(|other| common(id, other)).max().unwrap_or(0);
        id.get(..SHORTEST_ID.max(shared + 1)).unwrap_or(id)
    }
}

fn common(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_as_short_as_they_can_be() {
        let all = ["aaaaaaaaaaaa", "aaaaaaaabbbb", "bbbbbbbbbbbb", "c1"];
        let ids = Ids(all.iter().map(|id| (*id).to_owned()).collect());
        let short: Vec<&str> = all.iter().map(|id| ids.short(id)).collect();
        assert_eq!(short, ["aaaaaaaaa", "aaaaaaaab", "bbbbbbb", "c1"]);
    }
}
