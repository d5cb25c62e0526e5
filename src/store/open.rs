//! Opening the database: how a new one comes into being, and the settings of every connection.
//! A file that is not ours, or newer than this program, is left exactly as it is.

use super::at_rest::{
    APPLICATION_ID, COMMON, beside, check_at_rest, check_version, exists, failed, folder_of,
    refuse_orphan_log, refused, resolve,
};
use super::{FILE_NAME, Store, StoreError, backup, check, lock, medium, migrate};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags};
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a connection waits for another writer.
const BUSY: Duration = Duration::from_secs(5);

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

    /// Opens the database at `path`, creating it (and its folder, with mode 0700) where there is
    /// none.
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
        let broke_off = check::broke_off(&path);
        let mut conn = connect(&path).map_err(|e| StoreError::from_sql(&path, e))?;
        check_version(&conn, &path)?;
        settle_in(&conn).map_err(|e| StoreError::from_sql(&path, e))?;
        check_writable(&conn, &path)?;
        if broke_off || check::is_unchecked(&conn).map_err(|e| StoreError::from_sql(&path, e))? {
            check::check_pages(&conn, &path)?;
        }
        backup::upgrade(&mut conn, &path)?;
        Ok(Self { conn, path })
    }
}

/// The path with its folder made and resolved, so that only the file itself could still be a link,
/// which is refused.
fn locate(path: &Path) -> Result<PathBuf, StoreError> {
    let folder = folder_of(path);
    lock::ensure_dir(folder).map_err(|e| failed("use the folder", folder, e))?;
    if let Some(network) = medium::network(folder) {
        tracing::warn!(
            folder = %folder.display(),
            "the state directory is on a network file system ({network}), where SQLite may lose what it writes: keep it on a local disk"
        );
    }
    resolve(path)
}

/// Makes a complete, empty database under another name and moves it into place, so that no crash
/// leaves half of one.
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

/// Builds a database with a rollback journal: a log of its own would be left behind by the rename
/// where the disk is too full to play it in, and with it all that it holds.
fn build(new: &Path) -> Result<(), StoreError> {
    // A journal that another program's death left would be rolled back into this one.
    for leftover in ["", "-journal", "-wal", "-shm"].map(|end| beside(new, end)) {
        match fs::remove_file(&leftover) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(failed("replace", &leftover, e));
            }
            _ => {}
        }
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
        migrate::migrate(&mut conn)?;
        conn.close().map_err(|(_, e)| e)
    };
    fill().map_err(|e| StoreError::from_sql(new, e))?;
    file.sync_all().map_err(|e| failed("sync", new, e))
}

/// A connection that has not written anything yet, and will not even when it is closed.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | COMMON)?;
    set_up(&conn)?;
    Ok(conn)
}

/// The settings of every connection, also of one that only looks
/// (`docs/architecture.md#the-database`). None of them writes.
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

fn check_writable(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let is_readonly = conn.is_readonly(MAIN_DB);
    if is_readonly.map_err(|e| StoreError::from_sql(path, e))? {
        let why = "can only be read: check its permissions, and whether a newer SQLite made it";
        return Err(refused(path, why.into()));
    }
    Ok(())
}
