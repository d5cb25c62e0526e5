//! Fields as tokens: what each snippet is read as, in each writing.

use super::Grid;
use arxsync::list::entry::{List, Quotes, Writing};
use arxsync::list::field::{self, Kind, Tokens};

const SNIPPETS: &[&str] = &[
    // Markup.
    "a *b* _c_ **d** __e__ ***f*** ~~g~~ ==h== `i` ``j ` k`` l*m*n o_p_q",
    "* a *b* c* **d e** f** *g",
    "[a](b) [c](<d e> \"f\") [g][h] [i] [j][] ![k](l.png) ![m][n] <https://o.org/p?q=r&s>",
    "[a](b\\)c) [d](e \"f)g\") [h](i 'j)k') [l]( m ) [n](<o p) [q](r s) [t](u \"v\" w)",
    "[a [b] c](d(e)f) [g](h 'i') [j] (k) [l](m",
    "a[^1] b[^note] c[1] d[2, 3] e[[4](x)] f^5^ g~6~ ^[inline note]",
    "<b>a</b> <i class='x > y'>b</i> <sup>1</sup>c<sub>2</sub> <a href=\"d\">e</a> <br> <br/> f</p>",
    "<details><summary>a</summary>b</details> <!-- c --> <img src=x alt=\"d\"/> <kbd>e</kbd> a<b c>d",
    "<font color=\"red\">a</font> <p align=center>b <B>c</B> <span>d e</sPan> < f > <3 <g",
    "&amp; &lt;a&gt; &#233; &#xE9; &nbsp;b &unknown; &copy c &mdash;d&hellip;",
    "\\* \\_ \\[a\\] \\# \\\\ \\a b\\\nc  \nd \\",
    ":tada: :a_b-c: 10:30 a: b :c {{ x }} [[wiki|link]] [ ] [x] #tag @someone",
    "a<br>b\n- c\n* d\n1. e\n2) f\n> g\n> h\n+ i\n| j | k |",
    "🎉 a 👩‍🔬b ☆ ★★★ → c ✓ ① ² ³ ½ ™ ©",
    "a _b_c d_ _e \"f\"_ *\"g\"* **h**i* j_k_ \"_l_\" ***m** n* ~o~ ~~~p~~~ =q= ===r=== ****s**** (*t*) *(u)*",
    // Signs.
    "a, b; c: d. e! f? g... h… i\u{2026}",
    "a-b a - b a -- b a --- b a–b a — b a−b a‐b -c",
    "“a” „b“ ‘c’ «d» »e« ‹f› \"g\" 'h' ``i'' `j' don't don’t the bees' 'tis 5' 6''",
    "(a) [b] {c} （d） 【e】 〔f〕 ［g］ 「h」 『i』 (j [k (l) m] n) ((o)) (p",
    "a/b a / b a|b a · b • c & d + e = f % 5% $5 £6 7€ § 8 # 9 *",
    "a.b a.B e.g. i.e., U.S. A. B. Abel et al. vs. v2 v2.0 Fig. 3",
    // Numbers.
    "1,200 1.200 1 200 1'200 1\u{202f}200 12,00 1,2 1,200,300.5 0.5 .5 3.5% 1e-3 10^3 2x 2× 3D 1st",
    "1, 200 1,200,30 1234,567 123,4567 5.5.5 1. 2 100k 1/2 1:2 -5 +5 ±5 ≈5 <5 ~5",
    // Mathematics and TeX.
    "$a$ $b+c$ $$d$$ \\(e\\) \\[f\\] $5 and $6 $g a$h$b \\$5 $ x $",
    "$\\alpha_i^2 \\le \\frac{1}{2}\\sqrt{x}$ $\\mathbb{R}^n$ $\\tilde{O}(n \\log n)$ $x_{ij}$ $10^{-3}$",
    "\\alpha \\le 3 {\\em a} \\emph{b} \\textbf{c d} \\textit{e}f {\\bf g} \\url{https://h.org} \\cite{i} \\footnote{j}",
    "M\\\"uller \\'e \\`{a} \\^o \\~n \\c{c} \\v s \\o \\ss \\ae \\L \\i \\H{o} \\k{a} {\\'{e}} \\aa ngstr",
    "a~b a\\,b a\\ b \\& \\% \\# \\_ \\{ \\} {a}{b} -- \\textasciitilde \\ldots \\dots \\to",
    "{B}ees and {HIVES} in {{Two}} words {unclosed",
    "\\href{https://a.org}{b c} \\href{https://d.org} \\href{https://e.org}{} \\url{f} \\url{https://g.org}{h}",
    // Addresses.
    "https://a.org/b_c?d=e#f. http://g.org) www.h.org, i@j.org doi:10.1000/abc.d arXiv:2101.00001v2 (https://k.org/l_(m))",
    "see a.org/b or c.d.e; ftp://f file.txt README.md <a@b.c>",
    // Scripts.
    "王小明,李四、和张三 ひらがなカタカナ 한국어 Ёлка αβγ Ø ł Ñandú ﬁne ﬂy ǆ İ ß ſ",
    "é é ä\u{0308} a\u{200b}b a\u{ad}b a\u{feff}b a\u{a0}b a\u{3000}b \u{202e}c\u{202c} \u{1d400}\u{1d401}",
    "PoincarÃ© â€œaâ€\u{9d} Ã¼ber â€” donâ€™t",
    "state-of-the-art Auto-\nEncoding end-\nto-end multi- and uni-modal co\u{2010}op A-B A/B A-1 1-2 a-",
    "ALL CAPS CamelCase iPhone 3DGS x1 y_2 z^3 a1b2 C++ C# .NET R&D AT&T Q&A",
    // YAML and BibTeX.
    "\"a\\nb\\tc\\u263Ad\\x41e\\U0001F41Df\\\"g\\\\h\\/i\\e\\0\\a\\_\\L\\P\\N\"",
    "it''s 'a' \"b\" # no comment: c",
    "a\\n b\\ud83d\\udc1d \\uZZZZ \\x4 \\q \\",
    "Abel, Ada and Bell, {Bo} and others and {The Hive Lab}",
    "- a\n- \"b\"\n- 'c'\n-   d # e\n",
    "[a, \"b\", 'c', d e]",
    "[\n  a,\n  \"b\" ,\n  'c''d'\n]",
    // Lines and quotes.
    "a\nb\n\nc\n\n\nd \ne\t\tf  g",
    "> a\n> b\n>\n> c\nd",
    "  a\n    b\n\tc\r\nd\re",
    "",
    " ",
    "\n",
    "a",
    ".",
    "(",
    "*",
];

const WRITINGS: &[(&str, Writing)] = &[
    ("markdown", Writing::Markdown),
    ("cell", Writing::Cell),
    ("html", Writing::Html),
    ("attribute", Writing::Attribute),
    ("yaml plain", Writing::Yaml(Quotes::Plain)),
    ("yaml single", Writing::Yaml(Quotes::Single)),
    ("yaml double", Writing::Yaml(Quotes::Double)),
    ("yaml block", Writing::Yaml(Quotes::Block)),
    (
        "yaml list",
        Writing::YamlList(List {
            quotes: Quotes::Double,
            flow: false,
        }),
    ),
    (
        "yaml flow",
        Writing::YamlList(List {
            quotes: Quotes::Plain,
            flow: true,
        }),
    ),
    ("bibtex", Writing::Bibtex),
];

/// A token as few characters: words by their keys, the rest by what it is, and its bytes where
/// these are not the same.
fn shown(tokens: &Tokens<'_>) -> String {
    let one = |t: &field::Token| {
        let text = &tokens.source[t.span.clone()];
        let is = match &t.kind {
            Kind::Word(w) if w.key == text && !w.math => return format!("{text:?}"),
            Kind::Word(w) => format!("{:?} {:?} {}", w.key, w.class, u8::from(w.math)),
            Kind::Open(pair) => format!("<{:?}", pair.mark),
            Kind::Close(pair) => format!("{:?}>", pair.mark),
            Kind::Aside(aside) => format!("{aside:?}"),
            Kind::Break => "break".into(),
            Kind::Punctuation(c) => format!("{c:?}"),
            Kind::Tex => "tex".into(),
            Kind::Blank if text == " " => return "_".into(),
            Kind::Blank => "_".into(),
        };
        format!("{text:?}={is}")
    };
    tokens.list.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn fields() {
    let mut grid = Grid::default();
    for snippet in SNIPPETS {
        grid.title(&format!("{snippet:?}"));
        // Most writings read it as Markdown does.
        let mut seen: Vec<(String, String)> = Vec::new();
        let plain = ("arXiv", field::plain(snippet));
        let all = WRITINGS
            .iter()
            .map(|(name, w)| (*name, field::read(snippet, 0..snippet.len(), *w)));
        for (name, tokens) in std::iter::once(plain).chain(all) {
            let text = shown(&tokens);
            match seen.iter_mut().find(|(_, t)| *t == text) {
                Some((names, _)) => *names = format!("{names}, {name}"),
                None => seen.push((name.to_owned(), text)),
            }
        }
        for (names, text) in seen {
            grid.line(&format!("{names}: {text}"));
        }
    }
    grid.check("fields.txt");
}

/// A field is read the same wherever it stands.
#[test]
fn parts_of_a_source() {
    for snippet in SNIPPETS {
        for (name, writing) in WRITINGS {
            let source = format!("x\n\n{snippet}\n\ny");
            let inner = field::read(&source, 3..3 + snippet.len(), *writing);
            let alone = field::read(snippet, 0..snippet.len(), *writing);
            assert_eq!(shown(&inner), shown(&alone), "{name}: {snippet:?}");
        }
    }
}
