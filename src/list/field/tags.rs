//! HTML tags and comments in a field: what is one, and what it does to the text. No tree: `pairs`
//! finds the partners.

use crate::text::glyph::Glyph;
use compact_str::CompactString;

/// A tag that was found.
pub(super) struct Tag {
    /// How many characters write it.
    pub len: usize,
    /// Its name in lower case.
    pub name: CompactString,
    /// `</x>`
    pub closes: bool,
    /// `<x/>`, or an element that has no content (HTML 13.1.2).
    pub is_void: bool,
    /// Where its `href` leads.
    pub href: Option<String>,
}

/// The longest tag that is looked for, in characters.
const LONGEST: usize = 2000;

/// Elements that have no content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "param",
];

/// The elements that HTML shows as blocks, in the order of the alphabet.
const BLOCKS: [&str; 45] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "tr",
    "ul",
];

/// Whether HTML shows an element as a block.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.binary_search(&name).is_ok()
}

/// The elements that HTML knows, apart from those without content, in the order of the alphabet.
const KNOWN: [&str; 104] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "html",
    "i",
    "iframe",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "main",
    "map",
    "mark",
    "menu",
    "meter",
    "nav",
    "nobr",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "select",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "xmp",
];

/// The tag that starts here; `is_closed` says whether the text closes an element of this name
/// somewhere.
pub(super) fn at(text: &[Glyph], is_closed: impl Fn(&str) -> bool) -> Option<Tag> {
    let closes = text.get(1)?.c == '/';
    let name_at = 1 + usize::from(closes);
    let is_name = |g: &&Glyph| g.c.is_ascii_alphanumeric() || matches!(g.c, '-' | ':');
    let name = text[name_at.min(text.len())..].iter().take_while(is_name);
    let name: String = name.map(|g| g.c.to_ascii_lowercase()).collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let behind = name_at + name.len();
    let after = text.get(behind)?.c;
    if !(after == '>' || after == '/' || after.is_whitespace()) {
        return None;
    }
    let end = behind + attributes(&text[behind..])?;
    let is_void = VOID.contains(&name.as_str());
    if !is_void && KNOWN.binary_search(&name.as_str()).is_err() && !is_closed(&name) {
        return None;
    }
    Some(Tag {
        len: end + 1,
        closes,
        is_void: is_void || text[end - 1].c == '/',
        href: (name == "a" && !closes)
            .then(|| attribute(&text[behind..end], "href"))
            .flatten(),
        name: name.into(),
    })
}

/// Where the tag's `>` is, quoted values passed over.
fn attributes(text: &[Glyph]) -> Option<usize> {
    let mut quote = None;
    for (i, g) in text.iter().enumerate().take(LONGEST) {
        match g.c {
            c if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(g.c),
            '>' if quote.is_none() => return Some(i),
            '<' if quote.is_none() => return None,
            _ => {}
        }
    }
    None
}

/// The value of an attribute.
fn attribute(text: &[Glyph], name: &str) -> Option<String> {
    let text: String = text.iter().map(|g| g.c).collect();
    let at = text.to_ascii_lowercase().find(&format!("{name}="))? + name.len() + 1;
    let value = &text[at..];
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(char::is_whitespace).next()?,
    };
    Some(value.to_owned())
}

/// The names of the elements that a text closes.
pub(super) fn closed(text: &[Glyph]) -> Vec<String> {
    let mut out = Vec::new();
    for (i, pair) in text.windows(2).enumerate() {
        if pair[0].c == '<' && pair[1].c == '/' {
            let name = text[i + 2..].iter().map(|g| g.c);
            let name = name.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ':'));
            out.push(name.map(|c| c.to_ascii_lowercase()).collect());
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The length of the comment that starts here.
pub(super) fn comment(text: &[Glyph]) -> Option<usize> {
    let starts = |at: usize, s: &str| s.chars().eq(text[at..].iter().map(|g| g.c).take(s.len()));
    if !starts(0, "<!--") {
        return None;
    }
    (4..text.len().saturating_sub(2)).find_map(|i| starts(i, "-->").then_some(i + 3))
}
