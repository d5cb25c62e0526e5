//! Author lines that leave names out on purpose: `A et al.`, `A, ..., C`, `A and 5 more`.

use crate::text::glyph::Glyph;

/// Whether a line says, other than by `et al.`, that names were left out. What it leaves out is not
/// missing.
pub fn elides(line: &str) -> bool {
    line.replace(" and ", ",")
        .replace('&', ",")
        .split([',', ';', '，', '、', '；'])
        .any(is_elision)
}

fn is_elision(piece: &str) -> bool {
    let piece = piece.trim().trim_matches(['(', ')', '[', ']']);
    let piece = piece.strip_prefix("and ").unwrap_or(piece);
    let dots = piece.chars().all(|c| c == '.') && piece.len() > 1 || piece == "…";
    let (count, noun) = piece.split_once(' ').unwrap_or((piece, "more"));
    let is_count = count.trim_start_matches('+').parse::<u32>().is_ok();
    dots || is_count
        && ["more", "others", "other", "authors"]
            .iter()
            .any(|n| noun.starts_with(n))
}

/// The length of `et al.` in any of its spellings, where it starts here.
pub(super) fn et_al_len(rest: &[Glyph]) -> Option<usize> {
    if !matches!(rest.first()?.c, 'e' | 'E' | 'a' | 'A' | '等') {
        return None;
    }
    let head: String = rest
        .iter()
        .take(12)
        .map(|g| g.c.to_ascii_lowercase())
        .collect();
    if head.starts_with('等') && rest.len() == 1 {
        return Some(1);
    }
    if head.starts_with("and others") {
        return Some(10);
    }
    let after_et = head.strip_prefix("et")?;
    let tail = after_et.trim_start_matches(['.', ' ', '\u{a0}', '\n']);
    let al = tail.strip_prefix("al")?;
    if al.starts_with(char::is_alphanumeric) {
        return None;
    }
    let dotted = usize::from(al.starts_with('.'));
    Some(head.chars().count() - al.chars().count() + dotted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_left_out_are_noticed() {
        for line in [
            "A B, ..., C D",
            "A B, …",
            "A B and 5 more",
            "A B, C D, +12",
            "A B, and 3 other authors",
            "A B, [...], C D",
        ] {
            assert!(elides(line), "{line}");
        }
        for line in [
            "A B, C D.",
            "01.AI, A B",
            "A. B., C. D.",
            "A B and C D et al.",
            "",
        ] {
            assert!(!elides(line), "{line}");
        }
    }
}
