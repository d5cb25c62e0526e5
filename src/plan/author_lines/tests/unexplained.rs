//! Lines that say what is not understood: whatever seems wrong in them, nothing is edited.

use super::*;

const PERSONS: [&str; 4] = ["Vera Moss", "Ian Kerr", "Maria de la Cruz", "Omar al-Sayed"];
const WITH_A_GROUP: [&str; 4] = ["NetLab Collaboration", "Ada Lund", "Bo Marr", "Cy Tann"];

fn check_all(lines: &[&str], authors: &[&str]) {
    check_all_as(&Case::default(), lines, authors);
}

fn check_all_as(case: &Case<'_>, lines: &[&str], authors: &[&str]) {
    let wrong: Vec<String> = lines
        .iter()
        .map(|line| (line, judged(case, line, authors)))
        .filter(|(_, is)| matches!(is, Is::Edited(_)))
        .map(|(line, is)| format!("{line}: {is:?}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn odd_separators_do_not_explain_themselves() {
    check_all(
        &[
            "Vera Moss, my friend Ian, Maria de la Cruz, Omar al-Sayed",
            "Vera Moss / Ian K, Maria de la Cruz, Omar al-Sayed",
            "Vera Moss; I.K., Maria de la Cruz, Omar al-Sayed",
            "Vera Moss + Ian, Maria de la Cruz, Omar al-Sayed",
            "Vera Moss: Iani, Maria de la Cruz, Omar al-Sayed",
            "Vera Moss | 伊恩, Maria de la Cruz, Omar al-Sayed",
            "Vera Moss – Kerr's student, Maria de la Cruz, Omar al-Sayed",
            "Vera Moss, Ian's group, Maria de la Cruz, Omar al-Sayed",
        ],
        &PERSONS,
    );
    let bibtex = Case {
        writing: Writing::Bibtex,
        ..Case::default()
    };
    check_all_as(
        &bibtex,
        &[
            "Vera Moss and Ian Kerr, M. Cruz and Omar al-Sayed",
            "Vera Moss; Ian Kerr; Omar al-Sayed",
            "Vera Moss, Ian Kerr, Omar al-Sayed",
        ],
        &PERSONS,
    );
}

#[test]
fn what_stands_before_a_name_is_no_separator() {
    check_all(
        &[
            "Dr. Vera Moss, Dr. Ian Kerr, Dr. Omar al-Sayed, our lab",
            "Google: Vera Moss, Ian Kerr; Meta: Omar al-Sayed",
            "Google: Vera Moss; Meta: Omar al-Sayed",
            "First author: Vera Moss; last author: Omar al-Sayed",
            "PI: Vera Moss; postdoc: Ian Kerr; students: Omar al-Sayed",
        ],
        &PERSONS,
    );
}

#[test]
fn a_small_word_may_say_more_than_and() {
    check_all(
        &[
            "Ada Lund, Bo Marr and Cy Tann for the NetLab Collaboration",
            "Ada Lund, Bo Marr and the NetLab Collaboration and Cy Tann",
            "Ada Lund, Bo Marr, Cy Tann with NetLab Collaboration",
            "Bo Marr, Ada Lund, not by Cy Tann",
            "NetLab Collab.: Ada Lund, Bo Marr, Cy Tann",
            "NetLab Collab., Ada Lund, Bo Marr",
            "Cy Tann (NetLab Collaboration), Bo Marr, Ada Lund",
        ],
        &WITH_A_GROUP,
    );
    check_all(
        &[
            "Vera Moss with Ian Kerr and Omar al-Sayed",
            "Vera Moss with Ian Kerr, Omar al-Sayed",
            "Ian Kerr, Vera Moss, Maria de la Cruz, not by Omar al-Sayed",
            "Vera Moss = Ian Kerr > Omar al-Sayed",
            "Vera Moss = Ian Kerr > Omar al-Sayed > Maria de la Cruz",
            "Vera Moss > Ian Kerr > Maria de la Cruz = Omar",
        ],
        &PERSONS,
    );
}

#[test]
fn a_tail_is_known_by_all_its_kinds() {
    check_all(
        &[
            "Vera Moss (v@e.org), Ian Kerr (i@e.org), Maria de la Cruz (m@e.org). 2024.",
            "Vera Moss <v@e.org>, Ian Kerr <i@e.org>, Maria de la Cruz <m@e.org> Oral talk.",
            "Vera Moss (@vera), Ian Kerr (@ian), Maria de la Cruz (best paper)",
            "Vera Moss [home](https://v.org), Ian Kerr [home](https://i.org), \
             Maria de la Cruz [code](https://e.org)",
            "Vera Moss (MIT), Ian Kerr (MIT), Maria de la Cruz (best paper award)",
            "Vera Moss, Ian Kerr, O. 2024",
            "Vera Moss, Ian Kerr, Maria de la Cruz, O. 2024",
        ],
        &PERSONS,
    );
}

#[test]
fn letters_behind_several_names_are_no_slips() {
    check_all(
        &[
            "Vera Mossa, Ian Kerrb, Maria de la Cruza, Omar al-Sayedb",
            "Vera Mossa, Ian Kerra, Maria de la Cruz, Omar al-Sayed",
            "Vera Moss a, Ian Kerr b, Maria de la Cruz a, Omar al-Sayed",
            "Vera Moss a, Ian Kerr b, Omar al-Sayed b",
        ],
        &PERSONS,
    );
}

#[test]
fn names_of_another_script_may_be_the_missing_ones() {
    check_all(
        &[
            "Vera Moss, 伊恩, Maria de la Cruz, Omar al-Sayed",
            "Vera Moss, 张伟, Maria de la Cruz, Omar al-Sayed, 李娜",
            "Vera Moss, Ian Kerr, Maria de la Cruz, 张伟",
            "张伟, Vera Moss, Ian Kerr, Omar al-Sayed",
        ],
        &PERSONS,
    );
}

#[test]
fn markup_with_one_end_or_around_some_names_is_left_alone() {
    check_all(
        &[
            "Vera Moss, <b>Ian Kerr, Omar al-Sayed",
            "Vera Moss</b>, Ian Kerr, Omar al-Sayed",
            "<b>Vera Moss, Ian Kerr, Omar al-Sayed",
            "Ian Kerr</u>, Maria de la Cruz, Omar al-Sayed",
            "Vera Moss, *Ian Kerr, Omar al-Sayed*",
            "Vera Moss, <details>Ian Kerr, Maria de la Cruz</details>",
        ],
        &PERSONS,
    );
}

#[test]
fn given_names_that_changed_places_are_nobodys_absence() {
    check_all(
        &["Vera Moss, Ian Kerr, Ing Rudd, Frank Yann Soon"],
        &["Vera Moss", "Ian Kerr", "Frank Rudd", "Ing Yann Soon"],
    );
}

#[test]
fn a_word_with_a_stop_before_a_given_name_stays() {
    for word in ["Dr.", "Du.", "Dipl.", "Sir"] {
        for vocabulary in [Vocabulary::standard(), Vocabulary::empty()] {
            let case = Case {
                vocabulary,
                ..Case::default()
            };
            let first = format!("Moss, {word} Vera; Kerr, Ian; Rudd, Frank; Soon, Ing");
            let later = format!("Moss, Vera; Kerr, {word} Ian; Rudd, Frank; Soon, Ing");
            check_all_as(
                &case,
                &[&first, &later],
                &["Vera Moss", "Ian Kerr", "Frank Rudd", "Ing Soon"],
            );
        }
    }
}

#[test]
fn what_stands_behind_several_names_is_nobodys_name() {
    let with = |names: &[&str]| -> String {
        let all = names.iter().map(|n| format!("{n} — Hive Lab"));
        all.collect::<Vec<_>>().join("; ")
    };
    let authors = ["Vera Moss", "Ian Kerr", "Hive Team", "Omar al-Sayed"];
    check_all(
        &[
            &with(&["Vera Moss", "Ian Kerr", "Hvie", "Omar al-Sayed"]),
            &with(&["Vera Moss", "Ian Kerr", "Ug Umber", "Omar al-Sayed"]),
        ],
        &authors,
    );
}
