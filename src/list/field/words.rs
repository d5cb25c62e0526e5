//! Characters cut into words and punctuation, and all tokens put together so that they add up to
//! the field's bytes.

use super::pairs::Role;
use super::piece::{Piece, PieceKind, Scanned, piece_of};
use super::token::{Class, Kind, Mark, Pair, Token, Word};
use crate::text::class::{self, Class as Sort, classify, fold_letter};
use crate::text::glyph::{Glyph, Glyphs};
use crate::text::tex;
use crate::text::words::LOST_URL;
use compact_str::CompactString;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// The tokens of a scanned text.
pub(super) fn cut(
    source: &str,
    span: &Range<usize>,
    scanned: Scanned,
    roles: &[Role],
) -> Vec<Token> {
    let glyphs = Glyphs {
        list: scanned.glyphs,
    };
    let folded = tex::fold(&glyphs);
    let mut cutter = Cutter {
        source,
        input: &folded.list,
        at: 0,
        pieces: &scanned.pieces,
        roles,
        done: span.start,
        token_of: vec![usize::MAX; roles.len()],
        open: Vec::new(),
        math: 0,
        out: Vec::with_capacity(folded.list.len() / 3 + 8),
    };
    while cutter.at < cutter.input.len() {
        cutter.step();
    }
    cutter.fill(span.end);
    cutter.partners();
    mark_garbled(&mut cutter.out, &scanned.garbled);
    cutter.out
}

struct Cutter<'a> {
    source: &'a str,
    input: &'a [Glyph],
    at: usize,
    pieces: &'a [Piece],
    roles: &'a [Role],
    /// The bytes before this one have their tokens.
    done: usize,
    /// The token of each piece.
    token_of: Vec<usize>,
    /// Open pairs, the innermost last.
    open: Vec<usize>,
    /// How many of them are mathematics.
    math: usize,
    out: Vec<Token>,
}

impl Cutter<'_> {
    fn step(&mut self) {
        let c = self.input[self.at].c;
        if c.is_ascii_alphabetic() && self.ascii_word() {
            return;
        }
        if let Some(piece) = piece_of(c).filter(|&i| i < self.roles.len()) {
            self.at += 1;
            return self.piece(piece);
        }
        match classify(c) {
            _ if !c.is_ascii() && class::is_raised_or_lowered(c) => self.raised(c),
            Sort::Letter if self.is_times() => self.sign("×"),
            Sort::Letter if c.is_numeric() => self.number(),
            Sort::Letter => self.letters(),
            Sort::Single if class::is_sign(c) => self.sign_of(c),
            Sort::Single if class::is_ideograph(c) => self.one(Class::Ideograph),
            Sort::Single if c.is_alphanumeric() => self.one(Class::Letters),
            Sort::Single => self.punctuation(c),
            Sort::Family(key) => self.family(key),
            Sort::Blank if c.is_whitespace() => self.blank(),
            Sort::Blank => self.punctuation(c),
            Sort::Invisible => self.blank(),
        }
    }

    fn c(&self, at: usize) -> Option<char> {
        self.input.get(at).map(|g| g.c)
    }

    fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        let part = &self.input[from..to];
        let start = part.iter().map(|g| g.start).min().unwrap_or(self.done);
        start..part.iter().map(|g| g.end).max().unwrap_or(start)
    }

    /// Adds the token of the characters from `from` on up to here.
    fn push(&mut self, kind: Kind, from: usize) {
        let mut span = self.bytes(from, self.at);
        // The backslash of `\*` says only that the sign is one.
        let is_escape = span.start == self.done + 1 && self.source[self.done..].starts_with('\\');
        if is_escape && matches!(kind, Kind::Punctuation(_)) {
            span.start = self.done;
        }
        self.add(kind, &span);
    }

    fn add(&mut self, kind: Kind, span: &Range<usize>) {
        self.fill(span.start);
        let start = span.start.max(self.done);
        let span = start..span.end.max(start);
        self.done = span.end;
        self.out.push(Token {
            span,
            kind,
            inside: self.open.last().copied(),
            garbled: false,
        });
    }

    /// Tokens for bytes that say nothing: white space, or TeX.
    fn fill(&mut self, end: usize) {
        if end <= self.done {
            return;
        }
        let span = self.done..end;
        let is_blank = self.source[span.clone()]
            .chars()
            .all(|c| c.is_whitespace() || c == '>');
        self.done = end;
        self.out.push(Token {
            span,
            kind: if is_blank { Kind::Blank } else { Kind::Tex },
            inside: self.open.last().copied(),
            garbled: false,
        });
    }

    fn word(&mut self, key: CompactString, class: Class, from: usize) {
        let text: CompactString = if class == Class::Letters || class == Class::Ideograph {
            let seen = self.input[from..self.at].iter().map(|g| g.c);
            seen.filter(|c| classify(*c) != Sort::Invisible)
                .nfc()
                .collect()
        } else {
            key.clone()
        };
        let math = self.math > 0;
        self.push(
            Kind::Word(Word {
                key,
                text,
                class,
                math,
            }),
            from,
        );
    }

    /// Whether the `x` here is a sign for "times": `15x`, `1066x1600`.
    fn is_times(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|i| self.c(i));
        matches!(self.c(self.at), Some('x' | 'X'))
            && before.is_some_and(|c| c.is_ascii_digit())
            && self
                .c(self.at + 1)
                .is_none_or(|c| c.is_ascii_digit() || !c.is_alphanumeric())
    }

    fn sign(&mut self, key: &str) {
        self.at += 1;
        self.word(key.into(), Class::Sign, self.at - 1);
    }

    fn sign_of(&mut self, c: char) {
        let c = fold_letter(if matches!(c, 'º' | '˚' | '∘') {
            '°'
        } else {
            c
        });
        match c {
            '&' => self.sign("and"),
            c => self.sign([c].iter().copied().nfkc().collect::<String>().as_str()),
        }
    }

    fn one(&mut self, class: Class) {
        let c = self.input[self.at].c;
        self.at += 1;
        let key = [c].iter().copied().nfkc().map(fold_letter).collect();
        self.word(key, class, self.at - 1);
    }

    fn punctuation(&mut self, c: char) {
        self.at += 1;
        self.push(Kind::Punctuation(c), self.at - 1);
    }

    /// White space; the blanks around a TeX command's name, which only keep it apart, have no bytes
    /// of their own.
    fn blank(&mut self) {
        let from = self.at;
        let is_blank = |c: char| match classify(c) {
            Sort::Blank => c.is_whitespace(),
            Sort::Invisible => true,
            _ => false,
        };
        while let Some(g) = self.input.get(self.at) {
            let next = self.input.get(self.at + 1);
            let is_shared = next.is_some_and(|n| n.start == g.start);
            if piece_of(g.c).is_some() || !is_blank(g.c) || is_shared && self.at > from {
                break;
            }
            self.at += 1;
            if is_shared {
                return;
            }
        }
        if self.bytes(from, self.at).end > self.done {
            self.push(Kind::Blank, from);
        }
    }

    /// Quotes, dashes and dots, which are written in many ways and repeated at will.
    fn family(&mut self, key: char) {
        let from = self.at;
        let same = |c: char| matches!(classify(c), Sort::Family(k) if k == key);
        while self.c(self.at).is_some_and(same) {
            self.at += 1;
        }
        let is_long = |c: char| matches!(c, '…' | '⋯' | '‥');
        let part = &self.input[from..self.at];
        let dots = key == '.' && (part.len() > 1 || part.iter().any(|g| is_long(g.c)));
        self.push(Kind::Punctuation(if dots { '…' } else { key }), from);
    }

    /// A word of ASCII letters that stand for themselves, which nearly all are; false where it may
    /// be more than that.
    fn ascii_word(&mut self) -> bool {
        let rest = &self.input[self.at..];
        let letters = rest.iter().take_while(|g| g.c.is_ascii_alphabetic());
        let len = letters.count();
        let ends = |g: &Glyph| {
            let is_sign = g.c.is_ascii() && classify(g.c) != Sort::Invisible;
            is_sign || piece_of(g.c).is_some()
        };
        let (start, end) = (rest[0].start, rest[len - 1].end);
        let Some(text) = self.source.get(start..end).filter(|t| t.len() == len) else {
            return false;
        };
        let is_literal = text.bytes().zip(rest).all(|(b, g)| g.c == char::from(b));
        if !is_literal || !rest.get(len).is_none_or(ends) || self.is_times() {
            return false;
        }
        let text = CompactString::from(text);
        let mut key = text.clone();
        key.make_ascii_lowercase();
        self.at += len;
        let (class, math) = (Class::Letters, self.math > 0);
        let word = Word {
            key,
            text,
            class,
            math,
        };
        self.add(Kind::Word(word), &(start..end));
        self.join_lost_url();
        true
    }

    /// Letters of one script; what is invisible between two of them is passed over.
    fn letters(&mut self) {
        let from = self.at;
        let script = class::script(self.input[from].c);
        let mut end = from;
        while let Some(c) = self.c(self.at) {
            let is_letter = match classify(c) {
                _ if class::is_raised_or_lowered(c) => false,
                Sort::Letter => !c.is_numeric() && class::is_script(c, script),
                Sort::Invisible => piece_of(c).is_none(),
                _ => false,
            };
            if !is_letter {
                break;
            }
            self.at += 1;
            if classify(c) == Sort::Letter {
                end = self.at;
            }
        }
        self.at = end;
        let chars = self.input[from..end].iter().map(|g| g.c);
        let key = if chars.clone().all(|c| c.is_ascii()) {
            chars.map(|c| c.to_ascii_lowercase()).collect()
        } else {
            let visible = chars.filter(|c| classify(*c) != Sort::Invisible);
            visible
                .nfkc()
                .flat_map(char::to_lowercase)
                .map(fold_letter)
                .collect()
        };
        self.word(key, Class::Letters, from);
        self.join_lost_url();
    }

    /// "this https URL" is what arXiv's pages print for an address.
    fn join_lost_url(&mut self) {
        let key = |i: usize| self.out[self.out.len() - i].word().map(|w| w.key.as_str());
        if self.out.len() < 5 || key(1) != Some("url") {
            return;
        }
        let blanks = [2, 4]
            .iter()
            .all(|&i| self.out[self.out.len() - i].kind == Kind::Blank);
        let is_lost = blanks && matches!(key(3), Some("https" | "http")) && key(5) == Some("this");
        if is_lost {
            let first = self.out.len() - 5;
            let span = self.out[first].span.start..self.done;
            self.out.truncate(first);
            let word = Word {
                key: LOST_URL.into(),
                text: "this https URL".into(),
                class: Class::LostAddress,
                math: self.math > 0,
            };
            self.done = span.start;
            self.add(Kind::Word(word), &span);
        }
    }

    /// Raised or lowered characters: a number or word of their own, cut from what is before them.
    fn raised(&mut self, c: char) {
        let plain = |c: char| [c].iter().copied().nfkc().next().unwrap_or(c);
        let from = self.at;
        let same = |other: char| {
            let (a, b) = (plain(c), plain(other));
            class::is_raised_or_lowered(other)
                && (a.is_numeric() && b.is_numeric() || a.is_alphabetic() && b.is_alphabetic())
        };
        self.at += 1;
        while self.c(self.at).is_some_and(same) {
            self.at += 1;
        }
        let key: CompactString = self.input[from..self.at]
            .iter()
            .map(|g| plain(g.c))
            .collect();
        match plain(c) {
            c if c.is_numeric() => self.word(key, Class::Number, from),
            c if c.is_alphabetic() => self.word(key.to_lowercase(), Class::Letters, from),
            c if class::is_sign(c) && c != '−' => self.word(key, Class::Sign, from),
            '−' => self.push(Kind::Punctuation('-'), from),
            c => self.push(Kind::Punctuation(c), from),
        }
    }

    /// Digits with their decimal points; what separates thousands is spelling.
    fn number(&mut self) {
        let from = self.at;
        let mut key = self.digits();
        let first = key.len();
        loop {
            let rest = &self.input[self.at..];
            if (first <= 3 || key.len() > first)
                && let Some(separator) = self.thousands(rest)
            {
                self.at += separator;
                key.push_str(&self.digits());
            } else if rest.len() > 1 && rest[0].c == '.' && rest[1].c.is_numeric() {
                self.at += 1;
                key.push('.');
                key.push_str(&self.digits());
                break;
            } else {
                break;
            }
        }
        self.word(key, Class::Number, from);
    }

    fn digits(&mut self) -> CompactString {
        let from = self.at;
        let is_digit = |c: char| c.is_numeric() && classify(c) == Sort::Letter;
        while self.c(self.at).is_some_and(is_digit) {
            self.at += 1;
        }
        let digits = self.input[from..self.at].iter().map(|g| g.c);
        if digits.clone().all(|c| c.is_ascii()) {
            return digits.collect();
        }
        digits.nfkc().collect()
    }

    /// The length of a separator of thousands that a text starts with: exactly three digits follow.
    fn thousands(&self, rest: &[Glyph]) -> Option<usize> {
        let digit = |i: usize| rest.get(i).is_some_and(|g| g.c.is_ascii_digit());
        let g = rest.first()?;
        let is_thin = match g.c {
            ',' | '\u{202f}' | '\u{2009}' | '\u{a0}' | '\'' | '’' => true,
            // `10\,000`
            ' ' => self.source[g.start..g.end].starts_with('\\'),
            _ => false,
        };
        (is_thin && digit(1) && digit(2) && digit(3) && !digit(4)).then_some(1)
    }

    fn piece(&mut self, i: usize) {
        let piece = &self.pieces[i];
        let mut span = piece.span.clone();
        let kind = match (&self.roles[i], &piece.kind) {
            (Role::Continued, _) => {
                // It belongs to the token of the character before.
                let last = self.out.len() - 1;
                self.out[last].span.end = span.end;
                self.done = span.end;
                return;
            }
            (Role::End(mark, other, opens), _) => {
                return self.end(i, mark.clone(), *other, *opens, span);
            }
            (_, PieceKind::Address(key)) => Kind::Word(Word {
                key: key.clone(),
                text: key.clone(),
                class: Class::Address,
                math: self.math > 0,
            }),
            (_, PieceKind::Delimiter(d)) => Kind::Punctuation(d.c),
            (_, PieceKind::Bracket(c, _)) => Kind::Punctuation(*c),
            (_, PieceKind::Quote(..)) => Kind::Punctuation('\''),
            (_, PieceKind::Break) => Kind::Break,
            (_, PieceKind::Aside(aside)) => Kind::Aside(*aside),
            (_, PieceKind::TagOpen(_) | PieceKind::TagClose(_)) => Kind::Aside(super::Aside::Tag),
            (_, PieceKind::Open(..) | PieceKind::Close(..)) => Kind::Tex,
        };
        span.start = span.start.max(self.done);
        self.add(kind, &span);
    }

    fn end(&mut self, piece: usize, mark: Mark, other: usize, opens: bool, span: Range<usize>) {
        let is_math = mark == Mark::Math;
        let pair = Pair {
            mark,
            partner: other,
        };
        if opens {
            self.add(Kind::Open(pair), &span);
            self.open.push(self.out.len() - 1);
            self.math += usize::from(is_math);
        } else {
            self.fill(span.start);
            self.open.pop();
            self.math -= usize::from(is_math);
            self.add(Kind::Close(pair), &span);
        }
        self.token_of[piece] = self.out.len() - 1;
    }

    /// Names partners by their tokens; so far they are named by their pieces.
    fn partners(&mut self) {
        for token in &mut self.out {
            if let Kind::Open(pair) | Kind::Close(pair) = &mut token.kind {
                pair.partner = self.token_of[pair.partner];
            }
        }
    }
}

fn mark_garbled(tokens: &mut [Token], garbled: &[Range<usize>]) {
    let mut spans = garbled.iter().peekable();
    for token in tokens {
        while spans.next_if(|s| s.end <= token.span.start).is_some() {}
        token.garbled = spans.peek().is_some_and(|s| s.start < token.span.end);
    }
}
