//! What runs did, and what was changed or proposed in a list or of a paper, as text and JSON.

use super::excerpt::{Context, Excerpt, excerpts};
use super::status::minute;
use super::word_diff::{Segment, diff};
use super::{phrases, sanitize};
use jiff::Timestamp;
use serde::Serialize;
use std::fmt::Write as _;

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PastRun {
    /// Its id.
    pub id: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended, if it did.
    pub finished_at: Option<Timestamp>,
    /// `clean`, `changed`, `incomplete`, `failed`; none where it is under way or broke off.
    pub outcome: Option<String>,
    /// Why it failed.
    pub problem: Option<String>,
    /// Requests sent.
    pub requests: u32,
    /// Papers that the lists name.
    pub papers: u32,
    /// How many of them got no answer.
    pub deferred: u32,
    /// Changes that it wrote.
    pub applied: u32,
    /// Changes that it proposed.
    pub proposed: u32,
}

/// A change that was applied or proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PastChange {
    /// The run that decided it.
    pub run: String,
    /// When that run began.
    pub at: Timestamp,
    /// The list's path.
    pub list: String,
    /// 1-based line in it, as it was then.
    pub line: u32,
    /// The paper.
    pub arxiv_id: String,
    /// `title`, `link`, `authors`, `abstract`.
    pub field: String,
    /// `fill` or `correct`.
    pub kind: String,
    /// `apply` or `propose`.
    pub decision: String,
    /// Why it was not applied.
    pub why: Option<String>,
    /// What became of it: `noted`, `planned`, `applied`, `conflict`, `aborted`.
    pub state: String,
    /// What the field said.
    pub before: Option<String>,
    /// What it was to say.
    pub after: String,
    /// How many runs noted the same difference.
    pub times: u32,
    /// When the first of them began.
    pub first_at: Timestamp,
}

/// What is told of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum History {
    /// The last runs, newest first.
    Runs(Vec<PastRun>),
    /// The changes of a list or a paper, newest first.
    Changes(Vec<PastChange>),
}

/// The words around a difference, and the characters that are shown of one.
const CONTEXT: Context = Context {
    words: 3,
    chars: 24,
};
const SHOWN: usize = 40;

/// For programs: one JSON object with `runs` or `changes`.
pub fn json(history: &History) -> String {
    #[derive(Serialize)]
    struct Report<'a> {
        schema: u32,
        #[serde(flatten)]
        history: &'a History,
    }
    sanitize::json(&Report { schema: 1, history })
}

/// For people: a line for every run, two for every change.
pub fn text(history: &History) -> String {
    let mut out = String::new();
    match history {
        History::Runs(runs) if runs.is_empty() => out.push_str("no run yet\n"),
        History::Changes(changes) if changes.is_empty() => {
            out.push_str("no change is recorded\n");
        }
        History::Runs(runs) => runs.iter().for_each(|run| push_run(&mut out, run)),
        History::Changes(changes) => changes.iter().for_each(|c| push_change(&mut out, c)),
    }
    out
}

fn push_run(out: &mut String, run: &PastRun) {
    let outcome = run.outcome.as_deref().unwrap_or("no end");
    let papers = phrases::count(run.papers as usize, "paper");
    let mut line = format!(
        "{}  {outcome:<10}  {papers}, {} applied, {} proposed",
        minute(run.started_at),
        run.applied,
        run.proposed
    );
    if run.deferred > 0 {
        let _ = write!(line, ", {} deferred", run.deferred);
    }
    let _ = write!(line, "  run {}", run.id);
    if let Some(problem) = &run.problem {
        let _ = write!(line, "  {problem}");
    }
    let _ = writeln!(out, "{}", shown(&line));
}

/// On one line, with the columns kept apart.
fn shown(line: &str) -> String {
    let cells: Vec<String> = line.split("  ").map(sanitize::one_line).collect();
    cells.join("  ")
}

fn push_change(out: &mut String, change: &PastChange) {
    let verb = match (change.state.as_str(), change.decision.as_str()) {
        ("noted", "propose") => "proposed",
        ("noted", _) => "not written",
        ("planned", _) => "unsettled",
        (state, _) => state,
    };
    let mut line = format!(
        "{}  {verb:<11}  {:<8}  {:<12}  {}:{}",
        minute(change.at),
        change.field,
        change.arxiv_id,
        change.list,
        change.line
    );
    if change.times > 1 {
        let _ = write!(
            line,
            "  by {} runs since {}",
            change.times,
            minute(change.first_at)
        );
    }
    let _ = write!(line, "  run {}", change.run);
    let _ = writeln!(out, "{}", sanitize::lines(&line).replace(['\n', '\t'], " "));
    let _ = writeln!(
        out,
        "    {}",
        brief(change.before.as_deref(), &change.after)
    );
}

/// The first place where two texts differ, `… tested [-five-]{+seven+} birds …`, and how many more
/// there are.
fn brief(before: Option<&str>, after: &str) -> String {
    let old = sanitize::one_line(before.unwrap_or_default());
    let new = sanitize::one_line(after);
    let segments = diff(&old, &new);
    let places = excerpts(&segments, CONTEXT);
    let Some(first) = places.first() else {
        return "the same words".to_owned();
    };
    let more = match places.len() - 1 {
        0 => String::new(),
        n => format!(" ({})", phrases::count(n, "more place")),
    };
    place(first) + &more
}

fn place(excerpt: &Excerpt<'_>) -> String {
    let segments = excerpt.segments.iter().map(|segment| match segment {
        Segment::Equal(text) => (*text).to_owned(),
        Segment::Removed(text) => format!("[-{}-]", sanitize::cut(text, SHOWN)),
        Segment::Added(text) => format!("{{+{}+}}", sanitize::cut(text, SHOWN)),
    });
    let mark = |is_cut, mark: &'static str| if is_cut { mark } else { "" };
    let text: String = segments.collect();
    format!(
        "{}{}{}",
        mark(excerpt.cut_before, "… "),
        text.trim(),
        mark(excerpt.cut_after, " …")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time() -> Timestamp {
        "2026-11-23T04:17:00Z".parse().unwrap()
    }

    fn change() -> PastChange {
        PastChange {
            run: "r1".into(),
            at: time(),
            list: "/l/a.md".into(),
            line: 9,
            arxiv_id: "2401.00001".into(),
            field: "abstract".into(),
            kind: "correct".into(),
            decision: "apply".into(),
            why: None,
            state: "applied".into(),
            before: Some(
                "We tested the new device on nine birds in ten and saw nothing at all".into(),
            ),
            after: "We tested the new device on seven birds in ten and saw nothing at all".into(),
            times: 1,
            first_at: time(),
        }
    }

    #[test]
    fn changes_are_told_by_their_words() {
        let proposed = PastChange {
            state: "noted".into(),
            decision: "propose".into(),
            before: None,
            after: "A\u{1b}[31m\nB ".to_owned() + &"long ".repeat(50),
            times: 4,
            list: "/l/\n\u{202e}.md".into(),
            ..change()
        };
        let history = History::Changes(vec![change(), proposed]);
        let told = text(&history);
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(
            lines[..3],
            [
                "2026-11-23 04:17 UTC  applied      abstract  2401.00001    /l/a.md:9  run r1",
                "    … new device on [-nine-]{+seven+} birds in ten …",
                "2026-11-23 04:17 UTC  proposed     abstract  2401.00001    /l/ \\u{202e}.md:9  by 4 runs since 2026-11-23 04:17 UTC  run r1",
            ]
        );
        assert!(
            lines[3].starts_with("    {+A\\u{1b}[31m B long") && lines[3].ends_with("…+}"),
            "{}",
            lines[3]
        );
        assert!(lines[3].len() < 100 && lines.len() == 4, "{told}");
        let value: serde_json::Value = serde_json::from_str(&json(&history)).unwrap();
        assert_eq!(value["changes"][1]["times"], 4);
    }

    #[test]
    fn runs_are_told_in_a_line_each() {
        let run = PastRun {
            id: "r1".into(),
            started_at: time(),
            finished_at: None,
            outcome: Some("failed".into()),
            problem: Some("disk\nfull\u{9b}".into()),
            requests: 3,
            papers: 1,
            deferred: 2,
            applied: 0,
            proposed: 4,
        };
        let history = History::Runs(vec![run]);
        assert_eq!(
            text(&history),
            "2026-11-23 04:17 UTC  failed      1 paper, 0 applied, 4 proposed, 2 deferred  run r1  disk full\\u{9b}\n"
        );
        let value: serde_json::Value = serde_json::from_str(&json(&history)).unwrap();
        assert_eq!(value["runs"][0]["problem"], "disk\nfull\u{9b}");
        assert_eq!(text(&History::Runs(Vec::new())), "no run yet\n");
    }
}
