//! Groups among authors (`The ATLAS Collaboration`), and people who speak for one (`Bo Bell for the
//! Net Collaboration`).

use crate::text::vocabulary::Vocabulary;

/// Whether a name that ends with this word is a group's.
pub fn is_group(last_word: &str) -> bool {
    Vocabulary::standard().is_group(&last_word.to_lowercase())
}

/// The group of a name that is only spoken for: `for the Net Collaboration`.
pub fn spoken_for(name: &str) -> Option<&str> {
    let spokesmen = Vocabulary::standard().spokesmen();
    spokesmen
        .iter()
        .find_map(|link| name.strip_prefix(link)?.strip_prefix(" the "))
}

/// Where a name ends that a group stands behind.
fn end_of_person(name: &str) -> Option<usize> {
    let last = name.rsplit(' ').next()?;
    if !is_group(last) {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let spokesmen = Vocabulary::standard().spokesmen();
    let ends = spokesmen
        .iter()
        .filter_map(|link| lower.find(&format!(" {link} ")));
    let end = ends.min()?;
    (!name[..end].trim().is_empty()).then_some(end)
}

/// A name without the group behind it.
pub fn without_group(name: &str) -> &str {
    end_of_person(name).map_or(name, |end| &name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_who_speak_for_a_group() {
        for (name, expected) in [
            ("Bo Bell for the Net Collaboration", "Bo Bell"),
            ("B. Bell on behalf of the Net for Nets Group", "B. Bell"),
            ("Bo Bell", "Bo Bell"),
            ("The Net Collaboration", "The Net Collaboration"),
            ("A Team for Nets", "A Team for Nets"),
        ] {
            assert_eq!(without_group(name), expected);
        }
    }
}
