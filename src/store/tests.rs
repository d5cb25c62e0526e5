//! Tests of what is only visible from inside: a connection's settings, and what a busy database
//! does to it.

use super::{Store, StoreError};
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

fn fixture() -> (TempDir, PathBuf, Store) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("arxsync.db");
    let store = Store::open(&path).unwrap();
    (dir, path, store)
}

#[test]
fn every_connection_is_safe_and_durable() {
    let (_dir, path, first) = fixture();
    let second = Store::open(&path).unwrap();
    let table = [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("busy_timeout", "5000"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("application_id", "1634891891"),
        ("user_version", "6"),
    ];
    for store in [first, second] {
        for (name, expected) in table {
            let sql = format!("SELECT {name} || '' FROM pragma_{name}");
            let sql = sql.replace("SELECT busy_timeout", "SELECT timeout");
            let found: String = store.conn.query_row(&sql, [], |row| row.get(0)).unwrap();
            assert_eq!(found, expected, "{name}");
        }
        let quoted = store.conn.prepare("SELECT \"nosuch\"");
        assert!(quoted.is_err(), "a double-quoted name is no string");
    }
}

/// 3.51.3 is the first without the race that can corrupt a write-ahead log; 3.52.0 was withdrawn
/// (`docs/architecture.md#the-database`).
#[test]
fn sqlite_is_new_enough() {
    let version = rusqlite::version_number();
    assert!(version >= 3_051_003 && version != 3_052_000, "{version}");
}

#[test]
fn a_busy_database_says_so() {
    let (_dir, path, mut store) = fixture();
    store.conn.busy_timeout(Duration::ZERO).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store.set_last_answer("host", 1).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    assert_eq!(store.last_answer("host").unwrap(), None);
    other.execute_batch("COMMIT").unwrap();
    store.set_last_answer("host", 1).unwrap();
}

#[test]
fn a_second_writer_waits_for_the_first() {
    let (_dir, path, mut store) = fixture();
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("BEGIN IMMEDIATE; INSERT INTO pace (host, last_answer) VALUES ('first', 1)")
        .unwrap();
    let (about_to_write, writing) = mpsc::channel();
    let writer = thread::spawn(move || {
        about_to_write.send(()).unwrap();
        store.set_last_answer("second", 2).map(|()| store)
    });
    writing.recv().unwrap();
    other.execute_batch("COMMIT").unwrap();
    let store = writer.join().unwrap().unwrap();
    assert_eq!(store.last_answer("first").unwrap(), Some(1));
    assert_eq!(store.last_answer("second").unwrap(), Some(2));
}

#[test]
fn opening_twice_at_once_makes_one_database() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("state/arxsync.db");
    let openers: Vec<_> = (0..4)
        .map(|n| {
            let path = path.clone();
            thread::spawn(move || Store::open(&path)?.set_last_answer(&n.to_string(), n))
        })
        .collect();
    for opener in openers {
        opener.join().unwrap().unwrap();
    }
    let store = Store::open(&path).unwrap();
    for n in 0..4 {
        assert_eq!(store.last_answer(&n.to_string()).unwrap(), Some(n));
    }
}
