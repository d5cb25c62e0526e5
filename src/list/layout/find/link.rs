//! Where the links of some inline pieces lead, for all layout families.

use crate::arxiv::id::Target;
use crate::arxiv::link::badge_id;
use crate::arxiv::mention::find_in_text;
use crate::list::document::{Document, Inline, InlineKind, Mark};
use crate::list::entry::Link;
use crate::list::inline;

/// Whether a link leads to a paper on arXiv, or was meant to.
pub fn leads_to_arxiv(link: &Link) -> bool {
    !matches!(link.target, Target::Elsewhere | Target::NoPaper)
}

/// Where links and bare addresses lead: the links first. The same address twice (`[url](url)`) is
/// one link.
pub fn links_in(doc: &Document<'_>, pieces: &[Inline]) -> Vec<Link> {
    let (mut out, mut bare) = (Vec::new(), Vec::new());
    // Links hold no links, so each piece is looked at twice at most.
    let mut last_end = 0;
    for (i, piece) in pieces.iter().enumerate() {
        let at = piece.span.start;
        if let InlineKind::Open(Mark::Link(dest)) = piece.kind {
            last_end = piece.span.end;
            out.push(Link {
                target: Target::of_url(doc.string(dest)),
                span: piece.span.clone(),
                badge: badge_in(doc, &pieces[i + 1..]),
            });
        } else if piece.kind == InlineKind::Text && at >= last_end {
            let found = find_in_text(&doc.source[piece.span.clone()]);
            bare.extend(found.into_iter().map(|(r, target)| Link {
                target,
                span: at + r.start..at + r.end,
                badge: None,
            }));
        }
    }
    out.append(&mut bare);
    out
}

/// Whether nothing but links is in some pieces: outside of them no character that `speaks`.
pub fn only_links(
    doc: &Document<'_>,
    pieces: &[Inline],
    links: &[Link],
    speaks: fn(char) -> bool,
) -> bool {
    let spans = links.iter().map(|l| l.span.clone());
    let rest = inline::outside(pieces, spans.collect());
    !inline::plain(doc, &rest).contains(speaks)
}

/// The paper that an image shows, in the pieces of a link up to its end.
fn badge_in(doc: &Document<'_>, pieces: &[Inline]) -> Option<Target> {
    let inside = pieces
        .iter()
        .take_while(|p| !matches!(p.kind, InlineKind::Close(Mark::Link(_))));
    inside.into_iter().find_map(|p| match p.kind {
        InlineKind::Open(Mark::Image(url)) => badge_id(doc.string(url)).map(Target::Paper),
        _ => None,
    })
}
