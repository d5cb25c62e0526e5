//! Does a text between two separators look like one name? Judges by its words alone.

use crate::list::layout::vocabulary::{IN_NAMES, TOPICS};
use crate::text::names::group::{is_group, spoken_for, without_group};
use crate::text::names::particle::is_particle;

/// Whether a name ends with initials without stops.
pub fn trails(text: &str) -> bool {
    let (first, last) = text.trim().split_once(' ').unwrap_or((text, ""));
    let is_initial = |w: &str| w.len() <= 2 && w.chars().all(char::is_uppercase);
    !is_initial(first) && !last.is_empty() && last.split_whitespace().all(is_initial)
}

/// Whether a name has two words, or is initials, or is of a script without blanks between them.
pub fn is_full(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let is_caseless = |w: &str| {
        w.chars()
            .all(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
    };
    if text.chars().count() > 1 && is_caseless(text) {
        return true;
    }
    let is_initials = |w: &str| w.len() <= 8 && w.ends_with('.');
    words.next().is_some_and(is_initials) || words.next().is_some()
}

/// Whether a text between two separators looks like one name.
pub fn is_name(text: &str) -> bool {
    let text = without_marks(text);
    let text = without_group(&text);
    if let Some(group) = spoken_for(text) {
        return group.rsplit(' ').next().is_some_and(is_group);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if words.is_empty() || words.len() > 6 || letters == 0 || text.chars().count() > 60 {
        return false;
    }
    let last = words.len() - 1;
    // `Sabine auf dem Berg`
    let is_small = |w: &str| w.len() <= 3 && w.chars().all(char::is_lowercase) && !is_topic(w);
    // `John. G. McInerney`
    let is_stray = |i: usize| {
        words
            .get(i + 1)
            .is_some_and(|w| w.len() == 2 && w.ends_with('.'))
    };
    let fits = |(i, word): (usize, &&str)| {
        is_name_word(word, i == last || i == 0 && is_stray(i))
            || i > 0 && i < last && is_small(word)
    };
    let lone = words.len() == 1 && is_acronym(words[0]);
    !lone && words.iter().enumerate().all(fits)
}

/// Whether only the family name is a word that names seldom are (`Douglas Stanford`), or nothing
/// says that it is a group (`for the RBC`). Grammar has to say that it is a name.
pub fn is_odd(text: &str) -> bool {
    if spoken_for(text).is_some() {
        return !text.contains('.');
    }
    let (given, family) = text.trim().rsplit_once(' ').unwrap_or(("", text));
    let is_odd = family.starts_with(char::is_uppercase) && is_topic(family);
    // `Bo Lin. NeurIPS` are two sentences.
    let goes_on = |w: &str| !w.ends_with('.') || w.chars().count() == 2;
    is_odd && is_name(given) && given.split_whitespace().all(goes_on)
}

fn is_name_word(word: &str, is_last: bool) -> bool {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    let core = without_raised(core);
    let Some(first) = core.chars().next() else {
        return word
            .chars()
            .all(|c| !c.is_ascii_digit() && !matches!(c, '|' | '[' | ']' | '/' | '+'));
    };
    let lower = core.to_lowercase();
    if is_particle(&lower) || IN_NAMES.contains(&lower.as_str()) {
        return true;
    }
    let cased = first.is_uppercase()
        || core.contains(['\'', '’', '-']) && core.contains(char::is_uppercase);
    let caseless = !first.is_lowercase() && core.chars().count() <= 8;
    let stops =
        !is_last && word.ends_with('.') && core.chars().count() > 3 && !core.contains(['.', '-']);
    let foreign =
        |c: char| c.is_ascii_digit() || matches!(c, '|' | '/' | '=' | '"' | '“' | '?' | '!');
    (cased || caseless)
        && !stops
        && !core.contains(foreign)
        && (!is_topic(&lower) || is_last && core == "An")
}

/// A word without the number of an affiliation at its end (`Abel1`), which may have lost its
/// superscript.
fn without_raised(word: &str) -> &str {
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_number = word.len() - bare.len() <= 2 && bare.chars().count() >= 2;
    if is_number { bare } else { word }
}

fn is_topic(word: &str) -> bool {
    let lower = word.to_lowercase();
    let plain = lower.strip_suffix('s').unwrap_or(&lower);
    TOPICS.contains(&lower.as_str()) || TOPICS.contains(&plain)
}

/// Without what marks an affiliation: `*`, `†`, `^1,2`.
fn without_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut raised = false;
    for c in text.chars() {
        raised = c == '^' || raised && (c.is_ascii_digit() || c == ',');
        if !raised
            && !matches!(
                c,
                '*' | '†' | '‡' | '§' | '¶' | '⁎' | '∗' | '\u{200b}' | '✉' | '\\'
            )
        {
            out.push(c);
        }
    }
    out
}

/// `CVPR`, `ICML`; not `Li`.
pub fn is_acronym(word: &str) -> bool {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    core.chars().count() >= 3 && core.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_behind_the_family_name() {
        let trails = |name| (is_name(name), trails(name));
        assert_eq!(trails("Abel A B"), (true, true));
        assert_eq!(trails("De Bell B"), (true, false));
        assert_eq!(trails("A. Abel"), (true, false));
    }

    #[test]
    fn words_that_are_family_names() {
        assert!(is_name("Jonas Wess") && is_name("Ya-Hui An"));
        assert!(is_name("John. G. McBell") && !is_name("Bell. Networks. A."));
        assert!(is_name(
            "Ada Abel on behalf of the Very Large Net Collaboration"
        ));
        assert!(!is_name("Ada Stanford") && is_odd("Ada Stanford"));
        assert!(!is_odd("Stanford University"));
        assert!(!is_odd("Bo Lin. NeurIPS"));
        assert!(!is_odd("Ada Abel"));
        assert!(is_name("for the Net Hall A Group") && !is_name("for the NET"));
        assert!(is_odd("for the NET") && !is_odd("for the Net. ICML"));
    }
}
