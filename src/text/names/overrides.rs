//! Names that people want to be called by, whatever arXiv has: configured, and stronger than both
//! the list and arXiv.

use super::person::Person;
use super::split::AuthorLine;
use crate::text::glyph::Glyphs;
use crate::text::words::{self, Word};

/// The configured names. The old ones are changed where they stand, and told to nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    list: Vec<Override>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Override {
    old: Person,
    preferred: String,
    /// The preferred name, which may be the old one with its diacritics.
    new: Person,
}

impl Overrides {
    /// Makes overrides of pairs of an old and a preferred name, each in natural order.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let one = |(old, preferred): (&str, &str)| Override {
            old: Person::new(old),
            preferred: preferred.to_owned(),
            new: Person::new(preferred),
        };
        Self {
            list: pairs.into_iter().map(one).collect(),
        }
    }

    /// The name that stands in this one's place.
    pub fn preferred(&self, name: &str) -> Option<&str> {
        if self.list.is_empty() {
            return None;
        }
        self.of(&Person::new(name)).map(|o| o.preferred.as_str())
    }

    fn of(&self, person: &Person) -> Option<&Override> {
        let is_meant =
            |o: &&Override| o.old.is_written_like(person) && !o.new.is_spelt_like(person);
        self.list.iter().find(is_meant)
    }

    /// Lets the old names of a list's line count as the preferred ones, written wrongly.
    pub fn mark(&self, line: &mut AuthorLine) {
        line.overrides.clone_from(self);
    }

    /// A name of a list: an old one counts as the preferred one, written wrongly.
    pub(super) fn read(&self, person: Person) -> Person {
        match self.of(&person) {
            Some(o) => Person::miswritten(&o.preferred),
            None => person,
        }
    }

    /// Puts asterisks in the place of old names, byte for byte, so that positions stay true.
    pub fn redact(&self, text: &mut String) {
        if self.list.is_empty() {
            return;
        }
        let words = names_in(text);
        for at in 0..words.len() {
            if let Some(len) = self.old_at(&words[at..]) {
                let span = words[at].span.start..words[at + len - 1].span.end;
                text.replace_range(span.clone(), &"*".repeat(span.len()));
            }
        }
    }

    /// How many words write an old name here, in natural order or with the family name first.
    fn old_at(&self, words: &[Word]) -> Option<usize> {
        (1..=LONGEST.min(words.len())).find(|&len| {
            let mut parts: Vec<&str> = words[..len].iter().map(|w| w.key.as_str()).collect();
            let natural = Person::new(&parts.join(" "));
            parts.rotate_left(1);
            let inverted = Person::new(&parts.join(" "));
            self.of(&natural).or_else(|| self.of(&inverted)).is_some()
        })
    }
}

/// A name may have so many words.
const LONGEST: usize = 8;

/// The words that names can be made of.
fn names_in(text: &str) -> Vec<Word> {
    let mut words = words::cut(&Glyphs::plain(text));
    words.retain(|w| w.key.chars().any(char::is_alphanumeric));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overrides() -> Overrides {
        Overrides::new([
            ("John Q. Doe", "Jane Doe"),
            ("Élan Vital", "E. Vital"),
            ("Pawel Wit", "Paweł Wit"),
        ])
    }

    #[test]
    fn a_name_is_found_in_any_spelling() {
        let o = overrides();
        assert_eq!(o.preferred("John Q. Doe"), Some("Jane Doe"));
        assert_eq!(o.preferred("john q doe"), Some("Jane Doe"));
        assert_eq!(o.preferred("Elan Vital"), Some("E. Vital"));
        assert_eq!(o.preferred("Pawel Wit"), Some("Paweł Wit"));
        assert_eq!(o.preferred("Paweł Wit"), None);
        assert_eq!(o.preferred("J. Doe"), None);
        assert_eq!(o.preferred("Jane Doe"), None);
    }

    #[test]
    fn old_names_are_covered_and_positions_stay() {
        let check = |text: &str, expected: &str| {
            let mut redacted = text.to_owned();
            overrides().redact(&mut redacted);
            assert_eq!(redacted, expected);
            assert_eq!(redacted.len(), text.len());
        };
        check("By John Q. Doe, Wei Li", "By ***********, Wei Li");
        check("Doe, John Q., Wei Li", "***********., Wei Li");
        check("by Élan Vital.", "by ***********.");
        check("Pawel Wit, Paweł Wit", "*********, Paweł Wit");
        check("Jane Doe and John Doe", "Jane Doe and John Doe");
    }
}
