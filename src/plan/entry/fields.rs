//! The fields of an entry that belongs to a paper, compared: what is missing, and what differs.
//! Whether it may be edited is decided elsewhere.

use super::EntryPlan;
use super::context::{texts, version, versions_of};
use crate::arxiv::id::PaperRef;
use crate::arxiv::lookup::{Answer, Lookup};
use crate::arxiv::paper::Paper;
use crate::arxiv::search::WordQuery;
use crate::list::edit::Edit;
use crate::list::entry::{Evidence, Name, Writing};
use crate::list::field::{self, Class, Token, Tokens};
use crate::list::fill;
use crate::list::form::Forms;
use crate::plan::abstract_text::{self, Ask, ROW_OF_OTHERS as ROW, Texts};
use crate::plan::author_lines::{self, Context, write};
use crate::plan::difference::{self, Difference};
use crate::plan::findings as notes;
use crate::plan::judgement::Judgement;
use crate::plan::known::{Known, OtherPapers};
use crate::plan::shown::{Shown, Text, shown};
use crate::plan::source::Source;
use crate::plan::title::{self, Likeness};
use crate::plan::{Code, Field, Kind, neighbours};
use compact_str::CompactString;
use std::collections::HashSet;
use std::ops::Range;

impl<'a> EntryPlan<'a> {
    /// Compares the fields of an entry that belongs to a paper.
    pub(super) fn compare(&mut self, source: &Source, feed: &Paper, likeness: Likeness) {
        let (doc, entry) = (&self.list.doc, self.entry);
        // A title that nothing else speaks for is no better than the list's.
        if likeness == Likeness::Slips || likeness == Likeness::Similar && self.has_witness {
            self.change(source, title::difference(doc, entry, &source.paper.title));
        }
        let mut differences = [
            self.abstract_difference(source, feed),
            self.authors_difference(source, feed),
        ];
        // What is inserted in one place is inserted in this order.
        let is_empty = |name| matches!(shown(doc, entry, &name), Shown::Empty(..));
        let are_lines = !is_empty(Name::Abstract) && !is_empty(Name::Authors);
        if are_lines && are_in_one_place(&differences) && self.has_authors_first() {
            differences.reverse();
        }
        for difference in differences {
            self.change(source, difference);
        }
    }

    /// Whether authors that are filled in go before an abstract that is: where the list does not
    /// show it, they do by the forms that its maintainer gives.
    fn has_authors_first(&self) -> bool {
        let (entries, i) = (&self.list.entries, self.i);
        let shown = fill::stands_before;
        shown(entries, i, &Name::Authors, &Name::Abstract)
            || self.list.hints.forms != Forms::default()
                && !shown(entries, i, &Name::Abstract, &Name::Authors)
    }

    pub(super) fn abstract_difference(
        &mut self,
        source: &Source,
        feed: &Paper,
    ) -> Option<Difference> {
        let (doc, paper) = (&self.list.doc, &source.paper);
        if paper.summary.trim().is_empty() {
            return None;
        }
        let text = match shown(doc, self.entry, &Name::Abstract) {
            Shown::Hidden => return None,
            Shown::Missing => return self.missing(&Name::Abstract, &paper.summary, paper),
            Shown::Empty(blank, evidence) => {
                let is_missing = self.lacks(&Name::Abstract, evidence, paper);
                return is_missing.then(|| difference::empty(doc, &blank, &paper.summary));
            }
            Shown::Value(text) => text,
        };
        if is_verbatim(text.value.source(doc), &paper.summary) {
            return None;
        }
        let earlier = self.earlier(feed);
        let texts = texts(source, feed, earlier.as_deref());
        let tokens = text.with_more(doc, &paper.summary);
        let is_version =
            || abstract_text::agreement(&tokens, &texts) == abstract_text::Agreement::Version;
        if self.is_own(text.evidence, &Name::Abstract, is_version) {
            return None;
        }
        let others = OtherPapers::new(self.given.known, &paper.id);
        let outcome = abstract_text::judge(&tokens, text.writing(), &texts, &others);
        let outcome = self.asked(outcome, feed, &tokens, text.writing(), &texts);
        self.abstract_outcome(outcome, &tokens.span, text, paper)
    }

    /// Notes what should be asked to judge an abstract better; where it was, the judgement is made
    /// with the answer.
    pub(super) fn asked(
        &mut self,
        outcome: abstract_text::Outcome,
        feed: &Paper,
        tokens: &Tokens<'_>,
        writing: Writing,
        texts: &Texts<'_>,
    ) -> abstract_text::Judgement {
        match &outcome.ask {
            Some(Ask::Earlier) => self.ask_versions(feed),
            Some(Ask::Owner(words)) => {
                let query = WordQuery::abstract_(words.iter().map(String::as_str));
                let lookup = query.map(Lookup::Search);
                let answer = lookup.as_ref().and_then(|l| self.given.answers.get(l));
                if let Some(Answer::Papers(papers)) = answer {
                    let found = Known::from_papers(papers.iter().collect());
                    let others = OtherPapers::new(&found, &feed.id);
                    return abstract_text::judge(tokens, writing, texts, &others).judgement;
                }
                self.lookups.extend(lookup.filter(|_| answer.is_none()));
            }
            None => {}
        }
        outcome.judgement
    }

    pub(super) fn abstract_outcome(
        &mut self,
        judgement: abstract_text::Judgement,
        field: &Range<usize>,
        text: Text<'_>,
        paper: &Paper,
    ) -> Option<Difference> {
        use abstract_text::Judgement;
        let corrected = |edits, after, note, unexplained| Difference {
            field: Field::Abstract,
            kind: Kind::Correct,
            at: text.value.span.start,
            before: Some(text.value.text(&self.list.doc)),
            after,
            note,
            unexplained,
            edits: Some(edits),
        };
        match judgement {
            Judgement::Right => None,
            Judgement::Own(note) => {
                self.find_at(Code::OwnWords, text.value.span.start, note);
                None
            }
            Judgement::OtherText if is_another_papers(&text.tokens(&self.list.doc), paper) => {
                self.has_anothers_abstract = true;
                let why = "it has hardly a word of arXiv's abstract, and may be another paper's";
                let after = difference::one_line(&paper.summary);
                Some(corrected(Vec::new(), after, None, Some(why.to_owned())))
            }
            Judgement::OtherText | Judgement::TooLarge => {
                let (code, message) = match judgement {
                    Judgement::TooLarge => (Code::TooLarge, notes::TOO_LONG),
                    _ => (Code::OtherText, notes::OTHER_TEXT),
                };
                if !self.entry.pins.abstract_ {
                    self.find_at(code, text.value.span.start, message.into());
                }
                None
            }
            Judgement::Edit { edits, after, .. } if self.stands_elsewhere(&edits, field) => {
                Some(corrected(edits, after, None, Some(ELSEWHERE.to_owned())))
            }
            Judgement::Edit {
                edits,
                after,
                note,
                own,
            } => {
                if let Some(own) = own {
                    self.find_at(Code::OwnWords, text.value.span.start, own);
                }
                let copied = || neighbours::note(self.list, self.i, &Name::Abstract, &paper.id);
                Some(corrected(edits, after, note.or_else(copied), None))
            }
            Judgement::Propose { why, edits, after } => {
                Some(corrected(edits, after, None, Some(why)))
            }
        }
    }

    pub(super) fn authors_difference(
        &mut self,
        source: &Source,
        feed: &Paper,
    ) -> Option<Difference> {
        let (doc, names) = (&self.list.doc, &source.paper.authors);
        if names.is_empty() {
            return None;
        }
        let form = || self.habits.form();
        match shown(doc, self.entry, &Name::Authors) {
            Shown::Hidden => None,
            Shown::Missing => {
                let line = write(names, &form(), Writing::Html);
                self.missing(&Name::Authors, &line, &source.paper)
            }
            Shown::Empty(blank, evidence) => {
                let is_missing = self.lacks(&Name::Authors, evidence, &source.paper);
                is_missing.then(|| difference::empty_authors(doc, &blank, names, &form()))
            }
            Shown::Value(text) => self.other_authors(&text, source, feed),
        }
    }

    /// What a line of authors says otherwise than the paper.
    fn other_authors(
        &mut self,
        text: &Text<'_>,
        source: &Source,
        feed: &Paper,
    ) -> Option<Difference> {
        let (doc, names) = (&self.list.doc, &source.paper.authors);
        if is_verbatim(text.value.source(doc), &names.join(", ")) {
            return None;
        }
        let tokens = text.tokens(doc);
        let judge = |c: &Context<'_>| author_lines::judge(&tokens, text.writing(), names, c);
        let holds = |c: &Context<'_>| {
            let found = author_lines::agreement(&tokens, names, c).found;
            found > 0 || matches!(judge(c), Judgement::Edit { .. })
        };
        let holds = || self.with_context(Some(feed), holds);
        if self.is_own(text.evidence, &Name::Authors, holds) {
            return self.beside_own_text(text, names, &source.paper);
        }
        let (verdict, found) = self.with_context(Some(feed), |c| {
            let agreed = author_lines::agreement(&tokens, names, c);
            (judge(c), agreed.found)
        });
        let (edits, after, mut unexplained) = match verdict {
            Judgement::Right | Judgement::Own(_) => return None,
            Judgement::Edit { edits, after } => (edits, after, None),
            Judgement::Propose { why, edits, after } => (edits, after, Some(why)),
        };
        let are_elsewhere = self.named_in_all(&source.paper) > found;
        if unexplained.is_none() && are_elsewhere {
            unexplained = Some(ELSEWHERE.to_owned());
        }
        if unexplained.is_some() {
            // What is read here may be only the first of several lines or items.
            let is_part = are_elsewhere && 2 * found <= names.len();
            if is_part && self.holds(&Name::Authors, &source.paper) {
                return None;
            }
            self.ask_versions(feed);
        }
        let as_read = |c: &Context<'_>| author_lines::as_read(&tokens, text.writing(), names, c);
        Some(Difference {
            field: Field::Authors,
            kind: Kind::Correct,
            at: text.value.span.start,
            before: Some(self.with_context(Some(feed), as_read)),
            after,
            note: neighbours::note(self.list, self.i, &Name::Authors, &source.paper.id),
            unexplained,
            edits: Some(edits),
        })
    }

    /// Authors in the form that the maintainer gives, where other text stands that does not even
    /// look like some.
    fn beside_own_text(
        &self,
        text: &Text<'_>,
        names: &[String],
        paper: &Paper,
    ) -> Option<Difference> {
        let is_other = text.evidence == Evidence::Place;
        if !is_other || self.list.hints.form(&Name::Authors).is_none() {
            return None;
        }
        let line = write(names, &self.habits.form(), Writing::Html);
        self.missing(&Name::Authors, &line, paper)
    }

    /// An earlier version may have this very line.
    fn ask_versions(&mut self, feed: &Paper) {
        let versions = versions_of(feed).map(|n| version(&feed.id, n));
        let is_unknown = |v: &PaperRef| !self.given.resolutions.contains_key(v);
        self.versions.extend(versions.filter(is_unknown));
    }

    /// Whether a text that only its form makes a field is the list's own: neither does it hold what
    /// arXiv says, nor do the texts in that place of other entries.
    pub(super) fn is_own(
        &self,
        evidence: Evidence,
        name: &Name,
        holds: impl FnOnce() -> bool,
    ) -> bool {
        match evidence {
            Evidence::Label | Evidence::Key => false,
            Evidence::Form => !holds() && !self.habits.has_unlabelled(name),
            Evidence::Place => !holds(),
        }
    }

    /// Whether an empty place lacks a value: a label or key says so, or entries like it have one.
    pub(super) fn lacks(&self, name: &Name, evidence: Evidence, paper: &Paper) -> bool {
        let is_said = matches!(evidence, Evidence::Label | Evidence::Key);
        (is_said || self.list.carries(self.i, name)) && !self.holds(name, paper)
    }

    /// A field that the entry has no place for: a difference only where entries like it have the
    /// field or the maintainer gives a form for it, and it does not stand elsewhere in the entry,
    /// where nobody looks for it.
    pub(super) fn missing(&self, name: &Name, text: &str, paper: &Paper) -> Option<Difference> {
        let (doc, entries) = (&self.list.doc, &self.list.entries);
        let form = self.list.hints.form(name);
        let is_given = form.is_some() && fill::given::takes_lines(self.entry);
        if !(is_given || self.list.carries(self.i, name)) || self.holds(name, paper) {
            return None;
        }
        Some(difference::missing(
            doc,
            entries,
            self.i,
            (name, form),
            text,
        ))
    }

    /// The entry's text up to the next entry.
    fn text(&self) -> Tokens<'a> {
        field::read(self.list.doc.source, self.extent(), Writing::Markdown)
    }

    /// The bytes up to the next entry.
    fn extent(&self) -> Range<usize> {
        let source = self.list.doc.source;
        let next = self.list.entries.get(self.i + 1);
        let end = next.map_or(source.len(), |next| next.span.start);
        let span = self.entry.span.start..end.max(self.entry.span.end);
        let span = span.start..span.end.min(span.start + LONGEST_ENTRY);
        let end = (span.start..=span.end).rfind(|&i| source.is_char_boundary(i));
        span.start..end.unwrap_or(span.start)
    }

    /// How many of a paper's authors the entry's text names, wherever.
    fn named_in_all(&self, paper: &Paper) -> usize {
        let tokens = self.text();
        let found = |c: &Context<'_>| author_lines::agreement(&tokens, &paper.authors, c).found;
        self.with_context(Some(paper), found)
    }

    /// Whether words that edits insert stand in the entry already, outside of the field.
    fn stands_elsewhere(&self, edits: &[Edit], field: &Range<usize>) -> bool {
        // An abstract may begin with the words of its title.
        let title = &self.entry.title.span;
        let is_apart = |t: &Token| t.span.end <= title.start || title.end <= t.span.start;
        let long: Vec<&str> = edits.iter().map(|e| e.text.as_str()).collect();
        let long = || {
            long.iter()
                .filter(|text| text.split_whitespace().count() >= ROW)
        };
        if long().next().is_none() {
            return false;
        }
        let extent = self.extent();
        let around = [extent.start..field.start, field.end..extent.end];
        let around = around.map(|span| {
            let span = span.start..span.end.max(span.start);
            field::read(self.list.doc.source, span, Writing::Markdown)
        });
        let tokens = around.iter().flat_map(|part| &part.list);
        let key = |t: &Token| t.word().map(|w| w.key.clone());
        let outside: Vec<CompactString> = tokens.filter(|t| is_apart(t)).filter_map(key).collect();
        let stands = |text: &&&str| {
            let words: Vec<CompactString> = field::plain(text)
                .words()
                .map(|(_, w)| w.key.clone())
                .collect();
            let mut rows = words.chunks_exact(ROW);
            rows.any(|row| outside.windows(ROW).any(|w| w == row))
        };
        long().any(|text| stands(&text))
    }

    /// Whether the entry's text holds what arXiv has for a field, wherever.
    pub(super) fn holds(&self, name: &Name, paper: &Paper) -> bool {
        if *name == Name::Authors {
            return 2 * self.named_in_all(paper) >= paper.authors.len();
        }
        abstract_text::is_held_by(&self.text(), &paper.summary)
    }
}

/// Shorter texts are summaries.
const FEWEST_WORDS: usize = 50;

/// Whether a text that is no version of a paper's abstract looks like the abstract of another one:
/// long, in the same language, and about something else. A summary or a translation is none.
fn is_another_papers(text: &Tokens<'_>, paper: &Paper) -> bool {
    let keys = |t: &Tokens<'_>| -> Vec<CompactString> {
        let words = t
            .words()
            .filter(|(_, w)| w.class == Class::Letters && !w.math);
        words.map(|(_, w)| w.key.clone()).collect()
    };
    let own = keys(text);
    let arxiv: HashSet<CompactString> = keys(&field::plain(&paper.summary))
        .into_iter()
        .chain(keys(&field::plain(&paper.title)))
        .collect();
    let share = |is_kind: fn(usize) -> bool| {
        let kind: Vec<_> = own.iter().filter(|w| is_kind(w.len())).collect();
        let common = kind.iter().filter(|w| arxiv.contains(**w)).count();
        100 * common / kind.len().max(1)
    };
    // Short words tell the language, long ones the matter.
    own.len() >= FEWEST_WORDS && share(|len| len <= 3) >= 40 && share(|len| len >= 7) < 25
}

const ELSEWHERE: &str = "what is missing here stands elsewhere in the entry";

/// No entry is longer than this, in bytes.
const LONGEST_ENTRY: usize = 20_000;

/// Whether two missing fields are put in at one place.
fn are_in_one_place(differences: &[Option<Difference>; 2]) -> bool {
    let place = |d: &Option<Difference>| {
        let missing = d.as_ref().filter(|d| d.kind == Kind::Fill)?;
        let edit = missing.edits.as_ref()?.first()?;
        edit.span.is_empty().then_some(edit.span.start)
    };
    let [one, other] = differences.each_ref().map(place);
    one.is_some() && one == other
}

/// Whether a field has arXiv's text to the letter, but for white space.
fn is_verbatim(listed: &str, arxiv: &str) -> bool {
    listed.split_whitespace().eq(arxiv.split_whitespace())
}
