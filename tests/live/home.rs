//! One user's folder: the sample list, a configuration for the stand-in, a state directory; and
//! runs of the program in it.

use crate::fake::Fake;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;

/// How patient the configuration is.
#[derive(Clone, Copy)]
pub struct Patience {
    pub timeout: &'static str,
    pub longest_wait: &'static str,
    pub tries: u32,
}

/// Enough for every answer that comes at all.
pub const USUAL: Patience = Patience {
    timeout: "20s",
    longest_wait: "200ms",
    tries: 3,
};

pub struct Home {
    dir: TempDir,
}

/// How a run ended.
pub struct Ran {
    pub code: i32,
    pub report: Value,
    pub stderr: String,
}

impl Home {
    pub fn new(fake: &Fake, patience: Patience) -> Self {
        let home = Self {
            dir: tempfile::tempdir().unwrap(),
        };
        let Patience {
            timeout,
            longest_wait,
            tries,
        } = patience;
        let (api, oai) = (fake.url("/api/query"), fake.url("/oai"));
        let config = format!(
            "[arxiv]\napi_url = {api:?}\noai_url = {oai:?}\nmin_interval = \"0s\"\ntimeout = {timeout:?}\n\
             [arxiv.retry]\nfirst = \"20ms\"\nmax = {longest_wait:?}\ntries = {tries}\n[store]\ndir = \"state\"\n"
        );
        std::fs::write(home.path("arxsync.toml"), config).unwrap();
        std::fs::create_dir(home.path("lists")).unwrap();
        home.put_list(&original());
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().canonicalize().unwrap().join(name)
    }

    pub fn list_path(&self) -> PathBuf {
        self.path("lists/list.md")
    }

    pub fn list(&self) -> String {
        std::fs::read_to_string(self.list_path()).unwrap()
    }

    pub fn put_list(&self, text: &str) {
        std::fs::write(self.list_path(), text).unwrap();
    }

    /// The names in the list's folder.
    pub fn beside_the_list(&self) -> Vec<String> {
        let items = std::fs::read_dir(self.path("lists")).unwrap();
        let mut names: Vec<String> = items
            .map(|i| i.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// A run that is not waited for.
    pub fn start(&self) -> Child {
        self.start_with(&["--json"])
    }

    /// The same, with these options.
    pub fn start_with(&self, options: &[&str]) -> Child {
        self.command(&[&["sync", "lists/list.md"], options].concat())
    }

    /// Any command, from its start to its end.
    pub fn run(&self, args: &[&str]) -> Ran {
        ended(self.command(args))
    }

    /// The same, with what it tells people: exit code and standard output.
    pub fn told(&self, args: &[&str]) -> (i32, String) {
        let output = self.command(args).wait_with_output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        (output.status.code().unwrap_or(-1), told)
    }

    fn command(&self, args: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_arxsync"))
            .args(args)
            .current_dir(self.dir.path())
            .env_remove("RUST_LOG")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// A run from its start to its end.
    pub fn sync(&self) -> Ran {
        ended(self.start())
    }
}

/// Waits for the end of a run.
pub fn ended(run: Child) -> Ran {
    let Output {
        status,
        stdout,
        stderr,
    } = run.wait_with_output().unwrap();
    Ran {
        // A signal is no exit code; no test expects -1.
        code: status.code().unwrap_or(-1),
        // A run that ends with an error prints no report.
        report: serde_json::from_slice(&stdout).unwrap_or_default(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

impl Ran {
    /// The ids of the entries with this status; every entry that has an id, for `None`.
    pub fn ids(&self, status: Option<&str>) -> Vec<String> {
        let entries = self.report["entries"].as_array().into_iter().flatten();
        let chosen = entries.filter(|e| status.is_none_or(|s| e["status"] == s));
        chosen
            .filter_map(|e| e["arxiv_id"].as_str().map(str::to_owned))
            .collect()
    }

    pub fn requests(&self) -> u64 {
        self.report["stats"]["requests"].as_u64().unwrap()
    }
}

/// The sample list.
pub fn original() -> String {
    include_str!("list.md").to_owned()
}

/// A list after a run's changes, without those to one paper.
pub fn with_changes(report: &Value, except: &str) -> String {
    let changes = report["changes"].as_array().unwrap().iter();
    let wanted = changes.filter(|c| c["decision"] == "apply" && c["arxiv_id"] != except);
    let mut edits: Vec<&Value> = wanted
        .flat_map(|c| c["edits"].as_array().unwrap())
        .collect();
    edits.sort_by_key(|e| std::cmp::Reverse(e["start"].as_u64()));
    let mut text = original();
    let at = |v: &Value| usize::try_from(v.as_u64().unwrap()).unwrap();
    for edit in edits {
        text.replace_range(
            at(&edit["start"])..at(&edit["end"]),
            edit["text"].as_str().unwrap(),
        );
    }
    text
}
