//! The few marks of punctuation that are mended by themselves: a lost bracket, a character that was
//! lost within a word, and broken encoding; and capitals behind an edit. All other punctuation is
//! the list's.

use super::align::{Block, Is};
use super::explain::Comparison;
use super::region::signs;
use super::text::Text;
use super::write::written;
use crate::list::edit::Edit;
use crate::list::entry::Writing;
use crate::list::field::{Kind, Mark, Tokens};
use crate::text::mojibake;
use std::collections::HashMap;
use std::ops::Range;

/// The edits; none for nearly all texts.
pub(super) fn mended(
    list: &Text<'_>,
    arxiv: &Text<'_>,
    blocks: &[Block],
    writing: Writing,
) -> Vec<Edit> {
    let mut out = Vec::new();
    if !is_suspicious(list.tokens) {
        return out;
    }
    for block in blocks.iter().filter(|b| b.is == Is::Same) {
        for (i, j) in block.list.clone().zip(block.arxiv.clone()) {
            out.extend(garbled_word(list, arxiv, i, j, writing));
            let inner = i > block.list.start;
            if inner {
                out.extend(lost_in_word(list, arxiv, (i, j), writing));
            }
        }
    }
    out.extend(garbled_gaps(list, arxiv, blocks, &out, writing));
    out.extend(lost_brackets(list, arxiv, blocks, writing));
    out
}

/// Whether anything of that kind may be in a list's text.
pub(super) fn is_suspicious(list: &Tokens<'_>) -> bool {
    list.list.iter().any(|token| {
        let sign = match &token.kind {
            Kind::Punctuation(c) => matches!(c, '?' | '\u{fffd}' | '(' | ')' | '[' | ']'),
            _ => false,
        };
        sign || token.garbled
    })
}

/// A word of arXiv's whose bytes in the list are broken.
fn garbled_word(
    list: &Text<'_>,
    arxiv: &Text<'_>,
    i: usize,
    j: usize,
    writing: Writing,
) -> Option<Edit> {
    let token = &list.tokens.list[list.at[i]];
    token.garbled.then(|| Edit {
        span: token.span.clone(),
        text: written(arxiv.words_source(&(j..j + 1)), writing),
    })
}

/// `don?t`, or broken bytes within a word.
fn lost_in_word(
    list: &Text<'_>,
    arxiv: &Text<'_>,
    (i, j): (usize, usize),
    writing: Writing,
) -> Option<Edit> {
    let tokens = list.gap(i);
    if tokens.is_empty() || list.has_blank(i) {
        return None;
    }
    let lost = |t: usize| {
        let token = &list.tokens.list[t];
        token.garbled || matches!(token.kind, Kind::Punctuation('?' | '\u{fffd}'))
    };
    let plain = |t: usize| {
        matches!(
            list.tokens.list[t].kind,
            Kind::Punctuation(_) | Kind::Blank | Kind::Tex
        )
    };
    let gap = arxiv.source(&arxiv.gap(j));
    let fits =
        tokens.clone().any(lost) && tokens.clone().all(plain) && !gap.contains(['?', '\u{fffd}']);
    fits.then(|| Edit {
        span: list.bytes(&tokens),
        text: written(gap, writing),
    })
}

/// Broken bytes that are no letters: as arXiv has that sign there, or else as they were before they
/// were broken.
fn garbled_gaps(
    list: &Text<'_>,
    arxiv: &Text<'_>,
    blocks: &[Block],
    done: &[Edit],
    writing: Writing,
) -> Vec<Edit> {
    let is_done = |span: &Range<usize>| {
        done.iter()
            .any(|e| e.span.start <= span.start && span.end <= e.span.end)
    };
    let is_garbled = |t: &usize| {
        let token = &list.tokens.list[*t];
        token.garbled && token.word().is_none() && !is_done(&token.span)
    };
    let broken: Vec<usize> = (0..list.tokens.list.len()).filter(is_garbled).collect();
    if broken.is_empty() {
        return Vec::new();
    }
    let there: HashMap<usize, usize> = gaps(arxiv, blocks)
        .into_iter()
        .enumerate()
        .filter_map(|(theirs, ours)| Some((ours?, theirs)))
        .collect();
    let mend = |t: usize| {
        let gap = list.words_in(&(0..t)).end;
        let there = there.get(&gap).copied();
        let sign = |t: usize, of: &Text<'_>| signs(of, &(t..t + 1));
        let same = |j: &usize| sign(*j, arxiv) == sign(t, list);
        let found = there.and_then(|gap| arxiv.gap(gap).find(same));
        let span = list.tokens.list[t].span.clone();
        let text = match found {
            Some(j) => written(arxiv.tokens.text(j), writing),
            None => written(&mojibake::repaired(list.tokens.text(t))?, writing),
        };
        Some(Edit { span, text })
    };
    broken.into_iter().filter_map(mend).collect()
}

/// A bracket that arXiv has in a pair, and the list has only one end of.
fn lost_brackets(
    list: &Text<'_>,
    arxiv: &Text<'_>,
    blocks: &[Block],
    writing: Writing,
) -> Vec<Edit> {
    let brackets: Vec<Brackets> = (0..=list.len()).map(|i| Brackets::of(list, i)).collect();
    if brackets.iter().all(|b| b.opens + b.closes == 0) {
        return Vec::new();
    }
    let gaps = gaps(arxiv, blocks);
    let mut out = Vec::new();
    for (open, token) in arxiv.tokens.list.iter().enumerate() {
        let Kind::Open(pair) = &token.kind else {
            continue;
        };
        if pair.mark != Mark::Bracket {
            continue;
        }
        let gap_of = |t: usize| gaps.get(arxiv.words_in(&(0..t)).end).copied().flatten();
        let (Some(before), Some(behind)) = (gap_of(open), gap_of(pair.partner)) else {
            continue;
        };
        let (at, lost) = if brackets[before].opens == 1 && !brackets[behind].has_close {
            (list.gap(behind).start, pair.partner)
        } else if brackets[behind].closes == 1 && !brackets[before].has_open {
            (list.gap(before).end, open)
        } else {
            continue;
        };
        let at = list.bytes(&(at..at)).start;
        out.push(Edit {
            span: at..at,
            text: written(arxiv.tokens.text(lost), writing),
        });
    }
    out
}

/// The brackets in a gap of the list.
struct Brackets {
    /// How many open that nothing closes.
    opens: usize,
    /// How many close that nothing opened.
    closes: usize,
    /// Whether any opens, of text (escaped, too) or of markup.
    has_open: bool,
    /// Whether any closes.
    has_close: bool,
}

impl Brackets {
    fn of(list: &Text<'_>, gap: usize) -> Self {
        let gap = list.gap(gap);
        let (signs, source) = (signs(list, &gap), list.source(&gap));
        let half = |shapes: [char; 2]| {
            let is = |t: &usize| matches!(list.tokens.list[*t].kind, Kind::Punctuation(c) if shapes.contains(&c));
            gap.clone().filter(is).count()
        };
        Self {
            opens: half(['(', '[']),
            closes: half([')', ']']),
            has_open: signs.contains('(') || source.contains(['(', '[']),
            has_close: signs.contains(')') || source.contains([')', ']']),
        }
    }
}

/// For each gap of arXiv's, the gap of the list between the same words.
fn gaps(arxiv: &Text<'_>, blocks: &[Block]) -> Vec<Option<usize>> {
    let mut out = vec![None; arxiv.len() + 1];
    for block in blocks.iter().filter(|b| b.is == Is::Same) {
        for (i, j) in block.list.clone().zip(block.arxiv.clone()).skip(1) {
            out[j] = Some(i);
        }
        if block.arxiv.start == 0 {
            out[0] = Some(block.list.start);
        }
        if block.arxiv.end == arxiv.len() {
            out[arxiv.len()] = Some(block.list.end);
        }
    }
    out
}

/// A word behind an edit has arXiv's capital, or none.
pub(super) fn capitals(of: &Comparison<'_, '_>, edits: &[Edit]) -> Vec<Edit> {
    let mut out = Vec::new();
    let seams: Vec<usize> = edits.iter().map(|e| e.span.end).collect();
    let breaks = |t: usize| of.list.is_block(t) || of.list.tokens.list[t].kind == Kind::Break;
    for (k, block) in of.blocks.iter().enumerate().skip(1) {
        if block.is != Is::Same || of.blocks[k - 1].is != Is::Other {
            continue;
        }
        let (i, j) = (block.list.start, block.arxiv.start);
        // Behind a break a new line begins, whatever was written before it.
        let tokens = of.list.gap(i);
        let start = tokens
            .clone()
            .rev()
            .find(|t| breaks(*t))
            .map_or(tokens.start, |t| t + 1);
        let gap = of.list.bytes(&(start..tokens.end));
        let token = &of.list.tokens.list[of.list.at[i]];
        let touched = seams
            .iter()
            .any(|at| gap.start <= *at && *at <= token.span.start);
        let (ours, theirs) = (&of.list.word(i).text, &of.arxiv.word(j).text);
        let (Some(was), Some(is)) = (ours.chars().next(), theirs.chars().next()) else {
            continue;
        };
        let rest = (&ours[was.len_utf8()..], &theirs[is.len_utf8()..]);
        let literal = of.list.tokens.source[token.span.clone()].starts_with(was);
        if touched
            && was != is
            && rest.0 == rest.1
            && literal
            && was.to_lowercase().eq(is.to_lowercase())
        {
            let span = token.span.start..token.span.start + was.len_utf8();
            out.push(Edit {
                span,
                text: is.to_string(),
            });
        }
    }
    out
}
