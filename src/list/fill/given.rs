//! A missing field in the form that the maintainer gives (`[list.form]`): below which line of the
//! entry it goes, how deep, and with which blank lines.

use crate::list::document::{Block, BlockKind, Document};
use crate::list::edit::Edit;
use crate::list::entry::{Entry, Name, Writing};
use crate::list::escape;
use crate::list::form::Form;
use std::ops::Range;

/// The layouts whose entries are lines, so that one can be added.
const IN_LINES: [&str; 5] = ["labelled", "section", "item", "paragraph", "citation"];

/// Whether a layout's entries are lines, so that a form can be given for them.
pub fn is_in_lines(layout: &str) -> bool {
    IN_LINES.contains(&layout)
}

/// Whether an entry is lines.
pub fn takes_lines(entry: &Entry) -> bool {
    is_in_lines(entry.layout) && entry.title.writing == Writing::Markdown
}

/// The edit that adds a missing field with this value, as plain text, to an entry, in a given form:
/// behind the last of its fields, authors before an abstract. `None` where the entry is no lines,
/// one paragraph, or within something else than list items.
pub fn insertion(
    doc: &Document<'_>,
    entries: &[Entry],
    target: usize,
    (name, form): (&Name, &Form),
    value: &str,
) -> Option<Edit> {
    let entry = entries.get(target).filter(|e| takes_lines(e))?;
    let surroundings = Surroundings::of(doc, entry)?;
    let spot = surroundings.spot(entry, name, form)?;
    let next = entries.get(target + 1).map(|e| e.span.start);
    if spot.at < entry.title.span.end || next.is_some_and(|next| next < spot.at) {
        return None;
    }
    let mut text = form.written(&escape::whole(value, Writing::Markdown));
    if let Some(bullet) = spot.bullet {
        text.replace_range(..1, bullet);
    }
    let eol = doc.eol();
    let lines = text
        .split('\n')
        .map(|line| format!("{}{line}", spot.indent));
    let lines = lines.collect::<Vec<_>>().join(eol);
    let close = if spot.closes { eol } else { "" };
    let text = format!("{}{lines}{close}", eol.repeat(spot.blanks + 1));
    let span = spot.at..spot.at;
    Some(Edit { span, text })
}

/// Two fields that are written in one place need one blank line between them.
pub fn settle_blanks<'e>(doc: &Document<'_>, edits: impl Iterator<Item = &'e mut Edit>) {
    let eol = doc.eol();
    let mut before: Option<&'e mut Edit> = None;
    for edit in edits {
        if let Some(first) = before
            && first.span.is_empty()
            && first.span == edit.span
            && edit.text.starts_with(&eol.repeat(2))
            && first.text.ends_with(eol)
        {
            first.text.truncate(first.text.len() - eol.len());
        }
        before = Some(edit);
    }
}

/// Where a field goes.
struct Spot<'d> {
    /// The end of the line behind which it stands.
    at: usize,
    /// What its lines begin with.
    indent: String,
    /// The mark of the items that it stands among.
    bullet: Option<&'d str>,
    /// Blank lines between it and the line that ends there.
    blanks: usize,
    /// Whether one must follow.
    closes: bool,
}

/// The blocks beside an entry's title.
struct Surroundings<'a, 'd> {
    doc: &'a Document<'d>,
    /// The list item that the entry is; none where it stands on its own.
    item: Option<&'a Block>,
    /// What stands beside the title and behind it, up to the entry's end; indexes of blocks.
    blocks: Vec<usize>,
}

impl<'a, 'd> Surroundings<'a, 'd> {
    /// `None` where the entry stands in something else than list items, a quote for instance.
    fn of(doc: &'a Document<'d>, entry: &Entry) -> Option<Self> {
        let title = entry.title.block;
        let around = |j: &usize| doc.blocks[*j].end > title;
        let around: Vec<usize> = (0..title).filter(around).collect();
        let is_list = |j: &usize| matches!(doc.blocks[*j].kind, BlockKind::List | BlockKind::Item);
        if !around.iter().all(is_list) {
            return None;
        }
        let item = around.last().map(|j| &doc.blocks[*j]);
        // Of what stands below a paragraph nothing is read as its own.
        if item.is_none() && ["paragraph", "citation"].contains(&entry.layout) {
            return None;
        }
        let end = item.map_or(doc.blocks.len(), |item| item.end);
        let mut blocks = Vec::new();
        let mut next = title;
        while next < end && doc.blocks[next].span.start < entry.span.end {
            blocks.push(next);
            next = doc.blocks[next].end.max(next + 1);
        }
        Some(Self { doc, item, blocks })
    }

    fn spot(&self, entry: &Entry, name: &Name, form: &Form) -> Option<Spot<'d>> {
        let doc = self.doc;
        let last = last_field(entry, name)?;
        let starts_before = |i: &usize| doc.blocks[*i].span.start < last.end;
        let at = self.blocks.iter().rposition(starts_before)?;
        let is_html = |i: &usize| doc.blocks[*i].kind == BlockKind::Html;
        if self.blocks[..=at].iter().any(is_html) {
            return None;
        }
        let block = self.blocks[at];
        let next = self.blocks.get(at + 1).copied();
        if form.bullet().is_some() {
            if let Some(spot) = self.among(block, &last) {
                return Some(spot);
            }
            if let Some(list) = next.filter(|i| self.bullet(*i).is_some()) {
                return self.at_head_of(list);
            }
        }
        self.behind(block, next, form)
    }

    /// Behind the item of a list that a field stands in.
    fn among(&self, list: usize, field: &Range<usize>) -> Option<Spot<'d>> {
        let bullet = self.bullet(list)?;
        let items = self.items(list);
        let k = items.iter().rposition(|i| i.span.start < field.end)?;
        Some(Spot {
            at: self.end_of(items[k]),
            indent: self.indent_of(items[k])?.to_owned(),
            bullet: Some(bullet),
            blanks: usize::from(self.is_loose(&items)),
            closes: false,
        })
    }

    /// Before the first item of a list.
    fn at_head_of(&self, list: usize) -> Option<Spot<'d>> {
        let items = self.items(list);
        let start = self.doc.line_start(items.first()?.span.start);
        Some(Spot {
            at: self.doc.line_end(start.checked_sub(self.doc.eol().len())?),
            indent: self.indent_of(items[0])?.to_owned(),
            bullet: self.bullet(list),
            blanks: 0,
            closes: self.is_loose(&items),
        })
    }

    /// Behind a block, on lines of its own.
    fn behind(&self, block: usize, next: Option<usize>, form: &Form) -> Option<Spot<'d>> {
        let (doc, block) = (self.doc, &self.doc.blocks[block]);
        let at = self.end_of(block);
        let is_glued = !is_blank(line_behind(doc, at));
        let has_gap = next.is_some_and(|_| !is_glued);
        let is_text = block.kind == BlockKind::Text;
        let is_item = form.bullet().is_some();
        let is_tight = is_item && is_text && !(has_gap && self.item.is_some());
        // Behind the last block of an item another item may follow, which closes it by itself.
        let closes = is_glued && (next.is_some() || self.item.is_none());
        Some(Spot {
            at,
            indent: self.indent(form.depth())?,
            bullet: None,
            blanks: usize::from(!is_tight),
            closes,
        })
    }

    /// The indentation of what stands so deep below an entry that is not indented: of an item as
    /// deep as its text at least, and never so deep that it is code.
    fn indent(&self, depth: usize) -> Option<String> {
        let Some(item) = self.item else {
            return Some(" ".repeat(if depth < 4 { depth } else { 0 }));
        };
        let prefix = self.indent_of(item)?;
        let text = &self.doc.source[self.mark_of(item)..];
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let mark = digits + 1;
        let behind = text.get(mark..)?;
        if behind.starts_with('\t') {
            return Some(format!("{prefix}\t"));
        }
        let blanks = behind.len() - behind.trim_start_matches(' ').len();
        let own = mark + if (1..=4).contains(&blanks) { blanks } else { 1 };
        let depth = if (own..own + 4).contains(&depth) {
            depth
        } else {
            own
        };
        Some(format!("{prefix}{}", " ".repeat(depth)))
    }

    /// The blanks before a block; `None` where something else stands before it.
    fn indent_of(&self, block: &Block) -> Option<&'d str> {
        let start = self.mark_of(block);
        let before = &self.doc.source[self.doc.line_start(start)..start];
        is_blank(before).then_some(before)
    }

    /// The mark of a list's items, where it has one that counts nothing.
    fn bullet(&self, list: usize) -> Option<&'d str> {
        let block = &self.doc.blocks[list];
        let start = self.mark_of(block);
        let mark = self.doc.source.get(start..=start)?;
        (block.kind == BlockKind::List && ["-", "*", "+"].contains(&mark)).then_some(mark)
    }

    /// Where an item, or the first one of a list, has its mark: the blanks before it may be the
    /// block's.
    fn mark_of(&self, block: &Block) -> usize {
        let text = &self.doc.source[block.span.clone()];
        block.span.start + text.len() - text.trim_start_matches([' ', '\t']).len()
    }

    fn items(&self, list: usize) -> Vec<&'a Block> {
        let (blocks, mut items) = (&self.doc.blocks, Vec::new());
        let mut next = list + 1;
        while next < blocks[list].end {
            items.push(&blocks[next]);
            next = blocks[next].end.max(next + 1);
        }
        items
    }

    fn is_loose(&self, items: &[&Block]) -> bool {
        let gap = |pair: &[&Block]| is_blank(line_behind(self.doc, self.end_of(pair[0])));
        items.windows(2).any(gap)
    }

    /// The end of a block's last line, blank lines left out.
    fn end_of(&self, block: &Block) -> usize {
        let text = &self.doc.source[block.span.clone()];
        let end = block.span.start + text.trim_end().len();
        self.doc.line_end(end)
    }
}

/// The lines of the last field behind which a missing one goes.
fn last_field(entry: &Entry, name: &Name) -> Option<Range<usize>> {
    let behind = match name {
        Name::Authors => entry.place(&Name::Abstract).map(|p| p.lines.start),
        _ => None,
    };
    let title = entry.title.span.clone();
    let fields = entry.places.iter().map(|p| p.lines.clone());
    let fields = fields.filter(|lines| behind.is_none_or(|at| lines.end <= at));
    fields.chain([title]).max_by_key(|lines| lines.end)
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r'))
}

/// The line behind the one that ends here.
fn line_behind<'d>(doc: &Document<'d>, at: usize) -> &'d str {
    doc.source[at..].split('\n').nth(1).unwrap_or_default()
}
