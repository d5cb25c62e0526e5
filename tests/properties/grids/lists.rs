//! Whole lists of six entries, in several layouts and habits, with something wrong in one of them:
//! what is planned, line by line.

use super::{Grid, misspelt};
use arxsync::arxiv::lookup::{Answer, Answers, Lookup};
use arxsync::arxiv::paper::{Paper, Resolution};
use arxsync::list::hints::Hints;
use arxsync::plan::input::{Given, List, Resolutions};
use arxsync::plan::known::Known;
use arxsync::plan::memory::Memory;
use arxsync::plan::policy::Policy;
use arxsync::plan::{Plan, verify};
use arxsync::text::names::overrides::Overrides;
use std::fmt::Write as _;

/// A month after all papers.
const NOW: (u16, u8) = (2030, 1);

const PAPERS: &[(&str, &str, &str, &str)] = &[
    (
        "2401.00001",
        "Seeing Bees: A Study of Motion in Large Hives",
        "Ada Abel, Bo van der Bell, Cyril Q. Cole, Dörte Dorn, Eva-Maria Ek",
        "Bees move in ways that no camera has followed so far. We follow 1,200 of them for a whole summer with a cheap sensor. Their paths tell the age of a hive to within 3.5 days.",
    ),
    (
        "2401.00002",
        "Honey Nets for Robust Counting",
        "Fay Frost, Gus Grey, Hal Hill, Ida Ink",
        "Counting insects is hard where they fly in crowds. Our nets count them with graphs of honey cells, and need no labels. On four benchmarks they make half as many errors as all earlier methods.",
    ),
    (
        "2401.00003",
        "On the Taste of Old Bridges",
        "Jo June, Kai Kern, Ada Abel",
        "Old bridges taste of rust, or so people say. We asked forty people to lick twelve bridges in the dark. Most of them could tell steel from stone, and none wanted to go on.",
    ),
    (
        "2401.00004",
        "Owls at Scale",
        "Lea Lund, Mo Moss, Ned Nash, Ole Oak, Pia Pole, Quin Quay, Rob Reed",
        "Owls sleep by day, which makes them hard to watch. A field of microphones hears them by night instead. We publish two thousand hours of owls that anybody may use.",
    ),
    (
        "2401.00005",
        "A Short Proof of a Long Theorem",
        "Sue Sand, Tim Tor",
        "We prove that every long theorem has a short proof, if one may choose the words. The proof takes three lines, and its words take a book. Some readers liked it.",
    ),
    (
        "2401.00006",
        "Seeing Bees II: Winter",
        "Ada Abel, Bo van der Bell, Cyril Q. Cole, Dörte Dorn",
        "In winter bees do not move, and cameras freeze. We heat both and compare what they do with a summer's paths. The hives were older than their keepers thought.",
    ),
];

fn paper(i: usize) -> Paper {
    let (id, title, authors, summary) = PAPERS[i];
    Paper {
        id: id.parse().unwrap(),
        version: 1,
        title: title.into(),
        authors: authors.split(", ").map(str::to_owned).collect(),
        summary: summary.into(),
        comment: None,
        journal_ref: None,
        doi: None,
        published: None,
        updated: None,
    }
}

/// What an entry says.
#[derive(Clone)]
struct Said {
    title: String,
    id: String,
    authors: Option<Vec<String>>,
    summary: Option<String>,
}

fn said(i: usize) -> Said {
    let paper = paper(i);
    Said {
        title: paper.title,
        id: PAPERS[i].0.to_owned(),
        authors: Some(paper.authors),
        summary: Some(paper.summary),
    }
}

/// How a list writes an entry.
type Layout = fn(&Said, fn(&[String]) -> String) -> String;

const LAYOUTS: &[(&str, Layout)] = &[
    ("labels", |s, names| {
        let mut out = format!("1. **{}**\n\n", s.title);
        let _ = write!(out, "    **Paper**: https://arxiv.org/abs/{}\n\n", s.id);
        if let Some(authors) = &s.authors {
            let _ = write!(out, "    **Authors**: {}\n\n", names(authors));
        }
        if let Some(summary) = &s.summary {
            let _ = write!(out, "    **Abstract**: {summary}\n\n");
        }
        out
    }),
    ("item", |s, names| {
        let authors = s
            .authors
            .as_ref()
            .map(|a| format!(" {}. *ICML 2024*", names(a)));
        let title = format!("- [{}](https://arxiv.org/abs/{}).", s.title, s.id);
        format!("{title}{}\n", authors.unwrap_or_default())
    }),
    ("heading", |s, names| {
        let mut out = format!("### [{}](https://arxiv.org/abs/{})\n\n", s.title, s.id);
        if let Some(authors) = &s.authors {
            let _ = write!(out, "*{}*\n\n", names(authors));
        }
        if let Some(summary) = &s.summary {
            let _ = write!(out, "> {summary}\n\n");
        }
        out
    }),
    ("row", |s, names| {
        let cell = |text: Option<String>| text.unwrap_or_default();
        format!(
            "| [{}](https://arxiv.org/abs/{}) | {} | {} |\n",
            s.title,
            s.id,
            cell(s.authors.as_ref().map(|a| names(a))),
            cell(s.summary.clone())
        )
    }),
    ("bibtex", |s, names| {
        let mut out = format!(
            "```bibtex\n@article{{key{},\n  title = {{{}}},\n",
            s.id, s.title
        );
        if let Some(authors) = &s.authors {
            let joined = names(authors).replace(", ", " and ");
            let _ = writeln!(out, "  author = {{{joined}}},");
        }
        if let Some(summary) = &s.summary {
            let _ = writeln!(out, "  abstract = {{{summary}}},");
        }
        let _ = write!(
            out,
            "  url = {{https://arxiv.org/abs/{}}}\n}}\n```\n\n",
            s.id
        );
        out
    }),
];

/// What a list does in all its author lines.
type Habit = (&'static str, fn(&[String]) -> String);

const HABITS: &[Habit] = &[
    ("all", |n| n.join(", ")),
    ("three", |n| match n.len() {
        0..=3 => n.join(", "),
        _ => format!("{}, et al.", n[..3].join(", ")),
    }),
    ("first", |n| match n {
        [first, _, ..] => format!("{first} et al."),
        _ => n.join(", "),
    }),
    ("two, and no word of it", |n| n[..n.len().min(2)].join(", ")),
    ("all, and et al.", |n| format!("{}, et al.", n.join(", "))),
    ("no accents", |n| n.join(", ").replace('ö', "o")),
    ("initials", |n| {
        let short = |n: &String| match n.split_once(' ') {
            Some((given, rest)) => format!("{}. {rest}", &given[..1]),
            None => n.clone(),
        };
        n.iter().map(short).collect::<Vec<_>>().join(", ")
    }),
];

/// What is wrong with one entry; the index is its own.
type Wrong = fn(&mut Said, usize);

const WRONGS: &[(&str, Wrong)] = &[
    ("nothing", |_, _| ()),
    ("no authors", |s, _| s.authors = None),
    ("no abstract", |s, _| s.summary = None),
    ("empty fields", |s, _| {
        s.authors = Some(vec![]);
        s.summary = Some(String::new());
    }),
    ("placeholders", |s, _| {
        s.authors = Some(vec!["TBD".into()]);
        s.summary = Some("TODO".into());
    }),
    ("an author missing", |s, _| {
        drop(s.authors.as_mut().unwrap().remove(1));
    }),
    ("an author misspelt", |s, _| {
        let authors = s.authors.as_mut().unwrap();
        authors[0] = format!("{}x", authors[0]);
    }),
    ("all authors of the entry before", |s, i| {
        s.authors = said((i + 5) % 6).authors;
    }),
    ("abstract of the entry before", |s, i| {
        s.summary = said((i + 5) % 6).summary;
    }),
    ("both of the entry before", |s, i| {
        let before = said((i + 5) % 6);
        (s.authors, s.summary) = (before.authors, before.summary);
    }),
    ("a word missing", |s, _| {
        let text = s.summary.as_mut().unwrap();
        *text = text.replacen(" a ", " ", 1);
    }),
    ("abstract cut", |s, _| {
        let text = s.summary.as_mut().unwrap();
        text.truncate(60);
        text.push_str("...");
    }),
    ("own words", |s, _| {
        s.summary = Some("A nice paper about things that I like.".into());
    }),
    ("title misspelt", |s, _| {
        let last = s.title.rsplit(' ').next().unwrap_or_default().to_owned();
        s.title = s.title.replace(&last, &misspelt(&last));
    }),
    ("title cut", |s, _| {
        let first = s.title.split(' ').next().unwrap_or_default();
        s.title = first.to_owned();
    }),
    ("new title", |s, _| s.title = "An Entirely New Name".into()),
    ("new title, no authors", |s, _| {
        s.title = "An Entirely New Name".into();
        (s.authors, s.summary) = (None, None);
    }),
    ("link of the entry before", |s, i| {
        s.id = PAPERS[(i + 5) % 6].0.into();
    }),
    ("link of an absent paper", |s, _| s.id = "2401.99999".into()),
    ("link of a deferred paper", |s, _| {
        s.id = "2401.88888".into();
    }),
    ("link that cannot be", |s, _| s.id = "2413.00001".into()),
    ("link to a placeholder", |s, _| s.id = "xxxx.xxxxx".into()),
    ("pinned version", |s, _| s.id.push_str("v1")),
];

/// arXiv's answers: versions, searches and records too, once they are asked for.
fn answered(plan: &Plan, resolutions: &mut Resolutions, answers: &mut Answers) {
    for version in &plan.versions {
        let gone = Resolution::Absent { days: 1 };
        resolutions.entry(version.clone()).or_insert(gone);
    }
    for lookup in &plan.lookups {
        let answer = match lookup {
            Lookup::Raw(_) => Answer::Raw(None),
            Lookup::Search(query) => {
                let key = query.key().to_lowercase();
                let has = |p: &Paper| {
                    let words = format!("{} {}", p.title, p.summary).to_lowercase();
                    let found = words
                        .split(|c: char| !c.is_alphanumeric())
                        .filter(|w| w.len() > 3 && key.contains(w));
                    found.count() >= 3
                };
                Answer::Papers((0..6).map(paper).filter(has).collect())
            }
        };
        answers.insert(lookup.clone(), answer);
    }
}

fn resolutions(list: &List<'_>) -> Resolutions {
    let mut out = Resolutions::new();
    for asked in list.wanted(None, &|| false) {
        let i = PAPERS.iter().position(|p| asked.id.as_str() == p.0);
        let resolution = match i {
            Some(i) => Resolution::Found(paper(i)),
            None if asked.id.as_str() == "2401.88888" => {
                Resolution::Deferred { why: "busy".into() }
            }
            None => Resolution::Absent { days: 4 },
        };
        out.insert(asked, resolution);
    }
    out
}

/// What comes of a list, a line for each change and finding.
fn planned(source: &str) -> Vec<String> {
    let hints = Hints::default();
    let list = List::read(source, &hints, NOW);
    let (mut resolutions, mut answers) = (resolutions(&list), Answers::new());
    let (overrides, policy) = (Overrides::default(), Policy::default());
    let mut out = vec![format!("{} entries", list.entries.len())];
    for _ in 0..3 {
        let known = Known::of(&resolutions);
        let given = Given {
            resolutions: &resolutions,
            answers: &answers,
            overrides: &overrides,
            known: &known,
            policy: &policy,
            memory: &Memory::default(),
            only: None,
            is_over: &|| false,
        };
        let proven = verify::plan(&list, given).unwrap();
        let plan = &proven.plan;
        if plan.asks() {
            let mut keys: Vec<String> = plan.lookups.iter().map(|l| format!("{l:?}")).collect();
            keys.sort();
            keys.truncate(3);
            out.push(format!("asks {} versions, {keys:?}", plan.versions.len()));
            let plan = proven.plan;
            answered(&plan, &mut resolutions, &mut answers);
            continue;
        }
        let states: Vec<String> = plan
            .entries
            .iter()
            .map(|e| format!("{:?}", e.status))
            .collect();
        out.push(states.join(" "));
        for c in &plan.changes {
            let after: String = c.after.chars().take(60).collect();
            out.push(format!(
                "{} {:?} {:?} {:?} {:?} {after:?} {:?} {}",
                c.line,
                c.field,
                c.kind,
                c.decision,
                c.why,
                c.note,
                c.edits.len()
            ));
        }
        for f in &plan.findings {
            let suggestion = f.suggestion.as_ref().map(|id| id.as_str().to_owned());
            out.push(format!(
                "{} {:?} {} {suggestion:?}",
                f.line, f.code, f.message
            ));
        }
        for (was, is) in source.lines().zip(proven.after.lines()) {
            if was != is {
                out.push(format!("now: {}", is.chars().take(160).collect::<String>()));
            }
        }
        break;
    }
    out
}

#[test]
fn lists() {
    let mut grid = Grid::default();
    for (layout, write) in LAYOUTS {
        // In a table and in BibTeX names are written in the same ways.
        let habits = if *layout == "labels" {
            HABITS
        } else {
            &HABITS[..2]
        };
        for (habit, names) in habits {
            // How one list plans its right entries is told once.
            let mut usual: Vec<String> = Vec::new();
            for (wrong, change) in WRONGS {
                // The third is like no other, the last one like the first.
                for at in [2, 5] {
                    let mut text = String::from("# Papers\n\n");
                    if *layout == "row" {
                        text.push_str("| Title | Authors | Abstract |\n| --- | --- | --- |\n");
                    }
                    for i in 0..6 {
                        let mut entry = said(i);
                        if i == at {
                            change(&mut entry, i);
                        }
                        text.push_str(&write(&entry, *names));
                    }
                    let told = planned(&text);
                    if *wrong == "nothing" && at == 2 {
                        usual.clone_from(&told);
                    } else if told == usual {
                        continue;
                    }
                    grid.title(&format!("{layout}, {habit}, {wrong}, {at}"));
                    for line in told {
                        grid.line(&line);
                    }
                }
            }
        }
    }
    grid.check("lists.txt");
}
