//! The stand-in for arXiv: starting it, telling it what to get wrong, reading its log. Knows
//! nothing of lists.

use crate::shared::shared;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A running server; it ends with this value.
pub struct Fake {
    child: Child,
    port: u16,
    _dir: TempDir,
}

/// Whether a test does nothing here; it has been told then.
pub fn is_missing() -> bool {
    shared("arxiv/fake_arxiv.py").is_none()
}

impl Fake {
    /// Knows the papers of the sample list, and as many that nobody asks for.
    pub fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let strangers = dir.path().join("strangers.jsonl");
        std::fs::write(&strangers, strangers_json()).unwrap();
        let mut child = Command::new("python3")
            .arg(shared("arxiv/fake_arxiv.py").unwrap())
            .args(["--data", strangers.to_str().unwrap()])
            .arg("--data")
            .arg(shared("data/seed-records.jsonl").unwrap())
            .stdout(Stdio::piped())
            // A client that hangs up is part of many tests, and a traceback each.
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let port = line.split([':', '/']).nth(4).unwrap().parse().unwrap();
        let _dir = dir;
        Self { child, port, _dir }
    }

    /// Its address, with this path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The next requests fail like this.
    pub fn fault(&self, fault: &Value) {
        self.call("POST", "/_fault", &fault.to_string());
    }

    /// No more faults, and an empty log.
    pub fn reset(&self) {
        self.call("POST", "/_reset", "");
    }

    /// Adds a record, or replaces one.
    pub fn put(&self, record: &Value) {
        self.call("POST", "/_record", &record.to_string());
    }

    /// Every query so far.
    pub fn log(&self) -> Vec<Value> {
        serde_json::from_str(&self.call("GET", "/_log", "")).unwrap()
    }

    fn call(&self, method: &str, path: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: fake\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        body.to_owned()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The record of a paper of the sample list.
pub fn record(id: &str) -> Value {
    let all = std::fs::read_to_string(shared("data/seed-records.jsonl").unwrap()).unwrap();
    let mut records = all
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).unwrap());
    records.find(|r| r["id"] == id).unwrap()
}

fn strangers_json() -> String {
    let record = |n| {
        format!(
            "{{\"id\": \"0801.{n:04}\", \"title\": \"Stranger {n}\", \"abstract\": \"Nobody asked.\", \"authors\": [\"N. Obody\"]}}\n"
        )
    };
    (1..=60).map(record).collect()
}
