//! arXiv's authors as words, and an index that finds those with a given family name. Says nothing
//! about any line.

use super::words::{Spelling, script};
use crate::list::field::{self, Class, Kind, Mark, Tokens};
use crate::text::vocabulary::Vocabulary;
use compact_str::CompactString;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// One of arXiv's authors.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The name as arXiv writes it.
    pub name: String,
    /// Its words, those in brackets left out.
    pub words: Vec<NameWord>,
    /// The words that are enough: all, then without a suffix or the group that he speaks for.
    pub readings: Vec<Range<usize>>,
}

/// A word of a name.
#[derive(Clone, Debug)]
pub(super) struct NameWord {
    pub spelling: Spelling,
    /// As arXiv writes it.
    pub text: CompactString,
    /// In lower case, marks included.
    pub key: CompactString,
    /// One letter, not before an apostrophe.
    pub initial: bool,
    /// A full stop touches its end.
    pub stop: bool,
    /// It begins with a capital, or with what has none.
    pub capital: bool,
}

impl NameWord {
    /// Whether it may stand for a longer word that begins like it.
    pub fn is_short(&self) -> bool {
        self.initial || self.stop && self.spelling.plain.len() <= 3
    }
}

/// All authors of a paper.
pub(super) struct Persons {
    pub list: Vec<Person>,
    by_last_word: HashMap<CompactString, Namesakes>,
    /// Every word that is not a last one, for lines of given names.
    by_first_word: HashMap<CompactString, Vec<usize>>,
    /// The scripts of their letters.
    pub scripts: HashSet<u32>,
    /// arXiv itself says "et al.".
    pub open: bool,
}

/// Persons whose names end alike.
#[derive(Default)]
struct Namesakes {
    all: Vec<(usize, usize)>,
    by_initial: HashMap<char, Vec<(usize, usize)>>,
}

/// From so many namesakes on, only those with a fitting given name are looked at.
const MANY: usize = 6;

impl Persons {
    /// Reads arXiv's names. Those without a letter (`:`) are nobody's.
    pub fn read(authors: &[String], vocabulary: &Vocabulary) -> Self {
        let mut out = Self {
            list: Vec::with_capacity(authors.len()),
            by_last_word: HashMap::with_capacity(authors.len()),
            by_first_word: HashMap::new(),
            scripts: HashSet::new(),
            open: false,
        };
        // `01.AI: Ada Abel` in a raw record is a group and a person.
        let names = authors.iter().flat_map(|a| a.split(": "));
        let persons = names.filter_map(|a| Person::read(a, vocabulary));
        for person in persons {
            let cut = person.words.len() - person.cut_len(vocabulary);
            out.open |= cut < person.words.len();
            // An `et al.` of its own is nobody.
            if cut > 0 || person.words[0].capital {
                out.add(out.list.len(), person);
            }
        }
        out
    }

    fn add(&mut self, i: usize, person: Person) {
        for (reading, span) in person.readings.iter().enumerate() {
            let words = &person.words[span.clone()];
            let Some((last, others)) = words.split_last() else {
                continue;
            };
            for key in last.spelling.keys() {
                let namesakes = self.by_last_word.entry(key.clone()).or_default();
                namesakes.all.push((i, reading));
                let firsts = others
                    .iter()
                    .filter_map(|w| w.spelling.plain.chars().next());
                for c in firsts.collect::<HashSet<char>>() {
                    namesakes
                        .by_initial
                        .entry(c)
                        .or_default()
                        .push((i, reading));
                }
            }
        }
        if let Some(first) = person.words.first().filter(|_| person.words.len() > 1) {
            for key in first.spelling.keys() {
                self.by_first_word.entry(key.clone()).or_default().push(i);
            }
        }
        let letters = person.words.iter().filter_map(|w| w.text.chars().next());
        self.scripts
            .extend(letters.filter(|c| c.is_alphabetic()).map(script));
        self.list.push(person);
    }

    /// The persons, each with one of his readings, whose last word is spelt so; `initials` are the
    /// letters that the words around begin with.
    pub fn named(&self, last: &Spelling, initials: &[char]) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        for key in last.keys() {
            let Some(namesakes) = self.by_last_word.get(key) else {
                continue;
            };
            if namesakes.all.len() <= MANY {
                out.extend(&namesakes.all);
                continue;
            }
            let fitting = initials.iter().filter_map(|c| namesakes.by_initial.get(c));
            out.extend(fitting.flatten());
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Whether some name ends with this word.
    pub fn has_last(&self, word: &Spelling) -> bool {
        word.keys().any(|key| self.by_last_word.contains_key(key))
    }

    /// The persons whose whole name, or all of it but the given names, is this one word.
    pub fn families(&self, word: &Spelling) -> Vec<usize> {
        let all = word.keys().filter_map(|k| self.by_last_word.get(k));
        let mut out: Vec<usize> = all.flat_map(|n| n.all.iter().map(|(i, _)| *i)).collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The persons whose first given name is this word.
    pub fn givens(&self, word: &Spelling) -> Vec<usize> {
        let all = word.keys().filter_map(|k| self.by_first_word.get(k));
        let mut out: Vec<usize> = all.flatten().copied().collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The names in arXiv's order.
    pub fn names(&self) -> Vec<String> {
        self.list.iter().map(|p| p.name.clone()).collect()
    }
}

impl Person {
    fn read(name: &str, vocabulary: &Vocabulary) -> Option<Self> {
        let name = name.trim().trim_end_matches(',').trim_end();
        let words = words_of(&field::plain(name));
        if !words
            .iter()
            .any(|w| w.text.chars().any(char::is_alphabetic))
        {
            return None;
        }
        Some(Self {
            name: name.split_whitespace().collect::<Vec<_>>().join(" "),
            readings: readings(&words, vocabulary),
            words,
        })
    }

    /// How many of the last words say "and others".
    fn cut_len(&self, vocabulary: &Vocabulary) -> usize {
        let key = |w: &NameWord| w.spelling.plain.to_string();
        let is_cut = |n: &usize| {
            let from = self.words.len().checked_sub(*n);
            let tail = from.map(|from| self.words[from..].iter().map(key).collect::<Vec<_>>());
            tail.is_some_and(|tail| vocabulary.is_cut(&tail.join(" ")))
        };
        [2, 1].into_iter().find(is_cut).unwrap_or(0)
    }

    /// The words of one of his readings.
    pub fn reading(&self, reading: usize) -> &[NameWord] {
        &self.words[self.readings[reading].clone()]
    }
}

fn words_of(tokens: &Tokens<'_>) -> Vec<NameWord> {
    let list = &tokens.list;
    let in_bracket = |at: usize| {
        let open = list[at].inside.and_then(|open| list[open].pair());
        open.is_some_and(|(pair, _)| pair.mark == Mark::Bracket)
    };
    let all_in_brackets = tokens.words().all(|(at, _)| in_bracket(at));
    let mut out = Vec::new();
    for (at, word) in tokens.words() {
        let letters = matches!(word.class, Class::Letters | Class::Ideograph);
        let counts = letters || word.class == Class::Number;
        if !counts || !all_in_brackets && in_bracket(at) {
            continue;
        }
        let behind = |sign| list.get(at + 1).map(|t| &t.kind) == Some(&Kind::Punctuation(sign));
        out.push(NameWord {
            spelling: Spelling::of(&word.key),
            text: word.text.clone(),
            key: word.key.clone(),
            // `O'Neil` begins with no initial.
            initial: letters && word.key.chars().nth(1).is_none() && !behind('\''),
            stop: behind('.'),
            capital: !word.text.starts_with(char::is_lowercase),
        });
    }
    out
}

/// `Abel II`, `Abel Jr.`, `Abel for the Net Collaboration` are persons without what follows the
/// family name, too.
fn readings(words: &[NameWord], vocabulary: &Vocabulary) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = std::iter::once(0..words.len()).collect();
    let key = |i: usize| words[i].spelling.plain.as_str();
    if words.len() >= 3 && vocabulary.is_suffix(key(words.len() - 1)) {
        out.push(0..words.len() - 1);
    }
    if words.len() >= 3 {
        let two = format!("{} {}", key(words.len() - 2), key(words.len() - 1));
        if vocabulary.is_cut(&two) {
            out.push(0..words.len() - 2);
        }
    }
    for link in vocabulary.spokesmen() {
        let link: Vec<&str> = link.split(' ').collect();
        let found = (1..words.len()).find(|&i| {
            let here = (i..words.len()).map(key).take(link.len());
            here.eq(link.iter().copied()) && i + link.len() < words.len()
        });
        if let Some(i) = found {
            out.push(0..i);
            let group = i + link.len();
            let article = usize::from(key(group) == "the" && group + 1 < words.len());
            out.push(group + article..words.len());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(names: &[&str]) -> Persons {
        let names: Vec<String> = names.iter().map(|&n| n.into()).collect();
        Persons::read(&names, &Vocabulary::standard())
    }

    #[test]
    fn names_without_a_letter_are_nobodys() {
        let persons = read(&["01. AI", ":", " Kimi Team", "Bo Bell,"]);
        assert_eq!(persons.names(), ["01. AI", "Kimi Team", "Bo Bell"]);
    }

    #[test]
    fn a_person_is_read_with_and_without_what_follows_the_family_name() {
        let vocabulary = Vocabulary::standard();
        for (name, expected) in [
            ("Ada Abel", &["Ada Abel"][..]),
            ("Ada Abel Jr.", &["Ada Abel Jr", "Ada Abel"]),
            ("Abel Jr.", &["Abel Jr"]),
            ("Ada Abel et al.", &["Ada Abel et al", "Ada Abel"]),
            ("Abel et al.", &["Abel et al", "Abel"]),
            ("et al.", &["et al"]),
            (
                "Ada Abel for the Net Team",
                &["Ada Abel for the Net Team", "Ada Abel", "Net Team"],
            ),
            ("Ada Abel for Net", &["Ada Abel for Net", "Ada Abel", "Net"]),
            ("Ada Abel for the", &["Ada Abel for the", "Ada Abel", "the"]),
            ("for the Net Team", &["for the Net Team"]),
            ("Ada (Max) Abel", &["Ada Abel"]),
            ("(Max Abel)", &["Max Abel"]),
        ] {
            let person = Person::read(name, &vocabulary).unwrap();
            let text = |words: &[NameWord]| {
                let words: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
                words.join(" ")
            };
            let all = 0..person.readings.len();
            let is: Vec<String> = all.map(|r| text(person.reading(r))).collect();
            assert_eq!(is, expected, "{name}");
        }
    }

    #[test]
    fn one_letter_is_an_initial_unless_more_follows() {
        let vocabulary = Vocabulary::standard();
        let person = Person::read("A. O'Neil d'Abel B", &vocabulary).unwrap();
        let is: Vec<bool> = person.words.iter().map(|w| w.initial).collect();
        let texts: Vec<&str> = person.words.iter().map(|w| w.text.as_str()).collect();
        assert_eq!(texts, ["A", "O", "Neil", "d", "Abel", "B"]);
        assert_eq!(is, [true, false, false, false, false, true]);
    }

    #[test]
    fn who_speaks_for_a_group_is_found_with_and_without_it() {
        let persons = read(&["Bo Bell for the Net Team", "Ada Abel Jr."]);
        let named = |word: &str| persons.named(&Spelling::of(word), &[]);
        assert_eq!(named("bell").len(), 1);
        assert_eq!(named("team").len(), 2);
        assert_eq!(named("abel").len(), 1);
        assert_eq!(named("bo").len(), 0);
    }
}
