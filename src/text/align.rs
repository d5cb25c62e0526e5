//! Two word sequences laid side by side: where they agree, and the hunks where they do not. Nothing here edits.

use super::words::{LOST_URL, Word, without_final_stop};
use similar::{Algorithm, DiffOp, capture_diff_slices};
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
    let old_keys: Vec<&str> = keys_with_urls_of(old, new).collect();
    let new_keys: Vec<&str> = keys_with_urls_of(new, old).collect();
    if old_keys == new_keys {
        return Alignment {
            hunks: Vec::new(),
            old_kept: 1.0,
            new_covered: 1.0,
        };
    }
    let ops = capture_diff_slices(Algorithm::Myers, &old_keys, &new_keys);
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
        hunks: hunks(&ops),
        old_kept: share(old.len()),
        new_covered: share(new.len()),
    }
}

/// Whether two texts are the same text.
pub fn same(old: &[Word], new: &[Word]) -> bool {
    let (old, new) = (without_final_stop(old), without_final_stop(new));
    old.len() == new.len() && keys_with_urls_of(old, new).eq(keys_with_urls_of(new, old))
}

/// The keys of `old`, its lost URLs read as the URLs that `new` has in the same turn.
fn keys_with_urls_of<'a>(old: &'a [Word], new: &'a [Word]) -> impl Iterator<Item = &'a str> {
    let mut urls = new.iter().map(|w| w.key.as_str()).filter(|k| is_url(k));
    old.iter().map(move |w| {
        let turn = is_url(&w.key).then(|| urls.next()).flatten();
        match turn {
            Some(url) if w.key == LOST_URL => url,
            _ => w.key.as_str(),
        }
    })
}

fn is_url(key: &str) -> bool {
    key.starts_with("url:")
}

fn hunks(ops: &[DiffOp]) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::new();
    for op in ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        let (old, new) = (op.old_range(), op.new_range());
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
}
