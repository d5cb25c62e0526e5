//! What arXiv says of a paper, as it is compared with a list and written into it: the feed's text,
//! or where that has lost its TeX or damaged a name, the record as it was submitted
//! (`docs/arxiv.md#tex`, `docs/arxiv.md#names`). Asks nobody; it says where asking would help.

use super::Field;
use super::author_lines::submitted;
use crate::arxiv::lookup::{Answer, RawRecord};
use crate::arxiv::paper::Paper;
use crate::list::field;
use crate::text::glyph::Glyphs;
use crate::text::names::group::is_group;
use crate::text::names::overrides::Overrides;
use crate::text::tex;
use crate::text::tex_to_markdown::tex_to_markdown;
use std::borrow::Cow;

/// A paper's text, as good as it is known.
#[derive(Clone, Debug)]
pub struct Source {
    /// The paper. Its authors are one by one, and called as they are to be called.
    pub paper: Paper,
    /// The fields that are as submitted.
    submitted: Vec<Field>,
}

/// How a list writes mathematics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `$\alpha$`, as authors submit it.
    Tex,
    /// `$α$`, as arXiv's feed has had it since 2025.
    Unicode,
}

impl Style {
    /// The style of a list's text; TeX where it shows none.
    pub fn of(list: &str) -> Self {
        let (mut tex, mut unicode) = (0, 0);
        for math in list.lines().flat_map(|l| l.split('$').skip(1).step_by(2)) {
            tex += usize::from(has_command(math));
            unicode += usize::from(math.contains(is_replaced));
        }
        if unicode > tex {
            Self::Unicode
        } else {
            Self::Tex
        }
    }
}

impl Source {
    /// A paper as the feed describes it, and as the answer to the lookup for its raw record does.
    pub fn new(paper: &Paper, answer: Option<&Answer>, overrides: &Overrides) -> Self {
        let mut paper = paper.clone();
        paper.authors = one_by_one(&paper.authors);
        let mut source = Self {
            paper,
            submitted: Vec::new(),
        };
        if let Some(Answer::Raw(Some(raw))) = answer {
            source.enrich(raw);
        }
        for name in &mut source.paper.authors {
            *name = tex_to_markdown(name).into_owned();
            if let Some(preferred) = overrides.preferred(name) {
                name.replace_range(.., preferred);
            }
        }
        source.paper.summary = without_label(&source.paper.summary).to_owned();
        for text in [&mut source.paper.title, &mut source.paper.summary] {
            *text = tex_to_markdown(text).into_owned();
        }
        source
    }

    /// Takes from the raw record what says the same as the feed, and says it better.
    fn enrich(&mut self, raw: &RawRecord) {
        if raw.version != self.paper.version {
            return;
        }
        if is_same(&raw.title, &self.paper.title) {
            self.paper.title.clone_from(&raw.title);
            self.submitted.push(Field::Title);
        }
        if is_same(&raw.abstract_, &self.paper.summary) {
            self.paper.summary.clone_from(&raw.abstract_);
            self.submitted.push(Field::Abstract);
        }
        if let Some(names) = submitted_names(&raw.authors, &self.paper.authors) {
            self.paper.authors = names;
            self.submitted.push(Field::Authors);
        }
    }

    /// What arXiv says in a field.
    pub fn text_of(&self, field: Field) -> Cow<'_, str> {
        match field {
            Field::Title => self.paper.title.as_str().into(),
            Field::Link => self.paper.id.as_str().into(),
            Field::Authors => self.paper.authors.join(", ").into(),
            Field::Abstract => self.paper.summary.as_str().into(),
        }
    }

    /// Whether new text of a field may say less than what was submitted, so that the raw record
    /// should be asked for.
    pub fn is_doubtful(&self, field: Field, text: &str, style: Style) -> bool {
        if self.submitted.contains(&field) {
            return false;
        }
        match field {
            Field::Authors => self.paper.authors.iter().any(|name| looks_damaged(name)),
            Field::Title | Field::Abstract => {
                let shows = style == Style::Tex || has_command(text) || has_lost_blank(text);
                text.contains(is_replaced) && shows
            }
            Field::Link => false,
        }
    }
}

/// The text without the word "Abstract" that some authors submit along with it.
fn without_label(text: &str) -> &str {
    let behind = text
        .get(8..)
        .filter(|_| text[..8].eq_ignore_ascii_case("abstract"));
    let rest = behind.and_then(|rest| rest.strip_prefix([':', '.', '-', '\u{2014}']));
    rest.map_or(text, str::trim_start)
}

/// A character that arXiv's replacement of TeX makes of commands, with losses; accented letters are
/// none.
///
/// Of the real records whose TeX commands were lost, all but those that lost accents have one, and
/// hardly any other has.
fn is_replaced(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '°' | '÷' | '†' | '‡' | '§' | '¶')
}

/// `the length of αare`: arXiv eats the blank that ended the command. A micron has none (`μmol`).
fn has_lost_blank(text: &str) -> bool {
    let is_letter = |c: char| matches!(c, '\u{370}'..='\u{3ff}') && c != 'μ';
    let word = |behind: &str| behind.bytes().take_while(u8::is_ascii_lowercase).count();
    text.split(is_letter)
        .skip(1)
        .any(|behind| word(behind) >= 3)
}

fn has_command(text: &str) -> bool {
    let letter = |(i, _)| text[i + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    text.match_indices('\\').any(letter)
}

fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (field::plain(a), field::plain(b));
    a.words()
        .map(|(_, w)| &w.key)
        .eq(b.words().map(|(_, w)| &w.key))
}

/// The feed's authors, one by one. arXiv's own cutting leaves some together: a group in front of
/// its members (`01.AI: Alex Young`), `X & Y` (`docs/arxiv.md#names`). An `et al.` behind a name
/// stays: it is what arXiv says.
pub fn one_by_one(authors: &[String]) -> Vec<String> {
    let parts = authors
        .iter()
        .flat_map(|n| n.split(": "))
        .flat_map(|n| n.split(" & "))
        .flat_map(|n| n.split(" and "));
    let bare = |name: &str| {
        let name = name.trim().trim_end_matches(',');
        let name = name.strip_prefix("and ").unwrap_or(name);
        let name = name.trim_end_matches([',', ';', ' ']);
        let name = name.strip_suffix(" and").unwrap_or(name);
        let closes_nothing = name.ends_with(')') && !name.contains('(');
        name.trim_end_matches(if closes_nothing { ')' } else { ',' })
            .trim()
            .to_owned()
    };
    parts
        .map(bare)
        .filter(|n| n.contains(char::is_alphabetic) && n != "others" && n != "Jr.")
        .collect()
}

/// Whether a name shows signs of arXiv's name parser: a group's name cut at a hyphen, given names
/// lost before "for the", a blank after the dot of `01. AI`, one word alone
/// (`docs/arxiv.md#names`).
fn looks_damaged(name: &str) -> bool {
    let lower = name.to_lowercase();
    let dotted_number = name
        .split_whitespace()
        .any(|w| w.ends_with('.') && w.starts_with(|c: char| c.is_ascii_digit()));
    dotted_number
        || !name.contains(' ')
        || lower.contains(" for the ")
        || name.rsplit([' ', '-']).next().is_some_and(is_group)
}

/// The names of a submitted author line, where it is surely about the same people.
fn submitted_names(line: &str, feed: &[String]) -> Option<Vec<String>> {
    submitted(&tex::fold(&Glyphs::plain(line)).one_line(), feed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(authors: &[&str], summary: &str) -> Paper {
        Paper {
            id: "2101.00001".parse().unwrap(),
            version: 2,
            title: "A title".into(),
            authors: authors.iter().map(|&n| n.into()).collect(),
            summary: summary.into(),
            comment: None,
            journal_ref: None,
            doi: None,
            published: None,
            updated: None,
        }
    }

    fn raw(version: u32, authors: &str, abstract_: &str) -> Answer {
        Answer::Raw(Some(RawRecord {
            id: "2101.00001".parse().unwrap(),
            version,
            title: "A title".into(),
            authors: authors.into(),
            abstract_: abstract_.into(),
            comment: None,
            withdrawn: false,
        }))
    }

    fn summary(feed: &str, answer: &Answer) -> String {
        let source = Source::new(&paper(&["A B"], feed), Some(answer), &Overrides::default());
        source.paper.summary
    }

    #[test]
    fn submitted_text_is_taken_where_it_says_the_same() {
        let (feed, submitted) = (
            r"We bound $\fracλθ$ by Fréchet",
            r"We bound $\frac{\lambda}{\theta}$ by Fr\'echet",
        );
        assert_eq!(
            summary(feed, &raw(2, "A B", submitted)),
            r"We bound $\frac{\lambda}{\theta}$ by Fréchet"
        );
        assert_eq!(summary(feed, &raw(3, "A B", submitted)), feed);
        assert_eq!(summary(feed, &raw(2, "A B", "Another abstract")), feed);
        assert_eq!(summary(feed, &Answer::Raw(None)), feed);
    }

    #[test]
    fn submitted_names_are_taken_where_they_are_the_same_people() {
        let names = |feed: &[&str], line: &str| {
            let source = Source::new(
                &paper(feed, ""),
                Some(&raw(2, line, "")),
                &Overrides::default(),
            );
            source.paper.authors
        };
        assert_eq!(
            names(&["Core Team", "Ann Abel"], "Xi LLM-Core Team, Ann Abel"),
            ["Xi LLM-Core Team", "Ann Abel"]
        );
        assert_eq!(
            names(&["01. AI", "Th\u{e9}r\u{e8}se B"], r"01.AI: Th\'er\`ese B"),
            ["01.AI", "Th\u{e9}r\u{e8}se B"]
        );
        assert_eq!(
            names(&["C. Cruz", "D. Do"], "C. Cruz, III (X, Y), D. Do (1)"),
            ["C. Cruz III", "D. Do"]
        );
        assert_eq!(
            names(&["Ann Abel", "Bo Bell"], "Cy Cole, Di Dorn"),
            ["Ann Abel", "Bo Bell"]
        );
    }

    #[test]
    fn text_with_replaced_symbols_is_doubtful() {
        let source = Source::new(&paper(&["Ann Abel"], ""), None, &Overrides::default());
        let check = |text: &str, style, expected| {
            assert_eq!(
                source.is_doubtful(Field::Abstract, text, style),
                expected,
                "{text}"
            );
        };
        check("the $α$ way", Style::Tex, true);
        check("the $α$ way", Style::Unicode, false);
        check("the length of αare", Style::Unicode, true);
        check("5 μmol, Δt, α-helix", Style::Unicode, false);
        check(r"the $\mathbfθ$ way", Style::Unicode, true);
        check(r"Fréchet $x \leq y$", Style::Tex, false);
    }

    #[test]
    fn a_list_shows_how_it_writes_mathematics() {
        assert_eq!(Style::of("a $α$ b $\\beta$ $γ$"), Style::Unicode);
        assert_eq!(Style::of("a $α$ b $\\beta$"), Style::Tex);
        assert_eq!(Style::of("no math: α, 5$"), Style::Tex);
    }

    #[test]
    fn damaged_names_are_noticed() {
        for name in [
            "Core Team",
            "01. AI",
            "Zhang for the ABC collaboration",
            "Plato",
        ] {
            assert!(looks_damaged(name), "{name}");
        }
        for name in ["Ann Abel", "C. de la Cruz"] {
            assert!(!looks_damaged(name), "{name}");
        }
    }
}
