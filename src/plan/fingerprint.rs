//! What changes and findings are called, so that a decision made about one is known again in the
//! next run: ids, and fingerprints of words. Nothing here decides.

use super::{Field, Finding, Kind};
use crate::list::field;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The version of the folding in [`fold`]: what was noted under another one says nothing.
const FOLDING: &str = "1";

/// Bytes of an id. Of 10,000 ids two are the same once in 5 million lists.
const ID: usize = 6;

/// The words of a text as they are compared, spellings aside.
pub fn fold(text: &str) -> String {
    let tokens = field::plain(text);
    let words: Vec<&str> = tokens.words().map(|(_, word)| word.key.as_str()).collect();
    words.join(" ")
}

/// The fingerprint of a text's words: the same where only the spelling differs. It tells nothing of
/// the text itself.
pub fn words(text: &str) -> String {
    format!("{FOLDING}:{}", hash(&[&fold(text)], 8))
}

/// Which entry of a list: the paper that it names, or else its title, and how many entries above it
/// name the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The paper's id, or the folded title.
    pub key: String,
    /// Entries above with the same key.
    pub occurrence: usize,
}

/// The id of a change: the same while arXiv says the same and the entry is there, whatever else
/// becomes of the list.
pub fn change_id(list: &str, place: &Place, field: Field, kind: Kind, words: &str) -> String {
    let number = place.occurrence.to_string();
    let (field, kind) = (format!("{field:?}"), format!("{kind:?}"));
    hash(
        &["change", list, &place.key, &number, &field, &kind, words],
        ID,
    )
}

/// Gives the findings of a list their ids; `place` tells where an entry is. Of several that say the
/// same of entries that name the same, the entries above count, whatever is found in them; within
/// one entry, their order.
pub fn identify<'p>(
    list: &str,
    place: impl Fn(usize) -> Option<&'p Place>,
    findings: &mut [Finding],
) {
    let mut times: HashMap<[String; 4], usize> = HashMap::new();
    for finding in findings {
        let place = finding.entry.and_then(&place);
        let subject = match &finding.arxiv_id {
            Some(id) => id.to_string(),
            None => place.map_or(String::new(), |place| place.key.clone()),
        };
        let above = place.map_or(0, |place| place.occurrence).to_string();
        let key = [
            format!("{:?}", finding.code),
            subject,
            finding.about.clone(),
            above,
        ];
        let again = times.entry(key.clone()).or_default();
        let [code, subject, about, above] = &key;
        // Of the first, and of what is no entry's, the order alone.
        let number = match above.as_str() {
            "0" => again.to_string(),
            above => format!("{above}.{again}"),
        };
        finding.id = hash(&["finding", list, code, subject, about, &number], ID);
        *again += 1;
    }
}

/// The id of a decision about these things.
pub fn decision_id(parts: &[&str]) -> String {
    hash(parts, 4)
}

/// The first bytes of a hash of some texts, in hexadecimal.
fn hash(parts: &[&str], bytes: usize) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let hash = hash.finalize();
    hash.iter()
        .take(bytes)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Code;

    fn place(key: &str, occurrence: usize) -> Place {
        Place {
            key: key.into(),
            occurrence,
        }
    }

    #[test]
    fn spellings_have_one_fingerprint_and_other_words_another() {
        let same = |a: &str, b: &str| assert_eq!(words(a), words(b), "{a} | {b}");
        same("We show $\\alpha$ -- \"well\".", "We show $α$ – “well”.");
        same("a\n  wrapped   line", "a wrapped line");
        assert_ne!(words("We show seven"), words("We show nine"));
        assert!(words("x").starts_with("1:") && words("x").len() == 18);
    }

    #[test]
    fn an_id_hangs_on_everything_that_a_decision_is_about() {
        let id =
            |list, place: &Place, field, kind, words| change_id(list, place, field, kind, words);
        let first = place("2401.00001", 0);
        let of = id("a.md", &first, Field::Abstract, Kind::Fill, "1:a");
        for other in [
            id("b.md", &first, Field::Abstract, Kind::Fill, "1:a"),
            id(
                "a.md",
                &place("2401.00002", 0),
                Field::Abstract,
                Kind::Fill,
                "1:a",
            ),
            id(
                "a.md",
                &place("2401.00001", 1),
                Field::Abstract,
                Kind::Fill,
                "1:a",
            ),
            id("a.md", &first, Field::Authors, Kind::Fill, "1:a"),
            id("a.md", &first, Field::Abstract, Kind::Correct, "1:a"),
            id("a.md", &first, Field::Abstract, Kind::Fill, "1:b"),
        ] {
            assert_ne!(of, other);
        }
        assert_eq!(of, id("a.md", &first, Field::Abstract, Kind::Fill, "1:a"));
        assert_eq!(of.len(), 2 * ID);
    }

    #[test]
    fn findings_that_say_the_same_are_told_apart_by_their_order_and_not_by_their_line() {
        let places = [place("of owls", 0), place("of bees", 0)];
        let finding = |entry, line| Finding {
            entry: Some(entry),
            ..Finding::new(Code::PlaceholderText, line, "“TODO” only holds a place")
        };
        let ids = |mut findings: Vec<Finding>| -> Vec<String> {
            identify("a.md", |i| places.get(i), &mut findings);
            findings.into_iter().map(|f| f.id).collect()
        };
        let all = ids(vec![finding(0, 3), finding(0, 4), finding(1, 9)]);
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
        assert_eq!(
            all,
            ids(vec![finding(0, 30), finding(0, 40), finding(1, 90)])
        );
    }

    #[test]
    fn what_is_found_of_one_entry_renames_nothing_of_another() {
        // Two entries with one wrong link: the search tells of the lower one a week earlier.
        let places = [place("2401.00001", 0), place("2401.00001", 1)];
        let finding = |at: usize| Finding {
            entry: Some(at),
            arxiv_id: Some("2401.00001".parse().unwrap()),
            ..Finding::new(Code::WrongId, 3, "the link leads to another paper")
        };
        let ids = |mut findings: Vec<Finding>| -> Vec<String> {
            identify("a.md", |i| places.get(i), &mut findings);
            findings.into_iter().map(|f| f.id).collect()
        };
        let both = ids(vec![finding(0), finding(1)]);
        assert_eq!(ids(vec![finding(0)]), both[..1]);
        assert_eq!(ids(vec![finding(1)]), both[1..]);
        assert_ne!(both[0], both[1]);
    }
}
