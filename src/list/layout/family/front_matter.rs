//! Pages about one paper with YAML before their text (`docs/layouts.md#front-matter`): title,
//! authors, abstract and id are its fields.
//!
//! The page's text is read only for what the fields lack: the id, the abstract. Front matter that
//! is not understood (a plain scalar with a colon, a list of maps) makes no entry, so that nothing
//! is written into it.

mod form;
mod page_text;

use self::form::Form;
use self::page_text::shown;
use crate::arxiv::id::Target;
use crate::arxiv::mention::find_in_text;
use crate::list::document::{Block, BlockKind, Document, IsOver};
use crate::list::entry::{
    Content, Entry, Evidence, Link, List, Name, Place, Quotes, Value, Writing,
};
use crate::list::layout::syntax::yaml::{Field, YamlValue, fields};
use crate::list::layout::vocabulary::{ADDRESS_KEYS, AUTHOR_KEYS, ID_KEYS};
use crate::list::pins::Pins;
use std::ops::Range;

/// The name of this family in reports.
pub const LAYOUT: &str = "front-matter";

/// The entry of this family: the page.
pub fn recognise(doc: &Document<'_>, _: IsOver<'_>) -> Vec<Entry> {
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
        let YamlValue::Scalar(span, quotes) = title.value.clone() else {
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
        let doc = self.doc;
        let (authors, abstract_) = (self.field(AUTHOR_KEYS), self.field(&["abstract"]));
        let own = self.links();
        let speaks = authors.is_some() || abstract_.is_some();
        let is_known = |l: &Link| !matches!(l.target, Target::Elsewhere | Target::NoPaper);
        let links = if own.iter().any(is_known) {
            own
        } else if speaks {
            page_text::links(doc).or((!own.is_empty()).then_some(own))?
        } else {
            return None;
        };
        let mut places = vec![Place {
            evidence: Evidence::Key,
            name: Name::Title,
            lines: self.title.span.clone(),
            content: shown(self.title.clone()),
        }];
        let heading = page_text::heading(doc, &self.title);
        places.extend(heading.iter().map(|(value, _)| Place {
            evidence: Evidence::Key,
            name: Name::Title,
            lines: value.span.clone(),
            content: shown(value.clone()),
        }));
        let title = self.fields.iter().find(|f| f.key == "title");
        let id = self
            .fields
            .iter()
            .rfind(|f| ID_KEYS.contains(&f.key.as_str()) || ADDRESS_KEYS.contains(&f.key.as_str()));
        places.extend(self.place(Name::Authors, authors, title.filter(|_| speaks)));
        places.extend(self.place(Name::Abstract, abstract_, id.or(title).filter(|_| speaks)));
        Some(Entry {
            span: self.front.start..heading.map_or(self.front.end, |(_, end)| end),
            layout: LAYOUT,
            section: 0,
            pins: Pins::read(self.doc.source, &self.front),
            title: self.title.clone(),
            links,
            places,
        })
    }

    fn form(&self) -> Form<'_> {
        Form {
            doc: self.doc,
            fields: &self.fields,
            quotes: self.quotes,
        }
    }

    fn field(&self, keys: &[&str]) -> Option<&Field> {
        self.fields.iter().find(|f| keys.contains(&f.key.as_str()))
    }

    /// The place of a field; where there is none, it comes behind the field `behind`, unless the
    /// page's text says it.
    fn place(&self, name: Name, field: Option<&Field>, behind: Option<&Field>) -> Option<Place> {
        let (content, evidence) = match field {
            Some(field) => (self.content(&name, field), self.evidence(field)),
            None => match page_text::field(self.doc, &name) {
                Some(content) => (content, Evidence::Label),
                None => (self.form().field(&name, behind?), Evidence::Form),
            },
        };
        let lines = field
            .or(behind)
            .map_or(self.front.clone(), |f| f.lines.clone());
        Some(Place {
            name,
            evidence,
            lines,
            content,
        })
    }

    /// A key says what it holds; a list of something else than names (pages, the site's owner) has
    /// to show it by its words.
    fn evidence(&self, field: &Field) -> Evidence {
        match &field.value {
            YamlValue::List(span, list) if !self.are_names(span, *list) => Evidence::Place,
            _ => Evidence::Key,
        }
    }

    fn content(&self, name: &Name, field: &Field) -> Content {
        let value = |span, writing| Value {
            span,
            block: 0,
            writing,
        };
        match field.value.clone() {
            YamlValue::Scalar(span, quotes) => shown(value(span, Writing::Yaml(quotes))),
            YamlValue::List(span, list) if *name == Name::Authors => {
                shown(value(span, Writing::YamlList(list)))
            }
            YamlValue::Nothing(at) => self.form().value(name, at, ""),
            YamlValue::List(..) | YamlValue::Other => Content::Hidden,
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

    /// Where the fields that name the paper lead.
    fn links(&self) -> Vec<Link> {
        let mut out = Vec::new();
        for field in &self.fields {
            let is_id = ID_KEYS.contains(&field.key.as_str());
            let YamlValue::Scalar(span, _) = &field.value else {
                continue;
            };
            if !is_id && !ADDRESS_KEYS.contains(&field.key.as_str()) {
                continue;
            }
            let text = &self.doc.source[span.clone()];
            let mut found: Vec<Target> = find_in_text(text).into_iter().map(|(_, t)| t).collect();
            if found.is_empty() && is_id && !text.is_empty() {
                let id = find_in_text(&format!("arXiv:{text}")).into_iter().next();
                found.push(id.map_or(Target::Elsewhere, |(_, t)| t));
            }
            out.extend(found.into_iter().map(|target| Link {
                target,
                span: span.clone(),
                badge: None,
            }));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::layout::testing::shown;

    /// The page: title, authors, abstract, paper. `+` where a field is to be added, `-` where there
    /// is no place for it.
    fn check(yaml: &str, body: &str, expected: &[[&str; 4]]) {
        let page = format!("---\n{yaml}---\n\n{body}");
        let doc = Document::parse(&page);
        let paper = |e: &Entry| match e.links.first().map(|l| &l.target) {
            Some(Target::Paper(paper)) => paper.id.as_str().to_owned(),
            _ => "-".into(),
        };
        let fields = |e: &Entry| {
            let [authors, abstract_] = [Name::Authors, Name::Abstract].map(|n| shown(&doc, e, &n));
            [e.title.text(&doc), authors, abstract_, paper(e)]
        };
        let found: Vec<_> = recognise(&doc, &|| false).iter().map(fields).collect();
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
        for (authors, expected) in [
            ("authors:\n- name: A Bc\n- name: D Ef\n", "hidden"),
            ("authors:\n- A Bc # here\n- D Ef\n", "hidden"),
            ("authors: {a: b}\n", "hidden"),
            ("authors:\n- admin\n- D Ef\n", "-"),
            ("authors:\n- \"[[A Bc]]\"\n", "-"),
        ] {
            check(
                &format!("title: T\n{authors}{ID}"),
                "",
                &[["T", expected, "+", "2401.00001"]],
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
    fn a_heading_that_says_the_title_is_a_copy() {
        let titles = |body: &str| {
            let page = format!("---\ntitle: \"Of Owls\"\n{ID}---\n\n{body}");
            let doc = Document::parse(&page);
            let entry = &recognise(&doc, &|| false)[0];
            entry
                .titles()
                .map(|v| page[v.span.clone()].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(titles("# 🦉 Of owls\n\nText.\n"), ["Of Owls", "Of owls"]);
        assert_eq!(titles("# Notes\n"), ["Of Owls"]);
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
