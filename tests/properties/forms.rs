//! A form that a maintainer gives for a missing field: whatever the list looks like, a run only
//! adds lines, and the next one has nothing to add to the entries that it filled.

use arxsync::arxiv::lookup::Answers;
use arxsync::arxiv::paper::{Paper, Resolution};
use arxsync::list::form::{Form, Forms};
use arxsync::list::hints::Hints;
use arxsync::plan::input::{Given, List, Resolutions};
use arxsync::plan::known::Known;
use arxsync::plan::memory::Memory;
use arxsync::plan::policy::Policy;
use arxsync::plan::verify::{self, Proven};
use arxsync::plan::{Decision, Plan};
use arxsync::text::names::overrides::Overrides;
use proptest::prelude::*;
use proptest::sample::select;

const TITLES: [&str; 5] = [
    "Owls in Winter Woods",
    "Clocks Made of Sand",
    "Measuring Small Rivers",
    "Lanterns for Deep Wells",
    "Snails on Glass",
];

const AUTHORS: [&str; 5] = ["Ada Abel", "Bo Bell", "Cy Cole", "Dörte Dorn", "Ed Ek"];

/// How an entry begins, `@` being its link; what stands below it; and what ends it.
const HEADS: [&str; 9] = [
    "- @",
    "* **@**",
    "1. @ (2024)",
    "  - @",
    "-\t@",
    "### @",
    "> - @",
    "| @ | x |",
    "**@**",
];
const BELOW: [&str; 9] = [
    "",
    "\n  goes on",
    "\n  - Code: https://example.org",
    "\n    * a note\n      - with more",
    "\n\n  A paragraph.",
    "\n\nText of a section.",
    "\nglued text",
    "\n  <!-- a remark -->",
    "\n\n  ```\n  code\n  ```",
];
const ENDS: [&str; 3] = ["\n", "\n\n", "\n\n\n"];

const FORMS: [&str; 6] = [
    "  - @: {}",
    "- **@**: {}",
    "    * @: {}",
    "**@**: {}",
    "  **@:**\n  {}",
    "  - @: {} (arXiv)",
];

fn source() -> impl Strategy<Value = String> {
    let entry = (select(&HEADS[..]), select(&BELOW[..]), select(&ENDS[..]));
    let entries = proptest::collection::vec(entry, 1..=TITLES.len());
    (entries, any::<bool>(), any::<bool>()).prop_map(|(entries, same, crlf)| {
        let one = entries[0];
        let text: String = entries
            .iter()
            .enumerate()
            .map(|(i, entry)| {
                let (head, below, end) = if same {
                    (one.0, entry.1, one.2)
                } else {
                    *entry
                };
                let link = format!("[{}](https://arxiv.org/abs/2401.{:05})", TITLES[i], i + 1);
                format!("{}{below}{end}", head.replace('@', &link))
            })
            .collect();
        let text = format!("# Papers\n\n{text}");
        if crlf {
            text.replace('\n', "\r\n")
        } else {
            text
        }
    })
}

fn hints() -> impl Strategy<Value = Hints> {
    let form = |label: &'static str, field: &'static str| {
        let read = move |form: &str| {
            let text = form.replace('@', label).replace("{}", field);
            Form::parse(&text, field.trim_matches(['{', '}'])).unwrap()
        };
        proptest::option::of(select(&FORMS[..]).prop_map(read))
    };
    let forms = (form("Authors", "{authors}"), form("Abstract", "{abstract}"));
    forms.prop_map(|(authors, abstract_)| Hints {
        forms: Forms { authors, abstract_ },
        ..Hints::default()
    })
}

fn planned(source: &str, hints: &Hints) -> Proven {
    let list = List::read(source, hints, (2030, 1));
    let paper = |i: usize| Paper {
        id: format!("2401.{:05}", i + 1).parse().unwrap(),
        version: 1,
        title: TITLES[i].into(),
        authors: (0..3).map(|k| AUTHORS[(i + k) % 5].into()).collect(),
        summary: format!(
            "We look at {} for a year. Three * of [four] trials_end <well>, as $x_1$ says.",
            TITLES[i].to_lowercase()
        ),
        comment: None,
        journal_ref: None,
        doi: None,
        published: None,
        updated: None,
    };
    let papers = (0..TITLES.len()).map(paper);
    let resolutions: Resolutions = papers
        .map(|p| (p.id.clone().into(), Resolution::Found(p)))
        .collect();
    let given = Given {
        resolutions: &resolutions,
        answers: &Answers::new(),
        overrides: &Overrides::default(),
        known: &Known::of(&resolutions),
        policy: &Policy::default(),
        memory: &Memory::default(),
        only: None,
        is_over: &|| false,
    };
    verify::plan(&list, given).unwrap()
}

/// The fields that a plan edits.
fn edited(plan: &Plan) -> Vec<String> {
    let applied = plan.changes.iter();
    let applied = applied.filter(|c| c.decision == Decision::Apply);
    applied
        .map(|c| format!("{} {:?}", c.arxiv_id, c.field))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_form_only_adds_lines_and_only_once(source in source(), hints in hints()) {
        let first = planned(&source, &hints);
        let mut after = first.after.lines();
        for line in source.lines() {
            prop_assert!(after.any(|l| l == line), "{line:?} is gone:\n{}", first.after);
        }
        prop_assert_eq!(first.after.contains("\r\n"), source.contains("\r\n"));
        let lone = first.after.replace("\r\n", "").contains('\n');
        prop_assert!(!source.contains("\r\n") || !lone, "{:?}", first.after);
        let second = planned(&first.after, &hints);
        let filled = edited(&first.plan);
        let again = edited(&second.plan);
        prop_assert!(!again.iter().any(|c| filled.contains(c)), "{again:?}\n{}", second.after);
    }
}
