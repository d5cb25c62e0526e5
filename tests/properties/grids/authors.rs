//! Author lines with a mistake at every name, in many forms.

use super::{Case, Done, Grid, applied, misspelt, parts};
use arxsync::list::entry::{List, Quotes, Writing};
use arxsync::list::field;
use arxsync::plan::author_lines::{self, Context};
use arxsync::plan::judgement::Judgement;
use arxsync::text::vocabulary::Vocabulary;

const FIVE: [&str; 5] = [
    "Ada Abel",
    "Bo van der Bell",
    "Cyril Q. Cole",
    "Dörte Dorn",
    "Eva-Maria Ek",
];

/// Names that are easily taken for something else.
const ODD: [&str; 7] = [
    "An Xu",
    "Jong chul Ye",
    "Martin L. Kong Jr.",
    "María de los Ángeles Núñez",
    "Tim O'Neil",
    "Hive Collaboration",
    "Li Li",
];

/// How a list writes names.
struct Form {
    name: &'static str,
    writing: Writing,
    write: fn(&[String]) -> String,
}

const fn form(name: &'static str, write: fn(&[String]) -> String) -> Form {
    Form {
        name,
        writing: Writing::Markdown,
        write,
    }
}

fn inverted(name: &str) -> String {
    let (given, family) = parts(name);
    format!("{family}, {given}")
}

fn short(given: &str, stop: &str) -> String {
    let initial = |word: &str| {
        let letters = word.split('-').filter_map(|w| w.chars().next());
        let letters: Vec<String> = letters.map(|c| format!("{c}{stop}")).collect();
        letters.join("-")
    };
    let all: Vec<String> = given.split(' ').map(initial).collect();
    all.join(" ")
}

fn initials(name: &str) -> String {
    let (given, family) = parts(name);
    format!("{} {family}", short(&given, "."))
}

fn trailing(name: &str) -> String {
    let (given, family) = parts(name);
    format!("{family} {}", short(&given, "").replace(' ', ""))
}

fn each(names: &[String], write: impl Fn(usize, &str) -> String, joint: &str) -> String {
    let written = names.iter().enumerate().map(|(i, n)| write(i, n));
    written.collect::<Vec<_>>().join(joint)
}

fn with_and(names: &[String], and: &str) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{}{and}{last}", first.join(", ")),
        _ => names.join(", "),
    }
}

const FORMS: &[Form] = &[
    form("commas", |n| n.join(", ")),
    form("and", |n| with_and(n, " and ")),
    form("comma and", |n| with_and(n, ", and ")),
    form("ampersand", |n| with_and(n, " & ")),
    form("semicolons", |n| each(n, |_, n| inverted(n), "; ")),
    form("inverted", |n| each(n, |_, n| inverted(n), ", ")),
    form("initials", |n| each(n, |_, n| initials(n), ", ")),
    form("trailing initials", |n| each(n, |_, n| trailing(n), ", ")),
    form("raised", |n| {
        each(n, |i, n| format!("{n}<sup>{}</sup>", i % 2 + 1), ", ")
    }),
    form("numbers", |n| {
        each(n, |i, n| format!("{n}{}", i % 2 + 1), ", ")
    }),
    form("signs", |n| {
        each(n, |i, n| format!("{n}{}", ["\\*", "†", ""][i % 3]), ", ")
    }),
    form("mathematics", |n| {
        each(n, |i, n| format!("{n}$^{{{}}}$", i % 2 + 1), ", ")
    }),
    form("raised numbers", |n| {
        each(n, |i, n| format!("{n}¹,{}", ["²", "³"][i % 2]), ", ")
    }),
    form("several signs", |n| {
        each(
            n,
            |i, n| format!("{n}{}", ["\\*,†", "†", "‡,\\*"][i % 3]),
            ", ",
        )
    }),
    form("from", |n| {
        each(n, |_, n| format!("{n} from Bellville"), ", ")
    }),
    form("plus", |n| n.join(" plus ")),
    form("institutes", |n| {
        each(n, |_, n| format!("{n} (Hive Lab)"), ", ")
    }),
    form("dashes", |n| {
        each(n, |_, n| format!("{n} — Hive Lab"), "; ")
    }),
    form("links", |n| {
        each(n, |_, n| format!("[{n}](https://example.org/~me)"), " · ")
    }),
    form("bold", |n| each(n, |_, n| format!("**{n}**"), ", ")),
    form("code", |n| each(n, |_, n| format!("`{n}`"), " ")),
    form("a sign at every second", |n| {
        each(n, |i, n| format!("{n}{}", ["‡", ""][i % 2]), ", ")
    }),
    form("addresses", |n| {
        each(n, |_, n| format!("{n} @{}", &n[..1]), ", ")
    }),
    form("pipes", |n| n.join(" | ")),
    form("a comma twice", |n| n.join(", ").replacen(", ", ",, ", 1)),
    form("a comma twice, and lines", |n| {
        n.join(",\n").replacen(",\n", ",,\n", 1)
    }),
    form("lines", |n| n.join("<br>")),
    form("numbered", |n| {
        each(n, |i, n| format!("{}. {n}", i + 1), ", ")
    }),
    form("italics, venue", |n| {
        format!(
            "*{}*. HiveConf, 2023. [[Code](https://example.org)]",
            n.join(", ")
        )
    }),
    form("in brackets", |n| format!("({})", n.join(", "))),
    form("lead, remark", |n| {
        format!("by {} (equal contribution)", n.join(", "))
    }),
    form("et al.", |n| {
        format!("{}, et al.", n[..n.len().min(3)].join(", "))
    }),
    form("others", |n| {
        let shown = n.len().min(2);
        format!("{} and {} others", n[..shown].join(", "), n.len() - shown)
    }),
    Form {
        name: "html",
        writing: Writing::Html,
        write: |n| format!("<i>{}</i>", n.join(", ")),
    },
    Form {
        name: "cell",
        writing: Writing::Cell,
        write: |n| n.join("; "),
    },
    Form {
        name: "bibtex",
        writing: Writing::Bibtex,
        write: |n| each(n, |_, n| inverted(n), " and "),
    },
    Form {
        name: "yaml of wikilinks",
        writing: Writing::YamlList(List {
            quotes: Quotes::Double,
            flow: true,
        }),
        write: |n| format!("[{}]", each(n, |_, n| format!("\"[[{n}]]\""), ", ")),
    },
    Form {
        name: "yaml",
        writing: Writing::YamlList(List {
            quotes: Quotes::Double,
            flow: true,
        }),
        write: |n| format!("[{}]", each(n, |_, n| format!("\"{n}\""), ", ")),
    },
];

fn judge(line: &str, writing: Writing, names: &[String], earlier: &[Vec<String>]) -> Done {
    let vocabulary = Vocabulary::standard();
    let tokens = field::read(line, 0..line.len(), writing);
    let context = Context {
        earlier,
        ..Context::plain(&vocabulary)
    };
    match author_lines::judge(&tokens, writing, names, &context) {
        Judgement::Edit { edits, .. } => Done::Edited(applied(line, edits)),
        Judgement::Propose { edits, .. } => Done::Proposed(applied(line, edits)),
        Judgement::Right => Done::Sign('='),
        Judgement::Own(_) => Done::Sign('o'),
    }
}

fn last(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or_default().to_owned()
}

/// Names, and which of them is to be changed.
type Change = fn(&mut Vec<String>, usize);

const CHANGES: &[(&str, Change)] = &[
    ("nothing wrong", |_, _| ()),
    ("missing", |n, i| drop(n.remove(i))),
    ("two missing", |n, i| {
        let at = i.min(n.len() - 2);
        n.drain(at..at + 2);
    }),
    ("only one there", |n, i| *n = vec![n[i].clone()]),
    ("swapped", |n, i| {
        let next = (i + 1) % n.len();
        n.swap(i, next);
    }),
    ("family name misspelt", |n, i| {
        let family = last(&n[i]);
        n[i] = n[i].replace(&family, &misspelt(&family));
    }),
    ("given name misspelt", |n, i| n[i] = misspelt(&n[i])),
    ("a letter more", |n, i| n[i].push('a')),
    ("two misspelt", |n, i| {
        let next = (i + 1) % n.len();
        (n[i], n[next]) = (misspelt(&n[i]), misspelt(&n[next]));
    }),
    ("all misspelt but one", |n, i| {
        for (_, name) in n.iter_mut().enumerate().filter(|(k, _)| *k != i) {
            let family = last(name);
            *name = name.replace(&family, &misspelt(&family));
        }
    }),
    ("misspelt, the next missing", |n, i| {
        n[i] = misspelt(&n[i]);
        n.remove((i + 1) % n.len());
    }),
    ("cut", |n, i| {
        n.truncate(i + 1);
        n[i].pop();
        n[i].pop();
    }),
    ("stranger", |n, i| n.insert(i, "Ug Umber".into())),
    ("stranger instead", |n, i| "Ug Umber".clone_into(&mut n[i])),
    ("twice", |n, i| n.insert(i, n[i].clone())),
    ("twice apart", |n, i| n.push(n[i].clone())),
    ("in initials", |n, i| n[i] = initials(&n[i])),
    ("family name alone", |n, i| n[i] = last(&n[i])),
    ("given name alone", |n, i| n[i] = parts(&n[i]).0),
    ("other given name", |n, i| {
        n[i] = format!("Zoe {}", last(&n[i]));
    }),
    ("middle name more", |n, i| {
        n[i] = n[i].replacen(' ', " Q. ", 1);
    }),
    ("given names exchanged", |n, i| {
        let next = (i + 1) % n.len();
        let (a, b) = (parts(&n[i]), parts(&n[next]));
        (n[i], n[next]) = (format!("{} {}", b.0, a.1), format!("{} {}", a.0, b.1));
    }),
    ("small letters", |n, i| n[i] = n[i].to_lowercase()),
    ("capitals", |n, i| n[i] = n[i].to_uppercase()),
    ("in bold", |n, i| n[i] = format!("**{}**", n[i])),
    ("in bold, the next missing", |n, i| {
        n[i] = format!("**{}**", n[i]);
        n.remove((i + 1) % n.len());
    }),
    ("with a note, the next missing", |n, i| {
        n[i].push_str(" (now at Zoo)");
        n.remove((i + 1) % n.len());
    }),
    ("with a star, the one before missing", |n, i| {
        n[i].push_str("\\*");
        n.remove((i + n.len() - 1) % n.len());
    }),
    ("accents gone", |n, i| {
        n[i] = n[i]
            .replace('ö', "o")
            .replace(['ñ', 'Ñ'], "n")
            .replace('í', "i");
    }),
];

fn check(names: &[&str], forms: &[Form], file: &str) {
    let mut grid = Grid::default();
    let names: Vec<String> = names.iter().map(|&n| n.to_owned()).collect();
    for (name, change) in CHANGES {
        grid.title(name);
        for form in forms {
            let one = |i: usize| {
                let mut listed = names.clone();
                change(&mut listed, i);
                Case {
                    listed: (form.write)(&listed),
                    right: (form.write)(&names),
                }
            };
            let cases: Vec<Case> = (0..names.len()).map(one).collect();
            grid.row(form.name, &cases, |line| {
                judge(line, form.writing, &names, &[])
            });
        }
    }
    grid.check(file);
}

/// Writes something beside a name.
type Decorate = fn(&str) -> String;

/// What a list says of a name, beside it.
const OWN: &[(&str, Decorate)] = &[
    ("note", |n| format!("{n} (Zoo)")),
    ("footnote", |n| format!("{n}[^1]")),
    ("raised", |n| format!("{n}<sup>1,2</sup>")),
    ("sign", |n| format!("{n}†")),
    ("star", |n| format!("{n}\\*")),
    ("number", |n| format!("{n}3")),
    ("emoji", |n| format!("{n} 🐝")),
    ("title", |n| format!("Dr. {n}")),
    ("degree", |n| format!("{n}, PhD")),
    ("page", |n| format!("{n} ([page](https://example.org))")),
    ("link", |n| format!("[{n}](https://example.org)")),
    ("bold", |n| format!("**{n}**")),
    ("picture", |n| format!("{n} ![](a.png)")),
    ("script", |n| format!("{n} 李四")),
    ("dash", |n| format!("{n} — Zoo")),
    ("address", |n| format!("{n} <zoo@example.org>")),
    ("institute", |n| format!("{n}, Hive Lab")),
    ("count", |n| format!("2. {n}")),
    ("nickname", |n| n.replacen(' ', " \"Bee\" ", 1)),
    ("lead", |n| format!("led by {n}")),
    ("tail", |n| format!("{n} and friends")),
];

/// What stands beside a name stays there, whatever is wrong with the next one.
#[test]
fn own_things() {
    let wrongs: &[(&str, Change)] = &[
        ("nothing wrong", |_, _| ()),
        ("the next missing", |n, i| drop(n.remove((i + 1) % 5))),
        ("the one before missing", |n, i| drop(n.remove((i + 4) % 5))),
        ("the next misspelt", |n, i| {
            n[(i + 1) % 5] = misspelt(&n[(i + 1) % 5]);
        }),
        ("a stranger next", |n, i| n.insert(i + 1, "Ug Umber".into())),
    ];
    let names: Vec<String> = FIVE.iter().map(|&n| n.to_owned()).collect();
    let mut grid = Grid::default();
    for (own, decorate) in OWN {
        for (wrong, change) in wrongs {
            grid.title(&format!("{own}, {wrong}"));
            for form in FORMS.iter().take(6) {
                let one = |i: usize| {
                    let mut right = names.clone();
                    right[i] = decorate(&right[i]);
                    let mut listed = right.clone();
                    change(&mut listed, i);
                    Case {
                        listed: (form.write)(&listed),
                        right: (form.write)(&right),
                    }
                };
                let cases: Vec<Case> = (0..names.len()).map(one).collect();
                grid.row(form.name, &cases, |line| {
                    judge(line, form.writing, &names, &[])
                });
                let mut right: Vec<String> = names.iter().map(|n| decorate(n)).collect();
                let right_line = (form.write)(&right);
                change(&mut right, 1);
                let case = Case {
                    listed: (form.write)(&right),
                    right: right_line,
                };
                grid.row(&format!("{}, all", form.name), &[case], |line| {
                    judge(line, form.writing, &names, &[])
                });
            }
        }
    }
    grid.check("authors-and-more.txt");
}

#[test]
fn usual_names() {
    check(&FIVE, FORMS, "authors.txt");
}

#[test]
fn odd_names() {
    check(&ODD, FORMS, "odd-authors.txt");
}

#[test]
fn names_with_groups() {
    let names = [
        "Ada Abel on behalf of the Hive Collaboration",
        "Bo Bell for the Zoo Team",
        "The Owl Team",
        "Cy Cole III",
        "D. E. Dorn",
        "The Hive Collaboration: Eva Ek",
    ];
    check(&names, &FORMS[..6], "groups.txt");
}

/// The line has the authors of an earlier version, with a mistake.
#[test]
fn earlier_authors() {
    let mut grid = Grid::default();
    let names: Vec<String> = FIVE.iter().map(|&n| n.to_owned()).collect();
    let mut earlier = names.clone();
    earlier[1] = "Uwe Umber".into();
    earlier.swap(2, 3);
    for (name, change) in CHANGES {
        for form in &FORMS[..3] {
            let one = |i: usize| {
                let mut listed = earlier.clone();
                change(&mut listed, i);
                Case {
                    listed: (form.write)(&listed),
                    right: (form.write)(&names),
                }
            };
            let cases: Vec<Case> = (0..names.len()).map(one).collect();
            grid.row(&format!("{name}, {}", form.name), &cases, |line| {
                judge(line, form.writing, &names, std::slice::from_ref(&earlier))
            });
        }
    }
    grid.check("earlier-authors.txt");
}
