//! A text that hardly agrees with arXiv's: whose it is, and how it is replaced as a whole. Also the
//! witness that an abstract is for the question whether an entry and a paper belong together.

use super::align::{Block, Is};
use super::explain::Step;
use super::text::{Text, is_function_word};
use super::write::written;
use super::{Agreement, OtherPapers, ROW_OF_OTHERS};
use crate::list::edit::Edit;
use crate::list::entry::Writing;
use crate::list::field::{Class, Kind, Mark};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Texts with a smaller share of words in common rows are not versions of one another.
const HARDLY: usize = 30;

/// Words in a row that do not agree by chance.
const ROW: usize = 3;

/// Whether hardly any word agrees: of neither text's words many are in rows that agree.
pub(super) fn hardly_agrees(list: &Text<'_>, arxiv: &Text<'_>, blocks: &[Block]) -> bool {
    let (mut ours, mut theirs) = (0, 0);
    for row in blocks.chunk_by(|a, b| a.is != Is::Other && b.is != Is::Other) {
        let words: usize = row.iter().map(|b| b.list.len()).sum();
        if row[0].is != Is::Other && words >= ROW {
            ours += words;
            theirs += row.iter().map(|b| b.arxiv.len()).sum::<usize>();
        }
    }
    100 * ours < HARDLY * list.len()
        && 100 * theirs < HARDLY * arxiv.len()
        && share(list, arxiv).max(share(arxiv, list)) < HARDLY
}

/// What is said of a text that [`is_mostly_own`].
pub(super) const MOSTLY_OWN: &str =
    "most of these words are not arXiv's, and words of arXiv's are missing";

/// Whether the list's own words outnumber those that agree, and words would be put in: what agrees
/// may be a row that two texts share, and not the rest of an abstract.
pub(super) fn is_mostly_own(blocks: &[Block], steps: &[Step]) -> bool {
    let agreeing = blocks.iter().filter(|b| b.is != Is::Other);
    let agreeing: usize = agreeing.map(|b| b.list.len()).sum();
    let own = steps.iter().cloned().filter_map(Step::own);
    let own: usize = own.map(|words| words.len()).sum();
    let puts_in = |step: &Step| matches!(step, Step::Insert { .. });
    own > agreeing && steps.iter().any(puts_in)
}

/// The share of a text's rows of three words that another has, in percent.
pub(super) fn share(of: &Text<'_>, other: &Text<'_>) -> usize {
    let rows: HashSet<&[u32]> = other.ids.windows(ROW).collect();
    let all = of.ids.windows(ROW);
    let count = all.len().max(1);
    100 * all.filter(|row| rows.contains(row)).count() / count
}

/// The other paper that has the words of this text: six in a row in two places.
pub(super) fn owner(list: &Text<'_>, others: &dyn OtherPapers) -> Option<String> {
    let n = list.len();
    let row = |start: usize| {
        let words = start..start + ROW_OF_OTHERS;
        let keys: Vec<&str> = words.map(|i| list.word(i).key.as_str()).collect();
        others.with_row(&keys)
    };
    let half = n / 2;
    let places = |part: Range<usize>| {
        let step = (part.len() / 4).max(1);
        let last = n.saturating_sub(ROW_OF_OTHERS);
        part.step_by(step).filter(move |start| *start <= last)
    };
    if n < 2 * ROW_OF_OTHERS {
        return None;
    }
    let first = places(0..half - ROW_OF_OTHERS + 1).find_map(&row)?;
    let second = places(half..n).filter_map(row).find(|id| *id == first);
    second.map(|_| first)
}

/// The edit that replaces all words; `None` where marks stand among them.
pub(super) fn replaced(list: &Text<'_>, text: &str, writing: Writing) -> Option<Edit> {
    let tokens = match (list.at.first(), list.at.last()) {
        (Some(&first), Some(&last)) => with_punctuation(list, first..last + 1),
        _ => return None,
    };
    let plain = |t: usize| match &list.tokens.list[t].kind {
        Kind::Aside(_) | Kind::Break => false,
        Kind::Open(pair) | Kind::Close(pair) => {
            !pair.mark.is_markup() && tokens.contains(&pair.partner)
                || matches!(pair.mark, Mark::Math | Mark::Tex)
        }
        _ => true,
    };
    let all = tokens.clone().all(plain);
    all.then(|| Edit {
        span: list.bytes(&tokens),
        text: written(text.trim(), writing),
    })
}

/// Tokens with the punctuation that closes the text.
fn with_punctuation(list: &Text<'_>, tokens: Range<usize>) -> Range<usize> {
    let is_plain = |t: &usize| {
        let open_inside = |p: usize| tokens.contains(&p);
        match &list.tokens.list[*t].kind {
            Kind::Punctuation(_) => true,
            Kind::Close(pair) => !pair.mark.is_markup() && open_inside(pair.partner),
            _ => false,
        }
    };
    let more = (tokens.end..list.tokens.list.len())
        .take_while(is_plain)
        .count();
    tokens.start..tokens.end + more
}

/// The least words that can speak against a paper: fewer are a remark.
const FEWEST: usize = 40;

/// What a text says about whether it is this paper's.
pub(super) fn witness(list: &Text<'_>, arxiv: &Text<'_>, earlier: &[Text<'_>]) -> Agreement {
    let best = earlier
        .iter()
        .chain([arxiv])
        .map(|text| share(list, text))
        .max()
        .unwrap_or(0);
    if list.len() > ROW && best > 50 || share(arxiv, list) > 50 {
        return Agreement::Version;
    }
    let is_long = list.len() >= FEWEST && best < 5;
    if is_long && !is_summary(list, arxiv) && !is_translation(list, arxiv) {
        return Agreement::Against;
    }
    Agreement::Nothing
}

/// Whether a text is in another script.
fn is_translation(list: &Text<'_>, arxiv: &Text<'_>) -> bool {
    let foreign = |text: &Text<'_>| 4 * text.foreign(0..text.len()) > text.len();
    foreign(list) && !foreign(arxiv)
}

/// Whether a text says in other words what arXiv's says: it shares many of the words that mean
/// something.
fn is_summary(list: &Text<'_>, arxiv: &Text<'_>) -> bool {
    let says = |text: &Text<'_>| -> HashSet<u32> {
        let word =
            |i: &usize| !is_function_word(text.word(*i)) && text.word(*i).class == Class::Letters;
        (0..text.len()).filter(word).map(|i| text.ids[i]).collect()
    };
    let (ours, theirs) = (says(list), says(arxiv));
    3 * ours.intersection(&theirs).count() > ours.len()
}

/// The words to search arXiv's abstracts by: the longest of the text, which are rare, first.
pub(super) fn rare_words(list: &Text<'_>) -> Vec<String> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for i in 0..list.len() {
        let word = list.word(i);
        if word.class == Class::Letters && !word.math {
            *seen.entry(word.key.as_str()).or_default() += 1;
        }
    }
    let mut words: Vec<&str> = seen
        .keys()
        .copied()
        .filter(|w| w.len() > 6 && w.is_ascii())
        .collect();
    words.sort_unstable_by_key(|w| (std::cmp::Reverse(w.len()), *w));
    words.into_iter().map(str::to_owned).collect()
}
