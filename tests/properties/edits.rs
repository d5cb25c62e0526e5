//! Edits: a set of them does what making them one by one does, and word edits turn one text into
//! the other.

use arxsync::list::edit::{Edit, EditError, EditSet};
use arxsync::plan::splice::{self, Worded};
use arxsync::text::align::align;
use arxsync::text::glyph::Glyphs;
use arxsync::text::tex;
use arxsync::text::words::{self, Word};
use proptest::prelude::*;

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
    proptest::collection::vec(word, 1..14).prop_map(|words| {
        let text: String = words
            .into_iter()
            .flat_map(|(word, gap)| [word, gap])
            .collect();
        text.trim_end().to_owned()
    })
}

fn cut(text: &str) -> Vec<Word> {
    words::cut(&tex::fold(&Glyphs::plain(text)))
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

    #[test]
    fn a_shrunk_edit_does_the_same((text, edits) in edited()) {
        for edit in edits {
            let whole = EditSet::new(&text, vec![edit.clone()]).unwrap().apply(&text);
            let shrunk = EditSet::new(&text, vec![edit.shrunk(&text)]).unwrap().apply(&text);
            prop_assert_eq!(shrunk, whole);
        }
    }

    #[test]
    fn word_edits_lead_to_the_other_text(old in sentence(), new in sentence()) {
        let (a, b) = (cut(&old), cut(&new));
        let (a, b) = (words::without_final_stop(&a), words::without_final_stop(&b));
        let old_text = Worded { source: &old, span: (0, old.len()), words: a };
        let new_text = Worded { source: &new, span: (0, new.len()), words: b };
        let edits = splice::edits(old_text, new_text, &align(a, b).hunks, str::to_owned);
        let edited = EditSet::new(&old, edits).unwrap().apply(&old);
        let left = align(&cut(&edited), b).hunks;
        prop_assert!(left.is_empty(), "{:?}", edited);
    }
}
