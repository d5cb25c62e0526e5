//! One entry of a feed: its fields as they arrive → a [`Paper`], or the reason why it is none.
//! Pure.
//!
//! Says what white space, author names and ids in an entry mean; knows no XML.

use crate::arxiv::feed::Damaged;
use crate::arxiv::id::PaperRef;
use crate::arxiv::paper::Paper;

/// A field of an entry that arxsync reads. All others may hold anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `http://arxiv.org/abs/2210.02414v2`; the scheme may change (`docs/arxiv.md#the-feed`).
    Id,
    /// The title.
    Title,
    /// The abstract.
    Summary,
    /// When version 1 was submitted.
    Published,
    /// When this version was submitted.
    Updated,
    /// The authors' comment.
    Comment,
    /// Where it was published.
    JournalRef,
    /// The DOI of what was published; a paper may have several.
    Doi,
    /// One author's name.
    Name,
}

impl Field {
    /// Whether a field is only told to people: whatever is wrong with it, the paper is sound.
    pub fn is_aside(self) -> bool {
        matches!(self, Self::JournalRef | Self::Doi)
    }
}

/// In bytes, of a field that is only told: a reference to a journal is a line.
const MAX_ASIDE: usize = 500;

/// The fields of one entry so far.
#[derive(Debug, Default)]
pub struct Draft {
    id: Option<String>,
    title: Option<String>,
    summary: Option<String>,
    published: Option<String>,
    updated: Option<String>,
    comment: Option<String>,
    journal_refs: Vec<String>,
    dois: Vec<String>,
    authors: Vec<String>,
    damage: Option<String>,
}

impl Draft {
    /// Takes a field's text, unescaped. The second text for one field damages the entry: neither
    /// can be trusted. What is only told may come several times.
    pub fn set(&mut self, field: Field, text: String) {
        let slot = match field {
            Field::Id => &mut self.id,
            Field::Title => &mut self.title,
            Field::Summary => &mut self.summary,
            Field::Published => &mut self.published,
            Field::Updated => &mut self.updated,
            Field::Comment => &mut self.comment,
            Field::JournalRef => return self.journal_refs.push(text),
            Field::Doi => return self.dois.push(text),
            Field::Name => return self.add_author(&text),
        };
        if slot.replace(text).is_some() {
            self.damage(format!("it has the field {field:?} twice"));
        }
    }

    /// Marks the entry as unusable; the first reason counts.
    pub fn damage(&mut self, why: String) {
        self.damage.get_or_insert(why);
    }

    /// arXiv makes an author `:` of the colon in `DeepSeek-AI: A. Name`, and puts a blank before
    /// names of groups (`docs/arxiv.md#names`).
    fn add_author(&mut self, name: &str) {
        let name = one_line(name);
        if !name.is_empty() && name != ":" {
            self.authors.push(name);
        }
    }

    /// The message of arXiv's error entry, where this is one. Its id has had either scheme.
    pub fn api_error(&self) -> Option<String> {
        let id = self.id.as_deref()?.trim();
        let (_, address) = id.split_once("://")?;
        let code = address.strip_prefix("arxiv.org/api/errors")?;
        let message = self.summary.as_deref().map(one_line);
        Some(
            message
                .filter(|m| !m.is_empty())
                .unwrap_or_else(|| code.to_owned()),
        )
    }

    /// The paper that the entry describes.
    ///
    /// # Errors
    ///
    /// The entry is damaged, or has no title, id or version.
    pub fn finish(self) -> Result<Paper, Damaged> {
        let address = self.id.as_deref().map(str::trim).unwrap_or_default();
        let path = address
            .split_once("://")
            .and_then(|(_, rest)| rest.strip_prefix("arxiv.org/abs/"));
        let paper = path.and_then(|id| PaperRef::parse(id).ok());
        let damaged = |why: &str| Damaged {
            paper: paper.clone(),
            why: why.to_owned(),
        };
        if let Some(why) = &self.damage {
            return Err(damaged(why));
        }
        let Some(named) = &paper else {
            return Err(damaged(&format!("its id is `{address}`")));
        };
        let version = named
            .version
            .ok_or_else(|| damaged("its id has no version"))?;
        let title = one_line(self.title.as_deref().unwrap_or_default());
        if title.is_empty() {
            return Err(damaged("it has no title"));
        }
        Ok(Paper {
            id: named.id.clone(),
            version: version.get(),
            title,
            authors: self.authors,
            summary: paragraphs(self.summary.as_deref().unwrap_or_default()),
            comment: self
                .comment
                .as_deref()
                .map(paragraphs)
                .filter(|c| !c.is_empty()),
            journal_ref: aside(&self.journal_refs),
            doi: aside(&self.dois),
            published: self.published.map(|t| t.trim().to_owned()),
            updated: self.updated.map(|t| t.trim().to_owned()),
        })
    }
}

/// Joins a text into one line. Only XML's own white space counts: a no-break space is the authors'.
pub(super) fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a field that is only told, in one line. What is too long for people ends with `…`;
/// no word is cut, since half a DOI is another one.
fn aside(texts: &[String]) -> Option<String> {
    let mut line = String::new();
    for word in texts.iter().flat_map(|text| text.split_ascii_whitespace()) {
        if line.len() + 1 + word.len() > MAX_ASIDE {
            line.push_str(if line.is_empty() { "" } else { " …" });
            break;
        }
        line.push_str(if line.is_empty() { "" } else { " " });
        line.push_str(word);
    }
    (!line.is_empty()).then_some(line)
}

/// Joins wrapped lines by a space and keeps paragraphs apart by `\n`.
///
/// arXiv's own rule, the same in answers of both eras: a line that begins with white space begins a
/// paragraph, and so does one after an empty line. Until 2025 lines were wrapped at 80 columns,
/// since then a line is a paragraph (`docs/arxiv.md#paragraphs`).
pub(super) fn paragraphs(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut gap = false;
    for line in text.lines() {
        let words = one_line(line);
        if words.is_empty() {
            gap = true;
            continue;
        }
        let indented = line.starts_with([' ', '\t']);
        if !joined.is_empty() {
            joined.push(if gap || indented { '\n' } else { ' ' });
        }
        joined.push_str(&words);
        gap = false;
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_are_joined_and_paragraphs_kept() {
        let check = |text: &str, expected: &str| assert_eq!(paragraphs(text), expected, "{text:?}");
        check(
            "  Old form, hard\nwrapped.\n  Second\nparagraph.\n",
            "Old form, hard wrapped.\nSecond paragraph.",
        );
        check(
            "New form.\n  Second paragraph.",
            "New form.\nSecond paragraph.",
        );
        check("One\r\ntwo\r\n\r\nthree", "One two\nthree");
        check("a\u{a0}b  c\t d", "a\u{a0}b c d");
        check("\n \n", "");
    }

    #[test]
    fn what_is_only_told_is_a_line_of_whole_words() {
        let check = |texts: &[&str], expected: Option<&str>| {
            let texts: Vec<String> = texts.iter().map(|&text| text.into()).collect();
            assert_eq!(aside(&texts).as_deref(), expected, "{texts:?}");
        };
        check(&[], None);
        check(&[" \n"], None);
        check(&["Nature\n  620\t(2023) "], Some("Nature 620 (2023)"));
        check(&["10.1/a", "10.2/b 10.3/c"], Some("10.1/a 10.2/b 10.3/c"));
        let (long, short) = ("x".repeat(MAX_ASIDE), "y".repeat(MAX_ASIDE - 15));
        check(&[&long], None);
        check(&["10.1/a", &long, "10.2/b"], Some("10.1/a …"));
        check(
            &[&short, "10.1/a", "10.2345/6789"],
            Some(&format!("{short} 10.1/a …")),
        );
    }

    #[test]
    fn entries_without_id_version_or_title_are_damaged() {
        let check = |id: &str, title: &str, expected: &str| {
            let mut draft = Draft::default();
            draft.set(Field::Id, id.to_owned());
            draft.set(Field::Title, title.to_owned());
            assert_eq!(
                draft.finish().map_err(|damaged| damaged.why),
                Err(expected.to_owned())
            );
        };
        check(
            "http://arxiv.org/abs/2210.02414",
            "T",
            "its id has no version",
        );
        check("http://arxiv.org/abs/2210.02414v1", " ", "it has no title");
        check(
            "http://arxiv.org/abs/2413.02414v1",
            "T",
            "its id is `http://arxiv.org/abs/2413.02414v1`",
        );
        check(
            "http://evil.example/abs/2210.02414v1",
            "T",
            "its id is `http://evil.example/abs/2210.02414v1`",
        );
    }

    #[test]
    fn a_field_that_comes_twice_damages_the_entry() {
        let mut draft = Draft::default();
        draft.set(Field::Title, "One".to_owned());
        draft.set(Field::Title, "Two".to_owned());
        assert_eq!(
            draft.finish().unwrap_err().why,
            "it has the field Title twice"
        );
    }
}
