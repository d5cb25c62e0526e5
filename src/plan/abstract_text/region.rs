//! What stands between two words of the list that agree, unit by unit, and what of arXiv's text is
//! written there. It edits nothing.

use super::asides::Asides;
use super::text::Text;
use crate::list::field::{Kind, Mark};
use std::ops::Range;

/// A part of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// White space.
    Blank,
    /// A punctuation mark; one for all brackets, one for all quotes.
    Sign(char),
    /// Brackets or quotes begin that end elsewhere in the text.
    PairOpen(char),
    /// They end.
    PairClose(char),
    /// A line break that a reader sees.
    Break,
    /// A block of HTML's begins.
    BlockOpen,
    /// It ends.
    BlockClose,
    /// What says nothing.
    Aside,
    /// Words of the list's own.
    Own,
    /// Dots at the text's end, where it was cut off.
    Dots,
    /// Markup begins that ends elsewhere in the text.
    Open,
    /// Markup ends that began elsewhere in the text.
    Close,
    /// A pair begins that is around all of the text.
    WrapOpen,
    /// It ends.
    WrapClose,
    /// TeX that says nothing.
    Tex,
}

impl Unit {
    /// Whether what stands before and behind is never one line.
    pub fn divides(self) -> bool {
        matches!(self, Self::Break | Self::BlockOpen | Self::BlockClose)
    }
}

/// Units with their tokens.
pub(super) type Units = Vec<(Unit, Range<usize>)>;

/// The tokens of the first and the last word that agree.
pub(super) type Agreeing = (usize, usize);

/// The units of some tokens of the list.
pub(super) fn units(
    list: &Text<'_>,
    asides: &Asides,
    tokens: &Range<usize>,
    all: Agreeing,
) -> Units {
    let at_end = tokens.start > all.1;
    let mut out: Units = Vec::new();
    let mut t = tokens.start;
    while t < tokens.end {
        let token = &list.tokens.list[t];
        let start = t;
        t += 1;
        let unit = if asides.has(start) {
            let open = asides.start(start);
            while t < tokens.end && asides.start(t) == open {
                t += 1;
            }
            if at_end && is_dots(list, &(start..t)) {
                Unit::Dots
            } else {
                Unit::Aside
            }
        } else {
            match &token.kind {
                Kind::Word(_) => Unit::Own,
                Kind::Blank => Unit::Blank,
                Kind::Break => Unit::Break,
                Kind::Aside(_) if list.is_block(start) => Unit::BlockOpen,
                Kind::Aside(_) => Unit::Aside,
                Kind::Tex => Unit::Tex,
                Kind::Punctuation('…') if at_end => Unit::Dots,
                Kind::Punctuation(c) => Unit::Sign(sign(*c)),
                Kind::Open(pair) if is_wrap(&pair.mark, start, pair.partner, all) => Unit::WrapOpen,
                Kind::Close(pair) if is_wrap(&pair.mark, pair.partner, start, all) => {
                    Unit::WrapClose
                }
                Kind::Open(pair) => end_of_pair(&pair.mark, true),
                Kind::Close(pair) => end_of_pair(&pair.mark, false),
            }
        };
        match out.last_mut() {
            Some((Unit::Own, words)) if unit == Unit::Own => words.end = t,
            _ => out.push((unit, start..t)),
        }
    }
    join_own(out)
}

/// White space and punctuation between own words are theirs.
fn join_own(units: Units) -> Units {
    let own = |u: &(Unit, Range<usize>)| u.0 == Unit::Own;
    let (first, last) = (units.iter().position(own), units.iter().rposition(own));
    let (Some(first), Some(last)) = (first, last) else {
        return units;
    };
    let plain = |u: &(Unit, Range<usize>)| {
        matches!(u.0, Unit::Own | Unit::Blank | Unit::Sign(_) | Unit::Tex)
    };
    if !units[first..=last].iter().all(plain) {
        return units;
    }
    let mut out = units[..first].to_vec();
    out.push((Unit::Own, units[first].1.start..units[last].1.end));
    out.extend_from_slice(&units[last + 1..]);
    out
}

fn is_wrap(mark: &Mark, open: usize, close: usize, all: Agreeing) -> bool {
    open < all.0 && close > all.1 && !matches!(mark, Mark::Math | Mark::Tex)
}

fn end_of_pair(mark: &Mark, opens: bool) -> Unit {
    match mark {
        Mark::Bracket if opens => Unit::PairOpen('('),
        Mark::Bracket => Unit::PairClose(')'),
        Mark::Quote if opens => Unit::PairOpen('\''),
        Mark::Quote => Unit::PairClose('\''),
        _ if mark.is_block() && opens => Unit::BlockOpen,
        _ if mark.is_block() => Unit::BlockClose,
        _ if opens => Unit::Open,
        _ => Unit::Close,
    }
}

/// Brackets and quotes are punctuation where arXiv has some at this place, and marks of the list's
/// own where it has none.
pub(super) fn settle_pairs(units: &mut Units, arxiv: &[&str]) {
    for (unit, _) in units {
        let (sign, mark) = match unit {
            Unit::PairOpen(c) => (*c, Unit::Open),
            Unit::PairClose(c) => (*c, Unit::Close),
            _ => continue,
        };
        let is_arxivs = arxiv.iter().any(|signs| signs.contains(sign));
        *unit = if is_arxivs { Unit::Sign(sign) } else { mark };
    }
}

/// Whether the punctuation at some tokens of the list is that of arXiv's gap; pairs that only the
/// list has are its own.
pub(super) fn fits(list: &Text<'_>, tokens: &[Range<usize>], arxiv: &Text<'_>, gap: usize) -> bool {
    let theirs = signs(arxiv, &arxiv.gap(gap));
    let own = |t: &usize| {
        let sign = signs(list, &(*t..*t + 1));
        list.mark(*t).is_some() && !sign.is_empty() && !theirs.contains(&sign)
    };
    let ours = tokens.iter().flat_map(Clone::clone).filter(|t| !own(t));
    ours.map(|t| signs(list, &(t..t + 1))).collect::<String>() == theirs
}

/// One sign for all of its shapes.
pub(super) fn sign(c: char) -> char {
    match c {
        '[' | '{' | '（' | '【' => '(',
        ']' | '}' | '）' | '】' => ')',
        '"' | '“' | '”' => '\'',
        '，' | '、' => ',',
        '。' => '.',
        '；' => ';',
        '：' => ':',
        '！' => '!',
        '？' => '?',
        c => c,
    }
}

/// Whether brackets hold dots alone: `[...]`.
pub(super) fn is_dots(list: &Text<'_>, tokens: &Range<usize>) -> bool {
    let inner = tokens.start + 1..tokens.end.saturating_sub(1).max(tokens.start + 1);
    let dots = |t: usize| {
        matches!(
            list.tokens.list[t].kind,
            Kind::Punctuation('…' | '.') | Kind::Blank
        )
    };
    list.mark(tokens.start) == Some(&Mark::Bracket)
        && !inner.is_empty()
        && inner.into_iter().all(dots)
}

/// The punctuation of units, without white space.
pub(super) fn signs_of(units: &[(Unit, Range<usize>)]) -> String {
    let sign = |(unit, _): &(Unit, Range<usize>)| match unit {
        Unit::Sign(c) => Some(*c),
        Unit::Dots => Some('…'),
        _ => None,
    };
    units.iter().filter_map(sign).collect()
}

/// The punctuation of some tokens, without white space.
pub(super) fn signs(text: &Text<'_>, tokens: &Range<usize>) -> String {
    let sign_of = |t: usize| match &text.tokens.list[t].kind {
        Kind::Punctuation(c) => Some(sign(*c)),
        Kind::Open(pair) if pair.mark == Mark::Bracket => Some('('),
        Kind::Close(pair) if pair.mark == Mark::Bracket => Some(')'),
        Kind::Open(pair) | Kind::Close(pair) if pair.mark == Mark::Quote => Some('\''),
        _ => None,
    };
    tokens.clone().filter_map(sign_of).collect()
}

/// So many pairs directly around words come with them; deeper ones nobody writes.
const MOST_ROUNDS: usize = 50;

/// Words of arXiv's with what belongs to them, and the gaps on both sides as they remain.
pub(super) struct Piece {
    /// The tokens that are written.
    pub tokens: Range<usize>,
    /// What stands before them.
    pub before: Range<usize>,
    /// What stands behind them.
    pub behind: Range<usize>,
}

impl Piece {
    /// The piece that holds some words, with the ends of pairs that `takes` lets come with them;
    /// `None` where it would cut mathematics or a group of TeX's in two.
    pub fn new(
        arxiv: &Text<'_>,
        words: &Range<usize>,
        takes: impl Fn(&Mark) -> bool,
    ) -> Option<Self> {
        let (left, right) = (arxiv.gap(words.start), arxiv.gap(words.end));
        let mut tokens = left.end..right.start;
        let room = left.start..right.end;
        let mut rounds = 0;
        loop {
            let wider = widened(arxiv, &tokens, &room, &takes);
            if wider == tokens {
                break;
            }
            tokens = wider;
            rounds += 1;
            if rounds > MOST_ROUNDS {
                return None;
            }
        }
        let whole = |t: usize| match &arxiv.tokens.list[t].kind {
            Kind::Open(p) | Kind::Close(p) if matches!(p.mark, Mark::Math | Mark::Tex) => {
                tokens.contains(&p.partner)
            }
            _ => true,
        };
        tokens.clone().all(whole).then_some(Self {
            before: left.start..tokens.start,
            behind: tokens.end..right.end,
            tokens,
        })
    }
}

/// Tokens with the other ends of their pairs, and with a pair that is directly around them.
fn widened(
    text: &Text<'_>,
    tokens: &Range<usize>,
    room: &Range<usize>,
    takes: &impl Fn(&Mark) -> bool,
) -> Range<usize> {
    let mut out = tokens.clone();
    for t in tokens.clone() {
        if let Some((pair, _)) = text.tokens.list[t].pair()
            && room.contains(&pair.partner)
        {
            out = out.start.min(pair.partner)..out.end.max(pair.partner + 1);
        }
    }
    let Some(before) = tokens.start.checked_sub(1) else {
        return out;
    };
    if !room.contains(&before) || !room.contains(&tokens.end) {
        return out;
    }
    let kind = |t: usize| &text.tokens.list[t].kind;
    match (kind(before), kind(tokens.end)) {
        (Kind::Open(pair), _)
            if takes(&pair.mark) && room.contains(&pair.partner) && pair.partner >= tokens.end =>
        {
            out = out.start.min(before)..out.end.max(pair.partner + 1);
        }
        // Quotes that are apostrophes: `'so called'`.
        (Kind::Punctuation('\''), Kind::Punctuation('\'')) if takes(&Mark::Quote) => {
            out = out.start.min(before)..out.end.max(tokens.end + 1);
        }
        _ => {}
    }
    out
}
