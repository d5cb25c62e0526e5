//! The words of a text that is compared, with what stands between them. It judges nothing.

use crate::list::field::{Aside, Class, Kind, Mark, Tokens, Word};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::ops::Range;

/// A text and its words.
pub(super) struct Text<'t> {
    /// All of it.
    pub tokens: &'t Tokens<'t>,
    /// The token of each word.
    pub at: Vec<usize>,
    /// Each word's number: the same for the same key in both texts that are compared.
    pub ids: Vec<u32>,
}

/// Numbers for the keys of words.
#[derive(Default)]
pub(super) struct Keys<'t>(HashMap<&'t str, u32, RandomState>);

/// What stands between two words, as far as it divides a text. The later divides more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Border {
    /// Nothing that divides.
    None,
    /// Markup, or an aside.
    Mark,
    /// A colon.
    Colon,
    /// The end of a sentence.
    Sentence,
    /// A line break that a reader sees.
    Break,
    /// The text's beginning or end.
    End,
}

impl<'t> Text<'t> {
    /// The words of a text, numbered.
    pub fn new(tokens: &'t Tokens<'t>, keys: &mut Keys<'t>) -> Self {
        let words = || (0..tokens.list.len()).filter(|&i| tokens.list[i].word().is_some());
        let at: Vec<usize> = words().collect();
        // `2x` may be two times, or an x.
        let key = |&i: &usize| match tokens.list[i].word().map_or("", |w| w.key.as_str()) {
            "×" => "x",
            key => key,
        };
        let ids = at.iter().map(|i| keys.id(key(i))).collect();
        Self { tokens, at, ids }
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// A word.
    pub fn word(&self, i: usize) -> &Word {
        let word = self.tokens.list[self.at[i]].word();
        word.expect("`at` holds the indices of words")
    }

    /// The keys of words, with a blank between them.
    pub fn keys(&self, words: Range<usize>) -> String {
        let keys: Vec<&str> = words.map(|i| self.word(i).key.as_str()).collect();
        keys.join(" ")
    }

    /// The tokens before word `i`, behind the word before it.
    pub fn gap(&self, i: usize) -> Range<usize> {
        let start = if i == 0 { 0 } else { self.at[i - 1] + 1 };
        start..self.at.get(i).copied().unwrap_or(self.tokens.list.len())
    }

    /// The bytes of some tokens.
    pub fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        let list = &self.tokens.list;
        let end = self.tokens.span.end;
        let start = list.get(tokens.start).map_or(end, |t| t.span.start);
        if tokens.is_empty() {
            return start..start;
        }
        start..list[tokens.end - 1].span.end
    }

    /// The source of some tokens.
    pub fn source(&self, tokens: &Range<usize>) -> &'t str {
        &self.tokens.source[self.bytes(tokens)]
    }

    /// The source of some words and of what is between them.
    pub fn words_source(&self, words: &Range<usize>) -> &'t str {
        if words.is_empty() {
            return "";
        }
        self.source(&(self.at[words.start]..self.at[words.end - 1] + 1))
    }

    /// What divides the words before `i` from those behind.
    pub fn border(&self, i: usize) -> Border {
        if i == 0 || i == self.len() {
            return Border::End;
        }
        let mut border = Border::None;
        let (mut stop, mut blank) = (false, false);
        for token in self.gap(i) {
            let token = &self.tokens.list[token];
            let here = match &token.kind {
                Kind::Break => Border::Break,
                Kind::Aside(_) => Border::Mark,
                Kind::Open(pair) | Kind::Close(pair) if pair.mark.is_markup() => Border::Mark,
                Kind::Punctuation(':' | '：') => Border::Colon,
                Kind::Punctuation('。' | '！' | '？') => Border::Sentence,
                Kind::Punctuation('.' | '!' | '?' | '…') => {
                    stop = true;
                    Border::None
                }
                // What begins with a sign (`#tag`) continues no sentence.
                Kind::Punctuation(_) if blank => Border::Sentence,
                Kind::Blank if stop => {
                    blank = true;
                    if self.may_begin(i) {
                        Border::Sentence
                    } else {
                        Border::None
                    }
                }
                _ => Border::None,
            };
            border = border.max(here);
        }
        border
    }

    /// Whether a word may be the first of a sentence: a capital, or no letter at all.
    fn may_begin(&self, i: usize) -> bool {
        let first = self.word(i).text.chars().next();
        first.is_none_or(|c| !c.is_lowercase())
    }

    /// Whether white space stands directly between word `i` and the one before.
    pub fn has_blank(&self, i: usize) -> bool {
        let blank = |t: usize| matches!(self.tokens.list[t].kind, Kind::Blank | Kind::Break);
        self.gap(i).any(blank)
    }

    /// How many of these words are in a script that arXiv's abstracts are not written in.
    pub fn foreign(&self, words: Range<usize>) -> usize {
        let foreign = |c: char| c.is_alphabetic() && c as u32 >= 0x400;
        words
            .filter(|i| self.word(*i).key.chars().any(foreign))
            .count()
    }

    /// The innermost pair around a word that is no mathematics and no group of TeX's.
    pub fn pair_of(&self, word: usize) -> Option<usize> {
        let mut at = self.tokens.list[self.at[word]].inside;
        while let Some(open) = at {
            match self.mark(open) {
                Some(Mark::Math | Mark::Tex) => at = self.tokens.list[open].inside,
                _ => break,
            }
        }
        at
    }

    /// What the pair is that opens or closes at a token.
    pub fn mark(&self, token: usize) -> Option<&Mark> {
        self.tokens.list[token].pair().map(|(pair, _)| &pair.mark)
    }

    /// Whether a token is the tag of a block of HTML's, with a partner or without one (`<p>`).
    pub fn is_block(&self, token: usize) -> bool {
        if self.tokens.list[token].kind != Kind::Aside(Aside::Tag) {
            return self.mark(token).is_some_and(Mark::is_block);
        }
        let tag = self.tokens.text(token).trim_start_matches(['<', '/']);
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next();
        name.is_some_and(|name| Mark::Element(name.to_lowercase().into()).is_block())
    }

    /// The token where the other end of a pair is.
    pub fn partner(&self, token: usize) -> Option<usize> {
        self.tokens.list[token].pair().map(|(pair, _)| pair.partner)
    }

    /// The words whose tokens are among these.
    pub fn words_in(&self, tokens: &Range<usize>) -> Range<usize> {
        let start = self.at.partition_point(|&t| t < tokens.start);
        let end = self.at.partition_point(|&t| t < tokens.end);
        start..end
    }
}

impl<'t> Keys<'t> {
    fn id(&mut self, key: &'t str) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(key).or_insert(next)
    }
}

/// Whether a word says nothing by itself. Where this errs, a repair becomes a proposal or the other
/// way round, and no more.
pub(super) fn is_function_word(word: &Word) -> bool {
    const WORDS: &[&str] = &[
        "also", "and", "are", "been", "both", "but", "can", "for", "from", "had", "has", "have",
        "how", "into", "its", "may", "more", "not", "one", "our", "over", "such", "than", "that",
        "the", "their", "them", "then", "there", "these", "they", "this", "those", "was", "were",
        "when", "which", "while", "who", "will", "with", "you", "your",
    ];
    match word.class {
        Class::Letters => word.key.chars().count() <= 2 || WORDS.contains(&word.key.as_str()),
        Class::Sign => true,
        _ => false,
    }
}
