//! What comes after a run: monitors are told, figures written, old things forgotten.

use super::daemon::{HANGS, Home, RIGHT, damaged, reports};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::thread;

/// A server that says yes to everything, and what it was told: path without query, and body.
fn listener() -> (String, Receiver<(String, String)>) {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", server.local_addr().unwrap());
    let (told, heard) = mpsc::channel();
    thread::spawn(move || {
        for stream in server.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let mut head = Vec::new();
            for line in reader.by_ref().lines().map_while(Result::ok) {
                if line.is_empty() {
                    break;
                }
                head.push(line.to_lowercase());
            }
            let length = head
                .iter()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length = length.map_or(0, |n| n.parse().unwrap());
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let path = head[0].split([' ', '?']).nth(1).unwrap().to_owned();
            let _ = told.send((path, String::from_utf8(body).unwrap()));
            let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            reader.get_mut().write_all(answer).unwrap();
        }
    });
    (url, heard)
}

fn next(heard: &Receiver<(String, String)>) -> (String, String) {
    heard.recv_timeout(HANGS).unwrap()
}

const SAVED: &str = "feeds = \"feeds\"";

#[test]
fn runs_that_keep_failing_are_told_once_and_so_is_recovery() {
    let (url, heard) = listener();
    let home = Home::new(SAVED);
    let secret = "b2f1";
    let alerts =
        format!("[alerts]\nping_url = \"{url}/{secret}\"\nwebhook = \"{url}/hook\"\nafter = 2");
    home.configure(SAVED, &alerts);
    let mut daemon = home.start();
    daemon.until("STATUS=next");
    let mut damages = (0..).map(damaged);
    let mut run = |is_there: bool| {
        match is_there {
            true => fs::write(home.path("list.md"), damages.next().unwrap()).unwrap(),
            false => drop(fs::remove_file(home.path("list.md"))),
        }
        home.miss_a_run();
        daemon.signal("HUP");
        daemon.until("STATUS=working");
        daemon.until("STATUS=next");
        assert_eq!(next(&heard).0, format!("/{secret}/start"));
        let (path, body) = next(&heard);
        let hook = heard.try_recv().ok();
        (path, body, hook)
    };
    let (fail, success) = (format!("/{secret}/fail"), format!("/{secret}"));
    for (nth, is_alert) in [false, true, false, false].into_iter().enumerate() {
        let (path, body, hook) = run(false);
        assert_eq!(path, fail);
        assert!(body.contains("list.md"), "{body}");
        assert_eq!(hook.is_some(), is_alert, "{nth}");
        if let Some((path, body)) = hook {
            let body: serde_json::Value = serde_json::from_str(&body).unwrap();
            assert_eq!(
                (path.as_str(), &body["event"]),
                ("/hook", &"failing".into())
            );
            assert_eq!(body["failures"], 2);
        }
    }
    let (path, _, hook) = run(true);
    assert_eq!(path, success);
    let body: serde_json::Value = serde_json::from_str(&hook.unwrap().1).unwrap();
    assert_eq!(
        (&body["event"], &body["failures"]),
        (&"recovered".into(), &4.into())
    );
    let (_, _, hook) = run(true);
    assert_eq!(hook, None);
    assert_eq!(home.list(), RIGHT);
    drop(daemon);
    assert!(!home.log().contains(secret), "{}", home.log());
}

#[test]
fn a_monitor_that_is_not_there_fails_no_run() {
    let home = Home::new(SAVED);
    let gone = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    home.configure(
        SAVED,
        &format!("[alerts]\nping_url = \"http://{gone}/secret\""),
    );
    let mut daemon = home.start();
    daemon.until("STATUS=next");
    home.miss_a_run();
    daemon.signal("HUP");
    daemon.until("STATUS=working");
    daemon.until("STATUS=next");
    assert_eq!((home.list().as_str(), home.runs().len()), (RIGHT, 1));
    drop(daemon);
    let log = home.log();
    assert!(
        log.contains("cannot reach [alerts] ping_url") && !log.contains("secret"),
        "{log}"
    );
}

#[test]
fn figures_are_written_and_old_runs_forgotten() {
    let home = Home::new(SAVED);
    home.configure(
        SAVED,
        "[metrics]\ntextfile = \"arxsync.prom\"\n[report]\ndir = \"reports\"\n[keep]\nruns = \"1d\"\nmax_reports = 2",
    );
    let mut daemon = home.start();
    daemon.until("STATUS=next");
    let sql = "INSERT INTO runs (id, mode, started_at, finished_at, outcome) VALUES (?1, 'apply', 1, 2, 'failed')";
    for id in ["00000000-1", "00000000-2"] {
        home.database().execute(sql, [id]).unwrap();
    }
    for n in 0..2 {
        fs::write(home.path("list.md"), damaged(n)).unwrap();
        home.miss_a_run();
        daemon.signal("HUP");
        daemon.until("STATUS=working");
        daemon.until("STATUS=next");
    }
    let figures = fs::read_to_string(home.path("arxsync.prom")).unwrap();
    for line in [
        "arxsync_consecutive_failures 0",
        "arxsync_runs_total{result=\"changed\"} 2",
        "arxsync_edits_total{result=\"applied\"} 2",
    ] {
        assert!(figures.contains(line), "{figures}");
    }
    assert_eq!(home.runs().len(), 2, "those of 1970 are gone");
    assert_eq!(reports(&home.path("reports")), 2);
    assert!(daemon.is_running());
}

#[test]
fn a_timers_run_does_what_the_daemons_does_and_one_by_hand_does_not() {
    let (url, heard) = listener();
    let home = Home::new(SAVED);
    let more =
        format!("[alerts]\nping_url = \"{url}/ping\"\n[metrics]\ntextfile = \"arxsync.prom\"");
    home.configure(SAVED, &more);
    let sync = |list: &[&str]| {
        let args = ["sync", "--config", "arxsync.toml"];
        let mut command = Command::new(env!("CARGO_BIN_EXE_arxsync"));
        let command = command.args(args).args(list).current_dir(home.dir.path());
        command.output().unwrap().status.code()
    };
    assert_eq!(sync(&["list.md"]), Some(0));
    assert!(heard.try_recv().is_err() && !home.path("arxsync.prom").exists());
    assert_eq!(sync(&[]), Some(0));
    assert_eq!(
        (next(&heard).0, next(&heard).0),
        ("/ping/start".into(), "/ping".into())
    );
    let figures = fs::read_to_string(home.path("arxsync.prom")).unwrap();
    assert!(
        figures.contains("arxsync_runs_total{result=\"clean\"} 1"),
        "{figures}"
    );
    fs::remove_file(home.path("list.md")).unwrap();
    assert_eq!(sync(&[]), Some(2));
    assert_eq!(
        (next(&heard).0, next(&heard).0),
        ("/ping/start".into(), "/ping/fail".into())
    );
    assert_eq!(home.runs().last().unwrap().as_deref(), Some("failed"));
}
