//! Where the links of some inline pieces lead, for all layout families.

use crate::arxiv::id::Target;
use crate::arxiv::link::badge_id;
use crate::arxiv::mention::find_in_text;
use crate::list::document::{Document, Inline, InlineKind, Mark};
use crate::list::entry::Link;
use crate::list::inline;
use std::ops::Range;

/// Whether a link leads to a paper on arXiv, or was meant to.
pub(super) fn leads_to_arxiv(link: &Link) -> bool {
    !matches!(link.target, Target::Elsewhere | Target::NoPaper)
}

/// Where links and bare addresses lead. The same address twice (`[url](url)`) is one link.
pub(super) fn links_in(doc: &Document<'_>, pieces: &[Inline]) -> Vec<Link> {
    let mut out: Vec<Link> = Vec::new();
    for (dest, span) in inline::links(doc, pieces) {
        let badge = badge_of(doc, pieces, &span);
        out.push(Link {
            target: Target::of_url(dest),
            span,
            badge,
        });
    }
    for piece in pieces.iter().filter(|p| p.kind == InlineKind::Text) {
        let inside = out
            .iter()
            .any(|l| l.span.start <= piece.span.start && piece.span.end <= l.span.end);
        if !inside {
            let found = find_in_text(&doc.source[piece.span.clone()]);
            let shift = |r: Range<usize>| piece.span.start + r.start..piece.span.start + r.end;
            out.extend(found.into_iter().map(|(r, target)| Link {
                target,
                span: shift(r),
                badge: None,
            }));
        }
    }
    out
}

/// Whether nothing but links is in some pieces: outside of them no character that `speaks`.
pub(super) fn only_links(
    doc: &Document<'_>,
    pieces: &[Inline],
    links: &[Link],
    speaks: fn(char) -> bool,
) -> bool {
    let outside = |p: &&Inline| {
        !links
            .iter()
            .any(|l| l.span.start <= p.span.start && p.span.end <= l.span.end)
    };
    let rest: Vec<Inline> = pieces.iter().filter(outside).cloned().collect();
    let mut text = inline::plain(doc, &rest);
    for link in links {
        text = text.replace(&doc.source[link.span.clone()], "");
    }
    !text.contains(speaks)
}

/// The paper that an image inside a link shows, where it is another than the link's.
fn badge_of(doc: &Document<'_>, pieces: &[Inline], link: &Range<usize>) -> Option<Target> {
    pieces
        .iter()
        .filter(|p| link.start <= p.span.start && p.span.end <= link.end)
        .find_map(|p| match p.kind {
            InlineKind::Open(Mark::Image(url)) => badge_id(doc.string(url)).map(Target::Paper),
            _ => None,
        })
}
