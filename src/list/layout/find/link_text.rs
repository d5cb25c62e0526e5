//! What the text of a link says: a paper's title, or only where it leads (`pdf`, `Paper`, `Code`,
//! `arXiv:2401.00001`).

use crate::list::layout::vocabulary::{
    LINK_LABEL_WORDS, LINK_TEXT_BEGINNINGS, LINK_TEXT_ENDINGS, LINK_TEXTS, LINK_TEXTS_OF_OTHERS,
    TITLE_TEMPLATES,
};
use crate::text::placeholder::is_placeholder;

/// Whether a text may be a paper's title.
pub fn is_title(text: &str) -> bool {
    let text = text.trim();
    let letters = text.chars().filter(|c| c.is_alphabetic()).take(3).count();
    letters >= 2
        && text.chars().count() >= 3
        && !is_placeholder(text)
        && !says_where(text)
        && !TITLE_TEMPLATES.contains(&key(text).as_str())
        && !text.contains("://")
}

/// Whether a text only says where its link leads.
pub fn says_where(text: &str) -> bool {
    let text = text.trim();
    let is_sign = text.starts_with(':') && text.ends_with(':') && !text.contains(' ');
    let key = key(text);
    if key.is_empty() || is_sign || LINK_TEXTS.contains(&key.as_str()) {
        return true;
    }
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let is_id =
        words.len() <= 4 && key.starts_with("arxiv") && key.contains(|c: char| c.is_ascii_digit());
    let is_number = key.chars().all(|c| c.is_ascii_digit()) || is_version(&key);
    let heads = words
        .first()
        .is_some_and(|w| LINK_TEXT_BEGINNINGS.contains(&w.as_str()));
    let tails = words
        .last()
        .is_some_and(|w| LINK_TEXT_ENDINGS.contains(&w.as_str()));
    let of_code = key.starts_with("code")
        && text.to_lowercase().starts_with("code")
        && text[4..].starts_with(['-', ':', '(']);
    is_id || is_number || of_code || words.len() <= 4 && heads || words.len() <= 3 && tails
}

/// Whether a link's text says that it leads to the paper.
pub fn says_paper(text: &str) -> bool {
    let key = key(text);
    says_where(text) && !LINK_TEXTS_OF_OTHERS.iter().any(|w| key.contains(w))
}

/// `2401.00001v2`, without its stops.
fn is_version(key: &str) -> bool {
    let parts = key.split_once('v');
    parts.is_some_and(|(id, v)| {
        !id.is_empty()
            && [id, v]
                .iter()
                .all(|p| p.chars().all(|c| c.is_ascii_digit()))
    })
}

/// Letters and digits in lower case.
fn key(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Whether a link's text names the link and not the paper: `paper`, `PDF`, `arXiv`, an id, an
/// address.
pub fn is_label(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = || {
        lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
    };
    let is_word = |w: &str| LINK_LABEL_WORDS.contains(&w) || w.chars().all(|c| c.is_ascii_digit());
    lower.contains("://") || lower.starts_with("arxiv:") || words().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_link_leads_is_no_title() {
        for text in [
            "pdf",
            "[Paper]",
            "arXiv:2401.00001",
            "2401.00001v2",
            "Paper (arXiv)",
            "official code - caffe",
            ":book:",
            "Project page",
            "MIT short paper",
            "论文",
            "Code-PyTorch",
        ] {
            assert!(says_where(text) && !is_title(text), "{text}");
        }
        for text in [
            "Fast R-CNN",
            "Code Llama: Open Foundation Models for Code",
            "DINOv3",
            "GPT-4 Technical Report",
            "Make-A-Video",
            "Dataset Distillation",
        ] {
            assert!(is_title(text), "{text}");
        }
        for text in ["Paper Title", "title", "https://x.org", "TBD"] {
            assert!(!is_title(text), "{text}");
        }
        assert!(says_paper("pdf") && !says_paper("Code"));
    }
}
