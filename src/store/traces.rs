//! How the edits of a change are kept: as the JSON report writes them, with what each replaced and
//! the unchanged bytes around it ([`Trace`]).

use super::Decided;
use crate::list::edit::Edit;
use crate::plan::undo::{Around, Trace};
use crate::plan::{Change, Decision};
use serde::{Deserialize, Serialize};

/// An edit, as it is written: in the order of the names, as in earlier rows.
#[derive(Serialize, Deserialize)]
struct Kept {
    end: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lead: Option<String>,
    start: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tail: Option<String>,
    text: String,
    #[serde(default)]
    was: Option<String>,
}

/// The list of some changes, and what they edit in it.
pub(super) fn around<'d>(decided: &Decided<'d>) -> Around<'d> {
    let made = decided.changes.iter();
    let made = made.filter(|change| change.decision == Decision::Apply);
    let edits = made.map(|change| change.edits.as_slice());
    Around::new(decided.source, decided.shown, edits)
}

/// The edits of a change, as JSON.
pub(super) fn written(around: &Around<'_>, change: &Change) -> String {
    let is_made = change.decision == Decision::Apply;
    let traces = around.traces(&change.edits, is_made);
    let kept = traces.into_iter().map(|trace| Kept {
        start: trace.edit.span.start,
        end: trace.edit.span.end,
        text: trace.edit.text,
        was: trace.was,
        lead: trace.lead,
        tail: trace.tail,
    });
    let kept: Vec<Kept> = kept.collect();
    serde_json::to_string(&kept).unwrap_or_else(|_| unreachable!("numbers and texts are JSON"))
}

/// What was kept of a change's edits.
pub(super) fn read(kept: &str) -> serde_json::Result<Vec<Trace>> {
    let kept: Vec<Kept> = serde_json::from_str(kept)?;
    let trace = |kept: Kept| Trace {
        edit: Edit {
            span: kept.start..kept.end,
            text: kept.text,
        },
        was: kept.was,
        lead: kept.lead,
        tail: kept.tail,
    };
    Ok(kept.into_iter().map(trace).collect())
}
