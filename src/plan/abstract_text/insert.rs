//! Where words of arXiv's are written between two words of the list, and with which punctuation. It
//! does not decide whether.

use super::align::{Block, Is};
use super::explain::Comparison;
use super::region::{Agreeing, Piece, Unit, Units, settle_pairs, signs_of, units};
use super::text::{Border, Text};
use super::write::{Gap, without_first, without_last, written};
use crate::list::edit::Edit;
use crate::list::entry::Writing;
use crate::list::field::Mark;
use std::ops::Range;

/// The place between two words that agree, or at an end of the text.
struct Place<'a> {
    units: Units,
    /// Before this unit nothing may be written.
    low: usize,
    /// Behind this one, neither.
    high: usize,
    at_start: bool,
    at_end: bool,
    /// What arXiv has before and behind the new words.
    before: Gap<'a>,
    behind: Gap<'a>,
}

/// How arXiv's words are written at one place.
struct Candidate {
    at: usize,
    cost: usize,
    lead: String,
    tail: String,
}

/// The unit before which tokens were taken out, and which these are.
type Dropped = (usize, Range<usize>);

/// So much may stand at one place; more nobody writes.
const MOST_UNITS: usize = 200;

/// The edit that writes arXiv's words of a block; `drop` are tokens in whose place they come.
pub(super) fn insert(
    of: &Comparison<'_, '_>,
    block: usize,
    drop: &Range<usize>,
    writing: Writing,
) -> Result<Edit, String> {
    let block = &of.blocks[block];
    let all_pairs = |_: &Mark| true;
    let piece =
        Piece::new(of.arxiv, &block.arxiv, all_pairs).ok_or("mathematics would be cut in two")?;
    let tokens = of.list.gap(block.list.start).start..of.list.gap(block.list.end).end;
    let (place, dropped) = Place::new(of, block, &piece, drop)?;
    let text = of.arxiv.source(&piece.tokens);
    let end = of.list.bytes(&(tokens.end..tokens.end)).start;
    match place.best() {
        Some(c) => {
            let at = place
                .units
                .get(c.at)
                .map_or(end, |(_, t)| of.list.bytes(t).start);
            let span = dropped.map_or(at..at, |(_, t)| of.list.bytes(&t));
            let text = written(&format!("{}{text}{}", c.lead, c.tail), writing);
            Ok(Edit { span, text })
        }
        None if place.is_plain() && dropped.is_none() => {
            let text = format!("{}{text}{}", place.before.text, place.behind.text);
            let text = written(&text, writing);
            Ok(Edit {
                span: of.list.bytes(&tokens),
                text,
            })
        }
        None => Err("the punctuation there is not arXiv's".into()),
    }
}

/// On which side of a break words belong that are missing there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// They end what stands before, or are whole sentences.
    Before,
    /// They begin what stands behind.
    Behind,
    /// They end one sentence and begin another.
    Both,
}

fn side(arxiv: &Text<'_>, words: &Range<usize>) -> Side {
    let ends = |i: usize| arxiv.border(i) >= Border::Sentence;
    match (ends(words.start), ends(words.end)) {
        (true, false) => Side::Behind,
        (false, false) if (words.start + 1..words.end).any(ends) => Side::Both,
        _ => Side::Before,
    }
}

/// The tokens of the first and the last word that agree.
fn agreeing(of: &Comparison<'_, '_>) -> Agreeing {
    let agree = || {
        of.blocks
            .iter()
            .filter(|b| b.is != Is::Other && !b.list.is_empty())
    };
    let first = agree().next().map_or(0, |b| of.list.at[b.list.start]);
    let last = agree()
        .next_back()
        .map_or(0, |b| of.list.at[b.list.end - 1]);
    (first, last)
}

/// Takes out the units that are replaced: the words of a cut text, and the dots behind it.
fn take_dropped(units: &mut Units, drop: &Range<usize>, at_end: bool) -> Option<Dropped> {
    let is_dropped = |(unit, tokens): &(Unit, Range<usize>)| {
        !drop.is_empty() && tokens.start < drop.end && drop.start < tokens.end
            || at_end && *unit == Unit::Dots
    };
    // A cut word is the beginning of the own words' unit.
    if let Some(own) = units
        .iter_mut()
        .find(|(u, t)| *u == Unit::Own && t.start < drop.end && drop.end < t.end)
    {
        let rest = drop.end..own.1.end;
        own.1.end = drop.end;
        let at = units
            .iter()
            .position(|(_, t)| t.end == drop.end)
            .map_or(0, |i| i + 1);
        units.insert(at, (Unit::Own, rest));
    }
    let aside = units
        .iter()
        .position(|(u, _)| *u == Unit::Aside)
        .unwrap_or(units.len());
    let mut first = units[..aside].iter().position(is_dropped)?;
    let last = units[..aside].iter().rposition(is_dropped)?;
    if units[first].0 == Unit::Dots && first > 0 && units[first - 1].0 == Unit::Blank {
        first -= 1;
    }
    let tokens = units[first].1.start..units[last].1.end;
    units.drain(first..=last);
    Some((first, tokens))
}

impl<'a> Place<'a> {
    /// The place of a block, and which tokens of it are replaced.
    fn new(
        of: &Comparison<'_, 'a>,
        block: &Block,
        piece: &Piece,
        drop: &Range<usize>,
    ) -> Result<(Self, Option<Dropped>), String> {
        let tokens = of.list.gap(block.list.start).start..of.list.gap(block.list.end).end;
        let mut units = units(of.list, of.asides, &tokens, agreeing(of));
        if units.len() > MOST_UNITS {
            return Err("too much stands there".into());
        }
        let (at_start, at_end) = (block.list.start == 0, block.list.end == of.list.len());
        let dropped = take_dropped(&mut units, drop, at_end);
        let (before, behind) = (
            Gap::new(of.arxiv, &piece.before),
            Gap::new(of.arxiv, &piece.behind),
        );
        settle_pairs(&mut units, &[&before.signs, &behind.signs]);
        let mut place = Self {
            low: 0,
            high: units.len(),
            units,
            at_start,
            at_end,
            before,
            behind,
        };
        place.bound(side(of.arxiv, &block.arxiv));
        if let Some((at, _)) = &dropped {
            (place.low, place.high) = (*at, *at);
        }
        Ok((place, dropped))
    }
}

impl Place<'_> {
    /// Words come behind every end of markup and before every beginning, inside what is around the
    /// whole text, on the inner side of own words, and with the words that they belong to where
    /// breaks and blocks divide the text.
    fn bound(&mut self, side: Side) {
        let first = self.units.iter().position(|(u, _)| u.divides());
        let last = self.units.iter().rposition(|(u, _)| u.divides());
        let open = self.units.iter().rposition(|(u, _)| *u == Unit::BlockOpen);
        let block = |(u, _): &(Unit, Range<usize>)| u.divides() && *u != Unit::Break;
        if self.at_start {
            self.low = open.map_or(0, |i| i + 1);
        } else if self.at_end {
            let block = self.units.iter().position(block);
            self.high = block.unwrap_or(self.high);
        } else if let (Some(first), Some(last)) = (first, last) {
            match side {
                Side::Before => self.high = first,
                Side::Behind => self.low = last + 1,
                // No place is right.
                Side::Both => (self.low, self.high) = (1, 0),
            }
        }
        for (i, (unit, _)) in self.units.iter().enumerate() {
            let (low, high) = match unit {
                Unit::Close | Unit::WrapOpen => (i + 1, usize::MAX),
                Unit::Open | Unit::WrapClose => (0, i),
                Unit::Own if self.at_end => (0, i),
                Unit::Own => (i + 1, usize::MAX),
                _ => continue,
            };
            self.low = self.low.max(low);
            self.high = self.high.min(high);
        }
    }

    /// Whether the gap holds punctuation alone, and no bracket that arXiv has not on both sides of
    /// the new words.
    fn is_plain(&self) -> bool {
        let plain = |(unit, _): &(Unit, Range<usize>)| matches!(unit, Unit::Blank | Unit::Sign(_));
        let pairs =
            |signs: &str| -> String { signs.chars().filter(|c| "()'".contains(*c)).collect() };
        let theirs = format!("{}{}", self.before.signs, self.behind.signs);
        self.units.iter().all(plain) && pairs(&signs_of(&self.units)) == pairs(&theirs)
    }

    fn unit(&self, at: usize) -> Option<Unit> {
        self.units.get(at).map(|(unit, _)| *unit)
    }

    /// The place where the least has to be written.
    fn best(&self) -> Option<Candidate> {
        let candidates = (self.low..=self.high).filter_map(|at| self.candidate(at));
        candidates.min_by_key(|c| (c.cost, self.rank(c.at)))
    }

    /// Of equal places: at the text's end the first, and before a break; else the last.
    fn rank(&self, at: usize) -> (bool, usize) {
        let is_break = |(u, _): &(Unit, Range<usize>)| *u == Unit::Break;
        let breaks = self.units[..at].iter().any(is_break);
        let behind = self.units.len() - at;
        if self.at_end {
            (breaks, at)
        } else {
            (false, behind)
        }
    }

    fn candidate(&self, at: usize) -> Option<Candidate> {
        let (lead, lead_cost) = if self.at_start {
            self.opener(at)?
        } else {
            self.lead(at)?
        };
        let (tail, tail_cost) = self.tail(at)?;
        Some(Candidate {
            at,
            cost: lead_cost + tail_cost,
            lead,
            tail,
        })
    }

    /// What is written before the new words at the text's start: what touches the first of
    /// arXiv's. What is apart from it (`- We`) is none of the text, and may begin a block.
    fn opener(&self, at: usize) -> Option<(String, usize)> {
        let have = signs_of(&self.units[..at]);
        let text = self.before.text.rsplit(char::is_whitespace).next();
        let text = text.unwrap_or_default();
        if text.is_empty() || have == self.before.signs {
            return Some((String::new(), 0));
        }
        have.is_empty().then(|| (text.to_owned(), 0))
    }

    /// What is written before the new words.
    fn lead(&self, at: usize) -> Option<(String, usize)> {
        let have = signs_of(&self.units[..at]);
        let want = &self.before.signs;
        let (mut text, mut cost) = if have == *want {
            (String::new(), 0)
        } else if have.is_empty() {
            (self.before.text.to_owned(), 2 * want.chars().count())
        } else {
            want.strip_prefix(&have)?;
            let more = want.chars().count() - have.chars().count();
            (
                without_first(self.before.text, have.chars().count()).to_owned(),
                2 * more,
            )
        };
        let blank = at.checked_sub(1).and_then(|i| self.unit(i));
        let is_blank =
            blank.is_some_and(|u| u.divides() || matches!(u, Unit::Blank | Unit::WrapOpen));
        if is_blank && !text.is_empty() {
            cost += usize::from(!text.starts_with(char::is_whitespace)) * 3;
            text = text.trim_start().to_owned();
        }
        if self.before.ends_blank
            && !text.ends_with(char::is_whitespace)
            && !(is_blank && text.is_empty())
        {
            text.push(' ');
        }
        if !self.before.ends_blank && self.before.signs.is_empty() && is_blank {
            cost += 1;
        }
        Some((text, cost))
    }

    /// What is written behind them.
    fn tail(&self, at: usize) -> Option<(String, usize)> {
        let foreign = |u: &(Unit, Range<usize>)| matches!(u.0, Unit::Aside | Unit::Own);
        let mut rest = &self.units[at..];
        if self.at_end {
            let end = rest.iter().position(foreign).unwrap_or(rest.len());
            rest = &rest[..end];
        }
        let (have, want) = (signs_of(rest), &self.behind.signs);
        let (mut text, mut cost) = if have == *want {
            (String::new(), 0)
        } else if have.is_empty() {
            (self.behind.text.to_owned(), 2 * want.chars().count())
        } else {
            want.strip_suffix(&have)?;
            let more = want.chars().count() - have.chars().count();
            (
                without_last(self.behind.text, have.chars().count()).to_owned(),
                2 * more,
            )
        };
        let next = self.unit(at);
        let is_blank =
            next.is_some_and(|u| u.divides() || matches!(u, Unit::Blank | Unit::WrapClose));
        if is_blank {
            text = text.trim_end().to_owned();
        } else if text.is_empty() && self.behind.starts_blank {
            text.push(' ');
        }
        let was_apart = at > 0 && self.unit(at - 1) == Some(Unit::Blank);
        let is_foreign = matches!(next, Some(Unit::Aside | Unit::Own));
        if is_foreign && was_apart && !text.ends_with(char::is_whitespace) {
            text.push(' ');
            cost += 1;
        }
        Some((text, cost))
    }
}
