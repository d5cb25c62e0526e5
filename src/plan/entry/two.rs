//! Signs that an entry holds the text of two papers: one that lost its title or link stands behind
//! another, or a container is not closed. Whose a field is then is not certain, so nothing in the
//! entry is edited (docs/explained-edits.md#two-papers-in-one-entry).

use super::EntryPlan;
use crate::list::entry::{Content, Entry, Evidence, Name, Value};

impl EntryPlan<'_> {
    /// Whether something says that the entry holds two papers.
    pub(super) fn holds_two_papers(&self) -> bool {
        let fields = [Name::Authors, Name::Abstract];
        let holds_another = |name: &Name| {
            let mut values = values(self.entry, name);
            values.any(|value| begins_an_entry(value.source(&self.list.doc)))
        };
        self.has_anothers_abstract
            || fields.iter().any(holds_another)
            || self.has_second_abstract()
            || self.is_out_of_order()
    }

    /// Whether a second abstract is no translation, but in the letters of the first one.
    fn has_second_abstract(&self) -> bool {
        let second = Name::Other("abstract".into());
        values(self.entry, &second).any(|value| {
            let text = value.source(&self.list.doc);
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            let latin = text.chars().filter(char::is_ascii_alphabetic).count();
            letters > 0 && latin * 10 >= letters * 9
        })
    }

    /// Whether authors that no label names stand on another side of the abstract than in the
    /// nearest entry that has both: they may be the next paper's.
    fn is_out_of_order(&self) -> bool {
        let entries = &self.list.entries;
        let Some(own) = authors_first(self.entry).filter(|_| !self.names_its_authors()) else {
            return false;
        };
        let others = (0..entries.len()).filter(|&i| i != self.i);
        let orders = others.filter_map(|i| Some((i.abs_diff(self.i), authors_first(&entries[i])?)));
        orders.min().is_some_and(|(_, other)| other != own)
    }

    fn names_its_authors(&self) -> bool {
        let place = self.entry.place(&Name::Authors);
        place.is_some_and(|p| matches!(p.evidence, Evidence::Label | Evidence::Key))
    }
}

/// The values that an entry has for a field.
fn values<'e>(entry: &'e Entry, name: &Name) -> impl Iterator<Item = &'e Value> {
    let places = entry.places.iter().filter(move |place| place.name == *name);
    places.filter_map(|place| match &place.content {
        Content::Shown { value, .. } => Some(value),
        Content::Hidden | Content::Absent(_) => None,
    })
}

/// Whether an entry's authors stand before its abstract, where it has both.
fn authors_first(entry: &Entry) -> Option<bool> {
    let start = |name| values(entry, &name).next().map(|value| value.span.start);
    Some(start(Name::Authors)? < start(Name::Abstract)?)
}

/// Whether a value goes on into another entry: a heading, or a container with a head of its own.
fn begins_an_entry(value: &str) -> bool {
    let is_heading = |line: &str| {
        let rest = line.trim_start().trim_start_matches('#');
        rest.starts_with(' ') && rest.len() < line.trim_start().len()
    };
    value.lines().skip(1).any(is_heading) || value.to_ascii_lowercase().contains("<summary")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::hints::Hints;
    use crate::plan::habits::Habits;
    use crate::plan::input::{List, Resolutions, Untouched};
    use crate::plan::testing::with_papers;

    const SUMMARY: &str = "Owls sleep by day, which makes them hard to watch. A field of \
        microphones hears them by night instead. We publish two thousand hours of owls.";

    /// Entries, each with these fields behind its title.
    fn check(fields: &[&str], expected: &[bool]) {
        let title = |n: usize| format!("Owls of the {n}th Forest");
        let fields = fields.iter().map(|f| f.replace("SUMMARY", SUMMARY));
        let entries = fields.enumerate().map(|(n, fields)| {
            let n = n + 1;
            format!(
                "### [{}](https://arxiv.org/abs/2401.{n:05})\n\n{fields}\n\n",
                title(n)
            )
        });
        let source: String = entries.collect();
        let hints = Hints::default();
        let list = List::read(&source, &hints, (2030, 1));
        let is: Vec<bool> = with_papers(&Resolutions::new(), |given| {
            let (habits, untouched) = (Habits::new(&list, given), Untouched::new());
            let entry = |i| EntryPlan::new(&list, given, &untouched, &habits, i);
            let all = 0..list.entries.len();
            all.map(|i| entry(i).holds_two_papers()).collect()
        });
        assert_eq!(is, expected, "{source}");
    }

    #[test]
    fn a_second_abstract_is_another_papers_unless_it_is_a_translation() {
        let with = |second: &str| {
            format!("**Authors**: Ada Abel\n\n**Abstract**: SUMMARY\n\n**Abstract**: {second}")
        };
        let first = "**Authors**: Ada Abel\n\n**Abstract**: SUMMARY";
        check(&[first], &[false]);
        for (second, expected) in [
            ("We count bees in many hives, by night and by day.", true),
            (
                "猫头鹰白天睡觉,因此很难观察。我们用麦克风在夜间倾听它们。",
                false,
            ),
            ("Совы спят днём, поэтому за ними трудно наблюдать.", false),
            // A few letters of another script are names or signs.
            ("We count all bees here αβ", true),
            ("We count all bees here αβγ", false),
            ("2024 – 2025", false),
        ] {
            check(&[first, &with(second)], &[false, expected]);
        }
    }

    #[test]
    fn a_value_with_a_heading_goes_on_into_another_entry() {
        for (value, expected) in [
            ("Owls.", false),
            ("# Owls\nsleep", false),
            ("Owls\n# sleep", true),
            ("Owls\nby\n  ### day", true),
            ("Owls\n#sleep", false),
            ("Owls\n sleep", false),
            ("Owls\n##", false),
            ("Owls <details><Summary>Bees</Summary>", true),
            ("Owls: a summary", false),
        ] {
            assert_eq!(begins_an_entry(value), expected, "{value}");
        }
    }
}
