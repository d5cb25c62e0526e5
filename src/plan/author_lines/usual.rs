//! What is usual in a line: what half of its names have, the line says of its names. Counted once,
//! as thousands of names may ask.

use super::units::{Gap, Unit};
use super::words::Line;
use crate::list::field::{Class, Kind, Mark, Pair};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::ops::Range;

/// How often things are in a line.
pub(super) struct Usual {
    /// Of each unit, what kind of thing is behind and before it.
    tails: Kinds,
    heads: Kinds,
    /// Signs, by the units that hold one.
    marks: HashMap<char, usize>,
    /// Separators, by the gaps that hold one.
    cores: HashMap<String, usize>,
    /// Of each gap, the first of its separators, where there are enough for it to part a name from
    /// what is behind it.
    first_cores: Kinds,
    /// The gaps in which a separator is.
    gaps_of: HashMap<Range<usize>, Vec<usize>>,
    /// It is written without capitals.
    pub is_lower: bool,
    units: usize,
}

/// Things by their place, and how often each is there.
struct Kinds {
    at: Vec<Option<String>>,
    counts: HashMap<String, usize>,
}

impl Kinds {
    fn new(at: impl Iterator<Item = Option<String>>) -> Self {
        let at: Vec<Option<String>> = at.collect();
        let counts = counts(at.iter().flatten().cloned());
        Self { at, counts }
    }

    /// Whether half of the places but one have this.
    fn are_mostly(&self, kind: &str, but: usize) -> bool {
        let all = self.at.len() - usize::from(but < self.at.len());
        let like = self.count(kind, &[but]);
        like > 0 && 2 * like >= all
    }

    /// How many places have this, without some of them.
    fn count(&self, kind: &str, without: &[usize]) -> usize {
        let all = self.counts.get(kind).copied().unwrap_or(0);
        let is = |i: &&usize| self.at.get(**i).is_some_and(|k| k.as_deref() == Some(kind));
        all - without.iter().filter(is).count()
    }
}

fn counts<T: Hash + Eq>(of: impl Iterator<Item = T>) -> HashMap<T, usize> {
    let mut out = HashMap::new();
    for one in of {
        *out.entry(one).or_default() += 1;
    }
    out
}

impl Usual {
    pub fn new(line: &Line<'_>, units: &[Unit], gaps: &[Gap]) -> Self {
        let count = units.len();
        // Behind the last name, what is there may be the end of the line.
        let tails = (0..count.saturating_sub(1)).map(|u| kind_of(line, &gaps[u + 1].tail()));
        let heads = gaps[..count].iter();
        let heads = heads.map(|gap| kind_of(line, &gap.places[gap.places.len() - 1]));
        let first = |gap: usize| {
            let cores = &gaps[gap].cores;
            let least = if gap == count { 1 } else { 2 };
            let counts = gap > 0 && cores.len() >= least;
            counts.then(|| core_key(line, &cores[0]))
        };
        let mut gaps_of: HashMap<Range<usize>, Vec<usize>> = HashMap::new();
        for (g, gap) in gaps.iter().enumerate() {
            for core in &gap.cores {
                gaps_of.entry(core.clone()).or_default().push(g);
            }
        }
        let keys = gaps.iter().flat_map(|gap| {
            let keys = gap.cores.iter().map(|core| core_key(line, core));
            keys.collect::<HashSet<String>>()
        });
        Self {
            tails: Kinds::new(tails),
            heads: Kinds::new(heads),
            units: count,
            marks: counts(units.iter().flat_map(|unit| marks(line, unit))),
            cores: counts(keys),
            first_cores: Kinds::new((0..=count).map(first)),
            gaps_of,
            is_lower: is_lower(line, units),
        }
    }

    /// Whether more than one gap has this separator ([`core_key`]).
    pub fn is_often(&self, key: &str) -> bool {
        self.cores.get(key).is_some_and(|n| *n > 1)
    }

    /// Whether half of the other names have a tail of this kind.
    pub fn is_tail(&self, unit: usize, kind: &str) -> bool {
        self.tails.are_mostly(kind, unit)
    }

    /// Whether half of the other names have a head of this kind.
    pub fn is_head(&self, unit: usize, kind: &str) -> bool {
        self.heads.are_mostly(kind, unit)
    }

    /// Whether half of the names have something behind them that a separator like this one parts
    /// from them.
    pub fn is_tail_core(&self, core: &Range<usize>, key: &str) -> bool {
        // The gap that is asked about does not speak for itself.
        let own = self.gaps_of.get(core).map_or(&[][..], Vec::as_slice);
        let others = self.units - own.iter().filter(|g| **g > 0).count();
        let like = self.first_cores.count(key, own);
        // Behind the last name may be nothing of that kind.
        like > 0 && 2 * like + 1 >= others
    }

    /// Whether half of the names have this sign as a mark.
    pub fn is_mark(&self, sign: char) -> bool {
        let have = self.marks.get(&sign).copied().unwrap_or(0);
        2 * have >= self.units
    }
}

/// The signs of a unit.
fn marks(line: &Line<'_>, unit: &Unit) -> HashSet<char> {
    let sign = |kind: &Kind| match kind {
        Kind::Punctuation(c) => Some(*c),
        _ => None,
    };
    let list = &line.tokens.list[unit.tokens.clone()];
    list.iter().filter_map(|t| sign(&t.kind)).collect()
}

/// Whether it has small letters where others have capitals; scripts without capitals say nothing.
fn is_lower(line: &Line<'_>, units: &[Unit]) -> bool {
    let names = units.iter().flat_map(|u| line.words_in(u.name.clone()));
    let small = |w: usize| line.text(w).starts_with(char::is_lowercase);
    names.clone().any(small) && !names.into_iter().any(|w| line.is_capital(w))
}

/// What a separator says, however its blanks are written.
pub(super) fn core_key(line: &Line<'_>, core: &Range<usize>) -> String {
    let mut out = String::new();
    for token in &line.tokens.list[core.clone()] {
        match &token.kind {
            Kind::Punctuation(c) => out.push(*c),
            Kind::Word(word) => out.push_str(&word.text),
            Kind::Break => out.push('\n'),
            _ => out.push(' '),
        }
    }
    let key = out
        .split(' ')
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    // A separator that is nothing but white space.
    if key.is_empty() {
        line.source(core).to_owned()
    } else {
        key
    }
}

/// What kinds of things some tokens are, in their order: the same behind half of the names is what
/// the line says of its names.
pub(super) fn kind_of(line: &Line<'_>, tokens: &Range<usize>) -> Option<String> {
    let list = &line.tokens.list;
    let mut out: Vec<String> = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        let kind = match &list[at].kind {
            Kind::Blank | Kind::Tex => None,
            Kind::Open(pair) if tokens.contains(&pair.partner) => {
                let open = at;
                at = pair.partner;
                Some(kind_of_pair(line, open, pair))
            }
            Kind::Open(_) | Kind::Close(_) => None,
            Kind::Aside(aside) => Some(format!("{aside:?}")),
            Kind::Punctuation(c) => Some(c.to_string()),
            Kind::Word(word) => Some(kind_of_word(&word.text, word.class)),
            Kind::Break => Some("break".into()),
        };
        // Several words are one text.
        out.extend(kind.filter(|k| {
            out.last() != Some(k) && !(is_text(k) && out.last().is_some_and(|l| is_text(l)))
        }));
        at += 1;
    }
    (!out.is_empty()).then(|| out.join(" "))
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text")
}

/// A word in small letters says what it says; one with a capital is somebody's or something's name.
fn kind_of_word(text: &str, class: Class) -> String {
    match class {
        Class::Letters if text.starts_with(char::is_lowercase) => format!("text {text}"),
        Class::Letters => "text".into(),
        class => format!("{class:?}"),
    }
}

fn kind_of_pair(line: &Line<'_>, open: usize, pair: &Pair) -> String {
    let mut words = line.words_in(open..pair.partner);
    let digits = words.clone().all(|w| line.words[w].number);
    let mark = match &pair.mark {
        Mark::Link(_) => "link".to_owned(),
        mark => format!("{mark:?}"),
    };
    let first = words.next().filter(|_| !digits);
    let class = |w: usize| match line.words[w].letters {
        true => kind_of_word(line.text(w), Class::Letters),
        false => "other".into(),
    };
    format!("{mark} {digits} {}", first.map(class).unwrap_or_default())
}
