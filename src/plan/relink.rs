//! A link led to another paper, in the form that it has: `[text](url)`, `<url>`, a bare address.
//! Chooses no paper.

use super::difference::Difference;
use super::{Field, Kind};
use crate::arxiv::id::{ArxivId, Target};
use crate::list::document::Document;
use crate::list::edit::Edit;
use crate::list::entry::{Entry, Link};

/// The difference between links that `wrong` picks and ones to a paper, where their form is known.
pub fn difference(
    doc: &Document<'_>,
    entry: &Entry,
    wrong: impl Fn(&Link) -> bool,
    id: &ArxivId,
) -> Option<Difference> {
    let first = entry.links.iter().find(|l| wrong(l))?;
    let kind = match first.target {
        Target::Placeholder => Kind::Fill,
        _ => Kind::Correct,
    };
    Some(Difference {
        field: Field::Link,
        kind,
        at: first.span.start,
        before: Some(doc.source[first.span.clone()].to_owned()),
        after: address_like("", id),
        note: None,
        unexplained: None,
        edits: edits(doc, entry, &wrong, id),
    })
}

/// The edits that lead those links of an entry to a paper that `wrong` picks; `None` where one has
/// a form that is not known.
fn edits(
    doc: &Document<'_>,
    entry: &Entry,
    wrong: impl Fn(&Link) -> bool,
    id: &ArxivId,
) -> Option<Vec<Edit>> {
    let links: Vec<&Link> = entry.links.iter().filter(|l| wrong(l)).collect();
    let edit = |link: &&Link| {
        let written = &doc.source[link.span.clone()];
        let old = match &link.target {
            Target::Paper(paper) => paper.to_string(),
            Target::Malformed(text) => text.clone(),
            _ => String::new(),
        };
        relinked(written, &old, id).map(|text| Edit {
            span: link.span.clone(),
            text,
        })
    };
    let edits: Option<Vec<Edit>> = links.iter().map(edit).collect();
    edits.filter(|e| !e.is_empty())
}

/// A link's source with its address, and its text where that shows the address or the old id,
/// replaced.
fn relinked(written: &str, old: &str, id: &ArxivId) -> Option<String> {
    let Some((text, address)) = written
        .strip_suffix(')')
        .and_then(|w| w.strip_prefix('['))
        .and_then(|w| w.rsplit_once("]("))
    else {
        let inner = written.strip_prefix('<').and_then(|w| w.strip_suffix('>'));
        let bare = |w: &str| w.contains("://").then(|| address_like(w, id));
        return match inner {
            Some(inner) => bare(inner).map(|new| format!("<{new}>")),
            None => bare(written),
        };
    };
    let new = address_like(address, id);
    let text = match text {
        shown if shown.trim() == address || shown.contains("://") && !shown.contains('[') => {
            new.clone()
        }
        shown if !old.is_empty() => shown.replace(old, id.as_str()),
        shown => shown.to_owned(),
    };
    Some(format!("[{text}]({new})"))
}

/// The address of a paper, of its PDF where the old one was a PDF's.
fn address_like(old: &str, id: &ArxivId) -> String {
    let lower = old.to_ascii_lowercase();
    match (lower.contains("/pdf/"), lower.ends_with(".pdf")) {
        (true, true) => format!("https://arxiv.org/pdf/{id}.pdf"),
        (true, false) => format!("https://arxiv.org/pdf/{id}"),
        (false, _) => format!("https://arxiv.org/abs/{id}"),
    }
}

/// Whether a link leads to this paper.
pub fn leads_to(id: &ArxivId) -> impl Fn(&Link) -> bool {
    move |link| matches!(&link.target, Target::Paper(paper) if paper.id == *id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, old: &str, expected: Option<&str>) {
        let id = "2101.00001".parse().unwrap();
        assert_eq!(
            relinked(written, old, &id).as_deref(),
            expected,
            "{written}"
        );
    }

    #[test]
    fn links_keep_their_form() {
        check(
            "[paper](paper_link)",
            "",
            Some("[paper](https://arxiv.org/abs/2101.00001)"),
        );
        check(
            "[https://arxiv.org/abs/xxx](https://arxiv.org/abs/xxx)",
            "",
            Some("[https://arxiv.org/abs/2101.00001](https://arxiv.org/abs/2101.00001)"),
        );
        check(
            "[2102.1](http://arxiv.org/pdf/2102.1.pdf)",
            "2102.1",
            Some("[2101.00001](https://arxiv.org/pdf/2101.00001.pdf)"),
        );
        check(
            "<https://arxiv.org/pdf/2102.00002>",
            "2102.00002",
            Some("<https://arxiv.org/pdf/2101.00001>"),
        );
        check(
            "https://arxiv.org/abs/2102.00002v3",
            "2102.00002v3",
            Some("https://arxiv.org/abs/2101.00001"),
        );
        check("[paper][ref]", "", None);
        check("arXiv:2102.00002", "2102.00002", None);
    }
}
