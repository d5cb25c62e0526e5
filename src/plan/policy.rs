//! What the maintainer allows, field by field. It says what may be done with a difference, not
//! whether there is one.

use super::{Decision, Field, Kind, Why};
use crate::list::pins::Pins;

/// What may be done about a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Fill it where it is missing, and correct it.
    Correct,
    /// Fill it where it is missing; propose corrections.
    Fill,
    /// Change nothing; report what would be changed.
    Propose,
    /// Leave it alone.
    Off,
}

impl Rule {
    /// Every rule, with its name in the configuration.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("correct", Self::Correct),
        ("fill", Self::Fill),
        ("propose", Self::Propose),
        ("off", Self::Off),
    ];

    /// The rule of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        let named = Self::NAMES.iter().find(|(known, _)| *known == name);
        named.map(|&(_, rule)| rule)
    }
}

/// One rule for each field of an entry, and what is told besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    /// For titles.
    pub title: Rule,
    /// For links.
    pub link: Rule,
    /// For author lists.
    pub authors: Rule,
    /// For abstracts.
    pub abstract_: Rule,
    /// Whether it is told where a paper was published.
    pub published: bool,
}

impl Default for Policy {
    /// Copied fields are corrected; what tells which paper is meant is only proposed.
    fn default() -> Self {
        Self {
            title: Rule::Propose,
            link: Rule::Propose,
            authors: Rule::Correct,
            abstract_: Rule::Correct,
            published: false,
        }
    }
}

impl Policy {
    /// The rule for a field.
    pub fn rule(&self, field: Field) -> Rule {
        match field {
            Field::Title => self.title,
            Field::Link => self.link,
            Field::Authors => self.authors,
            Field::Abstract => self.abstract_,
        }
    }
}

/// Whether a field is pinned, whatever its rule.
pub fn is_pinned(pins: Pins, field: Field) -> bool {
    match field {
        Field::Title => pins.title,
        Field::Link => pins.link,
        Field::Authors => pins.authors,
        Field::Abstract => pins.abstract_,
    }
}

/// What a rule makes of a difference, and why it is not applied where it is not.
pub fn decide(rule: Rule, kind: Kind) -> (Decision, Option<Why>) {
    match (rule, kind) {
        (Rule::Correct, _) | (Rule::Fill, Kind::Fill) => (Decision::Apply, None),
        (Rule::Fill, Kind::Correct) | (Rule::Propose, _) => (Decision::Propose, Some(Why::Policy)),
        (Rule::Off, _) => (Decision::Skip, Some(Why::Policy)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_decides_fills_and_corrections() {
        let apply = (Decision::Apply, None);
        let propose = (Decision::Propose, Some(Why::Policy));
        let skip = (Decision::Skip, Some(Why::Policy));
        for (rule, fill, correct) in [
            (Rule::Correct, apply, apply),
            (Rule::Fill, apply, propose),
            (Rule::Propose, propose, propose),
            (Rule::Off, skip, skip),
        ] {
            assert_eq!(decide(rule, Kind::Fill), fill, "{rule:?}");
            assert_eq!(decide(rule, Kind::Correct), correct, "{rule:?}");
        }
    }

    #[test]
    fn the_default_corrects_copied_fields_and_proposes_the_rest() {
        for (field, rule) in [
            (Field::Title, Rule::Propose),
            (Field::Link, Rule::Propose),
            (Field::Authors, Rule::Correct),
            (Field::Abstract, Rule::Correct),
        ] {
            assert_eq!(Policy::default().rule(field), rule, "{field:?}");
        }
    }

    #[test]
    fn rules_are_known_by_the_names_of_the_configuration() {
        for (name, rule) in [
            ("correct", Some(Rule::Correct)),
            ("fill", Some(Rule::Fill)),
            ("propose", Some(Rule::Propose)),
            ("off", Some(Rule::Off)),
            ("Correct", None),
            ("", None),
        ] {
            assert_eq!(Rule::from_name(name), rule, "{name:?}");
        }
    }
}
