//! No circles between files: what one file names from another one, it does not need in turn. A
//! folder's own file may name by its bare name what lies in the folder.

use crate::source::{File, named_paths};
use std::collections::{BTreeMap, BTreeSet};

/// The circles that are left, as the files in them; the list only gets shorter.
const LEFT: &[&[&str]] = &[
    // A value knows how it is read back, and its reader how it is written.
    &[
        "list::document",
        "list::entry",
        "list::hints",
        "list::inline",
        "list::raw",
    ],
];

/// The files that each file names, all as module paths.
fn uses(files: &[File]) -> BTreeMap<String, BTreeSet<String>> {
    let own = |file: &File| file.module().join("::");
    let known: BTreeSet<String> = files.iter().map(own).collect();
    let file_of = |path: &str| {
        let mut path = path;
        while !known.contains(path) {
            path = path.rsplit_once("::").map_or("", |(head, _)| head);
            if path.is_empty() {
                return None;
            }
        }
        Some(path.to_owned())
    };
    let named = |file: &File| {
        let paths = named_paths(file);
        let used = paths.iter().filter_map(|(_, path)| file_of(path));
        used.filter(|used| *used != own(file)).collect()
    };
    files.iter().map(|file| (own(file), named(file))).collect()
}

/// All files to which the uses of one lead.
fn reached<'a>(from: &'a str, uses: &'a BTreeMap<String, BTreeSet<String>>) -> BTreeSet<&'a str> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(file) = open.pop() {
        for next in uses.get(file).into_iter().flatten() {
            if seen.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    seen
}

/// The circles: files that lead to each other.
fn circles(files: &[File]) -> BTreeSet<Vec<String>> {
    let uses = uses(files);
    let all: BTreeMap<&str, BTreeSet<&str>> = uses
        .keys()
        .map(|file| (file.as_str(), reached(file, &uses)))
        .collect();
    let circle = |file: &&str| -> Vec<String> {
        let back = all[file].iter().filter(|other| all[*other].contains(file));
        back.map(|other| (*other).to_owned()).collect()
    };
    let found = all.keys().map(circle);
    found.filter(|circle| !circle.is_empty()).collect()
}

#[test]
fn nothing_goes_round_in_a_circle() {
    let left: BTreeSet<Vec<String>> = LEFT
        .iter()
        .map(|circle| circle.iter().map(|file| (*file).to_owned()).collect())
        .collect();
    assert_eq!(circles(&crate::all_sources()), left);
}

#[test]
fn a_circle_is_noticed() {
    let file = |path: &str, text: &str| File::new(path, text);
    let files = [
        file("list/mod.rs", "mod a;\npub use a::A;"),
        file("list/a.rs", "use super::b::B;\nuse super::E;"),
        file("list/b.rs", "use crate::list::c::{self, C};"),
        file("list/c.rs", "fn f() { super::a::f() }"),
        file(
            "list/d.rs",
            "use super::a::A;\n#[cfg(test)]\nmod tests {\n    use super::d::D;\n}",
        ),
        file("list/e.rs", "/// [`super::d`]\nuse self::e::E;"),
    ];
    let expected = ["list::a", "list::b", "list::c"].map(str::to_owned);
    assert_eq!(circles(&files), BTreeSet::from([expected.to_vec()]));
}
