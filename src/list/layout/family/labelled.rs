//! Labelled fields (`docs/layouts.md#labelled`), with values in `<details>` and quotes, too: a
//! title line, then `Paper:`, `Authors:`, `Abstract:` in any order and spelling.

use crate::list::document::{Document, IsOver};
use crate::list::entry::Entry;
use crate::list::layout::candidate::section::SectionCandidate;
use crate::list::layout::find::title_line::titles;
use crate::list::layout::vote;

/// The name of this family in reports.
pub const LAYOUT: &str = "labelled";

/// The entries of this family.
pub fn recognise(doc: &Document<'_>, is_over: IsOver<'_>) -> Vec<Entry> {
    vote::sections(doc, &titles(doc, is_over), is_over)
        .filter(SectionCandidate::has_fields)
        .map(|candidate| candidate.entry(LAYOUT))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::entry::{Content, Evidence, Name};
    use crate::list::layout::testing::check_authors;

    /// What a list's first entry shows of a field; `None` where it has no such place.
    fn check(list: &str, name: &Name, expected: Option<&str>) {
        let doc = Document::parse(list);
        let entries = recognise(&doc, &|| false);
        let place = entries.first().and_then(|e| e.place(name));
        let place = place.filter(|p| p.evidence != Evidence::Place);
        let shown = place.map(|p| match &p.content {
            Content::Shown { value, .. } => value.text(&doc),
            Content::Hidden | Content::Absent(_) => "(hidden)".into(),
        });
        assert_eq!(shown.as_deref(), expected, "{list}");
    }

    #[test]
    fn a_value_may_stand_below_its_label() {
        let list = |rest: &str| {
            format!("# T\n\n**Link**: https://arxiv.org/abs/2401.00001\n\n**Abstract**:{rest}")
        };
        check(&list(" a b"), &Name::Abstract, Some("a b"));
        check(&list("\n\na b\n"), &Name::Abstract, Some("a b"));
        check(&list("\na b\n"), &Name::Abstract, Some("a b"));
        check(&list("\n"), &Name::Abstract, Some(""));
        check(&list("\n\n**Authors**: A\n"), &Name::Abstract, Some(""));
        let code = |language: &str| list(&format!("\n\n```{language}\nx\n```\n"));
        check(&code("markdown"), &Name::Abstract, Some(""));
        check(&code(""), &Name::Abstract, Some("(hidden)"));
    }

    #[test]
    fn a_value_may_stand_in_a_container() {
        let list = |rest: &str| format!("# T\n\n- **Authors**: A B\n- **Abstract**:\n{rest}");
        for rest in [
            "  <details>a b</details>\n",
            "\n  > a b\n",
            "  <details>\n  <summary>Show</summary>\n  a b\n  </details>\n",
        ] {
            check(&list(rest), &Name::Abstract, Some("a b"));
        }
        check(
            &list("\n  | a | b |\n  |---|---|\n  | c | d |\n"),
            &Name::Abstract,
            Some("(hidden)"),
        );
        check(&list("  <!-- none -->\n"), &Name::Abstract, Some(""));
        check(&list("\n```\ncode\n```\n"), &Name::Abstract, Some(""));
        check(&list("\nProse.\n"), &Name::Abstract, Some(""));
    }

    #[test]
    fn containers_need_no_label() {
        let long = "We study how small boats cross wide rivers at night, and measure the drift with three lamps.";
        let list = |rest: &str| format!("### 9. [CVPR '24] T\n**Authors**: A B, C D \n{rest}");
        let details = format!(
            "<details span>\n<summary><b>Abstract</b></summary>\n{long}\n</details>\n\n  [Paper](https://arxiv.org/pdf/2401.00001)\n"
        );
        check(&list(&details), &Name::Abstract, Some(long));
        let open = format!("<details><summary>Digest</summary>{long}\n\n## U\n");
        check(&list(&open), &Name::Abstract, None);
        check(&list(&format!("\n> {long}\n")), &Name::Abstract, Some(long));
        check(&list("\n> A remark.\n"), &Name::Abstract, None);
        let callout = |head: &str| list(&format!("\n> {head}\n> {long}\n"));
        check(&callout("[!abstract]- Kurz"), &Name::Abstract, Some(long));
        check(&callout("[!NOTE]"), &Name::Abstract, None);
        check(&callout("**Figure:** of it,"), &Name::Abstract, None);
        check(&list("\n> \n\n```\nx\n```\n"), &Name::Abstract, Some(""));
        let apart = format!("<details>\n<summary>Abstract</summary>\n\n{long}\n\n</details>\n");
        check(&list(&apart), &Name::Abstract, Some(long));
        let numbered = format!(
            "[14] [T](https://x.org)\n\n- Paper: https://arxiv.org/abs/2401.00001\n\n- Abstract：\n\n  > *{long}*\n"
        );
        check(&numbered, &Name::Abstract, Some(long));
        let quoted = "# T\n\n> [!info]\n> - 作者：A B, C D\n> - arXiv：[T](https://arxiv.org/abs/2401.00001)\n";
        check(quoted, &Name::Authors, Some("A B, C D"));
        let badges = |who: &str| {
            format!(
                "### T\n\nProse.\n\n[![a](b)](https://arxiv.org/abs/2401.00001)\n[![c](d)](https://x.org)<br>\n{who}\n\n"
            )
        };
        check(
            &badges("A B, C D").repeat(3),
            &Name::Authors,
            Some("A B, C D"),
        );
        let institutes = [
            "Carnegie Mellon, Johns Hopkins",
            "Peking University",
            "Google, IBM",
        ];
        let list: String = institutes.iter().map(|who| badges(who)).collect();
        check(&list, &Name::Authors, None);
        let page = format!(
            "# T\n\nhttps://arxiv.org/abs/2401.00001\n\n*A B, C D*\n\n**Abstract**\n\n> {long}\n"
        );
        check(&page, &Name::Abstract, Some(long));
        check(&page, &Name::Authors, Some("A B, C D"));
        let page = format!(
            "# T\n\n> [T\n> ](https://arxiv.org/abs/2401.00001)\n\n## TL;DR\n\nShort.\n\n## Abstract\n\n{long}\n\n## Models\n\nx\n"
        );
        check(&page, &Name::Abstract, Some(long));
    }

    #[test]
    fn a_wrapped_line_is_no_label() {
        let list = |rest: &str| format!("# T\n\n{rest}\n");
        check(
            &list("**Abstract**: see\narXiv:1405.1707 and\nCode: b"),
            &Name::Abstract,
            Some("see arXiv:1405.1707 and Code: b"),
        );
        check(
            &list("Abstract: see\nLink: b"),
            &Name::Abstract,
            Some("see Link: b"),
        );
        check(&list("Authors: A B\nLink: b"), &Name::Authors, Some("A B"));
        check(
            &list("Abstract: see  \nLink: b"),
            &Name::Abstract,
            Some("see"),
        );
    }

    #[test]
    fn an_entry_ends_at_its_neighbour() {
        let list = "1. **T**\n\n    **Authors**: A B\n\n1. **U**\n\n    **Abstract**: a b\n";
        check(list, &Name::Abstract, None);
        check(
            "**T**\n\n**Authors**: A\n\nProse.\n\n**Abstract**: a\n",
            &Name::Abstract,
            None,
        );
        check("```\n# T\n\n**Authors**: A\n```\n", &Name::Authors, None);
    }

    #[test]
    fn a_star_within_a_bold_title_is_read_as_meant() {
        check(
            "1. **A* search**\n\n    **Authors**: A B\n",
            &Name::Authors,
            Some("A B"),
        );
    }

    /// A list of three entries like this one; `N` and `URL` are each entry's own.
    fn three(entry: &str) -> String {
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
            check_authors(recognise, &three(&entry.replace("TEXT", text)), &expected);
        }
    }

    #[test]
    fn what_cannot_be_read_where_names_stand_is_not_missing() {
        let list = three("### A N\nAda Abel, Bo Bell\n\n[Paper](URL)\n").repeat(2);
        let list = list.replacen("Ada Abel", "One who is not named", 1);
        let doc = Document::parse(&list);
        let entries = recognise(&doc, &|| false);
        let first = entries[0].place(&Name::Authors).unwrap();
        assert!(entries.len() == 6 && matches!(first.content, Content::Hidden));
    }

    #[test]
    fn names_that_few_entries_have_are_none() {
        let list = three("### A N\nIt is of an N.\n\n[Paper](URL)\n");
        let list = list.replacen("It is of an Net.", "Santa Fe, Johns Hopkins", 1);
        check_authors(recognise, &list, &[]);
    }
}
