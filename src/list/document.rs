//! A Markdown text as blocks and inline pieces with exact byte spans. Knows CommonMark, not papers.
//!
//! Parsing never fails. pulldown-cmark does it; this file flattens its events and mends what callers would trip over:
//! a leading BOM, tight list items without paragraphs, block spans that include the line end.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A parsed text.
#[derive(Debug)]
pub struct Document<'a> {
    /// The text that all spans are about.
    pub source: &'a str,
    /// Blocks in the order in which they open; a container comes before what it holds.
    pub blocks: Vec<Block>,
    inlines: Vec<Inline>,
    strings: Vec<String>,
    line_starts: Vec<usize>,
}

/// A block.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes, without the line end.
    pub span: Range<usize>,
    /// Its inline pieces, where it has text of its own.
    pub inlines: Range<usize>,
    /// Index one past the last block that it holds.
    pub end: usize,
    /// How many containers are around it.
    pub depth: usize,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading and its level.
    Heading(u8),
    /// A paragraph, or the text of a tight list item.
    Text,
    /// A list.
    List,
    /// A list item.
    Item,
    /// A block quote.
    Quote,
    /// Raw HTML, comments included.
    Html,
    /// A code block, fenced or indented.
    Code,
    /// Anything else: tables, rules, definitions, front matter.
    Other,
}

/// An inline piece.
#[derive(Clone, Debug)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Its bytes; of a link, an image or emphasis all bytes of it, at both ends.
    pub span: Range<usize>,
}

/// What an inline piece is. Numbers are indexes for [`Document::string`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// Text that reads as it stands.
    Text,
    /// Text that reads differently (an entity): the decoded string.
    Decoded(usize),
    /// A code span: its content.
    Code(usize),
    /// `$…$` or `$$…$$`.
    Math,
    /// A tag or a comment.
    Html,
    /// A line end that reads as a blank.
    SoftBreak,
    /// A line end that stays one.
    HardBreak,
    /// Bold, italics and the like begin.
    Open(Mark),
    /// They end.
    Close(Mark),
}

/// A span around other inline pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `*x*`
    Emphasis,
    /// `**x**`
    Strong,
    /// `~~x~~`
    Strike,
    /// A link: its destination.
    Link(usize),
    /// An image: its address.
    Image(usize),
}

impl<'a> Document<'a> {
    /// Parses a text.
    pub fn parse(source: &'a str) -> Self {
        let bom = if source.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_MATH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        let line_starts = std::iter::once(bom)
            .chain(source.match_indices('\n').map(|(i, _)| i + 1))
            .collect();
        let doc = Self {
            source,
            blocks: Vec::new(),
            inlines: Vec::new(),
            strings: Vec::new(),
            line_starts,
        };
        let mut builder = Builder {
            doc,
            open: Vec::new(),
        };
        for (event, span) in Parser::new_ext(&source[bom..], options).into_offset_iter() {
            builder.event(event, span.start + bom..span.end + bom);
        }
        builder.doc
    }

    /// The inline pieces of a range of a block's text, cut to it; marks that reach over its ends are left out.
    pub fn inlines(&self, block: &Block, within: &Range<usize>) -> Vec<Inline> {
        let cut = |i: &Inline| {
            let span = i.span.start.max(within.start)..i.span.end.min(within.end);
            let whole = span == i.span;
            let divisible = i.kind == InlineKind::Text;
            (span.start < span.end && (whole || divisible)).then_some(Inline { kind: i.kind, span })
        };
        self.inlines[block.inlines.clone()]
            .iter()
            .filter_map(cut)
            .collect()
    }

    /// A string that an [`InlineKind`] or [`Mark`] names.
    pub fn string(&self, index: usize) -> &str {
        &self.strings[index]
    }

    /// The 1-based line of a byte, counted by line feeds.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts
            .partition_point(|&start| start <= offset)
            .max(1)
    }

    /// Where the line of a byte begins (behind a BOM).
    pub fn line_start(&self, offset: usize) -> usize {
        self.line_starts[self.line(offset) - 1]
    }

    /// Where the line of a byte ends, before its line end.
    pub fn line_end(&self, offset: usize) -> usize {
        let end = self.source[offset..]
            .find('\n')
            .map_or(self.source.len(), |i| offset + i);
        if self.source[offset..end].ends_with('\r') {
            end - 1
        } else {
            end
        }
    }

    /// The line end that the text uses: that of its first line.
    pub fn eol(&self) -> &'static str {
        match self.source.find('\n') {
            Some(i) if self.source[..i].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }
}

struct Builder<'a> {
    doc: Document<'a>,
    /// Open containers and text blocks.
    open: Vec<usize>,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => self.text(&text, span),
            Event::Code(text) => {
                let kind = InlineKind::Code(self.keep(&text));
                self.inline(kind, span);
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => self.inline(InlineKind::Math, span),
            Event::InlineHtml(_) => self.inline(InlineKind::Html, span),
            Event::SoftBreak => self.inline(InlineKind::SoftBreak, span),
            Event::HardBreak => self.inline(InlineKind::HardBreak, span),
            Event::Rule => {
                self.open_block(BlockKind::Other, span.clone());
                self.close_block(span.end);
            }
            Event::Html(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Range<usize>) {
        let kind = match tag {
            Tag::Emphasis => return self.inline(InlineKind::Open(Mark::Emphasis), span),
            Tag::Strong => return self.inline(InlineKind::Open(Mark::Strong), span),
            Tag::Strikethrough => return self.inline(InlineKind::Open(Mark::Strike), span),
            Tag::Link { dest_url, .. } => {
                let mark = Mark::Link(self.keep(dest_url));
                return self.inline(InlineKind::Open(mark), span);
            }
            Tag::Image { dest_url, .. } => {
                let mark = Mark::Image(self.keep(dest_url));
                return self.inline(InlineKind::Open(mark), span);
            }
            Tag::Heading { level, .. } => BlockKind::Heading(*level as u8),
            Tag::Paragraph => BlockKind::Text,
            Tag::List(_) => BlockKind::List,
            Tag::Item => BlockKind::Item,
            Tag::BlockQuote(_) => BlockKind::Quote,
            Tag::HtmlBlock => BlockKind::Html,
            Tag::CodeBlock(_) => BlockKind::Code,
            _ => BlockKind::Other,
        };
        self.close_tight_text();
        self.open_block(kind, span);
    }

    fn end(&mut self, tag: TagEnd, span: Range<usize>) {
        let mark = match tag {
            TagEnd::Emphasis => Mark::Emphasis,
            TagEnd::Strong => Mark::Strong,
            TagEnd::Strikethrough => Mark::Strike,
            TagEnd::Link | TagEnd::Image => self.innermost(&span),
            TagEnd::Paragraph => return self.close_block(span.end),
            _ => {
                self.close_tight_text();
                return self.close_block(span.end);
            }
        };
        self.inline(InlineKind::Close(mark), span);
    }

    /// The link or image that opened with this span.
    fn innermost(&self, span: &Range<usize>) -> Mark {
        let opened = self.doc.inlines.iter().rev().find_map(|i| match i.kind {
            InlineKind::Open(mark @ (Mark::Link(_) | Mark::Image(_))) if i.span == *span => {
                Some(mark)
            }
            _ => None,
        });
        opened.unwrap_or(Mark::Emphasis)
    }

    fn text(&mut self, text: &CowStr<'_>, span: Range<usize>) {
        let verbatim = self.doc.source.get(span.clone()) == Some(text);
        let kind = if verbatim {
            InlineKind::Text
        } else {
            InlineKind::Decoded(self.keep(text))
        };
        self.inline(kind, span);
    }

    fn keep(&mut self, text: &CowStr<'_>) -> usize {
        self.doc.strings.push(text.to_string());
        self.doc.strings.len() - 1
    }

    fn inline(&mut self, kind: InlineKind, span: Range<usize>) {
        let holder = self.open.last().map(|&b| self.doc.blocks[b].kind);
        if matches!(holder, Some(BlockKind::Html | BlockKind::Code)) {
            return;
        }
        if holder == Some(BlockKind::Item) {
            self.open_block(BlockKind::Text, span.clone());
        }
        self.doc.inlines.push(Inline {
            kind,
            span: span.clone(),
        });
        if let Some(&b) = self.open.last() {
            let end = self.doc.inlines.len();
            let block = &mut self.doc.blocks[b];
            block.inlines.end = end;
            if block.kind == BlockKind::Text {
                block.span.end = block.span.end.max(span.end);
            }
        }
    }

    /// Ends the text of a tight item, which has no end event of its own.
    fn close_tight_text(&mut self) {
        let is = |at: Option<&usize>, kind| at.is_some_and(|&b| self.doc.blocks[b].kind == kind);
        let n = self.open.len();
        let tight = n >= 2
            && is(self.open.last(), BlockKind::Text)
            && is(self.open.get(n - 2), BlockKind::Item);
        if tight {
            let end = self.open.last().map_or(0, |&b| self.doc.blocks[b].span.end);
            self.close_block(end);
        }
    }

    fn open_block(&mut self, kind: BlockKind, span: Range<usize>) {
        let at = self.doc.inlines.len();
        let depth = self.open.len();
        self.open.push(self.doc.blocks.len());
        self.doc.blocks.push(Block {
            kind,
            span,
            inlines: at..at,
            end: 0,
            depth,
        });
    }

    fn close_block(&mut self, end: usize) {
        let Some(b) = self.open.pop() else { return };
        let count = self.doc.blocks.len();
        let block = &mut self.doc.blocks[b];
        block.end = count;
        block.span.end = block.span.end.max(end);
        let text = &self.doc.source[block.span.clone()];
        block.span.end = block.span.start + text.trim_end_matches(['\n', '\r']).len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks with text: kind, text.
    fn check(source: &str, expected: &[(BlockKind, &str)]) {
        let doc = Document::parse(source);
        let texts = doc.blocks.iter().filter(|b| !b.inlines.is_empty());
        let found: Vec<_> = texts.map(|b| (b.kind, &source[b.span.clone()])).collect();
        assert_eq!(found, expected, "{source:?}");
    }

    #[test]
    fn text_blocks_have_exact_spans() {
        use BlockKind::{Heading, Text};
        check("# T\n\np\n", &[(Heading(1), "# T"), (Text, "p")]);
        check(
            "1. **T**\n\n    a\n\n    b\n",
            &[(Text, "**T**"), (Text, "a"), (Text, "b")],
        );
        check(
            "- t\n  - a\n  - b\n- u",
            &[(Text, "t"), (Text, "a"), (Text, "b"), (Text, "u")],
        );
        check(
            "\u{feff}# T\r\n\r\np\r\n",
            &[(Heading(1), "# T"), (Text, "p")],
        );
        check("> a\n> b\n", &[(Text, "a\n> b")]);
        check("```\n# no\n```\n<!--\n# no\n-->\n", &[]);
        check("", &[]);
    }

    #[test]
    fn containers_know_where_they_end() {
        let doc = Document::parse("- a\n\n  b\n- c\n");
        let items: Vec<_> = doc
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::Item)
            .map(|b| b.end)
            .collect();
        assert_eq!(items, [4, 6]);
    }

    #[test]
    fn lines_and_line_ends() {
        let doc = Document::parse("\u{feff}a\r\nb");
        assert_eq!(
            (
                doc.line(3),
                doc.line(6),
                doc.line_start(6),
                doc.line_end(3),
                doc.eol()
            ),
            (1, 2, 6, 4, "\r\n")
        );
    }
}
