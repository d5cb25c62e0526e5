//! Whatever text arXiv sends, it lands in a list as text: the same words, and nothing else.

use crate::texts;
use arxsync::list::document::{Document, InlineKind, Mark};
use arxsync::list::entry::{Content, Entry, Name};
use arxsync::list::{escape, layout};
use arxsync::text::glyph::Glyphs;
use arxsync::text::{tex, words};
use proptest::prelude::*;

/// A list with a value for its abstract or for its authors.
fn list(abstract_: &str, authors: &str) -> String {
    format!(
        "# L\n\n1. **T of Words**\n\n    **Paper**: https://arxiv.org/abs/2401.90001\n\n    **Abstract**: {abstract_}\n\n    \
         **Authors**: {authors}\n\n    **Code**: none\n\n- **Next**\n  - Paper: https://arxiv.org/abs/2401.90002\n  - Authors: X Y\n"
    )
}

fn keys(glyphs: &Glyphs) -> Vec<String> {
    let words = words::cut(&tex::fold(glyphs));
    words.into_iter().map(|word| word.key.into()).collect()
}

/// Everything of a list but its words: blocks, marks, tags, entries with their places, links and
/// pins.
fn shape(text: &str) -> String {
    let doc = Document::parse(text);
    let mut out = String::new();
    for block in &doc.blocks {
        out += &format!("{:?} {} ", block.kind, block.depth);
        for piece in doc.inlines(block, &block.span) {
            match piece.kind {
                InlineKind::Text | InlineKind::Decoded(_) | InlineKind::Math => {}
                InlineKind::Open(Mark::Link(to)) => out += doc.string(to),
                InlineKind::Close(Mark::Link(_)) => out += ")",
                other => out += &format!("{other:?}"),
            }
        }
    }
    for entry in layout::recognise(&doc, &[], &|| false) {
        let names: Vec<&Name> = entry.places.iter().map(|place| &place.name).collect();
        out += &format!("{names:?} {} {:?}", entry.links.len(), entry.pins);
    }
    out
}

fn value(doc: &Document<'_>, entry: &Entry, name: &Name) -> Glyphs {
    match &entry.place(name).unwrap().content {
        Content::Shown { value, .. } => value.glyphs(doc),
        Content::Hidden | Content::Absent(_) => panic!("the value is hidden"),
    }
}

/// Whether a text has words, and no TeX accent on nothing, which no reading can keep.
fn is_text(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let accent = |w: &[char]| w[0] == '\\' && "'\"`~^=.".contains(w[1]);
    let on_nothing = |w: &[char]| accent(w) && !w[2].is_ascii_alphabetic() && w[2] != '{';
    let padded = [&chars[..], &[' ', ' ']].concat();
    !keys(&Glyphs::plain(text)).is_empty() && !padded.windows(3).any(on_nothing)
}

/// The text, in `around`, reads back as its words and changes no shape.
fn check(text: &str, around: (&str, &str), name: &Name) -> Result<(), TestCaseError> {
    let (before, after) = around;
    let escaped = escape::escape(text);
    let with = |middle: &str| {
        let value = format!("{before}{middle}{after}");
        if *name == Name::Abstract {
            list(&value, "A B, C D")
        } else {
            list("Words.", &value)
        }
    };
    let (source, plain) = (with(&escaped), with("word"));
    prop_assert_eq!(shape(&source), shape(&plain), "{:?}", escaped);
    let doc = Document::parse(&source);
    let entries = layout::recognise(&doc, &[], &|| false);
    let visible = texts::without_invisible(text);
    let one_line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = keys(&Glyphs::plain(&format!("{before}{one_line}{after}")));
    prop_assert_eq!(
        keys(&value(&doc, &entries[0], name)),
        expected,
        "{:?} {:?}",
        text,
        escaped
    );
    Ok(())
}

proptest! {
    #![proptest_config(crate::config(1500))]

    #[test]
    fn alone(text in texts::text()) {
        prop_assume!(is_text(&text));
        check(&text, ("", ""), &Name::Abstract)?;
    }

    #[test]
    fn amid_a_sentence(text in texts::text()) {
        prop_assume!(is_text(&text));
        check(&text, ("We say ", " and go on."), &Name::Abstract)?;
    }

    #[test]
    fn at_the_start_of_an_author_line(text in texts::text()) {
        prop_assume!(is_text(&text));
        check(&text, ("", ", Bo Bell"), &Name::Authors)?;
    }
}
