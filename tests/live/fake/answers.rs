//! What arXiv says to a request: the feed of the API and the record of OAI-PMH, as the service has
//! written them since November 2025, with what clients trip over (docs/arxiv.md).

use super::faults::Kind;
use super::records::{Record, Records};
use flate2::{Compression, write::GzEncoder};
use html_escape::{encode_double_quoted_attribute as attribute, encode_text as escape};
use std::io::Write as _;
use url::form_urlencoded;

/// What goes over the line, but for the way it goes.
pub struct Answer {
    pub status: u16,
    pub kind: &'static str,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

const ATOM: &str = "application/atom+xml; charset=utf-8";
const HTML: &str = "text/html";
const TEXT: &str = "text/plain";

/// Longer request lines are refused.
const LONGEST_LINE: usize = 4094;

impl Answer {
    fn new(status: u16, kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            kind,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// The answer to `GET target`, right or with this fault in it.
pub fn answer(records: &Records, target: &str, fault: Option<&Kind>) -> Answer {
    if "GET  HTTP/1.1".len() + target.len() > LONGEST_LINE {
        return Answer::new(400, HTML, "<p>Request Line is too large</p>");
    }
    if let Some(other) = fault.and_then(instead) {
        return other;
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    match path {
        "/api/query" => api(records, &Query::read(query), fault),
        "/oai" => Answer::new(200, "text/xml", oai(records, &Query::read(query))),
        _ => Answer::new(404, TEXT, "not found\n"),
    }
}

/// What comes in the place of an answer.
fn instead(fault: &Kind) -> Option<Answer> {
    Some(match fault {
        Kind::Status(status, wait) => {
            let (kind, body) = match status {
                429 => (TEXT, "Rate exceeded."),
                403 => (HTML, "<title>Access Denied</title>"),
                406 => (TEXT, "Not Acceptable"),
                _ => (HTML, "<html><body>Service Unavailable</body></html>"),
            };
            let answer = Answer::new(*status, kind, body);
            match wait {
                Some(seconds) => answer.with("Retry-After", &seconds.to_string()),
                None => answer,
            }
        }
        Kind::RateIn200 => Answer::new(200, TEXT, "Rate exceeded."),
        Kind::Redirect(to) => Answer::new(302, TEXT, "").with("Location", to),
        Kind::Html => Answer::new(
            200,
            HTML,
            "<!DOCTYPE html><html>down for maintenance</html>",
        ),
        Kind::Garbage => Answer::new(200, ATOM, "\0ÿ<<<not xml & at all"),
        Kind::Bomb(mib) => Answer::new(200, ATOM, bomb(*mib)).with("Content-Encoding", "gzip"),
        Kind::BillionLaughs => Answer::new(200, ATOM, laughs()),
        _ => return None,
    })
}

fn bomb(mib: usize) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let head = b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>";
    packed.write_all(head).unwrap();
    let chunk = vec![b'A'; 1 << 20];
    for _ in 0..mib {
        packed.write_all(&chunk).unwrap();
    }
    packed.write_all(b"</title></feed>").unwrap();
    packed.finish().unwrap()
}

fn laughs() -> String {
    let entity = |i| format!("<!ENTITY l{i} \"{}\">", format!("&l{};", i - 1).repeat(10));
    let entities: String = (1..10).map(entity).collect();
    format!(
        "<?xml version=\"1.0\"?><!DOCTYPE feed [<!ENTITY l0 \"lol\">{entities}]>\
         <feed xmlns=\"http://www.w3.org/2005/Atom\"><title>&l9;</title></feed>"
    )
}

struct Query(Vec<(String, String)>);

impl Query {
    fn read(text: &str) -> Self {
        let pairs = form_urlencoded::parse(text.as_bytes());
        Self(pairs.into_owned().collect())
    }

    fn get(&self, key: &str) -> &str {
        let found = self.0.iter().find(|(name, _)| name == key);
        found.map_or("", |(_, value)| value)
    }

    /// A number; `None` where it is none.
    fn number(&self, key: &str, default: usize) -> Option<usize> {
        match self.get(key) {
            "" => Some(default),
            text => text.parse().ok(),
        }
    }
}

fn api(records: &Records, query: &Query, fault: Option<&Kind>) -> Answer {
    let wrong = |status, what: &str| Answer::new(status, ATOM, error(what));
    // Ten is the default for a list of ids, too.
    let numbers = query
        .number("start", 0)
        .zip(query.number("max_results", 10));
    let Some((start, most)) = numbers else {
        return wrong(400, "max_results must be an integer");
    };
    if most == 0 || start + most > 10_000 {
        return wrong(500, "internal server error");
    }
    let found = match query.get("id_list") {
        "" => records.search(query.get("search_query")),
        list => match by_id(records, list) {
            Ok(found) => found,
            Err(id) => return wrong(400, &format!("incorrect id format for {id}")),
        },
    };
    if found.iter().any(|r| r.poisoned) {
        return wrong(500, "internal server error");
    }
    let total = found.len();
    let mut page: Vec<Record> = found.into_iter().skip(start).take(most).collect();
    let mut counted = total;
    match fault {
        Some(Kind::Empty) => (page, counted) = (Vec::new(), 0),
        Some(Kind::Partial) => page = page.into_iter().step_by(2).collect(),
        Some(Kind::Swap) => page = (1..=page.len()).map(Record::stranger).collect(),
        Some(Kind::HugeField(words)) => {
            page.iter_mut()
                .for_each(|r| r.summary = "A ".repeat(*words));
        }
        _ => {}
    }
    let kind = if fault == Some(&Kind::WrongType) {
        TEXT
    } else {
        ATOM
    };
    Answer::new(200, kind, feed(query, &page, [counted, start, most]))
}

/// The papers of these ids, once each, and in no order; those that arXiv does not have are left out
/// in silence. The first id that looks like none fails all.
fn by_id<'l>(records: &Records, list: &'l str) -> Result<Vec<Record>, &'l str> {
    let mut found: Vec<(String, Record)> = Vec::new();
    for id in list.split(',') {
        if !looks_like_an_id(id) {
            return Err(id);
        }
        if let Some(record) = records.find(id)
            && found.iter().all(|(known, _)| known != id)
        {
            found.push((id.to_owned(), record));
        }
    }
    found.sort_by_cached_key(|(id, _)| id.chars().rev().collect::<String>());
    Ok(found.into_iter().map(|(_, record)| record).collect())
}

/// What is let through before it is looked up: an id somewhere in it, also a bad one.
fn looks_like_an_id(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let ends_in = |text: &str, least| {
        let found = text.bytes().rev().take_while(u8::is_ascii_digit).count();
        found >= least
    };
    let parts = |mark| text.match_indices(mark).map(|(i, _)| text.split_at(i));
    let new = parts('.').any(|(a, b)| ends_in(a, 4) && digits(&b[1..]) >= 4);
    let archive = |a: &str| a.ends_with(|c: char| c.is_ascii_alphabetic() || "-.".contains(c));
    new || parts('/').any(|(a, b)| archive(a) && digits(&b[1..]) >= 7)
}

const FEED: &str = "<?xml version='1.0' encoding='UTF-8'?>\n\
    <feed xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\" \
    xmlns:arxiv=\"http://arxiv.org/schemas/atom\" xmlns=\"http://www.w3.org/2005/Atom\">\n";

fn feed(query: &Query, page: &[Record], [total, start, most]: [usize; 3]) -> String {
    let (words, ids) = (query.get("search_query"), query.get("id_list"));
    let asked = format!("search_query={words}&id_list={ids}&start={start}&max_results={most}");
    let entries: String = page.iter().map(entry).collect();
    format!(
        "{FEED}  <id>https://arxiv.org/api/aB3/x+YzInventedHashOfAQuery</id>\n  \
         <title>arXiv Query: {asked}</title>\n  <updated>2026-11-27T00:00:00Z</updated>\n  \
         <link href=\"https://arxiv.org/api/query?{asked}\" type=\"application/atom+xml\"/>\n  \
         <opensearch:itemsPerPage>{most}</opensearch:itemsPerPage>\n  \
         <opensearch:totalResults>{total}</opensearch:totalResults>\n  \
         <opensearch:startIndex>{start}</opensearch:startIndex>\n{entries}</feed>\n",
        asked = attribute(&asked)
    )
}

fn element(name: &str, text: Option<&String>) -> String {
    let text = text.map(|text| format!("    <{name}>{}</{name}>\n", escape(text)));
    text.unwrap_or_default()
}

fn entry(paper: &Record) -> String {
    let id = format!("{}v{}", paper.id, paper.version);
    let updated = paper.updated.as_ref().unwrap_or(&paper.published);
    let category = paper.category.as_deref().unwrap_or("cs.LG");
    let doi = |doi: &String| {
        let doi = attribute(doi);
        format!("    <link rel=\"related\" href=\"https://doi.org/{doi}\" title=\"doi\"/>\n")
    };
    let author = |name: &String| {
        format!(
            "    <author>\n  {}    </author>\n",
            element("name", Some(name))
        )
    };
    [
        // The id is the one address that is not https.
        format!("  <entry>\n    <id>http://arxiv.org/abs/{id}</id>\n"),
        element("title", Some(&paper.title)),
        element("updated", Some(updated)),
        format!("    <link href=\"https://arxiv.org/abs/{id}\" rel=\"alternate\" type=\"text/html\"/>\n"),
        format!("    <link href=\"https://arxiv.org/pdf/{id}\" rel=\"related\" type=\"application/pdf\" title=\"pdf\"/>\n"),
        element("summary", Some(&paper.summary)),
        format!("    <category term=\"{category}\" scheme=\"http://arxiv.org/schemas/atom\"/>\n"),
        element("published", Some(&paper.published)),
        element("arxiv:comment", paper.comment.as_ref()),
        format!("    <arxiv:primary_category term=\"{category}\"/>\n"),
        element("arxiv:journal_ref", paper.journal_ref.as_ref()),
        paper.authors.iter().map(author).collect(),
        element("arxiv:doi", paper.doi.as_ref()),
        paper.doi.as_ref().map(doi).unwrap_or_default(),
        "  </entry>\n".into(),
    ]
    .concat()
}

fn error(what: &str) -> String {
    let id = format!("https://arxiv.org/api/errors#{}", what.replace(' ', "_"));
    format!(
        "{FEED}  <id>https://arxiv.org/</id>\n  <title>arXiv Search Results</title>\n  \
         <opensearch:totalResults>1</opensearch:totalResults>\n  <entry>\n    <id>{}</id>\n    \
         <title>Error</title>\n{}    <author><name>arXiv api core</name></author>\n  </entry>\n</feed>\n",
        escape(&id),
        element("summary", Some(&what.to_owned()))
    )
}

/// The record as it was submitted, always of the latest version.
fn oai(records: &Records, query: &Query) -> String {
    let id = query.get("identifier").strip_prefix("oai:arXiv.org:");
    let content = match (query.get("verb"), query.get("metadataPrefix")) {
        ("GetRecord", "arXivRaw") => match id.and_then(|id| records.latest(id)) {
            Some(paper) => format!("<GetRecord><record>{}</record></GetRecord>", raw(paper)),
            None => "<error code=\"idDoesNotExist\">nothing found</error>".into(),
        },
        ("GetRecord", _) => "<error code=\"cannotDisseminateFormat\">unknown</error>".into(),
        _ => "<error code=\"badVerb\">unknown verb</error>".into(),
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">\
         <responseDate>2026-11-27T00:00:00Z</responseDate>\
         <request>http://oaipmh.arxiv.org/oai</request>{content}</OAI-PMH>"
    )
}

fn raw(paper: &Record) -> String {
    let version = |number| {
        let is_gone = paper.withdrawn && number == paper.version;
        let (size, kind) = if is_gone { (0, "I") } else { (99, "D") };
        format!(
            "<version version=\"v{number}\"><date>{}</date><size>{size}kb</size>\
             <source_type>{kind}</source_type></version>",
            paper.published
        )
    };
    let names = paper.authors.join(", ");
    [
        format!(
            "<header><identifier>oai:arXiv.org:{}</identifier>",
            paper.id
        ),
        "<datestamp>2026-01-01</datestamp></header>".into(),
        "<metadata><arXivRaw xmlns=\"http://arxiv.org/OAI/arXivRaw/\">".into(),
        element("id", Some(&paper.id)),
        "<submitter>A. Nobody</submitter>".into(),
        (1..=paper.version).map(version).collect(),
        element("title", paper.title_raw.as_ref().or(Some(&paper.title))),
        element("authors", paper.authors_raw.as_ref().or(Some(&names))),
        element("comments", paper.comment.as_ref()),
        element("journal-ref", paper.journal_ref.as_ref()),
        element("doi", paper.doi.as_ref()),
        element(
            "abstract",
            paper.abstract_raw.as_ref().or(Some(&paper.summary)),
        ),
        "</arXivRaw></metadata>".into(),
    ]
    .concat()
}
