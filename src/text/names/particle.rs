//! The small words of names.

/// Whether a word in lower case is one that stands before family names (`de`, `van der`, `bin`).
pub fn is_particle(word: &str) -> bool {
    #[rustfmt::skip]
    const PARTICLES: &[&str] = &[
        "de", "van", "der", "von", "la", "den", "di", "del", "le", "da", "dos", "du", "bin", "ibn",
        "al", "el", "ter", "ten", "af", "zu", "zur", "y", "e", "st", "san", "della", "dalla", "do",
        "das", "'t", "op",
    ];
    PARTICLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_are_told_from_other_small_words() {
        for word in ["de", "van", "der", "bin", "al", "'t"] {
            assert!(is_particle(word), "{word}");
        }
        for word in ["", "the", "of", "at", "and", "jr", "De", "von der"] {
            assert!(!is_particle(word), "{word}");
        }
    }
}
