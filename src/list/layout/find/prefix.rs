//! What stands in front of a title and is none of it: signs, numbers, dates, venues and tags in
//! brackets. One at a time; the caller goes on until nothing is left of them.

use std::ops::Range;

/// Signs that stand in front of titles: blanks, emoji, dashes, colons.
pub fn is_filler(c: char) -> bool {
    !c.is_alphanumeric()
        && !matches!(
            c,
            '"' | '“' | '‘' | '\'' | '$' | '[' | '(' | '（' | '【' | '\\' | '`' | '<' | '{'
        )
        && !matches!(c, ':' | '\u{2200}'..='\u{22ff}')
}

/// `:star:`, or a colon.
pub fn sign(text: &str) -> Option<usize> {
    let inner = text.strip_prefix(':')?;
    let word = inner.find(':').filter(|&end| {
        end > 0
            && end < 40
            && inner[..end]
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
    });
    Some(word.map_or(1, |end| end + 2))
}

/// `12. `, `2022-11-30, `, `2024: `.
pub fn number(text: &str) -> Option<usize> {
    let len = text.len()
        - text
            .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '/'))
            .len();
    let token = &text[..len];
    let is_year = len == 4 && (token.starts_with("19") || token.starts_with("20"));
    let is_date = len >= 6 && token.contains(['-', '/', '.']);
    let after = text[len..].chars().next();
    let ends = after.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ':' | ')' | '、'));
    let is_number = token.ends_with('.') && len <= 5
        || (1..=4).contains(&len) && matches!(after, Some(')' | '、' | ':'));
    (token.starts_with(|c: char| c.is_ascii_digit())
        && ends
        && (is_year && after != Some(' ') || is_date || is_number))
        .then_some(len)
}

/// `[CVPR '24]`, `(arXiv 2023)`, `【…】`; before plain text only what can hardly belong to a title.
pub fn group(text: &str, next_is_marked: bool) -> Option<usize> {
    let close = match text.chars().next()? {
        '[' => ']',
        '(' => ')',
        '（' => '）',
        '【' => '】',
        _ => return None,
    };
    let end = text.find(close)?;
    let inner = &text[..end];
    let behind = text[end + close.len_utf8()..].trim_start();
    let goes_to_mark = next_is_marked && !without_groups(behind).contains(char::is_alphanumeric);
    let has_digit = inner.contains(|c: char| c.is_ascii_digit());
    let few = inner.split_whitespace().count() <= 4;
    let is_tag = goes_to_mark || has_digit || few && close != ')' || behind.starts_with(['[', '(']);
    (is_tag && inner.len() < 120).then_some(end + close.len_utf8())
}

/// `[n]`, `(2024)`, `2024`, `[R-CNN]`.
pub fn is_tag(text: &str) -> bool {
    let text = text.trim();
    let is_group = text.starts_with('[') && text.ends_with(']')
        || text.starts_with('(') && text.ends_with(')');
    is_group || !text.contains(char::is_alphabetic)
}

/// Behind the groups with which a text begins.
fn without_groups(text: &str) -> &str {
    let mut text = text;
    while text.starts_with(['[', '(']) {
        let close = if text.starts_with('[') { ']' } else { ')' };
        let Some(end) = text.find(close) else { break };
        text = text[end + 1..].trim_start();
    }
    text
}

/// Pictures, and what joins them; `∞` and quotation marks are none.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// A title's bytes without emoji and tags in brackets that stand within its link or bold span:
/// `[[CVPR 24] A Title](…)`.
pub fn without_tags(source: &str, title: Range<usize>) -> Range<usize> {
    let is_sign = |c: char| c.is_whitespace() || is_emoji(c);
    let mut start = title.start;
    loop {
        let text = &source[start..title.end];
        let bare = text.trim_start_matches(is_sign);
        let tag = bare.strip_prefix('[').and_then(|inner| inner.find(']'));
        let len = tag.filter(|end| {
            bare[end + 2..].contains(char::is_alphanumeric)
                && bare.as_bytes().get(end + 2) == Some(&b' ')
        });
        start += text.len() - bare.len();
        match len {
            Some(end) => start += end + 2,
            None => return start..title.end,
        }
    }
}
