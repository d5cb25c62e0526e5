//! Which files are opened as a database, how a new one comes into being, and that every other file
//! is left as it is.

use super::fixture;
use arxsync::store::{self, Store, StoreError};
use arxsync::text::checksum::sha256;
use rusqlite::Connection;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

/// Opening must fail with these words and leave the file's bytes and its folder as they are.
fn check_refused(path: &Path, words: &str) -> StoreError {
    let look = || {
        let folder = path.parent().unwrap();
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        (sha256(&fs::read(path).unwrap_or_default()), names)
    };
    let before = look();
    let error = Store::open(path).expect_err(words);
    assert!(error.to_string().contains(words), "{error}");
    assert!(error.to_string().contains("arxsync.db"), "{error}");
    assert_eq!(look(), before, "{words}");
    error
}

#[test]
fn files_that_are_not_ours_are_refused_untouched() {
    let (dir, path) = fixture();
    drop(Store::open(&path).unwrap());
    let ours = fs::read(&path).unwrap();
    let with = |at: usize, byte: u8| {
        let mut bytes = ours.clone();
        bytes[at] = byte;
        bytes
    };
    let foreign = dir.path().join("foreign.db");
    let other = Connection::open(&foreign).unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(other);
    let mut damaged = ours.clone();
    damaged[4096..4296].fill(0xa5);
    let table = [
        (Vec::new(), "is an empty file: restore a backup"),
        (b"# a list\n".to_vec(), "cannot be read"),
        (vec![b'x'; 5000], "cannot be read"),
        (fs::read(&foreign).unwrap(), "not a database of arxsync"),
        (with(71, 0), "not a database of arxsync"),
        (with(19, 255), "cannot be read"),
        (with(18, 255), "can only be read"),
        (ours[..4000].to_vec(), "cannot be read"),
        (damaged, "is damaged"),
    ];
    for (bytes, words) in table {
        fs::write(&path, bytes).unwrap();
        check_refused(&path, words);
    }
    fs::remove_file(&path).unwrap();
    symlink(&foreign, &path).unwrap();
    check_refused(&path, "not a regular file");
}

#[test]
fn a_newer_database_is_refused_untouched() {
    let (_dir, path) = fixture();
    drop(Store::open(&path).unwrap());
    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 999).unwrap();
    // While this connection is open, the new version is only in the write-ahead log.
    for _ in 0..2 {
        let error = check_refused(&path, "has schema 999, but this arxsync knows only up to 6");
        let StoreError::TooNew { found: 999, .. } = error else {
            panic!("{error}")
        };
    }
    drop(raw);
    let error = check_refused(&path, "has schema 999");
    assert!(matches!(error, StoreError::TooNew { .. }), "{error}");
}

#[test]
fn a_newer_version_that_a_crash_left_in_the_log_is_not_moved_into_the_file() {
    let (dir, path) = fixture();
    drop(Store::open(&path).unwrap());
    let raw = Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", 999).unwrap();
    let crashed = dir.path().join("arxsync.db");
    let log = |db: &Path| db.with_extension("db-wal");
    fs::copy(&path, &crashed).unwrap();
    fs::copy(log(&path), log(&crashed)).unwrap();
    let look = || {
        (
            fs::read(&crashed).unwrap(),
            fs::read(log(&crashed)).unwrap(),
        )
    };
    let before = look();
    let error = Store::open(&crashed).unwrap_err();
    assert!(matches!(error, StoreError::TooNew { .. }), "{error}");
    assert!(look() == before, "file or log changed");
}

#[test]
fn a_crash_while_the_log_was_moved_into_the_file_is_healed() {
    let (dir, path) = fixture();
    drop(Store::open(&path).unwrap());
    let raw = Connection::open(&path).unwrap();
    let run = "INSERT INTO runs (id, mode, started_at) VALUES (hex(zeroblob(9000)), 'apply', 1)";
    raw.execute_batch(run).unwrap();
    let crashed = dir.path().join("arxsync.db");
    let log = |db: &Path| db.with_extension("db-wal");
    fs::copy(log(&path), log(&crashed)).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    drop(raw);
    let whole = fs::read(&path).unwrap();
    assert!(whole.len() > bytes.len());
    // The first page goes first, and already counts the pages that are still to come.
    bytes[..4096].copy_from_slice(&whole[..4096]);
    fs::write(&crashed, bytes).unwrap();
    drop(Store::open(&crashed).unwrap());
    assert!(fs::read(&crashed).unwrap() == whole, "the log is lost");
}

/// A database as a kill leaves it: with a run in its log, its index, and the log cut or damaged.
fn killed(harm: impl FnOnce(&mut Vec<u8>)) -> (tempfile::TempDir, std::path::PathBuf) {
    let (dir, path) = fixture();
    drop(Store::open(&path).unwrap());
    let raw = Connection::open(&path).unwrap();
    let run = "INSERT INTO runs (id, mode, started_at) VALUES ('a', 'apply', 1)";
    raw.execute_batch(run).unwrap();
    let to = dir.path().join("arxsync.db");
    for end in ["db", "db-shm"] {
        fs::copy(path.with_extension(end), to.with_extension(end)).unwrap();
    }
    let mut log = fs::read(path.with_extension("db-wal")).unwrap();
    harm(&mut log);
    fs::write(to.with_extension("db-wal"), log).unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).unwrap();
    (dir, to)
}

#[test]
fn a_log_that_a_kill_left_with_or_without_a_page_can_be_looked_at() {
    // Of a log that holds no commit, a reader that may write nothing said "locking protocol".
    type Harm = fn(&mut Vec<u8>);
    let harms: [(&str, Harm, usize); 7] = [
        ("none", |_| {}, 1),
        ("empty", |log| log.clear(), 0),
        ("half a head", |log| log.truncate(20), 0),
        ("a head", |log| log.truncate(32), 0),
        ("the head of a page", |log| log.truncate(56), 0),
        ("a torn head", |log| log[16] ^= 1, 0),
        ("no head", |log| log[..32].fill(0xff), 0),
    ];
    for (what, harm, runs) in harms {
        let (dir, path) = killed(harm);
        let files = || {
            let read = |end| fs::read(path.with_extension(end)).unwrap();
            ["db", "db-wal", "db-shm"].map(read)
        };
        let before = files();
        let found = store::look(dir.path(), |look| look.runs(9));
        assert_eq!(found.unwrap().unwrap().len(), runs, "{what}");
        assert!(files() == before, "{what}: looking left a trace");
    }
}

#[test]
fn a_log_without_its_database_is_not_played_into_a_new_one() {
    let (_dir, path) = fixture();
    fs::create_dir(path.parent().unwrap()).unwrap();
    fs::write(path.with_extension("db-wal"), "left over").unwrap();
    check_refused(&path, "is missing, but its log");
}

#[test]
fn a_new_database_is_private_and_whole() {
    let (_dir, path) = fixture();
    let folder = path.parent().unwrap();
    fs::create_dir(folder).unwrap();
    // What a crash while creating one leaves behind.
    fs::write(folder.join("arxsync.db.new"), "half").unwrap();
    for end in ["journal", "wal", "shm"] {
        fs::write(folder.join(format!("arxsync.db.new-{end}")), "half").unwrap();
    }
    drop(Store::open(&path).unwrap());
    let names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, ["arxsync.db"]);
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    drop(Store::open(&path).unwrap());
}

#[test]
fn a_state_directory_that_everybody_may_write_to_is_refused() {
    for (mode, is_refused) in [
        (0o777, true),
        (0o1777, true),
        (0o775, false),
        (0o700, false),
    ] {
        let (_dir, path) = fixture();
        let folder = path.parent().unwrap();
        fs::create_dir(folder).unwrap();
        fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        let opened = Store::open(&path).map(drop).map_err(|e| e.to_string());
        let why = opened.err().unwrap_or_default();
        assert_eq!(
            why.contains("everybody may write to it"),
            is_refused,
            "{why}"
        );
        assert_eq!(path.exists(), !is_refused);
    }
}

#[test]
fn a_state_directory_that_is_a_file_is_refused() {
    let (dir, _) = fixture();
    let file = dir.path().join("state");
    fs::write(&file, "mine").unwrap();
    let error = Store::open(&file.join("arxsync.db")).unwrap_err();
    assert!(error.to_string().contains("not a directory"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_database_of_an_older_program_is_copied_and_then_brought_up_to_date() {
    let (_dir, path) = fixture();
    let folder = path.parent().unwrap();
    fs::create_dir(folder).unwrap();
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../../../migrations/0001_init.sql"))
        .unwrap();
    old.execute_batch("PRAGMA application_id = 1634891891; PRAGMA user_version = 1;")
        .unwrap();
    old.execute_batch("INSERT INTO pace (host, last_answer) VALUES ('host', 7)")
        .unwrap();
    drop(old);
    let other = folder.join("arxsync.db.v0.bak");
    fs::write(&other, "another version's").unwrap();
    for _ in 0..2 {
        let store = Store::open(&path).unwrap();
        assert_eq!(store.last_answer("host").unwrap(), Some(7));
    }
    let backup = folder.join("arxsync.db.v1.bak");
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    assert_eq!(names, [path.clone(), other.clone(), backup.clone()]);
    assert_eq!(fs::read_to_string(&other).unwrap(), "another version's");
    let mode = fs::metadata(&backup).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let version = |path: &Path| -> i64 {
        let conn = Connection::open(path).unwrap();
        conn.pragma_query_value(None, "user_version", |row| row.get(0))
            .unwrap()
    };
    assert_eq!((version(&path), version(&backup)), (6, 1));
}
