//! What a container does to a text's characters: YAML's escapes, a cell's `\|`, line ends with
//! their indentation and the signs of a quote. Markup is not its business.

use super::piece::PieceKind;
use crate::list::entry::{List, Quotes, Writing};
use crate::list::raw;
use crate::text::glyph::{Glyph, Glyphs};
use std::ops::Range;

/// Characters with their bytes, and the pieces that stand among them (see [`super::piece::Piece`]).
pub(super) struct Decoded {
    pub glyphs: Vec<Glyph>,
    /// Pieces that the container itself makes, by their bytes, in order: the quotes and marks of a
    /// YAML list's items.
    pub pieces: Vec<(Range<usize>, PieceKind)>,
}

/// The characters of a field.
pub(super) fn decode(source: &str, span: &Range<usize>, writing: Writing) -> Decoded {
    let mut out = Decoded {
        glyphs: Vec::with_capacity(span.len()),
        pieces: Vec::new(),
    };
    match writing {
        Writing::YamlList(list) => out.items(source, span, list),
        Writing::Yaml(quotes) => out.scalar(source, span, quotes),
        Writing::Cell => out.cell(source, span),
        Writing::Markdown | Writing::Html | Writing::Attribute => out.lines(source, span, true),
        Writing::Bibtex => out.lines(source, span, false),
    }
    out
}

/// The characters of a text that stands for itself.
pub(super) fn verbatim(source: &str, span: &Range<usize>) -> Decoded {
    let mut glyphs = Glyphs::default();
    glyphs.push_str(&source[span.clone()], span.start);
    Decoded {
        glyphs: glyphs.list,
        pieces: Vec::new(),
    }
}

impl Decoded {
    fn push(&mut self, c: char, span: Range<usize>) {
        let (start, end) = (span.start, span.end);
        self.glyphs.push(Glyph { c, start, end });
    }

    /// Text that stands for itself.
    fn verbatim(&mut self, text: &str, start: usize) {
        let glyph = |(i, c): (usize, char)| {
            let (start, end) = (start + i, start + i + c.len_utf8());
            Glyph { c, start, end }
        };
        self.glyphs.extend(text.char_indices().map(glyph));
    }

    /// Text whose line ends bring their indentation along, and the signs of a quote where lines can
    /// have them.
    fn lines(&mut self, source: &str, span: &Range<usize>, quoted: bool) {
        let mut at = span.start;
        while at < span.end {
            let line = &source[at..span.end];
            let len = line.find(['\r', '\n']).unwrap_or(line.len());
            self.verbatim(&line[..len], at);
            at += len;
            let Some(c) = line[len..].chars().next() else {
                break;
            };
            let mut end = at + 1;
            let c = match c {
                '\r' if source[end..span.end].starts_with('\n') => '\n',
                c => c,
            };
            if c == '\n' {
                let rest = source[end..span.end].strip_prefix('\n');
                let rest = rest
                    .filter(|_| source[at..].starts_with('\r'))
                    .unwrap_or(&source[end..span.end]);
                let text = rest.trim_start_matches(|c| line_start(c, quoted));
                end = span.end - text.len();
            }
            self.push(c, at..end);
            at = end;
        }
    }

    fn cell(&mut self, source: &str, span: &Range<usize>) {
        let mut chars = source[span.clone()].char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let start = span.start + i;
            match chars.peek() {
                Some(&(_, '|')) if c == '\\' => {
                    chars.next();
                    self.push('|', start..start + 2);
                }
                _ => self.push(c, start..start + c.len_utf8()),
            }
        }
    }

    fn scalar(&mut self, source: &str, span: &Range<usize>, quotes: Quotes) {
        match quotes {
            Quotes::Double => self.double_quoted(source, span),
            Quotes::Single => {
                let mut at = span.start;
                while let Some(c) = source[at..span.end].chars().next() {
                    let twice = source[at..span.end].starts_with("''");
                    let end = at + if twice { 2 } else { c.len_utf8() };
                    self.push(c, at..end);
                    at = end;
                }
            }
            Quotes::Plain | Quotes::Block => self.lines(source, span, false),
        }
    }

    /// YAML 1.2, 5.7 "Escaped Characters".
    fn double_quoted(&mut self, source: &str, span: &Range<usize>) {
        let mut at = span.start;
        while let Some(c) = source[at..span.end].chars().next() {
            let rest = &source[at..span.end];
            let (c, len) = if c == '\\' {
                yaml_escape(rest).unwrap_or((c, 1))
            } else if c == '\n' {
                let text = rest[1..].trim_start_matches([' ', '\t']);
                (c, rest.len() - text.len())
            } else {
                (c, c.len_utf8())
            };
            self.push(c, at..at + len);
            at += len;
        }
    }

    /// The items of a list: what is between two of them is a break, and their quotes are a pair.
    fn items(&mut self, source: &str, span: &Range<usize>, list: List) {
        let mut last = span.start;
        for item in raw::yaml_items(&source[span.clone()], list.flow) {
            let item = span.start + item.start..span.start + item.end;
            self.between(source, last..item.start, list.flow);
            let (inner, quotes) = raw::unquoted(&source[item.clone()]);
            let inner = item.start + inner.start..item.start + inner.end;
            if inner != item {
                self.pieces
                    .push((item.start..inner.start, PieceKind::Quote('"', true)));
            }
            self.scalar(source, &inner, quotes);
            if inner != item {
                self.pieces
                    .push((inner.end..item.end, PieceKind::Quote('"', false)));
            }
            last = item.end;
        }
        self.between(source, last..span.end, list.flow);
    }

    fn between(&mut self, source: &str, gap: Range<usize>, flow: bool) {
        if flow {
            return self.lines(source, &gap, false);
        }
        if !gap.is_empty() {
            self.pieces.push((gap, PieceKind::Break));
        }
    }
}

/// Whether a character at the start of a line belongs to the line end before it.
fn line_start(c: char, quoted: bool) -> bool {
    matches!(c, ' ' | '\t') || quoted && c == '>'
}

/// The character of the escape that a text starts with, and the escape's length.
fn yaml_escape(text: &str) -> Option<(char, usize)> {
    let sign = text[1..].chars().next()?;
    let hex = |digits: usize| {
        let code = text.get(2..2 + digits)?;
        let c = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
        Some((c, 2 + digits))
    };
    let c = match sign {
        'n' | 'N' | 'L' | 'P' | 'r' => '\n',
        't' | '\t' => '\t',
        ' ' => ' ',
        '_' => '\u{a0}',
        '"' | '/' | '\\' => sign,
        '0' | 'a' | 'b' | 'e' | 'v' | 'f' => '\u{200b}',
        'x' => return hex(2),
        'u' => return hex(4),
        'U' => return hex(8),
        // A line end behind a backslash is not there, nor is the indentation behind it.
        '\n' => {
            let rest = text[2..].trim_start_matches([' ', '\t']);
            return Some(('\u{200b}', text.len() - rest.len()));
        }
        _ => return None,
    };
    Some((c, 1 + sign.len_utf8()))
}
