//! One entry, worked on. The order of questions: which paper, is it the same paper, what differs,
//! what may be done.

use super::abstracts::{self, Abstract};
use super::candidates::{self, Search};
use super::fields::{self, Authors, Difference, Shown};
use super::findings as notes;
use super::input::{Caution, Usual};
use super::input::{Given, List, lets_through};
use super::links::Named;
use super::matching::{self, Match, Testimony, Witnesses};
use super::policy::{self, Rule};
use super::source::Source;
use super::{Change, Code, Decision, EntryVerdict, Finding, Plan, Status, Why};
use super::{neighbours, relink};
use crate::arxiv::id::{ArxivId, PaperRef, Target};
use crate::arxiv::lookup::{Answer, Lookup};
use crate::arxiv::paper::{Paper, Resolution};
use crate::list::entry::{Entry, Link, Name};
use crate::list::fill;
use crate::text::title::Likeness;
use std::num::NonZeroU32;

/// The plan of one entry while it is made.
pub(super) struct EntryPlan<'a> {
    list: &'a List<'a>,
    given: Given<'a>,
    caution: &'a Caution,
    /// How the list writes its authors.
    usual: Usual<'a>,
    i: usize,
    entry: &'a Entry,
    changes: Vec<Change>,
    findings: Vec<Finding>,
    lookups: Vec<Lookup>,
    /// Only the authors say that entry and paper belong together: nothing is applied.
    unsure: bool,
}

impl<'a> EntryPlan<'a> {
    /// Begins the plan of entry `i` of a list. `usual` is how the list writes its authors.
    pub(super) fn new(
        list: &'a List<'a>,
        given: Given<'a>,
        caution: &'a Caution,
        usual: Usual<'a>,
        i: usize,
    ) -> Self {
        Self {
            list,
            given,
            caution,
            usual,
            i,
            entry: &list.entries[i],
            changes: Vec::new(),
            findings: Vec::new(),
            lookups: Vec::new(),
            unsure: false,
        }
    }

    /// Puts all that is found on the entry into the plan.
    pub(super) fn work(mut self, plan: &mut Plan) {
        let verdict = self.judge();
        self.changes.sort_by_key(|c| c.line);
        let applied = self
            .changes
            .iter_mut()
            .filter(|c| c.decision == Decision::Apply);
        fill::settle_breaks(&self.list.doc, applied.flat_map(|c| &mut c.edits));
        for finding in &mut self.findings {
            finding.arxiv_id.clone_from(&verdict.arxiv_id);
        }
        plan.entries.push(verdict);
        plan.changes.append(&mut self.changes);
        plan.findings.append(&mut self.findings);
        plan.lookups.extend(self.lookups);
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
        let line = self.list.doc.line(at);
        self.findings.push(Finding {
            line,
            arxiv_id: None,
            code,
            message,
            suggestion: None,
        });
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
                self.find(code, message);
                if code == Code::NotFound {
                    self.suggest(Some(&asked.id), relink::leads_to(&asked.id));
                }
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
        let (doc, entry) = (&self.list.doc, self.entry);
        let raw = self.given.answers.get(&Lookup::Raw(paper.id.clone()));
        let source = Source::new(paper, raw, self.given.overrides);
        let paper = &source.paper;
        let abstract_ = abstracts::abstract_of(doc, entry, paper);
        let authors = fields::authors_of(doc, entry, paper, self.given.overrides);
        let likeness = fields::title_likeness(doc, entry, paper);
        match matching::judge(self.witnesses(likeness, paper, &abstract_, &authors)) {
            Match::Same => {}
            Match::Retitled => self.find(Code::TitleDrift, notes::retitled(paper)),
            Match::Unsure => {
                self.find(Code::TitleDrift, notes::retitled(paper));
                if !matches!(&authors, Shown::Value(a) if a.comparison.agrees()) {
                    return Status::Ambiguous;
                }
                self.unsure = true;
            }
            Match::Other => {
                self.find(Code::WrongId, notes::other_paper(paper));
                self.suggest(Some(&asked.id), relink::leads_to(&asked.id));
                return Status::WrongId;
            }
        }
        if let Some(message) = notes::newer_version(asked, self.given.resolutions) {
            self.find(Code::NewerVersion, message);
        }
        if let Some(message) = notes::withdrawal(paper, raw) {
            self.find(Code::Withdrawn, message);
            return Status::Ok;
        }
        if likeness == Likeness::Similar {
            self.change(&source, fields::title_difference(doc, entry, paper));
        }
        let mut differences = [
            self.abstract_difference(paper, &abstract_),
            self.authors_difference(paper, &authors),
        ];
        // What is inserted in one place is inserted in this order.
        if let (Shown::Missing, Shown::Missing) = (&abstract_, &authors)
            && fill::stands_before(&self.list.entries, self.i, &Name::Authors, &Name::Abstract)
        {
            differences.reverse();
        }
        for difference in differences {
            self.change(&source, difference);
        }
        match self.changes.is_empty() {
            true => Status::Ok,
            false => Status::Changed,
        }
    }

    /// What the fields say about entry and paper.
    fn witnesses(
        &self,
        title: Likeness,
        paper: &Paper,
        abstract_: &Shown<Abstract>,
        authors: &Shown<Authors>,
    ) -> Witnesses {
        let testimony =
            |name, agrees| neighbours::testimony(self.list, self.i, name, &paper.id, agrees);
        Witnesses {
            title,
            authors: match authors {
                Shown::Value(a) => testimony(&Name::Authors, a.comparison.agrees()),
                _ => Testimony::None,
            },
            abstract_: match abstract_ {
                Shown::Value(a) if !a.is_translation() => {
                    testimony(&Name::Abstract, a.is_version())
                }
                _ => Testimony::None,
            },
        }
    }

    /// Offers the paper that the entry means, where a search by its title found one, and where the
    /// policy says so, leads the links that `wrong` picks to it.
    fn suggest(&mut self, not: Option<&ArxivId>, wrong: impl Fn(&Link) -> bool) {
        let candidate = match candidates::search(self.list, self.given, self.entry, not) {
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
            self.decided(&candidate.id, d, None);
        }
    }

    fn abstract_difference(
        &mut self,
        paper: &Paper,
        shown: &Shown<Abstract>,
    ) -> Option<Difference> {
        if paper.summary.trim().is_empty() {
            return None;
        }
        match shown {
            Shown::Hidden => None,
            Shown::Missing => self.missing(&Name::Abstract, &paper.summary),
            Shown::Empty(blank) => Some(fields::empty(
                &self.list.doc,
                &Name::Abstract,
                blank,
                &paper.summary,
            )),
            Shown::Value(a) if a.is_abstract() => {
                let in_words = !self.caution.whole.contains(&self.i);
                let difference = a.difference(&self.list.doc, paper, in_words);
                difference.map(|d| self.with_origin(d, paper, a))
            }
            Shown::Value(a) => {
                if !a.is_translation() && !self.entry.pins.abstract_ {
                    self.find(Code::OtherText, notes::OTHER_TEXT.into());
                }
                None
            }
        }
    }

    /// Says where the list's abstract comes from, where that is known: an earlier version, or the
    /// entry beside.
    fn with_origin(&self, d: Difference, paper: &Paper, a: &Abstract) -> Difference {
        let earlier = (1..paper.version).rev().find(|&n| {
            let version = PaperRef {
                id: paper.id.clone(),
                version: NonZeroU32::new(n),
            };
            let known = self.given.resolutions.get(&version);
            matches!(known, Some(Resolution::Found(old)) if a.equals(&old.summary))
        });
        let note = match earlier {
            Some(n) => Some(format!(
                "the list has the abstract of version {n}, this is version {}",
                paper.version
            )),
            None => neighbours::note(self.list, self.i, &Name::Abstract, &paper.id),
        };
        Difference { note, ..d }
    }

    fn authors_difference(&mut self, paper: &Paper, shown: &Shown<Authors>) -> Option<Difference> {
        let names = &paper.authors;
        if names.is_empty() {
            return None;
        }
        match shown {
            Shown::Hidden => None,
            Shown::Missing => self.missing(&Name::Authors, &self.usual.write(names)),
            Shown::Empty(blank) => Some(fields::empty_authors(
                &self.list.doc,
                blank,
                names,
                self.usual,
            )),
            Shown::Value(a) if a.is_right(names.len()) => None,
            Shown::Value(a) => {
                let difference = a.difference(&self.list.doc, paper, self.usual)?;
                let note = neighbours::note(self.list, self.i, &Name::Authors, &paper.id);
                Some(Difference { note, ..difference })
            }
        }
    }

    /// A field that the entry has no label for: a difference only where the list gives its entries
    /// the field.
    fn missing(&self, name: &Name, text: &str) -> Option<Difference> {
        self.list
            .carries(name)
            .then(|| fields::missing(&self.list.doc, &self.list.entries, self.i, name, text))
    }

    /// Decides a difference from a paper and puts it among the changes.
    fn change(&mut self, source: &Source, difference: Option<Difference>) {
        let Some(d) = difference else { return };
        let edits = d.edits.iter().flatten();
        let text: String = edits.map(|e| e.text.as_str()).collect();
        let doubt = source
            .is_doubtful(d.field, &text, self.list.style())
            .then(|| Lookup::Raw(source.paper.id.clone()));
        self.decided(&source.paper.id, d, doubt);
    }

    /// Decides a difference. `doubt` is the lookup whose answer could say better what is to be
    /// written.
    fn decided(&mut self, paper: &ArxivId, d: Difference, doubt: Option<Lookup>) {
        let (mut decision, mut why) = self.decide(&d);
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
        self.changes.push(Change {
            id: d.id(self.entry.title.source(&self.list.doc)),
            entry: self.i,
            line: self.list.doc.line(d.at),
            arxiv_id: paper.clone(),
            field: d.field,
            kind: d.kind,
            decision,
            why,
            note: d.note,
            before: d.before,
            after: d.after,
            edits: d.edits.unwrap_or_default(),
        });
    }

    fn decide(&self, d: &Difference) -> (Decision, Option<Why>) {
        let rule = self.given.policy.rule(d.field);
        let (decision, why) = policy::decide(rule, d.kind);
        if rule == Rule::Off {
            (decision, why)
        } else if policy::is_pinned(self.entry.pins, d.field) {
            (Decision::Skip, Some(Why::Pinned))
        } else if d.edits.is_none() {
            (Decision::Propose, Some(Why::NoForm))
        } else if decision == Decision::Apply && self.caution.untouched.contains(&self.i) {
            (Decision::Skip, Some(Why::Unsafe))
        } else if decision == Decision::Apply && self.unsure {
            (Decision::Propose, Some(Why::OtherTitle))
        } else {
            (decision, why)
        }
    }
}
