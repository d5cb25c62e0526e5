//! What stands between, before and behind names: separators, cuts, strangers, one person twice, and
//! words that are nearly a name.

use super::*;

/// Lines, the authors that arXiv has, and what is expected.
pub(super) type Row<'a> = (&'a [&'a str], &'a str, Is);

pub(super) fn check_rows(case: &Case<'_>, rows: &[Row<'_>]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(authors, line, expected)| (line, expected, judged(case, line, authors)))
        .filter(|(_, expected, is)| *expected != is)
        .map(|(line, expected, is)| format!("{line}: {is:?}, not {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

const GROUP: [&str; 3] = ["01. AI", "Ada Abel", "Bo Bell"];
const TEAM: [&str; 3] = ["Team Net", "Ada Abel", "Bo Bell"];
const BERGS: [&str; 3] = ["Anna Berg", "Anna Berger", "Anne Berg"];
const LONE: [&str; 3] = ["Aditya", "Bo Bell", "Cher Dorn"];
const WANGS: [&str; 4] = ["Jian Wang", "Jian-Sheng Wang", "Jun Wang", "Ada Abel"];
const MIDDLE: [&str; 4] = ["Ada Mary Abel", "Bo Bell", "Cy-Di Cole", "D. Dorn"];

#[test]
fn what_is_written_stands_between_names_as_the_line_has_it() {
    check_rows(
        &Case::default(),
        &[
            // A comma twice is half of itself, and is nobody's place where nobody is missing.
            (
                &GROUP,
                "01. AI,, Ada Abel",
                edited("01. AI,, Ada Abel, Bo Bell"),
            ),
            (
                &GROUP,
                "01. AI,,Ada Abel",
                edited("01. AI,,Ada Abel,Bo Bell"),
            ),
            (
                &GROUP,
                "01. AI;; Bo Bell",
                edited("01. AI; Ada Abel; Bo Bell"),
            ),
            (
                &FOUR,
                "Bo Bell<br>Cy Cole和Di Dorn",
                edited("Ada Abel<br>Bo Bell<br>Cy Cole和Di Dorn"),
            ),
            (
                &MIDDLE,
                "Bo Bell > Cy-Di Cole<sup>a</sup>",
                edited("Ada Mary Abel > Bo Bell > Cy-Di Cole<sup>a</sup> > D. Dorn"),
            ),
            (
                &BERGS,
                "Anna Berg\nAnne Berg",
                edited("Anna Berg\nAnna Berger\nAnne Berg"),
            ),
            (
                &BERGS,
                "Anna Berg with $^1$Anne Berg with Anna Berger",
                edited("Anna Berg with Anna Berger with $^1$Anne Berg"),
            ),
            (
                &TEAM,
                "Team Net，Bo Bell，Ada Abel¹,²",
                edited("Team Net，Ada Abel¹,²，Bo Bell"),
            ),
            (
                &FOUR,
                "Ada Abel, BU / Cy Cole, BU / Di Dorn, BU",
                edited("Ada Abel, BU / Bo Bell / Cy Cole, BU / Di Dorn, BU"),
            ),
            (&WANGS[..3], "Wang J · Wang JS · Wang J", Is::Right),
            // No separator is the line's.
            (&FOUR, "Ada Abel，Bo Bell, Di Dorn", Is::Proposed),
            (&FOUR, "Ada Abel; Bo Bell, Di Dorn", Is::Proposed),
            (&MIDDLE[1..], "Bo Bell\tCy Zimmer", Is::Proposed),
        ],
    );
}

#[test]
fn names_without_capitals_are_written_so_only_where_letters_have_any() {
    check_rows(
        &Case::default(),
        &[
            (
                &["张伟", "李娜", "Ada Abel"],
                "张伟, 李娜",
                edited("张伟, 李娜, Ada Abel"),
            ),
            (
                &FOUR,
                "ada abel, bo belll, cy cole, di dorn",
                edited("ada abel, bo bell, cy cole, di dorn"),
            ),
            (
                &["张伟", "Bo Bell", "Ada Abel"],
                "张伟, bo belll, ada abel",
                edited("张伟, bo bell, ada abel"),
            ),
        ],
    );
}

#[test]
fn words_that_say_that_others_are_left_out_are_no_mistake() {
    let rows: [Row<'_>; 11] = [
        (&FOUR, "Ada Abel 🐝 e outros", Is::Right),
        (&FOUR[..2], "Ada Abel and the rest of us", Is::Right),
        (&FOUR, "Ada Abel, Bo Bell joined by others there", Is::Right),
        (&FOUR, "Ada Abel pluss fem gode gamle venner", Is::Right),
        (
            &FOUR,
            "Ada Abel pluss fem gode gamle venner derfra",
            Is::Proposed,
        ),
        (&MIDDLE, "Ada A. & Bo B. & D. D. und weitere", Is::Right),
        (
            &MIDDLE,
            "... Ada A., Bo Bell, Cy-Di Cole og D. Dorn",
            Is::Right,
        ),
        (&WANGS, "Wang, Wang, Hive Lab, and Abelら", Is::Right),
        (&TEAM, "Team Nex 等", edited("Team Net 等")),
        (
            &["Ada Abelard", "Bo Bellini", "Cy Cole"],
            "AdaAbelard и др.",
            edited("Ada Abelard и др."),
        ),
        // A joint behind the last name is the rest of one who was deleted.
        (&WANGS, "Jian Wnag &", Is::Proposed),
    ];
    check_rows(&Case::default(), &rows);
}

#[test]
fn numbers_that_count_others_are_not_mixed_up() {
    check_rows(
        &Case::default(),
        &[
            (&FOUR, "Ada Abel (+3)", Is::Right),
            (&FOUR, "Ada Abel and 3 others", Is::Right),
            (&FOUR, "Ada Abel, 4 authors", Is::Right),
            (&FOUR, "Ada Abel and 17 others", Is::Right),
            (&FOUR, "Ada Abel (+2), Cy Cole, Di Dorn", Is::Proposed),
            (&FOUR, "Ada Abel 2, Bo Bell 1, 3 authors", Is::Proposed),
            (&FOUR[..2], "Adx Abel · Bx Bell 2, 3 authors", Is::Proposed),
        ],
    );
}

#[test]
fn one_person_twice_goes_only_where_nothing_hangs_on_it() {
    check_rows(
        &Case::default(),
        &[
            (
                &GROUP,
                "01. AI, 01. AI, Ada Abel, Bo Bell",
                edited("01. AI, Ada Abel, Bo Bell"),
            ),
            (
                &FOUR[..2],
                "Ada Abel†, Ada Abel, Bo Bell",
                edited("Ada Abel†, Bo Bell"),
            ),
            (&FOUR[..2], "Ada Abel, Bo Bell, Bo Bell†", Is::Proposed),
            (
                &FOUR[..2],
                "Ada Abel, Bo Bell†, Bo Bell",
                edited("Ada Abel, Bo Bell†"),
            ),
            // Marks of both, or a joint that may be the last one's.
            (&GROUP, "Ada Abel† / Ada Abel† / Bo Bell†", Is::Proposed),
            (&GROUP, "01. AI, Ada Abel, Bo Bell和Bo Bell", Is::Proposed),
            (&FOUR[..2], "Ada Abel, Bo Bell and Bo Bell", Is::Proposed),
            // Apart it is what he does.
            (
                &GROUP,
                "01. AI3 | Bo Bell3 | Ada Abel3 and Bo Bell3，等",
                Is::Right,
            ),
        ],
    );
}

#[test]
fn strangers_read_like_names() {
    let one = &FOUR[..1];
    check_rows(
        &Case::default(),
        &[
            (one, "Zhi-Zhong van Umber! und Ada Abel", Is::Proposed),
            (one, "Zhi-zhong Umber and Ada Abel", Is::Proposed),
            (one, "Ada Abel and UMbER LeCun", Is::Right),
            (one, "Ada Abel and Ug LeCun", Is::Proposed),
            // A sign that no name has, but where the other names have it.
            (&FOUR[..2], "Ada Abel!, Ug! Umber!, Bo Bell!", Is::Proposed),
            (&FOUR[..2], "Ada Abel, Ug! Umber, Bo Bell", Is::Right),
            (&FOUR[..2], "Ada Abel#, Ug Umber#, Bo Bell#", Is::Proposed),
            (
                &FOUR[..2],
                "#1 Ada Abel, #2 Ug Umber, #3 Bo Bell",
                Is::Proposed,
            ),
            (&FOUR[..2], "Ada Abel, #2 Ug Umber, Bo Bell", Is::Right),
            (
                &FOUR[..2],
                "1. Ada Abel, 2. Ug Umber, 3. Bo Bell",
                Is::Proposed,
            ),
            (
                &FOUR[..2],
                "1 Ada Abel, 2 Ug Umber, 3 Bo Bell",
                Is::Proposed,
            ),
            (one, "Ada Abel and Ug MacVale", Is::Proposed),
            // Capitals alone are an institute's.
            (&FOUR[..2], "Ada Abel，UG UMBER，Bo Bell", Is::Right),
            (one, "team of Ug Umber (BU), Abel, Ada", Is::Right),
            (
                &BERGS,
                "<sup>1</sup>ug umber, Anna Berger, Anne Berg",
                Is::Proposed,
            ),
        ],
    );
}

#[test]
fn a_place_is_a_missing_persons_but_for_letters() {
    let one = &FOUR[..1];
    check_rows(
        &Case::default(),
        &[
            (one, "Ada (Max) Aebl", edited("Ada (Max) Abel")),
            (one, "\"Ada Aebl\"", edited("\"Ada Abel\"")),
            (one, "Ada Aebl @bu", Is::Proposed),
            (one, "Ada Aebl #1", Is::Proposed),
            (&FOUR[..3], "Ada Abela,b", Is::Proposed),
            (
                &LONE,
                "Bell, Bx, Dorn, Chr",
                edited("Aditya, Bell, Bo, Dorn, Cher"),
            ),
            (
                &["Vera Moss", "Ian Kerr", "Omar al-Sayed"],
                "Vxera Mxoss, Ian Kerr, Omar al-Sayed",
                edited("Vera Moss, Ian Kerr, Omar al-Sayed"),
            ),
            (
                &TEAM,
                "TeamNet, Ada Abel, Bo Bell",
                edited("Team Net, Ada Abel, Bo Bell"),
            ),
            (
                &["NetLab Collaboration", "Ada Lund", "Bo Marr", "Cy Tann"],
                "Collaboration NetLab, AdaLund 张伟, Marr Bo, Tann Cy 张伟",
                edited("Collaboration NetLab, Lund Ada 张伟, Marr Bo, Tann Cy 张伟"),
            ),
            (
                &["Hanna Brockmann", "Ivo Steensen"],
                "HannaBrockmann, Ivo Steensen",
                edited("Hanna Brockmann, Ivo Steensen"),
            ),
        ],
    );
}

#[test]
fn words_are_glued_small_or_without_accents() {
    check_rows(
        &Case::default(),
        &[
            (&["H. O. Back et al."], "et al., ", Is::Proposed),
            // Four letters in one are too few to be two words.
            (&["Bo Li", "Ada Abel"], "BoLi, Ada Abel", Is::Proposed),
            (
                &["Bo Lin", "Ada Abel"],
                "BoLin, Ada Abel",
                edited("Bo Lin, Ada Abel"),
            ),
            // A word without a capital before a name is nobody's.
            (
                &FOUR,
                "Ada Abel, Bo Bell, Cy Cole, sammen Di Dornn",
                edited("Ada Abel, Bo Bell, Cy Cole, sammen Di Dorn"),
            ),
            // Parts of names lack accents, too.
            (
                &["Jo Müller", "Ada Abel", "Bo Bell"],
                "Muller, Abel, Bell",
                edited("Müller, Abel, Bell"),
            ),
            (
                &["José Cole", "Ada Abel", "Bo Bell"],
                "Jose, Ada, Bo",
                edited("José, Ada, Bo"),
            ),
        ],
    );
}
