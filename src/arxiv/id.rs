//! The grammar of arXiv identifiers (`docs/arxiv.md#ids`): which texts are ids, and their one
//! canonical spelling.
//!
//! Links that carry ids are read in [`crate::arxiv::link`]. Nothing here repairs an id (a wrong
//! padding may be a typo of another paper), and nothing knows today's date.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

/// The archives that gave out ids of the old scheme, those that were merged away since included;
/// sorted.
///
/// An id keeps the archive under which it was given out (`docs/arxiv.md#ids`).
const ARCHIVES: [&str; 34] = [
    "acc-phys", "adap-org", "alg-geom", "ao-sci", "astro-ph", "atom-ph", "bayes-an", "chao-dyn",
    "chem-ph", "cmp-lg", "comp-gas", "cond-mat", "cs", "dg-ga", "funct-an", "gr-qc", "hep-ex",
    "hep-lat", "hep-ph", "hep-th", "math", "math-ph", "mtrl-th", "nlin", "nucl-ex", "nucl-th",
    "patt-sol", "physics", "plasm-ph", "q-alg", "q-bio", "quant-ph", "solv-int", "supr-con",
];

/// No paper comes near so many versions; a higher number is a typing error.
const MAX_VERSION: u32 = 999;

/// A canonical arXiv identifier without version: `2210.02414`, `hep-th/9901001`.
///
/// Can hold nothing else: every way to make one goes through [`PaperRef::parse`].
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(into = "String", try_from = "String")]
pub struct ArxivId(String);

/// A paper as a list asks for it: an id, and the version where the link pins one.
///
/// Shown as arXiv writes it: `2210.02414`, `2210.02414v2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperRef {
    /// Which paper.
    pub id: ArxivId,
    /// The version the link pins; `None` means the latest.
    pub version: Option<NonZeroU32>,
}

/// What a link, or a piece of text in a link's place, points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A paper on arXiv, under a canonical id.
    Paper(PaperRef),
    /// Only stands in for a link: `https://arxiv.org/abs/XXXX.XXXXX`, `abs/`, `0000.00000`,
    /// `paper_link`, `#`, nothing at all.
    Placeholder,
    /// An arXiv address whose id cannot exist; the text that should have been an id.
    Malformed(String),
    /// An arXiv page that is no paper: listings, searches, author pages.
    NoPaper,
    /// Somewhere else.
    Elsewhere,
}

/// Why a text is no arXiv id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// It has the form of neither scheme.
    #[error("`{0}` is no arXiv id: expected a form like 2210.02414 or hep-th/9901001")]
    Form(String),
    /// Four digits after the dot where five are due, or the other way round.
    #[error("`{0}` is no arXiv id: expected 4 digits after the dot up to 1412, 5 digits from 1501")]
    Digits(String),
    /// Year and month name no month of the scheme.
    #[error(
        "`{0}` is no arXiv id: expected a year and month from 9107 to 0703 (archive/YYMMNNN) or from 0704 (YYMM.N)"
    )]
    Month(String),
    /// The number of the paper within its month is zero.
    #[error("`{0}` is no arXiv id: papers are numbered from 1")]
    Number(String),
    /// No such archive.
    #[error("`{0}` is no arXiv id: arXiv has no such archive")]
    Archive(String),
    /// The version is not `v` and a number from 1.
    #[error("`{0}` is no arXiv id: expected a version like v1")]
    Version(String),
    /// A version where only the bare id is wanted.
    #[error("`{0}` names a version: expected the id alone")]
    Versioned(String),
}

impl ArxivId {
    /// The canonical spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The year (four digits) and month (1 to 12) in which the id was given out.
    pub fn year_month(&self) -> (u16, u8) {
        let digits = self.0.rsplit('/').next().unwrap_or(&self.0);
        let invariant = "a canonical id has YYMM after the archive";
        let yy = two_digits(digits, 0).expect(invariant);
        let month = two_digits(digits, 2).expect(invariant);
        // The old scheme alone has years before 2000, and it ends in 2007.
        let old = self.0.contains('/');
        let century = if old && yy >= 91 { 1900 } else { 2000 };
        (century + u16::from(yy), month)
    }

    /// Whether the id lies in a month after the given one (year with four digits, month 1 to 12),
    /// and so cannot exist yet.
    ///
    /// arXiv's API answers for such ids as for any unknown one (`docs/arxiv.md#ids`), so the caller
    /// has to look.
    pub fn is_after(&self, year: u16, month: u8) -> bool {
        self.year_month() > (year, month)
    }
}

impl PaperRef {
    /// Reads an exact id: either scheme, with an optional `arXiv:` before and version after it, and
    /// nothing else.
    ///
    /// A subject class is dropped, as arXiv's canonical form has none: `math.GT/0309136` is
    /// `math/0309136`.
    ///
    /// # Errors
    ///
    /// The text is no id that arXiv could have given out.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let core = match text.get(..6) {
            Some(prefix) if prefix.eq_ignore_ascii_case("arxiv:") => &text[6..],
            _ => text,
        };
        let (stem, version) = split_version(core);
        let id = match stem.split_once('/') {
            Some((archive, digits)) => old_id(text, archive, digits)?,
            None => new_id(text, stem)?,
        };
        let version = version.map(|v| version_number(text, v)).transpose()?;
        Ok(Self { id, version })
    }
}

/// Splits before the first `v` that follows a digit: both schemes end in digits, and no archive
/// holds any.
fn split_version(text: &str) -> (&str, Option<&str>) {
    let at = text
        .as_bytes()
        .windows(2)
        .position(|pair| pair[0].is_ascii_digit() && pair[1] == b'v');
    match at {
        Some(at) => (&text[..=at], Some(&text[at + 2..])),
        None => (text, None),
    }
}

fn version_number(text: &str, digits: &str) -> Result<NonZeroU32, IdError> {
    let plain = all_digits(digits) && !digits.starts_with('0');
    let number = digits
        .parse()
        .ok()
        .filter(|n: &NonZeroU32| n.get() <= MAX_VERSION);
    number
        .filter(|_| plain)
        .ok_or_else(|| IdError::Version(text.to_owned()))
}

/// `YYMM.NNNN` up to 1412, `YYMM.NNNNN` from 1501.
fn new_id(text: &str, stem: &str) -> Result<ArxivId, IdError> {
    let form = || IdError::Form(text.to_owned());
    let (yymm, number) = stem.split_once('.').ok_or_else(form)?;
    if yymm.len() != 4 || !all_digits(yymm) || !all_digits(number) {
        return Err(form());
    }
    let (yy, month) = year_and_month(text, yymm)?;
    if (yy, month) < (7, 4) {
        return Err(IdError::Month(text.to_owned()));
    }
    let due = if yy >= 15 { 5 } else { 4 };
    if number.len() != due {
        return Err(IdError::Digits(text.to_owned()));
    }
    numbered_from_one(text, number)?;
    Ok(ArxivId(stem.to_owned()))
}

/// `archive/YYMMNNN`, from 9107 to 0703; `archive.SC/YYMMNNN` names the same paper.
fn old_id(text: &str, archive: &str, digits: &str) -> Result<ArxivId, IdError> {
    let form = || IdError::Form(text.to_owned());
    let (archive, class) = archive.split_once('.').unwrap_or((archive, "AA"));
    let class_like = |c: char| c.is_ascii_alphabetic() || c == '-';
    if class.is_empty() || !class.chars().all(class_like) {
        return Err(form());
    }
    if digits.len() != 7 || !all_digits(digits) {
        return Err(form());
    }
    if ARCHIVES.binary_search(&archive).is_err() {
        return Err(IdError::Archive(text.to_owned()));
    }
    let (yy, month) = year_and_month(text, &digits[..4])?;
    let first_years = yy > 91 || (yy == 91 && month >= 7);
    let last_years = (yy, month) <= (7, 3);
    if !first_years && !last_years {
        return Err(IdError::Month(text.to_owned()));
    }
    numbered_from_one(text, &digits[4..])?;
    Ok(ArxivId(format!("{archive}/{digits}")))
}

fn year_and_month(text: &str, yymm: &str) -> Result<(u8, u8), IdError> {
    let error = || IdError::Month(text.to_owned());
    let yy = two_digits(yymm, 0).ok_or_else(error)?;
    let month = two_digits(yymm, 2).filter(|m| (1..=12).contains(m));
    Ok((yy, month.ok_or_else(error)?))
}

fn numbered_from_one(text: &str, number: &str) -> Result<(), IdError> {
    if number.bytes().all(|b| b == b'0') {
        return Err(IdError::Number(text.to_owned()));
    }
    Ok(())
}

fn two_digits(text: &str, at: usize) -> Option<u8> {
    text.get(at..at + 2)?.parse().ok()
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

impl fmt::Display for ArxivId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PaperRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.version {
            Some(version) => write!(f, "{}v{version}", self.id),
            None => self.id.fmt(f),
        }
    }
}

impl From<ArxivId> for String {
    fn from(id: ArxivId) -> Self {
        id.0
    }
}

impl From<ArxivId> for PaperRef {
    /// The latest version of the paper.
    fn from(id: ArxivId) -> Self {
        Self { id, version: None }
    }
}

impl FromStr for PaperRef {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::parse(text)
    }
}

impl FromStr for ArxivId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let paper = PaperRef::parse(text)?;
        match paper.version {
            Some(_) => Err(IdError::Versioned(text.to_owned())),
            None => Ok(paper.id),
        }
    }
}

impl TryFrom<String> for ArxivId {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shown = PaperRef::parse(text).map(|paper| paper.to_string());
        assert_eq!(shown.as_deref(), Ok(expected), "{text}");
    }

    fn check_refused(text: &str, expected: fn(String) -> IdError) {
        assert_eq!(PaperRef::parse(text), Err(expected(text.to_owned())));
    }

    #[test]
    fn ids_of_both_schemes_are_read() {
        check("0704.0001", "0704.0001");
        check("1412.9999v12", "1412.9999v12");
        check("1501.00001", "1501.00001");
        check("arXiv:2210.02414v2", "2210.02414v2");
        check("ARXIV:2712.00001", "2712.00001");
        check("hep-th/9108001", "hep-th/9108001");
        check("cs/0703999v1", "cs/0703999v1");
        check("math.GT/0309136", "math/0309136");
        check("cond-mat.mes-hall/0102536v3", "cond-mat/0102536v3");
        check("solv-int/9801001", "solv-int/9801001");
    }

    #[test]
    fn other_texts_are_refused_with_a_reason() {
        for text in [
            "",
            "abc",
            "2401",
            "24011.1234",
            "2401.",
            "0309136",
            "hep-th/99010011",
            "math./0309136",
        ] {
            check_refused(text, IdError::Form);
        }
        for text in [
            "2101.00001/../../x",
            "2101.00001?x=y",
            " 2101.00001",
            "２１０１.００００１",
            "arXiv: 2101.00001",
        ] {
            check_refused(text, IdError::Form);
        }
        for text in [
            "1706.3762",
            "0704.00001",
            "1412.12345",
            "2401.123",
            "2307.000400",
        ] {
            check_refused(text, IdError::Digits);
        }
        for text in [
            "2413.12345",
            "2400.12345",
            "0703.0001",
            "hep-th/9106001",
            "hep-th/0704001",
            "cs/5001001",
        ] {
            check_refused(text, IdError::Month);
        }
        check_refused("2101.00000", IdError::Number);
        check_refused("hep-th/9901000", IdError::Number);
        for text in ["hepth/9901001", "MATH/0309136", "stat/0309136"] {
            check_refused(text, IdError::Archive);
        }
        for text in [
            "2101.00001v",
            "2101.00001v0",
            "2101.00001v01",
            "2101.00001v2x",
            "cs/0001001v99999",
        ] {
            check_refused(text, IdError::Version);
        }
        check_refused("2101.00001V2", IdError::Form);
    }

    #[test]
    fn archives_are_sorted_for_the_search() {
        assert!(ARCHIVES.is_sorted());
    }

    #[test]
    fn months_compare_across_the_centuries() {
        let check = |id: &str, expected: (u16, u8)| {
            let id: ArxivId = id.parse().unwrap();
            assert_eq!(id.year_month(), expected, "{id}");
            assert!(!id.is_after(expected.0, expected.1));
            assert!(id.is_after(expected.0 - 1, 12));
        };
        check("hep-th/9108001", (1991, 8));
        check("math/0309136", (2003, 9));
        check("0704.0001", (2007, 4));
        check("9104.00001", (2091, 4));
        check("2712.00001", (2027, 12));
    }

    #[test]
    fn a_stored_id_is_checked_when_it_is_read_back() {
        let id: ArxivId = "math.GT/0309136".parse().unwrap();
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, "\"math/0309136\"");
        assert_eq!(serde_json::from_str::<ArxivId>(&json).unwrap(), id);
        assert!(serde_json::from_str::<ArxivId>("\"2101.00001v1\"").is_err());
        assert!(serde_json::from_str::<ArxivId>("\"../etc\"").is_err());
    }
}
