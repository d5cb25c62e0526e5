//! The summary of a run on a terminal: what changes, what to look at, what to do next. Colour only
//! repeats what the words say.

use super::excerpt::{Context, Excerpt, excerpts};
use super::items::{self, Ids, Item, Told, tells_all};
use super::totals::{Standing, Totals, standing};
use super::word_diff::{Segment, diff};
use super::{LeftOut, ListRun, Problem, Run, Written, phrases, sanitize};
use crate::plan::{Change, Decision, Finding, Status};
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

/// How many entries of a list that were not asked for are named.
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
    let mut room = Room {
        width,
        left: MOST,
        ids: Ids::of(run),
    };
    push_told(&mut out, run, &mut room, "needs you", items::needs_you(run));
    let again = items::asked_again(run);
    let heading = phrases::ASKED_AGAIN.to_lowercase();
    push_told(&mut out, run, &mut room, &heading, again);
    for list in &run.lists {
        push_list(&mut out, run, list, &mut room);
    }
    for list in &run.left_out {
        push_left_out(&mut out, list);
    }
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
    if let Some(told) = phrases::standing(&Totals::of_run(run), tells_all(run)) {
        let _ = writeln!(out, "{BOLD}standing{BOLD:#}: {told}: arxsync review\n");
    }
    push_unasked(&mut out, run, &room);
    push_totals(&mut out, run);
    out
}

/// How much may still be shown, and how.
struct Room {
    width: usize,
    /// Changes and findings.
    left: usize,
    ids: Ids,
}

impl Room {
    /// Writes as many of the rows as may be, with their places below each other; how many were left
    /// out.
    fn push(&mut self, out: &mut String, mut rows: Vec<Row<'_>>) -> usize {
        let hidden = rows.len().saturating_sub(self.left);
        rows.truncate(self.left);
        self.left -= rows.len();
        let place = rows.iter().map(|row| sanitize::width(&row.place)).max();
        for row in &rows {
            row.push(out, place.unwrap_or(0), self.width);
        }
        hidden
    }
}

/// What a person should know, of all lists.
fn push_told(out: &mut String, run: &Run, room: &mut Room, heading: &str, told: Vec<Told<'_>>) {
    let mut told = told;
    if !tells_all(run) {
        told.retain(|told| told.is_new);
    }
    if told.is_empty() {
        return;
    }
    let marks_new = told.iter().any(|told| !told.is_new);
    let rows = told
        .iter()
        .map(|told| Row::of(run, told, &room.ids, marks_new));
    let rows = rows.collect();
    let _ = writeln!(out, "{BOLD}{heading}{BOLD:#}");
    let hidden = room.push(out, rows);
    push_hidden(out, hidden);
    out.push('\n');
}

fn push_hidden(out: &mut String, hidden: usize) {
    if hidden > 0 {
        let _ = writeln!(
            out,
            "  {DIM}… {hidden} more: --report DIR or --json has them all{DIM:#}"
        );
    }
}

/// A list: how it stands, and what is made in it.
fn push_list(out: &mut String, run: &Run, list: &ListRun, room: &mut Room) {
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
    if let Some(problem) = &list.problem {
        let why = sanitize::one_line(problem.words());
        let label = match problem {
            Problem::Merge(_) | Problem::Bug(_) => "not worked on",
            Problem::Changed | Problem::Failed(_) | Problem::Clock(_) => "not written",
        };
        let _ = writeln!(out, "  {RED}{label}{RED:#}: {why}");
    }
    let told = items::first_time(list);
    let rows: Vec<Row<'_>> = told
        .iter()
        .map(|told| Row::of(run, told, &room.ids, false))
        .collect();
    let has_rows = !rows.is_empty();
    let hidden = room.push(out, rows);
    push_hidden(out, hidden);
    if has_rows {
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

/// One line for a change or a finding, and what follows below it.
struct Row<'a> {
    /// How it is decided on, where it is to be.
    id: Option<String>,
    place: String,
    label: String,
    style: Style,
    /// The entry's title.
    title: String,
    /// What is below it.
    below: Vec<String>,
    change: Option<&'a Change>,
}

impl<'a> Row<'a> {
    fn of(run: &Run, told: &Told<'a>, ids: &Ids, marks_new: bool) -> Self {
        let title = told.entry().map_or("", |entry| &entry.title);
        let path = sanitize::one_line(&told.list.path);
        let id = ids.short(told.item.id());
        let new = if marks_new && told.is_new {
            "new  "
        } else {
            ""
        };
        let row = Self {
            id: Some(sanitize::one_line(id)),
            place: format!("{path}:{}", told.item.line()),
            label: String::new(),
            style: YELLOW,
            title: format!("{new}{}", sanitize::one_line(title)),
            below: Vec::new(),
            change: None,
        };
        match told.item {
            Item::Change(change) => row.with_change(change, standing(run.mode, told.list)),
            Item::Finding(finding) => row.with_finding(finding),
        }
    }

    fn with_change(self, change: &'a Change, standing: Standing) -> Self {
        let style = match (change.decision, standing) {
            (Decision::Apply, Standing::Held) => RED,
            (Decision::Apply, _) => GREEN,
            _ => YELLOW,
        };
        let (field, verb) = (
            phrases::field(change.field),
            phrases::verb(change, standing),
        );
        let reason = phrases::reason(change).map(|why| sanitize::one_line(&format!("({why})")));
        Self {
            id: self.id.filter(|_| change.decision == Decision::Propose),
            label: format!("{field:FIELD$}  {verb:VERB$}"),
            style,
            below: reason.into_iter().collect(),
            change: Some(change),
            ..self
        }
    }

    fn with_finding(self, finding: &Finding) -> Self {
        let mut text = sanitize::one_line(&finding.message);
        if let Some(id) = &finding.suggestion {
            let _ = write!(text, " → {}", sanitize::one_line(id.as_str()));
        }
        Self {
            label: format!("{:1$}", phrases::code(finding.code).0, FIELD + 2 + VERB),
            below: vec![text],
            ..self
        }
    }

    fn push(&self, out: &mut String, place_width: usize, width: usize) {
        let pad = " ".repeat(place_width - sanitize::width(&self.place));
        let (place, label, style) = (&self.place, &self.label, self.style);
        let id = match &self.id {
            Some(id) => format!("{id:7}  "),
            None => String::new(),
        };
        let _ = write!(
            out,
            "  {BOLD}{id}{BOLD:#}{CYAN}{place}{CYAN:#}{pad}  {style}{label}{style:#}  "
        );
        let indent = 2 + sanitize::width(&id) + place_width + 2 + FIELD + 2 + VERB + 2;
        let left = width.saturating_sub(indent).max(24);
        let _ = writeln!(out, "{}", sanitize::cut(&self.title, left));
        if let Some(change) = self.change {
            push_difference(out, change, width);
        }
        for text in &self.below {
            let style = if self.change.is_some() {
                DIM
            } else {
                Style::new()
            };
            for line in sanitize::wrap(text, width.saturating_sub(6).max(24)) {
                let _ = writeln!(out, "      {style}{line}{style:#}");
            }
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

/// What could not be asked for, and what waits for an answer.
fn push_unasked(out: &mut String, run: &Run, room: &Room) {
    let before = out.len();
    for list in &run.lists {
        push_deferred(out, list);
        let waiting = items::waiting(list);
        for told in waiting.iter().take(NAMED) {
            let row = Row::of(run, told, &room.ids, false);
            row.push(out, sanitize::width(&row.place), room.width);
        }
        push_hidden(out, waiting.len().saturating_sub(NAMED));
    }
    if out.len() > before {
        out.push('\n');
    }
}

/// The entries that could not be asked for, by reason.
fn push_deferred(out: &mut String, list: &ListRun) {
    let mut reasons: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let entries = list.plan.entries.iter();
    for entry in entries.filter(|e| e.status == Status::Deferred) {
        let why = entry.why.as_deref().unwrap_or(phrases::NO_ANSWER);
        reasons.entry(why).or_default().push(entry.line);
    }
    let path = sanitize::one_line(&list.path);
    for (why, places) in reasons {
        let named: Vec<String> = places.iter().take(NAMED).map(ToString::to_string).collect();
        let more = if places.len() > NAMED { ", …" } else { "" };
        let lines = if places.len() == 1 { "line" } else { "lines" };
        let _ = writeln!(
            out,
            "{YELLOW}not asked{YELLOW:#}: {} of {path} ({lines} {}{more}): {}",
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
    match (&run.unreported, &run.reported) {
        (Some(why), _) => {
            let why = sanitize::one_line(why);
            let _ = writeln!(out, "{RED}no report{RED:#}: {why}");
        }
        (None, Written::At(path)) => {
            let path = sanitize::one_line(path);
            let _ = writeln!(out, "{BOLD}report{BOLD:#}: {path}");
        }
        (None, Written::NothingNew) => {
            let _ = writeln!(out, "nothing new: no report was written");
        }
        (None, Written::No) => {}
    }
    if let Some(next) = phrases::next_step(run, &totals) {
        let _ = writeln!(out, "{BOLD}next{BOLD:#}: {next}");
    }
}
