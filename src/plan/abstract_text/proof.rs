//! Reads an edited text again from its bytes. What does not hold then is not applied.

use super::align::Is;
use super::explain::{Comparison, Step};
use super::region::{is_dots, sign};
use super::residue;
use super::text::Text;
use crate::list::edit::Edit;
use crate::list::field::{Kind, Tokens};
use compact_str::CompactString;
use std::collections::HashMap;
use std::ops::Range;

/// What an edit must leave as it is: marks, what they are around, and the list's own words.
pub(super) struct Held {
    /// The ends of markup, asides and breaks, byte for byte.
    marks: Vec<String>,
    /// What each pair of markup is around.
    pairs: Vec<Holds>,
    /// Words that are not arXiv's and stay.
    own: Vec<CompactString>,
    /// Words that come, or that may stand elsewhere afterwards.
    free: Vec<CompactString>,
}

/// The words of a pair.
struct Holds {
    /// Those that agree with arXiv's.
    aligned: Vec<CompactString>,
    /// Those that do not, and stay.
    own: Vec<CompactString>,
    /// Whether there is any word at all.
    any: bool,
}

/// What becomes of a word of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Aligned,
    Own,
    Goes,
}

/// So many pairs are looked at: nested ones hold the same words again and again.
const MOST_PAIRS: usize = 200;

impl Held {
    /// What a text holds, once `steps` are done; `written` is the text that edits wrote into it.
    pub fn new(of: &Comparison<'_, '_>, steps: &[Step], written: &[Range<usize>]) -> Self {
        let fates = fates(of, steps);
        let keys = |words: Range<usize>, fate: Fate| -> Vec<CompactString> {
            let is = |i: &usize| fates[*i] == fate;
            words
                .filter(is)
                .map(|i| of.list.word(i).key.clone())
                .collect()
        };
        let marks = marks_of(of, &fates, completes(of, steps), written);
        let pairs = marks
            .iter()
            .filter_map(|(tokens, is_pair)| is_pair.then_some(tokens));
        let holds = |tokens: &Range<usize>| {
            let words = of.list.words_in(tokens);
            Holds {
                aligned: keys(words.clone(), Fate::Aligned),
                own: sorted(keys(words.clone(), Fate::Own)),
                any: !words.is_empty(),
            }
        };
        let pairs = pairs.take(MOST_PAIRS).map(holds).collect();
        let bytes = |(tokens, is_pair): &(Range<usize>, bool)| {
            let tokens = match is_pair {
                true => tokens.start..tokens.start + 1,
                false => tokens.clone(),
            };
            of.list.source(&tokens).to_owned()
        };
        let missing = of.blocks.iter().filter(|b| b.is == Is::Other);
        let missing = missing.flat_map(|b| b.arxiv.clone());
        let mut free: Vec<CompactString> = missing.map(|j| of.arxiv.word(j).key.clone()).collect();
        free.extend(keys(0..of.list.len(), Fate::Goes));
        Self {
            marks: marks.iter().map(bytes).collect(),
            pairs,
            own: sorted(keys(0..of.list.len(), Fate::Own)),
            free,
        }
    }

    /// What of this does not hold any more.
    pub fn broken(&self, after: &Self) -> Option<&'static str> {
        if self.marks != after.marks || self.pairs.len() != after.pairs.len() {
            return Some("marks of the list would change");
        }
        if self.own != after.own {
            return Some("words of the list's own would change");
        }
        let mut pairs = self.pairs.iter().zip(&after.pairs);
        let holds = pairs.all(|(was, is)| was.any == is.any && self.keeps(was, is));
        (!holds).then_some("marks of the list would be around other words")
    }

    /// Whether a pair has all words that it had, and besides only such as are written.
    fn keeps(&self, was: &Holds, is: &Holds) -> bool {
        let mut more = count(&is.aligned);
        for word in &was.aligned {
            *more.entry(word).or_default() -= 1;
        }
        if was.own != is.own || more.values().any(|n| *n < 0) {
            return false;
        }
        let free = count(&self.free);
        more.iter()
            .all(|(word, n)| *n <= free.get(word).copied().unwrap_or_default())
    }
}

fn count(words: &[CompactString]) -> HashMap<&str, isize> {
    let mut count = HashMap::new();
    for word in words {
        *count.entry(word.as_str()).or_default() += 1;
    }
    count
}

fn sorted(mut words: Vec<CompactString>) -> Vec<CompactString> {
    words.sort_unstable();
    words
}

fn fates(of: &Comparison<'_, '_>, steps: &[Step]) -> Vec<Fate> {
    let mut fates = vec![Fate::Aligned; of.list.len()];
    for block in of.blocks.iter().filter(|b| b.is == Is::Other) {
        fates[block.list.clone()].fill(Fate::Own);
    }
    for step in steps {
        let words = match step {
            Step::Replace { list, .. } => list.clone(),
            Step::Remove { block, .. } => of.blocks[*block].list.clone(),
            Step::Insert { drop, .. } => of.list.words_in(drop),
            Step::Own(_) => continue,
        };
        fates[words].fill(Fate::Goes);
    }
    fates
}

/// The marks of a text in order, with their tokens: of a pair of markup all that is between its
/// ends, and true; of an end, an aside or a break just those. What came with text of arXiv's own is
/// not the list's, residue is nobody's, and brackets whose words go were another version's.
fn marks_of(
    of: &Comparison<'_, '_>,
    fates: &[Fate],
    completes: bool,
    written: &[Range<usize>],
) -> Vec<(Range<usize>, bool)> {
    let tokens = of.list.tokens;
    let residue = residue::tags(tokens);
    let came = |t: usize| {
        let span = &tokens.list[t].span;
        let inside = |w: &Range<usize>| w.start <= span.start && span.end <= w.end;
        let text = tokens.text(t);
        let has =
            |a: usize| is_mark(&of.arxiv.tokens.list[a].kind) && of.arxiv.tokens.text(a) == text;
        written.iter().any(inside) && (0..of.arxiv.tokens.list.len()).any(has)
    };
    let mut out = Vec::new();
    let mut t = 0;
    while t < tokens.list.len() {
        let at = t;
        t += 1;
        let kind = &tokens.list[at].kind;
        if of.asides.start(at) == Some(at) && !is_mark(kind) {
            t = of.list.partner(at).map_or(t, |close| close + 1);
            let words = of.list.words_in(&(at..t));
            let dots = completes && is_dots(of.list, &(at..t));
            let goes = !words.is_empty() && fates[words].iter().all(|f| *f == Fate::Goes) || dots;
            if !goes {
                out.push((at..t, false));
            }
            continue;
        }
        if !is_mark(kind) || residue.contains(&at) || came(at) {
            continue;
        }
        out.push(match kind {
            Kind::Open(pair) => (at..pair.partner, true),
            _ => (at..at + 1, false),
        });
    }
    out
}

/// Whether the end of a text that was cut off is written: the dots there go.
fn completes(of: &Comparison<'_, '_>, steps: &[Step]) -> bool {
    let at_end = |step: &Step| match step {
        Step::Insert { block, .. } => of.blocks[*block].list.end == of.list.len(),
        _ => false,
    };
    steps.iter().any(at_end)
}

fn is_mark(kind: &Kind) -> bool {
    match kind {
        Kind::Open(pair) | Kind::Close(pair) => pair.mark.is_markup(),
        Kind::Aside(_) | Kind::Break => true,
        _ => false,
    }
}

/// Whether an edit takes signs of the list's own that are not among the words of its step, and does
/// not write them: half of a pair, or what is no punctuation of a sentence (`#`, `@`, `/`).
pub(super) fn loses_signs(of: &Comparison<'_, '_>, step: &Step, edit: &Edit) -> bool {
    let words = match step {
        Step::Replace { list, .. } => list.clone(),
        Step::Remove { block, .. } => of.blocks[*block].list.clone(),
        Step::Insert { drop, .. } => of.list.words_in(drop),
        Step::Own(_) => return false,
    };
    let inner = match words.is_empty() {
        true => 0..0,
        false => of.list.at[words.start]..of.list.at[words.end - 1] + 1,
    };
    let tokens = &of.list.tokens.list;
    let start = tokens.partition_point(|t| t.span.start < edit.span.start);
    let end = tokens.partition_point(|t| t.span.end <= edit.span.end);
    let own = |t: &usize| match &tokens[*t].kind {
        Kind::Open(pair) | Kind::Close(pair) => !(start..end).contains(&pair.partner),
        Kind::Punctuation(c) => !".,;:!?…-()[]".contains(*c),
        _ => false,
    };
    let mut written: Vec<char> = edit.text.chars().map(sign).collect();
    let taken = (start..end).filter(|t| !inner.contains(t) && own(t));
    let mut signs =
        taken.flat_map(|t| of.list.tokens.text(t).chars().map(sign).collect::<Vec<_>>());
    signs.any(|c| match written.iter().position(|w| *w == c) {
        Some(at) => {
            written.swap_remove(at);
            false
        }
        None => true,
    })
}

/// Where the text of some edits stands in a field once they are applied; they are in order, and the
/// field starts at `from`.
pub(super) fn written(edits: &[Edit], from: usize) -> Vec<Range<usize>> {
    let mut out = Vec::with_capacity(edits.len());
    let (mut more, mut less) = (0, 0);
    for edit in edits {
        let start = edit.span.start - from + more - less;
        out.push(start..start + edit.text.len());
        more += edit.text.len();
        less += edit.span.len();
    }
    out
}

/// Whether what edits wrote has become one word with what stands beside it, or touches a word where
/// arXiv has a blank.
pub(super) fn joins_words(after: &Comparison<'_, '_>, written: &[Range<usize>]) -> bool {
    let (list, arxiv) = (after.list, after.arxiv);
    let divides = |text: &Text<'_>, gap: Range<usize>, or: fn(&Kind) -> bool| {
        let mut kinds = text.tokens.list[gap].iter().map(|t| &t.kind);
        kinds.any(|kind| matches!(kind, Kind::Blank | Kind::Break) || or(kind))
    };
    let is_written = |gap: &Range<usize>| {
        let gap = list.bytes(gap);
        written
            .iter()
            .any(|w| w.start <= gap.end && gap.start <= w.end)
    };
    // The capital of one of arXiv's words may be all that is new of it.
    let is_half_written = |i: usize| {
        let word = &list.tokens.list[list.at[i]].span;
        let inside = |at: usize| word.start < at && at < word.end;
        written.iter().any(|w| inside(w.start) || inside(w.end))
    };
    let other = after.blocks.iter().filter(|b| b.is != Is::Same);
    if other.flat_map(|b| b.list.clone()).any(is_half_written) {
        return true;
    }
    let same = after.blocks.iter().filter(|b| b.is == Is::Same);
    let mut gaps = same.flat_map(|b| {
        let behind_first = b.list.clone().zip(b.arxiv.clone()).skip(1);
        behind_first.map(|(l, a)| (list.gap(l), arxiv.gap(a)))
    });
    gaps.any(|(here, there)| {
        is_written(&here)
            && divides(arxiv, there, |_| false)
            && !divides(list, here, |kind| {
                matches!(kind, Kind::Punctuation(_) | Kind::Aside(_))
            })
    })
}

/// Whether two texts have other marks.
pub(super) fn harms_marks(before: &Tokens<'_>, after: &Tokens<'_>) -> bool {
    let marks = |tokens: &Tokens<'_>| -> Vec<String> {
        let residue = residue::tags(tokens);
        let is = |t: &usize| is_mark(&tokens.list[*t].kind) && !residue.contains(t);
        let marks = (0..tokens.list.len()).filter(is);
        marks.map(|t| tokens.text(t).to_owned()).collect()
    };
    marks(before) != marks(after)
}
