//! What a plan is made from: a list as it was read, and what is known of the papers that it names.

use super::Finding;
use super::fingerprint;
use super::known::Known;
pub use super::known::Resolutions;
use super::links::{self, Month, Named};
use super::memory::Memory;
use super::policy::Policy;
use super::source::Style;
use crate::arxiv::id::{ArxivId, PaperRef};
use crate::arxiv::lookup::Answers;
use crate::list::document::{Document, IsOver};
use crate::list::entry::{Content, Entry, Name, Place};
use crate::list::generated::{self, Generated};
use crate::list::hints::{Fields, Hints};
use crate::list::layout;
use crate::text::names::overrides::Overrides;
use crate::text::placeholder::is_sign;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A list, read.
pub struct List<'a> {
    /// Its text.
    pub doc: Document<'a>,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// When it was read.
    pub month: Month,
    /// What its maintainer says of it.
    pub hints: &'a Hints,
    /// The line of an unresolved merge conflict: what its text says is not decided, and it has no
    /// entries.
    pub conflict: Option<usize>,
    /// The stretches that say that a program writes them, where they are not edited.
    pub generated: Vec<Generated>,
    /// Which fields most lists like it have: pages about one paper each, kept together.
    siblings: Option<Fields>,
    /// How it writes mathematics; found out when it is asked for.
    style: OnceCell<Style>,
    /// Whether it marks blanks; found out when it is asked for.
    marks_blanks: OnceCell<bool>,
    /// What each entry is called in ids; found out when it is asked for.
    places: OnceCell<Vec<fingerprint::Place>>,
}

/// What is known and allowed when a list is planned.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// What became of asking for its papers.
    pub resolutions: &'a Resolutions,
    /// What became of the lookups that an earlier plan had.
    pub answers: &'a Answers,
    /// Names that are always written as configured.
    pub overrides: &'a Overrides,
    /// The papers of the run.
    pub known: &'a Known<'a>,
    /// What may be done.
    pub policy: &'a Policy,
    /// What was decided and done before.
    pub memory: &'a Memory,
    /// The entries that the run is about; all where it is `None`.
    pub only: Option<&'a Only>,
    /// Whether the planning is to end. Asked at least once for each entry, and for each line that
    /// is looked at for what a list does; that it is asked shows that the run is alive. Once it
    /// says so, it goes on saying so.
    pub is_over: &'a dyn Fn() -> bool,
}

/// Restricts a run to some entries.
#[derive(Clone, Debug)]
pub enum Only {
    /// Entries that name this paper.
    Paper(ArxivId),
    /// Entries whose title holds this text, in any case.
    Title(String),
}

/// Entries that are not edited, as an edit of theirs turned out not to read back as meant.
pub type Untouched = HashSet<usize>;

impl<'a> List<'a> {
    /// Reads a list's text.
    pub fn read(source: &'a str, hints: &'a Hints, month: Month) -> Self {
        Self::read_while(source, hints, month, &|| false)
    }

    /// Reads a list's text, unless `is_over` says that nobody wants it any more: not all is there
    /// then.
    pub fn read_while(
        source: &'a str,
        hints: &'a Hints,
        month: Month,
        is_over: IsOver<'_>,
    ) -> Self {
        let doc = Document::parse_while(source, is_over).with_labels(&hints.labels);
        let conflict = conflict(source);
        let mut entries = match conflict {
            Some(_) => Vec::new(),
            None => layout::recognise(&doc, &hints.layouts, is_over),
        };
        if let Some(fields) = hints.fields {
            for entry in &mut entries {
                entry.places.retain(|p| fields.carries(&p.name));
            }
        }
        Self {
            doc,
            entries,
            month,
            hints,
            conflict,
            generated: match hints.edits_generated {
                true => Vec::new(),
                false => generated::stretches(source),
            },
            siblings: None,
            style: OnceCell::new(),
            marks_blanks: OnceCell::new(),
            places: OnceCell::new(),
        }
    }

    /// Whether some of these bytes say that a program writes them.
    pub fn is_generated(&self, span: &Range<usize>) -> bool {
        let meet = |g: &Generated| g.span.start < span.end && span.start < g.span.end;
        self.generated.iter().any(meet)
    }

    /// Whether entries like entry `i` have this field: its maintainer says so, or most of the
    /// others of its form in its section do (docs/explained-edits.md#evidence), or where those are
    /// few, also those of the list that are laid out alike. Else it is not missing.
    pub fn carries(&self, i: usize, name: &Name) -> bool {
        if let Some(fields) = self.hints.fields.or(self.siblings) {
            return fields.carries(name);
        }
        let own = &self.entries[i];
        let form = |entry: &Entry| {
            let block = &self.doc.blocks[entry.title.block];
            (block.kind, block.depth)
        };
        let alike = |k: &usize| *k != i && form(&self.entries[*k]) == form(own);
        let near = |k: &usize| self.entries[*k].section == own.section;
        let mut all: Vec<usize> = (0..self.entries.len()).filter(alike).collect();
        let section: Vec<usize> = all.iter().copied().filter(near).collect();
        let has = |k: &usize| has_content(&self.entries[*k], name);
        let is_laid_out_alike = |k: &usize| self.entries[*k].layout == own.layout;
        let peers = if section.len() >= FEWEST_PEERS {
            section
        } else {
            all.retain(|k| near(k) || is_laid_out_alike(k));
            all
        };
        2 * peers.iter().filter(|k| has(k)).count() > peers.len()
    }

    /// Whether it writes a sign where a field has no value (`Code: -`): a tenth of its entries do,
    /// and not just a few.
    pub fn marks_blanks(&self) -> bool {
        let is_marked = |place: &Place| match (&place.name, &place.content) {
            (Name::Other(_), Content::Shown { value, .. }) => {
                value.span.len() < 8 && is_sign(&value.text(&self.doc))
            }
            _ => false,
        };
        *self.marks_blanks.get_or_init(|| {
            let has_one = |e: &&Entry| e.places.iter().any(is_marked);
            let marked = self.entries.iter().filter(has_one).count();
            marked >= 5 && 10 * marked >= self.entries.len()
        })
    }

    /// How the list writes mathematics.
    pub fn style(&self) -> Style {
        *self.style.get_or_init(|| Style::of(self.doc.source))
    }

    /// What entry `i` is called in ids.
    pub fn place(&self, i: usize) -> &fingerprint::Place {
        let places = self.places.get_or_init(|| {
            let mut times: HashMap<String, usize> = HashMap::new();
            let place = |entry: &Entry| {
                let key = match self.named(entry, &mut Vec::new()) {
                    Named::Paper(paper) => paper.id.to_string(),
                    Named::Nothing(_) => fingerprint::fold(&entry.title.text(&self.doc)),
                };
                let above = times.entry(key.clone()).or_default();
                let occurrence = *above;
                *above += 1;
                fingerprint::Place { key, occurrence }
            };
            self.entries.iter().map(place).collect()
        });
        &places[i]
    }

    /// Which paper an entry names; what is wrong with its links is added to `findings`.
    pub fn named(&self, entry: &Entry, findings: &mut Vec<Finding>) -> Named {
        links::named(&self.doc, entry, self.month, findings)
    }

    /// The papers that the list names, of the entries that `only` lets through.
    /// Where `is_over` says that nobody wants them any more, not all are there.
    pub fn wanted(&self, only: Option<&Only>, is_over: IsOver<'_>) -> Vec<PaperRef> {
        let named = |e: &Entry| match self.named(e, &mut Vec::new()) {
            Named::Paper(paper) if lets_through(only, &self.doc, e, Some(&paper)) => Some(paper),
            _ => None,
        };
        let entries = self.entries.iter().take_while(|_| !is_over());
        entries.filter_map(named).collect()
    }
}

/// Fewer entries of a section show no habit of its own.
const FEWEST_PEERS: usize = 3;

fn has_content(entry: &Entry, name: &Name) -> bool {
    let content = entry.place(name).map(|p| &p.content);
    !matches!(content, None | Some(Content::Absent(_)))
}

/// Tells pages about one paper each which fields most of them have: a page's front matter gets no
/// key that the others lack.
pub fn compare_pages<'l, 's: 'l>(lists: impl IntoIterator<Item = &'l mut List<'s>>) {
    let is_page = |l: &&mut List<'_>| l.entries.len() == 1 && l.entries[0].layout == PAGE;
    let pages: Vec<&mut List<'_>> = lists.into_iter().filter(is_page).collect();
    let most = |name| {
        let with = pages.iter().filter(|l| has_content(&l.entries[0], &name));
        pages.len() > 1 && 2 * with.count() >= pages.len()
    };
    let fields = Fields {
        authors: most(Name::Authors),
        abstract_: most(Name::Abstract),
    };
    for list in pages {
        list.siblings = Some(fields);
    }
}

/// The layout of pages that are about one paper each.
const PAGE: &str = "front-matter";

/// The line of a merge conflict that nobody has resolved: its three marks, in their order.
fn conflict(source: &str) -> Option<usize> {
    let mut lines = source.lines().enumerate();
    let start = lines.find(|(_, l)| l.starts_with("<<<<<<< "))?.0;
    lines.find(|(_, l)| *l == "=======")?;
    lines.find(|(_, l)| l.starts_with(">>>>>>> "))?;
    Some(start + 1)
}

/// What to say of a text with an unresolved merge conflict.
pub fn amid_a_merge(source: &str) -> Option<String> {
    let line = conflict(source)?;
    Some(format!(
        "line {line} begins an unresolved merge conflict; resolve it"
    ))
}

/// Whether a restriction lets an entry through that names this paper.
pub fn lets_through(
    only: Option<&Only>,
    doc: &Document<'_>,
    entry: &Entry,
    paper: Option<&PaperRef>,
) -> bool {
    match only {
        None => true,
        Some(Only::Paper(id)) => paper.is_some_and(|p| p.id == *id),
        Some(Only::Title(text)) => entry
            .title
            .text(doc)
            .to_lowercase()
            .contains(&text.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_some_papers_are_wanted() {
        let entry = |n: u32, title: &str| {
            format!(
                "1. **{title}**\n\n    **Paper**: https://arxiv.org/abs/2401.0000{n}\n\n    **Authors**: Ada Abel\n\n"
            )
        };
        let source = entry(1, "Of Owls") + &entry(2, "Of Bees");
        let hints = Hints::default();
        let list = List::read(&source, &hints, (2030, 1));
        let check = |only: Option<Only>, expected: &[&str]| {
            let wanted = list.wanted(only.as_ref(), &|| false);
            let ids: Vec<&str> = wanted.iter().map(|p| p.id.as_str()).collect();
            assert_eq!(ids, expected, "{only:?}");
        };
        check(None, &["2401.00001", "2401.00002"]);
        check(Some(Only::Title("of BEES".into())), &["2401.00002"]);
        let owls = "2401.00001".parse().unwrap();
        check(Some(Only::Paper(owls)), &["2401.00001"]);
        check(Some(Only::Title("of ants".into())), &[]);
    }

    /// Entries, each a letter: `a` has authors, `-` none, `i` authors as an item of a list; `#`
    /// begins a section.
    fn entries(letters: &str) -> String {
        let mut out = String::new();
        for (n, letter) in letters.chars().enumerate() {
            let link = format!("https://arxiv.org/abs/2401.{n:05}");
            let title = format!("{} Owls of the North", ["Of", "On", "All"][n % 3]);
            let summary = "**Abstract**: We count owls and other birds of the north.\n\n";
            out.push_str(&match letter {
                '#' => format!("# Part {n}\n\n"),
                'i' => format!("- [{title}]({link}). Ada Abel, Bo Bell\n"),
                'a' => {
                    format!("### {title}\n\n[Paper]({link})\n\n**Authors**: Ada Abel\n\n{summary}")
                }
                _ => format!("### {title}\n\n[Paper]({link})\n\n{summary}"),
            });
        }
        out
    }

    #[test]
    fn a_field_is_missing_where_most_entries_of_its_kind_have_it() {
        let hints = Hints::default();
        let check = |letters: &str, expected: &str| {
            let source = entries(letters);
            let list = List::read(&source, &hints, (2030, 1));
            let carries = |i: usize| match list.carries(i, &Name::Authors) {
                true => 'y',
                false => 'n',
            };
            let is: String = (0..list.entries.len()).map(carries).collect();
            assert_eq!(is, expected, "{letters}");
        };
        // What an entry has itself does not count, and half is not most.
        check("-", "n");
        check("a", "n");
        check("a-", "ny");
        check("aa-", "nny");
        check("aa--", "nnyy");
        check("a--", "nnn");
        // Three others in a section speak for it; fewer are heard with the rest of the list.
        check("#aaaa#----", "yyyynnnn");
        check("#aaaa#---", "yyyyyyy");
        check("#aaaa#-", "yyyyy");
        check("#aaaa#--", "yyyyyy");
        check("#----#aaa", "nnnnnnn");
        check("#----#aaaa", "nnnnyyyy");
        // Entries of another form say nothing.
        check("#iiii#-", "yyyyn");
        check("#iiii#--", "yyyynn");
        check("#-#iiii", "nyyyy");
    }

    #[test]
    fn what_the_maintainer_says_of_fields_goes_before_what_is_there() {
        let said = |authors| Hints {
            fields: Some(Fields {
                authors,
                abstract_: true,
            }),
            ..Hints::default()
        };
        for (hints, letters, expected) in [(said(true), "---", true), (said(false), "aaa", false)] {
            let source = entries(letters);
            let mut lists = [List::read(&source, &hints, (2030, 1))];
            compare_pages(&mut lists);
            assert_eq!(lists[0].carries(0, &Name::Authors), expected, "{letters}");
        }
    }

    #[test]
    fn pages_about_one_paper_each_are_compared() {
        let hints = Hints::default();
        let page = |letter: char, n: usize| match letter {
            'l' => entries("aaa-"),
            letter => {
                let authors = if letter == 'a' {
                    "authors: Ada Abel\n"
                } else {
                    ""
                };
                let id = format!("arxiv_id: \"2401.{n:05}\"\n");
                format!("---\ntitle: Of Owls\n{authors}{id}---\n\n# Of Owls\n")
            }
        };
        let check = |pages: &str, expected: &[bool]| {
            let sources: Vec<String> = pages.chars().zip(0..).map(|(l, n)| page(l, n)).collect();
            let read = |s| List::read(s, &hints, (2030, 1));
            let mut lists: Vec<List<'_>> = sources.iter().map(|s| read(s)).collect();
            compare_pages(&mut lists);
            let last = |l: &List<'_>| l.carries(l.entries.len() - 1, &Name::Authors);
            let is: Vec<bool> = lists.iter().map(last).collect();
            assert_eq!(is, expected, "{pages}");
        };
        check("a", &[false]);
        check("a-", &[true, true]);
        check("a--", &[false, false, false]);
        check("aa-", &[true, true, true]);
        // A list is no page.
        check("l--", &[true, false, false]);
        check("la-", &[true, true, true]);
    }

    #[test]
    fn a_list_marks_blanks_where_a_tenth_of_its_entries_do() {
        let hints = Hints::default();
        let check = |sign: &str, marked: usize, of: usize, expected: bool| {
            let entry = |n: usize| {
                let code = if n < marked { sign } else { "in C" };
                format!(
                    "### Owls of the North\n\n[Paper](https://arxiv.org/abs/2401.{n:05})\n\n\
                     **Authors**: Ada Abel\n\n**Code**: {code}\n\n"
                )
            };
            let source: String = (0..of).map(entry).collect();
            let list = List::read(&source, &hints, (2030, 1));
            assert_eq!(list.entries.len(), of);
            assert_eq!(list.marks_blanks(), expected, "{sign} {marked} {of}");
        };
        check("-", 4, 4, false);
        check("-", 5, 5, true);
        check("-", 5, 50, true);
        check("-", 5, 51, false);
        check("-", 6, 51, true);
        check("-------", 5, 5, true);
        check("--------", 5, 5, false);
        check("no", 5, 5, false);
    }

    #[test]
    fn a_stretch_that_a_program_writes_holds_what_meets_it() {
        let source = "ab\n<!-- BEGIN GENERATED -->\nc\n<!-- END GENERATED -->\nde\n";
        let at = |text: &str| source.find(text).unwrap();
        let (start, end) = (at("<!-- BEGIN"), at("\nde"));
        let hints = Hints::default();
        let list = List::read(source, &hints, (2030, 1));
        for (span, expected) in [
            (0..start, false),
            (0..start + 1, true),
            (start..end, true),
            (start + 4..start + 5, true),
            (end - 1..source.len(), true),
            (end..source.len(), false),
        ] {
            assert_eq!(list.is_generated(&span), expected, "{span:?}");
        }
        let all = Hints {
            edits_generated: true,
            ..Hints::default()
        };
        let list = List::read(source, &all, (2030, 1));
        assert!(!list.is_generated(&(0..source.len())));
    }

    #[test]
    fn a_conflict_is_its_three_marks() {
        let marks = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n";
        assert_eq!(conflict(marks), Some(2));
        for text in [
            "a\n=======\n",
            "<<<<<<< HEAD\nb\n=======\n",
            "",
            "<<<<<<<\n",
            "<<<<<<< HEAD\n>>>>>>> other\n",
            ">>>>>>> other\n=======\n<<<<<<< HEAD\n",
        ] {
            assert_eq!(conflict(text), None, "{text}");
        }
        let told = amid_a_merge(marks).unwrap();
        assert!(told.contains("line 2"), "{told}");
        assert_eq!(amid_a_merge("a\n"), None);
    }
}
