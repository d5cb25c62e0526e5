//! What a maintainer says of a list where guessing gets it wrong: its layouts, its fields, its own
//! names for them. Where nothing is said, all is learned from the list.

use super::entry::Name;
use super::form::{Form, Forms};
use std::collections::BTreeMap;

/// What is said of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Names of the layout families that are asked; all of them where it is empty.
    pub layouts: Vec<&'static str>,
    /// Which fields the list gives its entries: these are missing where they are not there, and
    /// others are none.
    pub fields: Option<Fields>,
    /// The list's own names for fields.
    pub labels: Labels,
    /// The forms of fields that the list shows no form for.
    pub forms: Forms,
    /// What says that a program writes it is edited all the same.
    pub edits_generated: bool,
}

impl Hints {
    /// The form that is given for a field.
    pub fn form(&self, name: &Name) -> Option<&Form> {
        match name {
            Name::Authors => self.forms.authors.as_ref(),
            Name::Abstract => self.forms.abstract_.as_ref(),
            Name::Title | Name::Link | Name::Other(_) => None,
        }
    }
}

/// Which fields a list gives its entries, besides title and link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields {
    /// It gives them authors.
    pub authors: bool,
    /// It gives them abstracts.
    pub abstract_: bool,
}

impl Fields {
    /// Whether the list gives its entries this field.
    pub fn carries(self, name: &Name) -> bool {
        match name {
            Name::Authors => self.authors,
            Name::Abstract => self.abstract_,
            Name::Title | Name::Link | Name::Other(_) => true,
        }
    }
}

/// Names of labels and of columns' heads, and the fields that they stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(BTreeMap<String, Name>);

impl Labels {
    /// No names.
    pub const NONE: &'static Self = &Self(BTreeMap::new());

    /// Adds a name; false where it holds no letter.
    pub fn add(&mut self, label: &str, field: Name) -> bool {
        let key = Self::key(label);
        let is_name = !key.is_empty();
        if is_name {
            self.0.insert(key, field);
        }
        is_name
    }

    /// The field that a label stands for, by the maintainer's word.
    pub fn field(&self, label: &str) -> Option<&Name> {
        self.0.get(&Self::key(label))
    }

    /// A label's letters and digits in lower case: marks, blanks and colons are spelling.
    fn key(label: &str) -> String {
        let lower = label.to_lowercase();
        lower.chars().filter(|c| c.is_alphanumeric()).collect()
    }
}
