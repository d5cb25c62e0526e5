//! What is taken back stays so: lists get their old bytes, decisions are remembered, and what is
//! not certain is named and left.

use crate::fake::Fake;
use crate::home::{Home, Ran, USUAL, original};
use arxsync::store::RunLock;
use rusqlite::Connection;
use serde_json::Value;

const DECISIONS: &str = "arxsync-decisions.toml";

/// A list that a run has corrected.
struct Corrected {
    fake: Fake,
    home: Home,
    run: String,
    report: Value,
    right: String,
}

fn corrected() -> Corrected {
    corrected_with("", &original())
}

fn corrected_with(config: &str, list: &str) -> Corrected {
    let fake = Fake::start();
    let home = Home::new(&fake, USUAL);
    home.put_list(list);
    let known = std::fs::read_to_string(home.path("arxsync.toml")).unwrap();
    std::fs::write(home.path("arxsync.toml"), known + config).unwrap();
    let ran = home.sync();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let right = home.list();
    assert_ne!(right, list);
    Corrected {
        fake,
        run: ran.report["run"]["id"].as_str().unwrap().to_owned(),
        report: ran.report,
        home,
        right,
    }
}

impl Corrected {
    fn undo(&self, args: &[&str]) -> Ran {
        self.home.run(&[&["undo", "--json"], args].concat())
    }

    /// The undo ends so, and the list is this one then.
    fn check(&self, args: &[&str], code: i32, list: &str) -> Ran {
        let ran = self.undo(args);
        assert_eq!(ran.code, code, "{args:?}: {}{:#}", ran.stderr, ran.report);
        assert!(self.home.list() == list, "{args:?}: {}", self.home.list());
        assert_eq!(self.home.beside_the_list(), ["list.md"]);
        ran
    }

    /// The next runs change nothing, whatever arXiv says again.
    fn stays(&self, list: &str) {
        for options in [&["--json"][..], &["--json", "--refresh"]] {
            let ran = crate::home::ended(self.home.start_with(options));
            assert_eq!(ran.code, 0, "{}", ran.stderr);
            assert!(
                self.home.list() == list,
                "made again: {:#}",
                ran.report["changes"]
            );
        }
        let check = crate::home::ended(self.home.start_with(&["--json", "--check"]));
        assert_eq!(check.code, 0, "{:#}", check.report["changes"]);
    }

    fn applied(&self) -> Vec<&Value> {
        let all = self.report["changes"].as_array().unwrap().iter();
        all.filter(|c| c["decision"] == "apply").collect()
    }

    fn decisions(&self) -> String {
        std::fs::read_to_string(self.home.path(DECISIONS)).unwrap_or_default()
    }

    fn database(&self) -> Connection {
        Connection::open(self.home.path("state/arxsync.db")).unwrap()
    }

    /// The list with only these of its changes.
    fn with(&self, is_made: impl Fn(&Value) -> bool) -> String {
        let mut text = original();
        let mut edits: Vec<&Value> = Vec::new();
        for change in self.applied() {
            if is_made(change) {
                edits.extend(change["edits"].as_array().unwrap());
            }
        }
        edits.sort_by_key(|e| std::cmp::Reverse(e["start"].as_u64()));
        let at = |v: &Value| usize::try_from(v.as_u64().unwrap()).unwrap();
        for edit in edits {
            let span = at(&edit["start"])..at(&edit["end"]);
            text.replace_range(span, edit["text"].as_str().unwrap());
        }
        text
    }
}

/// The changes of an undo that are done or not.
fn changes(ran: &Ran, done: bool) -> Vec<&Value> {
    let lists = ran.report["lists"].as_array().unwrap().iter();
    let all = lists.flat_map(|l| l["changes"].as_array().unwrap());
    all.filter(|c| c["done"] == done).collect()
}

fn why(ran: &Ran) -> String {
    let left = changes(ran, false);
    let told: Vec<&str> = left.iter().map(|c| c["why"].as_str().unwrap()).collect();
    told.join("\n")
}

#[test]
fn a_run_is_undone_and_done_again_to_the_byte() {
    let it = corrected();
    let done = it.check(&["--run", &it.run[..18]], 0, &original());
    let count = it.applied().len();
    assert_eq!(changes(&done, true).len(), count);
    let decided = it.decisions();
    assert_eq!(decided.matches("[[rejected]]").count(), count, "{decided}");
    assert!(
        decided.contains("because = \"undone on 2") && decided.contains("list = \"lists/list.md\"")
    );
    // How it goes is told by runs of `sync` alone.
    let (_, status) = it.home.told(&["status", "--json"]);
    assert!(status.contains(&it.run), "{status}");
    it.stays(&original());
    // Twice is once.
    let again = it.check(&["--run", &it.run], 3, &original());
    let undo = done.report["run"].as_str().unwrap();
    assert_eq!(
        why(&again)
            .matches(&format!("already undone by run {undo}"))
            .count(),
        count
    );
    assert!(again.report["run"].is_null() && it.decisions() == decided);
    // An undo is a run, and can be undone: as often as somebody wants.
    let redone = it.check(&["--run", undo], 0, &it.right);
    assert!(
        !it.decisions().contains("[[rejected]]"),
        "{}",
        it.decisions()
    );
    it.stays(&it.right);
    let third = redone.report["run"].as_str().unwrap();
    let undone = it.check(&["--run", third], 0, &original());
    assert_eq!(it.decisions(), decided);
    it.stays(&original());
    it.check(
        &["--run", undone.report["run"].as_str().unwrap()],
        0,
        &it.right,
    );
    let log: i64 = it
        .database()
        .query_row(
            "SELECT count(*) FROM decisions WHERE action IN ('undo', 'forget')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(log, 4 * i64::try_from(count).unwrap());
}

#[test]
fn a_change_is_undone_by_its_id_and_no_other() {
    let it = corrected();
    let all = it.applied();
    let mut undone: Vec<&str> = Vec::new();
    // One by one, in another order than they were made.
    for change in all.iter().rev().step_by(2) {
        let id = change["id"].as_str().unwrap();
        undone.push(id);
        let list = it.with(|c| !undone.contains(&c["id"].as_str().unwrap()));
        let ran = it.check(&[id], 0, &list);
        assert_eq!(changes(&ran, true).len(), 1);
        let again = it.check(&[id], 3, &list);
        assert!(
            why(&again).contains("already undone by run"),
            "{}",
            why(&again)
        );
    }
    it.stays(&it.with(|c| !undone.contains(&c["id"].as_str().unwrap())));
    // What was undone before keeps nobody from undoing the rest.
    it.check(&["--run", &it.run], 0, &original());
    it.stays(&original());
}

/// The list was edited since: what stands as it was written is found, wherever it is now.
#[test]
fn what_stands_unchanged_is_undone_in_an_edited_list() {
    let it = corrected();
    let mine = "Some words of mine.\n\n";
    let edited = it.right.replacen("\n\n", &format!("\n\n{mine}"), 1) + "\nA last line.\n";
    it.home.put_list(&edited);
    let expected = original().replacen("\n\n", &format!("\n\n{mine}"), 1) + "\nA last line.\n";
    it.check(&["--run", &it.run], 0, &expected);
    it.stays(&expected);
}

#[test]
fn what_was_edited_since_is_named_and_the_rest_undone() {
    let it = corrected();
    assert_eq!(it.right.matches("on 412 crossings").count(), 1);
    let edited = it.right.replace("on 412 crossings", "on 413 crossings");
    it.home.put_list(&edited);
    let ran = it.undo(&["--run", &it.run]);
    assert_eq!(ran.code, 3, "{:#}", ran.report);
    let left = changes(&ran, false);
    let [left] = left.as_slice() else {
        panic!("{:#}", ran.report)
    };
    assert!(left["why"].as_str().unwrap().contains("was edited since"));
    let id = left["id"].as_str().unwrap();
    let kept = it
        .with(|c| c["id"] == id)
        .replace("on 412 crossings", "on 413 crossings");
    assert!(it.home.list() == kept, "{}", it.home.list());
    let told = it.home.told(&["undo", id]);
    assert!(
        told.0 == 3
            && told.1.contains("lists/list.md")
            && told.1.contains("not undone: the field was edited since"),
        "{told:?}"
    );
}

#[test]
fn the_same_words_at_two_places_are_left() {
    let it = corrected();
    // Every entry stands twice, and neither is where it was.
    let twice = format!("# Twice\n\n{0}\n{0}", it.right);
    it.home.put_list(&twice);
    let ran = it.check(&["--run", &it.run], 3, &twice);
    assert_eq!(changes(&ran, true).len(), 0);
    assert!(why(&ran).contains("stand at 2 places"), "{}", why(&ran));
    assert!(it.decisions().is_empty() && ran.report["run"].is_null());
    // The entries are gone.
    it.home.put_list("# Nothing\n");
    let ran = it.check(&["--run", &it.run], 3, "# Nothing\n");
    assert!(
        why(&ran).contains("no entry of the list names the paper"),
        "{}",
        why(&ran)
    );
}

#[test]
fn a_dry_run_shows_it_and_writes_nothing() {
    let it = corrected();
    let rows = |table: &str| -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        it.database().query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    let before = (rows("runs"), rows("writes"), rows("changes"));
    let ran = it.check(&["--run", &it.run, "--dry-run"], 0, &it.right);
    assert_eq!(changes(&ran, true).len(), it.applied().len());
    let (code, told) = it.home.told(&["undo", "--run", &it.run, "--dry-run"]);
    assert_eq!(code, 0, "{told}");
    for part in [
        "--- a/lists/list.md\n",
        "\n-",
        "\n+",
        "would be undone, and rejected",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!((rows("runs"), rows("writes"), rows("changes")), before);
    assert!(it.home.list() == it.right && it.decisions().is_empty());
}

#[test]
fn names_are_whole_or_unique_beginnings() {
    let it = corrected();
    let fails = |args: &[&str], part: &str| {
        let ran = it.check(args, 2, &it.right);
        assert!(ran.stderr.contains(part), "{args:?}: {}", ran.stderr);
    };
    fails(&["zzz"], "no change zzz is recorded");
    fails(&["--run", "zzz"], "no run zzz is recorded");
    fails(&[], "required");
    fails(&["abc", "--run", &it.run], "cannot be used with");
    let applied = it.applied();
    let [first, second, ..] = applied.as_slice() else {
        panic!("{applied:#?}")
    };
    for (id, change) in [("same-1", first), ("same-2", second)] {
        let sql = "UPDATE changes SET change_id = ?1 WHERE change_id = ?2";
        it.database()
            .execute(sql, (id, change["id"].as_str().unwrap()))
            .unwrap();
    }
    fails(&["same"], "2 changes begin with same");
    fails(&["same"], "same-2  ");
    let told = "SELECT change_id FROM changes WHERE state = 'noted' LIMIT 1";
    let noted: Option<String> = it.database().query_row(told, [], |row| row.get(0)).ok();
    if let Some(noted) = noted {
        fails(&[&noted], "no run made it");
    }
    crate::home::ended(it.home.start());
    fails(&["--run", "0"], "runs begin with 0");
    let quiet: String = it
        .database()
        .query_row(
            "SELECT id FROM runs ORDER BY rowid DESC LIMIT 1",
            [],
            |row| row.get(0),
        )
        .unwrap();
    fails(&["--run", &quiet], "changed no list");
    let lock = RunLock::acquire(&it.home.path("state"), "the-first").unwrap();
    it.check(&["same-1"], 75, &it.right);
    drop(lock);
    it.check(&["same-1"], 0, &it.with(|c| c["id"] != first["id"]));
}

#[test]
fn nothing_recorded_is_nothing_to_undo() {
    let fake = Fake::start();
    let home = Home::new(&fake, USUAL);
    let ran = home.run(&["undo", "--run", "0"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("has no database"), "{}", ran.stderr);
    assert!(!home.path("state").exists());
}

/// Rows of before there was an undo.
#[test]
fn changes_of_older_versions_stay() {
    let it = corrected();
    let sql = "UPDATE changes SET words = NULL, version = NULL, title = NULL,
               edits = (SELECT json_group_array(json_remove(value, '$.was', '$.lead', '$.tail')) FROM json_each(edits))";
    it.database().execute(sql, []).unwrap();
    let ran = it.check(&["--run", &it.run], 3, &it.right);
    assert!(why(&ran).contains("an older arxsync"), "{}", why(&ran));
    assert!(it.decisions().is_empty());
}

#[test]
fn a_list_that_cannot_be_worked_on_is_named() {
    let it = corrected();
    let merge = format!("<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n{}", it.right);
    it.home.put_list(&merge);
    let ran = it.check(&["--run", &it.run], 2, &merge);
    assert!(
        why(&ran).contains("line 1 begins an unresolved merge conflict"),
        "{}",
        why(&ran)
    );
    it.home.put_list(&it.right);
    std::fs::hard_link(it.home.list_path(), it.home.path("other.md")).unwrap();
    let ran = it.check(&["--run", &it.run], 2, &it.right);
    assert!(why(&ran).contains("hard links"), "{}", why(&ran));
    std::fs::remove_file(it.home.list_path()).unwrap();
    let ran = it.undo(&["--run", &it.run]);
    assert!(
        ran.code == 2 && why(&ran).contains("does not exist"),
        "{}",
        why(&ran)
    );
    assert!(it.decisions().is_empty());
}

#[test]
fn one_of_two_lists_that_is_gone_keeps_no_other() {
    let fake = Fake::start();
    let home = Home::new(&fake, USUAL);
    std::fs::write(home.path("lists/second.md"), original()).unwrap();
    let ran = home.run(&["sync", "--json", "lists/list.md", "lists/second.md"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    std::fs::remove_file(home.path("lists/second.md")).unwrap();
    let run = ran.report["run"]["id"].as_str().unwrap();
    let undone = home.run(&["undo", "--json", "--run", run]);
    assert_eq!(undone.code, 3, "{:#}", undone.report);
    assert!(home.list() == original() && why(&undone).contains("does not exist"));
}

/// A broken file of decisions ends it before anything is touched, and somebody's own words in it
/// stay.
#[test]
fn decisions_are_edited_and_never_written_over() {
    let it = corrected();
    let broken = "[[rejected]\n";
    std::fs::write(it.home.path(DECISIONS), broken).unwrap();
    let ran = it.check(&["--run", &it.run], 2, &it.right);
    assert!(
        ran.stderr.contains("arxsync-decisions.toml") && it.decisions() == broken,
        "{}",
        ran.stderr
    );
    let own =
        "# Mine.\n\n[[rejected]]\npaper = \"2401.90101\"\nfield = \"title\"\nwords = \"1:0\"\n";
    std::fs::write(it.home.path(DECISIONS), own).unwrap();
    let done = it.check(&["--run", &it.run], 0, &original());
    let decided = it.decisions();
    assert!(
        decided.starts_with("# Mine.") && decided.contains("2401.90101"),
        "{decided}"
    );
    it.check(
        &["--run", done.report["run"].as_str().unwrap()],
        0,
        &it.right,
    );
    assert_eq!(it.decisions(), own);
    let left: Vec<_> = std::fs::read_dir(it.home.path(""))
        .unwrap()
        .map(|f| f.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".arxsync"))
        .collect();
    assert_eq!(left, [""; 0]);
}

/// What cannot be rejected is not undone: the next run would make it again.
#[test]
fn no_list_is_touched_where_nothing_can_be_remembered() {
    let config = "[review]\ndecisions = \"nowhere/decisions.toml\"\n";
    let it = corrected_with(config, &original());
    let ran = it.check(&["--run", &it.run], 2, &it.right);
    assert!(
        why(&ran).contains("cannot write the decisions to"),
        "{}",
        why(&ran)
    );
    std::fs::create_dir(it.home.path("nowhere")).unwrap();
    it.check(&["--run", &it.run], 0, &original());
    it.stays(&original());
}

/// An old name is kept nowhere, so nobody can bring it back.
#[test]
fn old_names_do_not_come_back() {
    let names = "[names]\n\"Raphael Binder\" = \"Rafael Binder\"\n";
    let it = corrected_with(names, &original());
    assert!(original().contains("Raphael Binder") && !it.right.contains("Raphael"));
    let ran = it.undo(&["--run", &it.run]);
    assert_eq!(ran.code, 3, "{:#}", ran.report);
    assert!(why(&ran).contains("a name of [names]"), "{}", why(&ran));
    let kept = original().replace("Raphael Binder", "Rafael Binder");
    assert!(it.home.list() == kept, "{}", it.home.list());
    let told = ran.report.to_string() + &ran.stderr + &it.decisions();
    assert!(!told.contains("Raphael"), "{told}");
}

/// `runs` are forgotten after a time: an undo that is left can still be undone.
#[test]
fn an_undo_can_be_undone_when_the_run_is_forgotten() {
    let it = corrected();
    let undo = it.check(&["--run", &it.run], 0, &original());
    let run = undo.report["run"].as_str().unwrap().to_owned();
    it.stays(&original());
    let mut store = arxsync::store::Store::open(&it.home.path("state/arxsync.db")).unwrap();
    let began = "SELECT started_at FROM runs WHERE id = ?1";
    let began: i64 = it
        .database()
        .query_row(began, [&run], |row| row.get(0))
        .unwrap();
    let now = jiff::Timestamp::now().as_millisecond();
    assert!(store.prune(now, began, 0).unwrap() > 0);
    drop(store);
    let gone = it.check(&["--run", &it.run], 2, &original());
    assert!(gone.stderr.contains("no run"), "{}", gone.stderr);
    it.check(&["--run", &run], 0, &it.right);
    it.stays(&it.right);
}

/// What another run wrote since is known to the byte.
#[test]
fn a_later_run_in_between_is_no_obstacle() {
    let it = corrected();
    // A paper gets another abstract, which a second run writes.
    let mut newer = crate::fake::record("2106.10007");
    newer["version"] = serde_json::json!(2);
    let text = newer["abstract"].as_str().unwrap();
    newer["abstract"] = text.replace("30 posts", "45 posts").into();
    it.fake.put(&newer);
    let second = crate::home::ended(it.home.start_with(&["--json", "--refresh"]));
    let between = it.right.replace("30 posts", "45 posts");
    assert!(
        second.code == 0 && it.home.list() == between,
        "{}",
        second.stderr
    );
    let first = original().replace("30 posts", "45 posts");
    it.check(&["--run", &it.run], 0, &first);
    it.stays(&first);
    let second = second.report["run"]["id"].as_str().unwrap();
    it.check(&["--run", second], 0, &original());
    it.stays(&original());
}
