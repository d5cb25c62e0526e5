//! Where a paper was published, as arXiv knows it, and whether its entry says so already. It is
//! told where the maintainer wants to know it (`[findings] published`), and nothing is edited.

use super::fingerprint;
use super::input::List;
use super::{Code, Finding};
use crate::arxiv::id::ArxivId;
use crate::arxiv::paper::Paper;
use crate::list::entry::{Content, Entry, Name, Writing};
use crate::list::{field, inline};
use crate::text::entity;
use crate::text::glyph::Glyphs;
use crate::text::url::percent_decoded;
use std::collections::HashSet;
use std::ops::Range;

/// arXiv's own DOIs are of the preprint.
const OF_ARXIV: &str = "10.48550/";

/// What to say of a paper that was published, and what that is about; nothing where arXiv does not
/// know of it, or the entry shows the DOI or the journal.
pub fn published(list: &List<'_>, entry: &Entry, paper: &Paper) -> Option<(String, String)> {
    let journal = paper.journal_ref.as_deref();
    let dois: Vec<&str> = paper.doi.as_deref().map_or(Vec::new(), of_publishers);
    let doi = (!dois.is_empty()).then(|| format!("doi:{}", dois.join(" ")));
    let parts: Vec<&str> = journal.into_iter().chain(doi.as_deref()).collect();
    let is_shown = || {
        let shows = |doi: &&str| shows_doi(list, entry, doi);
        dois.iter().any(shows) || journal.is_some_and(|name| shows_journal(list, entry, name))
    };
    if parts.is_empty() || is_shown() {
        return None;
    }
    let where_ = parts.join(", ");
    let about = fingerprint::words(&where_);
    Some((format!("the paper was published: {where_}"), about))
}

/// Of a paper that is listed several times it is told once: at the first of its entries.
pub fn once_a_paper(findings: &mut Vec<Finding>) {
    let mut told: HashSet<Option<ArxivId>> = HashSet::new();
    findings.retain(|f| f.code != Code::Published || told.insert(f.arxiv_id.clone()));
}

/// The DOIs of a field that holds one or several.
fn of_publishers(field: &str) -> Vec<&str> {
    let words = field.split_whitespace();
    words.filter(|doi| !doi.starts_with(OF_ARXIV)).collect()
}

/// Whether the entry has a DOI somewhere in its text or in its links, however it writes it.
fn shows_doi(list: &List<'_>, entry: &Entry, doi: &str) -> bool {
    let doi = bare(doi);
    let shows = |text: &str| {
        let text = bare(text);
        let mut places = text.match_indices(&doi);
        let goes_on = |c: char| c.is_alphanumeric();
        !doi.is_empty() && places.any(|(at, _)| !text[at + doi.len()..].starts_with(goes_on))
    };
    shows(&list.doc.source[entry.span.clone()]) || shows_in_links(list, entry, shows)
}

/// Whether a link of the entry leads to such an address; it may stand at the list's end.
fn shows_in_links(list: &List<'_>, entry: &Entry, shows: impl Fn(&str) -> bool) -> bool {
    let doc = &list.doc;
    let is_near = |span: &Range<usize>| span.start < entry.span.end && entry.span.start < span.end;
    // Blocks are in the order of their beginnings; the one before may hold the entry's.
    let behind = doc
        .blocks
        .partition_point(|block| block.span.start < entry.span.start);
    let blocks = doc.blocks.iter().skip(behind.saturating_sub(1));
    let mut blocks = blocks.take_while(|block| block.span.start < entry.span.end);
    blocks.any(|block| {
        let pieces = doc.inlines(block, &block.span);
        let mut links = inline::links(doc, &pieces).filter(|(_, span)| is_near(span));
        links.any(|(address, _)| shows(address))
    })
}

/// A text without what is only writing: entities, `%28`, backslashes, case.
fn bare(text: &str) -> String {
    let text = entity::fold(&Glyphs::plain(text)).text();
    percent_decoded(&text).replace('\\', "").to_lowercase()
}

/// Whether the entry names the journal, its title and abstract aside. A name of one word (`Nature`)
/// is one where a number follows: the nature of things is no journal.
fn shows_journal(list: &List<'_>, entry: &Entry, journal: &str) -> bool {
    let words = words(journal);
    let mut name = words.iter().skip_while(|w| is_number(w)).peekable();
    let name: Vec<&str> = match name.peek() {
        Some(_) => name
            .take_while(|w| !is_number(w))
            .map(String::as_str)
            .collect(),
        None => return false,
    };
    let needs_number = name.len() == 1;
    beside_the_paper(entry).into_iter().any(|span| {
        let tokens = field::read(list.doc.source, span, Writing::Markdown);
        let keys: Vec<&str> = tokens.words().map(|(_, word)| word.key.as_str()).collect();
        let mut places = keys.windows(name.len()).enumerate();
        places.any(|(at, place)| {
            let next = keys.get(at + name.len());
            place == name && (!needs_number || next.is_some_and(|word| is_number(word)))
        })
    })
}

fn words(text: &str) -> Vec<String> {
    fingerprint::fold(text)
        .split(' ')
        .map(str::to_owned)
        .collect()
}

fn is_number(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
}

/// The bytes of an entry that are neither its title nor its abstract.
fn beside_the_paper(entry: &Entry) -> Vec<Range<usize>> {
    let is_text = |name: &Name| matches!(name, Name::Title | Name::Abstract);
    let mut own = vec![entry.title.span.clone()];
    for place in entry.places.iter().filter(|place| is_text(&place.name)) {
        if let Content::Shown { value, more } = &place.content {
            own.extend(
                [value]
                    .into_iter()
                    .chain(more)
                    .map(|value| value.span.clone()),
            );
        }
    }
    own.sort_by_key(|span| span.start);
    let (mut beside, mut at) = (Vec::new(), entry.span.start);
    for span in own {
        beside.extend((at < span.start).then_some(at..span.start));
        at = at.max(span.end);
    }
    beside.extend((at < entry.span.end).then_some(at..entry.span.end));
    beside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::hints::Hints;

    const JOURNAL: &str = "Phys. Rev. Lett. 124, 010401 (2020)";
    const DOI: &str = "10.1103/PhysRevLett.124.010401";

    fn paper(journal_ref: Option<&str>, doi: Option<&str>) -> Paper {
        Paper {
            id: "2001.00001".parse().unwrap(),
            version: 1,
            title: "Night Ferries on Rivers".into(),
            authors: Vec::new(),
            summary: String::new(),
            comment: None,
            journal_ref: journal_ref.map(Into::into),
            doi: doi.map(Into::into),
            published: None,
            updated: None,
        }
    }

    /// What is told of a paper whose entry ends with this.
    fn told(end: &str, paper: &Paper) -> Option<String> {
        let source = format!(
            "# L\n\n1. **Night Ferries on Rivers**\n\n    **Paper**: https://arxiv.org/abs/2001.00001\n\n    \
             **Abstract**: On the nature of 3 rivers, in Phys. Rev. Lett. style.\n\n    {end}\n"
        );
        let hints = Hints::default();
        let list = List::read(&source, &hints, (2030, 1));
        let entry = list.entries.first().unwrap();
        published(&list, entry, paper).map(|(message, _)| message)
    }

    #[test]
    fn what_arxiv_knows_is_told_as_it_is() {
        let check = |journal, doi, expected: Option<&str>| {
            let expected = expected.map(|told| format!("the paper was published: {told}"));
            assert_eq!(told("", &paper(journal, doi)), expected);
        };
        let nature = Some("Nature 620 (2023)");
        check(None, None, None);
        check(nature, None, nature);
        check(None, Some("10.1038/a"), Some("doi:10.1038/a"));
        check(
            nature,
            Some("10.1038/a"),
            Some("Nature 620 (2023), doi:10.1038/a"),
        );
        check(None, Some("10.1/a 10.2/b"), Some("doi:10.1/a 10.2/b"));
        check(None, Some("10.48550/arXiv.2001.00001"), None);
    }

    #[test]
    fn what_the_entry_shows_is_not_told() {
        let check = |end: &str, expected: bool| {
            let found = told(end, &paper(Some(JOURNAL), Some(DOI)));
            assert_eq!(found.is_none(), expected, "{end}");
        };
        check("", false);
        check("**DOI**: 10.1103/physrevlett.124.010401", true);
        check(
            "[Journal](https://doi.org/10.1103%2FPhysRevLett.124.010401)",
            true,
        );
        check("<https://dx.doi.org/10.1103/PhysRevLett.124.010401>.", true);
        check("**DOI**: 10.1103/PhysRevLett.124.0104012", false);
        check(
            "[Journal][j]\n\n# End\n\n[j]: https://doi.org/10.1103/PhysRevLett.124.010401",
            true,
        );
        check("**Venue**: *Phys. Rev. Lett.*, 2020", true);
        check("**Venue**: PHYS REV LETT", true);
        check("**Venue**: Phys. Rev. D", false);
    }

    #[test]
    fn a_name_of_one_word_needs_a_number() {
        let check = |end: &str, journal: &str, expected: bool| {
            let found = told(end, &paper(Some(journal), None));
            assert_eq!(found.is_none(), expected, "{end}");
        };
        check(
            "**Note**: about the nature of it",
            "Nature 620 (2023)",
            false,
        );
        check("**Venue**: Nature 620", "Nature 620 (2023)", true);
        check("**Venue**: Nature (2023)", "Nature 620 (2023)", true);
        check("**Venue**: in Zeitschrift 5", "2019", false);
        check("**Venue**: ICRA 2019", "2019 ICRA", true);
    }

    #[test]
    fn a_doi_is_found_however_it_is_written() {
        let check = |end: &str, doi: &str| {
            assert_eq!(told(end, &paper(None, Some(doi))), None, "{end}");
        };
        check(r"10.1007/3-540-40988-2\_10", "10.1007/3-540-40988-2_10");
        check(
            "10.1002/(SICI)1097-0258(19980815)17:15&lt;1661::AID-SIM968&gt;3.0.CO;2-2",
            "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2",
        );
        check("[x](https://doi.org/10.1/b)", "10.1/a 10.1/b");
    }

    #[test]
    fn it_is_about_what_arxiv_says() {
        let about = |journal, doi| {
            let source = "- [Night Ferries on Rivers](https://arxiv.org/abs/2001.00001)\n";
            let hints = Hints::default();
            let list = List::read(source, &hints, (2030, 1));
            published(&list, &list.entries[0], &paper(journal, doi))
                .unwrap()
                .1
        };
        let of = about(Some("Nature 620 (2023)"), Some("10.1038/s41586-023-1"));
        assert_eq!(
            of,
            about(Some("Nature  620 (2023)"), Some("10.1038/s41586-023-1"))
        );
        for other in [
            about(Some("Nature 621 (2023)"), Some("10.1038/s41586-023-1")),
            about(Some("Nature 620 (2023)"), Some("10.1038/s41586-023-2")),
            about(Some("Nature 620 (2023)"), None),
        ] {
            assert_ne!(of, other);
        }
    }
}
