//! BibTeX entries in a text, with the bytes of their fields. Knows no papers and no blocks.

use std::ops::Range;

/// A BibTeX entry.
#[derive(Clone, Debug)]
pub struct Item {
    /// From its `@` to its closing brace.
    pub span: Range<usize>,
    /// Its fields in order.
    pub fields: Vec<Field>,
}

/// A field of a BibTeX entry.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name, in lower case.
    pub name: String,
    /// From its name to the end of its value.
    pub span: Range<usize>,
    /// Its value without braces or quotes.
    pub value: Range<usize>,
    /// Whether a comma is behind it.
    pub comma: bool,
}

impl Item {
    /// The field with one of these names.
    pub fn field(&self, names: &[&str]) -> Option<&Field> {
        self.fields
            .iter()
            .find(|f| names.contains(&f.name.as_str()))
    }
}

/// The entries in some bytes of a text; what is broken is left out.
pub fn items(source: &str, extent: Range<usize>) -> Vec<Item> {
    let mut out = Vec::new();
    let mut at = extent.start;
    while let Some(start) = source[at..extent.end].find('@').map(|i| at + i) {
        let mut reader = Reader {
            source: &source[..extent.end],
            at: start + 1,
        };
        at = start + 1;
        if let Some(item) = reader.item(start) {
            at = item.span.end;
            out.push(item);
        }
        // What follows an entry that is never closed would be read again and again.
        if reader.at >= extent.end && at <= start + 1 {
            break;
        }
    }
    out
}

/// No entry's key has more characters than this.
const LONGEST_KEY: usize = 200;

struct Reader<'s> {
    source: &'s str,
    at: usize,
}

impl Reader<'_> {
    /// `misc{key, name = {value}, …}`
    fn item(&mut self, start: usize) -> Option<Item> {
        self.word()?;
        self.sign('{')?;
        let mut key = self.source[self.at..].char_indices().take(LONGEST_KEY);
        self.at += key.find(|(_, c)| matches!(c, ',' | '}' | '\n'))?.0;
        self.sign(',')?;
        let mut fields = Vec::new();
        while self.sign('}').is_none() {
            fields.push(self.field()?);
        }
        Some(Item {
            span: start..self.at,
            fields,
        })
    }

    fn field(&mut self) -> Option<Field> {
        self.blanks();
        let start = self.at;
        let name = self.word()?.to_ascii_lowercase();
        self.sign('=')?;
        let value = self.value()?;
        let span = start..self.at;
        let comma = self.sign(',').is_some();
        self.blanks();
        (comma || self.source[self.at..].starts_with('}')).then_some(Field {
            name,
            span,
            value,
            comma,
        })
    }

    /// `{…}` with balanced braces, `"…"`, or a bare word.
    fn value(&mut self) -> Option<Range<usize>> {
        self.blanks();
        let rest = &self.source[self.at..];
        let close = match rest.chars().next()? {
            '{' => '}',
            '"' => '"',
            _ => {
                let len = rest.find([',', '}', '\n', ' '])?;
                self.at += len;
                return Some(self.at - len..self.at);
            }
        };
        let (mut depth, mut escaped) = (0_usize, false);
        for (i, c) in rest.char_indices().skip(1) {
            if depth == 0 && c == close && !escaped {
                let value = self.at + 1..self.at + i;
                self.at += i + 1;
                return Some(value);
            }
            match c {
                '{' if !escaped => depth += 1,
                '}' if !escaped => depth = depth.checked_sub(1)?,
                _ => {}
            }
            escaped = c == '\\' && !escaped;
        }
        self.at = self.source.len();
        None
    }

    fn blanks(&mut self) {
        let rest = &self.source[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn word(&mut self) -> Option<&str> {
        self.blanks();
        let rest = &self.source[self.at..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let len = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        self.at += len;
        (len > 0).then_some(&rest[..len])
    }

    fn sign(&mut self, sign: char) -> Option<()> {
        self.blanks();
        self.source[self.at..]
            .starts_with(sign)
            .then(|| self.at += 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[&[(&str, &str)]]) {
        let items = items(source, 0..source.len());
        let fields = |i: &Item| -> Vec<(String, String)> {
            i.fields
                .iter()
                .map(|f| (f.name.clone(), source[f.value.clone()].to_owned()))
                .collect()
        };
        let found: Vec<_> = items.iter().map(fields).collect();
        let own = |fields: &&[(&str, &str)]| {
            fields
                .iter()
                .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
                .collect()
        };
        let expected: Vec<Vec<(String, String)>> = expected.iter().map(own).collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn fields_in_their_forms() {
        check(
            "@misc{k, title={A {B} c}, Year = 2024}",
            &[&[("title", "A {B} c"), ("year", "2024")]],
        );
        check(
            "@misc{k,\n  title = \"A {\"}b\",\n}\n",
            &[&[("title", "A {\"}b")]],
        );
        check(
            "@a{k, x={\\'a and\n b}}\n@b{l, y={z}}",
            &[&[("x", "\\'a and\n b")], &[("y", "z")]],
        );
    }

    #[test]
    fn what_is_broken_is_left_out() {
        check("@misc{k, title={A", &[]);
        check(
            "@misc{k, title={A} year={b}}\n@b{l, y={z}}",
            &[&[("y", "z")]],
        );
        check("me@x.org, @user {not, this}", &[]);
        check("@misc{", &[]);
        check("@@@{{{", &[]);
    }
}
