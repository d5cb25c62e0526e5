//! The words in which reports speak about changes, findings and counts, so that all of them say the
//! same. No layout, no colour.

use super::totals::{Standing, Totals};
use super::{Mode, Outcome, Run, Stats};
use crate::plan::{Change, Code, Decision, Field, Kind, Why};
use std::collections::BTreeSet;

/// Why nothing is known, where no better reason is.
pub const NO_ANSWER: &str = "arXiv did not answer";

/// "1 change", "2 changes", "1 entry", "2 entries".
pub fn count(n: usize, noun: &str) -> String {
    match (n, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{n} {stem}ies"),
        (_, None) => format!("{n} {noun}s"),
    }
}

/// The field's name, as in the JSON report.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Link => "link",
        Field::Authors => "authors",
        Field::Abstract => "abstract",
    }
}

/// Whether a change fills or corrects, as in the JSON report.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Fill => "fill",
        Kind::Correct => "correct",
    }
}

/// What became of a change, in a sentence's words.
pub fn outcome(change: &Change, standing: Standing) -> &'static str {
    let fill = change.kind == Kind::Fill;
    match (change.decision, standing) {
        (Decision::Apply, Standing::Made) if fill => "filled in",
        (Decision::Apply, Standing::Made) => "corrected",
        (Decision::Apply, Standing::Pending) if fill => "to be filled in",
        (Decision::Apply, Standing::Pending) => "to be corrected",
        (Decision::Apply, Standing::Held) if fill => "not filled in",
        (Decision::Apply, Standing::Held) => "not corrected",
        (Decision::Propose, _) if fill => "addition proposed",
        (Decision::Propose, _) => "correction proposed",
        (Decision::Skip, _) if fill => "addition skipped",
        (Decision::Skip, _) => "correction skipped",
    }
}

/// What became of a change, in one word for a column.
pub fn verb(change: &Change, standing: Standing) -> &'static str {
    let fill = change.kind == Kind::Fill;
    match (change.decision, standing) {
        (Decision::Apply, Standing::Made) if fill => "filled",
        (Decision::Apply, Standing::Made) => "corrected",
        (Decision::Apply, Standing::Pending) if fill => "fill",
        (Decision::Apply, Standing::Pending) => "correct",
        (Decision::Apply, Standing::Held) => "held back",
        (Decision::Propose, _) => "proposed",
        (Decision::Skip, _) => "skipped",
    }
}

/// Why a change is not simply applied, and what else is to be known about it.
pub fn reason(change: &Change) -> Option<String> {
    let why = why(change).map(|why| why.replace("{field}", field(change.field)));
    let parts = lapsed(change).into_iter().chain(why);
    let parts: Vec<String> = parts.chain(change.note.clone()).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// What somebody said no to before, and why that does not hold any more.
fn lapsed(change: &Change) -> Option<String> {
    let no = change.lapsed.as_ref()?;
    let mut told = "you said no".to_owned();
    if let Some(version) = no.version {
        told += &format!(" to version {version}");
    }
    if let Some(day) = &no.on {
        told += &format!(" on {day}");
    }
    if let Some(because) = &no.because {
        told += &format!(" (\u{201c}{because}\u{201d})");
    }
    let now = match (change.version, of_day(change)) {
        (Some(version), Some(day)) => format!("version {version} {day}"),
        (Some(version), None) => format!("version {version}"),
        (None, _) => "arXiv".to_owned(),
    };
    Some(format!("{told}; {now} says something else"))
}

/// `of 2024-05-01`, where the day of the version is known.
pub fn of_day(change: &Change) -> Option<String> {
    let day = change.version_day.as_ref();
    day.map(|day| format!("of {day}"))
}

/// The heading of what somebody said no to before.
pub const ASKED_AGAIN: &str = "Changed since you said no";

fn why(change: &Change) -> Option<&'static str> {
    change.why.map(|why| match (why, change.decision) {
        (Why::Policy, Decision::Skip) => "the policy leaves this field alone",
        (Why::Policy, _) => "the policy leaves this field to you",
        (Why::Pinned, _) => "a comment pins it",
        (Why::Unexplained, _) => "not all of the text is understood, so it is left to you",
        (Why::NoSource, Decision::Skip) => "arXiv's feed has lost TeX or parts of names here, and the paper's record as submitted could not be asked for; the next run asks again",
        (Why::NoSource, _) => "arXiv's feed may have lost TeX or parts of names here, and there is no better source",
        (Why::OtherTitle, _) => "the title differs, and too little says that it is the same paper",
        (Why::TwoPapers, _) => "the entry seems to hold the text of two papers",
        (Why::Generated, _) => "the text says that a program writes it",
        (Why::Rejected, _) => "you said no to it",
        (Why::Reverted, _) => "it was made before, and somebody put the old words back; it is not made again unless you accept it",
        (Why::NotChosen, _) => "this run makes the chosen changes only",
        (Why::NoForm, _) => "the list shows no form for {field}: write one entry's by hand, and the others are filled in like it, or give one in [list.form], or leave {field} out of [[list]] fields",
        (Why::FormUnused, _) => "the list shows no form for {field}, and the one in [list.form] is for items and sections, and not for tables, BibTeX, HTML, front matter, quotes or single paragraphs: write it by hand",
    })
}

/// A finding's code as in the JSON report, and the heading of its group.
pub fn code(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::PlaceholderLink => ("placeholder-link", "Links that only stand in for one"),
        Code::PlaceholderText => ("placeholder-text", "Template text in a field"),
        Code::MissingLink => ("missing-link", "Entries without a link"),
        Code::MalformedId => ("malformed-id", "Ids that cannot exist"),
        Code::WrongId => ("wrong-id", "Links that lead to another paper"),
        Code::DuplicateId => ("duplicate-id", "Papers listed twice"),
        Code::NotFound => ("not-found", "Papers that arXiv does not know"),
        Code::NotReturned => ("not-returned", "Papers missing from arXiv's answer"),
        Code::Withdrawn => ("withdrawn", "Withdrawn papers"),
        Code::NewerVersion => ("newer-version", "Links to an older version"),
        Code::Published => ("published", "Papers that were published"),
        Code::TitleDrift => ("title-drift", "Papers with a new title"),
        Code::BadgeMismatch => ("badge-mismatch", "Badges that name another paper"),
        Code::LinkConflict => ("link-conflict", "Entries whose links disagree"),
        Code::OtherText => ("other-text", "Other text in the abstract's place"),
        Code::TooLarge => ("too-large", "Lists and texts that are too large"),
        Code::TitleMismatch => ("title-mismatch", "Links that may lead to another paper"),
        Code::OwnWords => ("own-words", "Words of the list's own beside arXiv's text"),
        Code::UnknownPin => ("unknown-pin", "Comments that are no pin"),
        Code::NoEntries => ("no-entries", "Lists in which nothing is recognised"),
        Code::Generated => ("generated", "Text that a program writes"),
        Code::MergeConflict => ("merge-conflict", "Unresolved merge conflicts"),
    }
}

/// The counts that are not zero, in order of weight: "2 changes to make, 1 proposal".
pub fn counts(totals: &Totals) -> String {
    let worded = [
        (
            totals.left_out,
            count(totals.left_out, "list") + " not worked on",
        ),
        (totals.made, count(totals.made, "change") + " made"),
        (totals.pending, count(totals.pending, "change") + " to make"),
        (totals.held, count(totals.held, "change") + " held back"),
        (
            totals.proposed,
            count(totals.proposed, "proposal") + &new(totals.new_proposed, totals.proposed),
        ),
        (totals.waiting, wait(totals.waiting)),
        (
            totals.findings,
            count(totals.findings, "finding") + &new(totals.new_findings, totals.findings),
        ),
        (
            totals.deferred,
            count(totals.deferred, "entry") + " not asked",
        ),
    ];
    let some = worded.into_iter().filter(|(n, _)| *n > 0);
    let some: Vec<String> = some.map(|(_, words)| words).collect();
    if some.is_empty() {
        return "nothing to change".to_owned();
    }
    some.join(", ")
}

fn wait(n: usize) -> String {
    count(n, "change") + if n == 1 { " waits" } else { " wait" }
}

/// How many of so many are new, where not all are.
fn new(new: usize, all: usize) -> String {
    match new {
        _ if new == all => String::new(),
        0 => " as before".to_owned(),
        n => format!(" ({n} new)"),
    }
}

/// What is as it was, and what nothing more is told of: "17 as before, 3 rejected, 2 pinned";
/// nothing where there is none. What is as it was is left out where it `is_told` one by one.
pub fn standing(totals: &Totals, is_told: bool) -> Option<String> {
    let known = totals.proposed + totals.findings - totals.new_proposed - totals.new_findings;
    let worded = [
        (if is_told { 0 } else { known }, "as before"),
        (totals.rejected, "rejected"),
        (totals.pinned, "pinned"),
        (totals.ignored, "ignored"),
        (totals.off, "off by policy"),
    ];
    let some = worded.into_iter().filter(|(n, _)| *n > 0);
    let some: Vec<String> = some.map(|(n, words)| format!("{n} {words}")).collect();
    (!some.is_empty()).then(|| some.join(", "))
}

/// What became of the changes of a list, as the line under which they are folded away.
pub fn applied(changes: usize, entries: usize, standing: Standing) -> String {
    let verb = match standing {
        Standing::Made => "made",
        Standing::Pending => "to make",
        Standing::Held => "held back",
    };
    let (changes, entries) = (count(changes, "change"), count(entries, "entry"));
    format!("{changes} {verb}, {entries} in all")
}

/// Whether there is something to write, where somebody says yes.
pub fn can_be_accepted(change: &Change) -> bool {
    !matches!(change.why, Some(Why::NoForm | Why::FormUnused)) && !change.edits.is_empty()
}

/// What the run cost arXiv.
pub fn cost(stats: &Stats) -> String {
    let requests = match stats.requests {
        0 => "no request to arXiv".to_owned(),
        n => count(n as usize, "request") + " to arXiv",
    };
    let retries = match stats.retries {
        0 => String::new(),
        n => format!(" ({n} of them repeated)"),
    };
    let papers = count(stats.papers as usize, "paper");
    format!(
        "{requests}{retries} for {papers}, {} from the cache",
        stats.cache_hits
    )
}

/// What the user should do next; `None` where there is nothing.
pub fn next_step(run: &Run, totals: &Totals) -> Option<String> {
    let said = match run.mode {
        _ if totals.left_out > 0 => {
            "mend what is wrong with the lists that were not worked on, and run again"
        }
        _ if run.outcome == Outcome::Failed => "the run broke off: see the log, then run again",
        _ if totals.held > 0 => "run again: what was held back is planned anew",
        Mode::DryRun if totals.pending > 0 => "run without --dry-run to apply",
        Mode::Check if totals.pending > 0 => "run without --check to apply",
        _ if totals.deferred + totals.waiting > 0 => {
            "run again later: arXiv is asked only for what is missing"
        }
        _ if totals.new_proposed > 0 => {
            return Some(REVIEW.to_owned() + &policy_hint(run));
        }
        _ if totals.new_findings > 0 => REVIEW,
        _ => return None,
    };
    Some(said.to_owned())
}

/// What to do about what needs somebody.
const REVIEW: &str = "`arxsync review` goes through what needs you";

/// Which rule would apply what is only proposed; nothing where none would.
fn policy_hint(run: &Run) -> String {
    let changes = run.lists.iter().flat_map(|list| &list.plan.changes);
    let by_policy = |c: &&Change| (c.decision, c.why) == (Decision::Propose, Some(Why::Policy));
    let fields: BTreeSet<&str> = changes.filter(by_policy).map(|c| field(c.field)).collect();
    let rules: Vec<String> = fields
        .iter()
        .map(|f| format!("{f} = \"correct\""))
        .collect();
    match rules.as_slice() {
        [] => String::new(),
        rules => format!("; [policy] {} applies such proposals", rules.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_their_nouns() {
        for (n, noun, expected) in [
            (0, "change", "0 changes"),
            (1, "change", "1 change"),
            (2, "entry", "2 entries"),
            (1, "entry", "1 entry"),
        ] {
            assert_eq!(count(n, noun), expected);
        }
    }

    #[test]
    fn only_what_is_there_is_counted() {
        let totals = Totals {
            pending: 2,
            proposed: 1,
            new_proposed: 1,
            findings: 3,
            new_findings: 2,
            waiting: 1,
            deferred: 3,
            ..Totals::default()
        };
        assert_eq!(
            counts(&totals),
            "2 changes to make, 1 proposal, 1 change waits, 3 findings (2 new), 3 entries not asked"
        );
        assert_eq!(counts(&Totals::default()), "nothing to change");
    }

    #[test]
    fn the_cost_is_told_in_words() {
        let stats = |requests, retries| Stats {
            requests,
            retries,
            cache_hits: 57,
            papers: 58,
        };
        assert_eq!(
            cost(&stats(0, 0)),
            "no request to arXiv for 58 papers, 57 from the cache"
        );
        assert_eq!(
            cost(&stats(3, 1)),
            "3 requests to arXiv (1 of them repeated) for 58 papers, 57 from the cache"
        );
    }

    #[test]
    fn names_are_those_of_the_json_report() {
        let json = |value: serde_json::Value| value.as_str().unwrap().to_owned();
        for c in [
            Code::PlaceholderLink,
            Code::PlaceholderText,
            Code::MissingLink,
            Code::MalformedId,
            Code::WrongId,
            Code::DuplicateId,
            Code::NotFound,
            Code::NotReturned,
            Code::Withdrawn,
            Code::NewerVersion,
            Code::Published,
            Code::TitleDrift,
            Code::BadgeMismatch,
            Code::LinkConflict,
            Code::OtherText,
            Code::TooLarge,
            Code::TitleMismatch,
            Code::OwnWords,
            Code::UnknownPin,
            Code::Generated,
            Code::NoEntries,
            Code::MergeConflict,
        ] {
            assert_eq!(code(c).0, json(serde_json::to_value(c).unwrap()));
        }
        for f in [Field::Title, Field::Link, Field::Authors, Field::Abstract] {
            assert_eq!(field(f), json(serde_json::to_value(f).unwrap()));
        }
    }
}
