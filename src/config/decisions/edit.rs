//! Writes decisions into the file's text: in place, so that comments and what else stands there
//! stay; one block a decision, in the order of list, paper and field, so that decisions of two
//! people about different papers seldom meet.

use super::{Decisions, Dismissal, Rejection, Scope};
use crate::config::ConfigError;
use crate::plan::name_of;
use crate::text::hidden::acts_or_hides;
use std::fmt::Write as _;
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
    let (head, body) = text.split_at(head_len(text));
    let syntax = |error: toml_edit::TomlError| ConfigError::Syntax {
        file: file.to_owned(),
        line: 1,
        problem: error.message().to_owned(),
    };
    let mut doc: DocumentMut = body.parse().map_err(syntax)?;
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
    let head = if text.is_empty() { HEAD } else { head };
    let is_apart = head.is_empty() || body.is_empty() || body.starts_with('\n');
    let gap = if is_apart { "" } else { "\n" };
    Ok(format!("{head}{gap}{body}"))
}

/// How long the comment is with which the file begins: up to the empty line above the first that is
/// no comment.
fn head_len(text: &str) -> usize {
    let (mut len, mut head) = (0, 0);
    for line in text.split_inclusive('\n') {
        match line.trim() {
            "" => head = len,
            comment if comment.starts_with('#') => {}
            _ => return head,
        }
        len += line.len();
    }
    len
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
    table.insert("words", on_one_line(&said.words));
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
        table.insert(key, on_one_line(text));
    }
}

/// A text on one line, with everything visible that could act or hide: what `toml_edit` writes of
/// its own accord goes over several, of which one may begin as a conflict of Git does.
fn on_one_line(text: &str) -> Item {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if acts_or_hides(c) => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\U{:08x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out.parse().map_or_else(|_| value(text), Item::Value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::memory::{Ignored, Rejected};
    use crate::plan::{Code, Field};

    fn no(list: &str, paper: &str, field: Field) -> Rejection {
        Rejection {
            scope: Scope {
                list: Some(list.into()),
                title: Some("Of \"Owls\"".into()),
                because: None,
            },
            rejected: Rejected {
                paper: paper.parse().unwrap(),
                field,
                version: Some(2),
                words: "1:0123456789abcdef".into(),
            },
        }
    }

    fn known(paper: &str) -> Dismissal {
        Dismissal {
            scope: Scope::default(),
            ignored: Ignored {
                code: Code::NewerVersion,
                paper: Some(paper.parse().unwrap()),
                entry: None,
                at: Some("7".into()),
            },
            until: Some("2027-06-01".parse().unwrap()),
        }
    }

    fn edit(text: &str, steps: &[Step]) -> String {
        edited(text, Path::new("d.toml"), steps).unwrap()
    }

    /// Everything that is written is read again as it was meant.
    fn check(text: &str, rejected: &[Rejection], ignored: &[Dismissal]) {
        let found = Decisions::parse(text, Path::new("d.toml")).unwrap();
        assert_eq!(found.rejected, rejected, "{text}");
        assert_eq!(found.ignored, ignored, "{text}");
    }

    #[test]
    fn blocks_are_written_in_order_and_read_back() {
        let (a, b) = (
            no("a.md", "2401.00002", Field::Abstract),
            no("a.md", "2401.00001", Field::Authors),
        );
        let text = edit("", &[Step::Reject(a.clone()), Step::Reject(b.clone())]);
        assert!(text.starts_with(HEAD), "{text}");
        check(&text, &[b.clone(), a.clone()], &[]);
        let text = edit(&text, &[Step::Ignore(known("2401.00003"))]);
        check(&text, &[b, a], &[known("2401.00003")]);
        assert!(text.contains("until = 2027-06-01\n"), "{text}");
    }

    #[test]
    fn a_second_no_takes_the_place_of_the_first_and_forgetting_leaves_nothing() {
        let first = no("a.md", "2401.00001", Field::Authors);
        let mut second = first.clone();
        second.rejected.version = Some(3);
        let text = edit("", &[Step::Reject(first.clone())]);
        let text = edit(&text, &[Step::Reject(second.clone())]);
        check(&text, &[second], &[]);
        let text = edit(&text, &[Step::Forget(first.id())]);
        assert_eq!(text, HEAD);
    }

    #[test]
    fn comments_and_what_people_wrote_stay() {
        let own = "# Ours.\n\n# The owls.\n[[rejected]]\npaper = '2401.00005' # theirs\nfield   = \"abstract\"\nwords = \"1:0\"\n";
        let text = edit(own, &[Step::Reject(no("", "2401.00001", Field::Title))]);
        let (head, rest) = own.split_once("\n\n").unwrap();
        assert!(text.starts_with(&format!("{head}\n")), "{text}");
        assert!(text.contains(rest), "{text}");
        let gone = Decisions::parse(own, Path::new("d")).unwrap().rejected[0].id();
        let text = edit(own, &[Step::Forget(gone)]);
        assert_eq!(text.trim_end(), head);
    }

    #[test]
    fn what_is_broken_is_named_with_its_line_and_never_written_over() {
        let whole = "[[rejected]]\npaper = \"2401.00001\"\nfield = \"abstract\"\nwords = \"1:0\"\n";
        let twice = format!("{whole}\n{whole}");
        for (text, told) in [
            ("[[rejected]\n", "d.toml:1: "),
            (
                "<<<<<<< a\n=======\n>>>>>>> b\n",
                "d.toml:1: line 1 begins an unresolved merge",
            ),
            (
                "[[rejectd]]\n",
                "d.toml:1: rejectd: unknown key; did you mean rejected?",
            ),
            (
                "[[rejected]]\npapr = \"x\"\n",
                "d.toml:2: rejected.papr: unknown key; did you mean paper?",
            ),
            (
                "[[rejected]]\nfield = \"abtract\"\n",
                "d.toml:2: rejected.field: unknown variant `abtract`",
            ),
            (
                &whole.replace("2401.00001", "x"),
                "d.toml:2: rejected.paper: \"x\" is no arXiv id",
            ),
            (
                &whole.replace("words = \"1:0\"\n", ""),
                "d.toml:1: rejected.words: missing",
            ),
            (
                &format!("{whole}version = 0\n"),
                "d.toml:5: rejected.version: 0 is no version",
            ),
            (
                &twice,
                "d.toml:6: rejected: decision 5acbe0a1 stands in line 1 already; remove one of the two",
            ),
            (
                "[[ignored]]\ncode = \"newer-version\"\nuntil = 12:00:00\n",
                "d.toml:3: ignored.until: 12:00:00 is no date",
            ),
        ] {
            let steps = [Step::Reject(no("a.md", "2401.00009", Field::Title))];
            let error = edited(text, Path::new("d.toml"), &steps)
                .unwrap_err()
                .to_string();
            assert!(error.starts_with(told), "{error}\n{text}");
        }
    }
}
