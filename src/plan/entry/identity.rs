//! Whether an entry and the paper behind its link belong together; what speaks against it is told
//! (docs/explained-edits.md#same-paper). The verdict on witnesses is `matching`'s.

use super::EntryPlan;
use super::context::{texts, version};
use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::paper::{Paper, Resolution};
use crate::list::entry::{Evidence, Name};
use crate::plan::abstract_text;
use crate::plan::candidates::{self, Search};
use crate::plan::findings as notes;
use crate::plan::known::OtherPapers;
use crate::plan::matching::{self, Identity, Match, Testimony, Witnesses};
use crate::plan::shown::{Shown, shown};
use crate::plan::source::Source;
use crate::plan::title::Likeness;
use crate::plan::{Code, Status, relink, witnesses};

impl EntryPlan<'_> {
    /// Whether entry and paper belong together; what speaks against it is told.
    pub(super) fn matched(
        &mut self,
        asked: &PaperRef,
        paper: &Paper,
        source: &Source,
        likeness: Likeness,
    ) -> Identity {
        let witness = |field: fn(&Self, &Paper, &Source) -> Testimony| match likeness {
            // Nothing speaks against the very title.
            Likeness::Same | Likeness::Slips => Testimony::Nothing,
            Likeness::Similar | Likeness::Different => field(self, paper, source),
        };
        let authors = witness(Self::authors_say);
        let abstract_ = witness(Self::abstract_says);
        self.has_witness = [authors, abstract_].contains(&Testimony::For);
        let verdict = matching::judge(Witnesses {
            title: likeness,
            authors,
            abstract_,
        });
        let is_known = matches!(likeness, Likeness::Same | Likeness::Slips);
        match verdict {
            Match::Same if is_known => Identity::Sure,
            Match::Renamed if self.is_abstract_clear(source, paper) => {
                self.find(Code::TitleDrift, notes::retitled(&source.paper));
                self.is_renamed = true;
                Identity::Sure
            }
            Match::Other => {
                self.wrong_id(asked, &source.paper);
                Identity::Not(Status::WrongId)
            }
            // Companion papers have similar titles, and abstracts that are much alike.
            Match::Same | Match::Renamed | Match::Unsure | Match::TitleAlone => {
                self.unsettled(asked, paper, source, verdict)
            }
        }
    }

    /// Whether all that differs in the abstract is explained.
    pub(super) fn is_abstract_clear(&self, source: &Source, feed: &Paper) -> bool {
        let doc = &self.list.doc;
        let Shown::Value(text) = shown(doc, self.entry, &Name::Abstract) else {
            return true;
        };
        let earlier = self.earlier(feed);
        let texts = texts(source, feed, earlier.as_deref());
        let tokens = text.with_more(doc, &source.paper.summary);
        let others = OtherPapers::new(self.given.known, &feed.id);
        let outcome = abstract_text::judge(&tokens, text.writing(), &texts, &others);
        !matches!(outcome.judgement, abstract_text::Judgement::Propose { .. })
    }

    pub(super) fn authors_say(&self, _: &Paper, source: &Source) -> Testimony {
        let said = self.with_context(Some(&source.paper), |context| {
            witnesses::authors(self.list, self.i, &source.paper, context)
        });
        // Names that no label calls authors may be those of somebody else.
        let place = self.entry.place(&Name::Authors);
        let is_named = place.is_some_and(|p| matches!(p.evidence, Evidence::Label | Evidence::Key));
        match said {
            Testimony::Against if !is_named && !self.habits.has_unlabelled(&Name::Authors) => {
                Testimony::Nothing
            }
            said => said,
        }
    }

    pub(super) fn abstract_says(&self, paper: &Paper, source: &Source) -> Testimony {
        let earlier = self.earlier(paper);
        let texts = texts(source, paper, earlier.as_deref());
        witnesses::abstract_(self.list, self.i, paper, &texts)
    }

    /// Title and witnesses settle nothing: an earlier version's title may be the entry's, or
    /// another paper may have it (docs/explained-edits.md#same-paper).
    pub(super) fn unsettled(
        &mut self,
        asked: &PaperRef,
        paper: &Paper,
        source: &Source,
        verdict: Match,
    ) -> Identity {
        let (doc, entry) = (&self.list.doc, self.entry);
        let first = version(&paper.id, 1);
        match self.given.resolutions.get(&first) {
            Some(Resolution::Found(old)) => {
                let likeness = witnesses::title(doc, entry, &old.title);
                if matches!(likeness, Likeness::Same | Likeness::Slips) {
                    self.find(Code::TitleDrift, notes::retitled(&source.paper));
                    return Identity::Sure;
                }
            }
            None if paper.version > 1 => {
                self.versions.push(first);
                return Identity::Unsure;
            }
            _ => {}
        }
        match self.search(Some(&paper.id)) {
            Search::Ask(lookup) => {
                self.lookups.push(lookup);
                return Identity::Unsure;
            }
            Search::Found(other) if other.same_title => {
                self.wrong_id(asked, &source.paper);
                return Identity::Not(Status::WrongId);
            }
            Search::Found(_) | Search::Nothing => {}
        }
        if verdict == Match::Same && self.is_abstract_clear(source, paper) {
            return Identity::Sure;
        }
        if verdict == Match::TitleAlone {
            match witnesses::titles_share_nothing(doc, entry, &source.paper.title) {
                true => self.find(Code::TitleMismatch, notes::mismatch(&source.paper)),
                false => self.find(Code::TitleDrift, notes::perhaps_retitled(&source.paper)),
            }
            self.suggest(Some(&asked.id), relink::leads_to(&asked.id));
            return Identity::Not(Status::TitleMismatch);
        }
        if witnesses::title(doc, entry, &source.paper.title) != Likeness::Similar {
            self.find(Code::TitleDrift, notes::retitled(&source.paper));
        }
        Identity::Unsure
    }

    pub(super) fn wrong_id(&mut self, asked: &PaperRef, paper: &Paper) {
        self.find(Code::WrongId, notes::other_paper(paper));
        self.suggest(Some(&asked.id), relink::leads_to(&asked.id));
    }

    pub(super) fn search(&self, not: Option<&ArxivId>) -> Search {
        self.with_context(None, |context| {
            candidates::search(self.list, self.given, self.entry, not, context)
        })
    }
}
