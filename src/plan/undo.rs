//! Takes changes back that runs made: finds where their words stand in a list now, puts the old
//! ones back, and proves the result. Pure; what a run left is known from its record.
//!
//! Where the list is as some run left it, the record tells every place to the byte, through all
//! writes since. Else a change is looked for by its words and the unchanged ones around them, in
//! the one entry that names the paper; what is not certain stays.

mod place;
mod trace;

use super::fingerprint;
use super::input::List;
use super::links::{Month, Named};
use super::verify::differing;
use super::{Field, Kind};
use crate::arxiv::id::ArxivId;
use crate::list::edit::{Edit, EditSet};
use crate::list::entry::Entry;
use crate::list::hints::Hints;
use crate::text::checksum::sha256;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
pub use trace::{Around, Trace};

/// A change by its row, and its edits.
pub type Traced = (i64, Vec<Trace>);

/// A list was written.
#[derive(Clone, Debug)]
pub struct Write {
    /// Names it; later ones have higher numbers.
    pub id: i64,
    /// SHA-256 of the list before, in hexadecimal.
    pub sha256_before: String,
    /// SHA-256 of the list after it.
    pub sha256_after: String,
    /// The changes that were made with it, by their rows, in the order in which they were recorded.
    pub changes: Vec<Traced>,
}

/// A change that was made, as it was recorded.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its row.
    pub row: i64,
    /// Its id, which every run calls it by.
    pub id: String,
    /// The run that made it.
    pub run: String,
    /// The write that it was made with.
    pub write: i64,
    /// The list's canonical path.
    pub list: String,
    /// 1-based line in the list as it was then.
    pub line: usize,
    /// The paper.
    pub paper: ArxivId,
    /// The version of it that the list was compared with.
    pub version: Option<u32>,
    /// The fingerprint of what arXiv said; not known of runs of older versions.
    pub words: Option<String>,
    /// The entry's title.
    pub title: Option<String>,
    /// Which field.
    pub field: Field,
    /// Fill or correct.
    pub kind: Kind,
    /// What the field said before.
    pub before: Option<String>,
    /// What it said after.
    pub after: String,
    /// Whether it took a change back itself.
    pub takes_back: bool,
    /// The run that took it back.
    pub undone_by: Option<String>,
}

/// Why a change is not taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// This run took it back already.
    Already(String),
    /// It was recorded by a version that did not keep what it replaced.
    NoRecord,
    /// What it replaced holds a name that is not to be written again.
    Names,
    /// No entry of the list names the paper.
    NoEntry,
    /// Its words do not stand any more as they were written.
    Changed,
    /// They stand at so many places.
    Several(usize),
    /// Without it another entry, or another field, would read differently.
    Unproven,
    /// The list cannot be worked on, and why.
    List(String),
}

impl Refusal {
    /// The reason and what to do, for people.
    pub fn told(&self) -> String {
        match self {
            Self::Already(run) => format!("already undone by run {run}"),
            Self::NoRecord => "it was made by an older arxsync, which did not keep the words that it replaced; edit the list, and it is only proposed from then on".into(),
            Self::Names => "the words that it replaced hold a name of [names], which is kept nowhere and never written again; edit the list yourself if it must be".into(),
            Self::NoEntry => "no entry of the list names the paper any more; nothing is left to undo".into(),
            Self::Changed => "the field was edited since, and does not read as the run left it; edit it yourself, or undo the later run first".into(),
            Self::Several(count) => format!("the same words stand at {count} places, and which are meant is not certain; edit the list yourself"),
            Self::Unproven => "without it other entries or fields would read differently; edit the list yourself".into(),
            Self::List(why) => why.clone(),
        }
    }
}

/// What taking changes back makes of a list.
#[derive(Clone, Debug)]
pub struct Back {
    /// The list's text after it.
    pub after: String,
    /// For every change the edits that take it back, or why it stays.
    pub fates: Vec<Result<Vec<Edit>, Refusal>>,
}

/// What is known of a list whose changes are taken back.
#[derive(Clone, Copy)]
pub struct Past<'a> {
    /// SHA-256 of its text now, in hexadecimal.
    pub sha256: &'a str,
    /// Its writes, the oldest first; from the oldest on that made one of the changes.
    pub writes: &'a [Write],
    /// What its maintainer says of it.
    pub hints: &'a Hints,
    /// Ids of later months cannot exist.
    pub month: Month,
}

impl Past<'_> {
    /// Whether the list was this text before one of its writes: then nothing needs a proof.
    fn held(&self, text: &str) -> bool {
        let sha256 = sha256(text.as_bytes());
        self.writes.iter().any(|w| w.sha256_before == sha256)
    }
}

/// Takes changes of a list back, as far as that is certain.
pub fn take_back(text: &str, past: &Past<'_>, wanted: &[Made]) -> Back {
    let list = List::read(text, past.hints, past.month);
    let fate = |made: &Made| fate(&list, past, made);
    let mut fates: Vec<_> = wanted.iter().map(fate).collect();
    disjoint(text, &mut fates);
    let after = prove(&list, past, wanted, &mut fates);
    Back { after, fates }
}

/// The edits that take one change back.
fn fate(list: &List<'_>, past: &Past<'_>, made: &Made) -> Result<Vec<Edit>, Refusal> {
    if let Some(run) = &made.undone_by {
        return Err(Refusal::Already(run.clone()));
    }
    let written = past.writes.iter().position(|write| write.id == made.write);
    let write = written.map(|at| &past.writes[at]);
    let change = write.and_then(|write| write.changes.iter().find(|(row, _)| *row == made.row));
    let (Some(at), Some((_, traces)), true) = (written, change, made.words.is_some()) else {
        return Err(Refusal::NoRecord);
    };
    let old: Option<Vec<&String>> = traces.iter().map(|trace| trace.was.as_ref()).collect();
    let old = old.ok_or(Refusal::Names)?;
    let exact = place::recorded(list.doc.source, past.sha256, &past.writes[at..], made.row);
    let places = match exact {
        Some(places) => places,
        None => search(list, made, traces)?,
    };
    let edits = places.into_iter().zip(old).map(|(span, was)| Edit {
        span,
        text: was.clone(),
    });
    Ok(edits.collect())
}

/// Where the edits of a change stand, looked for by their words.
fn search(list: &List<'_>, made: &Made, traces: &[Trace]) -> Result<Vec<Range<usize>>, Refusal> {
    let entries: Vec<&Entry> = list.entries.iter().collect();
    let own: Vec<&Entry> = entries
        .into_iter()
        .filter(|e| is_of(list, e, made))
        .collect();
    if own.is_empty() {
        return Err(Refusal::NoEntry);
    }
    let is_own = |found: &Range<usize>| own.iter().any(|e| holds(e, found, made.field));
    for pattern in place::patterns(traces) {
        let mut found = pattern.found(list.doc.source);
        found.retain(|places| is_own(&place::whole(places)));
        match found.len() {
            0 => {}
            1 => return found.pop().ok_or(Refusal::Changed),
            several => return Err(Refusal::Several(several)),
        }
    }
    Err(Refusal::Changed)
}

/// Whether an entry is the one of a change: it names the paper. Where it is the link that was
/// changed, its title may tell, too.
fn is_of(list: &List<'_>, entry: &Entry, made: &Made) -> bool {
    let is_paper = match list.named(entry, &mut Vec::new()) {
        Named::Paper(paper) => paper.id == made.paper,
        Named::Nothing(_) => false,
    };
    let title = || fingerprint::fold(&entry.title.text(&list.doc));
    let is_titled = |known: &String| title() == fingerprint::fold(known);
    is_paper || made.field == Field::Link && made.title.as_ref().is_some_and(is_titled)
}

/// Whether these bytes are an entry's, and of this field, where it has it.
fn holds(entry: &Entry, found: &Range<usize>, field: Field) -> bool {
    let is_inside = entry.span.start <= found.start && found.end <= entry.span.end;
    let named = entry.places.iter().filter(|p| p.name == field.place());
    let mut lines = named.map(|place| &place.lines).peekable();
    let is_anywhere = lines.peek().is_none() || field == Field::Link;
    is_inside && (is_anywhere || lines.any(|l| found.start <= l.end && l.start <= found.end))
}

/// Lets no two changes edit the same bytes: which of the two is meant is not certain.
fn disjoint(text: &str, fates: &mut [Result<Vec<Edit>, Refusal>]) {
    if EditSet::new(text, edits(fates)).is_ok() {
        return;
    }
    let mut taken: Vec<Edit> = Vec::new();
    for fate in fates {
        let Ok(own) = fate else { continue };
        let with: Vec<Edit> = taken.iter().chain(&*own).cloned().collect();
        match EditSet::new(text, with.clone()) {
            Ok(_) => taken = with,
            Err(_) => *fate = Err(Refusal::Changed),
        }
    }
}

fn edits(fates: &[Result<Vec<Edit>, Refusal>]) -> Vec<Edit> {
    let made = fates.iter().filter_map(|fate| fate.as_ref().ok());
    made.flatten().cloned().collect()
}

/// The text after the edits. Changes without which other entries would read differently are left
/// out, until what is left is proven.
fn prove(
    list: &List<'_>,
    past: &Past<'_>,
    wanted: &[Made],
    fates: &mut [Result<Vec<Edit>, Refusal>],
) -> String {
    let text = list.doc.source;
    loop {
        let owners: Vec<Option<usize>> = wanted
            .iter()
            .zip(&*fates)
            .map(|(made, fate)| owner(list, made, fate.as_ref().ok()?))
            .collect();
        let mut touched: HashMap<usize, Vec<Field>> = HashMap::new();
        for (made, owner) in wanted.iter().zip(&owners) {
            if let Some(entry) = owner {
                touched.entry(*entry).or_default().push(made.field);
            }
        }
        let Ok(set) = EditSet::new(text, edits(fates)) else {
            fates.iter_mut().for_each(refuse);
            return text.to_owned();
        };
        if set.edits().is_empty() {
            return text.to_owned();
        }
        let after = set.apply(text);
        if past.held(&after) {
            return after;
        }
        let edited = List::read(&after, past.hints, past.month);
        let faulty = match edited.entries.len() == list.entries.len() {
            true => Some(differing(list, &edited, &touched)),
            false => None,
        };
        if faulty.as_ref().is_some_and(HashSet::is_empty) {
            return after;
        }
        let is_guilty = |owner: &Option<usize>| {
            let own = |entry: &usize| faulty.as_ref().is_some_and(|f| f.contains(entry));
            owner.as_ref().is_some_and(own)
        };
        // Where an entry suffers that was not edited, any of the edits may have done it.
        let is_known = owners.iter().any(is_guilty);
        for (fate, owner) in fates.iter_mut().zip(&owners) {
            if !is_known || is_guilty(owner) {
                refuse(fate);
            }
        }
    }
}

fn refuse(fate: &mut Result<Vec<Edit>, Refusal>) {
    if fate.is_ok() {
        *fate = Err(Refusal::Unproven);
    }
}

/// The entry that a change is taken back in.
fn owner(list: &List<'_>, made: &Made, edits: &[Edit]) -> Option<usize> {
    let spans: Vec<Range<usize>> = edits.iter().map(|e| e.span.clone()).collect();
    let whole = place::whole(&spans);
    let inside = |e: &Entry| e.span.start <= whole.start && whole.end <= e.span.end;
    let all = || (0..list.entries.len()).filter(|i| inside(&list.entries[*i]));
    let named = all().find(|i| is_of(list, &list.entries[*i], made));
    named.or_else(|| all().next())
}
