//! `arxsync decisions`: what was decided, and taking it back.

use super::args::{Decisions as Args, DecisionsCommand};
use super::exit::Exit;
use super::print;
use super::progress::Bar;
use crate::app::decisions;
use crate::config::Config;
use crate::config::decisions::{Decisions, Dismissal, Rejection, Scope};
use crate::plan::name_of;
use crate::report::sanitize;
use anyhow::Result;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;

/// Runs the command.
///
/// # Errors
///
/// The file of decisions is not understood, or cannot be written.
pub fn run(args: &Args, config: &Config) -> Result<Exit> {
    let mut bar = Bar::new();
    match &args.command {
        None => {
            let all = decisions::all(config)?;
            print(&match args.json {
                true => sanitize::json(&json(&all)),
                false => text(&all, config),
            })?;
            Ok(Exit::Done)
        }
        Some(DecisionsCommand::Forget { ids, .. }) => {
            let (gone, left) = decisions::forget(config, ids, &mut bar)?;
            print(&forgotten(&gone))?;
            for line in &left {
                let line = sanitize::one_line(line);
                let _ = writeln!(anstream::stderr().lock(), "arxsync: {line}");
            }
            Ok(if left.is_empty() {
                Exit::Done
            } else {
                Exit::Incomplete
            })
        }
        Some(DecisionsCommand::Prune { lists }) => {
            let gone = decisions::prune(config, &lists.lists, &mut bar);
            bar.clear();
            print(&forgotten(&gone?))?;
            Ok(Exit::Done)
        }
    }
}

fn forgotten(ids: &[String]) -> String {
    match ids {
        [] => "nothing to forget\n".to_owned(),
        ids => format!("forgotten: {}\n", ids.join(", ")),
    }
}

/// One line a decision: `3f2a91c0  rejected  abstract  2401.90101  README.md  my own summary`.
fn text(all: &Decisions, config: &Config) -> String {
    let rejected = all.rejected.iter().map(|no| Row {
        id: no.id(),
        verb: "rejected",
        what: name_of(no.rejected.field),
        paper: no.rejected.paper.to_string(),
        until: String::new(),
        scope: &no.scope,
    });
    let ignored = all.ignored.iter().map(|known| Row {
        id: known.id(),
        verb: "ignored",
        what: name_of(known.ignored.code),
        paper: known
            .ignored
            .paper
            .as_ref()
            .map_or(String::new(), ToString::to_string),
        until: known
            .until
            .map_or(String::new(), |until| format!("until {until}")),
        scope: &known.scope,
    });
    let mut out = String::new();
    for row in rejected.chain(ignored) {
        row.push(&mut out);
    }
    if out.is_empty() {
        let file = config.decisions.display().to_string();
        return format!("no decisions in {}\n", sanitize::one_line(&file));
    }
    out
}

struct Row<'a> {
    id: String,
    verb: &'static str,
    what: String,
    paper: String,
    until: String,
    scope: &'a Scope,
}

impl Row<'_> {
    fn push(&self, out: &mut String) {
        let Scope {
            list,
            title,
            because,
        } = self.scope;
        let list = list.as_deref().unwrap_or("every list");
        let words = because.as_deref().or(title.as_deref()).unwrap_or_default();
        let parts = [
            self.id.as_str(),
            self.verb,
            &self.what,
            &self.paper,
            list,
            &self.until,
            words,
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(sanitize::one_line)
            .collect();
        let _ = writeln!(out, "{}", parts.join("  "));
    }
}

fn json(all: &Decisions) -> Value {
    let rejected = |no: &Rejection| {
        json!({"id": no.id(), "list": no.scope.list, "paper": no.rejected.paper, "title": no.scope.title,
               "field": no.rejected.field, "version": no.rejected.version, "words": no.rejected.words,
               "because": no.scope.because})
    };
    let ignored = |known: &Dismissal| {
        json!({"id": known.id(), "list": known.scope.list, "paper": known.ignored.paper, "title": known.scope.title,
               "code": known.ignored.code, "at": known.ignored.at, "until": known.until.map(|u| u.to_string()),
               "because": known.scope.because})
    };
    json!({"schema": 1,
           "rejected": all.rejected.iter().map(rejected).collect::<Vec<_>>(),
           "ignored": all.ignored.iter().map(ignored).collect::<Vec<_>>()})
}
