//! Where the configuration is found: the one place that opens its file and reads the environment.
//! Nothing is checked here.

use super::{Config, ConfigError};
use std::env;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Read as _};
use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// The file's name in the working directory and in the user's configuration directory.
const NAME: &str = "arxsync.toml";

/// What the configuration needs to know from outside its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Env {
    /// The option `--state`; wins over everything.
    pub state: Option<PathBuf>,
    /// `$STATE_DIRECTORY`, set by systemd; may name several directories, separated by colons.
    pub state_directory: Option<PathBuf>,
    /// `$XDG_STATE_HOME`
    pub xdg_state_home: Option<PathBuf>,
    /// `$XDG_CONFIG_HOME`
    pub xdg_config_home: Option<PathBuf>,
    /// `$HOME`
    pub home: Option<PathBuf>,
    /// `$USER`
    pub user: Option<String>,
}

impl Env {
    /// Reads the process's environment; `state` is the option `--state`.
    pub fn read(state: Option<PathBuf>) -> Self {
        let var = |name| {
            env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        Self {
            state,
            state_directory: var("STATE_DIRECTORY"),
            xdg_state_home: var("XDG_STATE_HOME"),
            xdg_config_home: var("XDG_CONFIG_HOME"),
            home: var("HOME"),
            user: env::var("USER").ok().filter(|user| !user.is_empty()),
        }
    }

    /// The user's configuration file, whether it exists or not.
    pub fn user_config(&self) -> Option<PathBuf> {
        let dir = self.xdg(self.xdg_config_home.as_deref(), ".config")?;
        Some(dir.join("arxsync").join(NAME))
    }

    /// The state directory where the configuration names none.
    pub fn state_dir(&self) -> Option<PathBuf> {
        let by_systemd = self.state_directory.as_deref().and_then(first_of_list);
        by_systemd.or_else(|| {
            Some(
                self.xdg(self.xdg_state_home.as_deref(), ".local/state")?
                    .join("arxsync"),
            )
        })
    }

    /// A base directory; the XDG specification says that relative ones are to be ignored.
    fn xdg(&self, given: Option<&Path>, below_home: &str) -> Option<PathBuf> {
        let given = given.filter(|dir| dir.is_absolute()).map(Path::to_path_buf);
        given.or_else(|| Some(self.home.as_ref()?.join(below_home)))
    }
}

fn first_of_list(dirs: &Path) -> Option<PathBuf> {
    env::split_paths(dirs)
        .next()
        .filter(|dir| !dir.as_os_str().is_empty())
}

/// The configuration from `explicit`, else from `arxsync.toml` in `here` (empty for the working
/// directory), else from the user's configuration directory, else built-in defaults.
///
/// # Errors
///
/// The file cannot be read (a missing one is an error only where it was named), or does not pass
/// [`Config::check`].
pub fn load(explicit: Option<&Path>, here: &Path, env: &Env) -> Result<Config, ConfigError> {
    if let Some(path) = explicit {
        return from_file(path, env)?.ok_or_else(|| ConfigError::Read {
            path: path.to_path_buf(),
            cause: io::Error::new(ErrorKind::NotFound, "there is no such file"),
        });
    }
    for path in [Some(here.join(NAME)), env.user_config()]
        .into_iter()
        .flatten()
    {
        if let Some(config) = from_file(&path, env)? {
            return Ok(config);
        }
    }
    Config::defaults(env)
}

/// `None` where there is no such file.
fn from_file(path: &Path, env: &Env) -> Result<Option<Config>, ConfigError> {
    match read(path) {
        Ok(text) => {
            Config::check(&text, path, path.parent().unwrap_or(Path::new("")), env).map(Some)
        }
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(cause) => Err(ConfigError::Read {
            path: path.to_path_buf(),
            cause,
        }),
    }
}

/// The largest configuration that is read, in bytes.
const MAX_BYTES: u64 = 16 << 20;

/// Reads a file, and nothing else: a pipe into which nobody writes would be waited for for ever.
pub(super) fn read(path: &Path) -> io::Result<String> {
    let mut options = OpenOptions::new();
    let options = options.read(true).custom_flags(libc::O_NONBLOCK);
    let file = options.open(path)?;
    let meta = file.metadata()?;
    let kind = meta.file_type();
    let refused = if kind.is_file() && meta.len() <= MAX_BYTES {
        let mut text = String::new();
        file.take(MAX_BYTES).read_to_string(&mut text)?;
        return Ok(text);
    } else if kind.is_file() {
        "it is larger than 16 MiB; name the right file"
    } else if kind.is_dir() {
        "it is a directory; name the file in it"
    } else if kind.is_fifo() {
        "it is a pipe; save what comes out of it to a file, and name that"
    } else {
        "it is a device or a socket; name a file"
    };
    Err(io::Error::new(ErrorKind::InvalidInput, refused))
}
