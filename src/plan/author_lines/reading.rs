//! A line read once: its words, the persons found, units, gaps, and how it writes names. What
//! follows from it is decided in the files for each kind of difference.

use super::Context;
use super::find::{Found, find};
use super::form::{self, Style};
use super::persons::Persons;
use super::units::{Gap, Unit, gaps, is_separator, units};
use super::usual::{Usual, core_key, kind_of};
use super::words::Line;
use crate::list::entry::Writing;
use crate::list::field::{Kind, Mark, Tokens};
use crate::text::names::suffix::is_short_suffix;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

/// A line, read.
pub(super) struct Reading<'a> {
    pub line: Line<'a>,
    pub persons: &'a Persons,
    pub context: &'a Context<'a>,
    pub writing: Writing,
    pub found: Found,
    pub units: Vec<Unit>,
    pub gaps: Vec<Gap>,
    /// What stands between most names.
    pub joint: Option<String>,
    /// What stands before the last one, where that is another.
    pub last_joint: Option<String>,
    /// How it writes names; found out when it is asked for.
    style: OnceCell<Option<Style>>,
    /// The two separators, however their blanks are written.
    joint_keys: Vec<String>,
    /// Two separators are equally frequent: none is known to be the line's.
    pub has_rivals: bool,
    /// What is usual in it; found out when it is asked for.
    usual: OnceCell<Usual>,
}

impl<'a> Reading<'a> {
    /// Reads a line.
    pub fn new(
        tokens: &'a Tokens<'a>,
        writing: Writing,
        persons: &'a Persons,
        context: &'a Context<'a>,
    ) -> Self {
        let line = Line::new(tokens, &persons.scripts);
        let found = find(&line, persons, context.vocabulary);
        let units = units(&line, &found, persons);
        let bibtex = writing == Writing::Bibtex;
        let is_and = |word: &str| match bibtex {
            true => word == "and",
            false => context.vocabulary.is_and(word),
        };
        let gaps = gaps(&line, &units, &is_and);
        let mut reading = Self {
            line,
            persons,
            context,
            writing,
            found,
            units,
            gaps,
            joint: None,
            last_joint: None,
            style: OnceCell::new(),
            joint_keys: Vec::new(),
            has_rivals: false,
            usual: OnceCell::new(),
        };
        reading.learn_joints();
        reading
    }

    /// The most frequent separator, and the last one where that is apart: where it has letters or
    /// `&`.
    fn learn_joints(&mut self) {
        let count = self.units.len();
        if count < 2 && self.writing != Writing::Bibtex {
            return;
        }
        if count < 2 {
            return self.set_joints(None, None);
        }
        // What stands right before the next name; only where that is all, if there are such gaps.
        let single = |g: usize| match self.gaps[g].cores.as_slice() {
            [core] if !self.begins_with_own_stop(g, core) => Some(core.clone()),
            _ => None,
        };
        // What stands before the first name, too, belongs to what is before a name (`Dr.`, `PI:`).
        let heads: Vec<String> = self.gaps[0]
            .cores
            .iter()
            .map(|c| self.core_key(c))
            .collect();
        let nearest = |g: usize| {
            let joins = |core: &&Range<usize>| {
                !heads.contains(&self.core_key(core)) && !self.begins_with_own_stop(g, core)
            };
            self.gaps[g].cores.iter().rev().find(joins).cloned()
        };
        let any_single = (1..count).any(|g| single(g).is_some());
        let core = |g: usize| if any_single { single(g) } else { nearest(g) };
        let last = nearest(count - 1).filter(|core| self.joins_by_word(core));
        let mut counts: HashMap<String, (usize, String)> = HashMap::new();
        let to = if last.is_some() { count - 1 } else { count };
        let mut halves: Vec<(String, String)> = Vec::new();
        for core in (1..to).filter_map(core) {
            let (text, key) = (self.core_text(&core), self.core_key(&core));
            halves.extend(self.doubled(&core).map(|half| (text.clone(), half)));
            counts.entry(text).or_insert((0, key)).0 += 1;
        }
        // One that is there twice, once, is half of it.
        if let [(text, half)] = halves.as_slice() {
            counts.remove(text);
            let key = half.trim().to_owned();
            counts.entry(half.clone()).or_insert((0, key)).0 += 1;
        }
        self.has_rivals = has_rivals(counts.values());
        // Equally frequent ones: on one line before across lines, and always the same one.
        let order = |text: &str| (text.contains('\n'), text.to_owned());
        let most = counts.into_iter().max_by(|a, b| {
            let by_count = a.1.0.cmp(&b.1.0);
            by_count.then_with(|| order(&b.0).cmp(&order(&a.0)))
        });
        let last = last.map(|core| (self.core_text(&core), self.core_key(&core)));
        self.set_joints(most.map(|(text, (_, key))| (text, key)), last);
        self.learn_comma();
    }

    /// Whether a separator begins with a full stop that belongs to the name before it: it does not
    /// show what stands between names.
    fn begins_with_own_stop(&self, gap: usize, core: &Range<usize>) -> bool {
        let list = &self.line.tokens.list;
        let unit = gap.checked_sub(1).map(|u| &self.units[u]);
        let shared = unit.is_some_and(|u| u.shares_stop && u.name.end == core.start);
        let before = core.start.checked_sub(1).and_then(|t| list[t].word());
        let is_suffix = before.is_some_and(|w| is_short_suffix(&w.key));
        list[core.start].kind == Kind::Punctuation('.') && (shared || is_suffix)
    }

    /// `Ada Abel, Ug Umber and Bo Bell`: of two names only, a third one may stand between.
    fn learn_comma(&mut self) {
        if let ([_, gap, _], Some(_)) = (self.gaps.as_slice(), &self.last_joint)
            && let [comma, _] = gap.cores.as_slice()
            && self.core_key(comma) == ","
        {
            self.joint_keys.push(",".into());
        }
    }

    fn set_joints(&mut self, joint: Option<(String, String)>, last: Option<(String, String)>) {
        if self.writing == Writing::Bibtex {
            self.joint = Some(" and ".into());
            self.joint_keys = vec!["and".into()];
            return;
        }
        // Between two names only, a sign is what stands between all of them; a word or `&` may be
        // the last one's.
        let (joint, last) = match (joint, last) {
            (None, Some((text, key))) if key == "+" => (Some((text, key)), None),
            (joint, last) => {
                let is_other =
                    |(_, key): &(String, String)| joint.as_ref().is_none_or(|(_, k)| k != key);
                let last = last.filter(is_other);
                (joint, last)
            }
        };
        self.joint_keys = [&joint, &last]
            .into_iter()
            .flatten()
            .map(|(_, key)| key.clone())
            .collect();
        self.joint = joint.map(|(text, _)| text);
        self.last_joint = last.map(|(text, _)| text);
    }

    /// A separator twice in a row: somebody was deleted, and his separator stayed. The text of one
    /// of them.
    pub fn doubled(&self, core: &Range<usize>) -> Option<String> {
        let list = &self.line.tokens.list;
        let signs: Vec<usize> = core
            .clone()
            .filter(|&t| list[t].kind != Kind::Blank)
            .collect();
        let [first, second] = signs.as_slice() else {
            return None;
        };
        let is_one = matches!(list[*first].kind, Kind::Punctuation(c) if is_separator(c));
        let same = is_one && list[*first].kind == list[*second].kind;
        let blank = |t: usize| core.contains(&t) && self.line.is_blank(t);
        let before = if *first > core.start { " " } else { "" };
        let behind = if blank(second + 1) || blank(first + 1) {
            " "
        } else {
            ""
        };
        same.then(|| format!("{before}{}{behind}", self.line.tokens.text(*first)))
    }

    /// Whether a separator holds a word, or a sign that stands for one.
    pub fn joins_by_word(&self, core: &Range<usize>) -> bool {
        let joins = |c: char| c.is_alphabetic() || matches!(c, '&' | '+');
        self.source(core).contains(joins)
    }

    /// A separator as it stands there.
    pub fn core_text(&self, core: &Range<usize>) -> String {
        self.source(core).to_owned()
    }

    /// The gap at which each missing person would stand: behind the nearest one before him who is
    /// there.
    pub fn missing_by_gap(&self) -> Vec<Vec<usize>> {
        let mut out = vec![Vec::new(); self.gaps.len()];
        let of_person = &self.found.of_person;
        let first_found = of_person.iter().flatten().next().copied();
        let mut gap = first_found.unwrap_or(0);
        for (person, hit) in of_person.iter().enumerate() {
            match hit {
                Some(hit) => gap = hit + 1,
                None => out[gap].push(person),
            }
        }
        out
    }

    /// The bytes of some tokens.
    pub fn span(&self, tokens: &Range<usize>) -> Range<usize> {
        self.line.span(tokens)
    }

    /// The text of some tokens, as it stands there.
    pub fn source(&self, tokens: &Range<usize>) -> &'a str {
        self.line.source(tokens)
    }

    /// Whether some tokens say nothing at all: blanks and ends of markup.
    pub fn is_empty(&self, tokens: &Range<usize>) -> bool {
        let says_nothing = |kind: &Kind| match kind {
            Kind::Blank | Kind::Tex => true,
            Kind::Open(pair) | Kind::Close(pair) => !tokens.contains(&pair.partner),
            _ => false,
        };
        let list = &self.line.tokens.list[tokens.clone()];
        list.iter().all(|t| says_nothing(&t.kind))
    }

    /// What a separator says, however its blanks are written.
    fn core_key(&self, core: &Range<usize>) -> String {
        core_key(&self.line, core)
    }

    /// Whether a place is in the chain of names: the separator is one that this line has between
    /// names.
    pub fn is_joint(&self, core: &Range<usize>) -> bool {
        let key = self.core_key(core);
        // `Ada Abel, Bo Bell, and Cy Cole`: the word may be one that the line has not yet. A single
        // name shows nothing.
        let shows_none = self.joint_keys.is_empty();
        // `, and` before the last name says that a comma is between the others.
        let with_comma = shows_none || self.joint_keys.iter().any(|k| k.starts_with(','));
        let word = key.trim_start_matches(',').trim();
        let is_and = self.context.vocabulary.is_and(word) || word == "&";
        self.joint_keys.contains(&key) || with_comma && (is_and || key == ",")
    }

    /// The numbers among some tokens.
    pub fn numbers(&self, tokens: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
        let words = self.line.words_in(tokens);
        // A circled one is a mark.
        let ascii = |w: usize| {
            let text = self.line.tokens.text(self.line.words[w].token);
            text.starts_with(|c: char| c.is_ascii_digit())
        };
        let number =
            move |w: &usize| self.line.words[*w].number && !self.is_raised(*w) && ascii(*w);
        words.filter(number).map(|w| (w, self.line.key(w)))
    }

    /// Whether a word is a mark: raised, or in mathematics.
    fn is_raised(&self, word: usize) -> bool {
        let list = &self.line.tokens.list;
        let mut inside = list[self.line.words[word].token].inside;
        while let Some(open) = inside {
            match list[open].pair().map(|(pair, _)| &pair.mark) {
                Some(Mark::Math) => return true,
                Some(Mark::Element(name)) if matches!(name.as_str(), "sup" | "sub") => return true,
                _ => inside = list[open].inside,
            }
        }
        false
    }

    /// Whether a word is written with a capital that counts: not in a script without them.
    pub fn is_capital(&self, word: usize) -> bool {
        self.line.is_capital(word)
    }
}

/// Whether two separators are equally frequent, however their blanks are written.
fn has_rivals<'a>(counts: impl Iterator<Item = &'a (usize, String)>) -> bool {
    let mut of_key: HashMap<&str, usize> = HashMap::new();
    for (count, key) in counts {
        *of_key.entry(key).or_default() += count;
    }
    let highest = of_key.values().copied().max().unwrap_or(0);
    of_key.values().filter(|n| **n == highest).count() > 1
}

impl Reading<'_> {
    /// What is between a name and the last separator before the next one.
    pub fn tail(&self, gap: usize) -> Range<usize> {
        self.gaps[gap].tail()
    }

    fn usual(&self) -> &Usual {
        let usual = || Usual::new(&self.line, &self.units, &self.gaps);
        self.usual.get_or_init(usual)
    }

    /// Whether a separator surely says nothing but "and": a sign, a word that is known for it, or
    /// one that the line has twice.
    pub fn is_plain_joint(&self, core: &Range<usize>) -> bool {
        let key = self.core_key(core);
        let word = key.trim_start_matches(',').trim();
        let has_letters = word.contains(char::is_alphabetic);
        !has_letters || self.context.vocabulary.is_and(word) || self.usual().is_often(&key)
    }

    /// How it writes names, where most are written in one way.
    pub fn style(&self) -> Option<Style> {
        let learn = || form::style(&self.line, &self.found, &self.units, self.persons);
        *self.style.get_or_init(learn)
    }

    /// Whether half of the other names have a tail of the same kind.
    pub fn is_usual_tail(&self, unit: usize, tail: &Range<usize>) -> bool {
        let kind = kind_of(&self.line, tail);
        kind.is_some_and(|kind| self.usual().is_tail(unit, &kind))
    }

    /// Whether half of the other names have a head of the same kind (`2.`, the name in another
    /// script).
    pub fn is_usual_head(&self, unit: usize, head: &Range<usize>) -> bool {
        let kind = kind_of(&self.line, head);
        kind.is_some_and(|kind| self.usual().is_head(unit, &kind))
    }

    /// Whether half of the names have something behind them that this separator parts from them.
    pub fn is_tail_core(&self, core: &Range<usize>) -> bool {
        !self.is_joint(core) && self.usual().is_tail_core(core, &self.core_key(core))
    }

    /// Whether half of the names have this sign as a mark.
    pub fn is_usual_mark(&self, sign: char) -> bool {
        self.usual().is_mark(sign)
    }

    /// Whether the line is written without capitals.
    pub fn is_lower(&self) -> bool {
        self.usual().is_lower
    }

    /// Whether a word is what joins names of this line.
    pub fn is_joint_word(&self, word: usize) -> bool {
        let key = self.line.key(word);
        let joints = [&self.joint, &self.last_joint].into_iter().flatten();
        let mut words = joints.flat_map(|j| j.split_whitespace());
        words.any(|w| w.to_lowercase() == key)
    }
}
