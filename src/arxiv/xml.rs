//! XML as arXiv's interfaces send it: elements by namespace, text unescaped exactly once, nothing
//! fetched or expanded.
//!
//! Knows no vocabulary; [`crate::arxiv::atom`] and [`crate::arxiv::oai`] say what the elements
//! mean.

use quick_xml::XmlVersion;
use quick_xml::errors::IllFormedError;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

/// arXiv nests six deep.
const MAX_DEPTH: usize = 64;

/// Why bytes are no document of the kind that was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum XmlError {
    /// Not XML, or the XML of something else; what it is.
    Other(String),
    /// It breaks off before its end.
    CutOff,
    /// XML that arXiv does not send: ill-formed, with a document type, with unknown entities, or
    /// too deep.
    Malformed(String),
}

/// Takes a document's parts in their order.
pub(super) trait Visitor {
    /// An element begins. The first one is the document's own, and has to be looked at: it may be
    /// something else's.
    fn open(&mut self, namespace: &str, name: &str, start: &BytesStart<'_>)
    -> Result<(), XmlError>;
    /// The innermost element ends.
    fn close(&mut self);
    /// A piece of the innermost element's text.
    fn text(&mut self, text: &str);
}

/// Reads a whole document.
pub(super) fn read(bytes: &[u8], visitor: &mut dyn Visitor) -> Result<(), XmlError> {
    let mut reader = NsReader::from_str(sniff(bytes)?);
    reader.config_mut().expand_empty_elements = true;
    let mut walk = Walk {
        visitor,
        depth: 0,
        begun: false,
    };
    loop {
        match reader.read_event() {
            Ok(Event::Eof) if walk.is_complete() => return Ok(()),
            Ok(Event::Eof) => return Err(XmlError::CutOff),
            Ok(event) => walk.take(&reader, event)?,
            Err(error) => return Err(broken(&error)),
        }
    }
}

/// The value of an element's attribute, unescaped.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok().flatten()?;
    let value = found.normalized_value(XmlVersion::Explicit1_0).ok()?;
    Some(value.into_owned())
}

/// Adds a piece of text to a field of at most `limit` bytes; what is wrong with it where it cannot
/// be trusted.
///
/// The control characters that XML allows (DEL and C1) occur in real titles and are left out.
pub(super) fn add(field: &mut String, text: &str, limit: usize) -> Result<(), String> {
    if field.len() + text.len() > limit {
        return Err(format!("a field is longer than {limit} bytes"));
    }
    let kept = |c: &char| !c.is_control() || c.is_whitespace();
    field.extend(text.chars().filter(kept));
    if text.contains(is_forbidden) {
        return Err("a control character stands in a field".to_owned());
    }
    Ok(())
}

/// What XML forbids (XML 1.0, 2.2).
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Refuses what is no XML before a parser makes "nothing in it" of it.
fn sniff(bytes: &[u8]) -> Result<&str, XmlError> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => return Err(XmlError::CutOff),
        Err(_) => return Err(XmlError::Other("bytes that are not UTF-8".to_owned())),
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.chars().next() {
        Some('<') => Ok(text),
        Some(_) => {
            let head: String = text.chars().take(40).collect();
            Err(XmlError::Other(format!("the text {head:?}")))
        }
        None => Err(XmlError::Other("an empty answer".to_owned())),
    }
}

fn broken(error: &quick_xml::Error) -> XmlError {
    match error {
        // The reader meets every one of these at the end of its input only.
        quick_xml::Error::Syntax(_) => XmlError::CutOff,
        quick_xml::Error::IllFormed(IllFormedError::MissingEndTag(_)) => XmlError::CutOff,
        other => XmlError::Malformed(other.to_string()),
    }
}

fn malformed(why: &str) -> XmlError {
    XmlError::Malformed(why.to_owned())
}

/// How far the document has been read.
struct Walk<'v> {
    visitor: &'v mut dyn Visitor,
    /// Open elements.
    depth: usize,
    /// Whether the document's own element was met.
    begun: bool,
}

impl Walk<'_> {
    fn is_complete(&self) -> bool {
        self.begun && self.depth == 0
    }

    fn take(&mut self, reader: &NsReader<&[u8]>, event: Event<'_>) -> Result<(), XmlError> {
        match event {
            Event::Start(start) => self.open(reader, &start),
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.visitor.close();
                Ok(())
            }
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.reference(&reference),
            Event::DocType(name) if name.trim_start().to_ascii_lowercase().starts_with("html") => {
                Err(XmlError::Other("an HTML page".to_owned()))
            }
            Event::DocType(_) => Err(malformed("it declares a document type")),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_) | Event::Eof => {
                Ok(())
            }
        }
    }

    fn open(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<(), XmlError> {
        let (namespace, name) = reader.resolver().resolve_element(start.name());
        let namespace = match namespace {
            ResolveResult::Bound(Namespace(namespace)) => namespace,
            ResolveResult::Unbound => "",
            ResolveResult::Unknown(prefix) => {
                let why = format!("it does not declare the prefix `{prefix}`");
                return Err(XmlError::Malformed(why));
            }
        };
        if self.is_complete() {
            return Err(malformed("something follows the end of its root element"));
        }
        if self.depth == MAX_DEPTH {
            let why = format!("it nests deeper than {MAX_DEPTH} elements");
            return Err(XmlError::Malformed(why));
        }
        (self.depth, self.begun) = (self.depth + 1, true);
        self.visitor.open(namespace, name.as_ref(), start)
    }

    fn text(&mut self, text: &str) -> Result<(), XmlError> {
        if self.depth > 0 {
            self.visitor.text(text);
        } else if !text.trim().is_empty() {
            return Err(malformed("text stands outside of its root element"));
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), XmlError> {
        let known = match &**reference {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            name if !reference.is_char_ref() => {
                let why = format!("it has the unknown entity `&{name};`");
                return Err(XmlError::Malformed(why));
            }
            _ => match reference.resolve_char_ref() {
                Ok(Some(c)) => return self.text(c.encode_utf8(&mut [0; 4])),
                // No character at all (`&#0;`, `&#xD800;`): as bad as a control character, and as
                // local.
                _ => "\0",
            },
        };
        self.text(known)
    }
}
