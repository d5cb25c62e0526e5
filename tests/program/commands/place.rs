//! A folder of its own for one case, and the program run in it. Expects nothing itself.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Seek as _, Write as _};
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;
use tempfile::TempDir;

/// arXiv's answer about one invented paper.
pub const TIDES: &str = "<feed xmlns='http://www.w3.org/2005/Atom'>\
     <title>arXiv Query: search_query=&amp;id_list=2401.90003</title>\
     <entry><id>http://arxiv.org/abs/2401.90003v1</id><title>Tides as Clocks</title>\
     <summary>The tide keeps time.</summary><author><name>Gita Gill</name></author>\
     <author><name>Hans Holm</name></author></entry></feed>";

/// A folder that vanishes with its case.
pub struct Place {
    dir: TempDir,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    /// Paths of the place are written as `DIR`.
    pub stderr: String,
}

/// What lies at a path: its bytes (none for a folder or a pipe) and when they were written.
pub type Tree = BTreeMap<PathBuf, (Vec<u8>, Option<SystemTime>)>;

impl Place {
    pub fn new() -> Self {
        let dir = tempfile::Builder::new()
            .prefix("arxsync-case-")
            .tempdir()
            .unwrap();
        Self { dir }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// Runs the program in the place, with nothing of the tester's own configuration.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_as(&[env!("CARGO_BIN_EXE_arxsync")], args)
    }

    /// Runs it through another program (`setpriv …`).
    pub fn run_as(&self, program: &[&str], args: &[&str]) -> Ran {
        let mut command = self.command(program[0], ".");
        command.args(&program[1..]).args(args);
        self.ran(&command.output().unwrap())
    }

    /// Runs it in a folder of the place.
    pub fn run_in(&self, folder: &str, args: &[&str]) -> Ran {
        let mut command = self.command(env!("CARGO_BIN_EXE_arxsync"), folder);
        self.ran(&command.args(args).output().unwrap())
    }

    /// Runs it with this on stdin.
    pub fn run_with(&self, input: &[u8], args: &[&str]) -> Ran {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(input).unwrap();
        file.rewind().unwrap();
        let mut command = self.command(env!("CARGO_BIN_EXE_arxsync"), ".");
        self.ran(&command.args(args).stdin(file).output().unwrap())
    }

    /// A program in a folder of the place, with nothing of the tester's own configuration.
    pub fn command(&self, program: &str, folder: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path(folder))
            .env_clear()
            .env("HOME", self.dir.path())
            .stdin(Stdio::null());
        command
    }

    fn ran(&self, output: &Output) -> Ran {
        let dir = self.dir.path().to_str().unwrap();
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout.clone()).unwrap(),
            stderr: String::from_utf8(output.stderr.clone())
                .unwrap()
                .replace(dir, "DIR"),
        }
    }

    /// Everything in the place.
    pub fn tree(&self) -> Tree {
        let mut tree = Tree::new();
        collect(self.dir.path(), &mut tree);
        tree
    }
}

fn collect(folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let meta = path.symlink_metadata().unwrap();
        if meta.is_dir() {
            collect(&path, tree);
            tree.insert(path, (Vec::new(), None));
        } else if meta.file_type().is_fifo() {
            tree.insert(path, (Vec::new(), meta.modified().ok()));
        } else {
            let bytes = fs::read(&path).unwrap();
            tree.insert(path, (bytes, meta.modified().ok()));
        }
    }
}
