//! Where a report leads to: the lines of a list, under an address that the configuration gives, and
//! papers, under their ids. Nothing that arXiv or a list says becomes an address.

use crate::arxiv::id::ArxivId;
use std::fmt::Write as _;

/// The address of a line of a list: the template with `{path}` and `{line}` filled in. `None` where
/// the template is no web address and no relative one, or the list lies outside of where it leads.
pub fn of_line(template: &str, path: &str, line: usize) -> Option<String> {
    let path = path.strip_prefix("./").unwrap_or(path);
    let is_inside = !path.starts_with('/') && path.split('/').all(|part| part != "..");
    let is_web = template.starts_with("https://") || template.starts_with("http://");
    let start = template.split(['/', '?', '#']).next().unwrap_or_default();
    let is_relative = !start.contains(':') && !template.starts_with("//");
    let is_plain = !template.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\');
    let names_file = !path.is_empty() && path != "-";
    if !(names_file && is_plain && is_inside && (is_web || is_relative)) {
        return None;
    }
    let line = line.to_string();
    let parts = template.split("{path}").map(|p| p.replace("{line}", &line));
    let parts: Vec<String> = parts.collect();
    Some(parts.join(&encoded(path)))
}

/// A path as part of an address: all but letters, digits, `-._~` and `/` as `%20`.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A paper's name, and its address on arXiv.
pub fn of_paper(id: &ArxivId, version: Option<u32>) -> (String, String) {
    let version = version.map_or(String::new(), |n| format!("v{n}"));
    let (name, address) = ("arXiv:", "https://arxiv.org/abs/");
    (
        format!("{name}{id}{version}"),
        format!("{address}{id}{version}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const GITHUB: &str = "https://github.com/o/r/blob/main/{path}?plain=1#L{line}";

    #[test]
    fn a_line_has_an_address_where_the_template_has() {
        for (template, path, expected) in [
            (
                GITHUB,
                "./README.md",
                Some("https://github.com/o/r/blob/main/README.md?plain=1#L7"),
            ),
            (
                GITHUB,
                "a b/#1?<\"é{line}.md",
                Some(
                    "https://github.com/o/r/blob/main/a%20b/%231%3F%3C%22%C3%A9%7Bline%7D.md?plain=1#L7",
                ),
            ),
            ("../{path}", "javascript:x.md", Some("../javascript%3Ax.md")),
            ("{path}", "javascript:x.md", Some("javascript%3Ax.md")),
            (GITHUB, "/etc/list.md", None),
            (GITHUB, "../list.md", None),
            (GITHUB, "-", None),
            ("javascript:alert('{path}')", "a.md", None),
            ("//evil/{path}", "a.md", None),
            (" javascript:{path}", "a.md", None),
            ("/\\evil/{path}", "a.md", None),
            ("data:text/html,{path}", "a.md", None),
        ] {
            assert_eq!(of_line(template, path, 7).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn a_paper_has_its_address() {
        let id: ArxivId = "hep-th/9901001".parse().unwrap();
        let (name, address) = of_paper(&id, Some(2));
        assert_eq!(name, "arXiv:hep-th/9901001v2");
        assert_eq!(address, "https://arxiv.org/abs/hep-th/9901001v2");
    }
}
