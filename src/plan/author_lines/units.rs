//! What a line is made of once its names are found: units (a name with what is its own), gaps
//! between them, and in the gaps the separators (cores) and what stands between those (places).
//! Judges nothing.

use super::find::{Found, Hit};
use super::persons::Persons;
use super::words::{Line, is_passed_over};
use crate::list::field::{Class, Kind, Mark, Token};
use crate::text::names::suffix::is_short_suffix;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A name with the pairs that hold nothing else and what touches it.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// The tokens of the name itself.
    pub name: Range<usize>,
    /// All its tokens.
    pub tokens: Range<usize>,
    /// A pair begins in it and ends elsewhere.
    pub torn: bool,
    /// The full stop behind it may be its own (`Abel Jr. HiveConf`), or end a sentence, or both.
    pub shares_stop: bool,
}

/// What stands between two units, before the first, or behind the last.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    pub tokens: Range<usize>,
    /// The separators, with the blanks around them.
    pub cores: Vec<Range<usize>>,
    /// What is between those: one more than cores. The first is the tail of the unit before, the
    /// last the head of the one behind.
    pub places: Vec<Range<usize>>,
}

impl Gap {
    /// What is between a name and the last separator before the next one.
    pub fn tail(&self) -> Range<usize> {
        let start = self.tokens.start;
        start..self.cores.last().map_or(start, |core| core.start)
    }
}

/// The units of the names that were found.
pub(super) fn units(line: &Line<'_>, found: &Found, persons: &Persons) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(found.hits.len());
    for (i, hit) in found.hits.iter().enumerate() {
        let from = out.last().map_or(0, |u| u.tokens.end);
        let next = found.hits.get(i + 1);
        let to = next.map_or(line.tokens.list.len(), |h| line.words[h.first].token);
        let stop = stop_of(line, hit, persons);
        out.push(unit(line, hit, stop, from..to.max(from)));
    }
    out
}

/// Whose a full stop behind a name is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// The name's, always: `Abel A.`
    Own,
    /// The name's, and it may end a sentence, too: `Ada Abel Jr.`
    Shared,
    /// The line's.
    Other,
}

fn stop_of(line: &Line<'_>, hit: &Hit, persons: &Persons) -> Stop {
    let last = &line.words[hit.last];
    let named = &persons.list[hit.person].words;
    let of_last = |(w, j): &(usize, usize)| *w == hit.last && named.get(*j).is_some_and(|n| n.stop);
    if last.initial {
        Stop::Own
    } else if is_short_suffix(&last.spelling.plain) || hit.pairs.iter().any(of_last) {
        Stop::Shared
    } else {
        Stop::Other
    }
}

/// The unit of a name; it may take tokens of `room` only.
fn unit(line: &Line<'_>, hit: &Hit, stop: Stop, room: Range<usize>) -> Unit {
    let mut grower = Grower {
        line,
        room,
        start: line.words[hit.first].token,
        end: line.words[hit.last].token + 1,
    };
    let torn = !grower.close_pairs();
    let shares_stop = grower.stop(stop);
    let name = grower.start..grower.end;
    if !torn {
        while grower.right() || grower.left() || grower.around() {}
    }
    Unit {
        name,
        tokens: grower.start..grower.end,
        torn,
        shares_stop,
    }
}

struct Grower<'a> {
    line: &'a Line<'a>,
    room: Range<usize>,
    start: usize,
    end: usize,
}

impl Grower<'_> {
    fn token(&self, at: usize) -> Option<&Token> {
        let inside = self.room.contains(&at);
        self.line.tokens.list.get(at).filter(|_| inside)
    }

    /// Takes in the other ends of pairs that begin or end within the name; false where names are
    /// beyond.
    fn close_pairs(&mut self) -> bool {
        let mut at = self.start;
        while at < self.end {
            if let Some((pair, opens)) = self.line.tokens.list[at].pair() {
                let partner = pair.partner;
                let wanted = match opens {
                    true if partner >= self.end => self.end..partner,
                    false if partner < self.start => partner + 1..self.start,
                    _ => 0..0,
                };
                let is_bare = self.line.words_in(wanted).is_empty();
                if !is_bare
                    || !(self.start..self.end).contains(&partner) && self.token(partner).is_none()
                {
                    return false;
                }
                if partner < self.start {
                    self.start = partner;
                    at = self.start;
                    continue;
                }
                self.end = self.end.max(partner + 1);
            }
            at += 1;
        }
        true
    }

    /// Takes in the stop that belongs to the name. Returns whether it stays outside because a
    /// sentence, or somebody else, may begin behind it.
    fn stop(&mut self, stop: Stop) -> bool {
        let is_stop = self
            .token(self.end)
            .is_some_and(|t| t.kind == Kind::Punctuation('.'));
        if !is_stop || stop == Stop::Other {
            return false;
        }
        let shares = stop == Stop::Shared && begins_anew(self.line, self.end + 1..self.room.end);
        self.end += usize::from(!shares);
        shares
    }

    /// Takes in what touches the end.
    fn right(&mut self) -> bool {
        let Some(token) = self.token(self.end) else {
            return false;
        };
        let end = match &token.kind {
            Kind::Aside(_) => self.end + 1,
            Kind::Open(pair) if self.token(pair.partner).is_some() => {
                let inner = self.end + 1..pair.partner;
                let is_beside = is_passed_over(&pair.mark) || !self.holds_letters(inner);
                if !is_beside {
                    return false;
                }
                pair.partner + 1
            }
            Kind::Punctuation(',') if self.is_comma_of_marks() => self.end + 1,
            Kind::Punctuation(c) if is_mark(*c) => self.end + 1,
            Kind::Word(word) if self.is_mark_word(word.class, &word.key) => self.end + 1,
            Kind::Word(_) if self.is_raised(self.end) => self.end + 1,
            _ => return false,
        };
        self.end = end;
        true
    }

    /// Takes in what touches the beginning.
    fn left(&mut self) -> bool {
        let Some(at) = self.start.checked_sub(1) else {
            return false;
        };
        let Some(token) = self.token(at) else {
            return false;
        };
        let start = match &token.kind {
            Kind::Aside(_) => at,
            Kind::Close(pair) if self.token(pair.partner).is_some() => {
                let raised = matches!(&pair.mark, Mark::Element(name) if name == "sup");
                if !raised && pair.mark != Mark::Math {
                    return false;
                }
                pair.partner
            }
            Kind::Punctuation(c) if is_mark(*c) => at,
            _ => return false,
        };
        self.start = start;
        true
    }

    /// Takes in the pair that holds nothing but this.
    fn around(&mut self) -> bool {
        let open = self.start.checked_sub(1);
        let Some(open) = open.filter(|&o| self.token(o).is_some()) else {
            return false;
        };
        let is_pair = self.line.tokens.list[open]
            .pair()
            .is_some_and(|(pair, opens)| opens && pair.partner == self.end);
        if !is_pair || self.token(self.end).is_none() {
            return false;
        }
        (self.start, self.end) = (open, self.end + 1);
        true
    }

    fn holds_letters(&self, tokens: Range<usize>) -> bool {
        let words = self.line.words_in(tokens);
        self.line.words[words]
            .iter()
            .any(|w| w.letters && !w.initial)
    }

    /// The comma in `¹,²` or `*,†`.
    fn is_comma_of_marks(&self) -> bool {
        let is_mark_token = |at: usize| match self.token(at).map(|t| &t.kind) {
            Some(Kind::Punctuation(c)) => is_mark(*c),
            Some(Kind::Word(word)) => word.class == Class::Number,
            _ => false,
        };
        is_mark_token(self.end + 1) && is_mark_token(self.end - 1)
    }

    fn is_raised(&self, token: usize) -> bool {
        let word = self.line.words_in(token..token + 1);
        self.line.words[word].iter().all(|w| w.raised)
    }

    /// A number or a sign, or a single small letter behind a mark.
    fn is_mark_word(&self, class: Class, key: &str) -> bool {
        let behind_mark = matches!(
            self.line.tokens.list[self.end - 1].kind,
            Kind::Punctuation(_) | Kind::Close(_)
        );
        matches!(class, Class::Number | Class::Sign)
            || class == Class::Letters && key.len() == 1 && behind_mark
    }
}

/// Signs that people put on a name.
fn is_mark(c: char) -> bool {
    let separates = is_separator(c) || matches!(c, '.' | '…' | '-' | '\'' | ':' | '@');
    let bracket = "()[]{}<>（）［］【】「」".contains(c);
    !separates && !bracket && !c.is_alphanumeric()
}

/// Punctuation that stands between names wherever it is.
pub(super) fn is_separator(c: char) -> bool {
    matches!(
        c,
        ',' | ';'
            | '|'
            | '/'
            | '·'
            | '•'
            | '，'
            | '、'
            | '；'
            | '･'
            | '・'
            | '‧'
            | '｜'
            | '／'
            | '،'
            | '؛'
    )
}

/// The gaps of a line: one more than units. `is_and` knows words that join names.
pub(super) fn gaps(line: &Line<'_>, units: &[Unit], is_and: &dyn Fn(&str) -> bool) -> Vec<Gap> {
    let starts = std::iter::once(0).chain(units.iter().map(|u| u.tokens.end));
    let ends = units.iter().map(|u| u.tokens.start);
    let ends = ends.chain(std::iter::once(line.tokens.list.len()));
    let gaps: Vec<Range<usize>> = starts
        .zip(ends)
        .map(|(from, to)| from..to.max(from))
        .collect();
    // A word that is all between two names joins them.
    let alone = |tokens: &Range<usize>| {
        let words = line.words_in(tokens.clone());
        (words.len() == 1).then(|| line.key(words.start).to_owned())
    };
    let inner = gaps.get(1..gaps.len() - 1).unwrap_or_default();
    let mut shown: HashSet<String> = inner.iter().filter_map(alone).collect();
    // So does one that leads from most names to what is said of them (`Ada Abel from Bellville`).
    let mut leads: HashMap<&str, usize> = HashMap::new();
    for tokens in &gaps[1..] {
        let words = line.words_in(tokens.clone());
        if !words.is_empty() && line.words[words.start].token <= tokens.start + 1 {
            *leads.entry(line.key(words.start)).or_default() += 1;
        }
    }
    let usual = leads
        .into_iter()
        .filter(|(_, n)| *n > 1 && 2 * *n >= units.len());
    shown.extend(usual.map(|(word, _)| word.to_owned()));
    let is_joint = |word: &str| is_and(word) || shown.contains(word);
    gaps.into_iter()
        .map(|tokens| gap(line, tokens, &is_joint))
        .collect()
}

/// Cuts some tokens at separators.
fn gap(line: &Line<'_>, tokens: Range<usize>, is_joint: &dyn Fn(&str) -> bool) -> Gap {
    let mut out = Gap {
        cores: Vec::new(),
        places: Vec::new(),
        tokens: tokens.clone(),
    };
    if is_foreign_joint(line, &tokens) {
        out.places = vec![tokens.start..tokens.start, tokens.end..tokens.end];
        out.cores.push(tokens);
        return out;
    }
    let (mut place, mut at) = (tokens.start, tokens.start);
    let mut holds_words = false;
    while at < tokens.end {
        if let Some(core) = core_at(line, at, &tokens, holds_words, is_joint) {
            out.places.push(place..core.start);
            (place, at) = (core.end, core.end);
            out.cores.push(core);
            holds_words = false;
            continue;
        }
        let next = beyond(line, at, tokens.end);
        holds_words |= next == at + 1 && line.tokens.list[at].word().is_some();
        at = next;
    }
    out.places.push(place..tokens.end);
    out
}

/// The token behind this one, or behind the pair that begins here, where that is no text of the
/// line.
fn beyond(line: &Line<'_>, at: usize, end: usize) -> usize {
    match &line.tokens.list[at].kind {
        Kind::Open(pair) if is_passed_over(&pair.mark) && pair.partner < end => pair.partner + 1,
        _ => at + 1,
    }
}

/// The separator that begins here, blanks before and behind included; `behind_words` says whether
/// words stand before it in its place.
fn core_at(
    line: &Line<'_>,
    at: usize,
    tokens: &Range<usize>,
    behind_words: bool,
    is_joint: &dyn Fn(&str) -> bool,
) -> Option<Range<usize>> {
    let mut end = at;
    let (mut separates, mut has_word) = (false, false);
    while end < tokens.end {
        let is_word = line.tokens.list[end].word().is_some();
        // Two words say more than that somebody follows.
        if is_word && has_word {
            break;
        }
        if is_core(line, end, behind_words && !separates, is_joint) {
            has_word |= is_word;
            separates = true;
        } else if !line.is_blank(end) {
            break;
        }
        end += 1;
    }
    separates.then_some(at..end)
}

/// Whether a token separates.
fn is_core(
    line: &Line<'_>,
    at: usize,
    behind_words: bool,
    is_joint: &dyn Fn(&str) -> bool,
) -> bool {
    let list = &line.tokens.list;
    match &list[at].kind {
        Kind::Break => true,
        Kind::Blank => line.tokens.text(at).contains(['\n', '\t']),
        Kind::Punctuation('.') => is_end_of_sentence(line, at) && !is_stop_of_suffix(line, at),
        Kind::Punctuation(':') => true,
        Kind::Punctuation('…') => false,
        Kind::Punctuation(c) => is_separator(*c) || line.is_spaced(at) && !is_first(line, at),
        Kind::Word(word) if word.class == Class::Sign => line.is_spaced(at) || &word.key == "and",
        Kind::Word(word) if word.class == Class::Ideograph => {
            is_joint(&word.key) && is_between_letters(line, at)
        }
        Kind::Word(word) if word.class == Class::Letters => {
            let joins = is_joint(&word.key);
            let small = !word.text.chars().any(char::is_uppercase);
            let cased = word.text.chars().any(char::is_lowercase);
            let count = word.text.chars().count();
            let is_short = count <= 5 && (small && cased || count > 2 && joins && !cased);
            is_short && line.is_spaced(at) && (joins || !behind_words)
        }
        _ => false,
    }
}

/// `Bell和Cole`: letters touch on both sides.
fn is_between_letters(line: &Line<'_>, at: usize) -> bool {
    let letters = |t: Option<&Token>| {
        let word = t.and_then(Token::word);
        word.is_some_and(|w| w.class == Class::Letters)
    };
    let list = &line.tokens.list;
    letters(at.checked_sub(1).and_then(|i| list.get(i))) && letters(list.get(at + 1))
}

fn is_first(line: &Line<'_>, at: usize) -> bool {
    at == 0 || line.tokens.list[..at].iter().all(|t| t.kind == Kind::Blank)
}

/// A full stop behind more than an initial, and a blank or the end behind it.
pub(super) fn is_end_of_sentence(line: &Line<'_>, at: usize) -> bool {
    let behind = line.tokens.list.get(at + 1);
    let ends = behind.is_none_or(|t| matches!(t.kind, Kind::Blank | Kind::Break | Kind::Close(_)));
    let before = at.checked_sub(1).map(|i| &line.tokens.list[i]);
    let short = before.and_then(Token::word).is_some_and(|w| match w.class {
        Class::Number => true,
        Class::Letters => w.key.chars().count() < 2,
        _ => false,
    });
    ends && !short
}

/// `Ada Abel Jr. (Bellville)`: the stop is the suffix's, whoever that is, and nothing ends.
fn is_stop_of_suffix(line: &Line<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|i| line.tokens.list[i].word());
    before.is_some_and(|w| is_short_suffix(&w.key))
        && !begins_anew(line, at + 1..line.tokens.list.len())
}

/// Whether a capital or a number comes next among some tokens, behind a blank.
fn begins_anew(line: &Line<'_>, tokens: Range<usize>) -> bool {
    let list = &line.tokens.list;
    let says_nothing = |kind: &Kind| match kind {
        Kind::Blank | Kind::Tex => true,
        Kind::Open(pair) => !is_passed_over(&pair.mark),
        _ => false,
    };
    // What touches is no new beginning.
    let is_apart = !tokens.is_empty() && line.is_blank(tokens.start);
    let mut next = tokens.filter(|_| is_apart);
    next.find(|t| !says_nothing(&list[*t].kind))
        .is_some_and(|t| {
            let words = &line.words[line.words_in(t..t + 1)];
            words.iter().any(|w| w.capital || w.number)
        })
}

/// The words among some tokens, outside of brackets, quotes and what is raised.
pub(super) fn plain_words<'a>(
    line: &'a Line<'_>,
    tokens: Range<usize>,
) -> impl Iterator<Item = usize> + 'a {
    let mut at = tokens.start;
    std::iter::from_fn(move || {
        while at < tokens.end {
            let here = at;
            at = beyond(line, at, tokens.end);
            if at == here + 1 && line.tokens.list[here].word().is_some() {
                return line.words_in(here..here + 1).next();
            }
        }
        None
    })
}

/// Names joined by a word of another script: `Ada Abel和Bo Bell`.
fn is_foreign_joint(line: &Line<'_>, tokens: &Range<usize>) -> bool {
    if tokens.start == 0 || tokens.end == line.tokens.list.len() {
        return false;
    }
    let words = line.words_in(tokens.clone());
    let is_short = (1..=2).contains(&words.len());
    let foreign = line.words[words].iter().all(|w| w.letters && w.foreign);
    let others = line.tokens.list[tokens.clone()].iter();
    let bare = others
        .clone()
        .all(|t| matches!(t.kind, Kind::Blank | Kind::Word(_)));
    is_short && foreign && bare
}
