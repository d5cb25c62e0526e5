//! The summary of a run on a terminal: what changes, what to look at, what to do next. Colour only
//! repeats what the words say.

use super::excerpt::{Context, Excerpt, excerpts};
use super::totals::{Standing, Totals, standing};
use super::word_diff::{Segment, diff};
use super::{LeftOut, ListRun, Problem, Run, phrases, sanitize};
use crate::plan::{Change, Decision, Finding, Status, Why};
use anstyle::{AnsiColor, Style};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();
const CYAN: Style = AnsiColor::Cyan.on_default();

/// The words around a difference.
const CONTEXT: Context = Context {
    words: 3,
    chars: 24,
};

/// How many differing places of a change are shown.
const PLACES: usize = 3;

/// How many changes and findings of a run are shown: nobody reads more on a terminal.
const MOST: usize = 50;

/// How many lines of entries that were not asked for are named.
const NAMED: usize = 8;

/// Columns of the field and the verb.
const FIELD: usize = "abstract".len();
const VERB: usize = "held back".len();

/// The summary, at most `width` columns wide where words allow, styled with ANSI escapes that the
/// printer may strip.
pub fn summary(run: &Run, width: usize) -> String {
    let width = width.max(40);
    let mut out = String::new();
    if let Some(problem) = &run.problem {
        let problem = sanitize::one_line(problem);
        let _ = writeln!(out, "{RED}{problem}{RED:#}\n");
    }
    let mut left = MOST;
    for list in &run.lists {
        push_list(&mut out, run, list, width, &mut left);
    }
    for list in &run.left_out {
        push_left_out(&mut out, list);
    }
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
    push_totals(&mut out, run);
    out
}

fn push_list(out: &mut String, run: &Run, list: &ListRun, width: usize, left: &mut usize) {
    let totals = Totals::of_list(run.mode, list);
    let path = sanitize::one_line(&list.path);
    let entries = phrases::count(totals.entries, "entry");
    let counts = phrases::counts(&totals);
    let told = match totals.entries {
        _ if matches!(list.problem, Some(Problem::Merge(_) | Problem::Bug(_))) => {
            "not worked on".to_owned()
        }
        0 => "no entry recognised".to_owned(),
        _ => format!("{entries}, {counts}"),
    };
    let _ = writeln!(out, "{BOLD}{path}{BOLD:#}  {DIM}{told}{DIM:#}");
    // That it is amid a merge is told below, with the line.
    let label = match &list.problem {
        None | Some(Problem::Merge(_)) => None,
        Some(Problem::Changed | Problem::Failed(_) | Problem::Clock(_)) => Some("not written"),
        Some(Problem::Bug(_)) => Some("not worked on"),
    };
    if let (Some(label), Some(problem)) = (label, &list.problem) {
        let why = sanitize::one_line(problem.words());
        let _ = writeln!(out, "  {RED}{label}{RED:#}: {why}");
    }
    let standing = standing(run.mode, list);
    let mut rows = change_rows(list, standing);
    rows.extend(
        list.plan
            .findings
            .iter()
            .map(|finding| Row::of_finding(&path, finding)),
    );
    rows.sort_by_key(|row| !row.needs_you);
    let hidden = rows.len().saturating_sub(*left);
    rows.truncate(*left);
    *left -= rows.len();
    let place = rows
        .iter()
        .map(|row| sanitize::width(&row.place))
        .max()
        .unwrap_or(0);
    for row in &rows {
        row.push(out, place, width);
    }
    if hidden > 0 {
        let _ = writeln!(
            out,
            "  {DIM}… {hidden} more of this list: --report DIR or --json has them all{DIM:#}"
        );
    }
    push_unasked(out, list);
    if !rows.is_empty() || hidden > 0 || totals.deferred > 0 {
        out.push('\n');
    }
}

fn push_left_out(out: &mut String, list: &LeftOut) {
    let (path, why) = (
        sanitize::one_line(&list.path),
        sanitize::one_line(&list.why),
    );
    let _ = writeln!(out, "{BOLD}{path}{BOLD:#}");
    let _ = writeln!(out, "  {RED}not worked on{RED:#}: {why}\n");
}

/// The changes worth a line. What a pin or a rule "off" settled long ago is only counted.
fn change_rows<'a>(list: &'a ListRun, standing: Standing) -> Vec<Row<'a>> {
    let settled = |c: &Change| {
        c.decision == Decision::Skip && matches!(c.why, Some(Why::Policy | Why::Pinned))
    };
    let shown = list.plan.changes.iter().filter(|change| !settled(change));
    shown
        .map(|change| Row::of_change(list, change, standing))
        .collect()
}

/// One line for a change or a finding, and what follows below it.
struct Row<'a> {
    place: String,
    label: String,
    style: Style,
    text: String,
    /// Somebody has to decide or to mend something.
    needs_you: bool,
    change: Option<&'a Change>,
}

impl<'a> Row<'a> {
    fn of_change(list: &'a ListRun, change: &'a Change, standing: Standing) -> Self {
        let style = match (change.decision, standing) {
            (Decision::Apply, Standing::Held) => RED,
            (Decision::Apply, _) => GREEN,
            _ => YELLOW,
        };
        let title = list
            .plan
            .entries
            .get(change.entry)
            .map_or("", |entry| &entry.title);
        let (field, verb) = (
            phrases::field(change.field),
            phrases::verb(change, standing),
        );
        Self {
            place: format!("{}:{}", sanitize::one_line(&list.path), change.line),
            label: format!("{field:FIELD$}  {verb:VERB$}"),
            style,
            text: sanitize::one_line(title),
            needs_you: change.decision == Decision::Propose,
            change: Some(change),
        }
    }

    fn of_finding(path: &str, finding: &'a Finding) -> Self {
        let mut text = sanitize::one_line(&finding.message);
        if let Some(id) = &finding.suggestion {
            let _ = write!(text, " → {}", sanitize::one_line(id.as_str()));
        }
        Self {
            place: format!("{path}:{}", finding.line),
            label: format!("{:1$}", phrases::code(finding.code).0, FIELD + 2 + VERB),
            style: YELLOW,
            text,
            needs_you: true,
            change: None,
        }
    }

    fn push(&self, out: &mut String, place_width: usize, width: usize) {
        let pad = " ".repeat(place_width - sanitize::width(&self.place));
        let (place, label, style) = (&self.place, &self.label, self.style);
        let _ = write!(
            out,
            "  {CYAN}{place}{CYAN:#}{pad}  {style}{label}{style:#}  "
        );
        let indent = 2 + place_width + 2 + FIELD + 2 + VERB + 2;
        let left = width.saturating_sub(indent).max(24);
        let Some(change) = self.change else {
            let wrapped = sanitize::wrap(&self.text, left);
            let _ = writeln!(
                out,
                "{}",
                wrapped.join(&format!("\n{}", " ".repeat(indent)))
            );
            return;
        };
        let _ = writeln!(out, "{}", sanitize::cut(&self.text, left));
        push_difference(out, change, width);
        if let Some(reason) = phrases::reason(change) {
            let _ = writeln!(out, "      {DIM}({reason}){DIM:#}");
        }
    }
}

/// The differing places of a change, each on a line, or on two where one is too narrow.
pub(super) fn push_difference(out: &mut String, change: &Change, width: usize) {
    let left = width.saturating_sub(6);
    let old = sanitize::one_line(change.before.as_deref().unwrap_or_default());
    let new = sanitize::one_line(&change.after);
    let segments = diff(&old, &new);
    let places = excerpts(&segments, CONTEXT);
    for excerpt in places.iter().take(PLACES) {
        for line in lines(excerpt, left) {
            let _ = writeln!(out, "      {line}");
        }
    }
    if places.len() > PLACES {
        let more = phrases::count(places.len() - PLACES, "more place");
        let _ = writeln!(out, "      {DIM}… {more}{DIM:#}");
    }
}

/// An excerpt in one line where it fits: `a language [-modle-]{+model+} with`; else its old text
/// above its new one.
fn lines(excerpt: &Excerpt<'_>, width: usize) -> Vec<String> {
    let whole: Vec<Piece> = pieces(excerpt, true, true);
    if whole
        .iter()
        .map(|piece| sanitize::width(&piece.text))
        .sum::<usize>()
        <= width
    {
        return vec![styled(&whole, width)];
    }
    let has = |wanted: fn(&Segment<'_>) -> bool| excerpt.segments.iter().any(wanted);
    let mut lines = Vec::new();
    if has(|segment| matches!(segment, Segment::Removed(_))) {
        lines.push(styled(&pieces(excerpt, true, false), width));
    }
    if has(|segment| matches!(segment, Segment::Added(_))) {
        lines.push(styled(&pieces(excerpt, false, true), width));
    }
    lines
}

/// A stretch of text in one style. The marks around it say without colour what it is.
struct Piece {
    style: Style,
    text: String,
}

fn pieces(excerpt: &Excerpt<'_>, old: bool, new: bool) -> Vec<Piece> {
    let piece = |style, text: String| Piece { style, text };
    let mut pieces = Vec::new();
    if excerpt.cut_before {
        pieces.push(piece(DIM, "… ".to_owned()));
    }
    pieces.extend(excerpt.segments.iter().filter_map(|segment| match segment {
        Segment::Equal(text) => Some(piece(DIM, (*text).to_owned())),
        Segment::Removed(text) => old.then(|| piece(RED, format!("[-{text}-]"))),
        Segment::Added(text) => new.then(|| piece(GREEN, format!("{{+{text}+}}"))),
    }));
    if excerpt.cut_after {
        pieces.push(piece(DIM, " …".to_owned()));
    }
    pieces
}

/// The pieces in a line of at most so many columns.
fn styled(pieces: &[Piece], width: usize) -> String {
    let mut out = String::new();
    let mut left = width;
    for Piece { style, text } in pieces {
        let shown = sanitize::cut(text, left);
        let _ = write!(out, "{style}{shown}{style:#}");
        if shown != *text {
            break;
        }
        left -= sanitize::width(text);
    }
    out
}

/// The entries that could not be asked for, by reason.
fn push_unasked(out: &mut String, list: &ListRun) {
    let mut reasons: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for entry in list
        .plan
        .entries
        .iter()
        .filter(|e| e.status == Status::Deferred)
    {
        let why = entry.why.as_deref().unwrap_or("arXiv did not answer");
        reasons.entry(why).or_default().push(entry.line);
    }
    for (why, places) in reasons {
        let named: Vec<String> = places.iter().take(NAMED).map(ToString::to_string).collect();
        let more = if places.len() > NAMED { ", …" } else { "" };
        let lines = if places.len() == 1 { "line" } else { "lines" };
        let _ = writeln!(
            out,
            "  {YELLOW}not asked{YELLOW:#}  {} ({lines} {}{more}): {}",
            phrases::count(places.len(), "entry"),
            named.join(", "),
            sanitize::one_line(why)
        );
    }
}

fn push_totals(out: &mut String, run: &Run) {
    let totals = Totals::of_run(run);
    let lists = phrases::count(run.lists.len() + totals.left_out, "list");
    let entries = phrases::count(totals.entries, "entry");
    let counts = phrases::counts(&totals);
    let _ = writeln!(out, "{BOLD}{lists}, {entries}{BOLD:#}: {counts}");
    let _ = writeln!(out, "{DIM}{}{DIM:#}", phrases::cost(&run.stats));
    if let Some(why) = &run.unreported {
        let why = sanitize::one_line(why);
        let _ = writeln!(out, "{RED}no report{RED:#}: {why}");
    }
    if let Some(next) = phrases::next_step(run, &totals) {
        let _ = writeln!(out, "{BOLD}next{BOLD:#}: {next}");
    }
}
