//! What a field is made of: tokens that add up to its bytes. Data and simple questions about it;
//! `read` finds them.

use compact_str::CompactString;
use std::ops::Range;

/// A field's text, read. Concatenated, the tokens are its bytes again.
#[derive(Clone, Debug)]
pub struct Tokens<'s> {
    /// The text that all spans are about.
    pub source: &'s str,
    /// The bytes of the field.
    pub span: Range<usize>,
    /// The tokens, in order and without a gap.
    pub list: Vec<Token>,
}

/// A part of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes.
    pub span: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// The innermost pair around it: the index of its [`Kind::Open`]. A pair is not inside itself.
    pub inside: Option<usize>,
    /// Its bytes are a character read in the wrong encoding (`donâ€™t`); the kind is what was
    /// meant.
    pub garbled: bool,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What is compared.
    Word(Word),
    /// A pair begins here.
    Open(Pair),
    /// It ends here.
    Close(Pair),
    /// It says nothing about the paper, whatever it says.
    Aside(Aside),
    /// A line break that a reader sees: `<br>`, a hard break, a blank line, a list item's mark.
    Break,
    /// A punctuation mark that is not compared; the character stands for all its spellings
    /// (`'` quotes, `-` dashes, `…` dots).
    Punctuation(char),
    /// TeX that says nothing: a brace, a command for a font, size or space.
    Tex,
    /// White space, with the signs of a quote and the indentation at a line's start, and what is
    /// invisible.
    Blank,
}

/// A word, a number, a sign or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What is compared: the normal form, in lower case.
    pub key: CompactString,
    /// As a reader sees it, decoded, in its own case.
    pub text: CompactString,
    /// What it is made of.
    pub class: Class,
    /// It stands in mathematics.
    pub math: bool,
}

/// What a word is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Letters of one script.
    Letters,
    /// One character of a script that has no words (Han, kana, hangul).
    Ideograph,
    /// Digits, with their decimal points and without thousands separators.
    Number,
    /// `%`, `=`, `<`, `&`, `×` …
    Sign,
    /// An address; the key is `url:` and the address without what is only spelling.
    Address,
    /// "this https URL" without a link: an address that was lost.
    LostAddress,
}

/// One end of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What the pair is.
    pub mark: Mark,
    /// The index of the other end.
    pub partner: usize,
}

/// What a pair is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `*x*` or `_x_`
    Emphasis,
    /// `**x**` or `__x__`
    Strong,
    /// `~~x~~`
    Strike,
    /// `==x==`
    Highlight,
    /// `` `x` ``
    Code,
    /// `[x](y)`, `[x][y]`, `\href{y}{x}`: the key of the address that it leads to; empty where that
    /// is elsewhere.
    Link(CompactString),
    /// `[[x]]`, `[[y|x]]`
    Wikilink,
    /// `<b>x</b>`: the name of the element, in lower case.
    Element(CompactString),
    /// Brackets or parentheses of any script.
    Bracket,
    /// Quotation marks.
    Quote,
    /// Delimiters of mathematics.
    Math,
    /// `{x}`, `\emph{x}`
    Tex,
}

/// What an aside is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aside {
    /// `![x](y)`, `<img>`
    Image,
    /// `<!-- x -->`, `%%x%%`, `{/* x */}`
    Comment,
    /// `[^1]`
    Footnote,
    /// A pictograph, or `:its_name:`
    Emoji,
    /// `{{< x >}}`, `{{ x }}`, `{% x %}`
    Template,
    /// A tag without a partner.
    Tag,
}

impl Mark {
    /// Whether it is an element that is a paragraph or a box of its own: text behind its end is not
    /// in it, and inside of many of them text has no place at all (HTML 15.3.3).
    pub fn is_block(&self) -> bool {
        matches!(self, Self::Element(name) if super::tags::is_block(name))
    }

    /// Whether it is markup, whose ends stay byte for byte; the others are punctuation in pairs.
    pub fn is_markup(&self) -> bool {
        !matches!(self, Self::Bracket | Self::Quote | Self::Math | Self::Tex)
    }
}

impl Token {
    /// The word, where it is one.
    pub fn word(&self) -> Option<&Word> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The pair, and whether it opens here, where it is one's end.
    pub fn pair(&self) -> Option<(&Pair, bool)> {
        match &self.kind {
            Kind::Open(pair) => Some((pair, true)),
            Kind::Close(pair) => Some((pair, false)),
            _ => None,
        }
    }
}

impl<'s> Tokens<'s> {
    /// The bytes of a token.
    pub fn text(&self, token: usize) -> &'s str {
        &self.source[self.list[token].span.clone()]
    }

    /// The words with the index of their token.
    pub fn words(&self) -> impl Iterator<Item = (usize, &Word)> {
        let word = |(i, token): (usize, &'_ Token)| token.word().map(|_| i);
        let at: Vec<usize> = self.list.iter().enumerate().filter_map(word).collect();
        at.into_iter()
            .filter_map(|i| self.list[i].word().map(|w| (i, w)))
    }
}
