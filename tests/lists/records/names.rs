//! Author lines against the API's names: as they were submitted, in every form that lists write,
//! and with a slip in them.

use super::data::{Record, real_records, records, scattered, strangers};
use super::totals::Totals;
use arxsync::list::entry::Writing;
use arxsync::list::field;
use arxsync::plan::author_lines::{Capitals, Context, Form, Given, Order, Style, judge, write};
use arxsync::plan::judgement::Judgement;
use arxsync::text::names::group::is_group;
use arxsync::text::vocabulary::Vocabulary;

/// What a line is beside arXiv's names.
fn judged(line: &str, arxiv: &[String]) -> Judgement {
    let vocabulary = Vocabulary::standard();
    let context = Context::plain(&vocabulary);
    let tokens = field::read(line, 0..line.len(), Writing::Markdown);
    judge(&tokens, Writing::Markdown, arxiv, &context)
}

fn is_right(judgement: &Judgement) -> bool {
    matches!(judgement, Judgement::Right | Judgement::Own(_))
}

fn describe(id: &str, line: &str, arxiv: &[String], judgement: &Judgement) -> String {
    let said = match judgement {
        Judgement::Edit { after, .. } => format!("edited to {after}"),
        Judgement::Propose { why, .. } => format!("proposed: {why}"),
        Judgement::Right | Judgement::Own(_) => "right".to_owned(),
    };
    let short = |text: &str| text.chars().take(160).collect::<String>();
    let names = short(&arxiv.join(" | "));
    format!("{id}: {} | {names} | {}", short(line), short(&said))
}

/// Some records name not all of their authors, and that in the middle.
fn says_et_al(names: &[String]) -> bool {
    names.iter().any(|n| n.starts_with("et al"))
}

/// Every record's line, written by `line`, is right.
fn check(what: &str, one_in: usize, line: impl Fn(&Record, &[String]) -> Option<String>) {
    let mut totals = Totals::new(what);
    for record in records() {
        let names = record.author_names();
        if says_et_al(&names) {
            continue;
        }
        let Some(line) = line(record, &names) else {
            continue;
        };
        let judgement = judged(&line, &names);
        totals.count(is_right(&judgement), || {
            describe(&record.id, &line, &names, &judgement)
        });
    }
    totals.demand(one_in);
}

#[test]
fn lines_as_submitted_and_as_sent() {
    let mut unedited = Totals::new("author lines as submitted, not edited");
    let mut right = Totals::new("author lines as submitted, not proposed either");
    for record in real_records() {
        let names = record.author_names();
        let Some(line) = record.authors_raw.as_ref().filter(|_| !says_et_al(&names)) else {
            continue;
        };
        let judgement = judged(line, &names);
        let case = || describe(&record.id, line, &names, &judgement);
        unedited.count(!matches!(judgement, Judgement::Edit { .. }), case);
        right.count(!matches!(judgement, Judgement::Propose { .. }), case);
    }
    unedited.demand(0);
    // Most that are proposed have affiliations among the names.
    right.demand(20);
}

/// The line that the form makes of arXiv's names.
fn check_form(what: &str, form: &Form) {
    check(&format!("author lines, {what}"), 1000, |_, names| {
        Some(write(names, form, Writing::Markdown))
    });
}

fn form(joint: &str, last_joint: &str, order: Order, given: Given) -> Form {
    Form {
        style: Style {
            order,
            given,
            capitals: Capitals::Usual,
        },
        joint: joint.into(),
        last_joint: (last_joint != joint).then(|| last_joint.into()),
        ..Form::default()
    }
}

#[test]
fn names_in_natural_order() {
    for (between, last) in [
        (", ", ", "),
        (",", ","),
        ("; ", "; "),
        (" and ", " and "),
        (", ", " and "),
        (", ", ", and "),
        (", ", " & "),
        ("、", "、"),
    ] {
        for given in [Given::Full, Given::Initials] {
            let form = form(between, last, Order::Natural, given);
            check_form(&format!("{given:?} {between:?} {last:?}"), &form);
        }
    }
}

#[test]
fn names_in_inverted_order() {
    for given in [Given::Full, Given::Initials] {
        for (between, last) in [("; ", "; "), (" and ", " and ")] {
            let form = form(between, last, Order::Comma, given);
            check_form(&format!("Last, {given:?} {between:?} {last:?}"), &form);
        }
        // With commas everywhere a name of one word cannot be told from a family name.
        let form = form(", ", ", ", Order::Comma, given);
        let what = format!("author lines, Last, First, Last, First, {given:?}");
        check(&what, 1000, |_, names| {
            let all = names.iter().all(|n| n.contains(' '));
            all.then(|| write(names, &form, Writing::Markdown))
        });
    }
    let first_only = Form {
        first_inverted: true,
        ..form(", ", ", and ", Order::Natural, Given::Full)
    };
    check_form("Last, First of the first name only", &first_only);
}

#[test]
fn abbreviated_lines_and_ends() {
    for (count, tail) in [
        (1, " et al."),
        (2, ", et al."),
        (2, " et.al."),
        (3, " and others"),
    ] {
        let form = Form {
            cut: Some((count, tail.into())),
            ..Form::default()
        };
        check_form(&format!("{count}{tail}"), &form);
    }
    for end in [".", ",", ".,"] {
        let form = Form {
            end: end.into(),
            ..Form::default()
        };
        check_form(&format!("with {end:?} at the end"), &form);
    }
}

#[test]
fn names_with_marks() {
    let marked = |mark: fn(usize) -> String| {
        move |_: &Record, names: &[String]| {
            let names = names.iter().enumerate().map(|(i, n)| n.clone() + &mark(i));
            Some(names.collect::<Vec<_>>().join(", "))
        }
    };
    check(
        "author lines, superscripts",
        1000,
        marked(|i| ["¹", "²", "¹²", "³"][i % 4].into()),
    );
    check(
        "author lines, carets",
        1000,
        marked(|i| ["^1", "^1,2", "^{2}", "$^{1,3}$"][i % 4].into()),
    );
    check(
        "author lines, stars and daggers",
        1000,
        marked(|i| ["*", "†", "", "\\*"][i % 4].into()),
    );
    check(
        "author lines, affiliations",
        1000,
        marked(|i| ["", " (Aix, Lab)", " (1)", " (1,2)"][i % 4].into()),
    );
}

/// A slip in the list of names, at a place given by a number that looks random; `None` where there
/// is no place for it.
type Slip = fn(&[String], usize) -> Option<Vec<String>>;

/// How many slips of a kind each record gets.
const ROUNDS: usize = 3;

/// Every slip is seen, except in lines that say themselves that they do not name all.
fn check_slip(what: &str, slip: Slip) {
    let mut totals = Totals::new(format!("author lines, {what}"));
    for (i, record) in records().iter().enumerate() {
        let names = record.author_names();
        if says_et_al(&names) {
            continue;
        }
        for round in 0..ROUNDS {
            let Some(listed) = slip(&names, scattered(ROUNDS * i + round)) else {
                continue;
            };
            let line = listed.join(", ");
            let judgement = judged(&line, &names);
            totals.count(!is_right(&judgement), || {
                format!("{}: {line} | {}", record.id, names.join(", "))
            });
        }
    }
    totals.demand(0);
}

#[test]
fn a_name_dropped() {
    check_slip("one dropped", |names, at| {
        let mut out = names.to_vec();
        out.remove(at.checked_rem(names.len())?);
        (!out.is_empty()).then_some(out)
    });
}

#[test]
fn a_name_added() {
    check_slip("one added", |names, at| {
        let others = strangers();
        let other = others[scattered(at) % others.len()].author_names();
        // A group beside its people is no name too many.
        let is_person =
            |n: &&String| n.contains(' ') && !n.rsplit(' ').next().is_some_and(is_group);
        let other = other.first().filter(is_person)?;
        let mut out = names.to_vec();
        out.insert(at % (names.len() + 1), other.clone());
        (!names.is_empty() && !other.contains("et al")).then_some(out)
    });
}

#[test]
fn two_names_swapped() {
    check_slip("two swapped", |names, at| {
        let i = at.checked_rem(names.len().saturating_sub(1))?;
        let mut out = names.to_vec();
        out.swap(i, i + 1);
        // `A. Moro, An. Moro`: each may be short for the other, in any order.
        let family = |name: &str| name.rsplit(' ').next().map(str::to_lowercase);
        (family(&names[i]) != family(&names[i + 1])).then_some(out)
    });
}

/// What happens to a letter: the letter and its neighbour in, what is written out.
fn misspelt(names: &[String], at: usize, slip: fn(&str) -> String) -> Option<Vec<String>> {
    let i = at.checked_rem(names.len())?;
    let name = &names[i];
    let is_place = |p: &usize| {
        let bytes = name.as_bytes();
        bytes[*p].is_ascii_lowercase() && bytes[*p + 1].is_ascii_lowercase()
    };
    let places: Vec<usize> = (0..name.len() - 1).filter(is_place).collect();
    let place = *places.get(scattered(at).checked_rem(places.len())?)?;
    let wrong = slip(&name[place..place + 2]);
    let mut out = names.to_vec();
    out[i].replace_range(place..place + 2, &wrong);
    (name.len() >= 4 && out[i] != *name).then_some(out)
}

#[test]
fn a_name_misspelt() {
    check_slip("one with a wrong letter", |names, at| {
        misspelt(names, at, |two| {
            let wrong = if two.starts_with('q') { "k" } else { "q" };
            format!("{wrong}{}", &two[1..])
        })
    });
    check_slip("one with a letter too few", |names, at| {
        misspelt(names, at, |two| two[1..].to_owned())
    });
    check_slip("one with a letter twice", |names, at| {
        misspelt(names, at, |two| format!("{}{two}", &two[..1]))
    });
    check_slip("one with two letters swapped", |names, at| {
        misspelt(names, at, |two| two.chars().rev().collect())
    });
}
