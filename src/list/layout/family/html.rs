//! Raw HTML (`docs/layouts.md#html`): a paragraph, list item or table row is a paper. Its title is
//! the bold text or the link that says more than a label; in a paragraph the line below may be its
//! authors.

use crate::arxiv::id::Target;
use crate::arxiv::mention::find_in_text;
use crate::list::document::{BlockKind, Document, IsOver};
use crate::list::entry::{Content, Entry, Evidence, Link, Name, Place, Value, Writing};
use crate::list::layout::find::label;
use crate::list::layout::find::link::leads_to_arxiv;
use crate::list::layout::find::link_text::is_label;
use crate::list::layout::syntax::html::{self, Kind, Piece};
use crate::list::pins::Pins;
use crate::list::raw;
use std::ops::Range;

/// The name of this family in reports.
pub const LAYOUT: &str = "html";

/// The entries of this family.
pub fn recognise(doc: &Document<'_>, is_over: IsOver<'_>) -> Vec<Entry> {
    let blocks = doc
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, b)| b.kind == BlockKind::Html)
        .take_while(|_| !is_over());
    let entries = blocks.flat_map(|(block, b)| {
        let pieces = html::pieces(doc.source, b.span.clone());
        let elements: Vec<Range<usize>> = elements(&pieces);
        let entry = |e: Range<usize>| {
            Element {
                doc,
                block,
                pieces: &pieces[e],
            }
            .entry()
        };
        elements.into_iter().filter_map(entry).collect::<Vec<_>>()
    });
    let entries: Vec<Entry> = entries.collect();
    let leads = |e: &Entry| e.links.iter().any(leads_to_arxiv);
    let papers = entries.iter().filter(|e| leads(e)).count();
    let all = papers > 0 && 2 * papers >= entries.len();
    entries.into_iter().filter(|e| all || leads(e)).collect()
}

/// Elements that may be an entry, as ranges of pieces; what is inside another is its own.
fn elements(pieces: &[Piece]) -> Vec<Range<usize>> {
    let (mut out, mut open): (Vec<Range<usize>>, Option<usize>) = (Vec::new(), None);
    let is_element = |p: &Piece, is: fn(&Piece, &str) -> bool| ELEMENTS.iter().any(|e| is(p, e));
    for (i, piece) in pieces.iter().enumerate() {
        if is_element(piece, Piece::closes) {
            out.extend(open.take().map(|start| start..i));
        } else if is_element(piece, Piece::opens) {
            out.extend(open.replace(i).map(|start| start..i));
        }
    }
    out.extend(open.map(|start| start..pieces.len()));
    out
}

/// No title consists of more tags and texts than this.
const MOST_PIECES: usize = 50;

const ELEMENTS: &[&str] = &["p", "li", "tr"];

/// An element that may be an entry.
struct Element<'d> {
    doc: &'d Document<'d>,
    block: usize,
    pieces: &'d [Piece],
}

impl Element<'_> {
    fn entry(&self) -> Option<Entry> {
        let (title, at) = self.title()?;
        let links = self.links();
        let title = self.value(title);
        let place = |name, value: Value| Place {
            evidence: Evidence::Form,
            name,
            lines: value.span.clone(),
            content: Content::Shown {
                value,
                more: Vec::new(),
            },
        };
        let mut places = vec![place(Name::Title, title.clone())];
        places.extend(
            self.copies(&title)
                .into_iter()
                .map(|value| place(Name::Title, value)),
        );
        places.extend(
            self.authors(at)
                .map(|span| place(Name::Authors, self.value(span))),
        );
        let span = self.pieces.first()?.span.start..self.pieces.last()?.span.end;
        Some(Entry {
            layout: LAYOUT,
            section: 0,
            pins: Pins::read(self.doc.source, &span),
            span,
            title,
            links,
            places,
        })
    }

    fn value(&self, span: Range<usize>) -> Value {
        Value {
            span,
            block: self.block,
            writing: Writing::Html,
        }
    }

    /// Attributes that say the title again.
    fn copies(&self, title: &Value) -> Vec<Value> {
        let own = self.text(&title.span);
        let attributes = self.pieces.iter().flat_map(|p| {
            let value = |name| p.attribute(self.doc.source, name);
            [value("title"), value("alt")].into_iter().flatten()
        });
        let same = attributes.filter(|span| self.text(span) == own);
        same.map(|span| Value {
            span,
            block: self.block,
            writing: Writing::Attribute,
        })
        .collect()
    }

    fn text(&self, span: &Range<usize>) -> String {
        raw::html(&self.doc.source[span.clone()], 0).one_line()
    }

    /// The title, and the index of the piece that ends it: bold text inside a link or around one,
    /// else a link's text.
    fn title(&self) -> Option<(Range<usize>, usize)> {
        let bold = self.first(&["strong", "b"], &|i| self.is_linked(i));
        // A paragraph may be prose with a link in it.
        let is_prose = self.pieces.first().is_some_and(|p| p.opens("p"));
        bold.or_else(|| self.first(&["a"], &|_| !is_prose))
    }

    /// The text of the first element of these names that says more than a label.
    fn first(&self, names: &[&str], test: &dyn Fn(usize) -> bool) -> Option<(Range<usize>, usize)> {
        for (i, piece) in self.pieces.iter().enumerate() {
            let Some(name) = names.iter().find(|n| piece.opens(n)) else {
                continue;
            };
            let mut near = self.pieces[i..].iter().take(MOST_PIECES);
            let Some(end) = near.position(|p| p.closes(name)).map(|len| i + len) else {
                continue;
            };
            let span = self.inside(i + 1..end);
            let text = self.text(&span);
            let is_title = text.split_whitespace().count() >= 2
                && !text.ends_with([':', '：'])
                && !is_label(&text);
            if is_title && test(i) {
                return Some((span, end));
            }
        }
        None
    }

    /// Whether a link is around an element or in it.
    fn is_linked(&self, at: usize) -> bool {
        let before = self.pieces[..at]
            .iter()
            .rev()
            .take(MOST_PIECES)
            .find(|p| p.opens("a") || p.closes("a"));
        let inside = self.pieces[at..]
            .iter()
            .take(MOST_PIECES)
            .take_while(|p| !matches!(p.kind, Kind::Close(_)));
        before.is_some_and(|p| p.opens("a")) || inside.into_iter().any(|p| p.opens("a"))
    }

    /// The text of some pieces without the blanks, tags and symbols around it.
    fn inside(&self, pieces: Range<usize>) -> Range<usize> {
        let texts = self.pieces[pieces].iter().filter(|p| p.kind == Kind::Text);
        let said = texts.filter(|p| !self.doc.source[p.span.clone()].trim().is_empty());
        let spans: Vec<&Range<usize>> = said.map(|p| &p.span).collect();
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
            return 0..0;
        };
        let text = &self.doc.source[first.start..last.end];
        let is_symbol =
            |c: char| !c.is_alphanumeric() && !c.is_ascii_punctuation() && !"“‘«".contains(c);
        let bare = text.trim_start_matches(is_symbol);
        let start = last.end - bare.len();
        start..start + bare.trim_end().len()
    }

    /// The names on the line below the title.
    fn authors(&self, title: usize) -> Option<Range<usize>> {
        let is_break = |p: &&Piece| p.opens("br");
        let from = title + self.pieces[title..].iter().position(|p| is_break(&p))? + 1;
        let len = self.pieces[from..]
            .iter()
            .position(|p| is_break(&p))
            .unwrap_or(self.pieces.len() - from);
        let line = &self.pieces[from..from + len];
        if line
            .iter()
            .any(|p| p.opens("a") || p.opens("img") || p.opens("td"))
        {
            return None;
        }
        let span = self.inside(from..from + len);
        let text = self.text(&span);
        let names = || {
            text.split([',', ';'])
                .map(str::trim)
                .filter(|n| !n.is_empty())
        };
        let is_name =
            |n: &str| n.starts_with(char::is_uppercase) && n.split_whitespace().count() <= 6;
        let are_names = names().all(is_name) && names().count() >= 2 || text.contains(" et al");
        (are_names && label::read(self.doc.labels, &text).is_none() && !text.contains(':'))
            .then_some(span)
    }

    /// Where its links lead, and the id that a page's script uses.
    fn links(&self) -> Vec<Link> {
        let mut out: Vec<Link> = Vec::new();
        for piece in self.pieces {
            let id = piece.attribute(self.doc.source, "data-arxiv-id");
            let href = piece
                .attribute(self.doc.source, "href")
                .filter(|_| piece.opens("a"));
            let found = id.and_then(|span| {
                let text = format!("arXiv:{}", &self.doc.source[span.clone()]);
                find_in_text(&text)
                    .into_iter()
                    .next()
                    .map(|(_, target)| (target, span))
            });
            let address = |span: Range<usize>| {
                (
                    Target::of_url(&self.doc.source[span.clone()].replace("&amp;", "&")),
                    span,
                )
            };
            if let Some((target, span)) = found.or_else(|| href.map(address)) {
                out.push(Link {
                    target,
                    span,
                    badge: None,
                });
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::layout::testing;

    fn check(list: &str, expected: &[(&str, &str, usize)]) {
        testing::check(recognise, list, expected);
    }

    fn paragraph(lines: &str) -> String {
        let title = "<a href=\"https://arxiv.org/abs/2401.00001\" title=\"Of Owls &amp; Men\">\n  <strong>🔥 Of Owls &amp; Men</strong>\n</a>\n";
        format!(
            "<p align=\"left\">\n<a href=\"https://x.org\"><img src=\"x\" alt=\"Of Owls\"/></a>\n{title}{lines}</p>\n<br/>\n\n"
        )
    }

    #[test]
    fn paragraphs_with_breaks() {
        let links = "<br/>\n[<a href=\"https://arxiv.org/abs/2401.00001\">paper</a>]\n";
        check(
            &paragraph(&format!("<br/>\nA Bc, D Ef\n{links}")),
            &[("Of Owls & Men", "A Bc, D Ef", 2)],
        );
        check(&paragraph(links), &[("Of Owls & Men", "-", 2)]);
        for line in [
            "They see, and hunt by night",
            "A Note on Owls",
            "Session: Abc, Def",
        ] {
            let list = paragraph(&format!("<br/>\n{line}\n{links}"));
            check(&list, &[("Of Owls & Men", "-", 2)]);
        }
        check(
            &paragraph("<br/>\n<strong>Session:</strong> Friday, Hall B\n"),
            &[("Of Owls & Men", "-", 1)],
        );
        let other = paragraph("").replace("https://arxiv.org/abs/2401.00001", "https://y.org");
        check(
            &format!("{}{other}", paragraph("")),
            &[("Of Owls & Men", "-", 1), ("Of Owls & Men", "-", 0)],
        );
        check(&other, &[]);
    }

    #[test]
    fn a_title_is_known_where_it_stands_again() {
        let list = paragraph("");
        let doc = Document::parse(&list);
        let entry = &recognise(&doc, &|| false)[0];
        let found: Vec<_> = entry.titles().map(|v| v.text(&doc)).collect();
        assert_eq!(found, ["Of Owls & Men", "Of Owls & Men"]);
    }

    #[test]
    fn rows_of_tables() {
        let row = |id: &str| {
            format!(
                "<tr>\n  <td>1</td>\n  <td><a href=\"./p.html\">Of Owls</a></td>\n  <td>They see.</td>\n  <td><button {id}>x</button></td>\n</tr>\n"
            )
        };
        let id = "data-arxiv-id=\"2401.00001v2\"";
        let head = "<tr><th>#</th><th>Title</th></tr>\n";
        check(
            &format!("<table>\n{head}{}{}</table>\n", row(id), row(id)),
            &[("Of Owls", "-", 1), ("Of Owls", "-", 1)],
        );
        check(&format!("<table>\n{}</table>\n", row("")), &[]);
    }

    #[test]
    fn other_html_has_no_entries() {
        check(
            "<p>See <a href=\"https://arxiv.org/abs/2401.00001\">paper</a>.</p>\n",
            &[],
        );
        check(
            "<!-- <p><a href=\"https://arxiv.org/abs/2401.00001\">Of Owls</a></p> -->\n",
            &[],
        );
        check("<div><a href=\"#one\">One thing</a></div>\n", &[]);
        check("<p><a href=\"https://arxiv.org/abs/2401.00001\"", &[]);
    }
}
