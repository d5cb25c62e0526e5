//! `[names]` checked: what people want to be called. Messages do not tell the old names.

use crate::text::names::overrides::Overrides;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// The overrides, or what is wrong and where.
pub(super) fn check(
    raw: &BTreeMap<Spanned<String>, Spanned<String>>,
) -> Result<Overrides, (Range<usize>, &'static str)> {
    let pairs = raw
        .iter()
        .map(|(old, new)| (old.get_ref().as_str(), new.get_ref().as_str()));
    let overrides = Overrides::new(pairs);
    for (old, preferred) in raw {
        for name in [old, preferred] {
            if !is_name(name.get_ref()) {
                let problem = "this is no name; expected one in natural order, \"Given Family\"";
                return Err((name.span(), problem));
            }
        }
        if overrides.preferred(preferred.get_ref()).is_some() {
            let problem = "the preferred name is itself to be replaced; give the last one for both";
            return Err((preferred.span(), problem));
        }
    }
    Ok(overrides)
}

fn is_name(text: &str) -> bool {
    text.contains(char::is_alphabetic)
        && !text.contains(|c: char| c.is_control() || ",;".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_text(toml: &str) -> Result<(), &'static str> {
        check(&toml::from_str(toml).unwrap())
            .map(drop)
            .map_err(|(_, problem)| problem.split([';', '.']).next().unwrap_or(problem))
    }

    #[test]
    fn names_are_names_and_do_not_chain() {
        assert_eq!(
            check_text("'John Doe' = 'Jane Doe'\n'Pawel Wit' = 'Paweł Wit'"),
            Ok(())
        );
        for toml in [
            "'Doe, John' = 'Jane Doe'",
            "'John Doe' = ' '",
            "'12' = 'Jane Doe'",
        ] {
            assert_eq!(check_text(toml), Err("this is no name"), "{toml}");
        }
        let chain = "'John Doe' = 'Jane Doe'\n'Jane Doe' = 'Jan Doe'";
        assert_eq!(
            check_text(chain),
            Err("the preferred name is itself to be replaced")
        );
    }
}
