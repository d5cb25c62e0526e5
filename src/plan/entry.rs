//! One entry, worked on. The order of questions: which paper, is it the same paper, what differs,
//! what may be done.

mod context;
mod fields;
mod identity;
mod two;

use super::candidates::Search;
use super::difference::Difference;
use super::findings as notes;
use super::fingerprint;
use super::habits::Habits;
use super::input::{Given, List, Untouched, lets_through};
use super::links::Named;
use super::matching::Identity;
use super::memory::{Lapsed, Rejected};
use super::policy::{self, Rule};
use super::published;
use super::source::Source;
use super::{Change, Code, Decision, EntryVerdict, Field, Finding, Kind, Plan, Status, Why};
use super::{relink, witnesses};
use crate::arxiv::id::{ArxivId, PaperRef, Target};
use crate::arxiv::lookup::{Answer, Lookup};
use crate::arxiv::paper::{Paper, Resolution};
use crate::list::edit::Edit;
use crate::list::entry::{Entry, Link};
use crate::list::fill;

/// The plan of one entry while it is made.
pub(super) struct EntryPlan<'a> {
    list: &'a List<'a>,
    given: Given<'a>,
    untouched: &'a Untouched,
    /// What the list does in its other entries.
    habits: &'a Habits<'a>,
    i: usize,
    entry: &'a Entry,
    changes: Vec<Change>,
    findings: Vec<Finding>,
    lookups: Vec<Lookup>,
    versions: Vec<PaperRef>,
    /// Too little says that entry and paper belong together: nothing is applied.
    unsure: bool,
    /// Authors or abstract say that they belong together.
    has_witness: bool,
    /// They do so against the title.
    is_renamed: bool,
    /// What stands in the abstract's place may be another paper's.
    has_anothers_abstract: bool,
}

/// What arXiv says, of which a difference is.
struct Said<'s> {
    paper: &'s ArxivId,
    version: Option<u32>,
    day: Option<&'s str>,
    words: String,
}

impl Said<'_> {
    /// What a no to it would be about.
    fn to_reject(&self, field: Field) -> Rejected {
        Rejected {
            paper: self.paper.clone(),
            field,
            version: self.version,
            words: self.words.clone(),
        }
    }
}

impl<'a> EntryPlan<'a> {
    /// Begins the plan of entry `i` of a list.
    pub(super) fn new(
        list: &'a List<'a>,
        given: Given<'a>,
        untouched: &'a Untouched,
        habits: &'a Habits<'a>,
        i: usize,
    ) -> Self {
        Self {
            list,
            given,
            untouched,
            habits,
            i,
            entry: &list.entries[i],
            changes: Vec::new(),
            findings: Vec::new(),
            lookups: Vec::new(),
            versions: Vec::new(),
            unsure: false,
            has_witness: false,
            is_renamed: false,
            has_anothers_abstract: false,
        }
    }

    /// Puts all that is found on the entry into the plan.
    pub(super) fn work(mut self, plan: &mut Plan) {
        let verdict = self.judge();
        self.changes.sort_by_key(|c| c.line);
        let doc = &self.list.doc;
        fill::settle_breaks(doc, applied(&mut self.changes));
        fill::given::settle_blanks(doc, applied(&mut self.changes));
        for finding in &mut self.findings {
            finding.arxiv_id.clone_from(&verdict.arxiv_id);
            finding.entry = Some(self.i);
        }
        plan.entries.push(verdict);
        plan.changes.append(&mut self.changes);
        plan.findings.append(&mut self.findings);
        plan.lookups.extend(self.lookups);
        plan.versions.extend(self.versions);
    }

    fn judge(&mut self) -> EntryVerdict {
        let (list, entry) = (self.list, self.entry);
        let named = list.named(entry, &mut self.findings);
        let paper = match &named {
            Named::Paper(paper) => Some(paper),
            Named::Nothing(_) => None,
        };
        let mut status = Status::Ok;
        if lets_through(self.given.only, &list.doc, entry, paper) {
            status = match &named {
                Named::Nothing(status) => self.without_paper(*status),
                Named::Paper(paper) => self.paper(paper),
            };
            self.findings.extend(notes::unknown_pin(list, entry));
            let notes = notes::placeholders(list, entry, &self.changes);
            self.findings.extend(notes);
        } else {
            self.findings.clear();
        }
        EntryVerdict {
            line: list.doc.line(entry.span.start),
            title: entry.title.text(&list.doc),
            arxiv_id: paper.map(|p| p.id.clone()),
            layout: entry.layout,
            why: paper
                .filter(|_| status == Status::Deferred)
                .and_then(|p| self.deferral(p)),
            status,
        }
    }

    fn find(&mut self, code: Code, message: String) {
        let at = self
            .entry
            .links
            .first()
            .map_or(self.entry.span.start, |l| l.span.start);
        self.find_at(code, at, message);
    }

    /// A finding whose words have numbers in them that say nothing new.
    fn find_about(&mut self, code: Code, message: String, about: String) {
        self.find(code, message);
        if let Some(finding) = self.findings.last_mut() {
            finding.about = about;
        }
    }

    fn find_at(&mut self, code: Code, at: usize, message: String) {
        let line = self.list.doc.line(at);
        self.findings.push(Finding::new(code, line, message));
    }

    /// An entry whose links name no paper, or none that can be settled on.
    fn without_paper(&mut self, status: Status) -> Status {
        if status == Status::NoId {
            self.suggest(None, |l| {
                !matches!(l.target, Target::Elsewhere | Target::NoPaper)
            });
        }
        status
    }

    /// An entry whose link names a paper.
    fn paper(&mut self, asked: &PaperRef) -> Status {
        match self.given.resolutions.get(asked) {
            Some(Resolution::Found(paper)) => self.found(asked, paper),
            Some(Resolution::Absent { days }) => {
                let (code, message) = notes::absence(*days);
                self.find_about(code, message, String::new());
                // Until then the paper may yet come: the other one is told, and no link led to it.
                let is_wrong = relink::leads_to(&asked.id);
                self.suggest(Some(&asked.id), |l| code == Code::NotFound && is_wrong(l));
                Status::Absent
            }
            Some(Resolution::Deferred { .. }) | None => Status::Deferred,
        }
    }

    fn deferral(&self, asked: &PaperRef) -> Option<String> {
        match self.given.resolutions.get(asked) {
            Some(Resolution::Deferred { why }) => Some(why.clone()),
            _ => None,
        }
    }

    /// An entry whose paper arXiv has described.
    fn found(&mut self, asked: &PaperRef, paper: &Paper) -> Status {
        let raw = self.given.answers.get(&Lookup::Raw(paper.id.clone()));
        let source = Source::new(paper, raw, self.given.overrides);
        let likeness = witnesses::title(&self.list.doc, self.entry, &source.paper.title);
        match self.matched(asked, paper, &source, likeness) {
            Identity::Sure => {}
            Identity::Unsure => self.unsure = true,
            Identity::Not(status) => return status,
        }
        if let Some((latest, message)) = notes::newer_version(asked, self.given.resolutions) {
            self.find_about(Code::NewerVersion, message, latest.to_string());
        }
        if let Some(message) = notes::withdrawal(&source.paper, raw) {
            self.find(Code::Withdrawn, message);
            return Status::Ok;
        }
        self.tell_published(asked, paper);
        self.compare(&source, paper, likeness);
        match self.changes.is_empty() {
            true => Status::Ok,
            false => Status::Changed,
        }
    }

    /// Tells where the paper was published, where that is wanted: of the latest version, as that is
    /// what authors add a journal to.
    fn tell_published(&mut self, asked: &PaperRef, paper: &Paper) {
        if !self.given.policy.published || self.unsure {
            return;
        }
        let latest = self.given.resolutions.get(&asked.id.clone().into());
        let paper = match latest {
            Some(Resolution::Found(latest)) => latest,
            _ => paper,
        };
        if let Some((message, about)) = published::published(self.list, self.entry, paper) {
            self.find_about(Code::Published, message, about);
        }
    }

    /// Offers the paper that the entry means, where a search by its title found one, and where the
    /// policy says so, leads the links that `wrong` picks to it.
    fn suggest(&mut self, not: Option<&ArxivId>, wrong: impl Fn(&Link) -> bool) {
        let candidate = match self.search(not) {
            Search::Ask(lookup) => return self.lookups.push(lookup),
            Search::Nothing => return,
            Search::Found(candidate) => candidate,
        };
        if self.findings.is_empty() {
            self.find(Code::MissingLink, "the entry has no link".into());
        }
        if let Some(finding) = self.findings.last_mut() {
            finding.message = format!("{}; {}", finding.message, candidate.evidence);
            finding.suggestion = Some(candidate.id.clone());
        }
        let difference = relink::difference(&self.list.doc, self.entry, wrong, &candidate.id);
        if self.given.policy.link == Rule::Correct
            && let Some(d) = difference
        {
            let said = Said {
                paper: &candidate.id,
                version: None,
                day: None,
                words: fingerprint::words(candidate.id.as_str()),
            };
            self.decided(said, d, None);
        }
    }

    /// Decides a difference from a paper and puts it among the changes.
    fn change(&mut self, source: &Source, difference: Option<Difference>) {
        let Some(d) = difference else { return };
        let edits = d.edits.iter().flatten();
        let text: String = edits.map(|e| e.text.as_str()).collect();
        let doubt = source
            .is_doubtful(d.field, &text, self.list.style())
            .then(|| Lookup::Raw(source.paper.id.clone()));
        let said = Said {
            paper: &source.paper.id,
            version: Some(source.paper.version),
            day: source.paper.day(),
            words: fingerprint::words(&source.text_of(d.field)),
        };
        self.decided(said, d, doubt);
    }

    /// Decides a difference. `doubt` is the lookup whose answer could say better what is to be
    /// written.
    fn decided(&mut self, said: Said<'_>, d: Difference, doubt: Option<Lookup>) {
        let place = self.list.place(self.i);
        let list = &self.given.memory.list;
        let id = fingerprint::change_id(list, place, d.field, d.kind, &said.words);
        let (mut decision, mut why) = self.remembered(&id, &said, &d);
        if let Some(lookup) = doubt.filter(|_| decision == Decision::Apply) {
            why = Some(Why::NoSource);
            decision = match self.given.answers.get(&lookup) {
                Some(Answer::Raw(_) | Answer::Papers(_)) => Decision::Propose,
                Some(Answer::Deferred { .. }) => Decision::Skip,
                None => {
                    self.lookups.push(lookup);
                    Decision::Skip
                }
            };
        }
        let lapsed = match decision {
            Decision::Skip => None,
            Decision::Apply | Decision::Propose => self.lapsed(&said, d.field),
        };
        self.changes.push(Change {
            id,
            lapsed,
            version_day: said.day.map(str::to_owned),
            entry: self.i,
            line: self.list.doc.line(d.at),
            arxiv_id: said.paper.clone(),
            version: said.version,
            words: said.words,
            field: d.field,
            kind: d.kind,
            decision,
            why,
            note: d.unexplained.or(d.note),
            before: d.before,
            after: d.after,
            edits: d.edits.unwrap_or_default(),
        });
    }

    /// Whether a difference is in an author line below another title: it may be right for the paper
    /// that the title names.
    fn is_of_the_other_title(&self, d: &Difference) -> bool {
        self.is_renamed && d.field == Field::Authors && d.kind == Kind::Correct
    }

    /// What comes of a difference by what its maintainer said of it before, one by one, and else by
    /// the rules.
    fn remembered(&self, id: &str, said: &Said<'_>, d: &Difference) -> (Decision, Option<Why>) {
        let memory = self.given.memory;
        let no = said.to_reject(d.field);
        let (decision, why) = self.decide(d);
        let is_kept = decision == Decision::Skip;
        if !is_kept && memory.chooses(id) {
            return match why {
                Some(Why::NoForm | Why::FormUnused) => (decision, why),
                _ if self.untouched.contains(&self.i) => (decision, why),
                _ => (Decision::Apply, None),
            };
        }
        if !is_kept && memory.rejects(&no) {
            return (Decision::Skip, Some(Why::Rejected));
        }
        if decision != Decision::Apply {
            return (decision, why);
        }
        if memory.was_reverted(said.paper, d.field, d.before.as_deref(), &d.after) {
            return (Decision::Propose, Some(Why::Reverted));
        }
        match memory.chosen {
            Some(_) => (Decision::Skip, Some(Why::NotChosen)),
            None => (decision, why),
        }
    }

    /// The no to a field that holds no more.
    fn lapsed(&self, said: &Said<'_>, field: Field) -> Option<Lapsed> {
        let (memory, place) = (self.given.memory, self.list.place(self.i));
        let id = |no: &Rejected, kind| {
            fingerprint::change_id(&memory.list, place, field, kind, &no.words)
        };
        let ids = |no: &Rejected| {
            [Kind::Fill, Kind::Correct]
                .map(|kind| id(no, kind))
                .to_vec()
        };
        memory.lapsed(&said.to_reject(field), ids)
    }

    /// Why a missing field cannot be written.
    fn without_form(&self, field: Field) -> Why {
        let given = self.list.hints.form(&field.place());
        given.map_or(Why::NoForm, |_| Why::FormUnused)
    }

    fn decide(&self, d: &Difference) -> (Decision, Option<Why>) {
        let rule = self.given.policy.rule(d.field);
        let (decision, why) = policy::decide(rule, d.kind);
        if rule == Rule::Off {
            (decision, why)
        } else if policy::is_pinned(self.entry.pins, d.field) {
            (Decision::Skip, Some(Why::Pinned))
        } else if d.edits.is_none() {
            (Decision::Propose, Some(self.without_form(d.field)))
        } else if d.unexplained.is_some() || self.untouched.contains(&self.i) {
            (Decision::Propose, Some(Why::Unexplained))
        } else if decision == Decision::Apply && self.list.is_generated(&self.entry.span) {
            (Decision::Propose, Some(Why::Generated))
        } else if decision == Decision::Apply && (self.unsure || self.is_of_the_other_title(d)) {
            (Decision::Propose, Some(Why::OtherTitle))
        } else if decision == Decision::Apply && d.field != Field::Link && self.holds_two_papers() {
            (Decision::Propose, Some(Why::TwoPapers))
        } else {
            (decision, why)
        }
    }
}

/// The edits of the changes that are made.
fn applied(changes: &mut [Change]) -> impl Iterator<Item = &mut Edit> {
    let applied = changes.iter_mut();
    let applied = applied.filter(|c| c.decision == Decision::Apply);
    applied.flat_map(|c| &mut c.edits)
}
