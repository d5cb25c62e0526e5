//! Names that people no longer go by (`[names]` of the configuration): where a line has the former
//! one, the preferred one is written in its form.

use super::Context;
use super::find::Hit;
use super::form::{Given, Style};
use super::persons::{NameWord, Persons};
use super::reading::Reading;
use super::slips::{escape_part, is_touched};
use crate::list::edit::Edit;
use crate::list::entry::Writing;
use crate::list::field::{Kind, Tokens};

/// The edits that put preferred names in the place of former ones; `None` where one cannot be
/// written.
pub(super) fn renamed(
    line: &Tokens<'_>,
    writing: Writing,
    authors: &[String],
    context: &Context<'_>,
) -> Option<Vec<Edit>> {
    let old_names = |a: &String| -> Vec<(String, String)> {
        let old = (context.former_names)(a).into_iter();
        old.map(|old| (old, a.clone())).collect()
    };
    let former: Vec<(String, String)> = authors.iter().flat_map(old_names).collect();
    if former.is_empty() {
        return Some(Vec::new());
    }
    // Whoever goes by two names is two persons here; the likelier one has the words of the line.
    let mut all = authors.to_vec();
    all.extend(former.iter().map(|(old, _)| old.clone()));
    let persons = Persons::read(&all, context.vocabulary);
    let reading = Reading::new(line, writing, &persons, context);
    let mut out = Vec::new();
    for (unit, hit) in reading.found.hits.iter().enumerate() {
        let name = &persons.list[hit.person].name;
        let preferred = former.iter().find(|(old, _)| old == name && !hit.partial);
        if let Some((_, preferred)) = preferred {
            out.push(edit(&reading, unit, hit, preferred)?);
        }
    }
    Some(out)
}

fn edit(reading: &Reading<'_>, unit: usize, hit: &Hit, preferred: &str) -> Option<Edit> {
    let line = &reading.line;
    let first = line.words[hit.first].token;
    let tokens = first
        ..reading.units[unit]
            .name
            .end
            .max(line.words[hit.last].token + 1);
    let plain = |k: &Kind| match k {
        Kind::Word(_) | Kind::Blank => true,
        Kind::Punctuation(c) => matches!(c, '.' | '-' | '\'' | '’' | ','),
        _ => false,
    };
    let is_bare = line.tokens.list[tokens.clone()]
        .iter()
        .all(|t| plain(&t.kind));
    if !is_bare || is_touched(reading, &tokens) {
        return None;
    }
    let name = match reading.is_lower() {
        true => preferred.to_lowercase(),
        false => preferred.to_owned(),
    };
    let text = style(reading, hit).write(&name);
    Some(Edit {
        span: reading.span(&tokens),
        text: escape_part(reading, &text),
    })
}

/// The form of one name, for the line may be in none.
fn style(reading: &Reading<'_>, hit: &Hit) -> Style {
    let named: &[NameWord] = &reading.persons.list[hit.person].words;
    let words = &reading.line.words;
    let is_short = |&(w, n): &(usize, usize)| words[w].initial && !named[n].initial;
    let usual = reading.style().unwrap_or(Style::USUAL);
    let short = hit.pairs.iter().any(is_short);
    let has_initials = !matches!(usual.given, Given::Full | Given::First | Given::None);
    let given = match (short, has_initials) {
        (true, true) => usual.given,
        (true, false) => Given::Initials,
        (false, _) => Given::Full,
    };
    Style {
        order: hit.order,
        given,
        capitals: usual.capitals,
    }
}
