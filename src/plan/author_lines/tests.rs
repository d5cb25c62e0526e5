//! Lines beside arXiv's authors, and what becomes of them.

mod between;
mod persons;
mod proof;
mod stops;
mod strangers;
mod unexplained;

use super::*;
use crate::list::edit::EditSet;
use crate::list::entry::{List, Quotes};
use crate::list::escape;
use proptest::prelude::*;

const FOUR: [&str; 4] = ["Ada Abel", "Bo Bell", "Cy Cole", "Di Dorn"];

/// What a line is expected to be.
#[derive(Debug, PartialEq, Eq)]
enum Is {
    Right,
    Own,
    Edited(String),
    Proposed,
}

fn edited(text: &str) -> Is {
    Is::Edited(text.to_owned())
}

struct Case<'a> {
    writing: Writing,
    vocabulary: Vocabulary,
    house: House,
    known: &'a [&'a str],
    /// A former name and the preferred one.
    names: &'a [(&'a str, &'a str)],
    earlier: &'a [&'a [&'a str]],
}

impl Default for Case<'_> {
    fn default() -> Self {
        Self {
            writing: Writing::Markdown,
            vocabulary: Vocabulary::standard(),
            house: House::default(),
            known: &[],
            names: &[],
            earlier: &[],
        }
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|&n| n.to_owned()).collect()
}

/// Judges a line that stands in the middle of a list.
fn judged(case: &Case<'_>, line: &str, authors: &[&str]) -> Is {
    let (before, behind) = ("Some text.\n\n", "\n\nMore text.\n");
    let source = format!("{before}{line}{behind}");
    let span = before.len()..before.len() + line.len();
    let tokens = field::read(&source, span, case.writing);
    let earlier: Vec<Vec<String>> = case.earlier.iter().map(|e| owned(e)).collect();
    let other = owned(&["Ug Umber", "Vi Vale"]);
    let context = Context {
        house: case.house.clone(),
        is_known_person: &|name| case.known.contains(&name),
        former_names: &|name| {
            let of = case.names.iter().filter(|(_, new)| *new == name);
            of.map(|(old, _)| (*old).to_owned()).collect()
        },
        paper_with_authors: &|names| (names == other).then(|| "2101.00001".to_owned()),
        earlier: &earlier,
        vocabulary: &case.vocabulary,
    };
    match judge(&tokens, case.writing, &owned(authors), &context) {
        Judgement::Right => Is::Right,
        Judgement::Own(_) => Is::Own,
        Judgement::Propose { .. } => Is::Proposed,
        Judgement::Edit { edits, .. } => {
            let set = EditSet::new(&source, edits).expect("edits are disjoint");
            let out = set.apply(&source);
            Is::Edited(out[before.len()..out.len() - behind.len()].to_owned())
        }
    }
}

fn check_against(line: &str, authors: &[&str], expected: &Is) {
    assert_eq!(&judged(&Case::default(), line, authors), expected, "{line}");
}

fn check(line: &str, expected: &Is) {
    check_against(line, &FOUR, expected);
}

/// Right lines of the four, in many habits.
const RIGHT: [&str; 60] = [
    "Ada Abel, Bo Bell, Cy Cole, Di Dorn",
    "Ada Abel, Bo Bell, Cy Cole and Di Dorn.",
    "Ada Abel · Bo Bell · Cy Cole · Di Dorn",
    "Ada Abel<br>Bo Bell<br>Cy Cole<br>Di Dorn",
    "Ada Abel + Bo Bell + Cy Cole + Di Dorn",
    "Ada Abel, Bo Bell, Cy Cole und Di Dorn",
    "Ada Abel、Bo Bell、Cy Cole和Di Dorn",
    "A. Abel, B. Bell, C. Cole, D. Dorn",
    "A Abel, B Bell, C Cole, D Dorn",
    "Abel A, Bell B, Cole C, Dorn D",
    "Abel, A., Bell, B., Cole, C., & Dorn, D.",
    "Abel, Ada; Bell, Bo; Cole, Cy; Dorn, Di",
    "Abel, Ada, Bo Bell, Cy Cole, and Di Dorn",
    "Abel Ada, Bell Bo, Cole Cy, Dorn Di",
    "Abel, Bell, Cole, Dorn",
    "Abel, Bell, Cole & Dorn (2023)",
    "ADA ABEL, BO BELL, CY COLE, DI DORN",
    "Ada ABEL, Bo BELL, Cy COLE, Di DORN",
    "ada abel, bo bell, cy cole, di dorn",
    "**Ada Abel**, Bo Bell, Cy Cole, Di Dorn",
    "*Ada Abel, Bo Bell, Cy Cole, Di Dorn*",
    "Ada Abel\\*, Bo Bell†, Cy Cole¹, Di Dorn<sup>1,2</sup>",
    "Ada Abel$^1$, Bo Bell$^{1,2}$, Cy Cole[^1], Di Dorn",
    "Ada Abelᵃ, Bo Bellᵇ, Cy Coleᵃ, Di Dorn",
    "Ada Abel (Bellville), Bo Bell (Coleton), Cy Cole, Di Dorn",
    "Ada Abel @ BU, Bo Bell @ CU, Cy Cole @ BU, Di Dorn @ CU",
    "Ada Abel, BU; Bo Bell, CU; Cy Cole, BU; Di Dorn, CU",
    "Ada Abel from Bellville, Bo Bell from Bellville, Cy Cole from Coleton, Di Dorn from Coleton",
    "[Ada Abel](https://e.org/a), [Bo Bell](https://e.org/b), Cy Cole, Di Dorn",
    "[[Ada Abel]], [[people/bo|Bo Bell]], Cy Cole, Di Dorn",
    "Ada Abel 🏆, Bo Bell, Cy Cole, Di Dorn",
    "Ada \"Max\" Abel, Bo (Max) Bell, Cy Cole, Di Dorn",
    "Ada Abel (张伟), 李娜 (Bo Bell), Cy Cole, Di Dorn",
    "Dr. Ada Abel, Bo Bell, Prof. Cy Cole, Di Dorn, PhD",
    "Ada Abel Jr., Bo Bell, Cy Cole, Di Dorn",
    "Ada M. Abel, Bo Bell, Cy Cole, Di Dorn",
    "1. Ada Abel, 2. Bo Bell, 3. Cy Cole, 4. Di Dorn",
    "by Ada Abel, Bo Bell, Cy Cole, Di Dorn",
    "Bell Labs: Ada Abel, Bo Bell, Cy Cole, Di Dorn",
    "(Ada Abel, Bo Bell, Cy Cole, Di Dorn)",
    "Ada Abel, Bo Bell, Cy Cole, Di Dorn, CVPR 2023",
    "Ada Abel, Bo Bell, Cy Cole, Di Dorn. NeurIPS, 2023.",
    "Ada Abel, Bo Bell, Cy Cole, Di Dorn — Bellville University",
    "Ada Abel, Bo Bell, Cy Cole, Di Dorn<br>Bell Labs, Cole Works",
    "Ada Abel, Bo Bell, Cy Cole, Di Dorn [[Code](https://e.org)]",
    "Ada Abel, Bo Bell, Cy Cole, Di Dorn (equal contribution)",
    "Ada Abel&nbsp;, Bo&nbsp;Bell, Cy\u{200b} Cole, Di Dorn",
    "Ada Abel et al.",
    "Abel et al.",
    "Ada Abel и др.",
    "Ada Abelら",
    "Ada Abel, Bo Bell, ...",
    "Ada Abel, …, Di Dorn",
    "Ada Abel and three others",
    "Ada Abel (+3)",
    "Ada Abel, Bo Bell and 2 more",
    "Abel, Ada A. and Bell, Bo A. and Cole, Cy and Dorn, Di",
    "Ada Abel, Bo Bell & al.",
    "Ada, Bo, Cy, Di",
    "Ada A., Bo B., Cy C., Di D.",
];

#[test]
fn right_lines_stay_whatever_their_habit() {
    for line in RIGHT {
        check(line, &Is::Right);
    }
}

#[test]
fn no_right_line_is_edited_without_any_table() {
    let case = Case {
        vocabulary: Vocabulary::empty(),
        ..Case::default()
    };
    for line in RIGHT {
        let is = judged(&case, line, &FOUR);
        assert!(matches!(is, Is::Right | Is::Proposed), "{line}: {is:?}");
    }
}

#[test]
fn names_in_a_script_of_their_own_are_the_lists() {
    check("张伟, 李娜, 王芳, 刘洋", &Is::Own);
    check("Ада Абель, Бо Белл", &Is::Own);
}

#[test]
fn missing_names_come_in_the_lines_own_form() {
    for (line, expected) in [
        (
            "Ada Abel, Cy Cole, Di Dorn",
            "Ada Abel, Bo Bell, Cy Cole, Di Dorn",
        ),
        (
            "Bo Bell; Cy Cole; Di Dorn.",
            "Ada Abel; Bo Bell; Cy Cole; Di Dorn.",
        ),
        (
            "Ada Abel, Bo Bell and Cy Cole",
            "Ada Abel, Bo Bell, Cy Cole and Di Dorn",
        ),
        (
            "Ada Abel, Bo Bell and Di Dorn",
            "Ada Abel, Bo Bell, Cy Cole and Di Dorn",
        ),
        (
            "Ada Abel,Bo Bell,Cy Cole",
            "Ada Abel,Bo Bell,Cy Cole,Di Dorn",
        ),
        ("A Abel, B Bell, D Dorn", "A Abel, B Bell, C Cole, D Dorn"),
        (
            "Abel, A., Cole, C., & Dorn, D.",
            "Abel, A., Bell, B., Cole, C., & Dorn, D.",
        ),
        (
            "Ada ABEL, Bo BELL, Di DORN",
            "Ada ABEL, Bo BELL, Cy COLE, Di DORN",
        ),
    ] {
        check(line, &edited(expected));
    }
}

#[test]
fn missing_names_come_in_the_form_of_citations() {
    let house = House {
        form: Some(Form {
            joint: ", ".into(),
            ..Form::default()
        }),
        ..House::default()
    };
    let case = Case {
        house,
        ..Case::default()
    };
    let line = judged(&case, "Abel, Ada, and Cy Cole", &FOUR[..3]);
    assert_eq!(line, edited("Abel, Ada, Bo Bell, and Cy Cole"));
}

#[test]
fn names_are_read_without_what_is_behind_them() {
    let vocabulary = Vocabulary::standard();
    for (line, names) in [
        (
            "Ada Abel, J. Bell, Cy Cole. NeurIPS, 2001.",
            "Ada Abel, J. Bell, Cy Cole",
        ),
        (
            "Ada Abel and Bo Bell et al. 2001",
            "Ada Abel and Bo Bell et al.",
        ),
        ("Ada Abel, Umber, U. James", "Ada Abel, Umber, U. James"),
        (
            "**Ada Abel**<sup>1</sup>, Bo Bell [[Code](https://e.org)]",
            "Ada Abel, Bo Bell",
        ),
        (
            "Ada Abel<br>Bo Bell<br>[Home](https://e.org)",
            "Ada Abel Bo Bell",
        ),
        ("Ug Umber. NeurIPS", "Ug Umber. NeurIPS"),
    ] {
        let tokens = field::read(line, 0..line.len(), Writing::Markdown);
        let context = Context {
            house: House::default(),
            is_known_person: &|_| false,
            former_names: &|_| Vec::new(),
            paper_with_authors: &|_| None,
            earlier: &[],
            vocabulary: &vocabulary,
        };
        let is = as_read(&tokens, Writing::Markdown, &owned(&FOUR), &context);
        assert_eq!(is, names, "{line}");
    }
}

#[test]
fn missing_names_come_beside_what_is_others() {
    for (line, expected) in [
        (
            "Ada Abel, , Cy Cole, Di Dorn",
            "Ada Abel, Bo Bell, Cy Cole, Di Dorn",
        ),
        (
            "Ada Abel, Bo Bell, Cy Cole,",
            "Ada Abel, Bo Bell, Cy Cole, Di Dorn",
        ),
        (
            "Ada Abel, <b>Bo Bell</b>, Di Dorn",
            "Ada Abel, <b>Bo Bell</b>, Cy Cole, Di Dorn",
        ),
        (
            "Ada Abel, Bo Bell, <b>Cy Cole</b>",
            "Ada Abel, Bo Bell, <b>Cy Cole</b>, Di Dorn",
        ),
        (
            "*Ada Abel, Bo Bell, Cy Cole*",
            "*Ada Abel, Bo Bell, Cy Cole, Di Dorn*",
        ),
        (
            "Ada Abel, Bo Bell 🏆, Di Dorn",
            "Ada Abel, Bo Bell 🏆, Cy Cole, Di Dorn",
        ),
        (
            "Ada Abel, Bo Bell, Cy Cole, CVPR 2023",
            "Ada Abel, Bo Bell, Cy Cole, Di Dorn, CVPR 2023",
        ),
        (
            "Ada Abel, Bo Bell, Cy Cole (2023)",
            "Ada Abel, Bo Bell, Cy Cole, Di Dorn (2023)",
        ),
        (
            "Ada Abel (BU), Bo Bell (CU), Cy Cole (BU)",
            "Ada Abel (BU), Bo Bell (CU), Cy Cole (BU), Di Dorn",
        ),
    ] {
        check(line, &edited(expected));
    }
}

#[test]
fn what_is_not_understood_is_proposed() {
    for line in [
        // Text behind the names may be the last one's or the line's.
        "Ada Abel, Bo Bell, Cy Cole (my group)",
        "Ada Abel, Bo Bell, Cy Cole [[Home](https://e.org)]",
        "Ada Abel, Bo Bell, Cy Cole [his thesis](https://arxiv.org/abs/2101.00001)",
        "Ada Abel, Bo Bell, Cy Cole — Bellville University",
        "Ada Abel, Ug Umber, Cy Cole, Di Dorn",
        "Ada Abel, Bo Bell, Cy Cole (3 authors)",
        "1. Ada Abel, 2. Bo Bell, 4. Di Dorn",
        // A stranger, missing names in disorder, hardly anybody there.
        "Ada Abel, Bo Bell, Ug Umber, Cy Cole, Di Dorn",
        "Bo Bell, Ada Abel, Di Dorn",
        "Ada Abel",
        "Wy Xu, Zo Yu",
        "TBD",
    ] {
        check(line, &Is::Proposed);
    }
}

#[test]
fn slips_are_mended_word_by_word() {
    let names = ["Ada Abelard", "Bo Bellini", "Cyril Colemann"];
    for (line, expected) in [
        (
            "Ada Abelrad, Bo Bellini, Cyril Colemann",
            "Ada Abelard, Bo Bellini, Cyril Colemann",
        ),
        (
            "Ada Abelard, **Bo Belini**[^1], Cyril Colemann",
            "Ada Abelard, **Bo Bellini**[^1], Cyril Colemann",
        ),
        (
            "Ada ABELRAD, Bo BELLINI, Cyril COLEMANN",
            "Ada ABELARD, Bo BELLINI, Cyril COLEMANN",
        ),
        (
            "Max Abelard, Bo Bellini, Cyril Colemann",
            "Ada Abelard, Bo Bellini, Cyril Colemann",
        ),
        (
            "Bo Abelard, Ada Bellini, Cyril Colemann",
            "Ada Abelard, Bo Bellini, Cyril Colemann",
        ),
        (
            "Ada Bellini, Bo Abelard, Cyril Colemann",
            "Ada Abelard, Bo Bellini, Cyril Colemann",
        ),
        (
            "Ada Abelard, Bo Bellini, Cyril Cole",
            "Ada Abelard, Bo Bellini, Cyril Colemann",
        ),
        (
            "Ada Abelard, Bo Bellini, Cyril",
            "Ada Abelard, Bo Bellini, Cyril Colemann",
        ),
        ("Abelrad et al.", "Abelard et al."),
        ("Abelrad, Ada, et al.", "Abelard, Ada, et al."),
        (
            "\"Ada Abelrad, Bo Bellini, Cyril Colemann\"",
            "\"Ada Abelard, Bo Bellini, Cyril Colemann\"",
        ),
    ] {
        check_against(line, &names, &edited(expected));
    }
    let contradiction = ["Ida B. Holm", "Per C. Dahl"];
    let line = "Ida Q. Holm, Per C. Dahl";
    check_against(line, &contradiction, &edited("Ida B. Holm, Per C. Dahl"));
    // Letters of affiliations that touch the names are not dropped.
    let two = ["Hanna Brockmann", "Ivo Steensen"];
    check_against("Hanna Brockmannc, Ivo Steensena,b", &two, &Is::Proposed);
}

#[test]
fn richer_spellings_stay_and_poorer_ones_are_mended() {
    let names = ["Juergen Mueller", "Soeren Groenbaek", "Vera Holm"];
    check_against(
        "Jürgen Müller, Søren Grønbæk, Vera Holm",
        &names,
        &Is::Right,
    );
    let accents = ["María García López", "Ada Abel"];
    let line = "Garcia Lopez, Maria; Abel, Ada";
    check_against(line, &accents, &edited("García López, María; Abel, Ada"));
    let some = "María Garcia López, Ada Abel";
    check_against(some, &accents, &edited("María García López, Ada Abel"));
    check_against("Marïa García López, Ada Abel", &accents, &Is::Right);
    let plain = Case {
        house: House {
            plain_letters: true,
            ..House::default()
        },
        ..Case::default()
    };
    assert_eq!(judged(&plain, line, &accents), Is::Right);
    let garbled = "MarÃ\u{ad}a GarcÃ\u{ad}a LÃ³pez, Ada Abel";
    check_against(garbled, &accents, &edited("María García López, Ada Abel"));
}

#[test]
fn particles_go_with_family_names() {
    let names = ["Ada Abel", "Bo Bell", "Jan ter Horst", "Max von Dorn"];
    check_against(
        "Abel, Ada; Bell, Bo; von Dorn, Max",
        &names,
        &edited("Abel, Ada; Bell, Bo; ter Horst, Jan; von Dorn, Max"),
    );
    let missing = ["Bram van der Goor", "Ada Abel"];
    check_against("Bram Goor, Ada Abel", &missing, &Is::Proposed);
}

#[test]
fn units_change_places_whole() {
    for (line, expected) in [
        (
            "Bo Bell, Ada Abel, Cy Cole, Di Dorn",
            "Ada Abel, Bo Bell, Cy Cole, Di Dorn",
        ),
        (
            "**Bo Bell**\\*, [Ada Abel](https://e.org), Cy Cole, Di Dorn",
            "[Ada Abel](https://e.org), **Bo Bell**\\*, Cy Cole, Di Dorn",
        ),
        ("Bo Bell, Ada Abel, ...", "Ada Abel, Bo Bell, ..."),
    ] {
        check(line, &edited(expected));
    }
    // Who else is left out is not known, or what is behind the last one may be his.
    check("Cy Cole, Ada Abel, ...", &Is::Proposed);
    check("Bo Bell, Ada Abel, et al.", &Is::Proposed);
    check("Bo Bell, Ada Abel as advisor", &Is::Proposed);
    // In the order of the alphabet on purpose, or something odd at a name that moves.
    let names = ["Di Dorn", "Ada Abel", "Bo Bell", "Cy Cole"];
    check_against("Ada Abel, Bo Bell, Cy Cole, Di Dorn", &names, &Is::Proposed);
    check("Ada Abel, Bo Bell, Di Dorn, Cy Cole (equal)", &Is::Proposed);
}

#[test]
fn whole_lines_are_written_anew_only_where_their_paper_is_known() {
    check(
        "Ug Umber, Vi Vale",
        &edited("Ada Abel, Bo Bell, Cy Cole, Di Dorn"),
    );
    check("**Ug Umber**, Vi Vale", &Is::Proposed);
    let line = "Bo Bell; Ada Abel; Di Dorn";
    let earlier = Case {
        earlier: &[&["Bo Bell", "Ada Abel", "Di Dorn"]],
        ..Case::default()
    };
    let expected = edited("Ada Abel; Bo Bell; Cy Cole; Di Dorn");
    assert_eq!(judged(&earlier, line, &FOUR), expected);
}

#[test]
fn one_lost_separator_is_written() {
    check(
        "Ada Abel Bo Bell, Cy Cole, Di Dorn",
        &edited("Ada Abel, Bo Bell, Cy Cole, Di Dorn"),
    );
    check_against("Ada Abel Bo Bell", &FOUR[..2], &Is::Proposed);
}

#[test]
fn containers_keep_their_own_signs() {
    let check = |writing: Writing, line: &str, expected: &str| {
        let case = Case {
            writing,
            ..Case::default()
        };
        assert_eq!(judged(&case, line, &FOUR), edited(expected), "{line}");
    };
    let block = Writing::YamlList(List {
        quotes: Quotes::Plain,
        flow: false,
    });
    let flow = Writing::YamlList(List {
        quotes: Quotes::Double,
        flow: true,
    });
    check(
        Writing::Bibtex,
        "Ada Abel and Bo Bell and Di Dorn",
        "Ada Abel and Bo Bell and Cy Cole and Di Dorn",
    );
    check(
        block,
        "Ada Abel\n  - Bo Bell\n  - Cy Cole",
        "Ada Abel\n  - Bo Bell\n  - Cy Cole\n  - Di Dorn",
    );
    check(
        flow,
        "\"Ada Abel\", \"Bo Bell\", \"Di Dorn\"",
        "\"Ada Abel\", \"Bo Bell\", \"Cy Cole\", \"Di Dorn\"",
    );
    check(
        Writing::Cell,
        "Ada Abel \\| Bo Bell \\| Di Dorn",
        "Ada Abel \\| Bo Bell \\| Cy Cole \\| Di Dorn",
    );
}

#[test]
fn hostile_names_are_escaped() {
    let names = ["Ada Abel", "*Bo* [Bell](x)", "Cy Cole", "Di Dorn"];
    let Is::Edited(line) = judged(&Case::default(), "Ada Abel, Cy Cole, Di Dorn", &names) else {
        return;
    };
    let written = escape::part(names[1], Writing::Markdown);
    assert_eq!(line, format!("Ada Abel, {written}, Cy Cole, Di Dorn"));
}

#[test]
fn lines_bear_witness() {
    let vocabulary = Vocabulary::standard();
    let context = Context::plain(&vocabulary);
    let witness = |line: &str| {
        let tokens = field::read(line, 0..line.len(), Writing::Markdown);
        agreement(&tokens, &owned(&FOUR), &context).witness()
    };
    assert_eq!(witness("Ada Abel, Bo Bell, Cy Cole"), Witness::Agrees);
    assert_eq!(witness("Ada Abel et al."), Witness::Agrees);
    assert_eq!(witness("Ug Umber, Vi Vale"), Witness::Against);
    assert_eq!(witness(""), Witness::Nothing);
    let form = |line: &str| {
        let tokens = field::read(line, 0..line.len(), Writing::Markdown);
        form_of(&tokens, Writing::Markdown, &owned(&FOUR), &context)
    };
    let shown = form("Abel, A., Bell, B., Cole, C., & Dorn, D.").expect("it shows one");
    let written = write(
        &owned(&["Ug Umber", "Vi Vale", "Wy Xu"]),
        &shown,
        Writing::Markdown,
    );
    assert_eq!(written, "Umber, U., Vale, V., & Xu, W.");
    let cut = form("Ada Abel et al.").expect("it shows one");
    assert_eq!(
        write(&owned(&FOUR), &cut, Writing::Markdown),
        "Ada Abel et al."
    );
    assert_eq!(form("Ug Umber, Vi Vale"), None);
}

proptest! {
    #[test]
    fn no_line_panics_and_what_is_edited_is_right_afterwards(
        line in r"[A-D][a-d]{1,3}( [A-D][a-d]{1,3}|, |\*|<b>|</b>|\[|\]\(x\)|\(|\)| and |;|<br>|[0-9]|\.|张){0,14}",
    ) {
        let authors = ["Ab Abc", "Ba Bad", "Ca Cab", "Da Dad"];
        if let Is::Edited(text) = judged(&Case::default(), &line, &authors) {
            prop_assert_eq!(judged(&Case::default(), &text, &authors), Is::Right);
        }
    }
}
