//! Labelled fields (`LAYOUTS.md` T01): a title line, then `Paper:`, `Authors:`, `Abstract:` in any order and spelling.
//!
//! The title is a heading, the bold first line of a list item, or a paragraph that is all bold. An entry ends where its
//! list item ends, at the next heading, or at the next title; it never reaches into its neighbour.

use super::label;
use crate::arxiv::id::Target;
use crate::arxiv::link::badge_id;
use crate::arxiv::mention::find_in_text;
use crate::list::document::{Block, BlockKind, Document, Inline, InlineKind, Mark};
use crate::list::entry::{Content, Entry, Link, Name, Pins, Place, Value};
use crate::list::inline;
use std::ops::Range;

/// The name of this family in reports.
const LAYOUT: &str = "labelled";

/// The entries of this family.
pub fn recognise(doc: &Document<'_>) -> Vec<Entry> {
    let titles = titles(doc);
    let mut entries: Vec<Entry> = Vec::new();
    let mut section = 0;
    for (i, title) in titles.iter().enumerate() {
        let next = titles.get(i + 1).map_or(doc.blocks.len(), |t| t.block);
        match entry(doc, title, title.end.min(next), section) {
            Some(entry) => entries.push(entry),
            None if matches!(doc.blocks[title.block].kind, BlockKind::Heading(_)) => {
                section = doc.blocks[title.block].span.start;
            }
            None => {}
        }
    }
    entries
}

/// A line that may be an entry's title.
struct Title {
    /// Its block.
    block: usize,
    /// Index one past the last block that may belong to its entry.
    end: usize,
    /// The bytes of the title's text.
    span: Range<usize>,
    /// Whether a list item encloses the entry.
    enclosed: bool,
}

fn titles(doc: &Document<'_>) -> Vec<Title> {
    (0..doc.blocks.len())
        .filter_map(|b| title(doc, b))
        .collect()
}

fn title(doc: &Document<'_>, b: usize) -> Option<Title> {
    let block = &doc.blocks[b];
    let line = first_line(doc, block);
    if line.is_empty() || label::read(&doc.source[line.clone()]).is_some() {
        return None;
    }
    let parent = b.checked_sub(1).map(|p| &doc.blocks[p]);
    let in_item = parent.is_some_and(|p| p.kind == BlockKind::Item && p.end > b);
    match block.kind {
        BlockKind::Heading(_) => {
            let next = doc.blocks[b + 1..]
                .iter()
                .position(|x| matches!(x.kind, BlockKind::Heading(_)));
            let end = next.map_or(doc.blocks.len(), |n| b + 1 + n);
            Some(Title {
                block: b,
                end,
                span: heading_text(doc, block),
                enclosed: false,
            })
        }
        BlockKind::Text if in_item => {
            let end = parent.map_or(b, |p| p.end);
            bold(doc, block, &line).map(|span| Title {
                block: b,
                end,
                span,
                enclosed: true,
            })
        }
        BlockKind::Text if block.depth == 0 => {
            let span = bold(doc, block, &line)?;
            Some(Title {
                block: b,
                end: doc.blocks.len(),
                span,
                enclosed: false,
            })
        }
        _ => None,
    }
}

/// The bytes of a block's first line.
fn first_line(doc: &Document<'_>, block: &Block) -> Range<usize> {
    if block.inlines.is_empty() {
        return block.span.start..block.span.start;
    }
    lines(doc, block)
        .into_iter()
        .next()
        .unwrap_or(block.span.start..block.span.start)
}

/// The bytes of a block's lines, line ends left out.
fn lines(doc: &Document<'_>, block: &Block) -> Vec<Range<usize>> {
    let pieces = doc.inlines(block, &block.span);
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

/// A heading's text without its number: `### 3. Title` and `### [Title](url)`.
fn heading_text(doc: &Document<'_>, block: &Block) -> Range<usize> {
    let pieces = doc.inlines(block, &block.span);
    let text = pieces.first().map_or(block.span.start, |p| p.span.start)
        ..pieces.last().map_or(block.span.end, |p| p.span.end);
    let source = &doc.source[text.clone()];
    let digits = source.len()
        - source
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
    let number = if digits > 0 && source[digits..].starts_with(". ") {
        digits + 2
    } else {
        0
    };
    text.start + number..text.end
}

/// The bold text of a line that is bold from its start and holds nothing else but links, badges and symbols.
fn bold(doc: &Document<'_>, block: &Block, line: &Range<usize>) -> Option<Range<usize>> {
    let pieces = doc.inlines(block, line);
    let open = pieces
        .iter()
        .find(|p| p.kind == InlineKind::Open(Mark::Strong));
    let Some(strong) = open.map(|p| p.span.clone()) else {
        return bold_as_meant(doc, line);
    };
    let before: Vec<Inline> = pieces
        .iter()
        .filter(|p| p.span.end <= strong.start)
        .cloned()
        .collect();
    let after: Vec<Inline> = pieces
        .iter()
        .filter(|p| p.span.start >= strong.end)
        .cloned()
        .collect();
    let speaks = |text: &str| text.contains(char::is_alphanumeric);
    if speaks(&inline::plain(doc, &before)) || speaks(&outside_links(doc, &after)) {
        return bold_as_meant(doc, line);
    }
    let inner = strong.start + 2..strong.end - 2;
    (!doc.source[inner.clone()].trim().is_empty()).then_some(inner)
}

/// The text of a line in double asterisks that Markdown does not read as bold, for an asterisk within (`**A* search**`).
fn bold_as_meant(doc: &Document<'_>, line: &Range<usize>) -> Option<Range<usize>> {
    let text = doc.source[line.clone()].trim_end();
    let inner = text.strip_prefix("**")?.strip_suffix("**")?;
    let is_one = !inner.trim().is_empty() && !inner.contains("**") && !inner.starts_with('*');
    is_one.then(|| line.start + 2..line.start + 2 + inner.len())
}

/// The text of some pieces that stands in no link.
fn outside_links(doc: &Document<'_>, pieces: &[Inline]) -> String {
    let links: Vec<Range<usize>> = inline::links(doc, pieces).map(|(_, span)| span).collect();
    let free = |p: &&Inline| {
        !links
            .iter()
            .any(|l| l.start <= p.span.start && p.span.end <= l.end)
    };
    let free: Vec<Inline> = pieces.iter().filter(free).cloned().collect();
    inline::plain(doc, &free)
}

/// The entry under a title, where its labels make it one.
fn entry(doc: &Document<'_>, title: &Title, end: usize, section: usize) -> Option<Entry> {
    let block = &doc.blocks[title.block];
    let title_value = Value {
        span: title.span.clone(),
        block: title.block,
    };
    let title_line = first_line(doc, block);
    let shown = Content::Shown {
        value: title_value.clone(),
        more: Vec::new(),
    };
    let mut places = vec![Place {
        name: Name::Title,
        lines: whole_lines(doc, &title_line),
        content: shown,
    }];
    let mut links = Vec::new();
    let mut last = block.span.end;
    for b in title.block..end {
        let block = &doc.blocks[b];
        let found = match block.kind {
            BlockKind::Text | BlockKind::Heading(_) if !block.inlines.is_empty() => {
                labelled_lines(doc, b, &mut links)
            }
            BlockKind::Html => hidden(doc, block).into_iter().collect(),
            _ => Vec::new(),
        };
        let is_prose = found.is_empty() && block.kind == BlockKind::Text && b > title.block;
        if is_prose && !goes_on(doc, b, &mut places) && !title.enclosed {
            break;
        }
        if !found.is_empty() || title.enclosed {
            last = last.max(block.span.end);
        }
        places.extend(found);
    }
    let has = |name: Name| places.iter().any(|p| p.name == name);
    let points = links
        .iter()
        .any(|l: &Link| !matches!(l.target, Target::Elsewhere | Target::NoPaper));
    if !(has(Name::Authors) || has(Name::Abstract) || has(Name::Link) && points) {
        return None;
    }
    if !has(Name::Link) {
        links = links_in(doc, &doc.inlines(block, &title_line));
    }
    let span = doc.line_start(title_line.start)..last;
    let pins = Pins::read(&comments(doc, &span));
    Some(Entry {
        span,
        layout: LAYOUT,
        section,
        title: title_value,
        links,
        places,
        pins,
    })
}

/// Offers a paragraph without a label to the abstract before it; false where there is none.
fn goes_on(doc: &Document<'_>, block: usize, places: &mut [Place]) -> bool {
    let Some(Place {
        name: Name::Abstract,
        content: Content::Shown { more, .. },
        ..
    }) = places.last_mut()
    else {
        return false;
    };
    more.push(Value {
        span: doc.blocks[block].span.clone(),
        block,
    });
    true
}

/// The labelled places of a text block; the links of those that name the paper's link are added to `links`.
fn labelled_lines(doc: &Document<'_>, b: usize, links: &mut Vec<Link>) -> Vec<Place> {
    let block = &doc.blocks[b];
    let lines = lines(doc, block);
    let labels: Vec<Option<label::Label>> = lines
        .iter()
        .map(|l| label::read(&doc.source[l.clone()]))
        .collect();
    let mut out = Vec::new();
    for (i, label) in labels.iter().enumerate() {
        let Some(label) = label else { continue };
        let last = (i + 1..lines.len())
            .find(|&k| labels[k].is_some())
            .unwrap_or(lines.len())
            - 1;
        let room = lines[i].start + label.len..lines[last].end;
        let value = Value {
            span: trimmed(doc, &room),
            block: b,
        };
        if label.name == Name::Link {
            links.extend(links_in(doc, &doc.inlines(block, &room)));
        }
        let whole = whole_lines(doc, &(lines[i].start..lines[last].end));
        out.push(Place {
            name: label.name.clone(),
            lines: whole,
            content: Content::Shown {
                value,
                more: Vec::new(),
            },
        });
    }
    out
}

/// A field inside a comment: `<!-- **Brief**:  -->`.
fn hidden(doc: &Document<'_>, block: &Block) -> Option<Place> {
    let text = doc.source[block.span.clone()].trim();
    let inner = text.strip_prefix("<!--")?.trim_end_matches("-->").trim();
    let label = label::read(inner)?;
    Some(Place {
        name: label.name,
        lines: whole_lines(doc, &block.span),
        content: Content::Hidden,
    })
}

/// The tags and comments of a part of the text; what only looks like one (`\<!--`, code, math) is left out.
fn comments(doc: &Document<'_>, span: &Range<usize>) -> String {
    let inside = |block: &&Block| span.start <= block.span.start && block.span.end <= span.end;
    let mut out = String::new();
    for block in doc.blocks.iter().filter(inside) {
        if block.kind == BlockKind::Html {
            out.push_str(&doc.source[block.span.clone()]);
        }
        let pieces = doc.inlines(block, &block.span).into_iter();
        for tag in pieces.filter(|p| p.kind == InlineKind::Html) {
            out.push_str(&doc.source[tag.span]);
        }
    }
    out
}

fn whole_lines(doc: &Document<'_>, span: &Range<usize>) -> Range<usize> {
    doc.line_start(span.start)..doc.line_end(span.end)
}

/// A value's bytes: without the blanks around it, a closing hard break, and emphasis around all of it.
fn trimmed(doc: &Document<'_>, room: &Range<usize>) -> Range<usize> {
    let text = &doc.source[room.clone()];
    let lead = text.len() - text.trim_start_matches([' ', '\t']).len();
    if lead == text.len() {
        // Nothing there: what is filled in goes behind one blank, as the label has it.
        let at = room.start + lead.min(1);
        return at..at;
    }
    let mut end = text.trim_end();
    for tail in ["<br>", "<br/>", "<br />", "\\"] {
        end = end.strip_suffix(tail).unwrap_or(end).trim_end();
    }
    let (mut start, mut stop) = (room.start + lead, room.start + end.len().max(lead));
    for mark in ["*", "_"] {
        let inner = &doc.source[start..stop];
        let single =
            inner.starts_with(mark) && !inner.starts_with("**") && !inner.starts_with("__");
        if single && inner.len() > 2 && inner.ends_with(mark) && inner.matches(mark).count() == 2 {
            (start, stop) = (start + 1, stop - 1);
        }
    }
    start..stop
}

/// Where links and bare addresses lead. The same address twice (`[url](url)`) is one link.
fn links_in(doc: &Document<'_>, pieces: &[Inline]) -> Vec<Link> {
    let mut out: Vec<Link> = Vec::new();
    for (dest, span) in inline::links(doc, pieces) {
        let badge = badge_of(doc, pieces, &span);
        out.push(Link {
            target: Target::of_url(dest),
            span,
            badge,
        });
    }
    for piece in pieces.iter().filter(|p| p.kind == InlineKind::Text) {
        let inside = out
            .iter()
            .any(|l| l.span.start <= piece.span.start && piece.span.end <= l.span.end);
        if !inside {
            let found = find_in_text(&doc.source[piece.span.clone()]);
            let shift = |r: Range<usize>| piece.span.start + r.start..piece.span.start + r.end;
            out.extend(found.into_iter().map(|(r, target)| Link {
                target,
                span: shift(r),
                badge: None,
            }));
        }
    }
    out
}

/// The paper that an image inside a link shows, where it is another than the link's.
fn badge_of(doc: &Document<'_>, pieces: &[Inline], link: &Range<usize>) -> Option<Target> {
    pieces
        .iter()
        .filter(|p| link.start <= p.span.start && p.span.end <= link.end)
        .find_map(|p| match p.kind {
            InlineKind::Open(Mark::Image(url)) => badge_id(doc.string(url)).map(Target::Paper),
            _ => None,
        })
}
