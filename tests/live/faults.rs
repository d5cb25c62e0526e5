//! Every way in which arXiv may fail, once and for ever: what a run makes of it. A list is right
//! afterwards, or untouched.
#![allow(
    clippy::print_stdout,
    reason = "the table of faults is read with --nocapture"
)]

use crate::fake::{EVER, Fake, Kind, record, slow, status, wait};
use crate::home::{Home, Patience, Ran, USUAL, original, with_changes};
use std::time::Duration;

/// How a run ends, and after how many requests.
#[derive(Clone, Copy, Debug)]
enum End {
    /// Exit 0, and the list as an undisturbed run leaves it; the lookups come on top.
    Right(usize),
    /// Exit 3, every paper deferred, and the list untouched.
    Deferred(usize),
    /// The same, and the next run asks for nothing either: arXiv said for how long.
    Closed(usize),
}
use End::{Closed, Deferred, Right};

/// Lookups that a run makes once it has the papers: the sample list has one entry whose paper is
/// searched for.
const LOOKUPS: usize = 1;

/// One fault.
struct Row {
    fault: Kind,
    /// What the run says of it; empty where it takes no notice.
    says: &'static str,
    once: End,
    ever: End,
    patience: Patience,
}

fn row(fault: Kind, says: &'static str, once: End, ever: End) -> Row {
    let patience = USUAL;
    Row {
        fault,
        says,
        once,
        ever,
        patience,
    }
}

/// A fault that passes: asked again once, and after the last try for another day.
fn busy(fault: Kind, says: &'static str) -> Row {
    row(fault, says, Right(2), Deferred(3))
}

fn statuses() -> Vec<Row> {
    let refused = Closed(1);
    let patient = Patience {
        longest_wait: "2s",
        tries: 2,
        ..USUAL
    };
    vec![
        busy(status(429), "`Rate exceeded`"),
        busy(wait(429, 0), "`Rate exceeded`"),
        Row {
            patience: patient,
            ..row(wait(429, 1), "`Rate exceeded`", Right(2), Deferred(2))
        },
        // Longer than the run would wait.
        row(wait(429, 3600), "`Rate exceeded`", refused, refused),
        busy(status(503), "HTTP 503"),
        busy(wait(503, 0), "HTTP 503"),
        row(wait(503, 3600), "HTTP 503", refused, refused),
        busy(status(502), "HTTP 502"),
        busy(status(504), "HTTP 504"),
        busy(status(406), "HTTP 406"),
        row(status(403), "HTTP 403", refused, refused),
        // Two halves; for ever, eight steps down to the single paper and one more.
        row(status(500), "HTTP 500", Right(3), Deferred(9)),
        busy(Kind::RateIn200, "`Rate exceeded`"),
    ]
}

fn bodies() -> Vec<Row> {
    let large = Kind::HugeField(800_000);
    let long = Kind::HugeField(80_000);
    let mut rows = vec![
        busy(Kind::Empty, "the feed is empty"),
        busy(Kind::Partial, "it counts 26 entries, but has 13"),
        busy(Kind::Garbage, "not xml & at all"),
        busy(Kind::Html, "an HTML page"),
        busy(Kind::Swap, "nobody asked for 0801.0"),
        row(Kind::WrongType, "", Right(1), Right(1)),
        busy(Kind::BillionLaughs, "document type"),
        busy(Kind::Bomb(40), "more than 33554432 bytes"),
        busy(large, "more than 33554432 bytes"),
        // A sound feed whose entries cannot be used: asking again at once would bring the same.
        row(long, "", Deferred(1 + LOOKUPS), Deferred(1 + LOOKUPS)),
    ];
    for at in [0.02, 0.3, 0.7, 0.99, 0.9999] {
        rows.push(busy(Kind::Truncated(at), "cut off"));
    }
    rows
}

fn lines() -> Vec<Row> {
    let short = Patience {
        timeout: "2s",
        tries: 2,
        ..USUAL
    };
    let late = |fault| Row {
        patience: short,
        ..row(fault, "timed out", Right(2), Deferred(2))
    };
    vec![
        busy(Kind::Reset, "connection closed"),
        busy(Kind::Torn(0.5), "end of file before message length reached"),
        late(Kind::Hang(Duration::from_secs(60))),
        late(slow(60.0)),
        row(slow(0.5), "", Right(1), Right(1)),
    ]
}

/// An undisturbed run: what is right.
fn undisturbed() -> (String, Ran) {
    let fake = Fake::start();
    let home = Home::new(&fake, USUAL);
    let ran = home.sync();
    assert_eq!((ran.code, fake.log().len()), (0, 1 + LOOKUPS));
    let list = home.list();
    assert_ne!(list, original());
    assert_eq!(with_changes(&ran.report, ""), list);
    (list, ran)
}

fn check(rows: &[Row]) {
    let (right, undisturbed) = undisturbed();
    for row in rows {
        let once = ends(row, 1, row.once, &right, &undisturbed);
        let ever = ends(row, EVER, row.ever, &right, &undisturbed);
        println!(
            "{:<42} once: {once}   for ever: {ever}",
            format!("{:?}", row.fault)
        );
    }
}

/// Runs with the fault, then without: nothing of it may have stayed.
fn ends(row: &Row, times: usize, expected: End, right: &str, undisturbed: &Ran) -> String {
    let what = format!("{:?} × {times}", row.fault);
    let fake = Fake::start();
    let home = Home::new(&fake, row.patience);
    fake.fault(row.fault.clone().times(times));
    let ran = home.sync();
    let (code, requests, list, deferred) = match expected {
        Right(requests) => (0, requests + LOOKUPS, right, Vec::new()),
        Deferred(requests) | Closed(requests) => (3, requests, &*original(), undisturbed.ids(None)),
    };
    assert_eq!(ran.code, code, "{what}: {}", ran.stderr);
    assert!(ran.stderr.contains(row.says), "{what}: {}", ran.stderr);
    let run_id = ran.report["run"]["id"].as_str().unwrap();
    for line in ran.stderr.lines().filter(|l| !l.is_empty()) {
        assert!(
            line.contains(run_id),
            "{what}: a line without the run: {line}"
        );
    }
    assert_eq!(fake.log().len(), requests, "{what}: {}", ran.stderr);
    assert_eq!(ran.requests(), requests as u64, "{what}");
    assert_eq!(ran.ids(Some("deferred")), deferred, "{what}");
    assert!(home.list() == list, "{what}: another list than expected");
    assert_eq!(home.beside_the_list(), ["list.md"], "{what}");
    fake.reset();
    let again = home.sync();
    if matches!(expected, Closed(_)) {
        assert_eq!((again.code, again.requests()), (3, 0), "after {what}");
        assert!(home.list() == list, "after {what}: another list");
        return format!("exit {code}, {requests} requests, closed for the next run");
    }
    assert_eq!(again.code, 0, "after {what}: {}", again.stderr);
    assert!(
        home.list() == right,
        "after {what}: another list than right"
    );
    let what = if code == 0 { "right" } else { "untouched" };
    format!(
        "exit {code}, {requests} requests, {:>2} deferred, list {what}",
        deferred.len()
    )
}

#[test]
fn failed_answers_change_no_list_wrongly() {
    check(&statuses());
}

#[test]
fn broken_bodies_change_no_list_wrongly() {
    check(&bodies());
}

#[test]
fn broken_lines_change_no_list_wrongly() {
    check(&lines());
}

#[test]
fn a_redirect_elsewhere_is_not_followed() {
    let elsewhere = Fake::start();
    let location = elsewhere.url("/api/query?id_list=2101.10001&max_results=1");
    let fault = Kind::Redirect(location);
    check(&[busy(
        fault,
        "a redirect elsewhere was not followed (HTTP 302)",
    )]);
    assert!(elsewhere.log().is_empty());
}

#[test]
fn a_poisoned_record_defers_its_own_paper_only() {
    let (right, undisturbed) = undisturbed();
    let poisoned = undisturbed.ids(Some("changed")).remove(0);
    let expected = with_changes(&undisturbed.report, &poisoned);
    assert!(expected != right && expected != original());
    let fake = Fake::start();
    let home = Home::new(&fake, USUAL);
    let mut bad = record(&poisoned);
    bad["poisoned"] = true.into();
    fake.put(&bad);
    let ran = home.sync();
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert_eq!(ran.ids(Some("deferred")), [poisoned.as_str()]);
    assert!(home.list() == expected, "another list than expected");
    let requests = fake.log().len();
    // Five halvings find one among 26, and each leaves a half to ask for.
    assert_eq!((requests, ran.requests()), (11 + LOOKUPS, 12));
    fake.reset();
    fake.put(&record(&poisoned));
    let again = home.sync();
    assert_eq!((again.code, again.requests()), (0, 1), "{}", again.stderr);
    assert!(home.list() == right, "another list than right");
    println!("poisoned record: exit 3, {requests} requests, 1 deferred, the rest right");
}
