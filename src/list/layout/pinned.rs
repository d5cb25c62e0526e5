//! Which entry a comment that is meant for the program belongs to: the one that it stands in, or,
//! though pins belong inside, the one right below it.

use super::syntax::spans::comments;
use crate::list::document::{BlockKind, Document};
use crate::list::entry::{Entry, Writing};
use crate::list::pins;
use std::ops::Range;
use std::rc::Rc;

/// Gives every such comment to the entry that it stands in or right above. The entries are in
/// order; what their families have read of pins stays.
pub fn pin(doc: &Document<'_>, entries: &mut [Entry]) {
    // From where to where several comments stand above one entry.
    let mut below: Option<Range<usize>> = None;
    for comment in Comment::all(doc).iter().rev() {
        let span = &comment.span;
        let next = entries.partition_point(|e| e.span.start <= span.start);
        let (before, behind) = entries.split_at_mut(next);
        let mut is_known = false;
        if let Some(entry) = before.last_mut() {
            let is_in = span.start < entry.span.end;
            is_known = is_in || span.end <= entry.pins.until;
            if is_in {
                entry.pins.add(doc.source, span);
            }
        }
        let Some(entry) = behind.first_mut() else {
            continue;
        };
        let top = top(doc, entry);
        // What is known of the comment below need not be found out again.
        let (until, below_at) = match &below {
            Some(below) if below.end == top => (below.start, below.start),
            _ => (top, entry.title.span.start),
        };
        let stays = || is_known && ends_a_paragraph(doc, span, until);
        if comment.is_above(doc, until, below_at) && !stays() {
            entry.pins.keep_below(span.start);
            below = Some(span.start..top);
        }
    }
}

/// A comment that begins with the program's name.
struct Comment {
    /// Its bytes.
    span: Range<usize>,
    /// The block that it stands in, and those around, by index: inner ones first.
    around: Rc<[usize]>,
}

impl Comment {
    /// Those of a document, in order; what only looks like one (`\<!--`, code, math) is left out.
    fn all(doc: &Document<'_>) -> Vec<Self> {
        let (mut found, mut open) = (Vec::new(), Vec::new());
        let everything = 0..doc.source.len();
        if pins::comments(doc.source, &everything).next().is_none() {
            return found;
        }
        for (b, block) in doc.blocks.iter().enumerate() {
            while open
                .pop_if(|outer: &mut usize| doc.blocks[*outer].end <= b)
                .is_some()
            {}
            open.push(b);
            let spans = comments(doc, block);
            let spans = spans.iter().flat_map(|s| pins::comments(doc.source, s));
            let mut spans = spans.peekable();
            if spans.peek().is_some() {
                let around: Rc<[usize]> = open.iter().rev().copied().collect();
                found.extend(spans.map(|span| Self {
                    span,
                    around: around.clone(),
                }));
            }
        }
        found
    }

    /// Whether nothing but blank lines is in front of `until`, and it is no part of something that
    /// does not go on to `below`.
    fn is_above(&self, doc: &Document<'_>, until: usize, below: usize) -> bool {
        let gap = doc.source.get(self.span.end..until);
        gap.is_some_and(is_blank) && !self.is_held(doc, below)
    }

    /// Whether it stands behind words, on its line or in a block, that do not go on to `below`.
    fn is_held(&self, doc: &Document<'_>, below: usize) -> bool {
        let says = |from: usize| speaks(&doc.source[from..self.span.start]);
        let line = doc.line_start(self.span.start);
        let around = self.around.iter().map(|&b| &doc.blocks[b]);
        let mut others = around.take_while(|b| !b.span.contains(&below));
        line != doc.line_start(below) && says(line)
            || others.any(|b| b.kind != BlockKind::Html && says(b.span.start))
    }
}

/// Where an entry begins: with the fence of its code block, and the tags in front of it.
fn top(doc: &Document<'_>, entry: &Entry) -> usize {
    let start = entry.span.start;
    let block = &doc.blocks[entry.title.block].span;
    let line = doc.line_start(start);
    let lead = &doc.source[line..start];
    let fence = doc.source.get(block.start..start).map(str::trim);
    match entry.title.writing {
        Writing::Bibtex if fence.is_some_and(|f| !f.contains('\n')) => doc.line_start(block.start),
        Writing::Html if is_opening(lead) => line,
        _ if is_blank(lead) => line,
        _ => start,
    }
}

/// Whether a text is tags that open something, and blanks.
fn is_opening(text: &str) -> bool {
    let mut tags = text.trim().split('<');
    tags.next().is_some_and(str::is_empty)
        && tags.all(|tag| tag.trim_end().ends_with('>') && !tag.starts_with(['/', '!']))
}

/// Whether a text has words outside of its comments.
fn speaks(text: &str) -> bool {
    let mut parts = text.split("<!--");
    let has_words = |text: &str| text.contains(char::is_alphabetic);
    let behind = |part: &str| {
        part.split_once("-->")
            .is_some_and(|(_, rest)| has_words(rest))
    };
    parts.next().is_some_and(has_words) || parts.any(behind)
}

/// Whether a text is blanks alone, or the signs of a quote.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '>')
}

/// Whether a comment stands right below a line, and not right above what begins at `top`.
fn ends_a_paragraph(doc: &Document<'_>, comment: &Range<usize>, top: usize) -> bool {
    let above = &doc.source[..doc.line_start(comment.start)];
    let is_below = above.lines().next_back().is_some_and(|l| !is_blank(l));
    let gap = doc.source.get(comment.end..top).unwrap_or_default();
    is_below && gap.matches('\n').count() > 1
}

#[cfg(test)]
mod tests {
    use crate::list::document::Document;
    use crate::list::layout::recognise;
    use crate::list::pins::Fault;

    /// What of each entry is kept: `all`, its fields by their first letters in the order title,
    /// link, authors, abstract (`u`), or `-`; and the comments that pin nothing, by their lines.
    fn check(list: &str, expected: &[&str]) {
        let doc = Document::parse(list);
        let entries = recognise(&doc, &[], &|| false);
        let told: Vec<String> = entries
            .iter()
            .map(|e| {
                let (kept, _) = e.pins.says();
                let letters = "tlau".chars().zip(kept).filter(|(_, kept)| *kept);
                let kept = match letters.map(|(letter, _)| letter).collect::<String>() {
                    none if none.is_empty() => "-".into(),
                    all if all.len() == 4 => "all".into(),
                    some => some,
                };
                let unknown = e.pins.unknown.map(|u| (u.fault, doc.line(u.at)));
                match unknown {
                    None => kept,
                    Some((Fault::NoPin, line)) => format!("{kept}, no pin in {line}"),
                    Some((Fault::Above, line)) => format!("{kept}, above in {line}"),
                }
            })
            .collect();
        assert_eq!(told, expected, "{list}");
    }

    fn item(n: u8) -> String {
        format!(
            "- **A Net of {n} Nets**\n  - Paper: https://arxiv.org/abs/2401.0000{n}\n  - Authors: Ada Abel, Bo Bell\n  - Abstract: A net.\n"
        )
    }

    fn section(n: u8) -> String {
        format!(
            "### A Net of {n} Nets\n\n**Paper**: https://arxiv.org/abs/2401.0000{n}\n\n**Authors**: Ada Abel, Bo Bell\n\n**Abstract**: A net.\n"
        )
    }

    /// Two entries in a form, with something before the first and between the two.
    fn around(form: fn(u8) -> String, before: &str, between: &str) -> String {
        format!("{before}{}{between}{}", form(1), form(2))
    }

    #[test]
    fn a_comment_above_an_entry_keeps_it_and_is_told() {
        for pin in [
            "<!-- arxsync: keep abstract -->",
            "<!-- ARXSYNC: keep abtract -->",
            "<!--Arxsync ignore-->",
        ] {
            for blank in ["\n", "\n\n", "\n \n\n"] {
                let pin = &format!("{pin}{blank}");
                check(&around(item, pin, ""), &["all, above in 1", "-"]);
                check(&around(item, "", pin), &["-", "all, above in 5"]);
                check(&around(section, pin, "\n"), &["all, above in 1", "-"]);
                let list = around(item, &format!("# Nets\n{pin}"), "");
                check(&list, &["all, above in 2", "-"]);
            }
        }
    }

    #[test]
    fn a_comment_above_is_found_in_every_layout() {
        let pin = "<!-- arxsync: keep -->\n";
        let url = "https://arxiv.org/abs/2401.0000";
        let quoted = around(item, pin, pin).replace('\n', "\n> ");
        check(
            &format!("> {quoted}"),
            &["all, above in 1", "all, above in 6"],
        );
        let one = |n: u8| {
            format!(
                "**A Net of {n} Nets.**<br>\n*Ada Abel, Bo Bell, Cy Cole.*<br>\n[[PDF]({url}{n})]\n\n"
            )
        };
        let list = format!("{}{pin}{}", one(1), one(2));
        check(&list, &["-", "all, above in 5"]);
        let one = |n: u8| {
            format!(
                "```bibtex\n@misc{{k,\n  title = {{Of {n} Owls}},\n  author = {{Bc, A}},\n  eprint = {{2401.0000{n}}}\n}}\n```\n\n"
            )
        };
        let list = format!("{pin}{}{pin}{}", one(1), one(2));
        check(&list, &["all, above in 1", "all, above in 10"]);
        let one =
            |n: u8| format!("<li><a href=\"{url}{n}\">A Net of {n} Nets and Knots</a></li>\n");
        let list = format!("<ul>\n{}{pin}{}</ul>\n", one(1), one(2));
        check(&list, &["-", "all, above in 3"]);
        check(&list.replace('\n', ""), &["-", "all, above in 1"]);
        let nested = around(item, pin, pin).replace('\n', "\n  ");
        let list = format!("- Nets\n  {nested}");
        check(&list, &["all, above in 2", "all, above in 7"]);
        let list = around(item, &format!("{} {pin}", pin.trim()), "");
        check(&list, &["all, above in 1", "-"]);
        check(
            &around(item, &format!("{pin}\n{pin}"), "").replace('\n', "\r\n"),
            &["all, above in 3", "-"],
        );
    }

    #[test]
    fn a_comment_that_belongs_to_the_entry_before_stays_there() {
        let pin = "<!-- arxsync: keep abstract -->";
        for between in [
            format!("  {pin}\n"),
            format!("  {pin}\n\n"),
            format!("\n  {pin}\n"),
            format!("\n  {pin}\n\n"),
            format!("    {pin}\n"),
            format!("  - Note: none {pin}\n"),
        ] {
            check(&around(item, "", &between), &["u", "-"]);
        }
        // Under headings, what stands at the end of one section may mean either.
        check(&around(section, "", &format!("{pin}\n\n")), &["u", "-"]);
        for between in [
            format!("{pin}\n"),
            format!("\n{pin}\n"),
            format!("\n{pin}\n\n"),
        ] {
            let line = if between.starts_with('\n') { 9 } else { 8 };
            let below = format!("all, above in {line}");
            check(&around(section, "", &between), &["u", &below]);
        }
        let unknown = "\n  <!-- arxsync: kep -->\n\n";
        check(&around(item, "", unknown), &["all, no pin in 6", "-"]);
    }

    #[test]
    fn other_comments_are_nothing_to_an_entry() {
        for text in [
            "<!-- kept with arxsync: keep -->\n",
            "<!-- see arxsync.toml -->\n",
            "The comment `<!-- arxsync: keep -->`\n\n",
            "It reads \\<!-- arxsync: keep -->\n\n",
            "Kept by <!-- arxsync --> a program.\n\n",
            "```html\n<!-- arxsync: keep -->\n```\n",
            "A word.\n\n    <!-- arxsync: keep -->\n\n",
            "<!-- arxsync: keep -->\n\nA word.\n\n",
            "<!-- arxsync: keep -->\n\nA word.\n\nAnother.\n\n",
            "<!-- arxsync: keep -->\n\n## Nets\n\n",
            "<!-- arxsync: keep -->\n\n---\n\n",
            "- **Nets of the Past**, printed\n  <!-- arxsync: keep -->\n",
            "- **Nets of the Past** <!-- arxsync: keep -->\n",
        ] {
            check(&around(item, text, ""), &["-", "-"]);
            check(&around(item, "", &format!("\n{text}")), &["-", "-"]);
        }
        check(
            &around(item, "", "\n\n<!-- arxsync: keep -->\n\nThe end.\n\n"),
            &["-", "-"],
        );
        let behind = format!("{}\n<!-- arxsync: keep -->\n", item(1));
        check(&behind, &["-"]);
    }

    #[test]
    fn a_comment_is_read_wherever_it_stands_in_the_entry() {
        let page = "---\ntitle: A Net of Nets\nauthors: Ada Abel\narxiv: https://arxiv.org/abs/2401.00001\n---\n\n<!-- arxsync: keep authors -->\n# A Net of Nets\n";
        check(page, &["a"]);
        let pin = "<!-- arxsync: keep link -->";
        for place in [
            format!("  > A quote. {pin}\n"),
            format!("  <details>\n\n  {pin}\n\n  </details>\n"),
        ] {
            check(&around(item, "", &place), &["l", "-"]);
        }
        let row = |n: u8, more: &str| {
            format!("| A Net of {n} Nets{more} | [PDF](https://arxiv.org/abs/2401.0000{n}) |\n")
        };
        let head = "| Title | Paper |\n|---|---|\n";
        let list = format!("{head}{}{}", row(1, pin), row(2, ""));
        check(&list, &["l", "-"]);
        let list = format!("{pin}\n\n{head}{}{}", row(1, ""), row(2, ""));
        check(&list, &["-", "-"]);
        let list = format!("{head}{}| {pin} | |\n{}", row(1, ""), row(2, ""));
        check(&list, &["-", "-"]);
    }
}
