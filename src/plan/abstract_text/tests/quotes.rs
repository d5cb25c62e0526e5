//! Double quotes: one that would stand alone is proposed, and pairs are mended. All texts are
//! invented.

use super::held::check;
use super::*;

/// What stands between two right texts, of the list and of arXiv, and what becomes of it.
#[track_caller]
fn rows(cases: &[(&str, &str, &str)]) {
    let text = |inner: &str| format!("We count {inner} in the wind.");
    for (list, arxiv, expected) in cases {
        let expected = match *expected {
            "=" | "?" => (*expected).to_owned(),
            right => text(right),
        };
        check(&text(list), &text(arxiv), &expected);
    }
}

#[test]
fn no_quote_is_left_alone() {
    rows(&[
        (
            r#"tones "in rain" and bridges"#,
            r#"tones of "old and in rain" and bridges"#,
            "?",
        ),
        (
            "tones “in rain” and bridges",
            "tones of “old and in rain” and bridges",
            "?",
        ),
        (
            r#"tones "in rain" and bridges"#,
            r#"tones "in rain and of old" ones and bridges"#,
            "?",
        ),
    ]);
}

#[test]
fn quotes_that_are_pairs_or_arxivs_own_are_written() {
    rows(&[
        (
            "tones and bridges",
            r#"tones of "old ones" and bridges"#,
            r#"tones of "old ones" and bridges"#,
        ),
        (
            "tones and bridges",
            "tones of “old ones” and bridges",
            "tones of “old ones” and bridges",
        ),
        (
            "tones and bridges",
            "tones of ``old ones'' and bridges",
            r#"tones of "old ones" and bridges"#,
        ),
        (
            r#"tones "in rain" and bridges"#,
            r#"tones "in old rain" and bridges"#,
            r#"tones "in old rain" and bridges"#,
        ),
        // Both may open and close; nobody has blanks beside them.
        (
            r#"tones and/"or" bridges"#,
            r#"tones of steel/"or wood" and/"or" bridges"#,
            r#"tones of steel/"or wood" and/"or" bridges"#,
        ),
        // Inches and seconds have no other half.
        (
            r#"tones of pipes and bridges"#,
            r#"tones of 5" pipes and bridges"#,
            r#"tones of 5" pipes and bridges"#,
        ),
        (
            r#"tones "in rain" and bridges"#,
            r#"tones of 5" pipes "in rain" and bridges"#,
            r#"tones of 5" pipes "in rain" and bridges"#,
        ),
        // One that arXiv has, or the list.
        (
            "tones and bridges",
            r#"tones of "old ones and bridges"#,
            r#"tones of "old ones and bridges"#,
        ),
        (
            r#"tones "in rain and bridges"#,
            r#"tones in old rain and bridges"#,
            r#"tones "in old rain and bridges"#,
        ),
        // Apostrophes are none.
        (
            "tones and bridges",
            "tones of the '90s and the owls' bridges",
            "tones of the '90s and the owls' bridges",
        ),
    ]);
}

#[test]
fn quotes_without_their_other_half_are_counted() {
    for (text, expected) in [
        ("", 0),
        (r#"of "old ones" and"#, 0),
        (r#"of "old and "in rain" and"#, 1),
        (r#"of "old ones"#, 1),
        (r#"of old" ones"#, 1),
        (r#"of old" and "new"#, 2),
        (r#""of "old" ones.""#, 0),
        ("of “old” ones", 0),
        ("of “old and “in rain” and", 1),
        ("of „old“ and ”new”", 0),
        ("of &quot;old&quot; ones", 0),
        (r#"of \"steel\" and \"new"#, 1),
        // Beside dashes and within marks.
        (r#"steel—"or wood"—and/"or" bridges"#, 0),
        (r#"**"old** ones""#, 0),
        (r#"*"old"*, ("new")"#, 0),
        // Inches and seconds, but for what is quoted up to a number.
        (r#"of 5" pipes"#, 0),
        (r#"of "5" pipes"#, 0),
        (r#"of 5' 3" and "old" pipes"#, 0),
        (r#"of "1920" pipes and "one"#, 1),
        // Apostrophes and TeX.
        ("the '90s' and ``of old''", 0),
    ] {
        let tokens = field::read(text, 0..text.len(), Writing::Markdown);
        assert_eq!(halves::quotes(&tokens), expected, "{text}");
    }
}
