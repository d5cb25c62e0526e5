//! The places where two texts differ, each with a few words around it. It shortens what is equal,
//! never what differs.

use super::word_diff::Segment;

/// One place, or several close together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// Whether equal text before it was left out.
    pub cut_before: bool,
    /// What differs and the words around it.
    pub segments: Vec<Segment<'a>>,
    /// Whether equal text after it was left out.
    pub cut_after: bool,
}

/// How much equal text stays beside a difference.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// At most so many words.
    pub words: usize,
    /// At most so many characters, for scripts that put no space between words.
    pub chars: usize,
}

/// Leaving out less than this many bytes saves nothing.
const WORTH_IT: usize = 8;

/// The places of a word diff where the texts differ.
pub fn excerpts<'a>(segments: &[Segment<'a>], context: Context) -> Vec<Excerpt<'a>> {
    let mut done = Vec::new();
    let mut open: Option<Excerpt<'a>> = None;
    let mut before: Option<&'a str> = None;
    for segment in segments {
        if let Segment::Equal(text) = *segment {
            before = Some(text);
            let Some(excerpt) = &mut open else { continue };
            let (head, tail) = (head(text, context), tail(text, context));
            if head.len() + tail.len() + WORTH_IT < text.len() {
                excerpt.segments.push(Segment::Equal(head));
                excerpt.cut_after = true;
                done.extend(open.take());
            } else {
                excerpt.segments.push(*segment);
            }
            continue;
        }
        let excerpt = open.get_or_insert_with(|| start(before, context));
        excerpt.segments.push(*segment);
    }
    done.extend(open.map(|excerpt| end(excerpt, context)));
    done
}

/// An equal text in three parts: what stays beside the difference before it and the one behind it,
/// where there are such, and between them what is left out.
pub fn beside(text: &str, before: bool, behind: bool, context: Context) -> [&str; 3] {
    let head = if before { head(text, context) } else { "" };
    let tail = if behind { tail(text, context) } else { "" };
    if head.len() + tail.len() + WORTH_IT >= text.len() {
        return [text, "", ""];
    }
    let (left_out, tail) = text[head.len()..].split_at(text.len() - head.len() - tail.len());
    [head, left_out, tail]
}

/// A new excerpt that begins with the last words of the equal text before it.
fn start<'a>(before: Option<&'a str>, context: Context) -> Excerpt<'a> {
    let lead = before.map_or("", |text| tail(text, context));
    let segments = if lead.is_empty() {
        Vec::new()
    } else {
        vec![Segment::Equal(lead)]
    };
    Excerpt {
        cut_before: before.is_some_and(|text| lead.len() < text.len()),
        segments,
        cut_after: false,
    }
}

/// Cuts the equal text behind the last difference.
fn end(mut excerpt: Excerpt<'_>, context: Context) -> Excerpt<'_> {
    if let Some(Segment::Equal(text)) = excerpt.segments.last_mut() {
        let short = head(text, context);
        excerpt.cut_after = short.len() < text.len();
        *text = short;
    }
    excerpt
}

/// The first words of a text.
fn head(text: &str, context: Context) -> &str {
    let mut words = 0;
    let mut in_word = false;
    for (chars, (at, c)) in text.char_indices().enumerate() {
        if c.is_whitespace() && in_word {
            words += 1;
        }
        in_word = !c.is_whitespace();
        if words == context.words {
            return text[..at].trim_end();
        }
        if chars == context.chars {
            let short = &text[..at];
            return match short.trim_start().rfind(char::is_whitespace) {
                Some(_) => short
                    .trim_end_matches(|c: char| !c.is_whitespace())
                    .trim_end(),
                None => short,
            };
        }
    }
    text
}

/// The last words of a text.
fn tail(text: &str, context: Context) -> &str {
    let mut words = 0;
    let mut in_word = false;
    for (chars, (at, c)) in text.char_indices().rev().enumerate() {
        if c.is_whitespace() && in_word {
            words += 1;
        }
        in_word = !c.is_whitespace();
        if words == context.words {
            return text[at + c.len_utf8()..].trim_start();
        }
        if chars == context.chars {
            let short = &text[at + c.len_utf8()..];
            return match short.trim_end().find(char::is_whitespace) {
                Some(_) => short
                    .trim_start_matches(|c: char| !c.is_whitespace())
                    .trim_start(),
                None => short,
            };
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::word_diff::diff;

    const NARROW: Context = Context {
        words: 2,
        chars: 12,
    };

    fn check(old: &str, new: &str, expected: &[&str]) {
        let segments = diff(old, new);
        let shown: Vec<String> = excerpts(&segments, NARROW).iter().map(show).collect();
        assert_eq!(shown, expected);
    }

    fn show(excerpt: &Excerpt<'_>) -> String {
        let mark = |cut| if cut { "…" } else { "" };
        let segments = excerpt.segments.iter().map(|segment| match segment {
            Segment::Equal(text) => (*text).to_owned(),
            Segment::Removed(text) => format!("[-{text}-]"),
            Segment::Added(text) => format!("{{+{text}+}}"),
        });
        let text: String = segments.collect();
        format!(
            "{}{text}{}",
            mark(excerpt.cut_before),
            mark(excerpt.cut_after)
        )
    }

    #[test]
    fn equal_text_is_left_out_far_from_a_difference() {
        check("same", "same", &[]);
        check("a b X c d", "a b Y c d", &["a b [-X-]{+Y+} c d"]);
        check("z a b X c d e", "z a b Y c d e", &["…a b [-X-]{+Y+} c d…"]);
        check(
            "X a b left out here e f P",
            "Y a b left out here e f Q",
            &["[-X-]{+Y+} a b…", "…e f [-P-]{+Q+}"],
        );
        check(
            "X aaaa b c dddd P",
            "Y aaaa b c dddd Q",
            &["[-X-]{+Y+} aaaa b c dddd [-P-]{+Q+}"],
        );
        check("", "all of it is new", &["{+all of it is new+}"]);
    }

    #[test]
    fn an_equal_text_has_three_parts() {
        let text = "one two three four five six";
        for (before, behind, expected) in [
            (true, true, ["one two", " three four ", "five six"]),
            (true, false, ["one two", " three four five six", ""]),
            (false, true, ["", "one two three four ", "five six"]),
            (false, false, ["", text, ""]),
        ] {
            assert_eq!(beside(text, before, behind, NARROW), expected);
        }
        assert_eq!(beside("one two 3 x y", true, true, NARROW)[1], "");
    }

    #[test]
    fn long_words_are_left_out_whole() {
        check(
            "circumnavigation by sea X and circumnavigation too",
            "circumnavigation by sea Y and circumnavigation too",
            &["…by sea [-X-]{+Y+} and…"],
        );
    }

    #[test]
    fn text_without_spaces_is_left_out_too() {
        check(
            "一二三四五六七八九十一二三四五。X",
            "一二三四五六七八九十一二三四五。Y",
            &["…五六七八九十一二三四五。[-X-]{+Y+}"],
        );
    }
}
