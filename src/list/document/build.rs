//! pulldown-cmark's events → blocks and inline pieces. Nothing outside of this file knows that
//! parser.

use super::{Block, BlockKind, Document, Inline, InlineKind, IsOver, Labels, Mark};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The longest text of a block that is read, in bytes, and the most pieces in it. Three thousand
/// authors, each a link, take a fifth of it; and what asks a block once asks it for a moment only.
const LONGEST_TEXT: usize = 4 << 20;
const MOST_INLINES: usize = 1 << 16;

/// Parses a text.
pub(super) fn build<'a>(source: &'a str, is_over: IsOver<'_>) -> Document<'a> {
    let bom = if source.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_MATH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES;
    let line_starts = std::iter::once(bom)
        .chain(source.match_indices('\n').map(|(i, _)| i + 1))
        .collect();
    let doc = Document {
        source,
        labels: Labels::NONE,
        blocks: Vec::new(),
        unread: Vec::new(),
        inlines: Vec::new(),
        strings: Vec::new(),
        line_starts,
    };
    let mut builder = Builder {
        doc,
        open: Vec::new(),
        links: Vec::new(),
    };
    let start = bom + front_matter(&source[bom..]).unwrap_or(0);
    if start > bom {
        builder.open_block(BlockKind::Front, bom..start);
        builder.close_block(start);
    }
    for (event, span) in Parser::new_ext(&source[start..], options).into_offset_iter() {
        if is_over() {
            break;
        }
        builder.event(event, span.start + start..span.end + start);
    }
    builder.doc
}

/// The length of the front matter: from a line `---` at the very beginning to the next one.
/// Everywhere else, `---` is a rule.
fn front_matter(text: &str) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let mut len = lines.next().filter(|l| l.trim_end() == "---")?.len();
    for line in lines {
        len += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some(len);
        }
    }
    None
}

struct Builder<'a> {
    doc: Document<'a>,
    /// Open containers and text blocks.
    open: Vec<usize>,
    /// Open links and images.
    links: Vec<(Range<usize>, Mark)>,
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
                self.links.push((span.clone(), mark));
                return self.inline(InlineKind::Open(mark), span);
            }
            Tag::Image { dest_url, .. } => {
                let mark = Mark::Image(self.keep(dest_url));
                self.links.push((span.clone(), mark));
                return self.inline(InlineKind::Open(mark), span);
            }
            Tag::Heading { level, .. } => BlockKind::Heading(*level as u8),
            Tag::Paragraph => BlockKind::Text,
            Tag::List(_) => BlockKind::List,
            Tag::Item => BlockKind::Item,
            Tag::BlockQuote(_) => BlockKind::Quote,
            Tag::HtmlBlock => BlockKind::Html,
            Tag::CodeBlock(_) => BlockKind::Code,
            Tag::Table(_) => BlockKind::Table,
            Tag::TableHead | Tag::TableRow => BlockKind::Row,
            Tag::TableCell => BlockKind::Cell,
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
    fn innermost(&mut self, span: &Range<usize>) -> Mark {
        let opened = self.links.pop().filter(|(opened, _)| opened == span);
        opened.map_or(Mark::Emphasis, |(_, mark)| mark)
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
        let holds_inlines = matches!(
            block.kind,
            BlockKind::Text | BlockKind::Heading(_) | BlockKind::Cell
        );
        let is_long = block.span.len() > LONGEST_TEXT || block.inlines.len() > MOST_INLINES;
        if holds_inlines && is_long {
            self.doc.inlines.truncate(block.inlines.start);
            block.inlines.end = block.inlines.start;
            self.doc.unread.push(block.span.start);
        }
    }
}
