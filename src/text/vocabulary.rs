//! The words that lists use around names, in many tongues. One table for each question.
//!
//! No table makes an edit: with all of them empty there are fewer edits and no other ones, and no
//! right line is edited. They turn a proposal into silence, or say which of two explanations is the
//! likelier one (a word between two names says "and").

/// The tables. Code asks questions and never sees a list of words.
#[derive(Clone, Copy, Debug)]
pub struct Vocabulary {
    ands: &'static [&'static str],
    cuts: &'static [&'static str],
    sure_cuts: &'static [&'static str],
    titles: &'static [&'static str],
    suffixes: &'static [&'static str],
    organisations: &'static [&'static str],
    groups: &'static [&'static str],
    spokesmen: &'static [&'static str],
}

/// Before the last name. Decides that a short word behind a comma is no part of a name.
const ANDS: &[&str] = &[
    "and", "und", "et", "y", "e", "i", "og", "och", "en", "ja", "és", "és", "ve", "şi", "și", "a",
    "in", "ir", "un", "и", "і", "й", "та", "και", "ו", "و", "和", "与", "與", "及", "と", "및",
    "và", "dan",
];

/// "and others": the names behind it are left out on purpose. Decides that a line is cut, which is
/// never an edit.
const CUTS: &[&str] = &[
    "et al",
    "etal",
    "et alii",
    "et alia",
    "and others",
    "and other",
    "others",
    "and co",
    "and co workers",
    "and colleagues",
    "and collaborators",
    "and coauthors",
    "and co authors",
    "and more",
    "and many more",
    "many more",
    "more authors",
    "other authors",
    "authors more",
    "u a",
    "ua",
    "und andere",
    "und weitere",
    "u v a",
    "и др",
    "и другие",
    "та ін",
    "та інші",
    "y otros",
    "y col",
    "y cols",
    "y colaboradores",
    "e outros",
    "e col",
    "e cols",
    "e altri",
    "ed altri",
    "e al",
    "y al",
    "et autres",
    "et coll",
    "et collab",
    "m fl",
    "med flera",
    "mfl",
    "ym",
    "i in",
    "i inni",
    "a kol",
    "a spol",
    "aj",
    "ve ark",
    "ve diğerleri",
    "va",
    "đtg",
    "và cộng sự",
    "dkk",
    "等",
    "等人",
    "ら",
    "他",
    "ほか",
    "외",
    "etc",
    "usw",
    "tbc",
    "as others",
    "first author",
    "among others",
    "plus others",
];

/// Those of the cuts that are part of no name, whatever stands before and behind. Decides where a
/// line ends whose names are only looked for.
const SURE_CUTS: &[&str] = &["et al", "and others", "等"];

/// Before a person's name. Decides that a word is no given name.
const TITLES: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "mx",
    "sir",
    "dame",
    "ing",
    "dipl",
    "mag",
    "univ",
    "priv",
    "doz",
    "pd",
    "herr",
    "frau",
    "sr",
    "sra",
    "dott",
    "ir",
    "drs",
    "rev",
    "fr",
    "by",
    "authors",
    "author",
];

/// Behind a person's name. Decides that it is one person with and without them.
const SUFFIXES: &[&str] = &[
    "jr",
    "sr",
    "ii",
    "iii",
    "iv",
    "phd",
    "ph d",
    "md",
    "m d",
    "msc",
    "bsc",
    "dphil",
    "frs",
    "ieee",
    "acm",
    "facm",
    "member",
    "student",
    "fellow",
    "chair",
    "professor",
    "director",
    "mba",
    "esq",
    "junior",
    "senior",
    "filho",
    "neto",
];

/// Words of names that are no person's. Decides that a line with such a name between its names is
/// the list's own.
const ORGANISATIONS: &[&str] = &[
    "university",
    "universität",
    "université",
    "universidad",
    "universidade",
    "università",
    "univ",
    "institute",
    "institut",
    "instituto",
    "istituto",
    "college",
    "school",
    "department",
    "dept",
    "faculty",
    "laboratory",
    "laboratories",
    "lab",
    "labs",
    "academy",
    "research",
    "center",
    "centre",
    "hospital",
    "clinic",
    "inc",
    "corp",
    "corporation",
    "ltd",
    "llc",
    "gmbh",
    "company",
    "group",
    "team",
    "collaboration",
    "consortium",
    "foundation",
    "agency",
    "council",
    "ministry",
    "google",
    "deepmind",
    "microsoft",
    "meta",
    "facebook",
    "nvidia",
    "amazon",
    "apple",
    "openai",
    "anthropic",
    "ibm",
    "intel",
    "baidu",
    "alibaba",
    "tencent",
    "huawei",
    "bytedance",
    "adobe",
    "samsung",
    "sony",
    "mit",
    "eth",
    "epfl",
    "cmu",
    "caltech",
    "stanford",
    "berkeley",
    "oxford",
    "cambridge",
    "tsinghua",
    "peking",
    "inria",
    "cnrs",
    "cern",
    "mila",
    "kaist",
    "ai",
    "usa",
    "conference",
    "workshop",
    "journal",
    "proceedings",
    "transactions",
    "letters",
    "review",
    "arxiv",
    "preprint",
    "nature",
    "science",
];

/// The last word of a group's name. Decides that what speaks for it is no part of a person's name.
const GROUPS: &[&str] = &["team", "collaboration", "group", "consortium"];

/// Between a person and the group that he speaks for.
const SPOKESMEN: &[&str] = &["for", "on behalf of"];

impl Vocabulary {
    /// All tables.
    pub fn standard() -> Self {
        Self {
            ands: ANDS,
            cuts: CUTS,
            sure_cuts: SURE_CUTS,
            titles: TITLES,
            suffixes: SUFFIXES,
            organisations: ORGANISATIONS,
            groups: GROUPS,
            spokesmen: SPOKESMEN,
        }
    }

    /// No words at all: with it, nothing that is right may be edited either.
    pub fn empty() -> Self {
        Self {
            ands: &[],
            cuts: &[],
            sure_cuts: &[],
            titles: &[],
            suffixes: &[],
            organisations: &[],
            groups: &[],
            spokesmen: &[],
        }
    }

    /// Whether a word in lower case joins two names.
    pub fn is_and(&self, word: &str) -> bool {
        self.ands.contains(&word)
    }

    /// Whether words in lower case, one blank between, say that names are left out.
    pub fn is_cut(&self, words: &str) -> bool {
        self.cuts.contains(&words)
    }

    /// Words in lower case that say so wherever they stand.
    pub fn sure_cuts(&self) -> &'static [&'static str] {
        self.sure_cuts
    }

    /// Whether a word in lower case is a person's title.
    pub fn is_title(&self, word: &str) -> bool {
        self.titles.contains(&word)
    }

    /// Whether words in lower case stand behind a person's name.
    pub fn is_suffix(&self, words: &str) -> bool {
        self.suffixes.contains(&words)
    }

    /// Whether a word in lower case belongs to the name of an organisation or a venue.
    pub fn is_organisation(&self, word: &str) -> bool {
        self.organisations.contains(&word)
    }

    /// Whether a name that ends with this word, in lower case, is a group's.
    pub fn is_group(&self, word: &str) -> bool {
        self.groups.contains(&word)
    }

    /// What leads from a person to his group.
    pub fn spokesmen(&self) -> &'static [&'static str] {
        self.spokesmen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_answer_in_lower_case() {
        let all = Vocabulary::standard();
        assert!(all.is_and("und") && all.is_cut("и др") && all.is_title("dr"));
        assert!(all.is_suffix("jr") && all.is_organisation("university"));
        let none = Vocabulary::empty();
        assert!(all.sure_cuts().iter().all(|cut| all.is_cut(cut)) && all.is_group("team"));
        assert!(!none.is_and("and") && !none.is_cut("et al") && none.spokesmen().is_empty());
    }
}
