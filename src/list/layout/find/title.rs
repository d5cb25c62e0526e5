//! The title at the head of a list item or paragraph: a link's text, bold, quoted or plain. What stands in front of it (numbers,
//! dates, venues, badges, emoji) is no title. Only a form that leaves no doubt is taken.

use super::label;
use super::link_text::is_title;
use super::prefix::{self, group, is_filler, is_tag, number, sign};
use crate::list::document::{Document, Inline, Mark};
use crate::list::entry::{Name, Value, Writing};
use crate::list::hints::Labels;
use crate::list::layout::syntax::tree::{self, Kind, Segment, segments};
use std::ops::Range;

/// A title at the head of a block.
#[derive(Clone, Debug)]
pub struct Head {
    /// Its block.
    pub block: usize,
    /// The bytes of the title's text.
    pub title: Range<usize>,
    /// Where all that belongs to the title ends: its link, marks, quotes.
    pub rest: usize,
    /// How it is written.
    pub form: Form,
    /// The authors, where they stand in front of the title.
    pub authors: Option<Value>,
}

impl Head {
    /// The title as a value.
    pub fn value(&self) -> Value {
        Value {
            span: self.title.clone(),
            block: self.block,
            writing: Writing::Markdown,
        }
    }
}

/// How a title is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The text of a link.
    Link,
    /// Bold or italic.
    Marked,
    /// In quotation marks.
    Quoted,
    /// Plain text in front of links.
    Plain,
}

/// No title has more in front of it.
const MOST_PREFIXES: usize = 12;

/// A block while its head is looked for.
pub struct Reader<'d> {
    pub doc: &'d Document<'d>,
    pub block: usize,
    pub pieces: Vec<Inline>,
    pub segments: Vec<Segment>,
}

/// The title at the head of a block of text.
pub fn read(doc: &Document<'_>, block: usize) -> Option<Head> {
    Reader::new(doc, block)?.head()
}

impl<'d> Reader<'d> {
    /// Nothing where the block begins with a label: that is a field of something else.
    pub fn new(doc: &'d Document<'d>, block: usize) -> Option<Self> {
        let pieces = doc.inlines(&doc.blocks[block], &doc.blocks[block].span);
        let first = pieces.first()?.span.start;
        let line = &doc.source[first
            ..doc
                .line_end(first)
                .min(doc.blocks[block].span.end)
                .max(first)];
        if is_field(doc.labels, line) || label::bare(doc.labels, line).is_some() {
            return None;
        }
        let segments = segments(doc, &pieces, 0..pieces.len());
        Some(Self {
            doc,
            block,
            pieces,
            segments,
        })
    }

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

    pub fn source(&self, span: &Range<usize>) -> &'d str {
        &self.doc.source[span.clone()]
    }

    pub fn text(&self, segment: &Segment) -> String {
        tree::text(self.doc, &self.pieces, segment)
    }

    pub fn new_head(&self, title: Range<usize>, rest: usize, form: Form) -> Option<Head> {
        let title = prefix::without_tags(self.doc.source, title);
        (!title.is_empty()).then_some(Head {
            block: self.block,
            title,
            rest,
            form,
            authors: None,
        })
    }

    /// A link whose text is a title; `rest` is where what is around it ends.
    pub fn link(&self, segment: &Segment, rest: usize) -> Option<Head> {
        let text = self.text(segment);
        if is_tag(&text) || !is_title(&text) || self.leads_within(segment) {
            return None;
        }
        let title = tree::inner_span(self.doc, &self.pieces, segment);
        self.new_head(title, rest, Form::Link)
    }

    /// Whether a link leads to a place in the list itself.
    fn leads_within(&self, segment: &Segment) -> bool {
        matches!(segment.kind, Kind::Marked(Mark::Link(url)) if self.doc.string(url).starts_with('#'))
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

    /// A bold or italic span that is all title.
    pub fn whole(&self, segment: &Segment) -> Option<Head> {
        is_title(&self.text(segment)).then_some(())?;
        let title = tree::inner_span(self.doc, &self.pieces, segment);
        self.new_head(title, segment.span.end, Form::Marked)
    }

    /// Whether a bold span is a short name in front of the title: `**Net**: "A Net of Nets"`, `**Net**: [A Net of Nets](…)`.
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

    pub fn end(&self) -> usize {
        self.segments.last().map_or(0, |a| a.span.end)
    }

    /// A title in quotation marks that open at `at`.
    pub fn quoted(&self, at: usize) -> Option<Head> {
        let line = self.source(&(at..self.end()));
        let open = line.chars().next()?;
        let inner = &line[open.len_utf8()..];
        let closes = |(i, c): &(usize, char)| {
            let next = inner[i + c.len_utf8()..].chars().next();
            matches!(c, '"' | '”') && !next.is_some_and(char::is_alphanumeric)
        };
        let begin = at + open.len_utf8();
        let of = |a: &&Segment| matches!(a.kind, Kind::Marked(_)) && a.span.start >= begin;
        let marked = self.segments.iter().find(of);
        // Quotation marks within a bold title, or link, close nothing.
        let is_outside = |(i, _): &(usize, char)| {
            marked.is_none_or(|a| !(a.span.start..a.span.end).contains(&(begin + i)))
        };
        let mut closings = inner.char_indices().filter(closes);
        let (close, c) = closings.find(is_outside)?;
        let within = begin..begin + close;
        let rest = within.end + c.len_utf8();
        let marked = marked.filter(|a| a.span.end <= within.end);
        let is_around = |a: &&Segment| {
            let outside = [within.start..a.span.start, a.span.end..within.end];
            !outside
                .iter()
                .any(|s| self.source(s).contains(char::is_alphanumeric))
        };
        let title = match marked.filter(is_around) {
            Some(segment) => tree::inner_span(self.doc, &self.pieces, segment),
            None => tree::bare(self.doc, within),
        };
        is_title(self.source(&title)).then_some(())?;
        self.new_head(title, rest, Form::Quoted)
    }

    /// How much of a run of text in front of a title is none of it.
    pub fn prefix_len(&self, i: usize) -> usize {
        let all = self.source(&self.segments[i].span);
        let is_last = !self.segments[i + 1..]
            .iter()
            .any(|a| matches!(a.kind, Kind::Text | Kind::Marked(_)));
        let next_is_marked = matches!(
            self.segments.get(i + 1).map(|a| a.kind),
            Some(Kind::Marked(Mark::Strong | Mark::Link(_) | Mark::Emphasis))
        );
        let mut rest = all;
        for _ in 0..MOST_PREFIXES {
            rest = rest.trim_start_matches(is_filler);
            let len = sign(rest)
                .or_else(|| number(rest))
                .or_else(|| group(rest, next_is_marked));
            match len {
                Some(len) if len > 0 && !(is_last && len == rest.len()) => rest = &rest[len..],
                _ => break,
            }
        }
        all.len() - rest.len()
    }
}

/// Whether a line begins with a field's label; a short name in front of a title looks like one: `**Net**: "A Net of Nets"`.
fn is_field(labels: &Labels, line: &str) -> bool {
    let Some(label) = label::read(labels, line) else {
        return false;
    };
    let behind = line[label.len..].trim_start();
    let is_own = label.marked && matches!(label.name, Name::Other(_));
    !(is_own && behind.starts_with(['"', '“', '[']))
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
