//! What only lists write, and arXiv does not: Markdown, HTML, and what site generators and editors
//! add. The scanner asks here at each sign.

use super::piece::{Delimiter, PieceKind};
use super::scan::{Dialect, Scanner};
use super::token::{Aside, Mark};
use super::{links, tags};
use crate::text::glyph::Glyph;
use crate::text::url;
use compact_str::CompactString;

impl Scanner {
    /// Everything that only lists write; false where the character is text.
    pub(super) fn markup(&mut self, c: char) -> bool {
        match c {
            '\n' | ' ' | '\t' => self.line_break(c),
            '`' => self.code(),
            '<' => self.angle(),
            '!' => self.c(1) == Some('[') && self.image(),
            '[' => self.link(),
            '{' => self.brace(),
            '*' | '_' | '~' | '=' => self.delimiters(c),
            ':' => self.shortcode(),
            '%' => self.starts("%%") && self.hidden(),
            _ => false,
        }
    }

    /// A hard break, a blank line or the mark of a list's item, with all the white space around it.
    fn line_break(&mut self, c: char) -> bool {
        let blank = |g: &&Glyph| matches!(g.c, ' ' | '\t' | '\n');
        let run = self.input[self.at..].iter().take_while(blank);
        let len = run.clone().count();
        let Some(first) = run.clone().position(|g| g.c == '\n') else {
            return false;
        };
        let lines = run.filter(|g| g.c == '\n').count();
        let item = links::item_mark(&self.input[self.at + len..]);
        if lines > 1 || item > 0 {
            self.piece(PieceKind::Break, len + item);
            return true;
        }
        let is_hard = c == ' '
            && first >= 2
            && self.input[self.at..self.at + first]
                .iter()
                .all(|g| g.c == ' ');
        if is_hard {
            self.piece(PieceKind::Break, len);
        }
        is_hard
    }

    /// A code span (CommonMark 6.1). TeX's quotes look like one: ``a'' and `b'.
    fn code(&mut self) -> bool {
        let tick = |g: &&Glyph| g.c == '`';
        let len = self.input[self.at..].iter().take_while(tick).count();
        let from = self.at + len;
        let close = self.code_end(from, len);
        let inner = close.map(|close| &self.input[from..close]);
        let is_tex = |inner: &[Glyph]| len == 2 || inner.iter().any(|g| g.c == '\'');
        let Some(close) = close.filter(|_| inner.is_some_and(|i| !is_tex(i))) else {
            self.text(len);
            return true;
        };
        if !self.open(Mark::Code, len, close, len) {
            self.text(len);
            return true;
        }
        while self.at < close {
            match self.input[self.at].c {
                c if c.is_alphanumeric() => self.letters(),
                _ => self.text(1),
            }
        }
        true
    }

    /// Where a run of as many ticks begins, within the paragraph.
    fn code_end(&mut self, from: usize, len: usize) -> Option<usize> {
        if self.exhausted.code.contains(&len) {
            return None;
        }
        let (mut at, mut lines) = (from, 0);
        while let Some(g) = self.input.get(at) {
            lines = match g.c {
                '\n' => lines + 1,
                ' ' | '\t' => lines,
                _ => 0,
            };
            if lines > 1 {
                return None;
            }
            let run = self.input[at..].iter().take_while(|g| g.c == '`').count();
            if run == len {
                return Some(at);
            }
            at += run.max(1);
        }
        self.exhausted.code.push(len);
        None
    }

    /// A comment, an autolink or a tag.
    fn angle(&mut self) -> bool {
        if self.starts("<!--") {
            let found = (!self.exhausted.comment).then(|| tags::comment(&self.input[self.at..]));
            match found.flatten() {
                Some(len) => self.piece(PieceKind::Aside(Aside::Comment), len),
                None => {
                    self.exhausted.comment = true;
                    self.text(1);
                }
            }
            return true;
        }
        if let Some((key, len)) = links::autolink(&self.input[self.at..]) {
            self.piece(PieceKind::Address(key), len);
            return true;
        }
        let closed = &self.closed;
        let is_closed = |name: &str| closed.binary_search_by(|c| c.as_str().cmp(name)).is_ok();
        let Some(tag) = tags::at(&self.input[self.at..], is_closed) else {
            return false;
        };
        if let Some(href) = &tag.href
            && let Some(len) = links::shown_address(&self.input[self.at + tag.len..], "</a>", href)
        {
            let key = url::key_of(href);
            self.piece(PieceKind::Address(key), tag.len + len);
            return true;
        }
        let kind = match (tag.name.as_str(), tag.is_void, tag.closes) {
            ("br" | "hr", ..) => PieceKind::Break,
            ("img", ..) => PieceKind::Aside(Aside::Image),
            (_, true, _) => PieceKind::Aside(Aside::Tag),
            (_, _, true) => PieceKind::TagClose(tag.name),
            (_, _, false) => PieceKind::TagOpen(tag.name),
        };
        self.piece(kind, tag.len);
        true
    }

    fn image(&mut self) -> bool {
        let Some(close) = self.brackets.get(self.at + 1).copied().flatten() else {
            return false;
        };
        let Some((_, len)) =
            links::destination(&self.input[close + 1..], &self.brackets, close + 1)
        else {
            return false;
        };
        self.piece(PieceKind::Aside(Aside::Image), close + 1 + len - self.at);
        true
    }

    /// A link, a wikilink or a footnote's mark (CommonMark 6.3).
    fn link(&mut self) -> bool {
        let Some(close) = self.brackets[self.at] else {
            return false;
        };
        let inner = &self.input[self.at + 1..close];
        if inner.first().is_some_and(|g| g.c == '^') && !inner.iter().any(|g| g.c.is_whitespace()) {
            self.piece(PieceKind::Aside(Aside::Footnote), close + 1 - self.at);
            return true;
        }
        if let Some((target, len)) =
            links::destination(&self.input[close + 1..], &self.brackets, close + 1)
        {
            let key = target
                .as_deref()
                .map_or_else(CompactString::default, url::key_of);
            let shows = target.is_some_and(|target| links::shows_address(inner, &target));
            if shows {
                self.piece(PieceKind::Address(key), close + 1 + len - self.at);
                return true;
            }
            return self.open(Mark::Link(key), 1, close, 1 + len);
        }
        let is_double = self.c(1) == Some('[')
            && self.brackets.get(self.at + 1).copied().flatten() == Some(close - 1);
        if is_double && close > self.at + 3 {
            let inner = &self.input[self.at + 2..close - 1];
            let bar = inner.iter().rposition(|g| g.c == '|').map_or(0, |i| i + 1);
            return self.open(Mark::Wikilink, 2 + bar, close - 1, 2);
        }
        false
    }

    /// A template's tag, MDX, or a group of BibTeX's.
    fn brace(&mut self) -> bool {
        let close = self.braces[self.at];
        if self.dialect == Dialect::Bibtex
            || !(self.starts("{{")
                || self.starts("{%")
                || self.starts("{/*")
                || self.starts("{\" \"}"))
        {
            return close.is_some_and(|close| self.group(close));
        }
        let end = if self.starts("{{") {
            let opens = self
                .c(2)
                .is_some_and(|c| c.is_whitespace() || "<%-".contains(c));
            opens.then_some("}}")
        } else if self.starts("{%") {
            Some("%}")
        } else {
            Some("}")
        };
        let len = end.filter(|_| !self.exhausted.template).and_then(|end| {
            let found = links::find(&self.input[self.at..], end);
            self.exhausted.template = found.is_none();
            found.map(|at| at + end.len())
        });
        match len {
            Some(len) => self.piece(PieceKind::Aside(Aside::Template), len),
            None => return close.is_some_and(|close| self.group(close)),
        }
        true
    }

    /// Braces around whole words: a group that only protects them.
    fn group(&mut self, close: usize) -> bool {
        let outside =
            |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !"\\{}'`^\"~=.".contains(c));
        let behind = self.input.get(close + 1).map(|g| g.c);
        let inner = self.input.get(self.at + 1).map(|g| g.c);
        outside(self.before())
            && outside(behind)
            && inner != Some('\\')
            && self.open(Mark::Tex, 1, close, 1)
    }

    fn delimiters(&mut self, c: char) -> bool {
        let run = self.input[self.at..]
            .iter()
            .take_while(|g| g.c == c)
            .count();
        let before = self.before();
        let after = self.c(run);
        let Some(delimiter) = Delimiter::of(c, run, before, after) else {
            self.text(run);
            return true;
        };
        for _ in 0..run {
            self.piece(PieceKind::Delimiter(delimiter), 1);
        }
        true
    }

    /// `:name:`, as GitHub writes emoji.
    fn shortcode(&mut self) -> bool {
        if self.before().is_some_and(char::is_alphanumeric) {
            return false;
        }
        let is_name =
            |g: &&Glyph| g.c.is_ascii_lowercase() || g.c.is_ascii_digit() || "_+-".contains(g.c);
        let name = self.input[self.at + 1..]
            .iter()
            .take(40)
            .take_while(is_name);
        let (len, has_letter) = (
            name.clone().count(),
            name.clone().any(|g| g.c.is_ascii_lowercase()),
        );
        let ends =
            self.c(1 + len) == Some(':') && !self.c(2 + len).is_some_and(char::is_alphanumeric);
        if ends && (has_letter && len > 1 || len > 0 && self.starts(":+1:")) {
            self.piece(PieceKind::Aside(Aside::Emoji), len + 2);
            return true;
        }
        false
    }

    /// `%%a comment%%`, as Obsidian writes it.
    fn hidden(&mut self) -> bool {
        let Some(len) = links::find(
            &self.input[self.at + 2..(self.at + 2000).min(self.input.len())],
            "%%",
        ) else {
            return false;
        };
        self.piece(PieceKind::Aside(Aside::Comment), len + 4);
        true
    }
}
