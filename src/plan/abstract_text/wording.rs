//! A few words in the place of a few others: whether that is a slip, another form of the same, or
//! the list's own wording.

use super::align::Is;
use super::alike;
use super::explain::{Comparison, Step, Steps};
use super::region::signs;
use super::text::{Border, Text};
use crate::list::field::{Class, Kind, Mark};
use std::ops::Range;

impl Comparison<'_, '_> {
    /// A few words in the place of a few others.
    pub(super) fn small(&self, list: &Range<usize>, arxiv: &Range<usize>) -> Steps {
        let both = || self.both(list, arxiv);
        let few = list.len() <= 3 && arxiv.len() <= 3;
        let are_alike = self.are_alike(list, arxiv);
        if !few && !are_alike {
            return Err(format!("the words are others: {}", both()));
        }
        let doubt = self.one_sided(list, arxiv);
        if let Some(doubt) = doubt.or_else(|| self.own_at(list, arxiv, are_alike)) {
            return Err(format!("{doubt}: {}", both()));
        }
        if are_alike
            && (has_command(self.list.words_source(list))
                || has_command(self.arxiv.words_source(arxiv)))
        {
            return Err(format!("this may be TeX in another form: {}", both()));
        }
        if !self.has_mark(list) && !self.says_more(list, arxiv) {
            return Ok(vec![Step::Replace {
                list: list.clone(),
                arxiv: arxiv.clone(),
                known: false,
            }]);
        }
        if list.len() != arxiv.len() {
            return Err(format!(
                "marks stand between the words that differ: {}",
                both()
            ));
        }
        let pairs = list.clone().zip(arxiv.clone());
        let differ = pairs.filter(|(i, j)| self.list.ids[*i] != self.arxiv.ids[*j]);
        let replace = |(i, j): (usize, usize)| Step::Replace {
            list: i..i + 1,
            arxiv: j..j + 1,
            known: false,
        };
        Ok(differ.map(replace).collect())
    }

    /// Whether words are others of the same letters, but for a few; those that agree at both ends
    /// do not speak for the others.
    pub(super) fn are_alike(&self, list: &Range<usize>, arxiv: &Range<usize>) -> bool {
        let (mut ours, mut theirs) = (list.clone(), arxiv.clone());
        let same = |i: usize, j: usize| self.list.ids[i] == self.arxiv.ids[j];
        while ours.len() > 1 && theirs.len() > 1 && same(ours.start, theirs.start) {
            (ours.start, theirs.start) = (ours.start + 1, theirs.start + 1);
        }
        while ours.len() > 1 && theirs.len() > 1 && same(ours.end - 1, theirs.end - 1) {
            (ours.end, theirs.end) = (ours.end - 1, theirs.end - 1);
        }
        alike(&self.list.keys(ours), &self.arxiv.keys(theirs))
    }

    /// What the list has of its own among or at words that differ, or may have: more than a slip.
    fn own_at(
        &self,
        list: &Range<usize>,
        arxiv: &Range<usize>,
        are_alike: bool,
    ) -> Option<&'static str> {
        if !are_alike && self.says_more(list, arxiv) {
            Some("the list has punctuation of its own among words that differ")
        } else if !are_alike && self.ends_otherwise(list, arxiv) {
            Some("a label of the list's own may stand there")
        } else if list.len() > arxiv.len()
            && !self.has_mark(list)
            && self.has_slip(list, arxiv)
            && !self.is_cut_apart(list, arxiv)
        {
            Some("the list has words of its own beside words that differ")
        } else if self.is_left_off(list, arxiv) {
            Some("the list may leave words out there")
        } else if self.is_commented(list) {
            Some("what stands in brackets may be said of the words before")
        } else {
            None
        }
    }

    /// Whether other punctuation than arXiv's stands behind words: what they end is not what
    /// arXiv's words end.
    fn ends_otherwise(&self, list: &Range<usize>, arxiv: &Range<usize>) -> bool {
        let plain = |text: &Text<'_>, gap: Range<usize>| -> String {
            let mut signs = signs(text, &gap);
            signs.retain(|c| !"()'-".contains(c));
            signs
        };
        let ours = plain(self.list, self.list.gap(list.end));
        !ours.is_empty()
            && list.end < self.list.len()
            && ours != plain(self.arxiv, self.arxiv.gap(arxiv.end))
    }

    /// Whether one of several words is another spelling of one of arXiv's: then the others are in
    /// nobody's place. Words that are all unlike are another wording.
    fn has_slip(&self, list: &Range<usize>, arxiv: &Range<usize>) -> bool {
        let key = |text: &Text<'_>, i: usize| text.keys(i..i + 1);
        list.clone().any(|i| {
            let own = key(self.list, i);
            arxiv.clone().any(|j| alike(&own, &key(self.arxiv, j)))
        })
    }

    /// Whether words are arXiv's with blanks inside, but for one letter.
    fn is_cut_apart(&self, list: &Range<usize>, arxiv: &Range<usize>) -> bool {
        let joined =
            |text: &Text<'_>, words: &Range<usize>| text.keys(words.clone()).replace(' ', "");
        let (ours, theirs) = (joined(self.list, list), joined(self.arxiv, arxiv));
        const LONGEST: usize = 400;
        ours.len().max(theirs.len()) <= LONGEST && strsim::damerau_levenshtein(&ours, &theirs) <= 1
    }

    /// Whether dots stand behind words that arXiv goes on with in another way.
    fn is_left_off(&self, list: &Range<usize>, arxiv: &Range<usize>) -> bool {
        let dots = |text: &Text<'_>, gap: Range<usize>| signs(text, &gap).contains('…');
        dots(self.list, self.list.gap(list.end)) && !dots(self.arxiv, self.arxiv.gap(arxiv.end))
    }

    /// Whether brackets of the list's own with words in them follow: `metod [sic]`.
    fn is_commented(&self, words: &Range<usize>) -> bool {
        let is_blank = |t: &usize| matches!(self.list.tokens.list[*t].kind, Kind::Blank);
        let mut behind = self.list.at[words.end - 1] + 1..self.list.tokens.list.len();
        let Some(open) = behind.find(|t| !is_blank(t)) else {
            return false;
        };
        let Some(close) = self.list.partner(open) else {
            return false;
        };
        let letters = |i: usize| self.list.word(i).class == Class::Letters;
        self.asides.start(open) == Some(open)
            && self.list.mark(open) == Some(&Mark::Bracket)
            && self.list.words_in(&(open..close)).any(letters)
    }

    /// Whether a word and its neighbour across this gap are written as one, with the end of a pair
    /// between: `**N**etwork`, `label(s)`.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        let gap = self.list.gap(at);
        let is_end = |t: usize| self.list.tokens.list[t].pair().is_some();
        let letters = |i: usize| self.list.word(i).class == Class::Letters;
        (1..self.list.len()).contains(&at)
            && !gap.is_empty()
            && gap.clone().all(is_end)
            && letters(at - 1)
            && letters(at)
    }

    /// Whether the list has punctuation among some words that arXiv has not among its: more than
    /// words differ. What is written without a blank is a word's own.
    fn says_more(&self, list: &Range<usize>, arxiv: &Range<usize>) -> bool {
        let inner = |text: &Text<'_>, words: &Range<usize>| -> String {
            let signs = (words.start + 1..words.end).flat_map(|i| {
                let apart = text.has_blank(i);
                let signs = signs(text, &text.gap(i)).chars().collect::<Vec<_>>();
                signs
                    .into_iter()
                    .filter(move |c| apart || !"-'".contains(*c))
            });
            signs.collect()
        };
        let ours = inner(self.list, list);
        !ours.is_empty() && ours != inner(self.arxiv, arxiv)
    }

    /// What stands on one side only and may be the other's in a form that is not known.
    pub(super) fn one_sided(
        &self,
        list: &Range<usize>,
        arxiv: &Range<usize>,
    ) -> Option<&'static str> {
        let ours: Vec<_> = list.clone().map(|i| self.list.word(i)).collect();
        let theirs: Vec<_> = arxiv.clone().map(|i| self.arxiv.word(i)).collect();
        let one_sided = |is: &dyn Fn(Class) -> bool| {
            ours.iter().any(|w| is(w.class)) != theirs.iter().any(|w| is(w.class))
        };
        let address = |c| matches!(c, Class::Address | Class::LostAddress);
        let math = ours.iter().chain(&theirs).any(|w| w.math);
        if one_sided(&address) {
            Some("an address may stand there in another form")
        } else if one_sided(&|c| c == Class::Number) {
            Some("a number may stand there in another form")
        } else if one_sided(&|c| c == Class::Sign) {
            Some("a sign may stand there in another form")
        } else if math && ours.len() != theirs.len() {
            Some("mathematics differs")
        } else {
            None
        }
    }

    /// Whether markup, an aside or a break stands among words, or half of a pair.
    pub(super) fn has_mark(&self, words: &Range<usize>) -> bool {
        let mut inner = self.list.at[words.start]..self.list.at[words.end - 1];
        self.has_markup(words) || inner.any(|t| self.asides.has(t))
    }

    /// The same, but for brackets that hold no word that agrees.
    pub(super) fn has_markup(&self, words: &Range<usize>) -> bool {
        let mut inner = self.list.at[words.start]..self.list.at[words.end - 1];
        let whole = inner.clone();
        let is_half = |t: usize| {
            let pair = self.list.tokens.list[t].pair();
            pair.is_some_and(|(pair, _)| !whole.contains(&pair.partner))
        };
        self.has_inner_mark(words) || inner.any(is_half)
    }

    /// The same, but for brackets and quotes.
    pub(super) fn has_inner_mark(&self, words: &Range<usize>) -> bool {
        let mut inner = self.list.at[words.start]..self.list.at[words.end - 1];
        inner.any(|t| match &self.list.tokens.list[t].kind {
            Kind::Aside(_) | Kind::Break => true,
            Kind::Open(pair) | Kind::Close(pair) => pair.mark.is_markup(),
            _ => false,
        })
    }

    /// Two unlike replacements in a sentence that hardly agrees may be the list's own wording.
    pub(super) fn unlike_words(&self, steps: &[Step]) -> Option<String> {
        let sentences = sentences(self.arxiv);
        let mut agreeing = vec![0; self.arxiv.len()];
        for block in self.blocks.iter().filter(|b| b.is != Is::Other) {
            agreeing[block.arxiv.clone()].fill(1);
        }
        let mut before = None;
        for step in steps {
            let Step::Replace {
                list,
                arxiv,
                known: false,
            } = step
            else {
                continue;
            };
            if self.are_alike(list, arxiv) {
                continue;
            }
            let at = sentences.partition_point(|s| s.end <= arxiv.start);
            if before == Some(at)
                && let Some(sentence) = sentences.get(at)
                && 3 * agreeing[sentence.clone()].iter().sum::<usize>() < 2 * sentence.len()
            {
                return Some(format!(
                    "a sentence is worded otherwise: {}",
                    self.wanted(sentence)
                ));
            }
            before = Some(at);
        }
        None
    }
}

/// The sentences of a text, as ranges of its words.
fn sentences(text: &Text<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for i in 1..=text.len() {
        if text.border(i) >= Border::Sentence {
            out.push(start..i);
            start = i;
        }
    }
    out
}

pub(super) fn has_command(text: &str) -> bool {
    let letter =
        |(i, _): (usize, &str)| text[i + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    text.match_indices('\\').any(letter)
}
