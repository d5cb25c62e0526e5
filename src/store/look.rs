//! Looking at a database without changing a byte of it or beside it: no lock, no migration, no side file, also while a run writes to it and where
//! nothing can be written. What is looked at is in [`super::status`], [`super::history`] and [`super::health`].
//!
//! SQLite itself makes files beside a database in WAL mode that it only reads. What is done instead depends on what is there:
//!
//! | log (`-wal`) | index (`-shm`) | how it is read |
//! | --- | --- | --- |
//! | none, or empty | any | as a file that nobody writes to (`immutable`), and again if somebody did |
//! | yes | yes | with the log; the index is only read (`readonly_shm`) |
//! | yes | none | as a copy elsewhere: a crash or a backup left the log, and reading it takes an index |

use super::open::{COMMON, beside, check_at_rest, check_version, exists, failed, set_up};
use super::{FILE_NAME, StoreError, migrate, open};
use rusqlite::{Connection, OpenFlags};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;
use url::Url;

/// How often a database is read anew that somebody wrote to meanwhile.
const ATTEMPTS: usize = 10;

/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(30);

/// SQLite reads a file without lock, log or side file.
const IMMUTABLE: &str = "immutable=1";

/// One consistent state of a database, only to be read.
#[derive(Debug)]
pub struct Look {
    pub(super) conn: Connection,
    pub(super) version: i64,
    path: PathBuf,
    is_immutable: bool,
    /// The copy, where one was needed; it goes with this.
    _copy: Option<TempDir>,
}

/// Does `work`, which may be done more than once, with the database of a state directory; `None` where there is none.
///
/// # Errors
///
/// See [`StoreError`]: a file that is foreign, empty, damaged or too new, or what `work` says.
pub fn look<T>(
    state_dir: &Path,
    work: impl Fn(&Look) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let folder = match state_dir.canonicalize() {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        found => found.map_err(|e| failed("resolve the folder", state_dir, e))?,
    };
    let path = folder.join(FILE_NAME);
    for attempt in 1..=ATTEMPTS {
        if !exists(&path)? {
            open::refuse_orphan_log(&path)?;
            return Ok(None);
        }
        let before = stamp(&path)?;
        let done = Look::open(&path).and_then(|look| work(&look));
        // Where a run ends just now, its log goes away between our looking for it and SQLite's.
        let is_doubtful = matches!(done, Err(StoreError::Sql { .. })) && attempt < ATTEMPTS;
        if !is_doubtful && stamp(&path)? == before {
            return done.map(Some);
        }
        thread::sleep(PAUSE);
    }
    Err(StoreError::Locked { path })
}

impl Look {
    fn open(path: &Path) -> Result<Self, StoreError> {
        check_at_rest(path)?;
        let (url, copy) = way_to(path)?;
        let is_immutable = url.query() == Some(IMMUTABLE);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | COMMON;
        let connect = || {
            let conn = Connection::open_with_flags(url.as_str(), flags)?;
            set_up(&conn)?;
            conn.execute_batch("BEGIN")?;
            let version = migrate::version(&conn)?;
            Ok((conn, version))
        };
        let (conn, version) = connect().map_err(|e| StoreError::from_sql(path, e))?;
        check_version(&conn, path)?;
        Ok(Self {
            conn,
            version,
            path: path.to_owned(),
            is_immutable,
            _copy: copy,
        })
    }

    /// Where the database is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The version of its schema, which may be older than the one this program makes of it.
    pub fn schema(&self) -> i64 {
        self.version
    }

    /// How many bytes it takes on the disk, with its log.
    pub fn bytes(&self) -> u64 {
        let size = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len());
        size(&self.path) + size(&beside(&self.path, "-wal"))
    }

    /// Whether the file says that it is written to by way of a log, where SQLite itself cannot tell because it ignores that: where nobody
    /// writes to it. (Reading it ourselves drops no lock then, as none is held.)
    pub(super) fn says_wal(&self) -> Result<Option<bool>, StoreError> {
        if !self.is_immutable {
            return Ok(None);
        }
        let mut head = [0; 20];
        File::open(&self.path)
            .and_then(|mut file| file.read_exact(&mut head))
            .map_err(|e| failed("read", &self.path, e))?;
        // Offsets 18 and 19, the versions for writing and for reading: sqlite.org/fileformat.html, 1.3.
        Ok(Some(head[18..] == [2, 2]))
    }

    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        work(&self.conn).map_err(|e| StoreError::from_sql(&self.path, e))
    }
}

/// The address under which SQLite reads a database without leaving a trace, and the copy that it leads to, if any.
fn way_to(path: &Path) -> Result<(Url, Option<TempDir>), StoreError> {
    let size = |suffix| fs::metadata(beside(path, suffix)).map(|meta| meta.len());
    let (target, copy, how) = match (size("-wal").unwrap_or(0), size("-shm")) {
        (0, _) => (path.to_owned(), None, Some(IMMUTABLE)),
        (_, Ok(_)) => (path.to_owned(), None, Some("readonly_shm=1")),
        (_, Err(_)) => {
            let copy = copy_of(path).map_err(|e| failed("copy", path, e))?;
            (copy.path().join(FILE_NAME), Some(copy), None)
        }
    };
    let mut url = Url::from_file_path(&target)
        .map_err(|()| StoreError::from_sql(path, rusqlite::Error::InvalidPath(target.clone())))?;
    url.set_query(how);
    Ok((url, copy))
}

fn copy_of(path: &Path) -> io::Result<TempDir> {
    let dir = tempfile::Builder::new().prefix("arxsync-look-").tempdir()?;
    let to = dir.path().join(FILE_NAME);
    fs::copy(path, &to)?;
    fs::copy(beside(path, "-wal"), beside(&to, "-wal"))?;
    Ok(dir)
}

/// What changes when somebody writes to the file.
fn stamp(path: &Path) -> Result<(u64, u64, i64, i64), StoreError> {
    let meta = fs::metadata(path).map_err(|e| failed("look at", path, e))?;
    Ok((meta.ino(), meta.len(), meta.mtime(), meta.mtime_nsec()))
}
