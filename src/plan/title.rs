//! An entry's title beside arXiv's: the same, but for what lists put around it, or how alike.
//! Whether entry and paper belong together is decided in [`super::matching`].

use super::difference::Difference;
use super::{Field, shown};
use crate::list::document::Document;
use crate::list::edit::Edit;
use crate::list::entry::{Entry, Value};
use crate::list::escape;
use crate::list::field::{Class, Kind, Mark, Token, Tokens};
use std::collections::HashMap;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How alike two titles are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same words, but for what lists put around: a nickname or venue in front, a number, a
    /// note in brackets, a subtitle left out.
    Same,
    /// The same but for slips of letters in long words.
    Slips,
    /// Mostly the same words.
    Similar,
    /// Other words.
    Different,
}

/// A title as it is compared: its words, and what stands between them.
#[derive(Clone, Debug)]
pub struct Title {
    words: Vec<String>,
    /// What stands before each word, and behind the last.
    gaps: Vec<Gap>,
    /// It holds characters that were read in the wrong encoding.
    garbled: bool,
}

/// The borders that a gap between two words holds.
#[derive(Clone, Copy, Debug, Default)]
struct Gap {
    colon: bool,
    stop: bool,
    comma: bool,
    dash: bool,
    opens: bool,
    closes: bool,
    /// A line end, the end of a link or of emphasis, a bar: what is behind is something else.
    apart: bool,
}

impl Title {
    /// Reads a title's tokens.
    pub fn of(tokens: &Tokens<'_>) -> Self {
        let mut title = Self {
            words: Vec::new(),
            gaps: vec![Gap::default()],
            garbled: false,
        };
        let mut blank = false;
        for token in &tokens.list {
            title.garbled |= token.garbled;
            let text = &tokens.source[token.span.clone()];
            let gap = title.gaps.len() - 1;
            let gap = &mut title.gaps[gap];
            match &token.kind {
                Kind::Word(word) if word.class == Class::Sign => {}
                Kind::Word(word) if text.starts_with('\\') && is_accent(&word.text) => {}
                Kind::Word(word) => {
                    let bare = word.key.nfd().filter(|c| !is_combining_mark(*c));
                    title.words.push(bare.collect());
                    title.gaps.push(Gap::default());
                }
                Kind::Open(pair) if pair.mark == Mark::Bracket => gap.opens = true,
                Kind::Close(pair) if pair.mark == Mark::Bracket => gap.closes = true,
                Kind::Open(pair) | Kind::Close(pair) => gap.apart |= pair.mark.is_markup(),
                Kind::Break | Kind::Aside(_) => gap.apart = true,
                Kind::Blank if text.contains('\n') => gap.apart = true,
                Kind::Punctuation(c) => gap.punctuation(*c, blank),
                Kind::Tex | Kind::Blank => {}
            }
            blank = matches!(token.kind, Kind::Blank);
        }
        title
    }

    /// The words, without accents and in small letters.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    fn concat(&self, range: &Range<usize>) -> String {
        self.words[range.clone()].concat()
    }

    /// The first and the last word that is a year.
    fn years(&self) -> Option<(usize, usize)> {
        let is_year = |w: &String| w.len() == 4 && (1950..2100).contains(&w.parse().unwrap_or(0));
        let first = self.words.iter().position(is_year)?;
        Some((first, self.words.iter().rposition(is_year)?))
    }

    /// The parts of a list's title that may be all of arXiv's.
    fn in_list(&self) -> Vec<Range<usize>> {
        let (n, years) = (self.words.len(), self.years());
        let start = |&i: &usize| {
            let gap = self.gaps[i];
            let year_before = years.is_some_and(|(first, _)| first < i);
            let is_number = i == 1 && is_numeral(&self.words[0]);
            i == 0
                || gap.apart
                || gap.closes
                || gap.colon && i <= 5
                || is_number
                || (gap.stop || gap.comma) && year_before
        };
        let end = |&i: &usize| {
            let gap = self.gaps[i];
            let cited = (gap.stop || gap.comma) && years.is_some();
            let year_behind = years.is_some_and(|(_, last)| i <= last);
            let ends = gap.apart || gap.opens || cited || year_behind;
            i == n || ends && !is_part(&self.words[i..])
        };
        let ends: Vec<usize> = (1..=n).rev().filter(end).take(MOST_PARTS).collect();
        let starts: Vec<usize> = (0..n).filter(start).take(MOST_PARTS).collect();
        let ranges = |&s: &usize| ends.iter().filter(move |&&e| s < e).map(move |&e| s..e);
        starts.iter().flat_map(ranges).collect()
    }

    /// The parts of arXiv's title that a list may write instead of all: without a subtitle, or
    /// without a nickname.
    fn in_arxiv(&self) -> Vec<Range<usize>> {
        let n = self.words.len();
        let is_left_out = |i: usize, part: &[String]| {
            let gap = self.gaps[i];
            (gap.colon || gap.stop || gap.dash) && !is_part(part)
        };
        let heads = (1..n)
            .filter(|&i| is_left_out(i, &self.words[i..]))
            .map(|i| 0..i);
        let is_rest = |&i: &usize| {
            i <= NICKNAME && self.gaps[i].colon && n - i >= 3 && is_left_out(i, &self.words[..i])
        };
        let rests = (1..n).filter(is_rest).map(|i| i..n);
        std::iter::once(0..n)
            .chain(heads)
            .chain(rests)
            .take(MOST_PARTS)
            .collect()
    }
}

/// More words are no nickname, but half of a title that another paper may have, too.
const NICKNAME: usize = 3;

/// More parts than a title has.
const MOST_PARTS: usize = 8;

impl Gap {
    fn punctuation(&mut self, c: char, behind_blank: bool) {
        match c {
            ':' | '：' => self.colon = true,
            '.' | '?' | '!' | '…' | '。' => self.stop = true,
            ',' | ';' | '，' => self.comma = true,
            '-' => self.dash |= behind_blank,
            '|' | '·' | '•' => self.apart = true,
            _ => {}
        }
    }
}

/// Compares a list's title with arXiv's.
pub fn compare(listed: &Title, arxiv: &Title) -> Likeness {
    if listed.words.is_empty() || arxiv.words.is_empty() {
        return Likeness::Different;
    }
    let own: Vec<(Range<usize>, String)> = with_text(listed, listed.in_list());
    let theirs = with_text(arxiv, arxiv.in_arxiv());
    // A title with two nicknames is not the same.
    let fits = |a: &Range<usize>, b: &Range<usize>| a.start == 0 || b.start == 0;
    let is_same =
        |(a, x): &(Range<usize>, String)| theirs.iter().any(|(b, y)| x == y && fits(a, b));
    if own.iter().any(is_same) {
        return if listed.garbled {
            Likeness::Slips
        } else {
            Likeness::Same
        };
    }
    let whole = &arxiv.words;
    if own
        .iter()
        .any(|(part, _)| slipped(&listed.words[part.clone()], whole))
    {
        return Likeness::Slips;
    }
    let nickname = nickname(listed).filter(|n| Some(n) == nickname(arxiv).as_ref());
    let (a, b) = (&listed.words, &arxiv.words);
    let similar = nickname.is_some() || alike(a, b) || mostly_alike(a, b);
    if similar {
        Likeness::Similar
    } else {
        Likeness::Different
    }
}

fn with_text(title: &Title, parts: Vec<Range<usize>>) -> Vec<(Range<usize>, String)> {
    let text = |part: Range<usize>| (part.clone(), title.concat(&part));
    parts.into_iter().map(text).collect()
}

/// Whether titles share no word that says something.
pub fn shares_nothing(a: &Title, b: &Title) -> bool {
    common(&stems(&a.words), &stems(&b.words)) == 0
}

/// Whether words tell one part of a work from another: `II`, `Part 2`.
fn is_part(words: &[String]) -> bool {
    let is_word = |w: &str| matches!(w, "part" | "volume" | "vol" | "chapter" | "paper");
    match words {
        [] => false,
        [first] => is_numeral(first),
        [first, second, ..] => is_word(first) && is_numeral(second) || is_roman(first),
    }
}

fn is_numeral(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit()) || is_roman(word)
}

fn is_roman(word: &str) -> bool {
    matches!(
        word,
        "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix" | "x"
    )
}

/// Words in which a slip of letters is told from another word are as long as this.
const LONG_WORD: usize = 5;

/// Whether titles are the same but for slips of letters: no word more, less or replaced, and the
/// numbers equal.
fn slipped(a: &[String], b: &[String]) -> bool {
    let is_close = |(x, y): (&String, &String)| {
        let long = x.chars().count().min(y.chars().count()) >= LONG_WORD;
        x == y || long && strsim::damerau_levenshtein(x, y) <= x.chars().count() / 4
    };
    let slips = a.iter().zip(b).filter(|(x, y)| x != y).count();
    a.len() == b.len() && slips <= 2 && a.iter().zip(b).all(is_close)
}

/// Whether a command puts an accent on mathematics, so that it is no word of its own.
fn is_accent(command: &str) -> bool {
    matches!(
        command,
        "hat"
            | "tilde"
            | "bar"
            | "vec"
            | "dot"
            | "ddot"
            | "check"
            | "breve"
            | "acute"
            | "grave"
            | "mathring"
            | "widehat"
            | "widetilde"
            | "overline"
            | "underline"
    )
}

/// Titles longer than this (in bytes) are not laid side by side letter by letter.
const LONGEST: usize = 1_000;

/// Half of all words are common (more of few words), or one title is part of the other, or letter
/// by letter they are close.
fn alike(a: &[String], b: &[String]) -> bool {
    let common = common(a, b);
    let shorter = a.len().min(b.len());
    let (a_text, b_text) = (a.join(" "), b.join(" "));
    let union = a.len() + b.len() - common;
    let half = 2 * common >= union && common >= 4 || 10 * common >= 6 * union && union > 0;
    half || common == shorter && shorter >= 3
        || a_text.len().max(b_text.len()) <= LONGEST
            && strsim::normalized_levenshtein(&a_text, &b_text) >= 0.8
}

/// Long titles: six words that say something are common, and most of the shorter title. Endings do
/// not count.
fn mostly_alike(a: &[String], b: &[String]) -> bool {
    let (a, b) = (stems(a), stems(b));
    let common = common(&a, &b);
    common >= 6 && 5 * common >= 3 * a.len().min(b.len())
}

/// The words that say something, without their endings.
fn stems(words: &[String]) -> Vec<String> {
    const LITTLE: [&str; 19] = [
        "a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "on", "the",
        "to", "toward", "towards", "using", "with",
    ];
    let stem = |w: &String| w.chars().take(6).collect();
    let words = words.iter().filter(|w| !LITTLE.contains(&w.as_str()));
    words.map(stem).collect()
}

/// What a paper calls its work in front of a colon, where that is no plain word: `LLaVA-1.5`,
/// `MobILE 2`.
fn nickname(title: &Title) -> Option<String> {
    let end = (1..title.gaps.len().min(6)).find(|&i| title.gaps[i].colon)?;
    let name = title.words[..end].concat();
    (end > 1 || name.chars().any(|c| c.is_ascii_digit()) || name.len() >= 5).then_some(name)
}

/// How many words the two have in common, repeats counted.
fn common(a: &[String], b: &[String]) -> usize {
    let mut rest: HashMap<&str, usize> = HashMap::new();
    for word in b {
        *rest.entry(word).or_insert(0) += 1;
    }
    let mut is_left = |word: &&String| match rest.get_mut(word.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    a.iter().filter(&mut is_left).count()
}

/// The difference of a title that is the same but for slips, or mostly the same. It has edits where
/// the title's place holds nothing else.
pub fn difference(doc: &Document<'_>, entry: &Entry, arxiv: &str) -> Option<Difference> {
    let is_plain = |token: &Token| match &token.kind {
        Kind::Open(pair) | Kind::Close(pair) => !pair.mark.is_markup(),
        Kind::Aside(_) | Kind::Break => false,
        _ => true,
    };
    let holds_more = |value: &&Value| !shown::read(doc, value).list.iter().all(is_plain);
    let anew = |value: &Value| Edit {
        span: value.span.clone(),
        text: escape::whole(arxiv, value.writing),
    };
    let unexplained = entry.titles().any(|value| holds_more(&value));
    Some(Difference {
        field: Field::Title,
        kind: super::Kind::Correct,
        at: entry.title.span.start,
        before: Some(entry.title.text(doc)),
        after: arxiv.to_owned(),
        note: None,
        unexplained: unexplained.then(|| "its place holds more than the title".to_owned()),
        edits: Some(match unexplained {
            true => Vec::new(),
            false => entry.titles().map(anew).collect(),
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::entry::Writing;
    use crate::list::field;

    #[track_caller]
    fn check(listed: &str, arxiv: &str, expected: Likeness) {
        let list = Title::of(&field::read(listed, 0..listed.len(), Writing::Markdown));
        let arxiv = Title::of(&field::plain(arxiv));
        assert_eq!(compare(&list, &arxiv), expected, "{listed}");
    }

    #[test]
    fn what_lists_put_around_leaves_a_title_the_same() {
        const TITLE: &str = "Seeing Bees: A Study of Motion in Large Hives";
        for listed in [
            "Seeing bees: a study of motion in large hives",
            "Seeing Bees - A Study of Motion in Large Hives!!",
            "🐝 **Seeing Bees**: A Study of Motion in Large Hives.",
            "3. Seeing Bees: A Study of Motion in Large Hives",
            "[CVPR '24] Seeing Bees: A Study of Motion in Large Hives",
            "BEE-2: Seeing Bees: A Study of Motion in Large Hives",
            "Seeing Bees: A Study of Motion in Large Hives (BEE-2, oral)",
            "Seeing Bees",
            "A Study of Motion in Large Hives",
            "[Review](https://x.org) [Seeing Bees: A Study of Motion in Large Hives](https://y.org)",
            "Abel, A. (2024). Seeing Bees: A Study of Motion in Large Hives. ICML",
            "Seeing Bees: A Study of Motion in Large Hives\n:AUTHOR: Ada Abel",
        ] {
            check(listed, TITLE, Likeness::Same);
        }
        check(
            "Who Moved My Heron?",
            "\"Who Moved My Heron?\": On Habits",
            Likeness::Same,
        );
        check(
            "ItôBird Walks",
            r"It$\hat{\text{o}}$Bird Walks",
            Likeness::Same,
        );
        check("Auto-Encoding Bayes", "Autoencoding Bayes", Likeness::Same);
    }

    #[test]
    fn companion_papers_are_not_the_same() {
        for (listed, arxiv) in [
            (
                "Counting Bees in Large Hives II",
                "Counting Bees in Large Hives",
            ),
            (
                "Counting Bees in Large Hives",
                "Counting Bees in Large Hives: Part II",
            ),
            (
                "Counting Bees in Large Hives I",
                "Counting Bees in Large Hives II",
            ),
            (
                "Counting Bees in Large Hives (II)",
                "Counting Bees in Large Hives",
            ),
            (
                "Counting Bees in Small Hives",
                "Counting Bees in Large Hives",
            ),
            (
                "Counting Bees: A Study of Hives",
                "Counting Ants: A Study of Hives",
            ),
            (
                "Not Counting Bees in Large Hives",
                "Counting Bees in Large Hives",
            ),
            (
                "Counting Bees in Hives with 3 Eyes",
                "Counting Bees in Hives with 2 Eyes",
            ),
        ] {
            check(listed, arxiv, Likeness::Similar);
        }
    }

    #[test]
    fn slips_and_other_titles() {
        check(
            "Drawing with a SEED Tokenize",
            "Drawing with a SEED Tokenizer",
            Likeness::Slips,
        );
        check("Drawnig with Seeds", "Drawing with Seeds", Likeness::Slips);
        check("PoincarÃ© Maps", "Poincaré Maps", Likeness::Slips);
        check(
            "A Study of Bees",
            "Quantum Error Correction",
            Likeness::Different,
        );
        check("", "Quantum", Likeness::Different);
        check(
            "Bees: Hives at Scale",
            "Bees: Rethinking Honey",
            Likeness::Different,
        );
        check(
            "Robust Counting of Flying Insects in Crowded Hives with Graph Models",
            "Graph Models for Counting Flying Insects: Robustly into Crowded Rooms",
            Likeness::Similar,
        );
    }
}
