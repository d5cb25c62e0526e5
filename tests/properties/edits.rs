//! Edits: a set of them does what making them one by one does, and those of an abstract ask for
//! nothing more.

use arxsync::list::edit::{Edit, EditError, EditSet};
use arxsync::list::entry::Writing;
use arxsync::list::field;
use arxsync::plan::abstract_text::{Judgement, NoOthers, Texts, judge};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;

/// A text, and disjoint edits of it in order.
fn edited() -> impl Strategy<Value = (String, Vec<Edit>)> {
    let cuts = proptest::collection::vec((any::<prop::sample::Index>(), "[xß ]{0,3}"), 0..6);
    ("[ab é漢\n]{0,30}", cuts).prop_map(|(text, cuts)| {
        let places: Vec<usize> = (0..=text.len())
            .filter(|&i| text.is_char_boundary(i))
            .collect();
        let mut at: Vec<usize> = cuts.iter().map(|(i, _)| *i.get(&places)).collect();
        at.sort_unstable();
        at.dedup();
        let spans = at.chunks(2).map(|pair| pair[0]..pair[pair.len() - 1]);
        let edits = spans.zip(cuts).map(|(span, (_, text))| Edit { span, text });
        (text, edits.collect())
    })
}

/// Words, some of which an edit must not cut in two.
fn sentence() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "a",
        "b",
        "c",
        "the",
        "of",
        "bee,",
        "bees.",
        "(hive)",
        "“q”",
        "e.g.",
        "90\\%",
        "$x$",
        "$a b$",
        "\\emph{i}",
        "H\\'o",
        "https://e.org/a",
        "9.1",
        "--",
        "α",
    ];
    let gap = prop_oneof![6 => Just(" "), 1 => Just("  "), 1 => Just("\n")];
    let word = (proptest::sample::select(WORDS), gap);
    proptest::collection::vec(word, 1..40).prop_map(|words| {
        let text: String = words
            .into_iter()
            .flat_map(|(word, gap)| [word, gap])
            .collect();
        text.trim_end().to_owned()
    })
}

/// What is done to a text, at a word of it.
#[derive(Clone, Copy, Debug)]
enum Damage {
    Drop,
    Replace(&'static str),
    Double,
    Cut,
}

/// A list's text, and arXiv's that it once was.
fn damaged() -> impl Strategy<Value = (String, String)> {
    let damage = prop_oneof![
        Just(Damage::Drop),
        proptest::sample::select(&["the", "hives", "0.7", "β"]).prop_map(Damage::Replace),
        Just(Damage::Double),
        Just(Damage::Cut),
    ];
    let damages = proptest::collection::vec((damage, any::<prop::sample::Index>()), 1..4);
    (sentence(), damages).prop_map(|(new, damages)| {
        let mut words: Vec<&str> = new.split_inclusive([' ', '\n']).collect();
        for (damage, at) in damages.into_iter().filter(|_| new.len() > 1) {
            let at = at.index(words.len().max(1)).min(words.len());
            match (damage, words.get(at).copied()) {
                (Damage::Drop, Some(_)) => drop(words.remove(at)),
                (Damage::Replace(word), Some(_)) => drop(words.splice(at..=at, [word, " "])),
                (Damage::Double, Some(word)) => words.insert(at, word),
                (Damage::Cut, _) => words.truncate(at.max(1)),
                (_, None) => {}
            }
        }
        (words.concat().trim_end().to_owned(), new)
    })
}

fn judged(old: &str, new: &str) -> Judgement {
    let texts = Texts {
        text: new,
        ..Texts::default()
    };
    let tokens = field::read(old, 0..old.len(), Writing::Markdown);
    judge(&tokens, Writing::Markdown, &texts, &NoOthers).judgement
}

proptest! {
    #![proptest_config(crate::config(3000))]

    #[test]
    fn a_set_of_edits_is_its_edits_one_by_one((text, edits) in edited()) {
        let mut expected = text.clone();
        for edit in edits.iter().rev() {
            expected.replace_range(edit.span.clone(), &edit.text);
        }
        let set = EditSet::new(&text, edits.clone()).unwrap();
        prop_assert_eq!(set.apply(&text), expected);
        let shuffled = EditSet::new(&text, edits.into_iter().rev().collect()).unwrap();
        prop_assert_eq!(shuffled, set);
    }

    #[test]
    fn edits_of_the_same_bytes_are_no_set((text, edits) in edited()) {
        for edit in edits.into_iter().filter(|edit| !edit.span.is_empty()) {
            let span = edit.span.clone();
            let found = EditSet::new(&text, vec![edit.clone(), edit]);
            prop_assert_eq!(found, Err(EditError::Overlap(span.clone(), span)));
        }
    }
}

/// How many damaged texts are tried, and how many of them are edited at least.
const DAMAGED: u32 = 3000;
const EDITED: u32 = 1150;

#[test]
fn what_is_edited_asks_for_nothing_more() {
    let count = Cell::new(0);
    let mut runner = TestRunner::new(crate::config(DAMAGED));
    let tried = runner.run(&damaged(), |(old, new)| {
        if let Judgement::Edit { edits, .. } = judged(&old, &new) {
            count.set(count.get() + 1);
            let edited = EditSet::new(&old, edits).unwrap().apply(&old);
            let again = judged(&edited, &new);
            let is_settled = matches!(again, Judgement::Right | Judgement::Own(_));
            prop_assert!(is_settled, "{:?}: {:?}", edited, again);
        }
        Ok(())
    });
    tried.unwrap();
    let count = count.get();
    assert!(count >= EDITED, "only {count} of {DAMAGED} are edited");
}
