//! The run lock: at most one run at a time in a state directory. No SQL here.
//!
//! The lock is the kernel's (`flock`), so it dies with its holder; what is written in the file only
//! says who that is.

use std::fmt;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// The names of the lock files in the state directory: of a run, and of a daemon, which runs now
/// and then.
const NAME: &str = "arxsync.lock";
const DAEMON: &str = "arxsync-daemon.lock";

/// A held run lock; dropping it lets the next run in.
#[derive(Debug)]
pub struct RunLock {
    file: File,
}

/// Who holds a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The process.
    pub pid: u32,
    /// Its run.
    pub run: String,
}

/// Why the lock was not acquired.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another run holds it (exit code 75).
    #[error("another run holds {path:?}{}: try again when it has ended", words(.holder.as_ref()))]
    Held {
        /// The lock file.
        path: PathBuf,
        /// Who it is, where the file tells.
        holder: Option<Holder>,
    },
    /// The lock file could not be made or read.
    #[error("cannot lock {path:?}: {cause}; check the state directory, or use another one")]
    Io {
        /// The lock file, or the state directory.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
}

impl RunLock {
    /// Takes the lock of a state directory, which is created (mode 0700) where it is missing. Does
    /// not wait.
    ///
    /// # Errors
    ///
    /// Another run holds the lock, or the directory cannot be used.
    pub fn acquire(state_dir: &Path, run_id: &str) -> Result<Self, LockError> {
        Self::lock(state_dir, NAME, run_id)
    }

    /// Takes the lock that keeps a second daemon out; runs take theirs beside it.
    ///
    /// # Errors
    ///
    /// Another daemon holds it, or the directory cannot be used.
    pub fn of_daemon(state_dir: &Path, id: &str) -> Result<Self, LockError> {
        Self::lock(state_dir, DAEMON, id)
    }

    fn lock(state_dir: &Path, name: &str, run_id: &str) -> Result<Self, LockError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |cause| LockError::Io { path, cause }
        };
        ensure_dir(state_dir).map_err(failed(state_dir))?;
        let path = state_dir.join(name);
        let mut file = open(&path).map_err(failed(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = read_holder(&mut file);
                return Err(LockError::Held { path, holder });
            }
            Err(TryLockError::Error(e)) => return Err(failed(&path)(e)),
        }
        write_holder(&mut file, run_id).map_err(failed(&path))?;
        Ok(Self { file })
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // A name left behind would only be a wrong hint to the next run; the lock itself ends with
        // the file.
        let _ = self.file.set_len(0);
    }
}

/// Who holds the lock of a state directory, without touching it: taking it, if only for a moment,
/// could turn a run away.
///
/// Linux tells in `/proc/locks`; elsewhere the name in the file has to do, which a process that was
/// killed leaves behind.
pub fn holder(state_dir: &Path) -> Option<Holder> {
    let mut file = OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK)
        .open(state_dir.join(NAME))
        .ok()?;
    let named = read_holder(&mut file)?;
    let meta = file.metadata().ok()?;
    let is_held = match fs::read_to_string("/proc/locks") {
        Ok(locks) => locks
            .lines()
            .any(|line| is_lock_on(line, meta.dev(), meta.ino(), named.pid)),
        Err(_) => true,
    };
    is_held.then_some(named)
}

/// Whether a line of `/proc/locks` is about a file:
/// `1: FLOCK  ADVISORY  WRITE 5346 fe:00:613 0 EOF`. Some file systems have another device there
/// than programs see; then the process must be the one that the file names.
fn is_lock_on(line: &str, device: u64, inode: u64, pid: u32) -> bool {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let [_, "FLOCK", _, _, process, file, ..] = fields[..] else {
        return false;
    };
    let Some((on, number)) = file.rsplit_once(':') else {
        return false;
    };
    let ours = format!("{:02x}:{:02x}", libc::major(device), libc::minor(device));
    number.parse() == Ok(inode) && (on == ours || process.parse() == Ok(pid))
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {}, run {}", self.pid, self.run)
    }
}

fn words(holder: Option<&Holder>) -> String {
    holder.map(|h| format!(" ({h})")).unwrap_or_default()
}

/// Makes a state directory that only its owner can enter, unless there is one. One that everybody
/// may write to is refused: what the database says decides what is written into lists.
pub(super) fn ensure_dir(dir: &Path) -> io::Result<()> {
    match fs::metadata(dir) {
        Ok(meta) if meta.is_dir() => match meta.permissions().mode() & 0o7777 {
            mode if mode & 0o002 != 0 => {
                let why = format!("everybody may write to it (mode {mode:04o}); `chmod 700` it");
                Err(io::Error::new(io::ErrorKind::PermissionDenied, why))
            }
            _ => Ok(()),
        },
        Ok(_) => Err(io::ErrorKind::NotADirectory.into()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            DirBuilder::new().recursive(true).mode(0o700).create(dir)
        }
        Err(e) => Err(e),
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK)
        .open(path)
}

fn read_holder(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.take(1000).read_to_string(&mut text).ok()?;
    let (pid, run) = text.trim_end().split_once(' ')?;
    Some(Holder {
        pid: pid.parse().ok()?,
        run: run.escape_debug().to_string(),
    })
}

fn write_holder(file: &mut File, run_id: &str) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{} {run_id}", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn one_run_at_a_time_and_the_second_learns_who_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("deep/state");
        let lock = RunLock::acquire(&state, "run-1").unwrap();
        let err = RunLock::acquire(&state, "run-2").unwrap_err();
        let pid = std::process::id();
        let words = format!("(process {pid}, run run-1)");
        assert!(err.to_string().contains(&words), "{err}");
        let LockError::Held { holder, .. } = err else {
            panic!("{err}")
        };
        let run = "run-1".to_owned();
        assert_eq!(holder, Some(Holder { pid, run }));
        drop(lock);
        RunLock::acquire(&state, "run-2").unwrap();
    }

    #[test]
    fn the_holder_is_known_without_touching_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(holder(dir.path()), None);
        let lock = RunLock::acquire(dir.path(), "run-1").unwrap();
        let (pid, run) = (std::process::id(), "run-1".to_owned());
        assert_eq!(holder(dir.path()), Some(Holder { pid, run }));
        drop(lock);
        assert_eq!(holder(dir.path()), None);
        // A process that was killed leaves its name behind.
        fs::write(dir.path().join(NAME), format!("{pid} run-2\n")).unwrap();
        assert_eq!(holder(dir.path()), None);
    }

    #[test]
    fn a_new_state_directory_is_private_and_a_file_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("state");
        RunLock::acquire(&state, "run").unwrap();
        let mode = fs::metadata(&state).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        let file = dir.path().join("file");
        fs::write(&file, "mine").unwrap();
        let err = RunLock::acquire(&file, "run").unwrap_err();
        assert!(err.to_string().contains("not a directory"), "{err}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    }

    #[test]
    fn a_lock_file_with_other_words_in_it_still_locks() {
        for old in ["", "x", "99999 dead-run\n", "\u{0}\u{0}"] {
            let dir = tempfile::tempdir().unwrap();
            fs::write(dir.path().join(NAME), old).unwrap();
            let _lock = RunLock::acquire(dir.path(), "run-1").unwrap();
            let err = RunLock::acquire(dir.path(), "run-2").unwrap_err();
            assert!(err.to_string().contains("run run-1"), "{err}");
        }
    }
}
