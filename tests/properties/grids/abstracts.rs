//! Abstracts with a mistake at every word and sentence.

use super::{Case, Done, Grid, applied, misspelt};
use arxsync::list::entry::{Quotes, Writing};
use arxsync::list::field;
use arxsync::plan::abstract_text::{self, Judgement, NoOthers, Texts};

const PLAIN: &str = "Bridges sing in the wind, and nobody listens. We listen with 24 cheap sensors \
    (of steel) to the \"tones\" of old bridges. Our method, a $k$-means variant, finds the age of a \
    bridge to within 3.5 years. It needs no training data. In a well-known benchmark we beat all \
    earlier methods. The code is available at https://example.org/bridges.";

/// What is rare in most abstracts, and common in some.
const ODD: &str = "Let $G=(V,E)$ be a graph with $n$ nodes; we show that $\\chi(G) \\le \\Delta+1$ -- a \
    bound that is tight (see e.g. [3], [4]). What is a hive? It's {\\em not} a tree! M\\\"uller's lemma \
    (1987) fails: we prove a 1,024-fold speed-up, i.e., O(n log n) instead of $O(n^2)$ steps, at \
    95\\% recall... 3D-models and large-scale/low-cost tests (N=12; p < 0.05) agree with A & B. \
    Data and code: \\url{https://example.org/hives}";

/// A text in a list, and how it is judged.
#[derive(Clone, Copy)]
struct Listed {
    arxiv: &'static str,
    writing: Writing,
}

const MARKDOWN: Listed = Listed {
    arxiv: PLAIN,
    writing: Writing::Markdown,
};

impl Listed {
    fn judge(self, text: &str, earlier: &[(u32, &str)]) -> Done {
        let tokens = field::read(text, 0..text.len(), self.writing);
        let texts = Texts {
            text: self.arxiv,
            earlier: Some(earlier),
            ..Texts::default()
        };
        let outcome = abstract_text::judge(&tokens, self.writing, &texts, &NoOthers);
        match outcome.judgement {
            Judgement::Edit { edits, .. } => Done::Edited(applied(text, edits)),
            Judgement::Propose { edits, .. } => Done::Proposed(applied(text, edits)),
            Judgement::Right => Done::Sign('='),
            _ => Done::Sign('o'),
        }
    }

    fn words(self) -> Vec<String> {
        self.arxiv.split(' ').map(str::to_owned).collect()
    }

    fn sentences(self) -> Vec<String> {
        let sentences = self.arxiv.split_inclusive(['.', '?', '!']);
        let mut out: Vec<String> = Vec::new();
        for piece in sentences {
            match out.last_mut() {
                Some(last) if !piece.starts_with(' ') => last.push_str(piece),
                _ => out.push(piece.to_owned()),
            }
        }
        out
    }

    /// The text with each of its words (and the place before it) changed in turn.
    fn each(self, change: impl Fn(&mut Vec<String>, usize)) -> Vec<Case> {
        self.each_beside(None, change)
    }

    /// The same with something of the list's own there, which stays.
    fn each_beside(self, own: Option<&str>, change: impl Fn(&mut Vec<String>, usize)) -> Vec<Case> {
        let one = |i: usize| {
            let (mut listed, mut right) = (self.words(), self.words());
            change(&mut listed, i);
            if let Some(own) = own {
                listed.insert(i.min(listed.len()), own.to_owned());
                right.insert(i, own.to_owned());
            }
            case(&listed.join(" "), &right.join(" "))
        };
        let from = usize::from(own.is_some());
        (from..self.words().len()).map(one).collect()
    }

    fn each_sentence(self, change: impl Fn(&mut Vec<String>, usize)) -> Vec<Case> {
        let one = |i: usize| {
            let mut listed = self.sentences();
            change(&mut listed, i);
            case(&listed.concat(), self.arxiv)
        };
        (0..self.sentences().len()).map(one).collect()
    }

    /// Each word in asterisks.
    fn marked(self, change: fn(&str) -> String) -> Vec<Case> {
        let one = |i: usize| {
            let (mut listed, mut right) = (self.words(), self.words());
            listed[i] = format!("*{}*", change(&listed[i]));
            right[i] = format!("*{}*", right[i]);
            case(&listed.join(" "), &right.join(" "))
        };
        (0..self.words().len()).map(one).collect()
    }

    fn row(self, grid: &mut Grid, name: &str, cases: &[Case]) {
        grid.row(name, cases, |text| self.judge(text, &[]));
    }
}

fn case(listed: &str, right: &str) -> Case {
    Case {
        listed: listed.trim().to_owned(),
        right: right.trim().to_owned(),
    }
}

fn words_differ(listed: Listed, grid: &mut Grid) {
    let mut row = |name: &str, cases: Vec<Case>| listed.row(grid, name, &cases);
    let each = |change: fn(&mut Vec<String>, usize)| listed.each(change);
    row("begins later", each(|w, i| drop(w.drain(..i))));
    row("word missing", each(|w, i| drop(w.remove(i))));
    row("word misspelt", each(|w, i| w[i] = misspelt(&w[i])));
    row("other word", each(|w, i| "zebra".clone_into(&mut w[i])));
    row("word doubled", each(|w, i| w.insert(i, w[i].clone())));
    row("word too many", each(|w, i| w.insert(i, "not".into())));
    row("number", each(|w, i| "17".clone_into(&mut w[i])));
    row("words swapped", each(|w, i| w.swap(i, i.saturating_sub(1))));
    row("word in capitals", each(|w, i| w[i] = w[i].to_uppercase()));
    row("comma behind", each(|w, i| w[i].push(',')));
    row(
        "signs missing",
        each(|w, i| w[i].retain(char::is_alphanumeric)),
    );
    row(
        "word cut apart",
        each(|w, i| {
            let at = w[i].char_indices().nth(3).map_or(w[i].len(), |(at, _)| at);
            w[i].insert(at, ' ');
        }),
    );
    row(
        "words joined",
        each(|w, i| {
            let word = w.remove(i);
            w[i.saturating_sub(1)].push_str(&word);
        }),
    );
    for (n, m) in [
        (1, 2),
        (2, 1),
        (2, 2),
        (3, 3),
        (4, 4),
        (8, 8),
        (8, 2),
        (20, 20),
    ] {
        let others = |w: &mut Vec<String>, i: usize| {
            const NEW: &str = "green zebra eats grass while seven owls sleep";
            let end = w.len().min(i + n);
            w.splice(i..end, NEW.split(' ').cycle().take(m).map(str::to_owned));
        };
        row(&format!("{m} others for {n}"), listed.each(others));
    }
    for apart in [2, 3, 5] {
        let both = |change: fn(&mut Vec<String>, usize)| {
            listed.each(move |w, i| {
                if let Some(word) = w.get_mut(i + apart) {
                    "zebra".clone_into(word);
                }
                change(w, i);
            })
        };
        let name = |first: &str| format!("{first} and another word {apart} behind");
        row(&name("missing"), both(|w, i| drop(w.remove(i))));
        row(&name("other"), both(|w, i| "owls".clone_into(&mut w[i])));
        row(&name("misspelt"), both(|w, i| w[i] = misspelt(&w[i])));
        row(&name("more"), both(|w, i| w.insert(i, "not".into())));
    }
    for (around, kept) in [(3, 1), (6, 1), (6, 2), (6, 3), (12, 4)] {
        let island = move |w: &mut Vec<String>, i: usize| {
            const NEW: &str = "green zebras eat grass while seven owls sleep on";
            let mut new = NEW.split(' ').cycle().map(str::to_owned);
            for at in (i..i + around).chain(i + around + kept..i + 2 * around + kept) {
                if let (Some(word), Some(new)) = (w.get_mut(at), new.next()) {
                    *word = new;
                }
            }
        };
        row(
            &format!("{kept} kept between {around} others"),
            listed.each(island),
        );
    }
    row(
        "missing, and the sign before",
        each(|w, i| {
            w.remove(i);
            let before = i.checked_sub(1).and_then(|i| w.get_mut(i));
            if let Some(before) = before {
                before.retain(char::is_alphanumeric);
            }
        }),
    );
    row(
        "missing, and the sign behind",
        each(|w, i| {
            w.remove(i);
            if let Some(behind) = w.get_mut(i) {
                behind.retain(char::is_alphanumeric);
            }
        }),
    );
    row("word marked", listed.marked(str::to_owned));
    row("misspelt word marked", listed.marked(misspelt));
    row("other word marked", listed.marked(|_| "zebra".to_owned()));
}

fn ends_differ(listed: Listed, grid: &mut Grid) {
    let tails = [
        "",
        "...",
        " …",
        " [Code](https://example.org/code)",
        " (my note)",
        " #zebra",
    ];
    for tail in tails {
        let mut cases = listed.each(|w, i| {
            w.truncate(i + 1);
            w[i].push_str(tail);
        });
        if tail.len() > 4 {
            for case in &mut cases {
                case.right.push_str(tail);
            }
        }
        listed.row(grid, &format!("cut before {tail:?}"), &cases);
    }
    for tail in ["", "...", "…", "-"] {
        let cases = listed.each(|w, i| {
            w.truncate(i + 1);
            w[i] = w[i].chars().take(3).collect();
            w[i].push_str(tail);
        });
        listed.row(grid, &format!("cut within a word {tail:?}"), &cases);
    }
    let mut lead = listed.each(|w, i| drop(w.drain(..i)));
    for case in &mut lead {
        case.listed.insert_str(0, "**TL;DR** ");
        case.right.insert_str(0, "**TL;DR** ");
    }
    listed.row(grid, "begins later behind a lead", &lead);
}

fn own_things(listed: Listed, grid: &mut Grid) {
    for own in [
        "(my note)",
        "[my note](https://example.org)",
        "**TODO**",
        "[^1]",
        "<br>",
        "![](a.png)",
        "==see==",
    ] {
        let mut row = |name: &str, change: fn(&mut Vec<String>, usize)| {
            let cases = listed.each_beside(Some(own), change);
            listed.row(grid, &format!("{own} {name}"), &cases);
        };
        row("and nothing wrong", |_, _| ());
        row("before a misspelt word", |w, i| w[i] = misspelt(&w[i]));
        row("behind a misspelt word", |w, i| {
            w[i - 1] = misspelt(&w[i - 1]);
        });
        row("before another word", |w, i| "zebra".clone_into(&mut w[i]));
        row("for a word", |w, i| drop(w.remove(i)));
        row("amid missing words", |w, i| {
            w.drain(i + 1..w.len().min(i + 3));
            w.drain(i.saturating_sub(2)..i);
        });
    }
}

fn sentences_differ(listed: Listed, grid: &mut Grid) {
    let mut row = |name: &str, change: fn(&mut Vec<String>, usize)| {
        listed.row(grid, name, &listed.each_sentence(change));
    };
    row("sentence missing", |s, i| drop(s.remove(i)));
    row("sentence doubled", |s, i| s.insert(i, s[i].clone()));
    row("sentences swapped", |s, i| s.swap(i, i.saturating_sub(1)));
    row("own sentence", |s, i| {
        s.insert(i, " I like this paper a lot.".into());
    });
    row("a sentence a line", |s, i| s[i].insert(0, '\n'));
    for label in ["**Aim:**", "*Aim* -", "Aim:", "<br>", "\n\n", "1)"] {
        let own = |i: usize, change: fn(&mut Vec<String>, usize)| {
            let mut parts = listed.sentences();
            parts[i] = format!(" {label}{}", parts[i]);
            let right = parts.concat();
            change(&mut parts, i);
            case(&parts.concat(), &right)
        };
        let mut row = |name: &str, change: fn(&mut Vec<String>, usize)| {
            let cases: Vec<Case> = (0..listed.sentences().len())
                .map(|i| own(i, change))
                .collect();
            listed.row(grid, &format!("{label:?} {name}"), &cases);
        };
        row("before a sentence", |_, _| ());
        row("before a sentence, the one before missing", |s, i| {
            if i > 0 {
                s.remove(i - 1);
            }
        });
        row("before a sentence, the next missing", |s, i| {
            s.drain(i + 1..s.len().min(i + 2));
        });
        row("for a sentence", |s, i| {
            let short: String = s[i].chars().take(12).collect();
            s[i] = short;
        });
        row("before a sentence with another word", |s, i| {
            s[i] = s[i]
                .replacen(" a ", " zebra ", 1)
                .replacen(" we ", " you ", 1);
        });
    }
    let marked_and_missing = |i: usize| {
        let mut parts = listed.sentences();
        let marked = format!(" **{}**", parts[i].trim());
        let mut right = parts.clone();
        right[i].clone_from(&marked);
        parts.splice(i..parts.len().min(i + 2), [marked]);
        case(&parts.concat(), &right.concat())
    };
    let cases: Vec<Case> = (0..listed.sentences().len())
        .map(marked_and_missing)
        .collect();
    listed.row(grid, "sentence marked and the next missing", &cases);
}

/// The list has an earlier version, in which a sentence was another one, with a mistake.
fn earlier_versions(listed: Listed, grid: &mut Grid) {
    const FORMER: &str = " In former times zebras were said to sing on seven old bridges.";
    let mut row = |name: &str, change: &dyn Fn(&mut Vec<String>, usize)| {
        let mut signs = Vec::new();
        for i in 0..listed.sentences().len() {
            let mut former = listed.sentences();
            FORMER.clone_into(&mut former[i]);
            let earlier = former.concat().trim().to_owned();
            change(&mut former, i);
            signs.push((case(&former.concat(), listed.arxiv), earlier));
        }
        for (i, (case, earlier)) in signs.iter().enumerate() {
            let judge = |text: &str| listed.judge(text, &[(1, earlier)]);
            grid.row(
                &format!("{name}, sentence {i}"),
                std::slice::from_ref(case),
                judge,
            );
        }
    };
    row("an earlier version", &|_, _| ());
    row("an earlier version with a word misspelt", &|s, i| {
        s[i] = s[i].replace("zebras", "zerbas");
    });
    row("an earlier version with an own sentence", &|s, i| {
        s.insert(i, " I like this paper a lot.".into());
    });
    row("an earlier version with a note", &|s, i| {
        s[i].push_str(" (my note)");
    });
    row("an earlier version, cut", &|s, i| s.truncate(i + 1));
    row("an earlier version, marked", &|s, i| {
        s[i] = s[i].replace("zebras", "**zebras**");
    });
}

#[test]
fn plain_abstracts() {
    let mut grid = Grid::default();
    words_differ(MARKDOWN, &mut grid);
    ends_differ(MARKDOWN, &mut grid);
    own_things(MARKDOWN, &mut grid);
    sentences_differ(MARKDOWN, &mut grid);
    earlier_versions(MARKDOWN, &mut grid);
    grid.check("abstracts.txt");
}

#[test]
fn odd_abstracts() {
    let listed = Listed {
        arxiv: ODD,
        ..MARKDOWN
    };
    let mut grid = Grid::default();
    words_differ(listed, &mut grid);
    ends_differ(listed, &mut grid);
    own_things(listed, &mut grid);
    sentences_differ(listed, &mut grid);
    earlier_versions(listed, &mut grid);
    grid.check("odd-abstracts.txt");
}

#[test]
fn abstracts_in_other_writings() {
    let writings = [
        ("cell", Writing::Cell),
        ("html", Writing::Html),
        ("yaml", Writing::Yaml(Quotes::Double)),
        ("bibtex", Writing::Bibtex),
    ];
    let mut grid = Grid::default();
    for (name, writing) in writings {
        for arxiv in [PLAIN, ODD] {
            let listed = Listed { arxiv, writing };
            grid.title(name);
            let mut row = |name: &str, change: fn(&mut Vec<String>, usize)| {
                listed.row(&mut grid, name, &listed.each(change));
            };
            row("nothing wrong", |_, _| ());
            row("word missing", |w, i| drop(w.remove(i)));
            row("word misspelt", |w, i| w[i] = misspelt(&w[i]));
            row("cut", |w, i| w.truncate(i + 1));
            row("8 missing", |w, i| {
                w.drain(i..w.len().min(i + 8));
            });
        }
    }
    grid.check("writings.txt");
}
