//! A list's abstract beside arXiv's: what differs, what that is, and the edits that are explained
//! to the last byte and proven. Pure: the tokens of a field and the paper's texts in, a judgement
//! out. It does not know layouts, policies or who is asked.
//!
//! [`judge`] goes through the stages, each a file: `align` lays the words side by side, `spelling`
//! and `tidy_up` make that read as a person would, `asides` says what speaks of nothing, `explain`
//! what each run of words is; `insert`, `replace`, `remove` and `punctuation` make the edits
//! (`region` and `write` know gaps and escapes, `address` forms of addresses), and `proof` reads
//! the result again, and looks for lone `halves`. `told` says to a person what was found.

mod address;
mod align;
mod asides;
mod earlier;
mod explain;
mod halves;
mod insert;
mod own;
mod proof;
mod punctuation;
mod region;
mod remove;
mod replace;
mod residue;
mod spelling;
mod text;
mod tidy_up;
mod told;
mod whole;
mod wording;
mod write;

use crate::list::edit::{Edit, EditSet};
use crate::list::entry::{Quotes, Writing};
use crate::list::escape;
use crate::list::field::{self, Kind, Token, Tokens};
use crate::text::placeholder::is_placeholder;
use align::{Block, Is};
use asides::Asides;
use compact_str::CompactString;
use earlier::Earlier;
use explain::{Comparison, Explained, Step};
use proof::Held;
use std::ops::Range;
use text::{Keys, Text};

/// What arXiv says, as far as it is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Texts<'a> {
    /// The text that is compared and written.
    pub text: &'a str,
    /// The same in its other rendering: the raw TeX of a record, or the feed's.
    pub other: Option<&'a str>,
    /// The texts of earlier versions; `None` where nobody has asked yet.
    pub earlier: Option<&'a [(u32, &'a str)]>,
}

/// The abstracts of all other papers that are known.
pub trait OtherPapers {
    /// The id of a paper whose abstract has these words in a row; the keys of [`field::plain`].
    fn with_row(&self, words: &[&str]) -> Option<String>;
}

/// No other paper is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoOthers;

impl OtherPapers for NoOthers {
    fn with_row(&self, _: &[&str]) -> Option<String> {
        None
    }
}

/// Words in a row that only one paper has.
pub const ROW_OF_OTHERS: usize = 6;

/// Above this many words a text is not compared.
pub const MOST_WORDS: usize = 20_000;

/// A judgement, and what would help to make a better one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What is to be done.
    pub judgement: Judgement,
    /// What should be asked.
    pub ask: Option<Ask>,
}

/// What a list's abstract is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// arXiv's text.
    Right,
    /// arXiv's text, and words of the list's own beside it: a note for the report.
    Own(String),
    /// Another text: a summary, a translation.
    OtherText,
    /// Too long to be compared.
    TooLarge,
    /// What differs is explained, and mended by these edits.
    Edit {
        /// About the field's source.
        edits: Vec<Edit>,
        /// What the field says afterwards.
        after: String,
        /// What a maintainer may want to know.
        note: Option<String>,
        /// Words of the list's own that stay beside it, as [`Self::Own`] has them.
        own: Option<String>,
    },
    /// Something is not understood: a person has to decide.
    Propose {
        /// What is not understood.
        why: String,
        /// What would be written, where that is known.
        edits: Vec<Edit>,
        /// What the field would say.
        after: String,
    },
}

/// A question whose answer may change the judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// What the earlier versions of the paper said.
    Earlier,
    /// Whose text it is: words for a search in arXiv's abstracts.
    Owner(Vec<String>),
}

/// What an abstract says about whether entry and paper belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It is this paper's, or an earlier version of it.
    Version,
    /// It is another paper's.
    Against,
    /// It says nothing.
    Nothing,
}

/// Judges a list's abstract.
pub fn judge(
    list: &Tokens<'_>,
    writing: Writing,
    paper: &Texts<'_>,
    others: &dyn OtherPapers,
) -> Outcome {
    let tokens = field::plain(paper.text);
    let is_clean = || !punctuation::is_suspicious(list) && residue::tags(list).is_empty();
    if has_same_words(list, &tokens) && is_clean() {
        return Judgement::Right.into();
    }
    let other = paper.other.map(field::plain);
    let earlier: Vec<(u32, Tokens<'_>)> = paper
        .earlier
        .unwrap_or_default()
        .iter()
        .map(|(n, t)| (*n, field::plain(t)))
        .collect();
    Judge {
        list,
        writing,
        paper,
        others,
        earlier: &earlier,
    }
    .judge(&tokens, other.as_ref())
}

/// Whether a list's abstract speaks for or against the paper.
pub fn agreement(list: &Tokens<'_>, paper: &Texts<'_>) -> Agreement {
    let tokens = field::plain(paper.text);
    let earlier: Vec<Tokens<'_>> = paper
        .earlier
        .unwrap_or_default()
        .iter()
        .map(|(_, t)| field::plain(t))
        .collect();
    let mut keys = Keys::default();
    let (ours, theirs) = (Text::new(list, &mut keys), Text::new(&tokens, &mut keys));
    let earlier: Vec<Text<'_>> = earlier.iter().map(|t| Text::new(t, &mut keys)).collect();
    whole::witness(&ours, &theirs, &earlier)
}

/// Whether a text holds an abstract somewhere: a row of its words at its beginning and one at its
/// end.
pub fn is_held_by(list: &Tokens<'_>, paper: &str) -> bool {
    let tokens = field::plain(paper);
    let keys = |tokens: &Tokens<'_>| -> Vec<CompactString> {
        tokens.words().map(|(_, word)| word.key.clone()).collect()
    };
    let (ours, theirs) = (keys(list), keys(&tokens));
    let has = |row: Option<&[CompactString]>| {
        row.is_some_and(|row| ours.windows(row.len()).any(|w| w == row))
    };
    let rows = || theirs.chunks_exact(ROW_OF_OTHERS);
    has(rows().next()) || has(rows().next_back())
}

impl From<Judgement> for Outcome {
    fn from(judgement: Judgement) -> Self {
        Self {
            judgement,
            ask: None,
        }
    }
}

/// Whether two texts have the same words; quick.
fn has_same_words(a: &Tokens<'_>, b: &Tokens<'_>) -> bool {
    keys(a).eq(keys(b))
}

/// All punctuation of a text, in order.
fn all_signs(text: &Text<'_>) -> String {
    region::signs(text, &(0..text.tokens.list.len()))
}

/// The keys of a text's words, in order.
fn keys<'t>(tokens: &'t Tokens<'_>) -> impl Iterator<Item = &'t str> {
    let words = tokens.list.iter().filter_map(|token| token.word());
    words.map(|word| word.key.as_str())
}

/// Whether two texts are alike by their letters: 0.6 of them, and lengths within a factor of two.
fn alike(a: &str, b: &str) -> bool {
    const MOST: usize = 400;
    let (long, short) = (a.len().max(b.len()), a.len().min(b.len()));
    long <= 2 * short && long <= MOST && strsim::normalized_damerau_levenshtein(a, b) >= 0.6
}

struct Judge<'a> {
    list: &'a Tokens<'a>,
    writing: Writing,
    paper: &'a Texts<'a>,
    others: &'a dyn OtherPapers,
    earlier: &'a [(u32, Tokens<'a>)],
}

/// A list's text aligned with one rendering of arXiv's.
struct Aligned<'t> {
    list: Text<'t>,
    arxiv: Text<'t>,
    blocks: Vec<Block>,
    earlier: Vec<Earlier>,
}

/// What a reading asks for.
enum Reading {
    /// Nothing; with the own words that stay.
    Nothing(Vec<Range<usize>>),
    /// These edits, the versions whose words they replace, and what has to stay as it is.
    Edits(Vec<Edit>, Vec<u32>, Held),
    /// Something is not understood.
    Doubt(String, Vec<Edit>),
}

impl<'a> Judge<'a> {
    fn judge(&self, tokens: &'a Tokens<'a>, other: Option<&'a Tokens<'a>>) -> Outcome {
        let aligned = self.aligned(tokens);
        if aligned.list.len().max(aligned.arxiv.len()) > MOST_WORDS {
            return Judgement::TooLarge.into();
        }
        let is_aside = |t: &Token| matches!(t.kind, Kind::Aside(_));
        if aligned.list.len() == 0 && self.list.list.iter().any(is_aside) {
            let why = "no word stands there, but a picture, a note or an address";
            return self.proposed(why.into(), Vec::new()).into();
        }
        let aligned = match other.map(|tokens| self.aligned(tokens)) {
            Some(other) if other.differing() < aligned.differing() => other,
            _ => aligned,
        };
        if whole::hardly_agrees(&aligned.list, &aligned.arxiv, &aligned.blocks) {
            return self.other_text(&aligned);
        }
        let (reading, wants_versions) = self.read(&aligned);
        let ask = (wants_versions && self.paper.earlier.is_none()).then_some(Ask::Earlier);
        let judgement = match reading {
            Reading::Nothing(own) if own.is_empty() => Judgement::Right,
            Reading::Nothing(own) => Judgement::Own(own_words(&aligned.list, &own)),
            Reading::Edits(edits, versions, held) => {
                let note = versions.first().map(|n| of_version(*n));
                self.proven(edits, note, aligned.arxiv.tokens, Some(&held))
            }
            Reading::Doubt(why, edits) => self.proposed(why, edits),
        };
        let judgement = match &judgement {
            Judgement::Propose { .. } => self.whole_version(&aligned).unwrap_or(judgement),
            _ => judgement,
        };
        Outcome { judgement, ask }
    }

    /// A text that is an earlier version's, sign by sign, needs no word to be explained.
    fn whole_version(&self, aligned: &Aligned<'_>) -> Option<Judgement> {
        let number = self.whole_version_of(&aligned.list)?;
        let edit = whole::replaced(&aligned.list, self.paper.text, self.writing)?;
        let note = Some(of_version(number));
        let judgement = self.proven_whole(edit, aligned.arxiv.tokens, note);
        matches!(judgement, Judgement::Edit { .. }).then_some(judgement)
    }

    /// The earlier version that has all words and signs of the list, and no others before its end.
    /// A few words are anybody's.
    fn whole_version_of(&self, list: &Text<'_>) -> Option<u32> {
        if list.len() < 2 * ROW_OF_OTHERS {
            return None;
        }
        let begins = |text: &str, with: &str| text.starts_with(with.trim_end_matches(['.', '…']));
        let is_it = |tokens: &Tokens<'_>| {
            let text = Text::new(tokens, &mut Keys::default());
            let mut theirs = keys(tokens);
            keys(self.list).all(|key| theirs.next() == Some(key))
                && begins(&all_signs(&text), &all_signs(list))
        };
        let found = self.earlier.iter().find(|(_, tokens)| is_it(tokens));
        found.map(|(number, _)| *number)
    }

    fn aligned(&self, tokens: &'a Tokens<'a>) -> Aligned<'a> {
        let mut keys = Keys::default();
        let (list, arxiv) = (
            Text::new(self.list, &mut keys),
            Text::new(tokens, &mut keys),
        );
        let earlier = self
            .earlier
            .iter()
            .map(|(n, t)| Earlier::new(*n, &list, &Text::new(t, &mut keys)))
            .collect();
        let blocks = tidy_up::tidy_up(&list, &arxiv, align::align(&list.ids, &arxiv.ids));
        Aligned {
            list,
            arxiv,
            blocks,
            earlier,
        }
    }

    /// Reads the text by what is understood of it.
    fn read(&self, aligned: &Aligned<'_>) -> (Reading, bool) {
        let (list, blocks) = (&aligned.list, &aligned.blocks);
        let asides = Asides::new(list, &aligned.arxiv, blocks);
        let comparison = self.comparison(aligned, &asides);
        let explained = explain::explain(&comparison);
        let wants_versions = wants_versions(blocks, &explained);
        let made = self.edits(&comparison, &explained.steps);
        let reading = match (made, explained.doubts.first()) {
            (Ok(edits), None) if edits.is_empty() => {
                let own = explained.steps.into_iter().filter_map(Step::own);
                Reading::Nothing(own.collect())
            }
            (Ok(edits), None) if whole::is_mostly_own(blocks, &explained.steps) => {
                Reading::Doubt(whole::MOSTLY_OWN.into(), edits)
            }
            (Ok(edits), None) => {
                let held = Held::new(&comparison, &explained.steps, &[]);
                Reading::Edits(edits, explained.versions, held)
            }
            (Err(why), None) => Reading::Doubt(why, Vec::new()),
            (_, Some(_)) => Reading::Doubt(
                told::listed(&explained.doubts, "; "),
                self.guessed(&comparison, &explained),
            ),
        };
        (reading, wants_versions)
    }

    fn comparison<'c, 't>(&'c self, of: &'c Aligned<'t>, asides: &'c Asides) -> Comparison<'c, 't> {
        Comparison {
            list: &of.list,
            arxiv: &of.arxiv,
            blocks: &of.blocks,
            asides,
            earlier: &of.earlier,
            others: self.others,
        }
    }

    /// The edits that a person may want to make where not all is understood; none where they would
    /// harm marks.
    fn guessed(&self, of: &Comparison<'_, '_>, explained: &Explained) -> Vec<Edit> {
        let steps = [&explained.steps[..], &explained.guesses].concat();
        let edits = self.edits(of, &steps).unwrap_or_default();
        let Some(source) = self.new_source(&edits) else {
            return Vec::new();
        };
        let after = field::read(&source, 0..source.len(), self.writing);
        if proof::harms_marks(self.list, &after) {
            return Vec::new();
        }
        edits
    }

    /// The edits of all steps, in order.
    fn edits(&self, of: &Comparison<'_, '_>, steps: &[Step]) -> Result<Vec<Edit>, String> {
        let mut edits = Vec::new();
        for step in steps {
            let edit = match step {
                Step::Insert { block, drop } => {
                    Some(insert::insert(of, *block, drop, self.writing)?)
                }
                Step::Replace { list, arxiv, .. } => {
                    Some(replace::replace(of, list, arxiv, self.writing)?)
                }
                Step::Remove { block, why } => {
                    Some(remove::remove(of, *block, *why, self.writing)?)
                }
                Step::Own(_) => None,
            };
            if let Some(edit) = &edit
                && proof::loses_signs(of, step, edit)
            {
                return Err("signs of the list's own would be lost".into());
            }
            edits.extend(edit);
        }
        edits.extend(punctuation::mended(
            of.list,
            of.arxiv,
            of.blocks,
            self.writing,
        ));
        let tag = |t: usize| Edit {
            span: self.list.list[t].span.clone(),
            text: String::new(),
        };
        edits.extend(residue::tags(of.list.tokens).into_iter().map(tag));
        edits.extend(punctuation::capitals(of, &edits));
        edits.sort_by_key(|e| (e.span.start, e.span.end));
        write::spell_as_field(self.list, self.writing, &mut edits);
        Ok(edits)
    }

    /// A text that hardly agrees: replaced as a whole where it is known whose it is.
    fn other_text(&self, aligned: &Aligned<'_>) -> Outcome {
        let list = &aligned.list;
        let text = self.list.source[self.list.span.clone()].trim();
        let version = self.whole_version_of(list);
        let owner = whole::owner(list, self.others);
        let known = is_placeholder(text) || version.is_some() || owner.is_some();
        if !known {
            let ask = match self.paper.earlier {
                _ if list.len() < 2 * ROW_OF_OTHERS => None,
                None => Some(Ask::Earlier),
                Some(_) => Some(Ask::Owner(whole::rare_words(list))),
            };
            return Outcome {
                judgement: Judgement::OtherText,
                ask,
            };
        }
        let note = version.map(of_version);
        let note = note.or_else(|| owner.map(|id| format!("these words are those of {id}")));
        match whole::replaced(list, self.paper.text, self.writing) {
            Some(edit) => self.proven_whole(edit, aligned.arxiv.tokens, note).into(),
            None => {
                let why = "marks stand among words that are not this paper's";
                self.proposed(why.into(), Vec::new()).into()
            }
        }
    }

    fn proven_whole(&self, edit: Edit, arxiv: &Tokens<'_>, note: Option<String>) -> Judgement {
        let mut edits = vec![edit];
        write::spell_as_field(self.list, self.writing, &mut edits);
        self.proven(edits, note, arxiv, None)
    }

    /// The field's bytes after edits; `None` where they would not be one value any more.
    fn new_source(&self, edits: &[Edit]) -> Option<String> {
        let set = EditSet::new(self.list.source, edits.to_vec()).ok()?;
        let source = set.apply_within(self.list.source, self.list.span.clone());
        let is_plain = self.writing == Writing::Yaml(Quotes::Plain);
        let first = |text: &str| text.trim_start().chars().next();
        let was = first(&self.list.source[self.list.span.clone()]);
        let starts = |c: char| c.is_alphabetic() || Some(c) == was;
        let breaks = escape::breaks_plain(&source) || !first(&source).is_none_or(starts);
        (!is_plain || !breaks).then_some(source)
    }

    /// What the field says after edits.
    fn after(&self, edits: &[Edit]) -> Option<String> {
        let source = self.new_source(edits)?;
        Some(self.writing.text_of(&source))
    }

    fn proposed(&self, why: String, mut edits: Vec<Edit>) -> Judgement {
        let after = self.after(&edits).filter(|_| !edits.is_empty());
        let after = after.unwrap_or_else(|| {
            edits.clear();
            self.paper.text.to_owned()
        });
        Judgement::Propose { why, edits, after }
    }

    /// The edits as a judgement, where the edited text reads back as it should; else they are
    /// proposed.
    fn proven(
        &self,
        edits: Vec<Edit>,
        note: Option<String>,
        arxiv: &Tokens<'_>,
        held: Option<&Held>,
    ) -> Judgement {
        match self.left_by(&edits, arxiv, held) {
            Err(why) => self.proposed(why, edits),
            Ok(own) => Judgement::Edit {
                after: self.after(&edits).unwrap_or_default(),
                edits,
                note,
                own,
            },
        }
    }

    /// The words of the list's own in the text that edits make, or what does not hold of that
    /// text; `held` is what it has to hold.
    fn left_by(
        &self,
        edits: &[Edit],
        arxiv: &Tokens<'_>,
        held: Option<&Held>,
    ) -> Result<Option<String>, String> {
        let Some(source) = self.new_source(edits) else {
            return Err("the place is too narrow for what would be written".into());
        };
        let after = field::read(&source, 0..source.len(), self.writing);
        let more = |lone: fn(&Tokens<'_>) -> usize| lone(&after) > lone(self.list).max(lone(arxiv));
        if more(halves::brackets) {
            return Err("a bracket would lose its other half".into());
        }
        if halves::has_dollar(&after) && !halves::has_dollar(arxiv) {
            return Err("a formula there begins or ends nowhere".into());
        }
        let again = Judge {
            list: &after,
            writing: self.writing,
            paper: self.paper,
            others: self.others,
            earlier: &[],
        };
        let aligned = again.aligned(arxiv);
        let own = match again.read(&aligned).0 {
            Reading::Nothing(own) => own,
            Reading::Edits(..) => return Err("one edit would not be enough".into()),
            Reading::Doubt(why, _) => return Err(why),
        };
        let asides = Asides::new(&aligned.list, &aligned.arxiv, &aligned.blocks);
        let comparison = again.comparison(&aligned, &asides);
        let written = proof::written(edits, self.list.span.start);
        if proof::joins_words(&comparison, &written) {
            return Err("two words would become one".into());
        }
        let now = Held::new(&comparison, &[], &written);
        let broken = held.and_then(|held| held.broken(&now));
        let lost = || more(halves::quotes).then_some("a quote would lose its other half");
        match broken.or_else(lost) {
            Some(why) => Err(why.to_owned()),
            None => Ok((!own.is_empty()).then(|| own_words(&aligned.list, &own))),
        }
    }
}

impl Aligned<'_> {
    fn differing(&self) -> usize {
        let other = self.blocks.iter().filter(|b| b.is == Is::Other);
        other.map(|b| b.list.len() + b.arxiv.len()).sum()
    }
}

/// Two or more runs differ and one of them is a sentence or more, or words too many would be
/// explained.
fn wants_versions(blocks: &[Block], explained: &Explained) -> bool {
    const SENTENCE: usize = 8;
    let runs = || blocks.iter().filter(|b| b.is == Is::Other);
    let long = |b: &Block| b.list.len() >= SENTENCE || b.arxiv.len() >= SENTENCE;
    explained.wants_versions
        || !explained.doubts.is_empty() && runs().count() >= 2
        || runs().count() >= 2 && runs().any(long)
}

fn of_version(number: u32) -> String {
    format!("these words are version {number}'s")
}

/// Own words as the report names them.
fn own_words(list: &Text<'_>, own: &[Range<usize>]) -> String {
    let said = |words: &Range<usize>| (words.len(), told::quoted(list.words_source(words)));
    let said: Vec<_> = own.iter().map(said).collect();
    told::listed(&said, ", ")
}

#[cfg(test)]
mod tests;
