//! An address of arXiv's written in the form in which the list writes addresses: `<x>`, `[x](x)`,
//! `[this https URL](x)`. It does not decide whether.

use super::explain::Comparison;
use super::text::Text;
use crate::list::entry::Writing;
use crate::list::field::{self, Class};
use crate::text::url;
use std::ops::Range;

/// What is written for an address.
pub(super) struct Form {
    /// The token of arXiv's address.
    pub token: usize,
    /// What is written for it.
    pub text: String,
}

/// The form of arXiv's address where it takes the place of one of the list's; `None` where the list
/// writes addresses as they are.
pub(super) fn form(
    of: &Comparison<'_, '_>,
    list: &Range<usize>,
    arxiv: &Range<usize>,
    writing: Writing,
) -> Option<Form> {
    let (ours, theirs) = (only(of.list, list)?, only(of.arxiv, arxiv)?);
    let is_address = |text: &Text<'_>, i: usize| text.word(i).class == Class::Address;
    if !is_address(of.arxiv, theirs) {
        return None;
    }
    let model = if is_address(of.list, ours) {
        ours
    } else {
        (0..of.list.len()).find(|i| is_address(of.list, *i))?
    };
    let token = of.arxiv.at[theirs];
    let address = bare(of.arxiv.tokens.text(token));
    let like = of.list.tokens.text(of.list.at[model]);
    let text = in_form(like, &of.list.word(model).key, &address)?;
    let read = field::read(&text, 0..text.len(), writing);
    let reads_back = match &read.list[..] {
        [token] => token.word().map(|w| &w.key) == Some(&of.arxiv.word(theirs).key),
        _ => false,
    };
    reads_back.then_some(Form { token, text })
}

/// The only address, lost or not, among some words.
fn only(text: &Text<'_>, words: &Range<usize>) -> Option<usize> {
    let is_address = |i: &usize| matches!(text.word(*i).class, Class::Address | Class::LostAddress);
    let mut found = words.clone().filter(is_address);
    found.next().filter(|_| found.next().is_none())
}

/// An address without TeX's command and escapes.
fn bare(text: &str) -> String {
    let start = text.find("http").unwrap_or(0);
    let end = text[start..].find('}').map_or(text.len(), |i| start + i);
    text[start..end].replace('\\', "")
}

/// A list's form of one address with another in its place; `None` where it is the address alone.
fn in_form(like: &str, key: &str, address: &str) -> Option<String> {
    if !like.contains(['[', '<', '{']) {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || ")]><}\"'`".contains(c);
    let (mut out, mut rest, mut any) = (String::new(), like, false);
    while let Some(c) = rest.chars().next() {
        let written = &rest[..rest.find(ends).unwrap_or(rest.len())];
        let written = written.trim_end_matches('\\');
        let starts = ["http://", "https://", "www."]
            .iter()
            .any(|s| rest.starts_with(s));
        if starts && url::key_of(&written.replace('\\', "")) == key {
            out.push_str(address);
            rest = &rest[written.len()..];
            any = true;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    any.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_addresses() {
        let check = |like: &str, expected: Option<&str>| {
            let found = in_form(like, "url:old.org/a_b", "https://new.org/c");
            assert_eq!(found.as_deref(), expected, "{like}");
        };
        check("https://old.org/a_b", None);
        check("<https://old.org/a_b>", Some("<https://new.org/c>"));
        check(
            "[this https URL](http://www.old.org/a_b/)",
            Some("[this https URL](https://new.org/c)"),
        );
        check(
            r"[https://old.org/a\_b](https://old.org/a_b)",
            Some("[https://new.org/c](https://new.org/c)"),
        );
        check(
            r#"<a href=\"https://old.org/a_b\">https://old.org/a_b</a>"#,
            Some(r#"<a href=\"https://new.org/c\">https://new.org/c</a>"#),
        );
        check(
            r"\url{https://old.org/a\_b}",
            Some(r"\url{https://new.org/c}"),
        );
        check("[x](https://else.org)", None);
    }
}
