//! What a page of arXiv's or a publisher's file leaves behind where a text is copied with it.

use crate::list::field::{Kind, Mark, Tokens};

/// Whether a text is the lines below the abstract on arXiv's page: `Comments: … Subjects: … Cite
/// as: …`.
pub(super) fn is_page_text(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "Comments:",
        "Subjects:",
        "Cite as:",
        "Journal reference:",
        "Related DOI:",
        "Report number:",
        "MSC classes:",
        "ACM classes:",
        "Submission history",
    ];
    let text = text.trim_start();
    let starts = |label: &&&str| text.starts_with(**label);
    LABELS.iter().any(|label| starts(&label))
        && LABELS.iter().filter(|l| text.contains(**l)).count() >= 2
}

/// The tokens that are tags of a publisher's XML: `<jats:p>`, `</jats:p>`. No page shows them.
pub(super) fn tags(list: &Tokens<'_>) -> Vec<usize> {
    let is_tag = |t: &usize| match &list.list[*t].kind {
        Kind::Open(pair) | Kind::Close(pair) => {
            matches!(&pair.mark, Mark::Element(name) if name.contains(':'))
        }
        _ => false,
    };
    (0..list.list.len()).filter(is_tag).collect()
}
