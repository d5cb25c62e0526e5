//! The normal form of a text, cut into words that remember their source bytes.
//!
//! Two texts are the same exactly when their words are. What separates words, and how a character is written, is
//! spelling: white space, quotes, dashes, Unicode forms, invisible characters (`DESIGN.md` "What counts as the same text").

use super::glyph::{Glyph, Glyphs};
use super::{entity, tex};
use compact_str::{CompactString, format_compact};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A word, a number, a URL or a single punctuation character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its normal form.
    pub key: CompactString,
    /// The source bytes that write it.
    pub span: Range<usize>,
}

/// What a "this https URL" without a link stands for: some URL, lost when the text was copied from arXiv's page.
pub const LOST_URL: &str = "url:?";

/// The words of a text as a list or arXiv has it: entities decoded, TeX folded.
pub fn of(text: &Glyphs) -> Vec<Word> {
    cut(&tex::fold(&entity::fold(text)))
}

/// Two or more dots, however they are written; one is a full stop.
const ELLIPSIS: &str = "...";

/// Cuts a text (TeX already folded) into words.
pub fn cut(input: &Glyphs) -> Vec<Word> {
    let mut cutter = Cutter {
        input: &input.list,
        at: 0,
        out: Vec::with_capacity(input.list.len() / 5),
    };
    while cutter.at < cutter.input.len() {
        cutter.step();
    }
    join_lost_urls(cutter.out)
}

/// The words of a text that are compared: without the punctuation that may close it.
pub fn without_final_stop(words: &[Word]) -> &[Word] {
    let end = words
        .iter()
        .rposition(|w| !matches!(w.key.as_str(), "." | ELLIPSIS | "'"));
    &words[..end.map_or(0, |i| i + 1)]
}

struct Cutter<'a> {
    input: &'a [Glyph],
    at: usize,
    out: Vec<Word>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Part of a word with its neighbours.
    Letter,
    /// A word by itself: CJK, Greek, symbols, punctuation.
    Single,
    /// One of a family that is written in many ways and repeated at will; the character that stands for it.
    Family(char),
    /// Separates words.
    Blank,
    /// Not there at all.
    Invisible,
}

impl Cutter<'_> {
    fn step(&mut self) {
        let g = self.input[self.at];
        match classify(g.c) {
            Class::Letter if self.starts_url() => self.url(),
            Class::Letter => self.letters(),
            Class::Single => self.single(),
            Class::Family(key) => self.family(key),
            Class::Blank | Class::Invisible => self.at += 1,
        }
    }

    fn push(&mut self, key: CompactString, from: usize, to: usize) {
        let part = &self.input[from..to];
        let start = part.iter().map(|g| g.start).min().unwrap_or_default();
        let end = part.iter().map(|g| g.end).max().unwrap_or_default();
        self.out.push(Word {
            key,
            span: start..end,
        });
    }

    fn letters(&mut self) {
        let from = self.at;
        let is_in_word = |g: &&Glyph| matches!(classify(g.c), Class::Letter | Class::Invisible);
        let part = self.input[from..].iter().take_while(is_in_word);
        self.at += part.count();
        let part = &self.input[from..self.at];
        let key = if part.iter().all(|g| g.c.is_ascii_alphanumeric()) {
            part.iter().map(|g| g.c).collect()
        } else {
            let visible = part
                .iter()
                .map(|g| g.c)
                .filter(|c| classify(*c) != Class::Invisible);
            visible.nfkc().map(fold_letter).collect()
        };
        let is_letter = |g: &Glyph| classify(g.c) == Class::Letter;
        let to = part
            .iter()
            .rposition(is_letter)
            .map_or(self.at, |last| from + last + 1);
        self.push(key, from, to);
    }

    fn single(&mut self) {
        let c = self.input[self.at].c;
        self.at += 1;
        let key = [c].iter().copied().nfkc().map(fold_letter).collect();
        self.push(key, self.at - 1, self.at);
    }

    fn family(&mut self, key: char) {
        let (from, mut to) = (self.at, self.at);
        while let Some(g) = self.input.get(self.at) {
            match classify(g.c) {
                Class::Family(other) if other == key => to = self.at + 1,
                Class::Invisible => {}
                _ => break,
            }
            self.at += 1;
        }
        let dots = self.input[from..to].iter().map(|g| {
            if g.c == '…' {
                3
            } else {
                usize::from(g.c == '.')
            }
        });
        let key = if key == '.' && dots.sum::<usize>() > 1 {
            ELLIPSIS.into()
        } else {
            CompactString::from_iter([key])
        };
        self.push(key, from, to);
    }

    fn starts_url(&self) -> bool {
        let rest = &self.input[self.at..];
        let starts = |s: &str| {
            rest.len() > s.len()
                && s.chars()
                    .zip(rest)
                    .all(|(c, g)| g.c.eq_ignore_ascii_case(&c))
        };
        starts("https://") || starts("http://")
    }

    /// A URL is one word; its scheme, a closing slash and the punctuation behind it are not part of its key.
    fn url(&mut self) {
        let from = self.at;
        let stops =
            |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '|' | '“' | '”' | '`');
        while self.input.get(self.at).is_some_and(|g| !stops(g.c)) {
            self.at += 1;
        }
        let mut to = self.at;
        let text = |to: usize| self.input[from..to].iter().map(|g| g.c).collect::<String>();
        while let Some(last) = self.input[from..to].last().map(|g| g.c) {
            let open =
                last == ')' && text(to).matches('(').count() >= text(to).matches(')').count();
            if open
                || !matches!(
                    last,
                    '.' | ',' | ';' | ':' | '\'' | ')' | ']' | '!' | '?' | '*' | '’'
                )
            {
                break;
            }
            to -= 1;
        }
        let written: String = text(to)
            .chars()
            .filter(|c| !matches!(classify(*c), Class::Invisible))
            .collect();
        let bare = written
            .split_once("://")
            .map_or(written.as_str(), |(_, rest)| rest);
        let key = format_compact!(
            "url:{}",
            bare.trim_start_matches("www.")
                .trim_end_matches('/')
                .to_lowercase()
        );
        self.at = to;
        self.push(key, from, to);
    }
}

fn classify(c: char) -> Class {
    match ASCII.get(c as usize) {
        Some(class) => *class,
        None => classify_wide(c),
    }
}

/// The classes of the ASCII characters, which most texts are made of.
static ASCII: [Class; 128] = {
    let mut classes = [Class::Invisible; 128];
    let mut c = 0;
    while c < 128 {
        classes[c as usize] = classify_ascii(c);
        c += 1;
    }
    classes
};

const fn classify_ascii(c: u8) -> Class {
    match c {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => Class::Letter,
        b'\t'..=b'\r' | b' ' | b'^' | b'_' | b'*' | b'$' | b'\\' => Class::Blank,
        b'\'' | b'"' | b'`' => Class::Family('\''),
        b'-' => Class::Family('-'),
        b'.' => Class::Family('.'),
        b'!'..=b'~' => Class::Single,
        _ => Class::Invisible,
    }
}

fn classify_wide(c: char) -> Class {
    match c {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{fe00}'..='\u{fe0f}' => Class::Invisible,
        '‘' | '’' | '‚' | '‛' | '′' | '´' | 'ʼ' | '“' | '”' | '„' | '‟' | '″' | '«' | '»'
        | '＇' | '＂' => Class::Family('\''),
        '‐'..='―' | '−' | '﹣' | '－' => Class::Family('-'),
        '…' | '．' => Class::Family('.'),
        '∗' => Class::Blank,
        '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '₀'..='₉' => Class::Single,
        'α'..='ω' | 'Α'..='Ω' | 'ϕ' | 'ϵ' | 'ϑ' | 'ϱ' | 'µ' => Class::Single,
        '\u{2e80}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Class::Single,
        c if c.is_whitespace() => Class::Blank,
        c if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => {
            Class::Letter
        }
        c if c.is_control() => Class::Invisible,
        _ => Class::Single,
    }
}

/// Letters that look alike and mean the same in running text.
fn fold_letter(c: char) -> char {
    match c {
        'ı' => 'i',
        'ȷ' => 'j',
        'ϵ' => 'ε',
        'ϑ' => 'θ',
        'ϕ' => 'φ',
        'ϱ' => 'ρ',
        '∼' => '~',
        '⋅' => '·',
        c => c,
    }
}

/// "this https URL" is what arXiv's pages print for a URL.
fn join_lost_urls(mut words: Vec<Word>) -> Vec<Word> {
    let is_lost = |w: &[Word]| {
        w[0].key == "this" && matches!(w[1].key.as_str(), "https" | "http") && w[2].key == "URL"
    };
    let mut from = 0;
    while let Some(at) = words[from..].windows(3).position(is_lost).map(|i| from + i) {
        let span = words[at].span.start..words[at + 2].span.end;
        words.splice(
            at..at + 3,
            [Word {
                key: LOST_URL.into(),
                span,
            }],
        );
        from = at + 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        of(&Glyphs::plain(text))
            .into_iter()
            .map(|w| w.key.to_string())
            .collect()
    }

    fn same(a: &str, b: &str) {
        assert_eq!(keys(a), keys(b), "{a} | {b}");
    }

    fn differ(a: &str, b: &str) {
        assert_ne!(keys(a), keys(b), "{a} | {b}");
    }

    #[test]
    fn spellings_of_one_text() {
        same("a  b\n   c", "a\u{a0}b \u{200b}c");
        same("“x” ``x'' «x»", "\"x\" 'x' \"x\"");
        same("a--b — c", "a–b - c");
        same("wait… and", "wait... and");
        differ("wait... and", "wait. and");
        same("e\u{301}ﬁne ｆｕｌｌ", "éfine full");
        same("co\u{ad}operate", "cooperate");
        same(r"H\'older 90\% $\alpha$", "Hólder 90% α");
        same(r"$\mathcal{O}(n\log n)$", r"O(n\log n)");
        same(r"the \alpha particle", "the αparticle");
        same("don’t", "don't");
        same("R&amp;D", "R&D");
        same("10$^3$ and $x_1$", "10³ and x₁");
    }

    #[test]
    fn differences_in_substance() {
        differ("a model", "the model");
        differ("Model", "model");
        differ("10^3", "103");
        differ("78.3%", "73.8%");
        differ("every day", "everyday");
        differ("not only", "only");
    }

    #[test]
    fn urls_are_one_word() {
        same("see https://x.org/a/.", "see http://www.x.org/a.");
        assert_eq!(
            keys("(https://x.org/a_(b)), so"),
            ["(", "url:x.org/a_(b)", ")", ",", "so"]
        );
        assert_eq!(keys("this https URL."), [LOST_URL, "."]);
    }

    #[test]
    fn words_know_their_source() {
        let text = r"a\'{e}b -- c";
        let spans: Vec<_> = of(&Glyphs::plain(text))
            .into_iter()
            .map(|w| &text[w.span])
            .collect();
        assert_eq!(spans, [r"a\'{e}b", "--", "c"]);
    }
}
