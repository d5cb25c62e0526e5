//! The lines of a plan after its edits were made: those above move what is below them.

use super::{Change, Code, Decision, Plan};
use crate::list::edit::Edit;

/// A line, in the words in which messages name one; [`renumber`] knows them again.
pub fn in_line(line: usize) -> String {
    format!("{IN_LINE}{line}")
}

const IN_LINE: &str = "in line ";

/// The 1-based lines of a plan's entries, changes and findings, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Of the entries.
    pub entries: Vec<usize>,
    /// Of the changes.
    pub changes: Vec<usize>,
    /// Of the findings.
    pub findings: Vec<usize>,
}

impl Numbers {
    /// Those of a plan.
    pub fn of(plan: &Plan) -> Self {
        Self {
            entries: plan.entries.iter().map(|entry| entry.line).collect(),
            changes: plan.changes.iter().map(|change| change.line).collect(),
            findings: plan.findings.iter().map(|finding| finding.line).collect(),
        }
    }

    /// Gives a plan these lines.
    pub fn put(&self, plan: &mut Plan) {
        let entries = plan.entries.iter_mut().map(|entry| &mut entry.line);
        let changes = plan.changes.iter_mut().map(|change| &mut change.line);
        let findings = plan.findings.iter_mut().map(|finding| &mut finding.line);
        let lines = entries.chain(changes).chain(findings);
        let own = [&self.entries, &self.changes, &self.findings];
        for (line, own) in lines.zip(own.into_iter().flatten()) {
            *line = *own;
        }
    }
}

/// Counts the lines of entries, changes and findings anew, for the list as it is with the edits of
/// the plan made. The edits themselves stay about `before`, the list as it was read. Returns the
/// lines as they were there.
pub fn renumber(plan: &mut Plan, before: &str) -> Numbers {
    let read = Numbers::of(plan);
    let lines = Lines::new(plan, before);
    for entry in &mut plan.entries {
        entry.line = lines.now(entry.line);
    }
    for change in &mut plan.changes {
        change.line = lines.of_change(change);
        if let Some(note) = &mut change.note {
            lines.reword(note);
        }
    }
    for finding in &mut plan.findings {
        finding.line = lines.now(finding.line);
        if finding.code == Code::DuplicateId {
            lines.reword(&mut finding.message);
        }
    }
    read
}

/// How lines move.
struct Lines {
    /// Where each line of the list as it was begins.
    starts: Vec<usize>,
    /// The edits that are made, in order.
    edits: Vec<Edit>,
    /// How many lines each of them, and those before it, add (or take).
    moved: Vec<isize>,
}

impl Lines {
    fn new(plan: &Plan, before: &str) -> Self {
        let made = plan
            .changes
            .iter()
            .filter(|c| c.decision == Decision::Apply);
        let mut edits: Vec<Edit> = made.flat_map(|c| c.edits.iter().cloned()).collect();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let ends = before.match_indices('\n').map(|(at, _)| at + 1);
        let mut sum = 0;
        let moved = edits.iter().map(|edit| {
            sum += ends_in(&edit.text) - ends_in(&before[edit.span.clone()]);
            sum
        });
        Self {
            starts: std::iter::once(0).chain(ends).collect(),
            moved: moved.collect(),
            edits,
        }
    }

    /// The line that what was in this one is in now.
    fn now(&self, line: usize) -> usize {
        let Some(at) = line.checked_sub(1).and_then(|n| self.starts.get(n)) else {
            return line;
        };
        self.moved_to(line, *at)
    }

    /// The line of what was in this one, where edits up to `at` count.
    fn moved_to(&self, line: usize, at: usize) -> usize {
        let above = self.edits.partition_point(|edit| edit.span.end <= at);
        let by = above.checked_sub(1).map_or(0, |last| self.moved[last]);
        line.saturating_add_signed(by).max(1)
    }

    /// The line of a change's field: where a missing one was written, it is the line of its text.
    fn of_change(&self, change: &Change) -> usize {
        let [edit] = change.edits.as_slice() else {
            return self.now(change.line);
        };
        let is_put = change.decision == Decision::Apply && edit.span.is_empty();
        let blank = edit.text.len() - edit.text.trim_start().len();
        let lead = ends_in(&edit.text[..blank]);
        if !(is_put && ends_in(&edit.text) > 0) {
            return self.now(change.line);
        }
        let at = edit.span.start;
        let line = self.starts.partition_point(|start| *start <= at);
        // Of several texts at one place, those that come first push this one down.
        let above = self.edits.iter().position(|other| other == edit);
        let above = above.and_then(|n| n.checked_sub(1));
        let by = above.map_or(0, |last| self.moved[last]) + lead;
        line.saturating_add_signed(by).max(1)
    }

    /// The same words, with the line as it is now.
    fn reword(&self, text: &mut String) {
        let Some(at) = text.find(IN_LINE).map(|at| at + IN_LINE.len()) else {
            return;
        };
        let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        if let Ok(line) = text[at..at + digits].parse() {
            text.replace_range(at..at + digits, &self.now(line).to_string());
        }
    }
}

/// How many lines end in a text.
fn ends_in(text: &str) -> isize {
    text.matches('\n').count().cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::edit::EditSet;
    use crate::plan::{EntryVerdict, Field, Finding, Kind, Status};

    const BEFORE: &str = "one\ntwo\n\nthree\nfour\n";

    fn change(line: usize, old: &str, new: &str) -> Change {
        let start = BEFORE.find(old).unwrap();
        let edit = Edit {
            span: start..start + old.len(),
            text: new.into(),
        };
        at(line, edit)
    }

    fn put_behind(line: usize, old: &str, new: &str) -> Change {
        let start = BEFORE.find(old).unwrap() + old.len();
        let edit = Edit {
            span: start..start,
            text: new.into(),
        };
        at(line, edit)
    }

    fn at(line: usize, edit: Edit) -> Change {
        Change {
            id: String::new(),
            entry: 0,
            line,
            arxiv_id: "2401.00001".parse().unwrap(),
            version: None,
            version_day: None,
            lapsed: None,
            words: String::new(),
            field: Field::Abstract,
            kind: Kind::Correct,
            decision: Decision::Apply,
            why: None,
            before: None,
            after: String::new(),
            note: Some("it is the same as in the entry in line 4".into()),
            edits: vec![edit],
        }
    }

    /// The lines of the changes, and the line that each line is in.
    fn check(changes: Vec<Change>, of_changes: &[usize], words: &[(&str, usize)]) {
        let entry = |line| EntryVerdict {
            line,
            title: String::new(),
            arxiv_id: None,
            layout: "",
            status: Status::Ok,
            why: None,
        };
        let edits = changes.iter().flat_map(|c| c.edits.clone()).collect();
        let after = EditSet::new(BEFORE, edits).unwrap().apply(BEFORE);
        let double = Finding::new(Code::DuplicateId, 5, "the same paper is listed in line 4");
        let lines = 1..=BEFORE.lines().count();
        let mut plan = Plan {
            entries: lines.map(entry).collect(),
            changes,
            findings: vec![double],
            ..Plan::default()
        };
        renumber(&mut plan, BEFORE);
        let found: Vec<usize> = plan.changes.iter().map(|c| c.line).collect();
        assert_eq!(found, of_changes, "{after}");
        for (word, line) in words {
            let was = BEFORE.lines().position(|l| l == *word).unwrap();
            assert_eq!(plan.entries[was].line, *line, "{word} in {after}");
            assert_eq!(after.lines().nth(line - 1), Some(*word), "{after}");
        }
        let three = after.lines().position(|l| l == "three").unwrap() + 1;
        assert!(
            plan.findings[0]
                .message
                .ends_with(&format!("in line {three}"))
        );
        for change in &plan.changes {
            let note = change.note.as_ref().unwrap();
            assert!(note.ends_with(&format!("in line {three}")), "{note}");
        }
    }

    #[test]
    fn lines_are_those_of_the_list_as_it_is_now() {
        check(vec![], &[], &[("one", 1), ("four", 5)]);
        let longer = change(2, "two", "two\nand\nmore");
        check(
            vec![longer.clone()],
            &[2],
            &[("one", 1), ("three", 6), ("four", 7)],
        );
        let shorter = change(2, "two\n\n", "");
        check(
            vec![shorter],
            &[2],
            &[("one", 1), ("three", 2), ("four", 3)],
        );
        let filled = put_behind(2, "two", "\n\nnew");
        check(vec![filled], &[4], &[("one", 1), ("three", 6)]);
        let both = vec![put_behind(1, "one", "\n\nA"), put_behind(1, "one", "\n\nB")];
        check(both, &[3, 5], &[("two", 6), ("four", 9)]);
        let mut proposed = longer;
        proposed.decision = Decision::Propose;
        proposed.edits.clear();
        check(vec![proposed], &[2], &[("three", 4)]);
    }
}
