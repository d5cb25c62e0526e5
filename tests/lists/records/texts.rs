//! Titles and abstracts as they were submitted against the same as the API sends them: another
//! spelling, the same text.

use super::abstracts::{describe, judged};
use super::data::{Record, real_records, records, scattered};
use super::totals::Totals;
use arxsync::list::field;
use arxsync::plan::abstract_text::Judgement;
use arxsync::plan::title::{Likeness, Title, compare};
use arxsync::text::mojibake;

/// Every form of a text says what the sent one says.
fn check(what: &str, one_in: usize, forms: impl Fn(&Record) -> Option<(&str, &str)>) {
    let mut totals = Totals::new(what);
    for record in real_records() {
        let Some((raw, sent)) = forms(record) else {
            continue;
        };
        let judgement = judged(raw, sent);
        totals.count(judgement == Judgement::Right, || {
            format!("{}: {}", record.id, describe(&judgement))
        });
    }
    totals.demand(one_in);
}

#[test]
fn titles_as_submitted_and_as_sent() {
    let mut totals = Totals::new("titles as submitted");
    for record in real_records() {
        let Some(raw) = &record.title_raw else {
            continue;
        };
        let of = |title: &str| Title::of(&field::plain(title));
        let likeness = compare(&of(raw), &of(&record.title));
        totals.count(likeness == Likeness::Same, || {
            format!("{}: {likeness:?} {raw} | {}", record.id, record.title)
        });
    }
    totals.demand(1000);
}

#[test]
fn abstracts_as_submitted_and_as_sent() {
    check("abstracts as submitted", 1000, |r| {
        Some((r.summary_raw.as_deref()?, &r.summary))
    });
    check("abstracts as sent", 1000, |r| {
        Some((&r.summary, r.summary_raw.as_deref()?))
    });
}

/// The text with a long word of small letters broken at a line end, as PDFs do.
fn broken(text: &str, at: usize) -> Option<String> {
    let is_long = |w: &&str| w.len() >= 8 && w.bytes().all(|b| b.is_ascii_lowercase());
    let words: Vec<&str> = text.split_whitespace().filter(is_long).collect();
    let word = words.get(at.checked_rem(words.len())?)?;
    let place = word.as_ptr() as usize - text.as_ptr() as usize + 4;
    Some(format!("{}-\n  {}", &text[..place], &text[place..]))
}

#[test]
fn abstracts_with_a_broken_word() {
    let mut totals = Totals::new("abstracts, a word broken at a line end");
    for (i, record) in records().iter().enumerate() {
        let text = &record.summary;
        let Some(listed) = broken(text, scattered(i)) else {
            continue;
        };
        let judgement = judged(&listed, text);
        totals.count(judgement == Judgement::Right, || {
            format!("{}: {} | {listed}", record.id, describe(&judgement))
        });
    }
    totals.demand(1000);
}

/// UTF-8 read as Latin-1.
fn garbled(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

#[test]
fn honest_text_is_not_repaired_and_garbled_text_is() {
    let mut honest = Totals::new("honest titles, abstracts and names");
    let mut repaired = Totals::new("garbled names");
    for record in records() {
        let texts = record
            .authors
            .iter()
            .chain([&record.title, &record.summary]);
        for text in texts {
            let found = mojibake::repaired(text);
            honest.count(found.is_none(), || format!("{}: {found:?}", record.id));
        }
        for name in record.authors.iter().filter(|n| !n.is_ascii()) {
            let found = mojibake::repaired(&garbled(name));
            repaired.count(found.as_ref() == Some(name), || {
                format!("{name}: {found:?}")
            });
        }
    }
    honest.demand(10_000);
    repaired.demand(50);
}
