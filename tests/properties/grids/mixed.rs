//! Author lines and abstracts put together by chance: forms, things of the list's own, and
//! mistakes, several in each. The chance is the same in every run.

use super::{Grid, applied, difference, misspelt, parts};
use arxsync::list::entry::{List, Quotes, Writing};
use arxsync::list::field;
use arxsync::plan::abstract_text::{self, NoOthers, Texts};
use arxsync::plan::author_lines::{self, Context, House};
use arxsync::plan::judgement::Judgement;
use arxsync::text::vocabulary::Vocabulary;

/// Numbers that look like chance (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// Once in `n` times.
    fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

const NAMES: &[&str] = &[
    "Ada Abel",
    "Bo van der Bell",
    "Cyril Q. Cole",
    "Dörte Dorn",
    "Eva-Maria Ek",
    "An Xu",
    "Jong chul Ye",
    "Martin L. Kong Jr.",
    "María de los Ángeles Núñez",
    "Tim O'Neil",
    "Hive Collaboration",
    "Li Li",
    "Xin Li",
    "Xiaoxin Li",
    "J. K. Rowe",
    "Ravi K",
    "Sukarno",
    "Bao Nguyen Thi",
    "Jean-Luc Le Roux",
    "Ole Sørensen",
    "Łukasz Żak",
    "Cole Abel",
    "Abel Cole",
    "Zoe Abel",
    "Ada B. Abel",
    "The Owl Team",
    "Kim Do-hyun",
    "Mary Ann Smith-Jones",
    "Peter von Stein III",
    "Gus Grey on behalf of the Zoo Group",
];

const JOINTS: &[&str] = &[
    ", ", ", ", ", ", "; ", " and ", " · ", " | ", " & ", ",", "<br>", " / ", "、", ", and ",
    " – ", " ",
];

fn short(given: &str, stop: &str, joint: &str) -> String {
    let initial = |w: &str| w.chars().next().map(|c| format!("{c}{stop}"));
    given
        .split(' ')
        .filter_map(initial)
        .collect::<Vec<_>>()
        .join(joint)
}

/// A name in one of the ways in which lists write names.
fn written(name: &str, style: usize) -> String {
    let (given, family) = parts(name);
    if given.is_empty() {
        return family;
    }
    match style {
        0 => format!("{family}, {given}"),
        1 => format!("{} {family}", short(&given, ".", " ")),
        2 => format!("{family} {}", short(&given, "", "")),
        3 => format!("{family}, {}", short(&given, ".", "")),
        4 => family,
        5 => format!("{given} {}", family.to_uppercase()),
        6 => format!("{} {family}", given.split(' ').next().unwrap_or_default()),
        7 => format!("{family} {given}"),
        _ => name.to_owned(),
    }
}

fn decorated(name: &str, dice: &mut Dice) -> String {
    let number = dice.below(4) + 1;
    match dice.below(16) {
        0 => format!("{name}<sup>{number}</sup>"),
        1 => format!("{name}{number}"),
        2 => format!("{name}\\*"),
        3 => format!("{name}†"),
        4 => format!("**{name}**"),
        5 => format!("[{name}](https://example.org/{number})"),
        6 => format!("{name} (Hive Lab)"),
        7 => format!("{name} (Zoo, {number})"),
        8 => format!("{name}, Hive Lab"),
        9 => format!("Dr. {name}"),
        10 => format!("{name}, PhD"),
        11 => format!("{name}[^{number}]"),
        12 => format!("{name} 🐝"),
        13 => format!("*{name}*"),
        14 => format!("{name} 李四"),
        _ => format!("{name}$^{number}$"),
    }
}

fn mistake(names: &mut Vec<String>, dice: &mut Dice) {
    let i = dice.below(names.len());
    match dice.below(12) {
        0 | 1 if names.len() > 1 => drop(names.remove(i)),
        2 => names[i] = misspelt(&names[i]),
        3 => {
            let family = parts(&names[i]).1;
            names[i] = names[i].replace(&family, &misspelt(&family));
        }
        4 => names.insert(i, "Ug Umber".into()),
        5 => names[i] = "Ug Umber".into(),
        6 => names.push(names[i].clone()),
        7 => {
            let j = dice.below(names.len());
            names.swap(i, j);
        }
        8 => names[i] = names[i].to_lowercase(),
        9 => names[i].push('a'),
        10 => {
            names[i] = names[i]
                .replace(['ö', 'ø', 'é'], "o")
                .replace(['Ł', 'Ż'], "L");
        }
        _ => {
            names[i].pop();
        }
    }
}

const LEADS: &[&str] = &[
    "by ",
    "Authors: ",
    "**Authors:** ",
    "*",
    "(",
    "👥 ",
    "By: ",
    "from ",
];
const TAILS: &[&str] = &[
    ", et al.",
    " et al.",
    ". *ICML 2024*",
    " [[Code](https://example.org)]",
    " (2023)",
    ", 2023.",
    " and 3 others",
    " (equal contribution)",
    " — Hive Lab",
    " #bees",
    ".",
    ", ...",
    " and more",
];

fn line(names: &[String], dice: &mut Dice) -> String {
    let style = dice.below(20);
    let joint = *dice.one(JOINTS);
    let joint = if style == 0 || style == 3 {
        "; "
    } else {
        joint
    };
    let all = dice.once_in(6);
    let some = dice.once_in(3);
    let mut parts: Vec<String> = Vec::new();
    let seed = dice.0;
    for name in names {
        let name = written(name, style);
        // The same thing beside all names, or anything beside some.
        parts.push(match (all, some && dice.once_in(3)) {
            (true, _) => decorated(&name, &mut Dice(seed)),
            (_, true) => decorated(&name, dice),
            _ => name,
        });
    }
    let cut = dice.once_in(6) && parts.len() > 3;
    if cut {
        parts.truncate(3);
    }
    let mut out = parts.join(joint);
    if parts.len() > 1 && dice.once_in(4) {
        let last = parts.pop().unwrap_or_default();
        out = format!("{} and {last}", parts.join(joint));
    }
    if dice.once_in(4) {
        out.insert_str(0, dice.one::<&str>(LEADS));
        if out.starts_with("*A") || out.starts_with('(') {
            out.push(if out.starts_with('(') { ')' } else { '*' });
        }
    }
    if cut || dice.once_in(3) {
        out.push_str(dice.one::<&str>(TAILS));
    }
    out
}

#[test]
fn author_lines_by_chance() {
    let vocabulary = Vocabulary::standard();
    let mut dice = Dice(1);
    let mut grid = Grid::default();
    for _ in 0..1500 {
        let mut names: Vec<String> = Vec::new();
        for _ in 0..dice.below(7) + 1 {
            let name = (*dice.one(NAMES)).to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut listed = names.clone();
        for _ in 0..dice.below(3) {
            mistake(&mut listed, &mut dice);
        }
        let line = line(&listed, &mut dice);
        let writing = match dice.below(12) {
            0 => Writing::Html,
            1 => Writing::Cell,
            2 => Writing::Bibtex,
            3 => Writing::Yaml(Quotes::Double),
            4 => Writing::YamlList(List {
                quotes: Quotes::Plain,
                flow: true,
            }),
            _ => Writing::Markdown,
        };
        let mut earlier = names.clone();
        mistake(&mut earlier, &mut dice);
        let house = House {
            always_cuts: dice.once_in(5),
            cuts_nobody: dice.once_in(5),
            plain_letters: dice.once_in(5),
            ..House::default()
        };
        let knows = dice.once_in(2);
        let context = Context {
            house,
            is_known_person: &|name| knows && name == "Ug Umber",
            earlier: if dice.once_in(2) {
                std::slice::from_ref(&earlier)
            } else {
                &[]
            },
            ..Context::plain(&vocabulary)
        };
        let tokens = field::read(&line, 0..line.len(), writing);
        let told = match author_lines::judge(&tokens, writing, &names, &context) {
            Judgement::Right => "=".to_owned(),
            Judgement::Own(why) => format!("o {why}"),
            Judgement::Edit { edits, .. } => format!("E {}", applied(&line, edits)),
            Judgement::Propose { why, edits, .. } => {
                let after = applied(&line, edits);
                let why: String = why.chars().take(40).collect();
                format!("? {why}: {}", difference(&after, &line))
            }
        };
        grid.line(&format!("{line:?} of {}", names.join(", ")));
        grid.line(&format!("    {told}"));
    }
    grid.check("mixed-authors.txt");
}

const SENTENCES: &[&str] = &[
    "Bridges sing in the wind, and nobody listens.",
    "We listen with 24 cheap sensors (of steel) to \"tones\" of old bridges.",
    "Our method, a $k$-means variant, finds the age of a bridge to within 3.5 years.",
    "It needs no training data; it runs in $O(n \\log n)$ steps.",
    "In a well-known benchmark (the ``HiveBench'') we beat all earlier methods by 12.5%.",
    "The code is available at https://example.org/bridges.",
    "M\\\"uller's lemma [5] fails here: we prove a 1,024-fold speed-up, i.e., less.",
    "What is a hive? It's {\\em not} a tree!",
    "3D-models and large-scale/low-cost tests (N=12; p < 0.05) agree with A & B.",
    "We introduce BeeNet -- a net for bees -- and train it on state-of-the-art data sets.",
    "Bees, wasps, and ants (a) fly, (b) walk, or (c) sleep.",
    "To this end, we ask: \"Who sings, and why?\"",
    "Code and data: \\url{https://example.org/hives}.",
    "Experiments on four datasets show that $\\alpha \\le 0.5$ suffices.",
    "This is the first such work to the best of our knowledge.",
    "Our method, \\method, and \\ours{} find what others don't, \\eg, bees.",
    "The Poincaré map of Gödel's hive isn't what we'd expect.",
    "See $f(x)$ at https://example.org/f_x, or write to bees@example.org.",
];

const OWN: &[&str] = &[
    "(my note)",
    "[my note](https://example.org)",
    "**TODO**",
    "[^1]",
    "<br>",
    "![](a.png)",
    "==see==",
    "🐝",
    "*Aim:*",
    "\n",
    "**",
    "<!-- x -->",
    "[1]",
    "…",
];

/// The text as lists spell it.
fn spelt(text: &str, dice: &mut Dice) -> String {
    match dice.below(12) {
        0 => text.replace('"', "“").replace('\'', "’"),
        1 => text
            .replace(" -- ", " – ")
            .replace("``", "“")
            .replace("''", "”"),
        2 => text
            .replace('$', "")
            .replace("\\alpha", "α")
            .replace("\\le", "≤")
            .replace("\\log", "log"),
        3 => text.replacen(". ", ".\n", 2),
        4 => text.replace('%', "\\%").replace(" & ", " &amp; "),
        5 => text.replace("-", "\u{2010}"),
        7 => text
            .replace("\\method", "BeeNet")
            .replace("\\ours{}", "Ours")
            .replace("\\eg", "e.g."),
        8 => text.replace('é', "Ã©").replace(['ö', '\''], "?"),
        6 => text
            .replace("{\\em not}", "*not*")
            .replace("M\\\"uller", "Müller"),
        _ => text.to_owned(),
    }
}

fn damaged(words: &mut Vec<String>, dice: &mut Dice) {
    let i = dice.below(words.len());
    let end = (i + 1 + dice.below(4)).min(words.len());
    match dice.below(13) {
        0 => drop(words.remove(i)),
        1 => drop(words.drain(i..end)),
        2 => words[i] = misspelt(&words[i]),
        3 => words[i] = "zebra".into(),
        4 => drop(words.splice(i..end, ["green", "zebra"].map(str::to_owned))),
        5 => words.insert(i, words[i].clone()),
        6 => words.insert(i, "not".into()),
        7 => words.truncate(i + 1),
        8 => {
            words.truncate(i + 1);
            words.push("...".into());
        }
        9 => words[i].retain(char::is_alphanumeric),
        10 => words.insert(i, (*dice.one(OWN)).to_owned()),
        11 => words[i] = format!("*{}*", words[i]),
        _ => {
            let j = (i + 1).min(words.len() - 1);
            words.swap(i, j);
        }
    }
    if words.is_empty() {
        words.push("bees".into());
    }
}

#[test]
fn abstracts_by_chance() {
    let mut dice = Dice(2);
    let mut grid = Grid::default();
    for _ in 0..1500 {
        let mut text: Vec<&str> = Vec::new();
        for _ in 0..dice.below(5) + 2 {
            text.push(*dice.one(SENTENCES));
        }
        let arxiv = text.join(" ");
        let mut former = text.clone();
        let at = dice.below(former.len());
        former[at] = "In former times zebras were said to sing on seven old bridges.";
        let former = former.join(" ");
        let has_earlier = dice.once_in(3);
        let source = if has_earlier && dice.once_in(2) {
            &former
        } else {
            &arxiv
        };
        let spelt = spelt(source, &mut dice);
        let mut words: Vec<String> = spelt.split(' ').map(str::to_owned).collect();
        for _ in 0..dice.below(4) {
            damaged(&mut words, &mut dice);
        }
        let listed = words.join(" ");
        let writing = match dice.below(10) {
            0 => Writing::Html,
            1 => Writing::Cell,
            2 => Writing::Bibtex,
            3 => Writing::Yaml(Quotes::Double),
            _ => Writing::Markdown,
        };
        let earlier = [(1, former.as_str())];
        let texts = Texts {
            text: &arxiv,
            earlier: if has_earlier { Some(&earlier) } else { None },
            ..Texts::default()
        };
        let tokens = field::read(&listed, 0..listed.len(), writing);
        let outcome = abstract_text::judge(&tokens, writing, &texts, &NoOthers);
        let told = match outcome.judgement {
            abstract_text::Judgement::Edit { edits, note, .. } => {
                let after = applied(&listed, edits);
                format!(
                    "E {}{}",
                    difference(&after, &listed),
                    note.unwrap_or_default()
                )
            }
            abstract_text::Judgement::Propose { why, edits, .. } => {
                let after = applied(&listed, edits);
                let why: String = why.chars().take(60).collect();
                format!("? {why}: {}", difference(&after, &listed))
            }
            abstract_text::Judgement::Own(own) => format!("o {own}"),
            other => format!("{other:?}"),
        };
        let asks = if outcome.ask.is_some() { " (asks)" } else { "" };
        grid.line(&format!("{}{asks}", told.replace('\n', "\\n")));
    }
    grid.check("mixed-abstracts.txt");
}
