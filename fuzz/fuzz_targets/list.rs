//! Any text as a list: it is parsed, planned against papers that its own entries describe with
//! other words, edited, and read again.
#![no_main]

use arxsync::arxiv::paper::{Paper, Resolution};
use arxsync::arxiv::lookup::Answers;
use arxsync::list::entry::Name;
use arxsync::list::hints::Hints;
use arxsync::plan::input::{Given, List, Resolutions};
use arxsync::plan::known::Known;
use arxsync::plan::memory::Memory;
use arxsync::plan::policy::{Policy, Rule};
use arxsync::plan::verify;
use arxsync::text::names::overrides::Overrides;
use libfuzzer_sys::fuzz_target;

const NOW: (u16, u8) = (2030, 1);

fuzz_target!(|text: &str| {
    let hints = Hints::default();
    let list = List::read(text, &hints, NOW);
    for pair in list.entries.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "entries overlap");
    }
    let mut resolutions = Resolutions::new();
    for paper in list.wanted(None, &|| false) {
        let entry = list.entries.iter().find(|e| {
            matches!(list.named(e, &mut Vec::new()), arxsync::plan::links::Named::Paper(p) if p == paper)
        });
        let Some(entry) = entry else { continue };
        let text = |name: &Name| match entry.place(name).map(|p| &p.content) {
            Some(arxsync::list::entry::Content::Shown { value, .. }) => value.text(&list.doc),
            _ => String::new(),
        };
        let version = paper.version.map_or(1, std::num::NonZeroU32::get);
        let found = Paper {
            id: paper.id.clone(),
            version,
            title: format!("{} x", entry.title.text(&list.doc)),
            authors: vec!["Ada Abel".into(), "Bo | <b>Bell</b>".into(), "[Cy](x) Cole".into()],
            summary: format!("{} & | more <b>text</b> `x` $a_1$ [y](z)\n\n# end", text(&Name::Abstract)),
            comment: None,
            journal_ref: None,
            doi: None,
            published: None,
            updated: None,
        };
        resolutions.insert(paper, Resolution::Found(found));
    }
    let policy = Policy {
        title: Rule::Correct,
        ..Policy::default()
    };
    let given = Given {
        resolutions: &resolutions,
        answers: &Answers::new(),
        overrides: &Overrides::default(),
        known: &Known::default(),
        policy: &policy,
        memory: &Memory::default(),
        only: None,
        is_over: &|| false,
    };
    let Some(proven) = verify::plan(&list, given) else { return };
    if resolutions.is_empty() {
        assert_eq!(proven.after, text, "nothing is known, and yet something changes");
    }
});
