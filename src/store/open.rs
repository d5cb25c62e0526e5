//! Opening the database: which files are ours, how a new one comes into being, and the settings of every connection.
//! A file that is not ours, or newer than this program, is left exactly as it is.

use super::{FILE_NAME, Store, StoreError, backup, lock, migrate};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::Url;

/// Marks a SQLite file as ours (`PRAGMA application_id`): "arxs".
const APPLICATION_ID: i64 = 0x6172_7873;

/// How long a connection waits for another writer.
const BUSY: Duration = Duration::from_secs(5);

/// A connection is used by one thread at a time, and a database is never reached through a link.
pub(super) const COMMON: OpenFlags =
    OpenFlags::SQLITE_OPEN_NO_MUTEX.union(OpenFlags::SQLITE_OPEN_NOFOLLOW);

/// What to do about a database that cannot be used.
pub(super) const REPLACE_IT: &str = "restore a backup of it, or move it away to start a new one (the cache is fetched again, the history is lost), or use another state directory";

impl Store {
    /// Opens the database of a state directory, as [`Store::open`] does.
    ///
    /// # Errors
    ///
    /// See [`Store::open`].
    pub fn open_in(state_dir: &Path) -> Result<Self, StoreError> {
        Self::open(&state_dir.join(FILE_NAME))
    }

    /// Opens the database of a state directory where there is one.
    ///
    /// # Errors
    ///
    /// There is none; else see [`Store::open`].
    pub fn existing_in(state_dir: &Path) -> Result<Self, StoreError> {
        let path = state_dir.join(FILE_NAME);
        if !path.exists() {
            let why = "does not exist: there was no run yet, or the state directory is another one";
            return Err(refused(&path, why.into()));
        }
        Self::open(&path)
    }

    /// Opens the database at `path`, creating it (and its folder, with mode 0700) where there is none.
    ///
    /// # Errors
    ///
    /// See [`StoreError`]. A file that is foreign, empty, damaged or too new is not touched.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let path = locate(path)?;
        if !exists(&path)? {
            create(&path)?;
        }
        check_at_rest(&path)?;
        let mut conn = connect(&path).map_err(|e| StoreError::from_sql(&path, e))?;
        check_version(&conn, &path)?;
        settle_in(&conn).map_err(|e| StoreError::from_sql(&path, e))?;
        check_health(&conn, &path)?;
        backup::upgrade(&mut conn, &path)?;
        Ok(Self { conn, path })
    }
}

/// The path with its folder made and resolved, so that only the file itself could still be a link, which is refused.
fn locate(path: &Path) -> Result<PathBuf, StoreError> {
    let folder = folder_of(path);
    lock::ensure_dir(folder).map_err(|e| failed("create the folder", folder, e))?;
    resolve(path)
}

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

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

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

/// Makes a complete, empty database under another name and moves it into place, so that no crash leaves half of one.
fn create(path: &Path) -> Result<(), StoreError> {
    let folder = path.parent().unwrap_or(Path::new("/"));
    let guard = File::open(folder).map_err(|e| failed("open", folder, e))?;
    // Two programs that start together must not build on the same file.
    guard.lock().map_err(|e| failed("lock", folder, e))?;
    if exists(path)? {
        return Ok(());
    }
    refuse_orphan_log(path)?;
    let new = beside(path, ".new");
    build(&new)?;
    fs::rename(&new, path).map_err(|e| failed("create", path, e))?;
    guard.sync_all().map_err(|e| failed("sync", folder, e))
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

fn build(new: &Path) -> Result<(), StoreError> {
    match fs::remove_file(new) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(failed("replace", new, e)),
        _ => {}
    }
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(new)
        .map_err(|e| failed("create", new, e))?;
    let fill = || {
        let mut conn = connect(new)?;
        conn.pragma_update(None, "application_id", APPLICATION_ID)?;
        settle_in(&conn)?;
        migrate::migrate(&mut conn)?;
        conn.close().map_err(|(_, e)| e)
    };
    fill().map_err(|e| StoreError::from_sql(new, e))?;
    file.sync_all().map_err(|e| failed("sync", new, e))
}

/// Looks at a file that may not be ours. `immutable` makes SQLite read it without lock, log or side file.
///
/// Closing it drops the locks of any other connection that this process has to it (sqlite.org/howtocorrupt.html, 2.2): a process has one at a time.
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
    // A file that is shorter than it says is no error with this: after a crash during a checkpoint, the rest is in the log.
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

/// A connection that has not written anything yet, and will not even when it is closed.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | COMMON)?;
    set_up(&conn)?;
    Ok(conn)
}

/// The settings of every connection, also of one that only looks (`RELIABILITY.md` R2.1). None of them writes.
pub(super) fn set_up(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    conn.busy_timeout(BUSY)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update_and_check(None, "mmap_size", 0, |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "full")?;
    conn.pragma_update(None, "foreign_keys", true)
}

/// The settings that write, for a database known to be ours.
fn settle_in(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    conn.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))
}

/// Whether SQLite can write to the database, and finds its pages in order.
fn check_health(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let failed = |e| StoreError::from_sql(path, e);
    if conn.is_readonly(MAIN_DB).map_err(failed)? {
        let why = "can only be read: check its permissions, and whether a newer SQLite made it";
        return Err(refused(path, why.into()));
    }
    let found: String = conn
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(failed)?;
    if found != "ok" {
        return Err(refused(path, format!("is damaged ({found}): {REPLACE_IT}")));
    }
    Ok(())
}

pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

pub(super) fn refused(path: &Path, why: String) -> StoreError {
    let path = path.to_owned();
    StoreError::Refused { path, why }
}

pub(super) fn failed(doing: &'static str, path: &Path, cause: io::Error) -> StoreError {
    let path = path.to_owned();
    StoreError::Io { doing, path, cause }
}
