//! Link destinations → the papers they name: every form in which people paste an arXiv address
//! (`docs/arxiv.md#links`).
//!
//! One destination at a time; addresses in running text are found by [`crate::arxiv::mention`].
//! Nothing here knows Markdown, and no id is repaired: what cannot be an id is
//! [`Target::Malformed`].

use crate::arxiv::id::{ArxivId, IdError, PaperRef, Target};
use crate::arxiv::placeholder;
use url::Url;

/// Where a mirror or reader of arXiv keeps the id in its paths. Tails after the id are ignored.
const READERS: [(&str, &[&str]); 11] = [
    ("alphaxiv.org", &["abs", "overview", "pdf"]),
    ("ar5iv.org", &["abs", "html", "pdf"]),
    ("ar5iv.labs.arxiv.org", &["abs", "html", "pdf"]),
    ("huggingface.co", &["papers"]),
    ("hf.co", &["papers"]),
    ("semanticscholar.org", &["arxiv"]),
    ("api.semanticscholar.org", &["paper"]),
    ("scirate.com", &["arxiv"]),
    ("papers.cool", &["arxiv"]),
    ("arxiv-vanity.com", &["papers"]),
    ("ui.adsabs.harvard.edu", &["abs"]),
];

/// Paths of arXiv itself that are followed by an id.
const ROUTES: [&str; 13] = [
    "abs", "pdf", "html", "format", "ps", "dvi", "src", "e-print", "tb", "bibtex", "cits", "refs",
    "audio",
];

/// The DOI prefix of all arXiv papers, and the word before the id.
pub(super) const DOI: &str = "10.48550/arxiv.";

impl Target {
    /// Says what one link destination points to.
    ///
    /// A destination without scheme is taken for an address only where it begins with a host that
    /// serves arXiv papers. Others that are no URL are [`Target::Placeholder`] where they are a
    /// template's word (`paper_link`, `URL`, `#`, nothing), else [`Target::Elsewhere`]
    /// (`./notes.md`, `#section`, `LICENSE`).
    pub fn of_url(destination: &str) -> Self {
        let text = destination.trim();
        let inner = text.strip_prefix('<').and_then(|t| t.strip_suffix('>'));
        classify(inner.unwrap_or(text), true)
    }
}

fn classify(text: &str, unwrap_archive: bool) -> Target {
    if let Some(target) = prefixed(text) {
        return target;
    }
    if placeholder::is_destination(text) {
        return Target::Placeholder;
    }
    let Some(url) = absolute(text) else {
        return Target::Elsewhere;
    };
    let Some(host) = url.host_str() else {
        return Target::Elsewhere;
    };
    let host = host.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    if let Some((_, routes)) = READERS.iter().find(|(name, _)| *name == host) {
        return in_reader(&segments(&url), routes);
    }
    match host {
        "doi.org" | "dx.doi.org" => in_doi(&decoded(url.path())),
        "web.archive.org" if unwrap_archive => archived(url.path()),
        _ => match arxiv_host(host) {
            Host::Papers => on_arxiv(&segments(&url)),
            Host::Service => Target::NoPaper,
            Host::Foreign => Target::Elsewhere,
        },
    }
}

/// Destinations that are written like a scheme: `arXiv:ID`, `oai:arXiv.org:ID`,
/// `doi:10.48550/arXiv.ID`.
fn prefixed(text: &str) -> Option<Target> {
    if let Some(doi) = strip_prefix_ignoring_case(text, "doi:") {
        return Some(in_doi(doi.trim_start()));
    }
    let id = strip_prefix_ignoring_case(text, "oai:arxiv.org:")
        .or_else(|| strip_prefix_ignoring_case(text, "arxiv:"))?;
    // `arxiv:` before slashes is a mangled address, not an id.
    (!id.starts_with('/')).then(|| in_id_position(id.trim_start()))
}

/// A URL with its scheme, or an address of arXiv written without one.
pub(super) fn absolute(text: &str) -> Option<Url> {
    if let Some(rest) = text.strip_prefix("//") {
        return Url::parse(&format!("https://{rest}")).ok();
    }
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Some(url),
        // `arxiv.org:443/abs/…` reads as a scheme too, but nobody writes that.
        Ok(_) => None,
        Err(_) => {
            let host = text
                .split(['/', '?', '#'])
                .next()
                .unwrap_or(text)
                .to_ascii_lowercase();
            let name = host.strip_prefix("www.").unwrap_or(&host);
            let known = READERS.iter().any(|(reader, _)| *reader == name)
                || matches!(name, "doi.org" | "dx.doi.org")
                || !matches!(arxiv_host(name), Host::Foreign);
            known
                .then(|| Url::parse(&format!("https://{text}")).ok())
                .flatten()
        }
    }
}

enum Host {
    /// Serves papers under arXiv's routes.
    Papers,
    /// Belongs to arXiv and serves no papers: help, blog, feeds.
    Service,
    Foreign,
}

fn arxiv_host(host: &str) -> Host {
    if matches!(host, "arxiv.org" | "xxx.lanl.gov") {
        return Host::Papers;
    }
    match host.strip_suffix(".arxiv.org") {
        // Mirrors have a country's two letters (`cn`, `de`), or the place's name.
        Some("export" | "browse" | "lanl" | "aps" | "xxx") => Host::Papers,
        Some(sub) if sub.len() == 2 => Host::Papers,
        Some(_) => Host::Service,
        None => Host::Foreign,
    }
}

/// The parts of the path, decoded; empty ones (`abs//ID`) are left out.
fn segments(url: &Url) -> Vec<String> {
    let parts = url.path().split('/').map(decoded);
    parts.filter(|part| !part.is_empty()).collect()
}

fn decoded(text: &str) -> String {
    let pair = format!("x={}", text.replace('+', "%2B"));
    let value = url::form_urlencoded::parse(pair.as_bytes()).next();
    value
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

fn on_arxiv(segments: &[String]) -> Target {
    let Some(route) = segments.first() else {
        return Target::NoPaper;
    };
    if ROUTES.contains(&route.to_ascii_lowercase().as_str()) {
        return in_id_position(&id_text(&segments[1..]));
    }
    // `arxiv.org/ID`, a mistyped route, `ftp/arxiv/papers/2105/2105.13993.pdf`.
    let readable = (0..segments.len()).find_map(|at| exact(&id_text(&segments[at..])).ok());
    match readable {
        Some(paper) => Target::Paper(paper),
        None if route.contains('.') => match in_id_position(route) {
            Target::Malformed(text) if !text.starts_with(|c: char| c.is_ascii_digit()) => {
                Target::NoPaper
            }
            target => target,
        },
        None => Target::NoPaper,
    }
}

fn in_reader(segments: &[String], routes: &[&str]) -> Target {
    let route = segments
        .iter()
        .position(|s| routes.contains(&s.to_ascii_lowercase().as_str()));
    let Some(at) = route else {
        return Target::Elsewhere;
    };
    let rest = &segments[at + 1..];
    let text = id_text(rest);
    match exact(&text).ok().or_else(|| bibcode(&text)) {
        Some(paper) => Target::Paper(paper),
        // alphaXiv's slugs, Semantic Scholar's hashes: pages of theirs that name no id.
        None => Target::Elsewhere,
    }
}

pub(super) fn in_doi(doi: &str) -> Target {
    match strip_prefix_ignoring_case(doi.trim_start_matches('/'), DOI) {
        Some(id) => in_id_position(id),
        None => Target::Elsewhere,
    }
}

/// `/web/TIMESTAMP/URL`.
fn archived(path: &str) -> Target {
    let inner = path
        .strip_prefix("/web/")
        .and_then(|rest| rest.split_once('/'));
    match inner {
        Some((_, address)) => classify(address, false),
        None => Target::Elsewhere,
    }
}

/// The text in the place of an id at the head of path segments: two of them for the old scheme, one
/// for the new.
fn id_text(segments: &[String]) -> String {
    match segments {
        [archive, digits, ..] if !archive.contains(|c: char| c.is_ascii_digit()) => {
            format!("{archive}/{digits}")
        }
        [first, ..] => first.clone(),
        [] => String::new(),
    }
}

/// Judges a text that stands where arXiv's addresses have their id.
pub(super) fn in_id_position(text: &str) -> Target {
    match exact(text) {
        Ok(paper) => Target::Paper(paper),
        Err(_) if placeholder::is_id(cleaned(text)) => Target::Placeholder,
        Err(_) => Target::Malformed(text.to_owned()),
    }
}

fn exact(text: &str) -> Result<PaperRef, IdError> {
    let core = cleaned(text);
    PaperRef::parse(strip_prefix_ignoring_case(core, "oai:arxiv.org:").unwrap_or(core))
}

/// Takes off what people and tools leave behind an id: file endings, punctuation, a second link
/// pasted into the first.
fn cleaned(text: &str) -> &str {
    let junk = |c: char| c.is_whitespace() || "&()[]{}<>,;|*\"'`".contains(c);
    let text = text.trim_start_matches(junk);
    let mut core = text.split(junk).next().unwrap_or(text);
    loop {
        let bare = core.trim_end_matches(['.', '/', '_', ':', '!', '?']);
        let endings = [".pdf", ".ps", ".gz", ".html", ".md"];
        let stripped = endings
            .iter()
            .find_map(|ending| strip_suffix_ignoring_case(bare, ending));
        match stripped {
            Some(rest) => core = rest,
            None => return bare,
        }
    }
}

/// ADS's name for an arXiv paper: `2023arXiv230100001X`, `2012arXiv1205.1001F`.
fn bibcode(text: &str) -> Option<PaperRef> {
    let (year, rest) = text.split_once("arXiv")?;
    let number = rest.strip_suffix(|c: char| c.is_ascii_uppercase())?;
    let shaped = year.len() == 4 && number.is_ascii();
    let id = match number.len() {
        9 if shaped && !number.contains('.') => format!("{}.{}", &number[..4], &number[4..]),
        9 if shaped => number.to_owned(),
        _ => return None,
    };
    id.parse::<ArxivId>().ok().map(PaperRef::from)
}

/// The paper that a shields.io badge shows (`img.shields.io/badge/arXiv-2510.00771-b31b1b.svg`),
/// where it shows one.
///
/// It may differ from the paper that the badge links to.
pub fn badge_id(url: &str) -> Option<PaperRef> {
    let url = absolute(url.trim())?;
    if url.host_str() != Some("img.shields.io") {
        return None;
    }
    let message = url.query_pairs().find(|(key, _)| key == "message");
    if let Some((_, message)) = message {
        return exact(&message).ok();
    }
    let text = url.path().strip_prefix("/badge/")?;
    // Shields doubles `-` and `_` that are meant, and separates label, message and colour by single
    // dashes.
    let text = text
        .replace("--", "\0")
        .replace("__", "\u{1}")
        .replace('_', " ");
    let mut parts = text
        .split('-')
        .map(|part| decoded(&part.replace('\0', "-").replace('\u{1}', "_")));
    parts.find_map(|part| {
        let part = part.trim();
        let bare = strip_prefix_ignoring_case(part, "arxiv ").unwrap_or(part);
        exact(bare.trim_start()).ok()
    })
}

pub(super) fn strip_prefix_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

fn strip_suffix_ignoring_case<'t>(text: &'t str, suffix: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(suffix.len())?;
    text.get(at..)?
        .eq_ignore_ascii_case(suffix)
        .then(|| &text[..at])
}
