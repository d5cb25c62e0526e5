//! A Markdown text as blocks and inline pieces with exact byte spans. Knows CommonMark, not papers.
//!
//! Parsing never fails. pulldown-cmark does it; this file flattens its events and mends what
//! callers would trip over: a leading BOM, tight list items without paragraphs, block spans that
//! include the line end.

mod build;

use super::hints::Labels;
use std::ops::Range;

/// A parsed text.
#[derive(Debug)]
pub struct Document<'a> {
    /// The text that all spans are about.
    pub source: &'a str,
    /// The list's own names for fields, for whoever reads labels.
    pub labels: &'a Labels,
    /// Blocks in the order in which they open; a container comes before what it holds.
    pub blocks: Vec<Block>,
    /// Where blocks begin whose text is too long to be read: they have no inline pieces.
    pub unread: Vec<usize>,
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
    /// A table.
    Table,
    /// A row of a table; the first one is its head.
    Row,
    /// A cell of a row.
    Cell,
    /// Front matter between `---` lines, at the beginning of the text.
    Front,
    /// Anything else: rules, definitions.
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

impl Inline {
    /// Where it stands in the text: the end of a mark is a piece of its own.
    fn at(&self) -> usize {
        match self.kind {
            InlineKind::Close(_) => self.span.end,
            _ => self.span.start,
        }
    }
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

/// Whether nobody wants what is read any more. Asked again and again while a text is read, so that
/// whoever is asked knows that the work goes on; once it says so, it goes on saying so.
pub type IsOver<'a> = &'a dyn Fn() -> bool;

impl<'a> Document<'a> {
    /// Parses a text.
    pub fn parse(source: &'a str) -> Self {
        Self::parse_while(source, &|| false)
    }

    /// Parses a text, until `is_over`: not all is there then.
    pub fn parse_while(source: &'a str, is_over: IsOver<'_>) -> Self {
        build::build(source, is_over)
    }

    /// The same text with the list's own names for fields.
    pub fn with_labels(self, labels: &'a Labels) -> Self {
        Self { labels, ..self }
    }

    /// The inline pieces of a range of a block's text, cut to it; marks that reach over its ends
    /// are left out.
    pub fn inlines(&self, block: &Block, within: &Range<usize>) -> Vec<Inline> {
        let cut = |i: &Inline| {
            let span = i.span.start.max(within.start)..i.span.end.min(within.end);
            let whole = span == i.span;
            let divisible = i.kind == InlineKind::Text;
            (span.start < span.end && (whole || divisible)).then_some(Inline { kind: i.kind, span })
        };
        // They stand in the order of their texts, and of these one may reach into the range. Blocks
        // of many thousand pieces are asked for each of them.
        let pieces = &self.inlines[block.inlines.clone()];
        let first = pieces.partition_point(|i| i.at() < within.start);
        let behind = pieces.partition_point(|i| i.at() <= within.end);
        let pieces = pieces.get(first.saturating_sub(1)..behind);
        pieces.into_iter().flatten().filter_map(cut).collect()
    }

    /// The bytes of a block's lines, line ends left out.
    pub fn lines(&self, block: &Block) -> Vec<Range<usize>> {
        let pieces = self.inlines(block, &block.span);
        let Some(first) = pieces.first() else {
            return Vec::new();
        };
        let (mut out, mut start) = (Vec::new(), first.span.start);
        for piece in &pieces {
            if matches!(piece.kind, InlineKind::SoftBreak | InlineKind::HardBreak) {
                out.push(start..piece.span.start);
                start = piece.span.end;
            }
        }
        let end = pieces.iter().map(|p| p.span.end).max().unwrap_or(start);
        out.push(start..end.max(start));
        out
    }

    /// The bytes of a block's first line; nothing where it has no text of its own.
    pub fn first_line(&self, block: &Block) -> Range<usize> {
        let start = block.span.start;
        self.lines(block).into_iter().next().unwrap_or(start..start)
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
    fn containers_know_their_end() {
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
