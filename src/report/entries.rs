//! What was recognised in lists, for a maintainer to see whether the program understands them. Says
//! nothing about arXiv.

use super::sanitize;
use serde::Serialize;
use std::fmt::Write as _;

/// The entries of one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// The list's path.
    pub list: String,
    /// Its entries in order.
    pub entries: Vec<Row>,
}

/// One entry, as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// 1-based line of its title.
    pub line: usize,
    /// The layout family that recognised it.
    pub layout: &'static str,
    /// The paper that its links name, with the version that they pin.
    pub arxiv_id: Option<String>,
    /// Its title as plain text.
    pub title: String,
    /// Its author line as plain text.
    pub authors: Option<String>,
    /// The first words of its abstract as plain text.
    #[serde(rename = "abstract")]
    pub abstract_: Option<String>,
}

/// For programs: one JSON object with a row for every entry.
pub fn json(lists: &[Recognised]) -> String {
    #[derive(Serialize)]
    struct Report<'a> {
        schema: u32,
        entries: Vec<InList<'a>>,
    }
    #[derive(Serialize)]
    struct InList<'a> {
        list: &'a str,
        #[serde(flatten)]
        row: &'a Row,
    }
    fn in_list(list: &Recognised) -> impl Iterator<Item = InList<'_>> {
        let list_of = |row| InList {
            list: &list.list,
            row,
        };
        list.entries.iter().map(list_of)
    }
    let entries = lists.iter().flat_map(in_list).collect();
    let report = Report { schema: 1, entries };
    serde_json::to_string(&report).expect("strings, numbers and fixed keys always serialise") + "\n"
}

/// For people: a few lines for every entry, and a count for every list.
pub fn text(lists: &[Recognised], width: usize) -> String {
    let mut out = String::new();
    for list in lists {
        let name = sanitize::one_line(&list.list);
        for row in &list.entries {
            let id = row.arxiv_id.as_deref().unwrap_or("no id");
            let title = sanitize::one_line(&row.title);
            let head = format!("{:>6}  {:<12} {id:<14} {title}", row.line, row.layout);
            let _ = writeln!(out, "{}", sanitize::cut(&head, width));
            for (label, field) in [("authors", &row.authors), ("abstract", &row.abstract_)] {
                if let Some(text) = field {
                    let line = format!("        {label:<12} {}", sanitize::one_line(text));
                    let _ = writeln!(out, "{}", sanitize::cut(&line, width));
                }
            }
        }
        let count = super::phrases::count(list.entries.len(), "entry");
        let _ = writeln!(out, "{name}: {count}{}", counts(&list.entries));
    }
    out
}

/// How many entries have what: ", 58 with an arXiv id, 60 with authors, 55 with an abstract".
fn counts(entries: &[Row]) -> String {
    let count = |has: fn(&Row) -> bool| entries.iter().filter(|row| has(row)).count();
    if entries.is_empty() {
        return String::new();
    }
    format!(
        ", {} with an arXiv id, {} with authors, {} with an abstract",
        count(|row| row.arxiv_id.is_some()),
        count(|row| row.authors.is_some()),
        count(|row| row.abstract_.is_some())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<Recognised> {
        let row = Row {
            line: 3,
            layout: "labelled",
            arxiv_id: Some("2401.00001".into()),
            title: "A \u{1b}[31mTitle".into(),
            authors: Some("A B, C D".into()),
            abstract_: None,
        };
        vec![Recognised {
            list: "a.md".into(),
            entries: vec![row],
        }]
    }

    #[test]
    fn entries_are_told_to_people_and_programs() {
        let told = text(&sample(), 100);
        let lines: Vec<&str> = told.lines().collect();
        assert!(
            lines[0].starts_with("     3  labelled     2401.00001     A "),
            "{told}"
        );
        assert_eq!(lines[1], "        authors      A B, C D");
        assert_eq!(
            lines[2],
            "a.md: 1 entry, 1 with an arXiv id, 1 with authors, 0 with an abstract"
        );
        assert!(!told.contains('\u{1b}'));
        let value: serde_json::Value = serde_json::from_str(&json(&sample())).unwrap();
        assert_eq!(value["entries"][0]["list"], "a.md");
        assert_eq!(value["entries"][0]["abstract"], serde_json::Value::Null);
    }
}
