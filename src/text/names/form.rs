//! How a list writes its authors: separators, order, initials, a closing stop, `et al.`

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
    /// What stands behind the last name (`.` or nothing).
    pub end: String,
    /// How many names are shown before `et al.`, and how that is written, where the list abbreviates.
    pub et_al: Option<(usize, String)>,
}

impl Default for Form {
    fn default() -> Self {
        let separator = || ", ".to_owned();
        Self {
            separator: separator(),
            last_separator: separator(),
            order: Order::Natural,
            end: String::new(),
            et_al: None,
        }
    }
}

impl Form {
    /// One name, at this place among the authors.
    pub fn name(&self, name: &str, place: usize) -> String {
        match self.order {
            Order::Natural => name.to_owned(),
            Order::Inverted => inverted(name),
            Order::FirstInverted if place == 0 => inverted(name),
            Order::FirstInverted => name.to_owned(),
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
                _ if last => &self.last_separator,
                _ => &self.separator,
            });
            out.push_str(&self.name(name, i));
        }
        out.push_str(tail.unwrap_or(&self.end));
        out
    }
}

/// `Family, Given`; particles go with the family name, names of groups stay as they are.
fn inverted(name: &str) -> String {
    const PARTICLES: [&str; 11] = [
        "de", "van", "der", "von", "la", "den", "di", "del", "le", "da", "dos",
    ];
    let words: Vec<&str> = name.split_whitespace().collect();
    let lower = name.to_lowercase();
    if words.len() < 2
        || ["collaboration", "team", "group"]
            .iter()
            .any(|g| lower.ends_with(g))
    {
        return name.to_owned();
    }
    let mut cut = words.len() - 1;
    while cut > 1 && PARTICLES.contains(&words[cut - 1].to_lowercase().as_str()) {
        cut -= 1;
    }
    format!("{}, {}", words[cut..].join(" "), words[..cut].join(" "))
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
        let cut = Form {
            et_al: Some((1, " et al.".into())),
            ..plain
        };
        check(&cut, &["A", "B"], "A et al.");
        check(&cut, &["A"], "A");
    }
}
