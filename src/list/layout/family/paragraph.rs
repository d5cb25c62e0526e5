//! Paragraphs of several lines (`docs/layouts.md#paragraph`): a bold title, the authors on the next
//! line, links on another.

use crate::list::document::{BlockKind, Document, IsOver};
use crate::list::entry::{Entry, Name};
use crate::list::layout::candidate::Candidate;
use crate::list::layout::find::head::Form;
use crate::list::layout::find::title;
use crate::list::layout::vote;

/// The name of this family in reports.
pub const LAYOUT: &str = "paragraph";

/// The entries of this family.
pub fn recognise(doc: &Document<'_>, is_over: IsOver<'_>) -> Vec<Entry> {
    let is_paragraph =
        |b: &usize| doc.blocks[*b].kind == BlockKind::Text && doc.blocks[*b].depth == 0;
    let paragraphs = (0..doc.blocks.len()).filter(is_paragraph);
    let candidates = paragraphs.take_while(|_| !is_over()).filter_map(|b| {
        let head = title::read(doc, b).filter(|h| h.form != Form::Plain)?;
        Candidate::read(doc, head, b + 1)
    });
    let mut entries = vote::entries(doc, candidates.collect(), LAYOUT, is_over);
    // A title alone is too little to tell an entry from running text, but where most have authors.
    let with_authors = entries
        .iter()
        .filter(|e| e.place(&Name::Authors).is_some())
        .count();
    if 2 * with_authors < entries.len() {
        entries.retain(|e| e.place(&Name::Authors).is_some());
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::layout::testing::check_authors as check;

    #[test]
    fn a_title_line_and_an_author_line() {
        for eol in [" \\\n", "<br>\n", "<br> \n", "  \n"] {
            let one = |n: u8| {
                format!("**A Net of {n} Nets.**{eol}*Ada Abel, Bo Bell {n}, Cy Cole.*{eol}ICML 2024. [[PDF](https://arxiv.org/abs/2401.0000{n})]{eol}2 Feb\n\n")
                    .replace("Bell 1", "Bell").replace("Bell 2", "Bøll")
            };
            let list = format!("# Nets\n\n{}{}Prose.\n", one(1), one(2));
            check(
                recognise,
                &list,
                &[
                    ("A Net of 1 Nets", Some("Ada Abel, Bo Bell, Cy Cole.")),
                    ("A Net of 2 Nets", Some("Ada Abel, Bo Bøll, Cy Cole.")),
                ],
            );
        }
    }

    #[test]
    fn running_text_is_no_entry() {
        check(
            recognise,
            "**Note**: we list papers.\nSee [one](https://arxiv.org/abs/2401.00001).\n",
            &[],
        );
        check(
            recognise,
            "**A Net of Nets** is a paper.\nIt is at https://arxiv.org/abs/2401.00001\n",
            &[],
        );
    }
}
