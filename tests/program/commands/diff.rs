//! A diff can be applied from where it was made, wherever that is.

use super::place::{Place, Ran, TIDES};
use crate::skip::skipped;
use std::fs;

const LIST: &str = "- **Tides as Clocks**\n  - Paper: https://arxiv.org/abs/2401.90003\n  - Authors: Gita Gil, Hans Holm\n";
const RIGHT: &str = "  - Authors: Gita Gill, Hans Holm\n";

/// A list in `tree/sub`, a work tree where `top` names its top.
fn place(top: Option<&str>) -> Place {
    let place = Place::new();
    place.write("conf/feeds/town.xml", TIDES);
    place.write(
        "conf/arxsync.toml",
        "[arxiv]\nfeeds = \"feeds\"\n[store]\ndir = \"state\"\n",
    );
    place.write("tree/sub/my list.md", LIST);
    fs::create_dir_all(place.path("tree/other")).unwrap();
    if let Some(top) = top {
        let mut git = place.command("/usr/bin/git", top);
        assert!(git.args(["init", "-q"]).status().unwrap().success());
    }
    place
}

fn diff(place: &Place, made_in: &str, list: &str) -> Ran {
    let config = place.path("conf/arxsync.toml");
    let config = config.to_str().unwrap();
    let ran = place.run_in(
        made_in,
        &["sync", "--dry-run", "--diff", "--config", config, list],
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
    ran
}

/// Makes a diff in a folder, for the list under this name (`DIR` is the place), and applies it.
fn check(top: Option<&str>, made_in: &str, list: &str, applied_in: &str) {
    let place = place(top);
    let list = list.replace("DIR", place.path("").to_str().unwrap());
    let ran = diff(&place, made_in, &list);
    let what = format!("{top:?} {made_in} {list}: {}", ran.stdout);
    for line in ran
        .stdout
        .lines()
        .filter(|l| l.starts_with("--- ") || l.starts_with("+++ "))
    {
        assert!(
            !line.contains("..") && !line[4..].starts_with('/'),
            "{what}"
        );
    }
    let is_here = made_in == applied_in;
    assert_eq!(
        ran.stderr.contains("to be applied in"),
        !is_here,
        "{what}{}",
        ran.stderr
    );
    place.write("the.patch", &ran.stdout);
    let mut git = place.command("/usr/bin/git", applied_in);
    let patch = place.path("the.patch");
    git.env("GIT_CEILING_DIRECTORIES", place.path("").parent().unwrap());
    let output = git.arg("apply").arg(&patch).output().unwrap();
    assert!(output.status.success(), "{what}{output:?}");
    let after = String::from_utf8(place.read("tree/sub/my list.md")).unwrap();
    assert!(after.ends_with(RIGHT), "{what}");
}

#[test]
fn a_diff_can_be_applied_from_where_it_was_made() {
    if !std::path::Path::new("/usr/bin/git").exists() {
        skipped("git is not installed");
        return;
    }
    let absolute = "DIR/tree/sub/my list.md";
    for (top, made_in, list, applied_in) in [
        // In a work tree.
        (Some("tree"), "tree", "sub/my list.md", "tree"),
        (Some("tree"), "tree", "./sub/my list.md", "tree"),
        (Some("tree"), "tree", absolute, "tree"),
        (Some("tree"), "tree", "other/../sub/my list.md", "tree"),
        (Some("tree"), "tree/sub", "my list.md", "tree/sub"),
        (Some("tree"), "tree/sub", absolute, "tree/sub"),
        // `git apply` changes nothing above the folder where it is called.
        (Some("tree"), "tree/other", "../sub/my list.md", "tree"),
        // No work tree.
        (None, "tree", "sub/my list.md", "tree"),
        (None, "tree", absolute, "tree"),
        (None, "tree/sub", "../sub/my list.md", "tree/sub"),
        // Outside: from its own work tree, else its folder.
        (None, "tree/other", "../sub/my list.md", "tree/sub"),
        (Some("tree"), "conf", absolute, "tree"),
        (Some("conf"), "conf", "../tree/sub/my list.md", "tree/sub"),
    ] {
        check(top, made_in, list, applied_in);
    }
}
