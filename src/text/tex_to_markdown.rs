//! TeX in running text as a reader of Markdown wants it: accents, symbols and fonts become
//! characters, `$math$` stays TeX.
//!
//! For writing, where [`super::tex`] is for comparing; both read the same words. Escaping for the
//! place in the list is not done here.

use super::glyph::Glyphs;
use super::tex;
use super::tex_tables::{accent, is_decoration, is_sign, symbol};
use std::borrow::Cow;

/// The text with the TeX of its prose replaced by what it stands for. Commands without a known
/// meaning stay as they are.
pub fn tex_to_markdown(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '{', '}']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((prose, math)) = next_math(rest) {
        out.push_str(&readable_prose(prose));
        out.push_str(math);
        rest = &rest[prose.len() + math.len()..];
    }
    out.push_str(&readable_prose(rest));
    Cow::Owned(out)
}

/// The text up to the next math, and that with its marks. A dollar without a partner is money.
fn next_math(text: &str) -> Option<(&str, &str)> {
    const MARKS: [(&str, &str); 4] = [("$$", "$$"), ("$", "$"), ("\\[", "\\]"), ("\\(", "\\)")];
    let is_free = |at: usize| !text[..at].ends_with('\\');
    let find = |mark: &str, from: usize| {
        let mut found = text[from..].match_indices(mark).map(|(i, _)| from + i);
        found.find(|&at| is_free(at))
    };
    let math = MARKS.iter().filter_map(|(open, close)| {
        let start = find(open, 0)?;
        Some((start, find(close, start + open.len())? + close.len()))
    });
    let (open, end) = math.min_by_key(|(start, _)| *start)?;
    Some((&text[..open], &text[open..end]))
}

fn readable_prose(prose: &str) -> String {
    let (mut out, mut known, mut rest) = (String::new(), String::new(), prose);
    while let Some(at) = next_sign(rest) {
        known.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(inner) = free_group(&known, rest) {
            push_folded(&std::mem::take(&mut known), &mut out);
            out.push_str(&format!("{{{}}}", readable_prose(inner)));
            rest = &rest[inner.len() + 2..];
            continue;
        }
        if let Some(behind) = rest.strip_prefix('{') {
            known.push('{');
            rest = behind;
            continue;
        }
        let (len, is_known) = script(rest)
            .or_else(|| kept(rest))
            .map_or((command(rest).len(), true), |len| (len, false));
        let (written, behind) = rest.split_at(len);
        if is_known {
            known.push_str(written);
        } else {
            push_folded(&std::mem::take(&mut known), &mut out);
            let protected = ["\\$", "\\{", "\\}"].contains(&written);
            out.push_str(&written[usize::from(protected)..]);
        }
        rest = behind;
    }
    known.push_str(rest);
    push_folded(&known, &mut out);
    out
}

/// Where a command, a dollar, or a group that is raised or lowered begins.
fn next_sign(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_sign = |(i, byte): (usize, &u8)| match byte {
        b'\\' | b'$' | b'{' => true,
        b'^' | b'_' => bytes.get(i + 1) == Some(&b'{'),
        _ => false,
    };
    bytes.iter().enumerate().position(is_sign)
}

/// The inside of the braces that a text begins with, where they are no TeX but stand for themselves
/// (`{0, 1}`): around no command, and beside no letter.
fn free_group<'t>(before: &str, text: &'t str) -> Option<&'t str> {
    let group = group(text)?;
    let inner = &group[1..group.len() - 1];
    let behind = text[group.len()..].chars().next();
    let is_beside =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "\\}^_'`\"~=.".contains(c));
    let is_bound =
        is_beside(before.chars().next_back()) || behind.is_some_and(char::is_alphanumeric);
    (!is_bound && !inner.is_empty() && !inner.starts_with(['\\', '{'])).then_some(inner)
}

/// How many bytes a raised or lowered group has: `a_{ij}` is mathematics without dollars, and means
/// something else without braces.
fn script(text: &str) -> Option<usize> {
    let behind = text.strip_prefix(['^', '_'])?;
    Some(1 + group(behind)?.len())
}

/// How many bytes at a backslash or a lone dollar are not folded: a command without a known meaning
/// with its arguments, a dollar, a protected brace.
fn kept(text: &str) -> Option<usize> {
    let protected = text.strip_prefix('\\').unwrap_or(text);
    if protected.starts_with(['$', '{', '}']) {
        return Some(text.len() - protected.len() + 1);
    }
    let name = &command(text)[1..];
    let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_accent = name.len() == 1 && name.chars().next().and_then(accent).is_some();
    // Letters and signs are shown as arXiv's own rendering shows them, and other symbols of
    // mathematics left as it leaves them.
    let is_text = |c: char| c.is_alphabetic() && c < '\u{400}';
    let is_letter = || name != "ell" && symbol(name).is_some_and(|s| s.chars().all(is_text));
    let mut end = 1 + name.len();
    // `\deg(v)` is a function.
    let is_sign = is_sign(name) && !text[end..].starts_with('(');
    if !is_word || is_accent || is_decoration(name) || is_letter() || is_sign {
        return None;
    }
    while let Some(group) = group(&text[end..]) {
        end += group.len();
    }
    Some(end)
}

/// The backslash and the command's name, or the one character that it protects.
fn command(text: &str) -> &str {
    let letters = text[1..]
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let one = text[1..].chars().next().map_or(0, char::len_utf8);
    &text[..1 + letters.max(one)]
}

/// A longer argument is none, so that many unclosed braces cost little.
const LONGEST_GROUP: usize = 10_000;

/// The `{…}` at the beginning of a text.
fn group(text: &str) -> Option<&str> {
    if !text.starts_with('{') {
        return None;
    }
    let mut depth = 0_usize;
    let end = text.bytes().take(LONGEST_GROUP).position(|b| {
        depth += usize::from(b == b'{');
        depth -= usize::from(b == b'}');
        depth == 0
    })?;
    Some(&text[..=end])
}

fn push_folded(text: &str, out: &mut String) {
    let text = tex::fold(&Glyphs::plain(text)).text();
    // The brace that ended a command's name may be gone: `{\foo}bar`.
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if letter(out.chars().next_back()) && letter(text.chars().next()) {
        out.push(' ');
    }
    out.push_str(&text);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(tex_to_markdown(text), expected, "{text}");
    }

    #[test]
    fn braces_that_are_no_tex_stay() {
        check(
            "the set {0, 1} of pairs {(k,m), (k+d,m)}.",
            "the set {0, 1} of pairs {(k,m), (k+d,m)}.",
        );
        check(
            r"a {\it new} {O}ne and Poincar{\'e}",
            "a  new One and Poincaré",
        );
    }

    #[test]
    fn prose_becomes_characters_and_math_stays() {
        check(r#"Schr\"odinger's {\L}ukasz"#, "Schrödinger's Łukasz");
        check(r"\emph{not} \textbf{so} 90\% of R\&D", "not so 90% of R&D");
        check(
            r"$\frac{\lambda}{\theta}$ by M\'ery",
            r"$\frac{\lambda}{\theta}$ by Méry",
        );
        check(r"$$\alpha$$ {A}daptive", r"$$\alpha$$ Adaptive");
        check(
            r"so \[\left\{\frac{1}{2}\right\}\] and \{x\}",
            r"so \[\left\{\frac{1}{2}\right\}\] and {x}",
        );
        check(r"costs \$5 and $6 more \'e", r"costs $5 and $6 more é");
        check(r"the \alpha particle", "the α particle");
        check(
            r"360{\deg} images at 20\deg C, \S 2",
            "360° images at 20° C, § 2",
        );
        check(r"where \deg(v) \circ f", r"where \deg(v) \circ f");
        check(r"see \cite{a{b}c} \to \foo", r"see \cite{a{b}c} \to \foo");
        check(
            r"so \sum_{j=1}^n a_{ij} on D^{\times}",
            r"so \sum_{j=1}^n a_{ij} on D^{\times}",
        );
        check("x_{i^{2}} of {O}ne y_{", "x_{i^{2}} of One y_");
        check(r"w and \ell which", r"w and \ell which");
        check("plain text $x$", "plain text $x$");
        check("ends in \\", "ends in ");
    }
}
