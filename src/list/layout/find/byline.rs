//! Does a text look like people's names, and where do they end? Judges by form; knows no paper and
//! no person.

use super::name::{is_acronym, is_full, is_name, is_odd, trails};
use super::split::{self, ListedName};
use crate::list::document::{Document, InlineKind};
use crate::list::entry::Value;
use crate::list::layout::vocabulary::VENUES;
use crate::text::glyph::Glyph;
use crate::text::{entity, tex};
use std::ops::Range;

/// Names at the beginning of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct People {
    /// The bytes from the first name to the last, `et al.` and marks included.
    pub span: Range<usize>,
    /// Whether there is hardly any doubt; else the value's place has to speak for it.
    pub sure: bool,
    /// Whether initials stand behind the family names (`Abel A B`): compared, they would be taken
    /// for other people's.
    pub trailing: bool,
}

/// The names with which a value begins, where what stands behind them is none: a venue, a year, a
/// note.
pub fn people(doc: &Document<'_>, value: &Value) -> Option<People> {
    let glyphs = value.glyphs(doc);
    let folded = entity::fold(&glyphs);
    let line = tex::fold(&folded);
    let cut = split::split(&line);
    let row = Row::read(&line.list, &cut.names, cut.et_al.is_some());
    let found = row.judge(cut.et_al)?;
    let end = found
        .end
        .map_or(value.span.end, |at| with_marks(doc, value, at));
    let people = People {
        span: value.span.start..end,
        sure: found.sure,
        trailing: 2 * row.trailing > row.names,
    };
    (!go_on(doc, value, end)).then_some(people)
}

/// Whether names end only as far as they can be read: behind a separator stands another one, in a
/// link, or behind an asterisk that Markdown takes for the end of italics. They are not all, so
/// nothing can be said of them.
fn go_on(doc: &Document<'_>, value: &Value, end: usize) -> bool {
    const MARKS: &[char] = &['*', '_', '~', '[', ' ', '\t', '†', '‡', '§', '\u{a0}'];
    let rest = doc.source.get(end..doc.blocks[value.block].span.end);
    let line = rest
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default();
    let line = line.trim_start_matches(MARKS);
    let more = line.strip_prefix([',', ';', '，', '、', '；', '&']);
    let more = more.or_else(|| line.strip_prefix("and "));
    let more = more.unwrap_or_default().trim_start_matches(MARKS);
    let more = more.strip_prefix("and ").unwrap_or(more);
    let stop = more.find([',', ';', '(', ']', '[', '*', '|', '—', '<', '^', '，', '、']);
    let next = more[..stop.unwrap_or(more.len())].trim();
    let next = next.split(" and ").next().unwrap_or_default();
    // A name may have lost its capital.
    let mut letters = next.chars();
    let capital: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    next.contains(' ') && is_name(&(capital + letters.as_str()))
}

/// The names that a value consists of.
pub fn only_people(doc: &Document<'_>, value: &Value) -> Option<People> {
    let found = people(doc, value)?;
    let behind = &doc.source[found.span.end..value.span.end];
    is_closing(behind).then_some(found)
}

/// Names at the beginning of a line; `end` is `None` where all of the line is names.
struct Found {
    end: Option<usize>,
    sure: bool,
}

/// What stands between a line's separators, as far as it looks like names.
struct Row<'a> {
    line: &'a [Glyph],
    /// How many pieces there are, how many of the first ones are names, and how many of these have
    /// two words.
    pieces: usize,
    names: usize,
    full: usize,
    /// How many pieces behind the first that is no name are names of two words.
    later: usize,
    /// How many names have their initials behind the family name, without stops: `Abel A B`.
    trailing: usize,
    /// Whether the last piece is a name.
    ends: bool,
    /// Where the last of the first names ends.
    end: usize,
}

impl<'a> Row<'a> {
    fn read(line: &'a [Glyph], listed: &[ListedName], is_cut: bool) -> Self {
        let mut row = Self {
            line,
            pieces: listed.len(),
            names: 0,
            full: 0,
            later: 0,
            trailing: 0,
            ends: false,
            end: 0,
        };
        let (mut at, mut open) = (0, true);
        for (i, name) in listed.iter().enumerate() {
            let between = slice(line, &mut at, &(row.end..name.extent.start));
            // A year between two pieces is no name, so it is no piece either.
            open &= row.names == 0 || !between.iter().any(|g| g.c.is_ascii_digit());
            // `Ada Abel and …`, `… et al.`
            let must_be = row.names > 0 && between.iter().any(|g| matches!(g.c, 'd' | '&'))
                || is_cut && i + 1 == listed.len();
            let glyphs = slice(line, &mut at, &name.span);
            let text: String = glyphs.iter().map(|g| g.c).collect();
            row.ends = is_name(&text) && dash(&text).is_none() || must_be && is_odd(&text);
            if row.ends && open {
                row.names += 1;
                row.full += usize::from(is_full(&text));
                row.trailing += usize::from(trails(&text));
                let note = slice(line, &mut at, &(name.span.end..name.extent.end));
                let is_note =
                    note.iter().any(|g| g.c.is_ascii_digit()) && note.iter().any(|g| g.c == '(');
                row.end = if is_note {
                    name.span.end
                } else {
                    name.extent.end
                };
            } else if open {
                open = false;
                let head = before_dash(&text).or_else(|| sentence(&text));
                let head = head.or_else(|| before_venue(&text));
                // The stop of `Bo B. Bell` ends no sentence, unless initials stand behind all
                // names.
                if let Some(head) =
                    head.filter(|h| !trails(h) || row.names > 0 && row.trailing == row.names)
                {
                    row.names += 1;
                    row.full += usize::from(is_full(head));
                    row.trailing += usize::from(trails(head));
                    row.end = glyphs[head.chars().count() - 1].end;
                }
            } else {
                row.later += usize::from(row.ends && is_full(&text));
            }
        }
        row
    }

    fn judge(&self, et_al: Option<Range<usize>>) -> Option<Found> {
        // One name of many may be written as nobody else's.
        let most = 10 * (self.names + self.later) >= 6 * self.pieces;
        if let Some(et_al) = et_al {
            let all = is_closing(&self.behind(et_al.end));
            let end = (!all).then_some(et_al.end);
            let sure = self.names == self.pieces && self.names > 0;
            return (sure || most).then_some(Found { end, sure });
        }
        if self.names == 0 {
            return None;
        }
        let behind = self.behind(self.end);
        let all = is_closing(&behind);
        if all || self.later == 0 && is_venue(&behind) {
            let is_lone_word = self.names == 1 && self.full == 0;
            // `Abel, Ada, and Bo Bell`
            let first_inverted = self.names >= 3 && self.full + 2 >= self.names;
            let sure = self.names >= 2 && 2 * self.full >= self.names || first_inverted;
            let end = (!all).then_some(self.end);
            return (!is_lone_word).then_some(Found { end, sure });
        }
        (most && self.ends).then_some(Found {
            end: None,
            sure: false,
        })
    }

    fn behind(&self, at: usize) -> String {
        let from = self.line.partition_point(|g| g.start < at);
        self.line[from..].iter().map(|g| g.c).collect()
    }
}

/// The glyphs of some bytes, which begin behind all that were asked for before.
fn slice<'a>(line: &'a [Glyph], at: &mut usize, span: &Range<usize>) -> &'a [Glyph] {
    while line.get(*at).is_some_and(|g| g.start < span.start) {
        *at += 1;
    }
    let from = *at;
    while line.get(*at).is_some_and(|g| g.end <= span.end) {
        *at += 1;
    }
    &line[from..*at]
}

/// In bytes.
const LONGEST_NAME: usize = 120;

/// Where a dash stands that is no hyphen.
fn dash(text: &str) -> Option<usize> {
    let is_free = |(i, dash): &(usize, &str)| {
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !joins(text[..*i].chars().next_back()) && !joins(text[i + dash.len()..].chars().next())
    };
    let found = text.match_indices(['–', '—']).find(is_free);
    found.map(|(i, _)| i)
}

/// The name in front of a dash: `Tamara L. Bell — ICML 2021`.
fn before_dash(text: &str) -> Option<&str> {
    let head = text[..dash(text)?].trim_end();
    is_name(head).then_some(head)
}

/// The names in front of a sentence's end: `Bo Bell. ICML` is `Bo Bell`,
/// `De Schutter B. Innovations in …` `De Schutter B`.
fn sentence(text: &str) -> Option<&str> {
    let ends = text
        .match_indices(['.', '\n'])
        .map(|(i, _)| i)
        .take_while(|i| *i < LONGEST_NAME);
    let ends: Vec<usize> = ends.collect();
    let blank =
        |i: &usize| text[i + 1..].starts_with(char::is_whitespace) || text[*i..].starts_with('\n');
    ends.into_iter()
        .rev()
        .filter(blank)
        .map(|i| text[..i].split(" (").next().unwrap_or_default())
        .find(|head| is_name(head))
}

/// The name in front of a venue and its year: `Jiaya Jia ICCV 2021`.
fn before_venue(text: &str) -> Option<&str> {
    let starts = text.match_indices(' ').map(|(i, _)| i);
    let is_venue_here = |at: &usize| {
        let mut words = text[*at..].split_whitespace();
        words
            .next()
            .is_some_and(|w| is_acronym(w) || VENUES.contains(&w.to_lowercase().as_str()))
            && words
                .next()
                .is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()))
    };
    let head = starts
        .filter(is_venue_here)
        .map(|at| text[..at].trim_end())
        .next()?;
    is_name(head).then_some(head)
}

/// Whether a text behind names is none: it has a year in it, or begins with a venue.
fn is_venue(text: &str) -> bool {
    let first = text
        .split(|c: char| !c.is_alphanumeric())
        .find(|w| !w.is_empty());
    if text.trim_start_matches(['.', ',', ' ']).starts_with('(') {
        return true;
    }
    let names_one = |w: &str| VENUES.contains(&w.to_lowercase().as_str()) || is_acronym(w);
    text.contains(|c: char| c.is_ascii_digit()) || first.is_some_and(names_one)
}

fn is_closing(text: &str) -> bool {
    !text.contains(char::is_alphanumeric)
}

/// The end of names with the closing marks and tags behind it, of those that open within the names.
fn with_marks(doc: &Document<'_>, value: &Value, end: usize) -> usize {
    let block = &doc.blocks[value.block];
    let mut end = end;
    for piece in doc.inlines(block, &value.span) {
        let is_around = piece.span.start < end && end < piece.span.end;
        let closes = || {
            doc.source[end..piece.span.end]
                .chars()
                .all(|c| "*_~".contains(c))
        };
        let is_mark = matches!(piece.kind, InlineKind::Open(_)) && is_around && closes();
        let is_tag = piece.kind == InlineKind::Html
            && piece.span.start == end
            && doc.source[end..].starts_with("</");
        if is_mark || is_tag {
            end = piece.span.end;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::entry::Writing;

    /// The names with which a line begins, and whether they are sure.
    fn check(line: &str, expected: Option<(&str, bool)>) {
        let doc = Document::parse(line);
        let value = Value {
            span: doc.blocks[0].span.clone(),
            block: 0,
            writing: Writing::Markdown,
        };
        let found = people(&doc, &value);
        let found = found.as_ref().map(|p| (&line[p.span.clone()], p.sure));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn names_in_their_forms() {
        for line in [
            "Ada Abel, Bo Bell",
            "Ada Abel; Bo de la Cruz; C. Dorn.",
            "Abel, A., Bell, B. C.",
            "Ada Abel^1,2, **Bo Bell**\\* and Cy Cole<sup>3</sup>",
            "Abel et al.",
            "Abel, Ada, et al",
            "王小明, 李四",
            "Ada–Ann Abel, Bo Bell",
            "Ada Abel, Bo Bell, and for the RBC",
            "Ada Abel and Bo Bell for the Net Collaboration",
        ] {
            check(line, Some((line, true)));
        }
        check("Ada Abel", Some(("Ada Abel", false)));
        check(
            "Ada Abel, Bo Bell, 01.AI, Cy Cole",
            Some(("Ada Abel, Bo Bell, 01.AI, Cy Cole", false)),
        );
    }

    #[test]
    fn what_stands_behind_names_is_none() {
        check(
            "Ada Abel, Bo Bell. *ICML 2021*",
            Some(("Ada Abel, Bo Bell", true)),
        );
        check(
            "Ada Abel and Bo B. Bell. NeurIPS, 2024.",
            Some(("Ada Abel and Bo B. Bell", true)),
        );
        check(
            "Abel A, De Bell B. Innovations in systems-1. Springer, 2010",
            Some(("Abel A, De Bell B", true)),
        );
        check(
            "Ada Abel, **Bo Bell**. ICML",
            Some(("Ada Abel, **Bo Bell**", true)),
        );
        check(
            "Ada Abel and Bo Bell, Arxiv 2023",
            Some(("Ada Abel and Bo Bell", true)),
        );
        check(
            "Ada Abel, Bo Bell, 2020.",
            Some(("Ada Abel, Bo Bell", true)),
        );
        check(
            "Ada Abel, Bo Bell (*ATC 2021*)",
            Some(("Ada Abel, Bo Bell", true)),
        );
        check(
            "Ada Abel, Bo B. Bell — ICML 2021",
            Some(("Ada Abel, Bo B. Bell", true)),
        );
        check(
            "*Ada Abel, Bo B. Bell* – ICML 2021",
            Some(("*Ada Abel, Bo B. Bell*", true)),
        );
        check(
            "Ada Abel (MIT), Bo B. Bell (Google Research)\nICML 2021 (Oral)",
            Some(("Ada Abel (MIT), Bo B. Bell", true)),
        );
        check("Ada Abel, Bo B. Bell of Nets", None);
        check("Ada Abel, bo Bell and Cy Cole. ICML, 2021.", None);
        check("Ada Abel et al. arXiv.", Some(("Ada Abel et al.", true)));
        check("Abel et al., CGF 2021", Some(("Abel et al.", true)));
    }

    #[test]
    fn what_is_no_name() {
        for line in [
            "OpenAI",
            "VLDB 2020",
            "In Proceedings of the 18th Conference",
            "Stanford University",
            "Machine Learning, Computer Vision",
            "A stateful platform.",
            "Keyword: Safety, Alignment",
            "ICRA, 2021",
        ] {
            check(line, None);
        }
    }
}
