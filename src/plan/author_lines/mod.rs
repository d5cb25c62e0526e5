//! Author lines: what differs from arXiv's, and the edits that make it right. Pure.
//!
//! arXiv's names are looked for in the line. What is found is right; what is not found and not
//! explained is the list's own, and stays. A line is read (`reading`) into `words`, `persons` found
//! among them (`find`, by `fit`), `units` (a name with what is its own) and gaps between those;
//! `form` says how it writes names. Then each kind of difference has its file: `slips` of letters
//! or words, names left out on purpose (`cut`) or missing (`insert`), too many (`extra`), in
//! another `order`, whole `lines`. After each the line is read anew (`draft`), until nothing
//! differs; then `proof` compares what is there with what was. What is not explained to the last
//! byte, or not proven, is proposed.

mod as_read;
mod bound;
mod cut;
mod draft;
mod extra;
mod find;
mod fit;
mod form;
mod former;
mod full;
mod insert;
mod lines;
mod order;
mod persons;
mod places;
mod proof;
mod reading;
mod slips;
mod submitted;
#[cfg(test)]
mod tests;
mod units;
mod usual;
mod words;

pub use as_read::as_read;
pub use find::Order;
pub use form::{Capitals, Form, Given, Style, write};
pub use submitted::submitted;

use super::judgement::Judgement;
use crate::list::edit::Edit;
use crate::list::entry::{Quotes, Writing};
use crate::list::field::{self, Tokens};
use crate::text::vocabulary::Vocabulary;
use cut::Cut;
use draft::Draft;
use extra::Extra;
use persons::Persons;
use proof::Inventory;
use reading::Reading;
use slips::Slips;

/// What a list does in all its lines.
#[derive(Clone, Debug, Default)]
pub struct House {
    /// How it writes them.
    pub form: Option<Form>,
    /// It names the first authors only, and does not say so.
    pub always_cuts: bool,
    /// It says "and others" behind all of a paper's authors, too.
    pub cuts_nobody: bool,
    /// It writes letters without their accents.
    pub plain_letters: bool,
}

/// What is known beside the line and the paper.
pub struct Context<'a> {
    /// What the list does in its other lines.
    pub house: House,
    /// Whether this is, in full, the name of an author of another paper.
    pub is_known_person: &'a dyn Fn(&str) -> bool,
    /// Another paper that has exactly these authors.
    pub paper_with_authors: &'a dyn Fn(&[String]) -> Option<String>,
    /// The names that an author of arXiv's no longer goes by.
    pub former_names: &'a dyn Fn(&str) -> Vec<String>,
    /// The authors of earlier versions of the paper.
    pub earlier: &'a [Vec<String>],
    /// The words of lists.
    pub vocabulary: &'a Vocabulary,
}

impl<'a> Context<'a> {
    /// Nothing is known but the words of lists.
    pub fn plain(vocabulary: &'a Vocabulary) -> Self {
        Self {
            house: House::default(),
            is_known_person: &|_| false,
            paper_with_authors: &|_| None,
            former_names: &|_| Vec::new(),
            earlier: &[],
            vocabulary,
        }
    }
}

/// What one reading of a line leads to.
enum Outcome {
    Right,
    Own(&'static str),
    Edits(Vec<Edit>),
    /// Not understood; what could be written, where that is known.
    Odd(String, Vec<Edit>),
}

/// No line takes more readings than this: slips, separators, names put in, names taken out, and the
/// order.
const MOST_READINGS: usize = 8;

/// Compares a line with arXiv's authors.
pub fn judge(
    line: &Tokens<'_>,
    writing: Writing,
    authors: &[String],
    context: &Context<'_>,
) -> Judgement {
    if bound::is_beyond(line, authors) {
        return bound::proposal(authors, context);
    }
    let persons = Persons::read(authors, context.vocabulary);
    if persons.list.is_empty() {
        return Judgement::Right;
    }
    let reading = Reading::new(line, writing, &persons, context);
    match former::renamed(line, writing, authors, context) {
        Some(edits) if edits.is_empty() => {}
        Some(edits) => {
            let mut draft = Draft::new(&line.source[line.span.clone()], line.span.start);
            return match draft.apply(edits, line.span.start) {
                true => finish(&reading, draft),
                false => proposal(&reading, CROSSING.into(), Vec::new()),
            };
        }
        // The name is told to nobody.
        None => {
            let why = "somebody goes by another name, and markup is in the middle of the old one";
            return proposal(&reading, why.into(), Vec::new());
        }
    }
    let outcome = next(&reading);
    let edits = match outcome {
        Outcome::Right => return Judgement::Right,
        Outcome::Own(note) => return Judgement::Own(note.to_owned()),
        Outcome::Odd(why, edits) => return proposal(&reading, why, edits),
        Outcome::Edits(edits) => edits,
    };
    let mut draft = Draft::new(&line.source[line.span.clone()], line.span.start);
    if !draft.apply(edits, line.span.start) {
        return proposal(&reading, CROSSING.into(), Vec::new());
    }
    finish(&reading, draft)
}

const CROSSING: &str = "two corrections of the line touch each other";

/// Reads an edited line until nothing differs, and proves it.
fn finish(first: &Reading<'_>, mut draft: Draft<'_>) -> Judgement {
    for _ in 0..MOST_READINGS {
        let text = draft.text();
        let tokens = field::read(&text, 0..text.len(), first.writing);
        let reading = Reading::new(&tokens, first.writing, first.persons, first.context);
        match next(&reading) {
            Outcome::Right => {
                let edits = draft.edits();
                if !Inventory::of(first).is_kept_by(first, &edits, &reading) {
                    let why = "the corrected line would not read like the names of arXiv";
                    return proposal(first, why.into(), edits);
                }
                let after = as_read::names(&reading);
                return Judgement::Edit { edits, after };
            }
            Outcome::Edits(edits) => {
                if !draft.apply(edits, 0) {
                    return proposal(first, CROSSING.into(), Vec::new());
                }
            }
            // Half of a correction is none.
            Outcome::Own(note) => return proposal(first, note.into(), Vec::new()),
            Outcome::Odd(why, edits) => {
                let whole = !edits.is_empty() && draft.apply(edits, 0);
                let edits = if whole { draft.edits() } else { Vec::new() };
                return proposal(first, why, edits);
            }
        }
    }
    let why = "the line needs too many corrections";
    proposal(first, why.into(), Vec::new())
}

fn odd(why: impl Into<String>) -> Outcome {
    Outcome::Odd(why.into(), Vec::new())
}

/// The first thing that differs.
fn next(reading: &Reading<'_>) -> Outcome {
    let line = &reading.line;
    let comparable = line
        .words
        .iter()
        .any(|w| w.letters && !w.foreign && w.capital);
    if !comparable && line.words.iter().any(|w| w.letters && w.foreign) {
        return Outcome::Own("the names are in a script that arXiv does not use for them");
    }
    if reading.found.too_much {
        return odd("the line has too many names that could be somebody's");
    }
    match slips::slips(reading) {
        Slips::Blocked(why) => return odd(why),
        Slips::Edits(mut edits) => {
            edits.extend(slips::accents(reading));
            return Outcome::Edits(edits);
        }
        Slips::None => {}
    }
    let (found, all) = (reading.found.hits.len(), reading.persons.list.len());
    if found == 0 {
        let other = lines::of_another_paper(reading);
        let none = || odd("none of arXiv's names is found in the line");
        return other.map_or_else(none, Outcome::Edits);
    }
    let mut spellings = slips::accents(reading);
    spellings.extend(full::written_out(reading));
    if !spellings.is_empty() {
        return Outcome::Edits(spellings);
    }
    // A few names, or a collaboration, stand for a very long list.
    if all > 40 && found <= 10 {
        return Outcome::Own("a few names stand for very many authors");
    }
    match missing(reading) {
        Ok(missing) if missing.iter().all(Vec::is_empty) => all_there(reading),
        Ok(missing) => {
            if !reading.found.is_in_order() {
                return match lines::of_earlier_version(reading) {
                    Some(edits) => Outcome::Edits(edits),
                    None => odd("names are missing, and the others are in another order"),
                };
            }
            match insert::insert(reading, &missing) {
                Ok(edits) => Outcome::Edits(edits),
                Err(why) => odd(why),
            }
        }
        Err(why) => odd(why),
    }
}

/// The persons who are missing by accident, by gap.
fn missing(reading: &Reading<'_>) -> Result<Vec<Vec<usize>>, String> {
    let mut out = reading.missing_by_gap();
    let last = out.len() - 1;
    if order::names_first_ones(reading) && cut::is_dots(reading, last) {
        return Ok(Vec::new());
    }
    for (gap, persons) in out.iter_mut().enumerate() {
        if persons.is_empty() {
            continue;
        }
        match cut::cut(reading, gap, persons.len()) {
            Cut::Purpose => persons.clear(),
            Cut::OtherCount => return Err("a number says that other names are left out".into()),
            Cut::No if gap == last && reading.context.house.always_cuts => persons.clear(),
            Cut::No => {}
        }
    }
    Ok(out)
}

/// Everybody who should be is there.
fn all_there(reading: &Reading<'_>) -> Outcome {
    match lines::lost_separators(reading) {
        Ok(edits) if edits.is_empty() => {}
        Ok(edits) => return Outcome::Edits(edits),
        Err(why) => return odd(why),
    }
    match extra::extra(reading) {
        Extra::None => {}
        Extra::Edits(edits) => return Outcome::Edits(edits),
        Extra::Odd(why, edits) => return Outcome::Odd(why, edits),
    }
    if reading.found.hits.len() == reading.persons.list.len()
        && !reading.context.house.cuts_nobody
        && let Some(edit) = cut::others_of_nobody(reading)
    {
        // Only a table of words says so, and no edit rests on such.
        let why = "the line says that names are left out, and arXiv has no more";
        return Outcome::Odd(why.into(), edit.into_iter().collect());
    }
    if reading.found.is_in_order() {
        return Outcome::Right;
    }
    match order::order(reading) {
        Ok(edits) => Outcome::Edits(edits),
        Err((why, edits)) => {
            let why = format!("the names are in another order, and {why}");
            Outcome::Odd(why, edits)
        }
    }
}

fn proposal(reading: &Reading<'_>, why: String, edits: Vec<Edit>) -> Judgement {
    let line = reading.line.tokens;
    let mut draft = Draft::new(&line.source[line.span.clone()], line.span.start);
    let after = if !edits.is_empty() && draft.apply(edits.clone(), line.span.start) {
        let text = draft.text();
        let tokens = field::read(&text, 0..text.len(), reading.writing);
        let (persons, context) = (reading.persons, reading.context);
        as_read::names(&Reading::new(&tokens, reading.writing, persons, context))
    } else {
        // Nothing is escaped for a reader.
        let plain = Writing::Yaml(Quotes::Block);
        write(&reading.persons.names(), &form(reading), plain)
    };
    Judgement::Propose { why, edits, after }
}

/// The form of a line, as far as it shows it.
fn form(reading: &Reading<'_>) -> Form {
    let house = reading.context.house.form.clone().unwrap_or_default();
    let hits = &reading.found.hits;
    Form {
        style: reading.style().unwrap_or(house.style),
        first_inverted: hits.len() > 1
            && hits[0].order == Order::Comma
            && hits[1].order == Order::Natural,
        joint: reading.joint.clone().unwrap_or(house.joint),
        last_joint: reading.last_joint.clone(),
        cut: None,
        end: String::new(),
    }
}

/// How many of a paper's authors a line names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Persons of arXiv's who are in the line.
    pub found: usize,
    /// All of arXiv's.
    pub authors: usize,
    /// Names in the line, whosoever.
    pub listed: usize,
    /// The line says that it leaves names out.
    pub is_cut: bool,
}

/// What a line says of whether an entry and a paper belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// They do.
    Agrees,
    /// They do not.
    Against,
    /// Nothing.
    Nothing,
}

impl Agreement {
    /// At least half of both, and of one or two all, agree; hardly any is against.
    pub fn witness(&self) -> Witness {
        let expected = match self.is_cut {
            true => self.authors.min(self.listed),
            false => self.authors,
        };
        let enough = |of: usize| {
            if of <= 2 {
                self.found >= of
            } else {
                2 * self.found >= of
            }
        };
        if self.listed == 0 {
            Witness::Nothing
        } else if self.found > 0 && enough(expected) && enough(self.listed) {
            Witness::Agrees
        } else if 5 * self.found <= self.listed.min(self.authors) {
            Witness::Against
        } else {
            Witness::Nothing
        }
    }
}

/// Counts the authors that a line names.
pub fn agreement(line: &Tokens<'_>, authors: &[String], context: &Context<'_>) -> Agreement {
    if bound::is_beyond(line, authors) {
        return Agreement {
            found: 0,
            authors: authors.len(),
            listed: 0,
            is_cut: false,
        };
    }
    let former = former::renamed(line, Writing::Markdown, authors, context);
    let former = former.filter(|edits| !edits.is_empty());
    let mut draft = Draft::new(&line.source[line.span.clone()], line.span.start);
    if former.is_some_and(|edits| draft.apply(edits, line.span.start)) {
        let text = draft.text();
        let tokens = field::read(&text, 0..text.len(), Writing::Markdown);
        return counted(&tokens, authors, context);
    }
    counted(line, authors, context)
}

fn counted(line: &Tokens<'_>, authors: &[String], context: &Context<'_>) -> Agreement {
    let persons = Persons::read(authors, context.vocabulary);
    let reading = Reading::new(line, Writing::Markdown, &persons, context);
    let found = reading.found.hits.len();
    let is_cut = (0..reading.gaps.len()).any(|g| cut::cut(&reading, g, 0) == Cut::Purpose);
    Agreement {
        found,
        authors: persons.list.len(),
        listed: found + extra::listed(&reading),
        is_cut,
    }
}

/// How a line writes its authors; `None` where it names hardly one of them.
pub fn form_of(
    line: &Tokens<'_>,
    writing: Writing,
    authors: &[String],
    context: &Context<'_>,
) -> Option<Form> {
    if bound::is_beyond(line, authors) {
        return None;
    }
    let persons = Persons::read(authors, context.vocabulary);
    let reading = Reading::new(line, writing, &persons, context);
    let (found, all) = (reading.found.hits.len(), persons.list.len());
    if found == 0 || reading.style().is_none() {
        return None;
    }
    let last = reading.gaps.len() - 1;
    let is_cut = found < all && cut::cut(&reading, last, all - found) == Cut::Purpose;
    let rest = reading.source(&reading.gaps[last].tokens);
    let mut out = form(&reading);
    // A venue behind it is that entry's.
    let only_cut = context
        .vocabulary
        .is_cut(rest.trim_matches(|c: char| !c.is_alphanumeric()));
    out.cut = (is_cut && only_cut).then(|| (found, rest.to_owned()));
    if !is_cut && rest.trim() == "." {
        out.end = ".".into();
    }
    Some(out)
}

/// Whether a line names all authors and writes their letters without the accents that arXiv has.
pub fn has_plain_letters(line: &Tokens<'_>, authors: &[String], context: &Context<'_>) -> bool {
    if bound::is_beyond(line, authors) {
        return false;
    }
    let persons = Persons::read(authors, context.vocabulary);
    let reading = Reading::new(line, Writing::Markdown, &persons, context);
    !slips::accents(&reading).is_empty()
}
