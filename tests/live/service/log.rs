//! The log as the journal and as machines read it.

use super::daemon::Home;
use std::fs;
use std::os::unix::fs::MetadataExt as _;

/// The log of a daemon that cannot take its new configuration; `environment` may name the log file.
fn logged(format: &str, journal: impl Fn(&fs::Metadata) -> String) -> String {
    let home = Home::new("feeds = \"feeds\"");
    home.configure(
        "feeds = \"feeds\"",
        &format!("[log]\nformat = \"{format}\""),
    );
    let log = fs::File::create(home.path("log")).unwrap();
    let stream = journal(&log.metadata().unwrap());
    let mut command = home.command();
    let mut process = command
        .env("JOURNAL_STREAM", stream)
        .stderr(log)
        .spawn()
        .unwrap();
    while !home.log().contains("ready") {
        assert!(process.try_wait().unwrap().is_none(), "{}", home.log());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    process.kill().unwrap();
    process.wait().unwrap();
    home.log()
}

#[test]
fn lines_have_priorities_where_the_journal_reads_them() {
    let is_it = |log: &fs::Metadata| format!("{}:{}", log.dev(), log.ino());
    let journal = logged("text", is_it);
    assert!(
        journal.lines().all(|line| line.starts_with("<6>")),
        "{journal}"
    );
    // Inherited from a parent: stderr is something else.
    let other = logged("text", |log| format!("{}:{}", log.dev(), log.ino() + 1));
    assert!(other.lines().all(|line| line.starts_with("20")), "{other}");
}

#[test]
fn lines_are_json_where_that_is_configured() {
    let log = logged("json", |_| String::new());
    for line in log.lines() {
        let event: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(event["level"], "INFO", "{line}");
    }
}
