//! The project's pages for people: their links lead to files and sections that are there, and the
//! page about the report knows every word of it. What comments cite is [`super::citations`]'s.

use crate::project;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Where pages are: the project's folder and these.
const FOLDERS: [&str; 3] = ["", "docs", "systemd"];

/// The paths of all pages, from the project's folder on.
pub fn pages() -> Vec<String> {
    let in_folder = |folder: &&str| -> Vec<String> {
        let files = std::fs::read_dir(project(folder)).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let paths = names.map(|name| Path::new(folder).join(name));
        let paths = paths.filter(|path| path.extension().is_some_and(|e| e == "md"));
        paths
            .map(|path| path.to_str().unwrap().to_owned())
            .collect()
    };
    let mut pages: Vec<String> = FOLDERS.iter().flat_map(in_folder).collect();
    pages.sort();
    pages
}

/// What is wrong with a page's path, counted from the project's folder, and section; nothing where
/// both are there.
pub fn wrong(path: &Path, section: Option<&str>) -> Option<String> {
    let path = project(path.to_str().unwrap());
    let Some(section) = section else {
        return (!path.exists()).then(|| "is not there".to_owned());
    };
    let Ok(text) = std::fs::read_to_string(path) else {
        return Some("is not there".to_owned());
    };
    let is_there = sections(&text).contains(section);
    (!is_there).then(|| format!("has no section #{section}"))
}

/// The anchors of a page's headings, as GitHub makes them.
fn sections(page: &str) -> HashSet<String> {
    let (mut found, mut heading) = (HashSet::new(), None::<String>);
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let anchor = anchor(&heading.take().unwrap_or_default());
                let twin = (1..).map(|n| format!("{anchor}-{n}"));
                let mut names = std::iter::once(anchor.clone()).chain(twin);
                found.extend(names.find(|name| !found.contains(name)));
            }
            _ => {}
        }
    }
    found
}

/// `What `[names]` do` is `what-names-do`.
fn anchor(heading: &str) -> String {
    let lower = heading.trim().to_lowercase();
    let kept = lower
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Where a page's links lead, but for those to other sites. Code has none.
fn links(page: &str) -> Vec<String> {
    let events = Parser::new_ext(page, Options::ENABLE_TABLES);
    let targets = events.filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url),
        _ => None,
    });
    let own = targets.filter(|target| !target.contains("://") && !target.starts_with("mailto:"));
    own.map(|target| target.to_string()).collect()
}

/// A link's path from the project's folder on, and its section.
fn resolved(page: &str, link: &str) -> (PathBuf, Option<String>) {
    let (path, section) = match link.split_once('#') {
        Some((path, section)) => (path, Some(section.to_owned())),
        None => (link, None),
    };
    let folder = Path::new(page).parent().unwrap_or(Path::new(""));
    let whole = match path {
        "" => PathBuf::from(page),
        path => folder.join(path),
    };
    (whole, section)
}

#[test]
fn the_links_of_pages_lead_somewhere() {
    let pages = pages();
    assert!(pages.len() > 4, "{pages:?}");
    for page in pages {
        let text = std::fs::read_to_string(project(&page)).unwrap();
        for link in links(&text) {
            let (path, section) = resolved(&page, &link);
            let wrong = wrong(&path, section.as_deref());
            assert_eq!(wrong, None, "{page} links to {link}");
        }
    }
}

#[test]
fn sections_and_links_are_read_as_github_does() {
    let page = "# A `--b` c, d!\n\n## Same\n\n## Same\n\n[x](y.md#z) `[a](b)` <https://x.org>\n\n```\n# No\n[c](d)\n```\n";
    let sections = sections(page);
    let expected = ["a---b-c-d", "same", "same-1"].map(str::to_owned);
    assert_eq!(sections, HashSet::from(expected));
    assert_eq!(links(page), ["y.md#z"]);
    let (path, section) = resolved("docs/a.md", "b.md#c");
    assert_eq!(path, Path::new("docs/b.md"));
    assert_eq!(section.as_deref(), Some("c"));
    assert_eq!(resolved("docs/a.md", "#c").0, Path::new("docs/a.md"));
}

/// The variants of an enum as the report writes them: `PlaceholderLink` is `placeholder-link`.
fn words(source: &str, name: &str) -> Option<Vec<String>> {
    let (_, body) = source.split_once(&format!("\npub enum {name} {{\n"))?;
    let body = body.split("\n}").next()?;
    let variants = body.lines().filter_map(|line| {
        let variant = line.strip_prefix("    ")?.strip_suffix(',')?;
        variant
            .chars()
            .all(char::is_alphanumeric)
            .then_some(variant)
    });
    let kebab = |variant: &str| -> String {
        let word = variant.chars().flat_map(|c| {
            let dash = c.is_uppercase().then_some('-');
            dash.into_iter().chain(c.to_lowercase())
        });
        word.skip(1).collect()
    };
    Some(variants.map(kebab).collect())
}

#[test]
fn the_page_about_the_report_has_all_its_words() {
    let page = std::fs::read_to_string(project("docs/report.md")).unwrap();
    let mut files = Vec::new();
    crate::sources(&project("src/plan"), "", &mut files);
    crate::sources(&project("src/report"), "", &mut files);
    for name in [
        "Status", "Field", "Kind", "Decision", "Why", "Code", "Mode", "Outcome",
    ] {
        let found: Vec<String> = files
            .iter()
            .filter_map(|file| words(&file.text, name))
            .flatten()
            .collect();
        assert!(found.len() > 1, "the sources have no enum {name}");
        for word in found {
            let is_told = page.contains(&format!("`{word}`"));
            assert!(is_told, "docs/report.md does not know the {name} {word}");
        }
    }
}
