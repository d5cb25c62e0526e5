//! Author lines in every form: a right one is left alone, with all tables of words or none, and the
//! edits of a wrong one lead to a line that says what arXiv says.

use arxsync::list::edit::{Edit, EditSet};
use arxsync::list::entry::Writing;
use arxsync::list::field;
use arxsync::plan::author_lines::{Context, judge};
use arxsync::plan::judgement::Judgement;
use arxsync::text::vocabulary::Vocabulary;
use proptest::prelude::*;

/// First name and last name; no two alike.
const PEOPLE: &[(&str, &str)] = &[
    ("Ada", "Abel"),
    ("Bo", "Bell"),
    ("Cyril", "Cole"),
    ("Dörte", "Dorn"),
    ("Eva-Maria", "Ek"),
    ("Finn Q.", "Frey"),
    ("Gita", "van der Gill"),
    ("Hans", "O'Holm"),
    ("Ines", "Ito"),
    ("Wei", "Li"),
];

fn people() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    proptest::sample::subsequence(PEOPLE, 2..PEOPLE.len()).prop_shuffle()
}

#[derive(Clone, Copy, Debug)]
enum Order {
    Straight,
    Inverted,
}

fn written((first, last): (&str, &str), order: Order) -> String {
    match order {
        Order::Straight => format!("{first} {last}"),
        Order::Inverted => format!("{last}, {first}"),
    }
}

/// How lines are written: between names, before the last one, and in which order a name is.
fn forms() -> impl Strategy<Value = ((&'static str, &'static str), Order)> {
    let straight = prop_oneof![
        Just((", ", ", ")),
        Just(("; ", "; ")),
        Just((", ", " and ")),
        Just((", ", ", and ")),
        Just((", ", " & ")),
        Just((",", ",")),
    ];
    prop_oneof![
        3 => (straight, Just(Order::Straight)),
        1 => (Just((" and ", " and ")), Just(Order::Inverted)),
        1 => (Just(("; ", "; ")), Just(Order::Inverted)),
    ]
}

/// arXiv's authors, and a line that has one too many, one too few, one misspelt, or two in the
/// wrong order.
fn authors_and_line() -> impl Strategy<Value = (Vec<String>, String)> {
    let end = prop_oneof![2 => Just(""), 1 => Just(".")];
    (people(), forms(), end, 0..4, any::<prop::sample::Index>()).prop_map(
        |(people, ((between, last), order), end, slip, at)| {
            let arxiv = people.iter().map(|&name| written(name, Order::Straight));
            let arxiv = arxiv.collect();
            let mut listed = people;
            let at = at.index(listed.len());
            match slip {
                0 => listed.insert(at, ("Xi", "Xu")),
                1 => drop(listed.remove(at)),
                2 => listed[at].0 = "Zo",
                _ => listed.swap(0, at),
            }
            let names: Vec<String> = listed
                .into_iter()
                .map(|name| written(name, order))
                .collect();
            let (tail, head) = names.split_last().unwrap();
            let line = match head {
                [] => format!("{tail}{end}"),
                _ => format!("{}{last}{tail}{end}", head.join(between)),
            };
            (arxiv, line)
        },
    )
}

fn judged(line: &str, authors: &[String], vocabulary: &Vocabulary) -> Judgement {
    let context = Context::plain(vocabulary);
    let tokens = field::read(line, 0..line.len(), Writing::Markdown);
    judge(&tokens, Writing::Markdown, authors, &context)
}

/// How people decorate names and lines, in ways that no table knows.
fn decorated() -> impl Strategy<Value = (Vec<String>, String)> {
    let name = prop_oneof![
        4 => Just(("", "")),
        1 => Just(("**", "**")),
        1 => Just(("", "<sup>1,2</sup>")),
        1 => Just(("[", "](https://x.org/~me)")),
        1 => Just(("", " (Hive Lab)")),
        1 => Just(("", " ⚑")),
        1 => Just(("", "[^3]")),
    ];
    let joint = prop_oneof![
        Just(", "),
        Just(" ~ "),
        Just(" / "),
        Just(" og "),
        Just("; ")
    ];
    let around = prop_oneof![
        4 => Just(("", "")),
        1 => Just(("von: ", "")),
        1 => Just(("", " — Hive University")),
        1 => Just(("(", ")")),
        1 => Just(("", " [[slides](https://x.org/s)]")),
    ];
    let marks = proptest::collection::vec(name, PEOPLE.len());
    (people(), marks, joint, around).prop_map(|(people, marks, joint, around)| {
        let arxiv: Vec<String> = people
            .iter()
            .map(|&n| written(n, Order::Straight))
            .collect();
        let names = arxiv
            .iter()
            .zip(marks)
            .map(|(n, (a, b))| format!("{a}{n}{b}"));
        let line = names.collect::<Vec<_>>().join(joint);
        (arxiv, format!("{}{line}{}", around.0, around.1))
    })
}

fn apply(source: &str, edits: Vec<Edit>) -> String {
    EditSet::new(source, edits).unwrap().apply(source)
}

proptest! {
    #![proptest_config(crate::config(3000))]

    #[test]
    fn edits_lead_to_arxivs_authors((names, source) in authors_and_line()) {
        let vocabulary = Vocabulary::standard();
        if let Judgement::Edit { edits, .. } = judged(&source, &names, &vocabulary) {
            let edited = apply(&source, edits);
            let again = judged(&edited, &names, &vocabulary);
            prop_assert_eq!(again, Judgement::Right, "{:?} became {:?}", source, edited);
        }
    }

    #[test]
    fn a_right_line_is_never_edited((names, source) in decorated()) {
        for vocabulary in [Vocabulary::standard(), Vocabulary::empty()] {
            let judgement = judged(&source, &names, &vocabulary);
            let is_edit = matches!(judgement, Judgement::Edit { .. });
            prop_assert!(!is_edit, "{:?}: {:?}", source, judgement);
        }
    }
}
