//! List items (`docs/layouts.md#item`): a title, on its line or below it names in whatever place
//! the list has for them, fields in nested items. A nested item that is an entry itself belongs to
//! nobody else.

use crate::list::document::{Document, IsOver};
use crate::list::entry::{Entry, Name};
use crate::list::layout::candidate::{Candidate, in_items};
use crate::list::layout::find::title;
use crate::list::layout::find::title_line::titles;
use crate::list::layout::vote;
use std::collections::HashSet;

/// The name of this family in reports.
pub const LAYOUT: &str = "item";

/// The entries of this family.
pub fn recognise(doc: &Document<'_>, is_over: IsOver<'_>) -> Vec<Entry> {
    let labelled: HashSet<usize> = titles(doc, is_over)
        .iter()
        .filter(|t| t.enclosed)
        .map(|t| t.block)
        .collect();
    // A bold title above labels is read with more care as such (`super::labelled`).
    let is_other = |u: &Candidate| {
        labelled.contains(&u.head.block) && (u.has(&Name::Authors) || u.has(&Name::Abstract))
    };
    let mut candidates = in_items(doc, title::read, is_over);
    candidates.retain(|u| !is_other(u));
    vote::entries(doc, candidates, LAYOUT, is_over)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::layout::testing::check_authors as check;

    /// A list with these two entries; `N` and `URL` are each entry's own.
    fn list(entry: &str) -> String {
        let one = |n: &str| {
            let url = format!("https://arxiv.org/abs/2401.0000{n}");
            entry
                .replace("URL", &url)
                .replace('N', if n == "1" { "Net" } else { "Tree" })
        };
        format!("# Papers\n\n{}\n{}\n", one("1"), one("2"))
    }

    #[test]
    fn authors_on_the_line_of_the_title() {
        for (entry, authors) in [
            (
                "- **[A N](URL)** *Ada Abel, Bo Bell, et al.* [[code](https://x.org)]",
                "Ada Abel, Bo Bell, et al.",
            ),
            (
                "- [2023/11] **A N** *Ada Abel et al. arXiv.* [[paper](URL)]",
                "Ada Abel et al.",
            ),
            (
                "* [A N](URL) by Ada Abel, Bo B. Bell and Cy Cole. ICML, 2024.",
                "Ada Abel, Bo B. Bell and Cy Cole",
            ),
            (
                "- (arXiv preprint 2024) **A N**, Ada Abel and Bo Bell  [[Paper](URL)] [[Code](https://x.org)]",
                "Ada Abel and Bo Bell",
            ),
            (
                "- [A N](URL), Abel et al. Arxiv 2020 | [bibtex](./a.bib)",
                "Abel et al.",
            ),
            (
                "- [A N](URL), Ada Abel and Bo Bell, Arxiv 2023 | [bibtex](./a.bib)",
                "Ada Abel and Bo Bell",
            ),
            (
                "+ [A N](URL) (Ada Abel & Bo Bell et al., ICML 2021) [:book:](./a.txt)",
                "Ada Abel & Bo Bell et al.",
            ),
            (
                "- 2024-01-01, **A N**, Ada Abel et.al., Paper: [URL](URL)",
                "Ada Abel et.al.",
            ),
        ] {
            check(
                recognise,
                &list(entry),
                &[("A Net", Some(authors)), ("A Tree", Some(authors))],
            );
        }
    }

    #[test]
    fn authors_below_the_title() {
        for (entry, authors) in [
            (
                "- [A N](URL)\n  - Ada Abel, Bo Bell, and Cy Cole\n  - Keyword: Nets, Trees",
                "Ada Abel, Bo Bell, and Cy Cole",
            ),
            (
                "- [A N](URL)\n\n    [Ada Abel](https://x.org/a), [Bo Bell](https://x.org/b)",
                "[Ada Abel](https://x.org/a), [Bo Bell](https://x.org/b)",
            ),
            (
                "- A N\n  - Ada Abel, Bo Bell\n  - ICML 2024\n  - [Paper](URL), [Code](https://x.org)",
                "Ada Abel, Bo Bell",
            ),
            (
                "- A N [[Paper]](URL)\n  - ICML 2020\n  - Abel, A., Bell, B. and Cole, C., 2020.",
                "Abel, A., Bell, B. and Cole, C.",
            ),
            (
                "-   A N.\n    [[pdf]](URL)\n    -   Ada Abel, Bo Bell. **ICML 2021**",
                "Ada Abel, Bo Bell",
            ),
            (
                "- [A N](URL)\n  - Author(s):Ada Abel, Bo Bell\n  - Date: 2025-07",
                "Ada Abel, Bo Bell",
            ),
            (
                "1. **A N.** Preprint 2024. [paper](URL)\n\n    *Ada Abel, Bo Bell.* Preprint'24\n",
                "Ada Abel, Bo Bell.",
            ),
            (
                "- **A N** [[paper link]](URL) 2026-07-05  \nAda Abel;Bo Bell",
                "Ada Abel;Bo Bell",
            ),
            (
                "- **[A N](URL)**  `2024`  \n  _Ada Abel, et al._\n  <details open><summary>Abstract</summary>\n  Text.\n  </details>\n",
                "Ada Abel, et al.",
            ),
        ] {
            check(
                recognise,
                &list(entry),
                &[("A Net", Some(authors)), ("A Tree", Some(authors))],
            );
        }
    }

    #[test]
    fn what_is_no_name_is_no_author() {
        for entry in [
            "+ [A N](URL) (Oct., 2025)  \n  [![Star](https://x.org/a.svg)](https://x.org)",
            "* **N**: \"A N\", ICRA, 2021 (*A University*). [[Paper](URL)]",
            "- [A N](URL) <kbd>ICML 2022</kbd> [Ada Abel, UT Austin]",
            "- [A N](URL)\n  - OpenAI\n  - Keyword: Large Nets, Deep Trees",
            "- [A N](URL)<br>:star:[code](https://x.org)",
            // Initials behind the family names would be taken for other people's.
            "- [A N](URL). Abel A, Bell B, Cole CQ. ICML, 2024.",
        ] {
            check(
                recognise,
                &list(entry),
                &[("A Net", None), ("A Tree", None)],
            );
        }
    }

    #[test]
    fn an_entry_in_an_entry_is_nobody_elses() {
        let text = "* **2023**\n    * [A Net](https://arxiv.org/abs/2401.00001), Ada Abel et al.\n        * See [A Tree](https://arxiv.org/abs/2401.00002), Bo Bell et al.\n    * [A Bush](https://arxiv.org/abs/2401.00003)\n";
        check(
            recognise,
            text,
            &[("A Net", Some("Ada Abel et al.")), ("A Bush", None)],
        );
        let text = text.replace("See ", "");
        check(
            recognise,
            &text,
            &[
                ("A Net", Some("Ada Abel et al.")),
                ("A Tree", Some("Bo Bell et al.")),
                ("A Bush", None),
            ],
        );
    }

    #[test]
    fn what_has_the_shape_of_its_siblings_is_an_entry() {
        let text = "- [A Net](https://arxiv.org/abs/2401.00001)\n  - Ada Abel, Bo Bell\n- [A Tree](https://x.org)\n  - Cy Cole, Di Dorn\n- [A Bush](https://x.org)\n";
        check(
            recognise,
            text,
            &[
                ("A Net", Some("Ada Abel, Bo Bell")),
                ("A Tree", Some("Cy Cole, Di Dorn")),
            ],
        );
        for text in [
            "- [Contents](#contents)\n  - [A Net](#a-net)\n",
            "- [Paper Title](url)\n",
            "```\n- [A Net](https://arxiv.org/abs/2401.00001)\n```\n",
        ] {
            check(recognise, text, &[]);
        }
    }
}
