//! A list rendered before and after its edits differs inside the edited fields only: every other
//! block of Markdown is where it was, and what it was.

use arxsync::list::document::{Block, BlockKind, Document};
use serde_json::Value;
use std::collections::HashSet;
use std::ops::Range;

/// An edit of a report: which bytes, and how many come in their place.
struct Change {
    span: Range<usize>,
    len: usize,
}

/// Checks that the blocks that no edit touches are the same before and after, and that edited ones
/// begin as they did.
pub fn check(before: &[u8], after: &[u8], changes: &[Value]) -> Result<(), String> {
    let (Ok(before), Ok(after)) = (str::from_utf8(before), str::from_utf8(after)) else {
        return Ok(());
    };
    let changes: Vec<Change> = changes
        .iter()
        .filter(|c| c["decision"] == "apply")
        .flat_map(edits)
        .collect();
    let (old, new) = (Document::parse(before), Document::parse(after));
    let name = |b: &Block| format!("{:?} at depth {}", b.kind, b.depth);
    let begin: HashSet<_> = new.blocks.iter().map(|b| (name(b), b.span.start)).collect();
    let whole: HashSet<_> = new
        .blocks
        .iter()
        .map(|b| (name(b), b.span.clone()))
        .collect();
    for block in &old.blocks {
        let touched = changes
            .iter()
            .any(|c| c.span.start <= block.span.end && block.span.start <= c.span.end);
        let span = moved(block.span.start, &changes)..moved(block.span.end, &changes);
        let inserted_before = changes
            .iter()
            .any(|c| c.span.end == block.span.start || c.span.start == block.span.start);
        // A new first item of a list is put behind the line above.
        let is_first_item = |c: &Change| {
            let between = before.get(c.span.end..block.span.start);
            between.is_some_and(|b| b.trim().is_empty())
        };
        if block.kind == BlockKind::List && changes.iter().any(is_first_item) {
            continue;
        }
        let is_there = if touched {
            inserted_before || begin.contains(&(name(block), span.start))
        } else {
            whole.contains(&(name(block), span))
        };
        if !is_there {
            let text: String = before[block.span.clone()].chars().take(80).collect();
            return Err(format!(
                "a block reads differently after the edits: {}: {text}",
                name(block)
            ));
        }
    }
    Ok(())
}

fn edits(change: &Value) -> Vec<Change> {
    let offset = |edit: &Value, key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
    let edits = change["edits"].as_array().unwrap().iter();
    let one = |e: &Value| Change {
        span: offset(e, "start")..offset(e, "end"),
        len: e["text"].as_str().unwrap().len(),
    };
    edits.map(one).collect()
}

/// Where a byte before which all these edits were made has gone.
fn moved(at: usize, changes: &[Change]) -> usize {
    let before = changes
        .iter()
        .filter(|c| c.span.end <= at && c.span.start < at);
    before.fold(at, |at, c| at + c.len - c.span.len())
}

#[test]
fn a_broken_rendering_is_noticed() {
    let change = |start: usize, end: usize, text: &str| serde_json::json!([{"decision": "apply", "edits": [{"start": start, "end": end, "text": text}]}]);
    let before = "# T\n\na b c\n\nd\n";
    let check = |after: &str, change: Value| {
        check(
            before.as_bytes(),
            after.as_bytes(),
            change.as_array().unwrap(),
        )
    };
    assert!(check("# T\n\na x c\n\nd\n", change(7, 8, "x")).is_ok());
    assert!(check("# T\n\na <!-- c\n\nd\n", change(7, 8, "<!--")).is_ok());
    assert!(check("# T\n\na \n```\n c\n\nd\n", change(7, 8, "\n```\n")).is_err());
}
