//! The page as it is written: markup of ours is a literal of the program, and all other text is
//! escaped, in elements and attributes alike. There is no third way to put a byte into a page.

use crate::report::sanitize;

/// A page, or a part of one.
#[derive(Debug, Default)]
pub struct Page {
    out: String,
}

impl Page {
    /// Markup of ours. It must be known when the program is built, so that no text of others can
    /// come this way.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.out.push_str(markup);
        self
    }

    /// Text of whatever origin, for an element or between the double quotes of an attribute: no
    /// tag, entity or end of an attribute, and what could act or hide is written as `\u{202e}`.
    pub fn text(&mut self, untrusted: &str) -> &mut Self {
        for c in sanitize::lines(untrusted).chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                _ => self.out.push(c),
            }
        }
        self
    }

    /// The same on one line: titles, paths, messages.
    pub fn line(&mut self, untrusted: &str) -> &mut Self {
        self.text(&sanitize::one_line(untrusted))
    }

    /// A part that was written apart.
    pub fn part(&mut self, part: &Self) -> &mut Self {
        self.out.push_str(&part.out);
        self
    }

    /// A number.
    pub fn number(&mut self, n: usize) -> &mut Self {
        self.text(&n.to_string())
    }

    /// The whole.
    pub fn into_string(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(untrusted: &str, expected: &str) {
        let mut page = Page::default();
        page.text(untrusted);
        assert_eq!(page.into_string(), expected, "{untrusted:?}");
    }

    #[test]
    fn no_text_is_markup() {
        check("A plain title – é 中", "A plain title – é 中");
        check(
            "</script><b a='1' b=\"2\">",
            "&lt;/script&gt;&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;",
        );
        check("&lt;", "&amp;lt;");
        check("a\u{202e}b\x1b\0\r", "a\\u{202e}b\\u{1b}\\u{0}\\u{d}");
        check(" two\nlines ", " two\nlines ");
    }

    #[test]
    fn titles_are_one_line() {
        let mut page = Page::default();
        page.line(" a\r\n\tb ").raw("<br>").number(7);
        assert_eq!(page.into_string(), "a b<br>7");
    }
}
