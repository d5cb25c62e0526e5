//! What says nothing about the text: every pair of markup or brackets in which no word agrees with
//! arXiv's. No list of forms is needed.

use super::align::{Block, Is};
use super::text::{Border, Text};
use crate::list::field::{Kind, Mark};
use std::ops::Range;

/// The asides of a list's text.
pub(super) struct Asides {
    /// For each token, whether it belongs to one.
    of: Vec<Option<usize>>,
}

impl Asides {
    /// Finds them, once it is known which words agree.
    pub fn new(list: &Text<'_>, arxiv: &Text<'_>, blocks: &[Block]) -> Self {
        let count = list.tokens.list.len();
        let mut agreeing = vec![0_u32; count + 1];
        for block in blocks.iter().filter(|b| b.is != Is::Other) {
            for i in block.list.clone() {
                agreeing[list.at[i] + 1] = 1;
            }
        }
        for t in 0..count {
            agreeing[t + 1] += agreeing[t];
        }
        let mut of = vec![None; count];
        let mut t = 0;
        while t < count {
            let close = match &list.tokens.list[t].kind {
                Kind::Open(pair) if may_be_aside(&pair.mark) => pair.partner,
                _ => {
                    t += 1;
                    continue;
                }
            };
            let says_nothing = agreeing[close] == agreeing[t];
            if says_nothing && !is_text(list, arxiv, blocks, t..close) {
                of[t..=close].fill(Some(t));
                t = close;
            }
            t += 1;
        }
        Self { of }
    }

    /// Whether a token is in an aside made of a pair.
    pub fn has(&self, token: usize) -> bool {
        self.of[token].is_some()
    }

    /// The token where the aside begins that holds this token.
    pub fn start(&self, token: usize) -> Option<usize> {
        self.of[token]
    }
}

fn may_be_aside(mark: &Mark) -> bool {
    mark.is_markup() || *mark == Mark::Bracket
}

/// Whether a pair in which no word agrees is text all the same: arXiv has brackets at this very
/// place, or a word or two that are set off differ.
fn is_text(list: &Text<'_>, arxiv: &Text<'_>, blocks: &[Block], pair: Range<usize>) -> bool {
    let words = list.words_in(&pair);
    let Some(block) = blocks
        .iter()
        .find(|b| b.list.start <= words.start && words.end <= b.list.end)
    else {
        return false;
    };
    if words.is_empty() || block.arxiv.is_empty() {
        return false;
    }
    let mark = list.mark(pair.start);
    if mark == Some(&Mark::Bracket) && has_brackets(arxiv, &block.arxiv) {
        return true;
    }
    let as_many = words == block.list && words.len() == block.arxiv.len() && words.len() <= 3;
    let apart = list.border(words.start).min(list.border(words.end));
    let alike = || super::alike(&list.keys(words.clone()), &arxiv.keys(block.arxiv.clone()));
    as_many
        && if is_emphasis(mark) {
            apart < Border::Sentence || alike()
        } else {
            alike()
        }
}

/// Whether markup only sets words off.
pub(super) fn is_emphasis(mark: Option<&Mark>) -> bool {
    match mark {
        Some(Mark::Emphasis | Mark::Strong | Mark::Strike | Mark::Highlight) => true,
        Some(Mark::Element(name)) => name != "a",
        _ => false,
    }
}

/// Whether some of these words stand in brackets that hold nothing else.
fn has_brackets(arxiv: &Text<'_>, words: &Range<usize>) -> bool {
    let tokens = arxiv.gap(words.start).start..arxiv.gap(words.end).end;
    tokens.clone().any(|t| match &arxiv.tokens.list[t].kind {
        Kind::Open(pair) => pair.mark == Mark::Bracket && tokens.contains(&pair.partner),
        _ => false,
    })
}
