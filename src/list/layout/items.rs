//! List items (`LAYOUTS.md` T05, T06, T07, T14): a title, on its line or below it names in whatever place the list has for them,
//! fields in nested items. A nested item that is an entry itself belongs to nobody else.

use super::head::{self, Head};
use super::siblings;
use super::titles::titles;
use super::unit::Unit;
use crate::arxiv::id::Target;
use crate::list::document::{BlockKind, Document};
use crate::list::entry::{Entry, Name};
use crate::list::inline;
use std::collections::HashSet;

/// The name of this family in reports.
const LAYOUT: &str = "item";

/// The entries of this family.
pub fn recognise(doc: &Document<'_>) -> Vec<Entry> {
    let labelled: HashSet<usize> = titles(doc)
        .iter()
        .filter(|t| t.enclosed)
        .map(|t| t.block)
        .collect();
    // A bold title above labels is read with more care as such (`super::labelled`).
    let is_other = |u: &Unit| {
        labelled.contains(&u.head.block) && (u.has(&Name::Authors) || u.has(&Name::Abstract))
    };
    let mut units = units(doc, head::read);
    units.retain(|u| !is_other(u));
    siblings::entries(doc, units, LAYOUT)
}

/// The items with a title, each up to the first list in it that has entries of its own.
pub(super) fn units(
    doc: &Document<'_>,
    read: impl Fn(&Document<'_>, usize) -> Option<Head>,
) -> Vec<Unit> {
    let is_item = |b: &usize| doc.blocks[*b].kind == BlockKind::Item;
    let mut heads: Vec<Option<Head>> = vec![None; doc.blocks.len()];
    for b in (0..doc.blocks.len()).filter(is_item) {
        let has_text = doc
            .blocks
            .get(b + 1)
            .is_some_and(|t| t.kind == BlockKind::Text && b + 1 < doc.blocks[b].end);
        heads[b] = if has_text { read(doc, b + 1) } else { None };
    }
    let of_papers: Vec<bool> = heads
        .iter()
        .map(|h| h.as_ref().is_some_and(|h| leads_to_paper(doc, h)))
        .collect();
    let mut out = Vec::new();
    for (b, head) in heads.iter_mut().enumerate() {
        let Some(head) = head.take() else { continue };
        out.extend(Unit::read(doc, head, own_end(doc, b, &of_papers)));
    }
    out
}

/// Whether the head's block links to a paper.
fn leads_to_paper(doc: &Document<'_>, head: &Head) -> bool {
    let block = &doc.blocks[head.block];
    let pieces = doc.inlines(block, &block.span);
    inline::links(doc, &pieces).any(|(url, _)| matches!(Target::of_url(url), Target::Paper(_)))
}

/// Index one past the last block of an item that belongs to it, not to an entry in it.
fn own_end(doc: &Document<'_>, item: usize, of_papers: &[bool]) -> usize {
    let end = doc.blocks[item].end;
    let mut b = item + 1;
    while b < end {
        if doc.blocks[b].kind == BlockKind::List {
            let mut child = b + 1;
            while child < doc.blocks[b].end {
                if of_papers[child] {
                    return b;
                }
                child = doc.blocks[child].end;
            }
        }
        b = doc.blocks[b].end;
    }
    end
}
