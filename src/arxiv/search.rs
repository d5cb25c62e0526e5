//! A title as a search for it: which words are asked for, and how the query writes them. Pure; asks
//! nobody.
//!
//! The words are joined by OR, as a remembered title has wrong ones; arXiv sorts by how well a
//! paper fits. Which of the found papers is the right one is not decided here.

use crate::text::{glyph::Glyphs, words};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// More words make a query longer, and no paper easier to find.
const MAX_WORDS: usize = 12;

/// So many rare words tell one abstract from all others.
const RARE_WORDS: usize = 6;

/// In letters; what is longer is no word of a title.
const MAX_WORD: usize = 40;

/// How many papers an answer may have.
const MAX_RESULTS: usize = 20;

/// Words that find nothing: arXiv's index leaves them out, as every index of English does. The
/// query's own AND, OR and NOT are among them.
const STOP_WORDS: [&str; 32] = [
    "an", "and", "andnot", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is",
    "it", "no", "not", "of", "on", "or", "such", "that", "the", "their", "then", "there", "these",
    "they", "this", "to", "was", "with",
];

/// Words of a title or an abstract, ready for arXiv's search. Texts that differ only in spelling
/// give the same query.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WordQuery {
    place: Place,
    words: String,
}

/// Where words are searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
enum Place {
    Title,
    Abstract,
}

impl WordQuery {
    /// The query for a title; `None` where it has too few words to find anything by.
    pub fn title(title: &str) -> Option<Self> {
        let words = words::of(&Glyphs::plain(title));
        let terms = words.iter().filter_map(|w| term(&w.key));
        Self::new(Place::Title, terms, MAX_WORDS).filter(|query| query.words.contains(' '))
    }

    /// The query for an abstract that holds all these words, the rarest first; `None` where they
    /// are too few to tell it from others.
    pub fn abstract_<'w>(rare: impl IntoIterator<Item = &'w str>) -> Option<Self> {
        let terms = rare.into_iter().filter_map(term);
        let query = Self::new(Place::Abstract, terms, RARE_WORDS)?;
        (query.words.split(' ').count() == RARE_WORDS).then_some(query)
    }

    fn new(place: Place, terms: impl Iterator<Item = String>, most: usize) -> Option<Self> {
        let mut chosen: Vec<String> = Vec::new();
        for term in terms {
            if chosen.len() < most && !chosen.contains(&term) {
                chosen.push(term);
            }
        }
        let words = chosen.join(" ");
        (!words.is_empty()).then_some(Self { place, words })
    }

    /// Its words, separated by single blanks: ASCII letters in lower case, and digits.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// What tells it from all other queries.
    pub fn key(&self) -> String {
        match self.place {
            Place::Title => self.words.clone(),
            Place::Abstract => format!("abs:{}", self.words),
        }
    }

    /// The query of the request. Nothing in it needs escaping, and always `max_results`
    /// (docs/arxiv.md#search).
    pub fn url_query(&self) -> String {
        let (field, join) = match self.place {
            Place::Title => ("ti", "+OR+"),
            Place::Abstract => ("abs", "+AND+"),
        };
        let terms: Vec<String> = self
            .words
            .split(' ')
            .map(|w| format!("{field}:{w}"))
            .collect();
        let terms = terms.join(join);
        format!("search_query={terms}&max_results={MAX_RESULTS}")
    }

    /// How many papers the answer has where `total` were found: the rest is left out.
    pub fn page(total: u64) -> u64 {
        total.min(MAX_RESULTS as u64)
    }
}

/// A word as it is asked for: plain letters and digits, for every other character means something
/// to the query's parser.
///
/// Single letters and digits are in every title. Titles in other scripts are not in the index, nor
/// are formulas as a reader sees them: a Greek letter is `$\alpha$` there.
fn term(word: &str) -> Option<String> {
    let marks = unicode_normalization::char::is_combining_mark;
    let plain: String = word.nfkd().filter(|c| !marks(*c)).collect();
    let plain = plain.to_lowercase();
    let usable = plain.bytes().all(|b| b.is_ascii_alphanumeric())
        && (2..=MAX_WORD).contains(&plain.len())
        && !STOP_WORDS.contains(&plain.as_str());
    usable.then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, expected: &str) {
        let query = WordQuery::title(title);
        let words = query.as_ref().map_or("", WordQuery::words);
        assert_eq!(words, expected, "{title}");
    }

    #[test]
    fn a_title_is_searched_for_by_its_words() {
        check(
            "GLM-130B: An Open Bilingual Pre-trained Model",
            "glm 130b open bilingual pre trained model",
        );
        check("Is it \"safe\" (to say) NOT?", "safe say");
        check("R&D, AND/OR *wild* ca?ds ~ +x -y", "wild ca ds");
        check("ti:evil OR au:me", "ti evil au me");
        check("A Model, a model: the Model of models", "model models");
        check("Schrödinger's Poincaré-Łojasiewicz", "schrodinger poincare");
        check(r"The $\alpha$ particle of $SU(3)$ in 3D", "particle su 3d");
        check("Attention Is All You Need", "attention all you need");
        check("Code at https://x.org/a lies there", "code lies");
        let many: String = (10..40).map(|n| format!("word{n} ")).collect();
        let twelve: Vec<String> = (10..22).map(|n| format!("word{n}")).collect();
        check(&many, &twelve.join(" "));
    }

    #[test]
    fn too_few_words_are_no_query() {
        for title in [
            "",
            "A",
            "Qwen2",
            "To be or not",
            "大规模语言模型综述",
            "α β γ",
            "4 5 6",
            "?? ()",
            "the https://arxiv.org/abs/2101.00001",
        ] {
            check(title, "");
        }
        check(&format!("{} short", "x".repeat(41)), "");
    }

    #[test]
    fn another_spelling_is_the_same_query() {
        let same =
            |a: &str, b: &str| assert_eq!(WordQuery::title(a), WordQuery::title(b), "{a} | {b}");
        same("Fine-Tuned “Models”", "fine–tuned   'models'");
        same(r"H\'older spaces", "Hölder Spaces");
        same("Vision & Language", "Vision &amp; Language");
        same("ﬁne ｆｕｌｌ", "fine full");
    }

    #[test]
    fn an_abstract_is_searched_for_by_its_rare_words() {
        let rare = "hives waggle nectar foragers pollen drones swarming brood stings".split(' ');
        let query = WordQuery::abstract_(rare.clone()).unwrap();
        assert_eq!(
            query.key(),
            "abs:hives waggle nectar foragers pollen drones"
        );
        assert!(
            query
                .url_query()
                .starts_with("search_query=abs:hives+AND+abs:waggle+AND+")
        );
        assert_eq!(WordQuery::abstract_(rare.take(5)), None);
    }

    #[test]
    fn the_request_is_written_for_the_parser() {
        let query = WordQuery::title("On Large-Scale Learning").map(|q| q.url_query());
        let expected = "search_query=ti:large+OR+ti:scale+OR+ti:learning&max_results=20";
        assert_eq!(query.as_deref(), Some(expected));
        let longest: String = (0..30)
            .map(|n| format!("{}{n:02} ", "x".repeat(38)))
            .collect();
        let query = WordQuery::title(&longest).map(|q| q.url_query().len());
        assert!(query.is_some_and(|n| n > 500 && n < 1000), "{query:?}");
    }
}
