//! The fields of YAML front matter with their bytes. Reads what pages have on their first level;
//! knows no papers.

use crate::list::entry::{List, Quotes};
use crate::list::raw;
use std::ops::Range;

/// A field of the first level.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its key, in lower case.
    pub key: String,
    /// From its key to the end of its last line.
    pub lines: Range<usize>,
    /// What it holds.
    pub value: YamlValue,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub enum YamlValue {
    /// Nothing; where a value would stand.
    Nothing(usize),
    /// A scalar, without its quotes.
    Scalar(Range<usize>, Quotes),
    /// A list of scalars: from the first one to the last, quotes included.
    List(Range<usize>, List),
    /// Something else.
    Other,
}

/// The fields of a block between `---` lines; `None` where it is no map, or a plain scalar in it is
/// none.
pub fn fields(source: &str, front: &Range<usize>) -> Option<Vec<Field>> {
    let mut out: Vec<(String, Range<usize>, usize)> = Vec::new();
    let mut at = front.start;
    for line in source[front.clone()].split_inclusive('\n') {
        let (start, text) = (at, line.trim_end());
        at += line.len();
        let first = text.chars().next();
        if matches!(first, None | Some('#')) || text == "---" || text == "..." {
            continue;
        }
        let end = start + text.len();
        if matches!(first, Some(' ' | '\t' | '-')) {
            out.last_mut()?.1.end = end;
            continue;
        }
        let (key, rest) = text.split_once(':')?;
        if !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
            return None;
        }
        out.push((
            key.trim_matches(['"', '\'', ' ']).to_lowercase(),
            start..end,
            start + key.len() + 1,
        ));
    }
    let field = |(key, lines, at): (String, Range<usize>, usize)| {
        let value = read_value(source, at..lines.end)?;
        Some(Field { key, lines, value })
    };
    out.into_iter().map(field).collect()
}

/// What stands behind a key; `None` where it is no YAML.
fn read_value(source: &str, extent: Range<usize>) -> Option<YamlValue> {
    let text = &source[extent.clone()];
    let value = text.trim();
    let start = extent.start + text.len() - text.trim_start().len();
    let inside = |len: usize| start + 1..start + len - 1;
    Some(match value.chars().next() {
        None => YamlValue::Nothing(extent.start),
        Some('#') if !value.contains('\n') => YamlValue::Other,
        Some('"') => YamlValue::Scalar(inside(closed(value, '"')?), Quotes::Double),
        Some('\'') => YamlValue::Scalar(inside(closed(value, '\'')?), Quotes::Single),
        Some('|' | '>') => block(value).map_or(YamlValue::Other, |r| {
            YamlValue::Scalar(start + r.start..start + r.end, Quotes::Block)
        }),
        Some('[') => flow_list(source, start, value),
        Some('-') if text.trim_start_matches([' ', '\t', '\r']).starts_with('\n') => {
            block_list(source, start, value)
        }
        Some('{' | '&' | '*' | '!' | '%' | '@' | '`' | '#' | '-' | '?') => YamlValue::Other,
        Some(_) if text.trim_start_matches([' ', '\t', '\r']).starts_with('\n') => YamlValue::Other,
        Some(_) => YamlValue::Scalar(start..start + plain(value)?, Quotes::Plain),
    })
}

/// The length of a quoted scalar that takes all of a text, but for a comment behind it.
fn closed(value: &str, quote: char) -> Option<usize> {
    let mut chars = value.char_indices().skip(1).peekable();
    while let Some((i, c)) = chars.next() {
        let doubled = chars.peek().is_some_and(|(_, n)| *n == quote);
        if quote == '"' && c == '\\' || quote == '\'' && c == quote && doubled {
            chars.next();
        } else if c == quote {
            let rest = value[i + 1..].trim_start();
            return (rest.is_empty() || rest.starts_with('#')).then_some(i + 1);
        }
    }
    None
}

/// The text of a block scalar; `None` where it has none.
fn block(value: &str) -> Option<Range<usize>> {
    let (head, text) = value.split_once('\n')?;
    let start = head.len() + 1 + text.len() - text.trim_start().len();
    (start < value.len()).then_some(start..value.len())
}

/// The length of a plain scalar without the comment behind it; `None` where it is none.
fn plain(value: &str) -> Option<usize> {
    let text = match value.find(" #") {
        Some(at) if !value.contains('\n') => value[..at].trim_end(),
        Some(_) => return None,
        None => value,
    };
    let is_plain = !text.contains(": ") && !text.contains(":\n") && !text.ends_with(':');
    is_plain.then_some(text.len())
}

fn flow_list(source: &str, start: usize, value: &str) -> YamlValue {
    let Some(end) = value.rfind(']') else {
        return YamlValue::Other;
    };
    let rest = value[end + 1..].trim_start();
    let inner = &value[1..end];
    if !(rest.is_empty() || rest.starts_with('#')) || inner.contains(['[', '{', '\n']) {
        return YamlValue::Other;
    }
    list(source, start + 1..start + end, true)
}

fn block_list(source: &str, start: usize, value: &str) -> YamlValue {
    let lead = |line: &str| line.len() - line.trim_start().len();
    let before = source[..start]
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .len();
    let mut lines = value
        .split('\n')
        .enumerate()
        .map(|(i, l)| (if i == 0 { before } else { lead(l) }, l.trim()));
    let is_item = |(indent, line): (usize, &str)| {
        indent == before && line.strip_prefix("- ").is_some_and(|i| is_scalar(i.trim()))
    };
    if !lines.all(is_item) {
        return YamlValue::Other;
    }
    list(source, start..start + value.len(), false)
}

/// Whether an item is a scalar, plain or in quotes, without a comment.
fn is_scalar(item: &str) -> bool {
    match item.chars().next() {
        Some(quote @ ('"' | '\'')) => closed(item, quote) == Some(item.len()),
        Some('[' | '{' | '&' | '*' | '!' | '%' | '@' | '`' | '#' | '-' | '|' | '>') | None => false,
        Some(_) => plain(item) == Some(item.len()),
    }
}

fn list(source: &str, extent: Range<usize>, flow: bool) -> YamlValue {
    let items = raw::yaml_items(&source[extent.clone()], flow);
    let (Some(first), Some(last)) = (items.first(), items.last()) else {
        return YamlValue::List(
            extent.start..extent.start,
            List {
                quotes: Quotes::Plain,
                flow,
            },
        );
    };
    let quotes = raw::unquoted(&source[extent.clone()][first.clone()]).1;
    YamlValue::List(
        extent.start + first.start..extent.start + last.end,
        List { quotes, flow },
    )
}
