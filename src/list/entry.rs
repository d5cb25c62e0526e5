//! One paper's place in a list: its title, links and fields with their bytes. Data only;
//! [`super::layout`] finds them.

use crate::arxiv::id::Target;
use crate::list::document::Document;
use crate::list::pins::Pins;
use crate::list::{inline, raw};
use crate::text::glyph::Glyphs;
use std::ops::Range;

/// One paper's place in a list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// All bytes that belong to it, from the line of its title on.
    pub span: Range<usize>,
    /// The layout family that recognised it.
    pub layout: &'static str,
    /// Where its section begins: the bytes of the nearest heading above that is no entry.
    pub section: usize,
    /// Its title.
    pub title: Value,
    /// Where its links lead, in order; badges apart.
    pub links: Vec<Link>,
    /// Its labelled places in order, the title first; other places of the title are copies of it.
    pub places: Vec<Place>,
    /// What the maintainer pinned by comments.
    pub pins: Pins,
}

/// A link of an entry.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Its bytes.
    pub span: Range<usize>,
    /// The paper that its badge shows, where it has one and that names another paper.
    pub badge: Option<Target>,
}

/// The bytes that write a value, within one block. It is decoded when it is asked for: lists are
/// large, and most of their text is right.
#[derive(Clone, Debug)]
pub struct Value {
    /// The bytes; empty where a label has no value.
    pub span: Range<usize>,
    /// The block that they belong to.
    pub block: usize,
    /// How they write it.
    pub writing: Writing,
}

/// How bytes write a text: what means itself, and what must be escaped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writing {
    /// Markdown of a paragraph or heading.
    #[default]
    Markdown,
    /// Markdown of a table's cell: a pipe ends it, and so does the line.
    Cell,
    /// Raw HTML: no Markdown in it.
    Html,
    /// The value of a tag's attribute, without its quotes.
    Attribute,
    /// A YAML scalar; the bytes are those between its quotes.
    Yaml(Quotes),
    /// The items of a YAML list, with what stands between them.
    YamlList(List),
    /// A BibTeX value; the bytes are those between its braces or quotes.
    Bibtex,
}

/// The quotes of a YAML scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quotes {
    /// None.
    Plain,
    /// `'x'`
    Single,
    /// `"x"`
    Double,
    /// None, below a `|` or `>`: all text means itself.
    Block,
}

/// How a YAML list writes its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    /// The quotes of each.
    pub quotes: Quotes,
    /// Whether it is written `[a, b]`, and not a line each.
    pub flow: bool,
}

/// A place of an entry.
#[derive(Clone, Debug)]
pub struct Place {
    /// What it holds.
    pub name: Name,
    /// How that is known.
    pub evidence: Evidence,
    /// From the start of its first line to the end of its last, without the line end.
    pub lines: Range<usize>,
    /// What it holds.
    pub content: Content,
}

/// How it is known what a place holds (docs/explained-edits.md#evidence). What only looks like a
/// field has to show it by its words, or by those of its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A label says so.
    Label,
    /// A key says so: YAML's, BibTeX's, the head of a column.
    Key,
    /// Nothing but where it stands and how it looks: an italic line below a title, a quote.
    Form,
    /// Nothing but where it stands; it does not even look like one.
    Place,
}

/// What a label names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// The title (it has no label).
    Title,
    /// The link to the paper.
    Link,
    /// The authors.
    Authors,
    /// The abstract.
    Abstract,
    /// Something that is not ours, by its label in lower case.
    Other(String),
}

/// What a labelled place holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// A value, and paragraphs without a label behind it that may go on with it.
    Shown {
        /// The value itself.
        value: Value,
        /// Possible continuations, in order.
        more: Vec<Value>,
    },
    /// The maintainer commented it out: not missing, and not ours to fill.
    Hidden,
    /// It is not there, and this is where and how the entry's own form has it.
    Absent(Blank),
}

/// Where a value would stand, and how.
#[derive(Clone, Debug)]
pub struct Blank {
    /// Its place, empty or with a placeholder.
    pub value: Value,
    /// What is written before it, the label for example.
    pub before: String,
    /// What is written behind it.
    pub after: String,
}

impl From<Value> for Blank {
    fn from(value: Value) -> Self {
        let (before, after) = (String::new(), String::new());
        Self {
            value,
            before,
            after,
        }
    }
}

impl Writing {
    /// What some source of a value says, on one line.
    pub fn text_of(self, source: &str) -> String {
        match self {
            Self::Markdown | Self::Cell => inline::text_of(source),
            Self::Html | Self::Attribute => raw::html(source, 0).one_line(),
            Self::Yaml(quotes) => raw::yaml(source, 0, quotes).one_line(),
            Self::YamlList(list) => raw::yaml_list(source, 0, list).one_line(),
            Self::Bibtex => inline::in_words(&Glyphs::plain(source)),
        }
    }
}

impl Value {
    /// The text as a person reads it, decoded.
    pub fn glyphs(&self, doc: &Document<'_>) -> Glyphs {
        match self.writing {
            Writing::Markdown | Writing::Cell => {
                inline::read(doc, &doc.inlines(&doc.blocks[self.block], &self.span))
            }
            Writing::Html | Writing::Attribute => raw::html(self.source(doc), self.span.start),
            Writing::Yaml(quotes) => raw::yaml(self.source(doc), self.span.start, quotes),
            Writing::YamlList(list) => raw::yaml_list(self.source(doc), self.span.start, list),
            Writing::Bibtex => self.verbatim(doc),
        }
    }

    /// The text as a person reads it, on one line.
    pub fn text(&self, doc: &Document<'_>) -> String {
        match self.writing {
            Writing::Markdown | Writing::Cell => inline::without_escapes(&self.glyphs(doc)),
            Writing::Html | Writing::Attribute | Writing::Yaml(_) | Writing::YamlList(_) => {
                self.glyphs(doc).one_line()
            }
            Writing::Bibtex => inline::in_words(&self.glyphs(doc)),
        }
    }

    /// The text as it was pasted: what Markdown would take for markup (`n*k`, `U_{q}`, ``
    /// Feynman`s ``) stands for itself.
    pub fn verbatim(&self, doc: &Document<'_>) -> Glyphs {
        let mut glyphs = Glyphs::default();
        if self.writing != Writing::Markdown {
            glyphs.push_str(self.source(doc), self.span.start);
            return glyphs;
        }
        // Line by line, so that the signs of a quote are left out.
        for line in doc.lines(&doc.blocks[self.block]) {
            let escape = usize::from(doc.source[..line.start].ends_with('\\'));
            let start = (line.start - escape).max(self.span.start);
            let end = line.end.min(self.span.end);
            if start < end {
                if !glyphs.list.is_empty() {
                    glyphs.push_decoded("\n", &(start..start));
                }
                glyphs.push_str(&doc.source[start..end], start);
            }
        }
        glyphs
    }

    /// The bytes themselves.
    pub fn source<'d>(&self, doc: &Document<'d>) -> &'d str {
        &doc.source[self.span.clone()]
    }
}

impl Entry {
    /// Where the title stands: as the entry's title, and copied elsewhere.
    pub fn titles(&self) -> impl Iterator<Item = &Value> {
        let copies = self.places.iter().filter(|p| p.name == Name::Title);
        let copies = copies.filter_map(|p| match &p.content {
            Content::Shown { value, .. } => Some(value),
            Content::Hidden | Content::Absent(_) => None,
        });
        std::iter::once(&self.title).chain(copies.filter(|v| v.span != self.title.span))
    }

    /// The place with this name; one that does not look like it only where there is no other.
    pub fn place(&self, name: &Name) -> Option<&Place> {
        let places = || self.places.iter().filter(|p| p.name == *name);
        let known = places().find(|p| p.evidence != Evidence::Place);
        known.or_else(|| places().next())
    }
}
