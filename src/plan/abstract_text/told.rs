//! What is said to a person about a text: the few things that tell most, in short quotes. It
//! decides nothing.

use std::cmp::Reverse;

/// So many things are named; the rest is counted.
const MOST: usize = 3;

/// The longest quote, in characters.
const LONGEST: usize = 60;

/// Words in quotes: not more than part of a line.
pub(super) fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => {
            let cut = line[..at].trim_end();
            // A word that is cut off says less than none.
            let cut = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
            format!("“{cut} …”")
        }
        None => format!("“{line}”"),
    }
}

/// Words of the list beside those of arXiv's in whose place they stand.
pub(super) fn both(list: &str, arxiv: &str) -> String {
    format!("{} in the list, {} at arXiv", quoted(list), quoted(arxiv))
}

/// The weightiest of some things, in their order, and how many more there are.
pub(super) fn listed(things: &[(usize, String)], joint: &str) -> String {
    let mut at: Vec<usize> = (0..things.len()).collect();
    at.sort_by_key(|&i| Reverse(things[i].0));
    at.truncate(MOST);
    at.sort_unstable();
    let more = things.len() - at.len();
    let mut named = String::new();
    let mut last = None;
    for &i in &at {
        let thing = things[i].1.as_str();
        let parts = thing.split_once(": ");
        let parts = parts.filter(|(what, _)| !what.starts_with('“'));
        let (what, words) = parts.unwrap_or(("", thing));
        if last == Some(what) && !what.is_empty() {
            named = format!("{named}, {words}");
        } else {
            let joint = last.map_or("", |_| joint);
            named = format!("{named}{joint}{thing}");
        }
        last = Some(what);
    }
    if more == 0 {
        named
    } else {
        format!("{named}{joint}and {more} more")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_end_with_a_word() {
        assert_eq!(quoted(" a  bridge\n sings"), "“a bridge sings”");
        let long = "We count the tones of many old bridges with a cheap sensor in the rain.";
        assert_eq!(
            quoted(long),
            "“We count the tones of many old bridges with a cheap sensor …”"
        );
    }

    #[test]
    fn at_most_three_things_are_named() {
        let things = [(1, "a"), (5, "b"), (2, "c"), (9, "d"), (2, "e")];
        let things = things.map(|(weight, thing)| (weight, thing.to_owned()));
        assert_eq!(listed(&things[..2], "; "), "a; b");
        assert_eq!(listed(&things, "; "), "b; c; d; and 2 more");
        let things = ["of x: “a”", "of x: “b”", "of y: “c”"].map(|t| (1, t.to_owned()));
        assert_eq!(listed(&things, "; "), "of x: “a”, “b”; of y: “c”");
    }
}
