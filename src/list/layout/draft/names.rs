//! Authors of a draft that no label announces: a paragraph or line of names below the title, or behind the links there.

use super::{Draft, shown};
use crate::list::document::{InlineKind, Mark};
use crate::list::entry::{Content, Link, Name, Place, Value, Writing};
use crate::list::layout::atoms;
use crate::list::layout::links::{links_in, only_links};
use crate::list::layout::people::people;
use crate::list::layout::spans::{trimmed, whole_lines};
use std::ops::Range;

/// Institutes stand behind links, too, and some look like names (`Carnegie Mellon`): so many lines, and three of four, must be names.
const FEWEST_LINES: usize = 3;

/// Where authors without a label may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// On the line below a bold title, in its paragraph.
    NextLine,
    /// In the paragraph below a heading.
    BelowHeading,
    /// There, behind lines of links.
    BehindLinks,
}

/// Takes names in a spot for authors only where most entries that lead to papers have names in it.
pub(super) fn keep_usual(drafts: &mut [Draft<'_>]) {
    for spot in [Spot::NextLine, Spot::BelowHeading, Spot::BehindLinks] {
        let count = |are_names| {
            let papers = drafts.iter().filter(|d| d.leads_to_paper());
            let with = papers.filter(|d| d.unmarked.contains(&(spot, are_names)));
            with.count()
        };
        let (names, others) = (count(true), count(false));
        if names < FEWEST_LINES || names < 3 * others {
            for draft in drafts
                .iter_mut()
                .filter(|d| d.unmarked.contains(&(spot, true)))
            {
                draft.places.retain(|p| p.name != Name::Authors);
            }
            continue;
        }
        // What stands there and cannot be read may be names all the same: nothing is missing.
        for draft in drafts
            .iter_mut()
            .filter(|d| d.unmarked.contains(&(spot, false)))
        {
            if !draft.has(&Name::Authors) {
                draft.places.push(Place {
                    name: Name::Authors,
                    lines: draft.places[0].lines.clone(),
                    content: Content::Hidden,
                });
            }
        }
    }
}

impl Draft<'_> {
    /// A paragraph in italics right below the title: names.
    pub(super) fn take_authors(&mut self, b: usize) -> bool {
        let block = &self.doc.blocks[b];
        let whole = trimmed(self.doc, &block.span);
        let pieces = self.doc.inlines(block, &block.span);
        let italics = InlineKind::Open(Mark::Emphasis);
        let is_italic = pieces.first().is_some_and(|p| {
            p.kind == italics && p.span.start <= whole.start && whole.end <= p.span.end
        });
        let is_first = self.places.len() == 1 && !self.title.enclosed;
        let span = block.span.start + 1..pieces.first().map_or(0, |p| p.span.end - 1);
        if !is_first || !is_italic || !self.doc.source[span.clone()].contains([',', ' ']) {
            return false;
        }
        let value = Value {
            span,
            block: b,
            writing: Writing::Markdown,
        };
        self.places.push(shown(
            Name::Authors,
            whole_lines(self.doc, &block.span),
            value,
        ));
        true
    }

    /// Lines of links with which a paragraph below a heading begins, and the names behind them.
    pub(super) fn take_links_and_names(&mut self, b: usize) -> bool {
        let (doc, block) = (self.doc, &self.doc.blocks[b]);
        let is_level = block.depth == doc.blocks[self.title.block].depth;
        if !self.title.is_heading || !is_level || self.has(&Name::Authors) {
            return false;
        }
        let lines = doc.lines(block);
        let links_of = |line: &Range<usize>| {
            let pieces = doc.inlines(block, line);
            let links = links_in(doc, &pieces);
            let is_all = only_links(doc, &pieces, &links, char::is_alphanumeric);
            (is_all && !links.is_empty()).then_some(links)
        };
        let links: Vec<Vec<Link>> = lines.iter().map_while(links_of).collect();
        let Some(first) = lines.get(links.len()).filter(|_| !links.is_empty()) else {
            return false;
        };
        self.free_links.extend(links.into_iter().flatten());
        self.take_names(Spot::BehindLinks, b, first.start);
        true
    }

    /// Whether nothing but pictures stands between a block and the heading above it.
    pub(super) fn is_right_below(&self, b: usize) -> bool {
        let is_level = self.doc.blocks[b].depth == self.doc.blocks[self.title.block].depth;
        self.title.is_heading && is_level && self.places.len() == 1 && self.prose == 0
    }

    /// Names from `start` on in a block. They are the entry's authors where most entries have names there, see [`keep_usual`].
    pub(super) fn take_names(&mut self, spot: Spot, b: usize, start: usize) -> bool {
        let (doc, block) = (self.doc, &self.doc.blocks[b]);
        let room = start..block.span.end;
        let pieces = doc.inlines(block, &room);
        let italics = pieces
            .first()
            .filter(|p| p.kind == InlineKind::Open(Mark::Emphasis));
        let room = italics.map_or(room, |p| p.span.start + 1..p.span.end - 1);
        let value = Value {
            span: atoms::unbroken(doc, room),
            block: b,
            writing: Writing::Markdown,
        };
        let names = people(doc, &value).filter(|p| p.sure);
        self.unmarked.push((spot, names.is_some()));
        let Some(names) = names else { return false };
        let span = atoms::unbroken(doc, names.span);
        let lines = whole_lines(doc, &span);
        let value = Value { span, ..value };
        self.places.push(shown(Name::Authors, lines, value));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::document::Document;
    use crate::list::layout::labelled;
    use crate::list::layout::siblings::tests::check;

    /// A list of three entries like this one; `N` and `URL` are each entry's own.
    fn list(entry: &str) -> String {
        let entries = ["Net", "Tree", "Bush"].iter().enumerate().map(|(i, name)| {
            let url = format!("https://arxiv.org/abs/2401.0000{}", i + 1);
            entry.replace("URL", &url).replace('N', name)
        });
        entries.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn names_below_the_title() {
        let text = "We study how small boats cross wide rivers at night, and measure the drift with three lamps.";
        for (entry, authors) in [
            (
                "#### A N\nAda Abel, Bo Bell\n\n[[Paper]](URL) [[Code]](https://x.org)\n",
                "Ada Abel, Bo Bell",
            ),
            (
                "### A N\n*Ada Abel, Bo B. Bell* — ICML 2024\n\n<details>\n<summary>Abstract</summary>\n\nTEXT\n\n</details>\n\n[Paper](URL)\n",
                "Ada Abel, Bo B. Bell",
            ),
            (
                "**[A N](URL)**  \nAda Abel, Bo Bell  \nICML 2024\n> TEXT\n",
                "Ada Abel, Bo Bell",
            ),
        ] {
            let expected = ["A Net", "A Tree", "A Bush"].map(|title| (title, Some(authors)));
            check(
                labelled::recognise,
                &list(&entry.replace("TEXT", text)),
                &expected,
            );
        }
    }

    #[test]
    fn what_cannot_be_read_where_names_stand_is_not_missing() {
        let list = list("### A N\nAda Abel, Bo Bell\n\n[Paper](URL)\n").repeat(2);
        let list = list.replacen("Ada Abel", "One who is not named", 1);
        let doc = Document::parse(&list);
        let entries = labelled::recognise(&doc);
        let first = entries[0].place(&Name::Authors).unwrap();
        assert!(entries.len() == 6 && matches!(first.content, Content::Hidden));
    }

    #[test]
    fn names_that_few_entries_have_are_none() {
        let list = list("### A N\nIt is of an N.\n\n[Paper](URL)\n");
        let list = list.replacen("It is of an Net.", "Santa Fe, Johns Hopkins", 1);
        check(labelled::recognise, &list, &[]);
    }
}
