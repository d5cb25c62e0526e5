//! A source file as the rules see it: without comments, strings and tests, and with the paths that
//! it names. Judges nothing.
//!
//! It reads what rustfmt has formatted; it is no parser of Rust.

/// A source file; its path counts from the folder it was found in.
pub struct File {
    pub path: String,
    pub text: String,
    /// The text without comments, string contents and test modules, line for line.
    pub code: String,
}

/// A broken rule: the 1-based line and what is wrong there.
pub type Broken = (usize, String);

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        let code = without_tests(&blank(text, false));
        Self {
            path: path.into(),
            text: text.into(),
            code,
        }
    }

    /// The module's path in the crate: `plan/fields.rs` is `plan::fields`.
    pub fn module(&self) -> Vec<&str> {
        let path = self.path.trim_end_matches(".rs");
        let path = path.strip_suffix("/mod").unwrap_or(path);
        path.split('/')
            .filter(|part| !matches!(*part, "lib" | "main"))
            .collect()
    }

    /// How many lines there are in front of the test module.
    pub fn lines_without_tests(&self) -> usize {
        let lines: Vec<&str> = self.text.lines().collect();
        let begins = |two: &[&str]| two[0] == "#[cfg(test)]" && two[1].ends_with('{');
        lines.windows(2).position(begins).unwrap_or(lines.len())
    }

    /// The lines of the code in which a word stands as a word of its own.
    pub fn lines_with<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let has = move |line: &str| {
            line.match_indices(word)
                .any(|(at, _)| !is_joined(line, at, word.len()))
        };
        self.code
            .lines()
            .enumerate()
            .filter(move |(_, line)| has(line))
            .map(|(i, _)| i + 1)
    }
}

fn is_joined(line: &str, at: usize, len: usize) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let word = &line[at..at + len];
    joins(line[..at].chars().next_back()) && joins(word.chars().next())
        || joins(line[at + len..].chars().next()) && joins(word.chars().next_back())
}

/// Blanks comments, and the contents of strings where they are not wanted either; every line stays
/// where it is.
pub fn blank(text: &str, keep_strings: bool) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(c) = rest.chars().next() {
        let (len, keep) = token(rest).map_or((c.len_utf8(), true), |(len, comment)| {
            (len, keep_strings && !comment)
        });
        let (piece, tail) = rest.split_at(len);
        out.extend(
            piece
                .chars()
                .map(|c| if keep || c == '\n' { c } else { ' ' }),
        );
        rest = tail;
    }
    out
}

/// The length of the comment, string or character at the start of a text, and whether it is a
/// comment.
fn token(text: &str) -> Option<(usize, bool)> {
    let until = |from: usize, end: &str| {
        text[from..]
            .find(end)
            .map_or(text.len(), |at| from + at + end.len())
    };
    if text.starts_with("//") {
        return Some((text.find('\n').unwrap_or(text.len()), true));
    }
    if text.starts_with("/*") {
        return Some((until(2, "*/"), true));
    }
    if let Some(raw) = text.strip_prefix('r') {
        let fences = raw.len() - raw.trim_start_matches('#').len();
        if raw[fences..].starts_with('"') {
            return Some((
                until(fences + 2, &format!("\"{}", "#".repeat(fences))),
                false,
            ));
        }
        return None;
    }
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            // A quote that does not close again is a lifetime's.
            _ if quote == '\'' && at > 1 && c != quote && !text.starts_with("'\\") => return None,
            _ if c == quote => return Some((at + 1, false)),
            _ => {}
        }
    }
    None
}

/// Blanks what stands behind `#[cfg(test)]` up to the end of the item.
fn without_tests(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut end: Option<String> = None;
    for line in code.lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        if end.is_none() && line.trim() == "#[cfg(test)]" {
            end = Some(format!("{indent}}}"));
        }
        match &end {
            None => out.push_str(line),
            // A module in a file of its own ends where it is named.
            Some(last) if line == last || line.starts_with("mod ") && line.ends_with(';') => {
                end = None;
            }
            Some(_) => {}
        }
        out.push('\n');
    }
    out
}

/// All paths that a file names from the crate's root, relative ones resolved: `plan::fields`, with
/// their lines.
pub fn named_paths(file: &File) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for root in ["crate::", "super::", "self::"] {
        for (at, _) in file.code.match_indices(root) {
            let goes_on = file.code[..at].ends_with("::");
            if goes_on || is_joined(&file.code, at, root.len() - 2) {
                continue;
            }
            let mut module = file.module();
            let mut rest = &file.code[at..];
            if let Some(tail) = rest.strip_prefix("crate::") {
                (module, rest) = (Vec::new(), tail);
            } else if let Some(tail) = rest.strip_prefix("self::") {
                rest = tail;
            }
            while let Some(tail) = rest.strip_prefix("super::") {
                module.pop();
                rest = tail;
            }
            let line = 1 + file.code[..at].matches('\n').count();
            let prefix: Vec<String> = module.into_iter().map(str::to_owned).collect();
            found.extend(leaves(&prefix, rest).into_iter().map(|path| (line, path)));
        }
    }
    found
}

/// The paths below a prefix: `a::{b, c::d}` gives two.
fn leaves(prefix: &[String], text: &str) -> Vec<String> {
    if let Some(group) = text.strip_prefix('{') {
        let mut depth = 0;
        let close = group.find(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            depth < 0
        });
        let inner = &group[..close.unwrap_or(group.len())];
        let mut level = 0;
        let parts = inner.split(|c| {
            level += i32::from(c == '{') - i32::from(c == '}');
            c == ',' && level == 0
        });
        return parts
            .map(str::trim)
            .filter(|p| !p.is_empty())
            .flat_map(|p| leaves(prefix, p))
            .collect();
    }
    let word: String = text
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect();
    let path = [prefix, std::slice::from_ref(&word)].concat();
    match text[word.len()..].strip_prefix("::") {
        Some(rest) => leaves(&path, rest),
        None => vec![path.join("::")],
    }
}
