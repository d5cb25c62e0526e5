//! What the database remembers.

use super::fixture;
use arxsync::arxiv::id::{ArxivId, PaperRef};
use arxsync::arxiv::paper::{Paper, Resolution};
use arxsync::list::edit::Edit;
use arxsync::list::file::Settled;
use arxsync::plan::{Change, Decision, Field, Kind, Why};
use arxsync::store::{Decided, PendingWrite, RunEnd, Store, WritePlan, look};
use rusqlite::Connection;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

const DAY: i64 = 86_400_000;

fn asked(id: &str, version: u32) -> PaperRef {
    PaperRef {
        id: ArxivId::try_from(id.to_owned()).unwrap(),
        version: NonZeroU32::new(version),
    }
}

fn paper(id: &str, version: u32) -> Paper {
    Paper {
        id: asked(id, 0).id,
        version,
        title: "Tïtle \"quoted\" \u{1}".into(),
        authors: vec!["A. One".into(), "Żó Two".into()],
        summary: "first\nsecond".into(),
        comment: None,
        journal_ref: None,
        doi: None,
        published: Some("2022-10-05T00:00:00Z".into()),
        updated: None,
    }
}

#[test]
fn a_damaged_answer_is_none() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let (latest, first) = (asked("2210.02414", 0), asked("2210.02414", 1));
    let found = [
        (latest.clone(), paper("2210.02414", 3)),
        (first.clone(), paper("2210.02414", 1)),
    ];
    store.put_batch(&found, &[], 10).unwrap();
    let other = asked("2210.02415", 0);
    store
        .put_batch(&[(other.clone(), paper("2210.02415", 1))], &[], 10)
        .unwrap();
    let db = Connection::open(&path).unwrap();
    let sql = "UPDATE papers SET paper = replace(paper, 'second', 'secund') WHERE arxiv_id = '2210.02414'";
    assert_eq!(db.execute(sql, []).unwrap(), 2);
    // A whole row under another key is not what was asked for either.
    let moved = "UPDATE papers SET arxiv_id = '2210.02416' WHERE arxiv_id = '2210.02415'";
    db.execute(moved, []).unwrap();
    let elsewhere = asked("2210.02416", 0);
    let all = [latest.clone(), first, other, elsewhere];
    assert!(store.cached_all(&all).unwrap().is_empty());
    assert!(store.versions([&latest.id]).unwrap().is_empty());
    store.put_batch(&found, &[], 20).unwrap();
    assert_eq!(store.cached_all(&all).unwrap().len(), 2);
}

/// Papers that were stored before a field was known are read without it, and papers of today are
/// read by programs that do not know it.
#[test]
fn an_answer_of_an_older_version_is_whole() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let latest = asked("2210.02414", 0);
    let stored = |db: &Connection| -> String {
        let sql = "SELECT paper FROM papers WHERE arxiv_id = '2210.02414'";
        db.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let put = |store: &mut Store, paper: Paper| {
        let found = [(latest.clone(), paper)];
        store.put_batch(&found, &[], 10).unwrap();
        store.cached(&latest).unwrap().map(|c| c.resolution)
    };
    let older = paper("2210.02414", 3);
    assert_eq!(
        put(&mut store, older.clone()),
        Some(Resolution::Found(older))
    );
    let db = Connection::open(&path).unwrap();
    let text = stored(&db);
    // Letter by letter as it was before these fields.
    assert_eq!(
        text,
        r#"{"sum":"24db9cc58c52f939","id":"2210.02414","version":3,"title":"Tïtle \"quoted\" \u0001","authors":["A. One","Żó Two"],"summary":"first\nsecond","comment":null,"published":"2022-10-05T00:00:00Z","updated":null}"#
    );
    let today = Paper {
        journal_ref: Some("Nature 620 (2023)".into()),
        doi: Some("10.1/a 10.2/b".into()),
        ..paper("2210.02414", 3)
    };
    assert_eq!(
        put(&mut store, today.clone()),
        Some(Resolution::Found(today))
    );
    assert!(stored(&db).contains(r#""doi":"10.1/a 10.2/b""#));
}

#[test]
fn answers_are_remembered_under_what_was_asked() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let (latest, first) = (asked("2210.02414", 0), asked("2210.02414", 1));
    assert_eq!(store.cached(&latest).unwrap(), None);
    store
        .put_batch(&[(latest.clone(), paper("2210.02414", 3))], &[], 10)
        .unwrap();
    store
        .put_batch(&[(first.clone(), paper("2210.02414", 1))], &[], 20)
        .unwrap();
    store
        .put_batch(&[(latest.clone(), paper("2210.02414", 4))], &[], 30)
        .unwrap();
    drop(store);
    let store = Store::open(&path).unwrap();
    let unknown = asked("hep-th/9901001", 0);
    let all = [latest.clone(), first.clone(), unknown];
    let all = store.cached_all(&all).unwrap();
    assert_eq!(all.len(), 2);
    for (key, version, at) in [(&latest, 4, 30), (&first, 1, 20)] {
        assert_eq!(
            all[key].resolution,
            Resolution::Found(paper("2210.02414", version))
        );
        assert_eq!(all[key].fetched_at, at);
        assert_eq!(store.cached(key).unwrap().as_ref(), all.get(key));
    }
}

#[test]
fn days_of_absence_are_counted_and_forgotten_when_the_paper_is_found() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let key = asked("2210.02414", 0);
    // (when, found, days of absence afterwards)
    let table = [
        (10 * DAY, false, 1),
        (10 * DAY + 1000, false, 1),
        (11 * DAY - 1, false, 1),
        (11 * DAY, false, 2),
        (14 * DAY, false, 3),
        (14 * DAY + 5, true, 0),
        (14 * DAY + 6, false, 1),
        (15 * DAY, false, 2),
    ];
    for (now, found, days) in table {
        let expected = if found {
            store
                .put_batch(&[(key.clone(), paper("2210.02414", 1))], &[], now)
                .unwrap();
            Resolution::Found(paper("2210.02414", 1))
        } else {
            store
                .put_batch(&[], std::slice::from_ref(&key), now)
                .unwrap();
            Resolution::Absent { days }
        };
        let cached = store.cached(&key).unwrap().unwrap();
        assert_eq!((cached.resolution, cached.fetched_at), (expected, now));
    }
}

#[test]
fn a_batch_is_remembered_whole() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let found = [
        (asked("2210.02414", 0), paper("2210.02414", 1)),
        (asked("2210.02415", 2), paper("2210.02415", 2)),
    ];
    let absent = [asked("2210.02416", 0)];
    store.put_batch(&found, &absent, 5).unwrap();
    let keys = [&found[0].0, &found[1].0, &absent[0]].map(Clone::clone);
    let cached = store.cached_all(&keys).unwrap();
    assert_eq!(cached.len(), 3);
    assert_eq!(cached[&keys[2]].resolution, Resolution::Absent { days: 1 });
}

#[test]
fn a_cached_paper_in_another_form_is_asked_for_again() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let key = asked("2210.02414", 0);
    store
        .put_batch(&[(key.clone(), paper("2210.02414", 1))], &[], 1)
        .unwrap();
    let raw = Connection::open(&path).unwrap();
    raw.execute("UPDATE papers SET paper = '{\"id\": 7}'", [])
        .unwrap();
    assert_eq!(store.cached(&key).unwrap(), None);
}

#[test]
fn a_version_that_is_replaced_is_kept() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let id = "2210.02414";
    let mut put = |asked: PaperRef, version: u32, title: &str, now: i64| {
        let mut paper = paper(id, version);
        paper.title = title.into();
        store.put_batch(&[(asked, paper)], &[], now).unwrap();
        let kept = store.versions([&asked_id(id)]).unwrap();
        let told = |(key, paper): (PaperRef, Paper)| {
            format!("{key} is v{} {}", paper.version, paper.title)
        };
        kept.into_iter().map(told).collect::<Vec<_>>()
    };
    let latest = || asked(id, 0);
    let none: [String; 0] = [];
    assert_eq!(put(latest(), 2, "two", 1), none);
    // The same version again, and an older one: arXiv's index may be behind.
    assert_eq!(put(latest(), 2, "two, edited", 2), none);
    assert_eq!(put(latest(), 1, "one", 3), none);
    assert_eq!(put(latest(), 3, "three", 4), ["2210.02414v1 is v1 one"]);
    let pinned = put(asked(id, 3), 3, "three, pinned", 5);
    assert_eq!(pinned.len(), 2);
    let four = put(latest(), 4, "four", 6);
    assert_eq!(four, pinned, "a record of the version itself is better");
    let key = asked(id, 1);
    assert_eq!(store.cached(&key).unwrap().unwrap().fetched_at, 3);
    assert_eq!(store.versions([&asked_id("2210.02415")]).unwrap(), []);
}

fn asked_id(id: &str) -> ArxivId {
    asked(id, 0).id
}

#[test]
fn the_pace_of_each_host_is_remembered() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.last_answer("a.example").unwrap(), None);
    store.set_last_answer("a.example", 1).unwrap();
    store.set_last_answer("b.example", 2).unwrap();
    store.set_last_answer("a.example", 3).unwrap();
    assert_eq!(store.last_answer("a.example").unwrap(), Some(3));
    assert_eq!(store.last_answer("b.example").unwrap(), Some(2));
}

fn change(id: &str, decision: Decision, why: Option<Why>) -> Change {
    Change {
        id: id.into(),
        entry: 0,
        line: 9,
        arxiv_id: asked("2210.02414", 0).id,
        version: Some(2),
        version_day: None,
        lapsed: None,
        words: "1:0".into(),
        field: Field::Abstract,
        kind: Kind::Correct,
        decision,
        why,
        note: None,
        before: Some("old".into()),
        after: "new".into(),
        edits: vec![Edit {
            span: 3..6,
            text: "n\"ew".into(),
        }],
    }
}

/// The text that the edits of [`change`] are about.
const SOURCE: &str = "An old one";

fn decided<'a>(run_id: &'a str, list: &'a str, changes: &'a [&'a Change]) -> Decided<'a> {
    Decided {
        run_id,
        list: Path::new(list),
        source: SOURCE,
        shown: SOURCE,
        undoes: &[],
        entries: &[],
        changes,
    }
}

fn planned() -> WritePlan<'static> {
    WritePlan {
        sha256_before: "h0",
        sha256_after: "h1",
        temp_name: ".arxsync-x.tmp",
        planned_at: 5,
    }
}

fn states(path: &Path) -> Vec<(String, String)> {
    let raw = Connection::open(path).unwrap();
    let mut rows = raw
        .prepare("SELECT change_id, state FROM changes ORDER BY id")
        .unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_write_is_pending_until_it_is_settled() {
    let table = [
        (Settled::Applied, "applied"),
        (Settled::Aborted, "aborted"),
        (Settled::Conflict, "conflict"),
    ];
    for (settled, word) in table {
        let (_dir, path) = fixture();
        let mut store = Store::open(&path).unwrap();
        store.begin_run("run", "apply", 1).unwrap();
        let changes = [
            change("c1", Decision::Apply, None),
            change("c2", Decision::Propose, Some(Why::NoForm)),
        ];
        let changes: Vec<&Change> = changes.iter().collect();
        let id = store
            .plan_write(&planned(), &decided("run", "/l.md", &changes))
            .unwrap();
        drop(store);
        let mut store = Store::open(&path).unwrap();
        let expected = PendingWrite {
            id,
            run_id: "run".into(),
            list: "/l.md".into(),
            sha256_before: "h0".into(),
            sha256_after: "h1".into(),
            temp_name: ".arxsync-x.tmp".into(),
        };
        assert_eq!(store.pending_writes().unwrap(), [expected]);
        store.settle_write(id, settled, 6).unwrap();
        assert_eq!(store.pending_writes().unwrap(), []);
        let expected = [("c1", word), ("c2", "noted")].map(|(c, s)| (c.into(), s.into()));
        assert_eq!(states(&path), expected);
        assert!(store.settle_write(id, settled, 7).is_err(), "settled twice");
    }
}

#[test]
fn what_a_settled_write_may_have_left_is_known_for_a_while() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let mut write = |n: usize| {
        let run = format!("run {n}");
        store.begin_run(&run, "apply", 1).unwrap();
        let id = store
            .plan_write(&planned(), &decided(&run, "/l.md", &[]))
            .unwrap();
        let open = store.settled_writes().unwrap().len();
        store.settle_write(id, Settled::Applied, 6).unwrap();
        let settled = store.settled_writes().unwrap();
        let temp = (PathBuf::from("/l.md"), ".arxsync-x.tmp".to_owned());
        assert!(settled.iter().all(|left| *left == temp), "{settled:?}");
        (open, settled.len())
    };
    for n in 0..200 {
        assert_eq!(write(n), (n, n + 1));
    }
    assert_eq!(write(200), (200, 200));
}

#[test]
fn changes_are_recorded_in_the_words_of_the_report() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    store.begin_run("run", "apply", 1).unwrap();
    let skipped = change("c1", Decision::Skip, Some(Why::NoForm));
    store
        .note_changes(&decided("run", "/l.md", &[&skipped]))
        .unwrap();
    let row: Vec<String> = Connection::open(&path)
        .unwrap()
        .query_row(
            "SELECT list, line || '', arxiv_id, field, kind, decision, why, before, after, edits, state FROM changes",
            [],
            |row| (0..11).map(|i| row.get(i)).collect(),
        )
        .unwrap();
    let expected = [
        "/l.md",
        "9",
        "2210.02414",
        "abstract",
        "correct",
        "skip",
        "no-form",
        "old",
        "new",
        r#"[{"end":6,"start":3,"text":"n\"ew","was":"old"}]"#,
        "noted",
    ];
    assert_eq!(row, expected);
}

#[test]
fn a_plan_is_recorded_whole_or_not_at_all() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    store.begin_run("run", "apply", 1).unwrap();
    let good = change("c1", Decision::Apply, None);
    let impossible = Change {
        line: 0,
        ..good.clone()
    };
    let mut plan =
        |run, list, changes: &[&Change]| store.plan_write(&planned(), &decided(run, list, changes));
    assert!(plan("run", "/a", &[&good, &impossible]).is_err());
    assert!(plan("none", "/a", &[]).is_err());
    plan("run", "/b", &[&good]).unwrap();
    assert!(plan("run", "/b", &[]).is_err());
    assert_eq!(store.pending_writes().unwrap().len(), 1);
    assert_eq!(states(&path).len(), 1);
}

#[test]
fn a_run_begins_and_ends_once() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let end = RunEnd {
        outcome: "changed",
        finished_at: 9,
        requests: 1,
        retries: 2,
        cache_hits: 3,
        papers: 4,
        deferred: 0,
        problem: None,
    };
    assert!(store.finish_run("run", end).is_err(), "never begun");
    assert!(store.begin_run("run", "wild", 1).is_err(), "no mode");
    store.begin_run("run", "apply", 1).unwrap();
    assert!(store.begin_run("run", "apply", 1).is_err(), "begun twice");
    let wrong = RunEnd {
        outcome: "splendid",
        ..end
    };
    assert!(store.finish_run("run", wrong).is_err(), "no outcome");
    store.finish_run("run", end).unwrap();
    assert!(store.finish_run("run", end).is_err(), "ended twice");
    let row: (String, i64, i64, i64, i64, i64, i64) = Connection::open(&path)
        .unwrap()
        .query_row(
            "SELECT outcome, started_at, finished_at, requests, retries, cache_hits, papers FROM runs",
            [],
            |row| row.try_into(),
        )
        .unwrap();
    assert_eq!(row, ("changed".into(), 1, 9, 1, 2, 3, 4));
}

#[test]
fn old_papers_go_and_single_versions_stay() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let known = |id, version| (asked(id, version), paper(id, version.max(1)));
    let all = [known("2210.02414", 0), known("2210.02414", 1)];
    store
        .put_batch(&all, &[asked("2210.02414", 2)], DAY)
        .unwrap();
    let fresh = [known("2210.02415", 0)];
    store.put_batch(&fresh, &[], 3 * DAY).unwrap();
    assert_eq!(store.prune(9 * DAY, 0, 2 * DAY).unwrap(), 2);
    let is_kept = |id, version| store.cached(&asked(id, version)).unwrap().is_some();
    assert!(is_kept("2210.02414", 1) && is_kept("2210.02415", 0));
    assert!(!is_kept("2210.02414", 0) && !is_kept("2210.02414", 2));
}

/// Runs as they came, whatever the clock said: a success of the future, then failures of now.
#[test]
fn runs_are_in_the_order_of_their_numbers() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    let end = |outcome, finished_at| RunEnd {
        outcome,
        finished_at,
        requests: 0,
        retries: 0,
        cache_hits: 0,
        papers: 0,
        deferred: 0,
        problem: None,
    };
    // Ids and times are against the order.
    store.begin_run("z", "apply", 5000 * DAY).unwrap();
    store.finish_run("z", end("clean", 5000 * DAY)).unwrap();
    for (nth, id) in ["y", "d", "c"].into_iter().enumerate() {
        let at = (100 - i64::try_from(nth).unwrap()) * DAY;
        store.record_failure(id, at, "it failed").unwrap();
    }
    store.begin_run("b", "apply", 99 * DAY).unwrap();
    store.record_failure("b", 99 * DAY, "is under way").unwrap();
    store.finish_run("b", end("failed", 99 * DAY)).unwrap();
    let ordered = |dir: &Path| {
        look(dir, |look| {
            let ids: Vec<String> = look.runs(9)?.into_iter().map(|run| run.id).collect();
            assert_eq!(ids.concat(), "bcdyz");
            assert_eq!(look.last_success()?.unwrap().id, "z");
            assert_eq!(look.failures_in_a_row(None)?, 4);
            assert_eq!(look.first_run()?, Some(5000 * DAY));
            Ok(())
        })
        .unwrap()
        .unwrap();
    };
    let dir = path.parent().unwrap();
    ordered(dir);
    let totals = store.totals().unwrap();
    assert_eq!((totals.failures, totals.failures_before), (4, 3));
    assert_eq!(totals.last_success, Some(5000 * DAY));
    assert_eq!(totals.last.map(|(begun, ..)| begun), Some(99 * DAY));
    assert_eq!(store.begins(2).unwrap(), [99 * DAY, 98 * DAY]);
    // A copy is made anew, row by row; the last run and the last success are never forgotten.
    let copy = dir.join("copy/arxsync.db");
    std::fs::create_dir(dir.join("copy")).unwrap();
    store.backup(&copy).unwrap();
    ordered(copy.parent().unwrap());
    // A run of 1970 is no older than those before it.
    assert_eq!(store.prune(100 * DAY, 99 * DAY, 0).unwrap(), 0);
    store
        .record_failure("a", 1, "by a clock that was behind")
        .unwrap();
    store.begin_run("A", "apply", 100 * DAY).unwrap();
    assert_eq!(store.prune(100 * DAY, 99 * DAY, 0).unwrap(), 0);
    assert_eq!(store.prune(6000 * DAY, 6000 * DAY, 0).unwrap(), 5);
    drop(store);
    let left = look(dir, |look| look.runs(9)).unwrap().unwrap();
    let left: Vec<String> = left.into_iter().map(|run| run.id).collect();
    assert_eq!(left.concat(), "Az");
}

#[test]
fn what_arxiv_asked_for_is_forgotten_when_asked_to() {
    let (_dir, path) = fixture();
    let mut store = Store::open(&path).unwrap();
    store.set_last_answer("a.example", 1).unwrap();
    assert_eq!(store.answered("a.example").unwrap(), None);
    store.set_answered("a.example", 7).unwrap();
    store.set_answered("a.example", 5).unwrap();
    assert_eq!(store.answered("a.example").unwrap(), Some(5), "the newest");
    assert_eq!(store.last_answer("a.example").unwrap(), Some(1));
    store.close_until("a.example", 9, "busy").unwrap();
    assert!(store.reopen().unwrap() && !store.reopen().unwrap());
    assert_eq!(store.closed_until("a.example").unwrap(), None);
}
