//! Every mistake of a kind at every place of a text, and what becomes of each: one sign a place, in
//! `grids/*.txt`. `UPDATE_EXPECT=1` writes those anew; read the difference before you keep it.
//!
//! | sign | |
//! | --- | --- |
//! | `R` | edited, and right |
//! | `?` | proposed |
//! | `=` | left as it is |
//! | `o` | left as the list's own, and told |
//! | `E` | edited into something else: the text follows in a line of its own |

use arxsync::list::edit::{Edit, EditSet};
use arxsync::list::entry::Writing;
use arxsync::list::field;
use arxsync::plan::abstract_text::{self, NoOthers, Texts};
use arxsync::plan::author_lines::{self, Context};
use arxsync::plan::judgement;
use arxsync::text::vocabulary::Vocabulary;
use std::fmt::Write as _;
use std::path::Path;

const ABSTRACT: &str = "Bridges sing in the wind, and nobody listens. We listen with 24 cheap sensors \
    (of steel) to the \"tones\" of old bridges. Our method, a $k$-means variant, finds the age of a \
    bridge to within 3.5 years. It needs no training data. In a well-known benchmark we beat all \
    earlier methods. The code is available at https://example.org/bridges.";

const AUTHORS: [&str; 5] = [
    "Ada Abel",
    "Bo van der Bell",
    "Cyril Q. Cole",
    "Dörte Dorn",
    "Eva-Maria Ek",
];

/// One damaged text, and what it should become.
struct Case {
    listed: String,
    right: String,
}

/// What was done with a text: its text after edits, or a sign.
enum Done {
    Edited(String),
    Sign(char),
}

struct Grid(String);

impl Grid {
    fn row(&mut self, name: &str, cases: &[Case], judge: impl Fn(&str) -> Done) {
        let (mut signs, mut others) = (String::new(), String::new());
        for (i, case) in cases.iter().enumerate() {
            signs.push(match judge(&case.listed) {
                Done::Sign(sign) => sign,
                Done::Edited(text) if text == case.right => 'R',
                Done::Edited(text) => {
                    let _ = writeln!(others, "    {i}: {}", difference(&text, &case.right));
                    'E'
                }
            });
        }
        let _ = write!(self.0, "{name}: {signs}\n{others}");
    }

    fn check(self, name: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/properties/grids");
        let path = path.join(name);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&path, &self.0).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        for (is, should) in self.0.lines().zip(expected.lines()) {
            assert_eq!(is, should, "{name}");
        }
        assert_eq!(self.0, expected, "{name}");
    }
}

/// A text from shortly before the place where it differs from another.
fn difference(is: &str, should: &str) -> String {
    const SHOWN: usize = 70;
    let same = is.chars().zip(should.chars()).take_while(|(a, b)| a == b);
    let from = same.count().saturating_sub(20);
    is.chars().skip(from).take(SHOWN).collect()
}

fn applied(text: &str, edits: Vec<Edit>) -> Done {
    let set = EditSet::new(text, edits).unwrap();
    Done::Edited(set.apply(text))
}

fn abstract_done(text: &str) -> Done {
    let tokens = field::read(text, 0..text.len(), Writing::Markdown);
    let texts = Texts {
        text: ABSTRACT,
        earlier: Some(&[]),
        ..Texts::default()
    };
    let outcome = abstract_text::judge(&tokens, Writing::Markdown, &texts, &NoOthers);
    match outcome.judgement {
        abstract_text::Judgement::Edit { edits, .. } => applied(text, edits),
        abstract_text::Judgement::Right => Done::Sign('='),
        abstract_text::Judgement::Propose { .. } => Done::Sign('?'),
        _ => Done::Sign('o'),
    }
}

fn authors_done(line: &str) -> Done {
    let vocabulary = Vocabulary::standard();
    let names: Vec<String> = AUTHORS.iter().map(|&n| n.to_owned()).collect();
    let tokens = field::read(line, 0..line.len(), Writing::Markdown);
    let context = Context::plain(&vocabulary);
    match author_lines::judge(&tokens, Writing::Markdown, &names, &context) {
        judgement::Judgement::Edit { edits, .. } => applied(line, edits),
        judgement::Judgement::Right => Done::Sign('='),
        judgement::Judgement::Propose { .. } => Done::Sign('?'),
        judgement::Judgement::Own(_) => Done::Sign('o'),
    }
}

fn misspelt(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    match letters.len() {
        0..=3 => letters.push('x'),
        _ => letters.swap(1, 2),
    }
    letters.into_iter().collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

/// The text with each of its words (and the place before it) changed in turn.
fn each(change: impl Fn(&mut Vec<String>, usize)) -> Vec<Case> {
    let one = |i: usize| {
        let mut listed = words(ABSTRACT);
        change(&mut listed, i);
        let right = ABSTRACT.to_owned();
        Case {
            listed: listed.join(" "),
            right,
        }
    };
    (0..words(ABSTRACT).len()).map(one).collect()
}

/// The same, but for what is the list's own in the right one.
fn each_beside(own: &str, change: impl Fn(&mut Vec<String>, usize)) -> Vec<Case> {
    let one = |i: usize| {
        let (mut listed, mut right) = (words(ABSTRACT), words(ABSTRACT));
        change(&mut listed, i);
        for text in [&mut listed, &mut right] {
            text.insert(i, own.to_owned());
        }
        Case {
            listed: listed.join(" "),
            right: right.join(" "),
        }
    };
    (1..words(ABSTRACT).len()).map(one).collect()
}

fn each_sentence(change: impl Fn(&mut Vec<String>, usize)) -> Vec<Case> {
    let sentences: Vec<String> = ABSTRACT.split_inclusive(". ").map(str::to_owned).collect();
    let one = |i: usize| {
        let mut listed = sentences.clone();
        change(&mut listed, i);
        let right = ABSTRACT.to_owned();
        Case {
            listed: listed.concat().trim().to_owned(),
            right,
        }
    };
    (0..sentences.len()).map(one).collect()
}

#[test]
fn abstracts() {
    let mut grid = Grid(String::new());
    let mut row = |name: &str, cases: Vec<Case>| grid.row(name, &cases, abstract_done);
    for tail in ["", "...", " …", " [Code](https://example.org/code)"] {
        let cut = |w: &mut Vec<String>, i: usize| {
            w.truncate(i + 1);
            w[i].push_str(tail);
        };
        let mut cases = each(cut);
        if tail.starts_with(" [") {
            for case in &mut cases {
                case.right.push_str(tail);
            }
        }
        row(&format!("cut before {tail:?}"), cases);
    }
    row("begins later", each(|w, i| drop(w.drain(..i))));
    row("word missing", each(|w, i| drop(w.remove(i))));
    row("word misspelt", each(|w, i| w[i] = misspelt(&w[i])));
    row("other word", each(|w, i| "zebra".clone_into(&mut w[i])));
    row("word doubled", each(|w, i| w.insert(i, w[i].clone())));
    row("word too many", each(|w, i| w.insert(i, "not".into())));
    row("number", each(|w, i| "17".clone_into(&mut w[i])));
    row("words swapped", each(|w, i| w.swap(i, i.saturating_sub(1))));
    row(
        "word cut apart",
        each(|w, i| {
            let at = w[i].floor_char_boundary(3);
            w[i].insert(at, ' ');
        }),
    );
    let joined = |w: &mut Vec<String>, i: usize| {
        let word = w.remove(i);
        w[i.saturating_sub(1)].push_str(&word);
    };
    row("words joined", each(joined));
    for (n, m) in [(1, 2), (2, 1), (2, 2), (3, 3), (4, 4), (8, 8), (8, 2)] {
        let others = move |w: &mut Vec<String>, i: usize| {
            let end = w.len().min(i + n);
            let new = [
                "green", "zebra", "eats", "grass", "while", "seven", "owls", "sleep",
            ];
            w.splice(i..end, new[..m].iter().map(|&n| n.to_owned()));
        };
        row(&format!("{m} others for {n}"), each(others));
    }
    for own in [
        "(my note)",
        "[my note](https://example.org)",
        "**TODO**",
        "[^1]",
        "<br>",
        "![](a.png)",
    ] {
        row(
            &format!("{own} and nothing wrong"),
            each_beside(own, |_, _| ()),
        );
        row(
            &format!("{own} before a misspelt word"),
            each_beside(own, |w, i| w[i] = misspelt(&w[i])),
        );
        row(
            &format!("{own} behind a misspelt word"),
            each_beside(own, |w, i| w[i - 1] = misspelt(&w[i - 1])),
        );
        if !["**TODO**", "<br>"].contains(&own) {
            row(
                &format!("{own} for a word"),
                each_beside(own, |w, i| drop(w.remove(i))),
            );
        }
    }
    let marked = |change: fn(&str) -> String| {
        let one = |i: usize| {
            let (mut listed, mut right) = (words(ABSTRACT), words(ABSTRACT));
            listed[i] = format!("*{}*", change(&listed[i]));
            right[i] = format!("*{}*", right[i]);
            Case {
                listed: listed.join(" "),
                right: right.join(" "),
            }
        };
        (0..words(ABSTRACT).len()).map(one).collect::<Vec<_>>()
    };
    row("word marked", marked(str::to_owned));
    row("misspelt word marked", marked(misspelt));
    row("other word marked", marked(|_| "zebra".to_owned()));
    row("sentence missing", each_sentence(|s, i| drop(s.remove(i))));
    row(
        "sentence doubled",
        each_sentence(|s, i| s.insert(i, s[i].clone())),
    );
    row(
        "sentences swapped",
        each_sentence(|s, i| s.swap(i, i.saturating_sub(1))),
    );
    row(
        "own sentence",
        each_sentence(|s, i| s.insert(i, "I like this paper a lot. ".into())),
    );
    let marked_and_missing = |i: usize| {
        let mut listed: Vec<String> = ABSTRACT.split_inclusive(". ").map(str::to_owned).collect();
        let marked = format!("**{}** ", listed[i].trim());
        let mut right = listed.clone();
        right[i].clone_from(&marked);
        listed.splice(i..listed.len().min(i + 2), [marked]);
        Case {
            listed: listed.concat().trim().to_owned(),
            right: right.concat().trim().to_owned(),
        }
    };
    let cases = (0..6).map(marked_and_missing).collect();
    row("sentence marked and the next missing", cases);
    grid.check("abstracts.txt");
}

/// A line in one form, from names.
type Form = (&'static str, fn(&[String]) -> String);

/// Given names and family name.
fn parts(name: &str) -> (String, String) {
    let words: Vec<&str> = name.split(' ').collect();
    let particle = words.iter().position(|w| w.starts_with(char::is_lowercase));
    let at = particle.unwrap_or(words.len() - 1);
    (words[..at].join(" "), words[at..].join(" "))
}

fn inverted(name: &str) -> String {
    let (given, family) = parts(name);
    format!("{family}, {given}")
}

fn initials(name: &str) -> String {
    let (given, family) = parts(name);
    let short = |word: &str| {
        let letters = word.split('-').filter_map(|w| w.chars().next());
        letters
            .map(|c| format!("{c}."))
            .collect::<Vec<_>>()
            .join("-")
    };
    let given: Vec<String> = given.split(' ').map(short).collect();
    format!("{} {family}", given.join(" "))
}

const FORMS: [Form; 10] = [
    ("commas", |n| n.join(", ")),
    ("and", |n| match n.split_last() {
        Some((last, [first, ..])) if n.len() > 1 && !first.is_empty() => {
            format!("{} and {last}", n[..n.len() - 1].join(", "))
        }
        _ => n.join(", "),
    }),
    ("semicolons", |n| {
        n.iter().map(|n| inverted(n)).collect::<Vec<_>>().join("; ")
    }),
    ("initials", |n| {
        n.iter().map(|n| initials(n)).collect::<Vec<_>>().join(", ")
    }),
    ("raised", |n| {
        let mark = |n: &String| format!("{n}<sup>1</sup>");
        n.iter().map(mark).collect::<Vec<_>>().join(", ")
    }),
    ("institutes", |n| {
        let mark = |n: &String| format!("{n} (Hive Lab)");
        n.iter().map(mark).collect::<Vec<_>>().join(", ")
    }),
    ("links", |n| {
        let link = |n: &String| format!("[{n}](https://example.org/~me)");
        n.iter().map(link).collect::<Vec<_>>().join(" · ")
    }),
    ("italics, venue", |n| {
        format!(
            "*{}*. HiveConf, 2023. [[Code](https://example.org)]",
            n.join(", ")
        )
    }),
    ("lead, remark", |n| {
        format!("by {} (equal contribution)", n.join(", "))
    }),
    ("et al.", |n| {
        format!("{}, et al.", n[..n.len().min(3)].join(", "))
    }),
];

#[test]
fn authors() {
    let mut grid = Grid(String::new());
    let names: Vec<String> = AUTHORS.iter().map(|&n| n.to_owned()).collect();
    let mut row = |name: &str, change: &dyn Fn(&mut Vec<String>, usize)| {
        for (form, write) in FORMS {
            let one = |i: usize| {
                let mut listed = names.clone();
                change(&mut listed, i);
                Case {
                    listed: write(&listed),
                    right: write(&names),
                }
            };
            let cases: Vec<Case> = (0..names.len()).map(one).collect();
            grid.row(&format!("{name}, {form}"), &cases, authors_done);
        }
    };
    let last = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_owned();
    row("nothing wrong", &|_, _| ());
    row("missing", &|n, i| drop(n.remove(i)));
    row("two missing", &|n, i| drop(n.drain(i.min(3)..i.min(3) + 2)));
    row("only one there", &|n, i| *n = vec![n[i].clone()]);
    row("swapped", &|n, i| n.swap(i, (i + 1) % 5));
    row("family name misspelt", &|n, i| {
        let family = last(&n[i]);
        n[i] = n[i].replace(&family, &misspelt(&family));
    });
    row("given name misspelt", &|n, i| n[i] = misspelt(&n[i]));
    row("a letter more", &|n, i| n[i].push('a'));
    row("stranger", &|n, i| n.insert(i, "Ug Umber".into()));
    row("stranger instead", &|n, i| "Ug Umber".clone_into(&mut n[i]));
    row("twice", &|n, i| n.insert(i, n[i].clone()));
    row("twice apart", &|n, i| n.push(n[i].clone()));
    row("in initials", &|n, i| n[i] = initials(&n[i]));
    row("family name alone", &|n, i| n[i] = last(&n[i]));
    row("other given name", &|n, i| {
        n[i] = format!("Zoe {}", last(&n[i]));
    });
    row("in bold", &|n, i| n[i] = format!("**{}**", n[i]));
    row("in bold, the next missing", &|n, i| {
        n[i] = format!("**{}**", n[i]);
        n.remove((i + 1) % 5);
    });
    row("with a note, the next missing", &|n, i| {
        n[i].push_str(" (now at Zoo)");
        n.remove((i + 1) % 5);
    });
    row("accents gone", &|n, _| n[3] = "Dorte Dorn".into());
    grid.check("authors.txt");
}
