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
    let (head, body) = text.split_at(head(text));
    let mut doc: DocumentMut =
        body.parse()
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
    Ok(match (text.is_empty(), head.is_empty()) {
        (true, _) => format!("{HEAD}\n{}", body.trim_start()),
        (false, true) => body,
        (false, false) => head.to_owned() + body.trim_start_matches('\n'),
    })
}

/// Where the comment that begins the file ends, with the blank line behind it: it is about the
/// file, and stays above whatever block is the first.
fn head(text: &str) -> usize {
    let comment = text
        .split_inclusive('\n')
        .take_while(|l| l.starts_with('#'));
    let end: usize = comment.map(str::len).sum();
    match (end, text[end..].starts_with('\n')) {
        (0, _) | (_, false) => 0,
        (_, true) => end + 1,
    }
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

    /// The comment above a block that is replaced stays.
    fn put(&mut self, id: String, mut table: Table) {
        let replaced = self.0.iter().find(|(known, _)| *known == id);
        if let Some(prefix) = replaced.and_then(|(_, old)| old.decor().prefix()) {
            table.decor_mut().set_prefix(prefix.clone());
        }
        self.remove(&id);
        self.0.push((id, table));
    }

    fn give_back(mut self, doc: &mut DocumentMut, key: &str) {
        if self.0.is_empty() {
            return;
        }
        self.0.sort_by_cached_key(|(_, table)| order(table));
        let mut tables = ArrayOfTables::new();
        for (at, (_, mut table)) in self.0.into_iter().enumerate() {
            // One that was the first has no blank line above it.
            let prefix = table.decor().prefix().and_then(|prefix| prefix.as_str());
            if at > 0 && prefix.is_none_or(str::is_empty) {
                table.decor_mut().set_prefix("\n");
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Field;
    use crate::plan::memory::Rejected;

    fn no(list: &str, paper: &str, words: &str) -> Rejection {
        Rejection {
            scope: Scope {
                list: Some(list.into()),
                ..Scope::default()
            },
            rejected: Rejected {
                paper: paper.parse().unwrap(),
                field: Field::Title,
                version: None,
                words: words.into(),
            },
        }
    }

    fn block(list: &str, paper: &str, words: &str) -> String {
        format!(
            "[[rejected]]\npaper = {paper:?}\nfield = \"title\"\nwords = {words:?}\nlist = {list:?}\n"
        )
    }

    fn check(before: &str, steps: &[Step], after: &str) {
        assert_eq!(edited(before, Path::new("d.toml"), steps).unwrap(), after);
    }

    #[test]
    fn what_begins_the_file_stays_above_all_blocks() {
        let (a, b) = ("2401.00001", "2401.00002");
        let reject = |list, paper, words| Step::Reject(no(list, paper, words));
        let only = format!("{HEAD}\n{}", block("b.md", b, "1:0"));
        check("", &[reject("b.md", b, "1:0")], &only);
        let both = format!(
            "{HEAD}\n{}\n{}",
            block("a.md", a, "1:1"),
            block("b.md", b, "1:0")
        );
        check(&only, &[reject("a.md", a, "1:1")], &both);
        // Said again, with other words.
        let again = both.replace("1:1", "1:2");
        check(&both, &[reject("a.md", a, "1:2")], &again);
        check(&both, &[Step::Forget(no("a.md", a, "").id())], &only);
        check(
            &only,
            &[Step::Forget(no("b.md", b, "").id())],
            &format!("{HEAD}\n"),
        );
        check(&both, &[], &both);
    }

    #[test]
    fn comments_stay_with_their_blocks() {
        let (a, b) = ("2401.00001", "2401.00002");
        let own = format!("# Never again.\n{}", block("b.md", b, "1:0"));
        let with = format!("{}\n{own}", block("a.md", a, "1:1"));
        let step = |list, paper, words| [Step::Reject(no(list, paper, words))];
        check(&with, &step("b.md", b, "1:3"), &with.replace("1:0", "1:3"));
        check(&own, &step("b.md", b, "1:3"), &own.replace("1:0", "1:3"));
    }
}
