//! An entry's abstract beside arXiv's. Says what differs and how it would be mended, not whether it
//! may be.

use super::fields::{Difference, Shown, shown};
use super::splice::{self, Worded};
use super::{Field, Kind};
use crate::arxiv::paper::Paper;
use crate::list::document::Document;
use crate::list::edit::{Edit, EditSet};
use crate::list::entry::{Entry, Name, Value, Writing};
use crate::list::{escape, inline};
use crate::text::align::{self, Alignment, Hunk};
use crate::text::glyph::Glyphs;
use crate::text::words::{self, Word};

/// An abstract beside arXiv's.
pub struct Abstract {
    /// Where it begins and ends, with the paragraphs behind it that belong to the same text.
    span: (usize, usize),
    writing: Writing,
    /// As plain text.
    text: String,
    words: Vec<Word>,
    /// arXiv's words.
    arxiv: Vec<Word>,
    alignment: Alignment,
}

/// Texts are versions of one another where the one has this share of the other's words, in their
/// order. Of the abstracts of different papers of one category, one pair in a thousand comes to
/// 0.36; the median is 0.17.
const VERSION: f64 = 0.4;

/// The same share where one of them is short: a few words are common by chance.
const VERSION_OF_FEW_WORDS: f64 = 0.5;
const MANY_WORDS: usize = 60;

/// A shorter text that is no version of arXiv's abstract is the maintainer's own summary.
const SHORTEST_ABSTRACT: usize = 200;

/// The entry's abstract beside the paper's.
pub fn abstract_of(doc: &Document<'_>, entry: &Entry, paper: &Paper) -> Shown<Abstract> {
    shown(doc, entry, &Name::Abstract).map(|(value, more)| {
        let verbatim = value
            .source(doc)
            .split_whitespace()
            .eq(paper.summary.split_whitespace());
        if verbatim {
            Abstract::verbatim(value)
        } else {
            Abstract::compared(doc, value, more, paper)
        }
    })
}

impl Abstract {
    /// The list has arXiv's text to the letter.
    fn verbatim(value: &Value) -> Self {
        let alignment = Alignment {
            hunks: Vec::new(),
            old_kept: 1.0,
            new_covered: 1.0,
        };
        let span = (value.span.start, value.span.end);
        Self {
            span,
            writing: value.writing,
            text: String::new(),
            words: Vec::new(),
            arxiv: Vec::new(),
            alignment,
        }
    }

    /// Reads the value as Markdown, and as it was pasted where that comes closer to arXiv's text.
    fn compared(doc: &Document<'_>, value: &Value, more: &[Value], paper: &Paper) -> Self {
        let arxiv = words::of(&Glyphs::plain(&paper.summary));
        let (glyphs, end) = with_more(doc, value, more, &arxiv);
        let span = (value.span.start, end);
        let (mut words, text) = (words::of(&glyphs), inline::in_words(&glyphs));
        let mut alignment = align::align(&words, &arxiv);
        if !alignment.hunks.is_empty() && end == value.span.end {
            let pasted = words::of(&value.verbatim(doc));
            let as_pasted = align::align(&pasted, &arxiv);
            if as_pasted.hunks.len() < alignment.hunks.len() {
                (words, alignment) = (pasted, as_pasted);
            }
        }
        let own = words::without_final_stop(&words).len();
        let is_right = |h: &Hunk| is_note(h, own) || is_macro(h, &arxiv, &paper.summary);
        alignment.hunks.retain(|h| !is_right(h));
        Self {
            span,
            writing: value.writing,
            text,
            words,
            arxiv,
            alignment,
        }
    }

    /// Whether the two are versions of one text.
    pub fn is_version(&self) -> bool {
        let share = self.alignment.old_kept.max(self.alignment.new_covered);
        let long = self.words.len().min(self.arxiv.len()) >= MANY_WORDS;
        share >= if long { VERSION } else { VERSION_OF_FEW_WORDS }
    }

    /// Whether the list's text may be taken for an abstract at all: long enough, and in arXiv's
    /// script. A short text of its own words is the maintainer's summary; one in another script is
    /// a translation.
    pub fn is_abstract(&self) -> bool {
        self.is_version()
            || self.text.chars().count() >= SHORTEST_ABSTRACT && !self.is_translation()
    }

    /// Whether the text is in another script than arXiv's.
    pub fn is_translation(&self) -> bool {
        let is_foreign = |w: &&Word| {
            w.key
                .chars()
                .any(|c| c.is_alphabetic() && c as u32 >= 0x400)
        };
        let mostly = |words: &[Word]| words.iter().filter(is_foreign).count() * 4 > words.len();
        mostly(&self.words) && !mostly(&self.arxiv)
    }

    /// Whether this is that text.
    pub fn equals(&self, text: &str) -> bool {
        align::same(&self.words, &words::of(&Glyphs::plain(text)))
    }

    /// The difference, with edits of the words that differ, or of the whole value where little is
    /// common.
    pub fn difference(
        &self,
        doc: &Document<'_>,
        paper: &Paper,
        in_words: bool,
    ) -> Option<Difference> {
        if self.alignment.hunks.is_empty() {
            return None;
        }
        let edits = if in_words && self.alignment.old_kept >= 0.5 {
            let (old, new) = (
                words::without_final_stop(&self.words),
                words::without_final_stop(&self.arxiv),
            );
            let old = Worded {
                source: doc.source,
                span: self.span,
                words: old,
            };
            let new = Worded {
                source: &paper.summary,
                span: (0, paper.summary.trim_end().len()),
                words: new,
            };
            let write = |text: &str| escape::part(text, self.writing);
            splice::edits(old, new, &self.alignment.hunks, write)
        } else {
            vec![Edit {
                span: self.span.0..self.span.1,
                text: escape::whole(&paper.summary, self.writing),
            }]
        };
        Some(Difference {
            field: Field::Abstract,
            kind: Kind::Correct,
            at: self.span.0,
            before: Some(self.text.clone()),
            after: self.after(doc, &edits),
            note: None,
            edits: Some(edits),
        })
    }
}

impl Abstract {
    /// What the text says when the edits are made: arXiv's words, and the maintainer's own around
    /// them.
    fn after(&self, doc: &Document<'_>, edits: &[Edit]) -> String {
        let span = self.span.0..self.span.1;
        let set = EditSet::new(doc.source, edits.to_vec());
        let text = set.map(|set| set.apply_within(doc.source, span));
        self.writing.text_of(&text.unwrap_or_default())
    }
}

/// Words before or behind all of arXiv's text are the maintainer's own: "(Accepted at …)", "My
/// note: …". They stay.
fn is_note(hunk: &Hunk, words: usize) -> bool {
    hunk.new.is_empty() && (hunk.old.start == 0 || hunk.old.end == words)
}

/// A few words of the list stand where arXiv's text has a macro of the authors' own (`\eg`,
/// `\algname{}`): the list says what it means.
fn is_macro(hunk: &Hunk, arxiv: &[Word], text: &str) -> bool {
    let is_own = |w: &Word| {
        let in_prose = text[..w.span.start].matches('$').count().is_multiple_of(2);
        in_prose && text[w.span.clone()].starts_with('\\')
    };
    let few = !hunk.old.is_empty() && hunk.old.len() <= 6 && hunk.new.len() <= 4;
    few && arxiv[hunk.new.clone()].iter().any(is_own)
}

/// The value with the paragraphs behind it, as far as arXiv's text has their words; and where they
/// end.
fn with_more(doc: &Document<'_>, value: &Value, more: &[Value], arxiv: &[Word]) -> (Glyphs, usize) {
    let (mut glyphs, mut end) = (value.glyphs(doc), value.span.end);
    for next in more {
        let its = next.glyphs(doc);
        let words = words::of(&its);
        if words.len() < 4 || align::align(&words, arxiv).old_kept < 0.7 {
            break;
        }
        end = next.span.end;
        glyphs.push_decoded(" ", &(next.span.start..next.span.start));
        glyphs.list.extend(its.list);
    }
    (glyphs, end)
}
