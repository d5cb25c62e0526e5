//! Random texts, rich in what Markdown, TeX, HTML and terminals take for more than text. Checks
//! nothing itself.

use proptest::prelude::*;

/// Pieces that mean something somewhere.
const SPECIAL: &[&str] = &[
    "\\",
    "*",
    "**",
    "_",
    "__",
    "`",
    "``",
    "```",
    "[",
    "]",
    "](",
    "[x](y)",
    "![",
    "(",
    ")",
    "<",
    ">",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<!-- arxsync: keep -->",
    "&",
    "&amp;",
    "&lt;",
    "&#64;",
    "$",
    "$$",
    "$x_1$",
    "$\\alpha$",
    "~",
    "~~",
    "|",
    "#",
    "# ",
    "- ",
    "+ ",
    "1. ",
    "> ",
    "---",
    "===",
    ":",
    "\"",
    "'",
    "''",
    "--",
    "…",
    "{",
    "}",
    "^",
    "_{i}",
    "\\%",
    "\\_",
    "\\&",
    "\\$",
    "\\'e",
    "\\\"{o}",
    "\\alpha",
    "\\emph{a}",
    "\\url{https://e.org/a_b} ",
    "https://e.org/a_b ",
    "www.e.org",
    "a@e.org",
    "@a",
    "#1",
    "**Authors**: ",
    "Abstract: ",
    "this https URL",
    "\t",
    "\n",
    "\r\n",
    "\n\n",
    "\n# ",
    "\n- ",
    "\n\n    ",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{ad}",
    "\u{7}",
    "\u{1b}[2J",
    "\u{9b}31m",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    "é",
    "e\u{301}",
    "ß",
    "α",
    "漢字",
    "：",
    "，",
    "😀",
    "ﬁ",
];

/// Text of words and special pieces.
pub fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-z]{1,4}",
        2 => Just(" ".to_owned()),
        4 => proptest::sample::select(SPECIAL).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Lines of Markdown, as lists have them and as they do not.
pub fn markdown() -> impl Strategy<Value = String> {
    const LINES: &[&str] = &[
        "1. **A Title of Words**",
        "- **B**",
        "### [C](https://arxiv.org/abs/2401.90001)",
        "**D**",
        "    **Paper**: [https://arxiv.org/abs/2401.90001](https://arxiv.org/abs/2401.90001)",
        "  - Paper: <https://arxiv.org/abs/hep-th/9901001v2>",
        "    **Abstract**: words, $x$ and `code`",
        "  - Abstract:",
        "    **Authors**: A Bc, D Ef",
        "Authors: --.",
        "作者：甲、乙",
        "<!-- **Brief**: -->",
        "<!-- arxsync: keep -->",
        "<!--",
        "-->",
        "```",
        "| a | b |",
        "| - | - |",
        "---",
        "> ",
        "<details>",
        "[ref]: https://arxiv.org/abs/2401.90002",
        "",
        "",
        "\t",
    ];
    let line = prop_oneof![
        3 => proptest::sample::select(LINES).prop_map(str::to_owned),
        1 => text(),
    ];
    let end = prop_oneof![5 => Just("\n"), 1 => Just("\r\n"), 1 => Just("  \n"), 1 => Just("")];
    let start = prop_oneof![5 => Just(""), 1 => Just("\u{feff}")];
    let lines = proptest::collection::vec((line, end), 0..24);
    (start, lines).prop_map(|(start, lines)| {
        let lines = lines.into_iter().map(|(line, end)| line + end);
        start.to_owned() + &lines.collect::<String>()
    })
}

/// A text without the characters that must not get into a list.
pub fn without_invisible(text: &str) -> String {
    let invisible = |c: char| {
        c.is_control() && !c.is_whitespace()
            || "\u{ad}\u{61c}\u{feff}".contains(c)
            || ('\u{200b}'..='\u{200f}').contains(&c)
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2060}'..='\u{206f}').contains(&c)
            || ('\u{e0000}'..='\u{e007f}').contains(&c)
    };
    text.chars().filter(|&c| !invisible(c)).collect()
}
