//! Patterns for the names of lists (`docs/**/*.md`): what is written → what is looked for, one step
//! for each part of a path. Looks at no file.
//!
//! As a shell has them: `*` and `?` stop at `/` and match no hidden file, `[a-c]` and `[!a]` are
//! sets of characters, `**` is any number of folders, `{a,b}` is both. `[*]` is the sign itself.

/// The signs by which a path is a pattern.
const SIGNS: [char; 4] = ['*', '?', '[', '{'];

/// `{a,b}{c,d}…` stands for no more patterns than this.
const MOST_ALTERNATIVES: usize = 1000;

/// What to look for, from the root or from the working directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// It counts from the root.
    pub absolute: bool,
    /// From folder to folder; never empty.
    pub steps: Vec<Step>,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// This very name; may be `..`.
    Name(String),
    /// All names that fit.
    Names(Names),
    /// `**`: the folder itself, and all folders below it.
    Folders,
}

/// Which names fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names(Vec<Sign>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Sign {
    Char(char),
    /// `?`
    Any,
    /// `*`
    Many,
    /// `[a-c]`, `[!a-c]`
    Set(Vec<(char, char)>, bool),
}

/// Why something is no pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// `[` or `[a`.
    #[error("a `[` has no `]`; write `[[]` for the sign itself")]
    OpenSet,
    /// `a**`
    #[error("`**` must be a part of its own, as in `docs/**/*.md`")]
    Folders,
    /// `{a,b}` once too often.
    #[error("its braces stand for more than {MOST_ALTERNATIVES} patterns")]
    TooMany,
    /// `/`
    #[error("it names no file")]
    Empty,
}

/// Whether a path holds a sign of patterns.
pub fn is_pattern(path: &str) -> bool {
    path.contains(SIGNS)
}

/// A pattern that fits this very path.
pub fn escape(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match SIGNS.contains(&c) || c == ']' {
            true => out.extend(['[', c, ']']),
            false => out.push(c),
        }
    }
    out
}

/// Reads a pattern; several where it has braces.
///
/// # Errors
///
/// See [`PatternError`].
pub fn parse(text: &str) -> Result<Vec<Pattern>, PatternError> {
    let text: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    alternatives(&text, &mut out)?;
    out.iter().map(|one| pattern(one)).collect()
}

fn pattern(text: &[char]) -> Result<Pattern, PatternError> {
    let mut steps = Vec::new();
    for part in parts(text)? {
        match part {
            [] | ['.'] => {}
            // Twice in a row says nothing new.
            ['*', '*'] if steps.last() == Some(&Step::Folders) => {}
            part => steps.push(step(part)?),
        }
    }
    match steps.is_empty() {
        true => Err(PatternError::Empty),
        false => Ok(Pattern {
            absolute: text.first() == Some(&'/'),
            steps,
        }),
    }
}

/// The parts between the slashes; one within a set parts nothing.
fn parts(text: &[char]) -> Result<Vec<&[char]>, PatternError> {
    let (mut out, mut start, mut at) = (Vec::new(), 0, 0);
    while at < text.len() {
        match text[at] {
            '[' => at = set_end(text, at)?,
            '/' => {
                out.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    out.push(&text[start..]);
    Ok(out)
}

/// Where the set that begins at `open` ends: `]` right behind the beginning is one of its
/// characters.
fn set_end(text: &[char], open: usize) -> Result<usize, PatternError> {
    let first = open + 1 + usize::from(text.get(open + 1) == Some(&'!'));
    let behind = first + 1;
    let end = text.iter().skip(behind).position(|c| *c == ']');
    end.map(|n| behind + n).ok_or(PatternError::OpenSet)
}

fn step(part: &[char]) -> Result<Step, PatternError> {
    if part == ['*', '*'] {
        return Ok(Step::Folders);
    }
    let (mut signs, mut at) = (Vec::new(), 0);
    while at < part.len() {
        signs.push(match part[at] {
            '?' => Sign::Any,
            '*' if part.get(at + 1) == Some(&'*') => return Err(PatternError::Folders),
            '*' => Sign::Many,
            '[' => {
                let end = set_end(part, at)?;
                let set = set(&part[at + 1..end]);
                at = end;
                set
            }
            c => Sign::Char(c),
        });
        at += 1;
    }
    let plain = |sign: &Sign| match sign {
        Sign::Char(c) => Some(*c),
        Sign::Any | Sign::Many | Sign::Set(..) => None,
    };
    let name: Option<String> = signs.iter().map(plain).collect();
    Ok(name.map_or(Step::Names(Names(signs)), Step::Name))
}

/// `[*]` is a character as it is, so that what holds no other sign names one file.
fn set(inside: &[char]) -> Sign {
    let (chars, is_not) = match inside {
        ['!', rest @ ..] => (rest, true),
        // A slash is in no name.
        [c] if *c != '/' => return Sign::Char(*c),
        all => (all, false),
    };
    let (mut ranges, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        match chars[at..] {
            [from, '-', to, ..] => {
                ranges.push((from, to));
                at += 3;
            }
            [c, ..] => {
                ranges.push((c, c));
                at += 1;
            }
            [] => break,
        }
    }
    Sign::Set(ranges, is_not)
}

/// Braces, written out. As in a shell, those without a comma, or without an end, are signs like
/// others.
fn alternatives(text: &[char], out: &mut Vec<Vec<char>>) -> Result<(), PatternError> {
    let mut open = vec![text.to_vec()];
    while let Some(text) = open.pop() {
        match braces(&text) {
            None => out.push(text),
            Some((span, commas)) => {
                let ends = commas.iter().copied().chain([span.1]);
                let starts = [span.0].into_iter().chain(commas.iter().copied());
                for (start, end) in starts.zip(ends) {
                    let middle = &text[start + 1..end];
                    open.push([&text[..span.0], middle, &text[span.1 + 1..]].concat());
                }
            }
        }
        if open.len() + out.len() > MOST_ALTERNATIVES {
            return Err(PatternError::TooMany);
        }
    }
    Ok(())
}

/// The first braces that stand for several things: where they begin and end, and their commas.
fn braces(text: &[char]) -> Option<((usize, usize), Vec<usize>)> {
    let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            '[' => at = set_end(text, at).unwrap_or(at),
            '{' => open.push((at, Vec::new())),
            ',' => {
                if let Some((_, commas)) = open.last_mut() {
                    commas.push(at);
                }
            }
            '}' => match open.pop() {
                Some((start, commas)) if !commas.is_empty() => return Some(((start, at), commas)),
                _ => {}
            },
            _ => {}
        }
        at += 1;
    }
    None
}

impl Names {
    /// Whether a name fits. A hidden one (`.x`) fits only where the pattern has the full stop.
    pub fn fit(&self, name: &str) -> bool {
        let is_hidden = name.starts_with('.');
        if is_hidden && self.0.first() != Some(&Sign::Char('.')) {
            return false;
        }
        let name: Vec<char> = name.chars().collect();
        // The last `*`, and where it ended: if the rest does not fit, it takes one more.
        let (mut sign, mut at, mut star) = (0, 0, None);
        while at < name.len() {
            match self.0.get(sign) {
                Some(Sign::Many) => {
                    star = Some((sign, at));
                    sign += 1;
                }
                Some(one) if one.fits(name[at]) => {
                    sign += 1;
                    at += 1;
                }
                _ => match &mut star {
                    None => return false,
                    Some((many, end)) => {
                        *end += 1;
                        (sign, at) = (*many + 1, *end);
                    }
                },
            }
        }
        self.0[sign..].iter().all(|s| *s == Sign::Many)
    }
}

impl Sign {
    fn fits(&self, c: char) -> bool {
        match self {
            Self::Char(own) => *own == c,
            Self::Any | Self::Many => true,
            Self::Set(ranges, is_not) => {
                ranges.iter().any(|(from, to)| (*from..=*to).contains(&c)) != *is_not
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of the names fit a pattern of one part.
    fn check(text: &str, names: &[&str], expected: &[&str]) {
        let patterns = parse(text).unwrap();
        let fits = |name: &&&str| {
            patterns.iter().any(|p| match p.steps.as_slice() {
                [Step::Name(own)] => own == **name,
                [Step::Names(names)] => names.fit(name),
                other => panic!("{text}: {other:?}"),
            })
        };
        let found: Vec<&str> = names.iter().filter(fits).copied().collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_fit_as_in_a_shell() {
        let names = [
            "a.md", "ab.md", "é.md", ".a.md", "[x].md", "a{b}.md", "b.txt",
        ];
        check(
            "*",
            &names,
            &["a.md", "ab.md", "é.md", "[x].md", "a{b}.md", "b.txt"],
        );
        check(
            "*.md",
            &names,
            &["a.md", "ab.md", "é.md", "[x].md", "a{b}.md"],
        );
        check("?.md", &names, &["a.md", "é.md"]);
        check("[é]*", &names, &["é.md"]);
        check("[a-b]*.*", &names, &["a.md", "ab.md", "a{b}.md", "b.txt"]);
        check("[!a]*", &names, &["é.md", "[x].md", "b.txt"]);
        check("[[]x].md", &names, &["[x].md"]);
        check("[]x[]*", &names, &["[x].md"]);
        check(".*", &names, &[".a.md"]);
        check("[.]a*", &names, &[".a.md"]);
        check("{a,b}.{md,txt}", &names, &["a.md", "b.txt"]);
        check("a{,b}.md", &names, &["a.md", "ab.md"]);
        check("{a,{b,c}}.*", &names, &["a.md", "b.txt"]);
        check("a{b}.md", &names, &["a{b}.md"]);
        check("a{b*", &names, &["a{b}.md"]);
        check("[{]*", &names, &[]);
        check("*a*b*", &names, &["ab.md", "a{b}.md"]);
    }

    #[test]
    fn paths_are_steps() {
        let one = |text: &str| parse(text).unwrap().remove(0);
        let name = |n: &str| Step::Name(n.into());
        assert_eq!(one("./a//../b").steps, [name("a"), name(".."), name("b")]);
        assert!(one("/a").absolute && !one("a").absolute);
        assert_eq!(one("**/**/a").steps, [Step::Folders, name("a")]);
        assert_eq!(parse("{a/b,c}/d").unwrap().len(), 2);
        // A slash in a set parts nothing, and is in no name.
        assert!(matches!(&one("a[/]b").steps[..], [Step::Names(names)] if !names.fit("a")));
    }

    #[test]
    fn an_escaped_path_is_itself() {
        for path in ["a*b?[c]{d,e}", "a]b}", "plain"] {
            let patterns = parse(&escape(path)).unwrap();
            assert_eq!(patterns.len(), 1);
            assert_eq!(patterns[0].steps, [Step::Name(path.into())]);
        }
    }

    #[test]
    fn what_is_no_pattern_is_told() {
        for (text, expected) in [
            ("a[", PatternError::OpenSet),
            ("[]", PatternError::OpenSet),
            ("[!]", PatternError::OpenSet),
            ("a**", PatternError::Folders),
            ("a/***/b", PatternError::Folders),
            ("/", PatternError::Empty),
            (&"{a,b}".repeat(10), PatternError::TooMany),
            (&"{a,b}".repeat(2_000), PatternError::TooMany),
        ] {
            assert_eq!(parse(text), Err(expected));
        }
    }
}
