//! Citations (`docs/layouts.md#citation`): authors first, then the title in quotation marks, bold,
//! italic or as a link.

use crate::list::document::{BlockKind, Document, IsOver, Mark};
use crate::list::entry::{Entry, Value, Writing};
use crate::list::layout::candidate::{Candidate, in_items};
use crate::list::layout::find::byline::only_people;
use crate::list::layout::find::head::{Head, Reader};
use crate::list::layout::find::link::{leads_to_arxiv, links_in};
use crate::list::layout::syntax::tree::{self, Kind, Segment};
use crate::list::layout::vocabulary::KEEP_THEIR_STOP;
use crate::list::layout::vote;
use std::ops::Range;

/// The name of this family in reports.
pub const LAYOUT: &str = "citation";

/// The most segments (links, marks and what stands between them) in front of a title: authors who
/// are linked one by one. Beyond it nothing is a citation: every link of a paragraph would be read
/// together with all that is in front of it.
const MOST_SEGMENTS: usize = 200;

/// The longest authors in front of a title, in bytes: three thousand names.
const LONGEST_AUTHORS: usize = 1 << 16;

/// The entries of this family.
pub fn recognise(doc: &Document<'_>, is_over: IsOver<'_>) -> Vec<Entry> {
    let is_paragraph =
        |b: &usize| doc.blocks[*b].kind == BlockKind::Text && doc.blocks[*b].depth == 0;
    let paragraphs = (0..doc.blocks.len())
        .filter(is_paragraph)
        .take_while(|_| !is_over())
        .filter_map(|b| Candidate::read(doc, head(doc, b)?, b + 1));
    let mut candidates = in_items(doc, head, is_over);
    candidates.extend(paragraphs);
    vote::entries(doc, candidates, LAYOUT, is_over)
}

/// The title behind the authors with which a block begins.
fn head(doc: &Document<'_>, block: usize) -> Option<Head> {
    let reader = Reader::new(doc, block)?;
    let (i, start) = first_word(&reader)?;
    let is_number = |a: &Segment| {
        matches!(a.kind, Kind::Marked(_)) && reader.text(a).contains(|c: char| c.is_ascii_digit())
    };
    let is_numbered = reader.segments[..i].iter().any(is_number);
    let segments = reader.segments.iter().enumerate().skip(i);
    for (k, segment) in segments.take(MOST_SEGMENTS) {
        if segment.span.start.saturating_sub(start) > LONGEST_AUTHORS {
            return None;
        }
        let found = match segment.kind {
            Kind::Text => quote(&reader, &(segment.span.start.max(start)..segment.span.end))
                .map(|at| (at, reader.quoted(at))),
            Kind::Marked(Mark::Link(_)) => {
                Some((segment.span.start, reader.link(segment, segment.span.end)))
            }
            Kind::Marked(Mark::Strong | Mark::Emphasis) => {
                Some((segment.span.start, reader.whole(segment)))
            }
            Kind::Marked(_) | Kind::Verbatim => return None,
            Kind::Html | Kind::SoftBreak | Kind::HardBreak => None,
        };
        let Some((at, head)) = found else { continue };
        let authors = authors(doc, block, start..at);
        let are_people = authors
            .as_ref()
            .is_some_and(|a| only_people(doc, a).is_some());
        // With a number in front, what is in quotation marks is a title, whoever wrote it.
        let is_text = matches!(segment.kind, Kind::Text);
        let is_title = is_text && (is_numbered || quotes_paper(doc, &reader, k));
        match head {
            Some(head) if are_people || is_title => return Some(Head { authors, ..head }),
            // A name may be bold or a link.
            _ if segment.kind != Kind::Text => {}
            _ => return None,
        }
    }
    None
}

/// Whether the text of a segment ends in a quotation mark, and a link to a paper follows: what is
/// quoted is a title, whatever is in front.
fn quotes_paper(doc: &Document<'_>, reader: &Reader<'_>, segment: usize) -> bool {
    let text = reader.source(&reader.segments[segment].span);
    let links = |s: &Segment| links_in(doc, &doc.inlines(&doc.blocks[reader.block], &s.span));
    let next = reader.segments.get(segment + 1);
    text.ends_with(['"', '“']) && next.is_some_and(|s| links(s).iter().any(leads_to_arxiv))
}

/// Where the running text of a block begins: behind anchors, numbers, tags.
fn first_word(reader: &Reader<'_>) -> Option<(usize, usize)> {
    for (i, segment) in reader.segments.iter().enumerate() {
        match segment.kind {
            Kind::Html | Kind::SoftBreak | Kind::HardBreak | Kind::Marked(Mark::Image(_)) => {}
            Kind::Marked(Mark::Strong) if !reader.text(segment).contains(char::is_alphabetic) => {}
            Kind::Text => {
                let prefix = reader.prefix_len(i);
                let text = reader.source(&segment.span);
                // `[Ada Abel][page], Bo Bell`: words in brackets are no number and no tag.
                let are_words = !text[..prefix].contains(|c: char| c.is_ascii_digit())
                    && text[..prefix].trim().contains(' ');
                let at = segment.span.start + if are_words { 0 } else { prefix };
                if at < segment.span.end {
                    return Some((i, at));
                }
            }
            _ => return None,
        }
    }
    None
}

/// Where a quotation begins in some text.
fn quote(reader: &Reader<'_>, span: &Range<usize>) -> Option<usize> {
    let text = reader.source(span);
    let opens = |(i, _): &(usize, &str)| {
        let before = text[..*i].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',' | ':' | ')'))
    };
    text.match_indices(['"', '“'])
        .find(opens)
        .map(|(i, _)| span.start + i)
}

/// What stands where the authors do, in front of a title.
fn authors(doc: &Document<'_>, block: usize, extent: Range<usize>) -> Option<Value> {
    let span = without_stop(doc, tree::unbroken(doc, extent));
    let value = Value {
        span,
        block,
        writing: Writing::Markdown,
    };
    (!value.span.is_empty()).then_some(value)
}

/// Without the stop that ends the authors; that of an initial or of `et al.` stays.
fn without_stop(doc: &Document<'_>, span: Range<usize>) -> Range<usize> {
    let text = &doc.source[span.clone()];
    let Some(bare) = text.strip_suffix(['.', ':']) else {
        return span;
    };
    let last = bare.rsplit([' ', '.', '-']).next().unwrap_or_default();
    let is_short = last.chars().count() == 1 || KEEP_THEIR_STOP.contains(&last);
    if is_short {
        span
    } else {
        span.start..span.start + bare.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::entry::{Evidence, Name};
    use crate::list::layout::testing::check_authors as check;

    #[test]
    fn authors_stand_in_front() {
        for (entry, authors) in [
            (
                "**[5]** Abel, Ada, and Bo Bell. \"**A Net of Nets**.\" arXiv preprint (2024). [[pdf]](URL) **(Net)**",
                "Abel, Ada, and Bo Bell",
            ),
            (
                "- <a name=\"Abel24\"></a>Abel, A., Bell, B.,  \n*[A Net of Nets](URL)*,  \nICML, 2024.",
                "Abel, A., Bell, B.",
            ),
            (
                "- <a name=\"Abel24\"></a>A. Abel, B. Bell,  \n*[A Net of Nets](URL),*  \nICML, 2024.",
                "A. Abel, B. Bell",
            ),
            (
                "- Ada Abel, Bo Bell, et al. \"A Net of Nets\". [[Paper]](URL)",
                "Ada Abel, Bo Bell, et al.",
            ),
            (
                "[3] A. Abel, B. Bell “A Net of Nets,” ICML. [pdf](URL)",
                "A. Abel, B. Bell",
            ),
        ] {
            let list = entry.replace("URL", "https://arxiv.org/abs/2401.00001");
            check(recognise, &list, &[("A Net of Nets", Some(authors))]);
        }
    }

    #[test]
    fn a_bold_title_may_quote() {
        let list = "[5] Abel, Ada, and Bo Bell. \"**\"Nets, Nets\": A Net of \"Nets\"**.\" arXiv (2024). [[pdf]](https://arxiv.org/abs/2401.00001)";
        let title = "\"Nets, Nets\": A Net of \"Nets\"";
        check(recognise, list, &[(title, Some("Abel, Ada, and Bo Bell"))]);
    }

    #[test]
    fn what_stands_where_the_others_have_authors_is_in_the_place_of_authors() {
        let list = "**[1]** Abel, Ada, and Bo Bell. \"**A Net of Nets**.\" arXiv. [pdf](URL)\n\n**[2]** Abel, Cy kayom Md. \"**A Net of Owls**.\" arXiv. [pdf](URL)";
        let list = list.replace("URL", "https://arxiv.org/abs/2401.00001");
        let entries = recognise(&Document::parse(&list), &|| false);
        let [_, second] = &entries[..] else {
            panic!("{entries:?}")
        };
        let place = second.place(&Name::Authors).unwrap();
        assert_eq!(place.evidence, Evidence::Place, "{place:?}");
    }

    #[test]
    fn running_text_is_no_citation() {
        for text in [
            "He calls it \"A Net of Nets\" [here](URL).",
            "- In our work \"A Net of Nets\" [pdf](URL) we say so.",
            "Compare [this overview](URL), which we do not list.",
            "- [Abel et al., 2024](#abel),  \n*A Net of Nets*. See URL.",
        ] {
            check(
                recognise,
                &text.replace("URL", "https://arxiv.org/abs/2401.00001"),
                &[],
            );
        }
    }
}
