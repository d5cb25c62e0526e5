//! A field's text while several edits are made one after the other, which in the end are edits of
//! the text as it was read.

use crate::list::edit::Edit;
use std::ops::Range;

/// A text, partly its own and partly new.
pub(super) struct Draft<'a> {
    original: &'a str,
    /// Where it stands in the list.
    at: usize,
    segments: Vec<Segment>,
}

enum Segment {
    Kept(Range<usize>),
    New(String),
}

impl<'a> Draft<'a> {
    /// The text that stands at a byte of the list.
    pub fn new(original: &'a str, at: usize) -> Self {
        Self {
            original,
            at,
            segments: vec![Segment::Kept(0..original.len())],
        }
    }

    /// The text as it is now.
    pub fn text(&self) -> String {
        let part = |s: &Segment| match s {
            Segment::Kept(span) => self.original[span.clone()].to_owned(),
            Segment::New(text) => text.clone(),
        };
        self.segments.iter().map(part).collect()
    }

    /// Makes edits of the text as it is now; its first byte is called `base`. False where they
    /// cross.
    pub fn apply(&mut self, mut edits: Vec<Edit>, base: usize) -> bool {
        edits.sort_by_key(|e| (e.span.start, e.span.end));
        if edits.windows(2).any(|w| w[0].span.end > w[1].span.start) {
            return false;
        }
        let old = std::mem::take(&mut self.segments);
        let mut rest = old.into_iter().rev().collect::<Vec<Segment>>();
        let mut at = base;
        for edit in edits {
            at = self.pass(&mut rest, at, edit.span.start, true);
            at = self.pass(&mut rest, at, edit.span.end, false);
            if !edit.text.is_empty() {
                self.segments.push(Segment::New(edit.text));
            }
        }
        rest.reverse();
        self.segments.append(&mut rest);
        true
    }

    /// Goes on to a byte of the text as it was before; what is passed is kept or left out.
    fn pass(&mut self, rest: &mut Vec<Segment>, mut at: usize, to: usize, keep: bool) -> usize {
        while at < to {
            let Some(segment) = rest.pop() else {
                break;
            };
            let (head, tail) = segment.split(to - at);
            at += head.len();
            if keep {
                self.segments.push(head);
            }
            rest.extend(tail);
        }
        at
    }

    /// The edits of the list as it was read.
    pub fn edits(&self) -> Vec<Edit> {
        let mut out = Vec::new();
        let (mut at, mut new) = (0, String::new());
        let end = Segment::Kept(self.original.len()..self.original.len());
        for segment in self.segments.iter().chain([&end]) {
            match segment {
                Segment::New(text) => new.push_str(text),
                Segment::Kept(span) => {
                    if span.start > at || !new.is_empty() {
                        let text = std::mem::take(&mut new);
                        if self.original[at..span.start] != text {
                            let span = self.at + at..self.at + span.start;
                            out.push(Edit { span, text });
                        }
                    }
                    at = span.end;
                }
            }
        }
        out
    }
}

impl Segment {
    fn len(&self) -> usize {
        match self {
            Self::Kept(span) => span.len(),
            Self::New(text) => text.len(),
        }
    }

    /// Its first bytes, and the others where there are more.
    fn split(self, len: usize) -> (Self, Option<Self>) {
        if self.len() <= len {
            return (self, None);
        }
        match self {
            Self::Kept(span) => {
                let middle = span.start + len;
                let tail = Self::Kept(middle..span.end);
                (Self::Kept(span.start..middle), Some(tail))
            }
            Self::New(mut text) => {
                let tail = text.split_off(len);
                (Self::New(text), Some(Self::New(tail)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(span: Range<usize>, text: &str) -> Edit {
        let text = text.to_owned();
        Edit { span, text }
    }

    #[test]
    fn edits_upon_edits_are_edits_of_the_original() {
        let mut draft = Draft::new("one two three", 100);
        assert!(draft.apply(vec![edit(104..107, "2")], 100));
        assert_eq!(draft.text(), "one 2 three");
        assert!(draft.apply(vec![edit(0..3, "1"), edit(11..11, " 4")], 0));
        assert_eq!(draft.text(), "1 2 three 4");
        assert!(draft.apply(vec![edit(2..3, "TWO")], 0));
        let expected = vec![
            edit(100..103, "1"),
            edit(104..107, "TWO"),
            edit(113..113, " 4"),
        ];
        assert_eq!(draft.edits(), expected);
        assert!(!draft.apply(vec![edit(0..3, "x"), edit(2..4, "y")], 0));
    }
}
