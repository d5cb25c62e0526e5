//! Finds arXiv's authors among the words of a line: each person once, each word once. Judges
//! nothing.

use super::fit::{Fit, MOST_WORDS, fit};
use super::persons::{NameWord, Persons};
use super::words::{Between, Line, LineWord};
use crate::text::vocabulary::Vocabulary;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// The order of the parts of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Order {
    /// `Ada Abel`
    Natural,
    /// `Abel Ada`
    FamilyFirst,
    /// `Abel, Ada`
    Comma,
}

/// A name in the line.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// Whose it is.
    pub person: usize,
    /// Its first word.
    pub first: usize,
    /// Its last word.
    pub last: usize,
    pub order: Order,
    /// Only a part of the name stands there (`Abel`, `Ada`, `Ada A.`).
    pub partial: bool,
    /// Words of the line and of the name that stand for each other.
    pub pairs: Vec<(usize, usize)>,
    rank: u32,
    words: usize,
}

/// The persons that a line names.
pub(super) struct Found {
    /// In the order of the line.
    pub hits: Vec<Hit>,
    /// Which of them is a person's.
    pub of_person: Vec<Option<usize>>,
    /// Whether the line was too much to be read to its end.
    pub too_much: bool,
}

impl Found {
    /// Whether they stand in arXiv's order.
    pub fn is_in_order(&self) -> bool {
        self.hits.is_sorted_by_key(|hit| hit.person)
    }
}

/// So many windows are looked at for each person, on the average.
const WINDOWS: usize = 64;

/// And no more in all: two thousand namesakes would be compared with one another.
const MOST_WINDOWS: usize = 200_000;

/// Finds the persons.
pub(super) fn find(line: &Line<'_>, persons: &Persons, vocabulary: &Vocabulary) -> Found {
    let mut search = Search {
        line,
        persons,
        vocabulary,
        hits: Vec::new(),
        windows: MOST_WINDOWS.min(WINDOWS * (persons.list.len() + 8)),
        taken: vec![None; line.words.len()],
        of_person: vec![None; persons.list.len()],
        claimed: Vec::new(),
        by_place: BTreeMap::new(),
    };
    search.look();
    search.assign();
    if 2 * search.claimed.len() < persons.list.len() {
        search.parts();
    }
    search.result()
}

/// The persons whose whole names some words write, whoever was found before: `words` are linked by
/// [`Line::next`].
pub(super) fn written(line: &Line<'_>, words: &[usize], persons: &Persons) -> Option<usize> {
    let listed: Vec<&LineWord> = words.iter().map(|&w| &line.words[w]).collect();
    let texts: Vec<&str> = words.iter().map(|&w| line.text(w)).collect();
    let initials: Vec<char> = listed
        .iter()
        .filter_map(|w| w.spelling.plain.chars().next())
        .collect();
    let (last, first) = (listed.last()?, listed.first()?);
    for anchor in [last, first] {
        for (i, reading) in persons.named(&anchor.spelling, &initials) {
            let named = persons.list[i].reading(reading);
            let mut turned: Vec<NameWord> = named.to_vec();
            turned.rotate_right(1);
            for words in [named, &turned] {
                if fit(&listed, &texts, words).is_some() {
                    return Some(i);
                }
            }
        }
    }
    None
}

struct Search<'a> {
    line: &'a Line<'a>,
    persons: &'a Persons,
    vocabulary: &'a Vocabulary,
    hits: Vec<Hit>,
    /// How many more may be looked at.
    windows: usize,
    /// The hit that has a word.
    taken: Vec<Option<usize>>,
    of_person: Vec<Option<usize>>,
    /// Hits that are given out.
    claimed: Vec<usize>,
    /// Their persons by their first words.
    by_place: BTreeMap<usize, usize>,
}

impl Search<'_> {
    /// Looks at the words around each family name.
    fn look(&mut self) {
        for anchor in 0..self.line.words.len() {
            let word = &self.line.words[anchor];
            if !(word.letters || word.number) || !self.persons.has_last(&word.spelling) {
                continue;
            }
            let before = self.linked(anchor, &self.line.prev, false);
            let behind = self.linked(anchor, &self.line.next, true);
            let initials: Vec<char> = before
                .iter()
                .chain(&behind)
                .flat_map(|&w| self.line.words[w].spelling.keys())
                .filter_map(|k| k.chars().next())
                .collect();
            for (person, reading) in self.persons.named(&word.spelling, &initials) {
                let Some(left) = self.windows.checked_sub(1) else {
                    return;
                };
                self.windows = left;
                self.natural(anchor, &before, person, reading);
                self.inverted(anchor, &before, &behind, person, reading);
            }
        }
    }

    /// The words before or behind one that may belong to its name, the nearest first.
    fn linked(
        &self,
        from: usize,
        links: &[Option<(usize, Between)>],
        over_comma: bool,
    ) -> Vec<usize> {
        let mut out = Vec::new();
        let mut at = from;
        while let Some((to, between)) = links[at] {
            let is_comma = between == Between::Comma;
            if out.len() + 2 > MOST_WORDS || is_comma && !(over_comma && out.is_empty()) {
                break;
            }
            out.push(to);
            at = to;
        }
        out
    }

    /// Whether one of the words begins like the first name, or like what follows an initial.
    fn may_begin_with(&self, named: &[NameWord], words: &[usize]) -> bool {
        let letter = |word: &str| word.chars().next();
        let first = |w: &NameWord| letter(&w.spelling.plain);
        let listed = words.iter().map(|&w| &self.line.words[w]);
        let mut listed = listed.map(|w| letter(&w.spelling.plain));
        let second = named.get(1).filter(|_| named[0].initial);
        listed.any(|c| c == first(&named[0]) || second.is_some_and(|w| c == first(w)))
    }

    fn fit(&self, words: &[usize], named: &[NameWord]) -> Option<Fit> {
        let listed: Vec<&LineWord> = words.iter().map(|&w| &self.line.words[w]).collect();
        let texts: Vec<&str> = words.iter().map(|&w| self.line.text(w)).collect();
        fit(&listed, &texts, named)
    }

    /// `Ada Abel`, the family name at `anchor`.
    fn natural(&mut self, anchor: usize, before: &[usize], person: usize, reading: usize) {
        let named = self.persons.list[person].reading(reading);
        let Some((_, given)) = named.split_last() else {
            return;
        };
        if given.is_empty() {
            if self.is_alone(anchor, anchor) {
                let at = self.persons.list[person].readings[reading].start;
                self.push(&[anchor], person, Order::Natural, &one_word().moved(at));
            }
            return;
        }
        if !self.may_begin_with(named, before) {
            return;
        }
        let mut best: Option<(Fit, Vec<usize>)> = None;
        // All the rest would have to be words that arXiv leaves out.
        for len in 1..=before.len().min(given.len() + 3) {
            let words: Vec<usize> = before[..len].iter().rev().copied().collect();
            let Some(fit) = self.fit(&words, given) else {
                continue;
            };
            if best.as_ref().is_none_or(|(b, _)| fit.cost() <= b.cost()) {
                best = Some((fit, words));
            }
        }
        if let Some((mut fit, mut words)) = best {
            fit.pairs.push((words.len(), given.len()));
            words.push(anchor);
            let at = self.persons.list[person].readings[reading].start;
            self.push(&words, person, Order::Natural, &fit.moved(at));
        }
    }

    /// `Abel, Ada` or `Abel Ada`, the family name's last word at `anchor`.
    fn inverted(
        &mut self,
        anchor: usize,
        before: &[usize],
        behind: &[usize],
        person: usize,
        reading: usize,
    ) {
        let named = self.persons.list[person].reading(reading);
        if named.len() < 2 || !self.may_begin_with(named, &behind[..behind.len().min(2)]) {
            return;
        }
        let is_comma = self.line.next[anchor].is_some_and(|(_, b)| b == Between::Comma);
        for family in 1..named.len() {
            let (given, family_words) = named.split_at(named.len() - family);
            let Some(mut words) = self.family(anchor, before, family_words) else {
                break;
            };
            // As many words as can be: what is left would touch the name.
            let longest = behind.len().min(given.len() + 3);
            let best = (1..=longest)
                .rev()
                .find_map(|len| Some((self.fit(&behind[..len], given)?, len)));
            if let Some((fit, len)) = best {
                let head = Fit {
                    shortened: 0,
                    other: 0,
                    respaced: 0,
                    pairs: (0..family).map(|i| (i, given.len() + i)).collect(),
                };
                let mut fit = head.and(&fit, family, 0);
                fit.pairs.sort_unstable();
                words.extend(&behind[..len]);
                let order = if is_comma {
                    Order::Comma
                } else {
                    Order::FamilyFirst
                };
                let at = self.persons.list[person].readings[reading].start;
                self.push(&words, person, order, &fit.moved(at));
            }
        }
    }

    /// The words of a family name that ends at `anchor`.
    fn family(&self, anchor: usize, before: &[usize], named: &[NameWord]) -> Option<Vec<usize>> {
        let mut words: Vec<usize> = before.get(..named.len() - 1)?.to_vec();
        words.reverse();
        words.push(anchor);
        let same = |(&w, n): (&usize, &NameWord)| self.line.words[w].spelling.agrees(&n.spelling);
        words.iter().zip(named).all(same).then_some(words)
    }

    fn push(&mut self, words: &[usize], person: usize, order: Order, fit: &Fit) {
        let (Some(&first), Some(&last)) = (words.first(), words.last()) else {
            return;
        };
        let named = &self.persons.list[person].words;
        let same = |&(i, j): &(usize, usize)| {
            named
                .get(j)
                .is_some_and(|w| w.text.as_str() == self.line.text(words[i]))
        };
        let natural = order == Order::Natural;
        let exact = natural && fit.cost() == 0 && fit.pairs.iter().all(same);
        let rank = match (fit.shortened > 0, fit.other > 0, natural) {
            (false, false, true) if exact => 0,
            (false, false, true) => 1,
            (false, false, false) => 2,
            (false, true, true) => 3,
            (false, true, false) => 4,
            (true, false, true) => 5,
            (true, false, false) => 6,
            (true, true, true) => 7,
            (true, true, false) => 8,
        };
        let pairs = fit.pairs.iter().map(|&(i, j)| (words[i], j)).collect();
        self.hits.push(Hit {
            person,
            first,
            last,
            order,
            partial: false,
            pairs,
            rank,
            words: words.len(),
        });
    }

    /// Gives the hits out, the best evidence first.
    fn assign(&mut self) {
        let mut order: Vec<usize> = (0..self.hits.len()).collect();
        order.sort_by_key(|&h| (self.hits[h].rank, Reverse(self.hits[h].words)));
        // A second time: a name that was not alone may have got a neighbour who is found.
        for _ in 0..2 {
            let same = |a: &usize, b: &usize| {
                let key = |h: usize| (self.hits[h].rank, self.hits[h].words);
                key(*a) == key(*b)
            };
            let groups: Vec<Vec<usize>> = order.chunk_by(same).map(<[usize]>::to_vec).collect();
            for group in groups {
                self.certain(&group);
                self.equal(&group, true);
                self.equal(&group, false);
            }
        }
    }

    /// Hits whose words nobody else wants, of persons who are nowhere else.
    fn certain(&mut self, group: &[usize]) {
        let mut of_person: HashMap<usize, usize> = HashMap::new();
        let mut of_word: HashMap<usize, usize> = HashMap::new();
        let free: Vec<usize> = group.iter().copied().filter(|&h| self.is_free(h)).collect();
        for &h in &free {
            *of_person.entry(self.hits[h].person).or_default() += 1;
            *of_word.entry(self.hits[h].first).or_default() += 1;
        }
        for h in free {
            let hit = &self.hits[h];
            if of_person[&hit.person] == 1 && of_word[&hit.first] == 1 && self.is_free(h) {
                self.claim(h);
            }
        }
    }

    /// Candidates that are equal, in arXiv's order along the line.
    fn equal(&mut self, group: &[usize], between_neighbours: bool) {
        let mut by_place: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &h in group {
            if self.is_free(h) {
                by_place.entry(self.hits[h].first).or_default().push(h);
            }
        }
        for (place, mut hits) in by_place {
            hits.sort_by_key(|&h| self.hits[h].person);
            let above = self.by_place.range(..place).next_back().map(|(_, p)| *p);
            let below = self.by_place.range(place..).next().map(|(_, p)| *p);
            let fits = |h: &usize| {
                let person = self.hits[*h].person;
                let inside = above.is_none_or(|a| a < person) && below.is_none_or(|b| person < b);
                self.is_free(*h) && (inside || !between_neighbours)
            };
            if let Some(h) = hits.into_iter().find(fits) {
                self.claim(h);
            }
        }
    }

    fn claim(&mut self, h: usize) {
        let hit = &self.hits[h];
        let mut at = hit.first;
        loop {
            self.taken[at] = Some(h);
            match self.line.next[at] {
                Some((to, _)) if at != hit.last => at = to,
                _ => break,
            }
        }
        self.of_person[hit.person] = Some(h);
        self.by_place.insert(hit.first, hit.person);
        self.claimed.push(h);
    }

    fn is_free(&self, h: usize) -> bool {
        let hit = &self.hits[h];
        if self.of_person[hit.person].is_some() {
            return false;
        }
        let mut at = hit.first;
        loop {
            if self.taken[at].is_some() {
                return false;
            }
            match self.line.next[at] {
                Some((to, _)) if at != hit.last => at = to,
                _ => break,
            }
        }
        match hit.rank {
            0 | 1 => true,
            3 | 5 | 7 => self.may_begin(hit.first),
            _ => self.is_alone(hit.first, hit.last),
        }
    }

    /// Whether no capitalised word touches the beginning of a name, but a title or the end of
    /// another author's name.
    fn may_begin(&self, first: usize) -> bool {
        match self.line.prev[first] {
            Some((w, Between::Near)) => self.is_harmless(w),
            _ => true,
        }
    }

    fn is_alone(&self, first: usize, last: usize) -> bool {
        let behind = match self.line.next[last] {
            Some((w, Between::Near)) => self.is_harmless(w),
            _ => true,
        };
        behind && self.may_begin(first)
    }

    fn is_harmless(&self, word: usize) -> bool {
        let w = &self.line.words[word];
        let key = w.spelling.plain.as_str();
        !w.capital
            || w.foreign
            || self.taken[word].is_some()
            || self.vocabulary.is_title(key)
            || self.vocabulary.is_suffix(key)
    }

    /// The second reading: family names, given names, or given names with an initial, each alone in
    /// its place.
    fn parts(&mut self) {
        let mut kinds: [Vec<Hit>; 3] = [Vec::new(), Vec::new(), Vec::new()];
        let mut places = 0;
        for first in 0..self.line.words.len() {
            let begins = self.line.prev[first].is_none_or(|(_, b)| b == Between::Comma);
            if !begins || self.taken[first].is_some() || self.windows == 0 {
                continue;
            }
            let mut run = vec![first];
            // What follows without a capital is no part of a name (`Abel et al.`).
            while let Some((to, Between::Near)) = self.line.next[run[run.len() - 1]]
                && self.line.words[to].capital
                && run.len() <= 3
            {
                run.push(to);
            }
            places += usize::from(self.line.words[first].capital);
            self.part(&run, &mut kinds);
        }
        let found = |hits: &Vec<Hit>| {
            let mut places: Vec<usize> = hits.iter().map(|h| h.first).collect();
            places.dedup();
            places.len()
        };
        // As likely as not, a family name.
        let best = kinds
            .into_iter()
            .rev()
            .max_by_key(found)
            .unwrap_or_default();
        // Of one part among other words nobody knows what it is.
        if found(&best) > self.claimed.len() && 2 * found(&best) > places {
            let from = self.hits.len();
            self.hits.extend(best);
            let group: Vec<usize> = (from..self.hits.len()).collect();
            self.certain(&group);
            self.equal(&group, true);
            self.equal(&group, false);
        }
    }

    /// What one place could be a part of.
    fn part(&mut self, run: &[usize], kinds: &mut [Vec<Hit>; 3]) {
        for (kind, persons) in self.persons_with_part(run).into_iter().enumerate() {
            for person in persons.into_iter().take(WINDOWS) {
                self.windows = self.windows.saturating_sub(1);
                let named = &self.persons.list[person].words;
                let j = if kind == 0 { named.len() - 1 } else { 0 };
                kinds[kind].push(Hit {
                    person,
                    first: run[0],
                    last: run[run.len() - 1],
                    order: Order::Natural,
                    partial: true,
                    pairs: vec![(run[0], j)],
                    rank: 0,
                    words: run.len(),
                });
            }
        }
    }

    /// The persons of whose name some words are the family name, the given names, or those with an
    /// initial.
    fn persons_with_part(&self, run: &[usize]) -> [Vec<usize>; 3] {
        let words: Vec<&LineWord> = run.iter().map(|&w| &self.line.words[w]).collect();
        let [first, .., last] = words.as_slice() else {
            let word = &words[0];
            let alone = word.capital && !word.initial && word.letters;
            return match alone {
                true => [
                    self.persons.families(&word.spelling),
                    self.persons.givens(&word.spelling),
                    Vec::new(),
                ],
                false => Default::default(),
            };
        };
        if !first.capital || first.initial || words.len() > 4 {
            return Default::default();
        }
        let given = if last.initial {
            &words[..words.len() - 1]
        } else {
            &words[..]
        };
        let is_part = |&p: &usize| {
            let Some((family, named)) = self.persons.list[p].words.split_last() else {
                return false;
            };
            let same = |(l, n): (&&LineWord, &NameWord)| l.spelling.agrees(&n.spelling);
            let letter = last.spelling.plain.as_str();
            let fits = !last.initial || family.spelling.plain.starts_with(letter);
            fits && given.len() <= named.len() && given.iter().zip(named).all(same)
        };
        let persons = self.persons.givens(&first.spelling);
        let persons = persons.into_iter().filter(is_part).collect();
        match last.initial {
            true => [Vec::new(), Vec::new(), persons],
            false => [Vec::new(), persons, Vec::new()],
        }
    }

    fn result(self) -> Found {
        let mut claimed = self.claimed;
        claimed.sort_by_key(|&h| self.hits[h].first);
        let mut of_person = vec![None; self.persons.list.len()];
        let mut hits: Vec<Hit> = Vec::with_capacity(claimed.len());
        let mut all: Vec<Option<Hit>> = self.hits.into_iter().map(Some).collect();
        for h in claimed {
            if let Some(hit) = all[h].take() {
                of_person[hit.person] = Some(hits.len());
                hits.push(hit);
            }
        }
        Found {
            hits,
            of_person,
            too_much: self.windows == 0,
        }
    }
}

fn one_word() -> Fit {
    Fit {
        shortened: 0,
        other: 0,
        respaced: 0,
        pairs: vec![(0, 0)],
    }
}
