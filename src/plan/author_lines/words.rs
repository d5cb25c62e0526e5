//! The words of a line of authors and of arXiv's names, made by the same function: letters without
//! their marks, and which words of a line may belong to one name.

use crate::list::field::{Class, Kind, Mark, Tokens};
use crate::text::class::is_raised_or_lowered;
use crate::text::names::letters::without_marks;
use compact_str::CompactString;
use std::collections::HashSet;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// How a word is spelt, marks aside: two words are one where any of their spellings agree.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Spelling {
    /// Letters without their marks: `muller`.
    pub plain: CompactString,
    /// Umlauts and such spelt out, where there are any: `mueller`.
    pub wide: Option<CompactString>,
}

impl Spelling {
    /// The spellings of a word in lower case.
    pub fn of(key: &str) -> Self {
        if key.is_ascii() {
            return Self {
                plain: key.into(),
                wide: None,
            };
        }
        let composed: CompactString = key.nfc().collect();
        let spelt_out = composed.contains(['ä', 'ö', 'ü', 'ø', 'å']);
        Self {
            plain: without_marks(&composed),
            wide: spelt_out.then(|| {
                let wide = |c| match c {
                    'ä' => Ok("ae"),
                    'ö' | 'ø' => Ok("oe"),
                    'ü' => Ok("ue"),
                    'å' => Ok("aa"),
                    c => Err(c),
                };
                let mut out = CompactString::default();
                for c in composed.chars() {
                    match wide(c) {
                        Ok(letters) => out.push_str(letters),
                        Err(c) => out.push(c),
                    }
                }
                without_marks(&out)
            }),
        }
    }

    /// Whether two words are spelt alike.
    pub fn agrees(&self, other: &Self) -> bool {
        let is = |a: &Option<CompactString>, b: &str| a.as_deref() == Some(b);
        self.plain == other.plain
            || is(&self.wide, &other.plain)
            || is(&other.wide, &self.plain)
            || self.wide.is_some() && self.wide == other.wide
    }

    /// All spellings.
    pub fn keys(&self) -> impl Iterator<Item = &CompactString> {
        std::iter::once(&self.plain).chain(&self.wide)
    }
}

/// A number for the script of a letter.
pub(super) fn script(c: char) -> u32 {
    match c {
        'A'..='Z' | 'a'..='z' | 'À'..='ɏ' | 'Ḁ'..='ỿ' | 'Ａ'..='ｚ' => 0,
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => 1,
        '\u{400}'..='\u{52f}' => 2,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => 3,
        '\u{ac00}'..='\u{d7af}' | '\u{1100}'..='\u{11ff}' => 4,
        c => 16 + (u32::from(c) >> 8),
    }
}

/// One word of a line.
#[derive(Clone, Debug)]
pub(super) struct LineWord {
    /// Its token.
    pub token: usize,
    pub spelling: Spelling,
    /// Letters, not a number, a sign or an address.
    pub letters: bool,
    pub number: bool,
    /// It begins with a capital, or its script has none.
    pub capital: bool,
    /// One letter.
    pub initial: bool,
    /// A full stop touches its end.
    pub stop: bool,
    /// Above or below the line: a mark.
    pub raised: bool,
    /// It is in a script that arXiv's names of this paper do not use.
    pub foreign: bool,
}

impl LineWord {
    /// Whether it may stand for a longer word that begins like it.
    pub fn is_short(&self) -> bool {
        self.letters && (self.initial || self.stop && self.spelling.plain.len() <= 3)
    }
}

/// What stands between two words that may belong to one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// Blanks, hyphens, markup, a bracket that is passed over.
    Near,
    /// A full stop behind more than an initial, too.
    Stop,
    /// One comma, too.
    Comma,
}

/// A line of authors as words.
pub(super) struct Line<'t> {
    pub tokens: &'t Tokens<'t>,
    pub words: Vec<LineWord>,
    /// The next word that may belong to the same name.
    pub next: Vec<Option<(usize, Between)>>,
    /// The word before that may.
    pub prev: Vec<Option<(usize, Between)>>,
    /// The first word whose token is this one or a later one.
    from_token: Vec<usize>,
}

impl<'t> Line<'t> {
    /// The bytes of some tokens.
    pub fn span(&self, tokens: &Range<usize>) -> Range<usize> {
        let list = &self.tokens.list;
        let at = |token: usize| {
            list.get(token)
                .map_or(self.tokens.span.end, |t| t.span.start)
        };
        let start = at(tokens.start);
        let last = tokens.end.checked_sub(1);
        match last.filter(|last| *last >= tokens.start) {
            Some(last) => start..list[last].span.end,
            None => start..start,
        }
    }

    /// The text of some tokens, as it stands there.
    pub fn source(&self, tokens: &Range<usize>) -> &'t str {
        &self.tokens.source[self.span(tokens)]
    }

    /// Whether a word is written with a capital that counts: not in a script without them.
    pub fn is_capital(&self, word: usize) -> bool {
        self.text(word).starts_with(char::is_uppercase)
    }

    /// Reads a line; `scripts` are those of arXiv's names.
    pub fn new(tokens: &'t Tokens<'t>, scripts: &HashSet<u32>) -> Self {
        let mut words = Vec::new();
        let mut from_token = Vec::with_capacity(tokens.list.len() + 1);
        for token in 0..tokens.list.len() {
            from_token.push(words.len());
            words.extend(line_word(tokens, token, scripts));
        }
        from_token.push(words.len());
        let mut line = Self {
            tokens,
            next: vec![None; words.len()],
            prev: vec![None; words.len()],
            words,
            from_token,
        };
        line.link();
        line
    }

    fn link(&mut self) {
        for at in 0..self.words.len() {
            if let Some((to, between)) = self.step(at) {
                self.next[at] = Some((to, between));
                self.prev[to] = Some((at, between));
            }
        }
    }

    /// The next word, where nothing that separates names is between.
    fn step(&self, at: usize) -> Option<(usize, Between)> {
        let word = &self.words[at];
        if !(word.letters || word.number) {
            return None;
        }
        let list = &self.tokens.list;
        let mut between = Between::Near;
        let mut token = word.token + 1;
        while token < list.len() {
            match &list[token].kind {
                Kind::Word(_) => {
                    let to = self.from_token[token];
                    let found = &self.words[to];
                    return (found.letters || found.number).then_some((to, between));
                }
                Kind::Open(pair) if is_passed_over(&pair.mark) => token = pair.partner,
                Kind::Close(pair) if is_passed_over(&pair.mark) => return None,
                Kind::Break => return None,
                Kind::Punctuation(c) if is_comma(*c) && between != Between::Comma => {
                    between = Between::Comma;
                }
                Kind::Punctuation('.') if between == Between::Near && !word.is_short() => {
                    between = Between::Stop;
                }
                Kind::Punctuation('-') if self.is_spaced(token) => return None,
                Kind::Punctuation(c) if !is_inside_names(*c) => return None,
                _ => {}
            }
            token += 1;
        }
        None
    }

    /// Whether blanks are on both sides of a token.
    pub fn is_spaced(&self, token: usize) -> bool {
        let blank = |i: Option<usize>| {
            let token = i.and_then(|i| self.tokens.list.get(i));
            token.is_none_or(|t| matches!(t.kind, Kind::Blank | Kind::Break))
        };
        blank(token.checked_sub(1)) && blank(Some(token + 1))
    }

    /// The words within some tokens.
    pub fn words_in(&self, tokens: Range<usize>) -> Range<usize> {
        self.from_token[tokens.start]..self.from_token[tokens.end.max(tokens.start)]
    }

    /// A word as a reader sees it.
    pub fn text(&self, word: usize) -> &str {
        let token = &self.tokens.list[self.words[word].token];
        token.word().map_or("", |w| w.text.as_str())
    }

    /// What is compared of a word, marks included.
    pub fn key(&self, word: usize) -> &str {
        let token = &self.tokens.list[self.words[word].token];
        token.word().map_or("", |w| w.key.as_str())
    }

    /// Whether a token is white space.
    pub fn is_blank(&self, token: usize) -> bool {
        matches!(self.tokens.list[token].kind, Kind::Blank)
    }
}

fn line_word(tokens: &Tokens<'_>, token: usize, scripts: &HashSet<u32>) -> Option<LineWord> {
    let word = tokens.list[token].word()?;
    let first = word.text.chars().next()?;
    let seen = tokens.text(token).chars().next();
    let raised = seen.is_some_and(is_raised_or_lowered);
    let letters = !raised && matches!(word.class, Class::Letters | Class::Ideograph);
    let stop = tokens.list.get(token + 1);
    Some(LineWord {
        token,
        spelling: Spelling::of(&word.key),
        letters,
        number: !raised && word.class == Class::Number,
        raised,
        capital: letters && !first.is_lowercase(),
        initial: letters && word.key.chars().nth(1).is_none(),
        stop: stop.is_some_and(|t| t.kind == Kind::Punctuation('.')),
        foreign: letters && !scripts.contains(&script(first)),
    })
}

/// Pairs that stand beside a name or inside of one without being part of it.
pub(super) fn is_passed_over(mark: &Mark) -> bool {
    match mark {
        Mark::Bracket | Mark::Quote | Mark::Math => true,
        // What is raised or lowered is a mark of the name before it.
        Mark::Element(name) => matches!(name.as_str(), "sup" | "sub"),
        _ => false,
    }
}

/// A comma of any script that may stand between family name and given names.
pub(super) fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，' | '﹐')
}

/// Punctuation that may stand inside of a name.
fn is_inside_names(c: char) -> bool {
    matches!(
        c,
        '.' | '\'' | '-' | '*' | '†' | '‡' | '§' | '¶' | '^' | '_' | '~'
    ) || is_comma(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_agree() {
        let agrees = |a: &str, b: &str| Spelling::of(a).agrees(&Spelling::of(b));
        for (a, b) in [
            ("müller", "mueller"),
            ("müller", "muller"),
            ("grønbæk", "groenbaek"),
            ("ångström", "aangstroem"),
            ("weiß", "weiss"),
            ("łukasz", "lukasz"),
        ] {
            assert!(agrees(a, b) && agrees(b, a), "{a} {b}");
        }
        for (a, b) in [("muller", "mueller"), ("abel", "abell"), ("li", "le")] {
            assert!(!agrees(a, b), "{a} {b}");
        }
    }
}
