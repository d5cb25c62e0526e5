//! Where and in which form a missing field is written, learned from the list's other entries.
//! Decides no content.

pub mod given;
pub mod trial;

use super::document::Document;
use super::edit::Edit;
use super::entry::{Content, Entry, Name, Place, Value, Writing};
use super::{escape, raw};
use std::ops::Range;

/// The edit that adds a missing field with this value, as plain text, to an entry, in the form of
/// the nearest entry of its section that has the field, or of another one. Entries that have
/// authors or abstract where this one has them come first: they show the order. `None` where no
/// entry shows a form.
pub fn insertion(
    doc: &Document<'_>,
    entries: &[Entry],
    target: usize,
    name: &Name,
    value: &str,
) -> Option<Edit> {
    let lacks =
        |i: usize, name| entries[target].place(name).is_some() && entries[i].place(name).is_none();
    let by_distance = {
        let mut order: Vec<usize> = (0..entries.len()).filter(|&i| i != target).collect();
        order.sort_by_cached_key(|&i| {
            let lacks = lacks(i, &Name::Authors) || lacks(i, &Name::Abstract);
            let is_elsewhere = entries[i].section != entries[target].section;
            (lacks, is_elsewhere, i.abs_diff(target))
        });
        order
    };
    // A list that writes the field on the title's line shows no form for a line of its own.
    let template = by_distance
        .into_iter()
        .take_while(|&i| !is_on_title_line(&entries[i], name))
        .find_map(|i| Template::of(doc, &entries[i], name, &entries[target]))?;
    let value = escape::whole(value, template.writing);
    let line = format!("{}{value}{}", template.prefix, template.suffix);
    Some(template.put(doc, &entries[target], &line))
}

/// Whether one field stands before another in the nearest entry that has both.
pub fn stands_before(entries: &[Entry], target: usize, first: &Name, second: &Name) -> bool {
    let line = |i: usize, name| entries[i].place(name).map(|p| p.lines.start);
    let both = |i: usize| Some((line(i, first)?, line(i, second)?));
    let nearest = (0..entries.len())
        .filter_map(|i| Some((i.abs_diff(target), both(i)?)))
        .min();
    nearest.is_some_and(|(_, (first, second))| first < second)
}

/// Whether an entry has a field on the line of its title.
fn is_on_title_line(entry: &Entry, name: &Name) -> bool {
    let title = entry.place(&Name::Title).map(|p| &p.lines);
    let field = entry.place(name).map(|p| &p.lines);
    title
        .zip(field)
        .is_some_and(|(t, f)| t.start < f.end && f.start < t.end)
}

/// A label with the container around it, in bytes; longer ones hold text.
const LONGEST_LABEL: usize = 200;

/// How another entry writes the field.
struct Template<'e> {
    prefix: String,
    suffix: String,
    writing: Writing,
    /// Names of the places before the field, the nearest first, and whether a blank line is
    /// between.
    before: Vec<(&'e Name, bool)>,
    /// The name of the place behind it, and whether a blank line is between.
    after: Option<(&'e Name, bool)>,
    /// The hard break at the end of the place before it.
    break_before: &'e str,
}

impl<'e> Template<'e> {
    fn of(doc: &Document<'e>, entry: &'e Entry, name: &Name, target: &Entry) -> Option<Self> {
        let at = entry.places.iter().position(|p| p.name == *name)?;
        let place = &entry.places[at];
        let Content::Shown { value, .. } = &place.content else {
            return None;
        };
        if value.span.is_empty() || !writes_lines(entry, value) || !writes_lines(target, value) {
            return None;
        }
        if follows_other_text(doc, value, &entry.places[..=at]) {
            return None;
        }
        // A value that reaches over its own lines shows no form.
        let prefix = doc.source.get(place.lines.start..value.span.start)?;
        let suffix = doc.source.get(value.span.end..place.lines.end)?;
        // What stands around the value is written again, so it must be form and not content.
        if raw::html(suffix, 0).text().contains(char::is_alphanumeric)
            || prefix.len() > LONGEST_LABEL
        {
            return None;
        }
        let loose = |a: &Place, b: &Place| has_blank_line(doc, a.lines.end..b.lines.start);
        let before = (0..at)
            .rev()
            .map(|i| {
                (
                    &entry.places[i].name,
                    loose(&entry.places[i], &entry.places[i + 1]),
                )
            })
            .collect();
        let line_before = at.checked_sub(1).map(|i| entry.places[i].lines.clone());
        let line_before = line_before.and_then(|lines| doc.source.get(lines));
        let after = entry.places.get(at + 1).map(|p| (&p.name, loose(place, p)));
        let from = indent(prefix);
        let to = indent_of(doc, target).unwrap_or(from);
        let prefix = format!("{to}{}", reindented(&prefix[from.len()..], from, to));
        let suffix = reindented(suffix, from, to);
        Some(Self {
            prefix,
            suffix,
            writing: value.writing,
            before,
            after,
            break_before: line_before.map_or("", hard_break),
        })
    }

    /// Puts the line behind the nearest place that the template has before it, or before the one
    /// that follows without a blank line.
    fn put(&self, doc: &Document<'_>, target: &Entry, line: &str) -> Edit {
        let eol = doc.eol();
        let tight_before = self
            .before
            .first()
            .filter(|(_, loose)| !loose)
            .and_then(|(n, _)| target.place(n));
        let tight_after = self
            .after
            .filter(|(_, loose)| !loose)
            .and_then(|(n, _)| target.place(n));
        if let (None, Some(next)) = (tight_before, tight_after) {
            return insert(next.lines.start, format!("{line}{eol}"));
        }
        let found = self.before.iter().find_map(|(n, loose)| {
            target
                .places
                .iter()
                .position(|p| p.name == **n)
                .map(|i| (i, *loose))
        });
        let (at, loose) = found.unwrap_or((0, true));
        let place = &target.places[at];
        let mut text = if loose {
            format!("{eol}{eol}{line}")
        } else if hard_break(&doc.source[place.lines.clone()]).is_empty() {
            // It was the last of its paragraph.
            format!("{}{eol}{line}", self.break_before)
        } else {
            format!("{eol}{line}")
        };
        let gap = target
            .places
            .get(at + 1)
            .map(|next| has_blank_line(doc, place.lines.end..next.lines.start));
        if self.after.is_some_and(|(_, loose)| loose) && gap == Some(false) {
            text.push_str(eol);
        }
        insert(place.lines.end, text)
    }
}

/// Sees to the hard breaks of what is inserted in one place: a line that was inserted before has
/// its own, and at the end of a paragraph a backslash is no break, but a backslash.
pub fn settle_breaks<'e>(doc: &Document<'_>, edits: impl Iterator<Item = &'e mut Edit>) {
    let mut edits = edits.peekable();
    let mut at_before = None;
    while let Some(edit) = edits.next() {
        let at = Some(edit.span.clone()).filter(Range::is_empty);
        if at.is_some() && at == at_before {
            let own = edit.text.find(['\r', '\n']).unwrap_or(0);
            edit.text.drain(..own);
        }
        let is_last = edits.peek().is_none_or(|next| next.span != edit.span);
        if at.is_some()
            && is_last
            && ends_paragraph(doc, edit.span.end)
            && hard_break(&edit.text) == "\\"
        {
            edit.text.pop();
        }
        at_before = at;
    }
}

/// Whether a line ends here, and no other one of its paragraph follows.
fn ends_paragraph(doc: &Document<'_>, at: usize) -> bool {
    let behind = &doc.source[at..];
    let next_line = behind.split('\n').nth(1).unwrap_or_default();
    let is_line_end = behind.is_empty() || behind.starts_with(['\r', '\n']);
    is_line_end && next_line.trim_matches([' ', '\t', '\r', '>']).is_empty()
}

/// The hard break at the end of a line (CommonMark 6.7), as Markdown or as a tag.
fn hard_break(line: &str) -> &str {
    let bare = line.trim_end_matches(' ');
    let lower = bare.to_ascii_lowercase();
    let marks = ["<br>", "<br/>", "<br />", "\\"];
    match marks.iter().find(|mark| lower.ends_with(*mark)) {
        Some(mark) => &bare[bare.len() - mark.len()..],
        None if line.len() >= bare.len() + 2 => &line[bare.len()..],
        None => "",
    }
}

/// The lines behind the first one with another indentation.
fn reindented(text: &str, from: &str, to: &str) -> String {
    let line = |(i, line): (usize, &str)| match line.strip_prefix(from) {
        Some(rest) if i > 0 && !rest.trim().is_empty() => format!("{to}{rest}"),
        _ => line.to_owned(),
    };
    let lines: Vec<String> = text.split('\n').enumerate().map(line).collect();
    lines.join("\n")
}

/// Whether an entry's fields are lines of their own, and no parts of a table's row, a tag, YAML or
/// BibTeX.
fn writes_lines(entry: &Entry, value: &Value) -> bool {
    let in_text = matches!(value.writing, Writing::Markdown | Writing::Html);
    entry.title.writing == Writing::Markdown && in_text
}

fn insert(at: usize, text: String) -> Edit {
    Edit { span: at..at, text }
}

fn has_blank_line(doc: &Document<'_>, gap: Range<usize>) -> bool {
    let lines: Vec<&str> = doc
        .source
        .get(gap)
        .unwrap_or_default()
        .split('\n')
        .collect();
    lines.len() > 2
        && lines[1..lines.len() - 1]
            .iter()
            .any(|l| l.trim().is_empty())
}

/// The indentation of an entry's own fields.
fn indent_of<'d>(doc: &Document<'d>, entry: &Entry) -> Option<&'d str> {
    let field = entry
        .places
        .iter()
        .find(|p| p.name != Name::Title && matches!(p.content, Content::Shown { .. }))?;
    Some(indent(&doc.source[field.lines.clone()]))
}

/// Whether the last place goes on with a block that begins with something else, links for instance:
/// behind what it would come in another entry is not known.
fn follows_other_text(doc: &Document<'_>, value: &Value, places: &[Place]) -> bool {
    let Some((place, before)) = places.split_last() else {
        return false;
    };
    let known = before.iter().map(|p| p.lines.end);
    let from = known.fold(doc.blocks[value.block].span.start, usize::max);
    let text = doc.source.get(from..place.lines.start);
    text.is_some_and(|t| t.contains(char::is_alphanumeric))
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}
