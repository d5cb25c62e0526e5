//! How a list writes its authors: order, given names, capitals, separators. Learned from names that
//! were found; nothing is written in a form that does not give back most of those.

use super::find::{Found, Order};
use super::persons::{Person, Persons};
use super::units::Unit;
use super::words::{Line, is_passed_over};
use crate::list::entry::Writing;
use crate::list::escape;
use crate::list::field::Kind;
use crate::text::names::suffix::is_family_suffix;

/// How given names are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Given {
    /// `Ada Eve`
    Full,
    /// `Ada`: no middle names.
    First,
    /// `A. E.`
    Initials,
    /// `A.E.`
    TightInitials,
    /// `A E`
    BareInitials,
    /// `AE`
    GluedInitials,
    /// Not at all.
    None,
}

/// What is written in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Capitals {
    /// First letters only.
    Usual,
    /// `Ada ABEL`
    Family,
    /// `ADA ABEL`
    All,
}

/// How one name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Style {
    /// The order of its parts.
    pub order: Order,
    /// Its given names.
    pub given: Given,
    /// Its capitals.
    pub capitals: Capitals,
}

/// How a list writes a line of authors.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Form {
    /// Each name.
    pub style: Style,
    /// Only the first name has its family name first.
    pub first_inverted: bool,
    /// Between two names.
    pub joint: String,
    /// Before the last name, where that is another.
    pub last_joint: Option<String>,
    /// How many names are shown before what is written instead of the others, and what that is,
    /// where the line is cut.
    pub cut: Option<(usize, String)>,
    /// What stands behind the last name: a full stop or nothing.
    pub end: String,
}

impl Style {
    /// Names as arXiv writes them.
    pub const USUAL: Self = Self {
        order: Order::Natural,
        given: Given::Full,
        capitals: Capitals::Usual,
    };

    /// A name in this style.
    pub fn write(&self, name: &str) -> String {
        let words: Vec<&str> = name.split_whitespace().collect();
        let family = family_len(&words);
        self.parts(
            &words[..words.len() - family],
            &words[words.len() - family..],
        )
    }

    fn parts(&self, given: &[&str], family: &[&str]) -> String {
        let is_person = !given.is_empty();
        let capitals = |s: String, yes: bool| if yes { s.to_uppercase() } else { s };
        let all = self.capitals == Capitals::All;
        let family = capitals(
            family.join(" "),
            self.capitals != Capitals::Usual && is_person || all,
        );
        let given = capitals(self.given(given), all);
        if given.is_empty() {
            return family;
        }
        match self.order {
            Order::Natural => format!("{given} {family}"),
            Order::FamilyFirst => format!("{family} {given}"),
            Order::Comma => format!("{family}, {given}"),
        }
    }

    fn given(&self, words: &[&str]) -> String {
        let (separator, stop) = match self.given {
            Given::None => return String::new(),
            Given::Full => return words.join(" "),
            Given::First => return words.first().copied().unwrap_or_default().to_owned(),
            Given::Initials => (" ", "."),
            Given::TightInitials => ("", "."),
            Given::BareInitials => (" ", ""),
            Given::GluedInitials => ("", ""),
        };
        let hyphen = if self.given == Given::GluedInitials {
            ""
        } else {
            "-"
        };
        let short = |w: &&str| {
            let parts = w.split('-').filter_map(|p| p.chars().next());
            let parts: Vec<String> = parts.map(|c| format!("{c}{stop}")).collect();
            match w.contains('.') && !w.ends_with('.') {
                // `A.B.` is two.
                true => w
                    .split('.')
                    .filter_map(|p| p.chars().next())
                    .map(|c| format!("{c}{stop}"))
                    .collect::<Vec<_>>()
                    .join(separator),
                false => parts.join(hyphen),
            }
        };
        words.iter().map(short).collect::<Vec<_>>().join(separator)
    }
}

/// How many of a name's last words are its family name: particles, which have no capital, go with
/// it.
fn family_len(words: &[&str]) -> usize {
    let Some((last, others)) = words.split_last() else {
        return 0;
    };
    let core = if words.len() > 2 && is_family_suffix(last) {
        2
    } else {
        1
    };
    let others = &others[..others.len() + 1 - core];
    let is_particle = |w: &&&str| w.starts_with(char::is_lowercase);
    let particles = others.iter().skip(1).rev().take_while(is_particle).count();
    core + particles
}

/// All styles, the usual first.
fn styles() -> impl Iterator<Item = Style> {
    let orders = [Order::Natural, Order::FamilyFirst, Order::Comma];
    let givens = [
        Given::Full,
        Given::First,
        Given::Initials,
        Given::TightInitials,
        Given::BareInitials,
        Given::GluedInitials,
        Given::None,
    ];
    let capitals = [Capitals::Usual, Capitals::Family, Capitals::All];
    capitals.into_iter().flat_map(move |capitals| {
        orders.into_iter().flat_map(move |order| {
            let mut givens = givens;
            // Of two initials without stops nobody knows; `Abel AE` is the usual form of that
            // order.
            if order == Order::FamilyFirst {
                givens.swap(4, 5);
            }
            givens.into_iter().map(move |given| Style {
                order,
                given,
                capitals,
            })
        })
    })
}

/// So many names show how a line writes its names.
const SAMPLE: usize = 60;

/// The style that gives back most of a line's names; `None` where it gives back fewer than 60 % of
/// them.
pub(super) fn style(
    line: &Line<'_>,
    found: &Found,
    units: &[Unit],
    persons: &Persons,
) -> Option<Style> {
    let step = found.hits.len() / SAMPLE + 1;
    // The first name alone may be inverted (`Abel, Ada, and Bo Bell`).
    let odd_first = found.hits.len() > 1
        && found.hits[0].order == Order::Comma
        && found.hits[1..].iter().all(|h| h.order == Order::Natural);
    let skip = usize::from(odd_first);
    let shown: Vec<(String, Order, &Person)> = (skip..found.hits.len())
        .step_by(step)
        .map(|i| {
            let hit = &found.hits[i];
            (
                folded(&written(line, &units[i])),
                hit.order,
                &persons.list[hit.person],
            )
        })
        .collect();
    let fits = |style: &Style| {
        let one = |(text, order, person): &&(String, Order, &Person)| {
            let counts = *order == style.order || style.given == Given::None;
            counts && folded(&style.write(&person.name)) == *text
        };
        shown.iter().filter(one).count()
    };
    let mut best: Option<(Style, usize)> = None;
    for style in styles() {
        let count = fits(&style);
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((style, count));
        }
        if count == shown.len() {
            break;
        }
    }
    let (best, count) = best?;
    (10 * count >= 6 * shown.len() && count > 0).then_some(best)
}

/// A name as its tokens say it, without markup and marks.
pub(super) fn written(line: &Line<'_>, unit: &Unit) -> String {
    let mut out = String::new();
    let mut at = unit.name.start;
    while at < unit.name.end {
        let token = &line.tokens.list[at];
        match &token.kind {
            Kind::Word(word) => out.push_str(&word.text),
            Kind::Blank => out.push(' '),
            Kind::Punctuation(c @ ('.' | '-' | '\'' | ',')) => out.push(*c),
            Kind::Open(pair) if is_passed_over(&pair.mark) && pair.partner < unit.name.end => {
                at = pair.partner;
            }
            _ => {}
        }
        at += 1;
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Accents aside.
fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    let dash = |c| match c {
        '‐' | '‑' | '–' => '-',
        '’' | '‘' | '`' => '\'',
        c => c,
    };
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(dash)
        .collect()
}

impl Default for Form {
    fn default() -> Self {
        Self {
            style: Style::USUAL,
            first_inverted: false,
            joint: ", ".into(),
            last_joint: None,
            cut: None,
            end: String::new(),
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

    /// One name at this place of the line, escaped for where it lands.
    pub fn name(&self, name: &str, place: usize, writing: Writing) -> String {
        let style = match self.first_inverted && place == 0 {
            true => Style {
                order: Order::Comma,
                ..self.style
            },
            false => self.style,
        };
        escape::part(&style.write(name), writing)
    }
}

/// A whole line, in a list's form.
pub fn write(names: &[String], form: &Form, writing: Writing) -> String {
    let (shown, tail) = match &form.cut {
        Some((count, tail)) if names.len() > *count => (&names[..*count], Some(tail)),
        _ => (names, None),
    };
    let and = " and ".to_owned();
    let (joint, last) = match writing {
        Writing::Bibtex => (&and, None),
        Writing::YamlList(_) => (&form.joint, None),
        _ => (&form.joint, form.last_joint.as_ref()),
    };
    let mut out = String::new();
    for (i, name) in shown.iter().enumerate() {
        let is_last = i > 0 && i + 1 == shown.len() && tail.is_none();
        match last.filter(|_| is_last) {
            // `Ada Abel, Bo Bell, and Cy Cole`, but `Ada Abel and Bo Bell`.
            Some(last) if i == 1 && form.style.order != Order::Comma => {
                let word = last.strip_prefix(',').filter(|w| !w.trim().is_empty());
                out.push_str(word.unwrap_or(last));
            }
            Some(last) => out.push_str(last),
            None if i > 0 => out.push_str(joint),
            None => {}
        }
        out.push_str(&form.name(name, i, writing));
    }
    out.push_str(tail.unwrap_or(&form.end));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: &Form, names: &[&str], expected: &str) {
        let names: Vec<String> = names.iter().map(|&n| n.into()).collect();
        assert_eq!(write(&names, form, Writing::Markdown), expected);
    }

    fn styled(order: Order, given: Given) -> Form {
        let style = Style {
            order,
            given,
            capitals: Capitals::Usual,
        };
        Form {
            style,
            ..Form::default()
        }
    }

    #[test]
    fn names_are_written_in_the_lists_form() {
        let plain = Form::default();
        check(&plain, &["A B", "C D"], "A B, C D");
        let and = Form {
            last_joint: Some(", and ".into()),
            ..plain.clone()
        };
        check(&and, &["A", "B", "C"], "A, B, and C");
        check(&and, &["A", "B"], "A and B");
        let short = styled(Order::Comma, Given::Initials);
        check(
            &short,
            &["Lea Ann Lund", "Ada de la Cruz", "Jean-Luc Petit"],
            "Lund, L. A., de la Cruz, A., Petit, J.-L.",
        );
        let vancouver = styled(Order::FamilyFirst, Given::GluedInitials);
        check(&vancouver, &["Lea Ann Lund", "Bo Bell"], "Lund LA, Bell B");
        let cut = Form {
            cut: Some((1, " et al.".into())),
            ..plain
        };
        check(&cut, &["A", "B"], "A et al.");
        check(&cut, &["A"], "A");
    }

    #[test]
    fn containers_have_their_own_joints() {
        let names = ["Ada Abel".to_owned(), "Bo Bell".to_owned()];
        let bibtex = write(&names, &Form::default(), Writing::Bibtex);
        assert_eq!(bibtex, "Ada Abel and Bo Bell");
    }
}
