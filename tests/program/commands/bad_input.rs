//! What bad input gets: an exit code, one message that says where and what to do, and not a byte
//! changed.

use super::place::{Place, Tree};
use crate::skip::skipped;
use std::process::Command;

/// A list with one entry.
const LIST: &str =
    "- **Tides as Clocks**\n  - Paper: https://arxiv.org/abs/2401.90003\n  - Authors: Gita Gill\n";

/// What is given, and what is expected of the program.
struct Case<'a> {
    /// `list.md`, unless something else is written there.
    list: &'a [u8],
    /// `arxsync.toml`, where there is one.
    config: &'a str,
    args: &'a [&'a str],
    /// The whole of stderr.
    stderr: &'a str,
}

impl Default for Case<'_> {
    fn default() -> Self {
        Self {
            list: LIST.as_bytes(),
            config: "",
            args: &["sync", "--offline", "list.md"],
            stderr: "",
        }
    }
}

/// Everything but the lock, which is taken before a database is opened.
fn lasting(place: &Place) -> Tree {
    let mut tree = place.tree();
    tree.retain(|path, _| !path.ends_with("arxsync.lock"));
    tree
}

fn prepare(case: &Case<'_>) -> Place {
    let place = Place::new();
    place.write("list.md", case.list);
    if !case.config.is_empty() {
        place.write("arxsync.toml", case.config);
    }
    place
}

fn check_in(place: &Place, case: &Case<'_>) {
    let before = lasting(place);
    let ran = place.run(case.args);
    let found = (ran.code, ran.stdout.as_str(), ran.stderr.as_str());
    assert_eq!(
        found,
        (Some(2), "", case.stderr),
        "{:?} {}",
        case.args,
        case.config
    );
    assert!(
        lasting(place) == before,
        "{:?} wrote: {}",
        case.args,
        case.config
    );
}

fn check(case: &Case<'_>) {
    check_in(&prepare(case), case);
}

#[test]
fn lists_that_are_none() {
    let place = prepare(&Case::default());
    std::fs::create_dir(place.path("folder")).unwrap();
    run_tool("mkfifo", &["pipe"], &place);
    for (name, stderr) in [
        (
            "missing.md",
            "arxsync: list \"missing.md\" does not exist: check the path, or where its link leads\n",
        ),
        (
            "folder",
            "arxsync: \"folder\" is not a list: it is a directory; name the files in it (`DIR/*.md`)\n",
        ),
        (
            "pipe",
            "arxsync: \"pipe\" is not a list: it is a pipe; save its output to a file first\n",
        ),
        (
            "no*.md",
            "arxsync: no list matches \"no*.md\": check the pattern (`*` matches no hidden file and leads into no link; `.git`, the state folder and reports are left out)\n",
        ),
    ] {
        check_in(
            &place,
            &Case {
                args: &["sync", "--offline", name],
                stderr,
                ..Case::default()
            },
        );
    }
    for (list, stderr) in [
        (
            &b"a\n\0b"[..],
            "arxsync: \"list.md\" is not a list: line 2 holds a NUL byte; binary files and UTF-16 are not read, save it as UTF-8\n",
        ),
        (
            b"ok\nx\xff\n",
            "arxsync: \"list.md\" is not a list: line 2 is not UTF-8; save it as UTF-8\n",
        ),
    ] {
        check(&Case {
            list,
            stderr,
            ..Case::default()
        });
    }
}

#[test]
fn arguments_that_lead_nowhere() {
    for (args, stderr) in [
        (
            &["sync"][..],
            "arxsync: no list is given: name one (arxsync sync README.md), or add [[list]] to the configuration\n",
        ),
        (
            &["sync", "--config", "nope.toml", "list.md"],
            "arxsync: cannot read the configuration nope.toml: there is no such file\n",
        ),
        (
            &["sync", "--offline", "--only", "Tidez", "list.md"],
            "arxsync: no entry matches --only Tidez: give the arXiv id of an entry, or a part of its title\n",
        ),
        (
            &["sync", "--offline", "--only", "2401.90004", "list.md"],
            "arxsync: no entry matches --only 2401.90004: give the arXiv id of an entry, or a part of its title\n",
        ),
        (
            &["sync", "--offline", "--report", "list.md", "list.md"],
            "arxsync: cannot write reports to list.md: it is no directory; name one with --report DIR or [report] dir\n",
        ),
        (
            &["sync", "--offline", "--state", "list.md", "list.md"],
            "arxsync: cannot lock \"list.md\": not a directory; check the state directory, or use another one\n",
        ),
    ] {
        check(&Case {
            args,
            stderr,
            ..Case::default()
        });
    }
}

#[test]
fn configurations_that_say_too_little_or_too_much() {
    for (config, stderr) in [
        (
            "[arxiv]\nintervall = \"3s\"\n",
            "arxsync.toml:2: arxiv.intervall: unknown key; expected one of api_url, oai_url, contact, min_interval, connect_timeout, timeout, feeds, retry",
        ),
        (
            "[arxiv]\nmin_interval = \"soon\"\n",
            "arxsync.toml:2: arxiv.min_interval: \"soon\" is no duration; expected a number and a unit, like \"500ms\", \"3s\", \"10m\", \"24h\" or \"7d\"",
        ),
        (
            "[arxiv]\nmin_interval = \"1s\"\n",
            "arxsync.toml:2: arxiv.min_interval: 1s is below 3s, which arXiv's terms require (shorter intervals are for loopback hosts only)",
        ),
        (
            "[arxiv]\nmin_interval = 3\n",
            "arxsync.toml:2: arxiv.min_interval: invalid type: integer `3`, expected a string",
        ),
        (
            "[arxiv]\napi_url = \"http://export.arxiv.org/api/query\"\n",
            "arxsync.toml:2: arxiv.api_url: \"http://export.arxiv.org/api/query\" is not encrypted; expected https:// (http:// is for loopback hosts only)",
        ),
        (
            "[arxiv]\ncontact = \"a\\r\\nX: y\"\n",
            "arxsync.toml:2: arxiv.contact: \"a\\r\\nX: y\" is no contact; expected an e-mail address or an https:// address in plain ASCII",
        ),
        (
            "[policy]\nabstract = \"maybe\"\n",
            "arxsync.toml:2: policy.abstract: \"maybe\" is no rule; expected one of \"correct\", \"fill\", \"propose\", \"off\"",
        ),
        (
            "[[list]]\n",
            "arxsync.toml:1: list.path: missing; expected a file or a glob pattern",
        ),
        ("[policy\n", "arxsync.toml:1: unclosed table, expected `]`"),
        (
            "[arxiv]\nfeeds = \"nowhere\"\n",
            "[arxiv] feeds: there is no folder nowhere; it is looked for beside the configuration",
        ),
    ] {
        let stderr = format!("arxsync: {stderr}\n");
        check(&Case {
            config,
            args: &["sync", "list.md", "--state", "."],
            stderr: &stderr,
            ..Case::default()
        });
    }
    // The run is remembered, in the state directory, and nothing else is written.
    let case = Case {
        config: "[[list]]\npath = \"*.txt\"\n[store]\ndir = \"state\"\n",
        args: &["sync"],
        stderr: "arxsync: [[list]] of arxsync.toml: no list matches \"*.txt\": check the pattern (`*` matches no hidden file and leads into no link; `.git`, the state folder and reports are left out)\n",
        ..Case::default()
    };
    let place = prepare(&case);
    std::fs::create_dir(place.path("state")).unwrap();
    let written = |place: &Place| -> Vec<_> { lasting(place).into_keys().collect() };
    let before = written(&place);
    let ran = place.run(case.args);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(2), case.stderr));
    let mut more = written(&place);
    more.retain(|path| !before.contains(path));
    assert_eq!(more.len(), 1, "{more:?}");
    assert!(more[0].ends_with("state/arxsync.db"), "{more:?}");
    assert!(place.run(&["history"]).stdout.contains("failed"));
}

#[test]
fn databases_that_are_not_ours() {
    let cure = "restore a backup of it, or move it away to start a new one (the cache is fetched again, the history is lost), or use another state directory";
    let foreign = database("CREATE TABLE theirs (a)");
    let newer = {
        let place = prepare(&Case::default());
        place.run(&["sync", "--offline", "--state", "state", "list.md"]);
        let db = rusqlite::Connection::open(place.path("state/arxsync.db")).unwrap();
        db.execute_batch("PRAGMA user_version = 999; PRAGMA wal_checkpoint(TRUNCATE)")
            .unwrap();
        place.read("state/arxsync.db")
    };
    for (bytes, stderr) in [
        (b"this is no database at all".to_vec(), format!("cannot be read (file is not a database): {cure}")),
        (Vec::new(), format!("is an empty file: {cure}")),
        (foreign, "is not a database of arxsync: move it away, or use another state directory".to_owned()),
        (newer, "has schema 999, but this arxsync knows only up to 6: update arxsync, or use another state directory".to_owned()),
    ] {
        let place = prepare(&Case::default());
        place.write("state/arxsync.db", &bytes);
        let stderr = format!("arxsync: database \"DIR/state/arxsync.db\" {stderr}\n");
        check_in(&place, &Case { args: &["sync", "--offline", "--state", "state", "list.md"], stderr: &stderr, ..Case::default() });
    }
}

/// The bytes of a database.
fn database(sql: &str) -> Vec<u8> {
    let place = Place::new();
    let db = rusqlite::Connection::open(place.path("a.db")).unwrap();
    db.execute_batch(sql).unwrap();
    place.read("a.db")
}

/// Root may write anywhere, so that the program runs as nobody.
#[test]
fn a_folder_that_must_not_be_written() {
    let place = prepare(&Case::default());
    let program = [&["setpriv"], NOBODY, &[env!("CARGO_BIN_EXE_arxsync")]].concat();
    let probe = Command::new(program[0])
        .args(&program[1..])
        .arg("--version")
        .output();
    if !probe.is_ok_and(|output| output.status.success()) {
        skipped("only root can run the program as nobody, and only where nobody may read it");
        return;
    }
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>http://arxiv.org/abs/2401.90003v1</id><title>Tides as Clocks</title>\
                <author><name>Gita Gill</name></author><author><name>Hans Holm</name></author></entry></feed>";
    place.write("feeds/a.xml", feed);
    place.write("arxsync.toml", "[arxiv]\nfeeds = \"feeds\"\n");
    std::fs::create_dir(place.path("state")).unwrap();
    run_tool("chmod", &["755", "."], &place);
    run_tool("chown", &["65534", "state"], &place);
    let check = |stderr: &str| {
        let before = lasting(&place);
        let ran = place.run_as(&program, &["sync", "--state", "state", "list.md"]);
        assert_eq!(
            (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
            (Some(2), "", stderr)
        );
        assert!(lasting(&place) == before, "something was written");
    };
    check(
        "arxsync: list \"list.md\" cannot be written: Permission denied (os error 13); check its permissions\n",
    );
    // Its own list, in a folder that is not.
    run_tool("chown", &["65534", "list.md"], &place);
    check(
        "arxsync: list \"list.md\" cannot be written: no file can be made in its folder \"DIR\" (Permission denied (os error 13)); make the folder writable (under systemd: `ReadWritePaths=`)\n",
    );
}

fn run_tool(tool: &str, args: &[&str], place: &Place) {
    let ran = Command::new(tool)
        .args(args)
        .current_dir(place.path("."))
        .status();
    assert!(ran.unwrap().success());
}

pub const NOBODY: &[&str] = &["--reuid=65534", "--regid=65534", "--clear-groups"];

/// No error: an odd list is a list.
#[test]
fn a_huge_line_and_a_list_without_entries() {
    for list in [
        "a".repeat(3_000_000),
        "[".repeat(20_000),
        "> ".repeat(5_000),
        "# Nothing\n".to_owned(),
    ] {
        let place = Place::new();
        place.write("list.md", &list);
        let ran = place.run(&["sync", "--offline", "--state", "state", "list.md"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        let told = ran.stdout.lines().next();
        assert_eq!(told, Some("list.md  no entry recognised"));
        assert!(place.read("list.md") == list.as_bytes());
    }
}
