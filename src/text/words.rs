//! The normal form of a text, cut into words that remember their source bytes.
//!
//! Two texts are the same exactly when their words are. What separates words, and how a character
//! is written, is spelling: white space, quotes, dashes, Unicode forms, invisible characters
//! (`docs/explained-edits.md#same-text`).

use super::class::{Class, classify, fold_letter};
use super::glyph::{Glyph, Glyphs};
use super::url::{self, Url};
use super::{entity, mojibake, tex};
use compact_str::CompactString;
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

/// What a "this https URL" without a link stands for: some URL, lost when the text was copied from
/// arXiv's page.
pub const LOST_URL: &str = "url:?";

/// Whether a text is what arXiv's pages show of a URL, on one line or two.
pub fn is_lost_url(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_scheme = |word| matches!(word, "http" | "https");
    words.next() == Some("this")
        && words.next().is_some_and(is_scheme)
        && words.next() == Some("URL")
        && words.next().is_none()
}

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
    cutter.out
}

struct Cutter<'a> {
    input: &'a [Glyph],
    at: usize,
    out: Vec<Word>,
}

impl Cutter<'_> {
    fn step(&mut self) {
        let c = self.input[self.at].c;
        match classify(c) {
            Class::Letter if self.is_times(self.at) => {
                self.push("×".into(), self.at, self.at + 1);
                self.at += 1;
            }
            Class::Letter => match url::at(self.input, self.at) {
                Some(url) => self.url(url),
                None => self.letters(),
            },
            _ if self.garbled().is_some() => self.letters(),
            Class::Single if c == '<' && self.has_url_behind() => self.at += 1,
            Class::Single => self.single(),
            Class::Family(key) => self.family(key),
            Class::Blank | Class::Invisible => self.at += 1,
        }
    }

    /// Whether the `x` at this place is a sign for "times": `15x`, `1066x1600`.
    fn is_times(&self, at: usize) -> bool {
        let c = |i: Option<usize>| i.and_then(|i| self.input.get(i)).map(|g| g.c);
        matches!(self.input[at].c, 'x' | 'X')
            && c(at.checked_sub(1)).is_some_and(|c| c.is_ascii_digit())
            && c(Some(at + 1)).is_none_or(|c| c.is_ascii_digit() || !c.is_alphanumeric())
    }

    fn has_url_behind(&self) -> bool {
        let behind = self.input.get(self.at + 1);
        behind.is_some_and(|g| g.c.is_ascii_alphabetic())
            && url::at(self.input, self.at + 1).is_some()
    }

    /// The length of a garbled character that stands here. It is part of a word, so that a broken
    /// word is one word.
    fn garbled(&self) -> Option<usize> {
        let c = self.input.get(self.at)?.c;
        let found = mojibake::may_start(c).then(|| mojibake::sequence(self.input, self.at));
        found.flatten().map(|(_, len)| len)
    }

    fn push(&mut self, key: CompactString, from: usize, to: usize) {
        let part = &self.input[from..to];
        let start = part.iter().map(|g| g.start).min().unwrap_or_default();
        let end = part.iter().map(|g| g.end).max().unwrap_or_default();
        let is_url = key == "URL";
        self.out.push(Word {
            key,
            span: start..end,
        });
        if is_url {
            self.join_lost_url();
        }
    }

    /// "this https URL" is what arXiv's pages print for a URL.
    fn join_lost_url(&mut self) {
        if let Some([this, scheme, url]) = self.out.last_chunk()
            && this.key == "this"
            && matches!(scheme.key.as_str(), "https" | "http")
        {
            let (key, span) = (LOST_URL.into(), this.span.start..url.span.end);
            self.out.truncate(self.out.len() - 3);
            self.out.push(Word { key, span });
        }
    }

    fn letters(&mut self) {
        let (from, mut to, mut is_garbled) = (self.at, self.at, false);
        while let Some(g) = self.input.get(self.at) {
            let class = classify(g.c);
            if let Some(len) = self.garbled() {
                self.at += len;
                is_garbled = true;
            } else if class == Class::Letter && !self.is_times(self.at) {
                self.at += 1;
            } else if class == Class::Invisible {
                self.at += 1;
                continue;
            } else {
                break;
            }
            to = self.at;
        }
        let chars = self.input[from..to].iter().map(|g| g.c);
        // What is garbled has no normal form.
        let key = if is_garbled || chars.clone().all(|c| c.is_ascii_alphanumeric()) {
            chars.collect()
        } else {
            let visible = chars.filter(|c| classify(*c) != Class::Invisible);
            visible.nfkc().map(fold_letter).collect()
        };
        self.push(key, from, to);
    }

    fn single(&mut self) {
        let c = self.input[self.at].c;
        self.at += 1;
        let c = if matches!(c, 'º' | '˚' | '∘') {
            '°'
        } else {
            c
        };
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
        let dots = |g: &Glyph| match g.c {
            '…' | '⋯' => 3,
            '‥' => 2,
            _ => 1,
        };
        let part = &self.input[from..to];
        let key = if key == '.' && part.iter().map(dots).sum::<usize>() > 1 {
            ELLIPSIS.into()
        } else {
            CompactString::from_iter([key])
        };
        self.push(key, from, to);
    }

    /// A URL is one word. The angle brackets of `<URL>` are its spelling.
    fn url(&mut self, url: Url) {
        let from = self.at;
        self.at += url.len;
        self.push(url.key, from, from + url.len);
        let in_brackets = from > 0 && self.input[from - 1].c == '<';
        if in_brackets && self.input.get(self.at).is_some_and(|g| g.c == '>') {
            self.at += 1;
        }
    }
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
    fn unicode_forms() {
        same("（ａ，ｂ）：５％！", "(a,b):5%!");
        same("ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ Ĳ", "ff fi fl ffi ffl st IJ");
        same("A\u{30a}ngstro\u{308}m", "\u{212b}ngström");
        same("10 kΩ and k\u{3a9}", "10 k\u{2126} and k\u{2126}");
        same("𝑥𝑦 𝐀 𝛼𝑥 ℝ ℓ", "xy A αx R l");
        same("a\u{3000}b\u{2009}c\u{202f}d", "a b c d");
        same("a\u{2060}b\u{180e}c\u{e0041}d\u{fe0f}e\u{200d}f", "abcdef");
        same("‹x› 「x」 ❝x❞ ʼx´", "'x' \"x\" \"x\" 'x'");
        same("a﹘b⸺c−d‒e", "a-b-c-d-e");
        same("a‥b⋯c...", "a..b…c….");
        same("x ⩽ y ⩾ z ∙ w", "x ≤ y ≥ z ⋅ w");
        differ("x²", "x2");
        differ("café", "cafe");
    }

    #[test]
    fn a_garbled_word_is_one_word() {
        assert_eq!(
            keys("by ClÃ©ment, donâ€™t"),
            ["by", "ClÃ©ment", ",", "donâ€™t"]
        );
        assert_eq!(keys(r"by Cl\xc3\xa9ment."), ["by", r"Cl\xc3\xa9ment", "."]);
        assert_eq!(keys("“IRM\u{c3}”"), ["'", "IRM\u{c3}", "'"]);
    }

    #[test]
    fn times_and_degrees() {
        same("15x and 1066x1600", r"15× and 1066 $\times$ 1600");
        same("360∘, 360º", r"$360^\circ$, ${360^{\circ}}$");
        differ("15x", "15");
        differ("x86", "×86");
        assert_eq!(
            keys("0x1f x2 3D 10xy"),
            ["0", "×", "1f", "x2", "3D", "10xy"]
        );
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
        assert_eq!(keys("this http URL this https URL"), [LOST_URL; 2]);
        for other in [
            "<https://x.org/~me/a_b>",
            r"\url{https://x.org/~me/a\_b}",
            "www.x.org/~me/a_b/",
            "x.org/~me/a_b",
            "https://x.org/%7Eme/a_b",
            r"\href{https://x.org/~me/a_b}{https://x.org/~me/a_b}",
            r"\href{https://x.org/~me/a_b}{}",
        ] {
            same("at http://x.org/~me/a_b.", &format!("at {other}."));
        }
        for other in [
            r"\href{https://x.org/a}{code page}",
            r"\href{\url{https://x.org/a}}{code page}",
        ] {
            same(&format!("our {other} is"), "our code page is");
        }
        differ("see https://x.org/a", "see https://x.org/b");
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
