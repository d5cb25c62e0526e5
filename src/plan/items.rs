//! Authors as the items of a list, one name each. Names in running text are in [`super::authors`].

use crate::list::entry::Writing;
use crate::list::escape;
use crate::text::names::form::Form;

/// Names with their parts in a form's order.
pub(super) fn named(names: &[String], form: &Form) -> Vec<String> {
    let name = |(k, n): (usize, &String)| form.name(n, k);
    names.iter().enumerate().map(name).collect()
}

/// Names as the items of a list.
pub(super) fn write(names: &[String], writing: Writing, separator: &str) -> String {
    let items: Vec<String> = names.iter().map(|n| escape::part(n, writing)).collect();
    items.join(separator)
}

/// What separates the items of a list whose first one stands in the source at a byte, behind
/// `before`, which is not written yet: the line end and what is before the first.
pub(super) fn separator(source: &str, at: usize, before: &str, writing: Writing) -> String {
    let Writing::YamlList(list) = writing else {
        return ", ".into();
    };
    if list.flow {
        return ", ".into();
    }
    let eol = if source.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let line = source[..at].rsplit('\n').next().unwrap_or_default();
    let before = format!("{line}{before}");
    format!("{eol}{}", before.rsplit('\n').next().unwrap_or_default())
}
