//! What people name as a list though it cannot be one: what is to be named instead. Looks at the
//! name only.

use super::{FileError, not_a_list};
use std::path::Path;

/// Why nothing under this name is a list, whatever lies there.
///
/// # Errors
///
/// It is a web address, or the name of a BibTeX file.
pub fn check_name(name: &str) -> Result<(), FileError> {
    let path = Path::new(name);
    let ending = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default();
    let why = if is_address(name) {
        "it is a web address, and arxsync reads files: save it first, or pipe it in (`curl -s URL | arxsync sync -`)"
    } else if ending.eq_ignore_ascii_case("bib") {
        "it is a BibTeX file, and arxsync reads Markdown: name the Markdown list; BibTeX is read in its code blocks"
    } else {
        return Ok(());
    };
    Err(not_a_list(path, why.into()))
}

/// `https://…`, also where a folder was put before it.
fn is_address(name: &str) -> bool {
    let at = |scheme: &str| match name.find(scheme) {
        Some(0) => true,
        Some(i) => name.as_bytes()[i - 1] == b'/',
        None => false,
    };
    ["https:/", "http:/"].iter().any(|scheme| at(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_bibtex_files_are_told_by_their_names() {
        for (name, expected) in [
            ("https://example.org/list.md", "a web address"),
            ("http://example.org/list.md", "a web address"),
            ("/srv/https://example.org/list.md", "a web address"),
            ("papers.bib", "a BibTeX file"),
            ("docs/*.BIB", "a BibTeX file"),
        ] {
            let told = check_name(name).unwrap_err().to_string();
            assert!(told.contains(expected), "{told}");
        }
        for name in ["README.md", "bib", "papers.bib.md", "http/list.md", "-"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
    }
}
