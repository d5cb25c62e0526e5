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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::hints::Hints;
    use crate::plan::input::Resolutions;
    use crate::plan::testing::with_papers;

    const AUTHORS: &str = "Ada Abel, Bo Bell, Cy Cole, Dörte Dorn, Ed Ek, Flo Fay";

    const SUMMARY: &str = "Owls sleep by day, which makes them hard to watch. A field of \
        microphones hears them by night instead. We publish two thousand hours of owls that \
        anybody may use.";

    fn id(n: usize) -> ArxivId {
        format!("2401.{:05}", n + 1).parse().unwrap()
    }

    /// Asks about a list whose papers have so many of [`AUTHORS`] each; its entries are written by
    /// `entry` from a title, an id, and what is said of them.
    fn ask<T>(
        said: &[(usize, &str)],
        entry: impl Fn(&str, &str, &str) -> String,
        ask: impl FnOnce(&Habits<'_>) -> T,
    ) -> T {
        let title = |n: usize| format!("Owls of the {n}th Forest");
        let lines = said.iter().enumerate();
        let source: String = lines
            .map(|(n, (_, text))| entry(&title(n), id(n).as_str(), text))
            .collect();
        let hints = Hints::default();
        let list = List::read(&source, &hints, (2030, 1));
        assert_eq!(list.entries.len(), said.len(), "{source}");
        let paper = |n: usize| Paper {
            id: id(n),
            version: 1,
            title: title(n),
            authors: AUTHORS
                .split(", ")
                .take(said[n].0)
                .map(Into::into)
                .collect(),
            summary: SUMMARY.into(),
            comment: None,
            journal_ref: None,
            doi: None,
            published: None,
            updated: None,
        };
        let asked = list.wanted(None, &|| false).into_iter().enumerate();
        let resolutions: Resolutions = asked
            .map(|(n, asked)| (asked, Resolution::Found(paper(n))))
            .collect();
        with_papers(&resolutions, |given| ask(&Habits::new(&list, given)))
    }

    fn labelled(title: &str, id: &str, authors: &str) -> String {
        format!(
            "### {title}\n\n[Paper](https://arxiv.org/abs/{id})\n\n**Authors**: {authors}\n\n\
             **Abstract**: We count owls by night.\n\n"
        )
    }

    fn bare(title: &str, id: &str, authors: &str) -> String {
        format!("### [{title}](https://arxiv.org/abs/{id})\n\n*{authors}*\n\n")
    }

    fn quoted(title: &str, id: &str, summary: &str) -> String {
        format!("### [{title}](https://arxiv.org/abs/{id})\n\n> {summary}\n\n")
    }

    #[test]
    fn first_authors_only_is_a_habit_of_several_papers() {
        // The paper, how many names are shown (`-`: it says that some are left out), of how many.
        let check = |said: &str, expected: bool| {
            let line = |word: &str| {
                let parts: Vec<&str> = word.split('/').collect();
                let [paper, shown, all] = parts[..] else {
                    panic!("{word}")
                };
                Line {
                    paper: id(paper.parse().unwrap()),
                    form: None,
                    shown: shown.parse().ok().map(|n: usize| (n, all.parse().unwrap())),
                    cuts_nobody: None,
                    plain: None,
                }
            };
            let lines: Vec<Line> = said.split_whitespace().map(line).collect();
            assert_eq!(always_cuts(&lines), expected, "{said}");
        };
        check("1/2/5 2/2/4 3/2/7", true);
        check("1/1/5 2/1/4 3/1/7", true);
        // Fewer are chance, and so is one paper three times.
        check("1/2/5 2/2/4", false);
        check("1/2/5 1/2/5 2/2/4", false);
        // Not as many in every line, or all of one length: somebody may be missing.
        check("1/2/5 2/2/4 3/3/7", false);
        check("1/2/5 2/2/5 3/2/5", false);
        // Half of the lines are not most; of those with one author nobody can be left out.
        check("1/2/5 2/2/4 3/2/7 4/4/4 5/5/5", true);
        check("1/2/5 2/2/4 3/2/7 4/4/4 5/5/5 6/3/3", false);
        check("1/2/5 2/2/4 3/2/7 4/1/1 5/1/1 6/1/1 7/1/1", true);
        check("1/2/5 2/2/4 3/2/7 4/2/2 5/2/2 6/2/2", false);
        check("1/-/5 2/-/4 3/-/7", false);
        check("1/2/5 2/2/4 3/2/7 4/-/9 5/-/9 6/-/9", true);
    }

    /// The separator, who is always left out, who never is, letters without accents.
    fn check_house(said: &[(usize, &str)], expected: (&str, bool, bool, bool)) {
        let is = ask(said, labelled, |habits| {
            let house = habits.house().clone();
            let joint = house.form.map_or_else(|| "-".into(), |f| f.joint);
            (
                joint,
                house.always_cuts,
                house.cuts_nobody,
                house.plain_letters,
            )
        });
        let (joint, cuts, nobody, plain) = expected;
        assert_eq!(is, (joint.to_owned(), cuts, nobody, plain), "{said:?}");
    }

    #[test]
    fn a_house_is_what_most_lines_show() {
        let check = check_house;
        let all = "Ada Abel; Bo Bell; Cy Cole";
        check(&[(3, all)], ("; ", false, false, false));
        // One or two names show no separator, and what holds a stranger shows nothing.
        check(&[(2, "Ada Abel; Bo Bell")], ("-", false, false, false));
        let stranger = "Ada Abel; Ug Umber; Bo Bell; Cy Cole";
        check(&[(3, stranger)], ("-", false, false, false));
        check(&[(3, "Ug Umber; Vi Vale")], ("-", false, false, false));
        // "And others" of nobody: three lines or more, and most of them.
        let (others, plain) = ("Ada Abel, Bo Bell et al.", "Ada Abel, Bo Bell");
        let two = |n: usize, of: usize| -> Vec<(usize, &str)> {
            (0..of)
                .map(|i| (2, if i < n { others } else { plain }))
                .collect()
        };
        check(&two(2, 2), ("-", false, false, false));
        check(&two(3, 3), ("-", false, true, false));
        check(&two(2, 3), ("-", false, true, false));
        check(&two(2, 4), ("-", false, false, false));
        // Of more they are others.
        check(
            &[(3, others), (4, others), (5, others)],
            (", ", false, false, false),
        );
        // Accents: only where arXiv has some.
        let (with, without) = (
            "Ada Abel, Bo Bell, Cy Cole, Dörte Dorn",
            "Ada Abel, Bo Bell, Cy Cole, Dorte Dorn",
        );
        check(&[(4, without); 3], (", ", false, false, true));
        check(
            &[(4, without), (4, without), (4, with)],
            (", ", false, false, true),
        );
        check(
            &[(4, without), (4, with), (4, with)],
            (", ", false, false, false),
        );
        let many = [
            (4, without),
            (4, without),
            (4, without),
            (2, plain),
            (2, plain),
            (2, plain),
        ];
        check(&many, (", ", false, false, true));
        // Two names of each, and no word of it.
        check(
            &[(4, plain), (5, plain), (6, plain)],
            (", ", true, false, false),
        );
        let open = [(4, others), (5, others), (6, others)];
        check(&open, (", ", false, false, false));
    }

    #[test]
    fn a_field_without_a_label_is_known_by_what_most_entries_have_there() {
        let authors = |said: &[(usize, &str)]| {
            ask(said, bare, |habits| habits.has_unlabelled(&Name::Authors))
        };
        let (right, other) = ((2, "Ada Abel, Bo Bell"), (2, "Ug Umber, Vi Vale"));
        assert!(!authors(&[right]));
        assert!(authors(&[right, right]));
        assert!(authors(&[right, right, other]));
        assert!(!authors(&[right, right, other, other]));
        assert!(!authors(&[other, other, other]));
        assert!(!ask(&[right, right, right], labelled, |habits| {
            habits.has_unlabelled(&Name::Authors)
        }));
        let abstracts = |said: &[(usize, &str)]| {
            ask(said, quoted, |habits| {
                habits.has_unlabelled(&Name::Abstract)
            })
        };
        let right = (2, SUMMARY);
        let other = (
            2,
            "A nice paper about many things that I like very much indeed. It has owls in it, and \
             trees, and a long story of how all of them came to be there in the first place.",
        );
        assert!(!abstracts(&[right, other]));
        assert!(abstracts(&[right, right, other]));
        assert!(!abstracts(&[other, other, right]));
        // The one says nothing of the other.
        assert!(!ask(&[right, right], quoted, |habits| {
            habits.has_unlabelled(&Name::Authors)
        }));
    }
}
