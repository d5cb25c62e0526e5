//! TeX in running text as a reader of Markdown wants it: accents, symbols and fonts become characters, `$math$` stays TeX.
//!
//! For writing, where [`super::tex`] is for comparing; both read the same words. Escaping for the place in the list is not
//! done here.

use super::glyph::Glyphs;
use super::tex;
use super::tex_tables::{accent, is_dress, symbol};
use std::borrow::Cow;

/// The text with the TeX of its prose replaced by what it stands for. Commands without a known meaning stay as they are.
pub fn readable(text: &str) -> Cow<'_, str> {
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

/// The text up to the next `$math$`, and that, dollars included. A dollar without a partner is money.
fn next_math(text: &str) -> Option<(&str, &str)> {
    let dollar = |from: usize| {
        let at = |(i, _): &(usize, &str)| !text[..from + i].ends_with('\\');
        text[from..]
            .match_indices('$')
            .find(at)
            .map(|(i, _)| from + i)
    };
    let open = dollar(0)?;
    // `$$display$$`
    let inside = open + 1 + usize::from(text[open + 1..].starts_with('$'));
    let close = dollar(inside)? + 1;
    let end = close + usize::from(inside > open + 1 && text[close..].starts_with('$'));
    Some((&text[..open], &text[open..end]))
}

fn readable_prose(prose: &str) -> String {
    let (mut out, mut known, mut rest) = (String::new(), String::new(), prose);
    while let Some(at) = rest.find(['\\', '$']) {
        known.push_str(&rest[..at]);
        rest = &rest[at..];
        let (len, is_known) = kept(rest).map_or((command(rest).len(), true), |len| (len, false));
        let (written, behind) = rest.split_at(len);
        if is_known {
            known.push_str(written);
        } else {
            out.push_str(&folded(&std::mem::take(&mut known)));
            out.push_str(if written == "\\$" { "$" } else { written });
        }
        rest = behind;
    }
    known.push_str(rest);
    out.push_str(&folded(&known));
    out
}

/// How many bytes at a backslash or a lone dollar are not folded: a command without a known meaning with its arguments, or a dollar.
fn kept(text: &str) -> Option<usize> {
    if text.starts_with("\\$") || text.starts_with('$') {
        return text.find('$').map(|i| i + 1);
    }
    let name = &command(text)[1..];
    let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_accent = name.len() == 1 && name.chars().next().and_then(accent).is_some();
    // Symbols of mathematics outside of math are left as arXiv's own rendering leaves them.
    let is_letter = || symbol(name).is_some_and(|s| s.chars().all(char::is_alphabetic));
    if !is_word || is_accent || is_dress(name) || is_letter() {
        return None;
    }
    let mut end = 1 + name.len();
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
const LONGEST_GROUP: usize = 1000;

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

fn folded(text: &str) -> String {
    tex::fold(&Glyphs::plain(text)).text()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(readable(text), expected, "{text}");
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
        check(r"costs \$5 and $6 more \'e", r"costs $5 and $6 more é");
        check(r"the \alpha particle", "the αparticle");
        check(r"see \cite{a{b}c} \to \foo", r"see \cite{a{b}c} \to \foo");
        check("plain text $x$", "plain text $x$");
        check("ends in \\", "ends in ");
    }
}
