//! Words that are the same text in another spelling: cut elsewhere, with other signs, or an address
//! as a link.

use super::align::{Block, Is};
use super::text::{Border, Text, is_function_word};
use crate::list::field::{Class, Kind, Mark, Word};
use crate::text::url;
use std::ops::Range;

/// Blocks that differ in their spelling only become such; parts of blocks, too.
pub(super) fn settle(list: &Text<'_>, arxiv: &Text<'_>, blocks: Vec<Block>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        if block.is == Is::Other {
            Settling { list, arxiv }.settle(block, &mut out);
        } else {
            out.push(block);
        }
    }
    out
}

struct Settling<'a, 't> {
    list: &'a Text<'t>,
    arxiv: &'a Text<'t>,
}

/// How many words one word may be cut into.
const MOST_CUTS: usize = 6;

impl Settling<'_, '_> {
    fn settle(&self, mut block: Block, out: &mut Vec<Block>) {
        let mut behind = Vec::new();
        while let Some((p, q)) = self.cut_elsewhere(&block, false) {
            let (l, a) = (block.list.start + p, block.arxiv.start + q);
            out.push(spelling(block.list.start..l, block.arxiv.start..a));
            (block.list.start, block.arxiv.start) = (l, a);
        }
        while let Some((p, q)) = self.cut_elsewhere(&block, true) {
            let (l, a) = (block.list.end - p, block.arxiv.end - q);
            behind.push(spelling(l..block.list.end, a..block.arxiv.end));
            (block.list.end, block.arxiv.end) = (l, a);
        }
        if let Some(n) = self.words_for_macro(&block) {
            let (list, end) = (block.list.clone(), block.arxiv.end);
            let (first, rest) = if list.start == 0 {
                (list.end - n..list.end, list.start..list.end - n)
            } else {
                (list.start..list.start + n, list.start + n..list.end)
            };
            let meant = spelling(first, block.arxiv.clone());
            let at = if list.start == 0 {
                block.arxiv.start
            } else {
                end
            };
            (block.list, block.arxiv) = (rest, at..at);
            if list.start == 0 {
                behind.push(meant);
            } else {
                out.push(meant);
            }
        } else if self.differ_in_signs(&block)
            || self.is_linked_address(&block)
            || self.is_bare_address(&block)
            || self.is_escaped(&block)
            || self.is_glued_address(&block)
        {
            block.is = Is::Spelling;
        }
        if !block.list.is_empty() || !block.arxiv.is_empty() {
            out.push(block);
        }
        out.extend(behind.into_iter().rev());
    }

    /// How many words at the beginning (or the end) of both sides are the same letters, cut
    /// elsewhere.
    fn cut_elsewhere(&self, block: &Block, at_end: bool) -> Option<(usize, usize)> {
        let word = |text: &Text<'_>, side: &Range<usize>, k: usize| -> Option<(usize, String)> {
            let i = if at_end {
                side.end.checked_sub(k + 1)?
            } else {
                side.start + k
            };
            let word = side.contains(&i).then(|| text.word(i))?;
            let plain = !matches!(word.class, Class::Address | Class::LostAddress);
            plain.then(|| (i, word.key.to_string()))
        };
        let (mut ours, mut theirs) = (String::new(), String::new());
        let (mut p, mut q) = (0, 0);
        let mut cuts = Vec::new();
        while p + q < MOST_CUTS {
            let ahead = ours.len() > theirs.len();
            let (text, side, k, built) = if ahead {
                (self.arxiv, &block.arxiv, &mut q, &mut theirs)
            } else {
                (self.list, &block.list, &mut p, &mut ours)
            };
            let (i, key) = word(text, side, *k)?;
            if *k > 0 {
                cuts.push((ahead, if at_end { i + 1 } else { i }));
            }
            *k += 1;
            *built = if at_end {
                key + built
            } else {
                format!("{built}{key}")
            };
            if ours == theirs {
                let fine = |(in_arxiv, i): &(bool, usize)| {
                    is_spelt_cut(if *in_arxiv { self.arxiv } else { self.list }, *i)
                };
                return cuts.iter().all(fine).then_some((p, q));
            }
            let agree = if at_end {
                ours.ends_with(&theirs) || theirs.ends_with(&ours)
            } else {
                ours.starts_with(&theirs) || theirs.starts_with(&ours)
            };
            if !agree {
                return None;
            }
        }
        None
    }

    /// How many words of the list say what a macro of the authors' own means, which nobody else
    /// knows: at most six within a sentence, at the side where the text goes on.
    fn words_for_macro(&self, block: &Block) -> Option<usize> {
        const MOST: usize = 6;
        let own = |j: usize| block.arxiv.contains(&j) && is_own_macro(self.arxiv, j);
        let glued = |j: usize| {
            own(j + 1) && !self.arxiv.has_blank(j + 1)
                || j > 0 && own(j - 1) && !self.arxiv.has_blank(j)
        };
        let mut theirs = block.arxiv.clone();
        if !theirs.clone().any(own) || !theirs.all(|j| own(j) || glued(j)) {
            return None;
        }
        let list = &block.list;
        let ends = |i: &usize| self.list.border(*i) >= Border::Sentence;
        let inner = list.start + 1..list.end;
        let n = if list.start == 0 {
            let start = inner.rev().find(ends).unwrap_or(list.start);
            list.end - start
        } else {
            let end = inner.into_iter().find(ends).unwrap_or(list.end);
            end - list.start
        };
        (1..=MOST).contains(&n).then_some(n)
    }

    /// Only signs differ, and not one comparison from another.
    fn differ_in_signs(&self, block: &Block) -> bool {
        let ours: Vec<&Word> = block.list.clone().map(|i| self.list.word(i)).collect();
        let theirs: Vec<&Word> = block.arxiv.clone().map(|i| self.arxiv.word(i)).collect();
        let compares = |words: &[&Word]| words.iter().any(|w| "<>≤≥=≠".contains(&*w.key));
        ours.iter().chain(&theirs).all(|w| w.class == Class::Sign)
            && !(compares(&ours) && compares(&theirs))
    }

    /// An apostrophe that is escaped reads as TeX's accent: `GPT-4\\'s`.
    fn is_escaped(&self, block: &Block) -> bool {
        let letters = self.list.words_source(&block.list).strip_prefix("\\'");
        block.list.len() == 1
            && block.arxiv.len() == 1
            && letters.is_some_and(|l| l.to_lowercase() == self.arxiv.word(block.arxiv.start).key)
    }

    /// The list has arXiv's address without its scheme, which makes it look like words.
    fn is_bare_address(&self, block: &Block) -> bool {
        let address = |i: usize| self.arxiv.word(i).class == Class::Address;
        block.arxiv.len() == 1
            && (2..=40).contains(&block.list.len())
            && address(block.arxiv.start)
            && url::key_of(self.list.words_source(&block.list))
                == self.arxiv.word(block.arxiv.start).key
    }

    /// In arXiv's text an address touches the word before it (`athttps://…`), so that neither is
    /// read.
    fn is_glued_address(&self, block: &Block) -> bool {
        let theirs = self.arxiv.words_source(&block.arxiv).to_lowercase();
        let Some(at) = theirs.find("http").filter(|at| *at > 0) else {
            return false;
        };
        let ours: Vec<&Word> = block.list.clone().map(|i| self.list.word(i)).collect();
        match &ours[..] {
            [word] => word.key.trim_end_matches('s') == theirs.trim_end_matches('s'),
            [word, address] if address.class == Class::Address => {
                word.key == theirs[..at] && address.key == url::key_of(&theirs[at..])
            }
            [word, ..] => {
                let link = block.list.start + 1..block.list.end;
                word.key == theirs[..at] && self.is_link_to(&link, &url::key_of(&theirs[at..]))
            }
            [] => false,
        }
    }

    /// The list has arXiv's address as the target of a link, or has more of it.
    fn is_linked_address(&self, block: &Block) -> bool {
        let is_address = |i: &usize| self.arxiv.word(*i).class == Class::Address;
        let mut addresses = block.arxiv.clone().filter(is_address);
        let (Some(address), None) = (addresses.next(), addresses.next()) else {
            return false;
        };
        let others = block.arxiv.clone().filter(|i| *i != address);
        let said = |i: usize| is_function_word(self.arxiv.word(i));
        if block.arxiv.len() > 3 || !others.into_iter().all(said) {
            return false;
        }
        let bare = |key: &str| key.replace('\\', "");
        let key = bare(&self.arxiv.word(address).key);
        if block.list.len() == 1 && block.arxiv.len() == 1 {
            let ours = self.list.word(block.list.start);
            if ours.class == Class::Address && bare(&ours.key).starts_with(&key) {
                return true;
            }
        }
        self.is_link_to(&block.list, &key)
    }

    /// Whether words stand in a link that leads to an address.
    fn is_link_to(&self, list: &Range<usize>, key: &str) -> bool {
        let bare = |key: &str| key.replace('\\', "");
        let tokens = self.list.gap(list.start).start..self.list.gap(list.end).end;
        let leads = |t: usize| match self.list.mark(t) {
            Some(Mark::Link(target)) => bare(target).starts_with(key),
            Some(Mark::Element(name)) if name == "a" => leads_to(self.list.tokens.text(t), key),
            _ => false,
        };
        let Some(open) = tokens.clone().find(|&t| leads(t)) else {
            return false;
        };
        let close = self.list.partner(open).unwrap_or(open);
        let (open, close) = (open.min(close), open.max(close));
        let inside = |i: usize| open < self.list.at[i] && self.list.at[i] < close;
        list.clone().all(inside)
    }
}

/// Whether a word is a TeX command outside of mathematics that no table knows.
fn is_own_macro(text: &Text<'_>, j: usize) -> bool {
    let (word, source) = (text.word(j), text.words_source(&(j..j + 1)));
    !word.math && source.strip_prefix('\\') == Some(&*word.text)
}

fn spelling(list: Range<usize>, arxiv: Range<usize>) -> Block {
    let is = Is::Spelling;
    Block { list, arxiv, is }
}

/// Whether a cut before this word is only spelling: `multi-modal`, `$x$-axis`; not `data set`, and
/// not `1 0`.
fn is_spelt_cut(text: &Text<'_>, i: usize) -> bool {
    let digits = |w: &Word| w.class == Class::Number;
    if digits(text.word(i - 1)) && digits(text.word(i)) {
        // `1000,000`, `70 000`
        let groups =
            text.word(i).key.len().is_multiple_of(3) && !text.word(i - 1).key.contains('.');
        let gap = text.source(&text.gap(i));
        return groups && gap.chars().count() <= 2 && !gap.contains(['^', '-', '_']);
    }
    let kinds = || text.gap(i).map(|t| &text.tokens.list[t].kind);
    let hyphen = kinds().any(|k| matches!(k, Kind::Punctuation('-')));
    let white = kinds().any(|k| matches!(k, Kind::Blank | Kind::Break));
    let apostrophe = kinds().any(|k| matches!(k, Kind::Punctuation('\'')));
    let tex = |k: &Kind| match k {
        Kind::Tex => true,
        Kind::Open(p) | Kind::Close(p) => matches!(p.mark, Mark::Math | Mark::Tex),
        _ => false,
    };
    hyphen || kinds().any(tex) || !white && !apostrophe
}

/// Whether a tag's `href` leads to an address.
fn leads_to(tag: &str, key: &str) -> bool {
    let href = tag
        .split("href=")
        .nth(1)
        .map(|rest| rest.trim_start_matches(['"', '\'']));
    let target = href.and_then(|rest| rest.split(['"', '\'', '>', ' ']).next());
    target.is_some_and(|target| url::key_of(target).replace('\\', "").starts_with(key))
}
