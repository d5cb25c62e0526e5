//! BibTeX blocks (`docs/layouts.md#bibtex`): under a heading with a link they give the entry's
//! authors; several in one text are a list of their own.
//!
//! A single entry that stands for itself is how to cite the page, and no entry of a list.

use crate::arxiv::mention::find_in_text;
use crate::list::document::{BlockKind, Document, IsOver};
use crate::list::entry::{Blank, Content, Entry, Evidence, Link, Name, Place, Value, Writing};
use crate::list::layout::candidate::section::SectionCandidate;
use crate::list::layout::find::link::leads_to_arxiv;
use crate::list::layout::find::title_line::{Title, titles};
use crate::list::layout::syntax::bibtex::{self, Field, Item};
use crate::list::layout::vocabulary::BIBTEX_LINKS;
use crate::list::layout::vote;
use crate::list::pins::Pins;
use std::ops::Range;

/// The name of this family in reports.
pub const LAYOUT: &str = "bibtex";

/// The entries of this family.
pub fn recognise(doc: &Document<'_>, is_over: IsOver<'_>) -> Vec<Entry> {
    let cited = cited(doc, is_over);
    if cited.is_empty() {
        return Vec::new();
    }
    let mut out = under_headings(doc, &cited, is_over);
    let free = |c: &&Cited| {
        let next = out.partition_point(|e| e.span.start <= c.item.span.start);
        next.checked_sub(1)
            .is_none_or(|i| out[i].span.end <= c.item.span.start)
    };
    let alone: Vec<Entry> = cited
        .iter()
        .filter(free)
        .take_while(|_| !is_over())
        .filter_map(|c| c.alone(doc))
        .collect();
    let papers = alone
        .iter()
        .filter(|e| e.links.iter().any(leads_to_arxiv))
        .count();
    if papers >= 2 && 2 * papers >= alone.len() {
        out.extend(alone);
    }
    out
}

/// A BibTeX entry in a block.
struct Cited {
    block: usize,
    item: Item,
}

/// The BibTeX entries of a document, in order.
fn cited(doc: &Document<'_>, is_over: IsOver<'_>) -> Vec<Cited> {
    let blocks = doc
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, b)| b.kind == BlockKind::Code)
        .take_while(|_| !is_over());
    let items = blocks.flat_map(|(block, b)| {
        let items = bibtex::items(doc.source, b.span.clone());
        items.into_iter().map(move |item| Cited { block, item })
    });
    items.collect()
}

/// Headings with one BibTeX entry below them.
fn under_headings(doc: &Document<'_>, cited: &[Cited], is_over: IsOver<'_>) -> Vec<Entry> {
    let mut titles = titles(doc, is_over);
    titles.retain(|t| matches!(doc.blocks[t.block].kind, BlockKind::Heading(_)));
    let candidates = vote::sections(doc, &titles, is_over);
    let entry = |(title, candidate): (&Title, SectionCandidate<'_>)| {
        let from = cited.partition_point(|c| c.block < title.block);
        let until = cited.partition_point(|c| c.block < title.end);
        let [own] = &cited[from..until] else {
            return None;
        };
        let is_paper = || own.leads_to_arxiv(doc) && own.has_title(doc, &title.span);
        let is_own = candidate.has_fields() || candidate.leads_to_paper() || is_paper();
        is_own.then(|| own.complete(doc, candidate.entry(LAYOUT)))
    };
    titles.iter().zip(candidates).filter_map(entry).collect()
}

impl Cited {
    fn leads_to_arxiv(&self, doc: &Document<'_>) -> bool {
        self.links(doc).iter().any(leads_to_arxiv)
    }

    /// Whether it has this title, give or take a few words.
    fn has_title(&self, doc: &Document<'_>, title: &Range<usize>) -> bool {
        let words = |span: &Range<usize>| -> Vec<String> {
            let words = doc.source[span.clone()].split(|c: char| !c.is_alphanumeric());
            words
                .filter(|w| !w.is_empty())
                .map(str::to_lowercase)
                .collect()
        };
        let Some(own) = self.item.field(&["title"]) else {
            return false;
        };
        let (own, other) = (words(&own.value), words(title));
        let common = other.iter().filter(|w| own.contains(w)).count();
        common > 0 && 2 * common >= own.len().max(other.len())
    }

    /// An entry of a heading, with what is said here and not there.
    fn complete(&self, doc: &Document<'_>, mut entry: Entry) -> Entry {
        if entry.place(&Name::Authors).is_none() {
            entry.places.extend(self.authors(doc));
        }
        if entry.place(&Name::Abstract).is_none() {
            entry
                .places
                .extend(self.place(doc, Name::Abstract, &["abstract"]));
        }
        if entry.links.is_empty() {
            entry.links = self.links(doc);
        }
        entry.span.end = entry.span.end.max(doc.blocks[self.block].span.end);
        entry
    }

    /// The entry that it is by itself.
    fn alone(&self, doc: &Document<'_>) -> Option<Entry> {
        let title = self.place(doc, Name::Title, &["title"])?;
        let Content::Shown { value, .. } = title.content.clone() else {
            return None;
        };
        let mut places = vec![title];
        places.extend(self.authors(doc));
        places.extend(self.place(doc, Name::Abstract, &["abstract"]));
        Some(Entry {
            span: self.item.span.clone(),
            layout: LAYOUT,
            section: 0,
            title: value,
            links: self.links(doc),
            places,
            pins: Pins::default(),
        })
    }

    fn place(&self, doc: &Document<'_>, name: Name, fields: &[&str]) -> Option<Place> {
        let field = self.item.field(fields)?;
        let value = self.value(bare(doc, &field.value));
        let content = Content::Shown {
            value,
            more: Vec::new(),
        };
        Some(Place {
            evidence: Evidence::Key,
            name,
            lines: field.span.clone(),
            content,
        })
    }

    fn value(&self, span: Range<usize>) -> Value {
        Value {
            span,
            block: self.block,
            writing: Writing::Bibtex,
        }
    }

    /// The authors; where the entry has none, their place behind the title's line, in its form.
    fn authors(&self, doc: &Document<'_>) -> Option<Place> {
        if let Some(place) = self.place(doc, Name::Authors, &["author", "authors"]) {
            return Some(place);
        }
        let title = self.item.field(&["title"]).filter(|f| f.comma)?;
        let (before, after) = form(doc, title)?;
        let at = title.span.end + 1;
        let content = Content::Absent(Blank {
            value: self.value(at..at),
            before,
            after,
        });
        Some(Place {
            name: Name::Authors,
            // BibTeX itself wants authors.
            evidence: Evidence::Key,
            lines: title.span.clone(),
            content,
        })
    }

    /// Where the fields that name the paper lead: `eprint`, `url`, `journal`, `volume` and the
    /// like.
    fn links(&self, doc: &Document<'_>) -> Vec<Link> {
        let fields = self
            .item
            .fields
            .iter()
            .filter(|f| BIBTEX_LINKS.contains(&f.name.as_str()));
        let links: Vec<Link> = fields.flat_map(|f| links_of(doc, f)).collect();
        let same = |a: &Link, b: &Link| a.target == b.target;
        let is_new = |i: &usize| !links[..*i].iter().any(|l| same(l, &links[*i]));
        (0..links.len())
            .filter(is_new)
            .map(|i| links[i].clone())
            .collect()
    }
}

fn links_of(doc: &Document<'_>, field: &Field) -> Vec<Link> {
    let text = doc.source[field.value.clone()].trim();
    let mut found = find_in_text(text);
    let id = match field.name.as_str() {
        "eprint" => Some(text),
        "volume" => text.strip_prefix("abs/"),
        _ => None,
    };
    if let Some(id) = id.filter(|_| found.is_empty()) {
        found = find_in_text(&format!("arXiv:{id}"));
    }
    let span = field.value.clone();
    found
        .into_iter()
        .map(|(_, target)| Link {
            target,
            span: span.clone(),
            badge: None,
        })
        .collect()
}

/// A value without a second pair of braces around all of it, and without blanks.
fn bare(doc: &Document<'_>, value: &Range<usize>) -> Range<usize> {
    let text = &doc.source[value.clone()];
    let inner = text.trim();
    let start = value.start + text.len() - text.trim_start().len();
    let doubled = inner.strip_prefix('{').and_then(|t| t.strip_suffix('}'));
    match doubled.filter(|t| !t.contains(['{', '}'])) {
        Some(core) => start + 1..start + 1 + core.len(),
        None => start..start + inner.len(),
    }
}

/// What stands before and behind the value of an author line in the form of another field's line.
fn form(doc: &Document<'_>, like: &Field) -> Option<(String, String)> {
    let start = doc.line_start(like.span.start);
    let line = &doc.source[start..like.value.start];
    let (key, open) = line.split_once('=')?;
    let indent = &key[..key.len() - key.trim_start().len()];
    let width = key[indent.len()..].chars().count();
    let name = if width > like.name.len() {
        format!("{:<width$}", "author", width = width.max(7))
    } else {
        "author".into()
    };
    let close = &doc.source[like.value.end..like.span.end];
    let is_line = !line.contains('{') || line.matches('{').count() == open.matches('{').count();
    is_line.then(|| {
        (
            format!("{}{indent}{name}={open}", doc.eol()),
            format!("{close},"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::layout::testing;

    fn check(list: &str, expected: &[(&str, &str, usize)]) {
        testing::check(recognise, list, expected);
    }

    fn block(title: &str, authors: &str, id: &str) -> String {
        format!("```bibtex\n@misc{{k,\n  title = {{{title}}},\n{authors}  {id}\n}}\n```\n")
    }

    const AUTHORS: &str = "  author = {Bc, A and Ef, D},\n";

    #[test]
    fn a_block_under_a_heading_has_its_authors() {
        let heading = "### Of Owls\n\n[Paper](https://arxiv.org/abs/2401.00001)\n\n";
        let list = format!(
            "{heading}{}",
            block("Of Owls", AUTHORS, "eprint = {2401.00001}")
        );
        check(&list, &[("Of Owls", "Bc, A and Ef, D", 1)]);
        let list = format!("{heading}{}", block("Of Owls", "", "eprint = {2401.00001}"));
        check(&list, &[("Of Owls", "+", 1)]);
        let list = format!(
            "### Of Owls\n\n{}",
            block("Of {Owls}", AUTHORS, "eprint = {2401.00001}")
        );
        check(&list, &[("Of Owls", "Bc, A and Ef, D", 1)]);
        check(&list.replace("eprint", "year"), &[]);
        let list = format!(
            "## Citation\n\n{}",
            block("Of Owls", AUTHORS, "eprint = {2401.00001}")
        );
        check(&list, &[]);
    }

    #[test]
    fn several_blocks_are_a_list() {
        let ids = [
            "eprint={2401.00001}",
            "journal={arXiv preprint arXiv:2401.00002}",
            "volume={abs/2401.00003}",
            "url={https://x.org}",
        ];
        let blocks: Vec<String> = ids
            .iter()
            .map(|id| block("{Of Owls}", AUTHORS, id))
            .collect();
        let entry = |n| ("Of Owls", "Bc, A and Ef, D", n);
        check(
            &blocks.join("\n"),
            &[entry(1), entry(1), entry(1), entry(0)],
        );
        check(&blocks[0], &[]);
        check(&blocks[3].repeat(3), &[]);
        check(
            &format!("{}\n{}", blocks[0], blocks[1]).replace("bibtex", ""),
            &[entry(1), entry(1)],
        );
    }

    #[test]
    fn authors_come_in_the_form_of_the_title() {
        let check = |title: &str, expected: &str| {
            let source = format!("@misc{{k,\n{title},\n}}");
            let doc = Document::parse(&source);
            let item = &bibtex::items(&source, 0..source.len())[0];
            let (before, after) = form(&doc, &item.fields[0]).unwrap();
            assert_eq!(format!("{before}A{after}"), expected, "{title}");
        };
        check("    title   = {T}", "\n    author  = {A},");
        check("  title={T}", "\n  author={A},");
        check("\ttitle = \"T\"", "\n\tauthor = \"A\",");
        check("title = {{T}}", "\nauthor = {A},");
    }
}
