//! Field labels at the start of a line: `**Authors**:`, `**Authors:**`, `Authors:`, `作者：`,
//! `- **Author(s)**:`.

use crate::list::entry::Name;
use crate::list::hints::Labels;
use crate::list::layout::vocabulary::{
    ABSTRACT_LABELS, AUTHOR_LABELS, LABELS_ALONE, LINK_LABELS, OTHER_LABELS,
    SUMMARIES_OF_ABSTRACTS, SUMMARY_INVITES,
};

/// A label at the start of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it names.
    pub name: Name,
    /// How many bytes from the start of the line to the end of the label, colon included.
    pub len: usize,
    /// Whether it is bold or italic.
    pub marked: bool,
}

/// Reads the label at the start of a line.
///
/// `labels` are the list's own names for fields. Marked labels (bold or italic) may have any name;
/// plain ones only names that lists use for fields, since running text may start with any word and
/// a colon.
pub fn read(labels: &Labels, line: &str) -> Option<Label> {
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    let rest = &line[indent..];
    let marks = rest.len() - rest.trim_start_matches(['*', '_']).len();
    let text_len = rest[marks..].find([':', '：', '*', '_', '\n', '[', '<', '`', '|'])?;
    let text = rest[marks..marks + text_len].trim();
    if marks > 3 || text.is_empty() || text.chars().count() > 40 {
        return None;
    }
    let after = &rest[marks + text_len..];
    let end = if marks == 0 {
        colon(after)?
    } else {
        closed_colon(after, &rest[..marks])?
    };
    let name = name_of(labels, text, marks > 0)?;
    Some(Label {
        name,
        len: indent + marks + text_len + end,
        marked: marks > 0,
    })
}

/// The name of a line that is a label and nothing else, without a colon: `**Abstract**`,
/// `## Abstract`. Only of fields that such a line is used for.
pub fn bare(labels: &Labels, line: &str) -> Option<Name> {
    if line.len() > 60 || line.contains('\n') {
        return None;
    }
    let text = line.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '（' | '）' | ')'));
    match name_of(labels, text, false)? {
        name @ (Name::Authors | Name::Abstract) => Some(name),
        Name::Other(key) => LABELS_ALONE
            .contains(&key.as_str())
            .then_some(Name::Other(key)),
        Name::Title | Name::Link => None,
    }
}

/// What the `<summary>` of a container says that it holds; nothing where it only invites to open it
/// (`Show`).
pub fn of_summary(labels: &Labels, html: &str) -> Option<Name> {
    let mut text = String::new();
    let mut depth = 0_usize;
    for c in html.chars() {
        match c {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 => text.push(c),
            _ => {}
        }
    }
    if let Some(name) = labels.field(&text) {
        return Some(name.clone());
    }
    let lower = text.trim().to_lowercase();
    if SUMMARIES_OF_ABSTRACTS.iter().any(|w| lower.contains(w)) {
        return Some(Name::Abstract);
    }
    let only_invites = lower.is_empty() || SUMMARY_INVITES.iter().any(|w| lower.starts_with(w));
    (!only_invites).then_some(Name::Other(lower))
}

/// The length of a colon.
fn colon(text: &str) -> Option<usize> {
    text.chars()
        .next()
        .filter(|c| matches!(c, ':' | '：'))
        .map(char::len_utf8)
}

/// The length of colon and closing marks, in either order.
fn closed_colon(text: &str, marks: &str) -> Option<usize> {
    if let Some(len) = colon(text) {
        let blanks = text[len..].len() - text[len..].trim_start_matches(' ').len();
        return text[len + blanks..]
            .starts_with(marks)
            .then_some(len + blanks + marks.len());
    }
    let rest = text.strip_prefix(marks)?;
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    colon(&rest[blanks..]).map(|len| marks.len() + blanks + len)
}

fn name_of(labels: &Labels, text: &str, marked: bool) -> Option<Name> {
    if let Some(name) = labels.field(text) {
        return Some(name.clone());
    }
    let key: String = text
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '/')
        .collect();
    let names = |labels: &[&str]| labels.contains(&key.as_str());
    if names(AUTHOR_LABELS) {
        Some(Name::Authors)
    } else if names(ABSTRACT_LABELS) {
        Some(Name::Abstract)
    } else if names(LINK_LABELS) {
        Some(Name::Link)
    } else {
        let is_other = marked && text.split_whitespace().count() <= 5 || names(OTHER_LABELS);
        is_other.then_some(Name::Other(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &Option<(Name, &str)>) {
        let found = read(Labels::NONE, line).map(|l| (l.name, &line[l.len..]));
        assert_eq!(&found, expected, "{line}");
    }

    #[test]
    fn labels_in_their_spellings() {
        for line in [
            "**Authors**: A",
            "**Authors:** A",
            "Authors: A",
            "    **Author(s)**: A",
            "*Authors*: A",
            "__Authors__ : A",
            "作者： A",
        ] {
            check(line, &Some((Name::Authors, " A")));
        }
        check("**作者**：A", &Some((Name::Authors, "A")));
        check("**Abstract**:", &Some((Name::Abstract, "")));
        check("**链接**：[x](y)", &Some((Name::Link, "[x](y)")));
        check("**My Own**: x", &Some((Name::Other("myown".into()), " x")));
        check("Code: x", &Some((Name::Other("code".into()), " x")));
    }

    #[test]
    fn running_text_is_no_label() {
        for line in [
            "We show: x",
            "**Bold** text: x",
            "**Title of a paper**",
            "Authors",
            "",
            "[Paper](x): y",
            "**a:b**",
        ] {
            check(line, &None);
        }
    }
}
