//! Where the links of a report to the lines of a list lead. Paths are anybody's text: whatever
//! could be more than a path is written as `%3A`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How links to lists are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// `[report] link`: an address with `{path}` and, if wanted, `{line}`.
    pub template: Option<String>,
    /// Where a list lies, by its path in the run: from the address's root where there is a
    /// template, else from the report's folder. Lists that are not in it lie where their path says.
    pub paths: BTreeMap<String, String>,
}

impl Links {
    /// The address of a list's line.
    pub fn to(&self, list: &str, line: usize) -> String {
        let path = self.paths.get(list).map_or(list, String::as_str);
        let path = encoded(path);
        match &self.template {
            Some(template) => template
                .replace("{line}", &line.to_string())
                .replace("{path}", path.trim_start_matches("./")),
            None => format!("{path}#L{line}"),
        }
    }
}

/// A path as a part of an address.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    // Two slashes at the start would name a host.
    match out.strip_prefix("//") {
        Some(rest) => format!("/{}", rest.trim_start_matches('/')),
        None => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_line_and_nowhere_else() {
        let github = "https://github.com/o/r/blob/main/{path}?plain=1#L{line}";
        let check = |template: Option<&str>, path: &str, expected: &str| {
            let links = Links {
                template: template.map(str::to_owned),
                paths: BTreeMap::from([("known.md".to_owned(), "../known.md".to_owned())]),
            };
            assert_eq!(links.to(path, 9), expected);
        };
        check(None, "known.md", "../known.md#L9");
        check(None, "a b(1).md", "a%20b%281%29.md#L9");
        check(None, "javascript:alert(1)", "javascript%3Aalert%281%29#L9");
        check(None, "//evil.example/x", "/evil.example/x#L9");
        check(None, "ä\n.md", "%C3%A4%0A.md#L9");
        let whole = "https://github.com/o/r/blob/main/docs/x.md?plain=1#L9";
        check(Some(github), "docs/x.md", whole);
        check(Some(github), "./docs/x.md", whole);
        let hostile = "https://github.com/o/r/blob/main/%7Bline%7D%3F%23x?plain=1#L9";
        check(Some(github), "{line}?#x", hostile);
    }
}
