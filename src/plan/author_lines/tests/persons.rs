//! Who is in a line: former names, initials, one person twice, strangers, arXiv's own oddities.

use super::*;

#[test]
fn one_name_in_initials_among_others_is_written_out() {
    let names = ["Ada Mary Abel", "Bo Bell", "Cy-Di Cole", "D. Dorn"];
    for (line, expected) in [
        (
            "A. Abel, Bo Bell, Cy-Di Cole, D. Dorn",
            "Ada Mary Abel, Bo Bell, Cy-Di Cole, D. Dorn",
        ),
        (
            "Ada Abel, Bo Bell, **C.-D. Cole**, D. Dorn",
            "Ada Abel, Bo Bell, **Cy-Di Cole**, D. Dorn",
        ),
        (
            "Ada Abel; Bo Bell; C Cole; D. Dorn",
            "Ada Abel; Bo Bell; Cy-Di Cole; D. Dorn",
        ),
        (
            "Abel, Ada Mary, Bell, B., Cole, Cy-Di, Dorn, D.",
            "Abel, Ada Mary, Bell, Bo, Cole, Cy-Di, Dorn, D.",
        ),
        (
            "ADA MARY ABEL, B.BELL, CY-DI COLE, D. DORN",
            "ADA MARY ABEL, BO BELL, CY-DI COLE, D. DORN",
        ),
    ] {
        check_against(line, &names, &edited(expected));
    }
    for line in [
        "A. M. Abel, B. Bell, C.-D. Cole, D. Dorn",
        "A. Abel, B. Bell, Cy-Di Cole, D. Dorn",
        "A. Abel, Bo Bell, et al.",
        "A.<sup>1</sup> Abel, Bo Bell, Cy-Di Cole, D. Dorn",
        "Ada M. Abel, Bo Bell, Cy-Di Cole, D. Dorn",
    ] {
        check_against(line, &names, &Is::Right);
    }
    // A pair that begins before the line, and holds its first name.
    check_against("Bo Bell</u>, Cy Cole, Di Dorn", &FOUR, &Is::Proposed);
    // The rest of a name before it is no copy of it.
    check_against(
        "Neto, Fernando Fernandes",
        &["Fernando Fernandes Neto"],
        &Is::Right,
    );
    let initials = Style {
        given: Given::Initials,
        ..Style::USUAL
    };
    let case = Case {
        house: House {
            form: Some(Form {
                style: initials,
                ..Form::default()
            }),
            ..House::default()
        },
        ..Case::default()
    };
    let line = "A. Abel, Bo Bell, Cy-Di Cole, D. Dorn";
    assert_eq!(judged(&case, line, &names), Is::Right);
}

#[test]
fn strangers_are_noticed_in_any_form() {
    for (line, authors) in [
        ("Abel, Ada, and Ug Umber.", &FOUR[..1]),
        ("Ada Abel and Ug Umber. NeurIPS, 2023.", &FOUR[..1]),
        ("Abel, Ada and Umber, Ug", &FOUR[..1]),
        ("Ug Umber, Ada Abel", &FOUR[..1]),
        ("Ada Abel, Ug Umber, et al.", &FOUR),
        (
            "Ada Abel, Bo Bell and Md Ug Umber. NeurIPS, 2023.",
            &FOUR[..2],
        ),
        ("A. Abel, B. Bell, C. Cole, U. Umber, et al.", &FOUR),
        ("Ada Abel, Bo Bell, et al. (2023)", &FOUR[..2]),
        ("*Ada Abel, Bo Bell, et al.*", &FOUR[..2]),
        ("Ada Abel, U. Umber, and Bo Bell", &FOUR[..2]),
        ("Ada Abel, Li Yang and Bo Bell. NeurIPS, 2001.", &FOUR[..2]),
        ("Ada Abel, Bo Bell, Ug Umber et.al.. NeurIPS, 2022.", &FOUR),
        ("Ada Abel, Bo Bell, Ug Umber et.al. NeurIPS, 2022.", &FOUR),
        ("Ada Abel, Bo Bell, Ug Umber et al... NeurIPS, 2022.", &FOUR),
        ("Ada Abel, Bo Bell, Ug Umber et al.", &FOUR),
    ] {
        check_against(line, authors, &Is::Proposed);
    }
    // A group is more than one.
    check_against(
        "Net Collaboration et al.",
        &["Net Collaboration"],
        &Is::Right,
    );
    let bibtex = Case {
        writing: Writing::Bibtex,
        ..Case::default()
    };
    let line = "Abel, Ada and Umber, Ug H.";
    assert_eq!(judged(&bibtex, line, &FOUR[..1]), Is::Proposed);
}

#[test]
fn former_names_give_way_to_preferred_ones() {
    let case = Case {
        names: &[("Max M. Born", "Ada Abel"), ("Cy Cóle", "Cy Cole")],
        ..Case::default()
    };
    for (line, expected) in [
        (
            "Max M. Born, Bo Bell, Cy Cóle, Di Dorn",
            "Ada Abel, Bo Bell, Cy Cole, Di Dorn",
        ),
        (
            "Born, Max M.; **Bell, Bo**; Cole, Cy; Dorn, Di",
            "Abel, Ada; **Bell, Bo**; Cole, Cy; Dorn, Di",
        ),
        (
            "**M. M. Born**\\*, B. Bell, et al.",
            "**A. Abel**\\*, B. Bell, et al.",
        ),
        (
            "Bo Bell, Max M. Born, Cy Cole, Di Dorn",
            "Ada Abel, Bo Bell, Cy Cole, Di Dorn",
        ),
        ("Max M. Born et al.", "Ada Abel et al."),
    ] {
        assert_eq!(judged(&case, line, &FOUR), edited(expected), "{line}");
    }
    let marked = "Max <b>M.</b> Born, Bo Bell, Cy Cole, Di Dorn";
    assert_eq!(judged(&case, marked, &FOUR), Is::Proposed);
    let right = "Ada Abel, Bo Bell, Cy Cole, Di Dorn";
    assert_eq!(judged(&case, right, &FOUR), Is::Right);
}

#[test]
fn one_person_twice_is_once_enough() {
    check(
        "Ada Abel, Bo Bell, Bo Bell, Cy Cole, Di Dorn",
        &edited("Ada Abel, Bo Bell, Cy Cole, Di Dorn"),
    );
    check(
        "Ada Abel, Bo Bell, Cy Cole, Di Dorn (corresponding author: Ada Abel)",
        &Is::Right,
    );
}

#[test]
fn strangers_go_only_where_they_are_known() {
    let line = "Ada Abel, Ug Umber, Bo Bell, Cy Cole, Di Dorn";
    let known = Case {
        known: &["Ug Umber"],
        ..Case::default()
    };
    let expected = edited("Ada Abel, Bo Bell, Cy Cole, Di Dorn");
    assert_eq!(judged(&known, line, &FOUR), expected);
    let marked = "Ada Abel, **Ug Umber**, Bo Bell, Cy Cole, Di Dorn";
    assert_eq!(judged(&known, marked, &FOUR), Is::Proposed);
}

#[test]
fn equal_initials_are_given_out_along_the_line() {
    let names = ["Jian Wang", "Jian-Sheng Wang", "Jun Wang", "Ada Abel"];
    check_against(
        "Wang, J., Wang, J.-S., Wang, J., Abel, A.",
        &names,
        &Is::Right,
    );
    check_against(
        "J. Wang, J.-S. Wang, A. Abel",
        &names,
        &edited("J. Wang, J.-S. Wang, J. Wang, A. Abel"),
    );
}

#[test]
fn names_of_arxivs_own_making_are_kept() {
    let names = ["01. AI", ":", "Ada Abel", "Bo Bell"];
    check_against("01.AI, Ada Abel, Bo Bell", &names, &Is::Right);
    check_against("01. AI: Ada Abel, Bo Bell", &names, &Is::Right);
    let group = ["The Net Collaboration", "Ada Abel", "Cole for the Net Team"];
    let line = "The Net Collaboration: Ada Abel, C. C. Cole for the Net Team";
    check_against(line, &group, &Is::Right);
    for line in [
        "H. O. Back et al.",
        "H. O. Back",
        "Back, H. O.",
        "Back et al.",
    ] {
        check_against(line, &["H. O. Back et al."], &Is::Right);
    }
    check_against(
        "Ada Abel, Bo Bell",
        &["Ada Abel", "Bo Bell", "et al."],
        &Is::Right,
    );
    let line = "Ada Abel, Bo Bell, et al.";
    check_against(line, &["Ada Abel", "Bo Bell", "et al."], &Is::Right);
}
