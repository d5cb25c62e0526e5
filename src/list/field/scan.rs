//! Finds markup, asides and addresses among a field's characters, and puts one character of a
//! private plane in the place of each. Which ends belong together, `pairs` says; what is left is
//! words and punctuation.

use super::decode::Decoded;
use super::piece::{FIRST_SIGN, MOST_PIECES, Piece, PieceKind, Scanned, piece_of};
use super::token::{Aside, Mark};
use super::{links, tags};
use crate::list::entry::Writing;
use crate::text::class::is_emoji;
use crate::text::glyph::Glyph;
use crate::text::{entity, mojibake, tex, url};
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
pub(super) struct Exhausted {
    pub(super) comment: bool,
    pub(super) template: bool,
    pub(super) code: Vec<usize>,
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

pub(super) struct Scanner {
    pub(super) dialect: Dialect,
    pub(super) input: Vec<Glyph>,
    pub(super) at: usize,
    /// The partner of each `{`.
    pub(super) braces: Vec<Option<usize>>,
    /// The partner of each `[`.
    pub(super) brackets: Vec<Option<usize>>,
    /// Names of the elements that the text closes.
    pub(super) closed: Vec<String>,
    /// Where mathematics is: the characters of both delimiters and what is between.
    maths: Vec<links::Mathematics>,
    next_math: usize,
    /// Ends of open pairs, the innermost last.
    ends: Vec<End>,
    pub(super) exhausted: Exhausted,
    own: Vec<(Range<usize>, PieceKind)>,
    next_own: usize,
    pairs: usize,
    out: Scanned,
}

impl Scanner {
    pub(super) fn c(&self, ahead: usize) -> Option<char> {
        self.input.get(self.at + ahead).map(|g| g.c)
    }

    pub(super) fn before(&self) -> Option<char> {
        self.at.checked_sub(1).map(|i| self.input[i].c)
    }

    pub(super) fn starts(&self, text: &str) -> bool {
        let rest = &self.input[self.at..];
        rest.len() >= text.len() && text.chars().zip(rest).all(|(c, g)| g.c == c)
    }

    fn bytes(&self, from: usize, len: usize) -> Range<usize> {
        self.input[from].start..self.input[from + len - 1].end
    }

    /// Puts a piece in the place of the next `len` characters.
    pub(super) fn piece(&mut self, kind: PieceKind, len: usize) {
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
    pub(super) fn text(&mut self, len: usize) {
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
        let is_word_next = || self.c(1).is_some_and(char::is_alphanumeric);
        if matches!(c, ',' | '.' | ';' | '-') || c == ' ' && is_word_next() {
            return self.text(1);
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
    pub(super) fn open(&mut self, mark: Mark, len: usize, at: usize, end_len: usize) -> bool {
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
    pub(super) fn letters(&mut self) {
        let limit = self.limit();
        let is_letter = |g: &&Glyph| g.c.is_alphanumeric() && !mojibake::may_start(g.c);
        let len = self.input[self.at..limit]
            .iter()
            .take_while(is_letter)
            .count();
        // `http:`, `www.`, `my-host.org`: no address begins otherwise.
        let may_be_address = matches!(self.c(len), Some(':' | '.' | '-'));
        if may_be_address && let Some(found) = url::at(&self.input[..limit], self.at) {
            return self.piece(PieceKind::Address(found.key), found.len);
        }
        self.text(len.max(1));
    }

    /// Where a word or address ends at the latest: at the end of the pair around it, or at a piece
    /// of the container's own.
    pub(super) fn limit(&self) -> usize {
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
            // `\&amp;`: TeX's ampersand, written as an entity.
            Some('&') if entity::at(&self.input[self.at + 1..]).is_some() => self.text(1),
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
}
