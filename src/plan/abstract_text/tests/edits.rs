//! Where words are written, taken out and exchanged, and with which punctuation. A table for each
//! kind. All texts are invented.

use super::held::check;
use super::*;

/// An abstract of the list's between two texts that are right becomes `expected` between them, "="
/// or "?".
#[track_caller]
fn rows(ends: (&str, &str), cases: &[(&str, &str, &str)]) {
    let text = |inner: &str| format!("{}{inner}{}", ends.0, ends.1);
    for (list, arxiv, expected) in cases {
        let expected = match *expected {
            "=" | "?" => (*expected).to_owned(),
            right => text(right),
        };
        check(&text(list), &text(arxiv), &expected);
    }
}

const BRIDGES: (&str, &str) = ("We count ", " in the wind.");

const MISSING_WORDS_COME_WITH_ARXIVS_PUNCTUATION: &[(&str, &str, &str)] = &[
    (
        "tones bridges",
        "tones of old bridges",
        "tones of old bridges",
    ),
    (
        "tones, bridges",
        "tones, of old bridges",
        "tones, of old bridges",
    ),
    (
        "tones, bridges",
        "tones of old, bridges",
        "tones of old, bridges",
    ),
    (
        "tones bridges",
        "tones, of old, bridges",
        "tones, of old, bridges",
    ),
    (
        "tones; bridges",
        "tones of old bridges",
        "tones of old bridges",
    ),
    (
        "tones!? bridges",
        "tones of old bridges",
        "tones of old bridges",
    ),
    (
        "tones-bridges",
        "tones-of-old bridges",
        "tones-of-old bridges",
    ),
    (
        "tones -- bridges",
        "tones -- of old -- bridges",
        "tones -- of old -- bridges",
    ),
    (
        "tones. Bridges",
        "tones of old. Bridges",
        "tones of old. Bridges",
    ),
    (
        "tones. Bridges",
        "tones. Of old there are many. Bridges",
        "tones. Of old there are many. Bridges",
    ),
    (
        "tones: Bridges",
        "tones: of old. Bridges",
        "tones: of old. Bridges",
    ),
    (
        "tones Bridges",
        "tones of old. Bridges",
        "tones of old. Bridges",
    ),
    (
        "tones bridges",
        "tones: of old; of new bridges",
        "tones: of old; of new bridges",
    ),
    (
        "tones, bridges",
        "tones; of old, bridges",
        "tones; of old, bridges",
    ),
    (
        "tones. Bridges",
        "tones: of old. Bridges",
        "tones: of old. Bridges",
    ),
    (
        "tones: bridges",
        "tones: of old; bridges",
        "tones: of old; bridges",
    ),
];

#[test]
fn missing_words_come_with_arxivs_punctuation() {
    rows(BRIDGES, MISSING_WORDS_COME_WITH_ARXIVS_PUNCTUATION);
}

#[test]
fn missing_words_come_beside_brackets_and_quotes() {
    rows(
        BRIDGES,
        &[
            (
                "tones (bridges)",
                "tones of old (bridges)",
                "tones of old (bridges)",
            ),
            (
                "tones (bridges)",
                "tones (of old bridges)",
                "tones (of old bridges)",
            ),
            (
                "tones, (bridges)",
                "tones, of old (bridges)",
                "tones, of old (bridges)",
            ),
            (
                "tones bridges",
                "tones (of old ones) bridges",
                "tones (of old ones) bridges",
            ),
            (
                "tones bridges",
                "tones \"of old\" bridges",
                "tones \"of old\" bridges",
            ),
            (
                "tones \"bridges\"",
                "tones of old \"bridges\"",
                "tones of old \"bridges\"",
            ),
            (
                "tones [of] bridges",
                "tones [of] old bridges",
                "tones [of] old bridges",
            ),
            (
                r"\*the tones bridges",
                "*the tones of old* bridges",
                r"\*the tones of old\* bridges",
            ),
        ],
    );
}

#[test]
fn missing_words_come_outside_of_marks() {
    rows(
        BRIDGES,
        &[
            (
                "tones **bridges**",
                "tones of old bridges",
                "tones of old **bridges**",
            ),
            (
                "**tones** bridges",
                "tones of old bridges",
                "**tones** of old bridges",
            ),
            (
                "**tones** **bridges**",
                "tones of old bridges",
                "**tones** of old **bridges**",
            ),
            (
                "**tones bridges**",
                "tones of old bridges",
                "**tones of old bridges**",
            ),
            (
                "tones [1] bridges",
                "tones of old bridges",
                "tones [1] of old bridges",
            ),
            (
                "tones (see) bridges",
                "tones of old bridges",
                "tones (see) of old bridges",
            ),
            (
                "tones ![](x.png) bridges",
                "tones of old bridges",
                "tones ![](x.png) of old bridges",
            ),
            (
                "tones<!-- x -->bridges",
                "tones of old bridges",
                "tones<!-- x --> of old bridges",
            ),
        ],
    );
}

#[test]
fn missing_words_come_at_the_start() {
    const ARXIV: &str = "Of old bridges sing in the wind.";
    for list in [
        "{}bridges sing in the wind.",
        "{}**bridges sing** in the wind.",
        "**{}bridges sing in the wind.**",
        "<p>{}bridges sing in the wind.</p>",
        "{}<b>bridges</b> sing in the wind.",
        "[1] {}bridges sing in the wind.",
        "- {}bridges sing in the wind.",
        "\"{}bridges sing in the wind.\"",
        "-- {}bridges sing in the wind.",
        "![](x.png) {}bridges sing in the wind.",
    ] {
        check(
            &list.replace("{}", ""),
            ARXIV,
            &list.replace("{}", "Of old "),
        );
    }
    let rest = "bridges sing in the wind.";
    for (list, first) in [("", "(Of old)"), ("", "'Of old'"), (", ", "Of old,")] {
        let right = format!("{first} {rest}");
        check(&format!("{list}{rest}"), &right, &right);
    }
}

const MISSING_WORDS_COME_AT_THE_END: &[(&str, &str, &str)] = &[
    ("", " of old.", " of old."),
    (".", " of old.", " of old."),
    (".", ". Of old.", ". Of old."),
    (",", ", of old.", ", of old."),
    ("", " (of old).", " (of old)."),
    (".", " (of old).", " (of old)."),
    ("...", " of old.", " of old."),
    (" ...", " of old.", " of old."),
    (" [...]", " of old.", " of old."),
    ("…", " of old.", " of old."),
    ("[^1]", " of old.", " of old.[^1]"),
    (
        "… [code](https://example.org/x)",
        " of old.",
        " of old. [code](https://example.org/x)",
    ),
    (
        " [code](https://example.org/x)",
        " of old.",
        " of old. [code](https://example.org/x)",
    ),
    (
        ". [code](https://example.org/x)",
        ". Of old.",
        ". Of old. [code](https://example.org/x)",
    ),
    (
        ".<br>[code](https://example.org/x)",
        ". Of old.",
        ". Of old.<br>[code](https://example.org/x)",
    ),
    (".<br>", ". Of old.", ". Of old.<br>"),
    (" of old on...", " of old ones.", " of old ones."),
    (". Comments: 8 pages. Subjects: cs.SD", ".", "."),
    (". Nice one!", ". Of old.", ". Of old. Nice one!"),
    (" of... Nice one!", " of old.", " of old. Nice one!"),
];

#[test]
fn missing_words_come_at_the_end() {
    let check = |list: &str, words: &str, expected: &str| {
        let arxiv = format!("Bridges sing in the wind{words}");
        check(list, &arxiv, expected);
    };
    let text = "Bridges sing in the wind";
    for (behind, words, expected) in MISSING_WORDS_COME_AT_THE_END {
        check(
            &format!("{text}{behind}"),
            words,
            &format!("{text}{expected}"),
        );
    }
    for (list, words, expected) in [
        (
            "Bridges sing in the wi...",
            " of old.",
            "Bridges sing in the wind of old.",
        ),
        (
            "Bridges sing in the wi... [code](https://example.org/x)",
            " of old.",
            "Bridges sing in the wind of old. [code](https://example.org/x)",
        ),
        (
            "**Bridges sing in the wind.**",
            ". Of old.",
            "**Bridges sing in the wind. Of old.**",
        ),
        (
            "Bridges sing in **the wind.**",
            ". Of old.",
            "Bridges sing in **the wind.** Of old.",
        ),
        (
            "Bridges sing in **the wind**.",
            " of old.",
            "Bridges sing in **the wind** of old.",
        ),
        (
            "<p>Bridges sing in the wind.</p>",
            ". Of old.",
            "<p>Bridges sing in the wind. Of old.</p>",
        ),
        (
            "\"Bridges sing in the wind\"",
            " of old.",
            "\"Bridges sing in the wind of old.\"",
        ),
    ] {
        check(list, words, expected);
    }
}

#[test]
fn words_that_stand_twice_go_with_one_gap() {
    rows(
        ("We count ", " of old bridges."),
        &[
            ("the tones the tones", "the tones", "the tones"),
            ("the tones, the tones,", "the tones,", "the tones,"),
            ("**the** the tones", "the tones", "**the** tones"),
            ("the **the** tones", "the tones", "**the** tones"),
            ("the **tones tones**", "the tones", "the **tones**"),
            ("the (the) tones", "the tones", "="),
            ("(the tones) (the tones)", "(the tones)", "="),
            ("\"the tones\" \"the tones\"", "\"the tones\"", "?"),
            ("the tones-tones", "the tones", "?"),
            ("the tones/tones", "the tones", "?"),
            ("the tones. We count the tones", "the tones", "?"),
        ],
    );
    let whole = "We count the tones. Of old bridges.";
    for first in ["We count the tones. ", "we count the tones. "] {
        check(
            &format!("We count the tones. {first}Of old bridges."),
            whole,
            whole,
        );
    }
    check(
        "Old old bridges sing.",
        "Old bridges sing.",
        "Old bridges sing.",
    );
    check(
        "old Old bridges sing.",
        "Old bridges sing.",
        "Old bridges sing.",
    );
    check("Old bridges, old bridges sing.", "Old bridges sing.", "?");
    check(
        "We count the tones of old bridges of old bridges",
        "We count the tones of old bridges",
        "We count the tones of old bridges",
    );
}

#[test]
fn words_that_were_moved_go_with_their_punctuation() {
    for (list, arxiv, expected) in [
        (
            "We sing. The tones tell. We count.",
            "We sing. We count. The tones tell.",
            "",
        ),
        (
            "We sing, of old, we count it",
            "We sing, we count it of old",
            "",
        ),
        (
            "We sing \"of old\" we count it",
            "We sing we count it \"of old\"",
            "",
        ),
        (
            "We sing **of old** we count it",
            "We sing we count it of old",
            "?",
        ),
    ] {
        let text = |start: &str| format!("{start} in rain and wind.");
        let expected = if expected.is_empty() {
            text(arxiv)
        } else {
            expected.into()
        };
        check(&text(list), &text(arxiv), &expected);
    }
    check(
        "We sing. Of old. We count it in rain and wind",
        "We sing. We count it in rain and wind. Of old.",
        "We sing. We count it in rain and wind. Of old.",
    );
}

#[test]
fn words_are_exchanged_with_lost_punctuation() {
    rows(
        ("We count the ", ""),
        &[
            ("toens, of old.", "tones of old.", "tones, of old."),
            ("toens of old.", "tones, of old.", "tones, of old."),
            ("toens of old.", "(tones) of old.", "(tones) of old."),
            ("(toens) of old.", "tones of old.", "(tones) of old."),
            ("(toens) of old.", "(tones) of old.", "(tones) of old."),
            (
                "(tones of old toens.",
                "(tones of old tones).",
                "(tones of old tones).",
            ),
            (
                "(tones of old toens",
                "(tones of old tones).",
                "(tones of old tones).",
            ),
            (
                "\"tones of old toens.",
                "\"tones of old tones\".",
                "\"tones of old tones\".",
            ),
            (
                "'tones of old toens",
                "'tones of old tones.'",
                "'tones of old tones.'",
            ),
            ("toens", "tones.", "tones."),
            ("toens.", "tones", "tones."),
            ("toens (of old).", "tones, (of old).", "tones, (of old)."),
            (
                "toens \"of old\".",
                "tones: \"of old\".",
                "tones: \"of old\".",
            ),
            ("toens(of old).", "tones (of old).", "?"),
            (
                "$x_1 toens$ of old.",
                "$x_1 tones$ of old.",
                "$x_1 tones$ of old.",
            ),
            (
                "https://example.org/old of old.",
                "https://example.org/new of old.",
                "https://example.org/new of old.",
            ),
            (
                "https://example.org/a toens of old.",
                "https://example.org/a, tones of old.",
                "https://example.org/a tones of old.",
            ),
        ],
    );
}

#[test]
fn lost_brackets_and_signs_come_back() {
    rows(
        BRIDGES,
        &[
            (
                "tones of steel) bridges",
                "tones (of steel) bridges",
                "tones (of steel) bridges",
            ),
            (
                "tones (of steel bridges",
                "tones (of steel) bridges",
                "tones (of steel) bridges",
            ),
            (
                "tones [of steel bridges",
                "tones [of steel] bridges",
                r"tones [of steel\] bridges",
            ),
            (
                "tones of steel] bridges",
                "tones [of steel] bridges",
                r"tones \[of steel] bridges",
            ),
            ("tones of steel bridges", "tones (of steel) bridges", "="),
            ("do?t bridges", "do't bridges", "do't bridges"),
            ("do\u{fffd}t bridges", "do't bridges", "do't bridges"),
            ("do?t bridges", "do?t bridges", "="),
            ("do!t bridges", "do't bridges", "="),
            ("do?**t** bridges", "do't bridges", "="),
            ("do? t bridges", "do't bridges", "="),
            ("naÃ¯ve bridges", "naïve bridges", "naïve bridges"),
            ("steel â€“ bridges", "steel – bridges", "steel – bridges"),
        ],
    );
}

#[test]
fn a_capital_behind_an_edit_is_arxivs() {
    let rest = "bridges sing in the wind.";
    for (list, arxiv, expected) in [
        ("Bridges", "Old bridges", "Old bridges"),
        (
            "We sing. Bridges",
            "We sing. Old bridges",
            "We sing. Old bridges",
        ),
        ("**Bridges**", "Old bridges", "Old **bridges**"),
        ("BRIDGES", "Old bridges", "Old BRIDGES"),
    ] {
        let text = |start: &str| start.to_owned() + &rest[7..];
        check(&text(list), &text(arxiv), &text(expected));
    }
    check(
        "We count the bridges. They sing in the wind.",
        "We count the bridges that sing. they sing in the wind.",
        "We count the bridges that sing. they sing in the wind.",
    );
}

#[test]
fn a_wording_of_the_lists_own_is_proposed() {
    rows(
        ("Bridges sing. ", ". They rest."),
        &[
            (
                "We cound old toens here",
                "We count old tones here",
                "We count old tones here",
            ),
            (
                "We weigh old toens here",
                "We count old tones here",
                "We count old tones here",
            ),
            ("We weigh old cats here", "We count old tones here", "?"),
            (
                "We weigh old cats here in the wind",
                "We count old tones here in the wind",
                "We count old tones here in the wind",
            ),
            (
                "We weigh. Old cats here",
                "We count. Old tones here",
                "We count. Old tones here",
            ),
        ],
    );
}

#[test]
fn written_text_is_found_again() {
    let edit = |span: Range<usize>, text: &str| Edit {
        span,
        text: text.into(),
    };
    let edits = [
        edit(3..5, "abcd"),
        edit(8..9, ""),
        edit(10..10, "x"),
        edit(12..13, "yz"),
    ];
    assert_eq!(proof::written(&edits, 1), [2..6, 9..9, 10..11, 13..15]);
}
