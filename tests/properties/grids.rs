//! Every mistake of a kind at every place of a text, and what becomes of each: one sign a place, in
//! `grids/*.txt`. `UPDATE_EXPECT=1` writes those anew; read the difference before you keep it.
//!
//! | sign | |
//! | --- | --- |
//! | `R` | edited, and right |
//! | `E` | edited into something else: the text follows in a line of its own |
//! | `?` | proposed, and right |
//! | `!` | something else is proposed: the text follows |
//! | `~` | told as different, and nothing proposed |
//! | `=` | left as it is |
//! | `o` | left as the list's own, and told |

mod abstracts;
mod authors;
mod fields;
mod lists;
mod mixed;
mod titles;

use arxsync::list::edit::{Edit, EditSet};
use std::fmt::Write as _;
use std::path::Path;

/// One damaged text, and what it should become.
struct Case {
    listed: String,
    right: String,
}

/// What was done with a text: its text after edits, or a sign.
enum Done {
    Edited(String),
    Proposed(String),
    Sign(char),
}

#[derive(Default)]
struct Grid(String);

impl Grid {
    fn title(&mut self, name: &str) {
        let _ = writeln!(self.0, "\n# {name}");
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.0, "{text}");
    }

    fn row(&mut self, name: &str, cases: &[Case], judge: impl Fn(&str) -> Done) {
        let (mut signs, mut others) = (String::new(), String::new());
        for (i, case) in cases.iter().enumerate() {
            let mut other = |sign: char, text: &str| {
                let _ = writeln!(others, "    {i}: {}", difference(text, &case.right));
                sign
            };
            signs.push(match judge(&case.listed) {
                Done::Sign(sign) => sign,
                Done::Edited(text) if text == case.right => 'R',
                Done::Proposed(text) if text == case.right => '?',
                Done::Proposed(text) if text == case.listed => '~',
                Done::Edited(text) => other('E', &text),
                Done::Proposed(text) => other('!', &text),
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

/// A text from shortly before the place where it differs from another to where it no longer does.
fn difference(is: &str, should: &str) -> String {
    const BEFORE: usize = 20;
    const SHOWN: usize = 160;
    let same = is.chars().zip(should.chars()).take_while(|(a, b)| a == b);
    let from = same.count().saturating_sub(BEFORE);
    let ends = is.chars().rev().zip(should.chars().rev());
    let end = is.chars().count() - ends.take_while(|(a, b)| a == b).count();
    is.chars()
        .take(end)
        .skip(from)
        .take(SHOWN)
        .flat_map(char::escape_debug)
        .collect()
}

fn applied(text: &str, edits: Vec<Edit>) -> String {
    EditSet::new(text, edits).unwrap().apply(text)
}

fn misspelt(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    match letters.len() {
        0..=3 => letters.push('x'),
        _ => letters.swap(1, 2),
    }
    letters.into_iter().collect()
}

/// Given names and family name.
fn parts(name: &str) -> (String, String) {
    let words: Vec<&str> = name.split(' ').collect();
    let particle = words.iter().position(|w| w.starts_with(char::is_lowercase));
    let at = particle.unwrap_or(words.len() - 1);
    let at = at.max(1).min(words.len() - 1);
    (words[..at].join(" "), words[at..].join(" "))
}
