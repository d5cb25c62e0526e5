//! Headings and bold paragraphs whose title or next line is a link to a paper, without any field
//! (`docs/layouts.md#section`): a title and an id.

use crate::list::document::{Document, IsOver};
use crate::list::entry::Entry;
use crate::list::layout::candidate::section::SectionCandidate;
use crate::list::layout::find::title_line::titles;
use crate::list::layout::vote;

/// The name of this family in reports.
pub const LAYOUT: &str = "section";

/// The entries of this family.
pub fn recognise(doc: &Document<'_>, is_over: IsOver<'_>) -> Vec<Entry> {
    let mut titles = titles(doc, is_over);
    titles.retain(|t| !t.enclosed);
    vote::sections(doc, &titles, is_over)
        .filter(SectionCandidate::leads_to_paper)
        .map(|candidate| candidate.entry(LAYOUT))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::layout::testing;

    fn check(list: &str, expected: &[(&str, usize)]) {
        let doc = Document::parse(list);
        let found = recognise(&doc, &|| false);
        let found: Vec<_> = found
            .iter()
            .map(|e| (e.title.text(&doc), e.links.len()))
            .collect();
        let found: Vec<_> = found.iter().map(|(t, n)| (t.as_str(), *n)).collect();
        assert_eq!(found, expected, "{list}");
    }

    #[test]
    fn headings_that_lead_to_a_paper() {
        check(
            "### [A Title](https://arxiv.org/abs/2401.00001)\n\nProse.\n",
            &[("A Title", 1)],
        );
        check(
            "### A Title\n\nhttps://arxiv.org/abs/2401.00001\n",
            &[("A Title", 1)],
        );
        check(
            "### A Title\n\n[Paper](https://arxiv.org/abs/2401.00001) | [Code](https://x.org)\n",
            &[("A Title", 2)],
        );
        check(
            "## About\n\nSee https://arxiv.org/abs/2401.00001 for more.\n",
            &[],
        );
        check("## Contents\n\n- [A](#a)\n", &[]);
    }

    #[test]
    fn italics_right_below_are_names() {
        let check = |below: &str, names: &str| {
            let list = format!("### [A Title](https://arxiv.org/abs/2401.00001)\n\n{below}\n");
            testing::check(recognise, &list, &[("A Title", names, 1)]);
        };
        check("*Ada Abel, Bo Bell*", "Ada Abel, Bo Bell");
        check("*Ada Abel*", "Ada Abel");
        check("*Abel*", "-");
        check("**Ada Abel, Bo Bell**", "-");
    }
}
