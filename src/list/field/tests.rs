//! What fields read as, in one line each.

use super::*;
use crate::list::entry::{List, Quotes};
use proptest::prelude::*;

/// Tokens in words: pairs as `⟨mark … ⟩`, asides as `{kind}`, breaks as `¶`; white space and silent
/// TeX are left out.
fn shown(tokens: &Tokens<'_>) -> String {
    let part = |token: &Token| match &token.kind {
        Kind::Word(word) => Some(word.key.to_string()),
        Kind::Open(pair) => Some(format!("⟨{}", name(&pair.mark))),
        Kind::Close(_) => Some("⟩".into()),
        Kind::Aside(aside) => Some(format!("{{{}}}", format!("{aside:?}").to_lowercase())),
        Kind::Break => Some("¶".into()),
        Kind::Punctuation(c) => Some(c.to_string()),
        Kind::Tex | Kind::Blank => None,
    };
    tokens
        .list
        .iter()
        .filter_map(part)
        .collect::<Vec<_>>()
        .join(" ")
}

fn name(mark: &Mark) -> String {
    match mark {
        Mark::Element(name) => name.to_string(),
        Mark::Link(key) => format!("link={key}"),
        mark => format!("{mark:?}").to_lowercase(),
    }
}

fn adds_up(tokens: &Tokens<'_>) {
    let mut at = tokens.span.start;
    for (i, token) in tokens.list.iter().enumerate() {
        assert_eq!(token.span.start, at, "{:?}", tokens.source);
        assert!(
            tokens.source.get(token.span.clone()).is_some(),
            "{:?}",
            tokens.source
        );
        at = token.span.end;
        if let Some((pair, opens)) = token.pair() {
            let (back, _) = tokens.list[pair.partner]
                .pair()
                .expect("an end's partner is an end");
            assert_eq!((back.partner, opens), (i, i < pair.partner));
        }
    }
    assert_eq!(at, tokens.span.end, "{:?}", tokens.source);
}

#[track_caller]
fn check_in(writing: Writing, source: &str, expected: &str) {
    let tokens = read(source, 0..source.len(), writing);
    adds_up(&tokens);
    assert_eq!(shown(&tokens), expected, "{source}");
}

#[track_caller]
fn check(source: &str, expected: &str) {
    check_in(Writing::Markdown, source, expected);
}

#[track_caller]
fn same(list: &str, arxiv: &str) {
    let keys = |tokens: &Tokens<'_>| {
        tokens
            .words()
            .map(|(_, w)| w.key.to_string())
            .collect::<Vec<_>>()
    };
    let (list, arxiv) = (read(list, 0..list.len(), Writing::Markdown), plain(arxiv));
    adds_up(&list);
    adds_up(&arxiv);
    assert_eq!(keys(&list), keys(&arxiv), "{}", list.source);
}

#[test]
fn words_are_cut_alike() {
    check(
        "GPT-4V runs 1,024x768 at 3.5%.",
        "gpt - 4 v runs 1024 × 768 at 3.5 % .",
    );
    check("x² and y₁₂ and 10⁻³", "x 2 and y 12 and 10 - 3");
    check("a  b\u{ad}c d\u{200b}e", "a bc de");
    check("don’t “go” now… then", "don ' t ⟨quote go ⟩ now … then");
    check("Ölβx 中文 Привет", "öl β x 中 文 привет");
    check(
        "1,2 or 1, 234 or 12,345,678.5 or 2019,2020",
        "1 , 2 or 1 , 234 or 12345678.5 or 2019 , 2020",
    );
    let tokens = plain(r"a $\hat{x}$");
    let hat = tokens
        .words()
        .find(|(_, w)| w.key == "hat")
        .map(|(i, _)| tokens.text(i));
    assert_eq!(hat, Some(r"\hat"));
    check("a & b = c < d", "a and b = c < d");
}

#[test]
fn spellings_of_one_text() {
    same("**Poincaré** maps", r"Poincar\'e maps");
    same(
        "1 000 or 1\u{202f}000 or 10{,}000",
        "1 000 or 1,000 or 10000",
    );
    same(
        r"of $\alpha$-helices and $10^{-3}$",
        "of α-helices and 10⁻³",
    );
    same("x<sub>1</sub> in \\(R^n\\)", "$x_1$ in $R^n$");
    same(
        "Code: <https://www.x.org/a/>",
        r"Code: \url{https://x.org/a}",
    );
    same("[this https URL](https://x.org/a).", "https://x.org/a.");
    same(
        "at [this https\n    URL](https://x.org/a).",
        "at http://x.org/a.",
    );
    same("[https://x.org/a](https://x.org/a)", "x.org/a");
    same(
        "<a href=\"https://x.org/a\">https://x.org/a</a>",
        "https://x.org/a",
    );
    same(
        "R&amp;D &mdash; af&#64257;ne &eacute;t&eacute;",
        "R&D - affine été",
    );
    same(r"3\.5 \(new\) e\-mail 5\%", "3.5 (new) e-mail 5%");
    same("``a'' and `b'", "\"a\" and 'b'");
    same("$`x_1`$ $$y$$", "x_1 y");
    same("\\emph{very} {\\bf big}", "very big");
    same("donâ€™t ClÃ©ment", "don’t Clément");
}

#[test]
fn markup_has_partners_or_is_text() {
    check("a **b c** *d*", "a ⟨strong b c ⟩ ⟨emphasis d ⟩");
    check("***a** b*", "⟨emphasis ⟨strong a ⟩ b ⟩");
    check("Ada Abel*, Bo Bell*", "ada abel * , bo bell *");
    check(
        "snake_case _x_ 2*3*4",
        "snake _ case ⟨emphasis x ⟩ 2 ⟨emphasis 3 ⟩ 4",
    );
    check("$a*b*c$ x", "⟨math a * b * c ⟩ x");
    check("costs $5 or $6", "costs 5 or 6");
    check(
        "~~old~~ ==new== a==b",
        "⟨strike old ⟩ ⟨highlight new ⟩ a = = b",
    );
    check("`a*b*` c", "⟨code a * b * ⟩ c");
    check(
        "[a](https://x.org) [b][c] [d]",
        "⟨link=url:x.org a ⟩ ⟨link= b ⟩ ⟨bracket d ⟩",
    );
    check(
        "[[Code](https://x.org)] [[c]](https://x.org)",
        "⟨bracket ⟨link=url:x.org code ⟩ ⟩ ⟨link=url:x.org ⟨bracket c ⟩ ⟩",
    );
    check(
        "[[Page|alias]] [[Page]]",
        "⟨wikilink alias ⟩ ⟨wikilink page ⟩",
    );
    check("<b>a</b> <SEG> <p>b c < d", "⟨b a ⟩ < seg > {tag} b c < d");
    check("<b>a <i>b</b> c</i>", "⟨b a {tag} b ⟩ c {tag}");
    check("**a <b>c** d</b>", "* * a ⟨b c * * d ⟩");
    check("(a [b) c]", "⟨bracket a [ b ⟩ c ]");
    check("\\*a\\* \\[b\\]", "* a * [ b ]");
}

#[test]
fn what_says_nothing_is_aside() {
    check(
        "a ![x](y.png) b<!-- c -->[^1] 🔥🇨🇳 :tada: d",
        "a {image} b {comment} {footnote} {emoji} {emoji} {emoji} d",
    );
    check(
        "{{< cite x >}} {{ page.x }} {% raw %} {{a}}",
        "{template} {template} {template} ⟨tex a ⟩",
    );
    check("a <img src=\"x\"> b<br/>c", "a {image} b ¶ c");
    check("ratio 1:2:3 %%hidden%% x", "ratio 1 : 2 : 3 {comment} x");
}

#[test]
fn what_only_looks_like_markup_is_text() {
    check(
        "a :x: :ab: :12: :+1: :ab:c b:ab: 1",
        "a : x : {emoji} : 12 : {emoji} : ab : c b : ab : 1",
    );
    check(
        "a %%b%% c %%d e%% f %% g",
        "a {comment} c {comment} f % % g",
    );
    check(
        "[a][^1] [a][b\nc] [a] [b]",
        "⟨bracket a ⟩ {footnote} ⟨bracket a ⟩ ⟨bracket b c ⟩ ⟨bracket a ⟩ ⟨bracket b ⟩",
    );
    check("[^a b] [^1] [^]", "⟨bracket ^ a b ⟩ {footnote} {footnote}");
    check(
        "[[]] [[a] b] [[ab]]",
        "⟨bracket ⟨bracket ⟩ ⟩ ⟨bracket ⟨bracket a ⟩ b ⟩ ⟨wikilink ab ⟩",
    );
    check("![a] ![b](c) !(d)", "! ⟨bracket a ⟩ {image} ! ⟨bracket d ⟩");
    check(
        "[a](b c) [a](b \"c\") [a](<b c>) [a](b(c)d) [a](b",
        "⟨bracket a ⟩ ⟨bracket b c ⟩ ⟨link=url:b a ⟩ ⟨link=url:b c a ⟩ ⟨link=url:b(c)d a ⟩ ⟨bracket a ⟩ ( b",
    );
    check(
        "{{x}} {a} {/* b */} a{b}c",
        "⟨tex x ⟩ ⟨tex a ⟩ {template} abc",
    );
}

#[test]
fn emoji_are_cut_as_they_are_seen() {
    check(
        "🇨🇳🇩🇪 🔥🔥 👨‍👩‍👧 👍🏽 x",
        "{emoji} {emoji} {emoji} {emoji} {emoji} {emoji} x",
    );
    check("![a][b] c ![d](e)", "{image} c {image}");
}

#[test]
fn only_arxivs_words_are_a_lost_address() {
    let lost = crate::text::words::LOST_URL;
    check("see this https URL now", &format!("see {lost} now"));
    check("see this http URL", &format!("see {lost}"));
    check("see my url", "see my url");
    check("this ftp url", "this ftp url");
    check("that https url", "that https url");
    check("this-https-url", "this - https - url");
}

#[test]
fn tokens_have_all_of_their_bytes() {
    let check = |source: &str, kind: fn(&Kind) -> bool, expected: &str| {
        let tokens = read(source, 0..source.len(), Writing::Markdown);
        let at = tokens.list.iter().position(|t| kind(&t.kind));
        assert_eq!(at.map(|at| tokens.text(at)), Some(expected), "{source}");
    };
    let sign = |kind: &Kind| matches!(kind, Kind::Punctuation(_));
    let open = |kind: &Kind| matches!(kind, Kind::Open(_));
    check(r"a \* b", sign, r"\*");
    check("a * b", sign, "*");
    check(
        r"a \href{https://x.org/a}{the page}",
        open,
        r"\href{https://x.org/a}{",
    );
    check(r"a b \emph{the page}", open, r"\emph{");
    check("a [[b|c]]", open, "[[b|");
    check("a ``` b", sign, "```");
}

#[test]
fn code_ends_in_its_paragraph() {
    check("`a` ``b c`` `d\n\ne`", "⟨code a ⟩ ' b c ' ' d ¶ e '");
    check("`a b\nc` d", "⟨code a b c ⟩ d");
    check("`a``b` c", "⟨code a ' b ⟩ c");
    check("`a https://x.org/b` c", "⟨code a url:x.org/b ⟩ c");
}

#[test]
fn commands_hold_addresses_and_text() {
    let check = |source: &str, expected: &str| {
        let tokens = plain(source);
        adds_up(&tokens);
        assert_eq!(shown(&tokens), expected, "{source}");
    };
    check(r"at \url{https://x.org/a}, b", "at url:x.org/a , b");
    check(
        r"at \href{https://x.org/a}{the page} b",
        "at ⟨link=url:x.org/a the page ⟩ b",
    );
    check(r"at \href{https://x.org/a}{} b", "at url:x.org/a b");
    check(r"at \href{https://x.org/a} b", "at url:x.org/a b");
    check(r"at \url{https://x.org/a}{b}", "at url:x.org/a b");
    check(r"a \emph{b c} \textbf{d} e", "a ⟨tex b c ⟩ ⟨tex d ⟩ e");
    check(r"a \&amp; b \& c", "a and b and c");
}

#[test]
fn breaks_are_what_a_reader_sees() {
    check("a\n   b  \nc\\\nd\n\ne\n- f\n> g", "a b ¶ c ¶ d ¶ e ¶ f g");
    check("a\r\n    b", "a b");
}

#[test]
fn containers_are_decoded() {
    let yaml = |quotes| Writing::Yaml(quotes);
    check_in(Writing::Cell, r"a \| b", "a | b");
    check_in(
        yaml(Quotes::Double),
        r#"caf\u00e9 \"x\" $\\alpha$"#,
        "café ⟨quote x ⟩ ⟨math α ⟩",
    );
    check_in(yaml(Quotes::Single), "it''s", "it ' s");
    let list = |flow| {
        Writing::YamlList(List {
            quotes: Quotes::Double,
            flow,
        })
    };
    check_in(list(true), r#""A B", "C D""#, "⟨quote a b ⟩ , ⟨quote c d ⟩");
    check_in(
        list(false),
        "\"A B\"\n  - 'C''s'",
        "⟨quote a b ⟩ ¶ ⟨quote c ' s ⟩",
    );
    check_in(
        Writing::Bibtex,
        r"{DNA} of Poincar{\'e}",
        "⟨tex dna ⟩ of poincaré",
    );
}

#[test]
fn hostile_text_is_read_in_linear_time() {
    for piece in [
        "<!--", "[", "](", "**a ", "<b>", "$", "`", "{{ ", "(", "\"", "<a href=", "&#", "[[",
        "\\emph{", "~~x ", "\\", "_a_",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        adds_up(&read(&text, 0..text.len(), Writing::Markdown));
    }
}

/// In every container and as arXiv's.
fn adds_up_everywhere(text: &str) {
    for writing in [
        Writing::Markdown,
        Writing::Cell,
        Writing::Html,
        Writing::Bibtex,
        Writing::Yaml(Quotes::Double),
        Writing::Yaml(Quotes::Single),
    ] {
        adds_up(&read(text, 0..text.len(), writing));
    }
    adds_up(&plain(text));
}

#[test]
fn comments_that_begin_in_brackets_add_up() {
    for text in ["[<!--]()-->**", "[](<!--é)"] {
        adds_up_everywhere(text);
    }
}

proptest! {
    // Failures become examples above, so no file of seeds is kept.
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn tokens_add_up(text in "(\\*\\*|\\*|_|`|\\[|\\]\\(|\\)|\\(|<b>|</b>|<br>|<!--|-->|\\$|\\\\|\\{|\\}|==|~~|\"|'|&amp;|\n|\n\n|>| |a|Bo|é|1,000|https://x\\.org|\\PC){0,40}") {
        adds_up_everywhere(&text);
    }
}
