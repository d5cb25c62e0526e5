//! Text that stands for missing text: `--`, `TBD`, `The abstract of the paper.`

/// Whether a field's plain text only holds its place.
///
/// Only texts that say nothing about any paper count; a short text of the maintainer's own is none.
pub fn is_placeholder(text: &str) -> bool {
    is_leftover(text) || WORDS.contains(&bare(text).as_str())
}

/// Whether a text was left over from a list's template; unlike `Coming soon.`, it tells a reader
/// nothing wherever it stands.
pub fn is_leftover(text: &str) -> bool {
    let bare = bare(text);
    is_sign(text) || is_template_sentence(&bare)
}

/// Whether a text is signs alone (`-`).
pub fn is_sign(text: &str) -> bool {
    !text.trim().is_empty() && bare(text).is_empty()
}

fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Letters and digits only, in lower case.
const WORDS: &[&str] = &[
    "tbd",
    "tba",
    "todo",
    "na",
    "none",
    "null",
    "nil",
    "xxx",
    "comingsoon",
    "tobeadded",
    "tobeannounced",
    "tobeupdated",
    "abstract",
    "authors",
    "author",
    "abstracthere",
    "authorshere",
    "firstauthorsecondauthor",
    "author1author2",
    "empty",
    "unknown",
    "notavailable",
    "pending",
    "placeholder",
    "fillme",
    "待补充",
    "暂无",
    "无",
];

/// "The abstract of the paper.", "The brief introduction about this work. Optional."
fn is_template_sentence(bare: &str) -> bool {
    let bare = bare.strip_suffix("optional").unwrap_or(bare);
    let bare = bare.strip_prefix("the").unwrap_or(bare);
    let subject = [
        "abstract",
        "authors",
        "author",
        "title",
        "link",
        "summary",
        "briefintroduction",
        "introduction",
        "authorlist",
    ];
    let rest = subject.iter().find_map(|s| bare.strip_prefix(s));
    rest.is_some_and(|r| {
        matches!(
            r,
            "ofthepaper"
                | "ofthispaper"
                | "aboutthiswork"
                | "ofthiswork"
                | "ofthework"
                | "aboutthepaper"
                | "goeshere"
                | "here"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_recognised_and_words_are_not() {
        for text in [
            "--",
            "--.",
            "-",
            "TBD",
            "N/A",
            "TODO",
            "The abstract of the paper.",
            "…",
            "Coming soon.",
            "The brief introduction about this work. Optional.",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        assert!(is_leftover("--.") && !is_leftover("Coming soon."));
        for text in [
            "",
            "LLaVA-1.5",
            "A survey.",
            "The abstract game of Go is solved.",
            "None of the models learns.",
            "Li Wu",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
