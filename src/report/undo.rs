//! Changes that were taken back, and those that were not, as text and JSON.

use super::sanitize;
use serde::Serialize;
use std::fmt::Write as _;

/// What a run did that takes changes back.
#[derive(Clone, Debug, Serialize)]
pub struct Undo {
    /// The run; none where nothing was to be written.
    pub run: Option<String>,
    /// When it began.
    pub started_at: String,
    /// Whether it only told what it would do.
    pub dry_run: bool,
    /// The file in which the changes are rejected.
    pub decisions: String,
    /// The lists.
    pub lists: Vec<UndoneList>,
}

/// A list whose changes were to be taken back.
#[derive(Clone, Debug, Serialize)]
pub struct UndoneList {
    /// Its canonical path.
    pub path: String,
    /// SHA-256 of its bytes as they were read; none where they were not.
    pub sha256_before: Option<String>,
    /// SHA-256 of its bytes now.
    pub sha256_after: Option<String>,
    /// Whether it was written.
    pub written: bool,
    /// Why it could not be worked on.
    pub problem: Option<String>,
    /// Whether that is because somebody changed it meanwhile.
    #[serde(skip)]
    pub is_stale: bool,
    /// The changes.
    pub changes: Vec<UndoneChange>,
    /// Its text, as it may be shown.
    #[serde(skip)]
    pub before: String,
    /// What becomes of it.
    #[serde(skip)]
    pub after: String,
}

/// A change that was to be taken back.
#[derive(Clone, Debug, Serialize)]
pub struct UndoneChange {
    /// Its id.
    pub id: String,
    /// The run that made it.
    pub made_by: String,
    /// 1-based line: of the list as it was read, where the change is taken back; else as it was
    /// when it was made.
    pub line: usize,
    /// The paper.
    pub arxiv_id: String,
    /// The entry's title.
    pub title: Option<String>,
    /// `title`, `link`, `authors`, `abstract`.
    pub field: String,
    /// Whether it took a change back itself, which is made again.
    pub redo: bool,
    /// What the field says.
    pub before: Option<String>,
    /// What it says once the change is taken back.
    pub after: Option<String>,
    /// Whether it is taken back.
    pub done: bool,
    /// Why it is not, and what to do.
    pub why: Option<String>,
    /// The run that took it back before.
    pub undone_by: Option<String>,
}

impl Undo {
    /// All changes.
    pub fn changes(&self) -> impl Iterator<Item = &UndoneChange> {
        self.lists.iter().flat_map(|list| &list.changes)
    }
}

/// For programs: one JSON object.
pub fn json(undo: &Undo) -> String {
    #[derive(Serialize)]
    struct Report<'a> {
        schema: u32,
        #[serde(flatten)]
        undo: &'a Undo,
    }
    sanitize::json(&Report { schema: 1, undo })
}

/// For people: two lines for every change, and what comes of it.
pub fn text(undo: &Undo) -> String {
    let mut out = String::new();
    for list in &undo.lists {
        let _ = writeln!(out, "{}", sanitize::one_line(&list.path));
        if let Some(problem) = &list.problem {
            let _ = writeln!(out, "  nothing is undone: {}", sanitize::one_line(problem));
        }
        for change in &list.changes {
            push_change(&mut out, change, list.problem.is_some(), undo.dry_run);
        }
    }
    push_sum(&mut out, undo);
    out
}

/// The characters that are shown of a title.
const TITLE: usize = 60;

fn push_change(out: &mut String, change: &UndoneChange, is_told: bool, is_dry: bool) {
    let title = sanitize::one_line(change.title.as_deref().unwrap_or_default());
    let title = sanitize::cut(&title, TITLE);
    let UndoneChange {
        id,
        line,
        field,
        arxiv_id,
        ..
    } = change;
    let _ = writeln!(out, "  line {line}  {field}  {arxiv_id}  {title}  [{id}]");
    let said = match (&change.why, change.redo) {
        (Some(_), _) if is_told => return,
        (Some(why), _) => format!("not undone: {}", sanitize::one_line(why)),
        (None, false) if is_dry => "would be undone, and rejected".to_owned(),
        (None, true) if is_dry => "would be made again, and its rejection forgotten".to_owned(),
        (None, false) => "undone, and rejected: no run makes it again".to_owned(),
        (None, true) => "made again; its rejection is forgotten".to_owned(),
    };
    let _ = writeln!(out, "    {said}");
}

fn push_sum(out: &mut String, undo: &Undo) {
    let done = undo.changes().filter(|change| change.done).count();
    let left = undo.changes().count() - done;
    let counted = super::phrases::count(done, "change");
    let _ = match undo.dry_run {
        true => write!(out, "{counted} would be undone"),
        false => write!(out, "{counted} undone"),
    };
    if left > 0 {
        let _ = write!(out, ", {left} not");
    }
    out.push('\n');
    if let (Some(run), false) = (&undo.run, undo.dry_run) {
        let decisions = sanitize::one_line(&undo.decisions);
        let _ = writeln!(
            out,
            "decided in {decisions}\nto take this back: arxsync undo --run {run}"
        );
    }
}
