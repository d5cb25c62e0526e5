//! Author lines that leave names out on purpose, other than by `et al.`: `A, ..., C`, `A and 5 more`.

/// Whether a line says that names were left out. What it leaves out is not missing.
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
