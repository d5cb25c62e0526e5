//! Names that people want to be called by, whatever arXiv has: configured, and stronger than both
//! the list and arXiv.

use super::letters::without_marks;
use crate::text::glyph::Glyphs;
use crate::text::words::{self, Word};
use compact_str::CompactString;

/// The configured names. The old ones are changed where they stand, and told to nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    list: Vec<Override>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Override {
    former: Letters,
    preferred: Letters,
}

/// A name, and what is compared of it: names with the same letters in the same order are one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Letters {
    name: String,
    /// In lower case, with diacritics.
    spelt: String,
    /// Without them.
    plain: CompactString,
}

impl Letters {
    fn of(name: &str) -> Self {
        let words = names_in(name).into_iter();
        let spelt: String = words.map(|w| w.key.as_str().to_lowercase()).collect();
        Self {
            name: name.to_owned(),
            plain: without_marks(&spelt),
            spelt,
        }
    }
}

impl Overrides {
    /// Makes overrides of pairs of an old and a preferred name, each in natural order.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let one = |(old, preferred): (&str, &str)| Override {
            former: Letters::of(old),
            preferred: Letters::of(preferred),
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
        self.of(&Letters::of(name))
            .map(|o| o.preferred.name.as_str())
    }

    /// The names that the bearer of a preferred one no longer goes by.
    pub fn former(&self, preferred: &str) -> Vec<String> {
        let of = self.list.iter().filter(|o| o.preferred.name == preferred);
        of.map(|o| o.former.name.clone()).collect()
    }

    fn of(&self, name: &Letters) -> Option<&Override> {
        // The preferred name may be the old one with its diacritics.
        let is_meant =
            |o: &&Override| o.former.plain == name.plain && o.preferred.spelt != name.spelt;
        self.list.iter().find(is_meant)
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

    /// The text with asterisks in the place of old names.
    pub fn redacted(&self, mut text: String) -> String {
        self.redact(&mut text);
        text
    }

    /// How many words write an old name here, in natural order or with the family name first.
    fn old_at(&self, words: &[Word]) -> Option<usize> {
        (1..=LONGEST.min(words.len())).find(|&len| {
            let mut parts: Vec<&str> = words[..len].iter().map(|w| w.key.as_str()).collect();
            let natural = Letters::of(&parts.join(" "));
            parts.rotate_left(1);
            let inverted = Letters::of(&parts.join(" "));
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
