//! The unified diff: its text, and that git takes it.

use super::sample;
use crate::skip::skipped;
use arxsync::report::Run;
use arxsync::report::diff::{Named, elsewhere, for_terminal, unified};
use std::path::Path;
use std::process::Command;

fn run_of(path: &str, before: &str, after: &str) -> Run {
    let mut run = sample::run();
    run.lists.truncate(1);
    run.lists[0].path = path.to_owned();
    run.lists[0].before = before.to_owned();
    run.lists[0].after = after.to_owned();
    run
}

#[test]
fn only_changed_lists_are_in_the_diff() {
    let expected = "\
--- a/README.md
+++ b/README.md
@@ -4,9 +4,9 @@
 
     **Paper**: https://arxiv.org/abs/2210.02414
 
-    **Abstract**: A bilingual language modle with 130 billion parameters.
+    **Abstract**: A bilingual language model with 130 billion parameters.
 
-    **Authors**:
+    **Authors**: Aohan Zeng, Xiao Liu
 
 1. **A Second Model**
 
";
    assert_eq!(unified(&sample::run(), Named::here), expected);
    assert_eq!(unified(&run_of("a.md", "same", "same"), Named::here), "");
}

#[test]
fn paths_are_written_as_git_reads_them() {
    for (path, old, new) in [
        ("a.md", "--- a/a.md", "+++ b/a.md"),
        ("my list.md", "--- a/my list.md\t", "+++ b/my list.md\t"),
        (
            "a\n\"é.md",
            "--- \"a/a\\012\\\"\\303\\251.md\"",
            "+++ \"b/a\\012\\\"\\303\\251.md\"",
        ),
    ] {
        let diff = unified(&run_of(path, "1\n", "2\n"), Named::here);
        let head: Vec<&str> = diff.lines().take(2).collect();
        assert_eq!(head, [old, new]);
    }
}

#[test]
fn a_path_from_the_top_has_a_header_of_gits_own() {
    let named = |path: &str| Named {
        is_from_top: true,
        apply_in: Some("/srv/x".into()),
        ..Named::here(path)
    };
    let run = run_of("sub/my list.md", "1\n", "2\n");
    let head = "diff --git a/sub/my list.md b/sub/my list.md\n--- a/sub/my list.md\t\n";
    assert!(unified(&run, named).starts_with(head));
    let told = "sub/my list.md: to be applied in /srv/x (`git apply`, `patch -p1`)\n";
    assert_eq!(elsewhere(&run, named), told);
    assert_eq!(elsewhere(&run_of("a.md", "1\n", "1\n"), named), "");
}

#[test]
fn the_diff_for_the_eye_holds_no_live_controls() {
    let run = run_of("a.md", "x\r\n", "\x1b[2Jy\u{9b}31m\u{202e}\r\n");
    let shown = anstream::adapter::strip_str(&for_terminal(&run, Named::here)).to_string();
    let expected = "--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-x\n+\\u{1b}[2Jy\\u{9b}31m\\u{202e}\n";
    assert_eq!(shown, expected);
}

/// Applies the diff with git and says what the file holds then; `None` where there is no git.
fn git_apply(dir: &Path, diff: &str, path: &str) -> Option<Vec<u8>> {
    let patch = dir.join("the.patch");
    std::fs::write(&patch, diff).unwrap();
    let mut git = Command::new("git");
    git.args([
        "-c",
        "core.autocrlf=false",
        "apply",
        "--whitespace=nowarn",
        "the.patch",
    ]);
    git.current_dir(dir)
        .env("GIT_CEILING_DIRECTORIES", dir.parent().unwrap());
    let Ok(output) = git.output() else {
        skipped("git is not installed");
        return None;
    };
    assert!(
        output.status.success(),
        "{}\n{diff}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(std::fs::read(dir.join(path)).unwrap())
}

#[test]
fn git_applies_the_diff_to_the_byte() {
    let long: String = (0..40).map(|n| format!("line {n}\n")).collect();
    let both_ends = long
        .replace("line 2\n", "LINE 2\n")
        .replace("line 37\n", "LINE 37\nmore\n");
    for (path, before, after) in [
        ("README.md", sample::BEFORE, "# Papers\n"),
        ("deep/er/my list.md", "a\nb\n", "a\nc\n"),
        ("é \"quoted\"\t.md", "a\n", "b\n"),
        ("long.md", long.as_str(), both_ends.as_str()),
        ("crlf.md", "a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n"),
        ("mixed.md", "a\rb\nc\r\nd", "a\rB\nc\r\nD"),
        ("open.md", "a\nb", "a\nc"),
        ("closed.md", "a\nb", "a\nb\n"),
        ("opened.md", "a\nb\n", "a\nb"),
        (
            "signs.md",
            "--- x\n-- y\n+++ z\n\\ w\n@@ v\n",
            "--- X\n-- y\n+++ Z\n\\ w\n@@ V\n",
        ),
        ("bom.md", "\u{feff}a\n\n\n", "\u{feff}b\n\n\n"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, before).unwrap();
        if let Some(bytes) = git_apply(
            dir.path(),
            &unified(&run_of(path, before, after), Named::here),
            path,
        ) {
            assert_eq!(String::from_utf8(bytes).unwrap(), after, "{path}");
        }
    }
}
