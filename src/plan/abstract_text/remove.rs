//! Words that go, with one of the gaps beside them. It does not decide whether.

use super::explain::{Comparison, Why};
use super::region::{fits, signs};
use super::text::Text;
use super::write::{Gap, written};
use crate::list::edit::Edit;
use crate::list::entry::Writing;
use crate::list::field::{Kind, Mark};
use std::ops::Range;

/// How far equal words are looked for beside a run.
const FARTHEST: usize = 100;

/// The edit that takes out a block's words, or equal words beside them; a copy only where it is
/// one to the last sign.
pub(super) fn remove(
    of: &Comparison<'_, '_>,
    block: usize,
    why: Why,
    writing: Writing,
) -> Result<Edit, String> {
    let block = &of.blocks[block];
    let (run, ids) = (&block.list, &of.list.ids);
    let left =
        (0..run.start.min(FARTHEST)).take_while(|d| ids[run.start - 1 - d] == ids[run.end - 1 - d]);
    let right = (0..(ids.len() - run.end).min(FARTHEST))
        .take_while(|d| ids[run.start + d] == ids[run.end + d]);
    let (left, right) = (
        left.count(),
        right.count().min(of.arxiv.len() - block.arxiv.start),
    );
    let mut places: Vec<usize> =
        (run.start - left.min(block.arxiv.start)..=run.start + right).collect();
    places.sort_by_key(|s| s.abs_diff(run.start));
    let candidates = places.iter().filter_map(|&s| {
        let arxiv = block.arxiv.start + s - run.start;
        let removal = Removal::new(of, s..s + run.len(), arxiv)?;
        let (cost, edit) = match why {
            Why::Copy => removal.copy()?,
            Why::Foreign => removal.best(writing)?,
        };
        Some((
            cost,
            other_case(
                of,
                run.start - left..run.end + right,
                &(s..s + run.len()),
                arxiv,
            ),
            edit,
        ))
    });
    let best = candidates.min_by_key(|(cost, case, _)| (*cost, *case));
    best.map(|(_, _, edit)| edit).ok_or_else(|| match why {
        Why::Copy => "words stand twice, and not as a copy does".into(),
        Why::Foreign => "marks stand among words that are too many".into(),
    })
}

/// How many words are not in arXiv's case once some are taken out.
fn other_case(
    of: &Comparison<'_, '_>,
    all: Range<usize>,
    removed: &Range<usize>,
    arxiv: usize,
) -> usize {
    let differs = |i: &usize| {
        let j = if *i < removed.start {
            arxiv.checked_sub(removed.start - i)
        } else {
            Some(arxiv + i - removed.end)
        };
        j.is_some_and(|j| j < of.arxiv.len() && of.arxiv.word(j).text != of.list.word(*i).text)
    };
    all.filter(|i| !removed.contains(i)).filter(differs).count()
}

/// How many tokens of a gap may go at most.
const WIDEST: usize = 12;

struct Removal<'a, 'c, 't> {
    of: &'a Comparison<'c, 't>,
    words: Range<usize>,
    /// Before the words, and before brackets and quotes that hold nothing else.
    before: Range<usize>,
    /// Behind them.
    behind: Range<usize>,
    /// The gap of arXiv's that has to remain.
    arxiv: usize,
}

impl<'a, 'c, 't> Removal<'a, 'c, 't> {
    fn new(of: &'a Comparison<'c, 't>, words: Range<usize>, arxiv: usize) -> Option<Self> {
        let (left, right) = (of.list.gap(words.start), of.list.gap(words.end));
        let token = |t: usize| &of.list.tokens.list[t].kind;
        let tokens = with_pairs(of, left.end..right.start, &(left.start..right.end))?;
        let may_go = |t: usize| match token(t) {
            Kind::Aside(_) | Kind::Break => false,
            Kind::Open(p) | Kind::Close(p) => {
                matches!(p.mark, Mark::Bracket | Mark::Quote)
                    || tokens.contains(&p.partner) && !p.mark.is_markup()
            }
            _ => true,
        };
        let leaves_empty = |t: usize| match token(t) {
            Kind::Open(p) if p.mark.is_markup() => {
                let inner = of.list.words_in(&(t..p.partner));
                !inner.is_empty() && words.start <= inner.start && inner.end <= words.end
            }
            _ => false,
        };
        if !tokens.clone().all(may_go) || left.clone().any(leaves_empty) {
            return None;
        }
        Some(Self {
            of,
            words,
            before: left.start..tokens.start,
            behind: tokens.end..right.end,
            arxiv,
        })
    }

    /// The edit where the words are a copy of those that stay beside them, to the last sign; a copy
    /// that says it again in another way is the list's own.
    fn copy(&self) -> Option<(usize, Edit)> {
        let (cost, tokens) = self.span()?;
        let n = self.words.len();
        let before = self
            .arxiv
            .checked_sub(n)
            .zip(self.words.start.checked_sub(n));
        let behind = Some((self.arxiv, self.words.end));
        let mut both = [before, behind].into_iter().flatten();
        let is_copy = both.any(|(theirs, stays)| self.is_copy(&tokens, theirs, stays));
        let (span, text) = (self.of.list.bytes(&tokens), String::new());
        (is_copy && !self.has_own_pairs()).then_some((cost, Edit { span, text }))
    }

    /// Whether the words, with the tokens that go with them, are arXiv's from one word on, and
    /// those of the list from another word on are these, too.
    fn is_copy(&self, tokens: &Range<usize>, theirs: usize, stays: usize) -> bool {
        let (list, arxiv, n) = (self.of.list, self.of.arxiv, self.words.len());
        let end = theirs + n;
        if end > arxiv.len()
            || stays + n > list.len()
            || arxiv.ids[theirs..end] != list.ids[self.words.clone()]
            || arxiv.ids[theirs..end] != list.ids[stays..stays + n]
        {
            return false;
        }
        let is_capital =
            |text: &Text<'_>, i: usize| text.word(i).text.starts_with(char::is_uppercase);
        let capital = is_capital(arxiv, theirs);
        let stop = |text: &Text<'_>, gap: usize| {
            signs(text, &text.gap(gap))
                .chars()
                .find(|c| ".,;:!?…".contains(*c))
        };
        let inner = arxiv.at[theirs]..arxiv.at[end - 1] + 1;
        let with_gaps = [
            arxiv.gap(theirs).start..inner.end,
            inner.start..arxiv.gap(end).end,
        ];
        let ours = signs(list, tokens);
        (capital || !is_capital(list, self.words.start))
            && capital == is_capital(list, stays)
            && stop(list, stays + n).is_none_or(|c| stop(arxiv, end) == Some(c))
            && with_gaps.iter().any(|tokens| signs(arxiv, tokens) == ours)
    }

    /// Whether brackets or quotes that arXiv has not are beside the words.
    fn has_own_pairs(&self) -> bool {
        let theirs = signs(self.of.arxiv, &self.of.arxiv.gap(self.arxiv));
        let beside = [&self.before, &self.behind].map(|gap| signs(self.of.list, gap));
        beside
            .concat()
            .contains(|c| "()'".contains(c) && !theirs.contains(c))
    }

    /// Whether a token is white space or punctuation that may go with the words.
    fn is_plain(&self, t: usize) -> bool {
        matches!(
            self.of.list.tokens.list[t].kind,
            Kind::Blank | Kind::Punctuation(_)
        )
    }

    /// The best edit, with its cost: the words and one gap, or parts of both, or all up to the
    /// neighbours with arXiv's gap instead.
    fn best(&self, writing: Writing) -> Option<(usize, Edit)> {
        if let Some((cost, tokens)) = self.span() {
            let (span, text) = (self.of.list.bytes(&tokens), String::new());
            return Some((cost, Edit { span, text }));
        }
        let (of, tokens) = (self.of, self.before.start..self.behind.end);
        let gap = Gap::new(of.arxiv, &of.arxiv.gap(self.arxiv));
        let text = written(gap.text, writing);
        let span = of.list.bytes(&tokens);
        self.may_change().then_some((2, Edit { span, text }))
    }

    /// The tokens that go so that arXiv's punctuation remains, and whether they are parts of both
    /// gaps.
    fn span(&self) -> Option<(usize, Range<usize>)> {
        let is_plain = |t: &usize| self.is_plain(*t);
        let before = self.before.clone().rev().take(WIDEST);
        let head = self.before.end - before.take_while(is_plain).count();
        let behind = self.behind.clone().take(WIDEST);
        let tail = self.behind.start + behind.take_while(is_plain).count();
        let spans = (head..=self.before.end)
            .flat_map(|start| (self.behind.start..=tail).map(move |end| start..end));
        let fitting = spans.filter(|span| {
            let left = [self.before.start..span.start, span.end..self.behind.end];
            self.is_spaced(span.start, span.end)
                && fits(self.of.list, &left, self.of.arxiv, self.arxiv)
        });
        let parts = |s: &Range<usize>| {
            usize::from(s.start != self.before.end && s.end != self.behind.start)
        };
        fitting
            .map(|s| (parts(&s), s))
            .min_by_key(|(cost, _)| *cost)
    }

    /// Whether all that is beside the words is punctuation, and its brackets and quotes are those
    /// that arXiv has there.
    fn may_change(&self) -> bool {
        let all = || self.before.clone().chain(self.behind.clone());
        let mark = |t: usize| self.of.list.mark(t);
        let plain = |t| self.is_plain(t) || matches!(mark(t), Some(Mark::Bracket | Mark::Quote));
        let ours = all().filter(|t| mark(*t).is_some());
        let ours: String = ours.map(|t| signs(self.of.list, &(t..t + 1))).collect();
        let mut theirs = signs(self.of.arxiv, &self.of.arxiv.gap(self.arxiv));
        theirs.retain(|c| "()'".contains(c));
        all().all(plain) && ours == theirs
    }

    /// Whether white space remains exactly where arXiv has some, and not twice at the seam.
    fn is_spaced(&self, start: usize, end: usize) -> bool {
        let visible = |t: &usize| {
            let kind = &self.of.list.tokens.list[*t].kind;
            !matches!(kind, Kind::Open(_) | Kind::Close(_) | Kind::Tex)
        };
        let blank =
            |t: usize| matches!(self.of.list.tokens.list[t].kind, Kind::Blank | Kind::Break);
        let (left, right) = (self.before.start..start, end..self.behind.end);
        let last = left.clone().rev().find(visible);
        let first = right.clone().find(visible);
        let before = last.is_some_and(blank) || last.is_none() && self.before.start == 0;
        let behind = first.is_some_and(blank) || first.is_none() && self.is_end();
        let is_twice = before && behind && (last.is_some() || first.is_some());
        let wanted = self.of.arxiv.has_blank(self.arxiv);
        let at_ends = self.arxiv == 0 || self.arxiv == self.of.arxiv.len();
        !is_twice && (at_ends || wanted == left.chain(right).any(blank))
    }

    fn is_end(&self) -> bool {
        self.behind.end == self.of.list.tokens.list.len()
    }
}

/// Tokens with the other ends of their brackets, quotes, and mathematics, and with such pairs that
/// hold nothing else; `None` where markup holds nothing else.
fn with_pairs(
    of: &Comparison<'_, '_>,
    mut tokens: Range<usize>,
    room: &Range<usize>,
) -> Option<Range<usize>> {
    let pair = |t: usize| of.list.tokens.list[t].pair().map(|(pair, _)| pair);
    loop {
        let was = tokens.clone();
        for partner in was.clone().filter_map(pair).map(|p| p.partner) {
            if room.contains(&partner) {
                tokens = tokens.start.min(partner)..tokens.end.max(partner + 1);
            }
        }
        if let Some(before) = was.start.checked_sub(1).filter(|t| room.contains(t))
            && let Some(around) = pair(before).filter(|p| p.partner == was.end)
        {
            if around.mark.is_markup() {
                return None;
            }
            tokens = before..was.end + 1;
        }
        if tokens == was {
            return Some(tokens);
        }
    }
}
