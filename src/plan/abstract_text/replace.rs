//! Words in the place of others, with the punctuation that stood at them. It does not decide
//! whether.

use super::address;
use super::explain::Comparison;
use super::region::{Piece, signs};
use super::write::{Gap, without_last, written, written_in_math};
use crate::list::edit::Edit;
use crate::list::entry::Writing;
use crate::list::field::{Class, Kind, Mark};
use std::ops::Range;

/// The edit that writes words of arXiv's in the place of words of the list.
pub(super) fn replace(
    of: &Comparison<'_, '_>,
    list: &Range<usize>,
    arxiv: &Range<usize>,
    writing: Writing,
) -> Result<Edit, String> {
    let in_math = list.clone().all(|i| of.list.word(i).math);
    let bare = |i: usize| {
        let signs = signs(of.list, &of.list.gap(i));
        !signs.contains(['(', ')', '\''])
    };
    let has_pairs = !bare(list.start) || !bare(list.end);
    let takes = |mark: &Mark| match mark {
        Mark::Math | Mark::Tex => !in_math,
        _ => !has_pairs,
    };
    let piece = Piece::new(of.arxiv, arxiv, takes).ok_or("mathematics would be cut in two")?;
    let mut span = of
        .list
        .bytes(&(of.list.at[list.start]..of.list.at[list.end - 1] + 1));
    let text = of.arxiv.source(&piece.tokens);
    if in_math {
        return Ok(Edit {
            span,
            text: written_in_math(text, writing),
        });
    }
    let (mut lead, mut tail) = ("", "");
    if list.start > 0 && arxiv.start > 0 {
        let gap = Gap::new(of.arxiv, &piece.before);
        if let Some(bytes) = replaced_gap(of, list.start, &gap) {
            (span.start, lead) = (bytes.start, gap.text);
        }
    }
    if arxiv.end < of.arxiv.len() && list.end < of.list.len()
        || is_bare_end(of, list.end, arxiv.end)
    {
        let gap = Gap::new(of.arxiv, &piece.behind);
        if let Some(bytes) = replaced_gap(of, list.end, &gap) {
            (span.end, tail) = (bytes.end, gap.text);
        }
    }
    if tail.is_empty() {
        tail = lost_ends(of, list.end, &piece.behind);
    }
    if tail.is_empty() {
        tail = lost_sign(of, list.end, &Gap::new(of.arxiv, &piece.behind));
    }
    let Some(form) = address::form(of, list, arxiv, writing) else {
        let text = written(&format!("{lead}{text}{tail}"), writing);
        return Ok(Edit { span, text });
    };
    let before = of.arxiv.source(&(piece.tokens.start..form.token));
    let behind = of.arxiv.source(&(form.token + 1..piece.tokens.end));
    let (before, behind) = (format!("{lead}{before}"), format!("{behind}{tail}"));
    let (before, behind) = (written(&before, writing), written(&behind, writing));
    let text = format!("{before}{}{behind}", form.text);
    Ok(Edit { span, text })
}

/// Whether both texts end here and the list has nothing behind the word.
fn is_bare_end(of: &Comparison<'_, '_>, list: usize, arxiv: usize) -> bool {
    let ends = arxiv == of.arxiv.len() && list == of.list.len();
    ends && of.list.gap(list).is_empty()
}

/// The bytes of a gap of the list that arXiv's takes the place of: the list has no punctuation
/// there, or no white space where arXiv has some.
fn replaced_gap(of: &Comparison<'_, '_>, at: usize, gap: &Gap<'_>) -> Option<Range<usize>> {
    let tokens = of.list.gap(at);
    let plain = |t: usize| {
        matches!(
            of.list.tokens.list[t].kind,
            Kind::Blank | Kind::Punctuation(_)
        )
    };
    let have = signs(of.list, &tokens);
    let beside_address = at > 0 && of.list.word(at - 1).class == Class::Address;
    if !tokens.clone().all(plain) || !have.is_empty() || beside_address {
        return None;
    }
    let glued = !gap.text.contains(char::is_whitespace) && !gap.signs.contains(['(', ')']);
    if gap.signs.contains(['(', ')', '\'']) && !glued {
        return None;
    }
    let blank = of.list.source(&tokens).contains(char::is_whitespace);
    let wanted = gap.starts_blank || gap.ends_blank;
    (!gap.signs.is_empty() || blank != wanted).then(|| of.list.bytes(&tokens))
}

/// The brackets and quotes that arXiv closes directly behind the words, where the list has one open
/// that nothing closes, and the full stop or comma behind them, where the list has no sign there.
fn lost_ends<'t>(of: &Comparison<'_, 't>, at: usize, behind: &Range<usize>) -> &'t str {
    let closes = |t: &usize| match &of.arxiv.tokens.list[*t].kind {
        Kind::Close(pair) => matches!(pair.mark, Mark::Bracket | Mark::Quote),
        _ => false,
    };
    let count = behind.clone().take_while(closes).count();
    let ends = behind.start..behind.start + count;
    let wanted = signs(of.arxiv, &ends);
    let is_open = |t: usize| match of.list.tokens.list[t].kind {
        Kind::Punctuation('(' | '[') => wanted.contains(')'),
        Kind::Punctuation('\'' | '"') => wanted.contains('\''),
        _ => false,
    };
    let open = (0..of.list.gap(at).start).any(is_open);
    let have = signs(of.list, &of.list.gap(at));
    if !open || have.contains([')', '\'']) {
        return "";
    }
    let is_sign = |t: &usize| matches!(of.arxiv.tokens.list[*t].kind, Kind::Punctuation(_));
    let signs = (ends.end..behind.end).take_while(is_sign).count();
    let end = ends.end + if have.is_empty() { signs } else { 0 };
    of.arxiv.source(&(ends.start..end))
}

/// The punctuation of arXiv's that stands directly behind the words, before a bracket that the list
/// has.
fn lost_sign<'t>(of: &Comparison<'_, '_>, at: usize, gap: &Gap<'t>) -> &'t str {
    let have = signs(of.list, &of.list.gap(at));
    let begin = gap.signs.strip_suffix(&have).unwrap_or_default();
    if have.is_empty()
        || begin.is_empty()
        || begin.contains(['(', ')', '\''])
        || !have.starts_with(['(', '\''])
    {
        return "";
    }
    without_last(gap.text, have.chars().count()).trim_end()
}
