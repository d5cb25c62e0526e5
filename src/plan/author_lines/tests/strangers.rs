//! Names that arXiv does not have, by how they are made: initials and particles beside a name, in
//! any number.

use super::between::{Row, check_rows};
use super::*;

/// Names of one family name or two, with particles and initials.
fn strangers() -> Vec<String> {
    let mut out = Vec::new();
    for particle in [
        "", "De ", "de ", "Van der ", "van der ", "von ", "da ", "Al ", "bin ", "de la ",
    ] {
        for initials in [
            "A.",
            "A. B.",
            "A. B. C.",
            "A. B. C. D.",
            "A.B.",
            "A.B.C.",
            "A.B.C.D.",
            "A.-B. C.",
        ] {
            out.push(format!("{initials} {particle}Silva"));
            out.push(format!("{initials} {particle}Silva Moro"));
        }
        out.push(format!("Ug {particle}Silva"));
        out.push(format!("Ug A. B. {particle}Silva Moro"));
    }
    out
}

fn check_all(lines: &[String], expected: impl Fn() -> Is) {
    let row = |line| (&FOUR[..], line, expected());
    let rows: Vec<Row<'_>> = lines.iter().map(|l| row(l.as_str())).collect();
    check_rows(&Case::default(), &rows);
}

#[test]
fn strangers_are_noticed_whatever_their_initials_and_particles() {
    let mut all = Vec::new();
    for name in strangers() {
        let lines = [
            format!("Ada Abel, {name}, Bo Bell, Cy Cole, Di Dorn"),
            format!("Ada Abel, Bo Bell, Cy Cole, Di Dorn, {name}"),
            format!("{name}; Ada Abel; Bo Bell; Cy Cole; Di Dorn"),
            format!("A. Abel, B. Bell, {name}, C. Cole, and D. Dorn"),
        ];
        all.extend(lines);
    }
    check_all(&all, || Is::Proposed);
}

#[test]
fn what_is_no_persons_name_is_no_stranger() {
    let mut all = Vec::new();
    for own in [
        "A. B. C. D.",
        "A.B.C.",
        "A B C",
        "U. S. A. and elsewhere",
        "all at the Zoo",
        "HiveLab at the University of Zoo Town",
        "University of A. B. C. De Silva",
        "see Hive House by the Old Mill Stream",
        "B 12 De Silva",
        "A. B. C. de la",
        "U. v. d.",
    ] {
        let lines = [
            format!("Ada Abel, Bo Bell, Cy Cole, Di Dorn, {own}"),
            format!("Ada Abel, Bo Bell, {own}, Cy Cole, Di Dorn"),
            format!("{own}, Ada Abel, Bo Bell, Cy Cole, Di Dorn"),
        ];
        all.extend(lines);
    }
    check_all(&all, || Is::Right);
}
