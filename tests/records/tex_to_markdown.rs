//! Text made readable for Markdown says what it said, for every record as it was submitted.

use crate::data::records;
use crate::totals::Totals;
use arxsync::text::tex_to_markdown::tex_to_markdown;
use arxsync::text::{align, glyph::Glyphs, words};

#[test]
fn readable_text_is_the_same_text() {
    let mut totals = Totals::new("TeX to Markdown");
    let of = |text: &str| words::of(&Glyphs::plain(text));
    for record in records() {
        let raw = [&record.summary_raw, &record.title_raw]
            .into_iter()
            .flatten();
        for text in [&record.summary, &record.title].into_iter().chain(raw) {
            let written = tex_to_markdown(text);
            let (is, was) = (of(&written), of(text));
            totals.count(align::same(&is, &was), || {
                let hunks = align::align(&is, &was).hunks;
                let first = hunks
                    .first()
                    .map(|h| (&is[h.old.clone()], &was[h.new.clone()]));
                format!("{}: {first:?}", record.id)
            });
        }
    }
    totals.demand(0);
}
