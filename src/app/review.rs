//! What a maintainer decides about changes and findings, one by one, and what comes of it: a no is
//! remembered, a yes goes the way of every run. Everything is planned again first, so that what is
//! decided is what is there now. How it is asked is not known here.

mod wish;

use super::connection::Watch;
use super::decisions_file;
use super::lock_wait;
use super::memory::list_name;
use super::request::Request;
use super::resolve::Sources;
use super::{run_id, sync};
use crate::config::Config;
use crate::config::decisions::{Decisions, Dismissal, Rejection, Scope, Step};
use crate::list::pattern;
use crate::plan::memory::{Ignored, Rejected};
use crate::plan::{Change, Decision, Field, Finding, Why, fingerprint, name_of};
use crate::report::{ListRun, Mode, Run, phrases};
use crate::store::{self, Store};
use anyhow::{Result, bail};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;
use wish::SHORTEST;
pub use wish::{Verb, Wish, parse};

/// What is to be decided.
#[derive(Clone, Debug)]
pub enum Wishes {
    /// These, one by one.
    Each(Vec<Wish>),
    /// Every proposal is accepted, or those of one field.
    AcceptAll(Option<Field>),
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Decided {
    /// What was decided, a line each.
    pub done: Vec<String>,
    /// What could not be, and why.
    pub left: Vec<String>,
    /// The run that made the accepted changes.
    pub run: Option<Run>,
}

/// Decides, over these lists, or those of the configuration, or those that were told to have what
/// is decided on.
///
/// # Errors
///
/// As [`sync::run`]; no list is known; the decisions cannot be written.
pub fn decide(
    config: &Config,
    lists: &[String],
    wishes: &Wishes,
    watch: &mut dyn Watch,
) -> Result<Decided> {
    let lists = lists_of(config, lists, wishes)?;
    let planned = plan(config, &lists, watch)?;
    carry_out(config, &planned, wishes, watch)
}

/// Plans the lists, as they are now, and writes nothing.
///
/// # Errors
///
/// As [`sync::run`].
pub fn plan(config: &Config, lists: &[String], watch: &mut dyn Watch) -> Result<Run> {
    sync::run(config, &request(lists.to_vec(), Mode::DryRun, None), watch)
}

/// Carries out what is decided about a plan.
///
/// # Errors
///
/// As [`decide`].
pub fn carry_out(
    config: &Config,
    planned: &Run,
    wishes: &Wishes,
    watch: &mut dyn Watch,
) -> Result<Decided> {
    let items = items(config, planned);
    let decisions = Decisions::read(&config.decisions)?;
    let mut session = Session {
        decisions,
        decided: Decided::default(),
        steps: Vec::new(),
        log: Vec::new(),
        chosen: BTreeSet::new(),
        lists: BTreeSet::new(),
    };
    match wishes {
        Wishes::Each(wishes) => {
            for wish in wishes {
                session.wish(&items, wish);
            }
        }
        Wishes::AcceptAll(field) => session.accept_all(&items, *field),
    }
    session.finish(config, watch)
}

fn request(lists: Vec<String>, mode: Mode, chosen: Option<BTreeSet<String>>) -> Request {
    Request {
        lists,
        input: None,
        mode,
        sources: Sources::Usual,
        only: None,
        chosen,
        report_dir: None,
        patience: PATIENCE,
    }
}

/// Somebody waits for the answer; a run of the service is over in less.
const PATIENCE: Duration = Duration::from_secs(10);

/// The lists to look at. Where nobody names any, those are that were told to have the items.
fn lists_of(config: &Config, named: &[String], wishes: &Wishes) -> Result<Vec<String>> {
    if !named.is_empty() || !config.lists.is_empty() {
        return Ok(named.to_vec());
    }
    let Wishes::Each(wishes) = wishes else {
        bail!("no list is known: name one with --list, or add [[list]] to the configuration");
    };
    let ids: Vec<&str> = wishes.iter().map(|wish| wish.item.as_str()).collect();
    let lists = store::look(&config.store_dir, |look| look.lists_with(&ids))?;
    match lists.unwrap_or_default() {
        lists if lists.is_empty() => bail!(
            "no list is known to have {}: name it with --list",
            ids.join(", ")
        ),
        lists => Ok(lists),
    }
}

/// A change or a finding of a plan, and where.
struct Item<'a> {
    list: &'a ListRun,
    /// The list's name in decisions.
    name: String,
    what: What<'a>,
}

#[derive(Clone, Copy)]
enum What<'a> {
    Change(&'a Change),
    Finding(&'a Finding),
}

/// The names of a run's lists in decisions.
pub(super) fn list_names(config: &Config, run: &Run) -> BTreeSet<String> {
    run.lists
        .iter()
        .map(|list| name_of_list(config, list))
        .collect()
}

fn name_of_list(config: &Config, list: &ListRun) -> String {
    let path = Path::new(&list.path);
    let real = path.canonicalize();
    list_name(config, real.as_deref().unwrap_or(path))
}

fn items<'a>(config: &Config, run: &'a Run) -> Vec<Item<'a>> {
    let of_list = |list: &'a ListRun| {
        let name = name_of_list(config, list);
        let changes = list.plan.changes.iter().map(What::Change);
        let all = changes.chain(list.plan.findings.iter().map(What::Finding));
        all.map(move |what| Item {
            list,
            name: name.clone(),
            what,
        })
    };
    run.lists.iter().flat_map(of_list).collect()
}

impl Item<'_> {
    fn id(&self) -> &str {
        match self.what {
            What::Change(change) => &change.id,
            What::Finding(finding) => &finding.id,
        }
    }

    fn title(&self) -> Option<&String> {
        let entry = match self.what {
            What::Change(change) => Some(change.entry),
            What::Finding(finding) => finding.entry,
        };
        Some(&self.list.plan.entries.get(entry?)?.title)
    }

    /// The item as people find it: `README.md:13 abstract  Counting Pigeons`.
    fn words(&self) -> String {
        let (line, what) = match self.what {
            What::Change(change) => (change.line, name_of(change.field)),
            What::Finding(finding) => (finding.line, name_of(finding.code)),
        };
        let title = self.title().map_or("", String::as_str);
        format!("{}:{line} {what}  {title}", self.list.path)
    }
}

/// A decision as it is logged.
struct Logged {
    verb: Verb,
    item: String,
    list: String,
    arxiv_id: Option<String>,
    field: Option<String>,
    because: Option<String>,
}

impl Logged {
    fn row<'a>(&'a self, at: i64, who: Option<&'a str>) -> store::Decision<'a> {
        store::Decision {
            at,
            who,
            action: self.verb.name(),
            item: &self.item,
            list: Some(&self.list),
            arxiv_id: self.arxiv_id.as_deref(),
            field: self.field.as_deref(),
            because: self.because.as_deref(),
        }
    }
}

/// Decisions while they are collected.
struct Session {
    decisions: Decisions,
    decided: Decided,
    steps: Vec<Step>,
    log: Vec<Logged>,
    /// The changes that are to be made, and the lists that they are in.
    chosen: BTreeSet<String>,
    lists: BTreeSet<String>,
}

impl Session {
    fn wish(&mut self, items: &[Item<'_>], wish: &Wish) {
        let found = items
            .iter()
            .filter(|item| item.id().starts_with(&wish.item));
        let found: Vec<&Item<'_>> = found.collect();
        let item = match found.as_slice() {
            _ if wish.item.len() < SHORTEST => {
                return self.leave(&wish.item, "give at least four letters of the id");
            }
            [item] => item,
            [] => {
                return self.leave(
                    &wish.item,
                    "no change or finding of the lists has this id (any more)",
                );
            }
            several => {
                let ids: Vec<&str> = several.iter().map(|item| item.id()).collect();
                return self.leave(
                    &wish.item,
                    &format!("several ids begin so: {}", ids.join(", ")),
                );
            }
        };
        match (wish.verb, item.what) {
            (Verb::Accept, What::Change(change)) => self.accept(item, change, wish),
            (Verb::Reject, What::Change(change)) => self.reject(item, change, wish),
            (Verb::Ignore, What::Finding(finding)) => self.ignore(item, finding, wish),
            (Verb::Ignore, What::Change(_)) => {
                self.leave(&wish.item, "it is a change: `arxsync reject` says no to it");
            }
            (_, What::Finding(_)) => {
                self.leave(
                    &wish.item,
                    "it is a finding, and has no edit: `arxsync ignore` silences it",
                );
            }
        }
    }

    fn leave(&mut self, id: &str, why: &str) {
        self.decided.left.push(format!("{id}: {why}"));
    }

    fn accept_all(&mut self, items: &[Item<'_>], field: Option<Field>) {
        for item in items {
            let What::Change(change) = item.what else {
                continue;
            };
            let is_meant = field.is_none_or(|field| field == change.field);
            if change.decision == Decision::Propose && !change.edits.is_empty() && is_meant {
                self.accept(item, change, &Wish::new(Verb::Accept, &change.id));
            }
        }
    }

    fn accept(&mut self, item: &Item<'_>, change: &Change, wish: &Wish) {
        let is_open = change.decision != Decision::Skip || change.why == Some(Why::Rejected);
        if change.edits.is_empty() {
            let why = phrases::reason(change).unwrap_or_default();
            let told = format!("no edit of it is known, so change the list by hand ({why})");
            return self.leave(&wish.item, &told);
        }
        if !is_open {
            return self.leave(
                &wish.item,
                "a pin or the policy keeps this field: take that away first",
            );
        }
        let no = rejected(change);
        let of_list = self.decisions.rejected.iter().filter(|known| {
            known.scope.list.as_ref() == Some(&item.name)
                && known.rejected.paper == no.paper
                && known.rejected.field == no.field
        });
        self.steps
            .extend(of_list.map(|known| Step::Forget(known.id())));
        self.chosen.insert(change.id.clone());
        self.lists.insert(item.list.path.clone());
        self.log(item, wish);
    }

    fn reject(&mut self, item: &Item<'_>, change: &Change, wish: &Wish) {
        self.steps.push(Step::Reject(Rejection {
            scope: scope(item, wish),
            rejected: rejected(change),
        }));
        self.log(item, wish);
        self.decided
            .done
            .push(format!("rejected {} {}", change.id, item.words()));
    }

    fn ignore(&mut self, item: &Item<'_>, finding: &Finding, wish: &Wish) {
        let title = item.title().filter(|_| finding.arxiv_id.is_none());
        self.steps.push(Step::Ignore(Dismissal {
            scope: scope(item, wish),
            ignored: Ignored {
                code: finding.code,
                paper: finding.arxiv_id.clone(),
                entry: title.map(|title| fingerprint::words(title)),
                at: Some(finding.about.clone()).filter(|at| !at.is_empty()),
            },
            until: wish.until,
        }));
        self.log(item, wish);
        self.decided
            .done
            .push(format!("ignored {} {}", finding.id, item.words()));
    }

    fn log(&mut self, item: &Item<'_>, wish: &Wish) {
        let (arxiv_id, field) = match item.what {
            What::Change(change) => (Some(&change.arxiv_id), Some(change.field)),
            What::Finding(finding) => (finding.arxiv_id.as_ref(), None),
        };
        self.log.push(Logged {
            verb: wish.verb,
            item: item.id().to_owned(),
            list: item.list.path.clone(),
            arxiv_id: arxiv_id.map(ToString::to_string),
            field: field.map(name_of),
            because: wish.because.clone(),
        });
    }

    /// Remembers what was refused, and makes what was accepted. A no that stands in the file when
    /// the program is killed in between is one that was meant.
    fn finish(mut self, config: &Config, watch: &mut dyn Watch) -> Result<Decided> {
        if !self.log.is_empty() {
            let id = run_id::new(config.clock.now()).to_string();
            let _lock = lock_wait::acquire(&config.store_dir, &id, PATIENCE, watch)?;
            decisions_file::edit(config, &self.steps)?;
            let mut store = Store::open_in(&config.store_dir)?;
            let (at, who) = (config.clock.now_ms(), config.user.as_deref());
            let rows: Vec<_> = self.log.iter().map(|logged| logged.row(at, who)).collect();
            store.log_decisions(&rows)?;
        }
        if !self.chosen.is_empty() {
            let lists = self.lists.iter().map(|list| pattern::escape(list));
            let request = request(lists.collect(), Mode::Apply, Some(self.chosen.clone()));
            let run = sync::run(config, &request, watch)?;
            for id in &self.chosen {
                match made(&run, id) {
                    Ok(words) => self.decided.done.push(format!("accepted {id} {words}")),
                    Err(why) => self.decided.left.push(format!("{id}: {why}")),
                }
            }
            self.decided.run = Some(run);
        }
        Ok(self.decided)
    }
}

/// The change that a run made, as people find it; or why it did not.
fn made(run: &Run, id: &str) -> Result<String, String> {
    let of = |list: &ListRun| list.plan.changes.iter().find(|c| c.id == id).cloned();
    let mut found = run.lists.iter().filter_map(|list| Some((list, of(list)?)));
    let Some((list, change)) = found.next() else {
        return Err("the list has changed meanwhile, and the change is gone".into());
    };
    if list.written && change.decision == Decision::Apply {
        let item = Item {
            list,
            name: String::new(),
            what: What::Change(&change),
        };
        return Ok(item.words());
    }
    let problem = list.problem.as_ref().map(|p| p.words().to_owned());
    Err(problem.unwrap_or_else(|| {
        "with the edit made the list would not read as meant, so it was left alone".into()
    }))
}

fn rejected(change: &Change) -> Rejected {
    Rejected {
        paper: change.arxiv_id.clone(),
        field: change.field,
        version: change.version,
        words: change.words.clone(),
    }
}

fn scope(item: &Item<'_>, wish: &Wish) -> Scope {
    Scope {
        list: Some(item.name.clone()).filter(|_| !wish.everywhere),
        title: item.title().cloned(),
        because: wish.because.clone(),
    }
}
