//! The commands of mathematics that may be written into a list. A reader's browser runs
//! mathematics: what opens an address, loads code or defines commands (`\href`, `\require`,
//! `\def`) is none, nor is what no renderer knows.

/// Whether mathematics holds known commands only.
pub(super) fn has_known_commands(math: &str) -> bool {
    let mut rest = math;
    while let Some(at) = rest.find('\\') {
        rest = &rest[at + 1..];
        let name = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if name > 0 && !is_known(&rest[..name]) {
            return false;
        }
        let skipped = rest.chars().next().map_or(0, char::len_utf8);
        rest = &rest[name.max(skipped)..];
    }
    true
}

fn is_known(name: &str) -> bool {
    COMMANDS.split_whitespace().any(|known| known == name)
}

/// Names of TeX's and AMS-LaTeX's commands for symbols, letters, fonts, sizes and spaces.
const COMMANDS: &str = "
    AA AE Bbb Big Bigg Biggl Biggr Bigl Bigm Bigr Box Delta Downarrow Gamma Huge Im L LARGE
    Lambda Large Leftarrow Leftrightarrow Longleftarrow Longleftrightarrow Longrightarrow O
    OE Omega P Phi Pi Pr Psi Re Rightarrow S Sigma Theta Uparrow Upsilon Vert Xi aa acute ae
    aleph alpha amalg angle approx approxeq arccos arcsin arctan arg ast asymp atop
    backprime backslash bar because begin beta beth bf big bigcap bigcirc bigcup bigg biggl
    biggr bigl bigm bigodot bigoplus bigotimes bigr bigsqcup bigtriangledown bigtriangleup
    biguplus bigvee bigwedge binom blacksquare bm bmod bold boldsymbol bot bowtie boxplus
    boxtimes breve bullet cal cancel cap cdot cdotp cdots cfrac check checkmark chi choose
    circ circledR circledcirc clubsuit cong coprod copyright cos cosh cot coth cr csc cup
    dagger daleth dashrightarrow dashv dbinom ddagger dddot ddot ddots deg degree delta det
    dfrac diamond diamondsuit digamma dim displaystyle div dot doteq dots dotsb dotsc dotsi
    dotsm downarrow ell emph emptyset end enspace epsilon equiv eta exists exp flat
    footnotesize forall frac frak gamma gcd ge genfrac geq geqslant gets gg ggg gimel grave
    gtrapprox gtrless gtrsim hat hbar hbox heartsuit hline hom hookleftarrow hookrightarrow
    hphantom hskip hslash hspace huge i iff iiint iint imath impliedby implies in inf infty
    injlim int iota it j jmath kappa ker kern l lVert lambda land langle large lbrace lbrack
    lceil ldots le leadsto left leftarrow leftharpoondown leftharpoonup leftrightarrow
    leftrightharpoons leftthreetimes leq leqslant lessapprox lessgtr lesssim lfloor lg lim
    liminf limits limsup ll llcorner lll ln lnot log longleftarrow longleftrightarrow
    longmapsto longrightarrow lor lrcorner ltimes lvert maltese mapsto mathbb mathbf mathbin
    mathcal mathclose mathfrak mathinner mathit mathnormal mathop mathopen mathord mathpunct
    mathrel mathring mathrm mathscr mathsf mathstrut mathtt max mbox measuredangle medspace
    mid middle min mkern mod models mp mskip mu nabla natural ncong ne nearrow neg
    negthinspace neq nexists ngeq ngtr ni nleq nless nmid nolimits nonumber normalsize not
    notin nparallel nsim nu nwarrow o odot oe oint omega omicron ominus operatorname oplus
    oslash otimes over overbrace overleftarrow overleftrightarrow overline overrightarrow
    overset owns parallel partial perp phantom phi pi pm pmb pmod pod prec preceq prime prod
    projlim propto psi qquad quad rVert rangle rbrace rbrack rceil rfloor rho right
    rightarrow rightarrowtail rightharpoondown rightharpoonup rightleftharpoons
    rightsquigarrow rightthreetimes rm root rtimes rvert scr scriptscriptstyle scriptsize
    scriptstyle searrow sec setminus sf sharp sigma sim simeq sin sinh small smallsetminus
    smash spadesuit sqcap sqcup sqrt sqsubset sqsubseteq sqsupset sqsupseteq square ss
    stackrel star strut subset subseteq subsetneq substack succ succeq sum sup supset
    supseteq supsetneq swarrow tag tan tanh tau tbinom text textbf textit textmd textnormal
    textrm textsc textsf textstyle texttt textup tfrac therefore theta thickspace thinspace
    tilde times tiny to top triangle triangleleft trianglelefteq triangleright
    trianglerighteq tt twoheadrightarrow ulcorner underbrace underline underset uparrow
    updownarrow uplus upsilon urcorner vDash varepsilon varinjlim varkappa varliminf
    varlimsup varnothing varphi varpi varprojlim varrho varsigma vartheta vdash vdots vec
    vee vert vphantom wedge widehat widetilde wp wr xi xleftarrow xrightarrow zeta
";

#[cfg(test)]
mod tests {
    use super::has_known_commands;

    #[test]
    fn only_known_commands_are_mathematics() {
        for math in [r"$\frac{\alpha}{2} \leq x_1 \\ \{y\}$", "$x$", r"$\"] {
            assert!(has_known_commands(math), "{math}");
        }
        for math in [
            r"$\href{javascript:alert(1)}{x}$",
            r"$\require{x} y$",
            r"$\def\x{}$",
        ] {
            assert!(!has_known_commands(math), "{math}");
        }
    }
}
