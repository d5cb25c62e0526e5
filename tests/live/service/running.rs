//! From start to end: READY, runs, reloading, stopping.

use super::daemon::{Home, LIST, RIGHT, damaged};
use crate::fake::Fake;
use serde_json::json;
use std::fs;
use std::io::Read as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::thread;

const SAVED: &str = "feeds = \"feeds\"";

/// Without the watchdog's pings, and only the first words.
fn shape(told: &[String]) -> Vec<&str> {
    let told = told.iter().filter(|t| !t.starts_with("WATCHDOG"));
    told.map(|t| t.split(['\n', ' ']).next().unwrap_or_default())
        .collect()
}

#[test]
fn it_tells_how_it_is_from_start_to_end() {
    let home = Home::new(SAVED);
    let mut daemon = home.start();
    assert_eq!(shape(&daemon.until("STATUS")), ["READY=1", "STATUS=next"]);
    daemon.until("WATCHDOG=1");
    assert_eq!(home.list(), LIST, "nothing is due yet");
    daemon.signal("HUP");
    let told = daemon.until("STATUS");
    assert_eq!(shape(&told), ["RELOADING=1", "READY=1", "STATUS=next"]);
    let reloading = told.iter().find(|t| t.starts_with("RELOADING")).unwrap();
    assert!(reloading.contains("MONOTONIC_USEC="), "{reloading}");
    daemon.signal("TERM");
    let (status, told) = daemon.end();
    assert_eq!((status.code(), shape(&told)), (Some(0), vec!["STOPPING=1"]));
}

#[test]
fn what_was_missed_is_caught_up_once() {
    let home = Home::new(SAVED);
    let mut daemon = home.start();
    daemon.until("STATUS=next");
    home.miss_a_run();
    daemon.signal("HUP");
    let told = daemon.until("STATUS=next");
    let expected = ["RELOADING=1", "READY=1", "STATUS=working", "STATUS=next"];
    assert_eq!(shape(&told), expected);
    assert_eq!(home.list(), RIGHT);
    daemon.signal("HUP");
    let told = daemon.until("STATUS=next");
    assert_eq!(
        shape(&told),
        ["RELOADING=1", "READY=1", "STATUS=next"],
        "once"
    );
    daemon.signal("INT");
    assert_eq!(daemon.end().0.code(), Some(0));
    assert_eq!(home.runs(), [Some("changed".to_owned())]);
    // The same after a restart.
    fs::write(home.path("list.md"), damaged(0)).unwrap();
    home.miss_a_run();
    let mut daemon = home.start();
    daemon.until("STATUS=working");
    daemon.until("STATUS=next");
    assert_eq!(home.list(), RIGHT);
    drop(daemon);
    assert_eq!(home.runs().len(), 2);
}

#[test]
fn a_wrong_configuration_is_refused_and_the_old_one_holds() {
    let home = Home::new(SAVED);
    let mut daemon = home.start();
    daemon.until("STATUS=next");
    home.configure(SAVED, "[nonsense]");
    for _ in 0..100 {
        daemon.signal("HUP");
    }
    daemon.until("RELOADING");
    daemon.until("READY");
    assert!(daemon.is_running());
    let log = home.log();
    assert!(
        log.contains("arxsync.toml:8: nonsense: unknown key"),
        "{log}"
    );
    home.configure(SAVED, "");
    home.miss_a_run();
    daemon.signal("HUP");
    daemon.until("STATUS=working");
    daemon.until("STATUS=next");
    assert_eq!(home.list(), RIGHT);
}

/// A server that takes a request and never answers; tells that one came.
fn silent_server() -> (String, mpsc::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (came, requests) = mpsc::channel();
    thread::spawn(move || {
        let mut open = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1024]);
            let _ = came.send(());
            open.push(stream);
        }
    });
    (url, requests)
}

#[test]
fn it_is_alive_while_it_waits_and_stops_at_once() {
    let (url, requests) = silent_server();
    let arxiv = format!("api_url = \"{url}/api\"\noai_url = \"{url}/oai\"\nmin_interval = \"0s\"");
    let home = Home::new(&arxiv);
    let mut daemon = home.start();
    daemon.until("STATUS=next");
    home.miss_a_run();
    daemon.signal("HUP");
    daemon.until("STATUS=asking arXiv 0/1");
    requests.recv_timeout(super::daemon::HANGS).unwrap();
    daemon.until("WATCHDOG=1");
    daemon.until("WATCHDOG=1");
    daemon.signal("TERM");
    let (status, told) = daemon.end();
    assert_eq!((status.code(), shape(&told)), (Some(0), vec!["STOPPING=1"]));
    assert_eq!(home.list(), LIST);
    assert_eq!(home.runs(), [Some("incomplete".to_owned())]);
}

#[test]
fn a_round_asks_arxiv_and_mends_the_list() {
    let fake = Fake::start();
    let id = "2401.90003";
    fake.put(&json!({
        "id": id, "title": "Tides as Clocks", "authors": ["Gita Gill", "Hans Holm"],
        "abstract": "The tide in a narrow bay keeps time.",
    }));
    let (api, oai) = (fake.url("/api/query"), fake.url("/oai"));
    let home = Home::new(&format!(
        "api_url = {api:?}\noai_url = {oai:?}\nmin_interval = \"0s\""
    ));
    let mut daemon = home.start();
    daemon.until("STATUS=next");
    assert_eq!((home.list().as_str(), fake.paths()), (LIST, Vec::new()));
    for _ in 0..2 {
        home.miss_a_run();
        daemon.signal("HUP");
        daemon.until("STATUS=working");
        daemon.until("STATUS=next");
        assert_eq!(home.list(), RIGHT);
        // The second round has the answer still.
        let asked = format!("/api/query?id_list={id}&max_results=1");
        assert_eq!(fake.paths(), [asked]);
    }
    daemon.signal("TERM");
    assert_eq!(daemon.end().0.code(), Some(0));
    let outcomes = ["changed", "clean"].map(|o| Some(o.to_owned()));
    assert_eq!(home.runs(), outcomes);
}

#[test]
fn what_cannot_start_tells_no_ready() {
    let no_list = |home: &Home| {
        fs::write(home.path("arxsync.toml"), "[store]\ndir = \"state\"\n").unwrap();
    };
    let bad_line = |home: &Home| home.configure(SAVED, "timezone = \"Moon/Crater\"");
    let bad_database = |home: &Home| {
        fs::create_dir(home.path("state")).unwrap();
        fs::write(home.path("state/arxsync.db"), "garbage").unwrap();
    };
    let check = |expected: &str, spoil: &dyn Fn(&Home)| {
        let home = Home::new(SAVED);
        spoil(&home);
        let (status, told) = home.start().end();
        assert_eq!((status.code(), told), (Some(2), Vec::new()), "{expected}");
        let log = home.log();
        assert!(log.contains(expected), "{log}");
    };
    check("names no list", &no_list);
    check("daemon.timezone: \"Moon/Crater\"", &bad_line);
    check("arxsync.db", &bad_database);
}

#[test]
fn a_second_daemon_is_kept_out_and_a_run_is_not() {
    let home = Home::new(SAVED);
    let mut daemon = home.start();
    daemon.until("STATUS=next");
    let second = home.command().output().unwrap();
    let told = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(75), "{told}");
    assert!(told.contains("arxsync-daemon.lock"), "{told}");
    let mut sync = home.command();
    sync.env("RUST_LOG", "off");
    let sync = Command::new(sync.get_program())
        .args(["sync", "--config", "arxsync.toml"])
        .current_dir(home.dir.path())
        .output()
        .unwrap();
    assert_eq!(sync.status.code(), Some(0));
    assert_eq!(home.list(), RIGHT);
}

/// One list is not there, and a write of another one, which nobody configures any more, cannot be
/// settled.
#[test]
fn what_is_bad_stops_neither_the_start_nor_the_other_lists() {
    let home = Home::new(SAVED);
    home.configure(SAVED, "[[list]]\npath = \"gone.md\"\n");
    let mut daemon = home.start();
    daemon.until("STATUS=next");
    drop(daemon);
    home.database()
        .execute_batch(
            "INSERT INTO runs (id, mode, started_at) VALUES ('dead', 'apply', 1);
             INSERT INTO writes (run_id, list, sha256_before, sha256_after, temp_name, state, planned_at)
             VALUES ('dead', '/nowhere/old.md', 'a', 'b', 'none-of-ours', 'planned', 1)",
        )
        .unwrap();
    home.miss_a_run();
    let mut daemon = home.start();
    daemon.until("READY=1");
    daemon.until("STATUS=next");
    assert_eq!(home.list(), RIGHT);
    assert_eq!(home.runs()[0].as_deref(), Some("incomplete"));
    let log = home.log();
    for told in [
        "an earlier write stays open",
        "a list cannot be worked on",
        "does not exist: check the path",
    ] {
        assert!(log.contains(told), "{told}: {log}");
    }
    daemon.signal("TERM");
    assert_eq!(daemon.end().0.code(), Some(0));
}

/// What systemd runs before the daemon, and before it is to reload.
#[test]
fn a_bad_list_is_no_reason_not_to_start() {
    let unit = Path::new(env!("CARGO_MANIFEST_DIR")).join("systemd/arxsync.service");
    let unit = fs::read_to_string(unit).unwrap();
    let home = Home::new(SAVED);
    let before = |line: &str| {
        let line = unit.lines().find_map(|l| l.strip_prefix(line)).unwrap();
        let line = line.replace("/etc/arxsync/", "");
        let mut command = Command::new(env!("CARGO_BIN_EXE_arxsync"));
        let command = command
            .args(line.split(' ').skip(1))
            .current_dir(home.path("."));
        command.output().unwrap().status.code()
    };
    fs::remove_file(home.path("list.md")).unwrap();
    let lines = ["ExecStartPre=", "ExecReload="];
    assert_eq!(lines.map(&before), [Some(0); 2]);
    home.configure(SAVED, "[nonsense]");
    assert_eq!(lines.map(&before), [Some(2); 2]);
}

/// Nobody ever writes into the pipe, and the links are in a circle: either was waited for for ever.
#[test]
fn neither_a_pipe_nor_a_circle_of_links_holds_it_up() {
    let home = Home::new(SAVED);
    fs::create_dir(home.path("deep")).unwrap();
    for link in ["deep/here", "deep/there"] {
        std::os::unix::fs::symlink(".", home.path(link)).unwrap();
    }
    home.configure(SAVED, "[[list]]\npath = \"**/*.md\"\n");
    let mut daemon = home.start();
    daemon.until("STATUS=next");
    fs::remove_file(home.path("arxsync.toml")).unwrap();
    let made = Command::new("mkfifo")
        .arg(home.path("arxsync.toml"))
        .status();
    assert!(made.unwrap().success());
    home.miss_a_run();
    daemon.signal("HUP");
    let told = daemon.until("READY");
    assert_eq!(shape(&told), ["RELOADING=1", "READY=1"]);
    assert!(home.log().contains("it is a pipe"), "{}", home.log());
    daemon.signal("TERM");
    assert_eq!(daemon.end().0.code(), Some(0));
}
