//! The bytes of an answer → a [`Feed`]: Atom, read by namespace and never by prefix or order (`ARXIV.md` 1.2, 2.5).
//!
//! Text is unescaped exactly once: what looks like markup after that is the authors' (`&lt;i&gt;`). Nothing is fetched or
//! expanded; whether the feed answers a request is [`Feed::answers`]'s word.

use crate::arxiv::entry::{Draft, Field};
use crate::arxiv::feed::{Feed, FeedError};
use quick_xml::XmlVersion;
use quick_xml::errors::IllFormedError;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const SEARCH: &str = "http://a9.com/-/spec/opensearch/1.1/";
const ARXIV: &str = "http://arxiv.org/schemas/atom";

/// arXiv nests four deep.
const MAX_DEPTH: usize = 64;

/// In bytes, for one field: abstracts end at some 2 KB. A paper may have 3000 authors, so whole entries have no limit.
const MAX_FIELD: usize = 64 * 1024;

/// Reads one answer.
///
/// # Errors
///
/// Anything that is not one complete Atom feed of arXiv. A single unreadable entry is no error, see [`Feed::damaged`].
pub fn parse(bytes: &[u8]) -> Result<Feed, FeedError> {
    let mut reader = NsReader::from_str(sniff(bytes)?);
    reader.config_mut().expand_empty_elements = true;
    let mut reading = Reading::default();
    loop {
        let event = match reader.read_event() {
            Ok(Event::Eof) => return reading.finish(),
            Ok(event) => event,
            Err(error) => return Err(reading.broken(&error)),
        };
        reading.take(&reader, event)?;
    }
}

/// Refuses what is no XML before a parser makes "no entries" of it.
fn sniff(bytes: &[u8]) -> Result<&str, FeedError> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => return Err(FeedError::CutOff),
        Err(_) => return Err(FeedError::NotAFeed("bytes that are not UTF-8".to_owned())),
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.chars().next() {
        Some('<') => Ok(text),
        Some(_) => {
            let head: String = text.chars().take(40).collect();
            Err(FeedError::NotAFeed(format!("the text {head:?}")))
        }
        None => Err(FeedError::NotAFeed("an empty answer".to_owned())),
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
            (Some(Self::Author), ATOM, "name") => Self::Field(Field::Name),
            _ => Self::Other,
        }
    }

    /// Whether the text inside is kept.
    fn holds_text(self) -> bool {
        matches!(self, Self::FeedTitle | Self::Total | Self::Field(_))
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
    complete: bool,
}

impl Reading {
    fn take(&mut self, reader: &NsReader<&[u8]>, event: Event<'_>) -> Result<(), FeedError> {
        match event {
            Event::Start(start) => self.open(reader, &start),
            Event::End(_) => {
                self.close();
                Ok(())
            }
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.reference(&reference),
            Event::DocType(name) if name.trim_start().to_ascii_lowercase().starts_with("html") => {
                Err(FeedError::NotAFeed("an HTML page".to_owned()))
            }
            Event::DocType(_) => Err(FeedError::Malformed(
                "it declares a document type".to_owned(),
            )),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_) | Event::Eof => {
                Ok(())
            }
        }
    }

    fn open(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<(), FeedError> {
        let (namespace, name) = reader.resolver().resolve_element(start.name());
        let namespace = match namespace {
            ResolveResult::Bound(Namespace(namespace)) => namespace,
            ResolveResult::Unbound => "",
            ResolveResult::Unknown(prefix) => {
                return Err(FeedError::Malformed(format!(
                    "it does not declare the prefix `{prefix}`"
                )));
            }
        };
        if self.complete {
            return Err(FeedError::Malformed(
                "something follows `</feed>`".to_owned(),
            ));
        }
        let parent = self.path.last().copied();
        let tag = Tag::of(parent, namespace, name.as_ref());
        if parent.is_none() && tag != Tag::Feed {
            return Err(FeedError::NotAFeed(format!(
                "an XML document `{}`",
                name.as_ref()
            )));
        }
        if parent.is_some_and(Tag::holds_text) {
            self.entry.damage("markup stands inside a field".to_owned());
        }
        if self.path.len() == MAX_DEPTH {
            return Err(FeedError::Malformed(format!(
                "it nests deeper than {MAX_DEPTH} elements"
            )));
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
            Tag::Feed => self.complete = true,
            Tag::FeedLink | Tag::Author | Tag::Other => {}
        }
    }

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

    fn text(&mut self, text: &str) -> Result<(), FeedError> {
        let Some(tag) = self.path.last() else {
            let blank = text.trim().is_empty();
            let stray = || FeedError::Malformed("text stands outside of `<feed>`".to_owned());
            return if blank { Ok(()) } else { Err(stray()) };
        };
        if !tag.holds_text() {
            return Ok(());
        }
        if text.contains(is_forbidden) {
            self.entry
                .damage("a control character stands in a field".to_owned());
        }
        if self.text.len() + text.len() > MAX_FIELD {
            self.entry
                .damage(format!("a field is longer than {MAX_FIELD} bytes"));
            return Ok(());
        }
        self.text.extend(
            text.chars()
                .filter(|c| !c.is_control() || c.is_whitespace()),
        );
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), FeedError> {
        let known = match &**reference {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            name if !reference.is_char_ref() => {
                return Err(FeedError::Malformed(format!(
                    "it has the unknown entity `&{name};`"
                )));
            }
            _ => match reference.resolve_char_ref() {
                Ok(Some(c)) => return self.text(c.encode_utf8(&mut [0; 4])),
                // No character at all (`&#0;`, `&#xD800;`): as bad as a control character, and as local.
                _ => "\0",
            },
        };
        self.text(known)
    }

    /// The feed's link to itself holds the request; before November 2025 as one percent-encoded word.
    fn link(&mut self, start: &BytesStart<'_>) {
        let href = start.try_get_attribute("href").ok().flatten();
        let href = href.and_then(|href| href.normalized_value(XmlVersion::Explicit1_0).ok());
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

    fn broken(&self, error: &quick_xml::Error) -> FeedError {
        match error {
            // The reader meets every one of these at the end of its input only.
            quick_xml::Error::Syntax(_) => FeedError::CutOff,
            quick_xml::Error::IllFormed(IllFormedError::MissingEndTag(_)) => FeedError::CutOff,
            other => FeedError::Malformed(other.to_string()),
        }
    }

    fn finish(mut self) -> Result<Feed, FeedError> {
        if !self.complete {
            return Err(FeedError::CutOff);
        }
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

/// What XML forbids (XML 1.0, 2.2). The control characters that it allows (DEL and C1) occur in real titles and are left out.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}
