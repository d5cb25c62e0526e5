//! A change's words in Markdown: what differs is marked where it stands, in running text where that
//! is short and marks are sure to be read as marks, else in the lines of a diff.

use super::excerpt::{Context, Excerpt, excerpts};
use super::word_diff::{Segment, diff};
use super::{escape, sanitize};
use crate::plan::Change;

/// The words around a difference.
const CONTEXT: Context = Context {
    words: 6,
    chars: 40,
};

/// Columns of a line in a diff block: GitHub scrolls what is longer.
const COLUMNS: usize = 90;

/// Running text is at most so many characters long.
const SHORT: usize = 240;

/// How a change's words are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In one line of running text, escaped.
    Inline(String),
    /// In the lines of a diff.
    Diff(Vec<String>),
}

/// What differs, with the words around it.
pub fn shown(change: &Change) -> Shown {
    let old = sanitize::one_line(change.before.as_deref().unwrap_or_default());
    let new = sanitize::one_line(&change.after);
    let segments = diff(&old, &new);
    let places = excerpts(&segments, CONTEXT);
    of_places(&places)
}

fn of_places(places: &[Excerpt<'_>]) -> Shown {
    match inline(places) {
        Some(text) => Shown::Inline(marked(&text)),
        None => Shown::Diff(places.iter().flat_map(lines).collect()),
    }
}

/// The places in one line; `None` where that would be long, or a mark could be read as text.
fn inline(places: &[Excerpt<'_>]) -> Option<String> {
    let segments = || places.iter().flat_map(|place| &place.segments);
    let chars: usize = segments()
        .map(|segment| text(segment).chars().count())
        .sum();
    let is_part = segments().any(|s| matches!(s, Segment::Equal(text) if has_words(text)));
    let is_short = segments().all(|s| text(s).chars().count() <= SHORT / 4);
    if chars > SHORT || !(is_part || is_short) {
        return None;
    }
    let mut out = String::new();
    for place in places {
        if place.cut_before || !out.is_empty() {
            out.push_str("… ");
        }
        for segment in &place.segments {
            push(&mut out, segment)?;
        }
        if place.cut_after {
            out.push_str(" …");
        }
    }
    let out = out.replace("…… ", "… ");
    let is_sound = has_sound_marks(&out);
    is_sound.then_some(out)
}

fn text<'a>(segment: &Segment<'a>) -> &'a str {
    match *segment {
        Segment::Equal(text) | Segment::Removed(text) | Segment::Added(text) => text,
    }
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// Two private characters that no text of a report holds, for the marks until they are judged.
const OLD: char = '\u{e000}';
const NEW: char = '\u{e001}';

fn push(out: &mut String, segment: &Segment<'_>) -> Option<()> {
    let (mark, text) = match *segment {
        Segment::Equal(text) => (None, text),
        Segment::Removed(text) => (Some(OLD), text),
        Segment::Added(text) => (Some(NEW), text),
    };
    if text.contains([OLD, NEW]) {
        return None;
    }
    let inner = text.trim();
    // Behind other text, nothing begins a list or a heading.
    let escaped = match inner {
        "" => String::new(),
        _ if out.is_empty() => escape::text(inner),
        _ => escape::text(&format!("x {inner}")).split_off("x ".len()),
    };
    let lead = &text[..text.len() - text.trim_start().len()];
    let tail = &text[text.trim_end().len()..];
    let Some(mark) = mark.filter(|_| !inner.is_empty()) else {
        // Blanks alone are no words to mark.
        mark.is_none().then_some(())?;
        out.push_str(lead);
        out.push_str(&escaped);
        out.push_str(if inner.is_empty() { "" } else { tail });
        return Some(());
    };
    out.push_str(lead);
    if out.ends_with([OLD, NEW]) {
        out.push(' ');
    }
    out.push(mark);
    out.push_str(&escaped);
    out.push(mark);
    out.push_str(tail);
    Some(())
}

/// Whether Markdown takes every mark for what it is: one opens before a word or behind a blank, and
/// closes the other way round.
fn has_sound_marks(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let mut open = false;
    for (at, c) in chars.iter().enumerate() {
        if !matches!(*c, OLD | NEW) {
            continue;
        }
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let (inside, outside) = if open {
            (before, after)
        } else {
            (after, before)
        };
        let is_word = inside.is_some_and(char::is_alphanumeric);
        let is_edge = outside.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
        let is_blank = inside.is_none_or(char::is_whitespace);
        if is_blank || !(is_word || is_edge) {
            return false;
        }
        open = !open;
    }
    !open
}

/// Running text with the marks of Markdown: `a ~~modle~~ **model**`.
fn marked(inline: &str) -> String {
    inline.replace(OLD, "~~").replace(NEW, "**")
}

/// A place as the lines of a diff, old above new; the words are marked where not all of a line
/// differs.
fn lines(excerpt: &Excerpt<'_>) -> Vec<String> {
    let is_part = |s: &Segment<'_>| matches!(s, Segment::Equal(text) if has_words(text));
    let is_part = excerpt.segments.iter().any(is_part);
    let [mut old, mut new] = [String::new(), String::new()];
    let mut holds = [is_part; 2];
    for segment in &excerpt.segments {
        match segment {
            Segment::Equal(text) => {
                old.push_str(text);
                new.push_str(text);
            }
            Segment::Removed(text) => {
                holds[0] = true;
                push_marked(&mut old, text, is_part, ["[-", "-]"]);
            }
            Segment::Added(text) => {
                holds[1] = true;
                push_marked(&mut new, text, is_part, ["{+", "+}"]);
            }
        }
    }
    let before = if excerpt.cut_before { "… " } else { "" };
    let after = if excerpt.cut_after { " …" } else { "" };
    let mut lines = Vec::new();
    for (sign, side, holds) in [('-', old, holds[0]), ('+', new, holds[1])] {
        if holds {
            let side = format!("{before}{}{after}", side.trim());
            let wrapped = sanitize::wrap(&side, COLUMNS);
            lines.extend(wrapped.iter().map(|line| format!("{sign} {line}")));
        }
    }
    lines
}

fn push_marked(side: &mut String, text: &str, is_part: bool, [open, close]: [&str; 2]) {
    if !is_part {
        side.push_str(text);
        return;
    }
    let inner = text.trim();
    let lead = &text[..text.len() - text.trim_start().len()];
    side.push_str(lead);
    if !inner.is_empty() {
        side.push_str(open);
        side.push_str(inner);
        side.push_str(close);
        side.push_str(&text[text.trim_end().len()..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    fn of(old: Option<&str>, new: &str) -> Shown {
        let old = sanitize::one_line(old.unwrap_or_default());
        let segments = diff(&old, new);
        of_places(&excerpts(&segments, CONTEXT))
    }

    fn check(old: Option<&str>, new: &str, expected: &str) {
        assert_eq!(of(old, new), Shown::Inline(expected.to_owned()));
        let marks = Parser::new_ext(expected, Options::ENABLE_STRIKETHROUGH);
        let marks =
            marks.filter(|event| matches!(event, Event::Start(Tag::Strong | Tag::Strikethrough)));
        let written = expected.matches("~~").count() + expected.matches("**").count();
        assert_eq!(2 * marks.count(), written, "{expected}");
    }

    #[test]
    fn words_are_marked_in_running_text() {
        check(Some("a cat sat"), "a dog sat", "a ~~cat~~ **dog** sat");
        check(
            Some("A Second Model"),
            "The Second Model",
            "~~A~~ **The** Second Model",
        );
        let (old, new) = ("Ann Li, Bo He", "Ann Li, Cy Wu, Bo He");
        check(Some(old), new, "Ann Li, **Cy Wu,** Bo He");
        check(None, "Ann Li, Bo He", "**Ann Li, Bo He**");
        check(
            Some("an *old* cat sat"),
            "an *old* dog sat",
            r"an \*old\* ~~cat~~ **dog** sat",
        );
        check(
            Some("is (one) here"),
            "is (two) here",
            "is (~~one~~ **two**) here",
        );
    }

    #[test]
    fn places_far_from_each_other_are_one_line() {
        let words = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda";
        let (old, new) = (
            format!("one {words} {words} two"),
            format!("uno {words} {words} due"),
        );
        check(
            Some(&old),
            &new,
            "~~one~~ **uno** alpha beta gamma delta epsilon zeta … zeta eta theta iota kappa lambda ~~two~~ **due**",
        );
    }

    /// What is shown in a line reads back as its words, with these marks and no other.
    #[test]
    fn hostile_words_are_nothing_but_words() {
        let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
        let mut inline = 0;
        for hostile in [
            "x](javascript:alert(1)) [x",
            "![p](http://evil/p.png)",
            "<script>x</script>",
            "a | b `c | d` ~~gone~~ **bold** __under__",
            "**",
            "~~",
            "- x",
            "1. x",
            "# x",
            "\u{e000}x\u{e001}",
            "@octocat #123 GH-1 deadbeef1234567",
            "$x$ :smile: &lt;b&gt; \\",
            "</details>",
        ] {
            let words = [
                format!("{hostile} y"),
                format!("y {hostile}"),
                hostile.to_owned(),
            ];
            for (old, new) in words.iter().flat_map(|a| words.iter().map(move |b| (a, b))) {
                let pairs = [
                    (format!("p {old} q"), format!("p {new} q")),
                    (old.clone(), new.clone()),
                ];
                for (old, new) in pairs {
                    let Shown::Inline(text) = of(Some(&old), &new) else {
                        continue;
                    };
                    inline += 1;
                    for event in Parser::new_ext(&text, options) {
                        use Event::{End, Start, Text};
                        let is_mark = match &event {
                            Start(tag) => {
                                matches!(tag, Tag::Strong | Tag::Strikethrough | Tag::Paragraph)
                            }
                            End(_) | Text(_) => true,
                            _ => false,
                        };
                        assert!(is_mark, "{event:?} in {text}");
                    }
                }
            }
        }
        assert!(inline > 20, "{inline}");
    }

    fn check_diff(old: Option<&str>, new: &str, expected: &[&str]) {
        let expected = expected.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(of(old, new), Shown::Diff(expected));
    }

    #[test]
    fn what_is_long_or_could_be_misread_is_a_diff() {
        let words = "alpha beta gamma delta epsilon zeta eta theta iota kappa".repeat(2);
        check_diff(
            None,
            &words,
            &[
                "+ alpha beta gamma delta epsilon zeta eta theta iota kappaalpha beta gamma delta epsilon",
                "+ zeta eta theta iota kappa",
            ],
        );
        check_diff(
            Some("cats, dogs and owls sat"),
            "cats dogs and owls sat",
            &["- cats[-,-] dogs and owls sat", "+ cats dogs and owls sat"],
        );
    }
}
