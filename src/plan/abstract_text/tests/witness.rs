//! What an abstract says about whose it is, and what is asked about it. All texts are invented.

use super::*;

/// So many different words that arXiv's abstracts do not have, and that mean something.
fn others(from: usize, count: usize) -> String {
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    let word = |n: usize| format!("zebra{}{}", letter(n / 26), letter(n));
    (from..from + count).map(word).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn speaks(list: &str, expected: Agreement) {
    let tokens = field::read(list, 0..list.len(), Writing::Markdown);
    let texts = Texts {
        text: PAPER,
        ..Texts::default()
    };
    assert_eq!(agreement(&tokens, &texts), expected, "{list}");
}

#[test]
fn most_rows_of_words_speak_for_a_paper() {
    speaks("Bridges sing in the", Agreement::Version);
    speaks("Bridges sing in the zebra", Agreement::Version);
    // Half of them, or three words, do not.
    speaks("Bridges sing in zebra", Agreement::Nothing);
    speaks("Bridges sing in", Agreement::Nothing);
    // All of arXiv's among others do.
    speaks(&format!("{} {PAPER}", others(0, 200)), Agreement::Version);
}

#[test]
fn an_earlier_version_speaks_for_a_paper() {
    let old = "Old bridges hum at night, and we have heard them all.";
    let tokens = field::read(old, 0..old.len(), Writing::Markdown);
    let said = |earlier: Option<&[(u32, &str)]>| {
        let texts = Texts {
            text: PAPER,
            other: None,
            earlier,
        };
        agreement(&tokens, &texts)
    };
    assert_eq!(
        said(Some(&[(1, "Bridges hum."), (2, old)])),
        Agreement::Version
    );
    assert_eq!(said(Some(&[])), Agreement::Nothing);
    assert_eq!(said(None), Agreement::Nothing);
}

#[test]
fn only_long_and_strange_texts_speak_against_a_paper() {
    speaks(&others(0, 40), Agreement::Against);
    speaks(&others(0, 39), Agreement::Nothing);
    // Two rows in forty, or in a few more.
    let with_row = |count: usize| format!("{} bridges sing in the", others(0, count - 4));
    speaks(&with_row(42), Agreement::Nothing);
    speaks(&with_row(43), Agreement::Against);
    // A quarter of it in another script, or more.
    let mixed = |count: usize| format!("{} {}", others(0, 44 - count), "мосты ".repeat(count));
    speaks(&mixed(11), Agreement::Against);
    speaks(&mixed(12), Agreement::Nothing);
    // A third of its words are the paper's, or more.
    let shared = "sensor bridges cheap steel tones code wind sing tell count age bridge";
    let summary = |count: usize, all: usize| {
        let words: Vec<&str> = shared.split(' ').take(count).collect();
        format!(
            "{} {} {}",
            words.join(" "),
            others(0, all - count),
            "of the ".repeat(10)
        )
    };
    speaks(&summary(10, 30), Agreement::Against);
    speaks(&summary(11, 30), Agreement::Nothing);
}

#[track_caller]
fn asks(list: &str, arxiv: &str, expected: bool) {
    let ask = outcome(list, arxiv, Writing::Markdown).ask;
    assert_eq!(ask, expected.then_some(Ask::Earlier), "{list}");
}

#[test]
fn earlier_versions_are_asked_for_where_much_differs() {
    let asks_of = |changes: &[(&str, &str)], expected| {
        let mut list = PAPER.to_owned();
        for (from, to) in changes {
            assert!(list.contains(from), "{from}");
            list = list.replacen(from, to, 1);
        }
        asks(&list, PAPER, expected);
    };
    let sentence = "The tones tell the age of a bridge to within 3.5%. ";
    asks_of(&[("cheap", "cheep")], false);
    asks_of(&[("cheap", "cheep"), ("wind", "wnid")], false);
    asks_of(&[(sentence, "")], false);
    asks_of(&[(sentence, ""), ("wind", "wnid")], true);
    asks_of(&[("tones tell", "tones never tell")], true);
    asks_of(&[("wind. We", "wind. I like it. We")], false);
    let own = "wind. I have heard them sing myself, and it is very nice. We";
    asks_of(&[("wind. We", own)], true);
    // A text that is nobody's: a few words are not worth a question.
    asks(&others(0, 12), PAPER, true);
    asks(&others(0, 11), PAPER, false);
}

#[test]
fn a_text_that_hardly_agrees_is_another() {
    let check = |list: &str, expected: bool| {
        let judgement = outcome(list, PAPER, Writing::Markdown).judgement;
        assert_eq!(
            judgement == Judgement::OtherText,
            expected,
            "{list}: {judgement:?}"
        );
    };
    let sentence = "The tones tell the age of a bridge";
    check(&format!("{} {sentence}", others(0, 18)), false);
    check(&format!("{} {sentence}", others(0, 20)), true);
    // Two words in a row are no row.
    check(
        "Bridges sing loud and dogs bark and cats dream of mice",
        true,
    );
}

#[test]
fn an_abstract_is_held_where_it_begins_and_ends() {
    let held = |list: &str| {
        let tokens = field::read(list, 0..list.len(), Writing::Markdown);
        is_held_by(&tokens, PAPER)
    };
    assert!(held(PAPER));
    assert!(held(&format!("{} {PAPER} {}", others(0, 5), others(5, 5))));
    let first = &PAPER[..60];
    assert!(held(first), "a row at the beginning is enough");
    assert!(!held("We count tones of a few bridges with a sensor."));
    assert!(!held(&others(0, 50)));
}

#[test]
fn words_of_other_papers_are_known() {
    struct Cats;
    impl OtherPapers for Cats {
        fn with_row(&self, words: &[&str]) -> Option<String> {
            assert!(!words.is_empty());
            let text = words.join(" ");
            CATS.to_lowercase()
                .contains(&text)
                .then(|| "2001.00001".into())
        }
    }
    const CATS: &str =
        "Cats dream of mice and dogs dream of cats while nobody knows what mice dream of";
    let judged = |list: &str| {
        let tokens = field::read(list, 0..list.len(), Writing::Markdown);
        let texts = Texts {
            text: PAPER,
            ..Texts::default()
        };
        let outcome = judge(&tokens, Writing::Markdown, &texts, &Cats);
        (edited(list, &outcome.judgement), outcome)
    };
    // The whole text, a row of it in both halves, and one of twelve words.
    for list in [
        CATS,
        "cats dream of mice and dogs dream of cats while nobody knows",
    ] {
        let (now, outcome) = judged(list);
        assert_eq!(now.as_deref(), Some(PAPER), "{outcome:?}");
        let Judgement::Edit { note, .. } = outcome.judgement else {
            panic!("it is edited");
        };
        assert_eq!(note.as_deref(), Some("these words are those of 2001.00001"));
    }
    // One half of it, or less than two rows.
    for list in [
        "cats dream of mice and dogs dream of cats but we have seen a hamster dream of us all night long",
        "we have seen a hamster dream all night long while cats dream of mice and dogs dream of cats",
        "cats dream of mice and dogs dream of cats while nobody",
    ] {
        let (now, outcome) = judged(list);
        assert_eq!(now, None, "{outcome:?}");
    }
    // A sentence of it among the paper's own.
    let listed = with(
        "The tones tell",
        "Nobody knows what mice dream of. The tones tell",
    );
    assert_eq!(judged(&listed).0.as_deref(), Some(PAPER));
    let listed = with(
        "The tones tell",
        "Nobody knows what mice dream. The tones tell",
    );
    assert!(matches!(judged(&listed).1.judgement, Judgement::Own(_)));
}

#[test]
fn unknown_texts_are_searched_by_their_rare_words() {
    let list = "Cats and watermelons in Überlingen dream of elephants, hippopotamus or nothing at all, elephants of $elephants$.";
    let tokens = field::read(list, 0..list.len(), Writing::Markdown);
    let texts = Texts {
        text: PAPER,
        earlier: Some(&[]),
        ..Texts::default()
    };
    let outcome = judge(&tokens, Writing::Markdown, &texts, &NoOthers);
    let words = ["hippopotamus", "watermelons", "elephants", "nothing"].map(str::to_owned);
    assert_eq!(outcome.ask, Some(Ask::Owner(words.to_vec())));
}

#[test]
fn the_rendering_that_agrees_better_counts() {
    let feed = "Bridges sing at $10$ Hz in the wind. We count the tones of steel.";
    let raw = r"Bridges sing at 10~Hz in the storm. We count the tones of steel.";
    let judged = |list: &str, text: &str, other: Option<&str>| {
        let tokens = field::read(list, 0..list.len(), Writing::Markdown);
        let texts = Texts {
            text,
            other,
            earlier: None,
        };
        judge(&tokens, Writing::Markdown, &texts, &NoOthers).judgement
    };
    let list = "Bridges sing at 10 Hz in the storm. We count the tones of steel.";
    assert_eq!(judged(list, feed, Some(raw)), Judgement::Right);
    assert_eq!(judged(list, raw, Some(feed)), Judgement::Right);
    assert_ne!(judged(list, feed, None), Judgement::Right);
    let slip = list.replace("steel", "stele");
    let judgement = judged(&slip, feed, Some(raw));
    assert_eq!(
        edited(&slip, &judgement).as_deref(),
        Some(list),
        "{judgement:?}"
    );
}
