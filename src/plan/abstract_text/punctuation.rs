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
    let gaps = gaps(arxiv, blocks);
    let mend = |t: usize| {
        let gap = list.words_in(&(0..t)).end;
        let there = gaps.iter().position(|g| *g == Some(gap));
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
    let is_half = |t: &usize| {
        matches!(
            list.tokens.list[*t].kind,
            Kind::Punctuation('(' | ')' | '[' | ']')
        )
    };
    if !(0..list.tokens.list.len()).any(|t| is_half(&t)) {
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
        let half = |gap: usize, signs: [char; 2]| {
            let is = |t: &usize| matches!(list.tokens.list[*t].kind, Kind::Punctuation(c) if signs.contains(&c));
            list.gap(gap).filter(is).count() == 1
        };
        let (opens, closes) = (
            has_bracket(list, before, true),
            has_bracket(list, behind, false),
        );
        if half(before, ['(', '[']) && !closes {
            let at = list.bytes(&list.gap(behind)).start;
            out.push(Edit {
                span: at..at,
                text: written(arxiv.tokens.text(pair.partner), writing),
            });
        } else if half(behind, [')', ']']) && !opens {
            let at = list
                .bytes(&(list.gap(before).end..list.gap(before).end))
                .start;
            out.push(Edit {
                span: at..at,
                text: written(arxiv.tokens.text(open), writing),
            });
        }
    }
    out
}

/// Whether a gap of the list has a bracket, of text (escaped, too) or of markup.
fn has_bracket(list: &Text<'_>, gap: usize, opens: bool) -> bool {
    let (sign, shapes) = if opens {
        ('(', ['(', '['])
    } else {
        (')', [')', ']'])
    };
    let gap = list.gap(gap);
    signs(list, &gap).contains(sign) || list.source(&gap).contains(shapes)
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
    for (k, block) in of.blocks.iter().enumerate().skip(1) {
        if block.is != Is::Same || of.blocks[k - 1].is != Is::Other {
            continue;
        }
        let (i, j) = (block.list.start, block.arxiv.start);
        let gap = of.list.bytes(&of.list.gap(i));
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
