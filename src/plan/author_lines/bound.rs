//! How much is compared. A line in another order has to be read several times, and nobody waits for
//! one of tens of thousands of names.

use super::Context;
use super::form::write;
use crate::list::entry::{Quotes, Writing};
use crate::list::field::Tokens;
use crate::plan::judgement::Judgement;

/// Papers with more authors are not compared. The largest on arXiv, of two collaborations together,
/// have some 5,200.
const MOST_AUTHORS: usize = 6_000;

/// Nor are lines of more tokens: ten for each name, signs and blanks included, and as many more.
const MOST_TOKENS: usize = 120_000;

/// Whether a line is too long to be compared, or a paper's authors are too many.
pub(super) fn is_beyond(line: &Tokens<'_>, authors: &[String]) -> bool {
    authors.len() > MOST_AUTHORS || line.list.len() > MOST_TOKENS
}

/// What to say of such a line: nothing is known of it, and nothing is edited.
pub(super) fn proposal(authors: &[String], context: &Context<'_>) -> Judgement {
    let form = context.house.form.clone().unwrap_or_default();
    // Nothing is escaped for a reader.
    let plain = Writing::Yaml(Quotes::Block);
    Judgement::Propose {
        why: format!(
            "a line of so many names is not compared (at most {MOST_AUTHORS} are): compare it yourself"
        ),
        edits: Vec::new(),
        after: write(authors, &form, plain),
    }
}
