//! Where authors may stand without a label, and what stands there on the title's line: `*A, B*`,
//! `by A and B.`, `, A et al.`, `(A et al., ICML 2021)`. Whether it is names is another question.

use super::head::{Head, Reader};
use crate::list::document::Mark;
use crate::list::entry::{Value, Writing};
use crate::list::layout::syntax::tree::{self, Kind, Segment};
use crate::list::layout::vocabulary::BY;
use std::ops::Range;

/// Where authors stand in a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Position {
    /// In front of the title.
    Before,
    /// Behind it, in italics.
    Italic,
    /// Behind it and the word `by`.
    By,
    /// Behind it and a comma.
    Comma,
    /// Behind it and a dash, a stop, a colon or a bar.
    Dash,
    /// Behind it, in parentheses.
    Parenthesis,
    /// On a line below it.
    Line,
    /// In a block below it.
    Below,
}

/// Where authors without a label may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// On the line below a bold title, in its paragraph.
    NextLine,
    /// In the paragraph below a heading.
    BelowHeading,
    /// There, behind lines of links.
    BehindLinks,
}

/// A text that may be authors.
#[derive(Clone, Debug)]
pub struct Byline {
    /// Where it stands.
    pub position: Position,
    /// Its part that may be read as names.
    pub names: Value,
    /// One past the last byte of what stands there.
    pub end: usize,
}

impl Byline {
    /// A text that is all there is.
    pub fn new(position: Position, names: Value) -> Self {
        let end = names.span.end;
        Self {
            position,
            names,
            end,
        }
    }

    /// All that stands there.
    pub fn whole(&self) -> Value {
        let start = self.names.span.start;
        Value {
            span: start..self.end.max(start),
            ..self.names.clone()
        }
    }
}

/// Where authors may stand on the title's line.
pub fn on_title_line(reader: &Reader<'_>, head: &Head) -> Option<Byline> {
    let line: Vec<&Segment> = reader
        .segments
        .iter()
        .skip_while(|a| a.span.end <= head.rest)
        .take_while(|a| !is_break(reader, a))
        .collect();
    let (position, span, end) =
        italic(reader, &line, head.rest).or_else(|| plain(reader, &line, head.rest))?;
    let names = Value {
        span,
        block: head.block,
        writing: Writing::Markdown,
    };
    let byline = Byline {
        position,
        names,
        end,
    };
    (!byline.names.span.is_empty()).then_some(byline)
}

fn is_break(reader: &Reader<'_>, segment: &Segment) -> bool {
    match segment.kind {
        Kind::SoftBreak | Kind::HardBreak => true,
        Kind::Html => reader.source(&segment.span).starts_with("<br"),
        _ => false,
    }
}

/// An italic span that is not in parentheses.
fn italic(reader: &Reader<'_>, line: &[&Segment], rest: usize) -> Option<Found> {
    let is_italic = |a: &&&Segment| a.kind == Kind::Marked(Mark::Emphasis) && a.span.start >= rest;
    let segment = line.iter().find(is_italic)?;
    let before = reader.source(&(rest..segment.span.start)).trim_end();
    let speaks = before.contains(char::is_alphanumeric) && !before.ends_with([']', ')', '`', '*']);
    if before.ends_with('(') || speaks {
        return None;
    }
    let span = tree::unbroken(reader.doc, segment.span.start + 1..segment.span.end - 1);
    let end = span.end;
    Some((Position::Italic, span, end))
}

/// Plain text right behind the title, with what follows it on the line.
fn plain(reader: &Reader<'_>, line: &[&Segment], rest: usize) -> Option<Found> {
    let end = line.iter().find_map(|a| match a.kind {
        Kind::Marked(Mark::Link(_) | Mark::Image(_)) => Some(a.span.start),
        Kind::Verbatim if reader.source(&a.span).starts_with('`') => Some(a.span.start),
        Kind::Html if reader.source(&a.span).starts_with("<!--") => Some(a.span.start),
        _ => None,
    });
    let end = end.or_else(|| line.last().map(|a| a.span.end))?;
    let text = reader.source(&(rest..end.max(rest)));
    let lead = text.len() - text.trim_start_matches([' ', '\t', '\u{a0}']).len();
    let (position, from) = lead_of(&text[lead..])?;
    let from = lead + from;
    let stop = text[from..].find(['[', '|']);
    let text = &text[..stop.map_or(text.len(), |i| from + i)];
    let to = match position {
        Position::Parenthesis => from + closing(&text[from..])?,
        _ => text.len(),
    };
    let names = tree::unbroken(reader.doc, rest + from..rest + to);
    // What stands behind names is theirs as well as the list's: a name may be a link.
    let all = match position {
        Position::Parenthesis => names.end,
        _ => line.last().map_or(end, |a| a.span.end),
    };
    let whole = tree::unbroken(reader.doc, names.start..all.max(names.end));
    Some((position, names, whole.end))
}

/// A position, the text there that may be names, and the end of all that stands there.
type Found = (Position, Range<usize>, usize);

/// What stands between title and authors, and its length.
fn lead_of(text: &str) -> Option<(Position, usize)> {
    if let Some(rest) = BY.iter().find_map(|by| text.strip_prefix(by)) {
        return Some((Position::By, text.len() - rest.len()));
    }
    let first = text.chars().next()?;
    let position = match first {
        '(' => Position::Parenthesis,
        ',' | '，' => Position::Comma,
        '-' | '–' | '—' | '.' | ':' | '：' | ';' | '|' => Position::Dash,
        _ => return None,
    };
    let len = text.len() - text.trim_start_matches(first).len();
    let by = text[len..].trim_start();
    match by.strip_prefix(BY[0]) {
        Some(rest) if position == Position::Comma => Some((Position::By, text.len() - rest.len())),
        _ => Some((
            position,
            if position == Position::Parenthesis {
                1
            } else {
                len
            },
        )),
    }
}

/// Where the parenthesis that is open closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    for (i, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(i);
        }
    }
    None
}
