//! Two word sequences laid side by side: where they agree, and the hunks where they do not. Nothing
//! here edits.

use super::words::{BREAK, LOST_URL, Word, without_final_stop};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Words `old` of the one text stand where words `new` of the other do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// Indexes of words of the first text; empty where words are missing.
    pub old: Range<usize>,
    /// Indexes of words of the second text; empty where words are too many.
    pub new: Range<usize>,
}

/// How two texts compare.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// The differing places in order; empty for the same text.
    pub hunks: Vec<Hunk>,
    /// Share of the first text's words that the second has in the same order (0 to 1).
    pub old_kept: f64,
    /// Share of the second text's words that the first has in the same order (0 to 1).
    pub new_covered: f64,
}

/// Aligns two texts by their words. A full stop at the very end is no difference.
pub fn align(old: &[Word], new: &[Word]) -> Alignment {
    let (old, new) = (without_final_stop(old), without_final_stop(new));
    let (old, new) = (Read::new(old, new), Read::new(new, old));
    if old.keys == new.keys {
        return Alignment {
            hunks: Vec::new(),
            old_kept: 1.0,
            new_covered: 1.0,
        };
    }
    let ops = operations(&old.keys, &new.keys);
    let common: usize = ops
        .iter()
        .map(|op| {
            if let DiffOp::Equal { len, .. } = op {
                *len
            } else {
                0
            }
        })
        .sum();
    let share = |of: usize| {
        if of == 0 {
            0.0
        } else {
            common as f64 / of as f64
        }
    };
    Alignment {
        hunks: hunks(&ops, &old, &new),
        old_kept: share(old.keys.len()),
        new_covered: share(new.keys.len()),
    }
}

/// Above this many pairs of words the middle of two texts is not aligned but taken as one
/// difference: two texts of 2,000 words, and arXiv's abstracts have 300 at most.
const MOST_PAIRS: usize = 4_000_000;

fn operations(old: &[Cow<'_, str>], new: &[Cow<'_, str>]) -> Vec<DiffOp> {
    let head = common(old.iter(), new.iter());
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = common(old_rest.iter().rev(), new_rest.iter().rev());
    let (old_len, new_len) = (old_rest.len() - tail, new_rest.len() - tail);
    if old_len.saturating_mul(new_len) <= MOST_PAIRS {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    let equal = |old_index, new_index, len| DiffOp::Equal {
        old_index,
        new_index,
        len,
    };
    vec![
        equal(0, 0, head),
        DiffOp::Replace {
            old_index: head,
            old_len,
            new_index: head,
            new_len,
        },
        equal(head + old_len, head + new_len, tail),
    ]
}

/// How many words are the same from the beginning of both on.
fn common<'a>(
    old: impl Iterator<Item = &'a Cow<'a, str>>,
    new: impl Iterator<Item = &'a Cow<'a, str>>,
) -> usize {
    old.zip(new).take_while(|(a, b)| a == b).count()
}

/// Whether two texts are the same text.
pub fn same(old: &[Word], new: &[Word]) -> bool {
    let (old, new) = (without_final_stop(old), without_final_stop(new));
    let as_written = old.iter().map(|w| &w.key).eq(new.iter().map(|w| &w.key));
    let is_open = |w: &Word| w.key == LOST_URL || w.key == BREAK;
    as_written
        || old.iter().chain(new).any(is_open)
            && Read::new(old, new).keys == Read::new(new, old).keys
}

/// The keys of a text as they are read beside another text: what it leaves open is as the other has
/// it.
pub(super) struct Read<'a> {
    pub keys: Vec<Cow<'a, str>>,
    /// The word where each key begins.
    at: Vec<usize>,
    /// How many words there are.
    end: usize,
}

impl<'a> Read<'a> {
    /// Lost URLs are read as the URLs that the other text has in the same turn. A broken word
    /// (`foo- bar`) is `foobar` as often as the other text has that word more often than this one,
    /// and `foo-bar` otherwise.
    pub fn new(words: &'a [Word], other: &'a [Word]) -> Self {
        let mut urls = other.iter().map(|w| w.key.as_str()).filter(|k| is_url(k));
        let mut spare = spare_words(words, other);
        let (mut keys, mut at) = (Vec::with_capacity(words.len()), Vec::new());
        let mut i = 0;
        while let Some(word) = words.get(i) {
            at.push(i);
            i += 1;
            let turn = is_url(&word.key).then(|| urls.next()).flatten();
            let key = match (word.key.as_str(), words.get(i..i + 2)) {
                (LOST_URL, _) => Cow::Borrowed(turn.unwrap_or(LOST_URL)),
                (BREAK, _) => Cow::Borrowed("-"),
                (start, Some([hyphen, end])) if hyphen.key == BREAK => {
                    let whole = format!("{start}{}", end.key);
                    match spare.get_mut(whole.as_str()).filter(|n| **n > 0) {
                        Some(spare) => {
                            *spare -= 1;
                            i += 2;
                            Cow::Owned(whole)
                        }
                        None => Cow::Borrowed(start),
                    }
                }
                (key, _) => Cow::Borrowed(key),
            };
            keys.push(key);
        }
        let end = words.len();
        Self { keys, at, end }
    }

    /// The words that these keys stand for.
    fn words(&self, keys: &Range<usize>) -> Range<usize> {
        let at = |key: usize| self.at.get(key).copied().unwrap_or(self.end);
        at(keys.start)..at(keys.end)
    }
}

/// How much more often the other text has each word; nothing where no word is broken.
fn spare_words<'a>(words: &'a [Word], other: &'a [Word]) -> HashMap<&'a str, isize> {
    let mut spare = HashMap::new();
    if words.iter().any(|w| w.key == BREAK) {
        for word in other {
            *spare.entry(word.key.as_str()).or_insert(0) += 1;
        }
        for word in words {
            *spare.entry(word.key.as_str()).or_insert(0) -= 1;
        }
    }
    spare
}

fn is_url(key: &str) -> bool {
    key.starts_with("url:")
}

fn hunks(ops: &[DiffOp], old: &Read<'_>, new: &Read<'_>) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::new();
    for op in ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        let (old, new) = (old.words(&op.old_range()), new.words(&op.new_range()));
        match out.last_mut() {
            Some(last) if last.old.end == old.start && last.new.end == new.start => {
                last.old.end = old.end;
                last.new.end = new.end;
            }
            _ => out.push(Hunk { old, new }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{glyph::Glyphs, tex, words};

    fn words_of(text: &str) -> Vec<Word> {
        words::cut(&tex::fold(&Glyphs::plain(text)))
    }

    fn check(old: &str, new: &str, expected: &[(Range<usize>, Range<usize>)]) {
        let a = align(&words_of(old), &words_of(new));
        let hunks: Vec<_> = a.hunks.into_iter().map(|h| (h.old, h.new)).collect();
        assert_eq!(hunks, expected, "{old} | {new}");
        assert_eq!(same(&words_of(old), &words_of(new)), expected.is_empty());
    }

    #[test]
    fn hunks_name_the_words_that_differ() {
        check("a b c", "a b c.", &[]);
        check("a b c", "a x c", &[(1..2, 1..2)]);
        check("a c", "a b c", &[(1..1, 1..2)]);
        check("a b c", "a c", &[(1..2, 1..1)]);
        check("", "a", &[(0..0, 0..1)]);
    }

    #[test]
    fn a_lost_url_is_any_url() {
        check("code at this https URL", "code at https://x.org/y.", &[]);
        check(
            "code at https://z.org",
            "code at https://x.org/y.",
            &[(2..3, 2..3)],
        );
    }

    #[test]
    fn a_broken_word_is_whole_or_hyphenated() {
        check("a multi- modal net", "a multimodal net", &[]);
        check("a multi-\n   modal net", "a multi-modal net", &[]);
        check("a multimodal net", "a multi- modal net", &[]);
        check("a multi- modal net", "a multi- modal net", &[]);
        check("pre- train, pretrain", "pre-train, pretrain", &[]);
        check("pre- and post-norm", "pre- and post-norm", &[]);
        check("a multi- modal net", "a multi modal net", &[(2..3, 2..2)]);
        check("a multi- modal net", "a multimodal tree", &[(4..5, 2..3)]);
        check("a multi- model net", "a multimodal net", &[(1..4, 1..2)]);
    }
}
