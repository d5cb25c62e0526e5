//! Inline Markdown read into glyphs; how plain text is written so that it reads back is in
//! [`super::escape`].

use super::document::{Document, Inline, InlineKind, Mark};
use super::raw::{self, Tag};
use crate::text::glyph::Glyphs;
use crate::text::tex_to_markdown::tex_to_markdown;
use crate::text::words::is_lost_url;
use std::ops::Range;

/// Reads inline pieces as a person would see them; every character knows its source bytes.
///
/// A backslash before punctuation is kept as a character: it may be TeX (`Poincar\'e`), which only
/// the TeX folding can tell. A link that shows its own address, or arXiv's "this https URL", reads
/// as the address.
pub fn read(doc: &Document<'_>, pieces: &[Inline]) -> Glyphs {
    let mut out = Glyphs::default();
    // The backslash of an escape at the very beginning is in no piece.
    let mut last_end = pieces.first().map_or(0, |p| p.span.start.saturating_sub(1));
    let mut i = 0;
    while i < pieces.len() {
        let piece = &pieces[i];
        if let InlineKind::Open(Mark::Link(dest)) = piece.kind
            && let Some(close) = address_link(doc, &pieces[i..])
        {
            out.push_decoded(doc.string(dest), &piece.span);
            last_end = piece.span.end;
            i += close + 1;
            continue;
        }
        if let InlineKind::Open(Mark::Image(_)) = piece.kind {
            // What an image says is not part of the text.
            i += closing(&pieces[i..]).unwrap_or(0) + 1;
            last_end = piece.span.end;
            continue;
        }
        read_piece(doc, piece, last_end, &mut out);
        if !matches!(piece.kind, InlineKind::Open(_) | InlineKind::Close(_)) {
            last_end = piece.span.end;
        }
        i += 1;
    }
    out
}

/// Inline pieces as one line of plain text.
pub fn plain(doc: &Document<'_>, pieces: &[Inline]) -> String {
    without_escapes(&read(doc, pieces))
}

/// Markdown of a field's value as one line of plain text, its TeX as what it stands for. In a block
/// quote its lines begin with `>`.
pub fn text_of(markdown: &str) -> String {
    let mut lines = markdown.lines();
    let first = lines.next().unwrap_or_default();
    let rest: Vec<&str> = lines.map(str::trim_start).collect();
    let quoted = rest.iter().all(|l| l.starts_with('>'));
    let unquoted = rest
        .iter()
        .map(|l| if quoted { l.trim_start_matches('>') } else { l });
    let words = [first]
        .into_iter()
        .chain(unquoted)
        .flat_map(str::split_whitespace);
    // On one line behind a word, nothing in it begins a block.
    let line: Vec<&str> = ["x"].into_iter().chain(words).collect();
    let line = line.join(" ");
    let doc = Document::parse(&line);
    let first = doc.blocks.first();
    let text = first.map(|block| in_words(&read(&doc, &doc.inlines(block, &block.span))));
    let text = text.unwrap_or_default();
    text.strip_prefix("x")
        .unwrap_or(&text)
        .trim_start()
        .to_owned()
}

/// Read glyphs as one line of plain text, their TeX as what it stands for.
pub fn in_words(glyphs: &Glyphs) -> String {
    let text = tex_to_markdown(&glyphs.text()).into_owned();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Read glyphs as one line of plain text: without the backslashes that only protect.
pub fn without_escapes(glyphs: &Glyphs) -> String {
    let list = &glyphs.list;
    let protects =
        |i: usize| list[i].c == '\\' && list.get(i + 1).is_some_and(|n| n.c.is_ascii_punctuation());
    let kept = (0..list.len()).filter(|&i| !protects(i)).map(|i| list[i]);
    Glyphs {
        list: kept.collect(),
    }
    .one_line()
}

fn read_piece(doc: &Document<'_>, piece: &Inline, last_end: usize, out: &mut Glyphs) {
    let source = &doc.source[piece.span.clone()];
    match piece.kind {
        InlineKind::Text => {
            let start = piece.span.start;
            let escaped = start > last_end
                && doc.source.as_bytes()[start - 1] == b'\\'
                && !source.starts_with('\\');
            if escaped {
                out.push_str("\\", start - 1);
            }
            out.push_str(source, start);
        }
        InlineKind::Decoded(text) => out.push_decoded(doc.string(text), &piece.span),
        InlineKind::Code(text) => {
            // TeX quotes look like code spans: ``a'' and ``b''.
            let content = doc.string(text);
            if source.starts_with("``") || content.contains('\'') {
                push_lines(source, piece.span.start, out);
            } else {
                out.push_decoded(content, &piece.span);
            }
        }
        InlineKind::Math => push_lines(source, piece.span.start, out),
        InlineKind::SoftBreak | InlineKind::HardBreak => out.push_decoded("\n", &piece.span),
        InlineKind::Html => read_tag(source, piece, out),
        // `x}_1 ... U_{q`: TeX that Markdown took for emphasis. The underscores separated what is
        // around them.
        InlineKind::Open(Mark::Emphasis | Mark::Strong) if source.starts_with('_') => {
            let start = piece.span.start;
            if out
                .list
                .last()
                .is_some_and(|g| g.end == start && !g.c.is_whitespace())
            {
                out.push_decoded(" ", &(start..start));
            }
        }
        InlineKind::Close(Mark::Emphasis | Mark::Strong) if source.starts_with('_') => {
            let end = piece.span.end;
            if doc.source[end..]
                .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '{' | '\\' | '('))
            {
                out.push_decoded(" ", &(end..end));
            }
        }
        InlineKind::Open(_) | InlineKind::Close(_) => {}
    }
}

/// Source that stands for itself, but for the signs of a quote at the beginning of its lines.
fn push_lines(source: &str, start: usize, out: &mut Glyphs) {
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '\t']);
        let is_quoted = at > 0 && bare.starts_with('>');
        let text = if is_quoted {
            bare.trim_start_matches('>')
        } else {
            line
        };
        out.push_str(text, start + at + line.len() - text.len());
        at += line.len();
    }
}

fn read_tag(source: &str, piece: &Inline, out: &mut Glyphs) {
    match raw::tag(source) {
        Tag::Says(text) => out.push_decoded(text, &piece.span),
        Tag::Decoration => {}
        Tag::None => out.push_str(source, piece.span.start),
    }
}

/// The index of the piece that closes the mark at the head of `pieces`.
fn closing(pieces: &[Inline]) -> Option<usize> {
    let InlineKind::Open(mark) = pieces.first()?.kind else {
        return None;
    };
    pieces
        .iter()
        .position(|p| p.kind == InlineKind::Close(mark) && p.span == pieces[0].span)
}

/// Whether the link at the head of `pieces` shows an address; the index of its end.
fn address_link(doc: &Document<'_>, pieces: &[Inline]) -> Option<usize> {
    let close = closing(pieces)?;
    let InlineKind::Open(Mark::Link(dest)) = pieces[0].kind else {
        return None;
    };
    let dest = doc.string(dest);
    let shown: String = pieces[1..close]
        .iter()
        .map(|p| &doc.source[p.span.clone()])
        .collect();
    let shown = shown.replace('\\', "");
    let shows_address =
        shown == dest || shown.starts_with("http://") || shown.starts_with("https://");
    (dest.contains("://") && (shows_address || is_lost_url(&shown))).then_some(close)
}

/// The links of some inline pieces: destination and bytes.
pub fn links<'d>(
    doc: &'d Document<'_>,
    pieces: &'d [Inline],
) -> impl Iterator<Item = (&'d str, Range<usize>)> {
    pieces.iter().filter_map(|p| match p.kind {
        InlineKind::Open(Mark::Link(dest)) => Some((doc.string(dest), p.span.clone())),
        _ => None,
    })
}

/// What lies in none of these spans, which do not overlap: text is cut at their ends, other pieces
/// are left out where they lie within.
pub fn outside(pieces: &[Inline], mut spans: Vec<Range<usize>>) -> Vec<Inline> {
    spans.sort_by_key(|s| s.start);
    let mut out = Vec::new();
    for piece in pieces {
        let around = spans.partition_point(|s| s.end <= piece.span.start);
        let around = &spans[around..];
        if piece.kind != InlineKind::Text {
            let is_within =
                |s: &Range<usize>| s.start <= piece.span.start && piece.span.end <= s.end;
            out.extend((!around.first().is_some_and(is_within)).then(|| piece.clone()));
            continue;
        }
        let (kind, mut at) = (piece.kind, piece.span.start);
        let mut keep = |span: Range<usize>| {
            out.extend((!span.is_empty()).then_some(Inline { kind, span }));
        };
        for next in around.iter().take_while(|s| s.start < piece.span.end) {
            keep(at..next.start);
            at = next.end;
        }
        keep(at..piece.span.end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::document::BlockKind;
    use crate::list::escape::escape;
    use crate::text::{tex, words};

    #[test]
    fn outside_of_links() {
        let check = |source: &str, spans: &[(usize, usize)], expected: &str| {
            let doc = Document::parse(source);
            let pieces = doc.inlines(&doc.blocks[0], &doc.blocks[0].span);
            let outside = outside(&pieces, spans.iter().map(|(a, b)| *a..*b).collect());
            assert_eq!(plain(&doc, &outside), expected, "{source} {spans:?}");
        };
        check("a [b *c*](u) d", &[], "a b c d");
        check("a [b *c*](u) d", &[(2, 12)], "a d");
        check("abcdef", &[(1, 2), (3, 5)], "acf");
        check("abcdef", &[(3, 5), (1, 2)], "acf");
        check("abcdef", &[(0, 3), (3, 6)], "");
        check("ab *cd* ef", &[(1, 2), (8, 9)], "a cd f");
    }

    /// What a paragraph reads as.
    fn check(source: &str, expected: &str) {
        let doc = Document::parse(source);
        let block = doc
            .blocks
            .iter()
            .find(|b| b.kind == BlockKind::Text)
            .unwrap();
        assert_eq!(
            plain(&doc, &doc.inlines(block, &block.span)),
            expected,
            "{source}"
        );
    }

    fn keys(source: &str) -> Vec<String> {
        let doc = Document::parse(source);
        let block = doc
            .blocks
            .iter()
            .find(|b| b.kind == BlockKind::Text)
            .unwrap();
        let glyphs = read(&doc, &doc.inlines(block, &block.span));
        words::cut(&tex::fold(&glyphs))
            .into_iter()
            .map(|w| w.key.into())
            .collect()
    }

    #[test]
    fn markdown_reads_as_a_person_sees_it() {
        check("a *b* **c** `d` &amp; \\* <b>e</b>", "a b c d & * e");
        check(
            "[text](https://x.org) [https://x.org](https://x.org) <https://y.org>",
            "text https://x.org https://y.org",
        );
        for blank in [" ", "\n"] {
            let text = format!("code at [this https{blank}URL](https://x.org/a).");
            check(&text, "code at https://x.org/a.");
        }
        check(
            "the <SEG> token <!-- no --> ![badge](https://x.org/b.svg)",
            "the <SEG> token",
        );
        check("one\n    two", "one two");
    }

    #[test]
    fn tex_that_markdown_mangles_keeps_its_words() {
        assert_eq!(
            keys(r"x ({gl}}_1). We use U_{q} here"),
            keys(r"x ({gl}}\_1). We use U\_{q} here")
        );
        assert_eq!(keys(r#"\'Arp\'ad \"Ost"#), ["Árpád", "Öst"]);
        assert_eq!(keys("``a'' or ``b''"), keys("\"a\" or \"b\""));
    }

    #[test]
    fn escaped_text_reads_back() {
        for text in [
            "a * b_c_ [x](y) <b> & &amp; `c` $5",
            "90\\% of $x_1$ and ``q''",
            "snake_case ~~x~~ #1",
            "a\u{202e}b\u{7}",
        ] {
            let escaped = escape(text);
            let plain_words = words::cut(&tex::fold(&Glyphs::plain(text)));
            let expected: Vec<String> = plain_words.into_iter().map(|w| w.key.into()).collect();
            assert_eq!(keys(&escaped), expected, "{text} -> {escaped}");
        }
    }
}
