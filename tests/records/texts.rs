//! Titles and abstracts as they were submitted against the same as the API sends them: another spelling, the same text.

use crate::data::{Record, records};
use crate::tally::Tally;
use arxsync::text::{align, glyph::Glyphs, words};

fn check(what: &str, forms: impl Fn(&Record) -> Option<(&str, &str)>) {
    let mut tally = Tally::new(what);
    for record in records() {
        let Some((raw, sent)) = forms(record) else {
            continue;
        };
        let of = |text| words::of(&Glyphs::plain(text));
        let (raw, sent) = (of(raw), of(sent));
        tally.count(align::same(&raw, &sent), || {
            let hunks = align::align(&raw, &sent).hunks;
            let side = |words: &[words::Word]| {
                let keys = words.iter().map(|w| w.key.to_string());
                keys.collect::<Vec<_>>().join("|")
            };
            let hunks = hunks.iter().map(|h| {
                format!(
                    "[{} -> {}]",
                    side(&raw[h.old.clone()]),
                    side(&sent[h.new.clone()])
                )
            });
            format!("{}: {}", record.id, hunks.collect::<Vec<_>>().join(" "))
        });
    }
    tally.demand(1000);
}

#[test]
fn titles_as_submitted_and_as_sent() {
    check("titles as submitted", |r| {
        Some((r.title_raw.as_deref()?, &r.title))
    });
}

#[test]
fn abstracts_as_submitted_and_as_sent() {
    check("abstracts as submitted", |r| {
        Some((r.summary_raw.as_deref()?, &r.summary))
    });
}
