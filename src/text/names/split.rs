//! A list's author line cut into names that know their source bytes.
//!
//! A comma stands between names or inside one (`Family, Given`). All readings that the line allows
//! are offered;
//! [`super::compare`] takes the one that arXiv's names support best.

use super::atoms::{Atom, Separator, atoms, with_groups, with_suffixes};
use super::form::{Order, is_whole_name};
use super::overrides::Overrides;
use super::person::Person;
use crate::text::glyph::Glyphs;
use std::ops::Range;

/// One name of an author line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedName {
    /// The name for comparison.
    pub person: Person,
    /// The bytes of the name itself, without marks (`*`, superscripts) and separators.
    pub span: Range<usize>,
    /// The bytes up to the separators on both sides: marks and affiliations included.
    pub extent: Range<usize>,
}

/// One reading of an author line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The names in order.
    pub names: Vec<ListedName>,
    /// The order of the parts of a name that this reading takes.
    pub order: Order,
}

/// An author line, cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorLine {
    atoms: Vec<Atom>,
    /// The same with groups cut off from those who speak for them; empty where nobody does.
    spoken: Vec<Atom>,
    /// Names that count as others.
    pub(super) overrides: Overrides,
    /// The bytes of `et al.`, where the line abbreviates.
    pub et_al: Option<Range<usize>>,
}

/// Cuts an author line (TeX already folded).
pub fn split(line: &Glyphs) -> AuthorLine {
    let (atoms, et_al) = atoms(&line.list);
    let atoms = with_suffixes(atoms);
    AuthorLine {
        spoken: with_groups(&line.list, &atoms),
        atoms,
        overrides: Overrides::default(),
        et_al,
    }
}

impl AuthorLine {
    /// The line with `Bo Bell for the Net Collaboration` as two names, where it has such.
    pub(super) fn with_groups(&self) -> Option<Self> {
        let atoms = self.spoken.clone();
        (!atoms.is_empty()).then(|| Self {
            atoms,
            spoken: Vec::new(),
            ..self.clone()
        })
    }

    /// The readings that the line allows, the simplest first; never none.
    pub fn readings(&self) -> impl Iterator<Item = Reading> {
        type Starts = Box<dyn FnMut(&Atom) -> bool>;
        let each: Starts = Box::new(|_| true);
        let at = |separator| -> Starts { Box::new(move |a| a.before == separator) };
        let (pairs, first): (Starts, Starts) = (Box::new(pairs()), Box::new(first_pair()));
        let ways = [
            Some((Order::Natural, each)),
            strong_separator(&self.atoms).map(|s| (Order::Inverted, at(s))),
            // `Zhu, Deyao, and Jun Chen` reads alike either way; `Zhu, Deyao` alone says nothing of
            // other names.
            (self.atoms.len() >= 3).then_some((Order::FirstInverted, first)),
            (self.atoms.len() >= 2).then_some((Order::Inverted, pairs)),
        ];
        let reading = |(order, starts)| Reading {
            names: self.grouped(starts),
            order,
        };
        ways.into_iter().flatten().map(reading)
    }

    /// Joins atoms into names; `starts` says whether an atom starts a new one.
    fn grouped(&self, mut starts: impl FnMut(&Atom) -> bool) -> Vec<ListedName> {
        let mut out: Vec<(String, Range<usize>, Range<usize>)> = Vec::new();
        for atom in &self.atoms {
            let new = starts(atom) || out.is_empty();
            match out.last_mut().filter(|_| !new) {
                Some((text, span, extent)) => {
                    text.push_str(", ");
                    text.push_str(&atom.text);
                    span.end = atom.span.end;
                    extent.end = atom.extent.end;
                }
                None => out.push((atom.text.clone(), atom.span.clone(), atom.extent.clone())),
            }
        }
        let name = |(text, span, extent): (String, _, _)| ListedName {
            person: self.overrides.read(Person::inverted(&text)),
            span,
            extent,
        };
        out.into_iter().map(name).collect()
    }
}

/// The separator that stands around `Family, Given` pairs, where there is one besides commas.
fn strong_separator(atoms: &[Atom]) -> Option<Separator> {
    let mut between = atoms.iter().skip(1).map(|a| a.before);
    if between.any(|s| s == Separator::Semicolon) {
        return Some(Separator::Semicolon);
    }
    // Not so in `Zhu, Deyao, Jun Chen, and Xi Li`, nor in `Zhu, Deyao, and Jun Chen`: the first
    // name alone is a pair.
    let groups = atoms.chunk_by(|_, atom| atom.before != Separator::And);
    let lengths: Vec<usize> = groups.map(<[Atom]>::len).collect();
    (lengths.iter().all(|n| *n <= 2) && lengths.iter().skip(1).any(|n| *n == 2))
        .then_some(Separator::And)
}

/// Joins atoms in pairs; one that can be no family name (`The ATLAS Collaboration`, `D.J.Saik`)
/// stands by itself.
fn pairs() -> impl FnMut(&Atom) -> bool {
    let mut in_pair = false;
    move |atom| {
        let starts = !in_pair;
        in_pair = starts && !is_whole_name(&atom.text);
        starts
    }
}

/// Joins the first two atoms only.
fn first_pair() -> impl FnMut(&Atom) -> bool {
    let mut count = 0;
    move |_| {
        count += 1;
        count != 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tex;

    fn check(line: &str, reading: usize, expected: &[&str]) {
        let cut = split(&tex::fold(&Glyphs::plain(line)));
        let names: Vec<_> = cut
            .readings()
            .nth(reading)
            .unwrap()
            .names
            .iter()
            .map(|n| &line[n.span.clone()])
            .collect();
        assert_eq!(names, expected, "{line}");
    }

    #[test]
    fn separators_marks_and_affiliations() {
        check("A Bc, D Ef and G Hi.", 0, &["A Bc", "D Ef", "G Hi"]);
        check(
            "A Bc,D Ef, and G Hi & J K",
            0,
            &["A Bc", "D Ef", "G Hi", "J K"],
        );
        check("A Bc; D Ef；G Hi", 0, &["A Bc", "D Ef", "G Hi"]);
        check("A Bc^1,2, D Ef*, G Hi†", 0, &["A Bc", "D Ef", "G Hi"]);
        check("A Bc (X, Y), D Ef (Z)", 0, &["A Bc", "D Ef"]);
        check("01.AI: A Bc, ", 0, &["01.AI", "A Bc"]);
        check("Alexander Sandy", 0, &["Alexander Sandy"]);
        check("JÃ¶rg Bc*, D Â·Ef", 0, &["JÃ¶rg Bc", "D Â", "Ef"]);
        check("A Bc, Jr., D Ef", 0, &["A Bc, Jr.", "D Ef"]);
    }

    #[test]
    fn inverted_names() {
        check(
            "Zhu, Deyao and Chen, Jun and others",
            1,
            &["Zhu, Deyao", "Chen, Jun"],
        );
        check("Zhu, D.; Chen, J.", 1, &["Zhu, D.", "Chen, J."]);
        check(
            "The XY Collaboration, Chard, R., D.J.Saik, Li, Z.",
            2,
            &["The XY Collaboration", "Chard, R.", "D.J.Saik", "Li, Z."],
        );
        check("Chard, R., Li, Z.", 2, &["Chard, R.", "Li, Z."]);
        check("Zhu, Deyao, and Jun Chen", 1, &["Zhu, Deyao", "Jun Chen"]);
        check(
            "Zhu, Deyao, Jun Chen, and Xi Li",
            1,
            &["Zhu, Deyao", "Jun Chen", "Xi Li"],
        );
    }

    #[test]
    fn et_al_in_its_spellings() {
        for tail in [
            " et al.",
            ", et al.",
            " et.al.",
            " et al",
            ", etal.",
            " and others",
            "等",
        ] {
            let line = format!("Wei Li{tail}");
            let cut = split(&Glyphs::plain(&line));
            assert!(cut.et_al.is_some(), "{tail}");
            assert_eq!(cut.readings().next().unwrap().names.len(), 1, "{tail}");
        }
        assert!(split(&Glyphs::plain("Et Alam, Ray Etalon")).et_al.is_none());
    }
}
