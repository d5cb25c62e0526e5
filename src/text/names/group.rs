//! Groups among authors (`The ATLAS Collaboration`), and people who speak for one (`Bo Bell for the
//! Net Collaboration`).

/// Whether a name that ends with this word is a group's.
pub fn is_group(last_word: &str) -> bool {
    ["team", "collaboration", "group", "consortium"]
        .iter()
        .any(|g| last_word.eq_ignore_ascii_case(g))
}

/// What leads from a person to the group that he speaks for.
const LINKS: [&str; 2] = [" for ", " on behalf of "];

/// Where a name ends that a group stands behind.
fn end_of_person(name: &str) -> Option<usize> {
    let last = name.rsplit(' ').next()?;
    if !is_group(last) {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let end = LINKS.iter().filter_map(|link| lower.find(link)).min()?;
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
