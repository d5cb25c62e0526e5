//! What becomes of a list when somebody saves it while it is written, or the program dies; and what
//! a new file keeps of the old one.

use super::{folder_with, names};
use crate::skip::skipped;
use arxsync::list::file::{
    Settled, Source, Staged, Written, check_writable, discard, read, recover, stage, temp_name,
};
use arxsync::text::checksum::sha256;
use rustix::fs::{XattrFlags, getxattr, setxattr};
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const OLD: &str = "# List\n\n- a paper\n";
const NEW: &str = "# List\n\n- a paper, corrected\n";

fn fixture() -> (TempDir, PathBuf) {
    folder_with(OLD)
}

fn staged(list: &Path) -> (Source, Staged) {
    let source = read(list).unwrap();
    let staged = stage(&source, NEW, &temp_name("run", list)).unwrap();
    (source, staged)
}

fn append(list: &Path) {
    let mut file = File::options().append(true).open(list).unwrap();
    file.write_all(b"- my line\n").unwrap();
}

type Meddle = fn(&Path);

/// What a list's keeper may do at a bad moment.
const MEDDLING: &[(&str, Meddle)] = &[
    ("a line appended", append),
    ("saved in place", |list| fs::write(list, "mine").unwrap()),
    ("saved by rename", |list| {
        fs::write(list.with_extension("swp"), "mine").unwrap();
        fs::rename(list.with_extension("swp"), list).unwrap();
    }),
    ("removed", |list| fs::remove_file(list).unwrap()),
    ("replaced by a link", |list| {
        fs::rename(list, list.with_extension("moved")).unwrap();
        symlink("list.moved", list).unwrap();
    }),
    ("replaced by a folder", |list| {
        fs::remove_file(list).unwrap();
        fs::create_dir(list).unwrap();
    }),
];

/// What kind of thing is there, and what it holds.
fn look(path: &Path) -> (Option<fs::FileType>, Option<Vec<u8>>) {
    let kind = path.symlink_metadata().map(|m| m.file_type()).ok();
    (kind, fs::read(path).ok())
}

fn assert_nothing_left(dir: &Path, what: &str) {
    let left = names(dir);
    let ours = |name: &String| name.starts_with('.');
    assert!(!left.iter().any(ours), "{what}: {left:?}");
}

#[test]
fn what_somebody_did_after_the_read_stands() {
    for (name, meddle) in MEDDLING {
        let (dir, list) = fixture();
        let (_, staged) = staged(&list);
        meddle(&list);
        let theirs = look(&list);
        assert_eq!(staged.commit().unwrap(), Written::Stale, "{name}");
        assert_eq!(look(&list), theirs, "{name}");
        assert_nothing_left(dir.path(), name);
    }
}

#[test]
fn what_somebody_did_between_the_last_look_and_the_swap_stands() {
    for (name, meddle) in MEDDLING {
        let (dir, list) = fixture();
        let (source, staged) = staged(&list);
        assert!(staged.is_current().unwrap(), "{name}");
        meddle(&list);
        let theirs = look(&list);
        match staged.swap().unwrap() {
            Some(swapped) => assert_eq!(swapped.confirm().unwrap(), Written::Stale, "{name}"),
            None => assert_eq!(*name, "removed"),
        }
        assert_eq!(look(&list), theirs, "{name}");
        discard(&list, &temp_name("run", &source.real)).unwrap();
        assert_nothing_left(dir.path(), name);
    }
}

#[test]
fn what_somebody_did_after_the_swap_stands() {
    for (name, meddle) in MEDDLING {
        let (dir, list) = fixture();
        let (source, staged) = staged(&list);
        let swapped = staged.swap().unwrap().unwrap();
        meddle(&list);
        let theirs = look(&list);
        let written = swapped.confirm().unwrap();
        assert!(matches!(written, Written::Written { .. }), "{name}");
        assert_eq!(look(&list), theirs, "{name}");
        discard(&list, &temp_name("run", &source.real)).unwrap();
        assert_nothing_left(dir.path(), name);
    }
}

/// An editor that opened the list before it was swapped, and saves into what it opened.
#[test]
fn what_is_saved_into_the_old_file_before_the_last_look_stands() {
    let (_dir, list) = fixture();
    let (_, staged) = staged(&list);
    let mut editor = File::options().append(true).open(&list).unwrap();
    let swapped = staged.swap().unwrap().unwrap();
    editor.write_all(b"- my line\n").unwrap();
    assert_eq!(swapped.confirm().unwrap(), Written::Stale);
    assert_eq!(
        fs::read_to_string(&list).unwrap(),
        OLD.to_owned() + "- my line\n"
    );
}

#[test]
fn of_two_saves_at_the_worst_moments_none_is_lost() {
    let (dir, list) = fixture();
    let (_, staged) = staged(&list);
    append(&list);
    let swapped = staged.swap().unwrap().unwrap();
    fs::write(&list, "their second save").unwrap();
    assert_eq!(swapped.confirm().unwrap(), Written::Stale);
    let texts: Vec<_> = names(dir.path())
        .iter()
        .map(|name| fs::read_to_string(dir.path().join(name)).unwrap())
        .collect();
    assert!(texts.contains(&"their second save".to_owned()), "{texts:?}");
    assert!(texts.contains(&(OLD.to_owned() + "- my line\n")));
    discard(&list, &temp_name("run", &list)).unwrap();
    assert_eq!(names(dir.path()).len(), 2, "the second save is kept");
}

#[test]
fn a_crash_between_swap_and_last_look_keeps_what_was_saved() {
    for (name, meddle) in MEDDLING {
        let (dir, list) = fixture();
        let (source, staged) = staged(&list);
        meddle(&list);
        let theirs = look(&list);
        let Some(swapped) = staged.swap().unwrap() else {
            continue;
        };
        // As a crash would: nothing is cleared up.
        std::mem::forget(swapped);
        let temp = temp_name("run", &source.real);
        let hashes = (sha256(OLD.as_bytes()), sha256(NEW.as_bytes()));
        let settled = || recover(&list, &temp, &hashes.0, &hashes.1);
        if theirs.0.is_some_and(|kind| !kind.is_file()) {
            continue; // A link or a folder is nobody's text.
        }
        assert_eq!(settled().unwrap(), Settled::Conflict, "{name}");
        assert_eq!(settled().unwrap(), Settled::Conflict, "{name}, again");
        assert_eq!(look(&list), theirs, "{name}");
        discard(&list, &temp).unwrap();
        assert_nothing_left(dir.path(), name);
    }
}

#[test]
fn recovery_says_the_same_twice_and_touches_nothing_that_is_not_to_be_put_back() {
    use Settled::{Aborted, Applied, Conflict};
    let appended = OLD.to_owned() + "- my line\n";
    let rows: &[(Option<&str>, Option<&str>, Settled)] = &[
        (Some(OLD), None, Aborted),
        (Some(OLD), Some("par"), Aborted),
        (Some(OLD), Some(NEW), Aborted),
        (Some(NEW), None, Applied),
        (Some(NEW), Some(OLD), Applied),
        // Brought by somebody else, while ours was still being written.
        (Some(NEW), Some(""), Applied),
        (Some(NEW), Some(&NEW[..9]), Applied),
        (Some(NEW), Some(NEW), Applied),
        (Some("theirs"), Some(OLD), Applied),
        (Some(&appended), Some(OLD), Applied),
        (Some("theirs"), Some(NEW), Conflict),
        (Some("theirs"), None, Conflict),
        (None, Some(NEW), Conflict),
    ];
    for (now, left, expected) in rows {
        let (dir, list) = fixture();
        let temp = temp_name("run", &list);
        match now {
            Some(text) => fs::write(&list, text).unwrap(),
            None => fs::remove_file(&list).unwrap(),
        }
        if let Some(text) = left {
            fs::write(dir.path().join(&temp), text).unwrap();
        }
        let (before, after) = (sha256(OLD.as_bytes()), sha256(NEW.as_bytes()));
        for _ in 0..2 {
            let settled = recover(&list, &temp, &before, &after).unwrap();
            assert_eq!(settled, *expected, "{now:?} {left:?}");
        }
        for _ in 0..2 {
            discard(&list, &temp).unwrap();
        }
        assert_eq!(fs::read_to_string(&list).ok().as_deref(), *now);
        assert_nothing_left(dir.path(), "recovered");
    }
}

#[test]
fn a_file_that_cannot_be_removed_is_not_hidden() {
    let (dir, list) = fixture();
    let temp = temp_name("run", &list);
    fs::create_dir(dir.path().join(&temp)).unwrap();
    let error = discard(&list, &temp).unwrap_err().to_string();
    assert!(error.contains("cannot remove"), "{error}");
    assert!(error.contains(&temp), "{error}");
}

#[test]
fn a_write_keeps_extended_attributes_and_access_rights() {
    let (_dir, list) = fixture();
    // Version 2; owner rw, user 65534 r, group r, mask r, others none.
    let acl: Vec<u8> = [
        (1, 6, u32::MAX),
        (2, 4, 65_534),
        (4, 4, u32::MAX),
        (16, 4, u32::MAX),
        (32, 0, u32::MAX),
    ]
    .iter()
    .fold(
        vec![2, 0, 0, 0],
        |mut acl, (tag, rights, id): &(u16, u16, u32)| {
            acl.extend(tag.to_le_bytes());
            acl.extend(rights.to_le_bytes());
            acl.extend(id.to_le_bytes());
            acl
        },
    );
    let given = [
        ("user.origin", b"https://example.org".to_vec()),
        ("user.empty", Vec::new()),
        ("system.posix_acl_access", acl),
    ];
    for (name, value) in &given {
        if let Err(error) = setxattr(&list, *name, value, XattrFlags::empty()) {
            skipped(format_args!("{name} cannot be set here: {error}"));
            return;
        }
    }
    let source = read(&list).unwrap();
    check_writable(&source).unwrap();
    let (_, staged) = staged(&list);
    assert!(matches!(staged.commit().unwrap(), Written::Written { .. }));
    assert_eq!(fs::read_to_string(&list).unwrap(), NEW);
    for (name, value) in &given {
        let mut buffer = [0; 1000];
        let length = getxattr(&list, *name, &mut buffer[..]).unwrap();
        assert_eq!(&buffer[..length], value, "{name}");
    }
}

#[test]
fn a_write_takes_no_access_rights_from_the_folder() {
    let (dir, list) = fixture();
    let mut acl = vec![2, 0, 0, 0];
    for (tag, rights, id) in [
        (1_u16, 7_u16, u32::MAX),
        (2, 7, 65_534),
        (4, 5, u32::MAX),
        (16, 7, u32::MAX),
        (32, 5, u32::MAX),
    ] {
        acl.extend(tag.to_le_bytes());
        acl.extend(rights.to_le_bytes());
        acl.extend(id.to_le_bytes());
    }
    let flags = XattrFlags::empty();
    if let Err(error) = setxattr(dir.path(), "system.posix_acl_default", &acl, flags) {
        skipped(format_args!("no access control lists here: {error}"));
        return;
    }
    let (_, staged) = staged(&list);
    assert!(matches!(staged.commit().unwrap(), Written::Written { .. }));
    let mut buffer = [0; 1000];
    let found = getxattr(&list, "system.posix_acl_access", &mut buffer[..]);
    assert!(found.is_err(), "the list has the folder's rights");
}
