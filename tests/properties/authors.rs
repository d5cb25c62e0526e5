//! Author lines in every form: the edits lead to a line that says what arXiv says.

use arxsync::list::edit::EditSet;
use arxsync::list::entry::Writing;
use arxsync::plan::author_line::Line;
use arxsync::text::glyph::Glyphs;
use arxsync::text::names::compare::compare;
use arxsync::text::names::form::Form;
use arxsync::text::names::person::Person;
use arxsync::text::names::split::split;
use arxsync::text::tex;
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

proptest! {
    #![proptest_config(crate::config(3000))]

    #[test]
    fn edits_lead_to_arxivs_authors((names, source) in authors_and_line()) {
        let persons: Vec<Person> = names.iter().map(|name| Person::new(name)).collect();
        let cut = split(&tex::fold(&Glyphs::plain(&source)));
        let comparison = compare(&cut, &persons);
        let line = Line { source: &source, span: (0, source.len()), writing: Writing::Markdown, cut: &cut, comparison: &comparison };
        let edits = line.edits(&names, &Form::default());
        let edited = EditSet::new(&source, edits).unwrap().apply(&source);
        let again = compare(&split(&tex::fold(&Glyphs::plain(&edited))), &persons);
        prop_assert!(again.hunks.is_empty(), "{:?} became {:?}", source, edited);
    }
}
