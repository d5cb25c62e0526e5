//! Writes decisions into the file's text: in place, so that comments and what else stands there
//! stay; one block a decision, in the order of list, paper and field, so that decisions of two
//! people about different papers seldom meet.

use super::{Decisions, Dismissal, Rejection, Scope};
use crate::config::ConfigError;
use crate::plan::name_of;
use std::path::Path;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

/// What is to be done to the file.
#[derive(Clone, Debug)]
pub enum Step {
    /// Say no to a change; an earlier no to the same field of the paper goes.
    Reject(Rejection),
    /// Say that a finding is known.
    Ignore(Dismissal),
    /// Forget the decision of this id.
    Forget(String),
}

/// How a new file begins.
const HEAD: &str =
    "# Written by arxsync; may be edited. One block a decision, sorted by list, paper and field.\n";

/// The file's text after some steps.
///
/// # Errors
///
/// As [`Decisions::parse`]: what is not understood is not written over.
pub fn edited(text: &str, file: &Path, steps: &[Step]) -> Result<String, ConfigError> {
    let known = Decisions::parse(text, file)?;
    let mut doc: DocumentMut =
        text.parse()
            .map_err(|error: toml_edit::TomlError| ConfigError::Syntax {
                file: file.to_owned(),
                line: 1,
                problem: error.message().to_owned(),
            })?;
    let mut rejected = Blocks::take(&mut doc, REJECTED, known.rejected.iter().map(Rejection::id));
    let mut ignored = Blocks::take(&mut doc, IGNORED, known.ignored.iter().map(Dismissal::id));
    for step in steps {
        match step {
            Step::Reject(rejection) => rejected.put(rejection.id(), block(rejection)),
            Step::Ignore(dismissal) => ignored.put(dismissal.id(), known_block(dismissal)),
            Step::Forget(id) => {
                rejected.remove(id);
                ignored.remove(id);
            }
        }
    }
    rejected.give_back(&mut doc, REJECTED);
    ignored.give_back(&mut doc, IGNORED);
    let body = doc.to_string();
    Ok(match text.is_empty() {
        true => format!("{HEAD}\n{}", body.trim_start()),
        false => body,
    })
}

const REJECTED: &str = "rejected";
const IGNORED: &str = "ignored";

/// The blocks of one kind, with the ids of their decisions.
struct Blocks(Vec<(String, Table)>);

impl Blocks {
    fn take(doc: &mut DocumentMut, key: &str, ids: impl Iterator<Item = String>) -> Self {
        let tables = match doc.remove(key) {
            Some(Item::ArrayOfTables(tables)) => tables.into_iter().collect(),
            _ => Vec::new(),
        };
        Self(ids.zip(tables).collect())
    }

    fn remove(&mut self, id: &str) {
        self.0.retain(|(known, _)| known != id);
    }

    fn put(&mut self, id: String, table: Table) {
        self.remove(&id);
        self.0.push((id, table));
    }

    fn give_back(mut self, doc: &mut DocumentMut, key: &str) {
        if self.0.is_empty() {
            return;
        }
        self.0.sort_by_cached_key(|(_, table)| order(table));
        let mut tables = ArrayOfTables::new();
        for (_, mut table) in self.0 {
            // Else the order of the file as it was read is kept.
            table.set_position(None);
            tables.push(table);
        }
        doc.insert(key, Item::ArrayOfTables(tables));
    }
}

fn order(table: &Table) -> [String; 4] {
    ["list", "paper", "field", "code"].map(|key| {
        let text = table.get(key).and_then(Item::as_str);
        text.unwrap_or_default().to_owned()
    })
}

fn block(rejection: &Rejection) -> Table {
    let said = &rejection.rejected;
    let mut table = Table::new();
    table.insert("paper", value(said.paper.as_str()));
    put(&mut table, "title", rejection.scope.title.as_ref());
    table.insert("field", value(name_of(said.field)));
    if let Some(version) = said.version {
        table.insert("version", value(i64::from(version)));
    }
    table.insert("words", value(&said.words));
    finish(table, &rejection.scope)
}

fn known_block(dismissal: &Dismissal) -> Table {
    let said = &dismissal.ignored;
    let mut table = Table::new();
    table.insert("code", value(name_of(said.code)));
    put(
        &mut table,
        "paper",
        said.paper.as_ref().map(ToString::to_string).as_ref(),
    );
    put(&mut table, "entry", said.entry.as_ref());
    put(&mut table, "title", dismissal.scope.title.as_ref());
    put(&mut table, "at", said.at.as_ref());
    if let Some(until) = dismissal.until
        && let Ok(date) = until.to_string().parse::<toml_edit::Datetime>()
    {
        table.insert("until", value(date));
    }
    finish(table, &dismissal.scope)
}

fn finish(mut table: Table, scope: &Scope) -> Table {
    put(&mut table, "list", scope.list.as_ref());
    put(&mut table, "because", scope.because.as_ref());
    table.decor_mut().set_prefix("\n");
    table
}

fn put(table: &mut Table, key: &str, text: Option<&String>) {
    if let Some(text) = text {
        table.insert(key, value(text));
    }
}
