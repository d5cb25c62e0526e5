//! The edits that make an author line say what arXiv says, in the line's own form. Decides nothing
//! about the paper.

use super::author_line::Line;
use super::items;
use crate::list::edit::{Edit, EditSet};
use crate::list::entry::Writing;
use crate::list::escape;
use crate::text::names::compare::NameHunk;
use crate::text::names::form::{Form, Order};
use std::ops::Range;

impl Line<'_> {
    /// The edits for all differences.
    pub fn edits(&self, arxiv: &[String], fallback: &Form) -> Vec<Edit> {
        let form = self.form(fallback);
        let c = self.comparison;
        if c.hunks.is_empty() {
            return self.closing(&form);
        }
        // Where only the first name is inverted, another first name turns two of them round.
        let turns = |h: &NameHunk| h.old.start == 0 && h.old.len() != h.new.len();
        let turned = form.order == Order::FirstInverted && c.hunks.iter().any(turns);
        if 2 * c.matched < self.len() || c.matched == 0 || turned {
            return self.whole(arxiv, &form);
        }
        let hunks = c.hunks.iter();
        let mut edits: Vec<Edit> = hunks.flat_map(|h| self.hunk(h, arxiv, &form)).collect();
        if self.cut.et_al.is_some() && self.shows_all(arxiv) {
            if form.last_separator != form.separator {
                return self.whole(arxiv, &form);
            }
            edits.extend(self.closing(&form));
        }
        // Two hunks beside one name may both claim the separator between them.
        match EditSet::new(self.source, edits.clone()) {
            Ok(_) => edits,
            Err(_) => self.whole(arxiv, &form),
        }
    }

    /// The edit that writes all names anew.
    fn whole(&self, arxiv: &[String], form: &Form) -> Vec<Edit> {
        let text = match self.writing {
            Writing::YamlList(_) => {
                items::write(&items::named(arxiv, form), self.writing, &form.separator)
            }
            _ => {
                let write = |n: &String| escape::part(n, self.writing);
                form.write(&arxiv.iter().map(write).collect::<Vec<_>>())
            }
        };
        let end = self.span.1 - usize::from(!text.ends_with('.') && self.ends_a_sentence());
        vec![edit(self.span.0..end, &text)]
    }

    /// Whether the edited line has all names.
    fn shows_all(&self, arxiv: &[String]) -> bool {
        let (mut n, mut gone) = (self.len(), 0);
        for h in &self.comparison.hunks {
            n += h.new.len();
            gone += h.old.len();
        }
        n - gone == arxiv.len()
    }

    /// The edits that take out an `et al.` behind all authors.
    fn closing(&self, form: &Form) -> Vec<Edit> {
        let n = self.len();
        let (Some(et_al), Some(last)) = (&self.cut.et_al, self.comparison.reading.names.last())
        else {
            return Vec::new();
        };
        let stop = usize::from(et_al.end == self.span.1 && self.ends_a_sentence());
        let mut edits = vec![edit(last.extent.end..et_al.end - stop, "")];
        if n >= 2 && form.last_separator != form.separator {
            edits.push(edit(self.separator(n - 1), &form.last_separator));
        }
        edits
    }

    /// Whether the last initial's stop is also that of a sentence (`Hoen, Philipp A. "Of Owls."`),
    /// and has to stay.
    fn ends_a_sentence(&self) -> bool {
        let (value, behind) = self.source[self.span.0..].split_at(self.span.1 - self.span.0);
        let begins = |c: char| c.is_alphanumeric() || "\"“'‘*[".contains(c);
        value.ends_with('.') && behind.starts_with(' ') && behind[1..].starts_with(begins)
    }

    fn hunk(&self, h: &NameHunk, arxiv: &[String], form: &Form) -> Vec<Edit> {
        let written = |k: usize| match self.writing {
            // Quotes go around the whole name.
            Writing::YamlList(_) => escape::part(&form.name(&arxiv[k], k), self.writing),
            _ => form.name(&escape::part(&arxiv[k], self.writing), k),
        };
        let new: Vec<String> = h.new.clone().map(written).collect();
        let names = &self.comparison.reading.names;
        if h.old.is_empty() {
            return self.insertion(h.old.start, &new, form);
        }
        if h.new.is_empty() {
            return self.deletion(&h.old, form);
        }
        if h.old.len() == h.new.len() {
            let pairs = h.old.clone().zip(h.new.clone());
            let respelt = |(i, k): (usize, usize)| edit(names[i].span.clone(), &written(k));
            return pairs.map(|p| respelt(p).shrunk(self.source)).collect();
        }
        let span = names[h.old.start].extent.start..names[h.old.end - 1].extent.end;
        vec![edit(span, &new.join(&form.separator))]
    }

    /// Puts names before name `i`, or behind the last one.
    fn insertion(&self, i: usize, new: &[String], form: &Form) -> Vec<Edit> {
        let text = new.join(&form.separator);
        let names = &self.comparison.reading.names;
        let at = |at: usize, text: String| edit(at..at, &text);
        if i == 0 {
            // A first name that was written inverted stays so; the others of its kind follow.
            let separator = if self.len() == 1 && self.cut.et_al.is_none() {
                &form.last_separator
            } else {
                &form.separator
            };
            return vec![at(names[0].extent.start, format!("{text}{separator}"))];
        }
        if i < self.len() {
            return vec![at(
                names[i - 1].extent.end,
                format!("{}{text}", form.separator),
            )];
        }
        let end = names[i - 1].extent.end;
        if self.cut.et_al.is_some() || form.last_separator == form.separator || i == 1 {
            let separator = if self.cut.et_al.is_some() {
                &form.separator
            } else {
                &form.last_separator
            };
            return vec![at(end, format!("{separator}{text}"))];
        }
        let Some((last, head)) = new.split_last() else {
            return Vec::new();
        };
        let middle: String = head
            .iter()
            .flat_map(|n| [&form.separator, n])
            .map(String::as_str)
            .collect();
        vec![
            edit(self.separator(i - 1), &form.separator),
            at(end, format!("{middle}{}{last}", form.last_separator)),
        ]
    }

    /// Takes names out, with one separator.
    fn deletion(&self, old: &Range<usize>, form: &Form) -> Vec<Edit> {
        let names = &self.comparison.reading.names;
        if old.end < self.len() {
            return vec![edit(
                names[old.start].extent.start..names[old.end].extent.start,
                "",
            )];
        }
        let behind = names[old.start - 1].extent.end..names[old.end - 1].extent.end;
        let mut edits = vec![edit(behind, "")];
        if old.start >= 2 && form.last_separator != form.separator && self.cut.et_al.is_none() {
            edits.push(edit(self.separator(old.start - 1), &form.last_separator));
        }
        edits
    }
}

fn edit(span: Range<usize>, text: &str) -> Edit {
    let text = text.to_owned();
    Edit { span, text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::glyph::Glyphs;
    use crate::text::names::{compare::compare, person::Person, split::split};

    const FOUR: [&str; 4] = ["Ada Abel", "Bo Bell", "Cy Cole", "Di Dorn"];

    /// The authors end where ` "` begins.
    fn check_against(line: &str, arxiv: &[&str], expected: &str) {
        let source = line;
        let line = line.find(" \"").map_or(line, |end| &line[..end]);
        let persons: Vec<Person> = arxiv.iter().map(|n| Person::new(n)).collect();
        let names: Vec<String> = arxiv.iter().map(|&n| n.into()).collect();
        let cut = split(&Glyphs::plain(line));
        let comparison = compare(&cut, &persons);
        let line_of = Line {
            source,
            span: (0, line.len()),
            writing: Writing::Markdown,
            cut: &cut,
            comparison: &comparison,
        };
        let set = EditSet::new(source, line_of.edits(&names, &Form::default())).unwrap();
        assert_eq!(set.apply(source), expected, "{source}");
    }

    fn check(line: &str, expected: &str) {
        check_against(line, &FOUR, expected);
    }

    #[test]
    fn a_line_without_a_known_name_keeps_its_sentence() {
        let line = |authors: &str| format!("{authors} \"**Of Owls**.\"");
        let written = line("Ada Abel.");
        check_against(&line("Hoen, Philipp A."), &["Ada Abel"], &written);
        check_against("Hoen, Philipp A.", &["Ada Abel"], "Ada Abel");
    }

    #[test]
    fn missing_names_come_in_the_lines_own_form() {
        check(
            "Ada Abel, Cy Cole, Di Dorn",
            "Ada Abel, Bo Bell, Cy Cole, Di Dorn",
        );
        check(
            "Bo Bell; Cy Cole; Di Dorn.",
            "Ada Abel; Bo Bell; Cy Cole; Di Dorn.",
        );
        check(
            "Ada Abel, Bo Bell and Cy Cole",
            "Ada Abel, Bo Bell, Cy Cole and Di Dorn",
        );
        check(
            "Ada Abel, Bo Bell and Di Dorn",
            "Ada Abel, Bo Bell, Cy Cole and Di Dorn",
        );
        check(
            "Ada Abel,Bo Bell,Cy Cole",
            "Ada Abel,Bo Bell,Cy Cole,Di Dorn",
        );
        check(
            "Abel, Ada and Bell, Bo and Dorn, Di",
            "Abel, Ada and Bell, Bo and Cole, Cy and Dorn, Di",
        );
        check(
            "Ada Abel, Bo Bell*, Cy Cole",
            "Ada Abel, Bo Bell*, Cy Cole, Di Dorn",
        );
        check(
            "Ada Abel, Cy Cole et al.",
            "Ada Abel, Bo Bell, Cy Cole et al.",
        );
    }

    #[test]
    fn inverted_names_are_added_as_such() {
        check(
            "Abel, Ada, and Bo Bell",
            "Abel, Ada, Bo Bell, Cy Cole, and Di Dorn",
        );
        check(
            "Bell, Bo, Ada Abel, Cy Cole, and Di Dorn",
            "Abel, Ada, Bo Bell, Cy Cole, and Di Dorn",
        );
        check(
            "Abel, A., Bell, B. and Cole, C.",
            "Abel, A., Bell, B., Cole, C. and Dorn, D.",
        );
    }

    #[test]
    fn names_that_are_too_many_go_with_one_separator() {
        check(
            "Ada Abel, Xi Xu, Bo Bell, Cy Cole, Di Dorn",
            "Ada Abel, Bo Bell, Cy Cole, Di Dorn",
        );
        check(
            "Ada Abel, Bo Bell, Cy Cole, Di Dorn and Xi Xu.",
            "Ada Abel, Bo Bell, Cy Cole and Di Dorn.",
        );
    }

    #[test]
    fn a_misspelt_name_is_one_word() {
        check(
            "Ada Abel, Bo Blel, **Cy Cole**, Di Dorn",
            "Ada Abel, Bo Bell, **Cy Cole**, Di Dorn",
        );
        check(
            "Cy Cole, Bo Bell, Ada Abel, Di Dorn",
            "Ada Abel, Bo Bell, Cy Cole, Di Dorn",
        );
        check_against(
            "Able, Ada, and Bo Bell",
            &FOUR[..2],
            "Abel, Ada, and Bo Bell",
        );
        check_against(
            "Piotr Dollar, Ada Abel",
            &["Piotr Dollár", "Ada Abel"],
            "Piotr Dollár, Ada Abel",
        );
    }

    #[test]
    fn et_al_goes_where_nobody_is_left() {
        check_against("Ada Abel et al.", &FOUR[..1], "Ada Abel");
        let line = "Ada Abel<sup>1</sup>, Bo Bell<sup>2</sup> et.al.";
        check_against(
            line,
            &FOUR[..2],
            "Ada Abel<sup>1</sup>, Bo Bell<sup>2</sup>",
        );
        check_against(
            "Abel, Ada, et al. \"**T**.\"",
            &FOUR[..1],
            "Abel, Ada. \"**T**.\"",
        );
    }

    #[test]
    fn somebody_elses_authors_are_replaced() {
        check(
            "Xi Xu; Yo Yu; Zo Zhu.",
            "Ada Abel; Bo Bell; Cy Cole; Di Dorn.",
        );
        check("X. Xu et al.", "Ada Abel et al.");
        check(
            "Xi Xu and Ada Abel",
            "Ada Abel, Bo Bell, Cy Cole and Di Dorn",
        );
    }
}
