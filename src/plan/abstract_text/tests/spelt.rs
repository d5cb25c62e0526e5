//! What is only spelt otherwise than arXiv spells it. A table for each kind. All texts are
//! invented.

use super::aligned::check;

const WORDS_CUT_ELSEWHERE_ARE_A_SPELLING: &[(&str, &str, &str)] = &[
    (
        "a multimodal net",
        "a multi-modal net",
        "a <multimodal|multi modal> net",
    ),
    (
        "a multi-modal net",
        "a multimodal net",
        "a <multi modal|multimodal> net",
    ),
    ("a ab-cd net", "a abc-d net", "a <ab cd|abc d> net"),
    ("a abx-cd net", "a abc-d net", "a {abx cd|abc d} net"),
    (
        "a self -- made net",
        "a selfmade net",
        "a <self made|selfmade> net",
    ),
    (
        r"a \emph{self}made net",
        "a selfmade net",
        "a <self made|selfmade> net",
    ),
    ("a **s**elf net", "a self net", "a <s elf|self> net"),
    (
        "an $x$-axis red",
        "an xaxis blue",
        "an <x axis|xaxis> {red|blue}",
    ),
    ("a $x$ axis now", "a xaxis now", "a <x axis|xaxis> now"),
    // White space is a mistake there, and an apostrophe is a word's own.
    ("a data set", "a dataset", "a {data set|dataset}"),
    ("a dataset", "a data set", "a {dataset|data set}"),
    (
        "a self<br>made net",
        "a selfmade net",
        "a {self made|selfmade} net",
    ),
    ("a don't net", "a dont net", "a {don t|dont} net"),
    // At both ends of what differs.
    ("e-mail x", "email y", "<e mail|email> {x|y}"),
    ("x e-mail", "y email", "{x|y} <e mail|email>"),
    (
        "a e-mail old bird",
        "a email new bird",
        "a <e mail|email> {old|new} bird",
    ),
    (
        "a new e-mail bird",
        "a old email bird",
        "a {new|old} <e mail|email> bird",
    ),
    (
        "a new bridge e-mail",
        "a old bird email",
        "a {new bridge|old bird} <e mail|email>",
    ),
    (
        "a e-mail old-time net",
        "a email oldtime net",
        "a <e mail|email> <old time|oldtime> net",
    ),
    // Not in any number of parts.
    (
        "one a-b-c-d-e two",
        "one abcde two",
        "one <a b c d e|abcde> two",
    ),
    (
        "one a-b-c-d-e-f two",
        "one abcdef two",
        "{one a b c d e f two|one abcdef two}",
    ),
];

#[test]
fn words_cut_elsewhere_are_a_spelling() {
    check(WORDS_CUT_ELSEWHERE_ARE_A_SPELLING);
}

#[test]
fn numbers_are_cut_at_thousands_only() {
    check(&[
        ("a 70 000 net", "a 70000 net", "a <70 000|70000> net"),
        ("a 70  000 net", "a 70000 net", "a <70 000|70000> net"),
        (
            "a 1000,000 net",
            "a 1000000 net",
            "a <1000 000|1000000> net",
        ),
        ("a 70,0000 net", "a 700000 net", "a {70 0000|700000} net"),
        ("a 70 , 000 net", "a 70000 net", "a {70 000|70000} net"),
        ("a 70-000 net", "a 70000 net", "a {70 000|70000} net"),
        ("a 70_000 net", "a 70000 net", "a {70 000|70000} net"),
        ("a 10^000 net", "a 10000 net", "a {10 000|10000} net"),
        ("a 1.5 000 net", "a 1.5000 net", "a {1.5 000|1.5000} net"),
        ("a 1 0 net", "a 10 net", "a {1 0|10} net"),
    ]);
}

const WORDS_FOR_A_MACRO_ARE_A_SPELLING: &[(&str, &str, &str)] = &[
    (
        "We call it Tone",
        r"We call it \algname",
        "we call it <tone|algname>",
    ),
    (
        "We call it Tone Finder, and we sing",
        r"We call it \algname, and we sing",
        "we call it <tone finder|algname> and we sing",
    ),
    (
        "Tone Finder sings",
        r"\algname sings",
        "<tone finder|algname> sings",
    ),
    (
        "We call it Tone Finders well",
        r"We call it \algname{}s well",
        "we call it <tone finders|algname s> well",
    ),
    (
        "We call it preTone Finder well",
        r"We call it pre\algname well",
        "we call it <pretone finder|pre algname> well",
    ),
    // Within a sentence, at the side where the text goes on.
    (
        "We call it Tone Finder. I like well",
        r"We call it \algname well",
        "we call it <tone finder|algname> {i like|} well",
    ),
    (
        "Read it. Tone Finder sings",
        r"\algname sings",
        "{read it|} <tone finder|algname> sings",
    ),
    (
        "We sing. Tone Finder Of One Two Three sings well",
        r"We sing. \algname sings well",
        "we sing <tone finder of one two three|algname> sings well",
    ),
    (
        "We sing. Tone Finder Of One Two Three Four sings well",
        r"We sing. \algname sings well",
        "we sing {tone finder of one two three four|algname} sings well",
    ),
    // A command that is known, or of mathematics, is not the authors' own.
    (
        "We call it Tone well",
        r"We call it \alpha well",
        "we call it {tone|α} well",
    ),
    (
        "We call it x well",
        r"We call it $\algname$ well",
        "we call it {x|algname} well",
    ),
];

#[test]
fn words_for_a_macro_are_a_spelling() {
    check(WORDS_FOR_A_MACRO_ARE_A_SPELLING);
}

#[test]
fn signs_are_a_spelling_but_for_comparisons() {
    check(&[
        ("a & b", "a + b", "a <and|+> b"),
        ("a ~ b", "a ≈ b", "a <~|≈> b"),
        ("a b", "a = b", "a <|=> b"),
        ("a < b", "a ≤ b", "a {<|≤} b"),
        ("a = b", "a ≠ b", "a {=|≠} b"),
        ("a = b", "a < b", "a {=|<} b"),
        ("a < % b", "a > = b", "a {< %|> =} b"),
        ("a of b", "a = b", "a {of|=} b"),
        (r"GPT-4\'s is", "GPT-4's is", "gpt 4 <ś|s> is"),
    ]);
}

const AN_ADDRESS: &str = "see https://example.org/t now";

const AN_ADDRESS_IN_ANOTHER_FORM_IS_A_SPELLING: &[(&str, &str, &str)] = &[
    (
        "see [here](https://example.org/t) now",
        AN_ADDRESS,
        "see <here|url:example.org/t> now",
    ),
    (
        "see [here](https://example.org/u) now",
        AN_ADDRESS,
        "see {here|url:example.org/t} now",
    ),
    (
        "see [this page](https://example.org/t) now",
        AN_ADDRESS,
        "see <this page|url:example.org/t> now",
    ),
    (
        "see [this page](https://example.org/t) it now",
        AN_ADDRESS,
        "see {this page it|url:example.org/t} now",
    ),
    (
        "see the [page](https://example.org/t) now",
        AN_ADDRESS,
        "see {the page|url:example.org/t} now",
    ),
    (
        "see *page* [x](https://example.org/t) now",
        AN_ADDRESS,
        "see {page x|url:example.org/t} now",
    ),
    (
        "see <a class=\"x\" href='https://example.org/t'>page</a> now",
        AN_ADDRESS,
        "see <page|url:example.org/t> now",
    ),
    (
        "see <a href=https://example.org/t>page</a> now",
        AN_ADDRESS,
        "see <page|url:example.org/t> now",
    ),
    (
        "see <a class=\"https://example.org/t\">page</a> now",
        AN_ADDRESS,
        "see {page|url:example.org/t} now",
    ),
    (
        "see <b href=\"https://example.org/t\">page</b> now",
        AN_ADDRESS,
        "see {page|url:example.org/t} now",
    ),
    (
        r"see [page](https://example.org/a\_b) now",
        "see https://example.org/a_b now",
        "see <page|url:example.org/a_b> now",
    ),
    // More of it, but not less.
    (
        "see https://example.org/t/more now",
        AN_ADDRESS,
        "see <url:example.org/t/more|url:example.org/t> now",
    ),
    (
        AN_ADDRESS,
        "see https://example.org/t/more now",
        "see {url:example.org/t|url:example.org/t/more} now",
    ),
    // With a few words that say nothing.
    (
        "see [page](https://example.org/t) now",
        "see it at https://example.org/t now",
        "see <page|it at url:example.org/t> now",
    ),
    (
        "see [page](https://example.org/t) now",
        "see bridges https://example.org/t now",
        "see {page|bridges url:example.org/t} now",
    ),
    (
        "see [page](https://example.org/t) now",
        "see https://example.org/t https://example.org/u now",
        "see {page|url:example.org/t url:example.org/u} now",
    ),
];

#[test]
fn an_address_in_another_form_is_a_spelling() {
    check(AN_ADDRESS_IN_ANOTHER_FORM_IS_A_SPELLING);
}

#[test]
fn an_address_that_touches_a_word_is_a_spelling() {
    const AT: &str = "we seehttps://example.org/t now";
    let spelt = |list: &str, ours: &str| {
        let expected = format!("we <{ours}|seehttps example org t> now");
        check(&[(list, AT, &expected)]);
    };
    spelt("we see https://example.org/t now", "see url:example.org/t");
    spelt(
        "we see <https://example.org/t> now",
        "see url:example.org/t",
    );
    spelt("we see [here](https://example.org/t) now", "see here");
    check(&[
        (
            "we saw https://example.org/t now",
            AT,
            "we {saw url:example.org/t now|seehttps example org t now}",
        ),
        (
            "we see https://example.org/u now",
            AT,
            "we {see url:example.org/u now|seehttps example org t now}",
        ),
        (
            "we see [here](https://example.org/u) now",
            AT,
            "we {see here now|seehttps example org t now}",
        ),
        (
            "we saw [here](https://example.org/t) now",
            AT,
            "we {saw here now|seehttps example org t now}",
        ),
    ]);
}
