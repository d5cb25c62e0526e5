//! Goes through a list's entries and makes the plan. The order of questions: which paper, is it the same paper, what
//! differs, what may be done.

use super::abstracts::{self, Abstract};
use super::fields::{self, Authors, Difference, Shown};
use super::findings as notes;
use super::input::{Given, List, lets_through};
use super::links::Named;
use super::matching::{self, Match, Witnesses};
use super::policy::{self, Rule};
use super::{Change, Code, Decision, EntryVerdict, Field, Finding, Plan, Status, Why, authors};
use crate::arxiv::id::PaperRef;
use crate::arxiv::paper::{Paper, Resolution};
use crate::list::entry::{Entry, Name};
use crate::text::names::form::Form;
use crate::text::title::Likeness;
use std::collections::HashSet;

/// So many author lines show how a list writes its authors.
const SAMPLE: usize = 200;

/// How far edits may go; narrowed where an edit turned out not to read back as meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caution {
    /// Entries whose abstracts are replaced whole, not word by word.
    pub whole: HashSet<usize>,
    /// Entries that are not edited at all.
    pub untouched: HashSet<usize>,
}

/// Plans a list. `caution` is empty at first; [`super::verify`] fills it.
pub fn plan(list: &List<'_>, given: Given<'_>, caution: &Caution) -> Plan {
    let mut plan = plan_of(list, given, caution, |_| true);
    plan.findings.extend(notes::duplicates(list, &plan.entries));
    plan.findings.sort_by_key(|f| f.line);
    plan
}

/// Plans some entries of a list, by their index; what takes all entries to see is left out.
pub fn plan_of(
    list: &List<'_>,
    given: Given<'_>,
    caution: &Caution,
    chosen: impl Fn(usize) -> bool,
) -> Plan {
    let usual = usual_form(list, given);
    let mut plan = Plan::default();
    for (i, entry) in list.entries.iter().enumerate().filter(|(i, _)| chosen(*i)) {
        let mut desk = Desk {
            list,
            given,
            caution,
            usual: &usual,
            i,
            entry,
            changes: Vec::new(),
            findings: Vec::new(),
        };
        let verdict = desk.judge();
        desk.changes.sort_by_key(|c| c.line);
        for finding in &mut desk.findings {
            finding.arxiv_id.clone_from(&verdict.arxiv_id);
        }
        plan.entries.push(verdict);
        plan.changes.append(&mut desk.changes);
        plan.findings.append(&mut desk.findings);
    }
    plan
}

/// The form that most of the list's right author lines have.
fn usual_form(list: &List<'_>, given: Given<'_>) -> Form {
    let form = |entry: &Entry| {
        let Named::Paper(asked) = list.named(entry, &mut Vec::new()) else {
            return None;
        };
        let Some(Resolution::Found(paper)) = given.resolutions.get(&asked) else {
            return None;
        };
        match fields::authors_of(&list.doc, entry, paper) {
            Shown::Value(a) if paper.authors.len() > 2 && a.comparison.agrees() => {
                Some(a.form(&list.doc))
            }
            _ => None,
        }
    };
    authors::usual_form(
        &list
            .entries
            .iter()
            .filter_map(form)
            .take(SAMPLE)
            .collect::<Vec<_>>(),
    )
}

/// Where one entry is worked on.
struct Desk<'a> {
    list: &'a List<'a>,
    given: Given<'a>,
    caution: &'a Caution,
    /// How the list writes its authors.
    usual: &'a Form,
    i: usize,
    entry: &'a Entry,
    changes: Vec<Change>,
    findings: Vec<Finding>,
}

impl Desk<'_> {
    fn judge(&mut self) -> EntryVerdict {
        let (list, entry) = (self.list, self.entry);
        let named = list.named(entry, &mut self.findings);
        let paper = if let Named::Paper(paper) = &named {
            Some(paper)
        } else {
            None
        };
        let mut status = Status::Ok;
        if lets_through(self.given.only, &list.doc, entry, paper) {
            status = match &named {
                Named::Nothing(status) => *status,
                Named::Paper(paper) => self.paper(paper),
            };
            self.findings
                .extend(notes::placeholders(&list.doc, entry, &self.changes));
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

    /// An entry whose link names a paper.
    fn paper(&mut self, asked: &PaperRef) -> Status {
        match self.given.resolutions.get(asked) {
            Some(Resolution::Found(paper)) => self.found(paper),
            Some(Resolution::Absent { days }) => {
                let (code, message) = notes::absence(*days);
                self.find(code, message);
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
    fn found(&mut self, paper: &Paper) -> Status {
        let (doc, entry) = (&self.list.doc, self.entry);
        let abstract_ = abstracts::abstract_of(doc, entry, paper);
        let authors = fields::authors_of(doc, entry, paper);
        let likeness = fields::title_likeness(doc, entry, paper);
        match matching::judge(witnesses(likeness, &abstract_, &authors)) {
            Match::Same => {}
            Match::Retitled => self.find(Code::TitleDrift, notes::retitled(paper)),
            Match::Other => {
                self.find(Code::WrongId, notes::other_paper(paper));
                return Status::WrongId;
            }
        }
        if let Some(notice) = notes::withdrawal(paper) {
            self.find(
                Code::Withdrawn,
                format!("the paper was withdrawn: {notice}"),
            );
            return Status::Ok;
        }
        if likeness == Likeness::Similar {
            self.change(paper, fields::title_difference(doc, entry, paper));
        }
        let difference = self.abstract_difference(paper, &abstract_);
        self.change(paper, difference);
        let difference = self.authors_difference(paper, &authors);
        self.change(paper, difference);
        if self.changes.is_empty() {
            Status::Ok
        } else {
            Status::Changed
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
            Shown::Empty(value) => Some(fields::empty(
                &self.list.doc,
                &Name::Abstract,
                value,
                &paper.summary,
            )),
            Shown::Value(a) if a.is_abstract() => {
                a.difference(&self.list.doc, paper, !self.caution.whole.contains(&self.i))
            }
            Shown::Value(a) => {
                if !a.is_translation() && !self.entry.pins.abstract_ {
                    self.find(Code::OtherText, notes::OTHER_TEXT.into());
                }
                None
            }
        }
    }

    fn authors_difference(&mut self, paper: &Paper, shown: &Shown<Authors>) -> Option<Difference> {
        let names = fields::author_names(paper);
        if names.is_empty() {
            return None;
        }
        match shown {
            Shown::Hidden => None,
            Shown::Missing => self.missing(&Name::Authors, &self.usual.write(&names)),
            Shown::Empty(value) => Some(fields::empty(
                &self.list.doc,
                &Name::Authors,
                value,
                &self.usual.write(&names),
            )),
            Shown::Value(a) => a.difference(&self.list.doc, paper, self.usual),
        }
    }

    /// A field that the entry has no label for: a difference only where the list gives its entries the field.
    fn missing(&self, name: &Name, text: &str) -> Option<Difference> {
        self.list
            .carries(name)
            .then(|| fields::missing(&self.list.doc, &self.list.entries, self.i, name, text))
    }

    /// Decides a difference and puts it among the changes.
    fn change(&mut self, paper: &Paper, difference: Option<Difference>) {
        let Some(d) = difference else { return };
        let (decision, why) = self.decide(&d);
        self.changes.push(Change {
            id: d.id(self.entry.title.source(&self.list.doc)),
            entry: self.i,
            line: self.list.doc.line(d.at),
            arxiv_id: paper.id.clone(),
            field: d.field,
            kind: d.kind,
            decision,
            why,
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
        } else if self.is_pinned(d.field) {
            (Decision::Skip, Some(Why::Pinned))
        } else if d.edits.is_none() {
            (Decision::Propose, Some(Why::NoForm))
        } else if decision == Decision::Apply && self.caution.untouched.contains(&self.i) {
            (Decision::Skip, Some(Why::Unsafe))
        } else {
            (decision, why)
        }
    }

    fn is_pinned(&self, field: Field) -> bool {
        let pins = self.entry.pins;
        match field {
            Field::Title => pins.title,
            Field::Link => pins.link,
            Field::Authors => pins.authors,
            Field::Abstract => pins.abstract_,
        }
    }
}

fn witnesses(title: Likeness, abstract_: &Shown<Abstract>, authors: &Shown<Authors>) -> Witnesses {
    let abstract_ = match abstract_ {
        Shown::Value(a) if !a.is_translation() => Some(a.is_version()),
        _ => None,
    };
    let authors = match authors {
        Shown::Value(a) => Some(a.comparison.agrees()),
        _ => None,
    };
    Witnesses {
        title,
        authors,
        abstract_,
    }
}
