//! Whole judgements, a line each. All texts are invented.

use super::*;
use crate::list::entry::Quotes;

mod aligned;
mod edits;
mod held;
mod quotes;
mod spelt;
mod witness;

/// What the tests' paper says.
const PAPER: &str = "Bridges sing in the wind. We count the tones of 1,200 bridges (most of them of steel) with a cheap sensor. \
    The tones tell the age of a bridge to within 3.5%. Code is at https://example.org/tones.";

fn outcome(list: &str, arxiv: &str, writing: Writing) -> Outcome {
    let tokens = field::read(list, 0..list.len(), writing);
    let texts = Texts {
        text: arxiv,
        ..Texts::default()
    };
    judge(&tokens, writing, &texts, &NoOthers)
}

fn edited(list: &str, judgement: &Judgement) -> Option<String> {
    let Judgement::Edit { edits, .. } = judgement else {
        return None;
    };
    Some(EditSet::new(list, edits.clone()).unwrap().apply(list))
}

/// The list's text becomes `expected`.
#[track_caller]
fn mends(list: &str, arxiv: &str, expected: &str) {
    let judgement = outcome(list, arxiv, Writing::Markdown).judgement;
    assert_eq!(
        edited(list, &judgement).as_deref(),
        Some(expected),
        "{judgement:?}"
    );
    let again = outcome(expected, arxiv, Writing::Markdown).judgement;
    assert!(
        matches!(again, Judgement::Right | Judgement::Own(_)),
        "{again:?}"
    );
}

/// Nothing of the list's text is wrong.
#[track_caller]
fn stays(list: &str, arxiv: &str) {
    let judgement = outcome(list, arxiv, Writing::Markdown).judgement;
    assert!(
        matches!(judgement, Judgement::Right | Judgement::Own(_)),
        "{list}: {judgement:?}"
    );
}

#[track_caller]
fn proposes(list: &str, arxiv: &str) {
    let judgement = outcome(list, arxiv, Writing::Markdown).judgement;
    assert!(
        matches!(judgement, Judgement::Propose { .. }),
        "{list}: {judgement:?}"
    );
}

/// The paper's text with one part written otherwise.
fn with(from: &str, to: &str) -> String {
    assert!(PAPER.contains(from), "{from}");
    PAPER.replacen(from, to, 1)
}

#[test]
fn spellings_stay() {
    for (from, to) in [
        ("1,200", "1200"),
        ("1,200", "1 200"),
        ("3.5%", r"3.5 \%"),
        ("in the wind", "in the win\u{ad}d"),
        ("a cheap", "a\n    cheap"),
        ("sensor. The", "sensor.<br>The"),
        ("tones.", "tones"),
        (
            "https://example.org/tones",
            "[here](https://example.org/tones)",
        ),
        (
            "https://example.org/tones",
            "<a href=\"https://example.org/tones\">code</a>",
        ),
        (
            "https://example.org/tones",
            "`http://www.example.org/tones/`",
        ),
        ("(most of them of steel)", "[most of them of steel]"),
        ("(most of them of steel)", "&#40;most of them of steel&#41;"),
    ] {
        stays(&with(from, to), PAPER);
    }
    stays(
        "the tones [4][5][6] of \u{201c}old\u{201d} bridges",
        "the tones [4][5][6] of \"old\" bridges",
    );
    stays(r"the Q\&amp;A of R&amp;D", r"the Q\&A of R&D");
    stays("a multimodal net", "a multi-modal net");
    stays(r"GPT\'s a $x$-axis", "GPT's a x axis");
    stays("of 10<sup>3</sup> at x² now", "of $10^3$ at $x^2$ now");
}

#[test]
fn words_for_a_macro_stay() {
    let arxiv =
        r"We call it \algname{}, and use \algname{}s with care, \eg, in the wind. It is \algname.";
    let list = "We call it Tone Finder, and use Tone Finders with care, e. g., in the wind. It is Tone Finder.";
    stays(list, arxiv);
    stays(&format!("{list} I like it."), arxiv);
    proposes(
        "We call it what nobody else has ever thought of, and count with it in the wind for years.",
        r"We call it \algname, and count with it in the wind for years.",
    );
}

#[test]
fn own_marks_and_words_stay() {
    for (from, to) in [
        ("cheap sensor", "**cheap sensor**"),
        ("cheap sensor", "[cheap sensor](https://example.org/s)"),
        ("wind. We", "wind.[^1] We"),
        ("wind. We", "wind. **(so true!)** We"),
        ("wind. We", "wind. I have heard them myself. We"),
        ("tones of", "tones (sic) of"),
        ("tones of", "tones [3] of"),
        ("/tones.", "/tones. [code](https://example.org/x) #wind"),
        ("/tones.", "/tones.<br>My note: read it twice."),
        ("/tones.", "/tones. 这是一篇好论文。"),
        ("Bridges", "[Survey] Bridges"),
        ("Bridges", "TL;DR: Bridges"),
    ] {
        stays(&with(from, to), PAPER);
    }
}

#[test]
fn words_are_mended_beside_marks() {
    for (right, from, to) in [
        ("cheap sensor", "cheap sensor", "cheep sensor"),
        ("**cheap** sensor", "cheap sensor", "**cheep** sensor"),
        ("**cheap sensor**", "cheap sensor", "**cheap banana**"),
        (
            "*a cheap* sensor",
            "a cheap sensor",
            "*a cheap* cheap sensor",
        ),
        ("cheap **sensor**.", "cheap sensor.", "cheap **sensr**."),
        ("the age [2] of", "the age of", "the agee [2] of"),
        ("within 3.5%", "within 3.5%", "within 35%"),
        ("Bridges sing", "Bridges sing", "sing"),
        (
            "bridges (most of them of steel) with",
            "bridges (most of them of steel) with",
            "bridges with",
        ),
        ("steel) with", "steel) with", "steel with"),
        ("to within", "to within", "towithin"),
    ] {
        mends(&with(from, to), PAPER, &with(from, right));
    }
    mends(
        "<b>Bridges sing in wind.</b> They age.",
        "Bridges sing in the wind. They age.",
        "<b>Bridges sing in the wind.</b> They age.",
    );
    mends(
        "We count the tones of bridges (most of them of zebra They sing in the wind.",
        "We count the tones of bridges (most of them of steel). They sing in the wind.",
        "We count the tones of bridges (most of them of steel). They sing in the wind.",
    );
    mends(
        "it does not work, donâ€™t it",
        "it does not work, don't it",
        "it does not work, don't it",
    );
    mends(
        "it does not work, don?t it",
        "it does not work, don't it",
        "it does not work, don't it",
    );
}

#[test]
fn sentences_are_mended() {
    let [first, second, third, fourth] = [
        "Bridges sing in the wind.",
        "We count the tones of many old bridges.",
        "The tones tell the age of a bridge.",
        "So nobody has to ask the engineer.",
    ];
    let arxiv = [first, second, third, fourth].join(" ");
    let check = |list: &[&str]| mends(&list.join(" "), &arxiv, &arxiv);
    check(&[first, second, third]);
    check(&[second, third, fourth]);
    check(&[first, second, second, third, fourth]);
    check(&[first, third, second, fourth]);
    check(&[first, second, third, fourth, fourth]);
    check(&[&arxiv, &arxiv]);
    check(&[first, second, "The tones te..."]);
    check(&[first, second, "The tones [...]"]);
    let behind = " [Code](https://example.org/x)";
    mends(
        &format!("{first} {second} {third}{behind}"),
        &arxiv,
        &format!("{arxiv}{behind}"),
    );
    let behind = "<br>[So](https://example.org/x)";
    mends(
        &format!("{first} {second} {third}{behind}"),
        &arxiv,
        &format!("{arxiv}{behind}"),
    );
    mends(
        &format!("*{first} {second} {third}*<br>Read it!"),
        &arxiv,
        &format!("*{arxiv}*<br>Read it!"),
    );
}

#[test]
fn addresses_keep_their_form() {
    for (list, right) in [
        ("https://example.org/old", "https://example.org/tones"),
        ("<https://example.org/old>", "<https://example.org/tones>"),
        ("`https://example.org/old`", "`https://example.org/tones`"),
        (
            "[this https URL](https://example.org/old)",
            "[this https URL](https://example.org/tones)",
        ),
        (
            "[https://example.org/old](https://example.org/old)",
            "[https://example.org/tones](https://example.org/tones)",
        ),
        (
            "<a href=\"https://example.org/old\">https://example.org/old</a>",
            "<a href=\"https://example.org/tones\">https://example.org/tones</a>",
        ),
    ] {
        let address = "https://example.org/tones";
        mends(&with(address, list), PAPER, &with(address, right));
    }
    let arxiv = format!("See https://example.org/a. {PAPER}");
    let list = with("https://example.org/tones", "this https URL");
    let right = with("https://example.org/tones", "<https://example.org/tones>");
    mends(
        &format!("See <https://example.org/a>. {list}"),
        &arxiv,
        &format!("See <https://example.org/a>. {right}"),
    );
}

#[test]
fn what_is_around_the_text_stays_around_it() {
    let rest = "We count the tones of 'old' bridges. The tones tell their age.";
    let arxiv = format!("Bridges sing in the wind. {rest}");
    for (open, close) in [("\"", "\""), ("“", "”"), ("*", "*"), ("<i>", "</i>")] {
        mends(
            &format!("{open}{rest}{close}"),
            &arxiv,
            &format!("{open}{arxiv}{close}"),
        );
    }
}

#[test]
fn what_is_not_understood_is_proposed() {
    for (from, to) in [
        ("tones tell", "tones never tell"),
        ("https://example.org/tones", "request"),
        ("within 3.5%", "within a few years"),
        ("We count", "We *really* do not count"),
    ] {
        proposes(&with(from, to), PAPER);
    }
    proposes(
        "Bridges sing in the wind, and we know it. Everything else about them that you want to know is told on our page.",
        "Bridges sing in the wind, and we know it. We count the tones of many old bridges with a cheap sensor in the rain.",
    );
}

#[test]
fn other_texts_are_told() {
    let other =
        "A paper about cats, dogs and what they dream of when nobody is at home to see them.";
    assert_eq!(
        outcome(other, PAPER, Writing::Markdown).judgement,
        Judgement::OtherText
    );
    let list = "TODO";
    let judgement = outcome(list, PAPER, Writing::Markdown).judgement;
    assert_eq!(edited(list, &judgement).as_deref(), Some(PAPER));
}

#[test]
fn earlier_versions_are_explained_or_nothing_is() {
    let old = "Bridges sing in the wind. We asked a few people how old they thought that the bridges were. They did not know.";
    let new = "Bridges sing in the wind. We count the tones of many old bridges with a cheap sensor in the rain. They did not know.";
    let judge_with = |list: &str, earlier: Option<&[(u32, &str)]>| {
        let tokens = field::read(list, 0..list.len(), Writing::Markdown);
        let texts = Texts {
            text: new,
            other: None,
            earlier,
        };
        judge(&tokens, Writing::Markdown, &texts, &NoOthers)
    };
    let asked = judge_with(old, None);
    assert_eq!(asked.ask, Some(Ask::Earlier));
    assert!(matches!(asked.judgement, Judgement::Propose { .. }));
    let judgement = judge_with(old, Some(&[(1, old)])).judgement;
    assert_eq!(edited(old, &judgement).as_deref(), Some(new));
    let own = format!("{new} I like it.");
    let judgement = judge_with(&own, Some(&[(1, old)])).judgement;
    assert!(matches!(judgement, Judgement::Own(_)), "{judgement:?}");
    let marked = old.replace("few people", "few **people**");
    let judgement = judge_with(&marked, Some(&[(1, old)])).judgement;
    assert!(
        matches!(judgement, Judgement::Propose { .. }),
        "{judgement:?}"
    );
}

#[test]
fn what_is_written_is_escaped_for_its_place() {
    for (arxiv, writing, expected) in [
        (
            "It sings \"la\" to all who cross it.",
            Writing::Yaml(Quotes::Double),
            r#"It sings \"la\" to all who cross it."#,
        ),
        (
            "It sings x|y to all who cross it.",
            Writing::Cell,
            r"It sings x\|y to all who cross it.",
        ),
        (
            "It sings <b> to all who cross it.",
            Writing::Html,
            "It sings &lt;b&gt; to all who cross it.",
        ),
        (
            "It sings *la* to all who cross it.",
            Writing::Markdown,
            r"It sings \*la\* to all who cross it.",
        ),
        (
            "It sings 5% to all who cross it.",
            Writing::Bibtex,
            r"It sings 5\% to all who cross it.",
        ),
    ] {
        let list = "It sings to all who cross it.";
        let judgement = outcome(list, arxiv, writing).judgement;
        let got = edited(list, &judgement);
        assert_eq!(got.as_deref(), Some(expected), "{judgement:?}");
    }
}

#[test]
fn percent_signs_are_written_as_the_field_writes_them() {
    let arxiv = "It sings 5% louder to all of the 90% who cross it.";
    for (list, expected) in [
        (
            "It sings to all of the 90% who cross it.",
            "It sings 5% louder to all of the 90% who cross it.",
        ),
        (
            r"It sings to all of the 90\% who cross it.",
            r"It sings 5\% louder to all of the 90\% who cross it.",
        ),
    ] {
        let judgement = outcome(list, arxiv, Writing::Bibtex).judgement;
        assert_eq!(edited(list, &judgement).as_deref(), Some(expected));
    }
}

#[test]
fn a_doubt_names_three_things() {
    let arxiv = "We count tones of bridges. They tell the age of one. We ask no one. It is a good way to know.";
    let list = "We never count tones of bridges. They sometimes tell the age of one. We still ask no one. It hardly is a good way to know.";
    let Judgement::Propose { why, .. } = outcome(list, arxiv, Writing::Markdown).judgement else {
        panic!("it is proposed");
    };
    assert_eq!(
        why,
        "arXiv does not have these words within a sentence: “never”, “sometimes”, “still”; and 1 more"
    );
}

#[test]
fn an_abstract_is_a_witness() {
    let check = |list: &str, expected| {
        let tokens = field::read(list, 0..list.len(), Writing::Markdown);
        let texts = Texts {
            text: PAPER,
            ..Texts::default()
        };
        assert_eq!(agreement(&tokens, &texts), expected, "{list}");
    };
    check(PAPER, Agreement::Version);
    check(&with("cheap", "dear"), Agreement::Version);
    check("A nice paper.", Agreement::Nothing);
    let other = "Cats dream of mice, dogs of cats, and nobody knows what mice dream of. In our study of forty homes, \
        cameras watched all animals at night for half a year; a model then guessed from their movements what they saw. \
        Most guesses were wrong, and the animals did not tell.";
    check(other, Agreement::Against);
    // A translation says nothing, and a few words of anything neither.
    let translated = "Мосты поют на ветру, и никто их не слушает. ".repeat(6);
    check(&translated, Agreement::Nothing);
    check(&other[..200], Agreement::Nothing);
    // Nor does what says the same in other words.
    let summary = "Steel bridges sing tones in the wind, a cheap sensor can count the tones, \
        and the tones of bridges tell the age of bridges: steel, wind, sensor, tones, age, code, \
        bridges, tell, count, cheap, most, sing.";
    check(&summary.repeat(2), Agreement::Nothing);
}

#[test]
fn hostile_text_is_judged_in_bounds() {
    let long = "a ".repeat(30_000);
    assert_eq!(
        outcome(&long, PAPER, Writing::Markdown).judgement,
        Judgement::TooLarge
    );
    let nested = format!("{}{PAPER}", "(".repeat(3_000));
    let _ = outcome(&nested, PAPER, Writing::Markdown);
    let mixed = "the of a ".repeat(3_000);
    let other = "a of the ".repeat(3_000);
    let _ = outcome(&mixed, &other, Writing::Markdown);
}

#[test]
fn an_earlier_version_gives_way_as_a_whole() {
    let old = "Bridges sing (in the wind, or in the rain, as we asked 20 people). They did not know. \
               We count the tones (of old ones) with a cheap sensor.";
    let new = "Bridges sing, and in the rain nobody hears it. We count the tones with a sensor that \
               a child (of ten) can build. It is cheap.";
    let judged = |list: &str, earlier: &str| {
        let tokens = field::read(list, 0..list.len(), Writing::Markdown);
        let texts = Texts {
            text: new,
            other: None,
            earlier: Some(&[(1, earlier)]),
        };
        let judgement = judge(&tokens, Writing::Markdown, &texts, &NoOthers).judgement;
        edited(list, &judgement)
    };
    assert_eq!(judged(old, old).as_deref(), Some(new));
    let quoted = old.replace("20 people", "\"20 people\"");
    assert_eq!(judged(&quoted, old), None, "a sign of the list's own");
    let noted = old.replace("20 people", "20 people[^1]");
    assert_eq!(judged(&noted, old), None, "a note of the list's own");
    let short = "Bridges sing (in the wind, or in the rain).";
    assert_eq!(judged("Bridges sing (in the wind", short), None, "too few");
    assert_eq!(judged("![](a.png)", short), None, "no words");
    let more = old.replace("20 people", "20 nice people");
    assert_eq!(judged(&more, old), None, "a word of the list's own");
}

#[test]
fn a_percent_sign_is_written_as_the_list_writes_it() {
    let check = |beside: &str, expected: &str| {
        let list = format!("TBA}}\n  note = {{{beside}");
        let tokens = field::read(&list, 0..3, Writing::Bibtex);
        let texts = Texts {
            text: "We find 95% of all old bridges.",
            ..Texts::default()
        };
        let judgement = judge(&tokens, Writing::Bibtex, &texts, &NoOthers).judgement;
        let now = edited(&list, &judgement).unwrap_or_default();
        assert!(now.starts_with(expected), "{beside}: {now}");
    };
    check("20% are new}", "We find 95% of");
    check("20\\% are new}", "We find 95\\% of");
    check("nothing}", "We find 95\\% of");
}
