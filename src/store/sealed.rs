//! JSON rows that carry a checksum: what a disk has damaged is not written into lists. Rows of
//! older programs have none, and are taken as they are until arXiv is asked for them again.

use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write as _;

const KEY: &str = "\"sum\":\"";

/// Letters of a checksum: more than enough against chance, which is all that it is for.
const LEN: usize = 16;

/// The text of an object or an array with its checksum as its first member.
pub(super) fn seal(json: &str) -> String {
    let (open, rest) = json.split_at(1);
    let sum = sum(json);
    let comma = if rest.len() > 1 { "," } else { "" };
    match open {
        "[" => format!("[{{{KEY}{sum}\"}}{comma}{rest}"),
        _ => format!("{open}{KEY}{sum}\"{comma}{rest}"),
    }
}

/// The text that was sealed; `None` where it is no longer the same.
pub(super) fn open(text: &str) -> Option<Cow<'_, str>> {
    let (start, end) = match text.as_bytes().first()? {
        b'[' => ("[{", "\"}"),
        _ => ("{", "\""),
    };
    let Some(sealed) = text.strip_prefix(start).and_then(|t| t.strip_prefix(KEY)) else {
        return Some(Cow::Borrowed(text));
    };
    let (found, rest) = sealed.split_at_checked(LEN)?;
    let rest = rest.strip_prefix(end)?;
    let json = format!("{}{}", &text[..1], rest.strip_prefix(',').unwrap_or(rest));
    (found == sum(&json)).then_some(Cow::Owned(json))
}

fn sum(json: &str) -> String {
    let mut out = String::with_capacity(LEN);
    for byte in Sha256::digest(json.as_bytes()).iter().take(LEN / 2) {
        // Writing to a string does not fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 4] = [r#"{"a":"any","b":[1]}"#, "{}", "[]", r#"[{"a":1},{"a":2}]"#];

    #[test]
    fn what_was_sealed_is_there_again() {
        for json in TEXTS {
            let sealed = seal(json);
            assert!(serde_json::from_str::<serde_json::Value>(&sealed).is_ok());
            assert_eq!(open(&sealed).as_deref(), Some(json));
            assert_eq!(open(json).as_deref(), Some(json), "an older row");
        }
    }

    #[test]
    fn no_other_letter_goes_unnoticed() {
        for json in TEXTS {
            let sealed = seal(json);
            for at in 0..sealed.len() {
                for other in ["x", ",", "", "xx"] {
                    let mut damaged = sealed.clone();
                    damaged.replace_range(at..=at, other);
                    let got = open(&damaged);
                    // With its key damaged, the row is an older one, and its text is whole.
                    let is_whole = got.as_deref().is_none_or(|text| {
                        text == json || text == damaged && damaged.ends_with(&json[1..])
                    });
                    assert!(is_whole || damaged == sealed, "{damaged}: {got:?}");
                }
            }
        }
    }
}
