//! What the columns of a table hold, learned from its head row and its cells.

use super::cell;
use crate::list::document::{Block, Document, IsOver};
use crate::list::entry::Name;
use crate::list::inline;
use crate::list::layout::find::label;
use crate::list::layout::find::link::{leads_to_arxiv, links_in};
use crate::list::layout::find::link_text::is_label;
use crate::list::layout::vocabulary::TITLE_HEADS;

/// What a column holds, by the text of its head.
pub(super) fn name(doc: &Document<'_>, head: usize) -> Name {
    let block = &doc.blocks[head];
    let head = inline::plain(doc, &doc.inlines(block, &block.span));
    let label = label::read(doc.labels, &format!("**{}**:", head.trim()));
    let lower = head.to_lowercase();
    let key = || lower.chars().filter(|c| c.is_alphanumeric()).collect();
    label.map_or_else(|| Name::Other(key()), |l| l.name)
}

/// The column of the titles: the one whose head says so, else the first of papers, or of links to
/// arXiv, whose cells look like titles. `rows` are the cells of each row.
pub(super) fn titles(
    doc: &Document<'_>,
    columns: &[Name],
    rows: &[&[usize]],
    is_over: IsOver<'_>,
) -> Option<usize> {
    let is_head = |n: &Name| match n {
        // `Title & Authors`, `Title (Venue)`
        Name::Other(key) => TITLE_HEADS.contains(&key.as_str()) || key.starts_with("title"),
        _ => *n == Name::Title,
    };
    let cells = |i: usize| {
        let cells = rows.iter().filter_map(move |r| r.get(i));
        cells.take_while(|_| !is_over()).map(|&c| &doc.blocks[c])
    };
    let mostly = |i: usize, test: &dyn Fn(&Block) -> bool| {
        2 * cells(i).filter(|c| test(c)).count() > cells(i).count()
    };
    let has_title = |c: &Block| cell::title(doc, c).is_some_and(|s| is_title(&doc.source[s]));
    let leads = |c: &Block| {
        let links = links_in(doc, &doc.inlines(c, &c.span));
        links.iter().any(leads_to_arxiv)
    };
    let papers = |i: &usize| columns[*i] == Name::Link && mostly(*i, &has_title);
    let links = |i: &usize| mostly(*i, &|c| has_title(c) && leads(c));
    let all = 0..columns.len();
    let by_head = columns.iter().position(is_head);
    by_head
        .or_else(|| all.clone().find(papers))
        .or_else(|| all.clone().find(links))
}

/// Whether a text is long enough for a title: the cell of a link says `Paper`, that of a name
/// `ABC`.
fn is_title(text: &str) -> bool {
    text.split_whitespace().count() >= 2 && !is_label(text)
}
