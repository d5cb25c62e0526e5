//! Pages about one paper with YAML before their text (`LAYOUTS.md` T10): title, authors, abstract and id are its fields.
//!
//! The page's text is read only for what the fields lack: the id, the abstract. Front matter that is not understood (a
//! plain scalar with a colon, a list of maps) makes no entry, so that nothing is written into it.

use super::links::links_in;
use super::yaml::{Field, Held, fields};
use super::{label, spans};
use crate::arxiv::id::Target;
use crate::arxiv::mention::find_in_text;
use crate::list::document::{Block, BlockKind, Document};
use crate::list::entry::{
    Blank, Content, Entry, Link, List, Name, Pins, Place, Quotes, Value, Writing,
};
use crate::list::inline;
use std::ops::Range;

/// The name of this family in reports.
const LAYOUT: &str = "front-matter";

/// The entry of this family: the page.
pub fn recognise(doc: &Document<'_>) -> Vec<Entry> {
    let first = doc.blocks.first().filter(|b| b.kind == BlockKind::Front);
    first
        .and_then(|front| Page::read(doc, front)?.entry())
        .into_iter()
        .collect()
}

/// A page about one paper.
struct Page<'d> {
    doc: &'d Document<'d>,
    front: Range<usize>,
    fields: Vec<Field>,
    /// What it writes its title with.
    quotes: Quotes,
    title: Value,
}

impl<'d> Page<'d> {
    fn read(doc: &'d Document<'d>, front: &Block) -> Option<Self> {
        let fields = fields(doc.source, &front.span)?;
        let title = fields.iter().find(|f| f.key == "title")?;
        let Held::Scalar(span, quotes) = title.held.clone() else {
            return None;
        };
        let title = Value {
            span,
            block: 0,
            writing: Writing::Yaml(quotes),
        };
        let is_one = !title.span.is_empty();
        is_one.then(|| Self {
            doc,
            front: front.span.clone(),
            fields,
            quotes,
            title,
        })
    }

    fn entry(self) -> Option<Entry> {
        let (authors, abstract_) = (self.field(AUTHORS), self.field(&["abstract"]));
        let own = self.links();
        let is_known = |l: &Link| !matches!(l.target, Target::Elsewhere | Target::NoPaper);
        let links = if own.iter().any(is_known) {
            own
        } else {
            self.body_links()
                .filter(|_| authors.is_some() || abstract_.is_some())?
        };
        let mut places = vec![Place {
            name: Name::Title,
            lines: self.title.span.clone(),
            content: shown(self.title.clone()),
        }];
        let speaks = authors.is_some() || abstract_.is_some();
        let title = self.fields.iter().find(|f| f.key == "title");
        let id = self
            .fields
            .iter()
            .rfind(|f| IDS.contains(&f.key.as_str()) || ADDRESSES.contains(&f.key.as_str()));
        places.extend(self.place(Name::Authors, authors, title.filter(|_| speaks)));
        places.extend(self.place(Name::Abstract, abstract_, id.or(title).filter(|_| speaks)));
        Some(Entry {
            span: self.front.start..self.end(),
            layout: LAYOUT,
            section: 0,
            pins: Pins::read(&self.doc.source[self.front.clone()]),
            title: self.title.clone(),
            links,
            places,
        })
    }

    fn field(&self, keys: &[&str]) -> Option<&Field> {
        self.fields.iter().find(|f| keys.contains(&f.key.as_str()))
    }

    /// The place of a field; where there is none, it comes behind the field `behind`, unless the page's text says it.
    fn place(&self, name: Name, field: Option<&Field>, behind: Option<&Field>) -> Option<Place> {
        let content = match field {
            Some(field) => self.content(&name, field),
            None => match self.in_body(&name) {
                Some(content) => content,
                None => self.absent(&name, behind?),
            },
        };
        let lines = field
            .or(behind)
            .map_or(self.front.clone(), |f| f.lines.clone());
        Some(Place {
            name,
            lines,
            content,
        })
    }

    fn content(&self, name: &Name, field: &Field) -> Content {
        let value = |span, writing| Value {
            span,
            block: 0,
            writing,
        };
        match field.held.clone() {
            Held::Scalar(span, quotes) => shown(value(span, Writing::Yaml(quotes))),
            Held::List(span, list) if *name == Name::Authors && self.are_names(&span, list) => {
                shown(value(span, Writing::YamlList(list)))
            }
            Held::Nothing(at) => self.blank(name, at, String::new(), String::new()),
            Held::List(..) | Held::Other => Content::Hidden,
        }
    }

    /// Whether the items are names, and not `admin` (the site's owner), `[[a page]]` or `et al.`
    fn are_names(&self, span: &Range<usize>, list: List) -> bool {
        let text = Writing::YamlList(list).text_of(&self.doc.source[span.clone()]);
        let is_name = |item: &str| {
            let item = item.trim();
            let is_slug = !item.contains(' ') && !item.contains(char::is_uppercase);
            !is_slug && !item.contains("[[") && !item.to_lowercase().starts_with("et al")
        };
        text.is_empty() || text.split(';').all(is_name)
    }

    /// A field that is to be written behind another.
    fn absent(&self, name: &Name, behind: &Field) -> Content {
        let key = if *name == Name::Authors {
            "authors"
        } else {
            "abstract"
        };
        let eol = self.doc.eol();
        self.blank(
            name,
            behind.lines.end,
            format!("{eol}{key}:"),
            String::new(),
        )
    }

    /// A value that is to be written at a byte: authors as a list, an abstract in the title's quotes.
    fn blank(&self, name: &Name, at: usize, before: String, after: String) -> Content {
        let (writing, before, after) = if *name == Name::Authors {
            let list = List {
                quotes: self.usual_quotes(),
                flow: false,
            };
            (
                Writing::YamlList(list),
                format!("{before}{}{}- ", self.doc.eol(), self.indent()),
                after,
            )
        } else {
            match self.quotes {
                Quotes::Single => (
                    Writing::Yaml(Quotes::Single),
                    format!("{before} '"),
                    format!("'{after}"),
                ),
                _ => (
                    Writing::Yaml(Quotes::Double),
                    format!("{before} \""),
                    format!("\"{after}"),
                ),
            }
        };
        let value = Value {
            span: at..at,
            block: 0,
            writing,
        };
        Content::Absent(Blank {
            value,
            before,
            after,
        })
    }

    /// How far the page's lists are indented.
    fn indent(&self) -> &str {
        let lists = self.fields.iter().filter_map(|f| match &f.held {
            Held::List(span, list) if !list.flow => Some(span.start),
            _ => None,
        });
        let line = |at: usize| {
            self.doc.source[..at]
                .rsplit('\n')
                .next()
                .unwrap_or_default()
        };
        lists
            .map(line)
            .next()
            .map_or("", |line| &line[..line.len() - line.trim_start().len()])
    }

    /// The quotes of the page's other lists; none where it has no other.
    fn usual_quotes(&self) -> Quotes {
        let quotes = self.fields.iter().find_map(|f| match f.held {
            Held::List(_, list) => Some(list.quotes),
            _ => None,
        });
        quotes.unwrap_or(Quotes::Plain)
    }

    /// Where the fields that name the paper lead.
    fn links(&self) -> Vec<Link> {
        let mut out = Vec::new();
        for field in &self.fields {
            let is_id = IDS.contains(&field.key.as_str());
            let Held::Scalar(span, _) = &field.held else {
                continue;
            };
            if !is_id && !ADDRESSES.contains(&field.key.as_str()) {
                continue;
            }
            let text = &self.doc.source[span.clone()];
            let mut found: Vec<Target> = find_in_text(text).into_iter().map(|(_, t)| t).collect();
            if found.is_empty() && is_id && !text.is_empty() {
                found.extend(
                    find_in_text(&format!("arXiv:{text}"))
                        .into_iter()
                        .map(|(_, t)| t),
                );
            }
            out.extend(found.into_iter().map(|target| Link {
                target,
                span: span.clone(),
                badge: None,
            }));
        }
        out
    }

    /// The links of the page's text, where they lead to one paper only.
    fn body_links(&self) -> Option<Vec<Link>> {
        let blocks = self.doc.blocks.iter().filter(|b| !b.inlines.is_empty());
        let links = blocks.flat_map(|b| links_in(self.doc, &self.doc.inlines(b, &b.span)));
        let links: Vec<Link> = links
            .filter(|l| matches!(l.target, Target::Paper(_)))
            .collect();
        let id = |l: &Link| match &l.target {
            Target::Paper(paper) => Some(paper.id.clone()),
            _ => None,
        };
        let first = id(links.first()?);
        links.iter().all(|l| id(l) == first).then_some(links)
    }

    /// What the page's text says of a field that the front matter lacks.
    fn in_body(&self, name: &Name) -> Option<Content> {
        let blocks = &self.doc.blocks;
        let text =
            |b: &Block| inline::plain(self.doc, &self.doc.inlines(b, &self.doc.first_line(b)));
        let names = |line: &str| label::read(line).is_some_and(|l| l.name == *name);
        for (i, block) in blocks.iter().enumerate() {
            match block.kind {
                BlockKind::Heading(_) if names(&format!("**{}**:", text(block).trim())) => {
                    let next = blocks.get(i + 1).filter(|b| b.kind == BlockKind::Text);
                    let Some(next) = next.filter(|_| *name == Name::Abstract) else {
                        return Some(Content::Hidden);
                    };
                    let span = spans::trimmed(self.doc, &next.span);
                    return Some(shown(Value {
                        span,
                        block: i + 1,
                        writing: Writing::Markdown,
                    }));
                }
                BlockKind::Text if names(&self.doc.source[self.doc.first_line(block)]) => {
                    return Some(Content::Hidden);
                }
                _ => {}
            }
        }
        None
    }

    /// Where the entry ends: with the text that is headed by the same title, else with the front matter.
    fn end(&self) -> usize {
        let letters = |text: &str| {
            text.to_lowercase()
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect::<String>()
        };
        let headings: Vec<&Block> = self
            .doc
            .blocks
            .iter()
            .filter(|b| matches!(b.kind, BlockKind::Heading(_)))
            .collect();
        let own = letters(&self.title.text(self.doc));
        let is_own =
            |b: &&&Block| letters(&inline::plain(self.doc, &self.doc.inlines(b, &b.span))) == own;
        match headings.first().filter(is_own) {
            Some(_) => headings[1..]
                .iter()
                .find(|b| b.kind == headings[0].kind)
                .map_or(self.doc.source.len(), |b| b.span.start),
            None => self.front.end,
        }
    }
}

fn shown(value: Value) -> Content {
    Content::Shown {
        value,
        more: Vec::new(),
    }
}

/// Fields that hold authors.
const AUTHORS: &[&str] = &["authors", "author"];

/// Fields that may hold a bare id.
const IDS: &[&str] = &["arxiv", "arxiv_id", "arxivid", "arxiv-id", "eprint"];

/// Fields that hold an address of the paper.
const ADDRESSES: &[&str] = &[
    "doi",
    "url",
    "link",
    "paper",
    "paper_url",
    "paperurl",
    "url_pdf",
    "pdf",
    "pdf_url",
    "url_preprint",
    "preprint",
    "arxiv_url",
    "url_paper",
    "source",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The page: title, authors, abstract, paper. `+` where a field is to be added, `-` where there is no place for it.
    fn check(yaml: &str, body: &str, expected: &[[&str; 4]]) {
        let page = format!("---\n{yaml}---\n\n{body}");
        let doc = Document::parse(&page);
        let text = |e: &Entry, name| match e.place(name).map(|p| &p.content) {
            Some(Content::Shown { value, .. }) => value.text(&doc),
            Some(Content::Absent(_)) => "+".into(),
            Some(Content::Hidden) => "hidden".into(),
            None => "-".into(),
        };
        let paper = |e: &Entry| match e.links.first().map(|l| &l.target) {
            Some(Target::Paper(paper)) => paper.id.as_str().to_owned(),
            _ => "-".into(),
        };
        let fields = |e: &Entry| {
            let (authors, abstract_) = (text(e, &Name::Authors), text(e, &Name::Abstract));
            [e.title.text(&doc), authors, abstract_, paper(e)]
        };
        let found: Vec<_> = recognise(&doc).iter().map(fields).collect();
        assert_eq!(found, expected, "{page}");
    }

    const ID: &str = "arxiv: 2401.00001\n";

    #[test]
    fn authors_in_their_forms() {
        for authors in [
            "authors:\n- A Bc\n- D Ef\n",
            "authors:\n  - \"A Bc\"\n  - 'D Ef'\n",
            "author: [A Bc, \"D Ef\"] # all\n",
        ] {
            check(
                &format!("title: T\n{authors}{ID}"),
                "",
                &[["T", "A Bc; D Ef", "+", "2401.00001"]],
            );
        }
        check(
            &format!("title: T\nauthors: A Bc, D Ef\n{ID}"),
            "",
            &[["T", "A Bc, D Ef", "+", "2401.00001"]],
        );
        for authors in [
            "authors:\n- name: A Bc\n- name: D Ef\n",
            "authors:\n- admin\n- D Ef\n",
            "authors:\n- \"[[A Bc]]\"\n",
            "authors:\n- A Bc # here\n- D Ef\n",
            "authors: {a: b}\n",
        ] {
            check(
                &format!("title: T\n{authors}{ID}"),
                "",
                &[["T", "hidden", "+", "2401.00001"]],
            );
        }
        check(
            &format!("title: T\nauthors:\n{ID}abstract: a b\n"),
            "",
            &[["T", "+", "a b", "2401.00001"]],
        );
    }

    #[test]
    fn ids_in_their_fields() {
        for id in [
            "arxiv_id: \"2401.00001\"",
            "arxiv: https://arxiv.org/abs/2401.00001v2",
            "doi: 10.48550/arXiv.2401.00001",
            "url_pdf: 'https://arxiv.org/pdf/2401.00001'",
            "eprint: arXiv:2401.00001",
        ] {
            check(
                &format!("title: \"A: b\"\nabstract: x y\n{id}\n"),
                "",
                &[["A: b", "+", "x y", "2401.00001"]],
            );
        }
        let body = "See [it](https://arxiv.org/abs/2401.00001).\n";
        check(
            "title: T\nauthors: A Bc\n",
            body,
            &[["T", "A Bc", "+", "2401.00001"]],
        );
        let two = format!("{body}\nAnd arXiv:2401.00002.\n");
        check("title: T\nauthors: A Bc\n", &two, &[]);
        check("title: T\n", body, &[]);
        check(
            &format!("title: T\n{ID}"),
            "",
            &[["T", "-", "-", "2401.00001"]],
        );
    }

    #[test]
    fn abstracts_in_their_forms() {
        for text in [
            "x y",
            "\"x\n  y\"",
            "|\n  x\n  y",
            ">-\n  x y",
            "x\n  y",
            "'x y'",
        ] {
            check(
                &format!("title: T\n{ID}abstract: {text}\n"),
                "",
                &[["T", "+", "x y", "2401.00001"]],
            );
        }
        let body = "# T\n\n- **Authors**: A Bc\n\n## Abstract\n\nx y\n";
        check(
            &format!("title: T\nauthors: [A Bc]\n{ID}"),
            body,
            &[["T", "A Bc", "x y", "2401.00001"]],
        );
    }

    #[test]
    fn what_is_not_understood_is_no_page() {
        check(&format!("title: a: b\n{ID}"), "", &[]);
        check(&format!("title: \"a\" b\n{ID}"), "", &[]);
        check(&format!("title: T\n{ID}abstract: a: b\n"), "", &[]);
        check(&format!("title:\n{ID}"), "", &[]);
        check("title: Posts\ndate: 2024\n", "# Papers\n", &[]);
        check(&format!("- title: T\n{ID}"), "", &[]);
    }
}
