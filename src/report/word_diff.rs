//! Which words differ between two plain texts. Exact: the segments joined again are the two texts,
//! byte for byte.
//!
//! What counts as the same text is not decided here; this only shows a difference that was found
//! elsewhere.

use similar::{DiffTag, TextDiff};
use std::ops::Range;

/// A run of words of one or both texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// In both texts.
    Equal(&'a str),
    /// Only in the old one.
    Removed(&'a str),
    /// Only in the new one.
    Added(&'a str),
}

/// Two aligned byte ranges, one of each text; either may be empty.
#[derive(Clone, Debug)]
struct Pair {
    equal: bool,
    old: Range<usize>,
    new: Range<usize>,
}

/// Below this part of words in common, a word diff is confetti and the texts are shown whole.
const RELATED: f32 = 0.35;

/// An equal word no longer than this, between two replacements, is shown as part of them ("of",
/// "and").
const ISLAND: usize = 3;

/// The segments of two texts in reading order; what was removed comes before what was added in its
/// place.
pub fn diff<'a>(old: &'a str, new: &'a str) -> Vec<Segment<'a>> {
    let pairs = join(align(old, new), old, new);
    let mut segments = Vec::with_capacity(pairs.len() * 2);
    for Pair {
        equal,
        old: o,
        new: n,
    } in pairs
    {
        if equal {
            segments.push(Segment::Equal(&old[o]));
            continue;
        }
        if !o.is_empty() {
            segments.push(Segment::Removed(&old[o]));
        }
        if !n.is_empty() {
            segments.push(Segment::Added(&new[n]));
        }
    }
    segments
}

/// Aligns the tokens, or the texts as wholes where they have too little in common.
fn align(old: &str, new: &str) -> Vec<Pair> {
    let (old_tokens, new_tokens) = (tokens(old), tokens(new));
    let (old_ends, new_ends) = (ends(&old_tokens), ends(&new_tokens));
    let diff = TextDiff::from_slices(&old_tokens, &new_tokens);
    let pairs: Vec<Pair> = diff
        .ops()
        .iter()
        .map(|op| Pair {
            equal: op.tag() == DiffTag::Equal,
            old: bytes(&old_ends, op.old_range()),
            new: bytes(&new_ends, op.new_range()),
        })
        .collect();
    if related(&pairs, old, new) {
        return pairs;
    }
    vec![Pair {
        equal: false,
        old: 0..old.len(),
        new: 0..new.len(),
    }]
}

/// Whether enough of the longer text is shared for a word diff to be readable.
fn related(pairs: &[Pair], old: &str, new: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() as f32;
    let shared: f32 = pairs
        .iter()
        .filter(|p| p.equal)
        .map(|p| letters(&old[p.old.clone()]))
        .sum();
    let (old, new) = (letters(old), letters(new));
    // A text that grew or was cut is related, however much of the longer one is new.
    shared >= RELATED * old.max(new) || (shared > 0.0 && shared >= 0.9 * old.min(new))
}

/// Joins replacements that only white space, punctuation or a short word keeps apart.
fn join(pairs: Vec<Pair>, old: &str, new: &str) -> Vec<Pair> {
    let replaces =
        |p: &Pair| !p.equal && has_word(&old[p.old.clone()]) && has_word(&new[p.new.clone()]);
    let mut joined: Vec<Pair> = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let [.., before, island] = joined.as_mut_slice() else {
            joined.push(pair);
            continue;
        };
        let letters = || {
            old[island.old.clone()]
                .chars()
                .filter(|c| c.is_alphanumeric())
                .count()
        };
        if island.equal && replaces(before) && replaces(&pair) && letters() <= ISLAND {
            before.old.end = pair.old.end;
            before.new.end = pair.new.end;
            joined.pop();
        } else {
            joined.push(pair);
        }
    }
    joined
}

fn has_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Words with the punctuation inside them (`GPT-3`); runs of white space; three dots; other
/// characters one by one.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for run in runs(text) {
        let word = run.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            tokens.extend(single(run));
            continue;
        }
        let lead = run.len() - run.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        tokens.extend(single(&run[..lead]));
        tokens.extend(parts(word));
        tokens.extend(single(&run[lead + word.len()..]));
    }
    tokens
}

/// A word as it is; of scripts written without spaces, each character.
fn parts(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in word.char_indices() {
        if matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff0f}')
        {
            parts.push(&word[start..at]);
            start = at + c.len_utf8();
            parts.push(&word[at..start]);
        }
    }
    parts.push(&word[start..]);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Alternating runs of white space and of everything else.
fn runs(text: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let space = first.is_whitespace();
        let end = rest
            .find(|c: char| c.is_whitespace() != space)
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        runs.push(run);
        rest = after;
    }
    runs
}

/// White space as one token, three dots as one, other characters each as one.
fn single(text: &str) -> Vec<&str> {
    if text.starts_with(char::is_whitespace) {
        return vec![text];
    }
    let (mut tokens, mut rest) = (Vec::new(), text);
    while let Some(c) = rest.chars().next() {
        let ellipsis = rest.starts_with("...");
        let (token, after) = rest.split_at(if ellipsis { 3 } else { c.len_utf8() });
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// The byte offset after each token, with 0 before the first.
fn ends(tokens: &[&str]) -> Vec<usize> {
    let mut at = 0;
    let mut ends = vec![0];
    for token in tokens {
        at += token.len();
        ends.push(at);
    }
    ends
}

fn bytes(ends: &[usize], tokens: Range<usize>) -> Range<usize> {
    ends[tokens.start]..ends[tokens.end]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes segments as git's word diff does.
    fn check(old: &str, new: &str, expected: &str) {
        let segments = diff(old, new);
        let shown: String = segments
            .iter()
            .map(|segment| match segment {
                Segment::Equal(text) => (*text).to_owned(),
                Segment::Removed(text) => format!("[-{text}-]"),
                Segment::Added(text) => format!("{{+{text}+}}"),
            })
            .collect();
        assert_eq!(shown, expected);
        let join = |keep: fn(&Segment<'_>) -> bool| -> String {
            let kept = segments.iter().filter(|s| keep(s));
            kept.map(|s| match s {
                Segment::Equal(t) | Segment::Removed(t) | Segment::Added(t) => *t,
            })
            .collect()
        };
        assert_eq!(join(|s| !matches!(s, Segment::Added(_))), old);
        assert_eq!(join(|s| !matches!(s, Segment::Removed(_))), new);
    }

    #[test]
    fn words_are_compared_and_texts_join_again() {
        check("", "", "");
        check("a b", "a b", "a b");
        check(
            "a language modle with",
            "a language model with",
            "a language [-modle-]{+model+} with",
        );
        check(
            "as GPT-3 (davinci) is",
            "as GPT-4 (davinci) is",
            "as [-GPT-3-]{+GPT-4+} (davinci) is",
        );
        check(
            "Li, Dollar, He",
            "Li, Dollár, He",
            "Li, [-Dollar-]{+Dollár+}, He",
        );
        check(
            "Ann Li, Bo He",
            "Ann Li, Cy Wu, Bo He",
            "Ann Li, {+Cy Wu, +}Bo He",
        );
        check("one two", "one two three", "one two{+ three+}");
        check(
            "one two...",
            "one two three. Four.",
            "one two[-...-]{+ three. Four.+}",
        );
        check(
            "one  two\nthree",
            "one two\nthree",
            "one[-  -]{+ +}two\nthree",
        );
        check("你好，世界 is", "你好，世间 is", "你好，世[-界-]{+间+} is");
    }

    #[test]
    fn replacements_side_by_side_are_one() {
        check(
            "we try bad words now and then",
            "we use good ones now and then",
            "we [-try bad words-]{+use good ones+} now and then",
        );
        check(
            "the state of art is this",
            "the kind of work is this",
            "the [-state of art-]{+kind of work+} is this",
        );
        check(
            "a cat, a great big dog",
            "a dog, a great big cat",
            "a [-cat-]{+dog+}, a great big [-dog-]{+cat+}",
        );
    }

    #[test]
    fn unrelated_texts_are_shown_whole() {
        check(
            "the cat sat on the mat",
            "a model of the world",
            "[-the cat sat on the mat-]{+a model of the world+}",
        );
        check("", "all new", "{+all new+}");
        check("gone", "", "[-gone-]");
        check(
            "We show",
            "We show that long texts may be cut off early",
            "We show{+ that long texts may be cut off early+}",
        );
    }
}
