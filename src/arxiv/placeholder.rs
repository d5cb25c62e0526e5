//! What only stands in for a link or an id, left over from a template (`abs/XXXX.XXXXX`,
//! `paper_link`). Pure.
//!
//! Asked only about texts that are no id; whether something is one is [`crate::arxiv::id`]'s word.

/// Words that nobody would name a file or page, in a place where a link belongs.
const WORDS: [&str; 7] = ["link", "url", "href", "todo", "tbd", "tba", "placeholder"];

/// Letters that stand for a digit in a template: `YYMM.NNNNN`, `24xx.xxxxx`, `????.?????`.
const BLANKS: &str = "xXyYmMnN?#_";

/// Whether a text in an id's place is a template's: nothing, no digit at all, digits with blanks, a
/// number 0, or digits that only fill the form (`9999.99999`, `1234.56789`).
pub fn is_id(text: &str) -> bool {
    if !text.contains(char::is_numeric) {
        return true;
    }
    let blanks = text.matches(|c| BLANKS.contains(c)).count();
    let form = |c: char| c.is_ascii_digit() || c == '.' || BLANKS.contains(c);
    if !text.chars().all(form) {
        return false;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let number = text.split_once('.').map_or("", |(_, number)| number);
    let zero = !number.is_empty() && number.bytes().all(|b| b == b'0');
    let repeated = digits.len() > 6
        && digits
            .bytes()
            .all(|b| Some(&b) == digits.as_bytes().first());
    let counted = digits.len() > 6 && "1234567890".starts_with(&digits);
    blanks >= 2 || zero || repeated || counted
}

/// Whether a text could be meant for an id of the new scheme: two groups around a dot, digits or
/// blanks.
pub fn has_shape_of_id(text: &str) -> bool {
    let part = |c: char| c.is_ascii_digit() || BLANKS.contains(c);
    let groups = text.split_once('.');
    groups.is_some_and(|(month, number)| {
        month.len() == 4
            && (3..=6).contains(&number.len())
            && month.chars().chain(number.chars()).all(part)
    })
}

/// Whether a whole link destination is a template's: nothing, `#`, `paper_link`, `https://`,
/// `https://link`, `http://example.com`.
pub fn is_destination(text: &str) -> bool {
    if matches!(text, "" | "#" | "?" | "..." | "…") {
        return true;
    }
    let lower = text.to_ascii_lowercase();
    let after_scheme = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"));
    match after_scheme.map(|rest| rest.trim_end_matches('/')) {
        Some(rest) => {
            // Reserved by RFC 2606: never anybody's page.
            let reserved = ["example.com", "example.org", "example.net"];
            let blank = rest.chars().all(|c| matches!(c, 'x' | '.'));
            blank || reserved.contains(&rest) || is_word(rest)
        }
        None => is_word(&lower),
    }
}

/// Whether a word of a template is among the words of a text that is no path and no address.
fn is_word(text: &str) -> bool {
    let inner = text.trim_matches(|c| "<>{}[]()$".contains(c));
    let mut words = inner.split(['_', '-', ' ']);
    let plain = inner
        .chars()
        .all(|c| c.is_ascii_alphabetic() || "_- ".contains(c));
    let blank = inner.len() > 1 && inner.bytes().all(|b| b == b'x');
    plain && (blank || words.any(|word| WORDS.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_templates_are_told_from_typing_errors() {
        for text in [
            "",
            "XXXX.XXXXX",
            "YYMM.NNNNN",
            "2401.xxxxx",
            "24xx.xxxxx",
            "????.?????",
            "TODO",
        ] {
            assert!(is_id(text), "{text}");
        }
        for text in [
            "0000.00000",
            "0000.0000",
            "2401.00000",
            "9999.99999",
            "1234.56789",
            "1234.5678",
        ] {
            assert!(is_id(text), "{text}");
        }
        for text in [
            "2413.12345",
            "2401.123",
            "2307.000400",
            "24011.1234",
            "2401.1234x",
            "hep-th/99",
            "２４０１",
        ] {
            assert!(!is_id(text), "{text}");
        }
    }

    #[test]
    fn destinations_of_templates_are_told_from_paths() {
        for text in [
            "",
            "#",
            "paper_link",
            "URL",
            "link",
            "<url>",
            "{{link}}",
            "Link to paper",
            "TBD",
            "xxx",
        ] {
            assert!(is_destination(text), "{text}");
        }
        for text in [
            "http://",
            "https://...",
            "https://link/",
            "http://xxx.xxx",
            "https://example.com",
        ] {
            assert!(is_destination(text), "{text}");
        }
        for text in [
            "./notes.md",
            "#section",
            "LICENSE",
            "docs/link",
            "links.md",
            "https://a.org/link",
            "x",
        ] {
            assert!(!is_destination(text), "{text}");
        }
    }
}
