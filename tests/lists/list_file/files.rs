//! Reading, expanding and writing lists.

use super::{folder_with, names};
use crate::skip::skipped;
use arxsync::list::file::{
    FileError, Scope, Source, Written, check_writable, discard, expand, read, recover, search,
    stage, temp_name, write,
};
use arxsync::text::checksum::sha256;
use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const OLD: &str = "\u{feff}# List\r\n- a\n";
const NEW: &str = "\u{feff}# List\r\n- b\n";

fn fixture() -> (TempDir, PathBuf) {
    folder_with(OLD)
}

fn temp(source: &Source) -> String {
    temp_name("run", &source.real)
}

/// Writes, and clears up as after recording it.
fn check_write(source: &Source, text: &str) {
    let written = write(source, text, &temp(source)).unwrap();
    let sha256 = sha256(text.as_bytes());
    assert_eq!(written, Written::Written { sha256 });
    discard(&source.real, &temp(source)).unwrap();
}

#[test]
fn a_list_is_read_byte_for_byte() {
    let (_dir, list) = fixture();
    let source = read(&list).unwrap();
    assert_eq!(source.text, OLD);
    assert_eq!(source.real, list);
    assert_eq!(source.sha256, sha256(OLD.as_bytes()));
    assert_eq!(
        sha256(b"abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn what_cannot_be_a_list_is_refused_with_a_reason() {
    let (dir, _) = fixture();
    let at = |name: &str| dir.path().join(name);
    let fifo = Command::new("mkfifo").arg(at("fifo")).status().unwrap();
    assert!(fifo.success());
    fs::create_dir(at("folder")).unwrap();
    fs::write(at("latin1"), b"one\ntwo\nna\xefve\n").unwrap();
    fs::write(at("utf16"), b"\xff\xfe#\0 \0").unwrap();
    fs::write(at("binary"), b"a\n\0b").unwrap();
    File::create(at("huge")).unwrap().set_len(64 << 20).unwrap();
    File::create(at("huger"))
        .unwrap()
        .set_len((64 << 20) + 1)
        .unwrap();
    symlink("nowhere", at("dangling")).unwrap();
    symlink("loop", at("loop")).unwrap();
    let table = [
        ("missing", "does not exist"),
        ("dangling", "does not exist"),
        ("loop", "cannot find"),
        ("folder", "directory"),
        ("fifo", "pipe"),
        ("/dev/null", "device"),
        ("latin1", "line 3 is not UTF-8"),
        ("utf16", "line 1 holds a NUL"),
        ("binary", "line 2 holds a NUL"),
        ("huge", "line 1 holds a NUL"),
        ("huger", "larger than 67108864 bytes"),
    ];
    for (name, expected) in table {
        let error = read(&at(name)).unwrap_err().to_string();
        assert!(error.contains(expected), "{name}: {error}");
        assert!(error.contains(name), "the path is named: {error}");
    }
}

#[test]
fn paths_and_patterns_expand_to_each_list_once() {
    let (dir, _) = fixture();
    let root = dir.path().canonicalize().unwrap();
    for folder in [".git", "sub/.git", ".hidden", "sub/deep", "dir.md"] {
        fs::create_dir_all(root.join(folder)).unwrap();
    }
    for file in [
        "[x].md",
        "x.md",
        ".git/a.md",
        "sub/.git/b.md",
        ".hidden/h.md",
        "sub/c.md",
        "sub/deep/d.md",
        "sub/note.txt",
    ] {
        fs::write(root.join(file), "").unwrap();
    }
    symlink("list.md", root.join("alias.md")).unwrap();
    let table: &[(&[&str], &[&str])] = &[
        (&["list.md"], &["list.md"]),
        (&["x.md", "list.md", "x.md"], &["list.md", "x.md"]),
        (&["[x].md"], &["[x].md"]),
        (&["*.md"], &["[x].md", "alias.md", "x.md"]),
        (&["sub/**/*.md"], &["sub/c.md", "sub/deep/d.md"]),
        (&["sub/*", "sub/c.md"], &["sub/c.md", "sub/note.txt"]),
        (&[".hidden/*.md"], &[".hidden/h.md"]),
        (&["dir.md"], &["dir.md"]),
        (&["{x,list}.md"], &["list.md", "x.md"]),
        (&["sub/{c,deep/*}.md"], &["sub/c.md", "sub/deep/d.md"]),
        (&["**/[cd].md"], &["sub/c.md", "sub/deep/d.md"]),
        (&["*/deep/*.md"], &["sub/deep/d.md"]),
        (&["sub/../x.m?"], &["sub/../x.md"]),
    ];
    for (patterns, expected) in table {
        let patterns: Vec<_> = patterns.iter().map(|p| root.join(p)).collect();
        let expected: Vec<_> = expected.iter().map(|p| root.join(p)).collect();
        assert_eq!(expand(&patterns).unwrap(), expected);
    }
}

/// The glob crate's search went round and round in this, and panicked at the name.
#[test]
fn a_search_comes_to_an_end_and_names_what_it_cannot() {
    let (dir, _) = fixture();
    let root = dir.path().canonicalize().unwrap();
    fs::create_dir_all(root.join("a/b")).unwrap();
    for file in ["a/one.md", "a/b/two.md"] {
        fs::write(root.join(file), "").unwrap();
    }
    for link in ["a/here", "a/there", "a/b/here"] {
        symlink(".", root.join(link)).unwrap();
    }
    symlink("..", root.join("a/b/up")).unwrap();
    symlink("a", root.join("linked")).unwrap();
    symlink("a/one.md", root.join("alias.md")).unwrap();
    for name in ["caf\u{e9}.md", "caf\u{e9}.txt"] {
        // In Latin-1, as an old archive unpacks it.
        let latin: Vec<u8> = name.chars().map(|c| c as u8).collect();
        fs::write(root.join("a").join(OsStr::from_bytes(&latin)), "").unwrap();
    }
    let check = |pattern: &str, expected: &[&str], unnamed: usize| {
        let found = search(&[root.join(pattern)], &Scope::default());
        let lists: Vec<_> = expected.iter().map(|p| root.join(p)).collect();
        assert_eq!(found.lists, lists, "{pattern}");
        assert_eq!(found.unnamed.len(), unnamed, "{pattern}");
        assert_eq!(found.failed.is_empty(), !lists.is_empty(), "{pattern}");
    };
    check("**/*.md", &["a/b/two.md", "a/one.md", "list.md"], 1);
    check("**/**/o*.md", &["a/one.md"], 0);
    check("**/b/**/*.md", &["a/b/two.md"], 0);
    // What is named is gone into, what is only matched is not.
    check("linked/*.md", &["linked/one.md"], 1);
    check("l*/*.md", &[], 0);
    check("**/here/*.md", &[], 0);
    check("a/**", &[], 0);
    check("a/*.txt", &[], 1);
}

#[test]
fn a_search_stays_out_of_closed_folders_and_ends_when_it_is_told() {
    let (dir, list) = fixture();
    let root = dir.path().canonicalize().unwrap();
    fs::create_dir_all(root.join("reports/old")).unwrap();
    for file in ["reports/r.md", "reports/old/s.md", "ours.md"] {
        fs::write(root.join(file), "").unwrap();
    }
    let scope = Scope {
        not_into: vec![root.join("reports/old/.."), root.join("missing")],
        is_left_out: &|name| name == "ours.md",
        is_over: &|| false,
    };
    let found = |pattern: &str, scope: &Scope<'_>| search(&[root.join(pattern)], scope);
    let lists = |pattern| found(pattern, &scope).lists;
    assert_eq!(lists("**/*.md"), [list.as_path()]);
    assert_eq!(lists("*/r.md"), <[PathBuf; 0]>::default());
    assert_eq!(lists("**/reports/*.md"), <[PathBuf; 0]>::default());
    // Whoever names the folder, or the file, wants it.
    assert_eq!(lists("reports/*.md"), [root.join("reports/r.md")]);
    assert_eq!(lists("ours.md"), [root.join("ours.md")]);
    let over = Scope {
        is_over: &|| true,
        ..Scope::default()
    };
    let ended = found("**/*.md", &over);
    assert!(ended.is_over && ended.lists.is_empty() && ended.failed.is_empty());
}

#[test]
fn patterns_that_name_nothing_are_errors() {
    let (dir, _) = fixture();
    fs::create_dir_all(dir.path().join(".git")).unwrap();
    fs::write(dir.path().join(".git/a.md"), "").unwrap();
    let table = [
        ("none.md", "does not exist"),
        ("*.txt", "no list matches"),
        (".git/*.md", "no list matches"),
        ("a***.md", "as a pattern"),
        ("~/none.md", "does not exist"),
    ];
    for (pattern, expected) in table {
        let error = expand(&[dir.path().join(pattern)]).unwrap_err().to_string();
        assert!(error.contains(expected), "{pattern}: {error}");
        assert!(error.contains(pattern), "{error}");
    }
}

#[test]
fn a_write_keeps_mode_and_owner_and_leaves_nothing_else() {
    for mode in [0o640, 0o664, 0o600, 0o755] {
        let (dir, list) = fixture();
        fs::set_permissions(&list, Permissions::from_mode(mode)).unwrap();
        // Only root may give a file away; elsewhere the owner is ours and must stay so.
        let _ = std::os::unix::fs::chown(&list, Some(65_534), Some(65_534));
        let before = fs::metadata(&list).unwrap();
        let source = read(&list).unwrap();
        check_writable(&source).unwrap();
        check_write(&source, NEW);
        let after = fs::metadata(&list).unwrap();
        assert_eq!(after.mode() & 0o7777, mode);
        assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
        assert_eq!(fs::read_to_string(&list).unwrap(), NEW);
        assert_eq!(names(dir.path()), ["list.md"]);
    }
}

#[test]
fn a_link_to_a_list_stays_a_link() {
    let (dir, list) = fixture();
    fs::create_dir(dir.path().join("links")).unwrap();
    let link = dir.path().join("links/README.md");
    symlink("../list.md", &link).unwrap();
    let source = read(&link).unwrap();
    assert_eq!((&source.path, &source.real), (&link, &list));
    check_write(&source, NEW);
    assert_eq!(fs::read_link(&link).unwrap(), Path::new("../list.md"));
    assert_eq!(fs::read_to_string(&list).unwrap(), NEW);
    assert_eq!(names(&dir.path().join("links")), ["README.md"]);
}

#[test]
fn an_unchanged_text_touches_nothing() {
    let (_dir, list) = fixture();
    let before = fs::metadata(&list).unwrap();
    let source = read(&list).unwrap();
    let written = write(&source, OLD, &temp(&source)).unwrap();
    assert_eq!(written, Written::Unchanged);
    let after = fs::metadata(&list).unwrap();
    let stamp = |m: &fs::Metadata| (m.ino(), m.mtime(), m.mtime_nsec(), m.ctime_nsec());
    assert_eq!(stamp(&after), stamp(&before));
}

#[test]
fn a_staged_text_that_is_dropped_leaves_nothing() {
    let (dir, list) = fixture();
    let source = read(&list).unwrap();
    let staged = stage(&source, NEW, &temp(&source)).unwrap();
    assert_eq!(names(dir.path()), [temp(&source), "list.md".into()]);
    drop(staged);
    assert_eq!(names(dir.path()), ["list.md"]);
    assert_eq!(fs::read_to_string(&list).unwrap(), OLD);
}

fn assert_not_writable(result: Result<(), FileError>, words: &str) {
    let error = result.unwrap_err();
    assert!(matches!(error, FileError::NotWritable { .. }), "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn a_list_with_other_hard_links_is_refused() {
    let (dir, list) = fixture();
    let source = read(&list).unwrap();
    fs::hard_link(&list, dir.path().join("other.md")).unwrap();
    assert_not_writable(check_writable(&source), "hard links");
    assert_not_writable(stage(&source, NEW, &temp(&source)).map(drop), "hard links");
    assert_eq!(fs::read_to_string(&list).unwrap(), OLD);
    assert_eq!(names(dir.path()), ["list.md", "other.md"]);
}

#[test]
fn a_list_in_a_folder_that_takes_no_file_is_refused() {
    // Not even root can make a file there.
    let list = Path::new("/proc/version");
    if !list.exists() {
        skipped("no /proc here");
        return;
    }
    let source = read(list).unwrap();
    assert!(matches!(
        check_writable(&source),
        Err(FileError::NotWritable { .. })
    ));
    assert_not_writable(
        stage(&source, NEW, &temp(&source)).map(drop),
        "make the folder writable",
    );
}

#[test]
fn a_read_only_list_or_folder_is_refused_and_left_alone() {
    let (dir, list) = fixture();
    let source = read(&list).unwrap();
    let writable = || fs::OpenOptions::new().write(true).open(&list).is_ok();
    fs::set_permissions(&list, Permissions::from_mode(0o444)).unwrap();
    if writable() {
        skipped("permissions do not bind this user");
        return;
    }
    assert_not_writable(check_writable(&source), "check its permissions");
    fs::set_permissions(&list, Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(dir.path(), Permissions::from_mode(0o555)).unwrap();
    assert_not_writable(check_writable(&source), "make the folder writable");
    fs::set_permissions(dir.path(), Permissions::from_mode(0o755)).unwrap();
    assert_eq!(fs::read_to_string(&list).unwrap(), OLD);
}

#[test]
fn checking_leaves_no_trace() {
    let (dir, list) = fixture();
    let stamp = |path: &Path| {
        let meta = fs::metadata(path).unwrap();
        (meta.mtime(), meta.mtime_nsec(), meta.ino(), meta.mode())
    };
    let before = stamp(&list);
    check_writable(&read(&list).unwrap()).unwrap();
    assert_eq!(stamp(&list), before);
    assert_eq!(names(dir.path()), ["list.md"]);
}

#[test]
fn only_names_of_ours_are_created_or_removed() {
    let (dir, list) = fixture();
    fs::write(dir.path().join("victim"), "mine").unwrap();
    let source = read(&list).unwrap();
    for name in [
        "victim",
        "../victim",
        ".arxsync-/../victim",
        ".arxsync-x",
        "",
    ] {
        assert_not_writable(stage(&source, NEW, name).map(drop), "no name for");
        assert_not_writable(
            recover(&list, name, "a", "b").map(drop),
            "none of arxsync's",
        );
        assert_not_writable(discard(&list, name), "none of arxsync's");
    }
    assert_eq!(names(dir.path()), ["list.md", "victim"]);
    let other = temp_name("run", Path::new("/elsewhere/list.md"));
    assert_ne!(temp(&source), other);
}
