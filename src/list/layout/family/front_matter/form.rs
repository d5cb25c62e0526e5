//! How a page writes a field that its front matter lacks: as YAML does, in the page's own quotes
//! and indentation.

use crate::list::document::Document;
use crate::list::entry::{Blank, Content, List, Name, Quotes, Value, Writing};
use crate::list::layout::syntax::yaml::{Field, YamlValue};

/// How a page writes its fields.
pub(super) struct Form<'p> {
    /// The page.
    pub(super) doc: &'p Document<'p>,
    /// Its fields.
    pub(super) fields: &'p [Field],
    /// The quotes of its title.
    pub(super) quotes: Quotes,
}

impl Form<'_> {
    /// A field that is to be written behind another.
    pub(super) fn field(&self, name: &Name, behind: &Field) -> Content {
        let is_authors = *name == Name::Authors;
        let key = if is_authors { "authors" } else { "abstract" };
        let label = format!("{}{key}:", self.doc.eol());
        self.value(name, behind.lines.end, &label)
    }

    /// A value that is to be written at a byte, behind `before`: authors as a list, an abstract in
    /// the title's quotes.
    pub(super) fn value(&self, name: &Name, at: usize, before: &str) -> Content {
        if *name != Name::Authors {
            let (quotes, sign) = match self.quotes {
                Quotes::Single => (Quotes::Single, '\''),
                _ => (Quotes::Double, '"'),
            };
            let (before, after) = (format!("{before} {sign}"), sign.to_string());
            return blank(at, Writing::Yaml(quotes), before, after);
        }
        let quotes = self.quotes_of_lists();
        let list = List {
            quotes,
            flow: false,
        };
        let before = format!("{before}{}{}- ", self.doc.eol(), self.indent());
        blank(at, Writing::YamlList(list), before, String::new())
    }

    /// How far the page's lists are indented.
    fn indent(&self) -> &str {
        let list = self.fields.iter().find_map(|f| match &f.value {
            YamlValue::List(span, list) if !list.flow => Some(span.start),
            _ => None,
        });
        let line = list.map_or("", |at| &self.doc.source[self.doc.line_start(at)..at]);
        &line[..line.len() - line.trim_start().len()]
    }

    /// The quotes of the page's lists; none where it has no list.
    fn quotes_of_lists(&self) -> Quotes {
        let quotes = self.fields.iter().find_map(|f| match f.value {
            YamlValue::List(_, list) => Some(list.quotes),
            _ => None,
        });
        quotes.unwrap_or(Quotes::Plain)
    }
}

fn blank(at: usize, writing: Writing, before: String, after: String) -> Content {
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
