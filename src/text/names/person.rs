//! When two written names are the same person's, and which of the two says more. Data about one
//! pair of names only.

use super::group::{behind_person, is_group};
use super::parts::{drop_parentheses, is_initial, to_plain, without_suffix};
use crate::text::{glyph::Glyphs, mojibake, words};

/// A name, ready for comparison: words in lower case, given names first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Words with their diacritics.
    words: Vec<String>,
    /// The same words in plain ASCII letters, as far as they have them.
    plain: Vec<String>,
    /// The plain words in one, and sorted: names are compared in thousands of pairs.
    joined: String,
    sorted: Vec<String>,
    /// How many of the last words stood in front of a comma; 0 where there was none.
    family: usize,
    /// The group that the person speaks for, as `joined`; empty where there is none.
    group: String,
    /// It is not written as it should be (`ClÃ©ment`, a former name): where it is the same person,
    /// the other spelling is the right one. The words are those that it should have.
    miswritten: bool,
}

/// What a list's name is to arXiv's name in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same person; the list's spelling stays.
    Same,
    /// The same person, and arXiv's spelling says more: a diacritic, a full first name.
    ArxivSaysMore,
    /// Another person, or a misspelling.
    Other,
}

/// Names longer than this (in bytes) are not laid side by side letter by letter.
const LONGEST: usize = 300;

/// What a line leaves out of names throughout, so that a name without it is no shorter than it
/// should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// Given names are initials.
    pub initials: bool,
    /// There are no given names.
    pub families: bool,
}

impl Habits {
    /// A line that leaves out whatever can be left out.
    pub const ALL: Self = Self {
        initials: true,
        families: true,
    };
}

impl Person {
    /// Reads a name in natural order (`Given Family`).
    pub fn new(name: &str) -> Self {
        match behind_person(name) {
            Some((end, group)) => Self {
                group: Self::alone(&name[group..]).joined,
                ..Self::alone(&name[..end])
            },
            None => Self::alone(name),
        }
    }

    /// The same where nobody speaks for a group.
    fn alone(name: &str) -> Self {
        let repaired = mojibake::repaired(name);
        let without_notes = drop_parentheses(repaired.as_deref().unwrap_or(name));
        let cut = words::of(&Glyphs::plain(&without_notes)).into_iter();
        let cut = cut.map(|w| w.key.as_str().to_lowercase());
        let mut words: Vec<String> = cut.filter(|w| w.contains(char::is_alphanumeric)).collect();
        // `Le H M`: the initials of the given names behind the family name.
        let initials = words.iter().rev().take_while(|w| is_initial(w)).count();
        let family = words.len() - initials;
        if initials > 0 && family > 0 && words[..family].iter().all(|w| !is_initial(w)) {
            words.rotate_left(family);
        }
        let plain: Vec<String> = words.iter().map(|w| to_plain(w)).collect();
        let mut sorted = plain.clone();
        sorted.sort();
        Self {
            words,
            joined: plain.concat(),
            sorted,
            plain,
            family: 0,
            group: String::new(),
            miswritten: repaired.is_some(),
        }
    }

    /// A person whose name stands in the list in another form than this one, which is the right
    /// one.
    pub fn miswritten(name: &str) -> Self {
        Self {
            miswritten: true,
            ..Self::new(name)
        }
    }

    /// Whether two names have the same letters in the same order; diacritics, case and punctuation
    /// are spelling.
    pub fn is_written_like(&self, other: &Self) -> bool {
        self.joined == other.joined
    }

    /// Whether they have the same diacritics, too.
    pub fn is_spelt_like(&self, other: &Self) -> bool {
        self.words.concat() == other.words.concat()
    }

    /// Reads a name, inverted (`Family, Given`) where it has a comma.
    pub fn inverted(name: &str) -> Self {
        let (person, group) = name.split_at(behind_person(name).map_or(name.len(), |(end, _)| end));
        match person.split_once(',') {
            Some((family, given)) => Self {
                family: Self::new(family).words.len(),
                ..Self::new(&format!("{given} {family}{group}"))
            },
            None => Self::new(name),
        }
    }

    /// Whether the text held no name at all.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether the given name is only an initial.
    pub fn is_abbreviated(&self) -> bool {
        self.plain.len() > 1 && is_initial(&self.plain[0])
    }

    /// Whether there is a name that could be abbreviated: not for `Huili` or `The ATLAS
    /// Collaboration`.
    pub fn has_given_name(&self) -> bool {
        self.plain.len() > 1 && !self.plain.last().is_some_and(|w| is_group(w))
    }

    /// What this name of a list is to arXiv's name.
    pub fn compared_with(&self, arxiv: &Self, habits: Habits) -> Verdict {
        match self.as_written(arxiv, habits) {
            Verdict::Same if self.miswritten && !arxiv.miswritten => Verdict::ArxivSaysMore,
            // The group would be lost.
            Verdict::ArxivSaysMore if arxiv.group != self.group => Verdict::Same,
            verdict => verdict,
        }
    }

    fn as_written(&self, arxiv: &Self, habits: Habits) -> Verdict {
        // `Wei Li` and `Li Wei` are one.
        if self.joined == arxiv.joined || self.sorted == arxiv.sorted {
            return if arxiv.marks() > self.marks()
                || arxiv.marks() == self.marks() && self.marked_otherwise(arxiv)
            {
                Verdict::ArxivSaysMore
            } else {
                Verdict::Same
            };
        }
        if self.joins_two_people(arxiv) {
            return Verdict::Other;
        }
        if self.is_cut_team_name(arxiv) || self.has_note(arxiv) || self.differs_in_initials(arxiv) {
            return Verdict::Same;
        }
        if self.is_family_name_of(arxiv) {
            return match habits.families {
                true => Verdict::Same,
                false => Verdict::ArxivSaysMore,
            };
        }
        match by_initials(&self.plain, &arxiv.plain) {
            Some(Says::More) if !habits.initials => Verdict::ArxivSaysMore,
            Some(_) => Verdict::Same,
            None => Verdict::Other,
        }
    }

    /// Whether the two are one person, whoever writes the name more fully.
    pub fn is(&self, other: &Self) -> bool {
        self.compared_with(other, Habits::ALL) != Verdict::Other
    }

    /// Family name and first initial: what all spellings of a name have in common.
    pub fn short_key(&self) -> String {
        let given = self.plain.first().filter(|_| self.plain.len() > 1);
        let initial = given.and_then(|w| w.chars().next()).unwrap_or_default();
        let family = without_suffix(&self.plain)
            .last()
            .map_or("", String::as_str);
        format!("{family} {initial}")
    }

    /// How far apart two spellings are (0: equal, 1: nothing in common).
    pub fn distance(&self, other: &Self) -> f64 {
        if self.joined.len().max(other.joined.len()) > LONGEST {
            return 1.0;
        }
        1.0 - strsim::normalized_damerau_levenshtein(&self.plain.join(" "), &other.plain.join(" "))
    }

    fn marks(&self) -> usize {
        self.words
            .iter()
            .flat_map(|w| w.chars())
            .filter(|c| c.is_alphabetic() && !c.is_ascii())
            .count()
    }

    /// Both have diacritics, as many, and not the same.
    fn marked_otherwise(&self, other: &Self) -> bool {
        self.marks() > 0
            && self.words.concat() != other.words.concat()
            && self.joined == other.joined
    }

    /// `Fei Fei F. Li` and `Li Fei-Fei`: the same words, but for initials.
    fn differs_in_initials(&self, other: &Self) -> bool {
        let written_out = |p: &'_ Self| -> Vec<String> {
            p.sorted
                .iter()
                .filter(|w| !is_initial(w))
                .cloned()
                .collect()
        };
        let mine = written_out(self);
        mine.len() >= 2 && mine.len() < self.plain.len() && mine == written_out(other)
    }

    /// Whether it is one word, a family name alone.
    pub fn is_single(&self) -> bool {
        self.plain.len() == 1
    }

    /// A list may give family names only.
    fn is_family_name_of(&self, arxiv: &Self) -> bool {
        self.plain.len() == 1
            && arxiv.plain.len() > 1
            && without_suffix(&arxiv.plain).last() == self.plain.first()
    }

    /// `Xi He, Ada Abel` read as one inverted name: what stands on one side of the comma is all of
    /// arXiv's name already.
    fn joins_two_people(&self, arxiv: &Self) -> bool {
        let (given, family) = self.plain.split_at(self.plain.len() - self.family);
        let is_all = |part: &[String]| {
            part.len() > 1
                && part.len() == arxiv.plain.len()
                && (part == arxiv.plain || by_initials(part, &arxiv.plain).is_some())
        };
        self.family > 0 && (is_all(given) || is_all(family))
    }

    /// `Cy Cole. ICML 2024`: the name, and a venue or year behind it.
    fn has_note(&self, arxiv: &Self) -> bool {
        let note = self
            .plain
            .strip_prefix(arxiv.plain.as_slice())
            .unwrap_or_default();
        !arxiv.plain.is_empty() && note.iter().any(|w| w.chars().all(|c| c.is_ascii_digit()))
    }

    /// arXiv loses what stands before "Team" (`docs/arxiv.md#names`), so that `Great Net-Core Team`
    /// is `Core Team`, and what stands before the family name in `B. Bell for the Net Team`.
    fn is_cut_team_name(&self, arxiv: &Self) -> bool {
        let is_named = arxiv.plain.last().is_some_and(|w| is_group(w));
        let is_cut = (is_named || !arxiv.group.is_empty()) && self.plain.ends_with(&arxiv.plain);
        is_cut || is_named && self.group.ends_with(&arxiv.joined)
    }
}

/// The family names agree and the given names are compatible: initials for names, middle names left
/// out.
fn by_initials(listed: &[String], arxiv: &[String]) -> Option<Says> {
    let (mine, theirs) = (without_suffix(listed), without_suffix(arxiv));
    let ((my_family, my_given), (their_family, their_given)) =
        (mine.split_last()?, theirs.split_last()?);
    if my_family != their_family || my_given.is_empty() || their_given.is_empty() {
        return None;
    }
    let compatible = |a: &str, b: &str| {
        a == b || (is_initial(a) || is_initial(b)) && a.chars().next() == b.chars().next()
    };
    if !compatible(&my_given[0], &their_given[0]) {
        return None;
    }
    let (short, long) = if my_given.len() <= their_given.len() {
        (my_given, their_given)
    } else {
        (their_given, my_given)
    };
    let mut rest = long.iter();
    if !short
        .iter()
        .all(|s| rest.by_ref().any(|l| compatible(s, l)))
    {
        return None;
    }
    let fuller = is_initial(&my_given[0])
        && !is_initial(&their_given[0])
        && my_given.len() <= their_given.len();
    Some(if fuller { Says::More } else { Says::NoMore })
}

/// What arXiv's name adds to a compatible one.
enum Says {
    More,
    NoMore,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(listed: &str, arxiv: &str, expected: Verdict) {
        assert_eq!(
            Person::new(listed).compared_with(&Person::new(arxiv), Habits::default()),
            expected,
            "{listed} | {arxiv}"
        );
    }

    #[test]
    fn one_person_in_other_spellings() {
        for (listed, arxiv) in [
            ("Wei Li", "Wei Li"),
            ("Li Wei", "Wei Li"),
            ("A.B. Smith", "A. B. Smith"),
            ("Jean-Pierre Serre", "Jean Pierre Serre"),
            ("Xiaoming Wu", "Xiao-Ming Wu"),
            ("01.AI", "01. AI"),
            ("Xiaomi LLM-Core Team", "Core Team"),
            ("Andrew Dai", "Andrew M. Dai"),
            ("Andrew M. Dai", "Andrew Dai"),
            ("Piotr Dollár", "P. Dollar"),
            ("Piotr Dollár", "Piotr Dollar"),
            ("Cruz III", "Cruz III"),
            ("C. de la Cruz III", "C. de la Cruz"),
            ("Wei Li (Tsinghua)", "Wei Li"),
            ("Cy Cole. ICML 2024", "Cy Cole"),
            ("Fei Fei F. Li", "Li Fei-Fei"),
            ("Bo Bell for the Net Group", "Bo Bell"),
            ("B. Bell for the Net Group", "Bo Bell"),
            ("Bo Bell", "Bo Bell for the Net Group"),
            ("B. C. Bell for the Net Group", "Bell for the Net Group"),
            ("Bo Bell for the Net Group", "The Net Group"),
        ] {
            check(listed, arxiv, Verdict::Same);
        }
    }

    #[test]
    fn two_people_are_no_inverted_name() {
        let arxiv = Person::new("Xi He");
        assert!(Person::inverted("He, Xi").is(&arxiv));
        assert!(!Person::inverted("Xi He, Xi Quint").is(&arxiv));
        assert!(!Person::inverted("Bo He, X. He").is(&arxiv));
    }

    #[test]
    fn arxiv_says_more() {
        check("Piotr Dollar", "Piotr Dollár", Verdict::ArxivSaysMore);
        check("P. Dollár", "Piotr Dollár", Verdict::ArxivSaysMore);
        check("Lukasz Kaiser", "Łukasz Kaiser", Verdict::ArxivSaysMore);
        check("Nguyên An", "Nguyễn An", Verdict::ArxivSaysMore);
        check("Smith", "J. Smith", Verdict::ArxivSaysMore);
        check("ClÃ©ment Abel", "Clément Abel", Verdict::ArxivSaysMore);
        check(
            r"Cl\xc3\xa9ment Abel",
            "Clement Abel",
            Verdict::ArxivSaysMore,
        );
        check("ClÃ©ment Abel", "Cyril Abel", Verdict::Other);
    }

    #[test]
    fn a_list_of_initials_keeps_them() {
        let habit = |listed: &str, arxiv: &str| {
            Person::new(listed).compared_with(&Person::new(arxiv), Habits::ALL)
        };
        assert_eq!(habit("Le H M", "Hoang M. Le"), Verdict::Same);
        assert_eq!(habit("Lin X", "Xiaomin Lin"), Verdict::Same);
        assert_eq!(habit("Smith", "J. Smith"), Verdict::Same);
        assert_eq!(
            Person::new("P. Dollár").compared_with(&Person::new("Piotr Dollár"), Habits::ALL),
            Verdict::Same
        );
    }

    #[test]
    fn other_people_and_misspellings() {
        for (listed, arxiv) in [
            ("Wei Li", "Wei Liu"),
            ("Jon Smith", "John Smith"),
            ("A. Smith", "B. Smith"),
        ] {
            check(listed, arxiv, Verdict::Other);
        }
    }
}
