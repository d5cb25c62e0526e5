//! Copies of the database: for its keeper, and before a migration. A copy gets its name only when
//! it is whole, proven and on the disk (`docs/architecture.md#the-database`).

use super::at_rest::{REPLACE_IT, beside, failed, peek, read_at_rest, refused, resolve};
use super::{Store, StoreError, migrate};
use rusqlite::Connection;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// A copy that is still being made. Whoever makes one has locked its folder.
const UNFINISHED: &str = ".arxsync-backup.tmp";

impl Store {
    /// Copies the database, as it is now, to a new file (mode 0600).
    ///
    /// # Errors
    ///
    /// See [`StoreError`]; also `to` exists, or its folder does not. Nothing is left behind then.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let to = resolve(to)?;
        let _guard = lock_folder(&to)?;
        if fs::symlink_metadata(&to).is_ok() {
            let why = "exists already: name a new file for the backup";
            return Err(refused(&to, why.into()));
        }
        copy(&self.conn, &self.path, &to)
    }
}

/// Brings the database at `path` to this program's schema; one of an older version is copied first,
/// to `arxsync.db.v1.bak` and so on. A new copy of the same version replaces an earlier one, copies
/// of other versions stay.
pub(super) fn upgrade(conn: &mut Connection, path: &Path) -> Result<(), StoreError> {
    upgrade_by(conn, path, migrate::KNOWN, migrate::migrate)
}

fn upgrade_by(
    conn: &mut Connection,
    path: &Path,
    to: i64,
    migrate: impl FnOnce(&mut Connection) -> rusqlite::Result<()>,
) -> Result<(), StoreError> {
    let failed = |e| StoreError::from_sql(path, e);
    if migrate::version(conn).map_err(failed)? >= to {
        return Ok(());
    }
    // Of two programs that start together, the second finds the work done.
    let _guard = lock_folder(path)?;
    let from = migrate::version(conn).map_err(failed)?;
    if from >= to {
        return Ok(());
    }
    let backup = beside(path, &format!(".v{from}.bak"));
    copy(conn, path, &backup)?;
    tracing::info!(?path, from, to, ?backup, "migrating the database");
    migrate(conn).map_err(failed)
}

fn lock_folder(file: &Path) -> Result<File, StoreError> {
    let folder = file.parent().unwrap_or(Path::new("/"));
    let guard = File::open(folder).map_err(|e| failed("open", folder, e))?;
    guard.lock().map_err(|e| failed("lock", folder, e))?;
    Ok(guard)
}

/// Copies the database behind `conn`, which is at `path`, to `to`, whose folder is locked.
fn copy(conn: &Connection, path: &Path, to: &Path) -> Result<(), StoreError> {
    let folder = to.parent().unwrap_or(Path::new("/"));
    let unfinished = folder.join(UNFINISHED);
    remove(&unfinished)?;
    let copied = fill(conn, path, &unfinished).and_then(|()| {
        fs::rename(&unfinished, to).map_err(|e| failed("make the backup", to, e))?;
        let synced = File::open(folder).and_then(|dir| dir.sync_all());
        synced.map_err(|e| failed("sync", folder, e))
    });
    if copied.is_err() {
        // The first error is the one to tell.
        let _ = remove(&unfinished);
    }
    copied
}

fn fill(conn: &Connection, path: &Path, unfinished: &Path) -> Result<(), StoreError> {
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(unfinished)
        .map_err(|e| failed("create", unfinished, e))?;
    let Some(name) = unfinished.to_str() else {
        let why = "its path is not UTF-8: rename the folder";
        return Err(refused(unfinished, why.into()));
    };
    // SQLite does not sync what it copies, and would make a new file readable by all.
    conn.execute("VACUUM INTO ?1", [name])
        .map_err(|e| StoreError::from_sql(unfinished, e))?;
    prove(conn, path, unfinished)?;
    file.sync_all().map_err(|e| failed("sync", unfinished, e))
}

/// Opens a copy anew and looks at all of it.
fn prove(conn: &Connection, path: &Path, copy: &Path) -> Result<(), StoreError> {
    let failed = |e| StoreError::from_sql(copy, e);
    let version = migrate::version(conn).map_err(|e| StoreError::from_sql(path, e))?;
    let (_, copied) = peek(copy).map_err(failed)?;
    let found: String = read_at_rest(copy)
        .and_then(|conn| conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)))
        .map_err(failed)?;
    if found != "ok" || copied != version {
        let why = format!("cannot be copied faithfully ({found}): {REPLACE_IT}");
        return Err(refused(path, why));
    }
    Ok(())
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(failed("replace", path, e)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;
    use tempfile::TempDir;

    fn fixture() -> (TempDir, PathBuf, Store) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().canonicalize().unwrap().join("arxsync.db");
        let mut store = Store::open(&path).unwrap();
        store.begin_run("first", "apply", 1).unwrap();
        (dir, path, store)
    }

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.contains("-wal") && !name.contains("-shm"))
            .collect();
        names.sort();
        names
    }

    fn runs(conn: &Connection) -> Vec<String> {
        let mut rows = conn.prepare("SELECT id FROM runs ORDER BY id").unwrap();
        let ids = rows.query_map([], |row| row.get(0)).unwrap();
        ids.map(Result::unwrap).collect()
    }

    #[test]
    fn a_backup_is_whole_private_and_replaces_nothing() {
        let (dir, _, mut store) = fixture();
        let folder = dir.path().join("backups");
        let to = folder.join("copy.db");
        assert!(store.backup(&to).is_err(), "there is no folder");
        assert!(!folder.exists());
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join(UNFINISHED), "what a crash left").unwrap();
        store.backup(&to).unwrap();
        assert_eq!(names(&folder), ["copy.db"]);
        let mode = fs::metadata(&to).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        store.begin_run("second", "apply", 2).unwrap();
        let error = store.backup(&to).unwrap_err().to_string();
        assert!(error.contains("exists already"), "{error}");
        assert_eq!(runs(&Store::open(&to).unwrap().conn), ["first"]);
    }

    /// Migrates a database of this program to a version after it, with these statements.
    fn go_on(store: &mut Store, path: &Path, sql: &'static str) -> Result<(), StoreError> {
        upgrade_by(&mut store.conn, path, migrate::KNOWN + 1, |conn| {
            let tx = conn.transaction()?;
            tx.execute_batch(sql)?;
            tx.pragma_update(None, "user_version", migrate::KNOWN + 1)?;
            tx.commit()
        })
    }

    #[test]
    fn a_broken_migration_leaves_database_and_backup_usable() {
        let (dir, path, mut store) = fixture();
        let broken = "CREATE TABLE half (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1);";
        let error = go_on(&mut store, &path, broken).unwrap_err();
        assert!(error.to_string().contains("nowhere"), "{error}");
        let backup = beside(&path, &format!(".v{}.bak", migrate::KNOWN));
        assert_eq!(
            names(dir.path()),
            ["arxsync.db", backup.file_name().unwrap().to_str().unwrap()]
        );
        store.begin_run("second", "apply", 2).unwrap();
        assert_eq!(runs(&Store::open(&backup).unwrap().conn), ["first"]);
        // Tried again, the copy is of the database as it is now.
        go_on(&mut store, &path, broken).unwrap_err();
        assert_eq!(
            runs(&Store::open(&backup).unwrap().conn),
            ["first", "second"]
        );
        go_on(&mut store, &path, "CREATE TABLE more (x INTEGER) STRICT;").unwrap();
        assert_eq!(migrate::version(&store.conn).unwrap(), migrate::KNOWN + 1);
        assert_eq!(names(dir.path()).len(), 2);
    }

    #[test]
    fn without_a_backup_nothing_is_migrated() {
        let (dir, path, mut store) = fixture();
        let backup = beside(&path, &format!(".v{}.bak", migrate::KNOWN));
        fs::create_dir(&backup).unwrap();
        let error = go_on(&mut store, &path, "CREATE TABLE more (x INTEGER) STRICT;").unwrap_err();
        assert!(error.to_string().contains("make the backup"), "{error}");
        assert_eq!(migrate::version(&store.conn).unwrap(), migrate::KNOWN);
        assert!(!dir.path().join(UNFINISHED).exists());
    }
}
