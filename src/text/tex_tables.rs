//! What TeX commands stand for: letters, symbols, fonts. Tables only.

/// Accent commands that are one character, and the combining character they put on the next letter.
pub(super) fn accent(command: char) -> Option<char> {
    Some(match command {
        '\'' => '\u{301}',
        '`' => '\u{300}',
        '^' => '\u{302}',
        '"' => '\u{308}',
        '~' => '\u{303}',
        '=' => '\u{304}',
        '.' => '\u{307}',
        'c' => '\u{327}',
        'v' => '\u{30c}',
        'u' => '\u{306}',
        'H' => '\u{30b}',
        'r' => '\u{30a}',
        'k' => '\u{328}',
        'd' => '\u{323}',
        'b' => '\u{331}',
        _ => return None,
    })
}

/// Whether a punctuation accent written without braces is taken for TeX on this letter.
///
/// Markdown escapes look the same (`model\'s`, `example\.com`, `\~word`): only letters that carry
/// the accent in a living language count.
pub(super) fn takes_bare_accent(command: char, letter: char) -> bool {
    let letters = match command {
        '\'' => "aeiouycnszrlAEIOUYCNSZRL",
        '`' => "aeiounAEIOUN",
        '^' => "aeioucghjswyAEIOUCGHJSWY",
        '"' => "aeiouyAEIOUY",
        '~' => "anoieuANOIEU",
        '=' => "aeiouAEIOU",
        '.' => "zZI",
        _ => "",
    };
    letters.contains(letter)
}

/// Letters and symbols that commands stand for, sorted by name.
const SYMBOLS: &[(&str, &str)] = &[
    ("AA", "Å"),
    ("AE", "Æ"),
    ("DH", "Ð"),
    ("DJ", "Đ"),
    ("Delta", "Δ"),
    ("Gamma", "Γ"),
    ("L", "Ł"),
    ("Lambda", "Λ"),
    ("NG", "Ŋ"),
    ("O", "Ø"),
    ("OE", "Œ"),
    ("Omega", "Ω"),
    ("P", "¶"),
    ("Phi", "Φ"),
    ("Pi", "Π"),
    ("Psi", "Ψ"),
    ("S", "§"),
    ("Sigma", "Σ"),
    ("TH", "Þ"),
    ("Theta", "Θ"),
    ("Upsilon", "Υ"),
    ("Xi", "Ξ"),
    ("aa", "å"),
    ("ae", "æ"),
    ("alpha", "α"),
    ("approx", "≈"),
    ("ast", "*"),
    ("beta", "β"),
    ("bullet", "•"),
    ("cdot", "·"),
    ("cdots", "..."),
    ("chi", "χ"),
    ("circ", "°"),
    ("copyright", "©"),
    ("dag", "†"),
    ("dagger", "†"),
    ("ddag", "‡"),
    ("deg", "°"),
    ("degree", "°"),
    ("delta", "δ"),
    ("dh", "ð"),
    ("div", "÷"),
    ("dj", "đ"),
    ("dots", "..."),
    ("ell", "l"),
    ("epsilon", "ε"),
    ("eta", "η"),
    ("exists", "∃"),
    ("forall", "∀"),
    ("gamma", "γ"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("geqslant", "≥"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("hbar", "ℏ"),
    ("i", "i"),
    ("imath", "i"),
    ("in", "∈"),
    ("infty", "∞"),
    ("int", "∫"),
    ("iota", "ι"),
    ("j", "j"),
    ("jmath", "j"),
    ("kappa", "κ"),
    ("l", "ł"),
    ("lambda", "λ"),
    ("langle", "⟨"),
    ("ldots", "..."),
    ("le", "≤"),
    ("leftarrow", "←"),
    ("leq", "≤"),
    ("leqslant", "≤"),
    ("lq", "'"),
    ("mp", "∓"),
    ("mu", "μ"),
    ("nabla", "∇"),
    ("ne", "≠"),
    ("neq", "≠"),
    ("ng", "ŋ"),
    ("nu", "ν"),
    ("o", "ø"),
    ("odot", "⊙"),
    ("oe", "œ"),
    ("omega", "ω"),
    ("oplus", "⊕"),
    ("otimes", "⊗"),
    ("partial", "∂"),
    ("phi", "φ"),
    ("pi", "π"),
    ("pm", "±"),
    ("pounds", "£"),
    ("prod", "∏"),
    ("propto", "∝"),
    ("psi", "ψ"),
    ("rangle", "⟩"),
    ("rho", "ρ"),
    ("rightarrow", "→"),
    ("rq", "'"),
    ("sigma", "σ"),
    ("sim", "~"),
    ("simeq", "≃"),
    ("sqrt", "√"),
    ("ss", "ß"),
    ("subset", "⊂"),
    ("subseteq", "⊆"),
    ("sum", "∑"),
    ("tau", "τ"),
    ("textasciitilde", "~"),
    ("textbackslash", ""),
    ("textdegree", "°"),
    ("textemdash", "-"),
    ("textendash", "-"),
    ("textquotesingle", "'"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("textunderscore", "_"),
    ("th", "þ"),
    ("theta", "θ"),
    ("tilde", "~"),
    ("times", "×"),
    ("to", "→"),
    ("uparrow", "↑"),
    ("upsilon", "υ"),
    ("varepsilon", "ε"),
    ("varphi", "φ"),
    ("varsigma", "ς"),
    ("vartheta", "θ"),
    ("xi", "ξ"),
    ("zeta", "ζ"),
];

/// The text that a command stands for.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    SYMBOLS
        .binary_search_by_key(&name, |(key, _)| key)
        .ok()
        .map(|i| SYMBOLS[i].1)
}

/// Commands for signs of running text, which arXiv shows as such outside of mathematics too.
pub(super) fn is_sign(name: &str) -> bool {
    matches!(
        name,
        "P" | "S"
            | "copyright"
            | "dag"
            | "dagger"
            | "ddag"
            | "deg"
            | "degree"
            | "guillemotleft"
            | "guillemotright"
            | "pounds"
            | "textdegree"
    )
}

/// Commands that only decorate their argument, or only space it.
pub(super) fn is_decoration(name: &str) -> bool {
    matches!(
        name,
        "bf" | "bm"
            | "boldsymbol"
            | "cal"
            | "displaystyle"
            | "em"
            | "emph"
            | "ensuremath"
            | "it"
            | "left"
            | "mathbb"
            | "mathbf"
            | "mathcal"
            | "mathfrak"
            | "mathit"
            | "mathrm"
            | "mathscr"
            | "mathsf"
            | "mathtt"
            | "mbox"
            | "noindent"
            | "operatorname"
            | "quad"
            | "qquad"
            | "right"
            | "rm"
            | "sc"
            | "scriptsize"
            | "sf"
            | "sl"
            | "small"
            | "text"
            | "textbf"
            | "textit"
            | "textmd"
            | "textnormal"
            | "textrm"
            | "textsc"
            | "textsf"
            | "textsl"
            | "textsubscript"
            | "textsuperscript"
            | "texttt"
            | "textup"
            | "tt"
            | "underline"
            | "uline"
            | "url"
            | "xspace"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_so_that_it_can_be_searched() {
        assert!(SYMBOLS.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(symbol("alpha"), Some("α"));
        assert_eq!(symbol("alphabet"), None);
    }
}
