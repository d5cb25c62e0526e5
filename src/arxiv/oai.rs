//! The bytes of an answer of arXiv's OAI-PMH interface to `GetRecord` → a [`RawRecord`], which has
//! the text as it was submitted: the feed has lost its TeX (`docs/arxiv.md#tex`,
//! `docs/arxiv.md#raw-records`). Harvesting (`ListRecords`) is not done.

use super::lookup::RawRecord;
use crate::arxiv::entry::{one_line, paragraphs};
use crate::arxiv::id::ArxivId;
use crate::arxiv::xml::{self, Visitor, XmlError};
use quick_xml::events::BytesStart;
use std::collections::BTreeMap;

const OAI: &str = "http://www.openarchives.org/OAI/2.0/";
const RAW: &str = "http://arxiv.org/OAI/arXivRaw/";

/// In bytes, for one field: three thousand authors with their affiliations stand in one.
const MAX_FIELD: usize = 1024 * 1024;

/// Why an answer cannot be used. Never a word about any paper but for [`OaiError::Damaged`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OaiError {
    /// Not XML, or the XML of something else.
    #[error("expected an OAI-PMH answer, but found {0}")]
    NotOai(String),
    /// The answer breaks off before its end.
    #[error("the answer is cut off before `</OAI-PMH>`")]
    CutOff,
    /// XML that arXiv does not send: ill-formed, with a document type, with unknown entities, or
    /// too deep.
    #[error("the answer is not well formed: {0}")]
    Malformed(String),
    /// An error of the protocol that is about the request, not the record.
    #[error("arXiv refuses the request: {code}, {message}")]
    Refused {
        /// `badArgument`, `badVerb`, …
        code: String,
        /// In arXiv's words.
        message: String,
    },
    /// The answer is sound, but not to this request.
    #[error("the answer does not fit the request: {0}")]
    Inconsistent(String),
    /// The record is the one asked for, and cannot be read.
    #[error("arXiv's record is damaged: {0}")]
    Damaged(String),
}

impl From<XmlError> for OaiError {
    fn from(error: XmlError) -> Self {
        match error {
            XmlError::Other(found) => Self::NotOai(found),
            XmlError::CutOff => Self::CutOff,
            XmlError::Malformed(why) => Self::Malformed(why),
        }
    }
}

/// The query that asks for a paper's record. An OAI identifier has no version: the answer is about
/// the latest.
pub fn query(id: &ArxivId) -> String {
    format!("verb=GetRecord&metadataPrefix=arXivRaw&identifier=oai:arXiv.org:{id}")
}

/// Reads the answer to [`query`]; `None` where arXiv has no such record, or may not hand it out.
///
/// # Errors
///
/// Anything that is not one complete answer with this paper's record in it.
pub fn parse(bytes: &[u8], asked: &ArxivId) -> Result<Option<RawRecord>, OaiError> {
    let mut reading = Reading::default();
    xml::read(bytes, &mut reading)?;
    reading.finish(asked)
}

/// A text of the record that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Id,
    Title,
    Authors,
    Abstract,
    Comments,
}

/// What an open element means to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Root,
    Error,
    GetRecord,
    Record,
    Header,
    Metadata,
    Raw,
    Version,
    Size,
    SourceType,
    Field(Field),
    Other,
}

impl Tag {
    fn of(parent: Option<Self>, namespace: &str, name: &str) -> Self {
        match (parent, namespace, name) {
            (None, OAI, "OAI-PMH") => Self::Root,
            (Some(Self::Root), OAI, "error") => Self::Error,
            (Some(Self::Root), OAI, "GetRecord") => Self::GetRecord,
            (Some(Self::GetRecord), OAI, "record") => Self::Record,
            (Some(Self::Record), OAI, "header") => Self::Header,
            (Some(Self::Record), OAI, "metadata") => Self::Metadata,
            (Some(Self::Metadata), RAW, "arXivRaw") => Self::Raw,
            (Some(Self::Raw), RAW, "version") => Self::Version,
            (Some(Self::Version), RAW, "size") => Self::Size,
            (Some(Self::Version), RAW, "source_type") => Self::SourceType,
            (Some(Self::Raw), RAW, "id") => Self::Field(Field::Id),
            (Some(Self::Raw), RAW, "title") => Self::Field(Field::Title),
            (Some(Self::Raw), RAW, "authors") => Self::Field(Field::Authors),
            (Some(Self::Raw), RAW, "abstract") => Self::Field(Field::Abstract),
            (Some(Self::Raw), RAW, "comments") => Self::Field(Field::Comments),
            _ => Self::Other,
        }
    }

    /// Whether the text inside is kept.
    fn holds_text(self) -> bool {
        matches!(
            self,
            Self::Error | Self::Size | Self::SourceType | Self::Field(_)
        )
    }
}

/// One version of the paper.
#[derive(Debug, Default)]
struct Version {
    /// 1-based.
    number: u32,
    withdrawn: bool,
}

/// How far the answer has been read.
#[derive(Default)]
struct Reading {
    /// The open elements.
    path: Vec<Tag>,
    /// The text of the innermost element, if it is one whose text is kept.
    text: String,
    /// The protocol's error: its code, and what it says.
    error: Option<(String, String)>,
    deleted: bool,
    records: usize,
    fields: BTreeMap<Field, String>,
    /// The version that is being read, and the highest of those before it.
    version: Version,
    latest: Version,
    damage: Option<String>,
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
        if parent.is_none() && tag != Tag::Root {
            return Err(XmlError::Other(format!("an XML document `{name}`")));
        }
        if parent.is_some_and(Tag::holds_text) {
            self.damage("markup stands inside a field");
        }
        match tag {
            Tag::Error => {
                let code = xml::attribute(start, "code").unwrap_or_default();
                self.error.get_or_insert((code, String::new()));
            }
            Tag::Record => self.records += 1,
            Tag::Header => {
                self.deleted |= xml::attribute(start, "status").as_deref() == Some("deleted");
            }
            Tag::Version => self.begin_version(start),
            _ => {}
        }
        if tag.holds_text() {
            self.text.clear();
        }
        self.path.push(tag);
        Ok(())
    }

    fn close(&mut self) {
        let Some(tag) = self.path.pop() else { return };
        match tag {
            Tag::Error => {
                if let Some((_, message)) = &mut self.error {
                    *message = one_line(&self.text);
                }
            }
            // Both mark a withdrawn version; older records have the first only
            // (`docs/arxiv.md#withdrawn-papers`).
            Tag::Size => self.version.withdrawn |= self.text.trim() == "0kb",
            Tag::SourceType => self.version.withdrawn |= self.text.contains('I'),
            Tag::Version if self.version.number > self.latest.number => {
                self.latest = std::mem::take(&mut self.version);
            }
            Tag::Field(field) => {
                let text = std::mem::take(&mut self.text);
                if self.fields.insert(field, text).is_some() {
                    self.damage(&format!("it has the field {field:?} twice"));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.path.last().is_some_and(|tag| tag.holds_text())
            && let Err(why) = xml::add(&mut self.text, text, MAX_FIELD)
        {
            self.damage(&why);
        }
    }
}

impl Reading {
    /// The first reason counts.
    fn damage(&mut self, why: &str) {
        self.damage.get_or_insert_with(|| why.to_owned());
    }

    fn begin_version(&mut self, start: &BytesStart<'_>) {
        let name = xml::attribute(start, "version").unwrap_or_default();
        let number = name.strip_prefix('v').and_then(|n| n.parse().ok());
        if number.is_none_or(|n| n == 0) {
            self.damage(&format!("it has a version {name:?}"));
        }
        self.version = Version {
            number: number.unwrap_or_default(),
            withdrawn: false,
        };
    }

    fn finish(self, asked: &ArxivId) -> Result<Option<RawRecord>, OaiError> {
        if let Some((code, message)) = self.error {
            return match code.as_str() {
                "idDoesNotExist" | "cannotDisseminateFormat" => Ok(None),
                _ => Err(OaiError::Refused { code, message }),
            };
        }
        if self.records != 1 {
            let why = format!("it has {} records and no error", self.records);
            return Err(OaiError::Inconsistent(why));
        }
        if self.deleted {
            return Ok(None);
        }
        let field = |field| self.fields.get(&field).map_or("", String::as_str);
        let id = field(Field::Id).trim();
        if id != asked.as_str() {
            return Err(OaiError::Inconsistent(format!("it describes {id:?}")));
        }
        let title = one_line(field(Field::Title));
        let damage = self.damage.as_deref();
        let damage = damage.or(title.is_empty().then_some("it has no title"));
        let damage = damage.or((self.latest.number == 0).then_some("it has no version"));
        if let Some(why) = damage {
            return Err(OaiError::Damaged(why.to_owned()));
        }
        Ok(Some(RawRecord {
            id: asked.clone(),
            version: self.latest.number,
            title,
            authors: one_line(field(Field::Authors)),
            abstract_: paragraphs(field(Field::Abstract)),
            comment: Some(paragraphs(field(Field::Comments))).filter(|c| !c.is_empty()),
            withdrawn: self.latest.withdrawn,
        }))
    }
}
