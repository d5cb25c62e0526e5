//! How alike two titles are. Whether they belong to one paper is decided in [`crate::plan::matching`].

use super::words::{Word, without_final_stop};

/// How alike two titles are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same words.
    Same,
    /// Mostly the same words: a typo, a nickname in front, a cut subtitle.
    Similar,
    /// Other words.
    Dissimilar,
}

/// Compares two titles by their words; case and punctuation do not count.
pub fn compare(a: &[Word], b: &[Word]) -> Likeness {
    let (a, b) = (bare(a), bare(b));
    if a.concat() == b.concat() {
        return Likeness::Same;
    }
    let common = common(&a, &b);
    let union = a.len() + b.len() - common;
    let shorter = a.len().min(b.len());
    let contained = common == shorter && shorter >= 3;
    let close = strsim::normalized_levenshtein(&a.join(" "), &b.join(" ")) >= 0.8;
    if 10 * common >= 6 * union && union > 0 || contained || close {
        Likeness::Similar
    } else {
        Likeness::Dissimilar
    }
}

/// Whether a maintainer would see a difference between a list's title and arXiv's: case is spelling, a word or its ending
/// is not. A nickname or venue in front (`MTR: …`, `[CVPR] …`) is the list's own and no difference.
pub fn differ(listed: &[Word], arxiv: &[Word]) -> bool {
    let lower = |words: &[Word]| -> Vec<String> {
        without_final_stop(words)
            .iter()
            .map(|w| w.key.to_lowercase())
            .collect()
    };
    let (listed, arxiv) = (lower(listed), lower(arxiv));
    let nickname = listed
        .len()
        .checked_sub(arxiv.len())
        .filter(|n| listed[*n..] == arxiv[..]);
    match nickname {
        Some(0) => false,
        Some(n) => !matches!(listed[n - 1].as_str(), ":" | "]" | ")" | "】"),
        None => true,
    }
}

fn bare(words: &[Word]) -> Vec<String> {
    let keys = words.iter().map(|w| w.key.to_lowercase());
    keys.filter(|k| k.chars().any(char::is_alphanumeric))
        .collect()
}

/// How many words the two have in common, repeats counted.
fn common(a: &[String], b: &[String]) -> usize {
    let mut rest: Vec<&String> = b.iter().collect();
    let mut count = 0;
    for word in a {
        if let Some(i) = rest.iter().position(|w| *w == word) {
            rest.swap_remove(i);
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{glyph::Glyphs, tex, words};

    fn check(a: &str, b: &str, expected: Likeness) {
        let cut = |t: &str| words::cut(&tex::fold(&Glyphs::plain(t)));
        assert_eq!(compare(&cut(a), &cut(b)), expected, "{a} | {b}");
    }

    #[test]
    fn alike_and_not() {
        check("Deep Learning.", "Deep learning", Likeness::Same);
        check(
            "Auto-Encoding Variational Bayes",
            "Autoencoding Variational Bayes",
            Likeness::Same,
        );
        check(
            "Drawing with a SEED Tokenize",
            "Drawing with a SEED Tokenizer",
            Likeness::Similar,
        );
        check(
            "MTR: Motion Transformer for Forecasting",
            "Motion Transformer for Forecasting",
            Likeness::Similar,
        );
        check(
            "A Study of Bees",
            "Quantum Error Correction",
            Likeness::Dissimilar,
        );
        check("", "Quantum", Likeness::Dissimilar);
    }

    #[test]
    fn a_nickname_in_front_is_no_difference() {
        let cut = |t: &str| words::cut(&tex::fold(&Glyphs::plain(t)));
        let differs = |a: &str, b: &str| differ(&cut(a), &cut(b));
        assert!(!differs("MTR: Motion Transformer", "Motion transformer."));
        assert!(!differs(
            "[CVPR 24] Motion Transformer",
            "Motion Transformer"
        ));
        assert!(differs("Motion Transformers", "Motion Transformer"));
        assert!(differs("A Motion Transformer", "Motion Transformer"));
    }
}
