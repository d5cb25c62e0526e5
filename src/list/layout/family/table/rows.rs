//! The rows of a table, and names below the titles in their cells. What the columns hold is learned
//! in [`super::columns`].

use super::cell;
use crate::list::document::{BlockKind, Document, Inline, InlineKind, IsOver};
use crate::list::entry::{Value, Writing};
use crate::list::layout::find::byline::only_people;
use crate::list::layout::syntax::tree::unbroken;
use std::ops::Range;

/// A row.
pub(super) struct Row {
    pub(super) block: usize,
    /// Its cells, as blocks; those that it really has.
    pub(super) cells: Vec<usize>,
}

/// The rows of a table with their cells. The parser gives a short row empty cells that are not
/// there.
pub(super) fn rows(doc: &Document<'_>, table: usize, is_over: IsOver<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let blocks = table + 1..doc.blocks[table].end;
    for b in blocks.take_while(|_| !is_over()) {
        let block = &doc.blocks[b];
        match (block.kind, rows.last_mut()) {
            (BlockKind::Row, _) => rows.push(Row {
                block: b,
                cells: Vec::new(),
            }),
            (BlockKind::Cell, Some(row)) if is_there(doc, &block.span) => row.cells.push(b),
            _ => {}
        }
    }
    rows
}

fn is_there(doc: &Document<'_>, cell: &Range<usize>) -> bool {
    !cell.is_empty() || doc.source[cell.end..].starts_with('|')
}

/// So many rows, and three of four, must have names below the title.
const FEWEST: usize = 3;

/// The names in the line below the title of each row, in a table that has them there.
pub(super) fn names_below(
    doc: &Document<'_>,
    rows: &[Row],
    title: usize,
    is_over: IsOver<'_>,
) -> Vec<Option<Value>> {
    let lines: Vec<Option<Value>> = rows
        .iter()
        .take_while(|_| !is_over())
        .map(|row| line_below(doc, *row.cells.get(title)?))
        .collect();
    let are_names = |line: &Value| !is_over() && only_people(doc, line).is_some_and(|p| p.sure);
    let all = lines.iter().flatten().count();
    let names = lines.into_iter().map(|line| line.filter(are_names));
    let names: Vec<Option<Value>> = names.collect();
    let sure = names.iter().flatten().count();
    let is_usual = sure >= FEWEST && 4 * sure >= 3 * all;
    if is_usual { names } else { Vec::new() }
}

/// The line behind the first break behind a cell's title.
fn line_below(doc: &Document<'_>, cell: usize) -> Option<Value> {
    let block = &doc.blocks[cell];
    let title = cell::title(doc, block)?;
    let pieces = doc.inlines(block, &block.span);
    let is_break =
        |p: &&Inline| p.kind == InlineKind::Html && doc.source[p.span.clone()].starts_with("<br");
    let mut breaks = pieces
        .iter()
        .filter(is_break)
        .map(|p| p.span.clone())
        .filter(|b| b.start >= title.end);
    let start = breaks.next()?.end;
    let end = breaks.next().map_or(block.span.end, |b| b.start);
    let value = Value {
        span: unbroken(doc, start..end),
        block: cell,
        writing: Writing::Cell,
    };
    (!value.span.is_empty()).then_some(value)
}
