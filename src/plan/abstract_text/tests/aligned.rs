//! Which words stand beside which, a line each: words that agree as they are, `{list|arxiv}` where
//! they differ, `<list|arxiv>` where only their spelling does. All texts are invented.

use super::*;

/// Two texts laid side by side, by the list's words and arXiv's.
fn laid(list: &str, arxiv: &str) -> String {
    let (list, arxiv) = (
        field::read(list, 0..list.len(), Writing::Markdown),
        field::plain(arxiv),
    );
    let mut keys = Keys::default();
    let (list, arxiv) = (Text::new(&list, &mut keys), Text::new(&arxiv, &mut keys));
    let blocks = tidy_up::tidy_up(&list, &arxiv, align::align(&list.ids, &arxiv.ids));
    let said = |block: &Block| {
        let (ours, theirs) = (
            list.keys(block.list.clone()),
            arxiv.keys(block.arxiv.clone()),
        );
        match block.is {
            Is::Same => ours,
            Is::Spelling => format!("<{ours}|{theirs}>"),
            Is::Other => format!("{{{ours}|{theirs}}}"),
        }
    };
    blocks.iter().map(said).collect::<Vec<_>>().join(" ")
}

/// The list's text, arXiv's, and how they are laid.
#[track_caller]
pub(super) fn check(cases: &[(&str, &str, &str)]) {
    for (list, arxiv, expected) in cases {
        assert_eq!(laid(list, arxiv), *expected, "{list} | {arxiv}");
    }
}

#[test]
fn two_runs_too_many_are_one_where_they_can_be() {
    check(&[
        (
            "We see old and new old bridges in the wind",
            "We see old bridges in the wind",
            "we see old {and new old|} bridges in the wind",
        ),
        (
            "We see old bridges in the wind",
            "We see old and new old bridges in the wind",
            "we see old {|and new old} bridges in the wind",
        ),
        (
            "We see a b c b c in",
            "We see b c in",
            "we see {a b c|} b c in",
        ),
        (
            "We see b c a d c in the",
            "We see c in the",
            "we see {b c a d|} c in the",
        ),
        (
            "We see c a c d in the",
            "We see c in the",
            "we see c {a c d|} in the",
        ),
        (
            "We see c in the",
            "We see c a c d in the",
            "we see c {|a c d} in the",
        ),
        (
            "We see a c d c in the",
            "We see c in the",
            "we see {a c d|} c in the",
        ),
        (
            "We see c in the",
            "We see a c d c in the",
            "we see {|a c d} c in the",
        ),
    ]);
}

/// A few words that agree between words that do not, of such lengths: `before` and `behind`.
#[track_caller]
fn island(before: usize, words: &str, behind: usize, counts: bool) {
    let other = |sign: &str, n: usize| -> String {
        let names = "abcdefghijklm".chars().take(n);
        names
            .map(|c| format!("{sign}{c}"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let text = |[a, b]: [&str; 2]| format!("{} {words} {}", other(a, before), other(b, behind));
    let (list, arxiv) = (text(["wo", "wu"]), text(["ka", "ku"]));
    let expected = if counts {
        let (a, b) = (other("wo", before), other("wu", behind));
        let (c, d) = (other("ka", before), other("ku", behind));
        format!("{{{a}|{c}}} {words} {{{b}|{d}}}")
    } else {
        format!("{{{list}|{arxiv}}}")
    };
    assert_eq!(laid(&list, &arxiv), expected);
}

#[test]
fn a_few_words_that_agree_between_wide_runs_do_not_count() {
    island(3, "of", 3, false);
    island(2, "of", 3, true);
    island(3, "of", 2, true);
    island(5, "cold wind", 5, false);
    island(4, "cold wind", 5, true);
    island(5, "cold wind", 4, true);
    island(7, "wind and rain", 7, false);
    island(7, "wind snow rain", 7, true);
    island(9, "a of b to", 9, false);
    island(11, "a of b to it", 11, true);
}

#[test]
fn words_in_a_link_agree_by_chance() {
    const ARXIV: &str = "We sing as you code well";
    const APART: &str = "we sing {one code here two|as you code well}";
    check(&[
        (
            "We sing one [code here](https://example.org/x) two",
            ARXIV,
            APART,
        ),
        ("We sing one (code here) two", ARXIV, APART),
        (
            "We sing one [*code* here](https://example.org/x) two",
            ARXIV,
            APART,
        ),
        (
            "We sing one <a href=\"https://example.org/x\">code here</a> two",
            ARXIV,
            APART,
        ),
        (
            "We sing one *code here* two",
            ARXIV,
            "we sing {one|as you} code {here two|well}",
        ),
        (
            "We sing one <b>code here</b> two",
            ARXIV,
            "we sing {one|as you} code {here two|well}",
        ),
        (
            "We sing one [code](https://example.org/x) two",
            "We sing as code",
            "we sing {one|as} code {two|}",
        ),
        // arXiv's own brackets, and words that are not missing on both sides.
        (
            "We sing one [of code here](https://example.org/x) two",
            "We sing as you (of code) well",
            "we sing {one|as you} of code {here two|well}",
        ),
        (
            "We sing one [code](https://example.org/x) two",
            "We sing code well",
            "we sing {one|} code {two|well}",
        ),
    ]);
}

#[test]
fn words_at_the_end_agree_by_chance() {
    let arxiv = |end: &str| format!("We count tones. They tell the age {end}");
    for (end, expected) in [
        (
            "of",
            "we count tones {read it as you like of|they tell the age of}",
        ),
        (
            "of it",
            "we count tones {read it as you like of it|they tell the age of it}",
        ),
        (
            "of wind",
            "we count tones {read it as you like of wind|they tell the age of wind}",
        ),
        (
            "cold wind",
            "we count tones {read it as you like|they tell the age} cold wind",
        ),
        (
            "of it at",
            "we count tones {read it as you like|they tell the age} of it at",
        ),
    ] {
        let list = format!("We count tones. Read it as you like {end}");
        check(&[(&list, &arxiv(end), expected)]);
    }
    check(&[
        (
            "We count tones. Read it now of",
            "We count tones. They tell of",
            "we count tones {read it now|they tell} of",
        ),
        (
            "We count tones of",
            "We count tones. They tell the age of",
            "we count tones {|they tell the age} of",
        ),
        (
            "We count tones. Of",
            "We count tones. They tell the age of",
            "we count tones {of|they tell the age of}",
        ),
    ]);
}

#[test]
fn a_last_mark_begins_as_the_next_sentence_by_chance() {
    check(&[
        (
            "We sing. [The](https://example.org/x)",
            "We sing. The tones tell.",
            "we sing {the|the tones tell}",
        ),
        (
            "We sing. [The tones](https://example.org/x)",
            "We sing. The tones tell.",
            "we sing {the tones|the tones tell}",
        ),
        (
            "We sing. *The tones*",
            "We sing. The tones tell.",
            "we sing {the tones|the tones tell}",
        ),
        (
            "We sing. [The old tones](https://example.org/x)",
            "We sing. The old tones tell.",
            "we sing the old tones {|tell}",
        ),
        (
            "We sing [the](https://example.org/x)",
            "We sing the tones tell.",
            "we sing the {|tones tell}",
        ),
        (
            "We sing. The [tones](https://example.org/x)",
            "We sing. The tones tell.",
            "we sing the tones {|tell}",
        ),
        (
            "We sing. (The tones)",
            "We sing. (The tones) tell.",
            "we sing the tones {|tell}",
        ),
    ]);
}

#[test]
fn a_wide_run_reaches_to_its_sentences_border() {
    let check_in = |list: &str, arxiv: &str, expected: &str| {
        let text = |inner: &str| format!("We count tones. {inner}. Then we rest");
        let expected = format!("we count tones {expected} then we rest");
        check(&[(&text(list), &text(arxiv), &expected)]);
    };
    check_in(
        "In rain one two three",
        "In wind red blue green",
        "{in rain one two three|in wind red blue green}",
    );
    check_in(
        "In a rain one two three",
        "In a wind red blue green",
        "{in a rain one two three|in a wind red blue green}",
    );
    check_in(
        "In it the rain one two three",
        "In it the wind red blue green",
        "in it the {rain one two three|wind red blue green}",
    );
    check_in(
        "Steel rain one two three",
        "Steel wind red blue green",
        "steel {rain one two three|wind red blue green}",
    );
    check_in(
        "In rain one two",
        "In wind red blue",
        "in {rain one two|wind red blue}",
    );
    check_in(
        "One two three four at it",
        "Red blue green at it",
        "{one two three four at it|red blue green at it}",
    );
    check_in(
        "One two three four at it",
        "Red at it",
        "{one two three four at it|red at it}",
    );
    check_in(
        "One two three four at rest",
        "Red blue green at rest",
        "{one two three four|red blue green} at rest",
    );
    check_in(
        "One two three at it",
        "Red blue green at it",
        "{one two three|red blue green} at it",
    );
    check_in(
        "One two three four at it all",
        "Red blue green at it all",
        "{one two three four|red blue green} at it all",
    );
}

#[test]
fn a_run_too_many_is_slid_to_borders() {
    check(&[
        (
            "We sing. The bridges sing. The tones tell.",
            "We sing. The tones tell.",
            "we sing {the bridges sing|} the tones tell",
        ),
        (
            "We sing. The tones tell.",
            "We sing. The bridges sing. The tones tell.",
            "we sing {|the bridges sing} the tones tell",
        ),
        (
            "We sing: the old: the new",
            "We sing: the new",
            "we sing {the old|} the new",
        ),
        (
            "the old, the old bridge",
            "the old bridge",
            "{the old|} the old bridge",
        ),
        (
            "in the wind (the rain) the snow we sing",
            "in the wind the snow we sing",
            "in the wind {the rain|} the snow we sing",
        ),
        (
            "we sing **old** old songs",
            "we sing old songs",
            "we sing {old|} old songs",
        ),
        (
            "we sing **old songs** of old songs of all",
            "we sing old songs of all",
            "we sing old songs {of old songs|} of all",
        ),
    ]);
}
