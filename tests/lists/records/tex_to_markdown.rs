//! Text made readable for Markdown says what it said, for every record as it was submitted.

use super::data::records;
use super::totals::Totals;
use arxsync::list::field;
use arxsync::text::tex_to_markdown::tex_to_markdown;

/// The words of a text of arXiv's.
fn keys(text: &str) -> Vec<String> {
    let tokens = field::plain(text);
    tokens.words().map(|(_, w)| w.key.to_string()).collect()
}

#[test]
fn readable_text_is_the_same_text() {
    let mut totals = Totals::new("TeX to Markdown");
    for record in records() {
        let raw = [&record.summary_raw, &record.title_raw]
            .into_iter()
            .flatten();
        for text in [&record.summary, &record.title].into_iter().chain(raw) {
            let written = tex_to_markdown(text);
            totals.count(keys(&written) == keys(text), || {
                format!("{}: {written} | {text}", record.id)
            });
        }
    }
    // Where TeX stands outside of math, letters on both sides of a brace become one word.
    totals.demand(1000);
}
