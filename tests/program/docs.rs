//! What docs/layouts.md says is so: every example is read as stated beside it, no layout is
//! missing, and the configuration loads.

use arxsync::list::document::Document;
use arxsync::list::layout;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// An example of the page.
struct Example {
    /// What stands above it: "Read as `item`: 4 entries, …".
    caption: String,
    /// The list.
    list: String,
    /// The configuration that it is read with.
    config: Option<String>,
}

impl Example {
    /// The layout that its caption names; `None` where it is read as nothing.
    fn layout(&self) -> Option<&str> {
        let (_, behind) = self.caption.split_once(" as ").unwrap();
        let named = behind.strip_prefix('`')?;
        Some(named.split('`').next().unwrap())
    }

    /// What its caption says of its entries, as `arxsync entries` does.
    fn count(&self) -> &str {
        let (_, count) = self.caption.split_once(": ").unwrap();
        count.strip_suffix('.').unwrap()
    }
}

fn page() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(root.join("docs/layouts.md")).unwrap()
}

/// The fenced blocks of a page: what stands above it, its language, its text.
fn blocks(page: &str) -> Vec<(&str, &str, String)> {
    let (mut found, mut above) = (Vec::new(), "");
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let fence = &line[..line.len() - line.trim_start_matches('`').len()];
        if fence.len() >= 3 {
            let inside = lines.by_ref().take_while(|inner| *inner != fence);
            let text = inside.map(|inner| format!("{inner}\n")).collect();
            found.push((above, &line[fence.len()..], text));
        } else if !line.is_empty() {
            above = line;
        }
    }
    found
}

fn examples(page: &str) -> Vec<Example> {
    let (mut examples, mut said) = (Vec::new(), None);
    for (above, language, text) in blocks(page) {
        match language {
            "toml" => said = Some(text),
            "markdown" => examples.push(Example {
                caption: above.to_owned(),
                list: text,
                config: said.take_if(|_| above.contains("the configuration above")),
            }),
            _ => panic!("a block of {language:?} below {above:?}"),
        }
    }
    examples
}

/// The layouts as which a list's entries are recognised, where nothing is said of it.
fn layouts(list: &str) -> BTreeSet<&'static str> {
    let doc = Document::parse(list);
    let entries = layout::recognise(&doc, &[], &|| false);
    entries.iter().map(|entry| entry.layout).collect()
}

/// What `arxsync entries` says of a list, without its name.
fn counted(example: &Example) -> String {
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    place("reading.md", &example.list);
    place("arxsync.toml", example.config.as_deref().unwrap_or(""));
    let mut program = Command::new(env!("CARGO_BIN_EXE_arxsync"));
    program.args(["entries", "--config", "arxsync.toml", "reading.md"]);
    let output = program.current_dir(folder.path()).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let last = told.lines().last().unwrap_or_default();
    last.strip_prefix("reading.md: ").unwrap_or(last).to_owned()
}

#[test]
fn every_example_is_read_as_stated_beside_it() {
    for example in examples(&page()) {
        let expected: BTreeSet<&str> = example.layout().into_iter().collect();
        assert_eq!(layouts(&example.list), expected, "{}", example.list);
        assert_eq!(counted(&example), example.count(), "{}", example.list);
    }
}

#[test]
fn every_layout_has_its_section_and_an_example() {
    let page = page();
    let examples = examples(&page);
    for name in layout::names() {
        let section = page.contains(&format!("\n## {name}\n"));
        assert!(section, "docs/layouts.md has no section {name}");
        let row = page.contains(&format!("\n| [`{name}`](#{name}) | "));
        assert!(row, "docs/layouts.md has no row {name}");
        let shown = examples.iter().any(|e| e.layout() == Some(name));
        assert!(shown, "docs/layouts.md has no example of {name}");
    }
    let with_config = examples.iter().filter(|e| e.config.is_some()).count();
    assert_eq!(with_config, 1);
}
