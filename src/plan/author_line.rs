//! An author line as it stands in a list, and how it writes its authors. What differs from arXiv's
//! is `compare`'s, what to do about it `authors`'.

use super::items;
use crate::list::entry::Writing;
use crate::text::names::compare::Comparison;
use crate::text::names::form::Form;
use crate::text::names::split::AuthorLine;
use std::ops::Range;

/// An author line as it stands in a list.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    /// The list's text.
    pub source: &'a str,
    /// The bytes of the value.
    pub span: (usize, usize),
    /// How they write the line.
    pub writing: Writing,
    /// The value, cut.
    pub cut: &'a AuthorLine,
    /// How it compares with arXiv's authors.
    pub comparison: &'a Comparison,
}

impl Line<'_> {
    /// The bytes between name `i - 1` and name `i`.
    pub(super) fn separator(&self, i: usize) -> Range<usize> {
        let names = &self.comparison.reading.names;
        // A link's address reads as text that all of the link stands for, so names can share bytes.
        let start = names[i - 1].extent.end;
        start..names[i].extent.start.max(start)
    }

    pub(super) fn len(&self) -> usize {
        self.comparison.reading.names.len()
    }

    /// How this line writes its authors; what it does not show is taken from `fallback`.
    pub fn form(&self, fallback: &Form) -> Form {
        if let Writing::YamlList(_) = self.writing {
            return self.form_of_items();
        }
        let raw = |i: usize| match self.writing {
            // BibTeX knows no other.
            Writing::Bibtex => Some(" and ".into()),
            _ => plain_separator(&self.source[self.separator(i)]),
        };
        let n = self.len();
        let first = if n >= 3 || n == 2 && self.cut.et_al.is_some() {
            raw(1)
        } else {
            None
        };
        let last = if n >= 2 && self.cut.et_al.is_none() {
            raw(n - 1)
        } else {
            None
        };
        let separator = first.clone().or_else(|| {
            last.clone().filter(|l| {
                self.writing == Writing::Bibtex || !l.contains("and") && !l.contains('&')
            })
        });
        let separator = separator.unwrap_or_else(|| fallback.separator.clone());
        let rest = self.comparison.reading.names.last().map_or("", |l| {
            &self.source[l.extent.end.min(self.span.1)..self.span.1]
        });
        let et_al = self.cut.et_al.as_ref().map(|_| (n, rest.to_owned()));
        let last_separator = last.unwrap_or_else(|| match et_al {
            Some(_) if fallback.separator == separator => fallback.last_separator.clone(),
            _ => separator.clone(),
        });
        Form {
            last_separator,
            separator,
            // A line without a known name does not show it: `Hoen, Philipp A.` may be one name or
            // two.
            order: match self.comparison.matched {
                0 => fallback.order,
                _ => self.comparison.reading.order,
            },
            initials: self.comparison.abbreviates,
            end: if et_al.is_none() && rest.trim() == "." {
                ".".into()
            } else {
                String::new()
            },
            et_al,
            et_al_counts: false,
        }
    }

    /// How this list of items writes its authors: as its first two are separated, or as its only
    /// one stands on its line.
    fn form_of_items(&self) -> Form {
        let separator = match self.len() {
            2.. => self.source[self.separator(1)].to_owned(),
            _ => items::separator(self.source, self.span.0, "", self.writing),
        };
        Form {
            last_separator: separator.clone(),
            separator,
            order: self.comparison.reading.order,
            initials: self.comparison.abbreviates,
            ..Form::default()
        }
    }

    /// All names as the line would have them, for a reader.
    pub fn text(&self, names: &[String], fallback: &Form) -> String {
        let form = self.form(fallback);
        match self.writing {
            Writing::YamlList(_) => items::named(names, &form).join("; "),
            _ => form.write(names),
        }
    }
}

/// A separator as it would be written again, line ends as blanks; `None` where more than that
/// stands between two names.
fn plain_separator(text: &str) -> Option<String> {
    const SIGNS: [char; 8] = [',', ';', '&', '，', '、', '；', '/', '|'];
    let is_plain = text
        .split_whitespace()
        .all(|w| matches!(w.trim_matches(SIGNS), "" | "and"));
    let blank = |yes: bool| if yes { " " } else { "" };
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (head, tail) = (
        text.starts_with(char::is_whitespace),
        text.ends_with(char::is_whitespace),
    );
    (is_plain && !words.is_empty()).then(|| format!("{}{words}{}", blank(head), blank(tail)))
}
