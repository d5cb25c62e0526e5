//! A list's abstract beside arXiv's, as a plan judges it.

use arxsync::list::entry::Writing;
use arxsync::list::field;
use arxsync::plan::abstract_text::{Judgement, NoOthers, Texts, judge};

/// What a list's abstract is. Nothing else is known than the text that arXiv sends.
pub fn judged(listed: &str, arxiv: &str) -> Judgement {
    let texts = Texts {
        text: arxiv,
        ..Texts::default()
    };
    let tokens = field::read(listed, 0..listed.len(), Writing::Markdown);
    judge(&tokens, Writing::Markdown, &texts, &NoOthers).judgement
}

/// A judgement for people.
pub fn describe(judgement: &Judgement) -> String {
    match judgement {
        Judgement::Edit { edits, .. } => {
            let texts: Vec<&str> = edits.iter().map(|e| e.text.as_str()).collect();
            format!("edited: {texts:?}")
        }
        Judgement::Propose { why, .. } => format!("proposed: {why}"),
        other => format!("{other:?}"),
    }
}
