//! Tables (`docs/layouts.md#table`): a row is a paper. Which column holds what is learned from the
//! head row and the cells.
//!
//! An entry never leaves its row. A table is one of papers where a column holds titles and a row
//! leads to arXiv.

mod cell;
mod columns;
mod rows;

use self::rows::{Row, names_below, rows};
use crate::list::document::{BlockKind, Document, IsOver};
use crate::list::entry::{Blank, Content, Entry, Evidence, Link, Name, Place, Value, Writing};
use crate::list::layout::find::link::{leads_to_arxiv, links_in};
use crate::list::pins::Pins;
use crate::text::placeholder::is_placeholder;

/// The name of this family in reports.
pub const LAYOUT: &str = "table";

/// The entries of this family.
pub fn recognise(doc: &Document<'_>, is_over: IsOver<'_>) -> Vec<Entry> {
    let is_table = |b: &usize| doc.blocks[*b].kind == BlockKind::Table;
    let tables = (0..doc.blocks.len()).filter(is_table);
    tables
        .take_while(|_| !is_over())
        .filter_map(|b| Table::read(doc, b, is_over))
        .flat_map(|t| t.entries(is_over))
        .collect()
}

/// A table of papers.
struct Table<'d> {
    doc: &'d Document<'d>,
    /// What each column holds, by its head.
    columns: Vec<Name>,
    /// The column of the titles.
    title: usize,
    /// What stands above the titles; a row that says the same is a template.
    head: String,
    /// What stands around the text of each column's first cell that has any.
    decoration: Vec<Option<(String, String)>>,
    rows: Vec<Row>,
    /// Names below the titles, by row, where the table has no column of authors.
    names: Vec<Option<Value>>,
}

impl<'d> Table<'d> {
    fn read(doc: &'d Document<'d>, table: usize, is_over: IsOver<'_>) -> Option<Self> {
        let mut rows = rows(doc, table, is_over);
        if rows.len() < 2 {
            return None;
        }
        let head = rows.remove(0);
        let columns: Vec<Name> = head.cells.iter().map(|&c| columns::name(doc, c)).collect();
        let cells: Vec<&[usize]> = rows.iter().map(|r| r.cells.as_slice()).collect();
        let title = columns::titles(doc, &columns, &cells, is_over)?;
        let above = &doc.blocks[head.cells[title]];
        let head = doc.source[cell::text(doc, above)].to_lowercase();
        let names = match columns.contains(&Name::Authors) {
            true => Vec::new(),
            false => names_below(doc, &rows, title, is_over),
        };
        let decoration = (0..columns.len())
            .map(|i| decoration(doc, &rows, i, is_over))
            .collect();
        Some(Self {
            doc,
            columns,
            title,
            head,
            decoration,
            rows,
            names,
        })
    }

    fn entries(&self, is_over: IsOver<'_>) -> Vec<Entry> {
        let rows = self.rows.iter().enumerate().take_while(|_| !is_over());
        let candidates: Vec<(Entry, bool)> = rows.filter_map(|(i, r)| self.entry(i, r)).collect();
        let papers = candidates.iter().filter(|(_, leads)| *leads).count();
        // Where few rows lead to arXiv, the others are something else.
        let all = 4 * papers >= candidates.len();
        let kept = candidates
            .into_iter()
            .filter(|(e, leads)| *leads || all && papers > 0 && !e.links.is_empty());
        kept.map(|(entry, _)| entry).collect()
    }

    /// The entry of a row, and whether it leads to arXiv.
    fn entry(&self, i: usize, row: &Row) -> Option<(Entry, bool)> {
        let doc = self.doc;
        let title_cell = *row.cells.get(self.title)?;
        let title = Value {
            span: cell::title(doc, &doc.blocks[title_cell])?,
            block: title_cell,
            writing: Writing::Cell,
        };
        if doc.source[title.span.clone()].to_lowercase() == self.head {
            return None;
        }
        let links = self.links(row);
        let leads = links.iter().any(leads_to_arxiv);
        let span = doc.blocks[row.block].span.clone();
        let entry = Entry {
            layout: LAYOUT,
            section: 0,
            places: self.places(i, row, &title),
            pins: Pins::read(doc.source, &span),
            span,
            title,
            links,
        };
        Some((entry, leads))
    }

    /// Title, link, authors and abstract; the other columns are not ours.
    fn places(&self, index: usize, row: &Row, title: &Value) -> Vec<Place> {
        let place = |(i, &cell): (usize, &usize)| {
            let block = &self.doc.blocks[cell];
            let is_title = i == self.title;
            let span = if is_title {
                title.span.clone()
            } else {
                cell::text(self.doc, block)
            };
            let name = if is_title {
                Name::Title
            } else {
                self.columns[i].clone()
            };
            let value = Value {
                span,
                block: cell,
                writing: Writing::Cell,
            };
            let content = self.content(i, value);
            Place {
                evidence: Evidence::Key,
                name,
                lines: block.span.clone(),
                content,
            }
        };
        let cells = row.cells.iter().enumerate().take(self.columns.len());
        let mut places: Vec<Place> = cells.map(place).collect();
        places.retain(|p| !matches!(p.name, Name::Other(_)));
        places.extend(self.names.get(index).cloned().flatten().map(|value| Place {
            evidence: Evidence::Form,
            name: Name::Authors,
            lines: self.doc.blocks[value.block].span.clone(),
            content: Content::Shown {
                value,
                more: Vec::new(),
            },
        }));
        places.sort_by_key(|p| p.name != Name::Title);
        places
    }

    /// What a cell holds. An empty one is filled as the column's others are, in their `<details>`
    /// for example.
    fn content(&self, column: usize, value: Value) -> Content {
        let cell = cell::without_blanks(self.doc, &self.doc.blocks[value.block].span);
        let is_bare = cell == value.span && says_nothing(value.source(self.doc));
        if let Some((before, after)) = self.decoration[column].clone().filter(|_| is_bare) {
            return Content::Absent(Blank {
                value,
                before,
                after,
            });
        }
        let more = Vec::new();
        Content::Shown { value, more }
    }

    /// The links of the columns that hold the paper's; where none leads to arXiv, of the others
    /// that are no text, too.
    fn links(&self, row: &Row) -> Vec<Link> {
        let of = |wanted: &dyn Fn(usize) -> bool| -> Vec<Link> {
            let cells = row
                .cells
                .iter()
                .enumerate()
                .take(self.columns.len())
                .filter(|(i, _)| wanted(*i));
            let links = cells.flat_map(|(_, &c)| {
                let block = &self.doc.blocks[c];
                links_in(self.doc, &self.doc.inlines(block, &block.span))
            });
            links.collect()
        };
        let own = of(&|i| i == self.title || self.columns[i] == Name::Link);
        if own.iter().any(leads_to_arxiv) {
            return own;
        }
        let others = of(&|i| i != self.title && matches!(self.columns[i], Name::Other(_)));
        own.into_iter().chain(others).collect()
    }
}

/// The tags and emphasis around the text of a column's first cell that has any, where it has such.
fn decoration(
    doc: &Document<'_>,
    rows: &[Row],
    column: usize,
    is_over: IsOver<'_>,
) -> Option<(String, String)> {
    let rows = rows.iter().take_while(|_| !is_over());
    let blocks = rows.filter_map(|r| r.cells.get(column));
    let texts = blocks.map(|&c| {
        (
            cell::without_blanks(doc, &doc.blocks[c].span),
            cell::text(doc, &doc.blocks[c]),
        )
    });
    let (cell, text) = texts
        .into_iter()
        .find(|(_, text)| !says_nothing(&doc.source[text.clone()]))?;
    let piece = |from: usize, to: usize| doc.source[from..to].to_owned();
    let decoration = (piece(cell.start, text.start), piece(text.end, cell.end));
    (cell != text && decoration.0.contains("<details")).then_some(decoration)
}

fn says_nothing(text: &str) -> bool {
    text.is_empty() || is_placeholder(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::layout::testing::{papers, shown};

    /// The entries of a list: title, authors, abstract (`-` where there is none), and how many
    /// links lead to arXiv.
    fn check(list: &str, expected: &[(&str, &str, &str, usize)]) {
        let doc = Document::parse(list);
        let entries = recognise(&doc, &|| false);
        let found: Vec<_> = entries
            .iter()
            .map(|e| {
                (
                    e.title.text(&doc),
                    shown(&doc, e, &Name::Authors),
                    shown(&doc, e, &Name::Abstract),
                    papers(e),
                )
            })
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|(t, a, s, n)| (t.as_str(), a.as_str(), s.as_str(), *n))
            .collect();
        assert_eq!(found, expected, "{list}");
    }

    const URL: &str = "https://arxiv.org/abs/2401.00001";

    /// A table of one row.
    fn table(head: &str, row: &str) -> String {
        let columns = head.matches('|').count().max(2) - 1;
        format!(
            "{head}\n{}|\n{}\n",
            "|-".repeat(columns),
            row.replace("URL", URL)
        )
    }

    #[test]
    fn columns_stand_in_any_order_and_language() {
        let all = ("Of Owls", "A B, C D", "We see.", 1);
        check(
            &table(
                "|Title|Authors|Abstract|Link|",
                "|Of Owls|A B, C D|We see.|[x](URL)|",
            ),
            &[all],
        );
        check(
            &table(
                "| PDF | 作者 | **题目** | 摘要 |",
                "| [1](URL) | A B, C D | **Of Owls** | We see. |",
            ),
            &[all],
        );
        check(
            &table("|Title|Authors|Date|", "|[Of Owls](URL)|A B et.al.|2024|"),
            &[("Of Owls", "A B et.al.", "-", 1)],
        );
        check(
            &table(
                "|Name|Paper|Link|",
                "|**OO**|[Of Owls](URL)|[Link](https://x.org)|",
            ),
            &[("Of Owls", "-", "-", 1)],
        );
        check(
            &table("|Year|What|", "|2024|[**Of Owls**](URL)|"),
            &[("Of Owls", "-", "-", 1)],
        );
    }

    #[test]
    fn authors_may_stand_below_the_title() {
        let row = |below: &str| format!("|**Of Owls**<br>{below}<br>2024|[x](URL)|\n");
        let list = |last: &str| {
            let rows = row("*A Abel, B Bell*").repeat(3) + &row(last);
            table("|Title & Authors|Link|", rows.trim_end())
        };
        let right = ("Of Owls", "A Abel, B Bell", "-", 1);
        check(&list("A Abel, B Bell"), &[right; 4]);
        let other = ("Of Owls", "-", "-", 1);
        check(&list("An institute"), &[right, right, right, other]);
    }

    #[test]
    fn a_cell_is_read_without_its_decoration() {
        let text = |cell: &str| {
            table(
                "|Title|Authors|Abstract|Link|",
                &format!("|Of Owls|A B|{cell}|URL|"),
            )
        };
        for cell in [
            "<details><summary>Show</summary><p>We see.</p></details>",
            "<details><summary>Abstract</summary>We see.</details>",
            "<br><sub>We see.</sub><br>",
            " *We see.* ",
        ] {
            check(&text(cell), &[("Of Owls", "A B", "We see.", 1)]);
        }
        check(
            &text("<details><summary>Abstract</summary></details>"),
            &[("Of Owls", "A B", "", 1)],
        );
        check(&text(""), &[("Of Owls", "A B", "", 1)]);

        check(
            &text(r"We see $\|x\|$."),
            &[("Of Owls", "A B", "We see $|x|$.", 1)],
        );
    }

    #[test]
    fn an_empty_cell_is_filled_as_the_others_are() {
        let row = |cell: &str| format!("|Of Owls|{cell}|{URL}|\n");
        let decorated = row("<details><summary>Show</summary>We see.</details>");
        let list = format!(
            "|Title|Abstract|Link|\n|-|-|-|\n{}{decorated}{}",
            row(" "),
            row("TBD")
        );
        let doc = Document::parse(&list);
        let form = |e: &Entry| match e.place(&Name::Abstract).map(|p| &p.content) {
            Some(Content::Absent(blank)) => format!("{}_{}", blank.before, blank.after),
            _ => String::new(),
        };
        let found: Vec<_> = recognise(&doc, &|| false).iter().map(form).collect();
        let form = "<details><summary>Show</summary>_</details>";
        assert_eq!(found, [form, "", form]);
    }

    #[test]
    fn a_title_stands_among_other_things() {
        let title = |cell: &str| table("|Title|Link|", &format!("|{cell}|[PDF](URL)|"));
        for cell in [
            "![Star](https://x.org/s.svg) <br> [**Of Owls**](https://x.org) <br>",
            "1) **Of Owls** - the owls see.",
            "**1) Of Owls** — the owls see.",
            "**Of Owls**<br><sub>Lab: X<br>They see.</sub>",
            "Of Owls [[code]](https://x.org)",
            "[3] Of Owls ![x](https://x.org/y.svg)",
        ] {
            check(&title(cell), &[("Of Owls", "-", "-", 1)]);
        }
        check(&title("**ABC**: Of Owls"), &[("ABC: Of Owls", "-", "-", 1)]);
        check(&title("*Of* Owls"), &[("Of Owls", "-", "-", 1)]);
        check(&title("3D Owls"), &[("3D Owls", "-", "-", 1)]);
    }

    #[test]
    fn tables_of_other_things_have_no_entries() {
        check(&table("|Model|Score|", "|ABC|90|"), &[]);
        check(&table("|Model|Paper|", "|ABC|[arXiv](URL)|"), &[]);
        check(
            &table(
                "|[One](#one)|[Two x](#two)|",
                "|[Three x](#three)|[Four](#four)|",
            ),
            &[],
        );
        check("|Title|Link|\n|-|-|\n", &[]);
        check(
            &format!("```\n{}```\n", table("|Title|Link|", "|Of Owls|URL|")),
            &[],
        );
    }

    #[test]
    fn a_row_is_never_its_neighbour() {
        let row = |title: &str, link: &str| format!("|{title}|A B|{link}|\n");
        let head = "|Title|Authors|Link|\n|-|-|-|\n";
        let list = format!(
            "{head}{}{}|Short\n{}",
            row("Of Owls", URL),
            row("No Link", "-"),
            row("X Y", "https://x.org")
        );
        check(&list, &[("Of Owls", "A B", "-", 1), ("X Y", "A B", "-", 0)]);
    }
}
