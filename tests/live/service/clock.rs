//! Clocks that are ahead, behind, and jump: what a run does, what is told afterwards, and that a
//! daemon keeps its schedule. The clock of most tests is set by hand, in this process.

use super::daemon::{FEED, Home, LIST, RIGHT, damaged, reports};
use crate::skip::skipped;
use arxsync::app::connection::Nobody;
use arxsync::app::request::Request;
use arxsync::app::resolve::Sources;
use arxsync::app::{doctor, history, service_run, status};
use arxsync::clock::{BUILT, Clock};
use arxsync::config::{Config, Env};
use arxsync::plan::Code;
use arxsync::report::history::History;
use arxsync::report::status::Status;
use arxsync::report::{Mode, Outcome, Run, json, terminal};
use jiff::{SignedDuration, Timestamp};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

const TRUTH: &str = "2027-03-10T12:00:00Z";

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

fn days(n: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * n)
}

/// Head of an answer of arXiv's at some moment.
fn good(date: Timestamp) -> String {
    let date = jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&date)
        .unwrap();
    format!("HTTP/1.1 200 OK\r\nDate: {date}\r\n")
}

/// Stands for arXiv: answers for the one paper, under the id that is asked for.
fn arxiv() -> (String, Arc<Mutex<String>>) {
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", server.local_addr().unwrap());
    let head = Arc::new(Mutex::new(good(at(TRUTH))));
    let now = Arc::clone(&head);
    thread::spawn(move || {
        for stream in server.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let mut asked = String::new();
            let _ = reader.read_line(&mut asked);
            let mut line = String::new();
            while reader.read_line(&mut line).is_ok_and(|n| n > 2) {
                line.clear();
            }
            let id = asked.split("id_list=").nth(1);
            let id = id.and_then(|rest| rest.split(['&', ' ', 'v']).next());
            let body = FEED.replace("2401.90003", id.unwrap_or("2712.90003"));
            let (head, length) = (now.lock().unwrap().clone(), body.len());
            let answer =
                format!("{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}");
            let _ = reader.get_mut().write_all(answer.as_bytes());
        }
    });
    (url, head)
}

/// A service whose clock is set by hand.
struct Service {
    home: Home,
    config: Config,
    clock: Clock,
    head: Arc<Mutex<String>>,
}

impl Service {
    fn new(more: &str) -> Self {
        let (url, head) = arxiv();
        let home = Home::new("");
        let text = format!(
            "[arxiv]\napi_url = \"{url}/api\"\noai_url = \"{url}/oai\"\nmin_interval = \"0s\"\n\
             [arxiv.retry]\ntries = 1\n[store]\ndir = \"state\"\n{more}\n[[list]]\npath = \"list.md\"\n"
        );
        let base = home.dir.path().canonicalize().unwrap();
        let file = Path::new("arxsync.toml");
        let mut config = Config::check(&text, file, &base, &Env::default()).unwrap();
        for list in &mut config.lists {
            list.pattern = base.join(&list.pattern).display().to_string();
        }
        let clock = Clock::at(at(TRUTH));
        config.clock = clock.clone();
        Self {
            home,
            config,
            clock,
            head,
        }
    }

    fn request(&self, mode: Mode) -> Request {
        Request {
            input: None,
            lists: Vec::new(),
            mode,
            sources: Sources::Usual,
            only: None,
            chosen: None,
            report_dir: self.config.report_dir.clone(),
            // A program that another test starts at this moment has the lock, too, until it begins.
            patience: Duration::from_secs(10),
        }
    }

    fn answers(&self, head: &str) {
        head.clone_into(&mut self.head.lock().unwrap());
    }

    fn put(&self, list: &str) {
        fs::write(self.home.path("list.md"), list).unwrap();
    }

    fn try_run(&self) -> anyhow::Result<Run> {
        service_run::run(
            &self.config,
            &self.config.lists,
            &self.request(Mode::Apply),
            &mut Nobody,
        )
    }

    /// Runs while the clock shows this.
    fn run_at(&self, time: Timestamp) -> Run {
        self.clock.set(time);
        self.try_run().unwrap()
    }

    fn status(&self) -> Status {
        status::status(&self.config).unwrap()
    }

    fn number_of_runs(&self) -> usize {
        match history::history(&self.config, None, Some(1000)).unwrap() {
            History::Runs(runs) => runs.len(),
            History::Changes(_) => 0,
        }
    }
}

fn malformed(run: &Run) -> usize {
    let findings = run.lists.iter().flat_map(|list| &list.plan.findings);
    findings.filter(|f| f.code == Code::MalformedId).count()
}

#[test]
fn a_clock_from_before_the_build_edits_and_judges_nothing() {
    for shown in [
        "-000100-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "2022-06-01T00:00:00Z",
    ] {
        let service = Service::new("");
        let run = service.run_at(at(shown));
        let problem = run.problem.clone().unwrap();
        assert!(problem.starts_with("the clock is behind"), "{problem}");
        assert_eq!((run.outcome, malformed(&run)), (Outcome::Incomplete, 0));
        assert_eq!(
            (run.stats.requests, service.home.list().as_str()),
            (0, LIST)
        );
        assert!(json::json(&run).contains("\"problem\":\"the clock is behind"));
        assert!(terminal::summary(&run, 80).contains("the clock is behind"));
        let status = service.status();
        assert!(!status.healthy && status.problems[0].contains("the clock is behind"));
        assert_eq!(status.last_run.unwrap().problem, Some(problem));
        let found = doctor::examine(&service.config);
        let clock = found.findings.iter().find(|f| f.check == "clock").unwrap();
        assert!(clock.todo.is_some(), "{clock:?}");
        let run = service.run_at(at(TRUTH));
        assert_eq!((run.outcome, run.problem), (Outcome::Changed, None));
        assert_eq!(service.home.list(), RIGHT);
        assert!(service.status().healthy, "{:?}", service.status().problems);
    }
}

#[test]
fn arxivs_own_date_shows_that_a_clock_is_behind() {
    let service = Service::new("");
    let later = LIST.replace("2401.90003", "2712.90003");
    let truth = at("2028-01-15T00:00:00Z");
    service.answers(&good(truth));
    service.put(&later);
    // The first run learns it from the answer, the second one knows it.
    for mode in [Mode::Apply, Mode::Apply, Mode::Check] {
        service.clock.set(BUILT + days(5));
        let request = service.request(mode);
        let run = service_run::run(
            &service.config,
            &service.config.lists,
            &request,
            &mut Nobody,
        )
        .unwrap();
        let problem = run.problem.clone().unwrap();
        assert!(
            problem.contains("arXiv's last answer is dated"),
            "{problem}"
        );
        assert_eq!((run.outcome, malformed(&run)), (Outcome::Incomplete, 0));
        assert_eq!(run.lists[0].plan.changes.len(), 1, "it is planned");
        assert_eq!(service.home.list(), later);
    }
    assert!(!service.status().healthy);
    let run = service.run_at(truth + days(1));
    assert_eq!((run.outcome, run.problem), (Outcome::Changed, None));
}

#[test]
fn a_clock_that_was_ahead_once_leaves_nothing_behind() {
    let service = Service::new(
        "[metrics]\ntextfile = \"arxsync.prom\"\n[report]\ndir = \"reports\"\n[keep]\nruns = \"30d\"\nreports = \"900d\"",
    );
    let truth = at(TRUTH);
    let reports = || reports(&service.home.path("reports"));
    assert_eq!(service.run_at(truth).outcome, Outcome::Changed);
    assert_eq!(reports(), 2);
    // Ahead, two days in a row: nothing is forgotten on its word.
    for day in 0..2 {
        service.answers(&good(truth + days(day)));
        let run = service.run_at(truth + days(1500 + day));
        assert_eq!(run.outcome, Outcome::Clean);
        assert!(day > 0 || run.stats.requests > 0);
    }
    assert_eq!((service.number_of_runs(), reports()), (3, 2));
    // Mended: a success of the future is no good sign, and its answers are not fresh.
    service.clock.set(truth + days(2));
    let told = service.status();
    assert!(
        !told.healthy && told.problems[0].contains("still to come"),
        "{told:?}"
    );
    fs::remove_file(service.home.path("list.md")).unwrap();
    for nth in 1..=5 {
        service.try_run().unwrap_err();
        let status = service.status();
        assert_eq!(status.failures_in_a_row, nth);
        assert!(!status.healthy);
        assert_eq!(status.last_run.unwrap().outcome.as_deref(), Some("failed"));
    }
    let figures = fs::read_to_string(service.home.path("arxsync.prom")).unwrap();
    for line in [
        "consecutive_failures 5",
        "last_success_timestamp_seconds 0\n",
    ] {
        assert!(figures.contains(line), "{line}\n{figures}");
    }
    service.put(&damaged(0));
    let run = service.run_at(truth + days(2));
    assert_eq!((run.outcome, run.stats.cache_hits), (Outcome::Changed, 0));
    assert!(run.stats.requests > 0);
    let status = service.status();
    assert!(status.healthy, "{:?}", status.problems);
    assert_eq!(status.last_run.unwrap().id, run.id);
    assert_eq!(service.run_at(truth + days(2)).stats.cache_hits, 1);
}

#[test]
fn arxiv_is_left_alone_for_a_day_at_most_and_may_be_asked_before() {
    let truth = at(TRUTH);
    for wait in ["315360000", "9223372036854775807", "86400"] {
        let service = Service::new("");
        service.answers(&format!(
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: {wait}\r\n"
        ));
        assert_eq!(service.run_at(truth).outcome, Outcome::Incomplete);
        let closed = service.status().arxiv_closed.unwrap();
        assert_eq!(closed.until, truth + days(1), "{wait}");
        service.answers(&good(truth));
        assert_eq!(service.run_at(truth).stats.requests, 0);
        let found = doctor::examine(&service.config).findings;
        let told = found.iter().find(|f| f.check == "arxiv").unwrap();
        assert!(told.message.contains("arxsync doctor --reopen"), "{told:?}");
        assert!(doctor::reopen(&service.config).unwrap());
        assert!(!doctor::reopen(&service.config).unwrap());
        assert!(service.status().arxiv_closed.is_none());
        assert_eq!(service.run_at(truth).outcome, Outcome::Changed);
    }
    // A 403 that a clock noted which was ahead.
    let service = Service::new("");
    service.answers("HTTP/1.1 403 Forbidden\r\n");
    let run = service.run_at(truth + days(1500));
    assert_eq!((run.outcome, run.stats.requests), (Outcome::Incomplete, 1));
    let run = service.run_at(truth + days(1500));
    assert_eq!(run.stats.requests, 0, "an hour");
    service.answers(&good(truth));
    service.clock.set(truth);
    assert!(service.status().arxiv_closed.is_none());
    assert_eq!(service.run_at(truth).outcome, Outcome::Changed);
}

#[test]
fn two_hundred_runs_by_clocks_that_jump() {
    let service = Service::new("[keep]\nruns = \"400d\"\n[cache]\nmax_age = \"24h\"");
    let jumps = [
        0,
        0,
        0,
        2,
        -2,
        30,
        -30,
        24 * 400,
        -24 * 400,
        24 * 7300,
        -24 * 7300,
    ];
    let (mut truth, mut dice, mut failed, mut made) = (at(TRUTH), 1u64, 0, 0);
    let mut last_date: Option<Timestamp> = None;
    for n in 1..=200 {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        truth += SignedDuration::from_hours(6);
        let jump = jumps[(dice >> 33) as usize % jumps.len()];
        let jump = SignedDuration::from_hours(if n == 1 { 0 } else { jump });
        let now = truth + jump;
        service.answers(&good(truth));
        let damaged = damaged(made);
        service.put(&damaged);
        let run = service.run_at(now);
        let hour = SignedDuration::from_hours(1);
        let is_behind = now < BUILT || last_date.is_some_and(|date| date - hour > now);
        let (list, told) = (
            service.home.list(),
            format!("run {n}, {now}, truly {truth}"),
        );
        assert_eq!(malformed(&run), 0, "{told}");
        match run.problem {
            None => assert_eq!(
                (is_behind, list.as_str(), run.outcome),
                (false, RIGHT, Outcome::Changed),
                "{told}"
            ),
            Some(_) => assert_eq!(
                (list.as_str(), run.outcome),
                (damaged.as_str(), Outcome::Incomplete),
                "{told}"
            ),
        }
        if run.stats.requests > 0 {
            last_date = Some(truth);
        }
        failed = if run.problem.is_some() { failed + 1 } else { 0 };
        made += usize::from(run.problem.is_none());
        let status = service.status();
        assert_eq!(status.failures_in_a_row, failed, "{told}");
        assert!(failed < 3 || !status.healthy, "{told}");
        assert!(
            run.problem.is_none() || jump < SignedDuration::ZERO,
            "{told}"
        );
        // 200 runs are 50 days: none is old enough to be forgotten.
        assert_eq!(service.number_of_runs(), n, "{told}");
        service.clock.set(truth);
        let is_right = run.problem.is_none() && jump.is_zero();
        assert!(
            !is_right || service.status().healthy,
            "{told}: {:?}",
            service.status().problems
        );
    }
}

/// The library of Debian's package, or where `$LIBFAKETIME` says.
fn libfaketime() -> Option<PathBuf> {
    let named = std::env::var_os("LIBFAKETIME").map(PathBuf::from);
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let installed = folders.map(|dir| dir.path().join("faketime/libfaketime.so.1"));
    let found = named
        .into_iter()
        .chain(installed)
        .find(|file| file.exists());
    if found.is_none() {
        skipped("libfaketime is not installed");
    }
    found
}

#[test]
fn no_clock_makes_the_program_panic() {
    let Some(library) = libfaketime() else { return };
    let home = Home::new("feeds = \"feeds\"");
    for (time, code) in [
        ("@1960-01-01 00:00:00", 3),
        ("@1970-01-01 00:00:01", 3),
        ("@2022-01-01 00:00:00", 3),
        ("+8500y", 0),
    ] {
        for (args, expected) in [
            (&["sync", "--json"][..], code),
            (&["sync", "--check", "list.md"], code),
            (&["entries"], 0),
            (&["history"], 0),
        ] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_arxsync"));
            command.args(args).current_dir(home.dir.path()).env_clear();
            command.env("HOME", home.dir.path()).env("TZ", "UTC");
            command.env("LD_PRELOAD", &library);
            command.env("FAKETIME", time);
            let done = command.output().unwrap();
            let told = String::from_utf8_lossy(&done.stderr).into_owned();
            assert!(!told.contains("panicked"), "{time} {args:?}: {told}");
            assert_eq!(
                done.status.code(),
                Some(expected),
                "{time} {args:?}: {told}"
            );
        }
    }
}

#[test]
fn a_daemon_keeps_its_schedule_when_the_clock_is_put_back() {
    let Some(library) = libfaketime() else { return };
    let home = Home::new("feeds = \"feeds\"");
    let text = fs::read_to_string(home.path("arxsync.toml")).unwrap();
    fs::write(
        home.path("arxsync.toml"),
        text.replace("0 0 29 2 *", "0 4 * * *"),
    )
    .unwrap();
    let shows = |time: &str| {
        fs::write(home.path("new"), format!("@{time}")).unwrap();
        fs::rename(home.path("new"), home.path("time")).unwrap();
    };
    shows("2027-03-10 05:00:00");
    let time = home.path("time").display().to_string();
    let daemon = home.start_with(&[
        ("LD_PRELOAD", library.to_str().unwrap()),
        ("FAKETIME_TIMESTAMP_FILE", &time),
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("TZ", "UTC"),
    ]);
    let mut daemon = daemon;
    daemon.until("STATUS=next run 2027-03-11 04:00");
    shows("2027-03-05 05:00:00");
    daemon.until("STATUS=next run 2027-03-06 04:00");
    assert_eq!(home.list(), LIST, "nothing is due yet");
    shows("2027-03-06 04:00:30");
    daemon.until("STATUS=working");
    daemon.until("STATUS=next run 2027-03-07 04:00");
    assert_eq!(home.list(), RIGHT);
    // Ahead by years, and mended.
    shows("2033-01-01 12:00:00");
    daemon.until("STATUS=working");
    daemon.until("STATUS=next run 2033-01-02 04:00");
    shows("2027-03-06 12:00:00");
    daemon.until("STATUS=next run 2027-03-07 04:00");
    drop(daemon);
    assert_eq!(home.runs().len(), 2);
}
