//! Looking at a database without changing a byte of it or beside it: no migration, no side file, no
//! lock that anybody waits for, also while a run writes to it and where nothing can be written.
//! What is looked at is in [`super::status`], [`super::history`] and [`super::health`].
//!
//! SQLite itself makes files beside a database in WAL mode that it only reads. What is done instead
//! depends on what is there:
//!
//! | log (`-wal`) | index (`-shm`) | how it is read |
//! | --- | --- | --- |
//! | none, or one that holds no page | any | as a file that nobody writes to (`immutable`) |
//! | yes | yes | with the log; the index is only read (`readonly_shm`) |
//! | yes | none | as a copy elsewhere: a crash or a backup left the log, and reading it takes an index |
//! | with a head that is none | yes | as a copy, too |
//!
//! A log that holds no page, or whose head a power cut has torn, is nothing to a connection that
//! may write; one that may not asks for ten seconds whether somebody is about to write it anew, and
//! then says "locking protocol".
//!
//! Whoever writes to it while it is read in the first or the last way makes a log and an index.
//! They stay as long as the file is locked for reading (the last connection removes them only with
//! the whole file to itself), so that it can be read again in the second way, which nobody can
//! disturb.

use super::at_rest::{
    COMMON, beside, check_at_rest, check_version, exists, failed, refuse_orphan_log,
};
use super::lock::ensure_dir;
use super::open::set_up;
use super::{FILE_NAME, StoreError, migrate};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use rustix::fs::{FlockOperation, fcntl_lock};
use rustix::io::Errno;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;
use url::Url;

/// How often a database is tried that somebody is closing, or replacing, at that moment.
const ATTEMPTS: usize = 100;

/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(10);

/// One consistent state of a database, only to be read.
#[derive(Debug)]
pub struct Look {
    pub(super) conn: Connection,
    pub(super) version: i64,
    path: PathBuf,
    way: Way,
    /// The copy, where one was needed; it goes with this.
    _copy: Option<TempDir>,
}

/// How a database is read (see above).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    AtRest,
    WithLog,
    Copied,
}

/// Whether a run could use a state directory, or make it, and the database in it. Leaves no trace:
/// the file that it tries has no name.
///
/// # Errors
///
/// See [`StoreError`].
pub fn check(state_dir: &Path) -> Result<(), StoreError> {
    let is_there = |dir: &&Path| !dir.as_os_str().is_empty() && dir.exists();
    let nearest = state_dir.ancestors().find(is_there);
    let nearest = nearest.unwrap_or(Path::new("."));
    if nearest == state_dir {
        ensure_dir(state_dir).map_err(|e| failed("use the folder", state_dir, e))?;
    }
    tempfile::tempfile_in(nearest).map_err(|e| failed("write to the folder", nearest, e))?;
    look(state_dir, |_| Ok(())).map(drop)
}

/// Does `work`, which may be done more than once, with the database of a state directory; `None`
/// where there is none.
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
    let mut disturbed = StoreError::Locked { path: path.clone() };
    for _ in 0..ATTEMPTS {
        if !exists(&path)? {
            refuse_orphan_log(&path)?;
            return Ok(None);
        }
        match attempt(&path, &work) {
            Ok(Some(done)) => return Ok(Some(done)),
            Ok(None) => {}
            Err(error) if is_passing(&error) => disturbed = error,
            Err(error) => return Err(error),
        }
        thread::sleep(PAUSE);
    }
    Err(disturbed)
}

/// Whether an index that is only read may just be in the making.
fn is_passing(error: &StoreError) -> bool {
    let StoreError::Sql { cause, .. } = error else {
        return false;
    };
    let code = cause.sqlite_error_code();
    matches!(code, Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen))
}

/// `None` where somebody disturbed it.
fn attempt<T>(
    path: &Path,
    work: impl Fn(&Look) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let unless_written = |before, error| match stamp(path)? == before {
        true => Err(error),
        false => Ok(None),
    };
    let before = stamp(path)?;
    if let Err(error) = check_at_rest(path) {
        return unless_written(before, error);
    }
    let Some(_held) = hold(path)? else {
        return Ok(None);
    };
    let before = stamp(path)?;
    let look = match Look::open(path) {
        Ok(look) => look,
        Err(error) => return unless_written(before, error),
    };
    let done = work(&look);
    if look.way == Way::WithLog || stamp(path)? == before {
        return done.map(Some);
    }
    // The first look stays open: closing a file drops every lock that this process has on it
    // (sqlite.org/howtocorrupt.html, 2.2).
    let again = Look::open(path)?;
    match again.way {
        Way::WithLog => work(&again).map(Some),
        Way::AtRest | Way::Copied => Ok(None),
    }
}

/// Locks a database for reading, as SQLite does; `None` where somebody has it to himself, for a
/// moment at the end of a run.
fn hold(path: &Path) -> Result<Option<File>, StoreError> {
    let file = File::open(path).map_err(|e| failed("open", path, e))?;
    match fcntl_lock(&file, FlockOperation::NonBlockingLockShared) {
        Ok(()) => Ok(Some(file)),
        Err(Errno::ACCESS | Errno::AGAIN) => Ok(None),
        Err(e) => Err(failed("lock", path, e.into())),
    }
}

impl Look {
    fn open(path: &Path) -> Result<Self, StoreError> {
        let (way, url, copy) = way_to(path)?;
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
            way,
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

    /// Whether the file says that it is written to by way of a log, where SQLite itself cannot tell
    /// because it ignores that: where nobody writes to it. (Reading it ourselves drops no lock
    /// then, as none is held.)
    pub(super) fn says_wal(&self) -> Result<Option<bool>, StoreError> {
        if self.way != Way::AtRest {
            return Ok(None);
        }
        let mut head = [0; 20];
        File::open(&self.path)
            .and_then(|mut file| file.read_exact(&mut head))
            .map_err(|e| failed("read", &self.path, e))?;
        // Offsets 18 and 19, the versions for writing and for reading: sqlite.org/fileformat.html,
        // 1.3.
        Ok(Some(head[18..] == [2, 2]))
    }

    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        work(&self.conn).map_err(|e| StoreError::from_sql(&self.path, e))
    }
}

/// How to read a database, the address under which SQLite then leaves no trace, and the copy that
/// it leads to, if any.
fn way_to(path: &Path) -> Result<(Way, Url, Option<TempDir>), StoreError> {
    let size = |suffix| fs::metadata(beside(path, suffix)).map(|meta| meta.len());
    let (way, query) = match (size("-wal").unwrap_or(0), size("-shm")) {
        (len, _) if len <= LOG_HEAD as u64 => (Way::AtRest, Some("immutable=1")),
        (_, Ok(_)) if begins_as_log(path) => (Way::WithLog, Some("readonly_shm=1")),
        (_, Ok(_) | Err(_)) => (Way::Copied, None),
    };
    let copy = match way {
        Way::Copied => Some(copy_of(path).map_err(|e| failed("copy", path, e))?),
        Way::AtRest | Way::WithLog => None,
    };
    let copied = copy.as_ref().map(|copy| copy.path().join(FILE_NAME));
    let target = copied.as_deref().unwrap_or(path);
    let mut url = Url::from_file_path(target)
        .map_err(|()| StoreError::from_sql(path, rusqlite::Error::InvalidPath(target.into())))?;
    url.set_query(query);
    Ok((way, url, copy))
}

/// Whether the head of a log says that it is one, and its checksum that it is whole.
fn begins_as_log(path: &Path) -> bool {
    let mut head = [0; LOG_HEAD];
    let read = File::open(beside(path, "-wal")).and_then(|mut log| log.read_exact(&mut head));
    read.is_ok() && is_log_head(&head)
}

/// Bytes of a log before its first page: sqlite.org/fileformat.html, 4.1 (and 4.2, the checksum).
const LOG_HEAD: usize = 32;

fn is_log_head(head: &[u8; LOG_HEAD]) -> bool {
    let (words, _) = head.as_chunks::<4>();
    let read = match words[0] {
        [0x37, 0x7f, 0x06, 0x82] => u32::from_le_bytes,
        [0x37, 0x7f, 0x06, 0x83] => u32::from_be_bytes,
        _ => return false,
    };
    let sums = words[..6].chunks_exact(2).fold([0u32; 2], |[a, b], pair| {
        let a = a.wrapping_add(read(pair[0])).wrapping_add(b);
        [a, b.wrapping_add(read(pair[1])).wrapping_add(a)]
    });
    sums.map(u32::to_be_bytes) == [words[6], words[7]]
}

fn copy_of(path: &Path) -> io::Result<TempDir> {
    let dir = tempfile::Builder::new().prefix("arxsync-look-").tempdir()?;
    let to = dir.path().join(FILE_NAME);
    fs::copy(path, &to)?;
    fs::copy(beside(path, "-wal"), beside(&to, "-wal"))?;
    Ok(dir)
}

/// Which file it is, its size, and when it was written to, in seconds and nanoseconds.
type Stamp = (u64, u64, i64, i64);

/// What changes when somebody writes to a database: the file, or its log.
fn stamp(path: &Path) -> Result<(Stamp, Option<Stamp>), StoreError> {
    let of = |path: &Path| {
        fs::metadata(path).map(|meta| (meta.ino(), meta.len(), meta.mtime(), meta.mtime_nsec()))
    };
    let file = of(path).map_err(|e| failed("look at", path, e))?;
    Ok((file, of(&beside(path, "-wal")).ok()))
}
