//! Edits that turn one text into another by replacing only the words that differ.
//!
//! The words come from the normal forms of both texts; the edits are about the list's bytes. Where
//! a boundary of a difference lies inside markup or math, the difference is widened to the next
//! place between plain words.

use crate::list::edit::Edit;
use crate::text::align::Hunk;
use crate::text::words::Word;
use std::ops::Range;

/// A text and its words.
#[derive(Clone, Copy)]
pub struct Worded<'a> {
    /// The bytes that the words' spans are about.
    pub source: &'a str,
    /// The part of `source` that is the text.
    pub span: (usize, usize),
    /// Its words.
    pub words: &'a [Word],
}

impl Worded<'_> {
    /// The bytes between word `i - 1` and word `i`, or between a word and the text's end.
    fn gap(&self, i: usize) -> Range<usize> {
        let start = if i == 0 {
            self.span.0
        } else {
            self.words[i - 1].span.end
        };
        let end = self.words.get(i).map_or(self.span.1, |w| w.span.start);
        start..end.max(start)
    }

    fn gap_text(&self, i: usize) -> &str {
        &self.source[self.gap(i)]
    }

    /// Whether an edit may begin or end before word `i`: only white space is there, and no math is
    /// open.
    fn is_clean(&self, i: usize) -> bool {
        let at = self.gap(i).start;
        let before = &self.source[self.span.0..at];
        let dollars = before.matches('$').count() - before.matches("\\$").count();
        self.gap_text(i).trim().is_empty() && dollars.is_multiple_of(2)
    }
}

/// The edits for all hunks; `write` puts a part of the new text into the list's form.
pub fn edits(
    old: Worded<'_>,
    new: Worded<'_>,
    hunks: &[Hunk],
    write: impl Fn(&str) -> String,
) -> Vec<Edit> {
    widened(old, new, hunks)
        .iter()
        .map(|h| edit(old, new, h, &write).shrunk(old.source))
        .collect()
}

/// Hunks with boundaries where an edit can be made, joined where they meet.
fn widened(old: Worded<'_>, new: Worded<'_>, hunks: &[Hunk]) -> Vec<Hunk> {
    let mut out: Vec<Hunk> = Vec::new();
    for (n, hunk) in hunks.iter().enumerate() {
        let mut h = hunk.clone();
        let floor = out.last().map_or((0, 0), |l| (l.old.end, l.new.end));
        while h.old.start > floor.0
            && h.new.start > floor.1
            && !(old.is_clean(h.old.start) && new.is_clean(h.new.start))
        {
            h.old.start -= 1;
            h.new.start -= 1;
        }
        let ceiling = hunks
            .get(n + 1)
            .map_or((old.words.len(), new.words.len()), |x| {
                (x.old.start, x.new.start)
            });
        while h.old.end < ceiling.0
            && h.new.end < ceiling.1
            && !(old.is_clean(h.old.end) && new.is_clean(h.new.end))
        {
            h.old.end += 1;
            h.new.end += 1;
        }
        match out.last_mut() {
            Some(last) if last.old.end >= h.old.start && last.new.end >= h.new.start => {
                last.old.end = h.old.end;
                last.new.end = h.new.end;
            }
            _ => out.push(h),
        }
    }
    out
}

fn edit(old: Worded<'_>, new: Worded<'_>, h: &Hunk, write: impl Fn(&str) -> String) -> Edit {
    let slice = |r: Range<usize>| write(&new.source[r]);
    let new_gap = |i: usize| !new.gap_text(i).is_empty();
    if let Some(edit) = address(old, new, h) {
        return edit;
    }
    if h.old.end == old.words.len() {
        // To the very end: the old text's closing punctuation goes with it.
        let keeps_gap = h.old.start > 0 && is_taste(old, h.old.start - 1);
        let lead = match h.old.start {
            0 => "",
            _ if keeps_gap || !new_gap(h.new.start) => "",
            _ => " ",
        };
        let start = match h.old.start {
            0 => old.span.0,
            i if keeps_gap => old.gap(i).end,
            i => old.words[i - 1].span.end,
        };
        let from = new
            .words
            .get(h.new.start)
            .map_or(new.span.1, |w| w.span.start);
        return Edit {
            span: start..old.span.1,
            text: format!("{lead}{}", slice(from..new.span.1)),
        };
    }
    if h.new.is_empty() {
        return deletion(old, h, new_gap(h.new.start));
    }
    let text = slice(new.words[h.new.start].span.start..new.words[h.new.end - 1].span.end);
    if h.old.is_empty() {
        return insertion(
            old,
            h.old.start,
            text,
            (new_gap(h.new.start), new_gap(h.new.end)),
        );
    }
    replacement(old, new, h, text)
}

/// Whether white space beside a word is a matter of taste: dashes and quotes.
fn is_taste(text: Worded<'_>, i: usize) -> bool {
    matches!(text.words[i].key.as_str(), "-" | "'")
}

/// Puts words in the place of others. Where only one of the texts has white space between them and
/// their neighbour, the new text's way counts: `(a), b` becomes `(c) with b`. Around dashes and
/// quotes it is a matter of taste, and stays.
fn replacement(old: Worded<'_>, new: Worded<'_>, h: &Hunk, mut text: String) -> Edit {
    let mut span = old.words[h.old.start].span.start..old.words[h.old.end - 1].span.end;
    let blank = |text: &str| !text.is_empty() && text.trim().is_empty();
    if h.old.start > 0 && h.new.start > 0 && !is_taste(old, h.old.start - 1) {
        let (was, is) = (old.gap_text(h.old.start), new.gap_text(h.new.start));
        if was.is_empty() && blank(is) {
            text.insert(0, ' ');
        } else if blank(was) && is.is_empty() {
            span.start = old.gap(h.old.start).start;
        }
    }
    if h.old.end < old.words.len() && h.new.end < new.words.len() && !is_taste(old, h.old.end) {
        let (was, is) = (old.gap_text(h.old.end), new.gap_text(h.new.end));
        if was.is_empty() && blank(is) {
            text.push(' ');
        } else if blank(was) && is.is_empty() {
            span.end = old.gap(h.old.end).end;
        }
    }
    Edit { span, text }
}

/// Another address in the place of one: the list's way of linking stays (`[this https URL](…)`,
/// `[…](…)`, `<…>`).
fn address(old: Worded<'_>, new: Worded<'_>, h: &Hunk) -> Option<Edit> {
    let ([was], [is]) = (&old.words[h.old.clone()], &new.words[h.new.clone()]) else {
        return None;
    };
    if !was.key.starts_with("url:") || !is.key.starts_with("url:") {
        return None;
    }
    let (written, url) = (&old.source[was.span.clone()], &new.source[is.span.clone()]);
    let is_plain = url
        .chars()
        .all(|c| c.is_ascii_graphic() && !"()<>[]\\`".contains(c));
    let inner = written
        .strip_prefix('[')
        .and_then(|w| w.strip_suffix(')'))
        .and_then(|w| w.split_once("]("));
    let text = match inner {
        Some((shown, _)) if shown.contains("://") => format!("[{url}]({url})"),
        Some((shown, _)) => format!("[{shown}]({url})"),
        None if written.starts_with('<') => format!("<{url}>"),
        None => url.to_owned(),
    };
    is_plain.then(|| Edit {
        span: was.span.clone(),
        text,
    })
}

/// Puts words between two others; `blanks` says on which sides the new text has white space.
fn insertion(old: Worded<'_>, i: usize, text: String, blanks: (bool, bool)) -> Edit {
    let gap = old.gap(i);
    let pad = |yes: bool| if yes { " " } else { "" };
    match (gap.is_empty(), blanks) {
        (true, (left, right)) => Edit {
            span: gap,
            text: format!("{}{text}{}", pad(left && i > 0), pad(right)),
        },
        (false, (left, true)) => Edit {
            span: gap.start..gap.start,
            text: format!("{}{text}{}", pad(left && i > 0), pad(i == 0)),
        },
        (false, (true, false)) => Edit {
            span: gap.end..gap.end,
            text,
        },
        (false, (false, false)) => Edit { span: gap, text },
    }
}

/// Takes words out, with the white space that would be left over.
fn deletion(old: Worded<'_>, h: &Hunk, keep_blank: bool) -> Edit {
    let (left, right) = (old.gap(h.old.start), old.gap(h.old.end));
    let words = left.end..right.start;
    let span = match (
        h.old.start > 0 && keep_blank,
        left.is_empty(),
        right.is_empty(),
    ) {
        (false, _, _) => left.start..right.end,
        (true, _, false) => left.start..words.end,
        (true, _, true) => words,
    };
    Edit {
        span,
        text: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::edit::EditSet;
    use crate::text::{align, glyph::Glyphs, tex, words};

    fn check(old: &str, new: &str, expected: &str) {
        let cut = |t: &str| words::cut(&tex::fold(&Glyphs::plain(t)));
        let (a, b) = (cut(old), cut(new));
        let (a, b) = (words::without_final_stop(&a), words::without_final_stop(&b));
        let hunks = align::align(a, b).hunks;
        let old_text = Worded {
            source: old,
            span: (0, old.len()),
            words: a,
        };
        let new_text = Worded {
            source: new,
            span: (0, new.len()),
            words: b,
        };
        let set = EditSet::new(old, edits(old_text, new_text, &hunks, str::to_owned)).unwrap();
        assert_eq!(set.apply(old), expected);
    }

    #[test]
    fn only_the_words_that_differ_change() {
        check(
            "a  quick “fox” jumps",
            "a slow \"fox\" jumps.",
            "a  slow “fox” jumps",
        );
        check("a b d", "a b c d", "a b c d");
        check("a b, d", "a b, c d", "a b, c d");
        check("by (a), b way", "by (a) with way", "by (a) with way");
        check(
            "geometry and limits, so",
            "geometry, e.g. so",
            "geometry, e.g. so",
        );
        check("a – b", "a--c", "a – c");
        check("b c", "a b c", "a b c");
        check("a x b", "a b", "a b");
        check("a x, b", "a, b", "a, b");
        check("x a b", "a b", "a b");
        check("a (b) c", "a c", "a c");
        check("foo bar", "foo, bar", "foo, bar");
        check("foo bar", "foo \"bar", "foo \"bar");
        check("a b x", "a b", "a b");
    }

    #[test]
    fn a_cut_text_is_completed_to_its_end() {
        check(
            "We show that...",
            "We show that it works. It does.",
            "We show that it works. It does.",
        );
        check("We show", "We show that.", "We show that.");
    }

    #[test]
    fn math_is_replaced_whole() {
        check(
            r"rate $O(n)$ holds",
            r"rate $O(m)$ holds",
            r"rate $O(m)$ holds",
        );
        check(r"the $\alpha$-x y", r"the $\beta$-x y", r"the $\beta$-x y");
    }
}
