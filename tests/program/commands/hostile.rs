//! Text of the network, of lists and of file names that wants to be more than text, in the commands
//! that look (`docs/report.md#hostile-text`).

use super::service::{DB, fresh};
use rusqlite::params;
use std::fs;

const HOSTILE: &[&str] = &[
    "\x1b]52;c;ZWNobyBoaQ==\x07",
    "\x1b]8;;http://evil\x07x",
    "\x1b[2J\x1b[31m",
    "\u{9b}31m",
    "one\r\ntwo\n<0>kernel panic",
    "arxsync 9.9.9: healthy\n\n",
    "\",\"healthy\":true,\"x\":\"",
    "abc\u{202e}txt.exe\u{2066}",
    "Att\u{200b}en\u{ad}tion\u{feff}\u{61c}\u{200f}",
    "tag\u{e0041}\u{7f}\u{2028}\u{85}",
    "\0nul",
    "%s%n{}{0}",
];

/// Whether a character could act on a terminal or hide in it.
fn is_harmful(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn hostile_text_of_the_database_comes_out_harmless() {
    for hostile in HOSTILE {
        let list_name = format!("{}.md", hostile.replace(['/', '\0'], "_"));
        let place = fresh("");
        place.write(&list_name, "# A list\n");
        place.write(&format!(".arxsync-{list_name}.tmp"), "half");
        drop(arxsync::store::Store::open(&place.path(DB)).unwrap());
        let list = place.path(&list_name).canonicalize().unwrap();
        let list = list.to_str().unwrap();
        let db = super::service::database(&place);
        let run = "INSERT INTO runs (id, mode, started_at, finished_at, outcome, problem) VALUES (?1, 'apply', 1, 2, 'failed', ?1)";
        db.execute(run, params![hostile]).unwrap();
        let pace = "INSERT INTO pace (host, last_answer, not_before, why) VALUES (?1, 1, 4102444800000, ?1)";
        db.execute(pace, params![hostile]).unwrap();
        let writes = "INSERT INTO writes (run_id, list, sha256_before, sha256_after, temp_name, state, planned_at, settled_at)
             VALUES (?1, ?2, 'a', 'b', ?1, ?3, 1, ?4)";
        db.execute(writes, params![hostile, list, "applied", 2])
            .unwrap();
        db.execute(writes, params![hostile, hostile, "planned", None::<i64>])
            .unwrap();
        let change = "INSERT INTO changes (run_id, change_id, list, line, arxiv_id, field, kind, decision, why, before, after, edits, state)
             VALUES (?1, 'x', ?2, 1, '2401.00001', 'title', 'correct', 'propose', ?1, ?3, ?1, '[]', 'noted')";
        db.execute(change, params![hostile, list, format!("was {hostile} it")])
            .unwrap();
        let table = format!(
            "CREATE TABLE \"{}\" (x)",
            hostile.replace('\0', "").replace('"', "\"\"")
        );
        db.execute_batch(&table).unwrap();
        db.close().unwrap();
        fs::write(place.path("state/arxsync.lock"), format!("1 {hostile}\n")).unwrap();

        for args in [
            &["status"][..],
            &["history"],
            &["history", "2401.00001"],
            &["history", list_name.as_str()],
            &["doctor"],
        ] {
            let ran = place.run(args);
            assert!(ran.stderr.is_empty(), "{args:?} {ran:?}");
            assert!(
                !ran.stdout.contains(is_harmful),
                "{args:?} {hostile:?}: {ran:?}"
            );
            for line in ran.stdout.lines() {
                let forged = ["<0>", "two", "arxsync 9.9.9", "nothing is wrong"];
                assert!(
                    !forged.iter().any(|f| line.starts_with(f)),
                    "{args:?}: {line}"
                );
            }
            let ran = place.run(&[args, &["--json"]].concat());
            assert!(
                !ran.stdout.contains(is_harmful),
                "{args:?} {hostile:?}: {ran:?}"
            );
            assert_eq!(ran.stdout.matches('\n').count(), 1, "{ran:?}");
            let value: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
            if args == ["history", "2401.00001"] {
                assert_eq!(value["changes"][0]["after"], *hostile);
            }
            assert_ne!(value["healthy"], true, "{ran:?}");
        }
    }
}

/// What is typed is shown, too.
#[test]
fn a_hostile_argument_comes_out_harmless() {
    let place = fresh("");
    for hostile in HOSTILE.iter().filter(|h| !h.contains('\0')) {
        let ran = place.run(&["history", hostile]);
        let harmful = |c| is_harmful(c) && c != '\t';
        assert_eq!(ran.code, Some(2));
        assert!(!ran.stderr.contains(harmful), "{hostile:?}: {ran:?}");
    }
}

/// Reasons are typed, titles and names of lists are anybody's; all of them are kept and shown.
#[test]
fn a_hostile_decision_is_kept_as_it_is_and_comes_out_harmless() {
    let more = [
        "<<<<<<< HEAD\n=======\n>>>>>>> theirs",
        "\n<<<<<<< HEAD\n",
        "</script>\"\"\"'''\\",
    ];
    let long = "onerror=\u{202e}\r".repeat(12_000);
    for hostile in HOSTILE.iter().chain(&more).copied().chain([long.as_str()]) {
        let place = fresh("");
        let planned = place.run(&["sync", "--dry-run", "--json"]);
        let planned: serde_json::Value = serde_json::from_str(&planned.stdout).unwrap();
        let change = &planned["changes"][0];
        let decision =
            serde_json::json!({"change": change["id"], "do": "reject", "because": hostile});
        let file = serde_json::json!({"schema": 1, "decisions": [decision]}).to_string();
        let ran = place.run_with(file.as_bytes(), &["decide", "-"]);
        assert_eq!(
            (ran.code, ran.stderr.as_str()),
            (Some(0), ""),
            "{hostile:?}"
        );
        let kept = String::from_utf8(place.read("arxsync-decisions.toml")).unwrap();
        assert!(!kept.contains(is_harmful), "{kept}");
        let told = place.run(&["decisions"]).stdout;
        assert!(
            !told.contains(is_harmful) && told.matches('\n').count() == 1,
            "{told}"
        );
        let told = place.run(&["decisions", "--json"]).stdout;
        assert!(
            !told.contains(is_harmful) && told.matches('\n').count() == 1,
            "{told}"
        );
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["rejected"][0]["because"], *hostile);
        assert_eq!(told["rejected"][0]["title"], change["title"]);
        let ran = place.run(&["sync", "--dry-run"]);
        assert_eq!(
            (ran.code, ran.stderr.as_str()),
            (Some(0), ""),
            "{hostile:?}"
        );
    }
}
