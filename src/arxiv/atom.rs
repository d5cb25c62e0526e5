//! The bytes of an answer → a [`Feed`]: Atom, read by namespace and never by prefix or order
//! (`docs/arxiv.md#the-feed`).
//!
//! Text is unescaped once (`xml`): what looks like markup after that is the authors' (`&lt;i&gt;`).
//! Whether the feed answers a request is [`Feed::answers`]'s word.

use crate::arxiv::entry::{Draft, Field};
use crate::arxiv::feed::{Feed, FeedError};
use crate::arxiv::xml::{self, Visitor, XmlError};
use quick_xml::events::BytesStart;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const SEARCH: &str = "http://a9.com/-/spec/opensearch/1.1/";
const ARXIV: &str = "http://arxiv.org/schemas/atom";

/// In bytes, for one field: abstracts end at some 2 KB. A paper may have 3000 authors, so whole
/// entries have no limit.
const MAX_FIELD: usize = 64 * 1024;

/// Reads one answer.
///
/// # Errors
///
/// Anything that is not one complete Atom feed of arXiv. A single unreadable entry is no error, see
/// [`Feed::damaged`].
pub fn parse(bytes: &[u8]) -> Result<Feed, FeedError> {
    let mut reading = Reading::default();
    xml::read(bytes, &mut reading)?;
    reading.finish()
}

impl From<XmlError> for FeedError {
    fn from(error: XmlError) -> Self {
        match error {
            XmlError::Other(found) => Self::NotAFeed(found),
            XmlError::CutOff => Self::CutOff,
            XmlError::Malformed(why) => Self::Malformed(why),
        }
    }
}

/// What an open element means to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Feed,
    FeedTitle,
    FeedLink,
    Total,
    Entry,
    Author,
    Field(Field),
    Other,
}

impl Tag {
    fn of(parent: Option<Self>, namespace: &str, name: &str) -> Self {
        match (parent, namespace, name) {
            (None, ATOM, "feed") => Self::Feed,
            (Some(Self::Feed), ATOM, "title") => Self::FeedTitle,
            (Some(Self::Feed), ATOM, "link") => Self::FeedLink,
            (Some(Self::Feed), ATOM, "entry") => Self::Entry,
            (Some(Self::Feed), SEARCH, "totalResults") => Self::Total,
            (Some(Self::Entry), ATOM, "id") => Self::Field(Field::Id),
            (Some(Self::Entry), ATOM, "title") => Self::Field(Field::Title),
            (Some(Self::Entry), ATOM, "summary") => Self::Field(Field::Summary),
            (Some(Self::Entry), ATOM, "published") => Self::Field(Field::Published),
            (Some(Self::Entry), ATOM, "updated") => Self::Field(Field::Updated),
            (Some(Self::Entry), ATOM, "author") => Self::Author,
            (Some(Self::Entry), ARXIV, "comment") => Self::Field(Field::Comment),
            (Some(Self::Entry), ARXIV, "journal_ref") => Self::Field(Field::JournalRef),
            (Some(Self::Entry), ARXIV, "doi") => Self::Field(Field::Doi),
            (Some(Self::Author), ATOM, "name") => Self::Field(Field::Name),
            _ => Self::Other,
        }
    }

    /// Whether the text inside is kept.
    fn holds_text(self) -> bool {
        matches!(self, Self::FeedTitle | Self::Total | Self::Field(_))
    }

    /// Whether the entry is sound whatever stands inside.
    fn is_aside(self) -> bool {
        matches!(self, Self::Field(field) if field.is_aside())
    }
}

/// How far the feed has been read.
#[derive(Default)]
struct Reading {
    /// The open elements.
    path: Vec<Tag>,
    /// The text of the innermost element, if it is one whose text is kept.
    text: String,
    entry: Draft,
    feed: Feed,
    title: String,
    api_error: Option<String>,
}

impl Visitor for Reading {
    fn open(
        &mut self,
        namespace: &str,
        name: &str,
        start: &BytesStart<'_>,
    ) -> Result<(), XmlError> {
        let parent = self.path.last().copied();
        let tag = Tag::of(parent, namespace, name);
        if parent.is_none() && tag != Tag::Feed {
            return Err(XmlError::Other(format!("an XML document `{name}`")));
        }
        if parent.is_some_and(|tag| tag.holds_text() && !tag.is_aside()) {
            self.entry.damage("markup stands inside a field".to_owned());
        }
        match tag {
            Tag::Entry => self.entry = Draft::default(),
            Tag::FeedLink => self.link(start),
            _ if tag.holds_text() => self.text.clear(),
            _ => {}
        }
        self.path.push(tag);
        Ok(())
    }

    fn close(&mut self) {
        let Some(tag) = self.path.pop() else { return };
        match tag {
            Tag::Field(field) => self.entry.set(field, std::mem::take(&mut self.text)),
            Tag::Total => self.feed.total = self.text.trim().parse().ok(),
            Tag::FeedTitle => self.title = std::mem::take(&mut self.text),
            Tag::Entry => self.close_entry(),
            Tag::Feed | Tag::FeedLink | Tag::Author | Tag::Other => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(tag) = self.path.last().filter(|tag| tag.holds_text())
            && let Err(why) = xml::add(&mut self.text, text, MAX_FIELD)
            && !tag.is_aside()
        {
            self.entry.damage(why);
        }
    }
}

impl Reading {
    fn close_entry(&mut self) {
        let entry = std::mem::take(&mut self.entry);
        if let Some(message) = entry.api_error() {
            self.api_error.get_or_insert(message);
            return;
        }
        match entry.finish() {
            Ok(paper) => self.feed.papers.push(paper),
            Err(damaged) => self.feed.damaged.push(damaged),
        }
    }

    /// The feed's link to itself holds the request; before November 2025 as one percent-encoded
    /// word.
    fn link(&mut self, start: &BytesStart<'_>) {
        let href = xml::attribute(start, "href");
        let query = href
            .as_deref()
            .and_then(|href| href.split_once('?'))
            .map(|(_, query)| query);
        let Some(query) = query else { return };
        let encoded = !query.contains("id_list=");
        let whole = url::form_urlencoded::parse(query.as_bytes()).next();
        let decoded = whole.filter(|_| encoded).map(|(key, _)| key.into_owned());
        let ids = ids_of(decoded.as_deref().unwrap_or(query));
        if !ids.is_empty() {
            self.feed.asked = ids;
        }
    }

    fn finish(mut self) -> Result<Feed, FeedError> {
        if let Some(message) = self.api_error {
            let bad_id = message
                .strip_prefix("incorrect id format for ")
                .map(str::to_owned);
            return Err(FeedError::Api { message, bad_id });
        }
        if self.feed.asked.is_empty() {
            let query = self.title.split_once(": ").map_or("", |(_, query)| query);
            self.feed.asked = ids_of(query);
        }
        Ok(self.feed)
    }
}

/// The ids of a request's query, `search_query=&id_list=A,B&start=0`.
fn ids_of(query: &str) -> Vec<String> {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let list = pairs
        .find(|(key, _)| key == "id_list")
        .map(|(_, list)| list);
    let list = list.unwrap_or_default();
    let ids = list.split(',').map(str::trim).filter(|id| !id.is_empty());
    ids.map(str::to_owned).collect()
}
