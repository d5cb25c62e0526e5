//! A paper of which nothing matters but which one it is.

use arxsync::arxiv::id::ArxivId;
use arxsync::arxiv::paper::Paper;

/// The paper of this id and version.
pub fn paper(id: ArxivId, version: u32) -> Paper {
    Paper {
        id,
        version,
        title: "T".into(),
        authors: Vec::new(),
        summary: String::new(),
        comment: None,
        journal_ref: None,
        doi: None,
        published: None,
        updated: None,
    }
}
