//! The lists before and after as a unified diff that `git apply` takes. Bytes are kept as they are:
//! line ends, a missing last one.

use super::{ListRun, Run, sanitize};
use anstyle::{AnsiColor, Style};
use similar::udiff::UnifiedHunkHeader;
use similar::{ChangeTag, TextDiff};
use std::fmt::Write as _;

/// Lines around a difference.
const CONTEXT: usize = 3;

/// How a list is named in a diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// A relative path, without `..`.
    pub path: String,
    /// It counts from the top of the work tree, and the diff is made in a folder below: it gets a
    /// header of Git's own, which says so.
    pub is_from_top: bool,
    /// The folder in which the diff is to be applied, where that is not the one it is made in.
    pub apply_in: Option<String>,
}

impl Named {
    /// A list below the folder in which the diff is made.
    pub fn here(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            is_from_top: false,
            apply_in: None,
        }
    }
}

/// The diff of all lists that change, under the names that `named` gives their paths; empty where
/// none does.
pub fn unified(run: &Run, named: impl Fn(&str) -> Named) -> String {
    let changed = run.lists.iter().filter(|list| list.before != list.after);
    changed
        .map(|list| of_list(list, &named(&list.path)))
        .collect()
}

/// Where the diff is to be applied for those lists that lie elsewhere; a line each.
pub fn elsewhere(run: &Run, named: impl Fn(&str) -> Named) -> String {
    let mut told = String::new();
    for list in run.lists.iter().filter(|list| list.before != list.after) {
        if let Some(folder) = named(&list.path).apply_in {
            let path = sanitize::one_line(&list.path);
            let folder = sanitize::one_line(&folder);
            let _ = writeln!(
                told,
                "{path}: to be applied in {folder} (`git apply`, `patch -p1`)"
            );
        }
    }
    told
}

/// The same for the eye: coloured, and with everything visible that could act on a terminal. Not
/// for `git apply`.
pub fn for_terminal(run: &Run, named: impl Fn(&str) -> Named) -> String {
    let shown = sanitize::lines(&unified(run, named).replace("\r\n", "\n"));
    let mut out = String::with_capacity(shown.len());
    for line in shown.lines() {
        let style = style_of(line);
        let _ = writeln!(out, "{style}{line}{style:#}");
    }
    out
}

fn style_of(line: &str) -> Style {
    let style = Style::new();
    match line.as_bytes() {
        [b'-', b'-', b'-', b' ', ..] | [b'+', b'+', b'+', b' ', ..] | [b'd', ..] => style.bold(),
        [b'-', ..] => AnsiColor::Red.on_default(),
        [b'+', ..] => AnsiColor::Green.on_default(),
        [b'@', ..] => AnsiColor::Cyan.on_default(),
        _ => style,
    }
}

fn of_list(list: &ListRun, named: &Named) -> String {
    of_texts(&list.before, &list.after, named)
}

/// The diff of two texts of one list.
pub fn of_texts(before: &str, after: &str, named: &Named) -> String {
    // Split at `\n` alone, as git does; `similar` would take a lone `\r` for a line end too.
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let diff = TextDiff::from_slices(&old, &new);
    let [old, new] = ["a/", "b/"].map(|side| name(side, &named.path));
    let mut out = match named.is_from_top {
        true => format!("diff --git {} {}\n", old.trim_end(), new.trim_end()),
        false => String::new(),
    };
    let _ = write!(out, "--- {old}\n+++ {new}\n");
    for group in diff.grouped_ops(CONTEXT) {
        let _ = writeln!(out, "{}", UnifiedHunkHeader::new(&group));
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            push_line(&mut out, change.tag(), change.value());
        }
    }
    out
}

fn push_line(out: &mut String, tag: ChangeTag, line: &str) {
    out.push(match tag {
        ChangeTag::Equal => ' ',
        ChangeTag::Delete => '-',
        ChangeTag::Insert => '+',
    });
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

/// The path as git writes it in a header: below `a/` or `b/`, quoted where it holds what a header
/// cannot.
fn name(side: &str, path: &str) -> String {
    if path.contains(|c: char| c.is_control() || c == '"' || c == '\\') {
        let quoted: String = path.bytes().map(quote).collect();
        return format!("\"{side}{quoted}\"");
    }
    // A tab ends the name, so that its blanks are part of it.
    let end = if path.contains(' ') { "\t" } else { "" };
    format!("{side}{path}{end}")
}

fn quote(byte: u8) -> String {
    match byte {
        b'"' | b'\\' => format!("\\{}", char::from(byte)),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("\\{byte:03o}"),
    }
}
