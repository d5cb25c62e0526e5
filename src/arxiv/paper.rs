//! What arXiv says about a paper, and what became of asking for one. Data only.

use crate::arxiv::id::ArxivId;
use serde::{Deserialize, Serialize};

/// A paper as arXiv's API describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Which paper.
    pub id: ArxivId,
    /// The version this record describes (1-based).
    pub version: u32,
    /// Title, on one line.
    pub title: String,
    /// Names in order of submission, trimmed; artefacts of arXiv's name parser (a lone `:`) are
    /// left out (`docs/arxiv.md#names`).
    pub authors: Vec<String>,
    /// Abstract; paragraphs are separated by `\n`, single line wraps are joined.
    pub summary: String,
    /// The authors' comment.
    pub comment: Option<String>,
    /// Where it was published, as its authors put it; on one line, and cut to what people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal_ref: Option<String>,
    /// The DOI of what was published; several are separated by blanks (`docs/arxiv.md#the-feed`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// When version 1 was submitted (RFC 3339 as sent).
    pub published: Option<String>,
    /// When this version was submitted (RFC 3339 as sent).
    pub updated: Option<String>,
}

impl Paper {
    /// The day on which this version was submitted, where the record tells one.
    pub fn day(&self) -> Option<&str> {
        day_of(self.updated.as_deref()?)
    }
}

/// The day with which an RFC 3339 time begins.
fn day_of(time: &str) -> Option<&str> {
    let day = time.get(..10)?;
    let fits = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    day.bytes().enumerate().all(fits).then_some(day)
}

/// What became of asking for a paper. A verdict, never an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// arXiv described it.
    Found(Paper),
    /// arXiv answered, in full and without this id. Not yet proof that the paper does not exist
    /// (`docs/arxiv.md#missing-papers`); `days` counts the different days on which it was missing.
    Absent {
        /// On how many different days arXiv answered without it.
        days: u32,
    },
    /// arXiv did not answer for it; nothing is known.
    Deferred {
        /// Why, in words for the report.
        why: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_a_day_where_its_time_is_one() {
        let check = |time: &str, expected: Option<&str>| assert_eq!(day_of(time), expected);
        check("2024-05-01T09:00:00Z", Some("2024-05-01"));
        check("2024-05-01", Some("2024-05-01"));
        check("2024-5-1T09:00:00Z", None);
        check("</script>, as it is", None);
        check("2024-05-0é", None);
        check("", None);
    }
}
