//! A database's file before it is opened: where it is, whether it is ours, and not newer than this
//! program. Changes nothing.

use super::{StoreError, migrate};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use url::Url;

/// Marks a SQLite file as ours (`PRAGMA application_id`): "arxs".
pub(super) const APPLICATION_ID: i64 = 0x6172_7873;

/// A connection is used by one thread at a time, and a database is never reached through a link.
pub(super) const COMMON: OpenFlags =
    OpenFlags::SQLITE_OPEN_NO_MUTEX.union(OpenFlags::SQLITE_OPEN_NOFOLLOW);

/// What to do about a database that cannot be used.
pub(super) const REPLACE_IT: &str = "restore a backup of it, or move it away to start a new one (the cache is fetched again, the history is lost), or use another state directory";

/// The path of a file with all links in its folder's path resolved.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, StoreError> {
    let Some(name) = path.file_name() else {
        return Err(refused(path, "has no file name: name a file".into()));
    };
    let folder = folder_of(path);
    let folder = folder
        .canonicalize()
        .map_err(|e| failed("resolve the folder", folder, e))?;
    Ok(folder.join(name))
}

/// The folder of a file.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// Whether the file is there.
pub(super) fn exists(path: &Path) -> Result<bool, StoreError> {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_file() => Ok(true),
        Ok(_) => Err(refused(
            path,
            "is not a regular file: move it away, or use another state directory".into(),
        )),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(failed("look at", path, e)),
    }
}

/// A write-ahead log without its database would be played into the new one.
pub(super) fn refuse_orphan_log(path: &Path) -> Result<(), StoreError> {
    let log = beside(path, "-wal");
    if fs::symlink_metadata(&log).is_ok() {
        let why = format!("is missing, but its log {log:?} is there: {REPLACE_IT}");
        return Err(refused(path, why));
    }
    Ok(())
}

/// Looks at a file that may not be ours. `immutable` makes SQLite read it without lock, log or side
/// file.
///
/// Closing it drops the locks of any other connection that this process has to it
/// (sqlite.org/howtocorrupt.html, 2.2): a process has one at a time.
pub(super) fn check_at_rest(path: &Path) -> Result<(), StoreError> {
    let size = fs::metadata(path)
        .map_err(|e| failed("look at", path, e))?
        .len();
    if size == 0 {
        return Err(refused(path, format!("is an empty file: {REPLACE_IT}")));
    }
    let (application, found) = peek(path).map_err(|e| StoreError::from_sql(path, e))?;
    if application != APPLICATION_ID {
        let why = "is not a database of arxsync: move it away, or use another state directory";
        return Err(refused(path, why.into()));
    }
    not_newer(path, found)
}

/// Whose a file is, and its schema version.
pub(super) fn peek(path: &Path) -> rusqlite::Result<(i64, i64)> {
    let conn = read_at_rest(path)?;
    let application = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok((application, migrate::version(&conn)?))
}

/// A connection that reads the file alone, as it is.
pub(super) fn read_at_rest(path: &Path) -> rusqlite::Result<Connection> {
    let mut url =
        Url::from_file_path(path).map_err(|()| rusqlite::Error::InvalidPath(path.to_owned()))?;
    url.set_query(Some("immutable=1"));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | COMMON;
    let conn = Connection::open_with_flags(url.as_str(), flags)?;
    // A file that is shorter than it says is no error with this: after a crash during a checkpoint,
    // the rest is in the log.
    let has_log = beside(path, "-wal").exists();
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, has_log)?;
    Ok(conn)
}

/// The version again: a migration may still be in the write-ahead log.
pub(super) fn check_version(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = migrate::version(conn).map_err(|e| StoreError::from_sql(path, e))?;
    not_newer(path, found)
}

fn not_newer(path: &Path, found: i64) -> Result<(), StoreError> {
    let known = migrate::KNOWN;
    if found > known {
        let path = path.to_owned();
        return Err(StoreError::TooNew { path, found, known });
    }
    Ok(())
}

/// A file beside another one, of its name and a suffix.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// An error about a database that is not to be used.
pub(super) fn refused(path: &Path, why: String) -> StoreError {
    let path = path.to_owned();
    StoreError::Refused { path, why }
}

/// An error of the file system.
pub(super) fn failed(doing: &'static str, path: &Path, cause: io::Error) -> StoreError {
    let path = path.to_owned();
    StoreError::Io { doing, path, cause }
}
