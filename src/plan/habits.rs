//! What a list does in most of its entries: how it writes authors, and where it has a field that no
//! label names. Found out where it matters; most lists need no change of theirs.

use super::abstract_text;
use super::author_lines::{self, Context, Form, House};
use super::input::{Given, List};
use super::links::Named;
use super::shown::{Shown, Text, shown};
use super::source::Source;
use crate::arxiv::id::ArxivId;
use crate::arxiv::paper::{Paper, Resolution};
use crate::list::entry::{Entry, Evidence, Name};
use crate::text::vocabulary::Vocabulary;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// So many fields show what a list does.
const SAMPLE: usize = 200;

/// Fewer fields show no habit.
const FEWEST: usize = 3;

/// The habits of a list.
pub(super) struct Habits<'a> {
    list: &'a List<'a>,
    given: Given<'a>,
    house: OnceCell<House>,
    authors: OnceCell<bool>,
    abstracts: OnceCell<bool>,
}

impl<'a> Habits<'a> {
    pub(super) fn new(list: &'a List<'a>, given: Given<'a>) -> Self {
        Self {
            list,
            given,
            house: OnceCell::new(),
            authors: OnceCell::new(),
            abstracts: OnceCell::new(),
        }
    }

    /// How it writes its authors.
    pub(super) fn house(&self) -> &House {
        self.house.get_or_init(|| self.all_lines())
    }

    /// The form in which an author line is filled.
    pub(super) fn form(&self) -> Form {
        self.house().form.clone().unwrap_or_default()
    }

    /// Whether most of the entries that have this field without a label have arXiv's text in it.
    pub(super) fn has_unlabelled(&self, name: &Name) -> bool {
        let known = match name {
            Name::Authors => &self.authors,
            _ => &self.abstracts,
        };
        *known.get_or_init(|| {
            let all = self.papers().filter_map(|(entry, paper)| {
                let text = self.text(entry, name)?;
                (text.evidence == Evidence::Form).then(|| self.holds(name, text, &paper))
            });
            let sample: Vec<bool> = all.take(SAMPLE).collect();
            let agree = sample.iter().filter(|holds| **holds).count();
            agree > 1 && 2 * agree > sample.len()
        })
    }

    fn holds(&self, name: &Name, text: Text<'_>, paper: &Paper) -> bool {
        let tokens = text.tokens(&self.list.doc);
        if *name == Name::Authors {
            return plain(|c| author_lines::agreement(&tokens, &paper.authors, c)).found > 0;
        }
        let texts = abstract_text::Texts {
            text: &paper.summary,
            ..Default::default()
        };
        abstract_text::agreement(&tokens, &texts) == abstract_text::Agreement::Version
    }

    fn text(&self, entry: &'a Entry, name: &Name) -> Option<Text<'a>> {
        match shown(&self.list.doc, entry, name) {
            Shown::Value(text) => Some(text),
            _ => None,
        }
    }

    /// The entries whose paper is known, with it; no more where it is over.
    fn papers(&self) -> impl Iterator<Item = (&'a Entry, Paper)> {
        let (list, given) = (self.list, self.given);
        let entries = list.entries.iter().take_while(move |_| !(given.is_over)());
        entries.filter_map(move |entry| {
            let Named::Paper(asked) = list.named(entry, &mut Vec::new()) else {
                return None;
            };
            match given.resolutions.get(&asked) {
                Some(Resolution::Found(paper)) => {
                    Some((entry, Source::new(paper, None, given.overrides).paper))
                }
                _ => None,
            }
        })
    }

    fn all_lines(&self) -> House {
        let lines = self.papers().filter_map(|(entry, paper)| {
            let text = self.text(entry, &Name::Authors)?;
            (!paper.authors.is_empty()).then(|| self.line(text, &paper))
        });
        let lines: Vec<Line> = lines.take(SAMPLE).collect();
        let most = |test: &dyn Fn(&Line) -> Option<bool>| {
            let known: Vec<bool> = lines.iter().filter_map(test).collect();
            let with = known.iter().filter(|yes| **yes).count();
            known.len() >= FEWEST && 2 * with > known.len()
        };
        let forms: Vec<Form> = lines.iter().filter_map(|l| l.form.clone()).collect();
        House {
            form: (!forms.is_empty()).then(|| Form::usual(&forms)),
            always_cuts: always_cuts(&lines),
            cuts_nobody: most(&|l| l.cuts_nobody),
            plain_letters: most(&|l| l.plain),
        }
    }

    fn line(&self, text: Text<'_>, paper: &Paper) -> Line {
        let tokens = text.tokens(&self.list.doc);
        let authors = &paper.authors;
        plain(|c| {
            let a = author_lines::agreement(&tokens, authors, c);
            let is_all = a.found == a.listed && a.found > 0;
            // A line of one or two shows no separator.
            let form = (authors.len() > 2 && is_all)
                .then(|| author_lines::form_of(&tokens, text.writing(), authors, c));
            Line {
                paper: paper.id.clone(),
                form: form.flatten(),
                shown: (is_all && !a.is_cut).then_some((a.found, a.authors)),
                cuts_nobody: (a.found == a.authors).then_some(a.is_cut),
                plain: has_accents(authors)
                    .then(|| author_lines::has_plain_letters(&tokens, authors, c)),
            }
        })
    }
}

/// What one author line shows.
struct Line {
    paper: ArxivId,
    form: Option<Form>,
    /// How many names it shows without saying that it leaves some out, and of how many.
    shown: Option<(usize, usize)>,
    /// Whether it says "and others" though all are named.
    cuts_nobody: Option<bool>,
    plain: Option<bool>,
}

/// Whether a list names its papers' first authors only, so many in every line, and does not say so.
fn always_cuts(lines: &[Line]) -> bool {
    let mut counts: HashMap<usize, HashSet<&ArxivId>> = HashMap::new();
    let long = lines
        .iter()
        .filter_map(|l| Some((l, l.shown.filter(|(_, all)| *all > 1)?)));
    let (mut all, mut papers) = (0, HashSet::new());
    for (line, (shown, authors)) in long {
        all += 1;
        if shown < authors {
            counts.entry(shown).or_default().insert(&line.paper);
            papers.insert((&line.paper, authors));
        }
    }
    let most = counts.values().map(HashSet::len).max().unwrap_or(0);
    let different: HashSet<usize> = papers.iter().map(|(_, authors)| *authors).collect();
    most >= FEWEST && 2 * most > all && different.len() > 1
}

fn has_accents(names: &[String]) -> bool {
    names.iter().any(|name| !name.is_ascii())
}

/// Asks about a line where nothing is known beside it.
fn plain<T>(ask: impl FnOnce(&Context<'_>) -> T) -> T {
    let vocabulary = Vocabulary::standard();
    ask(&Context::plain(&vocabulary))
}
