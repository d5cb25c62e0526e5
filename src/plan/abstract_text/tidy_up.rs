//! Makes an alignment read as a person would: words that agree by chance are not counted, and a run
//! begins and ends at borders if it can.

use super::align::{Block, Is, joined};
use super::spelling;
use super::text::{Border, Text, is_function_word};
use crate::list::field::{Kind, Mark};
use std::ops::Range;

/// A run of this many words is wide.
pub(super) const WIDE: usize = 4;

/// The blocks, tidied.
pub(super) fn tidy_up(list: &Text<'_>, arxiv: &Text<'_>, blocks: Vec<Block>) -> Vec<Block> {
    let tidy = Tidy { list, arxiv };
    let mut blocks = spelling::settle(list, arxiv, blocks);
    tidy.join_runs(&mut blocks);
    tidy.drown_islands(&mut blocks);
    tidy.drop_chance_at_end(&mut blocks);
    tidy.free_last_mark(&mut blocks);
    tidy.reach_borders(&mut blocks);
    blocks = joined(blocks);
    for k in 0..blocks.len() {
        tidy.slide(&mut blocks, k);
    }
    joined(blocks)
}

struct Tidy<'a, 't> {
    list: &'a Text<'t>,
    arxiv: &'a Text<'t>,
}

/// The words that one side has too many; `None` where both have words, or agree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    List,
    Arxiv,
}

fn surplus(block: &Block) -> Option<Side> {
    match (block.is, block.list.is_empty(), block.arxiv.is_empty()) {
        (Is::Other, false, true) => Some(Side::List),
        (Is::Other, true, false) => Some(Side::Arxiv),
        _ => None,
    }
}

fn side(block: &Block, side: Side) -> &Range<usize> {
    match side {
        Side::List => &block.list,
        Side::Arxiv => &block.arxiv,
    }
}

fn width(block: &Block) -> usize {
    block.list.len().max(block.arxiv.len())
}

/// So many words may begin a mark of the list's own as they begin arXiv's next sentence.
const MOST_BY_CHANCE: usize = 2;

/// How far a run is slid at most.
const FARTHEST: usize = 400;

impl Tidy<'_, '_> {
    fn ids(&self, of: Side) -> &[u32] {
        match of {
            Side::List => &self.list.ids,
            Side::Arxiv => &self.arxiv.ids,
        }
    }

    /// Two runs that one text has too many are one where the words between them may as well be
    /// those behind or before.
    fn join_runs(&self, blocks: &mut Vec<Block>) {
        let mut k = 0;
        while k + 2 < blocks.len() {
            match self.joined_at(&blocks[k..k + 3]) {
                Some(two) => {
                    blocks.splice(k..k + 3, two);
                    k = k.saturating_sub(2);
                }
                None => k += 1,
            }
        }
    }

    fn joined_at(&self, three: &[Block]) -> Option<[Block; 2]> {
        let [first, island, last] = three else {
            return None;
        };
        let of = surplus(first).filter(|s| surplus(last) == Some(*s))?;
        if island.is != Is::Same {
            return None;
        }
        let ids = self.ids(of);
        let n = side(island, of).len();
        let words = &ids[side(island, of).clone()];
        let (a, b) = (side(first, of), side(last, of));
        let whole = a.start..b.end;
        let other = |block: &Block| match of {
            Side::List => block.arxiv.clone(),
            Side::Arxiv => block.list.clone(),
        };
        let block = |range: Range<usize>, beside: Range<usize>, is| match of {
            Side::List => Block {
                list: range,
                arxiv: beside,
                is,
            },
            Side::Arxiv => Block {
                list: beside,
                arxiv: range,
                is,
            },
        };
        let (start, end) = (other(first).start, other(last).end);
        if b.len() >= n && ids[b.end - n..b.end] == *words {
            let run = block(whole.start..whole.end - n, start..start, Is::Other);
            let same = block(whole.end - n..whole.end, start..end, Is::Same);
            Some([run, same])
        } else if a.len() >= n && ids[a.start..a.start + n] == *words {
            let same = block(whole.start..whole.start + n, start..end, Is::Same);
            let run = block(whole.start + n..whole.end, end..end, Is::Other);
            Some([same, run])
        } else {
            None
        }
    }

    /// A few words that agree between two wide runs that differ do not count.
    fn drown_islands(&self, blocks: &mut Vec<Block>) {
        let mut k = 1;
        while k + 1 < blocks.len() {
            let [before, island, behind] = &blocks[k - 1..=k + 1] else {
                break;
            };
            let between =
                before.is == Is::Other && behind.is == Is::Other && island.is != Is::Other;
            if between && (self.is_drowned(before, island, behind) || self.is_enclosed(blocks, k)) {
                let whole = Block {
                    list: before.list.start..behind.list.end,
                    arxiv: before.arxiv.start..behind.arxiv.end,
                    is: Is::Other,
                };
                blocks.splice(k - 1..=k + 1, [whole]);
                k = k.saturating_sub(2).max(1);
            } else {
                k += 1;
            }
        }
    }

    fn is_drowned(&self, before: &Block, island: &Block, behind: &Block) -> bool {
        let n = width(island);
        let says = |i: &usize| !is_function_word(self.list.word(*i));
        n <= 4
            && width(before) > 2 * n
            && width(behind) > 2 * n
            && island.list.clone().filter(says).count() <= 2
    }

    /// Whether words that agree are all that agrees in a link or a pair of brackets, and arXiv's
    /// text goes on otherwise on both sides.
    fn is_enclosed(&self, blocks: &[Block], k: usize) -> bool {
        let (before, island, behind) = (&blocks[k - 1], &blocks[k], &blocks[k + 1]);
        if before.arxiv.is_empty() || behind.arxiv.is_empty() || island.list.is_empty() {
            return false;
        }
        let Some(words) = self.enclosed_in(island.list.start) else {
            return false;
        };
        let all = island.list.start >= words.start && island.list.end <= words.end;
        let alone = words.start >= before.list.start && words.end <= behind.list.end;
        all && alone
            && self
                .bracket_around(self.arxiv, island.arxiv.start)
                .is_none()
    }

    /// The words of the link or the brackets around a word of the list.
    fn enclosed_in(&self, word: usize) -> Option<Range<usize>> {
        let mut at = self.list.pair_of(word);
        while let Some(open) = at {
            let mark = self.list.mark(open)?;
            let link = matches!(mark, Mark::Link(_) | Mark::Wikilink | Mark::Bracket)
                || matches!(mark, Mark::Element(name) if name == "a");
            if link {
                let close = self.list.partner(open)?;
                return Some(self.list.words_in(&(open..close)));
            }
            at = self.list.tokens.list[open].inside;
        }
        None
    }

    fn bracket_around(&self, text: &Text<'_>, word: usize) -> Option<usize> {
        let open = text.pair_of(word)?;
        matches!(text.mark(open), Some(Mark::Bracket)).then_some(open)
    }

    /// One or two words that agree at the very end, behind a wide run, agree by chance.
    fn drop_chance_at_end(&self, blocks: &mut Vec<Block>) {
        let [.., run, last] = &mut blocks[..] else {
            return;
        };
        let says = |i: &usize| !is_function_word(self.list.word(*i));
        let few = last.is != Is::Other
            && last.list.len() <= 2
            && last.list.clone().filter(says).count() <= 1;
        let apart = !run.list.is_empty() || self.list.border(last.list.start) != Border::None;
        if few && run.is == Is::Other && width(run) >= WIDE && apart {
            run.list.end = last.list.end;
            run.arxiv.end = last.arxiv.end;
            blocks.pop();
        }
    }

    /// A link or another mark of the list's own behind the last sentence may begin as arXiv's next
    /// one does (`[Code](x)`).
    fn free_last_mark(&self, blocks: &mut [Block]) {
        let [.., same, run] = blocks else {
            return;
        };
        let is_cut =
            run.is == Is::Other && !run.arxiv.is_empty() && run.list.end == self.list.len();
        if !is_cut || same.is != Is::Same {
            return;
        }
        let Some(open) = self.list.pair_of(same.list.end - 1) else {
            return;
        };
        let start = self.list.words_in(&(0..open)).end;
        let apart = start > same.list.start && self.list.border(start) >= Border::Sentence;
        let n = same.list.end - start.min(same.list.end);
        if apart
            && (1..=MOST_BY_CHANCE).contains(&n)
            && self
                .bracket_around(self.arxiv, same.arxiv.end - 1)
                .is_none()
        {
            for side in [&mut run.list, &mut run.arxiv] {
                side.start -= n;
            }
            for side in [&mut same.list, &mut same.arxiv] {
                side.end -= n;
            }
        }
    }

    /// A wide run reaches to the border of its sentence where one or two words are between that say
    /// nothing.
    fn reach_borders(&self, blocks: &mut [Block]) {
        for k in 0..blocks.len() {
            let run = &blocks[k];
            if run.is != Is::Other || run.arxiv.is_empty() || run.list.len() < WIDE {
                continue;
            }
            if let Some(n) = k.checked_sub(1).and_then(|p| self.reach(&blocks[p], true)) {
                blocks[k - 1].list.end -= n;
                blocks[k - 1].arxiv.end -= n;
                blocks[k].list.start -= n;
                blocks[k].arxiv.start -= n;
            }
            if let Some(n) = blocks.get(k + 1).and_then(|b| self.reach(b, false)) {
                blocks[k + 1].list.start += n;
                blocks[k + 1].arxiv.start += n;
                blocks[k].list.end += n;
                blocks[k].arxiv.end += n;
            }
        }
    }

    /// How many words of an agreeing block, at its end or its beginning, are between the border of
    /// the sentence and a run.
    fn reach(&self, block: &Block, at_end: bool) -> Option<usize> {
        if block.is != Is::Same {
            return None;
        }
        let fits = |n: &usize| {
            let (words, border) = if at_end {
                let start = block.list.end - n;
                (start..block.list.end, start)
            } else {
                let end = block.list.start + n;
                (block.list.start..end, end)
            };
            self.list.border(border) >= Border::Sentence
                && words
                    .into_iter()
                    .all(|i| is_function_word(self.list.word(i)))
        };
        (1..=block.list.len().min(2)).find(fits)
    }

    /// Slides a run of words that one text has too many over equal words beside it, to where it
    /// begins and ends at borders.
    fn slide(&self, blocks: &mut [Block], k: usize) {
        let Some(of) = surplus(&blocks[k]) else {
            return;
        };
        let run = side(&blocks[k], of).clone();
        let ids = self.ids(of);
        let room = |b: Option<&Block>| b.filter(|b| b.is == Is::Same).map_or(0, |b| b.list.len());
        let before = room(k.checked_sub(1).and_then(|p| blocks.get(p))).min(FARTHEST);
        let behind = room(blocks.get(k + 1)).min(FARTHEST);
        let left = (0..before)
            .take_while(|d| ids[run.start - 1 - d] == ids[run.end - 1 - d])
            .count();
        let right = (0..behind)
            .take_while(|d| ids[run.start + d] == ids[run.end + d])
            .count();
        if left + right == 0 {
            return;
        }
        let places = run.start - left..=run.start + right;
        let best = places.max_by_key(|&s| {
            let far = s.abs_diff(run.start);
            (self.rating(of, &(s..s + run.len())), std::cmp::Reverse(far))
        });
        self.move_run(blocks, k, best.unwrap_or(run.start), run.start);
    }

    /// How well a run is placed: whole pairs first, then the lesser of its two borders, then both.
    fn rating(&self, of: Side, run: &Range<usize>) -> (bool, Border, Border) {
        let text = match of {
            Side::List => self.list,
            Side::Arxiv => self.arxiv,
        };
        let (a, b) = (text.border(run.start), text.border(run.end));
        (has_whole_pairs(text, run), a.min(b), a.max(b))
    }

    fn move_run(&self, blocks: &mut [Block], k: usize, to: usize, from: usize) {
        let shift = |range: &mut Range<usize>| {
            range.start = range.start + to - from;
            range.end = range.end + to - from;
        };
        shift(&mut blocks[k].list);
        shift(&mut blocks[k].arxiv);
        let (list, arxiv) = (blocks[k].list.clone(), blocks[k].arxiv.clone());
        if k > 0 {
            (blocks[k - 1].list.end, blocks[k - 1].arxiv.end) = (list.start, arxiv.start);
        }
        if let Some(next) = blocks.get_mut(k + 1) {
            (next.list.start, next.arxiv.start) = (list.end, arxiv.end);
        }
    }
}

/// Whether no pair of markup or brackets has one end among some words and the other outside.
pub(super) fn has_whole_pairs(text: &Text<'_>, words: &Range<usize>) -> bool {
    if words.is_empty() {
        return true;
    }
    let mut tokens = text.at[words.start]..text.at[words.end - 1] + 1;
    let around = text.gap(words.start).start..text.gap(words.end).end;
    tokens.all(|t| match &text.tokens.list[t].kind {
        Kind::Open(pair) | Kind::Close(pair) => around.contains(&pair.partner),
        _ => true,
    })
}
