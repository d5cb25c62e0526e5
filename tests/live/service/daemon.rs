//! A daemon under test: its folder, its process, and the socket on which it tells how it is.

use rusqlite::Connection;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A list that is wrong, and the answer that says so.
pub const LIST: &str = "- **Tides as Clocks**\n  - Paper: https://arxiv.org/abs/2401.90003\n  - Authors: Gita Gill, Hans Holmm\n";
pub const RIGHT: &str = "- **Tides as Clocks**\n  - Paper: https://arxiv.org/abs/2401.90003\n  - Authors: Gita Gill, Hans Holm\n";

/// The list with a damage of its own for each `n` below 160: the same one again would be somebody's
/// who put the old words back, and nothing to correct.
pub fn damaged(n: usize) -> String {
    let letters: Vec<char> = "bcdefjkpqruvwxyz".chars().collect();
    let places = [
        "Hol", "Ho", "Gil", "Gi", "Holm", "Gill", "Han", "Ha", "Git", "Hans",
    ];
    let (letter, place) = (letters[n % letters.len()], places[n / letters.len()]);
    RIGHT.replacen(place, &format!("{place}{letter}"), 1)
}

/// How many reports a folder has, without the copies of the newest.
pub fn reports(folder: &Path) -> usize {
    let names = fs::read_dir(folder).unwrap();
    let names = names.map(|item| item.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.starts_with("latest.")).count()
}

#[test]
fn every_damage_is_another_one() {
    let all: std::collections::BTreeSet<String> = (0..160).map(damaged).collect();
    assert_eq!(all.len(), 160);
    assert!(!all.contains(RIGHT));
}
pub const FEED: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
  <title>arXiv Query: search_query=&amp;id_list=2401.90003</title>
  <entry>
    <id>http://arxiv.org/abs/2401.90003v1</id>
    <title>Tides as Clocks</title>
    <summary>The tide in a narrow bay keeps time.</summary>
    <author><name>Gita Gill</name></author>
    <author><name>Hans Holm</name></author>
  </entry>
</feed>
"#;

/// No test takes so long, unless something hangs.
pub const HANGS: Duration = Duration::from_secs(60);

/// A folder with a list, saved answers and a configuration.
pub struct Home {
    pub dir: TempDir,
}

impl Home {
    /// `arxiv` is what the configuration says below `[arxiv]`.
    pub fn new(arxiv: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let home = Self { dir };
        fs::create_dir(home.path("feeds")).unwrap();
        fs::write(home.path("feeds/a.xml"), FEED).unwrap();
        fs::write(home.path("list.md"), LIST).unwrap();
        home.configure(arxiv, "");
        home
    }

    /// Nothing is ever due by itself in these tests, but on 29 February.
    pub fn configure(&self, arxiv: &str, more: &str) {
        let text = format!(
            "[arxiv]\n{arxiv}\n[store]\ndir = \"state\"\n[daemon]\nschedule = \"0 0 29 2 *\"\nrandom_delay = \"0s\"\n{more}\n[[list]]\npath = \"list.md\"\n"
        );
        fs::write(self.path("arxsync.toml"), text).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn list(&self) -> String {
        fs::read_to_string(self.path("list.md")).unwrap()
    }

    pub fn database(&self) -> Connection {
        Connection::open(self.path("state/arxsync.db")).unwrap()
    }

    /// Lets the daemon's schedule look as if it had last begun in 1970.
    pub fn miss_a_run(&self) {
        let sql = "UPDATE schedules SET started_at = 0";
        self.database().execute(sql, ()).unwrap();
    }

    /// The outcomes of all runs, and how often each list was written.
    pub fn runs(&self) -> Vec<Option<String>> {
        let db = self.database();
        let mut rows = db.prepare("SELECT outcome FROM runs ORDER BY id").unwrap();
        let outcomes = rows.query_map((), |row| row.get(0)).unwrap();
        outcomes.map(Result::unwrap).collect()
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_arxsync"));
        command.args(["daemon", "--config", "arxsync.toml"]);
        command
            .current_dir(self.dir.path())
            .env_clear()
            .env("HOME", self.dir.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command
    }

    /// Starts a daemon with a watchdog of two seconds.
    pub fn start(&self) -> Daemon {
        self.start_with(&[])
    }

    /// The same in another environment.
    pub fn start_with(&self, env: &[(&str, &str)]) -> Daemon {
        let socket = self.path("notify");
        let _ = fs::remove_file(&socket);
        let heard = UnixDatagram::bind(&socket).unwrap();
        let log = fs::File::create(self.path("log")).unwrap();
        let process = self
            .command()
            .env("NOTIFY_SOCKET", &socket)
            .env("WATCHDOG_USEC", "2000000")
            .envs(env.iter().copied())
            .stderr(log)
            .spawn()
            .unwrap();
        Daemon { heard, process }
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap()
    }
}

pub struct Daemon {
    heard: UnixDatagram,
    process: Child,
}

impl Daemon {
    /// What it tells next.
    fn hear(&self) -> Option<String> {
        let mut bytes = [0; 4096];
        let patience = Some(Duration::from_millis(100));
        self.heard.set_read_timeout(patience).unwrap();
        match self.heard.recv(&mut bytes) {
            Ok(len) => Some(String::from_utf8(bytes[..len].to_vec()).unwrap()),
            Err(e) => {
                use ErrorKind::{Interrupted, TimedOut, WouldBlock};
                assert!(
                    matches!(e.kind(), Interrupted | TimedOut | WouldBlock),
                    "{e}"
                );
                None
            }
        }
    }

    /// All that it tells until it tells something that begins so.
    pub fn until(&mut self, start: &str) -> Vec<String> {
        let begun = Instant::now();
        let mut told = Vec::new();
        while begun.elapsed() < HANGS {
            if let Some(text) = self.hear() {
                let found = text.starts_with(start);
                told.push(text);
                if found {
                    return told;
                }
            } else if let Some(status) = self.process.try_wait().unwrap() {
                panic!("it ended ({status}) before it told {start}: {told:?}");
            }
        }
        panic!("it never told {start}: {told:?}");
    }

    pub fn signal(&self, name: &str) {
        let pid = self.process.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &pid]).status();
        assert!(sent.unwrap().success());
    }

    pub fn is_running(&mut self) -> bool {
        self.process.try_wait().unwrap().is_none()
    }

    /// How it ends, and what it still tells.
    pub fn end(mut self) -> (ExitStatus, Vec<String>) {
        let begun = Instant::now();
        while begun.elapsed() < HANGS {
            if let Some(status) = self.process.try_wait().unwrap() {
                let told = std::iter::from_fn(|| self.hear()).collect();
                return (status, told);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not end");
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
