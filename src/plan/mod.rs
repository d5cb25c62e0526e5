//! What should change in a list, and why. Pure: entries and resolutions in, a [`Plan`] out; the
//! same plan in every mode.
//!
//! [`input`] is what a plan is made from; [`planner`] goes through the entries, `entry` works on
//! one; [`source`] is the text that is compared and written; [`matching`] judges whether entry and
//! paper belong together; [`abstract_text`] and [`author_lines`] compare a field and make edits, a
//! [`judgement`] says what comes of it; [`published`] is told where
//! it is wanted; [`policy`] decides, and what a maintainer decided before
//! ([`memory`]); [`fingerprint`] names what is decided on; [`verify`] proves the result; [`lines`]
//! counts its lines anew once it is made; [`undo`] takes changes back.

pub mod abstract_text;
pub mod author_lines;
pub mod candidates;
pub mod difference;
mod entry;
pub mod findings;
pub mod fingerprint;
mod habits;
pub mod input;
pub mod judgement;
pub mod known;
pub mod lines;
pub mod links;
pub mod matching;
pub mod memory;
pub mod neighbours;
pub mod planner;
pub mod policy;
pub mod published;
mod relink;
pub mod shown;
pub mod source;
#[cfg(test)]
mod testing;
pub mod title;
pub mod undo;
pub mod verify;
pub mod witnesses;

use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::lookup::Lookup;
use crate::list::edit::Edit;
use crate::list::entry::Name;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// All changes and findings of one list.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// One row for every entry of the list, in order.
    pub entries: Vec<EntryVerdict>,
    /// Every difference in substance, with what is to become of it.
    pub changes: Vec<Change>,
    /// What has no edit but should be known.
    pub findings: Vec<Finding>,
    /// What else should be asked: with the answers, the plan says more.
    pub lookups: BTreeSet<Lookup>,
    /// Earlier versions of papers that would say more.
    pub versions: BTreeSet<PaperRef>,
    /// How many findings a maintainer has chosen not to be told again.
    pub ignored: usize,
}

impl Plan {
    /// Whether something should be asked.
    pub fn asks(&self) -> bool {
        !self.lookups.is_empty() || !self.versions.is_empty()
    }
}

/// What became of one entry.
#[derive(Clone, Debug)]
pub struct EntryVerdict {
    /// 1-based line of its title.
    pub line: usize,
    /// Its title as plain text.
    pub title: String,
    /// The paper that its link names.
    pub arxiv_id: Option<ArxivId>,
    /// The layout family that recognised it.
    pub layout: &'static str,
    /// The verdict.
    pub status: Status,
    /// Why nothing is known, where it was deferred.
    pub why: Option<String>,
}

/// The verdict on an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Nothing to do.
    Ok,
    /// At least one change (whatever its decision).
    Changed,
    /// Its link leads elsewhere than to arXiv.
    NotArxiv,
    /// Its link carries no usable id.
    NoId,
    /// arXiv answered without this paper.
    Absent,
    /// arXiv did not answer for it.
    Deferred,
    /// The entry's title and the paper behind its link are different papers.
    WrongId,
    /// Nothing but the link says that entry and paper belong together, and the titles differ.
    TitleMismatch,
    /// Its links disagree.
    Ambiguous,
}

/// A field of an entry that arxsync can speak about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The title.
    Title,
    /// The link to the paper.
    Link,
    /// The list of authors.
    Authors,
    /// The abstract.
    Abstract,
}

impl Field {
    /// What names its place in an entry.
    pub fn place(self) -> Name {
        match self {
            Self::Title => Name::Title,
            Self::Link => Name::Link,
            Self::Authors => Name::Authors,
            Self::Abstract => Name::Abstract,
        }
    }
}

/// The name of a unit variant in reports, decisions and the database.
pub fn name_of(variant: impl Serialize) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(name)) => name,
        other => unreachable!("unit variants are written as their names, not {other:?}"),
    }
}

/// Whether a change fills a gap or corrects what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The field was missing, empty or a placeholder.
    Fill,
    /// The field said something else.
    Correct,
}

/// What policy and memory make of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// The edits are made.
    Apply,
    /// Reported only: the maintainer decides.
    Propose,
    /// Not made; `why` says why.
    Skip,
}

/// Why a change is not simply applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The policy for this field says so.
    Policy,
    /// A comment in the entry pins it, or one that is no pin keeps it.
    Pinned,
    /// Not all of the field's text is understood, so it is not edited
    /// (docs/explained-edits.md#the-rule).
    Unexplained,
    /// The list shows no form in which the missing field could be written.
    NoForm,
    /// It shows none, and the one that its maintainer gives does not fit the entry.
    FormUnused,
    /// The title differs, and too little says that it is the same paper.
    OtherTitle,
    /// The entry may hold the text of two papers, so whose the field is is not certain.
    TwoPapers,
    /// The text says that a program writes it, so an edit would be lost.
    Generated,
    /// arXiv's feed may have lost TeX or cut a name, and the paper's record as submitted is not
    /// known (yet).
    NoSource,
    /// A maintainer said no, and arXiv says the same as then.
    Rejected,
    /// It was applied before, and somebody put the old words back.
    Reverted,
    /// The run makes other changes only.
    NotChosen,
}

/// A decided difference.
#[derive(Clone, Debug)]
pub struct Change {
    /// Stable while arXiv says the same and the entry is there ([`fingerprint::change_id`]).
    pub id: String,
    /// Index into [`Plan::entries`].
    pub entry: usize,
    /// 1-based line of the field, or where it would be inserted.
    pub line: usize,
    /// The paper.
    pub arxiv_id: ArxivId,
    /// The version of it that the list is compared with, where it was.
    pub version: Option<u32>,
    /// The day on which that version was submitted, where arXiv tells it.
    pub version_day: Option<String>,
    /// An earlier no to the field that holds no more, where it is asked or done again for that.
    pub lapsed: Option<memory::Lapsed>,
    /// The fingerprint of what arXiv says in the field ([`fingerprint::words`]).
    pub words: String,
    /// Which field.
    pub field: Field,
    /// Fill or correct.
    pub kind: Kind,
    /// What is to become of it.
    pub decision: Decision,
    /// Why it is not applied, where it is not.
    pub why: Option<Why>,
    /// The field's value as plain text, where it has one.
    pub before: Option<String>,
    /// The value as it should be, as plain text.
    pub after: String,
    /// What else a maintainer may want to know about the difference.
    pub note: Option<String>,
    /// The edits that make it, about the list as it was read; empty where none can be offered.
    pub edits: Vec<Edit>,
}

/// Something to report that has no edit.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Stable for the same finding in the same list ([`fingerprint::identify`]); empty until the
    /// plan is whole.
    pub id: String,
    /// Index into [`Plan::entries`], where it is about one.
    pub entry: Option<usize>,
    /// 1-based line.
    pub line: usize,
    /// The paper that the entry names, where it names one.
    pub arxiv_id: Option<ArxivId>,
    /// What it is.
    pub code: Code,
    /// One sentence for the maintainer.
    pub message: String,
    /// What it says of the paper, in a form that two runs can compare: another word of arXiv's is
    /// told again. Empty where there is nothing but the code.
    pub about: String,
    /// The id that belongs there instead, where one is known.
    pub suggestion: Option<ArxivId>,
}

impl Finding {
    /// A finding of no entry and no paper; what it is about are its words.
    pub fn new(code: Code, line: usize, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            id: String::new(),
            entry: None,
            line,
            arxiv_id: None,
            code,
            about: fingerprint::words(&message),
            message,
            suggestion: None,
        }
    }

    /// The same, about this: numbers in its words are others tomorrow.
    pub fn about(self, about: impl Into<String>) -> Self {
        Self {
            about: about.into(),
            ..self
        }
    }
}

/// What a finding is about (`docs/report.md#findings`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The link only stands in for one.
    PlaceholderLink,
    /// A field holds a template's text.
    PlaceholderText,
    /// The entry has no link, and a paper that fits was found.
    MissingLink,
    /// The link's id cannot exist.
    MalformedId,
    /// Title and linked paper are different papers.
    WrongId,
    /// One paper, listed twice in one section.
    DuplicateId,
    /// arXiv does not know the id, asked on several days.
    NotFound,
    /// arXiv answered without the id; it is asked again before it is called not found.
    NotReturned,
    /// The paper was withdrawn.
    Withdrawn,
    /// The link pins a version, and a newer one exists.
    NewerVersion,
    /// arXiv knows where the paper was published; told where the maintainer wants to know it.
    Published,
    /// The same paper under another title.
    TitleDrift,
    /// A badge and its link name different papers.
    BadgeMismatch,
    /// An entry's links name different papers.
    LinkConflict,
    /// The text in the abstract's place is no version of the abstract (a summary, a translation).
    OtherText,
    /// The edits make the list larger than GitHub shows.
    TooLarge,
    /// Nothing but the link says that entry and paper belong together, and the titles share no
    /// word.
    TitleMismatch,
    /// Beside arXiv's text stand words of the list's own.
    OwnWords,
    /// A comment in the entry begins with `arxsync` and is no pin that exists, or one that begins
    /// so stands above the entry.
    UnknownPin,
    /// Somebody names the list, it has text, and nothing in it is recognised as an entry.
    NoEntries,
    /// A text that says that a program writes it needs correction at its source.
    Generated,
    /// The list holds an unresolved merge conflict; nothing in it is looked at.
    MergeConflict,
}
