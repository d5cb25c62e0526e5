//! Goes through a list's entries and makes the plan. The order of questions: which paper, is it the same paper, what
//! differs, what may be done.

use super::abstracts::{self, Abstract};
use super::fields::{self, Authors, Difference, Shown};
use super::findings as notes;
use super::input::{Given, List, lets_through};
use super::links::Named;
use super::matching::{self, Match, Witnesses};
use super::policy;
use super::{Change, Code, Decision, EntryVerdict, Field, Finding, Plan, Status, Why, authors};
use crate::arxiv::id::PaperRef;
use crate::arxiv::paper::{Paper, Resolution};
use crate::list::entry::{Entry, Name, Pins};
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
    let mut planner = Planner {
        list,
        given,
        caution,
        usual: Form::default(),
        plan: Plan::default(),
    };
    planner.usual = planner.usual_form();
    for (i, entry) in list.entries.iter().enumerate().filter(|(i, _)| chosen(*i)) {
        planner.entry(i, entry);
    }
    planner.plan
}

struct Planner<'a> {
    list: &'a List<'a>,
    given: Given<'a>,
    caution: &'a Caution,
    /// How the list writes its authors.
    usual: Form,
    plan: Plan,
}

impl Planner<'_> {
    fn entry(&mut self, i: usize, entry: &Entry) {
        let mut findings = Vec::new();
        let named = self.list.named(entry, &mut findings);
        let paper = if let Named::Paper(p) = &named {
            Some(p)
        } else {
            None
        };
        let mut verdict = EntryVerdict {
            line: self.list.doc.line(entry.span.start),
            title: entry.title.text(&self.list.doc),
            arxiv_id: paper.map(|p| p.id.clone()),
            layout: entry.layout,
            status: Status::Ok,
        };
        if lets_through(self.given.only, &self.list.doc, entry, paper) {
            let first = self.plan.changes.len();
            verdict.status = match &named {
                Named::Nothing(status) => *status,
                Named::Paper(paper) => self.paper(i, entry, paper, &mut findings),
            };
            findings.extend(notes::placeholders(
                &self.list.doc,
                entry,
                &self.plan.changes[first..],
            ));
            for mut finding in findings {
                finding.arxiv_id = verdict.arxiv_id.clone();
                self.plan.findings.push(finding);
            }
        }
        self.plan.entries.push(verdict);
    }

    /// An entry whose link names a paper.
    fn paper(
        &mut self,
        i: usize,
        entry: &Entry,
        asked: &PaperRef,
        findings: &mut Vec<Finding>,
    ) -> Status {
        let line = self.list.doc.line(
            entry
                .links
                .first()
                .map_or(entry.span.start, |l| l.span.start),
        );
        let mut find = |code, message: String| {
            findings.push(Finding {
                line,
                arxiv_id: None,
                code,
                message,
                suggestion: None,
            });
        };
        let paper = match self.given.resolutions.get(asked) {
            Some(Resolution::Found(paper)) => paper,
            Some(Resolution::Absent { days }) => {
                let (code, message) = notes::absence(*days);
                find(code, message);
                return Status::Absent;
            }
            Some(Resolution::Deferred { .. }) | None => return Status::Deferred,
        };
        let abstract_ = abstracts::abstract_of(&self.list.doc, entry, paper);
        let authors = fields::authors_of(&self.list.doc, entry, paper);
        let likeness = fields::title_likeness(&self.list.doc, entry, paper);
        match matching::judge(witnesses(likeness, &abstract_, &authors)) {
            Match::Other => {
                find(
                    Code::WrongId,
                    format!(
                        "the link leads to \u{201c}{}\u{201d} by {}",
                        paper.title,
                        notes::first_author(paper)
                    ),
                );
                return Status::WrongId;
            }
            Match::Retitled => find(
                Code::TitleDrift,
                format!("arXiv has this paper as \u{201c}{}\u{201d}", paper.title),
            ),
            Match::Same => {}
        }
        if let Some(notice) = notes::withdrawal(paper) {
            find(
                Code::Withdrawn,
                format!("the paper was withdrawn: {notice}"),
            );
            return Status::Ok;
        }
        let first = self.plan.changes.len();
        if likeness == Likeness::Similar {
            self.change(
                i,
                entry,
                asked,
                fields::title_difference(&self.list.doc, entry, paper),
            );
        }
        self.abstract_field(i, entry, asked, paper, &abstract_, &mut find);
        self.authors_field(i, entry, asked, paper, &authors);
        if self.plan.changes.len() > first {
            Status::Changed
        } else {
            Status::Ok
        }
    }

    fn abstract_field(
        &mut self,
        i: usize,
        entry: &Entry,
        asked: &PaperRef,
        paper: &Paper,
        shown: &Shown<Abstract>,
        find: &mut impl FnMut(Code, String),
    ) {
        if paper.summary.trim().is_empty() {
            return;
        }
        let (doc, entries) = (&self.list.doc, &self.list.entries);
        let difference = match shown {
            Shown::Hidden => None,
            Shown::Missing if !self.list.carries(&Name::Abstract) => None,
            Shown::Missing => Some(fields::missing(
                doc,
                entries,
                i,
                &Name::Abstract,
                None,
                &paper.summary,
            )),
            Shown::Empty(value) => Some(fields::missing(
                doc,
                entries,
                i,
                &Name::Abstract,
                Some(value),
                &paper.summary,
            )),
            Shown::Value(a) if a.is_abstract() => {
                a.difference(doc, paper, !self.caution.whole.contains(&i))
            }
            Shown::Value(a) => {
                if !a.is_translation() {
                    find(
                        Code::OtherText,
                        "the text in the abstract's place is not a version of arXiv's abstract"
                            .into(),
                    );
                }
                None
            }
        };
        self.change(i, entry, asked, difference);
    }

    fn authors_field(
        &mut self,
        i: usize,
        entry: &Entry,
        asked: &PaperRef,
        paper: &Paper,
        shown: &Shown<Authors>,
    ) {
        if paper.authors.is_empty() {
            return;
        }
        let (doc, entries) = (&self.list.doc, &self.list.entries);
        let text = || self.usual.write(&fields::author_names(paper));
        let difference = match shown {
            Shown::Hidden => None,
            Shown::Missing if !self.list.carries(&Name::Authors) => None,
            Shown::Missing => Some(fields::missing(
                doc,
                entries,
                i,
                &Name::Authors,
                None,
                &text(),
            )),
            Shown::Empty(value) => Some(fields::missing(
                doc,
                entries,
                i,
                &Name::Authors,
                Some(value),
                &text(),
            )),
            Shown::Value(a) => a.difference(doc, paper, &self.usual),
        };
        self.change(i, entry, asked, difference);
    }

    /// Decides a difference and adds it to the plan.
    fn change(
        &mut self,
        i: usize,
        entry: &Entry,
        asked: &PaperRef,
        difference: Option<Difference>,
    ) {
        let Some(d) = difference else { return };
        let rule = self.given.policy.rule(d.field);
        let (mut decision, mut why) = policy::decide(rule, d.kind);
        if rule != policy::Rule::Off {
            if is_pinned(entry.pins, d.field) {
                (decision, why) = (Decision::Skip, Some(Why::Pinned));
            } else if d.edits.is_none() {
                (decision, why) = (Decision::Propose, Some(Why::NoForm));
            } else if self.caution.untouched.contains(&i) {
                (decision, why) = (Decision::Skip, Some(Why::Unsafe));
            }
        }
        self.plan.changes.push(Change {
            id: d.id(entry.title.source(&self.list.doc)),
            entry: i,
            line: self.list.doc.line(d.at),
            arxiv_id: asked.id.clone(),
            field: d.field,
            kind: d.kind,
            decision,
            why,
            before: d.before,
            after: d.after,
            edits: d.edits.unwrap_or_default(),
        });
    }

    /// The form that most of the list's right author lines have.
    fn usual_form(&self) -> Form {
        let form = |entry: &Entry| {
            let Named::Paper(asked) = self.list.named(entry, &mut Vec::new()) else {
                return None;
            };
            let Some(Resolution::Found(paper)) = self.given.resolutions.get(&asked) else {
                return None;
            };
            match fields::authors_of(&self.list.doc, entry, paper) {
                Shown::Value(a) if paper.authors.len() > 2 && a.comparison.agrees() => {
                    Some(a.form(&self.list.doc))
                }
                _ => None,
            }
        };
        authors::usual_form(
            &self
                .list
                .entries
                .iter()
                .filter_map(form)
                .take(SAMPLE)
                .collect::<Vec<_>>(),
        )
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

fn is_pinned(pins: Pins, field: Field) -> bool {
    match field {
        Field::Title => pins.title,
        Field::Link => pins.link,
        Field::Authors => pins.authors,
        Field::Abstract => pins.abstract_,
    }
}
