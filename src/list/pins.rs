//! Pins: comments that begin with the program's name and say what of an entry is kept as it is.

use std::ops::Range;

/// How the comments begin that are meant for the program, in any case.
const NAME: &str = "arxsync";

/// What the maintainer pinned: such fields are never edited.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pins {
    /// `<!-- arxsync: keep title -->`, or `keep` alone.
    pub title: bool,
    /// `<!-- arxsync: keep link -->`, or `keep` alone.
    pub link: bool,
    /// `<!-- arxsync: keep authors -->`, or `keep` alone.
    pub authors: bool,
    /// `<!-- arxsync: keep abstract -->`, or `keep` alone.
    pub abstract_: bool,
    /// The first comment that begins with `arxsync` and pins nothing: what it means is not known,
    /// so everything is kept.
    pub unknown: Option<Unknown>,
    /// Where the last comment that it was read from ends, in bytes.
    pub until: usize,
}

/// A comment that begins with `arxsync` and pins nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Where it begins, in bytes.
    pub at: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Why a comment pins nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such pin.
    NoPin,
    /// It stands above the entry and not in it.
    Above,
}

impl Pins {
    /// Reads the pins in some bytes of a text.
    pub fn read(source: &str, within: &Range<usize>) -> Self {
        let mut pins = Self::default();
        pins.add(source, within);
        pins
    }

    /// Adds the pins in some more bytes of the text.
    pub fn add(&mut self, source: &str, within: &Range<usize>) {
        for comment in comments(source, within) {
            self.add_comment(source, &comment);
        }
    }

    /// Keeps everything, as a comment that begins here stands above the entry.
    pub fn keep_below(&mut self, at: usize) {
        let fault = Fault::Above;
        self.keep_all(Unknown { at, fault });
    }

    /// What is kept, and what is wrong with a comment, wherever that stands.
    pub fn says(self) -> ([bool; 4], Option<Fault>) {
        let kept = [self.title, self.link, self.authors, self.abstract_];
        (kept, self.unknown.map(|u| u.fault))
    }

    fn add_comment(&mut self, source: &str, comment: &Range<usize>) {
        self.until = self.until.max(comment.end);
        match fields(&source[comment.clone()]) {
            Some(fields) => {
                let keeps = |field| fields.is_empty() || fields.iter().any(|f| f == field);
                self.title |= keeps("title");
                self.link |= keeps("link");
                self.authors |= keeps("authors");
                self.abstract_ |= keeps("abstract");
            }
            None => self.keep_all(Unknown {
                at: comment.start,
                fault: Fault::NoPin,
            }),
        }
    }

    fn keep_all(&mut self, unknown: Unknown) {
        self.unknown.get_or_insert(unknown);
        (self.title, self.link, self.authors, self.abstract_) = (true, true, true, true);
    }
}

/// The fields that a comment pins, by their names: all where it names none. There are none to tell
/// where it is no pin that exists.
fn fields(comment: &str) -> Option<Vec<String>> {
    let text = comment.strip_prefix("<!--")?;
    let text = text.strip_suffix("-->").unwrap_or(text).trim();
    let text = text.to_ascii_lowercase();
    let words = text.strip_prefix(NAME)?.strip_prefix(':')?;
    let is_blank = |c: char| c == ',' || c.is_whitespace();
    let mut words = words.split(is_blank).filter(|w| !w.is_empty());
    words.next().filter(|first| *first == "keep")?;
    let is_field = |w: &&str| matches!(*w, "title" | "link" | "authors" | "abstract");
    words
        .map(|w| Some(w).filter(is_field).map(str::to_owned))
        .collect()
}

/// The comments in some bytes of a text that begin with the program's name, in order.
pub fn comments<'s>(
    source: &'s str,
    within: &Range<usize>,
) -> impl Iterator<Item = Range<usize>> + 's {
    let mut at = within.start;
    let parts = source[within.clone()].split("<!--");
    let parts = parts.map(move |part| {
        let start = at;
        at += part.len() + "<!--".len();
        (start, part)
    });
    parts.skip(1).filter_map(|(start, part)| {
        let begins = part.trim_start().get(..NAME.len());
        begins.filter(|name| name.eq_ignore_ascii_case(NAME))?;
        let end = part.find("-->").map_or(part.len(), |i| i + "-->".len());
        Some(start - "<!--".len()..start + end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: [bool; 4]) {
        let pins = Pins::read(text, &(0..text.len()));
        assert_eq!(pins.says(), (expected, None), "{text}");
    }

    #[test]
    fn pins_keep_what_they_name() {
        check("a <!-- arxsync: keep --> b", [true; 4]);
        check("<!--arxsync: keep abstract-->", [false, false, false, true]);
        check(
            "<!-- arxsync: keep authors, title -->",
            [true, false, true, false],
        );
        check("<!--\r\narxsync:\r\nkeep\r\n-->", [true; 4]);
        check("<!-- arxsync: keep", [true; 4]);
        check("<!-- keep -->", [false; 4]);
        check("arxsync: keep", [false; 4]);
        check("<!-- see arxsync.toml -->", [false; 4]);
    }

    #[test]
    fn words_are_matched_without_case() {
        check(
            "<!-- ARXSYNC: KEEP ABSTRACT -->",
            [false, false, false, true],
        );
        check(
            "<!-- ArXsync: Keep Authors -->",
            [false, false, true, false],
        );
        check("<!-- Arxsync:KEEP -->", [true; 4]);
    }

    #[test]
    fn what_is_no_pin_keeps_everything_and_is_told() {
        for comment in [
            "<!-- arxsync: keep author -->",
            "<!-- arxsync: KEEP ABTRACT -->",
            "<!-- arxsync keep -->",
            "<!-- ArXsync: ignore -->",
            "<!-- arxsync: -->",
            "<!-- arxsync",
        ] {
            let text = format!("a <!-- b --> {comment}");
            let found = Pins::read(&text, &(1..text.len()));
            let expected = Some(Unknown {
                at: 13,
                fault: Fault::NoPin,
            });
            assert_eq!(found.unknown, expected, "{text}");
            assert_eq!(found.says().0, [true; 4], "{text}");
        }
    }
}
