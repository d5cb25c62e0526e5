//! Runs of `*`, `_`, `~~` and `==`: which can open and close, and which belong together (CommonMark
//! 6.2).

use super::piece::{Delimiter, Piece, PieceKind};

/// A run that still has characters without a partner.
struct Run {
    delimiter: Delimiter,
    /// The pieces of the characters that are left.
    first: usize,
    len: usize,
    region: Option<usize>,
}

/// Emphasis that was found: the pieces of its beginning and of its end, one or two each.
pub(super) struct Found {
    pub open: usize,
    pub close: usize,
    pub len: usize,
}

/// The runs that belong together; only runs of one region (the pair around them) do.
pub(super) fn pairs(pieces: &[Piece], regions: &[Option<usize>]) -> Vec<Found> {
    let (mut out, mut stack): (Vec<Found>, Vec<Run>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let PieceKind::Delimiter(delimiter) = piece.kind else {
            at += 1;
            continue;
        };
        let mut run = Run {
            delimiter,
            first: at,
            len: delimiter.run,
            region: regions[at],
        };
        at += delimiter.run;
        while delimiter.closes && run.len > 0 {
            let Some(opener) = opener(&stack, &run) else {
                break;
            };
            stack.truncate(opener + 1);
            let Some(top) = stack.last_mut() else { break };
            let wide = !matches!(delimiter.c, '*' | '_') || top.len >= 2 && run.len >= 2;
            let len = if wide { 2.min(top.len).min(run.len) } else { 1 };
            out.push(Found {
                open: top.first + top.len - len,
                close: run.first,
                len,
            });
            top.len -= len;
            run.first += len;
            run.len -= len;
            if top.len == 0 {
                stack.pop();
            }
        }
        if delimiter.opens && run.len > 0 {
            stack.push(run);
        }
    }
    out
}

/// So many open runs are looked through for a beginning; more of them are hostile.
const MOST_OPEN: usize = 50;

fn opener(stack: &[Run], run: &Run) -> Option<usize> {
    let fits = |r: &&Run| run.delimiter.ends(&r.delimiter) && r.region == run.region;
    let near = stack.len().saturating_sub(MOST_OPEN);
    let back = stack[near..].iter().rev().position(|r| fits(&r))?;
    Some(stack.len() - 1 - back)
}
