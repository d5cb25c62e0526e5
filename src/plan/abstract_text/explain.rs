//! What each run of words that differ is, in the order of the design's table, and what is to be
//! done about it. It makes no edits.

use super::align::{Block, Is};
use super::asides::{Asides, is_emphasis};
use super::earlier::Earlier;
use super::region::signs;
use super::text::{Border, Text};
use super::tidy_up::WIDE;
use super::{OtherPapers, residue, told};
use crate::list::field::{Class, Kind, Mark};
use std::ops::Range;

/// One step of a repair, or what is known to be no mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Words of arXiv's are written at the place of this block; these tokens of the list go.
    Insert { block: usize, drop: Range<usize> },
    /// Words take the place of others; `known` where an earlier version says what they are.
    Replace {
        list: Range<usize>,
        arxiv: Range<usize>,
        known: bool,
    },
    /// Words go.
    Remove { block: usize, why: Why },
    /// The list's own words stay.
    Own(Range<usize>),
}

/// Why words go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// They stand twice side by side.
    Copy,
    /// They are not this text's: moved, residue, an earlier version's or another paper's.
    Foreign,
}

impl Step {
    /// The own words that stay.
    pub(super) fn own(self) -> Option<Range<usize>> {
        match self {
            Self::Own(words) => Some(words),
            _ => None,
        }
    }
}

/// All that is known of a text beside arXiv's.
pub(super) struct Comparison<'a, 't> {
    pub list: &'a Text<'t>,
    pub arxiv: &'a Text<'t>,
    pub blocks: &'a [Block],
    pub asides: &'a Asides,
    pub earlier: &'a [Earlier],
    pub others: &'a dyn OtherPapers,
}

/// What became of all blocks.
#[derive(Default)]
pub(super) struct Explained {
    /// What is understood.
    pub steps: Vec<Step>,
    /// What would be done about what is not.
    pub guesses: Vec<Step>,
    /// What is not, in words, with how many words it is about; the field is a proposal.
    pub doubts: Vec<(usize, String)>,
    /// The earlier versions whose words were found.
    pub versions: Vec<u32>,
    /// Words too many that an earlier version would explain.
    pub wants_versions: bool,
}

/// From this many plain words on, own words may be arXiv's in other words.
const OWN_SENTENCE: usize = 8;

/// Explains all blocks.
pub(super) fn explain(comparison: &Comparison<'_, '_>) -> Explained {
    let mut out = Explained::default();
    for k in 0..comparison.blocks.len() {
        if comparison.blocks[k].is == Is::Other {
            let steps = comparison.block(k, &mut out);
            match steps.and_then(|steps| comparison.whole_words(steps)) {
                Ok(steps) => out.steps.extend(steps),
                Err(doubt) => {
                    out.guesses.push(comparison.guess(k));
                    let block = &comparison.blocks[k];
                    let weight = block.list.len().max(block.arxiv.len());
                    out.doubts.push((weight, doubt));
                }
            }
        }
    }
    let unlike = comparison.unlike_words(&out.steps);
    out.doubts.extend(unlike.map(|doubt| (usize::MAX, doubt)));
    out
}

pub(super) type Steps = Result<Vec<Step>, String>;

impl Comparison<'_, '_> {
    fn block(&self, k: usize, out: &mut Explained) -> Steps {
        let block = &self.blocks[k];
        if self.leaves_out(block) {
            return Err(format!(
                "the list leaves words out there: {}",
                self.wanted(&block.arxiv)
            ));
        }
        if block.list.is_empty() {
            return self.missing(k);
        }
        if let Some((version, words)) = self.version_of(block) {
            out.versions.push(version.number);
            return self.replace_version(k, version, words);
        }
        let plain = self.plain(&block.list);
        if block.arxiv.is_empty() {
            self.extra(k, plain, out)
        } else if plain.is_empty() {
            self.beside_asides(k)
        } else {
            self.other(k, plain, out)
        }
    }

    /// The steps, where none of them would write or take a part of a word only.
    fn whole_words(&self, steps: Vec<Step>) -> Steps {
        for step in &steps {
            let words = match step {
                Step::Replace { list, .. } => list.clone(),
                Step::Remove { block, .. } => self.blocks[*block].list.clone(),
                Step::Insert { drop, .. } => self.list.words_in(drop),
                Step::Own(_) => continue,
            };
            if !words.is_empty() && (self.is_glued(words.start) || self.is_glued(words.end)) {
                return Err(format!("marks stand within a word: {}", self.said(&words)));
            }
        }
        Ok(steps)
    }

    /// What would make a block arXiv's text.
    fn guess(&self, k: usize) -> Step {
        let block = &self.blocks[k];
        let list = self.plain(&block.list);
        if block.arxiv.is_empty() {
            Step::Remove {
                block: k,
                why: Why::Foreign,
            }
        } else if list.is_empty() {
            self.insert(k)
        } else {
            Step::Replace {
                list,
                arxiv: block.arxiv.clone(),
                known: true,
            }
        }
    }

    /// From the first to the last of some words that is not in an aside; empty where all are.
    fn plain(&self, words: &Range<usize>) -> Range<usize> {
        let is_plain = |i: &usize| !self.asides.has(self.list.at[*i]);
        let first = words.clone().find(is_plain);
        let last = words.clone().rev().find(is_plain);
        match (first, last) {
            (Some(first), Some(last)) => first..last + 1,
            _ => words.start..words.start,
        }
    }

    pub(super) fn said(&self, words: &Range<usize>) -> String {
        told::quoted(self.list.words_source(words))
    }

    /// Words of the list, and those of arXiv's in whose place they stand.
    pub(super) fn both(&self, list: &Range<usize>, arxiv: &Range<usize>) -> String {
        let (ours, theirs) = (self.list.words_source(list), self.arxiv.words_source(arxiv));
        told::both(ours, theirs)
    }

    pub(super) fn wanted(&self, words: &Range<usize>) -> String {
        told::quoted(self.arxiv.words_source(words))
    }

    /// Whether dots of the list's own stand in the place of arXiv's words, and the text goes on.
    fn leaves_out(&self, block: &Block) -> bool {
        let gaps = |text: &Text<'_>, words: &Range<usize>| {
            text.gap(words.start).start..text.gap(words.end).end
        };
        let tokens = gaps(self.list, &block.list);
        let dots = |t: usize| self.list.tokens.list[t].kind == Kind::Punctuation('…');
        !block.arxiv.is_empty()
            && block.list.end < self.list.len()
            && tokens.clone().any(dots)
            && !signs(self.arxiv, &gaps(self.arxiv, &block.arxiv)).contains('…')
    }

    fn missing(&self, k: usize) -> Steps {
        let block = &self.blocks[k];
        let is_address = |i: usize| self.arxiv.word(i).class == Class::Address;
        let gap = self.list.gap(block.list.start);
        let is_aside = |t: usize| matches!(self.list.tokens.list[t].kind, Kind::Aside(_));
        if block.arxiv.len() <= 2
            && block.arxiv.clone().any(is_address)
            && gap.clone().any(is_aside)
        {
            return Err(format!(
                "an address may stand there in another form: {}",
                self.wanted(&block.arxiv)
            ));
        }
        if self.is_in_a_mark(&block.arxiv, &gap) {
            return Ok(Vec::new());
        }
        Ok(vec![self.insert(k)])
    }

    /// Whether the words are there after all: a number taken for the mark of a list's item, or the
    /// label of a link (`[4][5]`).
    fn is_in_a_mark(&self, words: &Range<usize>, gap: &Range<usize>) -> bool {
        let source = self.arxiv.words_source(words);
        let is_number = words.len() == 1 && self.arxiv.word(words.start).class == Class::Number;
        let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
        gap.clone().any(|t| {
            let text = self.list.tokens.text(t);
            match &self.list.tokens.list[t].kind {
                Kind::Break => is_number && digits(text) == source,
                Kind::Close(pair) if pair.mark.is_markup() => text
                    .strip_prefix("][")
                    .is_some_and(|label| label.trim_end_matches(']') == source),
                _ => false,
            }
        })
    }

    fn insert(&self, block: usize) -> Step {
        let at = self.list.gap(self.blocks[block].list.start).start;
        Step::Insert {
            block,
            drop: at..at,
        }
    }

    fn extra(&self, k: usize, plain: Range<usize>, out: &mut Explained) -> Steps {
        let words = self.blocks[k].list.clone();
        let set_off = plain.is_empty();
        if set_off && !self.is_emphasised(&words)
            || self.is_command(&words)
            || self.is_braced(&words)
        {
            return Ok(Vec::new());
        }
        let remove = |why: Why| Ok(vec![Step::Remove { block: k, why }]);
        if self.is_missing_elsewhere(&words) {
            return remove(Why::Foreign);
        }
        if self.is_doubled(&words) {
            return remove(Why::Copy);
        }
        if set_off {
            return Ok(Vec::new());
        }
        let text = self.list.words_source(&words);
        if residue::is_page_text(text) && words.end == self.list.len() {
            return remove(Why::Foreign);
        }
        if self.others.with_row(&self.list_keys(&words)).is_some()
            && words.len() >= super::ROW_OF_OTHERS
        {
            return remove(Why::Foreign);
        }
        let own = self.own(&words, &plain);
        out.wants_versions |= own.is_err() || plain.len() >= OWN_SENTENCE;
        own
    }

    /// Only asides stand where arXiv has words.
    fn beside_asides(&self, k: usize) -> Steps {
        let block = &self.blocks[k];
        let has_address = block
            .arxiv
            .clone()
            .any(|i| self.arxiv.word(i).class == Class::Address);
        let few = block.list.len() <= 3 && block.arxiv.len() <= 3;
        let open = self.asides.start(self.list.at[block.list.start]);
        let marked = open
            .and_then(|open| self.list.mark(open))
            .is_some_and(Mark::is_markup);
        let letters = |i: usize| self.list.word(i).class == Class::Letters;
        let as_many = block.list.len() == block.arxiv.len() && block.list.clone().any(letters);
        let (start, end) = (
            self.list.border(block.list.start),
            self.list.border(block.list.end),
        );
        let stops =
            || signs(self.list, &self.list.gap(block.list.end)).contains(['.', ':', '!', '?']);
        let within = end < Border::Sentence && (start < Border::Sentence || !stops());
        if has_address || (marked || as_many) && few && within || self.has_labels(&block.list) {
            return Err(format!(
                "what is set off may stand for arXiv's words: {}",
                self.both(&block.list, &block.arxiv)
            ));
        }
        Ok(vec![self.insert(k)])
    }

    /// Whether labels of the list's own are among words that are set off, and it is not certain
    /// that arXiv's words belong behind the last of them.
    fn has_labels(&self, words: &Range<usize>) -> bool {
        let label = |i: &usize| {
            let open = self.asides.start(self.list.at[*i]);
            open.is_some_and(|open| is_emphasis(self.list.mark(open)))
                && signs(self.list, &self.list.gap(i + 1)).contains(':')
        };
        let count = words.clone().filter(label).count();
        count > 1 || count > 0 && words.end == self.list.len()
    }

    fn other(&self, k: usize, plain: Range<usize>, out: &mut Explained) -> Steps {
        let block = &self.blocks[k];
        let (words, arxiv) = (block.list.clone(), block.arxiv.clone());
        let parts = self.parts(&plain);
        let (first, last) = (parts[0].clone(), parts[parts.len() - 1].clone());
        let at_end = words.end == self.list.len();
        let before = self.border_before(&words, &plain);
        let behind = self.border_behind(&words, &plain);
        if at_end && self.is_cut(&first, &arxiv) && arxiv.end == self.arxiv.len() {
            let drop = self.list.at[first.start]..self.list.at[first.end - 1] + 1;
            let own = (first.end < plain.end).then_some(Step::Own(first.end..plain.end));
            return Ok([Step::Insert { block: k, drop }]
                .into_iter()
                .chain(own)
                .collect());
        }
        if self.is_missing_elsewhere(&words) {
            return Ok(vec![Step::Replace {
                list: plain,
                arxiv,
                known: true,
            }]);
        }
        if self.are_alike(&plain, &arxiv) || self.is_other_address(&words, &arxiv) {
            return self.small(&plain, &arxiv);
        }
        let apart = |border: Border| {
            matches!(
                border,
                Border::Mark | Border::Sentence | Border::Break | Border::End
            )
        };
        if at_end && words.start > 0 && apart(before) {
            return self.own_beside(k, &plain, before);
        }
        if words.start == 0 && !at_end && apart(behind) {
            return self.own_beside(k, &plain, behind);
        }
        out.wants_versions |= words.len() >= WIDE;
        if parts.len() > 1 && before < Border::Sentence && apart(behind) {
            let own = Step::Own(first.end..plain.end);
            return self
                .small(&first, &arxiv)
                .map(|s| s.into_iter().chain([own]).collect());
        }
        if parts.len() > 1 && behind < Border::Sentence && apart(before) {
            let own = Step::Own(plain.start..last.start);
            return self
                .small(&last, &arxiv)
                .map(|s| s.into_iter().chain([own]).collect());
        }
        self.small(&plain, &arxiv)
    }

    /// Whether an address stands where arXiv has another.
    fn is_other_address(&self, list: &Range<usize>, arxiv: &Range<usize>) -> bool {
        let is_one = |text: &Text<'_>, words: &Range<usize>| {
            let class = text.word(words.start).class;
            words.len() == 1 && matches!(class, Class::Address | Class::LostAddress)
        };
        is_one(self.list, list) && is_one(self.arxiv, arxiv)
    }

    /// Own words at an end of the text, and arXiv's words missing on their inner side.
    fn own_beside(&self, k: usize, plain: &Range<usize>, border: Border) -> Steps {
        if self.is_arxivs(plain) {
            return Err(format!(
                "words of arXiv's text stand twice: {}",
                self.said(plain)
            ));
        }
        let block = &self.blocks[k];
        let first = &self.list.word(block.list.start).key;
        let missing = &self.arxiv.word(block.arxiv.start).key;
        if block.list.end == self.list.len() && missing.starts_with(&**first) {
            return Err(format!(
                "the text may be cut off there: {}",
                self.both(plain, &block.arxiv)
            ));
        }
        if plain.len() >= OWN_SENTENCE && !matches!(border, Border::Mark | Border::Break) {
            return Err(format!(
                "the words are others: {}",
                self.both(plain, &block.arxiv)
            ));
        }
        Ok(vec![self.insert(k), Step::Own(plain.clone())])
    }

    /// Plain words, cut at the borders between them.
    fn parts(&self, plain: &Range<usize>) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut start = plain.start;
        for i in plain.start + 1..plain.end {
            let border = self.list.border(i);
            if border >= Border::Mark && border != Border::Colon {
                out.push(start..i);
                start = i;
            }
        }
        out.push(start..plain.end);
        out
    }

    /// Whether words are the beginning of arXiv's, the last of them cut off.
    fn is_cut(&self, words: &Range<usize>, arxiv: &Range<usize>) -> bool {
        if words.len() > arxiv.len() || words.is_empty() {
            return false;
        }
        let last = words.len() - 1;
        let same =
            (0..last).all(|k| self.list.ids[words.start + k] == self.arxiv.ids[arxiv.start + k]);
        let (ours, theirs) = (
            self.list.word(words.end - 1),
            self.arxiv.word(arxiv.start + last),
        );
        let glued = self
            .list
            .gap(words.end)
            .next()
            .and_then(|t| self.list.mark(t));
        same && ours.class != Class::Sign
            && theirs.key.starts_with(&*ours.key)
            && !glued.is_some_and(Mark::is_markup)
    }

    /// The earlier version that has a block's words at this place, and which words these are: all,
    /// or those in no aside.
    fn version_of(&self, block: &Block) -> Option<(&Earlier, Range<usize>)> {
        let plain = self.plain(&block.list);
        let all = [block.list.clone(), plain];
        let mut found = all.into_iter().filter(|w| !w.is_empty()).flat_map(|words| {
            let has = self.earlier.iter().filter({
                let words = words.clone();
                move |e| e.has(&words)
            });
            has.map(move |e| (e, words.clone()))
        });
        found.next()
    }

    fn replace_version(&self, k: usize, version: &Earlier, words: Range<usize>) -> Steps {
        let block = &self.blocks[k];
        // Half of a pair of brackets may be the version's; no mark is.
        let has_own = match version.has_signs(&words) {
            true => self.has_inner_mark(&words),
            false => self.has_markup(&words),
        };
        if has_own || words != block.list && block.arxiv.is_empty() {
            return Err(format!(
                "marks stand among words of version {}: {}",
                version.number,
                self.said(&words)
            ));
        }
        Ok(vec![if block.arxiv.is_empty() {
            Step::Remove {
                block: k,
                why: Why::Foreign,
            }
        } else {
            Step::Replace {
                list: words,
                arxiv: block.arxiv.clone(),
                known: true,
            }
        }])
    }

    fn list_keys(&self, words: &Range<usize>) -> Vec<&str> {
        words
            .clone()
            .map(|i| self.list.word(i).key.as_str())
            .collect()
    }
}
