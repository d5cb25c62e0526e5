//! TeX folded to what it stands for: accents, symbols, fonts, escapes. Total: what is no TeX comes
//! out as it went in.
//!
//! arXiv's own replacement of TeX by Unicode is lossy (`docs/arxiv.md#tex`), so both sides of a
//! comparison go through this folding, and both the submitted text and arXiv's rendering of it come
//! out alike. This is for comparing, not for writing.

use super::class::{Class, classify};
use super::glyph::{Glyph, Glyphs};
use super::mojibake;
use super::tex_tables::{accent, is_decoration, symbol, takes_bare_accent};
use std::borrow::Cow;
use unicode_normalization::char::compose;

/// Folds TeX. Commands without a known meaning stay as a word of their own (their name).
pub fn fold(input: &Glyphs) -> Cow<'_, Glyphs> {
    let is_tex = |g: &Glyph| matches!(g.c, '\\' | '{' | '}' | '$' | '~');
    if !input.list.iter().any(is_tex) {
        return Cow::Borrowed(input);
    }
    let mut folder = Folder {
        input: &input.list,
        at: 0,
        out: Vec::with_capacity(input.list.len()),
    };
    while folder.at < folder.input.len() {
        folder.step();
    }
    Cow::Owned(Glyphs { list: folder.out })
}

/// Whether a command is for a font, a size or a group: it says nothing of its own.
pub fn is_font(name: &str) -> bool {
    is_decoration(name)
}

/// The longest address that is looked for in a link.
const MOST_ADDRESS: usize = 2000;

struct Folder<'a> {
    input: &'a [Glyph],
    at: usize,
    out: Vec<Glyph>,
}

impl Folder<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.input.get(self.at + ahead).map(|g| g.c)
    }

    fn step(&mut self) {
        let g = self.input[self.at];
        match g.c {
            '\\' => self.command(),
            '{' | '}' | '$' => self.at += 1,
            '~' if self.is_tie() => self.emit(" ", 1),
            'h' if self.starts_url() => self.url(),
            _ => {
                self.out.push(g);
                self.at += 1;
            }
        }
    }

    /// Appends `text` for the next `len` glyphs and moves past them.
    fn emit(&mut self, text: &str, len: usize) {
        let (start, end) = self.extent(len);
        self.out
            .extend(text.chars().map(|c| Glyph { c, start, end }));
        self.at += len;
    }

    fn extent(&self, len: usize) -> (usize, usize) {
        let part = &self.input[self.at..self.at + len];
        let start = part.iter().map(|g| g.start).min().unwrap_or_default();
        (start, part.iter().map(|g| g.end).max().unwrap_or_default())
    }

    /// `~` between two words is a blank; before a number, after white space, it means "about".
    fn is_tie(&self) -> bool {
        let is_seen = |c: &char| classify(*c) != Class::Invisible;
        let before = self.input[..self.at]
            .iter()
            .rev()
            .map(|g| g.c)
            .find(is_seen);
        let glued = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '(' && c != '~');
        // `x.org/~me`
        before != Some('/') && glued(before) && glued(self.peek(1))
    }

    fn starts_url(&self) -> bool {
        let rest = &self.input[self.at..];
        let starts = |s: &str| rest.len() > s.len() && s.chars().zip(rest).all(|(c, g)| g.c == c);
        starts("https://") || starts("http://")
    }

    /// Copies a URL as it is: `~` and `_` mean themselves there, and TeX escapes only protect.
    fn url(&mut self) {
        while let Some(c) = self.peek(0) {
            match c {
                '{' | '}' | '<' | '>' | '"' | '|' => return,
                '\\' if self.peek(1).is_some_and(|c| c.is_ascii_punctuation()) => self.at += 1,
                c if c.is_whitespace() || c == '\\' => return,
                _ => {}
            }
            self.out.push(self.input[self.at]);
            self.at += 1;
        }
    }

    /// At a backslash.
    fn command(&mut self) {
        match self.peek(1) {
            None => self.at += 1,
            Some(c) if c.is_ascii_alphabetic() => self.named(),
            Some(c) if accent(c).is_some() && self.accented(c, 2) => {}
            Some(',' | ';' | ':' | '!' | '\\') => self.emit(" ", 2),
            // A dollar or brace is not there, protected or not: only its spelling tells money from
            // math, and sets from groups.
            Some('$' | '{' | '}') => self.at += 2,
            Some(c) if c.is_ascii_punctuation() => {
                self.at += 1;
                self.emit(c.encode_utf8(&mut [0; 4]), 1);
            }
            Some(c) if c.is_whitespace() => self.emit(" ", 2),
            Some(_) => self.at += 1,
        }
    }

    /// At the backslash of `\name`.
    fn named(&mut self) {
        if let Some((_, len)) = mojibake::sequence(self.input, self.at) {
            self.out.extend(&self.input[self.at..self.at + len]);
            self.at += len;
            return;
        }
        let len = self.input[self.at + 1..]
            .iter()
            .take_while(|g| g.c.is_ascii_alphabetic())
            .count();
        let name: String = self.input[self.at + 1..=self.at + len]
            .iter()
            .map(|g| g.c)
            .collect();
        let blank = usize::from(self.peek(1 + len).is_some_and(char::is_whitespace));
        if len == 1 && self.accented(name.chars().next().unwrap_or_default(), 2) {
            return;
        }
        if name == "href" && self.link(1 + len) || is_decoration(&name) {
            self.at += 1 + len;
            return;
        }
        match symbol(&name) {
            // TeX ends the name at a blank and eats it: `\L ukasz`. A Greek letter is a word by
            // itself, and `\alpha particle` none.
            Some(text) if text.chars().all(|c| classify(c) == Class::Letter) => {
                self.emit(text, 1 + len + blank);
            }
            Some(text) => self.emit(text, 1 + len),
            None => self.emit(&format!(" {name} "), 1 + len),
        }
    }

    /// `\href{URL}{text}` is its text, where it has one; this moves on to it.
    fn link(&mut self, len: usize) -> bool {
        let rest = &self.input[self.at + len..];
        let is_open = |at: usize| rest.get(at).is_some_and(|g| g.c == '{');
        // The address may stand in braces of its own: `\href{\url{URL}}{text}`.
        let mut depth = 0_usize;
        let ends = |g: &Glyph| {
            depth += usize::from(g.c == '{');
            depth = depth.saturating_sub(usize::from(g.c == '}'));
            depth == 0 || g.c.is_whitespace()
        };
        let text = rest.iter().take(MOST_ADDRESS).position(ends);
        let text = text.map_or(0, |end| end + 1);
        let is_empty = rest.get(text + 1).is_none_or(|g| g.c == '}');
        if is_open(0) && text > 2 && rest[text - 1].c == '}' && is_open(text) && !is_empty {
            self.at += text;
        }
        true
    }

    /// An accent whose command ends `len` glyphs on: `\'e`, `\'{e}`, `\'\i`, `\c{c}`, `\v s`. False
    /// where it is none.
    fn accented(&mut self, command: char, len: usize) -> bool {
        let (mut i, mut braces) = (len, 0);
        let mut spaced = false;
        while let Some(c) = self.peek(i) {
            match c {
                '{' => braces += 1,
                ' ' if command.is_ascii_alphabetic() && !spaced => spaced = true,
                _ => break,
            }
            i += 1;
        }
        let is_command = self.peek(i) == Some('\\') && matches!(self.peek(i + 1), Some('i' | 'j'));
        let is_command = is_command && !self.peek(i + 2).is_some_and(|c| c.is_ascii_alphabetic());
        i += usize::from(is_command);
        let Some(letter) = self.peek(i).filter(|c| c.is_alphabetic()) else {
            return false;
        };
        // arXiv's rendering leaves the accent and puts the dotless letter behind it: `\uı`.
        let (letter, dotless) = match letter {
            'ı' => ('i', true),
            'ȷ' => ('j', true),
            letter => (letter, is_command),
        };
        if braces == 0 && !dotless && !self.bare_accent(command, letter, spaced, i) {
            return false;
        }
        i += 1;
        if is_command && braces == 0 && self.peek(i) == Some(' ') {
            i += 1;
        }
        while braces > 0 && self.peek(i) == Some('}') {
            (i, braces) = (i + 1, braces - 1);
        }
        let Some(mark) = accent(command) else {
            return false;
        };
        match compose(letter, mark) {
            Some(c) => self.emit(c.encode_utf8(&mut [0; 4]), i),
            None if letter.is_ascii() => self.emit(&format!("{letter}{mark}"), i),
            None => self.emit(letter.encode_utf8(&mut [0; 4]), i),
        }
        true
    }

    /// Whether an accent without braces is meant: `Poincar\'e`, but not the escaped apostrophe of
    /// `model\'s`.
    fn bare_accent(&self, command: char, letter: char, spaced: bool, letter_at: usize) -> bool {
        if command.is_ascii_alphabetic() {
            return spaced;
        }
        let in_word = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let before = self.at.checked_sub(1).map(|i| self.input[i].c);
        let possessive = command == '\''
            && letter == 's'
            && in_word(before)
            && !in_word(self.peek(letter_at + 1));
        takes_bare_accent(command, letter) && !possessive
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) {
        assert_eq!(fold(&Glyphs::plain(input)).one_line(), expected, "{input}");
    }

    #[test]
    fn accents_become_letters() {
        check(r"Poincar\'e", "Poincaré");
        check(
            r"Poincar\'{e}, \v{C}ech, Erd\H{o}s, Fran\c{c}ois",
            "Poincaré, Čech, Erdős, François",
        );
        check(
            r#"Sch\"onlieb {\L}ukasz \L ukasz"#,
            "Schönlieb Łukasz Łukasz",
        );
        check(r#"na\"{\i}ve Garc\'\i a \'{\i}"#, "naïve García í");
        check(r"{\'e}t\'e \.Zak Kad\.{z}ielawa", "été Żak Kadżielawa");
        check(r"\v s \c c \k α", "š ç α");
        check(
            r"Kre\u{\i}n Kre\uın Jarn\'\i k Jarn\'ık",
            "Kreĭn Kreĭn Jarník Jarník",
        );
    }

    #[test]
    fn markdown_escapes_are_not_taken_for_accents() {
        check(r"the model\'s \*best\* \_run\_", "the model's *best* _run_");
        check(
            r"example\.com \#1 90\% R\&D \$5",
            "example.com #1 90% R&D 5",
        );
    }

    #[test]
    fn symbols_and_fonts() {
        check(r"$\alpha$-GAN and \emph{not} \textbf{x}", "α-GAN and not x");
        check(r"\url{https://x.org/~me/a\_b}", "https://x.org/~me/a_b");
        check(r"4$\times$RTX, $\ell_2$", "4×RTX, l_2");
        check(r"the \alpha particle", "the α particle");
        check(r"\frac{\lambda}{\theta}", "frac λθ");
        check(r"\fracλθ", "frac λθ");
    }

    #[test]
    fn ties_are_blanks_but_about_stays() {
        check("Fig.~3 is ~5 of (~6)", "Fig. 3 is ~5 of (~6)");
        check("from \u{200b}~5", "from \u{200b}~5");
    }

    #[test]
    fn what_is_no_tex_stays() {
        check(r"C:\ a } b \", "C: a b");
        check("plain", "plain");
        check("", "");
    }

    #[test]
    fn glyphs_know_their_source() {
        let text = Glyphs::plain(r"a\'{e}b");
        let out = fold(&text);
        let spans: Vec<_> = out.list.iter().map(|g| (g.c, g.start..g.end)).collect();
        assert_eq!(spans, [('a', 0..1), ('é', 1..6), ('b', 6..7)]);
    }
}
