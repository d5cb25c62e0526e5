//! The lists before and after as a unified diff that `git apply` takes. Bytes are kept as they are:
//! line ends, a missing last one.

use super::{ListRun, Run, sanitize};
use anstyle::{AnsiColor, Style};
use similar::udiff::UnifiedHunkHeader;
use similar::{ChangeTag, TextDiff};
use std::fmt::Write as _;

/// Lines around a difference.
const CONTEXT: usize = 3;

/// The diff of all lists that change; empty where none does.
pub fn unified(run: &Run) -> String {
    run.lists.iter().map(of_list).collect()
}

/// The same for the eye: coloured, and with everything visible that could act on a terminal. Not
/// for `git apply`.
pub fn for_terminal(run: &Run) -> String {
    let shown = sanitize::lines(&unified(run).replace("\r\n", "\n"));
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
        [b'-', b'-', b'-', b' ', ..] | [b'+', b'+', b'+', b' ', ..] => style.bold(),
        [b'-', ..] => AnsiColor::Red.on_default(),
        [b'+', ..] => AnsiColor::Green.on_default(),
        [b'@', ..] => AnsiColor::Cyan.on_default(),
        _ => style,
    }
}

fn of_list(list: &ListRun) -> String {
    if list.before == list.after {
        return String::new();
    }
    // Split at `\n` alone, as git does; `similar` would take a lone `\r` for a line end too.
    let old: Vec<&str> = list.before.split_inclusive('\n').collect();
    let new: Vec<&str> = list.after.split_inclusive('\n').collect();
    let diff = TextDiff::from_slices(&old, &new);
    let mut out = format!(
        "--- {}\n+++ {}\n",
        name("a/", &list.path),
        name("b/", &list.path)
    );
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
    let path = path.trim_start_matches("./").trim_start_matches('/');
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
