//! How a list writes its authors: separators, order, initials, a closing stop, `et al.`

use super::group::is_group;

/// The order of a name's parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// `Given Family` throughout.
    Natural,
    /// `Family, Given` throughout.
    Inverted,
    /// `Family, Given` for the first name only.
    FirstInverted,
}

/// How a list writes its authors.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Form {
    /// Between two names.
    pub separator: String,
    /// Before the last name.
    pub last_separator: String,
    /// The order of a name's parts.
    pub order: Order,
    /// Whether given names are abbreviated.
    pub initials: bool,
    /// What stands behind the last name (`.` or nothing).
    pub end: String,
    /// How many names are shown before `et al.`, and how that is written, where the list
    /// abbreviates.
    pub et_al: Option<(usize, String)>,
    /// Whether `et al.` stands only where there are others.
    pub et_al_counts: bool,
}

impl Default for Form {
    fn default() -> Self {
        let separator = || ", ".to_owned();
        Self {
            separator: separator(),
            last_separator: separator(),
            order: Order::Natural,
            initials: false,
            end: String::new(),
            et_al: None,
            et_al_counts: false,
        }
    }
}

impl Form {
    /// The form that most lines of a list have.
    pub fn usual(forms: &[Self]) -> Self {
        let mut counts: Vec<(&Self, usize)> = Vec::new();
        for form in forms {
            match counts.iter_mut().find(|(f, _)| *f == form) {
                Some((_, count)) => *count += 1,
                None => counts.push((form, 1)),
            }
        }
        let usual = counts.iter().rev().max_by_key(|(_, count)| *count);
        usual.map_or_else(Self::default, |(f, _)| (*f).clone())
    }

    /// One name, at this place among the authors.
    pub fn name(&self, name: &str, place: usize) -> String {
        let name = if self.initials {
            abbreviated(name)
        } else {
            name.to_owned()
        };
        match self.order {
            Order::Inverted => inverted(&name),
            Order::FirstInverted if place == 0 => inverted(&name),
            Order::Natural | Order::FirstInverted => name,
        }
    }

    /// All names, as the list would write them.
    pub fn write(&self, names: &[String]) -> String {
        let (shown, tail) = match &self.et_al {
            Some((count, tail)) if names.len() > *count => (&names[..*count], Some(tail)),
            _ => (names, None),
        };
        let mut out = String::new();
        for (i, name) in shown.iter().enumerate() {
            let last = i + 1 == shown.len() && tail.is_none();
            out.push_str(match i {
                0 => "",
                // `Ada Abel, Bo Bell, and Cy Cole`, but `Ada Abel and Bo Bell`.
                1 if last && self.order == Order::Natural => {
                    let word = self.last_separator.strip_prefix(',');
                    let word = word.filter(|word| !word.trim().is_empty());
                    word.unwrap_or(&self.last_separator)
                }
                _ if last => &self.last_separator,
                _ => &self.separator,
            });
            out.push_str(&self.name(name, i));
        }
        out.push_str(tail.unwrap_or(&self.end));
        out
    }
}

/// `L. Lund`; what is no full given name (initials, particles, names of groups) stays as it is.
fn abbreviated(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() < 2 || name.rsplit(' ').next().is_some_and(is_group) {
        return name.to_owned();
    }
    let (given, family) = words.split_at(words.len() - family_len(&words));
    // `Jean-Luc`, `YoungJu`, `Max-K`; not `P.C.`, `JL`.
    let is_full = |w: &str| {
        w.starts_with(char::is_uppercase) && w.contains(char::is_lowercase) && !w.contains('.')
    };
    let initial = |part: &str| {
        part.chars()
            .next()
            .map(|c| format!("{c}."))
            .unwrap_or_default()
    };
    let short = |w: &&str| match is_full(w) {
        true => w.split('-').map(initial).collect::<Vec<_>>().join("-"),
        false => (*w).to_owned(),
    };
    given
        .iter()
        .map(short)
        .chain(family.iter().map(|w| (*w).to_owned()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// How many of the last words are the family name, its particles and `Jr.` included.
fn family_len(words: &[&str]) -> usize {
    const PARTICLES: [&str; 11] = [
        "de", "van", "der", "von", "la", "den", "di", "del", "le", "da", "dos",
    ];
    let is_particle = |w: &&&str| PARTICLES.contains(&w.to_lowercase().as_str());
    let last = words.last().map_or("", |w| w.trim_end_matches('.'));
    let core = if words.len() > 2 && is_suffix(last) {
        2
    } else {
        1
    };
    core + words[1..words.len() - core]
        .iter()
        .rev()
        .take_while(is_particle)
        .count()
}

/// What stands behind a family name, without its stop.
pub(super) fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr" | "Sr" | "II" | "III" | "IV")
}

/// Whether this can be no family name alone: `D.J.Saik`, `The ATLAS Collaboration`.
pub(super) fn is_whole_name(text: &str) -> bool {
    let mut chars = text.chars();
    let initial = chars.next().is_some_and(char::is_uppercase) && chars.next() == Some('.');
    let has_family = || {
        text.split(['.', ' ', '-'])
            .any(|w| w.chars().nth(2).is_some())
    };
    initial && has_family() || text.rsplit(' ').next().is_some_and(is_group)
}

/// `Family, Given`; particles go with the family name, names of groups stay as they are.
fn inverted(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() < 2 || name.rsplit(' ').next().is_some_and(is_group) {
        return name.to_owned();
    }
    let (given, family) = words.split_at(words.len() - family_len(&words));
    format!("{}, {}", family.join(" "), given.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: &Form, names: &[&str], expected: &str) {
        let names: Vec<String> = names.iter().map(|&n| n.into()).collect();
        assert_eq!(form.write(&names), expected);
    }

    #[test]
    fn names_are_written_in_the_lists_form() {
        let plain = Form::default();
        check(&plain, &["A B", "C D"], "A B, C D");
        check(
            &Form {
                end: ".".into(),
                ..plain.clone()
            },
            &["A B"],
            "A B.",
        );
        let and = Form {
            last_separator: ", and ".into(),
            ..plain.clone()
        };
        check(&and, &["A", "B", "C"], "A, B, and C");
        check(&and, &["A", "B"], "A and B");
        let bibtex = Form {
            separator: " and ".into(),
            last_separator: " and ".into(),
            order: Order::Inverted,
            ..plain.clone()
        };
        check(
            &bibtex,
            &["Ada de la Cruz", "Kimi Team"],
            "de la Cruz, Ada and Kimi Team",
        );
        let short = Form {
            initials: true,
            order: Order::Inverted,
            ..plain.clone()
        };
        check(
            &short,
            &["Lea Ann Lund", "Ada de la Cruz", "Kimi Team"],
            "Lund, L. A., de la Cruz, A., Kimi Team",
        );
        check(
            &short,
            &["J.-L. Jestin", "Jean-Luc Petit", "P.C. Can"],
            "Jestin, J.-L., Petit, J.-L., Can, P.C.",
        );
        check(
            &short,
            &["Neal J. Evans II", "YoungJu Cho", "Max-K von Ren"],
            "Evans II, N. J., Cho, Y., von Ren, M.-K.",
        );
        let cut = Form {
            et_al: Some((1, " et al.".into())),
            ..plain
        };
        check(&cut, &["A", "B"], "A et al.");
        check(&cut, &["A"], "A");
    }
}
