//! What is the list's own beside what is wrong: it is held, or the whole is proposed. A table for
//! each kind. All texts are invented.

use super::*;

/// What an abstract of the list's becomes: its text after the edits, or "=" where nothing is done,
/// or "?" where it is proposed.
#[track_caller]
pub(super) fn check(list: &str, arxiv: &str, expected: &str) {
    let judgement = outcome(list, arxiv, Writing::Markdown).judgement;
    let got = match &judgement {
        Judgement::Edit { .. } => edited(list, &judgement).unwrap_or_default(),
        Judgement::Propose { .. } => "?".into(),
        _ => "=".into(),
    };
    assert_eq!(got, expected, "{list}: {judgement:?}");
}

/// The paper's text with one part written otherwise becomes that with it written as `expected`, or
/// "=" or "?".
#[track_caller]
fn checks(cases: &[(&str, &str, &str)]) {
    for (part, listed, expected) in cases {
        let expected = match *expected {
            "=" | "?" => (*expected).to_owned(),
            right => with(part, right),
        };
        check(&with(part, listed), PAPER, &expected);
    }
}

#[test]
fn a_marked_last_sentence_is_written_once() {
    let rest = "Bridges sing in the wind. We count the tones of many old bridges.";
    let last = "The tones tell the age of a bridge.";
    let arxiv = format!("{rest} {last} So nobody has to ask.");
    for (open, close) in [
        ("**", "**"),
        ("<b>", "</b>"),
        ("[", "](https://example.org/x)"),
    ] {
        let cut = format!("{rest} {open}The tones tell the age...{close}");
        let right = format!(
            "{rest} {open}The tones tell the age of a bridge. So nobody has to ask.{close}"
        );
        check(&cut, &arxiv, &right);
        let missing = format!("{rest} {open}{last}{close}");
        check(
            &missing,
            &arxiv,
            &format!("{missing} So nobody has to ask."),
        );
        let own = format!("{rest} {open}The tones{close}");
        let right = format!("{rest} {last} So nobody has to ask. {open}The tones{close}");
        check(&own, &arxiv, &right);
    }
}

#[test]
fn a_word_that_is_marked_in_part_is_one_word() {
    checks(&[
        ("sensor", "**s**ensor", "="),
        ("sensor", "**s**enosr", "?"),
        ("cheap sensor", "**c**heap **s**enosr", "?"),
        ("sensor", "sen**osr**", "?"),
        ("sensor", "sen[osr](https://example.org/s)", "?"),
        ("bridges (", "bridge(s) (", "="),
        ("sensor", "sensr(s)", "?"),
        ("sensor", "sensr<sup>2</sup>", "sensor<sup>2</sup>"),
        ("sensor", "**sensr**", "**sensor**"),
    ]);
}

#[test]
fn own_words_beside_a_slip_stay() {
    checks(&[
        ("cheap sensor", "not cheep sensor", "?"),
        ("cheap sensor", "cheap EDGE sensr", "?"),
        ("tones tell", "tones and signs telll", "?"),
        ("cheap sensor", "good gadget box", "cheap sensor"),
        ("to within", "to wit hin", "to within"),
        ("to within", "to wit hn", "to within"),
        ("cheap sensor", "cheep sensr", "cheap sensor"),
        ("cheap sensor", "cheep", "cheap sensor"),
        (
            "cheap sensor",
            "cheap **good** sensr",
            "cheap **good** sensor",
        ),
    ]);
}

/// The words that are told with an edit are those that the edited text has: the next run tells
/// nothing new.
#[test]
fn own_words_are_told_with_the_edit_beside_them() {
    let right = "We count the tones of old bridges in the wind, and tell their age.";
    let listed = "We count the tones of bridges in the wind, and tell their age. A gem, says Bo.";
    let first = outcome(listed, right, Writing::Markdown).judgement;
    let Judgement::Edit { own: Some(own), .. } = &first else {
        panic!("{first:?}");
    };
    let after = edited(listed, &first).unwrap_or_default();
    let again = outcome(&after, right, Writing::Markdown).judgement;
    assert_eq!(again, Judgement::Own(own.clone()));
    let bare = listed.replace(" A gem, says Bo.", "");
    let first = outcome(&bare, right, Writing::Markdown).judgement;
    assert!(matches!(first, Judgement::Edit { own: None, .. }));
}

#[test]
fn a_row_of_words_that_two_texts_share_gets_no_rest() {
    let own = "However, nobody has counted those that stand over still water, or sing at night.";
    let text = |front: &str, behind: &str| format!("{front}the tones of old bridges{behind}");
    let towns = " (TOB) tell their age. ";
    let front = "We study Whale, a machine for ";
    check(&text("", &format!("{towns}{own}")), &text(front, "."), "?");
    check(
        &text(&format!("{own} We ask: "), "."),
        &text("", " in the wind."),
        "?",
    );
    // What agrees is most of the text.
    let right = text(
        "",
        " in the wind. We ask all who live beside them, and they tell.",
    );
    let cut = right.replace(" tell.", "");
    let few = "(Own words, and few.)";
    check(&format!("{cut} {few}"), &right, &format!("{right} {few}"));
    check(&format!("{few} {cut}"), &right, &format!("{few} {right}"));
}

#[test]
fn signs_of_the_lists_own_stay() {
    checks(&[
        ("cheap sensor", "\"cheep\" sensr", "\"cheap\" sensor"),
        ("cheap sensor", "'cheep' sensr", "'cheap' sensor"),
        ("of steel) with", "of stel) wiht", "of steel) with"),
        ("of steel) with", "of stel) wi ht", "?"),
        ("cheap sensor", "cheep -- sensr", "cheap -- sensor"),
        ("cheap sensor", "cheep/sensr", "cheap/sensor"),
        ("cheap sensor", "cheap #sensr", "cheap #sensor"),
        ("cheap sensor", "cheap @ann sensr", "?"),
        ("cheap sensor", "cheap \"good\" sensr", "?"),
        ("cheap sensor", "cheap -- good -- sensr", "?"),
    ]);
}

#[test]
fn a_pair_keeps_its_shape() {
    let arxiv =
        "Bridges sing in the wind. We count the \"tones\" of bridges. The tones tell their age.";
    for (from, to, expected) in [
        (
            "\"tones\" of",
            "\u{201c}tnes\u{201d} off",
            "\u{201c}tones\u{201d} of",
        ),
        ("\"tones\" of", "\u{201c}tnes\u{201d} of of", "?"),
    ] {
        let written = |to: &str| arxiv.replace(from, to);
        let expected = if expected == "?" {
            "?".into()
        } else {
            written(expected)
        };
        check(&written(to), arxiv, &expected);
    }
}

#[test]
fn missing_words_come_on_their_side_of_a_break() {
    let arxiv = "Bridges sing in the wind. In this paper, we count the tones of many old bridges. The tones tell their age.";
    let first = "Bridges sing in the wind.";
    let last = "The tones tell their age.";
    for (between, (start, end)) in [
        ("<br>", ("", "")),
        ("\n\n", ("", "")),
        ("\n- ", ("", "")),
        ("<p>", ("", "")),
        ("</p><p>", ("<p>", "</p>")),
        ("</li>\n<li>", ("<ul><li>", "</li></ul>")),
    ] {
        let list =
            |first: &str, second: &str| format!("{start}{first}{between}{second} {last}{end}");
        let second = "In this paper, we count the tones of many old bridges.";
        let right = list(first, second);
        check(&right, arxiv, "=");
        check(&list(first, &second[15..]), arxiv, &right);
        check(
            &list(first, &second[15..].replace("we", "We")),
            arxiv,
            &right,
        );
        check(&list("Bridges sing in", second), arxiv, &right);
        check(
            &list("Bridges sing in", "count the tones of many old bridges."),
            arxiv,
            "?",
        );
    }
}

#[test]
fn text_comes_into_its_block() {
    let [a, b, c] = [
        "Bridges sing in the wind.",
        "We count the tones of many old bridges.",
        "The tones tell their age.",
    ];
    let arxiv = format!("{a} {b} {c}");
    for name in ["p", "li", "div", "td", "blockquote", "details"] {
        let block = |texts: &[&str]| -> String {
            let block = |text: &&str| format!("<{name}>{text}</{name}>");
            texts.iter().map(block).collect()
        };
        check(&block(&[a, b]), &arxiv, &block(&[a, &format!("{b} {c}")]));
        check(&block(&[a, c]), &arxiv, &block(&[&format!("{a} {b}"), c]));
        check(&block(&[b, c]), &arxiv, &block(&[&format!("{a} {b}"), c]));
        check(&block(&[a, b, "The tones"]), &arxiv, &block(&[a, b, c]));
    }
}

#[test]
fn labels_of_the_lists_own_stay() {
    let arxiv = "Bridges sing in the wind. In this paper, we count the tones of many old bridges. The tones tell their age.";
    let list =
        |second: &str| format!("Bridges sing in the wind. {second} The tones tell their age.");
    let rest = "we count the tones of many old bridges.";
    for (listed, expected) in [
        (format!("Method: {rest}"), "?".to_owned()),
        (format!("*Here*, {rest}"), "?".to_owned()),
        (
            format!("**Method:** {rest}"),
            list(&format!("**Method:** In this paper, {rest}")),
        ),
        (format!("Method: In this paper, {rest}"), "=".to_owned()),
        (
            format!("**Method.** {rest}"),
            list(&format!("**Method.** In this paper, {rest}")),
        ),
        ("**Method:** **Results:**".to_owned(), "?".to_owned()),
        ("[...]".to_owned(), "?".to_owned()),
        ("(...)".to_owned(), "?".to_owned()),
        ("...".to_owned(), "?".to_owned()),
    ] {
        check(&list(&listed), arxiv, &expected);
    }
    checks(&[
        ("sensor.", "sensr [sic].", "?"),
        ("sensor.", "sensr (sic!).", "?"),
        ("sensor.", "sensr [2].", "sensor [2]."),
    ]);
}

#[test]
fn an_echo_of_the_lists_own_stays() {
    checks(&[
        ("bridge to", "bridge bridge to", "bridge to"),
        ("The tones", "The the tones", "The tones"),
        ("tones tell", "tones tell tones tell", "tones tell"),
        ("cheap sensor", "**cheap** cheap sensor", "**cheap** sensor"),
        ("cheap", "cheap, cheap", "?"),
        ("cheap", "cheap (cheap)", "="),
        ("cheap", "cheap -- cheap --", "?"),
        ("cheap", "cheap \"cheap\"", "?"),
        ("sensor.", "sensor. A cheap sensor!", "?"),
        ("sensor.", "sensor. A cheap sensor.", "?"),
        ("sensor.", "sensor. **A cheap sensor!**", "?"),
    ]);
}

#[test]
fn half_of_a_cut_word_is_no_text_of_the_lists_own() {
    let arxiv = "Bridges sing in the wind. We count the tones of many old bridges. The tones tell their age.";
    let list = |end: &str| {
        format!("Bridges sing in the wind. We count the tones of many old bridges.{end}")
    };
    for (end, expected) in [
        (" Th etc.", "?"),
        (" The to I like it.", "?"),
        (" The tones tell tehir a...", "?"),
        (" The tones tell th...", " The tones tell their age."),
        (" Nice one.", " The tones tell their age. Nice one."),
    ] {
        let expected = if expected == "?" {
            "?".into()
        } else {
            list(expected)
        };
        check(&list(end), arxiv, &expected);
    }
}

#[test]
fn what_arxivs_text_begins_with_comes_with_it() {
    let rest = "sing in the wind. We count the tones of many old bridges.";
    for (opener, first, written) in [
        ("``", "Bridges''", "\"Bridges\""),
        ("", "(Old) bridges", "(Old) bridges"),
        ("*", "Bridges*", "\\*Bridges\\*"),
        ("{", "Bridges}", "Bridges"),
        ("# ", "Bridges", "Bridges"),
    ] {
        check(
            rest,
            &format!("{opener}{first} {rest}"),
            &format!("{written} {rest}"),
        );
    }
}

#[test]
fn a_plain_scalar_of_yamls_stays_one() {
    for (list, arxiv) in [
        ("It sings to all", "It sings # la to all"),
        ("It sings to all", "It sings: la to all"),
        ("sing to all", "[Old] bridges sing to all"),
        ("It signs to all", "It sings: to all"),
    ] {
        let of_us = " of us who cross a bridge on foot";
        let (list, arxiv) = (&format!("{list}{of_us}"), &format!("{arxiv}{of_us}"));
        let outcome = outcome(list, arxiv, Writing::Yaml(Quotes::Plain)).judgement;
        let is_safe = match &outcome {
            Judgement::Propose { edits, .. } => edits.is_empty(),
            Judgement::Edit { after, .. } => !after.contains([':', '#']),
            _ => false,
        };
        assert!(is_safe, "{list}: {outcome:?}");
    }
    let judgement = outcome(
        "3D nets sing all who cross.",
        "3D nets sing to all who cross.",
        Writing::Yaml(Quotes::Plain),
    );
    assert!(matches!(judgement.judgement, Judgement::Edit { .. }));
}
