//! Full stops that belong to names: behind a suffix or an initial. They part nothing.

use super::between::check_rows;
use super::*;

const KONG: [&str; 5] = [
    "Martin L. Kong Jr.",
    "María de los Ángeles Núñez",
    "Tim O'Neil",
    "Hive Collaboration",
    "Li Li",
];
const LAST: [&str; 3] = ["Ada Abel", "Bo Bell Jr.", "Cy Cole"];
const MORE: [&str; 4] = ["Ada Abel", "Ed Ek", "Bo Bell Jr.", "Cy Cole"];
const SENIOR: [&str; 3] = ["Ada Abel Sr", "Bo Bell", "Cy Cole"];
const COLLAB: [&str; 3] = ["Ada Abel", "Hive Collab.", "Cy Cole"];

#[test]
fn a_stop_of_a_name_is_no_joint() {
    check_rows(
        &Case::default(),
        &[
            // Nothing but blanks parts the others: nobody knows what does.
            (
                &KONG,
                r"Martin L. Kong Jr.  Tim O'Neil\*,†  Hive Collaboration  Li Li，等",
                Is::Proposed,
            ),
            (
                &KONG,
                "Martin L. Kong Jr.  Tim O'Neil  Hive Collaboration  Li Li",
                Is::Proposed,
            ),
            (
                &LAST,
                "**Ada Abel** Bo Bell Jr.  Cy Coal",
                edited("**Ada Abel** Bo Bell Jr.  Cy Cole"),
            ),
            (&SENIOR, "Ada Abel Sr.  Cy Cole", Is::Proposed),
            (&COLLAB, "Hive Collab.  Cy Cole", Is::Proposed),
            (&FOUR, "Abel A.  Cole C.  Dorn D.", Is::Proposed),
            // What joins the names is what is behind the stop.
            (
                &MORE,
                "Ed Ek, Bo Bell Jr. & Cy Cole",
                edited("Ada Abel, Ed Ek, Bo Bell Jr. & Cy Cole"),
            ),
            // A suffix that arXiv does not have has one, too.
            (&FOUR, "Ada Abel Jr.  Cy Cole  Di Dorn", Is::Proposed),
            // A stranger's is none either.
            (
                &FOUR,
                "Ada Abel  Ug Umber Jr.  Cy Cole  Di Dorn",
                Is::Proposed,
            ),
        ],
    );
}

#[test]
fn lines_whose_names_end_with_a_stop_are_right() {
    check_rows(
        &Case::default(),
        &[
            (&LAST, "Ada Abel  Bo Bell Jr.  Cy Cole", Is::Right),
            (&LAST, "Ada Abel. Bo Bell Jr. Cy Cole.", Is::Right),
            (&LAST, "Ada Abel. Bo Bell Jr.. Cy Cole.", Is::Right),
            (&LAST, "Ada Abel, Bo Bell Jr., Cy Cole", Is::Right),
            (&LAST, "Ada Abel, Bo Bell Jr and Cy Cole", Is::Right),
            (&LAST[..2], "Ada Abel, Bo Bell Jr.", Is::Right),
            (
                &LAST[..2],
                "Ada Abel, Bo Bell Jr. Hive Lab, Zoo Town",
                Is::Right,
            ),
            (
                &LAST[..2],
                "Ada Abel, Bo Bell Jr. HiveConf, 2023.",
                Is::Right,
            ),
            (&LAST[1..], "Bo Bell Jr. Cy Cole", Is::Right),
            (&LAST, "Ada Abel Bo Bell Jr. Cy Cole", Is::Right),
            (&LAST, "Ada Abel Bo Bell Jr.  Cy Cole", Is::Right),
            (&LAST[..2], "**Ada Abel** and **Bo Bell Jr.**", Is::Right),
            (&SENIOR, "Ada Abel Sr.; Bo Bell; Cy Cole", Is::Right),
            (&FOUR, "Ada Abel. Bo Bell. Cy Cole. Di Dorn.", Is::Right),
        ],
    );
}

#[test]
fn a_stop_stays_with_its_name() {
    check_rows(
        &Case::default(),
        &[
            (
                &LAST,
                "Ada Abel, Bo Bell Jr.",
                edited("Ada Abel, Bo Bell Jr., Cy Cole"),
            ),
            (
                &LAST,
                "Ada Abel, Bo Bell Jr.\\*",
                edited("Ada Abel, Bo Bell Jr.\\*, Cy Cole"),
            ),
            (
                &LAST,
                "Bo Bell Jr., Ada Abel, Cy Cole",
                edited("Ada Abel, Bo Bell Jr., Cy Cole"),
            ),
            (
                &LAST,
                "Ada Abel, Cy Cole, Bo Bell Jr.",
                edited("Ada Abel, Bo Bell Jr., Cy Cole"),
            ),
            (
                &LAST,
                "Bo Bell Jr., Cy Cole",
                edited("Ada Abel, Bo Bell Jr., Cy Cole"),
            ),
            // What parts the names does so behind the stop, too.
            (
                &MORE,
                "Ada Abel; Bo Bell Jr.; Cy Cole",
                edited("Ada Abel; Ed Ek; Bo Bell Jr.; Cy Cole"),
            ),
        ],
    );
}

#[test]
fn a_stop_may_end_more_than_its_name() {
    check_rows(
        &Case::default(),
        &[
            // Whose the stop is there nobody knows.
            (&LAST, "Ada Abel, Bo Bell Jr. HiveConf, 2023.", Is::Proposed),
            (
                &MORE,
                "Ada Abel, Ed Ek, Bo Bell Jr. HiveConf, 2023.",
                Is::Proposed,
            ),
            (
                &MORE,
                "Ada Abel, Ed Ek, Cy Cole, Bo Bell Jr. HiveConf, 2023.",
                Is::Proposed,
            ),
            (
                &MORE,
                "Ada Abel, Bo Bell Jr. and Cy Cole. HiveConf, 2023.",
                edited("Ada Abel, Ed Ek, Bo Bell Jr. and Cy Cole. HiveConf, 2023."),
            ),
            (
                &MORE,
                "Ada Abel, Ed Ek and Bo Bell Jr.",
                edited("Ada Abel, Ed Ek, Bo Bell Jr. and Cy Cole"),
            ),
            // One separator is lost, and another one is there.
            (
                &MORE,
                "Ada Abel, Ed Ek, Bo Bell Jr. Cy Cole",
                edited("Ada Abel, Ed Ek, Bo Bell Jr., Cy Cole"),
            ),
            // It ends the line, and is no name's.
            (
                &["Ada Abel", "Bo Bell III", "Cy Cole"],
                "Ada Abel, Bo Bell III.",
                edited("Ada Abel, Bo Bell III, Cy Cole."),
            ),
            (
                &FOUR,
                "Ada Abel. Bo Bell. Di Dorn",
                edited("Ada Abel. Bo Bell. Cy Cole. Di Dorn"),
            ),
        ],
    );
}

#[test]
fn a_name_with_a_stop_that_is_there_twice_is_like_any_other() {
    check_rows(
        &Case::default(),
        &[
            (
                &LAST,
                "Ada Abel (Hive Lab), Bo Bell Jr. (Hive Lab), Bo Bell Jr. (Hive Lab), Cy Cole (Hive Lab)",
                Is::Proposed,
            ),
            (
                &LAST,
                "Ada Abel, Bo Bell Jr., Bo Bell Jr., Cy Cole",
                edited("Ada Abel, Bo Bell Jr., Cy Cole"),
            ),
        ],
    );
}

#[test]
fn a_missing_name_that_may_stand_behind_another_one_is_not_put_in() {
    let names = [
        "An Xu",
        "Jong chul Ye",
        "Martin Kong Jr.",
        "Tim Neil",
        "Li Lu",
    ];
    let line = "An Xu @A, Martin Kong chul Ye @M, Jong Jr. @J, Tim Neil @T, Li Lu @L";
    check_against(line, &names, &Is::Proposed);
}
