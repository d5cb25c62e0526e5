//! Two texts laid side by side, word by word: where they agree, and where they do not. It knows
//! words as numbers only.
//!
//! Rows of words that stand once in both texts are laid side by side first, so that a sentence that
//! was moved or doubled is found as one; the rest between them is compared as exactly as possible.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;
use std::ops::Range;

/// Words of the list beside words of arXiv's. Blocks follow one another without a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Words of the list.
    pub list: Range<usize>,
    /// Words of arXiv's text.
    pub arxiv: Range<usize>,
    /// Whether they are the same words.
    pub is: Is,
}

/// How the two sides of a block compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    /// Word for word the same.
    Same,
    /// The same text in another spelling; the counts may be others.
    Spelling,
    /// Something else; one of the sides may be empty.
    Other,
}

/// Above this many pairs of words, what is between two anchors is not compared but taken as one
/// difference: two texts of 2,000 words, and arXiv's abstracts have 300 at most.
const MOST_PAIRS: usize = 4_000_000;

/// How many words in a row make an anchor.
const ROW: usize = 4;

/// Aligns two texts.
pub(super) fn align(list: &[u32], arxiv: &[u32]) -> Vec<Block> {
    let head = common(list.iter(), arxiv.iter());
    let (list_rest, arxiv_rest) = (&list[head..], &arxiv[head..]);
    let tail = common(list_rest.iter().rev(), arxiv_rest.iter().rev());
    let middle = (
        &list_rest[..list_rest.len() - tail],
        &arxiv_rest[..arxiv_rest.len() - tail],
    );
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|i| (i, i)).collect();
    let inner = between(middle.0, middle.1);
    pairs.extend(inner.iter().map(|(i, j)| (i + head, j + head)));
    let ends = (list.len() - tail, arxiv.len() - tail);
    pairs.extend((0..tail).map(|k| (ends.0 + k, ends.1 + k)));
    blocks(&pairs, list.len(), arxiv.len())
}

fn common<'a>(a: impl Iterator<Item = &'a u32>, b: impl Iterator<Item = &'a u32>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

/// Pairs of words that agree: anchors, and what is between them.
fn between(list: &[u32], arxiv: &[u32]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut last = (0_usize, 0_usize);
    for (i, j) in anchors(list, arxiv) {
        let ahead = last.0.saturating_sub(i).max(last.1.saturating_sub(j));
        if ahead >= ROW {
            continue;
        }
        let from = (i + ahead, j + ahead);
        let gap = differ(&list[last.0..from.0], &arxiv[last.1..from.1]);
        out.extend(gap.iter().map(|(a, b)| (a + last.0, b + last.1)));
        last = (i + ROW, j + ROW);
        out.extend((ahead..ROW).map(|k| (i + k, j + k)));
    }
    let gap = differ(&list[last.0..], &arxiv[last.1..]);
    out.extend(gap.iter().map(|(a, b)| (a + last.0, b + last.1)));
    out
}

/// The words that agree in an exact comparison.
fn differ(list: &[u32], arxiv: &[u32]) -> Vec<(usize, usize)> {
    if list.is_empty() || arxiv.is_empty() || list.len().saturating_mul(arxiv.len()) > MOST_PAIRS {
        return Vec::new();
    }
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, list, arxiv) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            out.extend((0..len).map(|k| (old_index + k, new_index + k)));
        }
    }
    out
}

/// Rows of words that stand once in each text: the longest series of them that is in the same order
/// in both.
fn anchors(list: &[u32], arxiv: &[u32]) -> Vec<(usize, usize)> {
    let (in_list, in_arxiv) = (rows(list), rows(arxiv));
    let mut found: Vec<(usize, usize)> = in_list
        .iter()
        .filter_map(|(row, &at)| Some((at?, (*in_arxiv.get(row)?)?)))
        .collect();
    found.sort_unstable();
    longest_in_order(&found)
}

/// Where each row of words is; `None` where it is in several places.
fn rows(words: &[u32]) -> HashMap<&[u32], Option<usize>> {
    let mut rows = HashMap::new();
    for (i, row) in words.windows(ROW).enumerate() {
        rows.entry(row)
            .and_modify(|at| *at = None)
            .or_insert(Some(i));
    }
    rows
}

/// The longest series of pairs whose second places rise; the first ones do already.
fn longest_in_order(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let (mut ends, mut before): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    for (k, pair) in pairs.iter().enumerate() {
        let at = ends.partition_point(|&e| pairs[e].1 < pair.1);
        before.push(at.checked_sub(1).map(|i| ends[i]));
        if at == ends.len() {
            ends.push(k);
        } else {
            ends[at] = k;
        }
    }
    let mut out = Vec::new();
    let mut at = ends.last().copied();
    while let Some(k) = at {
        out.push(pairs[k]);
        at = before[k];
    }
    out.reverse();
    out
}

/// The blocks that pairs of agreeing words make.
fn blocks(pairs: &[(usize, usize)], list: usize, arxiv: usize) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut last = (0, 0);
    for &(i, j) in pairs.iter().chain([&(list, arxiv)]) {
        if (i, j) != last {
            out.push(Block {
                list: last.0..i,
                arxiv: last.1..j,
                is: Is::Other,
            });
        }
        match out.last_mut().filter(|b| b.is == Is::Same) {
            _ if i == list && j == arxiv => {}
            Some(block) => {
                block.list.end = i + 1;
                block.arxiv.end = j + 1;
            }
            None => out.push(Block {
                list: i..i + 1,
                arxiv: j..j + 1,
                is: Is::Same,
            }),
        }
        last = (i + 1, j + 1);
    }
    out
}

/// The blocks again after some have changed: neighbours of one kind are joined, empty ones are left
/// out.
pub(super) fn joined(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        if block.list.is_empty() && block.arxiv.is_empty() {
            continue;
        }
        match out.last_mut() {
            Some(last) if last.is == block.is && block.is != Is::Spelling => {
                last.list.end = block.list.end;
                last.arxiv.end = block.arxiv.end;
            }
            _ => out.push(block),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &str, arxiv: &str, expected: &[(&str, &str)]) {
        let (list, arxiv): (Vec<&str>, Vec<&str>) =
            (list.split(' ').collect(), arxiv.split(' ').collect());
        let mut all: Vec<&str> = [&list[..], &arxiv[..]].concat();
        all.sort_unstable();
        all.dedup();
        let ids = |words: &[&str]| -> Vec<u32> {
            let id = |w| all.iter().position(|x| x == w).unwrap() as u32;
            words.iter().map(id).collect()
        };
        let blocks = align(&ids(&list), &ids(&arxiv));
        let differ = blocks.iter().filter(|b| b.is == Is::Other);
        let text = |b: &Block| {
            (
                list[b.list.clone()].join(" "),
                arxiv[b.arxiv.clone()].join(" "),
            )
        };
        let found: Vec<(String, String)> = differ.map(text).collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(found, expected, "{list:?}");
        let ends = blocks.last().map(|b| (b.list.end, b.arxiv.end));
        assert_eq!(ends, Some((list.len(), arxiv.len())));
    }

    #[test]
    fn blocks_name_the_words_that_differ() {
        check("a b c", "a b c", &[]);
        check("a b c", "a x c", &[("b", "x")]);
        check("a c", "a b c", &[("", "b")]);
        check("a b c", "a c", &[("b", "")]);
        check("a b", "x y", &[("a b", "x y")]);
        check("x a b", "a b", &[("x", "")]);
    }

    #[test]
    fn what_was_moved_or_doubled_is_one_block() {
        check(
            "a b c d 1 2 3 4 5 6 a c x y",
            "a b c d a c 1 2 3 4 5 6 x y",
            &[("", "a c"), ("a c", "")],
        );
        check("a b c a b c", "a b c", &[("a b c", "")]);
    }

    #[test]
    fn hostile_text_is_compared_in_bounds() {
        let list: Vec<u32> = (0..20_000).map(|i| i % 2).collect();
        let arxiv: Vec<u32> = (0..20_000).map(|i| i % 3).collect();
        let blocks = align(&list, &arxiv);
        assert_eq!(blocks.last().unwrap().arxiv.end, arxiv.len());
    }
}
