//! Finds markup, asides and addresses among a field's characters, and puts one character of a private plane in the place of each.
//! Which ends belong together, `pairs` says; what is left is words and punctuation.

use super::decode::Decoded;
use super::token::{Aside, Mark};
use super::{emphasis, links, tags};
use crate::list::entry::Writing;
use crate::text::class::is_emoji;
use crate::text::glyph::Glyph;
use crate::text::{entity, mojibake, tex, url};
use compact_str::CompactString;
use std::ops::Range;

/// What the characters of a text can mean.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// arXiv's: TeX, and no markup.
    Plain,
    /// A list's: Markdown, HTML and what site generators add, in every container.
    Markup,
    /// The same where braces belong to the container's own language.
    Bibtex,
}

/// A piece of markup, an aside or an address.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub span: Range<usize>,
    pub kind: PieceKind,
}

/// What a piece is, before partners are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// The beginning of a pair whose end was found with it; both have the same number.
    Open(Mark, usize),
    /// Its end.
    Close(Mark, usize),
    /// One character of a run that may be emphasis.
    Delimiter(emphasis::Delimiter),
    /// A tag that opens an element.
    TagOpen(CompactString),
    /// A tag that closes one.
    TagClose(CompactString),
    /// A bracket, and whether it opens.
    Bracket(char, bool),
    /// A quotation mark, and whether it opens.
    Quote(char, bool),
    Aside(Aside),
    Break,
    /// An address: its key.
    Address(CompactString),
}

/// What `scan` found.
pub(super) struct Scanned {
    /// The text with a sign in each piece's place.
    pub glyphs: Vec<Glyph>,
    pub pieces: Vec<Piece>,
    /// Bytes of characters that were read in the wrong encoding.
    pub garbled: Vec<Range<usize>>,
}

/// The signs of pieces are taken from here on.
const FIRST_SIGN: u32 = 0xf_0000;
/// So many pieces have a sign; a text with more is hostile, and the rest of its markup is text.
const MOST_PIECES: usize = 0xfffd;

/// The piece whose sign a character is.
pub(super) fn piece_of(c: char) -> Option<usize> {
    (u32::from(c).checked_sub(FIRST_SIGN)).map(|i| i as usize)
}

impl Dialect {
    pub fn of(writing: Writing) -> Self {
        match writing {
            Writing::Bibtex => Self::Bibtex,
            _ => Self::Markup,
        }
    }
}

/// Scans a text.
pub(super) fn scan(decoded: Decoded, dialect: Dialect) -> Scanned {
    let Decoded { glyphs, pieces } = decoded;
    let has = |signs: &[char]| glyphs.iter().any(|g| signs.contains(&g.c));
    let mut scanner = Scanner {
        dialect,
        at: 0,
        braces: if has(&['{']) {
            links::matching(&glyphs, '{', '}')
        } else {
            Vec::new()
        },
        brackets: if has(&['[']) {
            links::matching(&glyphs, '[', ']')
        } else {
            Vec::new()
        },
        closed: if has(&['<']) {
            tags::closed(&glyphs)
        } else {
            Vec::new()
        },
        maths: if has(&['$']) {
            links::mathematics(&glyphs)
        } else {
            Vec::new()
        },
        next_math: 0,
        ends: Vec::new(),
        exhausted: Exhausted::default(),
        own: pieces,
        next_own: 0,
        pairs: 0,
        out: Scanned {
            glyphs: Vec::with_capacity(glyphs.len()),
            pieces: Vec::new(),
            garbled: Vec::new(),
        },
        input: glyphs,
    };
    while scanner.at < scanner.input.len() {
        scanner.own_pieces(scanner.input[scanner.at].start);
        scanner.step();
    }
    scanner.own_pieces(usize::MAX);
    scanner.out
}

/// What was looked for to the end of the text in vain need not be looked for again.
#[derive(Default)]
struct Exhausted {
    comment: bool,
    template: bool,
    code: Vec<usize>,
}

/// The end of a pair that was found at its beginning.
struct End {
    /// The index of the character where it begins.
    at: usize,
    /// How many characters it has.
    len: usize,
    mark: Mark,
    pair: usize,
}

struct Scanner {
    dialect: Dialect,
    input: Vec<Glyph>,
    at: usize,
    /// The partner of each `{`.
    braces: Vec<Option<usize>>,
    /// The partner of each `[`.
    brackets: Vec<Option<usize>>,
    /// Names of the elements that the text closes.
    closed: Vec<String>,
    /// Where mathematics is: the characters of both delimiters and what is between.
    maths: Vec<links::Mathematics>,
    next_math: usize,
    /// Ends of open pairs, the innermost last.
    ends: Vec<End>,
    exhausted: Exhausted,
    own: Vec<(Range<usize>, PieceKind)>,
    next_own: usize,
    pairs: usize,
    out: Scanned,
}

impl Scanner {
    fn c(&self, ahead: usize) -> Option<char> {
        self.input.get(self.at + ahead).map(|g| g.c)
    }

    fn before(&self) -> Option<char> {
        self.at.checked_sub(1).map(|i| self.input[i].c)
    }

    fn starts(&self, text: &str) -> bool {
        let rest = &self.input[self.at..];
        rest.len() >= text.len() && text.chars().zip(rest).all(|(c, g)| g.c == c)
    }

    fn bytes(&self, from: usize, len: usize) -> Range<usize> {
        self.input[from].start..self.input[from + len - 1].end
    }

    /// Puts a piece in the place of the next `len` characters.
    fn piece(&mut self, kind: PieceKind, len: usize) {
        let span = self.bytes(self.at, len);
        self.put(kind, span);
        self.at += len;
    }

    fn put(&mut self, kind: PieceKind, span: Range<usize>) {
        let sign = FIRST_SIGN + self.out.pieces.len() as u32;
        if let Some(c) = char::from_u32(sign).filter(|_| self.out.pieces.len() < MOST_PIECES) {
            let (start, end) = (span.start, span.end);
            self.out.glyphs.push(Glyph { c, start, end });
            self.out.pieces.push(Piece { span, kind });
        }
    }

    /// Passes on so many characters as text.
    fn text(&mut self, len: usize) {
        let end = (self.at + len).min(self.input.len());
        self.out.glyphs.extend(&self.input[self.at..end]);
        self.at = end;
    }

    /// Puts the container's own pieces that begin before this byte.
    fn own_pieces(&mut self, before: usize) {
        while let Some((span, kind)) = self.own.get(self.next_own)
            && span.start < before
        {
            let (span, kind) = (span.clone(), kind.clone());
            self.next_own += 1;
            self.put(kind, span);
        }
    }

    fn step(&mut self) {
        if self.end() || self.mathematics() || self.garbled() {
            return;
        }
        let c = self.input[self.at].c;
        if c.is_alphanumeric() {
            return self.letters();
        }
        if piece_of(c).is_some() {
            return self.piece(PieceKind::Aside(Aside::Emoji), 1);
        }
        if c == '\\' {
            return self.backslash();
        }
        let done = self.dialect != Dialect::Plain && self.markup(c)
            || c == '&' && self.entity()
            || is_emoji(c) && self.emoji()
            || self.bracket(c)
            || self.quote(c);
        if !done {
            self.text(1);
        }
    }

    /// At the end of a pair whose beginning was seen.
    fn end(&mut self) -> bool {
        // What binds tighter (a comment, say) may have gone over an end: then there was no pair.
        while self.ends.pop_if(|end| end.at < self.at).is_some() {}
        let Some(end) = self.ends.pop_if(|end| end.at == self.at) else {
            return false;
        };
        self.piece(PieceKind::Close(end.mark, end.pair), end.len);
        true
    }

    /// Opens a pair that ends at `at`; false where that crosses another one.
    fn open(&mut self, mark: Mark, len: usize, at: usize, end_len: usize) -> bool {
        if self
            .ends
            .last()
            .is_some_and(|outer| at + end_len > outer.at)
        {
            return false;
        }
        let pair = self.pairs;
        self.pairs += 1;
        self.piece(PieceKind::Open(mark.clone(), pair), len);
        self.ends.push(End {
            at,
            len: end_len,
            mark,
            pair,
        });
        true
    }

    /// Mathematics: nothing in it is markup.
    fn mathematics(&mut self) -> bool {
        while self
            .maths
            .get(self.next_math)
            .is_some_and(|m| m.start < self.at)
        {
            self.next_math += 1;
        }
        let Some(math) = self
            .maths
            .get(self.next_math)
            .filter(|m| m.start == self.at)
        else {
            return false;
        };
        let (len, inner) = (math.delimiter, math.inner());
        let end = inner.end;
        if self.ends.last().is_some_and(|outer| outer.at < end) {
            return false;
        }
        let pair = self.pairs;
        self.pairs += 1;
        self.piece(PieceKind::Open(Mark::Math, pair), len);
        while self.at < end {
            if !(self.input[self.at].c == '&' && self.entity()) {
                self.text(1);
            }
        }
        self.piece(PieceKind::Close(Mark::Math, pair), len);
        true
    }

    /// A character that was read in the wrong encoding.
    fn garbled(&mut self) -> bool {
        let Some((c, len)) = Some(self.input[self.at].c)
            .filter(|c| mojibake::may_start(*c))
            .and_then(|_| mojibake::sequence(&self.input, self.at))
        else {
            return false;
        };
        let span = self.bytes(self.at, len);
        self.out.garbled.push(span.clone());
        let (start, end) = (span.start, span.end);
        self.out.glyphs.push(Glyph { c, start, end });
        self.at += len;
        true
    }

    /// A word's letters, or an address.
    fn letters(&mut self) {
        let limit = self.limit();
        if let Some(found) = url::at(&self.input[..limit], self.at) {
            return self.piece(PieceKind::Address(found.key), found.len);
        }
        let is_letter = |g: &&Glyph| g.c.is_alphanumeric() && !mojibake::may_start(g.c);
        let len = self.input[self.at..limit]
            .iter()
            .take_while(is_letter)
            .count();
        self.text(len.max(1));
    }

    /// Where a word or address ends at the latest: at the end of the pair around it, or at a piece of the container's own.
    fn limit(&self) -> usize {
        let end = self.ends.last().map_or(self.input.len(), |end| end.at);
        match self.own.get(self.next_own) {
            Some((own, _)) => {
                let rest = &self.input[self.at..end];
                self.at + rest.partition_point(|g| g.start < own.start)
            }
            None => end,
        }
    }

    /// TeX commands that hold text or an address, escapes, and hard breaks.
    fn backslash(&mut self) {
        match self.c(1) {
            Some('\n') if self.dialect != Dialect::Plain => self.piece(PieceKind::Break, 2),
            Some(c) if c.is_ascii_alphabetic() => {
                let letter = |g: &&Glyph| g.c.is_ascii_alphabetic();
                let len = self.input[self.at + 1..].iter().take_while(letter).count();
                if !self.command(1 + len) {
                    self.text(1 + len);
                }
            }
            // What is escaped is no markup.
            Some(c) if c.is_ascii_punctuation() => self.text(2),
            _ => self.text(1),
        }
    }

    fn command(&mut self, len: usize) -> bool {
        let name: String = self.input[self.at + 1..self.at + len]
            .iter()
            .map(|g| g.c)
            .collect();
        let brace = self.at + len;
        let Some(close) = self.braces.get(brace).copied().flatten() else {
            return false;
        };
        let inner = &self.input[brace + 1..close];
        match name.as_str() {
            "url" | "href" if links::is_address(inner) => {
                let key = links::key(inner);
                let behind = close + 1;
                match self
                    .braces
                    .get(behind)
                    .copied()
                    .flatten()
                    .filter(|_| name == "href")
                {
                    Some(end) if end > behind + 1 => {
                        let opening = behind + 1 - self.at;
                        self.open(Mark::Link(key), opening, end, 1)
                    }
                    _ => {
                        self.piece(PieceKind::Address(key), behind - self.at);
                        true
                    }
                }
            }
            name if tex::is_font(name) || name == "url" => self.open(Mark::Tex, len + 1, close, 1),
            _ => false,
        }
    }

    /// An HTML entity, decoded; it is no markup.
    fn entity(&mut self) -> bool {
        let Some((text, len)) = entity::at(&self.input[self.at..]) else {
            return false;
        };
        let span = self.bytes(self.at, len);
        let glyph = |c| Glyph {
            c,
            start: span.start,
            end: span.end,
        };
        self.out.glyphs.extend(text.chars().map(glyph));
        self.at += len;
        true
    }

    fn emoji(&mut self) -> bool {
        let joins = |c| matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}');
        let is_flag = |c| ('\u{1f1e6}'..='\u{1f1ff}').contains(&c);
        let mut len = 1;
        while let (Some(last), Some(c)) = (self.c(len - 1), self.c(len)) {
            let pair = is_flag(c) && is_flag(last) && len == 1;
            if !(joins(c) || pair || last == '\u{200d}' && is_emoji(c)) {
                break;
            }
            len += 1;
        }
        self.piece(PieceKind::Aside(Aside::Emoji), len);
        true
    }

    fn bracket(&mut self, c: char) -> bool {
        let opens = match c {
            '(' | '[' | '（' | '【' | '［' | '〔' => true,
            ')' | ']' | '）' | '】' | '］' | '〕' => false,
            _ => return false,
        };
        self.piece(PieceKind::Bracket(c, opens), 1);
        true
    }

    fn quote(&mut self, c: char) -> bool {
        let blank = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "([（".contains(c));
        let opens = match c {
            '“' | '„' | '«' | '「' | '『' | '‹' => true,
            '”' | '»' | '」' | '』' | '›' => false,
            '"' => blank(self.before()) && !blank(self.c(1)),
            _ => return false,
        };
        self.piece(PieceKind::Quote(c, opens), 1);
        true
    }

    /// Everything that only lists write; false where the character is text.
    fn markup(&mut self, c: char) -> bool {
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
        let Some(delimiter) = emphasis::Delimiter::of(c, run, before, after) else {
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
