//! Any text can be read: no panic, and every span is a piece of the text in its place.

use crate::texts;
use arxsync::arxiv::lookup::Answers;
use arxsync::list::document::{Document, Inline, InlineKind};
use arxsync::list::entry::Content;
use arxsync::list::hints::Hints;
use arxsync::plan::input::{Given, List, Resolutions};
use arxsync::plan::known::Known;
use arxsync::plan::memory::Memory;
use arxsync::plan::policy::Policy;
use arxsync::plan::verify;
use arxsync::text::names::overrides::Overrides;
use proptest::prelude::*;
use std::ops::Range;

/// A month after all papers.
const NOW: (u16, u8) = (2030, 1);

fn inside(source: &str, span: &Range<usize>, around: &Range<usize>) -> Result<(), TestCaseError> {
    prop_assert!(
        around.start <= span.start && span.start <= span.end && span.end <= around.end,
        "{:?} in {:?} of {:?}",
        span,
        around,
        source
    );
    prop_assert!(
        source.get(span.clone()).is_some(),
        "{:?} {:?}",
        span,
        source
    );
    Ok(())
}

/// Blocks are nested and in order.
fn check_blocks(doc: &Document<'_>) -> Result<(), TestCaseError> {
    let all = 0..doc.source.len();
    for (b, block) in doc.blocks.iter().enumerate() {
        inside(doc.source, &block.span, &all)?;
        prop_assert!(b < block.end && block.end <= doc.blocks.len());
        let mut at = 0;
        for piece in doc.inlines(block, &block.span) {
            inside(doc.source, &piece.span, &block.span)?;
            prop_assert!(
                at <= piece.span.end,
                "{:?} goes back in {:?}",
                piece,
                doc.source
            );
            at = piece.span.start;
        }
    }
    Ok(())
}

/// Pieces of a part of a block are those of the whole block that lie in it, texts cut to it.
fn check_parts(doc: &Document<'_>, cut: usize) -> Result<(), TestCaseError> {
    for block in &doc.blocks {
        let whole = doc.inlines(block, &(0..doc.source.len()));
        let (a, b) = (cut % (block.span.end + 1), cut / 7 % (block.span.end + 1));
        for within in [
            a.min(b)..a.max(b),
            block.span.start..a.max(block.span.start),
        ] {
            let cut = |piece: &Inline| {
                let span = piece.span.start.max(within.start)..piece.span.end.min(within.end);
                let is_kept = span == piece.span || piece.kind == InlineKind::Text;
                (is_kept && span.start < span.end).then_some((piece.kind, span))
            };
            let wanted: Vec<_> = whole.iter().filter_map(cut).collect();
            let parts = doc.inlines(block, &within).into_iter();
            let parts: Vec<_> = parts.map(|piece| (piece.kind, piece.span)).collect();
            prop_assert_eq!(parts, wanted, "{:?} of {:?}", within, doc.source);
        }
    }
    Ok(())
}

/// Entries are in order and apart, and hold their parts.
fn check_entries(list: &List<'_>) -> Result<(), TestCaseError> {
    let source = list.doc.source;
    let mut at = 0;
    for (i, entry) in list.entries.iter().enumerate() {
        let next = list.entries.get(i + 1);
        let extent = at..next.map_or(source.len(), |next| next.span.start);
        inside(source, &entry.span, &extent)?;
        at = entry.span.end;
        inside(source, &entry.title.span, &entry.span)?;
        for place in &entry.places {
            let lines = entry.span.start..list.doc.line_end(entry.span.end);
            inside(source, &place.lines, &lines)?;
            let Content::Shown { value, more } = &place.content else {
                continue;
            };
            for value in std::iter::once(value).chain(more) {
                inside(source, &value.span, &extent)?;
                for glyph in &value.glyphs(&list.doc).list {
                    inside(source, &(glyph.start..glyph.end), &extent)?;
                }
            }
        }
        for link in &entry.links {
            inside(source, &link.span, &entry.span)?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::config(1500))]

    #[test]
    fn spans_are_pieces_of_the_text(source in texts::markdown(), cut: usize) {
        let hints = Hints::default();
        let list = List::read(&source, &hints, NOW);
        check_blocks(&list.doc)?;
        check_parts(&list.doc, cut)?;
        check_entries(&list)?;
    }

    #[test]
    fn a_list_that_nobody_answers_for_stays_as_it_is(source in texts::markdown()) {
        let hints = Hints::default();
        let list = List::read(&source, &hints, NOW);
        let (resolutions, policy) = (Resolutions::new(), Policy::default());
        let given = Given { resolutions: &resolutions, answers: &Answers::new(), overrides: &Overrides::default(), known: &Known::default(), policy: &policy, memory: &Memory::default(), only: None, is_over: &|| false };
        let proven = verify::plan(&list, given).unwrap();
        prop_assert_eq!(proven.plan.entries.len(), list.entries.len());
        prop_assert!(proven.plan.changes.is_empty());
        prop_assert_eq!(proven.after, source);
    }
}
