//! The title at the head of a list item or paragraph: a link's text, bold, quoted or plain. What
//! stands in front of it (numbers, dates, venues, badges, emoji) is no title. Only a form that
//! leaves no doubt is taken.

use super::head::{Head, Reader};
use super::prefix::{is_tag, number};
use crate::list::document::{Document, Mark};
use crate::list::layout::syntax::tree::{Kind, Segment, segments};

/// The title at the head of a block of text.
pub fn read(doc: &Document<'_>, block: usize) -> Option<Head> {
    Reader::new(doc, block)?.head()
}

impl Reader<'_> {
    fn head(&self) -> Option<Head> {
        let mut i = 0;
        while let Some(segment) = self.segments.get(i) {
            match segment.kind {
                Kind::Html | Kind::SoftBreak | Kind::HardBreak | Kind::Marked(Mark::Image(_)) => {}
                Kind::Verbatim if self.source(&segment.span).starts_with('`') => {}
                Kind::Verbatim => return self.plain(i, segment.span.start),
                Kind::Marked(Mark::Strike) => return None,
                // `[Abel et al., 2024](#abel)` names an entry of the list, it is none.
                Kind::Marked(_) if self.leads_within(segment) => return None,
                Kind::Marked(Mark::Link(_)) => {
                    if let Some(head) = self.link(segment, segment.span.end) {
                        return Some(head);
                    }
                }
                Kind::Marked(Mark::Strong | Mark::Emphasis) => match self.marked(i) {
                    Marked::Title(head) => return Some(head),
                    Marked::Prefix => {}
                    Marked::Other => return None,
                },
                Kind::Text => {
                    let at = segment.span.start + self.prefix_len(i);
                    if at < segment.span.end {
                        let quoted = self.source(&(at..segment.span.end)).starts_with(['"', '“']);
                        return if quoted {
                            self.quoted(at)
                        } else {
                            self.plain(i, at)
                        };
                    }
                }
            }
            i += 1;
        }
        None
    }

    /// A bold or italic span: the title, a tag or name in front of it, or neither.
    fn marked(&self, i: usize) -> Marked {
        let segment = &self.segments[i];
        let text = self.text(segment);
        let inside = segments(self.doc, &self.pieces, segment.inner.clone());
        let is_number = |a: &Segment| {
            let text = self.source(&a.span).trim_end();
            number(text) == Some(text.len())
        };
        let inner = match inside.as_slice() {
            [first, rest @ ..] if first.kind == Kind::Text && is_number(first) => rest,
            all => all,
        };
        if let [link] = inner
            && matches!(link.kind, Kind::Marked(Mark::Link(_)))
        {
            return self
                .link(link, segment.span.end)
                .map_or(Marked::Prefix, Marked::Title);
        }
        if is_tag(&text) || text.trim_end().ends_with(':') || self.is_nickname(i, &text) {
            return Marked::Prefix;
        }
        let is_italic = segment.kind == Kind::Marked(Mark::Emphasis);
        if is_italic && text.split_whitespace().count() < 3 {
            return Marked::Other;
        }
        self.whole(segment).map_or(Marked::Other, Marked::Title)
    }

    /// Whether a bold span is a short name in front of the title: `**Net**: "A Net of Nets"`,
    /// `**Net**: [A Net of Nets](…)`.
    fn is_nickname(&self, i: usize, text: &str) -> bool {
        let behind = self
            .source(&(self.segments[i].span.end..self.end()))
            .trim_start();
        let Some(behind) = behind.strip_prefix([':', '：']) else {
            return false;
        };
        let behind = behind.trim_start();
        let is_short = text.split_whitespace().count() <= 3;
        behind.starts_with(['"', '“']) || is_short && !behind.is_empty()
    }
}

/// What a bold or italic span in front is.
enum Marked {
    Title(Head),
    /// A tag, a number, a nickname.
    Prefix,
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The title at the head of a list item.
    fn check(item: &str, expected: Option<&str>) {
        let list = format!("- {item}\n");
        let doc = Document::parse(&list);
        let block = doc.blocks.iter().position(|b| !b.inlines.is_empty());
        let head = block.and_then(|b| read(&doc, b));
        assert_eq!(head.map(|h| &list[h.title]), expected, "{item}");
    }

    const URL: &str = "https://arxiv.org/abs/2401.00001";

    #[test]
    fn titles_in_their_forms() {
        for item in [
            "[A Net of Nets](URL)",
            "**[A Net of Nets](URL)** `2024`",
            "[**A Net of Nets**.](URL) *Ada Abel*",
            "**A Net of Nets.** Preprint 2024. [paper](URL)",
            "A Net of Nets [[pdf](URL)]",
            "A Net of Nets.\n  [[pdf]](URL)",
            "A Net of Nets (SOSP2019) [[pdf](URL)]",
            "A Net of Nets: URL",
            "\"A Net of Nets\" [pdf](URL)",
        ] {
            check(&item.replace("URL", URL), Some("A Net of Nets"));
        }
    }

    #[test]
    fn what_stands_in_front_is_no_title() {
        for item in [
            "2022-11-30, **A Net of Nets**, Ada Abel et.al.",
            "(arXiv preprint 2023) [💬 Fish] **A Net of Nets**, Ada Abel",
            "⭐⭐(CVPR 2023) **A Net of Nets**",
            "[2025/06/10] **A Net of Nets** | [[paper]](URL)",
            "💥 :star: [CVPR '24] [A Net of Nets](URL)",
            "[![Badge](https://x.org/b.svg)](URL) [A Net of Nets](URL)",
            "**Net**: \"A Net of Nets\", ICRA, 2021 (*A University*). [[Paper](URL)]",
            "**[Net]** A Net of Nets | **[CVPR' 14]** |[`[pdf]`](URL)",
            "**Net:** [A Net of Nets](URL)",
            "[[pdf]](URL) [A Net of Nets](URL)",
            "**[12]** 3. [A Net of Nets](URL)",
            "(A Journal of Long Names) [💬Text → Fish] **A Net of Nets**, Ada Abel",
            "**[Extended👆] A Net of Nets**",
            "[🏡A Net of Nets](URL)",
            "**12. [A Net of Nets](URL)** *Ada Abel, Bo Bell*",
        ] {
            check(&item.replace("URL", URL), Some("A Net of Nets"));
        }
        check(
            "3D Nets of Nets [[pdf](https://x.org)]",
            Some("3D Nets of Nets"),
        );
        check("∞-net: A Net [[pdf](https://x.org)]", Some("∞-net: A Net"));
        check("[Fast R-CNN](https://x.org)", Some("Fast R-CNN"));
        check("Hypernets [[pdf](https://x.org)]", Some("Hypernets"));
        check("{NET}: A Net [[pdf](https://x.org)]", Some("{NET}: A Net"));
    }

    #[test]
    fn prose_has_no_title() {
        for item in [
            "Our review is available at [here](URL).",
            "See also the survey at URL for background.",
            "Compare [this overview](URL), which we do not list, and others.",
            "**Authors**: Ada Abel",
            "Code: [official](URL)",
            "[[pdf]](URL)",
            "[Paper Title](url)",
            "Prose.",
            "[Abel et al., 2024](#abel), *A Net of Nets*. [pdf](URL)",
        ] {
            check(&item.replace("URL", URL), None);
        }
    }
}
