//! What stands behind a family name and is part of it. Degrees and the like are none: those are
//! words of lists ([`crate::text::vocabulary`]).

/// Whether a word, its stop aside, goes with the family name before it (`King Jr.`, `Silva Neto`).
pub fn is_family_suffix(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    matches!(
        word.as_str(),
        "jr" | "sr" | "junior" | "ii" | "iii" | "iv" | "filho" | "neto" | "sobrinho"
    )
}

/// Whether a word in lower case is a suffix that is written with a stop of its own.
pub fn is_short_suffix(word: &str) -> bool {
    matches!(word, "jr" | "sr")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_are_told_from_families() {
        for word in ["Jr.", "Jr", "JR", "III", "Neto"] {
            assert!(is_family_suffix(word), "{word}");
        }
        for word in ["", "I", "V", "PhD", "Netto", "J."] {
            assert!(!is_family_suffix(word), "{word}");
        }
    }
}
