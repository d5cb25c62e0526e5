//! Texts that nobody writes, and that a hostile or broken list may hold: long, and made of what the
//! judging of texts looks for. Every one must be judged in time that grows with its length. What
//! would grow faster takes minutes here; no clock is asked.

use arxsync::arxiv::lookup::Answers;
use arxsync::list::edit::EditSet;
use arxsync::list::entry::Writing;
use arxsync::list::field;
use arxsync::list::hints::Hints;
use arxsync::plan::Code;
use arxsync::plan::abstract_text::{self, Judgement as Text, NoOthers, Texts};
use arxsync::plan::author_lines::{Context, agreement, judge};
use arxsync::plan::input::{Given, List, Resolutions};
use arxsync::plan::judgement::Judgement;
use arxsync::plan::known::Known;
use arxsync::plan::memory::Memory;
use arxsync::plan::policy::Policy;
use arxsync::plan::title::{self, Likeness, Title};
use arxsync::plan::verify;
use arxsync::text::glyph::Glyphs;
use arxsync::text::mojibake;
use arxsync::text::names::overrides::Overrides;
use arxsync::text::vocabulary::Vocabulary;
use arxsync::text::words::{self, Word};
use std::cell::Cell;

/// Longer than any text of a list, in bytes; a debug build takes a tenth, as it is twenty times
/// slower.
const LONG: usize = if cfg!(debug_assertions) {
    10_000
} else {
    100_000
};

/// No abstract of arXiv's is much longer, in bytes. Where texts of one piece differ, the time grows
/// with the square of them.
const ABSTRACT: usize = 2_000;

fn cut(text: &str) -> Vec<Word> {
    words::of(&Glyphs::plain(text))
}

fn long(piece: &str) -> String {
    piece.repeat(LONG / piece.len())
}

/// Words that differ from each other; those of another `start` differ from all of these.
fn different_words(start: &str) -> String {
    let words = (0..LONG / 6).map(|i| format!("{start}{i}"));
    words.collect::<Vec<_>>().join(" ")
}

/// What an abstract is.
fn compared(list: &str, arxiv: &str) -> Text {
    let texts = Texts {
        text: arxiv,
        ..Texts::default()
    };
    let tokens = field::read(list, 0..list.len(), Writing::Markdown);
    abstract_text::judge(&tokens, Writing::Markdown, &texts, &NoOthers).judgement
}

/// What a line is, and how many of arXiv's names are in it.
fn judged(line: &str, arxiv: &[String]) -> (Judgement, usize) {
    let vocabulary = Vocabulary::standard();
    let context = Context::plain(&vocabulary);
    let tokens = field::read(line, 0..line.len(), Writing::Markdown);
    let found = agreement(&tokens, arxiv, &context).found;
    (judge(&tokens, Writing::Markdown, arxiv, &context), found)
}

fn people(family: &str, count: usize) -> Vec<String> {
    let name = |i: usize| {
        format!(
            "{}an {family}{}",
            char::from(b'A' + (i % 26) as u8),
            words_for(i)
        )
    };
    (0..count).map(name).collect()
}

/// A number in letters.
fn words_for(number: usize) -> String {
    let letter = |d: char| char::from(b'a' + d as u8 - b'0');
    number.to_string().chars().map(letter).collect()
}

const PIECES: &[&str] = &[
    "\\",
    "{",
    "}",
    "&",
    "&amp;",
    "&#",
    "(",
    ")",
    "<",
    ">",
    "$",
    "~",
    "-",
    "- a",
    "a- b- ",
    ".",
    "…",
    "'",
    ",",
    ", ",
    "; ",
    " and ",
    "^",
    "1,",
    "¹,",
    "*",
    "\\'",
    "\\'{",
    "\\c{",
    "\\href{",
    "\\href{a}{",
    "\\xc3",
    "\\x",
    "\\x41",
    "Ã",
    "Ãƒ",
    "â€",
    "ƒ",
    "a.",
    "a-",
    "www.",
    "x.org/",
    "http://",
    "https://(",
    "<http://",
    "http://x ",
    "this https URL ",
    "this ",
    "%",
    "\u{ad}",
    "\u{ad} ",
    "\u{200b}",
    "e\u{301}",
    "漢",
    "et al",
    "et al.",
    "Jr, ",
    "A, Jr, ",
    "A. ",
    "a",
    "a ",
    "x x y ",
    "\n",
    "_{",
    "^{a}",
    " for the team ",
    "A for B team, ",
    "~\u{200b}",
    "[this https\n",
    "αre ",
    ":",
    "/",
    " / ",
    "|",
    "(1) ",
    "Team ",
];

/// A piece over and over, as it is and with something before or behind it.
fn repeated(piece: &str, bytes: usize) -> [String; 4] {
    let text = piece.repeat(bytes / piece.len());
    [
        text.clone(),
        format!("A {text}"),
        format!("{text}x B"),
        text.replace("Ãƒ", "ƒ") + "Ã",
    ]
}

#[test]
fn repeated_pieces() {
    for piece in PIECES {
        for text in repeated(piece, LONG) {
            cut(&text);
            compared(&text, &text);
            mojibake::repaired(&text);
            judged(&text, &people("Abel", 300));
            judged("Xi Quint, Yo Quine", &[text]);
        }
        for text in repeated(piece, ABSTRACT) {
            compared(&text, &format!("x {text} y {text} z"));
        }
    }
    mojibake::repaired(&format!("Ã{}", long("ƒ")));
}

#[test]
fn long_texts_without_a_common_word() {
    let (list, arxiv) = (different_words("a"), different_words("b"));
    assert_eq!(compared(&list, &arxiv), Text::OtherText);
}

#[test]
fn long_texts_with_common_ends() {
    let middle = |start: &str| format!("same {} end", different_words(start));
    assert_eq!(compared(&middle("a"), &middle("b")), Text::OtherText);
}

#[test]
fn long_texts_of_few_words() {
    let is_right = |list: &str, arxiv: &str| compared(list, arxiv) == Text::Right;
    assert!(!is_right(&long("x x y "), &long("x y y z ")));
    assert!(!is_right(&long("a "), &long("a a b ")));
}

#[test]
fn a_long_text_with_one_word_missing() {
    let right = different_words("a");
    let wrong = right.replacen("a500 ", "", 1);
    let Text::Edit { edits, .. } = compared(&wrong, &right) else {
        panic!("it is not edited");
    };
    assert_eq!(EditSet::new(&wrong, edits).unwrap().apply(&wrong), right);
}

#[test]
fn thousands_of_authors() {
    let (these, those) = (people("Abel", 3000), people("Bell", 3000));
    let is_right = |line: &str| judged(line, &these).0 == Judgement::Right;
    for separator in [", ", "; ", " and "] {
        let line = these.join(separator);
        assert!(is_right(&line));
        assert_eq!(judged(&line, &those).1, 0);
        let reversed: Vec<String> = these.iter().rev().cloned().collect();
        assert!(!is_right(&reversed.join(separator)));
    }
    let inverted = these.iter().map(|n| {
        let (given, family) = n.split_once(' ').unwrap();
        format!("{family}, {given}")
    });
    let line = inverted.collect::<Vec<_>>().join(", ");
    assert!(is_right(&line));
    assert_eq!(judged(&line, &those).1, 0);
}

#[test]
fn abstracts_with_much_at_one_place() {
    let begin = "Bridges sing in the wind. We count the tones of many old bridges with a cheap";
    let end = "The tones tell the age of a bridge. So nobody has to ask the engineer for it.";
    let whole = format!("{begin} sensor. {end}");
    for piece in [
        "(", "[", "! ", "? ", ", ", "\u{201c}", "'", "**", "<b>", "</p>", "<br>", "\n- ", "[^1]",
        "[...] ", "\\(", "\\*", "{", "**a** ", "\u{fffd}", "(a) ", "#", "@a ",
    ] {
        let text = long(piece);
        compared(&format!("{begin} {text} {end}"), &whole);
        compared(&format!("{begin} sensor. {text}"), &whole);
        compared(&format!("{text} {end}"), &whole);
        compared(&whole, &format!("{begin} {text} {end}"));
    }
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("\u{201c}", "\u{201d}"),
        ("**", "**"),
        ("<b>", "</b>"),
        ("{", "}"),
        ("[", "](x)"),
    ] {
        let half = LONG / 2 / (open.len() + close.len());
        let text = format!("{}x{}", open.repeat(half), close.repeat(half));
        compared(&format!("{begin} {text} sensor. {end}"), &whole);
        compared(&format!("{begin} {text} {end}"), &whole);
        compared(&whole, &format!("{begin} {text} sensor. {end}"));
    }
}

/// Every second name lacks a letter, and each of them is asked for what is usual in the line.
#[test]
fn slips_in_every_second_name_are_mended() {
    let arxiv = people("Mori", LONG / 25);
    let slip = |(i, name): (usize, &String)| match i % 2 {
        0 => name.clone(),
        _ => name[..name.len() - 1].to_owned(),
    };
    let line: Vec<String> = arxiv.iter().enumerate().map(slip).collect();
    let (verdict, _) = judged(&line.join(", "), &arxiv);
    assert!(!matches!(verdict, Judgement::Own(_) | Judgement::Right));
}

#[test]
fn nobody_compares_more_names_than_a_paper_has() {
    let arxiv = people("Mori", 6_001);
    let names = |from: &[String]| from.join(", ");
    let check = |line: &str, arxiv: &[String]| {
        let (verdict, found) = judged(line, arxiv);
        assert!(
            matches!(&verdict, Judgement::Propose { why, edits, .. }
                if edits.is_empty() && why.contains("is not compared")),
            "{verdict:?}"
        );
        assert_eq!(found, 0);
    };
    check(&names(&arxiv[1..]), &arxiv);
    check(&"a, ".repeat(50_000), &arxiv[..2]);
    let (verdict, found) = judged(&names(&arxiv[..3]), &arxiv[..3]);
    assert_eq!((verdict, found), (Judgement::Right, 3));
}

/// Every word of a title was looked at for a year behind every other one.
#[test]
fn a_title_of_a_whole_book_is_compared() {
    let title = |text: &str| Title::of(&field::read(text, 0..text.len(), Writing::Markdown));
    let (long, short) = (title(&"tide ".repeat(LONG)), title("Tides as Clocks"));
    assert_eq!(title::compare(&long, &short), Likeness::Different);
    let cited = title("Ada Abel. 2024. Tides as Clocks. In Bays, 1999");
    assert_eq!(title::compare(&cited, &short), Likeness::Same);
}

/// An abstract that is not read is not missing: its entry is left alone and told, and its
/// neighbours are read.
#[test]
fn an_entry_whose_text_is_too_long_to_be_read_is_left_alone() {
    let entry = |n: usize, text: &str| {
        format!(
            "- **Tides in Bay {n}**\n  - Paper: https://arxiv.org/abs/2401.0000{n}\n  - Authors: Gita Gill\n  - Abstract: {text}\n"
        )
    };
    let long = "The *tide* keeps time. ".repeat(20_000);
    let source = entry(1, "The tide keeps time.") + &entry(2, &long) + &entry(3, "It does.");
    let hints = Hints::default();
    let list = List::read(&source, &hints, (2024, 1));
    let plan = planned(&list, &|| false).unwrap().plan;
    let lines: Vec<usize> = plan.entries.iter().map(|e| e.line).collect();
    assert_eq!(lines, [1, 9]);
    let told = plan.findings.iter().filter(|f| f.code == Code::TooLarge);
    assert_eq!(told.map(|f| f.line).collect::<Vec<_>>(), [8]);
}

/// What is planned where nothing is known.
fn planned(list: &List<'_>, is_over: &dyn Fn() -> bool) -> Option<verify::Proven> {
    let given = Given {
        resolutions: &Resolutions::new(),
        answers: &Answers::new(),
        overrides: &Overrides::default(),
        known: &Known::default(),
        policy: &Policy::default(),
        memory: &Memory::default(),
        only: None,
        is_over,
    };
    verify::plan(list, given)
}

/// A block, or a link, in every block or link before it.
#[test]
fn what_is_nested_without_end_is_read() {
    let entry = "- **A Title of Some Length** [paper](https://arxiv.org/abs/2401.90003)\n\n";
    for nested in [
        ">".repeat(LONG),
        "> ".repeat(LONG),
        "- ".repeat(LONG),
        "[".repeat(LONG),
        format!("{}a{}", "![[".repeat(LONG), "]()".repeat(LONG)),
        format!("{}a{}", "*".repeat(LONG), " _a".repeat(LONG)),
        "<details>\n".repeat(LONG),
        format!(
            "- **{}** [paper](https://arxiv.org/abs/2401.90003)",
            "tide ".repeat(LONG)
        ),
    ] {
        let source = format!("{entry}{nested}\n\n{entry}");
        let hints = Hints::default();
        let list = List::read(&source, &hints, (2024, 1));
        assert!(!list.entries.is_empty(), "{}", &nested[..3]);
    }
}

#[test]
fn a_plan_that_nobody_waits_for_is_none() {
    let source = "- **A Title of Some Length** [paper](https://arxiv.org/abs/2401.90003)\n";
    let (hints, asked) = (Hints::default(), Cell::new(0));
    let list = List::read(source, &hints, (2024, 1));
    let check = |over_after: usize| {
        asked.set(0);
        let is_over = || asked.replace(asked.get() + 1) >= over_after;
        planned(&list, &is_over).is_some()
    };
    assert!(!check(0));
    assert!(check(usize::MAX));
    assert!(
        asked.get() > list.entries.len(),
        "for each entry, and at the end"
    );
    let ended = List::read_while(source, &hints, (2024, 1), &|| true);
    assert!(ended.entries.is_empty());
}
